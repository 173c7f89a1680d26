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
	c := &reportcard.Card{Title: a.Title, Lang: a.Lang, Label: a.Label, Marking: a.Marking, FooterLeft: a.FooterLeft}
	w := r.work.Get().(*workspace)
	defer r.work.Put(w)
	w.newCard()
	f := &areaFlow{s: r.setter(w, c, areaType, areaSpacing)}
	f.report(a)
	return c, f.finish()
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

// add places a sheet, on a new page when it, and what must follow it, does not fit.
func (f *areaFlow) add(name string, sh *sheet, gap, follow float64) {
	if sh == nil || sh.h == 0 {
		return
	}
	if len(f.pages) == 0 || gap+sh.h+follow > f.left && len(f.pages[len(f.pages)-1]) > 0 {
		f.newPage()
	}
	page := &f.pages[len(f.pages)-1]
	if len(*page) == 0 {
		gap = 0
	}
	*page = append(*page, block{name: name, sheet: sh, gap: gap})
	f.left -= gap + sh.h
}

// finish numbers the pages.
func (f *areaFlow) finish() []pageLayout {
	out := make([]pageLayout, len(f.pages))
	for i, blocks := range f.pages {
		out[i] = pageLayout{
			header: f.s.header(i + 1), footer: f.s.areaFooter(i+1, len(f.pages)), blocks: blocks, margin: f.s.margin, vertical: f.s.vertical,
		}
	}
	return out
}

// areaFooter is the running foot: the report, its marking and the page.
func (s *setter) areaFooter(page, of int) *sheet {
	const under = footerTop + 1.2
	p := func(text string, right bool) para {
		return para{runs: plainRuns(text), size: 10.5, lead: 1.2, color: grey, right: right}
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
	head := &sheet{w: s.width}
	head.add(s.set(para{runs: boldRuns(a.Title), size: 20, lead: 1.12, color: blue, balance: true}, s.width).as(Heading1), 0)
	head.add(s.small(plainRuns(dotted(a.Identity)), s.width), 0.8)
	f.add("name", head, 0, 0)
	in := s.set(para{runs: textRuns(a.Notice), size: s.fine}, s.width-boxInset).as(Paragraph)
	f.add("notice", s.box(in, tintBlue, blue, false), s.block, 0)
	for i := range a.Sections {
		sec := &a.Sections[i]
		const heading = 60 // a section starts with something under its heading
		f.add(sec.ID, s.set(para{runs: boldRuns(sec.Title), size: 15, lead: 1.2, color: blue, balance: true}, s.width).as(Heading2), s.section, heading)
		for j := range sec.Items {
			f.item(&sec.Items[j])
		}
	}
}

func (f *areaFlow) item(it *reportcard.AreaItem) {
	s := f.s
	if len(it.Points) > 0 {
		runs := make([][]run, len(it.Points))
		for i, p := range it.Points {
			runs[i] = textRuns(p)
		}
		f.add("points", s.bullets(runs, s.width), s.block*0.6, 0)
	}
	for _, n := range it.Notes {
		f.add("note", s.small(textRuns(n), s.width), s.item+0.4, 0)
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
	picture := s.picture(c)
	const line = 6
	f.add("chart title", s.subheading(c.Title), s.section, picture.h+2*line)
	if c.Takeaway != "" {
		f.add("takeaway", s.text(plainRuns(c.Takeaway), s.width), 0.6, picture.h+line)
	}
	f.add("chart", picture, s.block*0.8, 0)
	t := &c.Table
	f.table(&reportcard.FigureTable{Caption: t.Caption, Header: t.Header, Numeric: t.Numeric, Rows: t.Rows})
}

// columnsFrom is the number of rows from which a chart of groups takes two columns.
const columnsFrom = 7

// picture draws a chart; many rows of dots stand in two columns.
func (s *setter) picture(c *chart.Chart) *sheet {
	frame := chart.Frame{Width: s.width, Size: tick, Plot: s.chart}
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
		const start = 30 // some rows under the title
		f.add("table title", s.subheading(ft.Title), s.section*0.8, start)
		gap = 0.8
	}
	widths := s.tableWidths(ft)
	start := func() *sheet {
		body := &sheet{w: s.width}
		if ft.Caption != "" {
			body.put(s.set(s.smallPara(plainRuns(ft.Caption)), s.width).as(Caption), 0, 0)
			body.h += 0.8
		}
		s.tableRow(body, ft, ft.Header, widths, true)
		return body
	}
	body, empty := start(), true
	for _, row := range ft.Rows {
		one := &sheet{w: s.width}
		s.tableRow(one, ft, row, widths, false)
		if !empty && gap+body.h+one.h > f.left {
			f.add("table", body.as(Table), gap, 0)
			f.newPage()
			body, gap = start(), 0
		} else if empty && gap+body.h+one.h > f.left {
			f.newPage()
		}
		s.tableRow(body, ft, row, widths, false)
		empty = false
	}
	f.add("table", body.as(Table), gap, 0)
	if ft.Note != "" {
		f.add("note", s.small(plainRuns(ft.Note), s.width), 1, 0)
	}
}
