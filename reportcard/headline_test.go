package reportcard

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"inclusioncards/metrics"
)

// saidCounts reads a headline's parts back, singular and plural.
var saidCounts = map[metrics.Verdict]*regexp.Regexp{
	metrics.WorthExploring:   regexp.MustCompile(`^(?:(1) is|([02-9]) are) worth exploring$`),
	metrics.Watch:            regexp.MustCompile(`^(?:(1) is one|([02-9]) are ones) to watch$`),
	metrics.Typical:          regexp.MustCompile(`^(?:(1) looks|([02-9]) look) typical$`),
	metrics.PossibleStrength: regexp.MustCompile(`^(?:(1) is a possible strength|([02-9]) are possible strengths)$`),
	metrics.TooFew:           regexp.MustCompile(`^(?:(1) has|([02-9]) have) too few pupils to tell$`),
	metrics.NotComparable:    regexp.MustCompile(`^(?:(1)|([02-9])) cannot be compared$`),
	metrics.NotSupplied:      regexp.MustCompile(`^(?:(1) was|([02-9]) were) not supplied$`),
}

var headlineForm = regexp.MustCompile(`^Of (?:1 measure|[2-9] measures): (.*)\.$`)

// TestHeadline builds every way to share up to six measures among the seven
// verdicts and reads the counts back.
func TestHeadline(t *testing.T) {
	b := newBuilder(t, fullInput())
	tried := 0
	var deal func(left int, counts []int)
	deal = func(left int, counts []int) {
		if len(counts) < len(verdictOrder) {
			for n := range left + 1 {
				deal(left-n, append(counts[:len(counts):len(counts)], n))
			}
			return
		}
		b.lines = nil
		for i, n := range counts {
			for range n {
				b.lines = append(b.lines, line{result: metrics.Result{Verdict: verdictOrder[i]}})
			}
		}
		if len(b.lines) == 0 {
			return
		}
		tried++
		got := b.headline().String()
		if err := readHeadline(got, counts); err != nil {
			t.Fatalf("%v: %q: %v", counts, got, err)
		}
	}
	deal(6, nil)
	if tried != 1715 { // C(13, 7) ways to put at most 6 into 7, less the empty one
		t.Fatalf("tried %d combinations", tried)
	}
}

func readHeadline(s string, counts []int) error {
	m := headlineForm.FindStringSubmatch(s)
	if m == nil {
		return fmt.Errorf("not of the form")
	}
	rest, last, two := cutLast(m[1], " and ")
	parts := []string{rest}
	if two {
		parts = append(strings.Split(rest, ", "), last)
	}
	at := 0
	for i, n := range counts {
		if n == 0 {
			continue
		}
		if at == len(parts) {
			return fmt.Errorf("%s is not said", verdictOrder[i])
		}
		said := saidCounts[verdictOrder[i]].FindStringSubmatch(parts[at])
		if said == nil || said[1]+said[2] != strconv.Itoa(n) {
			return fmt.Errorf("part %q does not say %d %s", parts[at], n, verdictOrder[i])
		}
		at++
	}
	if at != len(parts) {
		return fmt.Errorf("%d parts, %d expected", len(parts), at)
	}
	return nil
}

func cutLast(s, sep string) (before, after string, found bool) {
	i := strings.LastIndex(s, sep)
	if i < 0 {
		return s, "", false
	}
	return s[:i], s[i+len(sep):], true
}

