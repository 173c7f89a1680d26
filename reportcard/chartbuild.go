package reportcard

import (
	"math"
	"strconv"
	"strings"
	"unicode/utf8"

	"inclusioncards/metrics"
	"inclusioncards/reportcard/chart"
)

// charts are the pictures of the card's year, each with its data. They show
// what the tables of the card print, and nothing that is withheld.
func (b *builder) charts() []chart.Chart {
	var out []chart.Chart
	for _, make := range []func() (chart.Chart, bool){b.dumbbell, b.registerPlace, b.registerBars, b.ladder} {
		if c, ok := make(); ok {
			out = b.captioned(out, c)
		}
	}
	// The reasons of absence are drawn where a row of pictures has room.
	if c, ok := b.absences(); ok && len(out)%picturesInRow > 0 {
		out = b.captioned(out, c)
	}
	return out
}

// picturesInRow is how many pictures stand beside each other on paper.
const picturesInRow = 3

func (b *builder) captioned(out []chart.Chart, c chart.Chart) []chart.Chart {
	c.Table.Caption = b.say(b.words.charts.Figures, values{"name": c.Title})
	return append(out, c)
}

// dumbbell sets pupils with SEND beside the others, for every measure that both
// groups are big enough for.
func (b *builder) dumbbell() (chart.Chart, bool) {
	w := b.words.charts.Dumbbell
	d := &chart.Dumbbell{Names: [2]string{b.card.Trends.SEND, b.card.Trends.Others}}
	c := chart.Chart{ID: "send-and-others", Caption: w.Caption, Dumbbell: d, Table: chart.Table{
		Header:  []string{w.Measure, upperFirst(d.Names[0]), upperFirst(d.Names[1]), w.Gap, b.words.charts.Trend.Range},
		Numeric: []bool{false, true, true, true, true},
	}}
	var widest *line
	var alt []string
	top := 0.0
	for i := range b.lines {
		l := &b.lines[i]
		if !l.isExcess() || l.result.Verdict == metrics.TooFew || hidden(*l) || !l.send.OK() || !l.noSEND.OK() || !l.gap.OK() {
			continue
		}
		if widest == nil || math.Abs(l.gap.Value) > math.Abs(widest.gap.Value) {
			widest = l
		}
		top = math.Max(top, math.Max(l.send.Value, l.noSEND.Value))
		gap, between := b.gap(*l), b.rangeOf(l.gap)
		row := chart.DumbbellRow{Label: l.measure.Name, A: b.value(l.send), B: b.value(l.noSEND)}
		row.Difference = b.say(w.Difference, values{"value": gap})
		if l.gap.HasInterval {
			row.Difference = b.say(w.DifferenceRange, values{"value": gap, "range": between})
		}
		d.Rows = append(d.Rows, row)
		c.Table.Rows = append(c.Table.Rows, []string{l.measure.Name, b.oneLine(l.send), b.oneLine(l.noSEND), gap, between})
		alt = append(alt, b.say(w.Alt, values{"measure": l.measure.Name, "send": row.A.Text, "others": row.B.Text, "value": gap}))
	}
	if widest == nil {
		return c, false
	}
	d.Axis = b.inHundred(trendTop(top))
	c.Title = b.say(w.Title, values{"topic": widest.words.Topic, "value": b.gap(*widest)})
	v := b.facts(*widest)
	v["did"] = did(widest.words.DidFull, widest.send.Num.N)
	c.Takeaway = upperFirst(b.say(b.card.Findings.Gap, v))
	c.Alt = strings.Join(alt, " ")
	return c, true
}

// value is a rate as a chart prints it, its unit being that of the chart; counts
// where a group has fewer than 100 pupils.
func (b *builder) value(o metrics.Observation) chart.Value {
	v := chart.Value{V: o.Value, Missing: !o.OK()}
	switch {
	case !o.OK():
	case !o.Num.OK() || !o.Den.OK():
		v.Text = decimal(o.Value, 2, b.places())
	case o.Den.N < fewest:
		v.Text = b.say(b.card.Shares.Of, values{"n": whole(o.Num.N), "d": whole(o.Den.N)})
	default:
		v.Text = ratio(o.Num.N, o.Den.N, 100, b.places())
	}
	return v
}

// places are the decimals of a rate in 100: none in plain editions.
func (b *builder) places() int {
	if b.edition.Plain {
		return 0
	}
	return 1
}

// inHundred is an axis of rates from zero to a round end, with its quarters or
// fifths.
func (b *builder) inHundred(top float64) chart.Axis {
	a := chart.Axis{Max: top, Name: b.words.charts.InHundred}
	step := roundStep(top * 2) // a fifth to a half
	for at := 0.0; at <= top+step/1e3; at += step {
		a.Ticks = append(a.Ticks, chart.Tick{At: at, Text: decimal(tidy(at), 2, 0)})
	}
	return a
}

