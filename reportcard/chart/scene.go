package chart

import "math"

// Point is a place in a scene: millimetres from its top left corner.
type Point struct{ X, Y float64 }

// Kind is the kind of a Mark.
type Kind uint8

const (
	Rect     Kind = iota // filled, from A to B
	Line                 // from A to B, flat ends
	Dot                  // filled, centre A, radius R
	Ring                 // centre A, radius R to the middle of the stroke
	Polygon              // filled, Pts
	Polyline             // Pts, round joins and ends
)

// Mark is one shape of a scene. Width is that of a stroke.
type Mark struct {
	Kind     Kind
	A, B     Point
	Pts      []Point
	R, Width float64
	Tone     Tone
}

// Anchor says which point of a text its X is.
type Anchor uint8

const (
	Start Anchor = iota
	Middle
	End
)

// Text is one line of text. Y is its baseline, W its width as measured.
type Text struct {
	X, Y   float64
	Anchor Anchor
	Text   string
	Size   float64 // points
	Bold   bool
	Tone   Tone
	W      float64
}

// Left is the x of the text's first letter.
func (t Text) Left() float64 { return t.X - float64(t.Anchor)/2*t.W }

// Box is the room the text takes, ascenders and descenders included.
func (t Text) Box() (a, b Point) {
	em := t.Size * mmPerPt
	return Point{t.Left(), t.Y - ascent*em}, Point{t.Left() + t.W, t.Y + descent*em}
}

// Scene is a chart with every place settled. Marks are drawn in order, then
// the texts.
type Scene struct {
	W, H  float64
	Marks []Mark
	Texts []Text
}

// usualMarks and usualTexts are what most charts have of each.
const usualMarks, usualTexts = 24, 12

// next adds a mark to be filled in.
func (s *Scene) next() *Mark {
	if s.Marks == nil {
		s.Marks = make([]Mark, 0, usualMarks)
	}
	s.Marks = append(s.Marks, Mark{})
	return &s.Marks[len(s.Marks)-1]
}

func (s *Scene) rect(x, y, w, h float64, t Tone) {
	if w > 0 && h > 0 {
		*s.next() = Mark{Kind: Rect, A: Point{x, y}, B: Point{x + w, y + h}, Tone: t}
	}
}

func (s *Scene) line(a, b Point, width float64, t Tone) {
	*s.next() = Mark{Kind: Line, A: a, B: b, Width: width, Tone: t}
}

func (s *Scene) dot(at Point, r float64, t Tone) {
	*s.next() = Mark{Kind: Dot, A: at, R: r, Tone: t}
}

func (s *Scene) ring(at Point, r, width float64, t Tone) {
	*s.next() = Mark{Kind: Ring, A: at, R: r, Width: width, Tone: t}
}

// blank hides what lies under a text to be set.
func (s *Scene) blank(x, y, w, h float64) {
	const margin = 0.3
	left := max(0, x-margin)
	s.rect(left, y, min(s.W, x+w+margin)-left, h, Paper)
}

// hollow is a ring on paper, so that no line shows through it.
func (s *Scene) hollow(at Point, r, width float64, t Tone) {
	s.dot(at, r, Paper)
	s.ring(at, r-width/2, width, t)
}

func (s *Scene) polygon(t Tone, pts ...Point) {
	*s.next() = Mark{Kind: Polygon, Pts: pts, Tone: t}
}

func (s *Scene) polyline(width float64, t Tone, pts ...Point) {
	if len(pts) > 1 {
		*s.next() = Mark{Kind: Polyline, Pts: pts, Width: width, Tone: t}
	}
}

// unit is where v lies on the axis, in [0,1]; an axis without length, or a
// value that is not a number, gives the middle.
func (a Axis) unit(v float64) float64 { return unit(v, a.Min, a.Max) }

func unit(v, lo, hi float64) float64 {
	u := (v - lo) / (hi - lo)
	if math.IsNaN(u) || math.IsInf(u, 0) {
		return 0.5
	}
	return min(max(u, 0), 1)
}
