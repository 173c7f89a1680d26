package area

import (
	"errors"
	"slices"
	"strings"

	"inclusioncards/metrics"
	"inclusioncards/metrics/stats"
)

// ModelKind is which model a set of odds ratios is from.
type ModelKind string

const (
	// Crude: SEND alone, on the pupils of the adjusted model.
	Crude ModelKind = "crude"
	// Adjusted for the pupil's and the school's characteristics.
	Adjusted ModelKind = "adjusted"
	// AdjustedSplit: as Adjusted, SEN support and EHC plan apart.
	AdjustedSplit ModelKind = "adjusted_by_provision"
	// Interaction: as Adjusted with Black the only ethnic term, and SEND x Black.
	Interaction ModelKind = "interaction"
)

// Model is one logistic regression on pupils of mainstream schools.
type Model struct {
	Kind    ModelKind
	Scope   Scope
	Measure Measure
	// Pupils and Events are those of the fit; Schools the clusters.
	Pupils, Events, Schools int
	// Excluded counts pupils left out because a characteristic is not known, by
	// the first variable that is not.
	Excluded []VariableCount
	// Absent are variables that no file gives, or that are known for too few;
	// Constant are terms that are the same for every pupil; Aliased terms add
	// nothing to the others; Merged ethnic groups stand in "other".
	Absent, Constant, Aliased, Merged []string
	// Failed is empty, or why there are no odds ratios: "separation",
	// "no_convergence", "too_few". Separated names the terms.
	Failed    string
	Separated []string
	Terms     []TermOdds
}

// VariableCount is a number of pupils by variable.
type VariableCount struct {
	Variable string
	Pupils   int
}

// TermOdds is the adjusted odds ratio of one term.
type TermOdds struct {
	Term  string
	State State
	Value float64
	// Lo and Hi are the Wald interval; the clustered one allows for pupils of one
	// school being alike.
	Lo, Hi                   float64
	HasClustered             bool
	ClusteredLo, ClusteredHi float64
	// Pupils with the term, and Events among them; 0 when small numbers are hidden.
	Pupils, Events int
}

// about rounds a count to 10 when small numbers are hidden: the pupils of a model
// are nearly those of a table, and the difference would be a small number.
func (o Options) about(n int) int {
	if o.Floor == 0 {
		return n
	}
	return (n + 5) / 10 * 10
}

// knownShare is the least share of pupils for whom a variable is known; with
// less it is left out of the model rather than the pupils.
const knownShare = 0.5

// spec is a model to fit.
type spec struct {
	kind      ModelKind
	scope     Scope
	variables []variable
	// products are terms multiplied: {"send_x_black", "send", "black"}.
	products [][3]string
	combos   [][3]string
}

func specs() []spec {
	covariates := slices.Concat(pupilVariables, schoolVariables)
	with := func(first variable) []variable { return append([]variable{first}, covariates...) }
	black := func() []variable {
		v := with(varSEND)
		for i := range v {
			if v[i].name == varBlack.name {
				v[i] = varBlack
			}
		}
		return v
	}
	product := [][3]string{{termSENDBlack, termSEND, termBlack}}
	combos := [][3]string{{comboBlackAmongSEND, termBlack, termSENDBlack}, {comboSENDAmongBlack, termSEND, termSENDBlack}}
	return []spec{
		{kind: Crude, variables: []variable{varSEND}},
		{kind: Adjusted, variables: with(varSEND)},
		{kind: AdjustedSplit, variables: with(varSEN)},
		{kind: Interaction, variables: black(), products: product, combos: combos},
		{kind: Interaction, scope: metrics.Secondary, variables: black(), products: product, combos: combos},
	}
}

// modelled are the measures with models.
func (s *source) modelled() []int {
	var out []int
	for m := range measures {
		switch measures[m].ID {
		case "suspended_once", "persistent_absence", LeaverMeasure(s.options.LeaverRule):
			out = append(out, m)
		}
	}
	return out
}

// models fits every model of every measure that has pupil-level records.
func (s *source) models() []Model {
	var out []Model
	for _, m := range s.modelled() {
		groups := s.groups(m)
		if len(groups) == 0 {
			continue
		}
		base, _ := s.prepare(specs()[1], groups)
		for _, sp := range specs() {
			mine := groups
			if sp.kind == Crude {
				mine = base.kept // the same pupils as adjusted
			}
			model := s.fit(sp, m, mine)
			if sp.kind == Crude {
				model.Excluded = base.model.Excluded
			}
			out = append(out, model)
		}
	}
	return out
}

