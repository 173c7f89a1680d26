package pdf

import (
	"slices"

	"inclusioncards/reportcard/chart"
)

const trendSpace = 6.0

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
			heads[i].add(s.set(para{runs: boldRuns(row[i].Title), size: s.least, lead: s.tableLead(), balance: true, role: Heading3}, width), 0)
			if row[i].Takeaway != "" {
				heads[i].add(s.set(para{runs: plainRuns(row[i].Takeaway), size: s.least, lead: s.tableLead(), role: Paragraph}, width), 0)
			}
			top = max(top, heads[i].h)
		}
		for i := range row {
			x := float64(i) * (width + trendSpace)
			one := &sheet{w: width}
			one.put(heads[i], 0, 0)
			plot := s.trend(&row[i], chart.Frame{Width: width, Size: tick, Plot: s.chart}).asFigure(row[i].Alt)
			one.put(plot, 0, top+1)
			if row[i].Under != "" {
				one.put(s.set(para{runs: plainRuns(row[i].Under), size: s.least, lead: s.tableLead(), color: grey, balance: true, role: Caption}, width), 0, top+1+plot.h+0.4)
			}
			line.put(one.as(Section), x, 0)
		}
		out.add(line, s.block)
	}
	return out
}

// trend is the chart of a trend, made once for each frame.
func (s *setter) trend(t *chart.Trend, f chart.Frame) *sheet {
	key := trendFrame{t, f}
	out, ok := s.work.trends[key]
	if !ok {
		out = s.scene(t.Scene(f))
		s.work.trends[key] = out
	}
	return out
}

type trendFrame struct {
	trend *chart.Trend
	frame chart.Frame
}
