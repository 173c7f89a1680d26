package pupils

import (
	"fmt"
	"math"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"inclusioncards/metrics"
)

// stay lists n pupils of Year 7 on the first census; of the first left of them
// the second knows nothing.
func stay(n, left int) (first, second string) {
	first, second = censusHead, censusHead
	for i := range n {
		first += fmt.Sprintf("p%d,100001,7,N,0,C\n", i)
		if i >= left {
			second += fmt.Sprintf("p%d,100001,8,N,0,C\n", i)
		}
	}
	return first, second
}

// suspendedFrom gives n pupils one suspension each, from the given one on.
func suspendedFrom(from, n int) string {
	text := suspendHead
	for i := range n {
		text += fmt.Sprintf("%d,p%d,100001,2023-11-20,1,SUSP\n", i, from+i)
	}
	return text
}

func attendFrom(from, n int) string {
	text := attendHead
	for i := range n {
		text += fmt.Sprintf("p%d,100001,300,10\n", from+i)
	}
	return text
}

func TestSurvivorship(t *testing.T) {
	first, second := stay(200, 40)
	tests := []struct {
		name, check string
		extract     string
		want        Verdict
		p           float64
	}{
		// P(X = 0) of 40 leavers among 200, by comb(160, drawn) / comb(200, drawn) in Python.
		{"40 suspended, no leaver", CheckSuspendedLeavers, suspendedFrom(40, 40), Vetoed, 4.2133738e-05},
		{"20 suspended, no leaver", CheckSuspendedLeavers, suspendedFrom(40, 20), Warned, 0.0089213183},
		{"10 suspended, no leaver", CheckSuspendedLeavers, suspendedFrom(40, 10), Passed, 0.10128941},
		{"40 suspended, one leaver of eight expected", CheckSuspendedLeavers, suspendedFrom(39, 40), Warned, math.NaN()},
		{"40 suspended, eight leavers", CheckSuspendedLeavers, suspendedFrom(32, 40), Passed, math.NaN()},
		{"attendance of those still on roll", CheckAttendingLeavers, attendFrom(40, 160), Vetoed, math.NaN()},
		// 164 x 40 / 200 = 32.8 leavers expected, a fifth is 6.56; of 174 they are
		// 34.8, half is 17.4; of 180 they are 36, half is 18.
		{"attendance with 4 leavers who came back", CheckAttendingLeavers, attendFrom(36, 164), Vetoed, math.NaN()},
		{"attendance with 14 leavers", CheckAttendingLeavers, attendFrom(26, 174), Warned, math.NaN()},
		{"attendance with 20 leavers", CheckAttendingLeavers, attendFrom(20, 180), Passed, math.NaN()},
		{"attendance of all", CheckAttendingLeavers, attendFrom(0, 200), Passed, 1},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			kind := Suspensions
			if tc.check == CheckAttendingLeavers {
				kind = Attendance
			}
			r := tables{{Census, false, first}, {Census, true, second}, {kind, false, tc.extract}}.read(t, Options{})
			c := check(t, &r.Schools[0], tc.check)
			if c.Verdict != tc.want {
				t.Errorf("%v, want %v: %+v", c.Verdict, tc.want, c.Numbers)
			}
			p := c.Numbers[len(c.Numbers)-1].Value
			if !math.IsNaN(tc.p) && math.Abs(p/tc.p-1) > 1e-6 {
				t.Errorf("p %g, want %g", p, tc.p)
			}
		})
	}
	if r := (tables{{Census, false, first}, {Suspensions, false, suspendedFrom(40, 40)}}).read(t, Options{}); len(r.Schools[0].Checks) != 2 {
		t.Errorf("checks of leavers without a second census: %+v", r.Schools[0].Checks)
	}
}

