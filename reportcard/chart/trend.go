package chart

// Sparkline is the three-year dots: one slot per year, oldest first.
type Sparkline struct {
	Min, Max float64
	Points   []SparkPoint
	Alt      string
}

// SparkPoint is one year; Missing leaves the slot empty.
type SparkPoint struct {
	Label   string
	Value   float64
	Missing bool
}

// Scene draws the dots for a row of a table, f.Plot high, the last one larger;
// a missing year leaves its slot empty and breaks the line.
func (sp *Sparkline) Scene(f Frame) Scene {
	const inset = 1.2
	s := Scene{W: f.Width, H: f.Plot}
	n := len(sp.Points)
	place := func(i int) Point {
		across := 0.5
		if n > 1 {
			across = float64(i) / float64(n-1)
		}
		up := unit(sp.Points[i].Value, sp.Min, sp.Max)
		return Point{inset + across*(f.Width-2*inset), f.Plot - inset - up*(f.Plot-2*inset)}
	}
	for i := 1; i < n; i++ {
		if !sp.Points[i-1].Missing && !sp.Points[i].Missing {
			s.line(place(i-1), place(i), 0.3, Blue)
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
		s.dot(place(i), r, Blue)
	}
	return s
}

// Trend is one small multiple: up to two series over the same years.
type Trend struct {
	Title   string
	Max     float64 // the axis runs from 0 to Max, a proportion
	MaxText string  // "30%"
	MinText string  // "0%"
	Years   []string
	// BreakBefore marks the slots before which the line is broken.
	BreakBefore []bool
	Series      []TrendSeries
	Under       string // what cannot stand under the points: "Published rates, no counts"
	Takeaway    string
	Alt         string
}

// TrendSeries is one line of a Trend.
type TrendSeries struct {
	Label  string
	Filled bool // filled dots for SEND, hollow for no SEND
	Points []TrendPoint
	// NLabel heads the pupils behind the points: "SEND n". Empty when the
	// points carry none.
	NLabel string
}

// TrendPoint is one year of a series with its interval (Lo = Hi = Value when
// there is none).
type TrendPoint struct {
	Value, Lo, Hi float64
	Missing       bool
	N             string // pupils behind it, as printed
}

const (
	dotRadius   = 0.95
	defaultPlot = 27.0
)

// Scene draws the plot: axis labels at the left, the name of each series at the
// right of its last point, years and pupils below.
func (t *Trend) Scene(f Frame) Scene {
	st := style{size: f.Size, tone: Grey}
	s := Scene{W: f.Width}
	left := min(max(st.width(t.MaxText), st.width(t.MinText)), f.Width/4) + 0.1
	names, right := t.names(f)
	height := f.Plot
	if height <= 0 {
		height = defaultPlot
	}
	height = max(height, stacked(names)+0.1, 2*st.line())
	top := st.line() / 2
	x0, x1 := left+1.2, f.Width-right-dotRadius-1.4
	s.line(Point{x0, top}, Point{x1 + 1.5, top}, hairline, Tint)
	s.line(Point{x0, top + height}, Point{x1 + 1.5, top + height}, 0.25, Axes)
	st.text(&s, st.cut(t.MaxText, left), left, 0, End)
	st.text(&s, st.cut(t.MinText, left), left, top+height-st.line()*0.75, End)

	n := len(t.Years)
	first, last := x0+3, min(x1, f.Width-right-labelGap-t.widestN(st)/2)
	slot := func(i int) float64 {
		if n < 2 || last < first {
			return (first + last) / 2
		}
		return first + float64(i)/float64(n-1)*(last-first)
	}
	level := func(v float64) float64 { return top + height - unit(v, 0, t.Max)*height }
	for i := range t.Series {
		t.Series[i].draw(&s, t, slot, level)
	}
	for i, brk := range t.BreakBefore {
		if brk && i > 0 && i < n {
			breakMark(&s, (slot(i-1)+slot(i))/2, top+height)
		}
	}
	for i := range names {
		names[i].level = level(names[i].level)
	}
	for _, b := range stack(names, top, top+height) {
		b.style.block(&s, b.lines, x1+dotRadius+1.2, b.y, Start)
	}
	y := top + height + st.line()*0.3
	t.years(&s, st, slot, y)
	y += st.line()
	for _, se := range t.Series {
		if se.NLabel == "" {
			continue
		}
		st.text(&s, st.cut(se.NLabel, right), f.Width-right, y, Start)
		points := se.Points[:min(len(se.Points), n)]
		free := f.Width - right - labelGap
		for i := len(points) - 1; i >= 0; i-- {
			w := st.width(points[i].N)
			x := min(max(slot(i)-w/2, 0), free-w)
			if points[i].N == "" || x < 0 {
				continue
			}
			st.text(&s, points[i].N, x, y, Start)
			free = x - labelGap/2
		}
		y += st.line()
	}
	s.H = y
	return s
}

// names are the names of the series that have a point, at its value, and the
// width of the column they and the headings of the pupils take.
func (t *Trend) names(f Frame) (out []beside, width float64) {
	st := style{size: f.Size, tone: Grey}
	for _, se := range t.Series {
		width = max(width, Width(se.Label, f.Size, se.Filled), st.width(se.NLabel))
	}
	width = min(width+0.1, f.Width/3)
	for _, se := range t.Series {
		own := style{size: f.Size, tone: Grey}
		if se.Filled {
			own = style{size: f.Size, tone: Blue, bold: true}
		}
		for i := len(se.Points) - 1; i >= 0; i-- {
			if p := se.Points[i]; !p.Missing {
				out = append(out, beside{lines: own.wrap(se.Label, width), style: own, level: p.Value})
				break
			}
		}
	}
	return out, width
}

// widestN is the width of the longest number of pupils.
func (t *Trend) widestN(st style) float64 {
	w := 0.0
	for _, se := range t.Series {
		for _, p := range se.Points {
			w = max(w, st.width(p.N))
		}
	}
	return w
}

// years labels the last year and as many before it as there is room for.
func (t *Trend) years(s *Scene, st style, slot func(int) float64, y float64) {
	free := s.W
	for i := len(t.Years) - 1; i >= 0; i-- {
		w := st.width(t.Years[i])
		x := min(max(slot(i)-w/2, 0), s.W-w)
		if x < 0 || x+w > free {
			continue
		}
		st.text(s, t.Years[i], x, y, Start)
		free = x - labelGap/2
	}
}

// draw joins neighbouring years and sets the intervals and the dots.
func (se *TrendSeries) draw(s *Scene, t *Trend, slot func(int) float64, level func(float64) float64) {
	tone := Grey
	if se.Filled {
		tone = Blue
	}
	pts := se.Points[:min(len(se.Points), len(t.Years))]
	at := func(i int) Point { return Point{slot(i), level(pts[i].Value)} }
	for i := 1; i < len(pts); i++ {
		broken := i < len(t.BreakBefore) && t.BreakBefore[i]
		if !broken && !pts[i].Missing && !pts[i-1].Missing {
			s.line(at(i-1), at(i), 0.25, tone)
		}
	}
	for i, p := range pts {
		if p.Missing {
			continue
		}
		if p.Hi > p.Lo {
			s.line(Point{slot(i), level(p.Hi)}, Point{slot(i), level(p.Lo)}, 0.3, tone)
		}
		if se.Filled {
			s.dot(at(i), dotRadius, tone)
		} else {
			s.hollow(at(i), dotRadius, 0.34, tone)
		}
	}
}

// breakMark is the pair of strokes on the axis where a series is not
// continuous.
func breakMark(s *Scene, x, y float64) {
	for _, dx := range []float64{-0.5, 0.5} {
		s.line(Point{x + dx - 0.5, y + 1}, Point{x + dx + 0.5, y - 1}, 0.3, Grey)
	}
}
