package metrics

// Verdict is the outcome of the flag rule of method.md section 3.
type Verdict uint8

const (
	// NotSupplied: the input has no such data.
	NotSupplied Verdict = iota
	NotComparable
	TooFew
	WorthExploring
	Watch
	PossibleStrength
	Typical
)

// String gives the word used in results.csv.
func (v Verdict) String() string {
	return [...]string{"not_supplied", "not_comparable", "too_few", "worth_exploring", "watch", "possible_strength", "typical"}[v]
}

// Direction is where a school stands, before any judgement of good or bad.
type Direction uint8

const (
	NoDirection Direction = iota
	Higher
	Lower
)

// String gives the word used in results.csv.
func (d Direction) String() string { return [...]string{"none", "higher", "lower"}[d] }

// Reason is the machine-readable reason of a verdict.
type Reason string

const (
	ReasonNotSupplied Reason = "not_supplied"
	// Not comparable.
	ReasonFewSchools   Reason = "few_schools"      // fewer than MinComparator other schools
	ReasonDominated    Reason = "dominated"        // one school holds most of the comparator's pupils
	ReasonMissingYear  Reason = "missing_year"     // earlier years only
	ReasonNotEngland   Reason = "not_england"      // the files do not cover England
	ReasonNotState     Reason = "not_state_funded" // independent
	ReasonMissing      Reason = "missing_figure"   // suppressed or unusable figure this year
	ReasonNoPattern    Reason = "no_local_pattern" // the comparator's odds ratio does not exist
	ReasonPhaseUnknown Reason = "phase_unknown"
	ReasonNoPupils     Reason = "no_pupils" // the roll is 0
	ReasonOneGroup     Reason = "one_group" // every pupil has SEND: there is no gap
	ReasonReshaped     Reason = "merged_or_split"
	ReasonDataQuality  Reason = "data_quality" // a check of the input forbids a verdict (Dataset.Veto)
	// Too few.
	ReasonSmallGroup Reason = "small_group"
	ReasonFewEvents  Reason = "few_events"
	ReasonNoEvents   Reason = "no_events"
	// Decided by the numbers.
	ReasonEvidence       Reason = "evidence_and_material"
	ReasonWatch          Reason = "some_evidence"
	ReasonOneYear        Reason = "one_year_only" // Year 10 to 11
	ReasonNoEvidence     Reason = "no_evidence"
	ReasonNotMaterial    Reason = "not_material"
	ReasonBelowCondition Reason = "below_conditions" // Year 10 to 11: 5 and 5% not met
)

// tooSmall reports whether a wider comparator of the same group could help.
func (r Reason) tooSmall() bool { return r == ReasonFewSchools || r == ReasonDominated }

// Number is a figure that may be absent: not every test has every figure.
type Number struct {
	V  float64
	OK bool
}

func number(v float64) Number { return Number{v, true} }

// Result is one flagged measure of one school against one comparator, with
// everything that led to its verdict.
type Result struct {
	School     int // index in Dataset.Schools
	Year       AcademicYear
	Measure    MeasureID
	Comparator ComparatorKind

	Verdict   Verdict
	Direction Direction
	Reason    Reason
	// Check is the check of the input that forbids a verdict, of a result with
	// the reason data_quality.
	Check string
	// SecondYear: the previous year's verdict was the same.
	SecondYear bool
	// OtherRule: leavers by the other rule, where the records give both.
	OtherRule OtherRule

	// YearsPooled counts the years behind Observed, Expected, Excess,
	// Variance, Z, P and Q.
	YearsPooled int
	// Schools is the number of other schools in the comparator this year;
	// Published tells that a published benchmark stood in for them, and
	// Termly that it is the published termly pattern.
	Schools int
	// With is the comparator they are of: the one asked for, or the region or
	// England where a special school or AP has too few of its group nearby.
	With      ComparatorKind
	Published bool
	Termly    bool

	Observed, Expected, Excess, Variance Number
	// OddsRatio is the comparator's pattern this year; Tau2 the between-school
	// variance of the log odds ratio (register: of the share).
	OddsRatio Number
	Tau2      Number
	// Effect is the school's own log odds ratio over the pooled years, Centre the
	// log odds ratio of the ordinary schools it is measured from, and
	// CentreVariance the variance of that: Z = (Effect - Centre) /
	// sqrt(1/Variance + Tau2 + CentreVariance). Absent: Z is measured from the
	// printed odds ratio.
	Effect, Centre, CentreVariance Number
	Tau2Schools                    int
	TauFloored                     bool
	Z, P, Q                        Number
	Tests                          int
	PYear                          Number
	// SchoolValue is the gap (excess measures) or the share, this year;
	// ComparatorValue the pooled figure of the other schools on that scale.
	SchoolValue, ComparatorValue Number

	// Group is the SEND group (n1) this year, Others the no-SEN group (n0);
	// for the register and Year 10-11 Group is the roll or the year group.
	Group, Others int
	Events        int // pupils with the event this year
	GroupEvents   int // of them, with SEND
	GroupPooled   int // n1 over the pooled years
	EventsPooled  int
	ExpectedYear  Number // this year alone
	VarianceYear  Number
	// Alone: judged by the exact mid-p without correction.
	Alone bool

	// Position of the other schools' values on the scale of SchoolValue:
	// type-7 quartiles, and the 95% limits at this school's size with
	// between-school variation.
	QuartileLo, QuartileHi Number
	LimitLo, LimitHi       Number
}