func TestBalance(t *testing.T) {
	first, second := stay(100, 10)
	numbers := func(c Check) map[string]float64 {
		out := map[string]float64{}
		for _, n := range c.Numbers {
			out[n.Name] = n.Value
		}
		return out
	}
	joined := second + "new1,100001,8,N,0,C\nnew2,100001,8,N,0,C\n"
	r := tables{{Census, false, first}, {Census, true, joined}}.read(t, Options{})
	c := check(t, &r.Schools[0], CheckRollBalance)
	want := map[string]float64{"first": 100, "joined": 2, "left": 10, "second": 92, "difference": 0}
	if diff := cmp.Diff(want, numbers(c)); diff != "" || c.Verdict != Passed {
		t.Errorf("%v (-want +got):\n%s", c.Verdict, diff)
	}
	// Four rows of a hundred that the second census has without identifiers: left and not joined.
	gaps := second
	for range 4 {
		gaps += ",100001,8,N,0,C\n"
	}
	r = tables{{Census, false, first}, {Census, true, gaps}}.read(t, Options{})
	if c := check(t, &r.Schools[0], CheckRollBalance); c.Verdict != Warned || numbers(c)["difference"] != -4 {
		t.Errorf("rows without identifiers: %+v", c)
	}
	// The second census names every pupil in another way.
	other := censusHead
	for i := range 95 {
		other += fmt.Sprintf("q%d,100001,8,N,0,C\n", i)
	}
	r = tables{{Census, false, first}, {Census, true, other}}.read(t, Options{})
	if c := check(t, &r.Schools[0], CheckIdentifiers); c.Verdict != Vetoed {
		t.Errorf("other identifiers: %+v", c)
	}
	// Half a file: 40 of 100 pupils have a row.
	r = tables{{Census, false, first}, {Attendance, false, attendFrom(0, 40)}}.read(t, Options{})
	if c := check(t, &r.Schools[0], CheckCover); c.Verdict != Vetoed {
		t.Errorf("half a file: %+v", c)
	}
	blank := first
	for i := range 5 {
		blank += fmt.Sprintf("b%d,100001,7,,0,C\n", i)
	}
	r = tables{{Census, false, blank}}.read(t, Options{})
	c = check(t, &r.Schools[0], CheckSENSum)
	want = map[string]float64{"roll": 105, "no_sen": 100, "sen_support": 0, "ehc_plan": 0, "not_known": 5}
	if diff := cmp.Diff(want, numbers(c)); diff != "" || c.Verdict != Warned {
		t.Errorf("%v (-want +got):\n%s", c.Verdict, diff)
	}
}

// The synthetic LA is whole: nothing in it may be held against it.
func TestChecksOfSyntheticLA(t *testing.T) {
	root := os.Getenv("INCLUSIONCARDS_DATA")
	if root == "" {
		t.Skip("set INCLUSIONCARDS_DATA to the shared folder to check the whole synthetic LA")
	}
	for _, c := range readFolder(t, filepath.Join(root, "synthetic_la")).Schools {
		if c.Cohort != CohortCensus {
			t.Errorf("%s: attendance of %v", c.URN, c.Cohort)
		}
		for _, k := range c.Checks {
			if k.Verdict == Vetoed || k.Verdict == Warned && k.Name != CheckCover {
				t.Errorf("%s: %+v", c.URN, k)
			}
		}
	}
}

func TestMovementDetails(t *testing.T) {
	first := censusHead + "a,100001,3,N,0,C\nb,100001,3,K,0,C\nc,100001,4,E,0,C\nd,100001,3,N,0,C\ne,100001,5,K,0,C\n"
	in := tables{
		{Schools, false, schoolRows}, {Census, false, first},
		// a goes on, d is kept back.
		{Census, true, censusHead + "a,100001,4,N,0,C\nd,100001,3,N,0,C\n"},
		{Destinations, false, "UPN,URN,Ground for deletion\nb,100001,9(1)(c)\nc,100001,(I)\ne,100001,\n"},
	}
	r := in.read(t, Options{})
	c := &r.Schools[0]
	if n, k := c.Tallies[metrics.NoSEN].KeptBack, c.Tallies[metrics.SENSupport].KeptBack; n != 1 || k != 0 {
		t.Errorf("kept back: %d without SEN, %d with SEN support; want 1 and 0", n, k)
	}
	support, plan := c.Tallies[metrics.SENSupport].Grounds[LeaversSchool], c.Tallies[metrics.EHCPlan].Grounds[LeaversSchool]
	// (c) is the third letter, (i) the ninth.
	if support[3] != 1 || support[0] != 1 || plan[9] != 1 {
		t.Errorf("grounds: SEN support %v, EHC plan %v", support, plan)
	}
	if got := codes(r); got != "" {
		t.Errorf("problems %s", got)
	}
	in[3].text += "a,100001,moved\n"
	if got := codes(in.read(t, Options{})); got != "IN744@5" {
		t.Errorf("problems %s", got)
	}
}

func TestSENAtEvent(t *testing.T) {
	in := tables{
		{Census, false, censusHead + "a,100001,3,N,0,C\nb,100001,3,K,0,C\n"},
		{Suspensions, false, "suspension_id,pupil_id,school_urn,start_date,length_days,category,SENprovision\n" +
			"1,a,100001,2024-03-01,1,SUSP,E\n2,a,100001,2023-11-20,1,SUSP,K\n3,b,100001,2023-11-20,2,SUSP,\n"},
	}
	for atEvent, want := range map[bool][3]float64{false: {2, 2, 1}, true: {0, 2, 3}} {
		r := in.read(t, Options{SENAtEvent: atEvent})
		c := &r.Schools[0]
		got := [3]float64{
			c.Count(metrics.Suspensions, metrics.GroupNoSEN, LeaversSchool).N, c.Count(metrics.SuspensionDays, metrics.GroupSENSupport, LeaversSchool).N,
			c.Count(metrics.Suspensions, metrics.GroupSENSupport, LeaversSchool).N,
		}
		if atEvent {
			want[1] = 4 // half days of both pupils: 2 + 2 days
		}
		if got != want {
			t.Errorf("at event %v: %v, want %v", atEvent, got, want)
		}
		if pupils := c.Count(metrics.Pupils, metrics.GroupNoSEN, LeaversSchool).N; pupils != 1 {
			t.Errorf("the denominator is of the census: %g", pupils)
		}
		checkDetail(t, r)
	}
}

