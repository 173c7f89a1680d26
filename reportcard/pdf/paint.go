package pdf

import (
	"math"

	"github.com/johnfercher/maroto/v2/pkg/props"

	"inclusioncards/reportcard/pdf/write"
)

// ptPerMM converts lengths for the file, whose unit is the point.
const ptPerMM = 72 / 25.4

// painter writes the content of a page. It remembers the state of graphics and
// text and writes only what changes: a page repeats few colours and widths.
type painter struct {
	b []byte
	state
	inText bool
	x, y   float64 // start of the current line of text, points
}

type state struct {
	fill, stroke rgb
	width        float64
	cap          int
	font         int // 1 regular, 2 bold, 0 none yet
	size         float64
}

type rgb struct{ r, g, b int }

func rgbOf(c *props.Color) rgb {
	if c == nil {
		return rgb{}
	}
	return rgb{c.Red, c.Green, c.Blue}
}

// newPage starts from the state every page has: black, butt caps, one point.
// Joins are round throughout.
func (p *painter) newPage() {
	*p = painter{b: append(p.b[:0], "1 j\n"...), state: state{width: 1}}
}

func (p *painter) op(name string, v ...float64) {
	for _, x := range v {
		p.b = write.AppendFixed(p.b, x)
		p.b = append(p.b, ' ')
	}
	p.b = append(p.b, name...)
	p.b = append(p.b, '\n')
}

func (p *painter) color(to *rgb, c rgb, op, greyOp string) {
	if *to == c {
		return
	}
	*to = c
	if c.r == c.g && c.g == c.b {
		p.channel(c.r)
		p.b = append(p.b, greyOp...)
	} else {
		p.channel(c.r)
		p.channel(c.g)
		p.channel(c.b)
		p.b = append(p.b, op...)
	}
	p.b = append(p.b, '\n')
}

// channel writes a colour value of 0 to 255 as a share of 1, to three places.
func (p *painter) channel(v int) {
	n := (v*1000 + 127) / 255
	switch {
	case n <= 0:
		p.b = append(p.b, "0 "...)
	case n >= 1000:
		p.b = append(p.b, "1 "...)
	default:
		p.b = append(p.b, '.', byte('0'+n/100), byte('0'+n/10%10), byte('0'+n%10), ' ')
	}
}

func (p *painter) pen(width float64, cap int, c rgb) {
	if width = math.Round(width*100) / 100; width != p.width {
		p.width = width
		p.op("w", width)
	}
	if cap != p.cap {
		p.cap = cap
		p.op("J", float64(cap))
	}
	p.color(&p.stroke, c, "RG", "G")
}

const (
	buttCap  = 0
	roundCap = 1
)

func (p *painter) endText() {
	if p.inText {
		p.b = append(p.b, "ET\n"...)
		p.inText = false
	}
}

// text draws glyphs with the left end of their baseline at x, y, in points from
// the page's lower left corner.
func (p *painter) text(x, y float64, f *face, font int, size float64, c rgb, s string) {
	if !p.inText {
		p.b = append(p.b, "BT\n"...)
		p.inText, p.x, p.y = true, 0, 0
	}
	if p.font != font || p.size != size {
		p.font, p.size = font, size
		p.b = append(p.b, '/', 'F', byte('0'+font), ' ')
		p.op("Tf", size)
	}
	p.color(&p.fill, c, "rg", "g")
	// Moves are relative: rounding each to a hundredth must not add up.
	dx, dy := math.Round((x-p.x)*100)/100, math.Round((y-p.y)*100)/100
	p.op("Td", dx, dy)
	p.x += dx
	p.y += dy
	p.b = append(p.b, '(')
	for _, r := range s {
		g := f.glyphOf(r)
		p.b = write.AppendByte(p.b, byte(g>>8))
		p.b = write.AppendByte(p.b, byte(g))
	}
	p.b = append(p.b, ")Tj\n"...)
}

// The methods below draw paths, in points; a text object must be closed.

func (p *painter) rect(x, y, w, h float64, c rgb) {
	p.color(&p.fill, c, "rg", "g")
	p.op("re", x, y, w, h)
	p.b = append(p.b, "f\n"...)
}

func (p *painter) line(x0, y0, x1, y1, width float64, cap int, c rgb) {
	p.pen(width, cap, c)
	p.op("m", x0, y0)
	p.op("l", x1, y1)
	p.b = append(p.b, "S\n"...)
}

// ring strokes a circle made of four curves.
func (p *painter) ring(x, y, radius, width float64, c rgb) {
	const k = 0.5522847498 // of the radius: the curve nearest to a quarter circle
	p.pen(width, buttCap, c)
	r, d := radius, radius*k
	p.op("m", x+r, y)
	p.op("c", x+r, y+d, x+d, y+r, x, y+r)
	p.op("c", x-d, y+r, x-r, y+d, x-r, y)
	p.op("c", x-r, y-d, x-d, y-r, x, y-r)
	p.op("c", x+d, y-r, x+r, y-d, x+r, y)
	p.b = append(p.b, "s\n"...)
}
