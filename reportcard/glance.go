package reportcard

import (
	"strings"
	"unicode/utf8"

	"inclusioncards/metrics"
)

// glance is the measure table of page 1: every flagged measure that has data.
func (b *builder) glance() GlanceTable {
	t := GlanceTable{Title: b.card.Glance.Title}
	shown := make([]line, 0, len(b.lines))
	for _, l := range b.lines {
		if l.result.Verdict != metrics.NotSupplied {
			shown = append(shown, l)
			t.Rows = append(t.Rows, b.row(l))
		}
	}
	t.Columns = b.columns(shown)
	for i := range t.Rows {
		t.Rows[i].keep(t.Columns)
	}
	t.Note = b.stripNote(shown, t.Rows)
	t.Data = b.glanceData(shown, t.Rows)
	return t
}

// columns heads the table: gaps where any row has one, else shares.
func (b *builder) columns(shown []line) GlanceColumns {
	words := b.card.Columns
	if len(b.edition.Columns.Gap) > 0 {
		words = b.edition.Columns
	}
	heads := words.Share
	for _, l := range shown {
		if l.isExcess() {
			heads = words.Gap
		}
	}
	place := values{"place": b.card.Comparators[b.usual()].Name}
	h := make([]string, len(heads))
	for i, p := range heads {
		h[i] = b.say(p, place)
	}
	return GlanceColumns{Measure: h[0], SEND: h[1], NoSEND: h[2], Gap: h[3], Local: h[4], Strip: h[5], Years: h[6], Result: h[7]}
}

// keep empties the cells of columns that the edition leaves out. The second
// column of shares has none to head.
func (r *GlanceRow) keep(c GlanceColumns) {
	if c.Gap == "" {
		r.Gap = Cell{}
	}
	if c.Local == "" {
		r.Local = Cell{}
	}
	if c.Years == "" {
		r.Years = nil
	}
}

func (b *builder) row(l line) GlanceRow {
	r := l.result
	row := GlanceRow{
		Measure: l.measure.Name, Note: b.note(l),
		Shape: shapes[r.Verdict], Result: b.word(r)[0], Aside: b.aside(l),
	}
	few := r.Verdict == metrics.TooFew
	if l.isExcess() {
		row.SEND, row.NoSEND = b.cell(l.send, few), b.cell(l.noSEND, few)
	} else {
		row.SEND = b.cell(l.all, few)
	}
	if few {
		return row // a rate or a range would carry more weight than the numbers can
	}
	own := l.all
	if l.isExcess() {
		own = l.gap
		if l.gap.OK() {
			row.Gap.Main = b.gap(l)
		}
	}
	if own.HasInterval {
		row.Gap.Sub = decimal(own.Lo, 2, 1) + " to " + decimal(own.Hi, 2, 1)
	}
	if r.ComparatorValue.OK {
		row.Local.Main = decimal(r.ComparatorValue.V, 2, 1)
		if with(r) != b.usual() {
			row.Local.Sub = b.card.Comparators[with(r)].Name
		}
	}
	row.Strip = b.strip(l, own)
	row.Years = b.sparkline(l)
	return row
}

// cell prints a rate over its counts; below 100 pupils, and where there are
// too few to compare, the counts alone.
func (b *builder) cell(o metrics.Observation, countsOnly bool) Cell {
	if !o.OK() {
		return Cell{Sub: b.state(o)}
	}
	if !o.Num.OK() || !o.Den.OK() {
		return Cell{Main: decimal(o.Value, 2, 1)}
	}
	of := b.say(b.card.Shares.Of, values{"n": whole(o.Num.N), "d": whole(o.Den.N)})
	switch {
	case countsOnly:
		return Cell{Sub: of}
	case o.Den.N < fewest:
		return Cell{Main: of}
	}
	if b.edition.Plain && o.Num.N == 0 {
		return Cell{Main: b.say(b.card.Shares.NoneOf, values{"d": whole(o.Den.N)})}
	}
	if b.edition.Plain {
		return Cell{Main: b.wholeInHundred(ratio(o.Num.N, o.Den.N, 100, 0)), Sub: of}
	}
	return Cell{Main: ratio(o.Num.N, o.Den.N, 100, 1), Sub: of}
}

// gap prints the gap from its four counts, so that a half is rounded exactly.
func (b *builder) gap(l line) string {
	s, n := l.send, l.noSEND
	if !s.Num.OK() || !s.Den.OK() || !n.Num.OK() || !n.Den.OK() {
		return decimal(l.gap.Value, 2, 1)
	}
	return ratio(s.Num.N*n.Den.N-n.Num.N*s.Den.N, s.Den.N*n.Den.N, 100, 1)
}

