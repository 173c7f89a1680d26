package pdf

import (
	"cmp"
	"slices"

	"inclusioncards/reportcard"
)

// table is a plain table of words and numbers with its title, caption and note.
func (s *setter) table(ft *reportcard.FigureTable) *sheet {
	if len(ft.Rows) == 0 {
		return nil
	}
	out := &sheet{w: s.width}
	if ft.Title != "" {
		out.add(s.heading(ft.Title), 0)
	}
	body := &sheet{w: s.width}
	if ft.Caption != "" {
		body.put(s.set(s.smallPara(plainRuns(ft.Caption)).as(Caption), s.width), 0, 0)
		body.h += 0.8
	}
	widths := s.columns(ft, func() []float64 { return s.tableWidths(ft) })
	rows := s.rowsOf(ft, func() []*sheet {
		rows := make([]*sheet, 0, 1+len(ft.Rows))
		rows = append(rows, s.tableRow(ft, ft.Header, widths, true, ""))
		for i, row := range ft.Rows {
			rows = append(rows, s.tableRow(ft, row, widths, false, ft.Link(i)))
		}
		return rows
	})
	for i, row := range rows {
		s.putRow(body, row, widths, i == 0)
	}
	out.add(body.as(Table), 0.8)
	if ft.Note != "" {
		out.add(s.small(plainRuns(ft.Note), s.width), 1.3)
	}
	return out
}

// headSpace is the white space between headings and their rule.
const headSpace = 0.9

func numeric(ft *reportcard.FigureTable, col int) bool {
	return col < len(ft.Numeric) && ft.Numeric[col]
}

func (s *setter) tableCell(ft *reportcard.FigureTable, text string, col int, head bool) para {
	p := para{runs: plainRuns(text), size: s.least, lead: s.tableLead(), right: numeric(ft, col)}
	if head {
		p.runs, p.color, p.balance = boldRuns(text), grey, true
	}
	return p
}

// tableWidths shares the width out: each column first gets its longest word;
// what is left goes to those that would still wrap, the least needy first, or in
// proportion where that makes the table plainly shorter.
func (s *setter) tableWidths(ft *reportcard.FigureTable) []float64 {
	least, more := s.tableNeeds(ft)
	n := len(least)
	room := s.width - float64(n-1)*colSpace
	sumLeast, sumMore := 0.0, 0.0
	for i := range least {
		sumLeast += least[i]
		sumMore += more[i]
	}
	spare := room - sumLeast
	widths := func(extra func(i int) float64) []float64 {
		out := make([]float64, n)
		for i := range out {
			out[i] = least[i] + extra(i)
		}
		return out
	}
	switch {
	case spare < 0:
		return widths(func(i int) float64 { return least[i] * spare / sumLeast })
	case spare >= sumMore:
		// What is over is spread, but figures stay near their names.
		each := min((spare-sumMore)/float64(n), 14)
		return widths(func(i int) float64 { return more[i] + each })
	}
	fair := fairShares(more, spare)
	var best []float64
	lowest := 0.0
	const plainly = 6.0 // millimetres
	for _, lean := range []float64{0, 0.5, 1} {
		w := widths(func(i int) float64 { return (1-lean)*fair[i] + lean*more[i]*spare/sumMore })
		if h := s.tableHeight(ft, w); best == nil || h < lowest-plainly {
			best, lowest = w, h
		}
	}
	return best
}

// tableNeeds gives each column's least width and what more it would need to
// wrap nothing. Headings over figures may wrap.
func (s *setter) tableNeeds(ft *reportcard.FigureTable) (least, more []float64) {
	n := len(ft.Header)
	for _, row := range ft.Rows {
		n = max(n, len(row))
	}
	least, more = make([]float64, n), make([]float64, n)
	most := make([]float64, n)
	grow := func(cells []string, head bool) {
		for i, text := range cells {
			p := s.tableCell(ft, text, i, head)
			least[i] = max(least[i], s.longest(p))
			if !head || !numeric(ft, i) {
				most[i] = max(most[i], s.natural(p))
			}
		}
	}
	grow(ft.Header, true)
	for _, row := range ft.Rows {
		if !groupRow(row) {
			grow(row, false)
		}
	}
	for i := range least {
		least[i] = min(least[i], s.width/2)
		more[i] = max(most[i]-least[i], 0)
	}
	return least, more
}

