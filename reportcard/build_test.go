package reportcard

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"inclusioncards/metrics"
)

func TestUnknownAudience(t *testing.T) {
	if _, err := buildFrom(fullInput(), BuildOptions{Audience: "public"}); err == nil || !strings.Contains(err.Error(), "inspector") {
		t.Errorf("error %v does not name the audience to use", err)
	}
}

// TestStates: suppressed, low, not applicable and not available are four
// different things, and none of them looks like zero.
func TestStates(t *testing.T) {
	b := newBuilder(t, publicInput())
	once, _ := metrics.Lookup("suspended_once")
	seen := map[string]string{}
	for _, c := range []struct {
		name string
		o    metrics.Observation
		want string
	}{
		{"zero", metrics.Observation{State: metrics.Observed, Num: metrics.Known(0), Den: metrics.Known(200)}, "0%"},
		{"rounds to zero", metrics.Observation{State: metrics.Observed, Num: metrics.Known(1), Den: metrics.Known(3000)}, "below 0.1%"},
		{"suppressed in a published file", metrics.Observation{State: metrics.Suppressed, Year: 2016}, "suppressed (1 or 2 pupils)"},
		{"suppressed by a supplier", metrics.Observation{State: metrics.Suppressed, Year: 2023}, "suppressed"},
		{"low", metrics.Observation{State: metrics.Low}, "low"},
		{"not applicable", metrics.Observation{State: metrics.NotApplicable}, "not applicable"},
		{"not available", metrics.Observation{}, "not available"},
		{"nobody in the group", metrics.Observation{State: metrics.NotApplicable, Den: metrics.Known(0)}, "no pupils"},
	} {
		got := b.figure(once, c.o)
		if got != c.want {
			t.Errorf("%s prints %q, want %q", c.name, got, c.want)
		}
		if other, ok := seen[got]; ok {
			t.Errorf("%s and %s both print %q", c.name, other, got)
		}
		seen[got] = c.name
	}
}

func TestTooFewNotes(t *testing.T) {
	b := newBuilder(t, fullInput())
	m, _ := metrics.Lookup("suspended_once")
	l := line{measure: m, words: b.words.measures["suspended_once"]}
	for _, c := range []struct {
		r    metrics.Result
		want string
	}{
		{metrics.Result{Reason: metrics.ReasonFewEvents, Events: 3, YearsPooled: 1}, "Only 3 pupils were suspended: too few to compare."},
		{metrics.Result{Reason: metrics.ReasonFewEvents, Events: 1, EventsPooled: 4, YearsPooled: 3}, "Only 4 pupils were suspended in three years: too few to compare."},
		{metrics.Result{Reason: metrics.ReasonFewEvents, Events: 1, YearsPooled: 1}, "Only 1 pupil was suspended: too few to compare."},
		{metrics.Result{Reason: metrics.ReasonFewEvents, Events: 60, YearsPooled: 1}, "These numbers are too small or too lopsided to compare."},
		{metrics.Result{Reason: metrics.ReasonNoEvents, YearsPooled: 1}, "No pupil was suspended."},
		{metrics.Result{Reason: metrics.ReasonNoEvents, YearsPooled: 2}, "No pupil was suspended in two years."},
		{metrics.Result{Reason: metrics.ReasonSmallGroup, Group: 8, Others: 90}, "Only 8 pupils have SEND: too few to compare."},
		{metrics.Result{Reason: metrics.ReasonSmallGroup, Group: 80, Others: 1}, "Only 1 pupil has no SEND: too few to compare."},
		{metrics.Result{Reason: metrics.ReasonSmallGroup, Group: 0, Others: 90}, "No pupils with SEND here: nothing to compare."},
	} {
		c.r.Verdict = metrics.TooFew
		l.result = c.r
		if got := b.note(l); got != c.want {
			t.Errorf("%s: %q, want %q", c.r.Reason, got, c.want)
		}
	}
}

// TestEnquiries: families before repeats of a family, watch only when nothing
// is worth exploring, and then two at most.
func TestEnquiries(t *testing.T) {
	for _, c := range []struct {
		name    string
		verdict metrics.Verdict
		want    []string
	}{
		{"worth exploring", metrics.WorthExploring, []string{"Line of enquiry: suspensions", "Line of enquiry: persistent absence", "Line of enquiry: leavers"}},
		{"watch", metrics.Watch, []string{"To watch: suspensions", "To watch: persistent absence"}},
		{"typical", metrics.Typical, nil},
	} {
		in := fullInput()
		for i := range in.results {
			in.results[i].Verdict, in.results[i].Direction = c.verdict, metrics.Higher
		}
		card, err := buildFrom(in, inspector)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, e := range card.Enquiries {
			got = append(got, e.Heading)
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, diff)
		}
	}
}

