package pdf

import "github.com/johnfercher/maroto/v2/pkg/props"

// span is a piece of text on one line, in one style.
type span struct {
	text  string
	size  float64 // points
	bold  bool
	color *props.Color
	width float64 // millimetres
}

// mark draws vectors with its own origin at x, y.
type mark func(c Canvas, x, y float64)

// item is a span (x, y is its baseline start) or a mark.
type item struct {
	x, y float64
	text *span
	mark mark
}

// sheet is a laid-out part of a page: a display list in reading order with its
// measured size, in millimetres.
type sheet struct {
	w, h  float64
	items []item
}

// put adds another sheet with its top left corner at x, y; the sheet grows to
// hold it.
func (s *sheet) put(o *sheet, x, y float64) {
	for _, it := range o.items {
		it.x += x
		it.y += y
		s.items = append(s.items, it)
	}
	s.h = max(s.h, y+o.h)
}

// add puts another sheet below what is there, after a gap.
func (s *sheet) add(o *sheet, gap float64) {
	if s.h == 0 {
		gap = 0
	}
	s.put(o, 0, s.h+gap)
}

// mark adds a drawing.
func (s *sheet) mark(x, y float64, m mark) {
	s.items = append(s.items, item{x: x, y: y, mark: m})
}

func rectMark(w, h float64, c *props.Color) mark {
	return func(cv Canvas, x, y float64) { cv.Rect(x, y, w, h, c) }
}

// rule is a horizontal line across the sheet at height y.
func (s *sheet) rule(y, thickness float64, c *props.Color) {
	w := s.w
	s.mark(0, y, func(cv Canvas, x, y float64) {
		cv.Line(Point{x, y}, Point{x + w, y}, thickness, c)
	})
}
