package chart

import (
	"cmp"
	"slices"
)

// Funnel plots every school of an area by its size, with the limits within
// which most would lie by chance. One school may be labelled, the others are
// grey.
type Funnel struct {
	X, Y Axis // Y from zero
	// Others are the other schools: X the pupils behind the figure, Y the figure.
	Others []Point
	Self   *FunnelSelf
	// Limits are drawn from the outermost in, each labelled at its right end.
	Limits []FunnelLimit
	// Target is the line in the middle: "local 9.1".
	Target     float64
	TargetText string
}

// FunnelSelf is the labelled school.
type FunnelSelf struct {
	At   Point
	Text string
}

// FunnelLimit is a pair of limits over the same sizes, ascending.
type FunnelLimit struct {
	Text   string // "99.8%"
	Dashed bool
	X      []float64
	Lo, Hi []float64
}

// Scene draws the funnel, f.Plot high.
func (fu *Funnel) Scene(f Frame) Scene {
	s := Scene{W: f.Width}
	plain := style{size: f.Size, tone: Grey}
	strong := style{size: f.Size, bold: true, tone: Blue}
	y := plain.block(&s, plain.wrap(fu.Y.Name, f.Width), 0, 0, Start) + plain.line()*0.6
	left := 0.0
	for _, t := range fu.Y.Ticks {
		left = max(left, plain.width(t.Text))
	}
	left = min(left, f.Width/5) + 1.8
	names, right := fu.names(plain, f.Width/4)
	height := f.Plot
	if height <= 0 {
		height = 2 * defaultPlot
	}
	height = max(height, stacked(names)+0.1, 3*plain.line())
	x0, x1 := left, f.Width-right-1.8
	atX := func(v float64) float64 { return x0 + fu.X.unit(v)*(x1-x0) }
	atY := func(v float64) float64 { return y + height - fu.Y.unit(v)*height }

	fu.frame(&s, plain, x0, x1, atY)
	for _, l := range fu.Limits {
		for _, ys := range [][]float64{l.Lo, l.Hi} {
			l.draw(&s, ys, atX, atY)
		}
	}
	s.line(Point{x0, atY(fu.Target)}, Point{x1, atY(fu.Target)}, 0.35, Grey)
	for _, p := range fu.Others {
		s.ring(Point{atX(p.X), atY(p.Y)}, 0.75, 0.3, Other)
	}
	if fu.Self != nil {
		at := Point{atX(fu.Self.At.X), atY(fu.Self.At.Y)}
		s.dot(at, 1.6, Paper)
		s.dot(at, 1.25, Blue)
		fu.name(&s, strong, at, x0, x1, y, y+height)
	}
	for i := range names {
		names[i].level = atY(names[i].level)
	}
	for _, b := range stack(names, y, y+height) {
		b.style.block(&s, b.lines, x1+1.8, b.y, Start)
	}
	foot := y + height + plain.line()*0.6 // clear of the lowest label at the left
	ticks(&s, plain, fu.X.Ticks, atX, foot, 0, f.Width)
	foot += plain.line()
	s.H = foot + plain.block(&s, plain.wrap(fu.X.Name, f.Width), 0, foot, Start)
	return s
}

// frame draws the axes and their grid; the labels of the upright one that would
// touch are left out.
func (fu *Funnel) frame(s *Scene, st style, x0, x1 float64, atY func(float64) float64) {
	last := atY(fu.Y.Min) + 2*st.line()
	ts := slices.Clone(fu.Y.Ticks)
	slices.SortStableFunc(ts, func(a, b Tick) int { return cmp.Compare(atY(b.At), atY(a.At)) })
	for _, t := range ts {
		at := atY(t.At)
		s.line(Point{x0, at}, Point{x1, at}, hairline, Tint)
		if last-at < st.line() {
			continue
		}
		st.text(s, st.cut(t.Text, x0-1), x0-1, at-st.line()/2, End)
		last = at
	}
	s.line(Point{x0, atY(fu.Y.Min)}, Point{x1, atY(fu.Y.Min)}, 0.25, Axes)
}

// names are the labels at the right: each limit at its upper end, the target at
// its height.
func (fu *Funnel) names(st style, most float64) (out []beside, width float64) {
	add := func(text string, level float64) {
		if lines := st.wrap(text, most); len(lines) > 0 {
			out = append(out, beside{lines: lines, style: st, level: level})
			for _, l := range lines {
				width = max(width, st.width(l))
			}
		}
	}
	for _, l := range fu.Limits {
		if n := len(l.Hi); n > 0 {
			add(l.Text, l.Hi[n-1])
		}
	}
	add(fu.TargetText, fu.Target)
	return out, width
}

// draw joins the limit's points; a dashed line is drawn as every second piece.
func (l FunnelLimit) draw(s *Scene, ys []float64, atX, atY func(float64) float64) {
	n := min(len(l.X), len(ys))
	pts := make([]Point, n)
	for i := range pts {
		pts[i] = Point{atX(l.X[i]), atY(ys[i])}
	}
	if !l.Dashed {
		s.polyline(0.25, Grey, pts...)
		return
	}
	for i := 1; i < n; i += 2 {
		s.line(pts[i-1], pts[i], 0.25, Grey)
	}
}

// name sets the school's label beside its dot, on the roomier side and inside
// the plot, on paper so that grey dots do not show through.
func (fu *Funnel) name(s *Scene, st style, at Point, x0, x1, top, foot float64) {
	const off = 2.4
	toRight := x1-at.X >= at.X-x0
	room := max(x1-at.X, at.X-x0) - off
	lines := st.wrap(fu.Self.Text, room)
	if most := max(1, int((foot-top)/st.line())); len(lines) > most {
		lines = lines[:most]
		lines[most-1] = st.cut(lines[most-1]+" …", room)
	}
	h, w := float64(len(lines))*st.line(), 0.0
	for _, l := range lines {
		w = max(w, st.width(l))
	}
	y := max(top, min(at.Y-h/2, foot-h))
	x := at.X + off
	if !toRight {
		x = at.X - off - w
	}
	s.blank(x, y, w, h)
	st.block(s, lines, x, y, Start)
}
