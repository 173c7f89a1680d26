package metrics

import "testing"

// The verdict said to follow from a change does follow when the data are
// changed, and not one pupil earlier.
func TestWhatWouldChange(t *testing.T) {
	run := func(a int) (*Analysis, Result) {
		d := NewDataset()
		for y := AcademicYear(2020); y <= 2022; y++ {
			last := 40
			if y == 2022 {
				last = a
			}
			addSchools(d, "301", 0, y, planted(last, 30))
		}
		d.Finish()
		an := analyse(t, d, 2022, DefaultOptions())
		return an, resultOf(t, an, urnOf(24), "suspended_once", CompareLA)
	}
	an, r := run(40)
	c := an.WhatWouldChange(r)
	if r.Verdict != WorthExploring || !c.OK || c.Pupils >= 0 {
		t.Fatalf("verdict %s, change %+v", r.Verdict, c)
	}
	if _, after := run(40 + c.Pupils); after.Verdict != c.Verdict {
		t.Errorf("%d pupils: said %s, is %s", c.Pupils, c.Verdict, after.Verdict)
	}
	if _, before := run(40 + c.Pupils + 1); before.Verdict != r.Verdict {
		t.Errorf("%d pupils already change the verdict to %s", c.Pupils+1, before.Verdict)
	}
}

func TestWhatWouldChangeRegisterAndYearTen(t *testing.T) {
	a := analyse(t, register(40, 1000), 2022, DefaultOptions())
	r := resultOf(t, a, urnOf(24), "register_send", CompareLA)
	c := a.WhatWouldChange(r)
	if !c.OK || c.Pupils <= 0 || c.Verdict == WorthExploring {
		t.Fatalf("register far below: change %+v", c)
	}
	// The said change holds every other school fixed; the real one moves their
	// targets and variation a little, so it may come some pupils later.
	verdict := func(more int) Verdict {
		d := register(40+float64(c.Pupils+more), 1000)
		return resultOf(t, analyse(t, d, 2022, DefaultOptions()), urnOf(24), "register_send", CompareLA).Verdict
	}
	if before, after := verdict(-3), verdict(3); before != r.Verdict || after != c.Verdict {
		t.Errorf("register: said %s after %d, is %s before and %s after", c.Verdict, c.Pupils, before, after)
	}
	d := NewDataset()
	yearTenSchools(d, 2022, [3]float64{6, 4, 3})
	d.Finish()
	a = analyse(t, d, 2022, DefaultOptions())
	// 13 of 180, watch; 12 has P = 0.0327 (method.md 1.3), still below 0.05; 11
	// leaves the verdict to P(X>=11), which exceeds 0.05.
	if c := a.WhatWouldChange(resultOf(t, a, urnOf(5), "leavers_y10_y11", CompareLA)); c.Pupils != -2 || c.Verdict != Typical {
		t.Errorf("Year 10: change %+v", c)
	}
}
