package metrics

import "testing"

// A vetoed school has no verdict on the family, and its figures are no part of
// what others are compared with: without it four are left, too few.
func TestVeto(t *testing.T) {
	for _, c := range []struct {
		name         string
		check        Check
		own, another Reason
	}{
		{"vetoed", Check{URN: urnOf(0), Year: 2022, About: FamilyMovement, Outcome: CheckVetoed}, ReasonDataQuality, ReasonFewSchools},
		{"every family", Check{URN: urnOf(0), Year: 2022, Outcome: CheckVetoed}, ReasonDataQuality, ReasonFewSchools},
		{"another family", Check{URN: urnOf(0), Year: 2022, About: FamilyAbsence, Outcome: CheckVetoed}, ReasonNoEvidence, ReasonOneYear},
		{"another year", Check{URN: urnOf(0), Year: 2021, Outcome: CheckVetoed}, ReasonNoEvidence, ReasonOneYear},
		{"warned", Check{URN: urnOf(0), Year: 2022, Outcome: CheckWarned}, ReasonNoEvidence, ReasonOneYear},
		{"overridden", Check{URN: urnOf(0), Year: 2022, Outcome: CheckOverridden}, ReasonNoEvidence, ReasonOneYear},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := NewDataset()
			yearTenSchools(d, 2022, [3]float64{6, 4, 3})
			d.Finish()
			c.check.Code = "roll_balance"
			d.SetChecks([]Check{c.check})
			a := analyse(t, d, 2022, DefaultOptions())
			for u, want := range map[URN]Reason{urnOf(0): c.own, urnOf(5): c.another} {
				if r := resultOf(t, a, u, "leavers_y10_y11", CompareLA); r.Reason != want {
					t.Errorf("%s: %s (%s), want %s", u, r.Verdict, r.Reason, want)
				}
			}
			if r := resultOf(t, a, urnOf(0), "leavers_y10_y11", CompareLA); (c.own == ReasonDataQuality) != (r.Verdict == NotComparable && r.Check == "roll_balance") {
				t.Errorf("verdict %s, check %q", r.Verdict, r.Check)
			}
			// The school's own figure is printed all the same.
			m, _ := Lookup("leavers_y10_y11")
			if o := Observe(d, 0, 2022, m, GroupAll, 0.95); !o.OK() {
				t.Errorf("own figure: %+v", o)
			}
		})
	}
}
