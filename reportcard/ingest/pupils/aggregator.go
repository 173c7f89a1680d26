package pupils

import (
	"errors"
	"fmt"
	"hash/maphash"
	"io"
	"time"

	"inclusioncards/metrics"
)

// Options say what the extracts are about.
type Options struct {
	// Year is the academic year of the first census. Suspensions that start
	// outside it (1 September to 31 August) are left out; zero checks nothing.
	Year metrics.AcademicYear
	// Successors maps the URN of a school that converted to the URN that took
	// its place, one to one. Mergers and splits have no place here.
	Successors map[metrics.URN]metrics.URN
	// URNs resolves tables that name schools by LAESTAB only.
	URNs map[metrics.LAESTAB]metrics.URN
}

// Table is one opened table below its row of headings.
type Table struct {
	File, Sheet string
	Header      []string
	// Next gives the cells of the next row and its line as the user sees it,
	// or io.EOF. The cells may be reused by the following call.
	Next func() (cells []string, line int, err error)
	// Second marks the census of the following January; only for Census.
	Second bool
}

// Aggregator counts tables fed to it in any order, except that a table of
// schools that supplies LAESTABs or school types goes before the tables that
// need them.
type Aggregator struct {
	from, until time.Time
	seed        maphash.Seed
	successors  map[metrics.URN]metrics.URN
	urns        map[metrics.LAESTAB]metrics.URN

	schools     []school
	schoolIndex map[metrics.URN]uint32
	enrolments  enrolments
	events      map[uint64]suspension

	// read says which kinds were read; second is about the second census.
	read   [kindCount]bool
	second bool
	// wide says that a table of the kind covers several schools, so that a
	// school without a row has none, rather than a table that is not there.
	wide     [kindCount]bool
	problems []Problem
}

// New returns an empty aggregator with a key of its own. The error is for
// Successors that are not one to one.
func New(o Options) (*Aggregator, error) {
	successors, err := resolveSuccessors(o.Successors)
	if err != nil {
		return nil, err
	}
	a := &Aggregator{
		seed: maphash.MakeSeed(), successors: successors, urns: map[metrics.LAESTAB]metrics.URN{},
		schoolIndex: map[metrics.URN]uint32{}, enrolments: newEnrolments(), events: map[uint64]suspension{},
	}
	for l, u := range o.URNs {
		a.urns[l] = u
	}
	if o.Year != 0 {
		a.from = time.Date(int(o.Year), time.September, 1, 0, 0, 0, 0, time.UTC)
		a.until = a.from.AddDate(1, 0, 0)
	}
	return a, nil
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

// tableReader is the state of reading one table.
type tableReader struct {
	*Aggregator
	file, sheet string
	kind        Kind
	second      bool
	columns     columns
	width       int
	line        int
	times       map[string]int
	// firstSchool and several tell whether the table covers one school.
	firstSchool uint32
	any         bool
	// seen are the schools named, and isSeen the same by index.
	seen   []uint32
	isSeen []bool
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

// Feed takes the rows of one table one by one, for a stream whose rows go to
// several aggregators.
type Feed struct {
	r   *tableReader
	row func(cells []string)
}

// Open begins a table; its Next is not used. The error is for headings that do
// not make a table of the kind.
func (a *Aggregator) Open(k Kind, t Table) (*Feed, error) {
	r := &tableReader{
		Aggregator: a, file: t.File, sheet: t.Sheet, kind: k, second: t.Second && k == Census,
		width: len(t.Header), times: map[string]int{},
	}
	r.columns = columnsOf(t.Header)
	for c, n := range r.columns.repeated {
		if n > 0 {
			r.problem(column(c), codeTwoColumns)
		}
	}
	if k >= kindCount || !r.columns.fit(k) || r.columns.ambiguous() {
		r.problem(noColumn, codeHeadings)
		return nil, fmt.Errorf("%s: the headings do not make a table of %s", t.File, k)
	}
	row := [kindCount]func([]string){
		Schools: r.school, Census: r.census, Attendance: r.attendance,
		Suspensions: r.suspension, Destinations: r.destination,
	}[k]
	r.began()
	return &Feed{r, row}, nil
}

// Row counts one row; cells may be reused afterwards. Line is as the user sees
// it.
func (f *Feed) Row(cells []string, line int) {
	f.r.line = line
	switch {
	case f.r.blank(cells):
	case f.r.shifted(cells):
		f.r.problem(noColumn, codeTooWide)
	default:
		f.row(cells)
	}
}

// Schools lists the schools named so far, in the order they came.
func (f *Feed) Schools() []metrics.URN {
	out := make([]metrics.URN, 0, len(f.r.seen))
	for _, i := range f.r.seen {
		out = append(out, f.r.schools[i].urn)
	}
	return out
}

// Close ends the table; broken is not nil when the stream broke off.
func (f *Feed) Close(broken error) {
	if broken != nil {
		f.r.problem(noColumn, codeBroken)
	}
	f.r.overflow()
}

// began notes what the table is, and what its columns leave open.
func (r *tableReader) began() {
	if r.second {
		r.Aggregator.second = true
	} else {
		r.read[r.kind] = true
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

func (r *tableReader) blank(cells []string) bool {
	for _, c := range cells {
		if trim(c) != "" {
			return false
		}
	}
	return true
}

// shifted reports a row with cells beyond its headings: what stands under a
// heading may belong under another.
func (r *tableReader) shifted(cells []string) bool {
	return len(cells) > r.width && !r.blank(cells[r.width:])
}

// cell gives the trimmed cell of a column, empty when there is none.
func (r *tableReader) cell(cells []string, c column) string {
	i := r.columns.at[c]
	if i < 0 || i >= len(cells) {
		return ""
	}
	return trim(cells[i])
}

func (r *tableReader) has(c column) bool { return r.columns.at[c] >= 0 }
