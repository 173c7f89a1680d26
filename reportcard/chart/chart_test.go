package chart

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"
)

// source makes random charts, ordinary and hostile alike.
type source struct{ *rand.Rand }

func (r source) words() string {
	switch r.IntN(12) {
	case 0:
		return ""
	case 1:
		return strings.Repeat("Llanfairpwllgwyngyll", 1+r.IntN(5))
	case 2:
		return "Ysgol Gymraeg Tŷ Gwŷn, Penrhyn-coch – St Mary & St John’s Church of England Voluntary Aided Primary School"
	case 3:
		return "名前 <script> 🎓 \t x"
	}
	return strings.TrimSpace(strings.Repeat("SEND in 100 ", 1+r.IntN(4))[:6+r.IntN(6)])
}

func (r source) number() string {
	return []string{"", "0", "9 of 48", "22.2", "100.0", "1,234,567", "no figure"}[r.IntN(7)]
}

// place is a value mostly on the axis 0..top, now and then outside or not a
// number, often equal to others.
func (r source) place(top float64) float64 {
	switch r.IntN(14) {
	case 0:
		return math.NaN()
	case 1:
		return math.Inf(1)
	case 2:
		return -top
	case 3:
		return 3 * top
	case 4, 5:
		return 0
	case 6, 7:
		return top
	}
	return r.Float64() * top
}

func (r source) value(top float64) Value {
	return Value{V: r.place(top), Text: r.number(), Missing: r.IntN(6) == 0}
}

func (r source) axis(top float64) Axis {
	a := Axis{Max: top, Name: r.words()}
	for range r.IntN(12) {
		a.Ticks = append(a.Ticks, Tick{At: r.place(top), Text: r.number()})
	}
	return a
}

func (r source) strip(top float64) Strip {
	return Strip{
		Max: top, Dot: r.place(top), Lo: r.place(top), Hi: r.place(top), HasQuartiles: r.IntN(2) == 0, QuartileLo: r.place(top), QuartileHi: r.place(top),
		HasLimits: r.IntN(2) == 0, LimitLo: r.place(top), LimitHi: r.place(top), HasMarker: r.IntN(2) == 0, Marker: r.place(top),
	}
}

func (r source) trend() *Trend {
	t := &Trend{Max: 0.3, MaxText: r.number(), MinText: r.number()}
	for range r.IntN(8) {
		t.Years = append(t.Years, fmt.Sprintf("20%02d/%02d", r.IntN(99), r.IntN(99)))
		t.BreakBefore = append(t.BreakBefore, r.IntN(3) == 0)
	}
	for i := range r.IntN(3) {
		s := TrendSeries{Label: r.words(), Filled: i == 0, NLabel: r.words()}
		for range r.IntN(9) {
			s.Points = append(s.Points, TrendPoint{Value: r.place(0.3), Lo: r.place(0.3), Hi: r.place(0.3), Missing: r.IntN(5) == 0, N: r.number()})
		}
		t.Series = append(t.Series, s)
	}
	return t
}

func (r source) funnel() *Funnel {
	f := &Funnel{X: r.axis(400), Y: r.axis(0.4), Target: r.place(0.4), TargetText: r.words()}
	for range r.IntN(60) {
		f.Others = append(f.Others, Point{r.place(400), r.place(0.4)})
	}
	if r.IntN(4) > 0 {
		f.Self = &FunnelSelf{At: Point{r.place(400), r.place(0.4)}, Text: r.words()}
	}
	for range r.IntN(3) {
		l := FunnelLimit{Text: r.words(), Dashed: r.IntN(2) == 0}
		for x := range r.IntN(30) {
			l.X, l.Lo, l.Hi = append(l.X, float64(x)*13), append(l.Lo, r.place(0.4)), append(l.Hi, r.place(0.4))
		}
		f.Limits = append(f.Limits, l)
	}
	return f
}

var kinds = map[string]func(source) *Chart{
	"position": func(r source) *Chart {
		p := &Position{Strip: r.strip(0.4), Dot: r.words(), Axis: r.axis(0.4)}
		for range r.IntN(5) {
			p.Markers = append(p.Markers, Marker{At: r.place(0.4), Text: r.words()})
		}
		return &Chart{Position: p}
	},
	"dumbbell": func(r source) *Chart {
		d := &Dumbbell{Axis: r.axis(0.6), Names: [2]string{r.words(), r.words()}}
		for range r.IntN(6) {
			d.Rows = append(d.Rows, DumbbellRow{Label: r.words(), A: r.value(0.6), B: r.value(0.6), Difference: r.words()})
		}
		return &Chart{Dumbbell: d}
	},
	"trend":  func(r source) *Chart { return &Chart{Trend: r.trend()} },
	"funnel": func(r source) *Chart { return &Chart{Funnel: r.funnel()} },
	"ladder": func(r source) *Chart {
		l := &Ladder{Max: 20}
		for i := range l.Heads {
			l.Heads[i] = r.words()
		}
		for range r.IntN(8) {
			l.Rungs = append(l.Rungs, Rung{Label: r.words(), Before: r.number(), After: r.number(), Left: r.value(20), Joined: r.value(20)})
		}
		return &Chart{Ladder: l}
	},
	"bars": func(r source) *Chart {
		b := &Bars{Max: 1}
		for range r.IntN(4) {
			row := BarRow{Label: r.words()}
			for range r.IntN(7) {
				row.Segments = append(row.Segments, Segment{Value: Value{V: r.place(0.5), Text: r.words(), Missing: r.IntN(6) == 0}, Fill: Fill(r.IntN(3))})
			}
			b.Rows = append(b.Rows, row)
		}
		return &Chart{Bars: b}
	},
}

