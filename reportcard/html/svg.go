package html

import (
	"html"
	"html/template"
	"math"
	"strconv"

	"inclusioncards/reportcard/chart"
)

const mmPerPt = 25.4 / 72

// toneClasses are the classes of the style sheet that colour a mark, so that a
// chart follows dark and high-contrast pages.
var toneClasses = [chart.ToneCount]string{
	chart.Paper: "paper", chart.Ink: "ink", chart.Blue: "blue", chart.Grey: "grey", chart.Orange: "orange",
	chart.Axes: "axes", chart.Band: "band", chart.Tint: "tint", chart.Other: "other",
}

// svg writes a scene as an inline picture. With an id it is an image with the
// title and description given; without, it is decoration.
func svg(sc *chart.Scene, id, title, desc, class string) template.HTML {
	const mark, label = 96, 192 // bytes, about
	b := make([]byte, 0, 256+2*len(id)+len(title)+len(desc)+mark*len(sc.Marks)+label*len(sc.Texts))
	b = append(append(b, `<svg class="`...), class...)
	b = number(b, `" viewBox="0 0 `, sc.W)
	b = number(b, ` `, sc.H)
	if id == "" {
		b = append(b, `" aria-hidden="true" focusable="false">`...)
	} else {
		b = append(append(b, `" role="img" aria-labelledby="`...), id...)
		b = append(append(b, `-t `...), id...)
		b = append(append(b, `-d" focusable="false"><title id="`...), id...)
		b = append(append(b, `-t">`...), html.EscapeString(title)...)
		b = append(append(b, `</title><desc id="`...), id...)
		b = append(append(b, `-d">`...), html.EscapeString(desc)...)
		b = append(b, `</desc>`...)
	}
	for i := range sc.Marks {
		b = appendMark(b, &sc.Marks[i])
	}
	for i := range sc.Texts {
		t := &sc.Texts[i]
		b = append(append(b, `<text class="f-`...), toneClasses[t.Tone]...)
		b = number(b, `" x="`, t.Left())
		b = number(b, `" y="`, t.Y)
		b = number(b, `" font-size="`, t.Size*mmPerPt)
		if t.Bold {
			b = append(b, `" font-weight="700`...)
		}
		// The measured width is kept whatever face the reader's machine has.
		b = number(b, `" textLength="`, t.W)
		b = append(append(b, `" lengthAdjust="spacingAndGlyphs">`...), html.EscapeString(t.Text)...)
		b = append(b, `</text>`...)
	}
	b = append(b, "</svg>"...)
	return template.HTML(b)
}

func appendMark(b []byte, m *chart.Mark) []byte {
	tone := toneClasses[m.Tone]
	fill := func(name string) { b = append(append(append(b, name...), ` class="f-`...), tone...) }
	stroke := func(name string) {
		b = append(append(append(b, name...), ` class="s-`...), tone...)
		b = number(b, `" stroke-width="`, m.Width)
	}
	switch m.Kind {
	case chart.Rect:
		fill(`<rect`)
		b = number(b, `" x="`, m.A.X)
		b = number(b, `" y="`, m.A.Y)
		b = number(b, `" width="`, m.B.X-m.A.X)
		b = number(b, `" height="`, m.B.Y-m.A.Y)
	case chart.Line:
		stroke(`<path`)
		b = number(b, `" d="M`, m.A.X)
		b = number(b, ` `, m.A.Y)
		b = number(b, `L`, m.B.X)
		b = number(b, ` `, m.B.Y)
	case chart.Dot:
		fill(`<circle`)
		b = circle(b, m)
	case chart.Ring:
		stroke(`<circle`)
		b = circle(b, m)
	case chart.Polygon:
		fill(`<polygon`)
		b = points(b, m.Pts)
	case chart.Polyline:
		stroke(`<polyline`)
		b = append(b, `" stroke-linejoin="round" stroke-linecap="round`...)
		b = points(b, m.Pts)
	default:
		return b
	}
	return append(b, `"/>`...)
}

func circle(b []byte, m *chart.Mark) []byte {
	b = number(b, `" cx="`, m.A.X)
	b = number(b, `" cy="`, m.A.Y)
	return number(b, `" r="`, m.R)
}

func points(b []byte, pts []chart.Point) []byte {
	b = append(b, `" points="`...)
	for i, p := range pts {
		before := " "
		if i == 0 {
			before = ""
		}
		b = number(b, before, p.X)
		b = number(b, ",", p.Y)
	}
	return b
}

// number writes a length after a piece of markup, with two decimals at the most:
// a hundredth of a millimetre.
func number(b []byte, before string, v float64) []byte {
	b = append(b, before...)
	v = math.Round(v * 100)
	if !(math.Abs(v) < 1<<53) {
		return strconv.AppendFloat(b, v/100, 'f', -1, 64)
	}
	n := int64(v)
	if n < 0 {
		b = append(b, '-')
		n = -n
	}
	b = strconv.AppendInt(b, n/100, 10)
	if rest := n % 100; rest != 0 {
		b = append(b, '.', byte('0'+rest/10))
		if rest%10 != 0 {
			b = append(b, byte('0'+rest%10))
		}
	}
	return b
}
