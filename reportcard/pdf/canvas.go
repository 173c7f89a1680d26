package pdf

import (
	"math"
	"slices"

	"github.com/johnfercher/maroto/v2/pkg/consts/linestyle"
	"github.com/johnfercher/maroto/v2/pkg/consts/orientation"
	"github.com/johnfercher/maroto/v2/pkg/core"
	"github.com/johnfercher/maroto/v2/pkg/core/entity"
	"github.com/johnfercher/maroto/v2/pkg/props"
)

// Point is a place on the page in millimetres from its top left margin, the
// origin of maroto's cells.
type Point struct{ X, Y float64 }

// Canvas draws vectors. Widths and radii are millimetres; lines have flat ends,
// polylines round joins and ends.
type Canvas interface {
	Rect(x, y, w, h float64, c *props.Color)
	Line(a, b Point, width float64, c *props.Color)
	Dot(at Point, radius float64, c *props.Color)
	Ring(at Point, radius, width float64, c *props.Color)
	Polygon(pts []Point, c *props.Color)
	Polyline(pts []Point, width float64, c *props.Color)
}

// CanvasProvider is the optional method of a core.Provider that can draw real
// paths. Other providers, maroto's own among them, get scan lines.
type CanvasProvider interface{ Canvas() Canvas }

func canvasOf(p core.Provider) Canvas {
	if cp, ok := p.(CanvasProvider); ok {
		return cp.Canvas()
	}
	return scanCanvas{p}
}

// scanCanvas draws with nothing but the horizontal and vertical lines a
// core.Provider has: a line's thickness makes a rectangle, and any other shape
// is a stack of thin ones.
type scanCanvas struct{ p core.Provider }

const (
	// scanStep is the height of a scan line; its edges stay under what a
	// 300 dpi printer resolves.
	scanStep = 0.08
	// diagonalStep is the sideways offset between the steps of a diagonal.
	diagonalStep = 0.05
	// scanOverlap hides the seams that anti-aliasing shows between neighbours.
	scanOverlap = 1.3
)

func (s scanCanvas) Rect(x, y, w, h float64, c *props.Color) {
	if w <= 0 || h <= 0 {
		return
	}
	s.p.AddLine(&entity.Cell{X: x, Y: y + h/2, Width: w}, &props.Line{
		Color: c, Thickness: h, Style: linestyle.Solid, Orientation: orientation.Horizontal, SizePercent: 100,
	})
}

func (s scanCanvas) Line(a, b Point, width float64, c *props.Color) {
	const straight = 1e-6
	switch {
	case math.Abs(a.Y-b.Y) < straight:
		s.Rect(min(a.X, b.X), a.Y-width/2, math.Abs(b.X-a.X), width, c)
	case math.Abs(a.X-b.X) < straight:
		s.Rect(a.X-width/2, min(a.Y, b.Y), width, math.Abs(b.Y-a.Y), c)
	default:
		s.diagonal(a, b, width, c)
	}
}

// diagonal draws a slanting line as short steps along its longer direction,
// each as thick as the line's cross-section there: a shallow line of a few scan
// lines would show its stairs.
func (s scanCanvas) diagonal(a, b Point, width float64, c *props.Color) {
	dx, dy := b.X-a.X, b.Y-a.Y
	steep := math.Abs(dy) > math.Abs(dx)
	rise := min(math.Abs(dx), math.Abs(dy))
	n := int(math.Ceil(rise / diagonalStep))
	thick := width * math.Hypot(dx, dy) / max(math.Abs(dx), math.Abs(dy))
	const lap = 0.01
	w, h := math.Abs(dx)/float64(n), math.Abs(dy)/float64(n)
	for i := range n {
		mid := (float64(i) + 0.5) / float64(n)
		x, y := a.X+mid*dx, a.Y+mid*dy
		if steep {
			s.Rect(x-thick/2, y-h/2-lap, thick, h+2*lap, c)
		} else {
			s.Rect(x-w/2-lap, y-thick/2, w+2*lap, thick, c)
		}
	}
}

func (s scanCanvas) Dot(at Point, radius float64, c *props.Color) {
	s.scan(at.Y-radius, at.Y+radius, c, func(y float64, runs []float64) []float64 {
		half := chord(radius, y-at.Y)
		return append(runs, at.X-half, at.X+half)
	})
}

func (s scanCanvas) Ring(at Point, radius, width float64, c *props.Color) {
	outer, inner := radius+width/2, radius-width/2
	s.scan(at.Y-outer, at.Y+outer, c, func(y float64, runs []float64) []float64 {
		o, i := chord(outer, y-at.Y), chord(inner, y-at.Y)
		if i == 0 {
			return append(runs, at.X-o, at.X+o)
		}
		return append(runs, at.X-o, at.X-i, at.X+i, at.X+o)
	})
}

// chord is half the width of a circle at a distance from its centre.
func chord(radius, dy float64) float64 {
	if d := radius*radius - dy*dy; d > 0 {
		return math.Sqrt(d)
	}
	return 0
}

func (s scanCanvas) Polygon(pts []Point, c *props.Color) {
	if len(pts) < 3 {
		return
	}
	top, bottom := pts[0].Y, pts[0].Y
	for _, p := range pts {
		top, bottom = min(top, p.Y), max(bottom, p.Y)
	}
	s.scan(top, bottom, c, func(y float64, runs []float64) []float64 {
		for i, a := range pts {
			b := pts[(i+1)%len(pts)]
			if (a.Y <= y) != (b.Y <= y) {
				runs = append(runs, a.X+(y-a.Y)/(b.Y-a.Y)*(b.X-a.X))
			}
		}
		slices.Sort(runs)
		return runs
	})
}

func (s scanCanvas) Polyline(pts []Point, width float64, c *props.Color) {
	for i := 1; i < len(pts); i++ {
		s.Line(pts[i-1], pts[i], width, c)
	}
	for _, p := range pts {
		s.Dot(p, width/2, c)
	}
}

// scan fills the runs (pairs of left and right) that cut returns at the middle
// of each scan line.
func (s scanCanvas) scan(top, bottom float64, c *props.Color, cut func(y float64, runs []float64) []float64) {
	n := int(math.Ceil((bottom - top) / scanStep))
	if n <= 0 {
		return
	}
	step := (bottom - top) / float64(n)
	var buf [8]float64
	for i := range n {
		y := top + (float64(i)+0.5)*step
		runs := cut(y, buf[:0])
		for k := 0; k+1 < len(runs); k += 2 {
			s.Rect(runs[k], y-step*scanOverlap/2, runs[k+1]-runs[k], step*scanOverlap, c)
		}
	}
}
