package chart

import (
	"cmp"
	"slices"
)

// labelGap keeps labels of one row apart, millimetres.
const labelGap = 1.6

// label is a text that wants to stand at a place along a line.
type label struct {
	text  string
	style style
	at    float64 // the middle it would like
	x     float64 // its left edge as placed
	row   int
}

// pack places labels in as few rows as a first fit gives, inside [lo, hi], and
// returns them ordered by row and x with the number of rows.
func pack(labels []label, lo, hi float64) ([]label, int) {
	out := slices.Clone(labels)
	slices.SortStableFunc(out, func(a, b label) int { return cmp.Compare(a.at, b.at) })
	var ends []float64
	kept := out[:0]
	for _, l := range out {
		if l.text = l.style.cut(l.text, hi-lo); l.text == "" {
			continue
		}
		w := l.style.width(l.text)
		l.x = max(lo, min(l.at-w/2, hi-w))
		l.row = slices.IndexFunc(ends, func(end float64) bool { return end+labelGap <= l.x })
		if l.row < 0 {
			l.row = len(ends)
			ends = append(ends, 0)
		}
		ends[l.row] = l.x + w
		kept = append(kept, l)
	}
	slices.SortStableFunc(kept, func(a, b label) int { return cmp.Or(cmp.Compare(a.row, b.row), cmp.Compare(a.x, b.x)) })
	return kept, len(ends)
}

// ticks sets the labels of an axis on one line, from the ends inwards, leaving
// out those that would touch.
func ticks(s *Scene, st style, ts []Tick, place func(float64) float64, y, lo, hi float64) {
	type span struct{ a, b float64 }
	var taken []span
	order := make([]Tick, 0, len(ts))
	for i, j := 0, len(ts)-1; i <= j; i, j = i+1, j-1 {
		order = append(order, ts[i])
		if i < j {
			order = append(order, ts[j])
		}
	}
	for _, t := range order {
		text := st.cut(t.Text, hi-lo)
		w := st.width(text)
		x := max(lo, min(place(t.At)-w/2, hi-w))
		free := !slices.ContainsFunc(taken, func(o span) bool { return x < o.b+labelGap/2 && o.a < x+w+labelGap/2 })
		if text == "" || !free {
			continue
		}
		taken = append(taken, span{x, x + w})
		st.text(s, text, x, y, Start)
	}
}

// beside is a block of lines that wants to stand level with a height.
type beside struct {
	lines []string
	style style
	level float64
	y     float64
}

func (b beside) height() float64 { return float64(len(b.lines)) * b.style.line() }

// stack moves blocks apart, as little as it can, inside [top, bottom]; the
// caller has made sure that they fit.
func stack(bs []beside, top, bottom float64) []beside {
	out := slices.Clone(bs)
	slices.SortStableFunc(out, func(a, b beside) int { return cmp.Compare(a.level, b.level) })
	for i := range out {
		out[i].y = out[i].level - out[i].height()/2
		if i > 0 {
			if touch := out[i-1].y + out[i-1].height() - out[i].y; touch > 0 {
				out[i-1].y -= touch / 2
				out[i].y += touch / 2
			}
		}
	}
	floor := bottom
	for i := len(out) - 1; i >= 0; i-- {
		out[i].y = min(out[i].y, floor-out[i].height())
		floor = out[i].y
	}
	ceiling := top
	for i := range out {
		out[i].y = max(out[i].y, ceiling)
		ceiling = out[i].y + out[i].height()
	}
	return out
}

// stacked is the height a list of blocks needs.
func stacked(bs []beside) float64 {
	h := 0.0
	for _, b := range bs {
		h += b.height()
	}
	return h
}

// leader is how far the lowest row of callouts stands off what it names.
const leader = 1.4

// callouts sets labels in rows from y down, the first row lowest, each with a
// fine line to its place below, and gives the height at which the lines end.
func callouts(s *Scene, labels []label, lo, hi, y float64) float64 {
	placed, rows := pack(labels, lo, hi)
	if rows == 0 {
		return y
	}
	row := 0.0
	for _, l := range placed {
		row = max(row, l.style.line())
	}
	end := y + float64(rows)*row + leader
	top := func(l label) float64 { return y + float64(rows-1-l.row)*row }
	for _, l := range placed {
		s.line(Point{l.at, top(l) + row}, Point{l.at, end}, hairline, Grey)
	}
	for _, l := range placed {
		w := l.style.width(l.text)
		s.blank(l.x, top(l), w, row) // of the lines of the rows above
		l.style.text(s, l.text, l.x, top(l), Start)
	}
	return end
}