// groups lists the cells of mainstream schools that have the measure.
func (s *source) groups(m int) []pupilGroup {
	var out []pupilGroup
	for i, school := range s.schools {
		p := &s.d.Schools[school]
		if !s.tallies[m][i].ok || !p.Phase.Mainstream() {
			continue
		}
		for _, c := range s.cells[i] {
			x, n := measures[m].outcome(&c.Outcomes)
			if n > 0 && x >= 0 && x <= n {
				out = append(out, pupilGroup{Profile: c.Profile, school: p, cluster: i, with: x, n: n})
			}
		}
	}
	return out
}

// prepared is a model before its fit.
type prepared struct {
	model Model
	kept  []pupilGroup
	terms []string
	value func(*pupilGroup, string) bool
}

// prepare settles which pupils and terms take part.
func (s *source) prepare(sp spec, groups []pupilGroup) (prepared, error) {
	p := prepared{model: Model{Kind: sp.kind, Scope: sp.scope}}
	groups = slices.DeleteFunc(slices.Clone(groups), func(g pupilGroup) bool {
		return sp.scope != AllSchools && g.school.Phase != sp.scope
	})
	all := pupilsOf(groups)
	var used []variable
	for _, v := range sp.variables {
		known := 0
		for i := range groups {
			if v.known(&groups[i]) {
				known += groups[i].n
			}
		}
		if float64(known) < knownShare*float64(all) || known == 0 {
			p.model.Absent = append(p.model.Absent, v.name)
			continue
		}
		used = append(used, v)
	}
	excluded := map[string]int{}
	for _, g := range groups {
		if i := slices.IndexFunc(used, func(v variable) bool { return !v.known(&g) }); i >= 0 {
			excluded[used[i].name] += g.n
			continue
		}
		p.kept = append(p.kept, g)
	}
	owner := map[string]variable{}
	for _, v := range used {
		if n := excluded[v.name]; n > 0 {
			p.model.Excluded = append(p.model.Excluded, VariableCount{v.name, s.options.about(n)})
		}
		for _, term := range v.terms {
			owner[term] = v
			p.terms = append(p.terms, term)
		}
	}
	p.value = func(g *pupilGroup, term string) bool { return owner[term].value(g, term) }
	p.merge()
	p.dropConstant()
	for _, product := range sp.products {
		if slices.Contains(p.terms, product[1]) && slices.Contains(p.terms, product[2]) {
			p.multiply(product)
		}
	}
	if len(p.kept) == 0 || len(p.terms) == 0 && len(sp.variables) > 0 {
		return p, errors.New("no pupils or terms")
	}
	return p, nil
}

func (p *prepared) multiply(product [3]string) {
	before := p.value
	p.value = func(g *pupilGroup, term string) bool {
		if term == product[0] {
			return before(g, product[1]) && before(g, product[2])
		}
		return before(g, term)
	}
	p.terms = append(p.terms, product[0])
}

func pupilsOf(groups []pupilGroup) int {
	n := 0
	for i := range groups {
		n += groups[i].n
	}
	return n
}

// count gives the pupils with a term and the events among them.
func (p *prepared) count(term string) (events, pupils int) {
	for i := range p.kept {
		if g := &p.kept[i]; p.value(g, term) {
			events += g.with
			pupils += g.n
		}
	}
	return events, pupils
}

// merge puts ethnic groups in which nobody or everybody has the event into
// "other": on their own they have no finite odds ratio.
func (p *prepared) merge() {
	var into []string
	for _, term := range varEthnicity.terms {
		if term == termOther || !slices.Contains(p.terms, termOther) {
			continue
		}
		if events, pupils := p.count(term); pupils > 0 && (events == 0 || events == pupils) {
			into = append(into, term)
		}
	}
	if len(into) == 0 {
		return
	}
	p.model.Merged = into
	p.terms = slices.DeleteFunc(p.terms, func(t string) bool { return slices.Contains(into, t) })
	before := p.value
	p.value = func(g *pupilGroup, term string) bool {
		if term == termOther && slices.ContainsFunc(into, func(t string) bool { return before(g, t) }) {
			return true
		}
		return before(g, term)
	}
}

