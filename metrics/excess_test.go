package metrics

import (
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestExcessVector(t *testing.T) {
	d := NewDataset()
	addSchools(d, "301", 0, 2022, sevenSchools)
	d.Finish()
	a := analyse(t, d, 2022, DefaultOptions())
	r := resultOf(t, a, urnOf(6), "suspended_once", CompareLA)
	// method.md section 2.1, school 7.
	near(t, "psi", r.OddsRatio.V, 2.6411053519, 1e-10)
	near(t, "E", r.Expected.V, 27.1118107484, 1e-10)
	near(t, "V", r.Variance.V, 13.3446656553, 1e-10)
	near(t, "d", r.Excess.V/r.Variance.V, 0.9657933428, 1e-10)
	// phi = 1.3287892451 / 0.6787; I = 7; w = V of each school (from R's
	// definition of the divisor), checked through z = d / sqrt(1/V + tau2).
	near(t, "z", r.Z.V, 0.9657933428/math.Sqrt(1/13.3446656553+r.Tau2.V), 1e-9)
	if r.Tests != 7 || r.Tau2Schools != 7 || r.Schools != 6 || r.YearsPooled != 1 {
		t.Errorf("tests %d, tau2 schools %d, others %d, years %d", r.Tests, r.Tau2Schools, r.Schools, r.YearsPooled)
	}
	// The gap of school 7: 40/110 - 30/390; the others pooled: 135/700 - 264/3200.
	near(t, "gap", r.SchoolValue.V, 40.0/110-30.0/390, 1e-15)
	near(t, "others' gap", r.ComparatorValue.V, 135.0/700-264.0/3200, 1e-15)
}

// The between-school variance of the vector: with w = V and winsorised mean z
// squared 1.3287892451 the estimate is (7 phi - 6) / (S1 - S2/S1).
func TestExcessTau(t *testing.T) {
	d := NewDataset()
	addSchools(d, "301", 0, 2022, sevenSchools)
	d.Finish()
	o := DefaultOptions()
	o.TauFloor = 0
	a := analyse(t, d, 2022, o)
	var s1, s2 float64
	for i := range sevenSchools {
		v := resultOf(t, a, urnOf(i), "suspended_once", CompareLA).Variance.V
		s1, s2 = s1+v, s2+v*v
	}
	want := (7*1.3287892451/0.6787 - 6) / (s1 - s2/s1)
	near(t, "tau2", resultOf(t, a, urnOf(0), "suspended_once", CompareLA).Tau2.V, want, 1e-9)
}

// Schools of another LA must not change psi, E, V or the excess.
func TestOtherLADoesNotChangeLocalPattern(t *testing.T) {
	alone := NewDataset()
	addSchools(alone, "301", 0, 2022, sevenSchools)
	alone.Finish()
	both := NewDataset()
	addSchools(both, "302", 100, 2022, []fourfold{{50, 300, 20, 11}, {70, 310, 2, 40}, {88, 512, 31, 31}, {40, 444, 9, 50}, {61, 299, 10, 10}, {77, 500, 20, 60}})
	addSchools(both, "301", 0, 2022, sevenSchools)
	both.Finish()
	one, two := analyse(t, alone, 2022, DefaultOptions()), analyse(t, both, 2022, DefaultOptions())
	for i := range sevenSchools {
		r, s := resultOf(t, one, urnOf(i), "suspended_once", CompareLA), resultOf(t, two, urnOf(i), "suspended_once", CompareLA)
		if diff := cmp.Diff([]Number{r.OddsRatio, r.Expected, r.Variance, r.Excess}, []Number{s.OddsRatio, s.Expected, s.Variance, s.Excess}); diff != "" {
			t.Errorf("school %d (-alone +with another LA):\n%s", i, diff)
		}
		if s.Tests != 13 {
			t.Errorf("tests = %d, want 13", s.Tests)
		}
	}
}

// Three years pooled: sums of a, E and V over the years.
func TestPooledYears(t *testing.T) {
	d := NewDataset()
	for y := AcademicYear(2020); y <= 2022; y++ {
		addSchools(d, "301", 0, y, sevenSchools)
	}
	d.Finish()
	a := analyse(t, d, 2022, DefaultOptions())
	r := resultOf(t, a, urnOf(6), "suspended_once", CompareLA)
	near(t, "observed", r.Observed.V, 120, 0)
	near(t, "expected", r.Expected.V, 3*27.1118107484, 1e-9)
	near(t, "variance", r.Variance.V, 3*13.3446656553, 1e-9)
	if r.YearsPooled != 3 || r.GroupPooled != 330 {
		t.Errorf("years %d, group %d", r.YearsPooled, r.GroupPooled)
	}
	near(t, "this year expected", r.ExpectedYear.V, 27.1118107484, 1e-9)
}

// planted is 24 ordinary schools around one pattern and a last one where many
// more of the pupils suspended have SEND.
func planted(a, b int) []fourfold {
	var rows []fourfold
	for i := range 24 {
		rows = append(rows, fourfold{150, 850, 14 + i%5, 34 - i%7})
	}
	return append(rows, fourfold{150, 850, a, b})
}

func TestPlantedVerdicts(t *testing.T) {
	for _, c := range []struct {
		name      string
		years     []fourfold // of the last school, latest first
		verdict   Verdict
		reason    Reason
		direction Direction
		second    bool
	}{
		{"three years high", []fourfold{{a: 40, b: 30}, {a: 40, b: 30}, {a: 40, b: 30}}, WorthExploring, ReasonEvidence, Higher, true},
		{"three years low", []fourfold{{a: 1, b: 60}, {a: 1, b: 60}, {a: 1, b: 60}}, PossibleStrength, ReasonEvidence, Lower, true},
		{"like the others", []fourfold{{a: 16, b: 31}, {a: 16, b: 31}, {a: 16, b: 31}}, Typical, ReasonNoEvidence, NoDirection, false},
		// Two bad years and a current one below expectation (11 of 61): watch.
		{"below expectation now", []fourfold{{a: 10, b: 51}, {a: 52, b: 30}, {a: 52, b: 30}}, Watch, ReasonWatch, Higher, false},
		// Suspends three times as many of everybody: same pattern, typical.
		{"suspends everybody more", []fourfold{{a: 45, b: 98}, {a: 45, b: 98}, {a: 45, b: 98}}, Typical, ReasonNoEvidence, NoDirection, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := NewDataset()
			for i, f := range c.years {
				addSchools(d, "301", 0, 2022-AcademicYear(i), planted(f.a, f.b))
			}
			d.Finish()
			r := resultOf(t, analyse(t, d, 2022, DefaultOptions()), urnOf(24), "suspended_once", CompareLA)
			if r.Verdict != c.verdict || r.Reason != c.reason || r.Direction != c.direction || r.SecondYear != c.second {
				t.Errorf("got %s (%s), %s, second year %v; p %v q %v excess %v", r.Verdict, r.Reason, r.Direction, r.SecondYear, r.P, r.Q, r.Excess)
			}
		})
	}
}

