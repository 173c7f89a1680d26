package reportcard

import (
	"slices"
	"testing"
	"time"

	"inclusioncards/metrics"
)

// A line is broken where what it counts has changed; across a break nothing is
// called wider or narrower.
func TestBreaksOfALine(t *testing.T) {
	day := func(y int, m time.Month, d int) time.Time { return time.Date(y, m, d, 0, 0, 0, 0, time.UTC) }
	for _, c := range []struct {
		name     string
		reshaped []time.Time
		breaks   []bool // before 2021/22, 2022/23, 2023/24
		takeaway string
	}{
		{"none", nil, []bool{false, false, false}, "No clear change in the gap since 2021/22."},
		// A merger on 1 September 2022 lies between the censuses of January
		// 2022 (2021/22) and January 2023 (2022/23).
		{"merger", []time.Time{day(2022, time.September, 1)}, []bool{false, true, false}, "No clear change in the gap since 2022/23."},
		{"after the census", []time.Time{day(2023, time.February, 1)}, []bool{false, false, true}, "Not compared with the years before the break."},
		{"long ago", []time.Time{day(2019, time.April, 1)}, []bool{false, false, false}, "No clear change in the gap since 2021/22."},
	} {
		in := fullInput()
		in.history = metrics.History{Reshaped: c.reshaped}
		card, err := buildFrom(in, inspector)
		if err != nil {
			t.Fatal(err)
		}
		absence := card.Trends[1]
		if !slices.Equal(absence.BreakBefore, c.breaks) || absence.Takeaway != c.takeaway {
			t.Errorf("%s: breaks %v, takeaway %q", c.name, absence.BreakBefore, absence.Takeaway)
		}
		for _, r := range card.Glance.Rows {
			if r.Years == nil {
				continue
			}
			for i, p := range r.Years.Points {
				// The dots keep to the years since the last break.
				before := slices.Contains(c.breaks[i+1+len(c.breaks)-len(r.Years.Points):], true)
				if before && !p.Missing {
					t.Errorf("%s: %s shows %s, before the break", c.name, r.Measure, p.Label)
				}
			}
		}
	}
}

// The threshold of persistent absence changed in 2015/16, the register in
// 2014/15; school closures in 2019/20 and 2020/21 are told apart elsewhere.
func TestDefinitionChanges(t *testing.T) {
	b := &builder{}
	for _, c := range []struct {
		id       metrics.MeasureID
		from, to metrics.AcademicYear
		want     bool
	}{
		{"persistent_absence", 2014, 2015, true}, {"persistent_absence", 2015, 2016, false},
		{"register_send", 2013, 2014, true}, {"register_send", 2014, 2015, false}, {"suspended_once", 2013, 2016, false},
	} {
		m, _ := metrics.Lookup(c.id)
		if got := b.changed(m, c.from, c.to); got != c.want {
			t.Errorf("%s from %s to %s: changed is %v", c.id, c.from, c.to, got)
		}
	}
}