// registerLine is the line of the register, when its figure may be drawn.
func (b *builder) registerLine() (line, bool) {
	for _, l := range b.lines {
		if l.measure.Test == metrics.RegisterTest {
			return l, l.all.OK() && !hidden(l) && !silent(l.result.Verdict)
		}
	}
	return line{}, false
}

// registerPlace is the share on the register among the other schools, with the
// figures it is set against.
func (b *builder) registerPlace() (chart.Chart, bool) {
	w := b.words.charts.Place
	l, ok := b.registerLine()
	if !ok {
		return chart.Chart{}, false
	}
	s := b.strip(l, l.all)
	if s == nil {
		return chart.Chart{}, false
	}
	own := b.say(w.School, values{"value": b.value(l.all).Text})
	p := &chart.Position{Strip: *s, Dot: own, Axis: chart.Axis{Min: s.Min, Max: s.Max, Name: b.words.charts.InHundred}}
	for _, at := range []float64{s.Min, s.Max} {
		p.Axis.Ticks = append(p.Axis.Ticks, chart.Tick{At: at, Text: decimal(at, 2, 0)})
	}
	c := chart.Chart{ID: "register-place", Position: p, Alt: s.Alt, Table: chart.Table{
		Header: []string{w.Figure, b.words.charts.InHundred}, Numeric: []bool{false, true},
		Rows: [][]string{{w.Own, b.oneLine(l.all)}},
	}}
	row := func(name, value string) { c.Table.Rows = append(c.Table.Rows, []string{name, value}) }
	if l.all.HasInterval {
		row(b.words.charts.Trend.Range, b.between(s.Lo, s.Hi))
	}
	results := []metrics.Result{l.result}
	if !b.protected() { // the table of the card prints the first alone
		results = append(results, l.others...)
	}
	seen := map[metrics.ComparatorKind]bool{}
	for _, r := range results {
		if !r.ComparatorValue.OK || seen[with(r)] {
			continue
		}
		seen[with(r)] = true
		name, value := b.card.Comparators[with(r)].Name, decimal(r.ComparatorValue.V, 2, b.places())
		p.Markers = append(p.Markers, chart.Marker{At: r.ComparatorValue.V, Text: name + " " + value})
		row(name, value)
	}
	if s.HasQuartiles {
		row(b.words.charts.Glance.MiddleHalf, b.between(s.QuartileLo, s.QuartileHi))
	}
	if s.HasLimits {
		row(b.say(b.words.charts.Glance.Limits, values{"level": b.level()}), b.between(s.LimitLo, s.LimitHi))
	}
	c.Title = b.say(w.Title, values{"result": lowerFirst(b.word(l.result)[0])})
	c.Caption = b.say(w.Caption, values{"n": whole(l.all.Den.N)})
	if s.HasQuartiles {
		c.Caption += w.Dark
	}
	if s.HasLimits {
		c.Caption += w.Light
	}
	f, says := b.facts(l), w.Takeaway
	if f["area_share"] != "" {
		says = b.card.Findings.Register
	}
	c.Takeaway = upperFirst(b.say(says, f))
	return c, true
}

// lowerFirst continues a sentence with what heads a column.
func lowerFirst(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	return strings.ToLower(string(r)) + s[n:]
}

// registerBars divide all pupils by SEN status, here and elsewhere.
func (b *builder) registerBars() (chart.Chart, bool) {
	w := b.words.charts.MakeUp
	ehc, support := b.observe("register_ehc_plan", b.in.year, metrics.GroupAll), b.observe("register_sen_support", b.in.year, metrics.GroupAll)
	if !ehc.OK() || !support.OK() {
		return chart.Chart{}, false
	}
	bars := &chart.Bars{Max: 1}
	c := chart.Chart{ID: "register-make-up", Bars: bars, Table: chart.Table{
		Header: []string{w.Place, w.EHCPlan, w.SENSupport, w.NoSEN}, Numeric: []bool{false, true, true, true},
	}}
	var alt []string
	add := func(place string, e, s float64, eText, sText string) {
		none := math.Max(0, 1-e-s)
		row := []string{place, eText, sText, decimal(tidy(none), 2, b.places())}
		bar := chart.BarRow{Label: place}
		for i, part := range []struct {
			name string
			v    float64
			fill chart.Fill
		}{{w.EHCPlan, e, chart.Solid}, {w.SENSupport, s, chart.Striped}, {w.NoSEN, none, chart.Open}} {
			bar.Segments = append(bar.Segments, chart.Segment{Value: chart.Value{V: part.v, Text: part.name + " " + row[i+1]}, Fill: part.fill})
		}
		bars.Rows = append(bars.Rows, bar)
		c.Table.Rows = append(c.Table.Rows, row)
		alt = append(alt, b.say(w.Alt, values{"place": place, "ehc": row[1], "support": row[2], "none": row[3]}))
	}
	eText, sText := b.value(ehc).Text, b.value(support).Text
	add(w.School, ehc.Value, support.Value, eText, sText)
	for _, k := range []metrics.ComparatorKind{metrics.CompareLA, metrics.CompareEngland} {
		e, s := b.in.area(b.in.year, "register_ehc_plan", metrics.GroupAll, k), b.in.area(b.in.year, "register_sen_support", metrics.GroupAll, k)
		if e.OK && s.OK && e.With == k && s.With == k {
			add(b.card.Comparators[k].Name, e.Value, s.Value, decimal(e.Value, 2, b.places()), decimal(s.Value, 2, b.places()))
		}
	}
	v := values{"support": sText, "ehc": eText, "n": whole(ehc.Den.N)}
	c.Title, c.Takeaway, c.Caption, c.Alt = b.say(w.Title, v), b.say(w.Takeaway, v), w.Caption, strings.Join(alt, " ")
	if ehc.Den.N < fewest {
		c.Title, c.Takeaway = b.say(w.TitleFew, v), b.say(w.TakeawayFew, v)
	}
	return c, true
}

