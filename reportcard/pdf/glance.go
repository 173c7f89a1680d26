package pdf

import (
	"inclusioncards/reportcard"
	"inclusioncards/reportcard/chart"
)

// Columns of the measure table.
const (
	colMeasure = iota
	colSEND
	colNoSEND
	colGap
	colLocal
	colStrip
	colYears
	colResult
	glanceCols
)

const (
	colSpace  = 2.4  // between columns
	figureCap = 24.0 // a figure's column is not wider; its small line wraps
	wordCap   = 28.0 // nor for a single word; it breaks
	// oneLineHead is the heading that stays on one line.
	oneLineHead = 14.0
	markGap     = 1.3 // between shape and result word
)

// glance is the measure table: one row a measure, with its note running under
// the figures so that each row stays three lines high.
func (s *setter) glance() *sheet {
	g := &s.c.Glance
	if len(g.Rows) == 0 {
		return nil
	}
	out := &sheet{w: s.width}
	out.add(s.heading(g.Title), 0)
	table := &sheet{w: s.width}
	w := glanceWidths(s.columns(g, func() []float64 { w := s.glanceWidths(g); return w[:] }))
	rows := s.rowsOf(g, func() []*sheet {
		rows := make([]*sheet, 0, 1+len(g.Rows))
		rows = append(rows, s.glanceHead(g, w))
		for i := range g.Rows {
			rows = append(rows, s.glanceRow(&g.Rows[i], w))
		}
		return rows
	})
	table.put(rows[0], 0, 0)
	table.h += 0.9
	table.rule(table.h, 0.45, blue)
	for _, row := range rows[1:] {
		table.put(row, 0, table.h+s.cell)
		table.h += s.cell
		table.rule(table.h, hairline, ruleGrey)
	}
	out.add(table.as(Table), 1)
	if g.Note != "" {
		out.add(s.small(plainRuns(g.Note), s.width), 1.3)
	}
	return out
}

func (g glanceWidths) x(col int) float64 {
	x := 0.0
	for i := range col {
		if g[i] > 0 {
			x += g[i] + colSpace
		}
	}
	return x
}

type glanceWidths [glanceCols]float64

func headings(g *reportcard.GlanceTable) [glanceCols]string {
	c := g.Columns
	return [glanceCols]string{c.Measure, c.SEND, c.NoSEND, c.Gap, c.Local, c.Strip, c.Years, c.Result}
}

func (s *setter) mainPara(text string) para {
	return para{runs: boldRuns(text), size: s.least, lead: s.tableLead(), right: true}
}

func (s *setter) subPara(text string) para {
	return para{runs: plainRuns(text), size: s.least, lead: s.tableLead(), color: grey, right: true}
}

func (s *setter) tableLead() float64 { return min(s.lead, 1.2) }

// glanceWidths gives every column what its figures need and the rest to the
// measure's name. A column with neither heading nor content vanishes.
func (s *setter) glanceWidths(g *reportcard.GlanceTable) glanceWidths {
	var w glanceWidths
	head := headings(g)
	for i := colSEND; i < glanceCols; i++ {
		p := para{runs: boldRuns(head[i]), size: s.least}
		w[i] = s.twoLineWidth(p, 26)
		if one := s.natural(p); one <= oneLineHead {
			w[i] = max(w[i], one)
		}
	}
	for i := range g.Rows {
		r := &g.Rows[i]
		for j, c := range [...]reportcard.Cell{r.SEND, r.NoSEND, r.Gap, r.Local} {
			main, sub := s.mainPara(c.Main), s.subPara(c.Sub)
			need := max(s.natural(main), s.longest(sub), min(s.natural(sub), figureCap))
			w[colSEND+j] = max(w[colSEND+j], min(need, wordCap))
		}
		if r.Strip != nil {
			w[colStrip] = max(w[colStrip], 34)
		}
		if r.Years != nil {
			w[colYears] = max(w[colYears], 13)
		}
		word := para{runs: boldRuns(r.Result), size: s.least}
		w[colResult] = max(w[colResult], markSize+markGap+s.twoLineWidth(word, 26))
	}
	w[colMeasure] = s.width - w.x(glanceCols)
	const least, floor = 42.0, 30.0
	if w[colMeasure] < least {
		give := min(least-w[colMeasure], w[colStrip]-24)
		if give > 0 {
			w[colStrip] -= give
			w[colMeasure] += give
		}
	}
	if short := floor - w[colMeasure]; short > 0 {
		// Words of absurd length: every column gives in proportion.
		sum := 0.0
		for _, width := range w[colSEND:] {
			sum += width
		}
		for i := colSEND; i < glanceCols; i++ {
			w[i] *= 1 - short/sum
		}
		w[colMeasure] = floor
	}
	return w
}

