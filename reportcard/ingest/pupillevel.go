package ingest

import (
	"cmp"
	"maps"
	"runtime/debug"
	"slices"

	"inclusioncards/metrics"
	"inclusioncards/reportcard/ingest/pupils"
)

// pupilTable is one pupil-level table, found in the first reading by its
// headings and counted in the second, when every other file is read: schools,
// conversions and years must be known by then.
type pupilTable struct {
	in    *input // the file, zip or workbook it is in
	show  string // as printed, with the name inside a zip
	sheet string
	kind  pupils.Kind
	rep   int // index in Report.Files
	// line and column are where its headings stand.
	line, column int
	// also is set for a census in the columns of a table of attendance, which
	// is another pupilTable at the same place.
	also bool

	year metrics.AcademicYear // of the census, or of the year the rows are about
	// named is what the name of the sheet, file or folder says; guess what the
	// dates in the first rows say.
	named, guess metrics.AcademicYear
	yearColumn   int
	ending       bool // the column gives the calendar year a year ends in
	startColumn  int
	monthFirst   bool // the first rows show that the month comes first in it
	byRow        bool // each row says its own year
	unused       bool
	lost         map[metrics.AcademicYear]int // rows of years that are not counted
}

// pupilSource is a table that was counted, with the schools it names.
type pupilSource struct {
	src    uint16
	kind   pupils.Kind
	second bool
	// broken is the problem for which what it says of its schools cannot be
	// used: it breaks off, or its dates are in two orders.
	broken string
}

// pupilYear counts the tables of one year: that of the first census.
type pupilYear struct {
	year metrics.AcademicYear
	agg  *pupils.Aggregator
	// sources of each school, in the order they were read.
	sources map[metrics.URN][]pupilSource
	// others is set when a table other than a census is about the year.
	others bool
}

// pupilReader is the state of the pupil-level tables of a run.
type pupilReader struct {
	tables []*pupilTable
	// at lists the tables of a file or sheet.
	at       map[string][]*pupilTable
	counting bool // the second reading
	later    bool // the file at hand holds a pupil-level table
	years    map[metrics.AcademicYear]*pupilYear
	census   map[metrics.AcademicYear]bool
	// rolling: a census gives its year row by row, so that which years there
	// are shows only at the end.
	rolling bool
	level   metrics.PupilLevel
	// byUPN: a table has the UPN only, so that it joins the tables.
	byUPN bool
}

func newPupilReader() pupilReader {
	return pupilReader{
		at: map[string][]*pupilTable{}, years: map[metrics.AcademicYear]*pupilYear{}, census: map[metrics.AcademicYear]bool{},
	}
}

func tableKey(show, sheet string) string { return show + "\x00" + sheet }

// pupilKind recognises a pupil-level table by its headings. A table of schools
// serves as any other table of schools does.
func pupilKind(header []string) *kind {
	k, ok := pupils.KindOf(header)
	if !ok || k == pupils.Schools {
		return nil
	}
	return &kind{name: k.String(), pupilLevel: true, pupils: k}
}

// pupilPart notes a pupil-level table for later, or counts its rows. In the
// second reading other tables are passed over. The answer is false at the end
// of what is read: of a delimited file only the first table of pupils is, since
// all of it would be read twice to find the others. They are refused.
func (r *reader) pupilPart(t *table, note string) bool {
	if !t.kind.pupilLevel {
		t.drain()
		return true
	}
	counted := false
	if !r.pupil.counting {
		r.noteTable(t, note)
	} else if ps := r.pupil.tablesAt(t); len(ps) > 0 {
		r.countTable(ps, t)
		counted = true
	}
	if t.sheet == "" {
		if !r.pupil.counting && len(t.feed.held) == 0 && t.feed.src == nil && t.feed.err == nil {
			r.headingsOnly(t)
		}
		t.feed.end()
		return false
	}
	if !counted {
		rows := pupilRows{t: t}
		for more := true; more; {
			_, _, more = rows.next()
		}
		if rows.line == 0 && !r.pupil.counting {
			r.headingsOnly(t)
		}
	}
	return true
}

// tablesAt finds what is to be counted of the table whose headings t has.
func (p *pupilReader) tablesAt(t *table) []*pupilTable {
	var out []*pupilTable
	for _, have := range p.at[tableKey(t.in.show, t.sheet)] {
		if !have.unused && have.line == t.line && have.column == t.base+t.lo {
			out = append(out, have)
		}
	}
	return out
}

