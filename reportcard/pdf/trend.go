package pdf

import (
	"cmp"
	"slices"

	"inclusioncards/reportcard"
)

const (
	trendSpace = 6.0
	dotRadius  = 0.95
)

// trends are the small multiples, three to a row (one or two take half the
// width each), their plots on one level.
func (s *setter) trends() *sheet {
	if len(s.c.Trends) == 0 {
		return nil
	}
	out := &sheet{w: s.width}
	out.add(s.heading(s.c.Headings.Trends), 0)
	cols := 3
	if len(s.c.Trends) < cols {
		cols = 2
	}
	width := (s.width - float64(cols-1)*trendSpace) / float64(cols)
	for row := range slices.Chunk(s.c.Trends, cols) {
		line := &sheet{w: s.width}
		heads := make([]*sheet, len(row))
		top := 0.0 // of the plots, under the longest head
		for i := range row {
			heads[i] = &sheet{w: width}
			heads[i].add(s.set(para{runs: boldRuns(row[i].Title), size: 10.5, lead: s.tableLead(), balance: true}, width), 0)
			if row[i].Takeaway != "" {
				heads[i].add(s.set(para{runs: plainRuns(row[i].Takeaway), size: 10.5, lead: s.tableLead()}, width), 0)
			}
			top = max(top, heads[i].h)
		}
		for i := range row {
			x := float64(i) * (width + trendSpace)
			line.put(heads[i], x, 0)
			plot := s.trendPlot(&row[i], width)
			line.put(plot, x, top+1)
			if row[i].Under != "" {
				line.put(s.set(para{runs: plainRuns(row[i].Under), size: 10.5, lead: s.tableLead(), color: grey, balance: true}, width), x, top+1+plot.h+0.4)
			}
		}
		out.add(line, s.block)
	}
	return out
}

// trendPlot draws one plot: axis labels at the left, years below, the name of
// each series at the right of its last point.
func (s *setter) trendPlot(t *reportcard.Trend, width float64) *sheet {
	label := tick * mmPerPt * 1.2
	left := min(max(s.tickWidth(t.MaxText), s.tickWidth(t.MinText)), width/4) + 0.1
	topTick, footTick := s.tickText(t.MaxText, left, true), s.tickText(t.MinText, left, true)
	right := 0.0
	for _, se := range t.Series {
		right = max(right, s.r.bold.width(s.r.clean(se.Label), tick))
	}
	right = min(right, width/3)
	names := s.seriesNames(t, right+0.1)
	top, height := label/2, max(s.chart, names.height(), topTick.h+footTick.h)
	out := &sheet{w: width, h: top + height + label*1.3 + 0.4}
	x0, x1 := left+1.2, width-right-dotRadius-1.4
	out.mark(0, top, func(c Canvas, x, y float64) {
		c.Line(Point{x + x0, y}, Point{x + x1 + 1.5, y}, hairline, lightGrey)
		c.Line(Point{x + x0, y + height}, Point{x + x1 + 1.5, y + height}, 0.25, midGrey)
	})
	out.put(topTick, 0, 0)
	out.put(footTick, 0, top+height+label*0.25-footTick.h)

	n := len(t.Years)
	slot := func(i int) float64 {
		first, last := x0+3, x1
		if n < 2 {
			return (first + last) / 2
		}
		return first + float64(i)/float64(n-1)*(last-first)
	}
	level := func(v float64) float64 { return top + height - clampUnit(v/t.Max)*height }
	for _, se := range t.Series {
		out.mark(0, 0, seriesMark(t, se, slot, level))
	}
	for i, brk := range t.BreakBefore {
		if brk && i > 0 && i < n {
			at := (slot(i-1) + slot(i)) / 2
			out.mark(at, top, breakMark(height))
		}
	}
	names.place(out, x1+dotRadius+1.2, top, height, level)
	s.nameYears(out, t.Years, slot, top+height+label*0.3, width)
	return out
}

