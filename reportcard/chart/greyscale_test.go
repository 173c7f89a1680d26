package chart

import (
	"fmt"
	"math"
	"testing"
)

// alike tells that a printer without colour makes two tones look the same:
// contrast needs luminance alone.
func alike(p Palette, a, b Tone) bool { return Contrast(p[a], p[b]) < 1.5 }

// shapes are the kinds of the marks of a tone, without lines, which join points.
func shapes(s *Scene, t Tone) map[Kind]bool {
	out := map[Kind]bool{}
	for _, m := range s.Marks {
		if m.Tone == t && m.Kind != Line && m.Kind != Polyline {
			out[m.Kind] = true
		}
	}
	return out
}

// TestGreyscaleSeries holds the marks that a reader must tell apart to one rule:
// they differ in luminance, or no shape of one is a shape of the other.
func TestGreyscaleSeries(t *testing.T) {
	f := Frame{Width: 90, Size: 9, Plot: 30}
	points := func(v float64) []TrendPoint { return []TrendPoint{{Value: v, Lo: v, Hi: v}, {Value: v, Lo: v, Hi: v}} }
	trend := (&Trend{Max: 0.3, MaxText: "30%", MinText: "0%", Years: []string{"2022/23", "2023/24"}, BreakBefore: []bool{false, false},
		Series: []TrendSeries{{Label: "SEND", Filled: true, Points: points(0.2)}, {Label: "no SEND", Points: points(0.1)}}}).Scene(f)
	dumbbell := (&Dumbbell{Names: [2]string{"SEND", "no SEND"}, Axis: Axis{Max: 0.3},
		Rows: []DumbbellRow{{Label: "Suspended", A: Value{V: 0.2, Text: "20"}, B: Value{V: 0.1, Text: "10"}}}}).Scene(f)
	funnel := (&Funnel{X: Axis{Max: 400}, Y: Axis{Max: 0.4}, Target: 0.1, TargetText: "10", Others: []Point{{100, 0.1}}, Self: &FunnelSelf{Point{200, 0.3}, "A school"}}).Scene(f)
	for _, p := range []Palette{Light, Dark} {
		for _, c := range []struct {
			name string
			s    *Scene
			a, b Tone
		}{
			{"SEND beside others over time", &trend, Blue, Grey}, {"SEND beside others", &dumbbell, Blue, Grey},
			{"this school among others", &funnel, Blue, Other},
		} {
			a, b := shapes(c.s, c.a), shapes(c.s, c.b)
			if len(a) == 0 || len(b) == 0 {
				t.Fatalf("%s: nothing is drawn: %v, %v", c.name, a, b)
			}
			for k := range a {
				if b[k] && alike(p, c.a, c.b) {
					t.Errorf("%s: both have marks of kind %d, with contrast %.2f", c.name, k, Contrast(p[c.a], p[c.b]))
				}
			}
		}
		// Bands are known by the lines at their ends.
		for _, c := range [][2]Tone{{Grey, Band}, {Grey, Tint}, {Grey, Paper}} {
			if alike(p, c[0], c[1]) {
				t.Errorf("the edge of a band is lost: tones %v, contrast %.2f", c, Contrast(p[c[0]], p[c[1]]))
			}
		}
	}
}

// TestGreyscaleSegments lays a fine grid over a bar and asks of each point how
// light it is: neighbours must differ by a fifth of the way from black to white.
func TestGreyscaleSegments(t *testing.T) {
	whole := func(fills ...Fill) *Bars {
		r := BarRow{Label: "This school"}
		for i, fill := range fills {
			r.Segments = append(r.Segments, Segment{Value: Value{V: 1 / float64(len(fills)), Text: fmt.Sprint("part ", i)}, Fill: fill})
		}
		return &Bars{Max: 1, Rows: []BarRow{r}}
	}
	for _, fills := range [][]Fill{{Solid, Striped, Open}, {Solid, Open}} {
		s := whole(fills...).Scene(Frame{Width: 90, Size: 9})
		bottom := 0.0
		for _, m := range s.Marks {
			bottom = max(bottom, m.B.Y)
		}
		for name, p := range map[string]Palette{"light": Light, "dark": Dark} {
			var light []float64
			for i := range fills {
				part := s.W / float64(len(fills))
				light = append(light, s.lightness(p, part*(float64(i)+0.1), part*(float64(i)+0.9), bottom-4.4, bottom-0.2))
			}
			for i := 1; i < len(light); i++ {
				if d := light[i] - light[i-1]; d < 0.2 && d > -0.2 {
					t.Errorf("%s, fills %v: lightness %v: parts %d and %d look alike", name, fills, light, i-1, i)
				}
			}
		}
	}
}

// lightness is the mean of the square root of luminance over a part of a scene,
// which is near to how light it looks.
func (s *Scene) lightness(p Palette, left, right, top, bottom float64) float64 {
	const steps = 120
	sum := 0.0
	for i := range steps {
		for j := range steps {
			at := Point{left + (right-left)*(float64(i)+0.5)/steps, top + (bottom-top)*(float64(j)+0.5)/steps}
			tone := Paper
			for _, m := range s.Marks {
				if m.Kind == Rect && m.A.X <= at.X && at.X < m.B.X && m.A.Y <= at.Y && at.Y < m.B.Y {
					tone = m.Tone
				}
			}
			l := p[tone].luminance()
			sum += math.Sqrt(l)
		}
	}
	return sum / steps / steps
}
