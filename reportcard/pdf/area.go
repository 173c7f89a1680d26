package pdf

import (
	"fmt"
	"io"

	"inclusioncards/reportcard"
	"inclusioncards/reportcard/chart"
)

// RenderArea writes the report on an area, as many pages as it takes, or nothing
// and an error.
func (r *Renderer) RenderArea(a *reportcard.AreaReport, w io.Writer) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("pdf: drawing: %v", p)
		}
	}()
	if a == nil {
		return fmt.Errorf("pdf: no report")
	}
	c, pages := r.areaPages(a)
	if err := r.drawPages(c, pages, w); err != nil {
		return fmt.Errorf("pdf: %w", err)
	}
	return nil
}

// areaPages lays the report out. What a document needs besides its pages stands
// in a card.
func (r *Renderer) areaPages(a *reportcard.AreaReport) (*reportcard.Card, []pageLayout) {
	c := &reportcard.Card{Title: a.Title, Lang: a.Lang, Label: a.Label, Marking: a.Marking, FooterLeft: a.FooterLeft, LeastType: a.LeastType}
	return c, r.flowPages(a, c, 0)
}

// flowPages lays a report out that so many pages follow.
func (r *Renderer) flowPages(a *reportcard.AreaReport, c *reportcard.Card, more int) []pageLayout {
	w := r.work.Get().(*workspace)
	defer r.work.Put(w)
	w.newCard()
	size := areaType
	size.body, size.fine = max(size.body, c.LeastType), max(size.fine, c.LeastType)
	f := &areaFlow{s: r.setter(w, c, size, areaSpacing), more: more}
	f.report(a)
	return f.finish()
}

// areaType is body type of 10.5 points on wide lines; the report is a reference,
// not a page to be read through.
var (
	areaType    = typeLevel{body: 10.5, fine: 10.5, lead: 1.28, margin: 14, vertical: 13}
	areaSpacing = spacing{section: 6, block: 3, item: 0.6, pad: 2.2, cell: 0.7, chart: 20}
)

// areaFlow fills pages from the top.
type areaFlow struct {
	s     *setter
	pages [][]block
	left  float64 // on the current page
	// held are headings that wait for the content they stand over: both go on the
	// same page.
	held []block
	// more is the number of pages after the report.
	more int
	// continued marks the caption of a table carried on from the page before.
	continued string
}

// room is the height of an empty page.
func (f *areaFlow) room() float64 {
	p := pageLayout{header: f.s.header(2), footer: f.s.areaFooter(1, 1), margin: f.s.margin, vertical: f.s.vertical}
	return p.left()
}

func (f *areaFlow) newPage() {
	f.pages = append(f.pages, nil)
	f.left = f.room()
}

// empty reports whether nothing stands on the current page.
func (f *areaFlow) empty() bool { return len(f.pages) == 0 || len(f.pages[len(f.pages)-1]) == 0 }

// keep holds a sheet back until what follows it is placed.
func (f *areaFlow) keep(name string, sh *sheet, gap float64) {
	f.held = append(f.held, block{name: name, sheet: sh, gap: gap})
}

// waiting is the height of what is held back.
func (f *areaFlow) waiting() float64 {
	h := 0.0
	for _, b := range f.held {
		h += b.gap + b.sheet.h
	}
	return h
}

// add places a sheet under what was held back for it, all on a new page when they
// do not fit on this one.
func (f *areaFlow) add(name string, sh *sheet, gap float64) {
	if sh == nil || sh.h == 0 {
		return
	}
	if len(f.pages) == 0 || f.waiting()+gap+sh.h > f.left && !f.empty() {
		f.newPage()
	}
	page := &f.pages[len(f.pages)-1]
	for _, b := range append(f.held, block{name: name, sheet: sh, gap: gap}) {
		if len(*page) == 0 {
			b.gap = 0
		}
		*page = append(*page, b)
		f.left -= b.gap + b.sheet.h
	}
	f.held = f.held[:0]
}

