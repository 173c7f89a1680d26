package reportcard

import (
	"strings"

	"inclusioncards/metrics"
)

// tableWords head one further table of a card.
type tableWords struct {
	Title   string   `json:"title"`
	Caption phrase   `json:"caption"`
	Header  []string `json:"header"`
}

// table starts a table; the columns after the first hold numbers when numeric.
func (b *builder) table(w tableWords, v values, numeric bool) FigureTable {
	t := FigureTable{Title: w.Title, Caption: b.say(w.Caption, v), Header: w.Header}
	for i := range w.Header {
		t.Numeric = append(t.Numeric, numeric && i > 0)
	}
	return t
}

// mostTables is how many further tables leave room for the further figures.
const mostTables = 2

// tables are the further tables of the card, where their input is supplied.
func (b *builder) tables() []FigureTable {
	var out []FigureTable
	for _, t := range []FigureTable{b.positions(), b.selfEvaluation(), b.admissions(), b.survey()} {
		if len(t.Rows) > 0 {
			out = append(out, t)
		}
	}
	return out
}

// selfEvaluation sets the school's own rating beside the result of the data.
func (b *builder) selfEvaluation() FigureTable {
	w := b.card.SelfEvaluation
	t := b.table(w.Table, nil, false)
	for _, r := range b.in.supplement.Ratings {
		subject, family := w.Families[r.About]
		if m, ok := metrics.Lookup(metrics.MeasureID(r.About)); ok && !family {
			subject = m.Name
		}
		var results []string
		for _, l := range b.lines {
			switch {
			case family && l.measure.Family.String() == r.About:
				results = append(results, b.say(w.Of, values{"lead": b.lead(l), "result": b.word(l.result)[1]}))
			case !family && string(l.measure.ID) == r.About:
				results = append(results, b.word(l.result)[0])
			}
		}
		if len(results) == 0 {
			results = []string{w.None}
		}
		t.Rows = append(t.Rows, []string{subject, w.Ratings[r.Rating.String()], strings.Join(results, "; "), r.Comment})
	}
	return t
}

// survey gives the answers of parents and carers, a row for each question, in
// the order of the file. Where the ticks of a question add up to its replies, as
// they do when each parent picks one answer, a withheld count would follow from
// the others: they are withheld together.
func (b *builder) survey() FigureTable {
	w := b.card.Survey
	t := b.table(w.Table, nil, false)
	rows := map[string]int{}
	key := func(a metrics.SurveyCount) string { return a.Question + "|" + count(a.Replies) }
	total, small := map[string]int{}, map[string]bool{}
	for _, a := range b.in.supplement.Survey {
		total[key(a)] += a.Ticks
		small[key(a)] = small[key(a)] || b.smallPart(float64(a.Ticks), float64(a.Replies))
	}
	for _, a := range b.in.supplement.Survey {
		ticks := b.card.States.Suppressed
		if !a.Suppressed {
			ticks = b.few(float64(a.Ticks), float64(a.Replies))
		}
		if !a.Suppressed && total[key(a)] == a.Replies && small[key(a)] && ticks != b.card.States.Withheld {
			b.gate.more++
			ticks = b.card.States.Withheld
		}
		said := b.say(w.Ticks, values{"list": a.Statement, "n": ticks})
		key := key(a)
		at, seen := rows[key]
		if !seen {
			rows[key] = len(t.Rows)
			t.Rows = append(t.Rows, []string{b.say(w.Question, values{"question": a.Question, "n": b.lone(float64(a.Replies))}), said})
			continue
		}
		t.Rows[at][1] += w.Join + said
	}
	return t
}

// admissions counts refused or resisted admissions.
func (b *builder) admissions() FigureTable {
	w := b.card.Admissions
	t := b.table(w.Table, nil, true)
	for _, a := range b.in.supplement.Admissions {
		if a.Year > b.in.year {
			continue
		}
		resolved := b.card.States.NotAvailable
		incidents := b.lone(float64(a.Incidents))
		if a.HasResolved {
			resolved = b.few(float64(a.Resolved), float64(a.Incidents))
		}
		t.Rows = append(t.Rows, []string{a.Year.String(), incidents, resolved})
	}
	return t
}

// lone prints a count that stands alone, or that it is withheld.
func (b *builder) lone(n float64) string {
	if floor := float64(b.options.Profile.Floor()); n > 0 && n < floor {
		b.gate.more++
		return b.card.States.Withheld
	}
	return whole(b.gate.round(n))
}

// few prints a part of a whole: withheld when it, or what is left, is small.
func (b *builder) few(n, of float64) string {
	if b.smallPart(n, of) {
		b.gate.more++
		return b.card.States.Withheld
	}
	return whole(b.gate.round(n))
}

// smallPart tells that a part of a whole, what is left or the whole is small.
func (b *builder) smallPart(n, of float64) bool {
	floor := float64(b.options.Profile.Floor())
	small := func(v float64) bool { return v > 0 && v < floor }
	return small(n) || small(of-n) || small(of)
}

// round is a count as it may be shown.
func (g *gate) round(n float64) float64 {
	if g.d.profile == PublicProfile {
		return toFive(n)
	}
	return n
}
