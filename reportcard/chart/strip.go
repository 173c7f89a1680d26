package chart

// Strip is the position strip: where this school sits among the others. All
// values are in data terms on the axis Min..Max.
type Strip struct {
	Min, Max               float64
	Dot                    float64
	Lo, Hi                 float64 // this school's interval; equal to Dot when there is none
	HasQuartiles           bool
	QuartileLo, QuartileHi float64
	HasLimits              bool
	LimitLo, LimitHi       float64
	HasMarker              bool
	Marker                 float64 // the comparator's own figure
	Alt                    string
}

const (
	stripInset = 1.6 // the dot with the paper around it
	stripBand  = 3.8
	hairline   = 0.2
)

// Scene draws the strip for a row of a table, without words, in the middle of
// the height f.Plot: light band, dark band, the comparator's own figure as a
// tick, then this school's interval and dot.
func (st *Strip) Scene(f Frame) Scene {
	s := Scene{W: f.Width, H: f.Plot}
	at := func(v float64) float64 {
		return stripInset + unit(v, st.Min, st.Max)*(f.Width-2*stripInset)
	}
	st.draw(&s, at, f.Plot/2)
	return s
}

func (st *Strip) draw(s *Scene, at func(float64) float64, mid float64) {
	top, foot := mid-stripBand/2, mid+stripBand/2
	s.line(Point{0, foot + 1}, Point{s.W, foot + 1}, hairline, Axes)
	band := func(lo, hi float64, t Tone) {
		s.rect(at(lo), top, at(hi)-at(lo), stripBand, t)
		// A tint is faint on paper: its ends are ruled.
		for _, end := range []float64{at(lo), at(hi)} {
			s.line(Point{end, top}, Point{end, foot}, hairline, Grey)
		}
	}
	if st.HasLimits {
		band(st.LimitLo, st.LimitHi, Tint)
	}
	if st.HasQuartiles {
		band(st.QuartileLo, st.QuartileHi, Band)
	}
	if st.HasMarker {
		m := at(st.Marker)
		s.line(Point{m, top - 0.6}, Point{m, foot + 0.6}, 0.4, Grey)
	}
	if st.Hi > st.Lo {
		s.line(Point{at(st.Lo), mid}, Point{at(st.Hi), mid}, 0.5, Blue)
	}
	dot := Point{at(st.Dot), mid}
	s.dot(dot, 1.6, Paper)
	s.dot(dot, 1.25, Blue)
}

// Marker is a labelled figure on a position strip.
type Marker struct {
	At   float64
	Text string // "England 17.1"
}

// Position is a position strip that stands alone, its figures labelled.
type Position struct {
	Strip Strip
	// Dot labels this school; Markers the other figures.
	Dot     string
	Markers []Marker
	Axis    Axis // its ends are those of the strip
}

// Scene puts every label above the strip, joined to its mark by a fine line.
func (p *Position) Scene(f Frame) Scene {
	s := Scene{W: f.Width}
	own := style{size: f.Size, bold: true, tone: Blue}
	other := style{size: f.Size, tone: Grey}
	at := func(v float64) float64 { return stripInset + p.Axis.unit(v)*(f.Width-2*stripInset) }
	labels := []label{{text: p.Dot, style: own, at: at(p.Strip.Dot)}}
	for _, m := range p.Markers {
		labels = append(labels, label{text: m.Text, style: other, at: at(m.At)})
	}
	top := callouts(&s, labels, 0, f.Width, 0)
	mid := top + stripBand/2
	strip := p.Strip
	strip.HasMarker = false
	for _, m := range p.Markers {
		x := at(m.At)
		s.line(Point{x, top}, Point{x, top + stripBand + 0.6}, 0.4, Grey)
	}
	strip.draw(&s, at, mid)
	foot := top + stripBand + 1.6
	ticks(&s, other, p.Axis.Ticks, at, foot, 0, f.Width)
	s.H = foot + other.line()
	if p.Axis.Name != "" {
		name := other.wrap(p.Axis.Name, f.Width)
		s.H += other.block(&s, name, 0, s.H, Start)
	}
	return s
}
