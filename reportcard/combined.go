package reportcard

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"inclusioncards/metrics"
)

// Combined is the cards of several schools for one audience as one document:
// pages that open it, with its contents, and then the cards in the same order.
type Combined struct {
	// AreaReport opens the document; it has no sections of its own.
	AreaReport
	// Heading stands over the contents. The last column of Contents is the page
	// on which a card begins, empty for a school without one: the drawer, who
	// counts the pages, fills the others.
	Heading  string
	Contents FigureTable
	// schools are those of the rows, -1 without a card.
	schools []int
	build   func(school int) (*Card, error)
}

// Cards is the number of cards.
func (c *Combined) Cards() int {
	n := 0
	for i := range c.schools {
		if c.HasCard(i) {
			n++
		}
	}
	return n
}

// HasCard reports whether the school of a row of the contents has a card.
func (c *Combined) HasCard(row int) bool { return c.schools[row] >= 0 }

// Card builds the card of a row; cards are not kept.
func (c *Combined) Card(row int) (*Card, error) { return c.build(c.schools[row]) }

// BuildCombined words the opening of a document with the cards of schools
// (indices in the dataset); hasCard says for which of them there is one.
func BuildCombined(a *metrics.Analysis, schools []int, hasCard func(school int) bool, o BuildOptions) (*Combined, error) {
	b, err := newOverview(a, OverviewOptions{Schools: schools})
	if err != nil {
		return nil, err
	}
	if o.Profile == "" {
		o.Profile = o.Audience.Profile()
	}
	if o.Disclosure == nil {
		o.Disclosure = Disclose(a, o.Profile)
	}
	w := b.w.Combined
	v := values{"n": count(len(schools)), "year": a.Year.String()}
	out := &Combined{
		AreaReport: AreaReport{
			Lang: "en-GB", Title: b.say(w.Title, v), FooterLeft: b.say(w.Footer, v), Notice: b.text(w.Notice, v),
			Continued: b.areaBuilder.w.Continued,
		},
		Heading:  w.Heading,
		Contents: FigureTable{Caption: w.Caption, Header: w.Header, Numeric: []bool{false, false, false, false, true}},
		build:    func(school int) (*Card, error) { return Build(a, school, o) },
	}
	type entry struct {
		school int
		name   string
		row    []string
	}
	var rows []entry
	var labels []string
	for _, i := range schools {
		s := &a.Data.Schools[i]
		e := entry{i, b.schoolName(i), []string{"", string(s.URN), cmp.Or(b.card.PhaseNames[s.Phase.String()], b.card.Identity.PhaseUnknown), w.NoCard, ""}}
		e.row[0] = e.name
		if hasCard(i) {
			card, err := out.build(i)
			if err != nil {
				return nil, fmt.Errorf("combined: %w", err)
			}
			e.row[3] = card.Headline.String()
			out.LeastType, out.Marking = card.LeastType, card.Marking
			if card.Label != "" && !slices.Contains(labels, card.Label) {
				labels = append(labels, card.Label)
			}
		} else {
			e.school = -1
		}
		rows = append(rows, e)
	}
	slices.SortStableFunc(rows, func(x, y entry) int {
		return cmp.Or(cmp.Compare(strings.ToLower(x.name), strings.ToLower(y.name)), cmp.Compare(x.row[1], y.row[1]))
	})
	for _, e := range rows {
		out.schools = append(out.schools, e.school)
		out.Contents.Rows = append(out.Contents.Rows, e.row)
	}
	out.Label = strings.Join(labels, " ")
	out.Identity = []string{b.words.editions[o.Audience].Edition, b.say(b.areaBuilder.w.Identity.Period, v), b.say(b.areaBuilder.w.Identity.Method, values{"method": metrics.MethodVersion})}
	if !o.Date.IsZero() {
		out.Identity = append(out.Identity, o.Date.Format("2 January 2006"))
	}
	if b.err != nil {
		return nil, fmt.Errorf("combined: %w", b.err)
	}
	return out, nil
}
