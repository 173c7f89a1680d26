package ingest

import (
	"iter"
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"

	"inclusioncards/metrics"
)

// headerDepth is how many rows from the top may hold the headings.
const headerDepth = 40

// table is one recognised table: a file, a sheet of a workbook, or a part of
// either.
type table struct {
	in      *input
	sheet   string
	written []string // headings as the file has them
	head    []string // the same, with the user's mapping applied
	names   []string // canonical names
	index   map[string]int
	kind    *kind
	feed    *feed
	// lo and hi bound the columns of the table within the rows of a sheet.
	lo, hi int
	line   int          // of the lowest row of headings
	base   int          // column of the sheet at which those rows start
	beside [2][]heldRow // what stands left and right of it
	// besideCells are the cells of beside, and of what was too much to keep.
	besideCells int
	merged      []int    // columns of merged cells in the row at hand
	titles      []string // the rows above the headings, nearest last
	below       bool     // another table stands above
	src         uint16
	rep         int // index in Report.Files
	count       int
	years       map[metrics.AcademicYear]bool
	noted       map[string]int // what was skipped, by name
	periods     map[string]int // rows of terms and years that are not read
	// times are the headings that stand more than once, asked those of them
	// that were looked for.
	times map[string]int
	asked map[string]bool
	// short and long mark a row at hand with fewer or more cells than headings,
	// filled that an earlier row had its last cell; shortAt is the first such
	// line that was read.
	short, long, filled bool
	leftOut             bool // the row at hand is short because the program left out what is empty
	shortAt             int
	// width is the number of cells of the row at hand; block numbers the rows it
	// stands among, of which blockRows were read, all of blockWidth cells or of
	// several widths (-1). provenBlock is one more than the block of which it is
	// known that its ends were left out.
	width, block, blockRows, blockWidth, provenBlock int
	// unused is set when the table turns out to give nothing.
	unused bool
}

// source is a file or sheet in use, with what later messages need of it.
type source struct {
	metrics.Source
	show  string
	heads map[headKey]int
	table *table
	// pupilLevel: figures are counted here, not read.
	pupilLevel bool
}

type headKey struct {
	field metrics.Field
	group metrics.Group
}

// table reads every table of a file or sheet. The error is for a stream that
// broke off.
func (r *reader) table(in *input, sheet string, src rows, note string) error {
	p := part{in: in, sheet: sheet, feed: &feed{src: src, translate: r.mapping.of(in.show, sheet)}, note: note, first: true}
	p.reported = !r.part(p)
	for p.first = false; len(p.feed.held) > 0 || p.feed.src != nil; {
		for _, row := range p.feed.strange {
			if r.pupil.counting {
				break // told in the first reading
			}
			r.report(codeUnrecognised, spot{file: in.show, sheet: sheet, row: row.line}, "nearest", "")
			p.reported = true
		}
		p.feed.strange = nil
		if !r.part(p) && !p.feed.seek() {
			break
		}
		p.reported = false
	}
	if n := p.feed.examples; n > 0 && !r.pupil.counting && r.survey == nil {
		r.report(codeExample, spot{file: in.show, sheet: sheet}, "count", plural(n, "row", "rows"))
	}
	return p.feed.err
}

// part is where one table may stand.
type part struct {
	in    *input
	sheet string
	feed  *feed
	note  string
	// base is the column of the sheet at which the rows start.
	base int
	// first is true at the top of the file or sheet; else the part stands below
	// or beside a table.
	first bool
	// reported is true when headings of no known kind stand above.
	reported bool
}

