package area

import (
	"slices"

	"inclusioncards/metrics"
)

// Terms of the models; each is 1 or 0 for a pupil. The reference is the pupil for
// whom all are 0: no SEN, no FSM6, female, English as first language, White (or,
// where only Black is a term, every other known ethnic group), in a maintained
// primary school without faith, unit or resourced provision.
const (
	termSEND      = "send"
	termSupport   = "sen_support"
	termPlan      = "ehc_plan"
	termFSM6      = "fsm6"
	termMale      = "male"
	termEAL       = "eal"
	termBlack     = "black"
	termOther     = "other"
	termAcademy   = "academy"
	termFaith     = "faith"
	termSecondary = "secondary"
	termProvision = "unit_or_provision"
	termSENDBlack = "send_x_black"
	// Combinations of terms, not terms.
	comboBlackAmongSEND = "black_among_send"
	comboSENDAmongBlack = "send_among_black"
)

// Terms lists every name a model can print: terms, variables and combinations.
func Terms() []string {
	out := []string{termSENDBlack, comboBlackAmongSEND, comboSENDAmongBlack}
	for _, v := range slices.Concat([]variable{varSEND, varSEN}, pupilVariables, schoolVariables) {
		out = append(append(out, v.name), v.terms...)
	}
	return out
}

// variable is one characteristic of pupils or of their schools, with the terms
// it makes.
type variable struct {
	name  string
	terms []string
	// known reports whether the characteristic is known; value is that of a term
	// for those it is known for.
	known func(*pupilGroup) bool
	value func(*pupilGroup, string) bool
}

// pupilGroup is a cell with its school.
type pupilGroup struct {
	metrics.Profile
	school  *metrics.School
	cluster int
	with, n int
}

// tri is a variable of one term that is yes, no, or not known.
func tri(name string, of func(*pupilGroup) metrics.Tri) variable {
	return variable{
		name: name, terms: []string{name},
		known: func(g *pupilGroup) bool { return of(g) != metrics.NotKnown },
		value: func(g *pupilGroup, _ string) bool { return of(g) == metrics.Yes },
	}
}

var (
	varSEND = variable{
		name: termSEND, terms: []string{termSEND},
		known: func(g *pupilGroup) bool { return g.SEN != metrics.SENUnknown },
		value: func(g *pupilGroup, _ string) bool { return g.SEN != metrics.NoSEN },
	}
	varSEN = variable{
		name: "sen", terms: []string{termSupport, termPlan},
		known: varSEND.known,
		value: func(g *pupilGroup, term string) bool {
			return g.SEN == metrics.SENSupport && term == termSupport || g.SEN == metrics.EHCPlan && term == termPlan
		},
	}
	varFSM6 = tri(termFSM6, func(g *pupilGroup) metrics.Tri { return g.FSM6 })
	varSex  = tri(termMale, func(g *pupilGroup) metrics.Tri {
		return [...]metrics.Tri{metrics.SexNotKnown: metrics.NotKnown, metrics.Female: metrics.No, metrics.Male: metrics.Yes}[g.Sex]
	})
	varEAL       = tri(termEAL, func(g *pupilGroup) metrics.Tri { return g.EAL })
	varEthnicity = variable{
		name: "ethnic_group", terms: []string{metrics.Asian.String(), termBlack, metrics.Chinese.String(), metrics.Mixed.String(), termOther},
		known: func(g *pupilGroup) bool { return g.Ethnicity != metrics.EthnicityNotKnown },
		value: func(g *pupilGroup, term string) bool { return g.Ethnicity.String() == term },
	}
	varBlack = variable{
		name: "ethnic_group", terms: []string{termBlack},
		known: varEthnicity.known, value: varEthnicity.value,
	}
	varAcademy = tri(termAcademy, func(g *pupilGroup) metrics.Tri {
		switch governance(g.school) {
		case "academy":
			return metrics.Yes
		case "maintained", "other":
			return metrics.No
		}
		return metrics.NotKnown
	})
	varFaith     = tri(termFaith, func(g *pupilGroup) metrics.Tri { return faith(g.school) })
	varSecondary = tri(termSecondary, func(g *pupilGroup) metrics.Tri {
		if g.school.Phase == metrics.Primary {
			return metrics.No
		}
		return metrics.Yes
	})
	varProvision = tri(termProvision, func(g *pupilGroup) metrics.Tri { return provision(g.school) })
)

// pupilVariables and schoolVariables are the covariates of the London Councils /
// Mime 2024 models, its footnotes 50, 52 and 58.
var (
	pupilVariables  = []variable{varFSM6, varSex, varEAL, varEthnicity}
	schoolVariables = []variable{varAcademy, varFaith, varSecondary, varProvision}
)
