package ingest

import (
	"maps"
	"slices"
	"strconv"
	"strings"
)

// describing are the kinds of tables whose last columns are words that many
// rows leave empty, so that a program may have left out the separators too.
var describing = map[string]bool{
	"school spine": true, "school information": true, "GIAS extract": true, "schools": true,
	"local authority codes": true, "comments": true, kindLinks: true,
}

// blockOfRows is how many rows at a time a spreadsheet program looks at when it
// leaves out separators: Excel ends every row of sixteen, counted from the top of
// the sheet, with the last column that any of the sixteen fills
// (support.microsoft.com, "Column delimiters are missing in an Excel spreadsheet
// that is saved as text").
const blockOfRows = 16

func blockOf(line int) int { return (line - 1) / blockOfRows }

// measureRow notes how many cells a row of a delimited file has, before it is
// padded. Spreadsheet programs leave out separators at the end of rows, but only
// while a run of rows has nothing there.
func (t *table) measureRow(cells []string, line int) {
	t.short, t.long = false, false
	if t.sheet != "" {
		return
	}
	t.width = len(cells)
	switch n := len(t.head); {
	case len(cells) >= n:
		t.filled = t.filled || n > 0 && cells[n-1] != ""
		t.long = len(cells) > n
	default:
		_, words := title(cells)
		t.short = !words
	}
	if b := blockOf(line); b != t.block {
		t.block, t.blockWidth, t.blockRows = b, len(cells), 0
	}
	if len(cells) != t.blockWidth {
		t.blockWidth = -1 // of several widths
	}
	t.blockRows++
}

// lopsided reports a row whose cells do not answer to the headings, and is
// true when in which column its figures belong cannot be known.
//
// Where rows above fill the last column a short row is refused, because a
// separator lost in the middle looks the same and would put every figure right
// of it under the wrong heading. It is read only where the program that wrote
// the file left out the ends of a whole block of sixteen rows, which one lost
// separator cannot imitate: then nothing stood there.
func (r *reader) lopsided(t *table, cells []string, line int) bool {
	switch {
	case t.tooWide(cells):
		r.report(codeTooWide, t.spot(line, -1))
		return true
	case !t.short && !t.long:
		return false
	case t.short && t.filled && !describing[t.kind.name]:
		if !t.leftOut {
			r.report(codeTooShort, t.spot(line, -1))
			return true
		}
		t.noted["block"]++
	}
	if t.noted["short"]++; t.noted["short"] == 1 {
		t.shortAt = line
	}
	return false
}

// leftOutByBlock reports, of a short row that is still to be returned, whether every row of the block that a short row stands
// in is as short as this one, and one of them at least fills the last cell it
// has, as when a spreadsheet program leaves out what is empty. A block of one row
// proves nothing, nor does the block of the headings.
func (t *table) leftOutByBlock(cells []string, line int) bool {
	b := blockOf(line)
	if t.provenBlock == b+1 {
		return t.width == t.blockWidth
	}
	if b == blockOf(t.line) || t.blockWidth != t.width || t.blockRows != 1 {
		return false
	}
	filled := trimCell(cells[t.width-1]) != ""
	same, rows := true, 1
	var ahead []heldRow
	for {
		row, ok := t.feed.keep()
		if !ok {
			break
		}
		ahead = append(ahead, row)
		if blockOf(row.line) != b {
			break
		}
		rows++
		same = same && len(row.cells) == t.width
		filled = filled || len(row.cells) == t.width && trimCell(row.cells[t.width-1]) != ""
	}
	t.feed.back(ahead...)
	if same && filled && rows > 1 {
		t.provenBlock = b + 1
	}
	return t.provenBlock == b+1
}

// countHeadings finds headings that stand more than once.
func (t *table) countHeadings() {
	t.times, t.asked = nil, map[string]bool{}
	spelt := map[string]int{}
	for _, h := range t.head {
		spelt[normalise(h)]++
	}
	for i, n := range t.names {
		if times := spelt[normalise(t.head[i])]; n != "" && times > 1 {
			if t.times == nil {
				t.times = map[string]int{}
			}
			t.times[n] = times
		}
	}
}

// ambiguous reports figures under a heading that stands more than once: nobody
// can say which column is meant, so that none is used.
func (r *reader) ambiguous(t *table, name string) bool {
	n := t.times[name]
	if n < 2 {
		return false
	}
	if t.asked[name] {
		r.report(codeTwice, t.spot(0, t.index[name]), "count", strconv.Itoa(n), "use", "none of them is used")
	}
	delete(t.asked, name)
	return true
}

// reportAsked reports the other headings that stand more than once and were
// used: of descriptions the first is.
func (r *reader) reportAsked(t *table) {
	if t.kind.name == kindCounts { // which has reported its own
		return
	}
	for _, n := range slices.Sorted(maps.Keys(t.asked)) {
		p := r.report(codeTwice, t.spot(0, t.index[n]), "count", strconv.Itoa(t.times[n]), "use", "the first is used")
		p.Severity = Warning
	}
}

// misspelt reports the heading of a published table that is one letter away
// from one that is missing: the figures under it are lost.
func (r *reader) misspelt(t *table, name string) {
	for i, n := range t.names {
		if len(n) == len(name) && distance(n, name, 2) == 1 {
			r.report(codeMisspelt, t.spot(0, i), "near", "; the nearest is "+strconv.Quote(strings.ToUpper(name)))
		}
	}
}