// twoLineWidth is the least width, up to most, at which a paragraph takes no
// more than two lines.
func (s *setter) twoLineWidth(p para, most float64) float64 {
	w := min(s.longest(p), most)
	for w < most && s.lineCount(p, w) > 2 {
		w++
	}
	return w
}

// glanceHead sets the headings on a common foot.
func (s *setter) glanceHead(g *reportcard.GlanceTable, w glanceWidths) *sheet {
	var cells [glanceCols]*sheet
	height := 0.0
	for i, text := range headings(g) {
		cells[i] = s.set(para{runs: boldRuns(text), size: s.least, lead: s.tableLead(), color: grey, right: i >= colSEND && i <= colLocal, balance: i > colMeasure}, w[i])
		height = max(height, cells[i].h)
	}
	row := &sheet{w: s.width}
	for i, c := range cells {
		if w[i] > 0 {
			row.put(c.as(ColumnHead), w.x(i), height-c.h)
		}
	}
	row.h = height
	return row.as(TableRow)
}

func (s *setter) glanceRow(r *reportcard.GlanceRow, w glanceWidths) *sheet {
	line := s.least * mmPerPt * s.tableLead()
	band := &sheet{w: s.width}
	band.put(s.set(para{runs: boldRuns(r.Measure), size: s.least, lead: s.tableLead(), role: RowHead}, w[colMeasure]), 0, 0)
	for j, c := range [...]reportcard.Cell{r.SEND, r.NoSEND, r.Gap, r.Local} {
		col := colSEND + j
		if w[col] == 0 {
			continue
		}
		cell := &sheet{w: w[col]}
		if c.Main != "" {
			cell.add(s.set(s.mainPara(c.Main).as(Paragraph), w[col]), 0)
		}
		if c.Sub != "" {
			y := cell.h
			if col > colNoSEND {
				y = max(y, line) // a range stands beside the counts, also without a gap above it
			}
			cell.put(s.set(s.subPara(c.Sub).as(Paragraph), w[col]), 0, y)
		}
		band.put(cell.as(TableCell), w.x(col), 0)
	}
	if w[colStrip] > 0 {
		cell := &sheet{w: w[colStrip]}
		if r.Strip != nil {
			cell.put(picture(r.Strip.Alt, func() chart.Scene { return r.Strip.Scene(chart.Frame{Width: w[colStrip], Plot: 2 * line}) }), 0, 0)
		}
		band.put(cell.as(TableCell), w.x(colStrip), 0)
	}
	if w[colYears] > 0 {
		cell := &sheet{w: w[colYears]}
		if r.Years != nil {
			cell.put(picture(r.Years.Alt, func() chart.Scene { return r.Years.Scene(chart.Frame{Width: min(w[colYears], 14), Plot: 2*line - 1.2}) }), 0, 0)
		}
		band.put(cell.as(TableCell), w.x(colYears), 0.6)
	}
	band.put(s.glanceResult(r, w, band.h), 0, 0)
	return band.as(TableRow)
}

// glanceResult is the last cell of a row: the result, and the note that runs
// under all of the row.
func (s *setter) glanceResult(r *reportcard.GlanceRow, w glanceWidths, height float64) *sheet {
	line := s.least * mmPerPt * s.tableLead()
	cell := &sheet{w: s.width}
	x := w.x(colResult)
	cell.mark(x, (line-markSize)/2, shapeMark(r.Shape))
	word := s.set(para{runs: boldRuns(r.Result), size: s.least, lead: s.tableLead()}, w[colResult]-markSize-markGap)
	cell.put(word.as(Paragraph), x+markSize+markGap, 0)
	if runs := noteRuns(r); runs != nil {
		cell.put(s.set(para{runs: runs, size: s.least, lead: s.tableLead(), color: grey, role: Paragraph}, s.width), 0, max(height, cell.h))
	}
	return cell.as(TableCell)
}

// picture is a chart without labels, with what it shows in words. It is made
// when it is drawn: most layouts are not.
func picture(alt string, scene func() chart.Scene) *sheet {
	out := &sheet{}
	out.mark(0, 0, func(c Canvas, x, y float64) { sceneMark(scene())(c, x, y) })
	return out.asFigure(alt)
}

// noteRuns runs the aside on after the note.
func noteRuns(r *reportcard.GlanceRow) []run {
	var runs []run
	if r.Note != "" {
		runs = append(runs, run{text: r.Note})
	}
	if r.Aside != "" {
		if runs != nil {
			runs = append(runs, run{text: nbspDot + " ", color: blue})
		}
		runs = append(runs, run{text: r.Aside})
	}
	return runs
}
