package reportcard

import (
	"slices"
	"strings"
	"testing"

	"inclusioncards/metrics"
)

// Every check and outcome that can reach a card has words.
func TestCheckWords(t *testing.T) {
	w, err := loadWords()
	if err != nil {
		t.Fatal(err)
	}
	for name, says := range w.checks.Names {
		for _, o := range []string{"passed", "warned"} {
			if says[o] == "" {
				t.Errorf("%s has no words for %s", name, o)
			}
		}
		for o, s := range says {
			if ends := strings.HasSuffix(s, "."); ends != (o != "passed") {
				t.Errorf("%s, %s: %q", name, o, s)
			}
		}
	}
}

func TestChecksOnTheCard(t *testing.T) {
	in := fullInput()
	u, y := in.school.URN, in.year
	in.checks = []metrics.Check{
		{URN: u, Year: y, Code: "sen_sum", Outcome: metrics.CheckPassed},
		{URN: u, Year: y, Code: "identifiers", Outcome: metrics.CheckPassed},
		{URN: u, Year: y, Code: "attendance_cover", Outcome: metrics.CheckWarned},
		{URN: u, Year: y, Code: "roll_balance", Outcome: metrics.CheckVetoed},
		{URN: u, Year: y, Code: "published_roll", Outcome: metrics.CheckOverridden, Detail: map[string]string{"reason": "The published census is wrong."}},
		{URN: u, Year: y, Code: "IN787", Detail: map[string]string{"records": "3"}},
		{URN: u, Year: y - 1, Code: "identifiers", Outcome: metrics.CheckVetoed},
		{URN: "999999", Year: y, Code: "identifiers", Outcome: metrics.CheckVetoed},
		{URN: u, Year: y, Code: "suspended_leavers", Outcome: metrics.CheckNotRun},
	}
	card, err := buildFrom(in, inspector)
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		"The rolls of the two censuses do not agree with those who joined and left, so leavers are not compared.",
		"The pupils counted differ from the published roll by over 10 in 100. They are used all the same, because: The published census is wrong.",
		"Over a tenth of the pupils have no attendance record.",
		"3 records could not be used and are left out of the figures; rejects.csv says why.",
	}
	for i, w := range want {
		if i >= len(card.Unknowns) || card.Unknowns[i] != w {
			t.Errorf("unknown %d is not %q: %q", i, w, card.Unknowns)
		}
	}
	method := ""
	for _, p := range card.Method {
		method += p.String() + "\n"
	}
	if w := "Checks passed. The SEN groups add up to the roll; the two censuses name pupils alike.\n"; !strings.Contains(method, w) {
		t.Errorf("the method box lacks %q:\n%s", w, method)
	}
}

// A small number of records is not told where small numbers are hidden.
func TestFewRecordsLeftOut(t *testing.T) {
	w, err := loadWords()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		profile Profile
		records string
		want    string
	}{
		{OfficerProfile, "1", "1 record could not be used and is left out of the figures; rejects.csv says why."},
		{OfficerProfile, "1200", "1,200 records could not be used and are left out of the figures; rejects.csv says why."},
		{GovernorProfile, "5", "A few records could not be used and are left out of the figures; rejects.csv says why."},
		{GovernorProfile, "6", "6 records could not be used and are left out of the figures; rejects.csv says why."},
	} {
		b := &builder{words: w, options: BuildOptions{Profile: c.profile}}
		if got := b.leftOut(c.records); got != c.want || b.err != nil {
			t.Errorf("%s of %s: %q (%v)", c.records, c.profile, got, b.err)
		}
	}
}

// The other leaver rule is told where it leads to another result, and only
// there.
func TestOtherRuleOnTheCard(t *testing.T) {
	for _, c := range []struct {
		other metrics.OtherRule
		want  string
	}{
		{metrics.OtherRule{OK: true, Rule: metrics.RuleMime2024, Verdict: metrics.Typical}, "Would be typical range with leaver rule mime2024"},
		{metrics.OtherRule{OK: true, Rule: metrics.RuleMime2024, Verdict: metrics.WorthExploring, Direction: metrics.Higher}, ""},
		{metrics.OtherRule{OK: true, Rule: metrics.RuleMime2024, Verdict: metrics.TooFew}, ""},
		{metrics.OtherRule{}, ""},
	} {
		in := fullInput()
		in.results = slices.Clone(in.results)
		for i := range in.results {
			if r := &in.results[i]; r.Measure == "leavers" {
				r.Verdict, r.Direction, r.OtherRule = metrics.WorthExploring, metrics.Higher, c.other
			}
		}
		card, err := buildFrom(in, inspector)
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		for _, row := range card.Glance.Rows {
			if strings.Contains(strings.ToLower(row.Aside), "leaver rule") {
				got += row.Aside
			}
		}
		if !strings.Contains(strings.ToLower(got), strings.ToLower(c.want)) || c.want == "" && got != "" {
			t.Errorf("%+v: %q, want %q", c.other, got, c.want)
		}
	}
}

// Officers read the statutory grounds of leavers with SEND in words that accuse
// nobody; others do not, and nobody does where the rolls do not agree.
func TestGroundsOnTheCard(t *testing.T) {
	grounds := metrics.GroundsSEND{Leavers: 9, By: map[string]int{"f": 3, "o": 1, "c": 1, "i": 0, "": 2, "b": 2}}
	const want = "Of 9 pupils with SEND who left, by ground: 3 home education (f), 1 permanent exclusion (o), 1 ground (c), 2 none given, 2 others. Why they left cannot be seen."
	in := fullInput()
	in.grounds = grounds
	card, err := buildFrom(in, inspector)
	if err != nil {
		t.Fatal(err)
	}
	if got := card.Unknowns[len(card.Unknowns)-1]; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	w, err := loadWords()
	if err != nil {
		t.Fatal(err)
	}
	vetoed := []metrics.Check{{URN: in.school.URN, Year: in.year, Code: "roll_balance", About: metrics.FamilyMovement, Outcome: metrics.CheckVetoed}}
	for _, c := range []struct {
		profile Profile
		checks  []metrics.Check
		says    bool
	}{{OfficerProfile, nil, true}, {GovernorProfile, nil, false}, {OfficerProfile, vetoed, false}} {
		in.checks = c.checks
		b := &builder{words: w, in: in, options: BuildOptions{Profile: c.profile}}
		if s, ok := b.grounds(); ok != c.says || b.err != nil {
			t.Errorf("%s, %d checks: %q (%v)", c.profile, len(c.checks), s, b.err)
		}
	}
}