// fairShares meets small needs in full and divides the rest evenly.
func fairShares(needs []float64, spare float64) []float64 {
	order := make([]int, len(needs))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(needs[a], needs[b]) })
	out := make([]float64, len(needs))
	for k, i := range order {
		out[i] = min(needs[i], spare/float64(len(needs)-k))
		spare -= out[i]
	}
	return out
}

func (s *setter) tableHeight(ft *reportcard.FigureTable, widths []float64) float64 {
	h := s.rowHeight(ft, ft.Header, widths, true)
	for _, row := range ft.Rows {
		h += s.rowHeight(ft, row, widths, false)
	}
	return h
}

// rowHeight is that of the tallest cell, with the white space of a row.
func (s *setter) rowHeight(ft *reportcard.FigureTable, cells []string, widths []float64, head bool) float64 {
	h := 0.0
	for i, text := range cells[:min(len(cells), len(widths))] {
		h = max(h, s.height(s.tableCell(ft, text, i, head), s.cellWidth(cells, widths, i)))
	}
	if head {
		return h + headSpace
	}
	return h + 2*s.cell
}

// groupRow reports whether a row only names the rows that follow.
func groupRow(cells []string) bool {
	for _, text := range cells[min(1, len(cells)):] {
		if text != "" {
			return false
		}
	}
	return len(cells) > 1
}

// cellWidth is that of its column; the name of a group of rows runs over all.
func (s *setter) cellWidth(cells []string, widths []float64, col int) float64 {
	if col > 0 || !groupRow(cells) {
		return widths[col]
	}
	all := colSpace * float64(len(widths)-1)
	for _, w := range widths {
		all += w
	}
	return all
}

// tableRow adds a row; its first cell leads somewhere when link is not empty.
// tableRow sets the cells of a row; those of headings stand on a common foot.
func (s *setter) tableRow(ft *reportcard.FigureTable, cells []string, widths []float64, head bool, link string) *sheet {
	x, height := 0.0, 0.0
	laid := make([]*sheet, len(widths))
	for i := range laid {
		text := ""
		if i < len(cells) {
			text = cells[i]
		}
		role := TableCell
		switch {
		case head:
			role = ColumnHead
		case i == 0 && !numeric(ft, i):
			role = RowHead
		}
		p := s.tableCell(ft, text, i, head)
		if i == 0 && link != "" {
			p.color = blue
			laid[i] = s.set(p, s.cellWidth(cells, widths, i)).leads(link).as(role)
		} else {
			laid[i] = s.set(p.as(role), s.cellWidth(cells, widths, i))
		}
		height = max(height, laid[i].h)
	}
	row := &sheet{w: s.width, items: make([]item, 0, len(laid))}
	for i, c := range laid {
		drop := 0.0
		if head {
			drop = height - c.h
		}
		row.put(c, x, drop)
		x += widths[i] + colSpace
	}
	row.h = max(row.h, height)
	return row.as(TableRow)
}

// putRow adds a row to a table, with the rule under it.
func (s *setter) putRow(t, row *sheet, widths []float64, head bool) {
	end := 0.0
	for _, w := range widths {
		end += w + colSpace
	}
	end -= colSpace
	top := t.h
	if !head {
		top += s.cell
	}
	t.put(row, 0, top)
	thick, color := hairline, ruleGrey
	if head {
		t.h += headSpace
		thick, color = 0.45, blue
	} else {
		t.h += s.cell
	}
	t.mark(0, t.h, func(c Canvas, x, y float64) { c.Line(Point{x, y}, Point{x + end, y}, thick, color) })
}
