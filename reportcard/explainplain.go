package reportcard

import (
	"math"
	"strings"

	"inclusioncards/metrics"
)

// paragraph joins sentences behind a label; without sentences it is empty.
func paragraph(label string, sentences ...string) string {
	var said []string
	for _, s := range sentences {
		if s != "" {
			said = append(said, s)
		}
	}
	if len(said) == 0 {
		return ""
	}
	return label + ": " + strings.Join(said, " ")
}

// plain is the half that a governor can follow.
func (e *explainer) plain() []string {
	l, r, w := e.l, e.l.result, e.w
	mw := w.Measures[r.Measure]
	out := []string{
		paragraph(w.Labels.Question, mw.Question),
		paragraph(w.Labels.Result, e.say(w.Result, values{"result": e.resultWord(r)[0], "why": upperFirst(e.reason())}), e.again()),
	}
	if !silent(r.Verdict) {
		out = append(out, e.counted()...)
	}
	out = append(out, paragraph(w.Labels.Definition, mw.Counted, mw.IsNot, e.say(w.Source, values{"list": l.measure.Source})))
	if !silent(r.Verdict) {
		out = append(out, paragraph(w.Labels.Compared, e.comparedTo()...), paragraph(w.Labels.Change, e.change()...))
	} else {
		out = append(out, paragraph(w.Labels.Help, e.help()))
	}
	out = append(out, paragraph(w.Labels.Other, e.against()...))
	caveats := mw.Caveats
	if !silent(r.Verdict) {
		if l.isExcess() && l.send.Den.OK() && l.send.Den.N < fewest {
			caveats = append([]string{e.say(w.Caveats.OnePupil, values{"points": ratio(1, l.send.Den.N, 100, 1)})}, caveats...)
		}
		caveats = append(append([]string{}, w.Caveats.Any...), caveats...)
	}
	out = append(out, paragraph(w.Labels.Caveats, caveats...))
	var said []string
	for _, s := range out {
		if s != "" {
			said = append(said, s)
		}
	}
	return said
}

// again says when a result that stands out repeats that of the year before.
func (e *explainer) again() string {
	if e.l.result.SecondYear {
		return e.w.SecondYear
	}
	return ""
}

// reason says why the verdict is what it is.
func (e *explainer) reason() string {
	l, r, w := e.l, e.l.result, e.w.Why
	switch r.Verdict {
	case metrics.TooFew:
		return e.fewNote(l, e.facts(l))
	case metrics.NotComparable:
		return e.why(r) + "."
	case metrics.NotSupplied:
		return e.say(e.w.Figure.NoFile, values{"year": r.Year.String()})
	}
	o := e.in.options
	v := values{
		"pattern": e.pattern(r), "n": count(o.Y10Leavers), "share": decimal(o.Y10Share, 2, 0),
		"material": decimal(o.MaterialShare, 2, 0), "pupils": whole(o.MaterialPupils),
	}
	key := r.Verdict.String()
	from := w.Excess
	small := r.Reason == metrics.ReasonNotMaterial
	switch l.measure.Test {
	case metrics.RegisterTest:
		from = w.Register
		v["share"] = decimal(o.RegisterRelative, 2, 0)
	case metrics.LeaverTest:
		from = w.Year10
		switch {
		case r.Verdict == metrics.Watch && e.hasEvidence():
			key = "watch_one_year"
		case r.Reason == metrics.ReasonBelowCondition:
			key = "typical_conditions"
		}
	default:
		switch {
		case r.Verdict == metrics.Watch && float64(r.GroupEvents) <= r.ExpectedYear.V:
			key = "watch_not_now"
		case r.Verdict == metrics.Typical && !small && r.Direction == metrics.Lower:
			key = "typical_lower"
		}
	}
	if small {
		key = "typical_small"
	}
	return e.say(from[key], v)
}

// counted says the counts, what would be expected, and the range.
func (e *explainer) counted() []string {
	l, r, w := e.l, e.l.result, e.w
	v := e.facts(l)
	difference := e.difference(float64(r.GroupEvents), r.ExpectedYear)
	var counts, expected []string
	switch l.measure.Test {
	case metrics.RegisterTest:
		v["in_others"] = e.inOthers(with(r), r.Published)
		counts = append(counts, e.say(e.card.Enquiry.Register, v), difference)
	case metrics.LeaverTest:
		counts = append(counts, upperFirst(e.say(e.card.Findings.Year10, v)))
		expected = append(expected, e.say(e.card.Findings.Year10Pattern, v), difference)
	default:
		v["did"] = did(l.words.DidFull, l.send.Num.N)
		counts = append(counts, upperFirst(e.say(e.card.Findings.Gap, v)))
		if v["area_share"] != "" && l.all.OK() {
			v["all_share"] = e.exactShare(l.all)
			counts = append(counts, e.say(l.words.Overall, v))
		}
		expected = append(expected, e.say(e.card.Findings.Pattern, v), difference)
		if r.YearsPooled > 1 {
			expected = append(expected, e.say(e.card.Findings.Pooled, e.pooledFacts(l)), e.difference(r.Observed.V, r.Expected))
		}
	}
	return []string{
		paragraph(w.Labels.Counts, counts...),
		paragraph(w.Labels.Pattern, expected...),
		paragraph(w.Labels.Range, e.ranges()...),
	}
}

