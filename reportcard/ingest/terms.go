package ingest

import (
	"cmp"
	"slices"
	"strings"
)

// noteTerm counts a row of a period that this run does not read.
func (r *reader) noteTerm(t *table, period string) {
	if t.periods == nil {
		t.periods = map[string]int{}
	}
	term, ok := termWord(period)
	if !ok {
		term = "another period"
	}
	t.periods[cmp.Or(term, "whole year")]++
}

// closeTerms says which periods of a table were left out. In a run about one
// term the others are left out by choice.
func (r *reader) closeTerms(t *table) {
	if len(t.periods) == 0 {
		return
	}
	names, n := make([]string, 0, len(t.periods)), 0
	for name, rows := range t.periods {
		names, n = append(names, name), n+rows
	}
	slices.Sort(names)
	p := r.report(codeTerm, t.spot(0, -1), "count", plural(n, "row is", "rows are"), "periods", strings.Join(names, ", "))
	if r.opt.Term != "" {
		p.Severity = Info
	} else if t.count > 0 {
		p.Severity = Warning
	}
}

// termOfName is the term that the name of a sheet or file, or a title, gives:
// the word beside "term", or beside the digits of a year.
func termOfName(name string) string {
	words := strings.FieldsFunc(strings.ToLower(name), func(c rune) bool { return (c < 'a' || c > 'z') && (c < '0' || c > '9') })
	found := ""
	for i, w := range words {
		if !slices.Contains(termList, w) {
			continue
		}
		beside := func(j int) bool {
			return j >= 0 && j < len(words) && (words[j] == "term" || words[j][0] >= '0' && words[j][0] <= '9')
		}
		if !beside(i-1) && !beside(i+1) || found != "" && found != w {
			continue
		}
		found = w
	}
	return found
}

// fileTerm is the term of a table without a column for it.
func (r *reader) fileTerm(t *table) string {
	for _, words := range slices.Backward(t.titles) {
		if term := termOfName(words); term != "" {
			return term
		}
	}
	for _, s := range t.in.segments {
		if term := termOfName(s); term != "" {
			return term
		}
	}
	return ""
}

// withoutTerm takes the term off "Autumn term 2023/24" or "2023/24 autumn".
func withoutTerm(s string) string {
	var out []string
	for w := range strings.FieldsSeq(s) {
		bare := strings.Trim(strings.ToLower(w), ",;()-")
		if bare != "term" && !slices.Contains(termList, bare) {
			out = append(out, w)
		}
	}
	return strings.Join(out, " ")
}