var shapes = map[metrics.Verdict]Shape{
	metrics.WorthExploring: FilledTriangle, metrics.Watch: HollowTriangle, metrics.Typical: FilledCircle,
	metrics.PossibleStrength: FilledSquare, metrics.TooFew: Dash, metrics.NotSupplied: Dash, metrics.NotComparable: Cross,
}

// word is the result in words: for the column, and inside a line. The register
// is neither better nor worse: lower, similar or higher.
func (b *builder) word(r metrics.Result) pair {
	decided := r.Verdict == metrics.WorthExploring || r.Verdict == metrics.Watch || r.Verdict == metrics.Typical
	if r.Measure != "register_send" || !decided {
		return b.card.Results[r.Verdict.String()]
	}
	w := b.card.RegisterResults.Similar
	switch {
	case r.Verdict == metrics.Typical:
	case r.Direction == metrics.Higher:
		w = b.card.RegisterResults.Higher
	case r.Direction == metrics.Lower:
		w = b.card.RegisterResults.Lower
	}
	v := values{"place": b.card.Comparators[with(r)].Adjective}
	return pair{b.say(w[0], v), b.say(w[1], v)}
}

// aside is the small print of a result: what the other comparators say, and
// how the comparison was made when it was not with the other schools.
func (b *builder) aside(l line) string {
	w, r := b.card.Aside, l.result
	var out []string
	for _, o := range l.others {
		// What holds for every row, or says nothing new, is left to page 2.
		if o.Reason != metrics.ReasonNotEngland && (silent(o.Verdict) || with(o) != with(r)) && (!silent(r.Verdict) || !silent(o.Verdict)) {
			out = append(out, b.otherWord(r, o))
		}
	}
	switch {
	case r.Termly:
		out = append(out, w.Termly)
	case r.Published:
		out = append(out, w.Published)
	}
	if r.Alone {
		out = append(out, w.Alone)
	}
	if o, ok := otherRule(r); ok {
		out = append(out, b.say(b.words.checks.OtherRule, values{"result": b.word(o)[1], "preset": r.OtherRule.Rule.String()}))
	}
	return upperFirst(strings.Join(out, "; "))
}

func (b *builder) otherWord(r, o metrics.Result) string {
	w := b.card.Aside
	v := values{"place": b.card.Comparators[with(o)].Name, "result": b.word(o)[1]}
	switch {
	case r.Verdict == o.Verdict && (r.Measure != "register_send" || r.Verdict == metrics.Typical || r.Direction == o.Direction):
		return b.say(w.Same, v)
	case !differs(r, o):
		return b.say(w.Other, v)
	}
	return b.say(w.Differs, v)
}

// differs reports whether two comparators lead to different results, both of
// them results.
func differs(r, o metrics.Result) bool {
	return !silent(r.Verdict) && !silent(o.Verdict) && (r.Verdict != o.Verdict || r.Verdict != metrics.Typical && r.Direction != o.Direction)
}

// silent tells that a verdict says nothing about the school.
func silent(v metrics.Verdict) bool {
	return v == metrics.NotComparable || v == metrics.NotSupplied || v == metrics.TooFew
}

// longestNote is what three lines of the measure column hold.
const longestNote = 90

// note is the line under a measure: what happened, in pupils, and the pattern
// it is set against.
func (b *builder) note(l line) string {
	w, r := b.card.Notes, l.result
	v := b.facts(l)
	switch {
	case r.Verdict == metrics.NotComparable:
		return b.say(w.NotCompared, values{"why": b.why(r)})
	case r.Verdict == metrics.TooFew && (hidden(l) || b.protected() && r.Reason == metrics.ReasonFewEvents):
		return w.FewWithheld
	case r.Verdict == metrics.TooFew:
		return b.fewNote(l, v)
	case hidden(l):
		out := w.Withheld
		if r.SecondYear {
			out += " " + w.SecondYear
		}
		return out
	}
	var pieces []string
	switch {
	case l.measure.Test == metrics.RegisterTest && r.Schools > 0 && !r.Published:
		pieces = append(pieces, upperFirst(b.otherSchools(with(r), count(r.Schools)))+".")
	case l.measure.Test == metrics.RegisterTest:
		pieces = append(pieces, w.Published)
	case l.measure.Test == metrics.LeaverTest && v["expected"] == "":
		pieces = append(pieces, b.say(w.Year10Bare, v))
	case l.measure.Test == metrics.LeaverTest:
		pieces = append(pieces, b.say(w.Year10, v))
	case v["expected"] == "":
		pieces = append(pieces, b.say(w.Events, v))
	default:
		pieces = append(pieces, b.say(w.Pattern, v))
	}
	switch {
	case r.SecondYear:
		pieces = append(pieces, w.SecondYear)
	case r.Reason == metrics.ReasonOneYear:
		pieces = append(pieces, w.OneYear)
	}
	if l.isExcess() && r.YearsPooled > 1 {
		p := b.pooledFacts(l)
		p["years"] = upperFirst(p["years"])
		pieces = append(pieces, b.say(w.Pooled, p))
	}
	return within(longestNote, pieces)
}