// noteTable keeps what the first rows of a table say of it. One of attendance
// with the columns of a census is noted as both.
func (r *reader) noteTable(t *table, note string) {
	r.rep.Files = append(r.rep.Files, FileReport{File: t.in.show, Sheet: t.sheet, Kind: t.kind.name, Used: true, Note: note})
	r.pupil.byUPN = r.pupil.byUPN || pupils.OnlyUPN(t.head)
	kinds := []pupils.Kind{t.kind.pupils}
	if t.kind.pupils == pupils.Attendance && pupils.Fits(pupils.Census, t.head) {
		kinds = append(kinds, pupils.Census)
	}
	for i, k := range kinds {
		p := &pupilTable{
			in: r.reading, show: t.in.show, sheet: t.sheet, kind: k, rep: len(r.rep.Files) - 1,
			line: t.line, column: t.base + t.lo, also: i > 0,
		}
		r.datePupils(p, t)
		r.pupil.tables = append(r.pupil.tables, p)
		key := tableKey(p.show, p.sheet)
		r.pupil.at[key] = append(r.pupil.at[key], p)
	}
	r.pupil.later = true
}

// countTable counts the rows of a table, as all it was noted as.
func (r *reader) countTable(ps []*pupilTable, t *table) {
	t.rep = ps[0].rep
	t.kind = &kind{name: r.rep.Files[t.rep].Kind, pupilLevel: true, pupils: t.kind.pupils}
	r.use(t)
	r.misspeltPupils(t)
	if d, ok := t.feed.src.(*delimited); ok {
		d.start()
	}
	r.feed(ps, t)
	r.close(t)
}

// collectAt is the percentage of garbage at which memory is collected while
// pupil-level tables are counted.
const collectAt = 50

// countPupils reads the pupil-level tables and stages what they count.
func (r *reader) countPupils() {
	if len(r.pupil.tables) == 0 {
		return
	}
	if r.opt.Term != "" {
		// A census and a year of sessions are of no term.
		for _, p := range r.pupil.tables {
			r.rep.Files[p.rep].Used = false
			at := spot{file: p.show, sheet: p.sheet}
			r.report(codeTerm, at, "count", "the table is", "periods", "whole year").Severity = Info
		}
		return
	}
	r.planYears()
	r.pupil.counting = true
	// The records of pupils hold no pointers, so that collecting is cheap beside
	// the text that is thrown away; a percentage set lower or off stays.
	old := debug.SetGCPercent(-1)
	debug.SetGCPercent(min(old, collectAt))
	defer debug.SetGCPercent(old)
	read := map[*input]bool{}
	for _, p := range r.pupil.tables {
		if !p.unused && !read[p.in] {
			read[p.in] = true
			r.file(p.in)
		}
	}
	for _, y := range slices.Sorted(maps.Keys(r.pupil.years)) {
		if r.pupil.isFirst(y) {
			r.stagePupils(r.pupil.years[y])
		}
	}
}

// wanted tells, in the second reading, whether a sheet or a file in a zip is
// read: in the first, all are.
func (r *reader) wanted(show, sheet string) bool {
	if !r.pupil.counting {
		return true
	}
	return slices.ContainsFunc(r.pupil.at[tableKey(show, sheet)], func(p *pupilTable) bool { return !p.unused })
}

// sums enters the hash of a file that was read twice.
func (r *reader) sums(in *input, hash string) {
	for _, p := range r.pupil.tables {
		if p.in == in {
			r.rep.Files[p.rep].SHA256 = hash
		}
	}
}

// cohorts are the words of the setting absence_cohort; auto is the zero value.
var cohorts = map[string]pupils.Cohort{pupils.CohortCensus.String(): pupils.CohortCensus, pupils.CohortEveryone.String(): pupils.CohortEveryone}

// yearOfPupils gives the counter of a year, with the schools it must know.
func (r *reader) yearOfPupils(y metrics.AcademicYear) *pupilYear {
	if have := r.pupil.years[y]; have != nil {
		return have
	}
	urns := map[metrics.LAESTAB]metrics.URN{}
	for l := range r.links {
		if u, many := r.resolve(l, y); u != "" && !many {
			urns[l] = u
		}
	}
	agg, err := pupils.New(pupils.Options{
		Year: y, URNs: urns, Successors: r.successorsIn(y), Cohort: cohorts[r.opt.AbsenceCohort],
		DfEAges: r.opt.AbsenceAges == "dfe", SENAtEvent: r.opt.SENStatus == "event",
	})
	if err != nil { // the successors are one to one and do not go round
		panic(err)
	}
	py := &pupilYear{year: y, agg: agg, sources: map[metrics.URN][]pupilSource{}}
	r.describePupils(agg)
	r.pupil.years[y] = py
	return py
}

// describePupils tells an aggregator the last year group and the type of each
// school, from the best table that has them.
func (r *reader) describePupils(agg *pupils.Aggregator) {
	rows := slices.Clone(r.schools)
	slices.SortStableFunc(rows, func(a, b schoolRow) int {
		return cmp.Or(cmp.Compare(a.school.URN, b.school.URN), cmp.Compare(a.rank, b.rank), cmp.Compare(b.year, a.year))
	})
	feed, err := agg.Open(pupils.Schools, pupils.Table{Header: []string{"school_urn", "school_type", "statutory_high_age"}})
	if err != nil {
		panic(err)
	}
	for i := 0; i < len(rows); {
		var all metrics.School
		j := i
		for ; j < len(rows) && rows[j].school.URN == rows[i].school.URN; j++ {
			fillBlanks(&all, &rows[j].school)
		}
		if all.HighAge > 0 && rows[i].school.URN != "" {
			feed.Row([]string{string(rows[i].school.URN), all.Type, formatNumber(float64(all.HighAge))}, 0)
		}
		i = j
	}
	feed.Close(nil)
}

