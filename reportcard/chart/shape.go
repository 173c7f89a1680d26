package chart

// Shape is the mark that goes with a result word. Shapes and words must
// survive greyscale: colour never carries meaning alone.
type Shape uint8

const (
	NoShape        Shape = iota
	FilledTriangle       // worth exploring
	HollowTriangle       // watch
	FilledCircle         // typical range
	FilledSquare         // possible strength
	Dash                 // too few pupils to tell, not supplied
	Cross                // not comparable
)

// ShapeSize is the side of the square a shape fills, millimetres.
const ShapeSize = 3.2

// Scene draws the shape: told apart without colour, by outline and by being
// filled or hollow.
func (sh Shape) Scene() Scene {
	const m = ShapeSize
	s := Scene{W: m, H: m}
	mid := Point{m / 2, m / 2}
	switch sh {
	case FilledTriangle:
		s.polygon(Orange, Point{mid.X, 0}, Point{m, m}, Point{0, m})
	case HollowTriangle:
		const w = 0.5
		top, foot := Point{mid.X, w}, m-w/2
		s.polyline(w, Orange, top, Point{m - w*0.75, foot}, Point{w * 0.75, foot}, top)
	case FilledCircle:
		s.dot(mid, m/2-0.1, Blue)
	case FilledSquare:
		s.rect(0, 0, m, m, Blue)
		s.rect(0.5, 0.5, m-1, m-1, Paper)
		s.rect(0.9, 0.9, m-1.8, m-1.8, Blue)
	case Dash:
		s.rect(0, mid.Y-0.35, m, 0.7, Grey)
	case Cross:
		const in = 0.35
		s.line(Point{in, in}, Point{m - in, m - in}, 0.6, Grey)
		s.line(Point{in, m - in}, Point{m - in, in}, 0.6, Grey)
	}
	return s
}
