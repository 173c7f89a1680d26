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
	b = appendMarks(b, sc.Marks)
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

// hollow is a ring with paper inside: a dot and the ring around it.
const hollow = chart.Polyline + 1

// isHollow reports whether a ring stands on the rim of a dot of paper.
func isHollow(dot, ring *chart.Mark) bool {
	return dot.Kind == chart.Dot && ring.Kind == chart.Ring && dot.Tone == chart.Paper && dot.A == ring.A && math.Abs(dot.R-ring.R-ring.Width/2) < 1e-6
}

// appendMarks writes marks in their order. Those of one look that follow one
// another are written as one: lines as one path, circles as one group.
func appendMarks(b []byte, marks []chart.Mark) []byte {
	var room [64]*chart.Mark
	run, kind := room[:0], chart.Rect
	for i := 0; i < len(marks); i++ {
		m, k := &marks[i], marks[i].Kind
		if i+1 < len(marks) && isHollow(m, &marks[i+1]) {
			i++
			m, k = &marks[i], hollow
		}
		if len(run) > 0 && (k != kind || m.Tone != run[0].Tone || m.Width != run[0].Width) {
			b = appendRun(b, kind, run)
			run = run[:0]
		}
		run, kind = append(run, m), k
	}
	if len(run) > 0 {
		b = appendRun(b, kind, run)
	}
	return b
}

// appendRun writes marks of one kind, tone and width.
func appendRun(b []byte, kind chart.Kind, run []*chart.Mark) []byte {
	tone := toneClasses[run[0].Tone]
	look := func(stroked bool, more string) {
		if !stroked {
			b = append(append(append(append(b, ` class="f-`...), tone...), more...), '"')
			return
		}
		b = append(append(append(b, ` class="s-`...), tone...), more...)
		b = append(number(b, `" stroke-width="`, run[0].Width), '"')
	}
	switch kind {
	case chart.Rect:
		for _, m := range run {
			b = append(b, `<rect`...)
			look(false, "")
			b = number(b, ` x="`, m.A.X)
			b = number(b, `" y="`, m.A.Y)
			b = number(b, `" width="`, m.B.X-m.A.X)
			b = append(number(b, `" height="`, m.B.Y-m.A.Y), `"/>`...)
		}
	case chart.Line, chart.Polyline:
		b = append(b, `<path`...)
		if kind == chart.Line {
			look(true, "")
		} else {
			look(true, " round")
		}
		b = append(b, ` d="`...)
		for _, m := range run {
			if kind == chart.Line {
				b = appendPath(b, m.A, m.B)
			} else {
				b = appendPath(b, m.Pts...)
			}
		}
		b = append(b, `"/>`...)
	case chart.Polygon:
		for _, m := range run {
			b = append(b, `<path`...)
			look(false, "")
			b = append(appendPath(append(b, ` d="`...), m.Pts...), `z"/>`...)
		}
	case chart.Dot, chart.Ring, hollow:
		more := ""
		if kind == hollow {
			more = " hollow"
		}
		if len(run) > 1 {
			b = append(b, `<g`...)
			look(kind != chart.Dot, more)
			b = append(b, '>')
		}
		for _, m := range run {
			b = append(b, `<circle`...)
			if len(run) == 1 {
				look(kind != chart.Dot, more)
			}
			b = number(b, ` cx="`, m.A.X)
			b = number(b, `" cy="`, m.A.Y)
			b = append(number(b, `" r="`, m.R), `"/>`...)
		}
		if len(run) > 1 {
			b = append(b, `</g>`...)
		}
	}
	return b
}

// appendPath writes lines through points: the first place, then steps, which take
// fewer digits. Steps are between rounded places, so that no error adds up.
func appendPath(b []byte, pts ...chart.Point) []byte {
	if len(pts) == 0 {
		return b
	}
	x, y := hundredths(pts[0].X), hundredths(pts[0].Y)
	b = appendStep(append(b, 'M'), x, false)
	b = appendStep(b, y, true)
	for i, p := range pts[1:] {
		toX, toY := hundredths(p.X), hundredths(p.Y)
		if i == 0 {
			b = append(b, 'l')
		}
		b = appendStep(b, toX-x, i > 0)
		b = appendStep(b, toY-y, true)
		x, y = toX, toY
	}
	return b
}

// hundredths rounds a length on a page; what is not one counts as none.
func hundredths(v float64) int {
	const most = 1e6
	if math.IsNaN(v) {
		return 0
	}
	return int(math.Round(100 * min(max(v, -most), most)))
}

// appendStep writes hundredths without a zero before the point; a minus sign
// keeps numbers apart as a space does.
func appendStep(b []byte, v int, follows bool) []byte {
	if v < 0 {
		b, v = append(b, '-'), -v
	} else if follows {
		b = append(b, ' ')
	}
	whole, rest := v/100, v%100
	if whole > 0 || rest == 0 {
		b = strconv.AppendInt(b, int64(whole), 10)
	}
	if rest != 0 {
		b = append(b, '.', byte('0'+rest/10))
		if rest%10 != 0 {
			b = append(b, byte('0'+rest%10))
		}
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
