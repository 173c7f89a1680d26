package pdf

import (
	"math"

	"inclusioncards/reportcard"
)

// markSize is the side of the square a result shape fills.
const markSize = 3.2

// shapeMark draws the shape of a result, told apart without colour: by outline,
// by being filled or hollow.
func shapeMark(shape reportcard.Shape) mark {
	const m = markSize
	return func(c Canvas, x, y float64) {
		mid := Point{x + m/2, y + m/2}
		switch shape {
		case reportcard.FilledTriangle:
			c.Polygon([]Point{{mid.X, y}, {x + m, y + m}, {x, y + m}}, orange)
		case reportcard.HollowTriangle:
			const w = 0.5
			top, foot := Point{mid.X, y + w}, y+m-w/2
			c.Polyline([]Point{top, {x + m - w*0.75, foot}, {x + w*0.75, foot}, top}, w, orange)
		case reportcard.FilledCircle:
			c.Dot(mid, m/2-0.1, blue)
		case reportcard.FilledSquare:
			c.Rect(x, y, m, m, blue)
			c.Rect(x+0.5, y+0.5, m-1, m-1, white)
			c.Rect(x+0.9, y+0.9, m-1.8, m-1.8, blue)
		case reportcard.Dash:
			c.Rect(x, mid.Y-0.35, m, 0.7, grey)
		case reportcard.Cross:
			const in = 0.35
			c.Line(Point{x + in, y + in}, Point{x + m - in, y + m - in}, 0.6, grey)
			c.Line(Point{x + in, y + m - in}, Point{x + m - in, y + in}, 0.6, grey)
		}
	}
}

// stripMark draws the position strip in a box: light band, dark band, the
// comparator's own figure as a tick, then this school's interval and dot.
func stripMark(st *reportcard.Strip, w, h float64) mark {
	return func(c Canvas, x, y float64) {
		const inset, band = 1.5, 3.8
		at := func(v float64) float64 {
			return x + inset + clampUnit((v-st.Min)/(st.Max-st.Min))*(w-2*inset)
		}
		mid := y + h/2
		c.Line(Point{x, mid + band/2 + 1}, Point{x + w, mid + band/2 + 1}, hairline, ruleGrey)
		if st.HasLimits {
			lo, hi := at(st.LimitLo), at(st.LimitHi)
			c.Rect(lo, mid-band/2, hi-lo, band, lightGrey)
			// The tint is faint on paper: its ends are ruled.
			for _, end := range []float64{lo, hi} {
				c.Line(Point{end, mid - band/2}, Point{end, mid + band/2}, hairline, midGrey)
			}
		}
		if st.HasQuartiles {
			lo, hi := at(st.QuartileLo), at(st.QuartileHi)
			c.Rect(lo, mid-band/2, hi-lo, band, ruleGrey)
		}
		if st.HasMarker {
			m := at(st.Marker)
			c.Line(Point{m, mid - band/2 - 0.6}, Point{m, mid + band/2 + 0.6}, 0.4, grey)
		}
		if st.Hi > st.Lo {
			c.Line(Point{at(st.Lo), mid}, Point{at(st.Hi), mid}, 0.5, blue)
		}
		dot := Point{at(st.Dot), mid}
		c.Dot(dot, 1.6, white)
		c.Dot(dot, 1.25, blue)
	}
}

// sparkMark draws the three-year dots, the last one larger; a missing year
// leaves its slot empty and breaks the line.
func sparkMark(sp *reportcard.Sparkline, w, h float64) mark {
	return func(c Canvas, x, y float64) {
		const inset = 1.2
		n := len(sp.Points)
		if n == 0 {
			return
		}
		place := func(i int) Point {
			across := 0.5
			if n > 1 {
				across = float64(i) / float64(n-1)
			}
			up := clampUnit((sp.Points[i].Value - sp.Min) / (sp.Max - sp.Min))
			return Point{x + inset + across*(w-2*inset), y + h - inset - up*(h-2*inset)}
		}
		for i := 1; i < n; i++ {
			if !sp.Points[i-1].Missing && !sp.Points[i].Missing {
				c.Line(place(i-1), place(i), 0.3, blue)
			}
		}
		for i, p := range sp.Points {
			if p.Missing {
				continue
			}
			r := 0.65
			if i == n-1 {
				r = 1.1
			}
			c.Dot(place(i), r, blue)
		}
	}
}

// clampUnit keeps a position on its axis; an axis without length puts it in the
// middle.
func clampUnit(v float64) float64 {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return 0.5
	}
	return min(max(v, 0), 1)
}
