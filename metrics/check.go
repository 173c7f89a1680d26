package metrics

// CheckOutcome is how a check of the input ended.
type CheckOutcome uint8

const (
	// CheckFound: a problem of the catalogue cost the school a figure.
	CheckFound CheckOutcome = iota
	CheckPassed
	// CheckWarned: the figures stand, but a reader should know.
	CheckWarned
	// CheckVetoed: no verdict may rest on the figures (method.md section 3,
	// rule 1), nor those of other schools.
	CheckVetoed
	// CheckOverridden: vetoed, but the user let the figures stand and said why.
	CheckOverridden
	// CheckNotRun: the input holds too little to tell.
	CheckNotRun
)

// String gives the word used in files.
func (o CheckOutcome) String() string {
	return [...]string{"found", "passed", "warned", "vetoed", "overridden", "not_run"}[o]
}

// Check is a finding about the input that the card of a school (or, with an
// empty URN, every card) must carry: a problem of the catalogue, or the result
// of a named check.
type Check struct {
	URN URN
	// Code is that of the catalogue, or the name of a check ("roll_balance").
	Code string
	// Detail holds numbers and words by name, never the contents of a file.
	Detail  map[string]string
	Outcome CheckOutcome
	// Year the check is about; 0 for none.
	Year AcademicYear
	// About is the family of measures it bears on; 0 for all.
	About Family
}

type vetoKey struct {
	urn  URN
	year AcademicYear
}

// SetChecks enters the findings about the input. Measures of a school and year
// that a check vetoes are neither compared nor part of a comparator.
func (d *Dataset) SetChecks(checks []Check) {
	d.Checks = checks
	d.vetoes = map[vetoKey][]Check{}
	for _, c := range checks {
		if c.Outcome == CheckVetoed {
			k := vetoKey{c.URN, c.Year}
			d.vetoes[k] = append(d.vetoes[k], c)
		}
	}
}

// Veto gives the name of the check that forbids a verdict on measures of the
// family at a school in a year, or "".
func (d *Dataset) Veto(school int, y AcademicYear, f Family) string {
	if len(d.vetoes) == 0 {
		return ""
	}
	for _, c := range d.vetoes[vetoKey{d.Schools[school].URN, y}] {
		if c.About == 0 || c.About == f {
			return c.Code
		}
	}
	return ""
}
