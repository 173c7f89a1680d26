package ingest

import (
	"cmp"
	"slices"
	"strconv"

	"inclusioncards/metrics"
)

// put stores a figure, and reports when another file gives a different one.
func (r *reader) put(b *block, st *store, id int, field metrics.Field, f figure) {
	old := b.at(field, id)
	if old.flags == 0 {
		*old = f
		return
	}
	if r.dispute(b, st, id, field, *old, f) {
		old.refuse()
		return
	}
	before := *old
	switch meet(old, f) {
	case equal:
		r.same[filePair{before.src, f.src}]++
	case filled:
		if f.ok() {
			r.filled[filePair{before.src, f.src}]++
		} else {
			r.filled[filePair{f.src, before.src}]++
		}
	case conflict:
		r.conflict(b, st, id, field, before, f)
		old.refuse()
	}
}

// conflict reports two different numbers for one figure, with both places.
func (r *reader) conflict(b *block, st *store, id int, field metrics.Field, old, f figure) {
	at := r.figureSpot(f, field, b.key.group)
	if st == r.urns {
		at.urn = metrics.URN(st.keys[id])
	}
	if old.src == f.src {
		r.report(codeDisagree, at, "other", strconv.Itoa(int(old.row)))
		return
	}
	r.report(codeTwoFiles, at, "field", field.String(), "year", b.key.year.String(), "group", b.key.group.String(),
		"a", formatNumber(f.n), "b", formatNumber(old.n), "place", r.place(old))
}

// figureSpot is the place of a staged figure.
func (r *reader) figureSpot(f figure, field metrics.Field, g metrics.Group) spot {
	s := &r.sources[f.src]
	col, ok := s.heads[headKey{field, g}]
	if !ok {
		if col, ok = s.heads[headKey{field, anyGroup}]; !ok {
			col = -1
		}
	}
	return s.table.spot(int(f.row), col)
}

// place names a file and line for use inside a sentence.
func (r *reader) place(f figure) string {
	s := &r.sources[f.src]
	out := s.show
	if s.Sheet != "" {
		out += ", sheet " + strconv.Quote(s.Sheet)
	}
	if f.row == 0 { // counted from many rows
		return out
	}
	return out + " line " + strconv.Itoa(int(f.row))
}

func formatNumber(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }

// reportPairs writes one line per pair of files that share figures.
func (r *reader) reportPairs() {
	for _, m := range []struct {
		code  string
		pairs map[filePair]int
	}{{codeTwiceSame, r.same}, {codeFilled, r.filled}} {
		keys := make([]filePair, 0, len(m.pairs))
		for k := range m.pairs {
			keys = append(keys, k)
		}
		slices.SortFunc(keys, func(a, b filePair) int { return cmp.Or(cmp.Compare(a.from, b.from), cmp.Compare(a.other, b.other)) })
		for _, k := range keys {
			from, other := &r.sources[k.from], &r.sources[k.other]
			r.report(m.code, spot{file: from.show, sheet: from.Sheet}, "count", plural(m.pairs[k], "figure", "figures"), "other", other.show)
		}
	}
}
