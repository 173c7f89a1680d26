package reportcard

import (
	"slices"
	"strings"
	"testing"

	"inclusioncards/metrics"
)

// methodOf is the data and method box as one text.
func methodOf(c *Card) string {
	var out []string
	for _, t := range c.Method {
		out = append(out, t.String())
	}
	return strings.Join(out, "\n")
}

func TestCoverageIsForTheAuthority(t *testing.T) {
	in := fullInput()
	in.checks = []metrics.Check{
		{URN: in.school.URN, Code: "IN301", Detail: map[string]string{"records": "3"}},
		{URN: in.school.URN, Code: "IN503"},
	}
	in.rules = metrics.CountingRules{SENStatus: "census", KeptBack: 2}
	const kept = "2 pupils stayed in the same year group; they have not left."
	for audience, want := range map[Audience]string{
		Inspector: "", Governor: "",
		LA: "Coverage and rejects. 6 of 6 measures have figures by SEN group, in 3 years. " +
			"3 records could not be used and are left out of the figures; rejects.csv says why. Checks raised IN503; rejects.csv says where.",
	} {
		card, err := buildFrom(in, BuildOptions{Audience: audience, Profile: OfficerProfile, Version: "0.1.0"})
		if err != nil {
			t.Fatal(err)
		}
		says := methodOf(card)
		if want != "" && !strings.Contains(says, want) || want == "" && strings.Contains(says, "Coverage") {
			t.Errorf("%s: want %q in\n%s", audience, want, says)
		}
		if officer := audience != Governor; strings.Contains(says, kept) != officer {
			t.Errorf("%s: kept back said: %v\n%s", audience, !officer, says)
		}
	}
	in.checks = nil
	card, err := buildFrom(in, BuildOptions{Audience: LA, Version: "0.1.0"})
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(methodOf(card), "No record of this school was rejected.") {
		t.Error("nothing is said where nothing was rejected")
	}
}

// A school's reply stands apart from the box on data and method.
func TestReplyHasItsOwnBox(t *testing.T) {
	in := fullInput()
	in.comment = metrics.Comment{Text: "A new lead for attendance started in May.", By: "Head"}
	card, err := buildFrom(in, inspector)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := card.Reply.String(), "The school's own words (Head). “A new lead for attendance started in May.”"; got != want {
		t.Errorf("%q, not %q", got, want)
	}
	if strings.Contains(methodOf(card), "own words") {
		t.Error("the reply stands in the method box too")
	}
}

// Two pages hold two further tables; with more, the card says what it leaves out.
func TestFurtherFiguresLeftOutAreNamed(t *testing.T) {
	for _, c := range []struct {
		in   input
		says bool
	}{{fullInput(), false}, {supplemented(), true}} {
		card, err := buildFrom(c.in, inspector)
		if err != nil {
			t.Fatal(err)
		}
		if got := strings.Contains(methodOf(card), "Further figures are left out for room"); got != c.says || got == (len(card.More.Rows) > 0) {
			t.Errorf("%d tables, %d further figures: said %v", len(card.Tables), len(card.More.Rows), got)
		}
	}
}

// Of 1,600 sessions missed by SEN support and 400 by EHC plans, 60 and 20 were on
// a part-time timetable: 80 of 2,000 is 4.0 in 100; of the others 30 of 3,000 is 1.0.
func TestAbsenceReasons(t *testing.T) {
	d := metrics.NewDataset()
	d.Intern("140001")
	set(d, 2023, []counts{
		{metrics.Pupils, 100, 20, 400}, {metrics.Enrolments, 100, 20, 400},
		{metrics.SessionsPossible, 30000, 6000, 120000}, {metrics.SessionsAbsent, 1600, 400, 3000}, {metrics.C2Sessions, 60, 20, 30},
	})
	b := newBuilder(t, inputOf(d, nil, nil))
	c, ok := b.absences()
	if b.err != nil || !ok {
		t.Fatal(ok, b.err)
	}
	if want := "Of 2,000 sessions missed by pupils with SEND, 80 were on a part-time timetable (code C2)."; c.Takeaway != want {
		t.Errorf("takeaway %q, want %q", c.Takeaway, want)
	}
	for i, want := range [][]string{{"SEND", "4.0", "96.0", "2,000"}, {"No SEND", "1.0", "99.0", "3,000"}} {
		if got := c.Table.Rows[i]; !slices.Equal(got, want) {
			t.Errorf("row %q, want %q", got, want)
		}
	}
	if v := c.Bars.Rows[0].Segments; v[0].Value.V != 0.04 || v[1].Value.V != 0.96 || v[0].Fill == v[1].Fill {
		t.Errorf("segments %+v", v)
	}
	b.options.Profile = GovernorProfile
	if _, ok := b.absences(); ok {
		t.Error("sessions of few pupils are drawn for governors")
	}
}
