package ingest

import (
	"fmt"
	"strings"

	"inclusioncards/metrics"
)

// findHeadings looks for the first row, or pair of merged rows, that makes a
// known table, and puts back the rows below it. It returns how many rows stand
// above.
func (t *table) findHeadings(top []heldRow) (int, bool) {
	for i, row := range top {
		if k := t.feed.recognise(row.cells); k != nil {
			t.setHead(row, row, k, top[i+1:])
			return i, true
		}
	}
	for i := 1; i < len(top); i++ {
		pair := heldRow{cells: mergeHeadings(top[i-1].cells, top[i].cells), line: top[i].line}
		if k := t.feed.recognise(pair.cells); k != nil {
			t.setHead(pair, top[i], k, top[i+1:])
			return i - 1, true
		}
	}
	return 0, false
}

func (t *table) setHead(row, lowest heldRow, k *kind, rest []heldRow) {
	t.lo, t.hi, t.line = 0, len(row.cells), lowest.line
	if t.sheet != "" {
		if t.lo, t.hi = t.feed.span(row.cells); t.lo > 0 || t.hi < len(row.cells) {
			if own := t.feed.recognise(row.cells[t.lo:t.hi]); own != nil {
				k = own
			}
		}
		t.outside(heldRow{cells: row.cells, line: lowest.line})
	}
	t.written, t.kind = row.cells[t.lo:t.hi], k
	t.head = t.written
	if t.feed.translate != nil {
		t.head = t.feed.translate(t.head)
	}
	t.names = canonicals(t.head)
	t.feed.back(rest...)
	t.index = map[string]int{}
	for i, n := range t.names {
		if _, ok := t.index[n]; !ok && n != "" {
			t.index[n] = i
		}
	}
	t.countHeadings()
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
			out[i] = l
			if g, _, _, ok := parseGroup(span); ok {
				out[i] = l + " " + g.String()
			} else if g, _, _, ok := parseGroup(l); ok && isFigure(canonical(span)) {
				out[i] = canonical(span) + " " + g.String()
			}
		}
	}
	return out
}

// documentSheets are names of sheets that explain a workbook.
var documentSheets = map[string]bool{
	"notes": true, "note": true, "lists": true, "read_me": true, "readme": true, "guidance": true, "instructions": true, "cover": true, "contents": true, "about": true,
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
	if documentSheets[normalise(t.sheet)] {
		r.rep.Files = append(r.rep.Files, FileReport{File: t.in.show, Sheet: t.sheet, Kind: "documentation", Note: "not data"})
		return
	}
	defer r.sheetOf(t.sheet)
	if r.lostHeadings(t, top) {
		return
	}
	if best.score == 0 && looksLikeFigures(top[0].cells) {
		r.fail(t.in, codeNoHeading, "no row of headings")
		if columnOf(top, isURN) {
			r.rep.Problems[len(r.rep.Problems)-1].Severity = Error // figures of schools
		}
		return
	}
	for _, row := range top[:min(len(top), 10)] {
		if how := pivoted(row.cells); how != "" {
			r.fail(t.in, codePivoted, "figures laid out with "+how, "how", how)
			return
		}
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