// part finds the headings of one table, recognises its kind and reads the rows.
// The answer is false when no headings were found.
func (r *reader) part(p part) bool {
	in, sheet, f := p.in, p.sheet, p.feed
	t := &table{in: in, sheet: sheet, feed: f, base: p.base, years: map[metrics.AcademicYear]bool{}, noted: map[string]int{}, titles: f.titles, below: !p.first}
	f.titles = nil
	var top []heldRow
	for len(top) < headerDepth {
		row, ok := f.keep()
		if !ok {
			break
		}
		top = append(top, row)
	}
	if len(top) == 0 {
		if f.err == nil && p.first {
			r.fail(in, codeEmpty, "empty")
			r.sheetOf(sheet)
		}
		return false
	}
	at, ok := t.findHeadings(top)
	if !ok && p.first && bandsOfAbsence(top[0].cells) {
		t.setHead(heldRow{cells: bandHeadings}, heldRow{}, &kind{name: "absence bands by SEN (DfE)", read: (*reader).readBands}, top)
		ok = true
	}
	if ok && documentSheets[normalise(sheet)] && t.kind.read == nil && !t.kind.pupilLevel {
		t.kind, ok = nil, false // it names the headings of other tables
	}
	if r.survey != nil && (ok || !documentSheets[normalise(sheet)]) {
		if r.survey(p, t, top, ok); ok {
			t.drain()
		} else {
			f.end()
		}
		return ok
	}
	above := top[:at]
	if !ok {
		if p.first {
			r.unrecognised(t, top)
			return false
		}
		above = top
	}
	if row, any := figuresAbove(above); any && !r.pupil.counting && !p.reported && (p.first || !ok || at > 0) {
		r.report(codeUnrecognised, spot{file: in.show, sheet: sheet, row: row.line}, "nearest", "")
	}
	if !ok {
		return false
	}
	for _, row := range above {
		if words, ok := title(row.cells); ok {
			t.titles = append(t.titles, words)
		}
	}
	if f.examples > 0 && len(f.held) == 0 && f.src == nil && p.first {
		if !r.pupil.counting {
			r.rep.Files = append(r.rep.Files, FileReport{File: in.show, Sheet: sheet, Kind: t.kind.name, Note: exampleOnly})
		}
		return false
	}
	if t.kind.pupilLevel || r.pupil.counting {
		if !r.pupilPart(t, p.note) {
			return false
		}
		r.besides(t, p)
		return true
	}
	r.rep.Files = append(r.rep.Files, FileReport{File: in.show, Sheet: sheet, Kind: t.kind.name, Note: p.note})
	t.rep = len(r.rep.Files) - 1
	if t.kind.read == nil {
		prob := r.report(t.kind.code, spot{file: in.show, sheet: sheet}, "kind", t.kind.name)
		if t.kind.code == codePupilHeadings {
			prob.Hint = pupilHint(t)
		}
		r.rep.Files[t.rep].Note = prob.What
		if in.explicit {
			prob.Severity = min(prob.Severity+1, Error) // the user asked for this very file
		}
		if sheet == "" || t.kind.code == codeNotUsed {
			f.end()
			return false
		}
		t.drain()
	} else {
		r.use(t)
		t.kind.read(r, t)
		r.close(t)
		if t.unused {
			r.sources = r.sources[:t.src]
			t.drain()
		}
	}
	r.besides(t, p)
	return true
}

// besides reads the tables that stand beside one of a sheet.
func (r *reader) besides(t *table, p part) {
	f := t.feed
	beside := t.beside
	t.feed, t.beside = nil, [2][]heldRow{}
	if n := t.noted["beside"]; n > 0 && !r.pupil.counting {
		r.report(codeUnreadable, spot{file: p.in.show, sheet: p.sheet}, "why", "more stands beside the table than can be held, so that "+plural(n, "row of it is", "rows of it are")+" left out")
	}
	for i, rows := range beside {
		side := part{in: p.in, sheet: p.sheet, feed: &feed{held: rows, translate: f.translate}, note: p.note, base: p.base + [...]int{0, t.hi}[i]}
		if _, ok := (&table{sheet: p.sheet, feed: &feed{translate: f.translate}}).findHeadings(rows[:min(len(rows), headerDepth)]); ok {
			r.part(side)
		}
	}
}

// use enters the table among the sources.
func (r *reader) use(t *table) {
	t.src = uint16(len(r.sources))
	r.sources = append(r.sources, source{
		Source: metrics.Source{
			File: lastSegment(t.in.show), Sheet: t.sheet, Kind: t.kind.name,
			Simulated: t.in.simulated, Demonstration: r.opt.Demonstration,
		},
		show: t.in.show, heads: map[headKey]int{}, table: t, pupilLevel: t.kind.pupilLevel,
	})
	r.rep.Files[t.rep].Used = true
}

func lastSegment(show string) string { return show[strings.LastIndexByte(show, '/')+1:] }

// close writes what was learnt while reading.
func (r *reader) close(t *table) {
	years := make([]metrics.AcademicYear, 0, len(t.years))
	for y := range t.years {
		years = append(years, y)
	}
	slices.Sort(years)
	s := &r.sources[t.src]
	s.Rows, s.Years = t.count, years
	f := &r.rep.Files[t.rep]
	f.Rows, f.Years = t.count, years
	r.reportAsked(t)
	if n := t.noted["short"]; n > 0 {
		p := r.report(codeShortRows, t.spot(t.shortAt, -1), "count", plural(n, "row", "rows"))
		if describing[t.kind.name] || t.noted["block"] == n {
			p.Severity = Info
		}
	}
	if n := t.noted["furniture"]; n > 0 {
		r.report(codeFurniture, t.spot(0, -1), "count", plural(n, "row", "rows"))
	}
}

