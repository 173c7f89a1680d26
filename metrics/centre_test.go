package metrics

import (
	"fmt"
	"math"
	"testing"
)

// manyLAs is a batch of n local authorities of 25 schools each, one of which is
// planted high in every second of them.
func manyLAs(n int) *Dataset {
	d := NewDataset()
	for la := range n {
		high := fourfold{a: 16, b: 31}
		if la%2 == 0 {
			high = fourfold{a: 45, b: 30}
		}
		for y := AcademicYear(2020); y <= 2022; y++ {
			addSchools(d, LACode(fmt.Sprint(301+la)), 100*la, y, planted(high.a, high.b))
		}
	}
	d.Finish()
	return d
}

// With few local patterns the printed odds ratio is the centre, as method.md
// 2.1 has it; with ten or more each z follows from the printed parts.
func TestCentre(t *testing.T) {
	for _, n := range []int{9, 10} {
		a := analyse(t, manyLAs(n), 2022, DefaultOptions())
		for i := range a.Data.Schools {
			r := resultOf(t, a, a.Data.Schools[i].URN, "suspended_once", CompareLA)
			if r.Centre.OK != (n >= 10) {
				t.Fatalf("%d local authorities: centre known %v", n, r.Centre.OK)
			}
			if !r.Centre.OK {
				near(t, "z from the printed pattern", r.Z.V, r.Excess.V/r.Variance.V/math.Sqrt(1/r.Variance.V+r.Tau2.V), 1e-12)
				continue
			}
			near(t, "z from the centre", r.Z.V, (r.Effect.V-r.Centre.V)/math.Sqrt(1/r.Variance.V+r.Tau2.V+r.CentreVariance.V), 1e-12)
			// The same counts every year: the school's effect is log psi + d.
			near(t, "effect", r.Effect.V, math.Log(r.OddsRatio.V)+r.Excess.V/r.Variance.V, 1e-9)
		}
	}
}

// A planted school no longer moves the centre of its neighbours, while the
// printed pattern still counts it.
func TestCentreLeavesOutWhatStandsOut(t *testing.T) {
	a := analyse(t, manyLAs(12), 2022, DefaultOptions())
	beside := resultOf(t, a, urnOf(0), "suspended_once", CompareLA)      // LA with a planted school
	elsewhere := resultOf(t, a, urnOf(100), "suspended_once", CompareLA) // LA without
	if beside.OddsRatio.V-elsewhere.OddsRatio.V < 0.05 {
		t.Fatalf("the planted school does not show in the printed pattern: %v, %v", beside.OddsRatio.V, elsewhere.OddsRatio.V)
	}
	if gap := math.Abs(beside.Centre.V - elsewhere.Centre.V); gap > 0.01 {
		t.Errorf("centres differ by %v: %v, %v", gap, beside.Centre.V, elsewhere.Centre.V)
	}
	if r := resultOf(t, a, urnOf(24), "suspended_once", CompareLA); r.Verdict != WorthExploring {
		t.Errorf("planted school: %s", r.Verdict)
	}
}
