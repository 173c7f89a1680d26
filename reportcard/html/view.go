package html

import (
	"fmt"
	"html/template"

	"inclusioncards/reportcard"
	"inclusioncards/reportcard/chart"
)

// functions are those the templates call.
func functions(w reportcard.PageWords) template.FuncMap {
	return template.FuncMap{
		"picture": picture,
		"strip": func(s *chart.Strip, row int) template.HTML {
			sc := s.Scene(chart.Frame{Width: 40, Plot: 8})
			return svg(&sc, fmt.Sprintf("strip-%d", row+1), w.Strip, s.Alt, "strip")
		},
		"dots": func(s *chart.Sparkline, row int) template.HTML {
			sc := s.Scene(chart.Frame{Width: 16, Plot: 8})
			return svg(&sc, fmt.Sprintf("dots-%d", row+1), w.Dots, s.Alt, "dots")
		},
		"running": func(c *reportcard.Card, page int) foot {
			return foot{Page: page, Left: c.FooterLeft, Marking: c.Marking, Number: w.Pages[page-1]}
		},
		"shape":    shape,
		"trends":   trends,
		"pictures": pictures,
		"part":     func(p paged, name string) named { return named{name, p} },
		"unprinted": func(p paged) string {
			if p.level.lean {
				return w.Unprinted
			}
			return ""
		},
		"answers": answers,
		"columns": columns,
		"wide": func(c *chart.Chart) *framed {
			sc := c.Scene(chart.Frame{Width: wideWidth, Size: labelSize, Plot: 46})
			return &framed{c, &sc}
		},
		"at": func(marks []bool, i int) bool { return i < len(marks) && marks[i] },
	}
}

// Charts are laid out for a column of print, a third of a page or, with more to
// label, a half; a window of 320 CSS pixels shows either at reading size.
const (
	narrowWidth = 60.0
	wideWidth   = 72.0
	labelSize   = 9.0
)

func (l level) trendFrame() chart.Frame {
	return chart.Frame{Width: narrowWidth, Size: labelSize, Plot: l.plot}
}

// picture draws a chart as an image named by its title and described by its
// alternative text.
func picture(c *framed) template.HTML {
	return svg(c.scene, c.ID, c.Title, c.Alt, "picture")
}

// framed is a chart laid out in the room it gets.
type framed struct {
	*chart.Chart
	scene *chart.Scene
}

// scenes are the charts of a card as laid out while its pages were filled: a
// chart is laid out once for each room it may get.
type scenes map[room]*chart.Scene

type room struct {
	chart any // pointer to a chart.Trend or chart.Chart
	frame chart.Frame
}

func (s scenes) of(c interface{ Scene(chart.Frame) chart.Scene }, f chart.Frame) *chart.Scene {
	key := room{c, f}
	sc := s[key]
	if sc == nil {
		made := c.Scene(f)
		sc = &made
		s[key] = sc
	}
	return sc
}

// shape stands before its word, which says the same.
func shape(s chart.Shape) template.HTML {
	if s == chart.NoShape {
		return ""
	}
	if int(s) < len(shapes) {
		return shapes[s]
	}
	return drawnShape(s)
}

func drawnShape(s chart.Shape) template.HTML {
	sc := s.Scene()
	return svg(&sc, "", "", "", "shape")
}

// shapes are the pictures of the results.
var shapes = func() (out [chart.Cross + 1]template.HTML) {
	for s := range out {
		out[s] = drawnShape(chart.Shape(s))
	}
	return out
}()

// trends are the small multiples as charts; their data stand in one table.
func trends(p paged) []*framed {
	var out []*framed
	for i := range p.Trends {
		t := &p.Trends[i]
		out = append(out, &framed{&chart.Chart{
			ID: fmt.Sprintf("trend-%d", i+1), Title: t.Title, Takeaway: t.Takeaway, Caption: t.Under, Alt: t.Alt, Trend: t,
		}, p.scenes.of(t, p.level.trendFrame())})
	}
	return out
}

// pictures are the charts of the card's year.
func pictures(p paged) []*framed {
	var out []*framed
	for i := range p.Charts {
		out = append(out, &framed{&p.Charts[i], p.scenes.of(&p.Charts[i], pictureFrame)})
	}
	return out
}

// pictureFrame leaves a chart room for its labels; in print two or three stand
// side by side.
var pictureFrame = chart.Frame{Width: wideWidth, Size: labelSize, Plot: 40}

// named is one part of a card.
type named struct {
	Name string
	Card paged
}

// foot is the line at the foot of a printed page.
type foot struct {
	Page                  int
	Left, Marking, Number string
}

// answers sets the questions as a table with room to write.
func answers(e reportcard.Enquiry) chart.Table {
	t := chart.Table{Caption: e.QuestionsTitle, Header: []string{e.Answers.Question, e.Answers.Answer, e.Answers.Date}}
	for _, q := range e.Questions {
		t.Rows = append(t.Rows, []string{q, "", ""})
	}
	return t
}

// columns counts the columns of the measure table: those with a heading.
func columns(c reportcard.GlanceColumns) int {
	n := 0
	for _, h := range []string{c.Measure, c.SEND, c.NoSEND, c.Gap, c.Local, c.Strip, c.Years, c.Result} {
		if h != "" {
			n++
		}
	}
	return n
}
