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

// item is a span (x, y is its baseline start), a mark, or another sheet (x, y is
// its top left corner).
type item struct {
	x, y  float64
	text  *span
	mark  mark
	sheet *sheet
}

// sheet is a laid-out part of a page: a display list in reading order with its
// measured size, in millimetres. A sheet that has been put on another is not
// changed any more: several may share it.
type sheet struct {
	w, h  float64
	items []item
	tag   *Tag // what the sheet is to a reader; nil says nothing of its own
	// link is where its words lead: a path or, as "#3", a page; empty nowhere.
	link string
}

// put adds another sheet with its top left corner at x, y; the sheet grows to
// hold it.
func (s *sheet) put(o *sheet, x, y float64) {
	if len(o.items) > 0 || o.tag != nil {
		if s.items == nil {
			s.items = make([]item, 0, 4)
		}
		s.items = append(s.items, item{x: x, y: y, sheet: o})
	}
	s.h = max(s.h, y+o.h)
}

// leads makes a link of a sheet that has no part of its own.
func (s *sheet) leads(to string) *sheet {
	if to == "" {
		return s
	}
	return &sheet{w: s.w, h: s.h, items: []item{{sheet: s}}, link: to}
}

// as says what a sheet is to a reader who does not see it.
func (s *sheet) as(r Role) *sheet { return s.tagged(&plainTags[r]) }

// plainTags are the tags without words, by role.
var plainTags = func() (out [Footer + 1]Tag) {
	for r := range out {
		out[r].Role = Role(r)
	}
	return out
}()

// asFigure makes a picture of a sheet; alt says what it shows.
func (s *sheet) asFigure(alt string) *sheet { return s.tagged(&Tag{Role: Figure, Alt: alt}) }

func (s *sheet) tagged(t *Tag) *sheet {
	if s.tag == nil {
		return &sheet{w: s.w, h: s.h, items: s.items, tag: t, link: s.link}
	}
	return &sheet{w: s.w, h: s.h, items: []item{{sheet: s}}, tag: t}
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