// sinks are the counters the rows of a table go to.
type sinks map[metrics.AcademicYear][]sink

type sink struct {
	feed *pupils.Feed
	to   *pupilYear
	ps   pupilSource
}

// sinksOf opens the counters for rows of one year: a census is the first of its
// own year and the second of the year before.
func (r *reader) sinksOf(p *pupilTable, t *table, y metrics.AcademicYear) []sink {
	var out []sink
	open := func(y metrics.AcademicYear, second bool) {
		to := r.yearOfPupils(y)
		feed, err := to.agg.Open(p.kind, pupils.Table{File: p.show, Sheet: p.sheet, Header: t.head, Second: second, Ref: int(t.src) + 1, Again: p.also, UPN: r.pupil.byUPN})
		if err == nil {
			out = append(out, sink{feed, to, pupilSource{src: t.src, kind: p.kind, second: second}})
		}
	}
	switch {
	case p.kind != pupils.Census:
		open(y, false)
	case p.byRow:
		open(y, false)
		open(y-1, true)
	default:
		if r.pupil.isFirst(y) {
			open(y, false)
		}
		if r.pupil.census[y-1] {
			open(y-1, true)
		}
	}
	return out
}

// feed passes the rows of a table to the counters of their year, for all that
// the table was noted as.
func (r *reader) feed(ps []*pupilTable, t *table) {
	open := make([]sinks, len(ps))
	for i := range open {
		open[i] = sinks{}
	}
	rows := pupilRows{t: t}
	for {
		cells, line, more := rows.next()
		if !more {
			break
		}
		t.count++
		t.noteShort(cells, line)
		for i, p := range ps {
			y, ok := r.rowYear(p, t, cells, line)
			if !ok {
				continue
			}
			to, known := open[i][y]
			if !known {
				to = r.sinksOf(p, t, y)
				open[i][y] = to
				t.years[y] = true
			}
			for _, s := range to {
				s.feed.Row(cells, line)
			}
		}
	}
	if rows.below > 0 {
		r.report(codePupilBelow, t.spot(rows.below, -1))
	}
	cut := rows.cut()
	if cut {
		delete(t.noted, "short") // it is that row
		r.report(codeCut, t.spot(rows.line, -1))
	}
	for i, p := range ps {
		r.closeFeeds(p, t, open[i], cut)
	}
}

// closeFeeds ends what one kind of a table was counted into.
func (r *reader) closeFeeds(p *pupilTable, t *table, open sinks, cut bool) {
	for _, y := range slices.Sorted(maps.Keys(p.lost)) {
		r.report(codeLostYear, t.spot(0, -1), "count", plural(p.lost[y], "row is", "rows are"), "year", y.String())
	}
	for _, y := range slices.Sorted(maps.Keys(open)) {
		for _, s := range open[y] {
			s.feed.Close(t.feed.err)
			switch {
			case cut || t.feed.err != nil:
				s.ps.broken = codeCut
			case s.feed.TwoOrders():
				s.ps.broken = codeTwoOrders
			}
			for _, u := range s.feed.Schools() {
				s.to.sources[u] = append(s.to.sources[u], s.ps)
			}
			s.to.others = s.to.others || p.kind != pupils.Census && (!p.byRow || r.pupil.rolling)
		}
	}
}

// rowYear is the year of a row.
func (r *reader) rowYear(p *pupilTable, t *table, cells []string, line int) (metrics.AcademicYear, bool) {
	if !p.byRow {
		return p.year, true
	}
	if p.yearColumn >= 0 {
		y, bad := r.year(cellAt(cells, p.yearColumn), p.ending)
		if bad != "" {
			if !p.also { // told once
				r.report(bad, t.spot(line, p.yearColumn), "cell", "the cell")
			}
			return 0, false
		}
		if p.kind == pupils.Census {
			r.pupil.census[y] = true
			return y, true
		}
		return y, r.hasCensus(p, y)
	}
	// A date that cannot be read goes where the problem is filed.
	y := dateYear(cellAt(cells, p.startColumn), p.monthFirst)
	if y == 0 {
		y = p.year
	}
	return y, r.hasCensus(p, y)
}

// hasCensus reports whether a year can be counted, and notes the rows that
// cannot.
func (r *reader) hasCensus(p *pupilTable, y metrics.AcademicYear) bool {
	if r.pupil.rolling || r.pupil.isFirst(y) {
		return true
	}
	if p.lost == nil {
		p.lost = map[metrics.AcademicYear]int{}
	}
	p.lost[y]++
	return false
}
