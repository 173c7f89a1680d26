package metrics

import "testing"

// yearTenSchools gives five others whose pooled rates are exactly 0.02 (no
// SEN), 0.05 (SEN support) and 0.11 (EHC plan), and the school of the vector of
// method.md section 1.3.
func yearTenSchools(d *Dataset, y AcademicYear, leavers [3]float64) {
	groups := []Group{GroupNoSEN, GroupSENSupport, GroupEHCPlan}
	for i := range 6 {
		n := d.Intern(urnOf(i))
		s := &d.Schools[n]
		s.LA, s.Phase, s.LowAge, s.HighAge = "301", Secondary, 11, 16
		roll, left := [3]float64{1000, 200, 100}, [3]float64{20, 10, 11}
		if i == 5 {
			roll, left = [3]float64{120, 40, 20}, leavers
		}
		for j, g := range groups {
			d.Set(n, y, Y10Pupils, g, Known(roll[j]))
			d.Set(n, y, Y10Y11Leavers, g, Known(left[j]))
		}
	}
}

func TestYearTenVector(t *testing.T) {
	for _, c := range []struct {
		name       string
		now, prior [3]float64
		hasPrior   bool
		verdict    Verdict
		reason     Reason
	}{
		{"one year", [3]float64{6, 4, 3}, [3]float64{}, false, Watch, ReasonOneYear},
		{"two years", [3]float64{8, 8, 8}, [3]float64{8, 8, 8}, true, WorthExploring, ReasonEvidence},
		{"high this year only", [3]float64{8, 8, 8}, [3]float64{2, 2, 2}, true, Watch, ReasonOneYear},
		// 8 of 180 is 4.4%: below the 5% condition.
		{"below five in a hundred", [3]float64{4, 2, 2}, [3]float64{}, false, Typical, ReasonNoEvidence},
		{"nobody left", [3]float64{0, 0, 0}, [3]float64{}, false, Typical, ReasonNoEvidence},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := NewDataset()
			yearTenSchools(d, 2022, c.now)
			if c.hasPrior {
				yearTenSchools(d, 2021, c.prior)
			}
			d.Finish()
			r := resultOf(t, analyse(t, d, 2022, DefaultOptions()), urnOf(5), "leavers_y10_y11", CompareLA)
			near(t, "expected", r.Expected.V, 6.6, 1e-12)
			near(t, "variance", r.Variance.V, 6.21, 1e-12)
			if c.name == "one year" {
				near(t, "P(X>=13)", r.P.V, 0.0148689708, 1e-10)
			}
			if r.Verdict != c.verdict || r.Reason != c.reason {
				t.Errorf("got %s (%s), want %s (%s); p %v q %v", r.Verdict, r.Reason, c.verdict, c.reason, r.P, r.Q)
			}
		})
	}
}

func TestYearTenHasNoRowInAPrimary(t *testing.T) {
	d := NewDataset()
	yearTenSchools(d, 2022, [3]float64{1, 1, 1})
	n := d.Intern(urnOf(9))
	d.Schools[n].Phase, d.Schools[n].LowAge, d.Schools[n].HighAge = Primary, 3, 11
	d.Set(n, 2022, Y10Pupils, GroupNoSEN, Missing(NotApplicable))
	d.Set(n, 2022, Y10Y11Leavers, GroupNoSEN, Missing(NotApplicable))
	d.Finish()
	for _, r := range analyse(t, d, 2022, DefaultOptions()).Results(d.Find(urnOf(9))) {
		if r.Measure == "leavers_y10_y11" {
			t.Errorf("a primary school has a Year 10 row: %s", r.Verdict)
		}
	}
}

// register puts 24 ordinary schools of 1,000 pupils with 130 to 170 on the
// register into a dataset, and one school with x of n.
func register(x, n float64) *Dataset {
	d := NewDataset()
	put := func(i int, x, n float64) {
		k := d.Intern(urnOf(i))
		d.Schools[k].LA, d.Schools[k].Phase = "301", Secondary
		d.Set(k, 2022, CensusRoll, GroupAll, Known(n))
		d.Set(k, 2022, CensusRoll, GroupSENSupport, Known(x))
		d.Set(k, 2022, CensusRoll, GroupEHCPlan, Known(0))
	}
	for i := range 24 {
		put(i, 130+float64(i%9)*5, 1000)
	}
	put(24, x, n)
	d.Finish()
	return d
}