func TestShare(t *testing.T) {
	b := newBuilder(t, fullInput())
	for _, c := range []struct {
		n, d         float64
		share, after string
	}{
		{27, 150, "18 in 100", " (27 of 150)"},
		{18, 100, "18 in 100", " (18 of 100)"},
		{9, 48, "9 of 48", ""},
		{9, 99, "9 of 99", ""},
		{0, 48, "none of 48", ""},
		{0, 650, "none of 650", ""},
		{1, 650, "fewer than 1 in 100", " (1 of 650)"},     // 0.15
		{4, 650, "1 in 100", " (4 of 650)"},                // 0.62
		{649, 650, "more than 99 in 100", " (649 of 650)"}, // 99.85
		{38, 38, "all 38", ""},
		{1200, 2000, "60 in 100", " (1,200 of 2,000)"},
	} {
		share, after := b.share(metrics.Observation{State: metrics.Observed, Num: metrics.Known(c.n), Den: metrics.Known(c.d)})
		if share != c.share || after != c.after {
			t.Errorf("share of %v of %v = %q, %q; want %q, %q", c.n, c.d, share, after, c.share, c.after)
		}
	}
}

func TestFindings(t *testing.T) {
	card, err := buildFrom(fullInput(), inspector)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, f := range card.Findings {
		if !f[0].Bold || f[1].Bold {
			t.Errorf("lead of %q is not the only bold run", f)
		}
		got = append(got, f.String())
	}
	// 40/180 = 22.2, 45/920 = 4.9; 11/214 = 5.1; 12/148 = 8.1, 33/772 = 4.3.
	// Worth exploring, then watch, then strength.
	want := []string{
		"Suspensions. 22 in 100 pupils with SEND (40 of 180) were suspended at least once, against 5 in 100 others (45 of 920). " +
			"Of the 85 pupils suspended, 40 have SEND; with the local pattern we would expect about 24.",
		"Year 10 to 11. 5 in 100 Year 10 pupils (11 of 214) left before the January of Year 11. " +
			"With the local pattern we would expect about 5. This is one year only.",
		"Leavers. 8 in 100 pupils with SEND (12 of 148) left at a non-standard point, against 4 in 100 others (33 of 772). " +
			"Of the 45 pupils who left, 12 have SEND; with the local pattern we would expect about 19.",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("findings (-want +got):\n%s", diff)
	}
}

// A year that does not itself show the result must not be set beside the
// pattern as if it did: the years together are said.
func TestFindingOfPooledYears(t *testing.T) {
	in := fullInput()
	in.results[0].ExpectedYear = num(39.6)
	card, err := buildFrom(in, inspector)
	if err != nil {
		t.Fatal(err)
	}
	want := "Over three years, 92 of the 219 pupils suspended have SEND; with the local pattern we would expect about 63."
	if got := card.Findings[0].String(); !strings.HasSuffix(got, want) {
		t.Errorf("finding %q does not end with %q", got, want)
	}
}

// TestPrintedComparator: the verdict of la if comparable, else of England.
func TestPrintedComparator(t *testing.T) {
	la := metrics.Result{Measure: "persistent_absence", Comparator: metrics.CompareLA, Verdict: metrics.NotComparable, Reason: metrics.ReasonFewSchools}
	england := metrics.Result{Measure: "persistent_absence", Comparator: metrics.CompareEngland, Verdict: metrics.Typical}
	for _, c := range []struct {
		name       string
		la         metrics.Verdict
		england    metrics.Verdict
		want       metrics.ComparatorKind
		wantResult string
	}{
		{"la", metrics.Watch, metrics.Typical, metrics.CompareLA, "Watch"},
		{"la has too few", metrics.TooFew, metrics.Typical, metrics.CompareLA, "Too few pupils to tell"},
		{"only England", metrics.NotComparable, metrics.Typical, metrics.CompareEngland, "Typical range"},
		{"neither", metrics.NotComparable, metrics.NotComparable, metrics.CompareLA, "Not comparable"},
	} {
		in := fullInput()
		la.Verdict, england.Verdict = c.la, c.england
		la.Direction = metrics.Higher
		in.results = []metrics.Result{la, england}
		b := newBuilder(t, in)
		if got := b.lines[0].result.Comparator; got != c.want {
			t.Errorf("%s: printed %s, want %s", c.name, got, c.want)
		}
		if got := b.glance().Rows[0].Result; got != c.wantResult {
			t.Errorf("%s: result %q, want %q", c.name, got, c.wantResult)
		}
	}
}