// tableRows gives every row with its line, but for rows of which it cannot be
// known in which column their figures belong.
func (r *reader) tableRows(t *table) iter.Seq2[int, []string] {
	return func(yield func(int, []string) bool) {
		for {
			cells, line, more := t.next()
			if !more {
				return
			}
			if r.lopsided(t, cells, line) {
				continue
			}
			if !yield(line, cells) {
				return
			}
		}
	}
}

// next gives the next row under the headings, padded to their number. A row
// that repeats the headings is skipped; headings of another table end this one.
func (t *table) next() ([]string, int, bool) {
	for {
		row, ok := t.feed.next()
		if !ok {
			return nil, 0, false
		}
		cells := t.own(row.cells)
		if t.repeatsHead(cells) {
			t.noted["furniture"]++
			continue
		}
		if t.feed.begins(t, row) {
			return nil, 0, false
		}
		t.merged = t.merged[:0]
		if t.sheet != "" {
			t.outside(row)
			if blankRow(cells) {
				continue
			}
			for _, m := range row.merged {
				t.merged = append(t.merged, m-t.lo)
			}
		}
		if t.measureRow(cells, row.line); t.short && t.filled {
			cells = slices.Clone(cells) // the rows ahead are looked at
			t.leftOut = t.leftOutByBlock(cells, row.line)
		}
		for len(cells) < len(t.head) {
			cells = append(cells, "")
		}
		return cells, row.line, true
	}
}

// drain passes over the rows of a table that is not used.
func (t *table) drain() {
	for more := true; more; {
		_, _, more = t.next()
	}
}

func (t *table) repeatsHead(cells []string) bool {
	if len(cells) == 0 || cells[0] != t.written[0] {
		return false
	}
	for i, h := range t.written {
		if i < len(cells) && trimCell(cells[i]) != trimCell(h) {
			return false
		}
	}
	return true
}

// tooWide reports whether a row of a delimited file has figures beyond the
// last heading: a comma inside a number has pushed them sideways. In a
// workbook such cells are notes beside the table.
func (t *table) tooWide(cells []string) bool {
	if t.sheet != "" || len(cells) <= len(t.head) {
		return false
	}
	return !blankRow(cells[len(t.head):])
}

// col gives the index of a column by its canonical name, or -1.
func (t *table) col(names ...string) int {
	for _, n := range names {
		if i, ok := t.index[n]; ok {
			if len(t.times) > 0 && t.times[n] > 1 {
				t.asked[n] = true
			}
			return i
		}
	}
	return -1
}

// spot is a place in this table; col -1 means the whole row.
func (t *table) spot(line, col int) spot {
	s := spot{file: t.in.show, sheet: t.sheet, row: line}
	if col >= 0 && col < len(t.head) {
		s.column = strings.Join(strings.Fields(t.written[col]), " ")
		if t.sheet != "" && line > 0 {
			if name, err := excelize.CoordinatesToCellName(t.base+t.lo+col+1, line); err == nil {
				s.cell = name
			}
		}
	}
	return s
}

// cell gives a trimmed cell, or "" when the table has no such column.
func cellAt(cells []string, col int) string {
	if col < 0 || col >= len(cells) {
		return ""
	}
	return trimCell(cells[col])
}

// fileYear is the academic year of a table without a year column: from the
// title above it, else the sheet's, the file's or the nearest folder's name, else
// from the options.
func (r *reader) fileYear(t *table) metrics.AcademicYear {
	if y := t.titleYear(yearInName); y != 0 {
		return y
	}
	for _, s := range t.in.segments {
		if y := yearInName(s); y != 0 {
			return y
		}
	}
	return r.opt.FileYear
}

// titleYear is the one academic year that the rows above the headings name.
// Below another table only the nearest counts: those before it may be its notes.
func (t *table) titleYear(in func(string) metrics.AcademicYear) metrics.AcademicYear {
	var found metrics.AcademicYear
	for _, words := range slices.Backward(t.titles) {
		if found != 0 && t.below {
			break
		}
		switch y := in(words); {
		case y == 0:
		case found != 0 && found != y:
			return 0
		default:
			found = y
		}
	}
	return found
}
