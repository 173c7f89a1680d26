// Package area computes the report on a whole local authority, region or input
// (method.md section 8): SEND gaps by kind of school and of pupil, pooled and as
// the mean across schools, odds ratios, excess leavers and destinations. Pure
// numbers; what a reader may not see is withheld here, before a figure leaves.
//
// Rates are proportions in [0,1]. A pooled figure adds up pupils; the mean of
// schools counts every school once.
package area

import (
	"errors"

	"inclusioncards/metrics"
)

// Options are the settings of a report.
type Options struct {
	// Level of the intervals, in (0,1).
	Level float64
	// MinGroup is the least size of a group whose odds are compared.
	MinGroup int
	// LeaverRule is the rule of leavers given as counts by school.
	LeaverRule metrics.LeaverRule
	// Floor hides counts of 1 to Floor-1 pupils and whatever would give them
	// back; 0 hides nothing. Rounded also rounds every count to 5.
	Floor   int
	Rounded bool
	// PhaseSchools is the least number of schools of a phase for its own tables by
	// ethnic group and destination when small numbers are hidden: in a few schools
	// nearly all of them would be. The number of schools is no secret.
	PhaseSchools int
	// Beside tells that a total over some schools (places in the dataset), put
	// beside the cards of these schools, gives away a count that a card withholds:
	// of pupils with the event of a measure, or, with heads, of pupils. Nil where
	// the report stands alone. Used with a Floor only.
	Beside func(measure metrics.MeasureID, heads bool, schools []int, g metrics.Group) bool
}

// PhaseSchools is the usual value of the option of that name.
const PhaseSchools = 20

// LeastEvents is the least number of pupils with the event, in each group, for an
// odds ratio (method.md section 2).
const LeastEvents = 10

// LeastSchools is the least number of schools behind a published mean when
// small numbers are hidden: with fewer, the mean and the pooled figure together
// give a school away.
const LeastSchools = 5

func (o Options) validate() error {
	switch {
	case !(o.Level > 0 && o.Level < 1):
		return errors.New("area: level does not lie between 0 and 1")
	case o.MinGroup < 1 || o.Floor < 0:
		return errors.New("area: a floor below 0 or a least group below 1")
	}
	return nil
}

// Scope is a phase group, or the zero value for all schools together.
type Scope = metrics.Phase

// AllSchools is the scope of every school.
const AllSchools = metrics.PhaseUnknown

// ScopeName gives the word used in files.
func ScopeName(s Scope) string {
	if s == AllSchools {
		return "all"
	}
	return s.String()
}

// Measure is one outcome of the report.
type Measure struct {
	// ID is the name in files: a catalogue ID, leavers by rule apart.
	ID string
	// Catalogue is the measure of the catalogue it is computed as.
	Catalogue metrics.MeasureID
	// Rule is the leaver rule, meant only when Leavers.
	Rule    metrics.LeaverRule
	Leavers bool
	// Sessions: a ratio of sessions, without intervals or odds.
	Sessions bool
}

var measures = []Measure{
	{ID: "suspended_once", Catalogue: "suspended_once"},
	{ID: "persistent_absence", Catalogue: "persistent_absence"},
	{ID: "severe_absence", Catalogue: "severe_absence"},
	{ID: "absence", Catalogue: "absence", Sessions: true},
	{ID: "leavers_school", Catalogue: "leavers", Rule: metrics.RuleSchool, Leavers: true},
	{ID: "leavers_mime2024", Catalogue: "leavers", Rule: metrics.RuleMime2024, Leavers: true},
}

// Measures lists the outcomes in the order of every output.
func Measures() []Measure { return append([]Measure(nil), measures...) }

// LeaverMeasure names the outcome of a leaver rule.
func LeaverMeasure(r metrics.LeaverRule) string { return "leavers_" + r.String() }

// By is what schools or pupils are told apart by.
type By string

const (
	Total       By = "total"
	ByPhase     By = "phase"
	ByType      By = "school_type"
	ByFaith     By = "faith"
	ByAdmission By = "admissions"
	ByProvision By = "unit_or_resourced_provision"
	ByOfsted    By = "ofsted_outcome"
	ByFSM6Band  By = "school_fsm6_band"
	ByBlackBand By = "school_black_share_band"
	// Of pupils: these need pupil-level input.
	ByFSM6      By = "pupil_fsm6"
	ByEthnicity By = "pupil_ethnic_group"
)

// schoolKinds are the breakdowns of schools within a phase group, in order;
// pupilKinds those of pupils.
var (
	schoolKinds = [...]By{ByType, ByFaith, ByAdmission, ByProvision, ByOfsted, ByFSM6Band, ByBlackBand}
	pupilKinds  = [...]By{ByFSM6, ByEthnicity}
)

