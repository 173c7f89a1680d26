package pupils

import (
	"errors"
	"fmt"
	"hash/maphash"
	"io"
	"strings"
	"time"

	"inclusioncards/metrics"
)

// Options say what the extracts are about and which of the contested rules
// apply. The zero value of each is the default of method.md.
type Options struct {
	// Year is the academic year of the first census. Events that start outside
	// it (1 September to 31 August) are left out; zero checks nothing.
	Year metrics.AcademicYear
	// Successors maps the URN of a school that converted to the URN that took
	// its place, one to one. Mergers and splits have no place here.
	Successors map[metrics.URN]metrics.URN
	// Merged names schools that merged or split between the censuses, by the
	// URN of either side: their leavers are not comparable.
	Merged []metrics.URN
	// URNs resolves tables that name schools by LAESTAB only.
	URNs map[metrics.LAESTAB]metrics.URN
	// Cohort says whose attendance counts.
	Cohort Cohort
	// DfEAges leaves pupils outside Years 1 to 11, who are not 5 to 15 at the
	// start of the year, out of every attendance figure. Without it all that
	// the table holds count, Year R too.
	DfEAges bool
	// SENAtEvent counts suspensions and exclusions under the SEN status on the
	// pupil's first suspension that gives one, not that of the census.
	SENAtEvent bool
}

// Cohort is whose attendance counts.
type Cohort uint8

const (
	// CohortAuto is CohortEveryone for tables that evidently cover everyone on
	// roll in the period, else CohortCensus. SchoolCounts says which was used.
	CohortAuto Cohort = iota
	// CohortCensus: pupils of the first census with an attendance row.
	CohortCensus
	// CohortEveryone: every enrolment of the period, as the DfE counts them.
	CohortEveryone
)

// String gives the word of the setting absence_cohort.
func (c Cohort) String() string { return [...]string{"auto", "census", "dfe"}[c] }

// Table is one opened table below its row of headings.
type Table struct {
	File, Sheet string
	Header      []string
	// Next gives the cells of the next row and its line as the user sees it,
	// or io.EOF. The cells may be reused by the following call.
	Next func() (cells []string, line int, err error)
	// Second marks the census of the following January; only for Census.
	Second bool
	// Ref is handed back in the problems of the table.
	Ref int
	// Again marks rows that are counted as another kind too, where a pupil or a
	// school that cannot be told is a problem already.
	Again bool
	// UPN takes the UPN for the pupil's identifier where the table has another
	// one too.
	UPN bool
}

// Aggregator counts tables fed to it in any order, except that a table of
// schools that supplies LAESTABs or school types goes before the tables that
// need them.
type Aggregator struct {
	options     Options
	from, until int // days; until is the first of the next year
	seed        maphash.Seed
	successors  map[metrics.URN]metrics.URN
	urns        map[metrics.LAESTAB]metrics.URN
	mergedURNs  map[metrics.URN]bool

	schools     []school
	schoolIndex map[metrics.URN]uint32
	enrolments  enrolments
	registers   registers
	events      map[uint64]suspension

	// read says which kinds were read; second is about the second census.
	read   [kindCount]bool
	second bool
	// wide says that a table of the kind covers several schools, so that a
	// school without a row has none, rather than a table that is not there.
	wide [kindCount]bool
	// attendances is how many attendance tables were read.
	attendances uint16
	problems    []Problem
}

// New returns an empty aggregator with a key of its own. The error is for
// Successors that are not one to one.
func New(o Options) (*Aggregator, error) {
	successors, err := resolveSuccessors(o.Successors)
	if err != nil {
		return nil, err
	}
	a := &Aggregator{
		options: o, seed: maphash.MakeSeed(), successors: successors, urns: map[metrics.LAESTAB]metrics.URN{},
		mergedURNs: map[metrics.URN]bool{}, schoolIndex: map[metrics.URN]uint32{},
		enrolments: newEnrolments(), events: map[uint64]suspension{},
	}
	for l, u := range o.URNs {
		a.urns[l] = u
	}
	for _, u := range o.Merged {
		a.mergedURNs[u] = true
	}
	if o.Year != 0 {
		a.from, a.until = yearDays(o.Year)
	}
	return a, nil
}

// yearDays gives the first day of an academic year and of the next.
func yearDays(y metrics.AcademicYear) (from, until int) {
	day := func(y int) int { return dayNumber(time.Date(y, time.September, 1, 0, 0, 0, 0, time.UTC)) }
	return day(int(y)), day(int(y) + 1)
}

// yearOf gives the academic year of a day.
func yearOf(day int) metrics.AcademicYear {
	t := time.Unix(int64(day)*86400, 0).UTC()
	if t.Month() < time.September {
		return metrics.AcademicYear(t.Year() - 1)
	}
	return metrics.AcademicYear(t.Year())
}