// finish numbers the pages.
func (f *areaFlow) finish() []pageLayout {
	out := make([]pageLayout, len(f.pages))
	for i, blocks := range f.pages {
		out[i] = pageLayout{
			header: f.s.header(i + 1), footer: f.s.areaFooter(i+1, len(f.pages)+f.more), blocks: blocks, margin: f.s.margin, vertical: f.s.vertical,
		}
	}
	return out
}

// areaFooter is the running foot: the report, its marking and the page.
func (s *setter) areaFooter(page, of int) *sheet {
	const under = footerTop + 1.2
	p := func(text string, right bool) para {
		return para{runs: plainRuns(text), size: s.least, lead: 1.2, color: grey, right: right}
	}
	out := &sheet{w: s.width, h: under}
	out.rule(footerTop, hairline, ruleGrey)
	number := fmt.Sprintf("Page %d of %d", page, of)
	w := s.natural(p(number, true)) + 0.1
	out.put(s.set(p(s.c.FooterLeft, false), s.width-w-4).as(Footer), 0, under)
	out.put(s.set(p(number, true), w).as(Footer), s.width-w, under)
	role := Footer
	if page == 1 {
		role = Paragraph // what must be known of the whole is read out once
	}
	out.add(s.set(p(s.c.Marking, false), s.width).as(role), 0)
	return out
}

// report lays the whole report out.
func (f *areaFlow) report(a *reportcard.AreaReport) {
	s := f.s
	f.continued = a.Continued
	head := &sheet{w: s.width}
	head.add(s.set(para{runs: boldRuns(a.Title), size: 20, lead: 1.12, color: blue, balance: true}, s.width).as(Heading1), 0)
	head.add(s.small(plainRuns(dotted(a.Identity)), s.width), 0.8)
	if a.Back != nil {
		head.add(s.set(para{runs: plainRuns(a.Back.Text), size: s.fine, lead: 1.22, color: blue}, s.width).leads(a.Back.Path).as(Paragraph), 0.4)
	}
	f.add("name", head, 0)
	in := s.set(para{runs: textRuns(a.Notice), size: s.fine}, s.width-boxInset).as(Paragraph)
	f.add("notice", s.box(in, tintBlue, blue, false), s.block)
	for i := range a.Sections {
		sec := &a.Sections[i]
		f.keep(sec.ID, s.set(para{runs: boldRuns(sec.Title), size: 15, lead: 1.2, color: blue, balance: true}, s.width).as(Heading2), s.section)
		for j := range sec.Items {
			f.item(&sec.Items[j], j+1 < len(sec.Items))
		}
	}
}

// item places a part of a section; more tells that another follows. Notes that
// open a section stay with what they are about.
func (f *areaFlow) item(it *reportcard.AreaItem, more bool) {
	s := f.s
	note := f.add
	if len(f.held) > 0 && len(it.Points) == 0 && (more || it.Chart != nil || it.Table != nil) {
		note = f.keep
	}
	if len(it.Points) > 0 {
		runs := make([][]run, len(it.Points))
		for i, p := range it.Points {
			runs[i] = textRuns(p)
		}
		f.add("points", s.bullets(runs, s.width), s.block*0.6)
	}
	for _, n := range it.Notes {
		note("note", s.small(textRuns(n), s.width), s.item+0.4)
	}
	if it.Chart != nil {
		f.chart(it.Chart)
	}
	if it.Table != nil {
		f.table(it.Table)
	}
}

// subheading is the title of a chart or table.
func (s *setter) subheading(text string) *sheet {
	return s.set(para{runs: boldRuns(text), size: 12, lead: 1.2, balance: true}, s.width).as(Heading3)
}