func TestConversions(t *testing.T) {
	first, _ := stay(12, 0)
	second := censusHead
	for i := range 12 {
		second += fmt.Sprintf("p%d,200001,8,N,0,C\n", i)
	}
	in := tables{{Schools, false, "school_urn,statutory_high_year\n100001,11\n"}, {Census, false, first}, {Census, true, second}}
	left := func(o Options) (metrics.Count, string) {
		r := in.read(t, o)
		return r.Schools[0].Count(metrics.NonStandardLeavers, metrics.GroupAll, LeaversSchool), codes(r)
	}
	if n, said := left(Options{}); n.OK() || said != "IN753" {
		t.Errorf("a conversion nobody told of: %+v, %s", n, said)
	}
	if n, said := left(Options{Successors: map[metrics.URN]metrics.URN{"100001": "200001"}}); !n.OK() || n.N != 0 || said != "" {
		t.Errorf("a conversion: %+v, %s", n, said)
	}
	in[2].text = second + "z,100001,8,N,0,C\np0,100001,8,N,0,C\n"
	if n, said := left(Options{Merged: []metrics.URN{"100001"}}); n.OK() || said != "IN739@15 IN736" {
		t.Errorf("a merger or split: %+v, %s", n, said)
	}
}

func TestDateOrder(t *testing.T) {
	const first = censusHead + "a,100001,3,N,0,C\n"
	row := func(id int, date string) string { return fmt.Sprintf("%d,a,100001,%s,1,SUSP\n", id, date) }
	tests := []struct {
		name  string
		rows  string
		want  float64
		codes string
	}{
		{"day, month", row(1, "28/11/2023") + row(2, "03/06/2024"), 2, ""},
		{"month, day", row(1, "11/28/2023") + row(2, "06/03/2024"), 2, "IN751"},
		{"neither shows: day, month, and said", row(1, "02/11/2023") + row(2, "03/06/2024"), 2, "IN752"},
		{"mixed: the smaller part is refused", row(1, "28/11/2023") + row(2, "29/11/2023") + row(3, "11/28/2023"), 2, "IN718@4"},
		{"mixed with more of the other", row(1, "28/11/2023") + row(2, "11/29/2023") + row(3, "11/28/2023"), 2, "IN751 IN718@2"},
		{"words, numbers and ISO", row(1, "28 Nov 2023") + row(2, "2023-11-29") + row(3, "45258") + row(4, "20231201") + row(5, "2023-12-04T09:00:00"), 5, ""},
		{"two digits of a year, no such day", row(1, "28/11/23") + row(2, "31/11/2023"), 0, "IN718@2 IN718@3"},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			r := tables{{Census, false, first}, {Suspensions, false, suspendHead + tc.rows}}.read(t, Options{})
			if got := r.Schools[0].Count(metrics.Suspensions, metrics.GroupAll, LeaversSchool).N; got != tc.want {
				t.Errorf("%g suspensions, want %g", got, tc.want)
			}
			if got := codes(r); got != tc.codes {
				t.Errorf("problems %q, want %q", got, tc.codes)
			}
		})
	}
}

func TestCensusYear(t *testing.T) {
	head := []string{"UPN", "URN", "NCYear", "SEN", "DOB"}
	var rows [][]string
	for range 5 {
		rows = append(rows, []string{"a", "100001", "7", "N", "10/12/2011"}, []string{"b", "100001", "R", "N", "2019-08-31"})
	}
	if y := CensusYear(head, rows); y != 2023 {
		t.Errorf("by age: %v, want 2023/24", y)
	}
	if y := CensusYear(head, rows[:4]); y != 0 {
		t.Errorf("four rows are too few: %v", y)
	}
	if y := CensusYear([]string{"PupilMatchingRefAnonymous_SPR24", "URN_SPR24", "NCyearActual_SPR24", "SENprovision_SPR24"}, nil); y != 2023 {
		t.Errorf("by heading: %v, want 2023/24", y)
	}
}

// Suspensions whose identifiers are not those of the census would all be of nobody:
// 0 suspended of 200. Of 200 pupils p0 to p199, those from p200 on are on no census.
func TestSuspendedPupilsOfNoCensus(t *testing.T) {
	first, second := stay(200, 0)
	for _, c := range []struct {
		from, n int
		want    Verdict
	}{{200, 3, Vetoed}, {200, 2, Passed}, {198, 5, Warned}, {198, 4, Passed}, {197, 6, Passed}, {0, 40, Passed}} {
		r := tables{{Census, false, first}, {Census, true, second}, {Suspensions, false, suspendedFrom(c.from, c.n)}}.read(t, Options{})
		if got := check(t, &r.Schools[0], CheckSuspendedKnown); got.Verdict != c.want {
			t.Errorf("p%d and %d after it: %v, want %v (%v)", c.from, c.n-1, got.Verdict, c.want, got.Numbers)
		}
	}
}
