package metrics

import (
	"fmt"
	"math"
	"testing"
)

// fourfold is one school and year of a SEND split: n1 pupils with SEND of whom
// a had the event, n0 others of whom b had it.
type fourfold struct{ n1, n0, a, b int }

// sevenSchools is the vector of method.md section 2.1.
var sevenSchools = []fourfold{
	{120, 480, 30, 40}, {90, 510, 16, 44}, {200, 800, 38, 70}, {60, 340, 9, 22},
	{150, 450, 25, 38}, {80, 620, 17, 50}, {110, 390, 40, 30},
}

func urnOf(i int) URN { return URN(fmt.Sprintf("%06d", 100001+i)) }

// addSchools puts secondary schools of one LA into a dataset, with suspensions
// of one year, numbered from first.
func addSchools(d *Dataset, la LACode, first int, y AcademicYear, rows []fourfold) {
	for i, f := range rows {
		n := d.Intern(urnOf(first + i))
		s := &d.Schools[n]
		s.LA, s.Phase, s.LowAge, s.HighAge = la, Secondary, 11, 16
		set := func(f Field, g Group, v int) { d.Set(n, y, f, g, Known(float64(v))) }
		set(Pupils, GroupSENSupport, f.n1)
		set(Pupils, GroupEHCPlan, 0)
		set(Pupils, GroupNoSEN, f.n0)
		set(PupilsSuspended, GroupSENSupport, f.a)
		set(PupilsSuspended, GroupEHCPlan, 0)
		set(PupilsSuspended, GroupNoSEN, f.b)
	}
}

func analyse(t *testing.T, d *Dataset, y AcademicYear, o Options, ks ...ComparatorKind) *Analysis {
	t.Helper()
	if len(ks) == 0 {
		ks = []ComparatorKind{CompareLA}
	}
	a, err := Analyse(d, y, ks, o)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// resultOf finds the result of a school for a measure and the first comparator.
func resultOf(t *testing.T, a *Analysis, u URN, id MeasureID, k ComparatorKind) Result {
	t.Helper()
	for _, r := range a.Results(a.Data.Find(u)) {
		if r.Measure == id && r.Comparator == k {
			return r
		}
	}
	t.Fatalf("no result for %s %s %s", u, id, k)
	return Result{}
}

func near(t *testing.T, what string, got, want, tol float64) {
	t.Helper()
	if math.IsNaN(got) || math.Abs(got-want) > tol {
		t.Errorf("%s = %.12g, want %.12g", what, got, want)
	}
}
