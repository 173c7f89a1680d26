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

// measureRow notes how many cells a row of a delimited file has, before it is
// padded. Spreadsheet programs leave out separators at the end of rows, but only
// while a run of rows has nothing there.
func (t *table) measureRow(cells []string) {
	t.short, t.long = false, false
	if t.sheet != "" {
		return
	}
	switch n := len(t.head); {
	case len(cells) >= n:
		t.filled = t.filled || n > 0 && cells[n-1] != ""
		t.long = len(cells) > n
	default:
		_, words := title(cells)
		t.short = !words
	}
}

// lopsided reports a row whose cells do not answer to the headings, and is
// true when in which column its figures belong cannot be known.
func (r *reader) lopsided(t *table, cells []string, line int) bool {
	switch {
	case t.tooWide(cells):
		r.report(codeTooWide, t.spot(line, -1))
		return true
	case !t.short && !t.long:
		return false
	case t.short && t.filled && !describing[t.kind.name]:
		r.report(codeTooShort, t.spot(line, -1))
		return true
	}
	if t.noted["short"]++; t.noted["short"] == 1 {
		t.shortAt = line
	}
	return false
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
