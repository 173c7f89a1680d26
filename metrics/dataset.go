package metrics

import (
	"slices"
	"strings"
)

// Field is one figure a file can hold for a school, year and group.
type Field uint8

const (
	// Pupils: headcount on the January census (sole and dual main registered).
	Pupils Field = iota
	PupilsSuspended
	PupilsSuspendedRepeat
	Suspensions
	SuspensionDays
	PermanentExclusions
	Enrolments
	SessionsPossible
	SessionsAbsent
	PersistentAbsentees
	SevereAbsentees
	C2Sessions
	BSessions
	LeaverBase
	NonStandardLeavers
	LeaversSpecial
	LeaversEHE
	LeaversNotKnown
	Y10Pupils
	Y10Y11Leavers
	UnitPupils
	// ExclusionHeadcount: the headcount a published exclusions file carries.
	ExclusionHeadcount
	// CensusRoll: NOR for group all, and the register counts (SEN support,
	// EHC plan) beside it, of a published school census.
	CensusRoll
	// EALPupils, FSM6Pupils, FSM6Roll: published census counts, group all.
	EALPupils
	FSM6Pupils
	FSM6Roll
	// Published rates, as proportions in [0,1], group all: value only.
	AbsenceRate
	PersistentAbsenceRate
	EALRate
	FSM6Rate

	fieldCount
)

var fieldNames = [fieldCount]string{
	"pupils", "pupils_suspended", "pupils_suspended_repeat", "suspensions", "suspension_days",
	"permanent_exclusions", "enrolments", "sessions_possible", "sessions_absent",
	"persistent_absentees", "severe_absentees", "c2_sessions", "b_sessions", "leaver_base",
	"non_standard_leavers", "leavers_special", "leavers_ehe", "leavers_not_known",
	"y10_pupils", "y10_y11_leavers", "unit_pupils", "exclusion_headcount", "census_roll",
	"eal_pupils", "fsm6_pupils", "fsm6_roll", "absence_rate", "persistent_absence_rate",
	"eal_rate", "fsm6_rate",
}

// String gives the canonical heading of the field.
func (f Field) String() string { return fieldNames[f] }

// CountFields lists the fields of the canonical counts table, in its order.
func CountFields() []Field {
	var out []Field
	for f := Pupils; f <= UnitPupils; f++ {
		out = append(out, f)
	}
	return out
}

// Source is one input file (or one sheet of a workbook) as the card must name
// it.
type Source struct {
	File   string // base name, never a full path
	Sheet  string
	Kind   string // what the file was taken for: "counts", "school census", ...
	Rows   int
	Years  []AcademicYear
	SHA256 string // of the whole file, hexadecimal
	// Simulated marks figures that are not of real schools.
	Simulated bool
	// Demonstration marks the data embedded for --demo.
	Demonstration bool
}

// yearCounts holds the columns of one year: a count for each school. Reading a
// count is most of the work of a batch, and there are few years: a list of them
// is searched faster than a map.
type yearCounts struct {
	year AcademicYear
	cols [fieldCount][groupCount][]Count
}

// Dataset holds everything read from the input: schools sorted by URN, and one
// column of counts per year, field and group. Columns exist only where some
// file supplied them.
type Dataset struct {
	Schools    []School
	Benchmarks []Benchmark
	Sources    []Source
	Checks     []Check
	// LeaverPreset is the leaver rule the supplier of counts says was used, or
	// empty when no file says.
	LeaverPreset string
	// Term is the term of the year that every figure is about: "autumn",
	// "spring", "summer", or empty for whole years. Figures of one day, such as
	// the roll, are of no term.
	Term string
	// Comments are the schools' own words, by URN.
	Comments map[URN]Comment
	// Histories hold what links between schools say, by URN.
	Histories map[URN]History
	// Pupils is what only pupil-level input can tell; empty without.
	Pupils PupilLevel
	// Supplement is what schools and authorities add to the figures.
	Supplement Supplement

	vetoes map[vetoKey][]Check

	index map[URN]int
	years []*yearCounts
}

// NewDataset returns an empty dataset.
func NewDataset() *Dataset {
	return &Dataset{index: map[URN]int{}}
}

// Intern returns the index of a school, adding it when it is new. Indices are
// valid until Finish.
func (d *Dataset) Intern(u URN) int {
	if i, ok := d.index[u]; ok {
		return i
	}
	i := len(d.Schools)
	d.Schools = append(d.Schools, School{URN: u})
	d.index[u] = i
	return i
}

