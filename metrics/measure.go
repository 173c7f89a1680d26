package metrics

import "slices"

// MeasureID names a measure in every file and command.
type MeasureID string

// Family is one of the four families of measure, or context.
type Family uint8

const (
	FamilySuspensions Family = iota + 1
	FamilyAbsence
	FamilyMovement
	FamilyRegister
	FamilyContext
)

// String gives the family's name as used in outputs.
func (f Family) String() string {
	return [...]string{"", "suspensions", "absence", "movement", "register", "context"}[f]
}

// Unit is the scale of a value.
type Unit uint8

const (
	// UnitProportion: in [0,1]; never 0-100.
	UnitProportion Unit = iota
	// UnitPer100: events or days per 100 pupils; can exceed 100.
	UnitPer100
	// UnitCount: a number of pupils.
	UnitCount
)

// String gives the word used in measures.csv.
func (u Unit) String() string { return [...]string{"proportion", "per_100", "pupils"}[u] }

// Polarity says which direction is the concerning one. The zero value is
// neutral: neither.
type Polarity uint8

const (
	Neutral Polarity = iota
	HigherIsBetter
	LowerIsBetter
)

// IntervalMethod names how an interval was made.
type IntervalMethod uint8

const (
	NoInterval IntervalMethod = iota
	Wilson
	Newcombe
	GarwoodWidened
)

// String gives the word used in measures.csv.
func (m IntervalMethod) String() string {
	return [...]string{"none", "wilson", "newcombe", "garwood_widened"}[m]
}

// TestKind is the test that can give a measure a verdict.
type TestKind uint8

const (
	// NoTest: displayed without a verdict.
	NoTest TestKind = iota
	// ExcessTest: method.md section 2.1.
	ExcessTest
	// LeaverTest: Poisson-binomial upper tail, Year 10 to 11.
	LeaverTest
	// RegisterTest: over-dispersed funnel, two-sided and neutral.
	RegisterTest
)

// Basis is one way to compute a measure: which counts make the numerator and
// the denominator.
type Basis struct {
	Num Field
	// Less is subtracted from the numerator when HasLess is true.
	Less    Field
	HasLess bool
	Den     Field
	// NumGroup fixes the group of the numerator when FixedGroup is true (the
	// SEND pupils among all pupils); otherwise numerator and denominator are
	// of the group asked for.
	NumGroup   Group
	FixedGroup bool
}

// Measure is one entry of the catalogue.
type Measure struct {
	ID     MeasureID
	Family Family
	// Name is the short name in sentence case.
	Name string
	// Definition says what is counted and over what.
	Definition string
	// NotThis names the definition that is not used.
	NotThis string
	// Source says where the definition comes from.
	Source   string
	Unit     Unit
	Polarity Polarity
	Method   IntervalMethod
	// Bases are tried in order; the first with a supplied numerator is used.
	Bases []Basis
	// Rate is a published rate (value only) used when no basis has data;
	// HasRate tells whether there is one.
	Rate    Field
	HasRate bool
	// AllOnly: the measure exists for group all only and has no gap.
	AllOnly bool
	// ByGroup: a measure of group all that is written for each SEN group too
	// where its first basis is known by group (figures of context; no gap).
	ByGroup bool
	Test    TestKind
}

var catalogue = slices.Concat(suspensionMeasures, absenceMeasures, movementMeasures, registerMeasures, contextMeasures)

// Catalogue lists every measure in the order of every output. Flagged measures
// keep the order of method.md section 3 among themselves (see Flagged).
func Catalogue() []Measure { return slices.Clone(catalogue) }

// Lookup finds a measure by ID.
func Lookup(id MeasureID) (Measure, bool) {
	for _, m := range catalogue {
		if m.ID == id {
			return m, true
		}
	}
	return Measure{}, false
}

// Flagged lists the measures that can carry a verdict, in the order of
// method.md section 3.
func Flagged() []Measure {
	var out []Measure
	for _, m := range catalogue {
		if m.Test != NoTest {
			out = append(out, m)
		}
	}
	return out
}
