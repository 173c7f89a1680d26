package reportcard

import (
	"strings"

	"inclusioncards/metrics"
	"inclusioncards/reportcard/chart"
)

// absences divides the sessions that pupils with SEND and the others missed by
// the one reason that the inputs give, a part-time timetable. It is for readers
// who may see small numbers.
func (b *builder) absences() (chart.Chart, bool) {
	w := b.words.charts.Absences
	if b.protected() {
		return chart.Chart{}, false
	}
	bars := &chart.Bars{Max: 1}
	c := chart.Chart{ID: "absence-reasons", Bars: bars, Caption: w.Caption, Table: chart.Table{
		Header: []string{w.Group, upperFirst(w.PartTime), upperFirst(w.Other), w.Missed}, Numeric: []bool{false, true, true, true},
	}}
	var alt []string
	for _, g := range []metrics.Group{metrics.GroupSEND, metrics.GroupNoSEN} {
		part, all := b.observe("c2_sessions", b.in.year, g), b.observe("absence", b.in.year, g)
		if !part.OK() || !all.OK() || !part.Num.OK() || !all.Num.OK() || all.Num.N < fewest || part.Num.N > all.Num.N {
			return chart.Chart{}, false
		}
		rest := all.Num.N - part.Num.N
		share, others := ratio(part.Num.N, all.Num.N, 100, 1), ratio(rest, all.Num.N, 100, 1)
		name := upperFirst(b.seriesLabel(g))
		bars.Rows = append(bars.Rows, chart.BarRow{Label: name, Segments: []chart.Segment{
			{Value: chart.Value{V: part.Num.N / all.Num.N, Text: w.PartTime + " " + share}, Fill: chart.Solid},
			{Value: chart.Value{V: rest / all.Num.N, Text: w.Other + " " + others}, Fill: chart.Open},
		}})
		c.Table.Rows = append(c.Table.Rows, []string{name, share, others, whole(all.Num.N)})
		alt = append(alt, b.say(w.Alt, values{"self": name, "value": share, "rate": others}))
		if g == metrics.GroupSEND {
			v := values{"send": share, "n": whole(all.Num.N), "q": whole(part.Num.N)}
			c.Title, c.Takeaway = b.say(w.Title, v), b.say(w.Takeaway, v)
		}
	}
	c.Alt = strings.Join(alt, " ")
	return c, true
}
