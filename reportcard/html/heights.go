package html

import (
	"math"

	"inclusioncards/reportcard"
	"inclusioncards/reportcard/chart"
)

// lines is how many lines a text takes; browsers break as early as this or
// later.
func lines(text string, width, size float64) float64 {
	return math.Max(1, math.Ceil(chart.Width(text, size, false)*1.03/width))
}

// text is the height of running text in a width.
func (l level) text(s string, width float64) float64 {
	return lines(s, width, l.size) * l.size * mmPerPt * l.lead
}

// small is the height of notes and of the cells of tables.
func (l level) small(s string, width float64) float64 {
	return lines(s, width, smallPrint) * smallPrint * mmPerPt * math.Min(l.lead, 1.15)
}

func (l level) heading(s string, width float64) float64 {
	size := l.size + 1.5
	return lines(s, width, size) * size * mmPerPt * 1.15
}

// list is a list of running text, its marker at the left.
func (l level) list(items []string, width float64) float64 {
	const indent = 5
	h := 0.0
	for _, it := range items {
		h += l.text(it, width-indent)
	}
	return h
}

// table is a table whose columns share the width by their longest cells, as a
// browser does when everything cannot stand on one line.
func (l level) table(caption string, header []string, rows [][]string, width float64) float64 {
	if len(rows) == 0 {
		return 0
	}
	const space = 2.0
	want := make([]float64, len(header))
	total := 0.0
	for i, h := range header {
		want[i] = math.Min(chart.Width(h, smallPrint, true), 22)
		for _, r := range rows {
			if i < len(r) {
				want[i] = math.Max(want[i], chart.Width(r[i], smallPrint, false))
			}
		}
		total += want[i] + space
	}
	share := math.Min(1, width/total)
	row := func(cells []string, extra string) float64 {
		h := 0.0
		for i, c := range cells {
			h = math.Max(h, l.small(c+extra, want[i]*share*1.04))
		}
		return h + 2*l.cell + 0.35
	}
	h := 0.6
	if caption != "" {
		h += l.small(caption, width)
	}
	h += row(header, bolder) + 0.5
	for _, r := range rows {
		h += row(r, "")
	}
	return h
}

func (l level) figures(t reportcard.FigureTable) float64 {
	if len(t.Rows) == 0 {
		return 0
	}
	h := l.gap + l.heading(t.Title, printWidth) + l.table(t.Caption, t.Header, t.Rows, printWidth)
	if t.Note != "" {
		h += l.small(t.Note, printWidth) + 0.8
	}
	return h
}

// foot is the line at the foot of a page.
func (l level) foot() float64 { return l.gap + 0.8 + l.size*mmPerPt*l.lead }

// bolder makes up for the width of bold type in an estimate of plain.
const bolder = " n"

const boxInset = 7.0 // at both sides of a box together

// first is the height of page 1.
func (l level) first(c *reportcard.Card) float64 {
	h := 0.0
	if c.Label != "" {
		h += l.text(c.Label, printWidth) + 2.4
	}
	h += lines(c.Name, printWidth, 19) * 17 * mmPerPt * 1.15
	facts := 0.0
	for _, f := range c.Identity {
		facts += chart.Width(f+"  · ", l.size, false)
	}
	h += math.Ceil(facts*1.05/printWidth)*l.size*mmPerPt*l.lead + 1.3
	if len(c.Tags) > 0 {
		h += l.size*mmPerPt*l.lead + 3
	}
	h += l.text(c.Notice.String(), printWidth-boxInset) + 4*l.pad
	h += l.gap + lines(c.Headline.String(), printWidth, l.size+2.5)*(l.size+2)*mmPerPt*1.2 + 0.8
	var findings []string
	for _, f := range c.Findings {
		findings = append(findings, f.String())
	}
	h += l.list(findings, printWidth)
	h += l.glance(&c.Glance)
	if c.Missing != "" {
		h += l.text(c.Missing, printWidth-boxInset) + 4*l.pad
	}
	h += l.figures(c.Published)
	h += l.context(c.Context)
	return h + l.foot()
}

// glance is the measure table: each row two lines of figures, or its result
// word, then its note.
func (l level) glance(g *reportcard.GlanceTable) float64 {
	if len(g.Rows) == 0 {
		return 0
	}
	line := l.small("x", printWidth)
	h := l.gap + l.heading(g.Title, printWidth) + 0.6 + 3*line + 2*l.cell
	for _, r := range g.Rows {
		main := math.Max(2*line, l.small(r.Measure+bolder, 36))
		main = math.Max(main, l.small(r.Result+bolder, 22))
		h += math.Max(main, 8.8) + 2*l.cell + 0.2
		if note := r.Note + r.Aside; note != "" {
			h += l.small(note+" · ", printWidth) + l.cell
		}
	}
	if g.Note != "" {
		h += l.small(g.Note, printWidth) + 0.8
	}
	return h + l.chartData(g.Data)
}

