package ingest

import (
	"errors"
	"fmt"
	"io"
	"iter"
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"

	"inclusioncards/metrics"
)

// headerDepth is how many rows from the top may hold the headings.
const headerDepth = 40

// table is one recognised table: a file, or a sheet of a workbook.
type table struct {
	in    *input
	sheet string
	head  []string // headings as written
	names []string // canonical names
	index map[string]int
	kind  *kind
	rows  rows
	held  []heldRow // rows read while looking for the headings
	src   uint16
	rep   int // index in Report.Files
	count int
	years map[metrics.AcademicYear]bool
	noted map[string]int // what was skipped, by name
	err   error
	// unused is set when the table turns out to give nothing.
	unused bool
}

type heldRow struct {
	cells []string
	line  int
}

// source is a file or sheet in use, with what later messages need of it.
type source struct {
	metrics.Source
	show  string
	heads map[headKey]int
	table *table
}

type headKey struct {
	field metrics.Field
	group metrics.Group
}

// table finds the headings, recognises the kind and reads the rows. The error
// is for a stream that broke off.
func (r *reader) table(in *input, sheet string, src rows, note string) error {
	t := &table{in: in, sheet: sheet, rows: src, years: map[metrics.AcademicYear]bool{}, noted: map[string]int{}}
	var top []heldRow
	for len(top) < headerDepth {
		cells, line, err := src.next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			// What came before the break is read all the same.
			t.err, t.rows = err, nil
			break
		}
		// A cell that is kept must not keep the whole read buffer alive.
		top = append(top, heldRow{slices.Clone(cells), line})
	}
	if len(top) == 0 {
		if t.err == nil {
			r.fail(in, codeEmpty, "empty")
			r.sheetOf(sheet)
		}
		return t.err
	}
	if !t.findHeadings(top) {
		r.unrecognised(t, top)
		return t.err
	}
	r.rep.Files = append(r.rep.Files, FileReport{File: in.show, Sheet: sheet, Kind: t.kind.name, Note: note})
	t.rep = len(r.rep.Files) - 1
	if t.kind.read == nil {
		p := r.report(t.kind.code, spot{file: in.show, sheet: sheet}, "kind", t.kind.name)
		r.rep.Files[t.rep].Note = p.What
		if in.explicit {
			p.Severity++ // the user asked for this very file
		}
		return nil
	}
	r.use(t)
	t.kind.read(r, t)
	r.close(t)
	if t.unused {
		r.sources = r.sources[:t.src]
	}
	return t.err
}

// findHeadings looks for the first row, or pair of merged rows, that makes a
// known table.
func (t *table) findHeadings(top []heldRow) bool {
	for i, row := range top {
		if k := recognise(canonicals(row.cells)); k != nil {
			t.setHead(row.cells, k, top[i+1:])
			return true
		}
	}
	for i := 1; i < len(top); i++ {
		pair := mergeHeadings(top[i-1].cells, top[i].cells)
		if k := recognise(canonicals(pair)); k != nil {
			t.setHead(pair, k, top[i+1:])
			return true
		}
	}
	return false
}

func (t *table) setHead(head []string, k *kind, rest []heldRow) {
	t.head, t.names, t.kind, t.held = head, canonicals(head), k, rest
	t.index = map[string]int{}
	for i, n := range t.names {
		if _, ok := t.index[n]; !ok && n != "" {
			t.index[n] = i
		}
	}
}

func canonicals(head []string) []string {
	out := make([]string, len(head))
	for i, h := range head {
		out[i] = canonical(h)
	}
	return out
}

// mergeHeadings joins two header rows: "EHC plan" spanning "pupils" and
// "suspensions" gives pupils_EHC plan and suspensions_EHC plan.
func mergeHeadings(upper, lower []string) []string {
	out := make([]string, len(lower))
	span := ""
	for i, l := range lower {
		if i < len(upper) && trimCell(upper[i]) != "" {
			span = trimCell(upper[i])
		}
		switch l = trimCell(l); {
		case l == "":
			out[i] = span
		case span == "":
			out[i] = l
		default:
			if g, _, _, ok := parseGroup(span); ok {
				out[i] = l + " " + g.String()
			} else {
				out[i] = l
			}
		}
	}
	return out
}