// Find returns the index of a school, or -1.
func (d *Dataset) Find(u URN) int {
	if i, ok := d.index[u]; ok {
		return i
	}
	return -1
}

// Set stores one count.
func (d *Dataset) Set(school int, y AcademicYear, f Field, g Group, c Count) {
	of := d.of(y)
	if of == nil {
		of = &yearCounts{year: y}
		d.years = append(d.years, of)
	}
	col := of.cols[f][g]
	if len(col) <= school {
		col = append(col, make([]Count, max(len(d.Schools), school+1)-len(col))...)
		of.cols[f][g] = col
	}
	col[school] = c
}

// of returns the columns of a year, or nil.
func (d *Dataset) of(y AcademicYear) *yearCounts {
	for _, of := range d.years {
		if of.year == y {
			return of
		}
	}
	return nil
}

// Get returns the count as a file gave it; the zero Count when none did.
func (d *Dataset) Get(school int, y AcademicYear, f Field, g Group) Count {
	of := d.of(y)
	if of == nil || g >= groupCount {
		return Count{}
	}
	col := of.cols[f][g]
	if school >= len(col) {
		return Count{}
	}
	return col[school]
}

// Group returns the count of a group, adding up parts when the file gives no
// total: SEND is SEN support plus EHC plan; all is SEND plus no SEN. A total
// the user supplied is used as it stands.
func (d *Dataset) Group(school int, y AcademicYear, f Field, g Group) Count {
	c := d.Get(school, y, f, g)
	if c.Given {
		return c
	}
	switch g {
	case GroupSEND:
		return Sum(d.Get(school, y, f, GroupSENSupport), d.Get(school, y, f, GroupEHCPlan))
	case GroupAll:
		return Sum(d.Group(school, y, f, GroupSEND), d.Get(school, y, f, GroupNoSEN))
	}
	return c
}

// Years lists the years with school figures, ascending.
func (d *Dataset) Years() []AcademicYear {
	out := make([]AcademicYear, 0, len(d.years))
	for _, of := range d.years {
		out = append(out, of.year)
	}
	slices.Sort(out)
	return out
}

// Finish sorts the schools by URN and drops nothing. No index taken before is
// valid after it.
func (d *Dataset) Finish() {
	order := make([]int, len(d.Schools))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int {
		return strings.Compare(string(d.Schools[a].URN), string(d.Schools[b].URN))
	})
	schools := make([]School, len(order))
	for to, from := range order {
		schools[to] = d.Schools[from]
		d.index[schools[to].URN] = to
	}
	d.Schools = schools
	d.Pupils.Sort()
	for _, of := range d.years {
		for f := range of.cols {
			for g, col := range of.cols[f] {
				if col != nil {
					of.cols[f][g] = reordered(col, order)
				}
			}
		}
	}
}

// reordered takes the counts in the order given, with the zero Count for schools
// beyond the column's end.
func reordered(col []Count, order []int) []Count {
	out := make([]Count, len(order))
	for to, from := range order {
		if from < len(col) {
			out[to] = col[from]
		}
	}
	return out
}

// MaxComment is the most characters of a school's reply: what fits its place
// on the card. A longer one is refused, never cut.
const MaxComment = 600

// Comment is a school's reply, printed on its card as the school's words.
type Comment struct {
	Text string
	By   string // the role of the writer; may be empty
}

// AreaKind is the kind of area a published benchmark is about.
type AreaKind uint8

const (
	AreaEngland AreaKind = iota + 1
	AreaRegion
	AreaLA
)

// Benchmark is one published figure of an area. Num and Den are given when the
// source publishes counts; otherwise Value alone holds the published rate, a
// proportion in [0,1] (or events per 100 for per_100 measures).
type Benchmark struct {
	Kind    AreaKind
	LA      LACode // for AreaLA
	Region  string // for AreaRegion
	Phase   Phase
	Year    AcademicYear
	Term    string // empty for a whole year: "autumn", "spring", "summer"
	Measure MeasureID
	Group   Group
	Value   float64
	Num     Count
	Den     Count
	Source  int
	// Supplied is the source of an average that the user gave, empty for a
	// published one. Supplied averages go before published ones.
	Supplied string
	// AllPhases is true for a figure of all state-funded schools together.
	AllPhases bool
}
