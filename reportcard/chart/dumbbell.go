package chart

// Dumbbell sets two groups side by side in one year: two dots joined, with the
// difference and its range in words.
type Dumbbell struct {
	Axis Axis // from zero
	// Names of the two groups: the first is drawn filled, the second hollow.
	Names [2]string
	Rows  []DumbbellRow
}

// DumbbellRow is one measure. Difference is as printed: "gap 17.3 (11.9 to 24.0)".
type DumbbellRow struct {
	Label      string
	A, B       Value
	Difference string
}

const (
	bigDot = 1.35
	rowGap = 1.6
)

// Scene gives each measure a line of words and a line with its dots. A value
// stands on the outer side of its dot, so that the two never meet.
func (d *Dumbbell) Scene(f Frame) Scene {
	s := Scene{W: f.Width}
	name := style{size: f.Size, bold: true, tone: Ink}
	plain := style{size: f.Size, tone: Grey}
	strong := style{size: f.Size, bold: true, tone: Blue}
	side := 0.0
	for _, r := range d.Rows {
		side = max(side, strong.width(r.A.Text), plain.width(r.B.Text))
	}
	side = min(side, f.Width/4) + bigDot + 1
	at := func(v float64) float64 { return side + d.Axis.unit(v)*(f.Width-2*side) }

	y := d.key(&s, strong, plain)
	top := y
	for _, r := range d.Rows {
		gap := plain.wrap(r.Difference, f.Width*0.5)
		used := 0.0
		for _, l := range gap {
			used = max(used, plain.width(l))
		}
		labels := name.wrap(r.Label, f.Width-used-labelGap)
		h := max(name.block(&s, labels, 0, y, Start), plain.block(&s, gap, f.Width, y, End))
		y += h + 0.4
		d.pair(&s, r, y+plain.line()/2, at, strong, plain, side-bigDot-1)
		y += plain.line() + rowGap
	}
	grid := make([]Mark, 0, len(d.Axis.Ticks))
	for _, t := range d.Axis.Ticks {
		grid = append(grid, Mark{Kind: Line, A: Point{at(t.At), top}, B: Point{at(t.At), y}, Width: hairline, Tone: Tint})
	}
	s.Marks = append(grid, s.Marks...)
	s.line(Point{side, y}, Point{f.Width - side, y}, 0.25, Axes)
	y += 0.6
	ticks(&s, plain, d.Axis.Ticks, at, y, 0, f.Width)
	y += plain.line()
	y += plain.block(&s, plain.wrap(d.Axis.Name, f.Width), 0, y, Start)
	s.H = y
	return s
}

// key shows which dot is which group.
func (d *Dumbbell) key(s *Scene, strong, plain style) float64 {
	const indent = 2*bigDot + 1
	x, y := 0.0, 0.0
	for i, text := range d.Names {
		st := plain
		if i == 0 {
			st = strong
		}
		text = st.cut(text, s.W-indent)
		if x > 0 && x+indent+st.width(text) > s.W {
			x, y = 0, y+st.line()
		}
		at := Point{x + bigDot, y + st.line()/2}
		if i == 0 {
			s.dot(at, bigDot, Blue)
		} else {
			s.hollow(at, bigDot, 0.4, Grey)
		}
		st.text(s, text, x+indent, y, Start)
		x += indent + st.width(text) + 4
	}
	return y + plain.line() + rowGap
}

func (d *Dumbbell) pair(s *Scene, r DumbbellRow, mid float64, at func(float64) float64, strong, plain style, room float64) {
	a, b := at(r.A.V), at(r.B.V)
	if !r.A.Missing && !r.B.Missing {
		s.line(Point{a, mid}, Point{b, mid}, 0.5, Axes)
	}
	put := func(st style, text string, x float64, before bool) {
		text = st.cut(text, room)
		if before {
			st.text(s, text, x-bigDot-0.8, mid-st.line()/2, End)
		} else {
			st.text(s, text, x+bigDot+0.8, mid-st.line()/2, Start)
		}
	}
	if !r.B.Missing {
		s.hollow(Point{b, mid}, bigDot, 0.4, Grey)
		put(plain, r.B.Text, b, b <= a || r.A.Missing)
	}
	if !r.A.Missing {
		s.dot(Point{a, mid}, bigDot, Blue)
		put(strong, r.A.Text, a, a < b && !r.B.Missing)
	}
}