// TestLabel: a real school is not labelled because a simulated file lies
// beside its own.
func TestLabel(t *testing.T) {
	const demonstration, simulated = "Demonstration data: this school is invented.", "Simulated figures: not a record of this school."
	mark := func(demonstration, simulated bool) metrics.Source {
		return metrics.Source{Demonstration: demonstration, Simulated: simulated}
	}
	for _, c := range []struct {
		name    string
		school  bool
		sources []metrics.Source
		extra   string
		want    string
	}{
		{"real", false, []metrics.Source{mark(false, false)}, "", ""},
		{"simulated school", true, []metrics.Source{mark(false, true), mark(false, false)}, "", simulated},
		{"simulated file beside a real school", false, []metrics.Source{mark(false, true), mark(false, false)}, "", ""},
		{"all simulated", false, []metrics.Source{mark(false, true)}, "", simulated},
		{"demonstration", true, []metrics.Source{mark(true, true)}, "", demonstration},
		{"configured", false, []metrics.Source{mark(false, false)}, "Draft.", "Draft."},
		{"both", true, []metrics.Source{mark(true, false)}, "Draft.", demonstration + " Draft."},
		{"no sources", false, nil, "", ""},
	} {
		b := newBuilder(t, fullInput())
		b.in.school.Simulated, b.in.sources, b.options.Label = c.school, c.sources, c.extra
		if got := b.label(); got != c.want {
			t.Errorf("%s: label %q, want %q", c.name, got, c.want)
		}
	}
}

func TestFooterShortensLongNames(t *testing.T) {
	b := newBuilder(t, fullInput())
	// 47 characters and an ellipsis are kept; a trailing space is not.
	for name, want := range map[string]string{
		strings.Repeat("ŵ", 48):                             strings.Repeat("ŵ", 48),
		strings.Repeat("ŵ", 49):                             strings.Repeat("ŵ", 47) + "…",
		strings.Repeat("ŵ", 46) + " " + "of the Holy Ghost": strings.Repeat("ŵ", 46) + "…",
	} {
		if got := b.footer(name); got != "Inclusion card · "+want+" · URN 140001 · 2023/24" {
			t.Errorf("footer %q does not hold %q", got, want)
		}
	}
}

// TestYearShows: a year on the other side of the pattern, or within a pupil of
// it, is not set beside the pattern.
func TestYearShows(t *testing.T) {
	for _, c := range []struct {
		events   int
		expected float64
		excess   float64
		want     bool
	}{
		{40, 24.2, 28.6, true},
		{25, 24.2, 28.6, false}, // 0.8 of a pupil
		{20, 24.2, 28.6, false}, // fewer this year, more over the years
		{20, 24.2, -28.6, true},
	} {
		r := metrics.Result{GroupEvents: c.events, ExpectedYear: num(c.expected), Excess: num(c.excess)}
		if got := yearShows(r); got != c.want {
			t.Errorf("%d events, %v expected, excess %v: %v", c.events, c.expected, c.excess, got)
		}
	}
}

// TestUnknowns: never more than six, what public data cannot show always last.
func TestUnknowns(t *testing.T) {
	in := publicInput()
	in.checks = []metrics.Check{{Code: "IN503"}, {Code: "IN504"}, {Code: "IN504"}, {Code: "IN505", URN: in.school.URN}}
	for i := range in.results {
		in.results[i].Verdict = metrics.Verdict(1 + i%2*5) // not comparable or typical
		in.results[i].Reason = []metrics.Reason{metrics.ReasonFewSchools, metrics.ReasonNoEvidence, metrics.ReasonDominated}[i%3]
		in.results[i].Alone, in.results[i].Published = true, true
	}
	card, err := buildFrom(in, inspector)
	if err != nil {
		t.Fatal(err)
	}
	if len(card.Unknowns) != 6 {
		t.Errorf("%d unknowns, 6 expected: %q", len(card.Unknowns), card.Unknowns)
	}
	for at, want := range map[int]string{
		0: "A check of the files raised IN503; rejects.csv says where.",
		1: "Checks of the files raised 2 further points; rejects.csv lists them.",
		5: "It cannot be seen from public data where pupils went when they left, or why.",
	} {
		if at < len(card.Unknowns) && card.Unknowns[at] != want {
			t.Errorf("unknown %d is %q, want %q", at, card.Unknowns[at], want)
		}
	}
}