// difference says the excess in whole pupils: of the two numbers as printed,
// so that they add up for a reader.
func (e *explainer) difference(observed float64, expected metrics.Number) string {
	if expectedPlaces(observed, expected.V) > 0 {
		return e.w.AsMany
	}
	excess := observed - math.Floor(expected.V+0.5)
	v := values{"excess": whole(math.Abs(excess))}
	switch {
	case excess > 0:
		return e.say(e.w.More, v)
	case excess < 0:
		return e.say(e.w.Fewer, v)
	}
	return e.w.AsMany
}

// ranges says the figure with its interval, and that of the other schools.
func (e *explainer) ranges() []string {
	l, r, w := e.l, e.l.result, e.w.Gap
	own, isGap := l.all, l.isExcess()
	if isGap {
		own = l.gap
	}
	if !own.OK() {
		return nil
	}
	size := func(x float64) string { return decimal(math.Abs(x), 2, 1) }
	first, between := w.Share, w.Between
	lo, hi := own.Lo, own.Hi
	if isGap {
		first, between = w.Higher, w.Above
		if own.Value < 0 {
			first = w.Lower
		}
		switch {
		case hi <= 0:
			between, lo, hi = w.Below, own.Hi, own.Lo
		case lo < 0:
			between = w.Across
		}
	}
	out := []string{e.say(first, values{"points": size(own.Value)})}
	if own.HasInterval {
		out = append(out, e.say(between, values{"low": size(lo), "high": size(hi)}))
	}
	if r.ComparatorValue.OK {
		others := w.Others
		if isGap {
			others = w.OthersGap
		}
		out = append(out, e.say(others, values{
			"value": decimal(r.ComparatorValue.V, 2, 1), "lead": upperFirst(e.inOthers(with(r), r.Published)),
		}))
	}
	return out
}

// comparedTo names the comparator and how many schools it has.
func (e *explainer) comparedTo() []string {
	r, w := e.l.result, e.w.Compared
	var out []string
	switch {
	case r.Published:
		out = append(out, e.say(w.Published, values{"area": e.place(with(r))}))
		if r.Termly {
			out = append(out, w.Termly)
		}
	default:
		list := values{"list": upperFirst(e.otherSchools(with(r), count(r.Schools)))}
		p := w.Schools
		if with(r) != r.Comparator {
			p = w.Wider
		}
		out = append(out, e.say(p, list), w.Self)
	}
	if r.Alone {
		out = append(out, w.Alone)
	}
	return out
}

// change says the smallest change that would have altered the verdict.
func (e *explainer) change() []string {
	c, w := e.changed, e.w.Change
	switch {
	case !e.l.result.P.OK:
		return nil
	case !c.OK:
		return []string{w.None}
	}
	n := max(c.Pupils, -c.Pupils)
	p := w.More
	if c.Pupils < 0 {
		p = w.Fewer
	}
	return []string{e.say(p, values{
		"value": upperFirst(e.number(n)), "year": w.When, "result": w.Verdicts[c.Verdict.String()],
		"name": e.say(e.w.Measures[e.l.result.Measure].Unit, values{"n": count(n)}),
	}), w.Rest}
}

// against says what the other comparators of the analysis lead to.
func (e *explainer) against() []string {
	r, w := e.l.result, e.w.Against
	var out []string
	for _, o := range e.l.others {
		v := values{"place": e.card.Comparators[with(o)].Against, "result": e.verdict(o)}
		switch {
		case o.Verdict == metrics.NotSupplied || o.Verdict == r.Verdict && o.Reason == r.Reason && silent(r.Verdict):
		case o.Verdict == metrics.NotComparable:
			v["place"], v["why"] = e.card.Comparators[o.Comparator].Against, e.why(o)
			out = append(out, e.say(w.Silent, v))
		case o.Verdict == metrics.TooFew:
			out = append(out, e.say(w.TooFew, v))
		case with(o) == with(r):
		case differs(r, o) || silent(r.Verdict):
			out = append(out, e.say(w.Differs, v))
		default:
			out = append(out, e.say(w.Same, v))
		}
	}
	if o, ok := otherRule(r); ok {
		out = append(out, e.say(e.words.checks.OtherRuleSentence, values{"result": e.verdict(o), "preset": r.OtherRule.Rule.String()}))
	}
	return out
}

// verdict is a result inside a sentence.
func (e *explainer) verdict(r metrics.Result) string {
	if r.Measure == "register_send" && !silent(r.Verdict) {
		return e.resultWord(r)[1]
	}
	return e.w.Change.Verdicts[r.Verdict.String()]
}

// help says what would allow an answer.
func (e *explainer) help() string {
	r := e.l.result
	p, ok := e.w.Help[r.Reason]
	if !ok {
		return ""
	}
	helps := e.say(p, values{"list": e.l.words.Supply, "year": r.Year.String(), "min": count(e.in.options.MinGroup)})
	// What the failed check found comes first.
	if found := e.words.checks.Names[r.Check][metrics.CheckVetoed.String()]; found != "" {
		return found + " " + helps
	}
	return helps
}
