package html

import (
	"math"
	"slices"

	"inclusioncards/reportcard"
)

// level is how open a card is set on paper. The classes and the numbers are
// those of the style sheet; the browser test holds the two together.
type level struct {
	class          string
	size           float64 // of running text, points
	lead           float64 // ems
	gap, cell, pad float64 // millimetres
	runIn          bool    // lists of the pairs as paragraphs
	plot           float64 // height of a trend, millimetres
	data           bool    // the data of the charts too
	charts         bool    // the pictures of the year and the table of groups too
	lean           bool    // a line in place of the further figures
}

var (
	open     = level{class: "p0", size: 12, lead: 1.25, gap: 4, cell: 1, pad: 2, plot: 24}
	ordinary = level{class: "p1", size: 10.5, lead: 1.22, gap: 3, cell: 0.7, pad: 1.4, plot: 22}
	tight    = level{class: "p2", size: 10.5, lead: 1.15, gap: 1.8, cell: 0.35, pad: 0.8, plot: 17}
	tightest = level{class: "p3", size: 10.5, lead: 1.1, gap: 1.2, cell: 0.15, pad: 0.4, plot: 12, runIn: true}
)

func (l level) withData() level {
	l.data = true
	l.class += " pt"
	return l
}

func (l level) withCharts() level {
	l.charts = true
	l.class += " pc"
	return l
}

func (l level) withoutMore() level {
	l.lean = true
	l.class += " pl"
	return l
}

// levels in order of preference. The governor edition has larger type where it
// can; the data of the charts, always on the screen, are printed where there is
// room.
func levels(c *reportcard.Card) []level {
	out := []level{
		ordinary.withCharts().withData(), tight.withCharts().withData(),
		ordinary.withCharts(), tight.withCharts(), tightest.withCharts(), ordinary, tight, tightest,
	}
	if len(c.More.Rows) > 0 {
		out = append(out, tightest.withoutMore())
	}
	if c.Audience == "governor" {
		out = append([]level{open.withCharts().withData(), open.withCharts(), open}, out...)
	}
	return out
}

const (
	printWidth  = 186.0 // A4 less the margins, millimetres
	printHeight = 277.0
	spareHeight = 5.0 // what the estimate may be wrong by
	smallPrint  = 10.5
)

// parts are the sections that may print on either page, in order.
var parts = []string{"trends", "charts", "told", "more", "groups", "method", "glossary"}

// moves are the parts to print on the first page, in order of preference.
var moves = [][]string{
	nil, {"glossary"}, {"more"}, {"told"}, {"trends"}, {"charts"}, {"method"}, {"more", "glossary"}, {"told", "glossary"}, {"method", "glossary"},
	{"trends", "glossary"}, {"charts", "glossary"}, {"told", "more"}, {"more", "method"}, {"trends", "told"}, {"told", "method", "glossary"},
}

// paged is a card with what goes on which page and how densely.
type paged struct {
	*reportcard.Card
	Early, Late []string
	level       level
	scenes      scenes
}

// paginate picks the most open level, then the fewest moves, at which both
// pages should hold.
func paginate(c *reportcard.Card) paged {
	sc := scenes{}
	for _, l := range levels(c) {
		first, second := l.first(c), l.second(c)
		h := make(map[string]float64, len(parts))
		for _, name := range parts {
			h[name] = l.part(c, name, sc)
			second += h[name]
		}
		for _, early := range moves {
			moved := 0.0
			for _, name := range early {
				moved += h[name]
			}
			if most := printHeight - spareHeight; first+moved <= most && second-moved <= most {
				return split(c, l, early, sc)
			}
		}
	}
	all := levels(c)
	return split(c, all[len(all)-1], nil, sc)
}

func split(c *reportcard.Card, l level, early []string, sc scenes) paged {
	p := paged{Card: c, Early: early, level: l, scenes: sc}
	for _, name := range parts {
		if !slices.Contains(early, name) {
			p.Late = append(p.Late, name)
		}
	}
	return p
}

// part is the height of a section that may print on either page.
func (l level) part(c *reportcard.Card, name string, sc scenes) float64 {
	const half = (printWidth - 6) / 2
	switch name {
	case "trends":
		return l.trends(c, sc)
	case "charts":
		return l.pictures(c, sc)
	case "told":
		return l.gap + math.Max(
			l.heading(c.Headings.Strengths, half)+l.pairList(c.Strengths, half),
			l.heading(c.Headings.Unknowns, half)+l.pairList(c.Unknowns, half))
	case "more":
		if l.lean {
			return l.gap + 2*l.small("x", printWidth)
		}
		return l.figures(c.More)
	case "groups":
		if l.charts {
			return l.figures(c.Groups)
		}
	case "method":
		if len(c.Method) > 0 {
			return l.gap + 2*l.pad + l.heading(c.Headings.Method, printWidth) + l.text(joined(c.Method), printWidth-boxInset)
		}
	case "glossary":
		if len(c.Glossary) > 0 {
			return l.gap + l.heading(c.Headings.Glossary, printWidth) + l.text(joined(c.Glossary), printWidth)
		}
	}
	return 0
}
