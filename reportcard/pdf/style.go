package pdf

import (
	"github.com/johnfercher/maroto/v2/pkg/props"

	"inclusioncards/reportcard"
)

// The palette: dark blue and greys carry text; orange is for marks only, since
// it has too little contrast to be read.
var (
	ink      = &props.Color{Red: 0x0B, Green: 0x0C, Blue: 0x0C}
	blue     = &props.Color{Red: 0x12, Green: 0x43, Blue: 0x6D}
	orange   = &props.Color{Red: 0xF4, Green: 0x6A, Blue: 0x25}
	grey     = &props.Color{Red: 0x3D, Green: 0x3D, Blue: 0x3D}
	midGrey  = &props.Color{Red: 0x7F, Green: 0x7F, Blue: 0x7F}
	ruleGrey = &props.Color{Red: 0xBF, Green: 0xBF, Blue: 0xBF}
	tintBlue = &props.Color{Red: 0xEE, Green: 0xF2, Blue: 0xF6}
	tintGrey = &props.Color{Red: 0xF4, Green: 0xF4, Blue: 0xF4}
)

const (
	pageWidth  = 210.0
	pageHeight = 297.0
	// tick is the size of chart labels, the only type under 10.5 points.
	tick = 9.0
)

// anyMoves lets every movable section leave its page.
const anyMoves = 8

// typeLevel is how large and open the type is. Levels are tried in order:
// spacing is tightened first, then a section is moved, then the type.
type typeLevel struct {
	body, fine float64 // points: running text, and notes (10.5 at the least)
	lead       float64 // ems
	margin     float64 // left and right, millimetres
	vertical   float64 // top and bottom
	from, to   int     // the spacings to try with it
	moves      int     // how many sections may leave their page
	// dense runs lists and headings into paragraphs, the last resort but one;
	// denser runs in the questions as well.
	dense, denser bool
}

const (
	mostLevels   = 7
	spacingCount = 6
)

var typeLevels = []typeLevel{
	{body: 12, fine: 11.5, lead: 1.32, margin: 15, vertical: 14, from: 0, to: 0},
	{body: 11, fine: 10.5, lead: 1.30, margin: 15, vertical: 14, from: 0, to: 1},
	{body: 10.5, fine: 10.5, lead: 1.28, margin: 14, vertical: 13, from: 0, to: 2, moves: 1},
	{body: 10.5, fine: 10.5, lead: 1.21, margin: 13, vertical: 12, from: 1, to: 2, moves: 2},
	{body: 10.5, fine: 10.5, lead: 1.15, margin: 12, vertical: 12, from: 2, to: 3, moves: anyMoves},
	{body: 10.5, fine: 10.5, lead: 1.12, margin: 12, vertical: 12, from: 4, to: 4, moves: anyMoves, dense: true},
	{body: 10.5, fine: 10.5, lead: 1.12, margin: 12, vertical: 12, from: 5, to: 5, moves: anyMoves, dense: true, denser: true},
}

// largeLevels are those of an edition whose type is 12 points throughout.
var largeLevels = []typeLevel{
	{body: 12, fine: 12, lead: 1.32, margin: 15, vertical: 14, from: 0, to: 1},
	{body: 12, fine: 12, lead: 1.26, margin: 14, vertical: 13, from: 1, to: 2, moves: 1},
	{body: 12, fine: 12, lead: 1.2, margin: 13, vertical: 12, from: 1, to: 3, moves: 2},
	{body: 12, fine: 12, lead: 1.15, margin: 12, vertical: 12, from: 2, to: 3, moves: anyMoves},
	{body: 12, fine: 12, lead: 1.12, margin: 12, vertical: 12, from: 4, to: 4, moves: anyMoves, dense: true},
	{body: 12, fine: 12, lead: 1.12, margin: 11, vertical: 10, from: 5, to: 5, moves: anyMoves, dense: true},
}

// levels are the type levels of a card.
func levels(c *reportcard.Card) []typeLevel {
	if c.LeastType >= 12 {
		return largeLevels
	}
	return typeLevels
}

// spacing is the white space of a page, in millimetres.
type spacing struct {
	section float64 // before a section
	block   float64 // between blocks of a section
	item    float64 // between list items
	pad     float64 // inside boxes
	cell    float64 // above and below a table row
	chart   float64 // height of a trend's plot
	// open sets the method and the words used as lists.
	open bool
}