// seriesMark draws the line between neighbouring years, the intervals, and the
// dots: filled, or hollow.
func seriesMark(t *reportcard.Trend, se reportcard.TrendSeries, slot func(int) float64, level func(float64) float64) mark {
	color := grey
	if se.Filled {
		color = blue
	}
	pts := se.Points[:min(len(se.Points), len(t.Years))]
	return func(c Canvas, x, y float64) {
		at := func(i int) Point { return Point{x + slot(i), y + level(pts[i].Value)} }
		for i := 1; i < len(pts); i++ {
			broken := i < len(t.BreakBefore) && t.BreakBefore[i]
			if !broken && !pts[i].Missing && !pts[i-1].Missing {
				c.Line(at(i-1), at(i), 0.25, color)
			}
		}
		for i, p := range pts {
			if p.Missing {
				continue
			}
			if p.Hi > p.Lo {
				c.Line(Point{at(i).X, y + level(p.Hi)}, Point{at(i).X, y + level(p.Lo)}, 0.3, color)
			}
			if se.Filled {
				c.Dot(at(i), dotRadius, color)
			} else {
				c.Dot(at(i), dotRadius, white)
				c.Ring(at(i), dotRadius-0.17, 0.34, color)
			}
		}
	}
}

// breakMark is the pair of strokes on the axis where a series is not
// continuous.
func breakMark(height float64) mark {
	return func(c Canvas, x, y float64) {
		for _, dx := range []float64{-0.5, 0.5} {
			c.Line(Point{x + dx - 0.5, y + height + 1}, Point{x + dx + 0.5, y + height - 1}, 0.3, grey)
		}
	}
}

// seriesName is the name of a series and the value it belongs beside.
type seriesName struct {
	value float64
	text  *sheet
}

type seriesNames []seriesName

// seriesNames sets the name of every series that has a point, highest first.
func (s *setter) seriesNames(t *reportcard.Trend, width float64) seriesNames {
	var out seriesNames
	for _, se := range t.Series {
		color := grey
		if se.Filled {
			color = blue
		}
		for _, p := range slices.Backward(se.Points) {
			if !p.Missing {
				text := s.set(para{runs: []run{{text: se.Label, bold: se.Filled}}, size: tick, lead: 1.2, color: color}, width)
				out = append(out, seriesName{p.Value, text})
				break
			}
		}
	}
	slices.SortStableFunc(out, func(a, b seriesName) int { return cmp.Compare(b.value, a.value) })
	return out
}

func (ns seriesNames) height() float64 {
	h := 0.0
	for _, n := range ns {
		h += n.text.h
	}
	return h
}

// place puts each name level with its last point, moved apart where two would
// touch, and clear of the years under the axis.
func (ns seriesNames) place(out *sheet, x, top, height float64, level func(float64) float64) {
	y := make([]float64, len(ns))
	for i, n := range ns {
		y[i] = level(n.value) - n.text.h/2
		if i == 0 {
			continue
		}
		if touch := y[i-1] + ns[i-1].text.h - y[i]; touch > 0 {
			y[i-1] -= touch / 2
			y[i] += touch / 2
		}
	}
	floor := top + height
	for i := len(ns) - 1; i >= 0; i-- {
		y[i] = min(y[i], floor-ns[i].text.h)
		floor = y[i]
	}
	ceiling := 0.0
	for i, n := range ns {
		y[i] = max(y[i], ceiling)
		ceiling = y[i] + n.text.h
		out.put(n.text, x, y[i])
	}
}

// nameYears labels the last year and as many before it as there is room for.
func (s *setter) nameYears(out *sheet, years []string, slot func(int) float64, y, width float64) {
	limit := width + 1
	type label struct {
		text string
		x    float64
	}
	var labels []label
	for i := len(years) - 1; i >= 0; i-- {
		w := s.tickWidth(years[i])
		x := min(max(slot(i)-w/2, 0), width-w)
		if x+w > limit-1 {
			continue
		}
		labels = append(labels, label{years[i], x})
		limit = x
	}
	for _, l := range slices.Backward(labels) {
		out.put(s.tickText(l.text, s.tickWidth(l.text)+0.1, false), l.x, y)
	}
}

func (s *setter) tickWidth(text string) float64 {
	return s.r.regular.width(s.r.clean(text), tick)
}

// tickText sets a chart label.
func (s *setter) tickText(text string, width float64, right bool) *sheet {
	return s.set(para{runs: plainRuns(text), size: tick, lead: 1.2, color: grey, right: right}, width)
}
