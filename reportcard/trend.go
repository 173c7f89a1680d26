package reportcard

import (
	"math"
	"slices"
	"strings"
	"time"

	"inclusioncards/metrics"
	"inclusioncards/reportcard/chart"
)

// trendLooks is how many trends stand side by side: the more, the surer a
// change must be to be called one.
const trendLooks = 3

// trends are up to three small multiples: pupils with and without SEND where
// the data separate them, else the whole school.
func (b *builder) trends() ([]Trend, chart.Table) {
	split := []metrics.Group{metrics.GroupSEND, metrics.GroupNoSEN}
	if out, data := b.trendsOf([]metrics.MeasureID{"suspended_once", "persistent_absence", "leavers"}, split); len(out) > 0 {
		return out, data
	}
	whole := []metrics.MeasureID{"register_send", "persistent_absence", "suspended_once"}
	if b.splitSupplied() { // a special school: every pupil has SEND
		whole = []metrics.MeasureID{"suspended_once", "persistent_absence", "leavers"}
	}
	return b.trendsOf(whole, []metrics.Group{metrics.GroupAll})
}

// trendsOf draws those of the measures that have two years of data, with the
// data of all.
func (b *builder) trendsOf(ids []metrics.MeasureID, groups []metrics.Group) (out []Trend, data chart.Table) {
	w := b.words.charts.Trend
	data = chart.Table{Caption: w.Caption, Header: []string{w.Measure, w.Year}, Numeric: []bool{false, false}}
	for _, g := range groups {
		data.Header = append(data.Header, upperFirst(b.seriesLabel(g)), w.Range)
		data.Numeric = append(data.Numeric, true, true)
	}
	for _, id := range ids {
		if t, rows, ok := b.trend(id, groups...); ok {
			out = append(out, t)
			data.Rows = append(data.Rows, rows...)
		}
	}
	if len(out) == 0 {
		return nil, chart.Table{}
	}
	return out, data
}

// covid tells the years whose absence, suspensions and moves are not like
// others: schools were closed to most pupils for part of them.
func covid(y metrics.AcademicYear) bool { return y == 2019 || y == 2020 }

// changed tells that figures of two years are not of the same thing: the
// definition changed between them, or schools merged or split between the two
// January censuses.
func (b *builder) changed(m metrics.Measure, from, to metrics.AcademicYear) bool {
	since := map[metrics.Family]metrics.AcademicYear{
		metrics.FamilyAbsence:  2015, // persistent absence is 10% from 2015/16
		metrics.FamilyRegister: 2014, // SEN support in place of School Action from 2014/15
	}[m.Family]
	if from < since && to >= since {
		return true
	}
	census := func(y metrics.AcademicYear) time.Time {
		return time.Date(int(y)+1, time.January, 15, 0, 0, 0, 0, time.UTC)
	}
	return slices.ContainsFunc(b.in.history.Reshaped, func(day time.Time) bool {
		return day.After(census(from)) && !day.After(census(to))
	})
}

// trend draws one measure over its latest years with data; a trend needs two.
func (b *builder) trend(id metrics.MeasureID, groups ...metrics.Group) (Trend, [][]string, bool) {
	m, _ := metrics.Lookup(id)
	years := b.yearsOf(m, groups)
	if len(years) < 2 {
		return Trend{}, nil, false
	}
	breaks := m.Family != metrics.FamilyRegister // a register is a count on one day
	t := Trend{Title: b.words.measures[id].Trend, MinText: "0%"}
	for i, y := range years {
		t.Years = append(t.Years, y.String())
		broken := i > 0 && (y-years[i-1] > 1 || breaks && (covid(y) || covid(years[i-1])) || b.changed(m, years[i-1], y))
		t.BreakBefore = append(t.BreakBefore, broken)
	}
	top := 0.0
	for i, g := range groups {
		s := TrendSeries{Label: b.seriesLabel(g), Filled: i == 0}
		counted := false
		for _, y := range years {
			o := b.in.observe(y, m, g)
			p := TrendPoint{Value: o.Value, Lo: o.Value, Hi: o.Value}
			if o.HasInterval {
				p.Lo, p.Hi = o.Lo, o.Hi
			}
			p.N = b.card.Trends.NoN
			if o.Den.OK() {
				p.N, counted = whole(o.Den.N), true
			}
			top = math.Max(top, p.Hi)
			s.Points = append(s.Points, p)
		}
		if counted {
			s.NLabel = b.nLabel(g)
		} else {
			t.Under = b.card.Trends.UnderRates
		}
		t.Series = append(t.Series, s)
	}
	t.Max = trendTop(top)
	t.MaxText = decimal(t.Max, 2, 0) + "%"
	t.Takeaway = b.takeaway(m, years, groups, breaks)
	t.Alt = b.trendAlt(t)
	return t, b.trendRows(t.Title, m, years, groups), true
}