// yearGroups are the year groups of schools, in order.
var yearGroups = func() []string {
	out := []string{"N1", "N2", "R"}
	for i := 1; i <= 13; i++ {
		out = append(out, strconv.Itoa(i))
	}
	return out
}()

// ladder is the roll of each year group at two censuses with those who left and
// joined between. It needs pupil-level records, and readers who may see small
// counts.
func (b *builder) ladder() (chart.Chart, bool) {
	w := b.words.charts.Ladder
	if b.protected() || len(b.in.bands) == 0 {
		return chart.Chart{}, false
	}
	rule := metrics.RuleSchool
	if b.in.preset == metrics.RuleMime2024.String() {
		rule = metrics.RuleMime2024
	}
	now, next := b.yearRolls(b.in.year, rule), b.yearRolls(b.in.year+1, rule)
	nothing := b.words.charts.Nothing
	l := &chart.Ladder{Heads: w.Heads}
	c := chart.Chart{ID: "year-groups", Ladder: l, Caption: w.Caption}
	columns := len(w.Heads)
	if len(next) == 0 {
		// The second census told who was still there, not which year group joined.
		columns -= 2
		l.Heads[3], l.Heads[4] = "", ""
		c.Caption = w.CaptionLeft
	}
	c.Table = chart.Table{Header: w.Heads[:columns], Numeric: []bool{false, true, true, true, true}[:columns]}
	total, base := 0, 0
	var most yearRoll
	mostAt := ""
	for i, g := range yearGroups[:len(yearGroups)-1] {
		from, ok := now[g]
		if !ok || from.base == 0 {
			continue
		}
		total, base = total+from.left, base+from.base
		if from.left > most.left {
			most, mostAt = from, g
		}
		label := b.say(w.Rung, values{"from": g, "to": yearGroups[i+1]})
		rung := chart.Rung{Label: label, Before: count(from.pupils), Left: chart.Value{V: float64(from.left), Text: count(from.left)}, Joined: chart.Value{Missing: true}}
		joinedText := nothing
		if columns == len(w.Heads) {
			rung.After = nothing
		}
		if to, ok := next[yearGroups[i+1]]; ok {
			rung.After = count(to.pupils)
			if joined := to.pupils - (from.pupils - from.left); joined >= 0 {
				joinedText = count(joined)
				rung.Joined = chart.Value{V: float64(joined), Text: joinedText}
			}
		}
		l.Max = math.Max(l.Max, math.Max(rung.Left.V, rung.Joined.V))
		l.Rungs = append(l.Rungs, rung)
		c.Table.Rows = append(c.Table.Rows, []string{label, rung.Before, rung.Left.Text, joinedText, rung.After}[:columns])
	}
	if len(l.Rungs) < 2 {
		return c, false
	}
	l.Max = math.Max(l.Max, 1)
	v := values{"n": count(total), "d": count(base), "level": mostAt, "value": count(most.left)}
	c.Title, c.Takeaway = b.say(w.Title, v), w.Takeaway
	if total > 0 {
		c.Takeaway = b.say(w.TakeawayMost, v)
	}
	c.Alt = c.Takeaway
	return c, true
}

// yearRoll is one year group at one census, with those who left within the year.
type yearRoll struct{ pupils, base, left int }

func (b *builder) yearRolls(y metrics.AcademicYear, rule metrics.LeaverRule) map[string]yearRoll {
	out := map[string]yearRoll{}
	for _, band := range b.in.bands {
		if band.Year == y && band.By == metrics.ByYearGroup {
			r := out[band.Value]
			r.pupils += band.Pupils
			r.base += band.LeaverBase[rule]
			r.left += band.Leavers[rule]
			out[band.Value] = r
		}
	}
	return out
}