func TestRegisterRule(t *testing.T) {
	// The others: i%9 runs 0..8 twice (36 each) and 0..5 once (15): 24*130 + 5*(36+36+15) = 3555 of 24,000.
	const target = 3555.0 / 24000
	for _, c := range []struct {
		name      string
		x, n      float64
		verdict   Verdict
		reason    Reason
		direction Direction
	}{
		{"far below", 40, 1000, WorthExploring, ReasonEvidence, Lower},
		{"far above", 320, 1000, WorthExploring, ReasonEvidence, Higher},
		{"the same", 148, 1000, Typical, ReasonNoEvidence, NoDirection},
		{"tiny school", 1, 10, TooFew, ReasonSmallGroup, NoDirection},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := resultOf(t, analyse(t, register(c.x, c.n), 2022, DefaultOptions()), urnOf(24), "register_send", CompareLA)
			near(t, "local share", r.ComparatorValue.V, target, 1e-15)
			near(t, "expected", r.Expected.V, c.n*target, 1e-9)
			if r.Verdict != c.verdict || r.Reason != c.reason || r.Direction != c.direction {
				t.Errorf("got %s (%s) %s; z %v q %v", r.Verdict, r.Reason, r.Direction, r.Z, r.Q)
			}
		})
	}
}

func TestNotSuppliedAndMissingYear(t *testing.T) {
	d := register(148, 1000)
	addSchools(d, "301", 0, 2021, sevenSchools)
	a := analyse(t, d, 2022, DefaultOptions())
	if r := resultOf(t, a, urnOf(24), "persistent_absence", CompareLA); r.Verdict != NotSupplied {
		t.Errorf("no absence anywhere: %s (%s)", r.Verdict, r.Reason)
	}
	if r := resultOf(t, a, urnOf(3), "suspended_once", CompareLA); r.Verdict != NotComparable || r.Reason != ReasonMissingYear {
		t.Errorf("suspensions of 2021/22 only: %s (%s)", r.Verdict, r.Reason)
	}
}

// Taking one school out of a pool: the mean of published rates is weighted by
// roll. Others: 5% of 100, 10% of 300, 10% of 100, 10% of 100, 10% of 400 = (5+30+10+10+40)/1000.
func TestAreaOfPublishedRates(t *testing.T) {
	d := NewDataset()
	for i, v := range []struct{ rate, roll float64 }{{0.05, 100}, {0.1, 300}, {0.1, 100}, {0.1, 100}, {0.1, 400}, {0.5, 900}} {
		k := d.Intern(urnOf(i))
		d.Schools[k].LA, d.Schools[k].Phase = "301", Primary
		d.Set(k, 2022, AbsenceRate, GroupAll, Known(v.rate))
		d.Set(k, 2022, CensusRoll, GroupAll, Known(v.roll))
	}
	d.Benchmarks = []Benchmark{{Kind: AreaEngland, Phase: Primary, Year: 2022, Measure: "absence", Group: GroupAll, Value: 0.059}}
	d.Finish()
	a := analyse(t, d, 2022, DefaultOptions(), CompareLA, CompareEngland)
	f := a.Area(5, 2022, "absence", GroupAll, CompareLA)
	near(t, "local", f.Value, 0.095, 1e-12)
	if !f.OK || !f.Weighted || f.Schools != 5 {
		t.Errorf("local figure %+v", f)
	}
	e := a.Area(5, 2022, "absence", GroupAll, CompareEngland)
	near(t, "England", e.Value, 0.059, 0)
	if !e.Published {
		t.Errorf("England figure %+v", e)
	}
}

// A school outside every pool (independent, or of an unknown LA) is not
// compared and disturbs nobody.
func TestSchoolWithoutPool(t *testing.T) {
	d := NewDataset()
	addSchools(d, "301", 0, 2022, sevenSchools)
	addSchools(d, "", 50, 2022, sevenSchools[:1])
	addSchools(d, "301", 60, 2022, sevenSchools[:1])
	d.Schools[d.Find(urnOf(60))].Phase = Independent
	d.Finish()
	a := analyse(t, d, 2022, DefaultOptions())
	for u, want := range map[URN]Reason{urnOf(50): ReasonFewSchools, urnOf(60): ReasonNotState} {
		for _, id := range []MeasureID{"suspended_once", "register_send"} {
			if r := resultOf(t, a, u, id, CompareLA); r.Verdict != NotComparable || r.Reason != want {
				t.Errorf("%s %s: %s (%s), want %s", u, id, r.Verdict, r.Reason, want)
			}
		}
	}
	near(t, "psi", resultOf(t, a, urnOf(6), "suspended_once", CompareLA).OddsRatio.V, 2.6411053519, 1e-10)
}

func TestEmptySchoolIsNotCompared(t *testing.T) {
	r := resultOf(t, analyse(t, register(0, 0), 2022, DefaultOptions()), urnOf(24), "register_send", CompareLA)
	if r.Verdict != NotComparable || r.Reason != ReasonNoPupils {
		t.Errorf("roll of 0: %s (%s)", r.Verdict, r.Reason)
	}
}
