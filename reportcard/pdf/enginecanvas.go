package pdf

import (
	"github.com/johnfercher/maroto/v2/pkg/props"
)

// Canvas gives the engine itself: it draws real paths.
func (e *engine) Canvas() Canvas { return e }

// span is the box of a line, in points.
func (e *engine) span(x0, y0, x1, y1, width float64) (l, b, r, t float64) {
	l, t = e.at(min(x0, x1)-width/2, min(y0, y1)-width/2)
	r, b = e.at(max(x0, x1)+width/2, max(y0, y1)+width/2)
	return l, b, r, t
}

func (e *engine) Rect(x, y, w, h float64, c *props.Color) {
	if w <= 0 || h <= 0 {
		return
	}
	e.forPath(e.span(x, y, x+w, y+h, 0))
	px, py := e.at(x, y+h)
	e.rect(px, py, w*ptPerMM, h*ptPerMM, rgbOf(c))
}

func (e *engine) Line(a, b Point, width float64, c *props.Color) {
	e.forPath(e.span(a.X, a.Y, b.X, b.Y, width))
	x0, y0 := e.at(a.X, a.Y)
	x1, y1 := e.at(b.X, b.Y)
	e.line(x0, y0, x1, y1, width*ptPerMM, buttCap, rgbOf(c))
}

// Dot is a line without length whose ends are round.
func (e *engine) Dot(at Point, radius float64, c *props.Color) {
	e.forPath(e.span(at.X, at.Y, at.X, at.Y, 2*radius))
	x, y := e.at(at.X, at.Y)
	e.line(x, y, x, y, 2*radius*ptPerMM, roundCap, rgbOf(c))
}

func (e *engine) Ring(at Point, radius, width float64, c *props.Color) {
	e.forPath(e.span(at.X, at.Y, at.X, at.Y, 2*radius+width))
	x, y := e.at(at.X, at.Y)
	e.ring(x, y, radius*ptPerMM, width*ptPerMM, rgbOf(c))
}

func (e *engine) Polygon(pts []Point, c *props.Color) {
	if len(pts) < 3 {
		return
	}
	e.outline(pts, 0)
	e.color(&e.fill, rgbOf(c), "rg", "g")
	e.path(pts)
	e.b = append(e.b, "f*\n"...)
}

func (e *engine) Polyline(pts []Point, width float64, c *props.Color) {
	if len(pts) == 0 {
		return
	}
	e.outline(pts, width)
	e.pen(width*ptPerMM, roundCap, rgbOf(c))
	e.path(pts)
	if len(pts) == 1 {
		e.path(append(pts[:1:1], pts[0])) // a dot
	}
	e.b = append(e.b, "S\n"...)
}

// outline prepares for a path through the points.
func (e *engine) outline(pts []Point, width float64) {
	x0, y0, x1, y1 := pts[0].X, pts[0].Y, pts[0].X, pts[0].Y
	for _, p := range pts {
		x0, x1 = min(x0, p.X), max(x1, p.X)
		y0, y1 = min(y0, p.Y), max(y1, p.Y)
	}
	e.forPath(e.span(x0, y0, x1, y1, width))
}

// path writes the points of a path.
func (e *engine) path(pts []Point) {
	for i, p := range pts {
		x, y := e.at(p.X, p.Y)
		if i == 0 {
			e.op("m", x, y)
		} else {
			e.op("l", x, y)
		}
	}
}