// within joins as many sentences, from the first, as a length allows. The
// first is always kept.
func within(longest int, sentences []string) string {
	out := ""
	for i, s := range sentences {
		joined := strings.TrimPrefix(out+" "+s, " ")
		if i > 0 && utf8.RuneCountInString(joined) > longest {
			continue
		}
		out = joined
	}
	return out
}

// fewNote says in its own words why there are too few pupils to tell.
func (b *builder) fewNote(l line, v values) string {
	w, r := b.card.Notes, l.result
	v["did"] = did(l.words.Did, float64(r.Events))
	v["span"] = ""
	if r.YearsPooled > 1 {
		v["events"] = count(r.EventsPooled)
		v["did"] = did(l.words.Did, float64(r.EventsPooled))
		v["span"] = b.say(w.Span, values{"years": b.number(r.YearsPooled)})
	}
	small := b.in.options.MinGroup
	switch {
	case r.Reason == metrics.ReasonNoEvents:
		v["did"] = l.words.Did[0]
		return b.say(w.NoEvents, v)
	case r.Reason == metrics.ReasonSmallGroup && !l.isExcess():
		return b.say(w.FewRoll, values{"n": count(r.Group)})
	case r.Reason == metrics.ReasonSmallGroup && r.Group == 0:
		return w.NoSEND
	case r.Reason == metrics.ReasonSmallGroup && r.Group < small:
		return b.say(w.FewSEND, values{"n": count(r.Group)})
	case r.Reason == metrics.ReasonSmallGroup:
		return b.say(w.FewOthers, values{"n": count(r.Others)})
	case l.measure.Test == metrics.RegisterTest:
		return w.FewRegister
	case l.isExcess() && max(r.Events, r.EventsPooled) < fewEvents:
		return b.say(w.FewEvents, v)
	}
	return w.FewInformation
}

// fewEvents: with this many or more, it is not their number that makes a
// comparison impossible but how they divide.
const fewEvents = 15

// why says why a measure is not compared.
func (b *builder) why(r metrics.Result) string {
	o := b.in.options
	p, ok := b.card.Reasons[r.Reason]
	if !ok {
		return strings.ReplaceAll(string(r.Reason), "_", " ")
	}
	return b.say(p, values{
		"min": count(o.MinComparator), "schools": b.schools()[1], "where": b.card.Comparators[r.Comparator].Where,
		"share": decimal(o.DominantShare, 2, 0), "year": b.in.year.String(),
	})
}

// fewPupils is the number of pupils with SEND behind a row when it is so small
// that one pupil moves the figure by more than a point; 0 when it is not, or
// when no figure of them is shown.
func (b *builder) fewPupils(l line) int {
	n := l.send.Den
	if !l.isExcess() || !l.send.OK() || !n.OK() || n.N < float64(b.in.options.MinGroup) || n.N >= fewest || hidden(l) {
		return 0
	}
	return int(n.N)
}

// stripNote says how to read the position strips: only what is drawn.
func (b *builder) stripNote(shown []line, rows []GlanceRow) string {
	w := b.card.Glance
	var drawn, dark, light, tick, shares, gaps, year10 bool
	others, small := "", 0
	for i, row := range rows {
		if n := b.fewPupils(shown[i]); n > 0 && (small == 0 || n < small) {
			small = n
		}
		s := row.Strip
		if s == nil {
			continue
		}
		drawn = true
		gaps = gaps || shown[i].isExcess()
		shares = shares || shown[i].measure.Test == metrics.RegisterTest
		year10 = year10 || shown[i].measure.Test == metrics.LeaverTest
		dark, light, tick = dark || s.HasQuartiles, light || s.HasLimits, tick || s.HasMarker
		if !s.HasQuartiles {
			continue
		}
		these := w.OtherSchools
		if r := shown[i].result; r.Schools > 0 && !r.Published {
			these = b.otherSchools(with(r), count(r.Schools))
		}
		if others != "" && others != these {
			these = w.OtherSchools
		}
		others = these
	}
	var out []string
	for _, s := range []struct {
		on   bool
		text string
	}{
		{drawn, w.Strip},
		{dark, b.say(w.Dark, values{"others": others})},
		{light, b.say(w.Light, values{"level": b.level()})},
		{tick, b.say(w.Tick, values{"place": b.card.Comparators[b.usual()].Adjective})},
		{drawn && len(rows) > 1, w.Scale},
		{small > 0, b.say(w.Small, values{"n": count(small), "points": ratio(1, float64(max(1, small)), 100, 1)})},
		{year10 && gaps, w.Shares},
		{shares && gaps && !year10, w.ShareOne},
	} {
		if s.on {
			out = append(out, s.text)
		}
	}
	return strings.Join(out, " ")
}