// resolveSuccessors follows chains of conversions to the URN in use now.
func resolveSuccessors(given map[metrics.URN]metrics.URN) (map[metrics.URN]metrics.URN, error) {
	taken := make(map[metrics.URN]bool, len(given))
	for _, to := range given {
		if taken[to] {
			return nil, fmt.Errorf("URN %s succeeds more than one school: a merger has no one-to-one mapping", to)
		}
		taken[to] = true
	}
	out := make(map[metrics.URN]metrics.URN, len(given))
	for from := range given {
		to := from
		for steps := 0; ; steps++ {
			next, ok := given[to]
			if !ok {
				break
			}
			if steps == len(given) {
				return nil, fmt.Errorf("URN %s succeeds itself", from)
			}
			to = next
		}
		out[from] = to
	}
	return out, nil
}

// tableReader is the state of one aggregator reading one table.
type tableReader struct {
	*Aggregator
	byUPN       bool // the UPN is the identifier, whatever else there is
	name, sheet string
	kind        Kind
	second      bool
	ref         int
	again       bool
	columns     columns
	width       int
	line        int
	times       map[string]int
	// day is the date of the row, of a kind whose rows have one; noDay when
	// it cannot be read.
	day int
	// firstSchool and several tell whether the table covers one school.
	firstSchool uint32
	any         bool
	// seen are the schools named, and isSeen the same by index.
	seen   []uint32
	isSeen []bool
	// lastCell is the URN of the row before, lastSchool what it was found to be.
	lastCell      string
	lastSchool    uint32
	lastConverted bool
	ethnicities   memo[metrics.Ethnicity]
	languages     memo[metrics.Tri]
	needs         memo[need]
}

// Read counts one table. The error is for headings that do not make a table of
// the kind and for a stream that broke off; the rows before the break count.
func (a *Aggregator) Read(k Kind, t Table) error {
	f, err := a.Open(k, t)
	if err != nil {
		return err
	}
	for {
		cells, line, err := t.Next()
		if errors.Is(err, io.EOF) {
			f.Close(nil)
			return nil
		}
		if err != nil {
			f.Close(err)
			return &brokenTable{t.File, f.r.line, err}
		}
		f.Row(cells, line)
	}
}

// brokenTable keeps the text of the cause, which may quote the input, out of
// the message.
type brokenTable struct {
	file string
	line int
	err  error
}

func (e *brokenTable) Error() string {
	return fmt.Sprintf("%s breaks off after line %d", e.file, e.line)
}

func (e *brokenTable) Unwrap() error { return e.err }

// began notes what the table is, and what its columns leave open.
func (r *tableReader) began() {
	if r.second {
		r.Aggregator.second = true
	} else {
		r.read[r.kind] = true
	}
	if r.kind == Attendance {
		r.attendances++
	}
	if r.kind == Census && !r.second && !r.has(colFSM6) && r.has(colFSMEligible) {
		r.problem(colFSMEligible, codeFSMNow)
	}
	if r.kind == Census && !r.has(colStatus) {
		r.problem(colStatus, codeNoStatus)
	}
	if r.kind == Suspensions && !r.has(colCategory) {
		r.problem(colCategory, codeNoCategory)
	}
}

func (r *tableReader) row(cells []string) {
	switch r.kind {
	case Schools:
		r.school(cells)
	case Census:
		r.census(cells)
	case Attendance:
		r.attendance(cells)
	case Suspensions:
		r.suspension(cells)
	case Destinations:
		r.destination(cells)
	}
}

// cell gives the trimmed cell of a column, empty when there is none.
func (r *tableReader) cell(cells []string, c column) string {
	return cellAt(cells, r.columns.at[c])
}

func cellAt(cells []string, i int) string {
	if i < 0 || i >= len(cells) {
		return ""
	}
	return trim(cells[i])
}

func (r *tableReader) has(c column) bool { return r.columns.at[c] >= 0 }

// memo remembers what a cell was read as: such columns hold few texts, and
// some need a search.
type memo[T any] struct{ known map[string]T }

// of reads a cell, or remembers how it was read.
func (m *memo[T]) of(s string, read func(string) (T, bool)) (T, bool) {
	if v, ok := m.known[s]; ok {
		return v, true
	}
	v, ok := read(s)
	if !ok {
		return v, false // what is not understood may be anything, and is not kept
	}
	if m.known == nil {
		m.known = map[string]T{}
	}
	if len(m.known) < 1<<10 {
		m.known[strings.Clone(s)] = v
	}
	return v, true
}