func (l level) chartData(t chart.Table) float64 {
	if !l.data {
		return 0
	}
	return l.table(t.Caption, t.Header, t.Rows, printWidth)
}

// context is the strip of facts, six to a row.
func (l level) context(facts []reportcard.Fact) float64 {
	const per, width = 6, (printWidth - 5*4) / 6
	h := 0.0
	for i := 0; i < len(facts); i += per {
		row := 0.0
		for _, f := range facts[i:min(i+per, len(facts))] {
			row = math.Max(row, (lines(f.Label, width, smallPrint)+lines(f.Local, width, smallPrint))*smallPrint*mmPerPt*1.1)
		}
		h += row + 12*mmPerPt*1.3
	}
	if h > 0 {
		h += l.gap + 2
	}
	return h
}

// second is the height of page 2 without the parts that may move.
func (l level) second(c *reportcard.Card) float64 {
	h := 0.0
	for i := range c.Enquiries {
		h += l.enquiry(&c.Enquiries[i])
	}
	if len(c.NextSteps) > 0 {
		h += l.gap + l.heading(c.NextStepsTitle, printWidth) + l.steps(c.NextSteps)
	}
	if len(c.Reply) > 0 {
		h += l.text(c.Reply.String(), printWidth-boxInset) + 4*l.pad
	}
	for _, t := range c.Tables {
		h += l.figures(t)
	}
	return h + l.foot()
}

// steps are ticked; the tightest level runs them in.
func (l level) steps(items []string) float64 {
	if !l.runIn {
		return l.list(items, printWidth)
	}
	s := ""
	for _, it := range items {
		s += "wide box " + it
	}
	return l.text(s, printWidth)
}

func joined(texts []reportcard.Text) string {
	s := ""
	for _, t := range texts {
		s += t.String() + "  "
	}
	return s
}

// pairList is a list in one of two columns; the tightest level runs it in.
func (l level) pairList(items []string, width float64) float64 {
	if !l.runIn {
		return l.list(items, width)
	}
	s := ""
	for _, it := range items {
		s += it + " · "
	}
	return l.text(s, width)
}

func (l level) enquiry(e *reportcard.Enquiry) float64 {
	const inner = printWidth - boxInset
	const half = (inner - 6) / 2
	h := l.gap + 2*l.pad + l.heading(e.Heading, inner) + l.text(e.Title+bolder, inner-5) + l.text(e.Says.String(), inner) + 0.8
	means := l.text(e.MeansTitle, half) + l.pairList(e.Means, half)
	if e.Answers != nil {
		h += means + 2*l.small("x", inner) + 2*l.cell + 2
		for _, q := range e.Questions {
			h += l.small(q, inner*0.48) + 2*l.cell + 0.35
		}
		return h
	}
	return h + math.Max(means, l.text(e.QuestionsTitle, half)+l.pairList(e.Questions, half))
}

// trends are three to a row, as tall as the tallest, then their data.
func (l level) trends(c *reportcard.Card, sc scenes) float64 {
	if len(c.Trends) == 0 {
		return 0
	}
	h := l.gap + l.heading(c.Headings.Trends, printWidth)
	h += threes(len(c.Trends), func(i int) float64 {
		t := &c.Trends[i]
		one := l.text(t.Title+bolder, third) + l.text(t.Takeaway, third) + 0.8 + sc.of(t, l.trendFrame()).H*third/narrowWidth + 1
		if t.Under != "" {
			one += l.small(t.Under, third) + 0.8
		}
		return one
	})
	return h + l.chartData(c.TrendData)
}

// pictures are the charts of the year, three to a row, each with its data.
func (l level) pictures(c *reportcard.Card, sc scenes) float64 {
	if !l.charts || len(c.Charts) == 0 {
		return 0
	}
	h := l.gap + l.heading(c.Headings.Charts, printWidth)
	return h + threes(len(c.Charts), func(i int) float64 {
		ch := &c.Charts[i]
		one := l.text(ch.Title+bolder, third) + l.text(ch.Takeaway, third) + 0.8 + sc.of(ch, pictureFrame).H*third/pictureFrame.Width + 6
		if ch.Caption != "" {
			one += l.small(ch.Caption, third) + 0.8
		}
		if l.data {
			one += l.table(ch.Table.Caption, ch.Table.Header, ch.Table.Rows, third)
		}
		return one
	})
}

// third is the width of one of three beside each other, in millimetres.
const third = (printWidth - 2*5) / 3

// threes is the height of n pieces, three to a row as tall as its tallest.
func threes(n int, height func(i int) float64) float64 {
	h := 0.0
	for from := 0; from < n; from += 3 {
		row := 0.0
		for i := from; i < min(from+3, n); i++ {
			row = math.Max(row, height(i))
		}
		h += row + 0.6
	}
	return h
}
