package reportcard

import (
	"math"

	"inclusioncards/metrics"
)

const (
	mostEnquiries = 3
	mostWatched   = 2
	longestSays   = 330
	// In larger type, beside room for answers, two pages hold less; the findings
	// of page 1 name every result.
	plainEnquiries = 2
	plainSays      = 230
)

// enquiries are the lines of enquiry: results worth exploring, else, marked as
// such, results to watch. A quiet school has none.
func (b *builder) enquiries() []Enquiry {
	longest, most := longestSays, mostEnquiries
	if b.edition.Plain {
		longest, most = plainSays, plainEnquiries
	}
	chosen := b.chosen(metrics.WorthExploring, most)
	heading := b.card.Enquiry.Heading
	if len(chosen) == 0 {
		chosen = b.chosen(metrics.Watch, mostWatched)
		heading = b.card.Enquiry.HeadingWatch
	}
	var out []Enquiry
	for _, l := range chosen {
		r := l.result
		e := Enquiry{
			Heading: b.say(heading, values{"topic": l.words.Topic}), Shape: shapes[r.Verdict],
			Title:      b.say(l.words.Titles[r.Direction.String()], values{"elsewhere": b.elsewhere(r)}),
			Says:       Text{{Text: within(longest, b.says(l))}},
			MeansTitle: b.card.Enquiry.MeansTitle, Means: b.words.explanations(r.Measure, r.Verdict, r.Direction),
			Answers:        b.edition.Answers,
			QuestionsTitle: b.edition.QuestionsTitle, Questions: b.edition.questions(r.Measure, r.Verdict, r.Direction),
		}
		out = append(out, e)
	}
	return out
}

// chosen picks the lines of a verdict in the order of the card, one of each
// family first: two absence enquiries must not crowd out leavers.
func (b *builder) chosen(v metrics.Verdict, most int) []line {
	var first, rest []line
	seen := map[metrics.Family]bool{}
	for _, l := range b.lines {
		switch {
		case l.result.Verdict != v:
		case seen[l.measure.Family]:
			rest = append(rest, l)
		default:
			seen[l.measure.Family] = true
			first = append(first, l)
		}
	}
	all := append(first, rest...)
	return all[:min(most, len(all))]
}

// says are the sentences of an enquiry, the least needed last.
func (b *builder) says(l line) []string {
	w, r := b.card.Enquiry, l.result
	v := b.facts(l)
	var out []string
	if hidden(l) {
		out = append(out, b.card.Findings.Withheld)
		if r.SecondYear {
			out = append(out, w.SecondYear)
		}
		return out
	}
	switch l.measure.Test {
	case metrics.RegisterTest:
		if v["expected"] != "" {
			v["in_others"] = b.inOthers(with(r), r.Published)
			out = append(out, upperFirst(b.say(w.Register, v)))
		}
	case metrics.LeaverTest:
		out = append(out, upperFirst(b.say(w.Year10, v)))
	default:
		out = append(out, upperFirst(b.excessSays(l, v)))
	}
	if v["area_share"] != "" && l.all.OK() {
		v["all_share"] = b.exactShare(l.all)
		out = append(out, b.say(l.words.Overall, v))
	}
	if l.isExcess() && r.YearsPooled > 1 {
		out = append(out, b.say(w.Pooled, b.pooledFacts(l)))
	}
	switch {
	case r.SecondYear:
		out = append(out, w.SecondYear)
	case r.Reason == metrics.ReasonOneYear:
		out = append(out, w.OneYear)
	}
	for _, o := range l.others {
		if with(o) != with(r) && differs(r, o) {
			out = append(out, b.say(w.Differs, values{"place": b.card.Comparators[with(o)].Against, "result": b.word(o)[1]}))
		}
	}
	if l.isExcess() && l.send.Den.OK() && l.send.Den.N < fewest {
		out = append(out, b.say(w.OnePupil, values{"n": whole(l.send.Den.N), "points": ratio(1, l.send.Den.N, 100, 1)}))
	}
	return out
}

// excessSays gives the excess in whole pupils: the difference of the two
// numbers printed, so that they add up on the page.
func (b *builder) excessSays(l line, v values) string {
	r := l.result
	if r.ExpectedYear.OK && r.ExpectedYear.V >= 1 && expectedPlaces(float64(r.GroupEvents), r.ExpectedYear.V) == 0 {
		if excess := float64(r.GroupEvents) - math.Floor(r.ExpectedYear.V+0.5); excess >= 1 {
			v["excess"] = whole(excess)
			return b.say(b.card.Enquiry.Says, v)
		}
	}
	return b.say(b.card.Enquiry.SaysFewer, v)
}

// exactShare says a share with one decimal, to be read beside an area's.
func (b *builder) exactShare(o metrics.Observation) string {
	if o.Published || !o.Den.OK() {
		return b.rateInHundred(o.Value)
	}
	if o.Den.N < fewest {
		share, _ := b.share(o)
		return share
	}
	return b.say(b.card.Shares.InHundred, values{"rate": ratio(o.Num.N, o.Den.N, 100, 1)})
}