// TestTrendBreaks: lines break at 2019/20 and 2020/21 and where years are
// missing; takeaways do not compare across them.
func TestTrendBreaks(t *testing.T) {
	for _, c := range []struct {
		name     string
		years    []metrics.AcademicYear
		breaks   []bool
		takeaway string
	}{
		{"three like years", []metrics.AcademicYear{2021, 2022, 2023}, []bool{false, false, false}, "No clear change in the gap since 2021/22."},
		{"after 2020/21", []metrics.AcademicYear{2020, 2021, 2022}, []bool{false, true, false}, "No clear change in the gap since 2021/22."},
		{"across", []metrics.AcademicYear{2018, 2019, 2021}, []bool{false, true, true}, "No clear change in the gap since 2018/19."},
		{"a missing year", []metrics.AcademicYear{2016, 2018}, []bool{false, true}, "No clear change in the gap since 2016/17."},
		{"nothing like it", []metrics.AcademicYear{2020, 2021}, []bool{false, true}, "Not compared with 2019/20 or 2020/21."},
		{"only such years", []metrics.AcademicYear{2019, 2020}, []bool{false, true}, "Not compared with 2019/20 or 2020/21."},
	} {
		d := metrics.NewDataset()
		d.Intern("140001")
		for _, y := range c.years {
			set(d, y, []counts{{metrics.Pupils, 80, 20, 900}, {metrics.PupilsSuspended, 10, 2, 40}})
		}
		b := newBuilder(t, inputOf(d, nil, nil))
		trends, data := b.trends()
		if len(trends) != 1 || len(data.Rows) != len(c.years) {
			t.Fatalf("%s: %d trends", c.name, len(trends))
		}
		if diff := cmp.Diff(c.breaks, trends[0].BreakBefore); diff != "" {
			t.Errorf("%s: breaks (-want +got):\n%s", c.name, diff)
		}
		if trends[0].Takeaway != c.takeaway {
			t.Errorf("%s: takeaway %q, want %q", c.name, trends[0].Takeaway, c.takeaway)
		}
	}
}

// TestTakeaways: a change is called one where chance does not explain it, though
// the ranges of the two years overlap (to 7.3 and from 6.9 points). From 10 to
// 14.5 in 100 the gap rises by 4.5; its limits are 4.5 -+ hypot(2.6, 2.3), and
// 4.5 -+ 4.2 for three looks.
func TestTakeaways(t *testing.T) {
	for _, c := range []struct {
		before, after float64 // pupils with SEND suspended, of 1,000
		want          string
	}{
		{100, 130, "No clear change in the gap since 2022/23."},
		{100, 145, "The gap is wider than in 2022/23."},
		{100, 250, "The gap is wider than in 2022/23."},
		{250, 100, "The gap is narrower than in 2022/23."},
	} {
		d := metrics.NewDataset()
		d.Intern("140001")
		set(d, 2022, []counts{{metrics.Pupils, 1000, 0, 1000}, {metrics.PupilsSuspended, c.before, 0, 50}})
		set(d, 2023, []counts{{metrics.Pupils, 1000, 0, 1000}, {metrics.PupilsSuspended, c.after, 0, 50}})
		b := newBuilder(t, inputOf(d, nil, nil))
		if got := takeawayOf(b); got != c.want {
			t.Errorf("%v then %v: %q, want %q", c.before, c.after, got, c.want)
		}
	}
}

func takeawayOf(b *builder) string {
	trends, _ := b.trends()
	return trends[0].Takeaway
}

// A school that is compared with nobody has no place to be drawn in.
func TestNoStripWithoutComparison(t *testing.T) {
	in := specialInput()
	in.results = in.results[2:3]
	b := newBuilder(t, in)
	row := b.glance().Rows[0]
	if row.Strip != nil || row.Shape != Cross || row.Note != "Not compared: fewer than 5 other special schools locally." {
		t.Errorf("row %+v", row)
	}
}

func TestCombinedHashIgnoresOrder(t *testing.T) {
	a := []metrics.Source{{SHA256: "aa"}, {SHA256: "bb"}}
	b := []metrics.Source{{SHA256: "bb"}, {SHA256: "aa"}}
	// printf 'aa\nbb' | sha256sum
	const want = "80c0d5c7"
	if CombinedHash(a) != want || CombinedHash(b) != want {
		t.Errorf("%s and %s, want %s", CombinedHash(a), CombinedHash(b), want)
	}
}