// yearsOf are the latest years, to the card's, in which every group has a
// figure and is big enough to be compared.
func (b *builder) yearsOf(m metrics.Measure, groups []metrics.Group) []metrics.AcademicYear {
	var years []metrics.AcademicYear
	for _, y := range b.in.years {
		known := y <= b.in.year
		for _, g := range groups {
			o := b.in.observe(y, m, g)
			known = known && o.OK() && b.bigEnough(o)
		}
		if known {
			years = append(years, y)
		}
	}
	return years[max(0, len(years)-slots):]
}

func (b *builder) seriesLabel(g metrics.Group) string {
	switch g {
	case metrics.GroupSEND:
		return b.card.Trends.SEND
	case metrics.GroupNoSEN:
		return b.card.Trends.Others
	}
	return b.card.Trends.All
}

// trendTop is a round end of the axis, at most 100%.
func trendTop(top float64) float64 {
	for _, end := range []float64{0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.8} {
		if top <= end {
			return end
		}
	}
	return 1
}

// nLabel heads the pupils behind the points of a series.
func (b *builder) nLabel(g metrics.Group) string {
	switch g {
	case metrics.GroupSEND:
		return b.card.Trends.NSEND
	case metrics.GroupNoSEN:
		return b.card.Trends.NOthers
	}
	return b.card.Trends.NAll
}

// takeaway compares the latest year with the earliest comparable one.
func (b *builder) takeaway(m metrics.Measure, years []metrics.AcademicYear, groups []metrics.Group, breaks bool) string {
	w := b.card.Trends
	last := years[len(years)-1]
	before, changed := last, false
	for _, y := range years {
		if b.changed(m, y, last) {
			changed = true
			continue
		}
		if !breaks || !covid(y) {
			before = y
			break
		}
	}
	if before == last && changed {
		return w.Changed
	}
	if before == last || breaks && covid(last) {
		return w.NotCompared
	}
	g, up, down, same := metrics.GroupAll, w.Up, w.Down, w.ShareSame
	if len(groups) == 2 {
		g, up, down, same = metrics.GroupGap, w.Wider, w.Narrower, w.GapSame
	}
	now, then := b.in.observe(last, m, g), b.in.observe(before, m, g)
	v := values{"year": before.String()}
	if !now.HasInterval || !then.HasInterval {
		v["value"], v["before"] = decimal(now.Value, 2, 1)+"%", decimal(then.Value, 2, 1)+"%"
		return b.say(w.Rates, v)
	}
	switch metrics.Changed(now, then, trendLooks) {
	case 1:
		return b.say(up, v)
	case -1:
		return b.say(down, v)
	}
	return b.say(same, v)
}

func (b *builder) trendAlt(t Trend) string {
	var series []string
	for _, s := range t.Series {
		var points []string
		for i, p := range s.Points {
			points = append(points, b.say(b.card.Alt.YearValue, values{"year": t.Years[i], "value": decimal(p.Value, 2, 1)}))
		}
		series = append(series, upperFirst(s.Label)+": "+strings.Join(points, "; ")+".")
	}
	return b.say(b.card.Alt.Trend, values{"measure": t.Title, "series": strings.Join(series, " ")})
}

// trendRows are the data of a trend: a row a year.
func (b *builder) trendRows(title string, m metrics.Measure, years []metrics.AcademicYear, groups []metrics.Group) [][]string {
	var out [][]string
	for _, y := range years {
		row := []string{title, y.String()}
		for _, g := range groups {
			o := b.in.observe(y, m, g)
			row = append(row, b.oneLine(o), b.rangeOf(o))
		}
		out = append(out, row)
	}
	return out
}