// At any data, any width and type up to twice the usual size, no two texts
// touch and nothing lies outside the frame.
func TestLabelsNeverOverlap(t *testing.T) {
	for name, make := range kinds {
		t.Run(name, func(t *testing.T) {
			texts := 0
			for seed := range uint64(4000) {
				r := source{rand.New(rand.NewPCG(seed, 7))}
				f := Frame{Width: 34 + r.Float64()*146, Size: 8 + r.Float64()*10, Plot: r.Float64() * 60}
				s := make(r).Scene(f)
				texts += len(s.Texts)
				if problem := s.flaw(); problem != "" {
					t.Fatalf("seed %d, %+v: %s", seed, f, problem)
				}
			}
			if texts < 4000 {
				t.Errorf("only %d texts in 4000 charts: the test looks at nothing", texts)
			}
		})
	}
}

// flaw names the first pair of texts that touch, or the first thing that lies
// outside the frame.
func (s *Scene) flaw() string {
	const eps = 1e-6
	outside := func(p Point) bool {
		return !(p.X >= -eps && p.X <= s.W+eps && p.Y >= -eps && p.Y <= s.H+eps)
	}
	for i, t := range s.Texts {
		a, b := t.Box()
		if outside(a) || outside(b) {
			return fmt.Sprintf("text %q at %v to %v lies outside %g x %g", t.Text, a, b, s.W, s.H)
		}
		for _, o := range s.Texts[:i] {
			c, d := o.Box()
			if a.X < d.X-eps && c.X < b.X-eps && a.Y < d.Y-eps && c.Y < b.Y-eps {
				return fmt.Sprintf("texts %q and %q touch: %v %v, %v %v", t.Text, o.Text, a, b, c, d)
			}
		}
	}
	for i, m := range s.Marks {
		pts := m.Pts
		switch m.Kind {
		case Rect, Line:
			pts = []Point{m.A, m.B}
		case Dot, Ring:
			r := m.R + m.Width/2
			pts = []Point{{m.A.X - r, m.A.Y - r}, {m.A.X + r, m.A.Y + r}}
		}
		for _, p := range pts {
			if outside(p) {
				return fmt.Sprintf("mark %d (kind %d) at %v lies outside %g x %g", i, m.Kind, p, s.W, s.H)
			}
		}
	}
	return ""
}

// The contrast formula against published ratios: card.md gives those of the
// palette on white; black on white is 21 by definition.
func TestContrast(t *testing.T) {
	white := RGB{255, 255, 255}
	for _, c := range []struct {
		color RGB
		want  string
	}{
		{RGB{}, "21.00"}, {RGB{0x12, 0x43, 0x6D}, "10.25"}, {RGB{0x3D, 0x3D, 0x3D}, "10.86"}, {RGB{0xF4, 0x6A, 0x25}, "3.03"}, {white, "1.00"},
	} {
		if got := fmt.Sprintf("%.2f", Contrast(c.color, white)); got != c.want {
			t.Errorf("contrast of %v on white is %s, want %s", c.color, got, c.want)
		}
	}
	for name, p := range map[string]Palette{"light": Light, "dark": Dark} {
		for _, pair := range Pairs {
			if got := Contrast(p[pair.On], p[pair.Under]); got < pair.Least {
				t.Errorf("%s: tone %d on %d has contrast %.2f, less than %g", name, pair.On, pair.Under, got, pair.Least)
			}
		}
	}
}

// Every tone that a chart draws on another is in Pairs, so that the test above
// leaves none out.
func TestEveryToneHasAPair(t *testing.T) {
	known := map[Tone]bool{Paper: true, Band: true, Tint: true} // known by their edges
	for _, p := range Pairs {
		known[p.On] = true
	}
	seen := map[Tone]bool{}
	for _, make := range kinds {
		for seed := range uint64(50) {
			s := make(source{rand.New(rand.NewPCG(seed, 8))}).Scene(Frame{Width: 80, Size: 9})
			for _, m := range s.Marks {
				seen[m.Tone] = true
			}
			for _, x := range s.Texts {
				seen[x.Tone] = true
				if x.Tone != Ink && x.Tone != Blue && x.Tone != Grey {
					t.Errorf("text %q in tone %d, which is for marks", x.Text, x.Tone)
				}
			}
		}
	}
	for tone := range seen {
		if !known[tone] {
			t.Errorf("tone %d is drawn but its contrast is not tested", tone)
		}
	}
}

// Liberation Sans has the widths of Arial: of 1000 units to the em, digits take
// 556, a space 278, W 944 (Adobe's Helvetica metrics).
func TestWidth(t *testing.T) {
	const em = 10 * 25.4 / 72
	for text, units := range map[string]float64{"0": 556, " ": 278, "W": 944, "10 W": 556*2 + 278 + 944} {
		if got, want := Width(text, 10, false), units/1000*em; math.Abs(got-want) > 0.002 {
			t.Errorf("width of %q is %.4f mm, want %.4f", text, got, want)
		}
	}
}