// unrecognised reports a table of no known kind, with the nearest one.
func (r *reader) unrecognised(t *table, top []heldRow) {
	var best resemblance
	best.score = -1
	for _, row := range top[:min(len(top), 10)] {
		if c := closest(canonicals(row.cells)); best.score < 0 || c.score*best.of > best.score*c.of {
			best = c
		}
	}
	defer r.sheetOf(t.sheet)
	if bandsOfAbsence(top[0].cells) {
		r.report(codeNotUsed, spot{file: t.in.show, sheet: t.sheet}, "kind", "absence bands by SEN (DfE)")
		r.rep.Files = append(r.rep.Files, FileReport{File: t.in.show, Kind: "absence bands by SEN (DfE)", Note: "recognised, not used by this version"})
		return
	}
	if best.score == 0 && looksLikeFigures(top[0].cells) {
		r.fail(t.in, codeNoHeading, "no row of headings")
		return
	}
	var lacks []string
	for _, m := range best.missing {
		lacks = append(lacks, strings.ReplaceAll(m, "|", " or "))
	}
	missing := "it has no column " + strings.Join(lacks, ", ")
	if best.near != "" {
		missing += fmt.Sprintf(" (is %q meant for %q?)", best.near, best.meant)
	}
	if best.score == 0 {
		r.fail(t.in, codeUnrecognised, "not recognised", "nearest", "")
		return
	}
	code := codeUnrecognised
	if len(best.missing) == 1 && best.kind.read != nil && (best.near != "" || best.of > 3 || best.figures > 1) {
		code = codeMissing
	}
	like := "a table of " + best.kind.name
	r.fail(t.in, code, "not recognised; the nearest is "+best.kind.name,
		"kind", like, "missing", missing, "nearest", "; the nearest is "+like+", but "+missing)
}

// sheetOf puts the sheet's name on the report written last.
func (r *reader) sheetOf(sheet string) {
	if n := len(r.rep.Files); n > 0 {
		r.rep.Files[n-1].Sheet = sheet
	}
	if n := len(r.rep.Problems); n > 0 {
		r.rep.Problems[n-1].Sheet = sheet
	}
}

// bandsOfAbsence knows the DfE file that has no headings.
func bandsOfAbsence(cells []string) bool {
	return len(cells) == 26 && trimCell(cells[0]) == "Academic year" && trimCell(cells[3]) == "E92000001"
}

// looksLikeFigures reports whether a first row holds figures, not headings.
func looksLikeFigures(cells []string) bool {
	numbers, filled := 0, 0
	for _, c := range cells {
		if trimCell(c) == "" {
			continue
		}
		filled++
		if parseNumber(c, false).state == metrics.Observed {
			numbers++
		}
	}
	return filled >= 2 && numbers*2 >= filled
}

// use enters the table among the sources.
func (r *reader) use(t *table) {
	t.src = uint16(len(r.sources))
	r.sources = append(r.sources, source{
		Source: metrics.Source{
			File: lastSegment(t.in.show), Sheet: t.sheet, Kind: t.kind.name,
			Simulated: t.in.simulated, Demonstration: r.opt.Demonstration,
		},
		show: t.in.show, heads: map[headKey]int{}, table: t,
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
	if n := t.noted["furniture"]; n > 0 {
		r.report(codeFurniture, t.spot(0, -1), "count", plural(n, "row", "rows"))
	}
	t.held, t.rows = nil, nil
}

// tableRows gives every row with its line, but for rows with more cells than
// headings: in which column their figures belong cannot be known.
func (r *reader) tableRows(t *table) iter.Seq2[int, []string] {
	return func(yield func(int, []string) bool) {
		for {
			cells, line, more := t.next()
			if !more {
				return
			}
			if t.tooWide(cells) {
				r.report(codeTooWide, t.spot(line, -1))
				continue
			}
			if !yield(line, cells) {
				return
			}
		}
	}
}

// next gives the next row under the headings, padded to their number. A row
// that repeats the headings is skipped.
func (t *table) next() ([]string, int, bool) {
	for {
		var cells []string
		var line int
		if len(t.held) > 0 {
			cells, line = t.held[0].cells, t.held[0].line
			t.held = t.held[1:]
		} else if t.rows == nil {
			return nil, 0, false
		} else {
			var err error
			cells, line, err = t.rows.next()
			if err != nil {
				if !errors.Is(err, io.EOF) {
					t.err = err
				}
				return nil, 0, false
			}
		}
		if t.repeatsHead(cells) {
			t.noted["furniture"]++
			continue
		}
		for len(cells) < len(t.head) {
			cells = append(cells, "")
		}
		return cells, line, true
	}
}

func (t *table) repeatsHead(cells []string) bool {
	if len(cells) == 0 || cells[0] != t.head[0] {
		return false
	}
	for i, h := range t.head {
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
			return i
		}
	}
	return -1
}

// spot is a place in this table; col -1 means the whole row.
func (t *table) spot(line, col int) spot {
	s := spot{file: t.in.show, sheet: t.sheet, row: line}
	if col >= 0 && col < len(t.head) {
		s.column = strings.Join(strings.Fields(t.head[col]), " ")
		if t.sheet != "" && line > 0 {
			if name, err := excelize.CoordinatesToCellName(col+1, line); err == nil {
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
// sheet's, the file's or the nearest folder's name, else from the options.
func (r *reader) fileYear(t *table) metrics.AcademicYear {
	for _, s := range t.in.segments {
		if y := yearInName(s); y != 0 {
			return y
		}
	}
	return r.opt.FileYear
}
