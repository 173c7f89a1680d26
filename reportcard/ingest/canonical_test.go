package ingest

import (
	"testing"

	"inclusioncards/metrics"
)

// The long form, the wide form and the workbook hold the same figures.
func TestCanonicalForms(t *testing.T) {
	forms := map[string]*metrics.Dataset{}
	for _, form := range []string{"long", "wide", "workbook"} {
		d, rep, err := Read([]string{"../../testdata/counts/" + form}, Options{})
		if err != nil {
			t.Fatal(err)
		}
		wantCodes(t, rep)
		forms[form] = d
	}
	long := forms["long"]
	// Line 10 of long/counts.csv: 900002,9994001,2021/22,ehc_plan,32,11,6,27,52.5,...
	wantFigure(t, long, "900002", 2021, metrics.SuspensionDays, plan, metrics.Known(52.5))
	// Line 4: 900001,9991001,2021/22,ehc_plan,9,c,...: a sum with a suppressed part is suppressed.
	if c := long.Group(long.Find("900001"), 2021, metrics.PupilsSuspended, send); c.State != metrics.Suppressed {
		t.Errorf("SEND of a suppressed part: %+v", c)
	}
	// Lines 12 and 13: 41 + 12
	if c := long.Group(long.Find("900002"), 2022, metrics.PupilsSuspended, send); c.N != 53 {
		t.Errorf("SEND: %+v, want 41 + 12", c)
	}
	figures := 0
	for _, form := range []string{"wide", "workbook"} {
		other := forms[form]
		for i := range long.Schools {
			u := long.Schools[i].URN
			j := other.Find(u)
			if j < 0 {
				t.Fatalf("%s has no school %s", form, u)
			}
			for _, y := range []metrics.AcademicYear{2021, 2022} {
				for _, f := range metrics.CountFields() {
					for _, g := range []metrics.Group{noSEN, support, plan} {
						a, b := long.Get(i, y, f, g), other.Get(j, y, f, g)
						if a.N != b.N || a.State != b.State {
							t.Errorf("%s %s %s %s %s: %+v, long form %+v", form, u, y, f, g, b, a)
						}
						if a.OK() {
							figures++
						}
					}
				}
			}
		}
	}
	// 14 rows of 14 figures less 20 symbols (12 z and 8 c), in two forms.
	if want := 2 * (14*14 - 20); figures != want {
		t.Errorf("%d figures compared, want %d", figures, want)
	}
}
