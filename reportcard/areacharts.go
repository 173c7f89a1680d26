package reportcard

import (
	"math"
	"strconv"

	"inclusioncards/metrics"
	areas "inclusioncards/metrics/area"
	"inclusioncards/reportcard/chart"
)

const (
	// leastPairs is the number of rows with both marks below which a chart of gaps
	// shows next to nothing.
	leastPairs = 2
	// leastNamed is the number of schools from which a title names a category: with
	// fewer it would name a school or two.
	leastNamed = 3
)

// dumbbell is the chart of a breakdown, over its table; nil when too few rows have
// both marks. Its title names the widest gap that is unlikely to be chance.
func (b *areaBuilder) dumbbell(m areas.Measure, scope areas.Scope, tables []*areas.Table, table *FigureTable) *chart.Chart {
	c := &chart.Chart{
		ID:    "gap-" + slug(m.ID) + "-" + slug(areas.ScopeName(scope)) + "-" + slug(string(tables[0].By)),
		Alt:   b.w.Breakdown.Alt,
		Table: chart.Table{Caption: table.Caption, Header: table.Header, Rows: table.Rows, Numeric: table.Numeric},
	}
	words := b.w.Measures[m.ID]
	d := &chart.Dumbbell{Names: [2]string{b.w.Groups["send"], b.w.Groups["no_sen"]}}
	top, widest, clear := 0.0, 0.0, false
	v := values{"topic": words.Topic, "measure": words.Name}
	for _, t := range tables {
		for i := range t.Rows {
			row := &t.Rows[i]
			send, none, gap := row.Get(areas.Pooled, metrics.GroupSEND), row.Get(areas.Pooled, metrics.GroupNoSEN), row.Get(areas.PooledGap, metrics.GroupSEND)
			if !send.OK() || !none.OK() {
				continue // the table has what there is
			}
			label := b.category(t, row)
			if t.By != areas.ByPhase {
				label = b.w.Breakdowns[t.By] + ": " + label
			}
			d.Rows = append(d.Rows, chart.DumbbellRow{Label: label, A: b.value(send), B: b.value(none), Difference: b.gap(gap)})
			top = max(top, b.value(send).V, b.value(none).V)
			if !gap.OK() || gap.Value <= 0 || gap.HasInterval && gap.Lo <= 0 {
				continue
			}
			clear = true
			named := t.By.OfPupils() || t.By == areas.ByPhase || row.Schools >= leastNamed
			if named && gap.Value > widest && row.Category != areas.NotKnown {
				widest = gap.Value
				v["where"], v["send_share"], v["others_share"] = label, ratioPercent(send), ratioPercent(none)
			}
		}
	}
	if len(d.Rows) < leastPairs {
		return nil
	}
	c.Title = b.say(b.w.Breakdown.TitleFlat, values{"topic": upperFirst(words.Topic)})
	switch {
	case widest > 0:
		c.Title = b.say(b.w.Breakdown.TitleGap, v)
		c.Takeaway = b.say(b.w.Breakdown.Takeaway, v)
	case clear: // of a category that is not to be named
		c.Title = b.say(b.w.Breakdown.TitleTable, values{"topic": upperFirst(words.Topic), "scope": b.w.Scopes[areas.ScopeName(scope)]})
	}
	d.Axis = percentAxis(top, b.w.Breakdown.Axis)
	c.Dumbbell = d
	return c
}

func (b *areaBuilder) value(f areas.Figure) chart.Value {
	return chart.Value{V: f.Value, Text: ratioPercent(f)}
}

// percentAxis runs from 0 to a round per cent at or above a rate.
func percentAxis(top float64, name string) chart.Axis {
	step := 0.05
	for _, s := range [...]float64{0.005, 0.01, 0.02, 0.05, 0.1, 0.2} {
		if step = s; top <= 5*s {
			break
		}
	}
	a := chart.Axis{Name: name}
	for i := 0; ; i++ {
		at := float64(i) * step
		a.Ticks = append(a.Ticks, chart.Tick{At: at, Text: trimZero(decimal(at, 2, 1)) + "%"})
		if at >= top && i > 0 {
			a.Max = at
			return a
		}
	}
}

// trimZero leaves out a decimal of 0.
func trimZero(s string) string {
	if n := len(s) - 2; n > 0 && s[n:] == ".0" {
		return s[:n]
	}
	return s
}

// oddsAxis doubles at equal steps around 1, wide enough for every range.
func oddsAxis(lo, hi float64, name string) chart.Axis {
	from, to := -1, 1
	for math.Pow(2, float64(from)) > lo && from > -6 {
		from--
	}
	for math.Pow(2, float64(to)) < hi && to < 6 {
		to++
	}
	a := chart.Axis{Min: math.Pow(2, float64(from)), Max: math.Pow(2, float64(to)), Name: name}
	for e := from; e <= to; e++ {
		v := math.Pow(2, float64(e))
		a.Ticks = append(a.Ticks, chart.Tick{At: v, Text: strconv.FormatFloat(v, 'g', -1, 64)})
	}
	return a
}
