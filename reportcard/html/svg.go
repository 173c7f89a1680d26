package html

import (
	"fmt"
	"html"
	"html/template"
	"math"
	"strconv"
	"strings"

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
func svg(sc chart.Scene, id, title, desc, class string) template.HTML {
	var b strings.Builder
	fmt.Fprintf(&b, `<svg class="%s" viewBox="0 0 %s %s"`, class, num(sc.W), num(sc.H))
	if id == "" {
		b.WriteString(` aria-hidden="true" focusable="false">`)
	} else {
		fmt.Fprintf(&b, ` role="img" aria-labelledby="%[1]s-t %[1]s-d" focusable="false"><title id="%[1]s-t">%[2]s</title><desc id="%[1]s-d">%[3]s</desc>`,
			id, html.EscapeString(title), html.EscapeString(desc))
	}
	for i := range sc.Marks {
		writeMark(&b, &sc.Marks[i])
	}
	for i := range sc.Texts {
		t := &sc.Texts[i]
		weight := ""
		if t.Bold {
			weight = ` font-weight="700"`
		}
		// The measured width is kept whatever face the reader's machine has.
		fmt.Fprintf(&b, `<text class="f-%s" x="%s" y="%s" font-size="%s"%s textLength="%s" lengthAdjust="spacingAndGlyphs">%s</text>`,
			toneClasses[t.Tone], num(t.Left()), num(t.Y), num(t.Size*mmPerPt), weight, num(t.W), html.EscapeString(t.Text))
	}
	b.WriteString("</svg>")
	return template.HTML(b.String())
}

func writeMark(b *strings.Builder, m *chart.Mark) {
	tone := toneClasses[m.Tone]
	switch m.Kind {
	case chart.Rect:
		fmt.Fprintf(b, `<rect class="f-%s" x="%s" y="%s" width="%s" height="%s"/>`, tone, num(m.A.X), num(m.A.Y), num(m.B.X-m.A.X), num(m.B.Y-m.A.Y))
	case chart.Line:
		fmt.Fprintf(b, `<path class="s-%s" stroke-width="%s" d="M%s %sL%s %s"/>`, tone, num(m.Width), num(m.A.X), num(m.A.Y), num(m.B.X), num(m.B.Y))
	case chart.Dot:
		fmt.Fprintf(b, `<circle class="f-%s" cx="%s" cy="%s" r="%s"/>`, tone, num(m.A.X), num(m.A.Y), num(m.R))
	case chart.Ring:
		fmt.Fprintf(b, `<circle class="s-%s" stroke-width="%s" cx="%s" cy="%s" r="%s"/>`, tone, num(m.Width), num(m.A.X), num(m.A.Y), num(m.R))
	case chart.Polygon:
		fmt.Fprintf(b, `<polygon class="f-%s" points="%s"/>`, tone, points(m.Pts))
	case chart.Polyline:
		fmt.Fprintf(b, `<polyline class="s-%s" stroke-width="%s" stroke-linejoin="round" stroke-linecap="round" points="%s"/>`, tone, num(m.Width), points(m.Pts))
	}
}

func points(pts []chart.Point) string {
	out := make([]string, len(pts))
	for i, p := range pts {
		out[i] = num(p.X) + "," + num(p.Y)
	}
	return strings.Join(out, " ")
}

// num writes a length with two decimals at the most: a hundredth of a
// millimetre.
func num(v float64) string {
	v = math.Round(v*100) / 100
	if v == 0 {
		return "0" // not -0
	}
	return strconv.FormatFloat(v, 'f', -1, 64)
}