func TestExcessReasons(t *testing.T) {
	base := func(rows ...fourfold) []fourfold { return append(append([]fourfold{}, sevenSchools[:6]...), rows...) }
	for _, c := range []struct {
		name    string
		rows    []fourfold
		verdict Verdict
		reason  Reason
	}{
		{"group of ten", base(fourfold{10, 400, 3, 30}), TooFew, ReasonSmallGroup},
		{"no pupil with SEND", base(fourfold{0, 400, 0, 30}), TooFew, ReasonSmallGroup},
		{"every pupil has SEND", base(fourfold{60, 0, 5, 0}), NotComparable, ReasonOneGroup},
		{"nobody suspended", base(fourfold{60, 400, 0, 0}), TooFew, ReasonNoEvents},
		{"two suspended", base(fourfold{60, 400, 1, 1}), TooFew, ReasonFewEvents},
		{"four others", append(append([]fourfold{}, sevenSchools[:4]...), fourfold{110, 390, 40, 30}), NotComparable, ReasonFewSchools},
		// 6 others with 4,100 pupils; one of 5,000 is more than half of 9,100.
		{"one giant", append(append([]fourfold{}, sevenSchools[:5]...), fourfold{1000, 4000, 100, 200}, fourfold{110, 390, 40, 30}), NotComparable, ReasonDominated},
		{"no pattern", []fourfold{{20, 80, 0, 5}, {20, 80, 0, 5}, {20, 80, 0, 5}, {20, 80, 0, 5}, {20, 80, 0, 5}, {110, 390, 40, 30}}, NotComparable, ReasonNoPattern},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := NewDataset()
			addSchools(d, "301", 0, 2022, c.rows)
			d.Finish()
			r := resultOf(t, analyse(t, d, 2022, DefaultOptions()), urnOf(len(c.rows)-1), "suspended_once", CompareLA)
			if r.Verdict != c.verdict || r.Reason != c.reason {
				t.Errorf("got %s (%s), want %s (%s)", r.Verdict, r.Reason, c.verdict, c.reason)
			}
		})
	}
}

func TestEnglandNeedsEngland(t *testing.T) {
	d := NewDataset()
	addSchools(d, "301", 0, 2022, sevenSchools)
	d.Finish()
	a := analyse(t, d, 2022, DefaultOptions(), CompareEngland)
	r := resultOf(t, a, urnOf(6), "suspended_once", CompareEngland)
	if r.Verdict != NotComparable || r.Reason != ReasonNotEngland {
		t.Errorf("seven schools of one LA passed for England: %s (%s)", r.Verdict, r.Reason)
	}
}

// A school alone with a published pattern: exact mid-p, no tau2, no q.
func TestAloneWithBenchmark(t *testing.T) {
	d := NewDataset()
	addSchools(d, "301", 0, 2022, []fourfold{{110, 390, 40, 30}})
	// Odds 0.2 and 0.1 over their complements: psi = (0.2/0.8)/(0.1/0.9) = 2.25.
	for g, v := range map[Group]float64{GroupSEND: 0.2, GroupNoSEN: 0.1} {
		d.Benchmarks = append(d.Benchmarks, Benchmark{Kind: AreaLA, LA: "301", Phase: Secondary, Year: 2022, Measure: "suspended_once", Group: g, Value: v})
	}
	d.Finish()
	r := resultOf(t, analyse(t, d, 2022, DefaultOptions()), urnOf(0), "suspended_once", CompareLA)
	near(t, "psi", r.OddsRatio.V, 2.25, 1e-12)
	if !r.Alone || !r.Published || r.Q.OK || r.Tau2.OK || !r.P.OK || r.Verdict != WorthExploring {
		t.Errorf("alone %v, published %v, q %v, tau2 %v, p %v, verdict %s", r.Alone, r.Published, r.Q, r.Tau2, r.P, r.Verdict)
	}
	near(t, "gap of the benchmark", r.ComparatorValue.V, 0.1, 1e-12)
}
