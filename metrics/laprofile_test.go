package metrics

import (
	"fmt"
	"math"
	"testing"
)

// laFigures publishes persistent absence in primaries of 21 authorities: none
// 0.10 everywhere, SEN support 0.11 to 0.31 in steps of a point, so that the
// gaps are 1 to 21 points; and suspensions in two terms with ratios of 4 and 9.
func laFigures() *Dataset {
	d := NewDataset()
	put := func(la int, m MeasureID, term string, g Group, v float64) {
		d.Benchmarks = append(d.Benchmarks, Benchmark{Kind: AreaLA, LA: LACode(fmt.Sprint(300 + la)), Phase: Primary, Year: 2023, Term: term, Measure: m, Group: g, Value: v})
	}
	for i := 1; i <= 21; i++ {
		put(i, "persistent_absence", "", GroupNoSEN, 0.10)
		put(i, "persistent_absence", "", GroupSENSupport, 0.10+float64(i)/100)
		for _, term := range []string{"autumn", "spring"} {
			put(i, "suspension_rate", term, GroupNoSEN, 1)
		}
		put(i, "suspension_rate", "autumn", GroupEHCPlan, 4)
		put(i, "suspension_rate", "spring", GroupEHCPlan, 9)
	}
	return d
}

func TestProfileLA(t *testing.T) {
	p := ProfileLA(laFigures(), "306", 2023)
	if p == nil || len(p.Components) != 12 || p.Used != 2 || p.Score.OK {
		t.Fatalf("%+v: 2 of 12 components, no mean of so few", p)
	}
	var persistent, suspended LAComponent
	for _, c := range p.Components {
		switch {
		case c.Measure == "persistent_absence" && c.Phase == Primary && c.Group == GroupSENSupport:
			persistent = c
		case c.Measure == "suspension_rate" && c.Phase == Primary && c.Group == GroupEHCPlan:
			suspended = c
		}
	}
	// Authority 306 has a gap of 6 points: 15 of the 20 others are wider, 75%.
	if persistent.Score.V != 75 || math.Abs(persistent.Gap.V-0.06) > 1e-12 || persistent.LAs != 21 || persistent.Year != 2023 {
		t.Errorf("persistent absence %+v", persistent)
	}
	// All alike: half of 20 others, 50. The geometric mean of 4 and 9 is 6.
	if suspended.Score.V != 50 || math.Abs(suspended.Ratio.V-6) > 1e-9 || suspended.Gap.OK {
		t.Errorf("suspensions %+v", suspended)
	}
	if q := ProfileLA(laFigures(), "306", 2022); q != nil {
		t.Errorf("figures of a later year were used: %+v", q)
	}
	d := laFigures()
	d.Benchmarks = d.Benchmarks[:15*6] // fifteen authorities
	if q := ProfileLA(d, "306", 2023); q != nil {
		t.Errorf("a place among fifteen: %+v", q)
	}
}
