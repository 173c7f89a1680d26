package pupils

import (
	"strings"

	"inclusioncards/metrics"
)

// Destination is where a pupil who left went, as far as the extract says.
type Destination uint8

const (
	// DestinationNone: no row says anything; counted as not known.
	DestinationNone Destination = iota
	DestinationMaintained
	DestinationAcademy
	// DestinationSchool is a school of a type that is not given.
	DestinationSchool
	DestinationSpecial
	DestinationAlternative
	DestinationHome
	DestinationIndependent
	DestinationLeftEngland
	DestinationPost16
	DestinationExcluded
	// DestinationDied takes the pupil out of the base.
	DestinationDied
	DestinationNotKnown

	destinationCount
)

// destinationWords are looked for in the squashed text, in this order: an
// independent special school is special, a special academy too.
var destinationWords = []struct {
	word string
	d    Destination
}{
	{"notknown", DestinationNotKnown}, {"unknown", DestinationNotKnown}, {"missing", DestinationNotKnown},
	{"died", DestinationDied}, {"death", DestinationDied}, {"deceased", DestinationDied},
	{"special", DestinationSpecial},
	{"alternativeprovision", DestinationAlternative}, {"pupilreferral", DestinationAlternative}, {"appru", DestinationAlternative},
	{"homeeducat", DestinationHome}, {"ehe", DestinationHome},
	{"permanentexclusion", DestinationExcluded}, {"permanentlyexcluded", DestinationExcluded},
	{"independent", DestinationIndependent},
	{"leftengland", DestinationLeftEngland}, {"abroad", DestinationLeftEngland}, {"emigrat", DestinationLeftEngland},
	{"technologycollege", DestinationAcademy},
	{"post16", DestinationPost16}, {"furthereducation", DestinationPost16}, {"sixthform", DestinationPost16}, {"fecollege", DestinationPost16},
	{"academy", DestinationAcademy}, {"freeschool", DestinationAcademy},
	{"maintained", DestinationMaintained}, {"community", DestinationMaintained}, {"voluntary", DestinationMaintained}, {"foundation", DestinationMaintained},
	{"mainstream", DestinationSchool},
}

// parseDestination reads a type of destination, or a type of school.
func parseDestination(s string) (Destination, bool) {
	t := Squash(s)
	switch t {
	case "":
		return DestinationNone, false
	case "ap", "pru":
		return DestinationAlternative, true
	}
	for _, w := range destinationWords {
		if strings.Contains(t, w.word) {
			return w.d, true
		}
	}
	return DestinationNone, false
}

// groundDestinations are the grounds that say where a pupil went: home
// education, death, permanent exclusion.
var groundDestinations = map[ground]Destination{6: DestinationHome, groundDeath: DestinationDied, 15: DestinationExcluded}

// groundDeath is ground (k).
const groundDeath ground = 11

// destinationNames are the words of metrics.DestinationCount.
var destinationNames = [destinationCount]string{
	"not_known", "maintained", "academy", "school", "special", "alternative_provision", "home_education", "independent",
	"left_england", "post_16", "permanent_exclusion", "died", "not_known",
}

// String gives the word used in files.
func (d Destination) String() string { return destinationNames[d] }

// destination reads a row of destinations or deletion returns.
func (r *tableReader) destination(cells []string) {
	i, _, ok := r.schoolOf(cells)
	if !ok {
		return
	}
	id, ok := r.pupil(cells, i)
	if !ok {
		return
	}
	g, known := parseGround(r.cell(cells, colGround))
	if !known {
		r.problem(colGround, codeGround)
	}
	d := r.wentTo(cells, g)
	e, _, _ := r.enrolments.of(id, i)
	if e.ground == 0 {
		e.ground = g
	}
	switch {
	case e.destination == DestinationNone:
		e.destination = d
	case e.destination != d:
		e.destination = DestinationNotKnown
		r.leaveOut(i, r.pupilColumn(), codeDestDiffer)
	}
}

func (r *tableReader) wentTo(cells []string, g ground) Destination {
	ground := groundDestinations[g]
	if ground == DestinationDied {
		return ground
	}
	text := r.cell(cells, colDestination)
	if d, ok := parseDestination(text); ok {
		return d
	}
	if ground != DestinationNone {
		return ground
	}
	if text != "" {
		r.problem(colDestination, codeDestination)
		return DestinationNotKnown
	}
	// No type: the table of schools may say what the school is.
	urn := r.cell(cells, colDestinationSchool)
	if urn == "" {
		return DestinationNotKnown
	}
	if i, ok := r.schoolIndex[metrics.URN(urn)]; ok && r.schools[i].typed != DestinationNone {
		return r.schools[i].typed
	}
	return DestinationSchool
}
