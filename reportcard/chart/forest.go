package chart

import "math"

// Forest sets odds ratios one under the other on a logarithmic axis, each with its
// range and a line at 1, where the odds are the same.
type Forest struct {
	Axis Axis // above zero
	Rows []ForestRow
}

// ForestRow is one odds ratio. Missing tells in words why there is none. Strong
// rows are those the chart is about.
type ForestRow struct {
	Label  string
	Value  Value
	Lo, Hi float64
	Text   string // "2.35 (1.76 to 3.14)"
	Strong bool
}

// log is where v lies on the axis, in [0,1].
func (f *Forest) log(v float64) float64 {
	return unit(math.Log(v), math.Log(f.Axis.Min), math.Log(f.Axis.Max))
}

// Scene gives each odds ratio a line: its name, its range, its figures.
func (f *Forest) Scene(fr Frame) Scene {
	s := Scene{W: fr.Width}
	plain, strong := style{size: fr.Size, tone: Grey}, style{size: fr.Size, bold: true, tone: Blue}
	left, right := fr.Width*0.36, fr.Width*0.22
	at := func(v float64) float64 { return left + f.log(v)*(fr.Width-left-right) }
	y := 0.6
	for _, r := range f.Rows {
		st := plain
		if r.Strong {
			st = strong
		}
		h := max(st.block(&s, st.wrap(r.Label, left-labelGap), 0, y, Start), st.block(&s, st.wrap(r.Text, right-labelGap), fr.Width, y, End))
		if mid := y + h/2; !r.Value.Missing {
			s.line(Point{at(r.Lo), mid}, Point{at(r.Hi), mid}, 0.5, st.tone)
			s.dot(Point{at(r.Value.V), mid}, bigDot, st.tone)
		}
		y += h + rowGap
	}
	grid := []Mark{}
	for _, t := range f.Axis.Ticks {
		m := Mark{Kind: Line, A: Point{at(t.At), 0}, B: Point{at(t.At), y}, Width: hairline, Tone: Tint}
		if t.At == 1 {
			m.Width, m.Tone = 0.4, Axes
		}
		grid = append(grid, m)
	}
	s.Marks = append(grid, s.Marks...)
	s.line(Point{left, y}, Point{fr.Width - right, y}, 0.25, Axes)
	y += 0.6
	ticks(&s, plain, f.Axis.Ticks, at, y, 0, fr.Width)
	y += plain.line()
	y += plain.block(&s, plain.wrap(f.Axis.Name, fr.Width), left, y, Start)
	s.H = y
	return s
}
