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
			return svg(s.Scene(chart.Frame{Width: 40, Plot: 8}), fmt.Sprintf("strip-%d", row+1), w.Strip, s.Alt, "strip")
		},
		"dots": func(s *chart.Sparkline, row int) template.HTML {
			return svg(s.Scene(chart.Frame{Width: 16, Plot: 8}), fmt.Sprintf("dots-%d", row+1), w.Dots, s.Alt, "dots")
		},
		"running": func(c *reportcard.Card, page int) foot {
			return foot{Page: page, Left: c.FooterLeft, Marking: c.Marking, Number: w.Pages[page-1]}
		},
		"shape":   shape,
		"trends":  trends,
		"answers": answers,
		"at":      func(marks []bool, i int) bool { return i < len(marks) && marks[i] },
	}
}

// pictureFrame is laid out for the narrowest screen, 320 CSS pixels, at 9.5
// points; wider screens show it larger.
var pictureFrame = chart.Frame{Width: 80, Size: 9.5, Plot: 30}

// picture draws a chart as an image named by its title and described by its
// alternative text.
func picture(c *chart.Chart) template.HTML {
	return svg(c.Scene(pictureFrame), c.ID, c.Title, c.Alt, "picture")
}

// shape stands before its word, which says the same.
func shape(s chart.Shape) template.HTML {
	if s == chart.NoShape {
		return ""
	}
	return svg(s.Scene(), "", "", "", "shape")
}

// trends are the small multiples as charts.
func trends(c *reportcard.Card) []*chart.Chart {
	var out []*chart.Chart
	for i := range c.Trends {
		t := &c.Trends[i]
		out = append(out, &chart.Chart{
			ID: fmt.Sprintf("trend-%d", i+1), Title: t.Title, Takeaway: t.Takeaway, Caption: t.Under, Alt: t.Alt, Table: t.Table, Trend: t,
		})
	}
	return out
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
