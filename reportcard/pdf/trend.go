package pdf

import (
	"slices"

	"inclusioncards/reportcard/chart"
)

const trendSpace = 6.0

// multiple is one chart of a row of charts: its words and its picture.
type multiple struct {
	title, takeaway, under, alt string
	plot                        func(width float64) *sheet
}

// trends are the small multiples of the years.
func (s *setter) trends() *sheet {
	items := make([]multiple, len(s.c.Trends))
	for i := range s.c.Trends {
		t := &s.c.Trends[i]
		items[i] = multiple{t.Title, t.Takeaway, t.Under, t.Alt, func(width float64) *sheet {
			return s.chartSheet(t, chart.Frame{Width: width, Size: tick, Plot: s.chart})
		}}
	}
	return s.multiples(s.c.Headings.Trends, items)
}

// pictures are the charts of the card's year.
func (s *setter) pictures() *sheet {
	items := make([]multiple, len(s.c.Charts))
	for i := range s.c.Charts {
		c := &s.c.Charts[i]
		items[i] = multiple{c.Title, c.Takeaway, c.Caption, c.Alt, func(width float64) *sheet {
			return s.chartSheet(c, chart.Frame{Width: width, Size: tick})
		}}
	}
	return s.multiples(s.c.Headings.Charts, items)
}

// multiples are charts under a heading, three to a row (one or two take half
// the width each), their plots on one level.
func (s *setter) multiples(heading string, items []multiple) *sheet {
	if len(items) == 0 {
		return nil
	}
	out := &sheet{w: s.width}
	out.add(s.heading(heading), 0)
	cols := 3
	if len(items) < cols || len(items) == 4 {
		cols = 2
	}
	width := (s.width - float64(cols-1)*trendSpace) / float64(cols)
	for row := range slices.Chunk(items, cols) {
		line := &sheet{w: s.width}
		heads := make([]*sheet, len(row))
		top := 0.0 // of the plots, under the longest head
		for i, it := range row {
			heads[i] = &sheet{w: width}
			heads[i].add(s.set(para{runs: boldRuns(it.title), size: s.least, lead: s.tableLead(), balance: true, role: Heading3}, width), 0)
			if it.takeaway != "" {
				heads[i].add(s.set(para{runs: plainRuns(it.takeaway), size: s.least, lead: s.tableLead(), role: Paragraph}, width), 0)
			}
			top = max(top, heads[i].h)
		}
		for i, it := range row {
			x := float64(i) * (width + trendSpace)
			one := &sheet{w: width}
			one.put(heads[i], 0, 0)
			plot := it.plot(width).asFigure(it.alt)
			one.put(plot, 0, top+1)
			if it.under != "" {
				one.put(s.set(para{runs: plainRuns(it.under), size: s.least, lead: s.tableLead(), color: grey, balance: true, role: Caption}, width), 0, top+1+plot.h+0.4)
			}
			line.put(one.as(Section), x, 0)
		}
		out.add(line, s.block)
	}
	return out
}

// scened is a chart that can be laid out.
type scened interface{ Scene(chart.Frame) chart.Scene }

// chartSheet is the sheet of a chart, made once for each frame.
func (s *setter) chartSheet(c scened, f chart.Frame) *sheet {
	key := chartFrame{c, f}
	out, ok := s.work.charts[key]
	if !ok {
		out = s.scene(c.Scene(f))
		s.work.charts[key] = out
	}
	return out
}

type chartFrame struct {
	chart scened
	frame chart.Frame
}
