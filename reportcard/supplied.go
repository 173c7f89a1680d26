package reportcard

import (
	"maps"
	"slices"
	"strings"
)

// period is the academic year of the card, with its term when the figures are
// of one.
func (b *builder) period() string {
	if b.in.term == "" {
		return b.in.year.String()
	}
	return b.say(b.card.Term, values{"year": b.in.year.String(), "name": b.in.term})
}

// suppliedSources lists the sources of the averages the user supplied.
func (b *builder) suppliedSources() []string {
	return slices.DeleteFunc(slices.Sorted(maps.Keys(b.in.supplied)), func(s string) bool { return s == "" })
}

// suppliedWords take the place of those about published averages.
type suppliedWords struct {
	Aside    string `json:"aside"`
	Area     phrase `json:"area"`
	Note     string `json:"note"`
	Unknown  phrase `json:"unknown"`
	Compared phrase `json:"compared"`
	Pattern  string `json:"pattern"`
}

// wordSupplied words averages that the user supplied as such, wherever a
// published one would be named.
func (b *builder) wordSupplied() {
	if len(b.suppliedSources()) == 0 {
		return
	}
	w := b.card.Supplied.All
	if b.in.supplied[""] {
		w = b.card.Supplied.Some
	}
	c := &b.card
	c.Aside.Published, c.Areas.Published, c.Notes.Published = w.Aside, w.Area, w.Note
	c.Unknowns.Published, c.Method.ComparedPublished = w.Unknown, w.Compared
	c.Comparators = maps.Clone(c.Comparators)
	for k, words := range c.Comparators {
		words.PublishedPattern = w.Pattern
		c.Comparators[k] = words
	}
}

// averages names the sources of averages that were supplied.
func (b *builder) averages() Text {
	list := b.suppliedSources()
	if len(list) == 0 {
		return nil
	}
	return b.text(b.card.Method.Averages, values{"list": strings.Join(list, " · ")})
}

// reply is what the school says, in its own words.
func (b *builder) reply() Text {
	c := b.in.comment
	switch {
	case c.Text == "":
		return nil
	case c.By == "":
		return b.text(b.card.Method.Reply, values{"list": c.Text})
	}
	return b.text(b.card.Method.ReplyBy, values{"list": c.Text, "name": c.By})
}
