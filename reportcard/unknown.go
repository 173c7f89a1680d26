package reportcard

import (
	"math"
	"unicode/utf8"

	"inclusioncards/metrics"
)

// strengths names the possible strengths; there is always something to print.
func (b *builder) strengths() []string {
	w := b.card.Strengths
	var out []string
	for _, l := range b.lines {
		r := l.result
		if r.Verdict != metrics.PossibleStrength {
			continue
		}
		p, v := w.Gap, b.facts(l)
		if !yearShows(r) && r.YearsPooled > 1 {
			p, v = w.GapPooled, b.pooledFacts(l)
		}
		if hidden(l) {
			p = w.Withheld
		}
		v["question"] = b.edition.questions(r.Measure, r.Verdict, r.Direction)[0]
		out = append(out, b.say(p, v))
	}
	if len(out) == 0 {
		return []string{w.None}
	}
	return out
}

// yearShows tells whether this year alone lies on the side of the result by at
// least one pupil; else only the years together can be said.
func yearShows(r metrics.Result) bool {
	year := float64(r.GroupEvents) - r.ExpectedYear.V
	return r.ExpectedYear.OK && math.Abs(year) >= 1 && year*r.Excess.V > 0
}

const mostUnknowns = 6

// unknowns says what could not be told, and why, the most telling first; what
// public data can never show comes last.
func (b *builder) unknowns(trends []Trend, withheld int) []string {
	w := b.card.Unknowns
	var out []string
	add := func(s string) { out = append(out, s) }
	if withheld > 0 {
		add(b.say(w.Withheld, values{"n": count(withheld)}))
	}
	for _, s := range b.checked() {
		add(s)
	}
	if !b.splitSupplied() {
		add(w.Public)
	}
	topics := func(which func(metrics.Result) bool) []string {
		var list []string
		for _, l := range b.lines {
			if which(l.result) {
				list = append(list, l.words.Topic)
			}
		}
		return list
	}
	for _, l := range b.reasons() {
		same := topics(func(r metrics.Result) bool { return r.Verdict == metrics.NotComparable && r.Reason == l.Reason })
		add(b.named(w.NotComparable, same, b.why(l)))
	}
	for _, f := range []struct {
		p     phrase
		which func(metrics.Result) bool
	}{
		{w.TooFew, func(r metrics.Result) bool {
			return r.Verdict == metrics.TooFew
		}},
		{w.NotSupplied, func(r metrics.Result) bool { return r.Verdict == metrics.NotSupplied }},
		{w.Termly, func(r metrics.Result) bool { return r.Termly }},
		{w.Published, func(r metrics.Result) bool { return r.Published && !r.Termly }},
	} {
		if list := topics(f.which); len(list) > 0 {
			add(b.named(f.p, list, ""))
		}
	}
	if len(topics(func(r metrics.Result) bool { return r.Alone })) > 0 {
		add(w.Alone)
	}
	if r, ok := b.noEngland(); ok {
		add(b.say(w.NotEngland, values{"why": b.why(r)}))
	}
	if len(trends) == 0 {
		add(w.OneYear)
	}
	add(w.Residents)
	always := w.Always
	if b.in.destinations {
		always = b.words.checks.Destinations
	}
	if says, ok := b.grounds(); ok {
		always = says
	}
	return append(out[:min(mostUnknowns-1, len(out))], always)
}

// longestUnknown is what two lines of the column hold.
const longestUnknown = 120

// named says a sentence about some measures: by name, or, where that is too
// long, by their number.
func (b *builder) named(p phrase, topics []string, why string) string {
	s := b.say(p, values{"list": b.list(topics), "why": why})
	if utf8.RuneCountInString(s) <= longestUnknown {
		return s
	}
	n := b.say(b.card.Lists.Measures, values{"n": count(len(topics))})
	return b.say(p, values{"list": n, "why": why})
}

// noEngland finds a result that could not be set beside England because the
// files do not cover it; rows do not repeat it.
func (b *builder) noEngland() (metrics.Result, bool) {
	for _, l := range b.lines {
		for _, o := range l.others {
			if o.Reason == metrics.ReasonNotEngland {
				return o, true
			}
		}
	}
	return metrics.Result{}, false
}

// reasons are the results that stand for each reason why measures are not
// compared, in the order of the card.
func (b *builder) reasons() []metrics.Result {
	var out []metrics.Result
	seen := map[metrics.Reason]bool{}
	for _, l := range b.lines {
		if r := l.result; r.Verdict == metrics.NotComparable && !seen[r.Reason] {
			seen[r.Reason] = true
			out = append(out, r)
		}
	}
	return out
}