var spacings = [spacingCount]spacing{
	{section: 6.5, block: 3, item: 1.0, pad: 2.8, cell: 1.5, chart: 27, open: true},
	{section: 5, block: 2.2, item: 0.7, pad: 2.2, cell: 1.15, chart: 23},
	{section: 3.6, block: 1.5, item: 0.4, pad: 1.6, cell: 0.8, chart: 19},
	{section: 2.2, block: 0.8, item: 0.1, pad: 1.0, cell: 0.45, chart: 15},
	{section: 1.7, block: 0.7, item: 0, pad: 0.7, cell: 0.3, chart: 13},
	{section: 1.2, block: 0.6, item: 0, pad: 0.5, cell: 0.2, chart: 11},
}

// setter sets the sections of one card in one style.
type setter struct {
	r    *Renderer
	work *workspace
	c    *reportcard.Card
	typeLevel
	spacing
	width float64 // between the margins
	least float64 // type of tables and labels, points
}

func (r *Renderer) setter(w *workspace, c *reportcard.Card, t typeLevel, sp spacing) *setter {
	return &setter{r: r, work: w, c: c, typeLevel: t, spacing: sp, width: pageWidth - 2*t.margin, least: max(10.5, c.LeastType)}
}

// heading is a section title.
func (s *setter) heading(text string) *sheet {
	return s.set(para{runs: boldRuns(text), size: s.headingSize(), lead: 1.2, color: blue, balance: true, role: Heading2}, s.width)
}

func (s *setter) headingSize() float64 {
	if s.dense {
		return s.body + 0.5
	}
	return s.body + 2.5
}

// text is a body paragraph.
func (s *setter) text(runs []run, width float64) *sheet {
	return s.set(para{runs: runs, size: s.body, role: Paragraph}, width)
}

// small is secondary text, notes and definitions.
func (s *setter) small(runs []run, width float64) *sheet {
	return s.set(s.smallPara(runs).as(Paragraph), width)
}

func (s *setter) smallPara(runs []run) para {
	return para{runs: runs, size: s.fine, lead: min(s.lead, 1.22), color: grey, boldInk: true}
}

// runIn is a paragraph whose first run is a heading of a level.
func (s *setter) runIn(level Role, p para, width float64) *sheet {
	p.headed = level
	return s.set(p, width)
}

// bullets is a list with hanging indents.
func (s *setter) bullets(items [][]run, width float64) *sheet {
	const indent = 4.2
	out := &sheet{w: width}
	for _, it := range items {
		row := &sheet{w: width}
		row.put(s.set(para{runs: plainRuns("•"), size: s.body, color: blue, role: ListLabel}, indent), 0.6, 0)
		row.put(s.set(para{runs: it, size: s.body, role: ListBody}, width-indent), indent, 0)
		out.add(row.as(ListItem), s.item)
	}
	return out.as(List)
}

func plainItems(items []string) [][]run {
	out := make([][]run, len(items))
	for i, s := range items {
		out[i] = plainRuns(s)
	}
	return out
}

// box frames a sheet set at the width less boxInset: a tint, a bar at the left.
func (s *setter) box(in *sheet, fill, bar *props.Color, border bool) *sheet {
	h := in.h + 2*s.pad
	out := &sheet{w: s.width, h: h}
	w := s.width
	out.mark(0, 0, func(cv Canvas, x, y float64) {
		if fill != nil {
			cv.Rect(x, y, w, h, fill)
		}
		if border {
			cv.Line(Point{x, y}, Point{x + w, y}, hairline, ruleGrey)
			cv.Line(Point{x, y + h}, Point{x + w, y + h}, hairline, ruleGrey)
			cv.Line(Point{x + w, y}, Point{x + w, y + h}, hairline, ruleGrey)
		}
		if bar != nil {
			cv.Rect(x, y, barWidth, h, bar)
		}
	})
	out.put(in, barWidth+boxPad, s.pad)
	out.h = h
	return out
}

const (
	hairline = 0.2
	barWidth = 1.2
	boxPad   = 3.0
	boxInset = barWidth + 2*boxPad
)