// dropConstant leaves out terms that are the same for every pupil.
func (p *prepared) dropConstant() {
	all := pupilsOf(p.kept)
	p.terms = slices.DeleteFunc(p.terms, func(term string) bool {
		_, n := p.count(term)
		if n == 0 || n == all {
			p.model.Constant = append(p.model.Constant, term)
			return true
		}
		return false
	})
}

// fit fits one model. A term that adds nothing is dropped and named; separation
// leaves the model without odds ratios and says so.
func (s *source) fit(sp spec, m int, groups []pupilGroup) Model {
	p, err := s.prepare(sp, groups)
	p.model.Measure = measures[m]
	if err != nil {
		p.model.Failed = "too_few"
		return p.model
	}
	for {
		fit, err := stats.Logistic(p.terms, p.patterns())
		var rank *stats.RankError
		var separation *stats.SeparationError
		switch {
		case err == nil:
			s.odds(&p, sp, &fit)
			return p.model
		case errors.As(err, &rank) && slices.Contains(p.terms, rank.Term):
			p.model.Aliased = append(p.model.Aliased, rank.Term)
			p.terms = slices.DeleteFunc(p.terms, func(t string) bool { return t == rank.Term })
			continue
		case errors.As(err, &separation):
			p.model.Failed = "separation"
			for _, t := range separation.Terms {
				if t != stats.Intercept {
					p.model.Separated = append(p.model.Separated, t)
				}
			}
		case errors.Is(err, stats.ErrUndefined):
			p.model.Failed = "too_few"
		default:
			p.model.Failed = "no_convergence"
		}
		return p.model
	}
}

// patterns adds up pupils who share school and terms.
func (p *prepared) patterns() []stats.Pattern {
	var out []stats.Pattern
	index := map[string]int{}
	var b strings.Builder
	for i := range p.kept {
		g := &p.kept[i]
		b.Reset()
		b.WriteString(string(g.school.URN))
		x := make([]float64, len(p.terms))
		for j, term := range p.terms {
			if p.value(g, term) {
				x[j] = 1
				b.WriteByte('1')
			} else {
				b.WriteByte('0')
			}
		}
		at, seen := index[b.String()]
		if !seen {
			at = len(out)
			index[b.String()] = at
			out = append(out, stats.Pattern{X: x, Cluster: g.cluster})
		}
		out[at].With += g.with
		out[at].Without += g.n - g.with
	}
	return out
}

// odds reads the odds ratios off a fit and withholds those of few pupils.
func (s *source) odds(p *prepared, sp spec, fit *stats.LogisticFit) {
	o := s.options
	p.model.Pupils, p.model.Events, p.model.Schools = o.about(fit.Pupils), o.about(fit.Events), fit.Clusters
	for _, c := range fit.Coefficients[1:] {
		p.model.Terms = append(p.model.Terms, s.term(p, fit, c, c.Term))
	}
	for _, combo := range sp.combos {
		if c, err := fit.Combination(combo[0], combo[1], combo[2]); err == nil {
			p.model.Terms = append(p.model.Terms, s.term(p, fit, c, combo[2]))
		}
	}
}

// term words one coefficient as an odds ratio; counted is the term whose pupils
// it rests on.
func (s *source) term(p *prepared, fit *stats.LogisticFit, c stats.Coefficient, counted string) TermOdds {
	o := s.options
	t := TermOdds{Term: c.Term}
	events, pupils := p.count(counted)
	if events < LeastEvents || fit.Events-events < LeastEvents || events == pupils ||
		min(pupils, fit.Pupils-pupils) < max(o.MinGroup, o.Floor) || pupils-events < o.Floor {
		t.State = TooFew
		return t
	}
	wald, err := c.OddsRatioInterval(o.Level)
	if err != nil {
		t.State = TooFew
		return t
	}
	if o.Floor == 0 {
		t.Pupils, t.Events = pupils, events
	}
	t.Value, t.Lo, t.Hi = o.coarse(c.OddsRatio, 2), o.coarse(wald.Lo, 2), o.coarse(wald.Hi, 2)
	if iv, err := c.ClusteredInterval(o.Level); err == nil && fit.Clusters > 1 {
		t.HasClustered, t.ClusteredLo, t.ClusteredHi = true, o.coarse(iv.Lo, 2), o.coarse(iv.Hi, 2)
	}
	return t
}
