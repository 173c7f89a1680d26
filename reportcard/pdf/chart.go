package pdf

import (
	"github.com/johnfercher/maroto/v2/pkg/props"

	"inclusioncards/reportcard/chart"
)

// tones are the colours of charts on paper.
var tones = func() (out [chart.ToneCount]*props.Color) {
	for t, c := range chart.Light {
		out[t] = &props.Color{Red: int(c.R), Green: int(c.G), Blue: int(c.B)}
	}
	return out
}()

// sceneMark draws the marks of a chart.
func sceneMark(sc chart.Scene) mark {
	return func(c Canvas, x, y float64) {
		at := func(p chart.Point) Point { return Point{x + p.X, y + p.Y} }
		for i := range sc.Marks {
			m := &sc.Marks[i]
			color := tones[m.Tone]
			switch m.Kind {
			case chart.Rect:
				c.Rect(x+m.A.X, y+m.A.Y, m.B.X-m.A.X, m.B.Y-m.A.Y, color)
			case chart.Line:
				c.Line(at(m.A), at(m.B), m.Width, color)
			case chart.Dot:
				c.Dot(at(m.A), m.R, color)
			case chart.Ring:
				c.Ring(at(m.A), m.R, m.Width, color)
			case chart.Polygon, chart.Polyline:
				pts := make([]Point, len(m.Pts))
				for j, p := range m.Pts {
					pts[j] = at(p)
				}
				if m.Kind == chart.Polygon {
					c.Polygon(pts, color)
				} else {
					c.Polyline(pts, m.Width, color)
				}
			}
		}
	}
}

// scene is a chart with its labels as text.
func (s *setter) scene(sc chart.Scene) *sheet {
	out := &sheet{w: sc.W, h: sc.H, items: make([]item, 0, 1+len(sc.Texts))}
	out.mark(0, 0, sceneMark(sc))
	spans := make([]span, len(sc.Texts))
	for i := range sc.Texts {
		t := &sc.Texts[i]
		spans[i] = span{text: s.r.clean(t.Text), size: t.Size, bold: t.Bold, color: tones[t.Tone], width: t.W}
		out.items = append(out.items, item{x: t.Left(), y: t.Y, text: &spans[i]})
	}
	return out
}
