package reportcard

import (
	"math"

	"inclusioncards/metrics"
)

// verdictOrder is the order of the headline; what was not supplied comes last.
var verdictOrder = []metrics.Verdict{
	metrics.WorthExploring, metrics.Watch, metrics.Typical, metrics.PossibleStrength,
	metrics.TooFew, metrics.NotComparable, metrics.NotSupplied,
}

// headline counts the verdicts.
func (b *builder) headline() Text {
	w := b.card.Headline
	if len(b.lines) == 0 {
		return Text{{Text: w.Nothing}}
	}
	counts := map[metrics.Verdict]int{}
	for _, l := range b.lines {
		counts[l.result.Verdict]++
	}
	var parts []Text
	for _, v := range verdictOrder {
		if n := counts[v]; n > 0 {
			parts = append(parts, b.text(w.Counts[v.String()], values{"n": count(n)}))
		}
	}
	out := b.text(w.Lead, values{"n": count(len(b.lines))})
	for i, p := range parts {
		if i > 0 {
			joint := b.card.Lists.Comma
			if i == len(parts)-1 {
				joint = b.card.Lists.And
			}
			out = out.add(Run{Text: joint})
		}
		out = out.add(p...)
	}
	return out.add(Run{Text: "."})
}

// mostFindings is how many findings follow the headline.
const mostFindings = 3

// findings says the results that stand out in pupils: worth exploring first,
// then watch, then strengths.
func (b *builder) findings() []Text {
	var out []Text
	for _, v := range []metrics.Verdict{metrics.WorthExploring, metrics.Watch, metrics.PossibleStrength} {
		for _, l := range b.lines {
			if l.result.Verdict == v && len(out) < mostFindings {
				out = append(out, Text{{Text: b.lead(l) + ".", Bold: true}}.add(Run{Text: " " + b.finding(l)}))
			}
		}
	}
	return out
}

// lead is the topic as the start of a sentence.
func (b *builder) lead(l line) string { return upperFirst(l.words.Topic) }

func (b *builder) finding(l line) string {
	w := b.card.Findings
	v := b.facts(l)
	if hidden(l) {
		return w.Withheld
	}
	switch l.measure.Test {
	case metrics.RegisterTest:
		if v["area_share"] == "" {
			return ""
		}
		return upperFirst(b.say(w.Register, v))
	case metrics.LeaverTest:
		out := upperFirst(b.say(w.Year10, v)) + " " + b.say(w.Year10Pattern, v)
		if l.result.Reason == metrics.ReasonOneYear {
			out += " " + b.card.Enquiry.OneYear
		}
		return out
	}
	v["did"] = did(l.words.DidFull, l.send.Num.N)
	return upperFirst(b.say(w.Gap, v)) + " " + b.patternFinding(l, v)
}

// patternFinding sets the pupils with the event beside the local pattern: of
// this year when the year shows the result, else of the years together, which
// carry the evidence.
func (b *builder) patternFinding(l line, v values) string {
	r := l.result
	if yearShows(r) || r.YearsPooled < 2 {
		return b.say(b.card.Findings.Pattern, v)
	}
	return b.say(b.card.Findings.Pooled, b.pooledFacts(l))
}

// facts are the values of the phrases about one line, for this year.
func (b *builder) facts(l line) values {
	r := l.result
	v := values{
		"event": l.words.Event, "events": count(r.Events), "send": count(r.GroupEvents),
		"expected": b.expected(float64(r.GroupEvents), r.ExpectedYear),
		"pattern":  b.pattern(r), "in_others": b.inOthers(with(r), r.Published), "elsewhere": b.elsewhere(r),
		"area": b.area(), "schools": b.schools()[1], "lead": b.lead(l),
		"all": whole(l.all.Num.N), "all_d": whole(l.all.Den.N),
	}
	v["all_share"], v["all_count"] = b.share(l.all)
	v["area_share"], v["area_whole"] = "", ""
	if f := b.in.area(b.in.year, l.measure.ID, metrics.GroupAll, r.Comparator); f.OK {
		v["area_share"], v["area_whole"] = b.rateInHundred(f.Value), b.wholeInHundred(decimal(f.Value, 2, 0))
		v["in_others"] = b.inOthers(f.With, f.Published)
	}
	if l.isExcess() {
		v["send_share"], v["send_count"] = b.share(l.send)
		v["others_share"], v["others_count"] = b.share(l.noSEND)
	}
	return v
}

// pooledFacts are the values for the years together.
func (b *builder) pooledFacts(l line) values {
	r := l.result
	v := b.facts(l)
	v["years"] = b.number(r.YearsPooled)
	v["events"], v["send"] = count(r.EventsPooled), whole(r.Observed.V)
	v["expected"] = b.expected(r.Observed.V, r.Expected)
	return v
}

// did picks the verb for a number of pupils.
func did(p pair, n float64) string {
	if n == 1 {
		return p[0]
	}
	return p[1]
}

// share says a proportion of pupils: "18 in 100" with "(27 of 150)" after the
// noun when the group has 100 pupils or more, the count alone below.
func (b *builder) share(o metrics.Observation) (share, after string) {
	w := b.card.Shares
	if !o.Num.OK() || !o.Den.OK() {
		return b.state(o), ""
	}
	n, d := o.Num.N, o.Den.N
	v := values{"n": whole(n), "d": whole(d)}
	switch {
	case n == 0:
		return b.say(w.NoneOf, v), ""
	case n == d:
		return b.say(w.AllOf, v), ""
	case d < fewest:
		return b.say(w.Of, v), ""
	}
	return b.wholeInHundred(ratio(n, d, 100, 0)), b.say(w.InBrackets, v)
}

// wholeInHundred says a rounded rate that is neither none nor all.
func (b *builder) wholeInHundred(rate string) string {
	switch rate {
	case "0":
		return b.card.Shares.BelowOne
	case "100":
		return b.card.Shares.Above99
	}
	return b.say(b.card.Shares.InHundred, values{"rate": rate})
}

// rateInHundred says a share of many schools.
func (b *builder) rateInHundred(v float64) string {
	return b.say(b.card.Shares.InHundred, values{"rate": decimal(v, 2, 1)})
}

// expected says an expected number beside an observed one: whole pupils, and
// one decimal where rounding would make a difference of less than one pupil
// look like one or more.
func (b *builder) expected(observed float64, e metrics.Number) string {
	if !e.OK {
		return ""
	}
	if e.V < 1 {
		return b.card.Expected.BelowOne
	}
	return b.say(b.card.Expected.About, values{"n": decimal(e.V, 0, expectedPlaces(observed, e.V))})
}

func expectedPlaces(observed, e float64) int {
	if math.Abs(observed-e) < 1 && decimal(e, 0, 0) != whole(observed) {
		return 1
	}
	return 0
}

// state says why a figure is not a number. The four reasons never look alike
// and never look like zero.
func (b *builder) state(o metrics.Observation) string {
	w := b.card.States
	switch {
	case o.Den.OK() && o.Den.N == 0:
		return w.NoPupils
	case o.State == metrics.Withheld:
		return w.Withheld
	case o.State == metrics.Suppressed:
		return w.Suppressed
	case o.State == metrics.NotApplicable:
		return w.NotApplicable
	case o.State == metrics.Low:
		return w.Low
	}
	return w.NotAvailable
}