// Breakdowns lists every breakdown that has a table of its own.
func Breakdowns() []By {
	out := append([]By{ByPhase}, schoolKinds[:]...)
	return append(out, pupilKinds[:]...)
}

// OfPupils reports whether a breakdown tells pupils apart, not schools.
func (b By) OfPupils() bool { return b == ByFSM6 || b == ByEthnicity }

// NotKnown is the category of schools or pupils of which no file says.
const NotKnown = "not_known"

// Statistic names a figure.
type Statistic string

const (
	Pooled        Statistic = "pooled"
	MeanOfSchools Statistic = "mean_of_schools"
	PooledGap     Statistic = "pooled_gap"
	MeanGap       Statistic = "mean_gap_of_schools"
	MHOdds        Statistic = "mh_or"
	Excess        Statistic = "excess_pupils"
)

// State says why a figure has a value or not.
type State uint8

const (
	Observed State = iota
	// Withheld: it would show a small number of pupils, or give one back.
	Withheld
	// TooFew: too few pupils or events for a ratio, or schools for a mean.
	TooFew
	// NoPupils: the group is empty.
	NoPupils
)

// String gives the word used in files.
func (s State) String() string {
	return [...]string{"observed", "withheld", "too_few", "not_applicable"}[s]
}

// Figure is one number of a row.
type Figure struct {
	Statistic Statistic
	// Group is the pupils it is about; gaps and ratios compare it with no SEN.
	Group metrics.Group
	State State
	// Num and Den are pupils (or sessions), when HasNum and HasDen. A withheld
	// figure may still tell one of them.
	Num, Den       int
	HasNum, HasDen bool
	Value          float64
	HasInterval    bool
	Lo, Hi         float64
	Method         string
	// Schools is the number of schools behind it.
	Schools int
}

// OK reports whether the figure has a value.
func (f Figure) OK() bool { return f.State == Observed }

// Row is a category of a table.
type Row struct {
	Category string
	// Schools with figures of the measure.
	Schools int
	Figures []Figure
}

// Get finds a figure; the zero Figure with state NoPupils when there is none.
func (r *Row) Get(s Statistic, g metrics.Group) Figure {
	for _, f := range r.Figures {
		if f.Statistic == s && f.Group == g {
			return f
		}
	}
	return Figure{Statistic: s, Group: g, State: NoPupils}
}

// Band is a range of schools' shares, for the category of the same index: above
// Lo, up to and with Hi; the first is open below, the last above.
type Band struct {
	Category string
	Lo, Hi   float64
}

// Table is one measure by one breakdown in one scope.
type Table struct {
	Scope   Scope
	By      By
	Measure Measure
	Rows    []Row
	Bands   []Band
}

// NoteCode names a statement about the report.
type NoteCode string

const (
	// NoteNotSplit: schools without the measure by SEN status.
	NoteNotSplit NoteCode = "not_by_sen"
	// NoteNoAttribute: no file tells schools apart by the breakdown.
	NoteNoAttribute NoteCode = "no_attribute"
	// NoteFewForBands: too few schools for bands.
	NoteFewForBands NoteCode = "few_for_bands"
	// NoteNoPupilLevel: no pupil-level records: no crosses, no models.
	NoteNoPupilLevel NoteCode = "no_pupil_level"
	// NoteNotSupplied: a measure nobody supplied by SEN status.
	NoteNotSupplied NoteCode = "not_supplied"
	// NoteLeftOut: a measure that readers from whom small numbers are hidden do not
	// get, as it differs from another by few pupils.
	NoteLeftOut NoteCode = "left_out"
	// NoteFewForPhase: too few schools in a phase for a table of the breakdown of
	// pupils when small numbers are hidden.
	NoteFewForPhase NoteCode = "few_for_phase"
)

// Note is a statement: which measure, breakdown and scope, how many schools.
type Note struct {
	Code    NoteCode
	Measure string
	By      By
	Scope   Scope
	N, Of   int
}

// Report is everything, in the order of the outputs.
type Report struct {
	Year    metrics.AcademicYear
	Options Options
	// Schools are indices in the dataset, ascending; PupilLevel of them have
	// pupil-level records.
	Schools    []int
	PupilLevel int
	// ByPhase counts them.
	ByPhase      map[metrics.Phase]int
	Tables       []Table
	Destinations []DestinationTable
	Models       []Model
	Notes        []Note
	// Cells and WithheldCells count the counts of pupils shown or hidden.
	Cells, WithheldCells int
}

// Find returns a table, or nil.
func (r *Report) Find(scope Scope, by By, measure string) *Table {
	for i := range r.Tables {
		if t := &r.Tables[i]; t.Scope == scope && t.By == by && t.Measure.ID == measure {
			return t
		}
	}
	return nil
}
