package ingest

import (
	"fmt"
	"testing"

	"inclusioncards/metrics"
)

// Over 3 in 100 is a warning, over 10 in 100 a veto, and neither bound is over
// itself.
func TestPublishedRoll(t *testing.T) {
	for _, c := range []struct {
		counted int
		accept  string
		want    metrics.CheckOutcome
		code    string
	}{
		{1000, "", metrics.CheckPassed, ""},
		{1030, "", metrics.CheckPassed, ""},
		{970, "", metrics.CheckPassed, ""},
		{1031, "", metrics.CheckWarned, codeRollWarn},
		{1100, "", metrics.CheckWarned, codeRollWarn},
		{900, "", metrics.CheckWarned, codeRollWarn},
		{1101, "", metrics.CheckVetoed, codeRollVeto},
		{899, "", metrics.CheckVetoed, codeRollVeto},
		{899, "half the school had moved", metrics.CheckOverridden, codeRollWarn},
	} {
		d, rep := readFiles(t, map[string]string{
			"counts_2022-23.csv":           fmt.Sprintf("urn,sen_group,pupils\n100049,no_sen,%d\n100049,send,200\n", c.counted-200),
			"2022-2023_england_census.csv": "URN,LA,ESTAB,SCHOOLTYPE,NOR,TSENELSE,TSENELK\n100049,202,4104,State-funded secondary,1000,30,150\n",
		}, Options{AcceptRoll: c.accept})
		var got *metrics.Check
		for i := range d.Checks {
			if d.Checks[i].Code == CheckPublishedRoll {
				got = &d.Checks[i]
			}
		}
		if got == nil || got.Outcome != c.want || got.URN != "100049" || got.Year != 2022 || got.Detail["reason"] != c.accept {
			t.Errorf("%d pupils: %+v, want %s", c.counted, got, c.want)
		}
		if c.code != "" {
			wantProblem(t, rep, c.code, "1000 on the published roll")
		}
		if vetoed := d.Veto(d.Find("100049"), 2022, metrics.FamilyAbsence) != ""; vetoed != (c.want == metrics.CheckVetoed) {
			t.Errorf("%d pupils: vetoed %v", c.counted, vetoed)
		}
	}
}