// chart is a title, what the chart shows in a sentence, the picture and its table.
func (f *areaFlow) chart(c *chart.Chart) {
	s := f.s
	f.keep("chart title", s.subheading(c.Title), s.section*0.8)
	if c.Takeaway != "" {
		f.keep("takeaway", s.text(plainRuns(c.Takeaway), s.width), 0.6)
	}
	f.add("chart", s.picture(c), s.block*0.8)
	t := &c.Table
	f.table(&reportcard.FigureTable{Caption: t.Caption, Header: t.Header, Numeric: t.Numeric, Rows: t.Rows})
}

// columnsFrom is the number of rows from which a chart of groups takes two columns.
const columnsFrom = 3

// picture draws a chart; many rows of dots stand in two columns.
func (s *setter) picture(c *chart.Chart) *sheet {
	frame := chart.Frame{Width: s.width, Size: tick, Plot: s.chart}
	if c.Funnel != nil {
		frame.Plot = 2 * s.chart // its limits need height to be told apart
	}
	d := c.Dumbbell
	if d == nil || len(d.Rows) < columnsFrom {
		return s.scene(c.Scene(frame)).asFigure(c.Alt)
	}
	const gutter = 8.0
	frame.Width = (s.width - gutter) / 2
	out := &sheet{w: s.width}
	half := (len(d.Rows) + 1) / 2
	for i, rows := range [][]chart.DumbbellRow{d.Rows[:half], d.Rows[half:]} {
		part := *d
		part.Rows = rows
		out.put(s.scene(part.Scene(frame)), float64(i)*(frame.Width+gutter), 0)
	}
	return out.asFigure(c.Alt)
}

// table sets a table over as many pages as it needs, with its headings on each.
func (f *areaFlow) table(ft *reportcard.FigureTable) {
	if len(ft.Rows) == 0 {
		return
	}
	s := f.s
	gap := s.block
	if ft.Title != "" {
		f.keep("table title", s.subheading(ft.Title), s.section*0.8)
		gap = 0.8
	}
	widths := s.tableWidths(ft)
	heights := make([]float64, len(ft.Rows))
	for i, row := range ft.Rows {
		heights[i] = s.rowHeight(ft, row, widths, false)
	}
	for from := 0; from < len(ft.Rows); {
		body := &sheet{w: s.width}
		if ft.Caption != "" {
			caption := ft.Caption
			if from > 0 {
				caption += " " + f.continued
			}
			body.put(s.set(s.smallPara(plainRuns(caption)), s.width).as(Caption), 0, 0)
			body.h += 0.8
		}
		s.putRow(body, s.tableRow(ft, ft.Header, widths, true, ""), widths, true)
		if len(f.pages) == 0 {
			f.newPage()
		}
		to := tableBreak(ft, heights, from, f.left-f.waiting()-gap-body.h)
		if to == from {
			if !f.empty() {
				f.newPage()
				continue
			}
			to = from + 1
		}
		for i, row := range ft.Rows[from:to] {
			s.putRow(body, s.tableRow(ft, row, widths, false, ft.Link(from+i)), widths, false)
		}
		f.add("table", body.as(Table), gap)
		from = to
	}
	if ft.Note != "" {
		f.add("note", s.small(plainRuns(ft.Note), s.width), 1)
	}
}

const (
	// wholeRows is the number of rows up to which a table is not broken.
	wholeRows = 6
	// pieceRows is the least number of rows of a piece of a broken table.
	pieceRows = 3
)

// tableBreak is the row before which a table breaks when what is left from a row
// on does not fit in a height: no piece is of one or two rows, and the name of a
// group stays with its rows. It is the first row when nothing goes here.
func tableBreak(ft *reportcard.FigureTable, heights []float64, from int, height float64) int {
	to := from
	for to < len(heights) && heights[to] <= height {
		height -= heights[to]
		to++
	}
	if to == len(heights) {
		return to
	}
	if len(heights) <= wholeRows {
		return from
	}
	to = min(to, len(heights)-pieceRows)
	for to > from && groupRow(ft.Rows[to-1]) {
		to--
	}
	if to < from+pieceRows {
		return from
	}
	return to
}
