package reportcard

import (
	"slices"

	"inclusioncards/metrics"
)

// Corrections are what the cards say of the output that they replace. They are
// filled before the first card is built.
type Corrections struct {
	// Of names the earlier output: the start of the SHA-256 of its run.json.
	Of string
	// Figures and Results are the measures of each school whose figures, or whose
	// result, were others there.
	Figures, Results map[metrics.URN][]metrics.MeasureID
	// New are schools that the earlier output did not hold.
	New map[metrics.URN]bool
}

// mostCorrected is how many measures a card names as changed.
const mostCorrected = 6

// notice opens the card. Of a corrected one it says which it replaces, and what
// was another there; never what it was, which may have been withheld.
func (b *builder) notice() Text {
	out := b.text(b.card.Notice, nil)
	c, urn := b.options.Corrections, b.in.school.URN
	if c == nil || c.New[urn] {
		return out
	}
	w := b.card.Corrected
	say := func(p phrase, v values) { out = append(out.add(Run{Text: " "}), b.text(p, v)...) }
	say(w.Card, values{"hash": c.Of})
	figures, results := b.corrected(c.Figures[urn]), b.corrected(c.Results[urn])
	if results != "" {
		say(w.Results, values{"list": results})
	}
	switch {
	case figures != "":
		say(w.Figures, values{"list": figures})
	case results == "":
		say(w.Nothing, nil)
	}
	return out
}

// corrected names measures, in the order of the catalogue.
func (b *builder) corrected(ids []metrics.MeasureID) string {
	var names []string
	more := 0
	for _, m := range metrics.Catalogue() {
		switch {
		case !slices.Contains(ids, m.ID):
		case len(names) == mostCorrected:
			more++
		default:
			names = append(names, m.Name)
		}
	}
	if more > 0 {
		names = append(names, b.say(b.card.Corrected.More, values{"n": count(more)}))
	}
	return b.list(names)
}
