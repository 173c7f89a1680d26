package pdf

import (
	"strings"

	"github.com/johnfercher/maroto/v2/pkg/consts/align"
	"github.com/johnfercher/maroto/v2/pkg/consts/breakline"
	"github.com/johnfercher/maroto/v2/pkg/consts/fontstyle"
	"github.com/johnfercher/maroto/v2/pkg/core/entity"
	"github.com/johnfercher/maroto/v2/pkg/props"
)

// font chooses the face of a style: there is one family, upright only.
func (e *engine) fontOf(style fontstyle.Type) (*face, int) {
	if style == fontstyle.Bold || style == fontstyle.BoldItalic {
		return e.base.bold, 2
	}
	return e.base.regular, 1
}

// GetFontHeight is the size of the type in millimetres.
func (e *engine) GetFontHeight(p *props.Font) float64 { return p.Size * mmPerPt }

// GetLinesQuantity is the number of lines that text takes in a column.
func (e *engine) GetLinesQuantity(text string, p *props.Text, width float64) int {
	return len(e.wrap(text, p, width))
}

// AddText draws text in a cell, its first baseline one type size under the top.
// Text outside any part of the document becomes a paragraph.
func (e *engine) AddText(text string, cell *entity.Cell, p *props.Text) {
	f, _ := e.fontOf(p.Style)
	top, left, right := min(p.Top, cell.Height), min(p.Left, cell.Width), min(p.Right, cell.Width)
	width := max(cell.Width-left-right, 0)
	em := p.Size * mmPerPt
	x, y := cell.X+left, cell.Y+top+em
	own := e.tree.artifact < 0 && !roles[e.tree.nodes[e.tree.top()].tag.Role].content
	if own {
		e.BeginTag(Tag{Role: Paragraph})
	}
	if p.Hyperlink != nil {
		e.BeginTag(Tag{Role: Link})
	}
	lines := []string{text}
	if f.width(text, p.Size) > width {
		lines = e.wrap(text, p, width)
	}
	for i, l := range lines {
		if i < len(lines)-1 {
			l += " " // keeps words apart for a reader who does not see the lines
		}
		e.addLine(l, x, y+float64(i)*(em+p.VerticalPadding), width, p)
	}
	if p.Hyperlink != nil {
		e.EndTag()
	}
	if own {
		e.EndTag()
	}
}

// addLine draws one line of text aligned in a width.
func (e *engine) addLine(text string, x, y, width float64, p *props.Text) {
	f, number := e.fontOf(p.Style)
	color := p.Color
	if p.Hyperlink != nil && color == nil {
		color = &props.BlueColor
	}
	if color == nil && e.cfg.DefaultFont != nil {
		color = e.cfg.DefaultFont.Color
	}
	long := f.width(strings.TrimRight(text, " "), p.Size)
	switch p.Align {
	case align.Right:
		x += width - long
	case align.Center:
		x += (width - long) / 2
	case align.Justify:
		e.justify(text, x, y, width, p, color)
		return
	}
	e.show(text, x, y, long, f, number, p.Size, color, p.Hyperlink)
}

// justify spreads the words of a line over the width.
func (e *engine) justify(text string, x, y, width float64, p *props.Text, color *props.Color) {
	f, number := e.fontOf(p.Style)
	words := strings.Fields(text)
	long := f.width(strings.Join(words, ""), p.Size)
	space := (width - long) / float64(max(len(words)-1, 1))
	for _, w := range words {
		long := f.width(w, p.Size)
		e.show(w+" ", x, y, long, f, number, p.Size, color, p.Hyperlink)
		x += long + space
	}
}

// show draws text with its baseline at x, y.
func (e *engine) show(text string, x, y, width float64, f *face, number int, size float64, c *props.Color, uri *string) {
	if text == "" {
		return
	}
	e.mark(e.tree.top())
	px, py := e.at(x, y)
	high, deep := ascent*size, descent*size
	if figure := e.tree.figure(); figure != 0 {
		b := &e.tree.nodes[figure].box
		b.add(px, py-deep)
		b.add(px+width*ptPerMM, py+high)
	}
	e.tree.note(text, e.page(), py+high)
	e.text(px, py, f, number, size, rgbOf(c), text)
	if uri != nil && e.tree.artifact < 0 {
		e.tree.link(link{page: e.page(), box: box{px, py - deep, px + width*ptPerMM, py + high, true}, uri: *uri, text: text})
	}
}

// wrap breaks text as maroto's own engine does.
func (e *engine) wrap(text string, p *props.Text, width float64) []string {
	f, _ := e.fontOf(p.Style)
	if p.BreakLineStrategy == breakline.DashStrategy {
		return wrapWithDash(text, f, p.Size, width)
	}
	var lines []string
	full := 0.0
	for word := range strings.SplitSeq(text, " ") {
		if word == "" {
			continue
		}
		piece := word
		if len(lines) > 0 {
			piece = " " + word
		}
		if w := f.width(piece, p.Size); len(lines) > 0 && full+w <= width {
			lines[len(lines)-1] += piece
			full += w
		} else {
			lines = append(lines, word)
			full = f.width(word, p.Size)
		}
	}
	return lines
}

func wrapWithDash(text string, f *face, size, width float64) []string {
	dash := f.width(" - ", size)
	var lines []string
	var line strings.Builder
	full := 0.0
	for _, r := range text {
		if full+dash > width-dash && line.Len() > 0 {
			lines = append(lines, line.String()+"-")
			line.Reset()
			full = 0
		}
		line.WriteRune(r)
		full += f.width(string(r), size)
	}
	if line.Len() > 0 {
		lines = append(lines, line.String())
	}
	return lines
}
