package reportcard

import (
	"encoding/json"
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"inclusioncards/cmd/reportcard/demo"
	"inclusioncards/metrics"
	"inclusioncards/reportcard/ingest"
)

// fourfold is one school and year: n1 pupils with SEND of whom a had the event,
// n0 others of whom b had it.
type fourfold struct{ n1, n0, a, b int }

// sevenSchools is the vector of method.md section 2.1.
var sevenSchools = []fourfold{
	{120, 480, 30, 40}, {90, 510, 16, 44}, {200, 800, 38, 70}, {60, 340, 9, 22},
	{150, 450, 25, 38}, {80, 620, 17, 50}, {110, 390, 40, 30},
}

func suspended(t *testing.T, rows []fourfold, years ...metrics.AcademicYear) *metrics.Analysis {
	t.Helper()
	d := metrics.NewDataset()
	for _, y := range years {
		for i, f := range rows {
			n := d.Intern(metrics.URN(fmt.Sprintf("%06d", 100001+i)))
			s := &d.Schools[n]
			s.LA, s.LAName, s.Phase, s.LowAge, s.HighAge = "301", "Northmoor", metrics.Secondary, 11, 16
			put := func(field metrics.Field, g metrics.Group, v int) { d.Set(n, y, field, g, metrics.Known(float64(v))) }
			put(metrics.Pupils, metrics.GroupSENSupport, f.n1)
			put(metrics.Pupils, metrics.GroupEHCPlan, 0)
			put(metrics.Pupils, metrics.GroupNoSEN, f.n0)
			put(metrics.PupilsSuspended, metrics.GroupSENSupport, f.a)
			put(metrics.PupilsSuspended, metrics.GroupEHCPlan, 0)
			put(metrics.PupilsSuspended, metrics.GroupNoSEN, f.b)
		}
	}
	d.Finish()
	a, err := metrics.Analyse(d, years[0], []metrics.ComparatorKind{metrics.CompareLA}, metrics.DefaultOptions())
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func explained(t *testing.T, a *metrics.Analysis, urn metrics.URN, id metrics.MeasureID) *Explanation {
	t.Helper()
	m, ok := metrics.Lookup(id)
	if !ok {
		t.Fatalf("no measure %s", id)
	}
	x, err := ExplainMeasure(a, a.Data.Find(urn), m, BuildOptions{Version: "0.1.0", ConfigHash: "5e2a90bb"})
	if err != nil {
		t.Fatal(err)
	}
	return x
}

func demonstration(t *testing.T, ks ...metrics.ComparatorKind) *metrics.Analysis {
	t.Helper()
	d, _, err := ingest.ReadFS(demo.Files, ingest.Options{Demonstration: true})
	if err != nil {
		t.Fatal(err)
	}
	a, err := metrics.Analyse(d, metrics.LatestYear(d), ks, metrics.DefaultOptions())
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// The vector of method.md section 2.1 stands in the technical half.
func TestExplainVector(t *testing.T) {
	x := explained(t, suspended(t, sevenSchools, 2022), "100007", "suspended_once")
	text := strings.Join(x.Technical, "\n")
	for _, want := range []string{
		"n1 = 110, n0 = 390, a = 40, b = 30, m = 70", // school 7 as given
		"135 of 700 with SEND, 264 of 3200 without",  // sums over schools 1 to 6
		"psi = 2.6411053519", "E = 27.1118107484", "V = 13.3446656553", "= 0.9657933428",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("technical half does not say %q:\n%s", want, text)
		}
	}
}

var (
	zLine    = regexp.MustCompile(`^z = d / sqrt\(1/V \+ tau2\) = (\S+) / sqrt\(1/(\S+) \+ (\S+)\) = (\S+)$`)
	zShare   = regexp.MustCompile(`^z = \((\S+) - (\S+)\) / sqrt\((\S+) \+ (\S+)\) = (\S+)$`)
	pLine    = regexp.MustCompile(`^p = 2\(1 - Phi\(\|z\|\)\) = 2\(1 - Phi\((\S+)\)\) = (\S+)$`)
	dLine    = regexp.MustCompile(`^d = \(a - E\)/V = (\S+) / (\S+) = (\S+)$`)
	tailLine = regexp.MustCompile(`^p = P\(X >= (\d+)\) = (\S+)$`)
	cellTerm = regexp.MustCompile(`(\d+) x ([0-9.e-]+)`)
)

func parsed(t *testing.T, m []string) []float64 {
	t.Helper()
	var out []float64
	for _, s := range m[1:] {
		v, err := strconv.ParseFloat(s, 64)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, v)
	}
	return out
}

func closeTo(t *testing.T, what string, got, want, relative float64) {
	t.Helper()
	if math.IsNaN(got) || math.Abs(got-want) > relative*math.Max(1e-300, math.Abs(want)) {
		t.Errorf("%s: %.12g printed, %.12g recomputed", what, want, got)
	}
}

// What the technical half prints is enough to compute d, z and p again, for
// every school of the demonstration.
func TestExplainCanBeRecomputed(t *testing.T) {
	a := demonstration(t, metrics.CompareLA, metrics.CompareSimilar)
	seen := map[string]int{}
	for i := range a.Data.Schools {
		for _, r := range a.Results(i) {
			x, err := Explain(a, r, BuildOptions{})
			if err != nil {
				t.Fatal(err)
			}
			var cells [][]string
			for _, s := range x.Technical {
				what := fmt.Sprintf("%s %s %s: %s", x.Record.URN, r.Measure, r.Comparator, s)
				if m := dLine.FindStringSubmatch(s); m != nil {
					v := parsed(t, m)
					closeTo(t, what, v[0]/v[1], v[2], 1e-6)
					seen["d"]++
				}
				if m := zLine.FindStringSubmatch(s); m != nil {
					v := parsed(t, m)
					closeTo(t, what, v[0]/math.Sqrt(1/v[1]+v[2]), v[3], 1e-6)
					seen["z"]++
				}
				if m := zShare.FindStringSubmatch(s); m != nil {
					v := parsed(t, m)
					closeTo(t, what, (v[0]-v[1])/math.Sqrt(v[2]+v[3]), v[4], 1e-5)
					seen["share"]++
				}
				if m := pLine.FindStringSubmatch(s); m != nil {
					v := parsed(t, m)
					closeTo(t, what, math.Erfc(v[0]/math.Sqrt2), v[1], 1e-6)
					seen["p"]++
				}
				if m := cellTerm.FindAllStringSubmatch(s, -1); m != nil && strings.HasPrefix(s, "  ") && cells == nil {
					cells = m
				}
				if m := tailLine.FindStringSubmatch(s); m != nil {
					v := parsed(t, m)
					closeTo(t, what, tail(t, cells, int(v[0])), v[1], 1e-6)
					seen["tail"]++
				}
			}
		}
	}
	for _, kind := range []string{"d", "z", "share", "p", "tail"} {
		if seen[kind] < 10 {
			t.Errorf("only %d of kind %s were recomputed", seen[kind], kind)
		}
	}
}

// With many local patterns in the input, evidence is measured from the ordinary
// schools of the comparator: the printed numbers say so, and give z.
func TestExplainCentre(t *testing.T) {
	d := metrics.NewDataset()
	for la := range 12 {
		for i, f := range sevenSchools {
			n := d.Intern(metrics.URN(fmt.Sprintf("%06d", 100001+10*la+i)))
			s := &d.Schools[n]
			s.LA, s.Phase, s.LowAge, s.HighAge = metrics.LACode(strconv.Itoa(301+la)), metrics.Secondary, 11, 16
			for y := metrics.AcademicYear(2020); y <= 2022; y++ {
				put := func(field metrics.Field, g metrics.Group, v int) { d.Set(n, y, field, g, metrics.Known(float64(v))) }
				put(metrics.Pupils, metrics.GroupSENSupport, f.n1)
				put(metrics.Pupils, metrics.GroupEHCPlan, 0)
				put(metrics.Pupils, metrics.GroupNoSEN, f.n0)
				put(metrics.PupilsSuspended, metrics.GroupSENSupport, f.a+(la*i+int(y))%5)
				put(metrics.PupilsSuspended, metrics.GroupEHCPlan, 0)
				put(metrics.PupilsSuspended, metrics.GroupNoSEN, f.b)
			}
		}
	}
	d.Finish()
	a, err := metrics.Analyse(d, 2022, []metrics.ComparatorKind{metrics.CompareLA}, metrics.DefaultOptions())
	if err != nil {
		t.Fatal(err)
	}
	year := regexp.MustCompile(`psi = (\S+), E = (\S+), V = (\S+), `)
	effect := regexp.MustCompile(`^effect = .* = (\S+) \+ (\S+) = (\S+)$`)
	score := regexp.MustCompile(`^z = .* = \((\S+) - (\S+)\) / sqrt\(1/(\S+) \+ (\S+) \+ (\S+)\) = (\S+)$`)
	x := explained(t, a, "100017", "suspended_once")
	var sum, v, d2 float64
	found := 0
	for _, s := range x.Technical {
		if m := year.FindStringSubmatch(s); m != nil {
			n := parsed(t, m)
			sum, v = sum+n[2]*math.Log(n[0]), v+n[2]
			found++
		}
		if m := dLine.FindStringSubmatch(s); m != nil {
			d2 = parsed(t, m)[2]
		}
		if m := effect.FindStringSubmatch(s); m != nil {
			closeTo(t, s, sum/v+d2, parsed(t, m)[2], 1e-8)
			found++
		}
		if m := score.FindStringSubmatch(s); m != nil {
			n := parsed(t, m)
			closeTo(t, s, (n[0]-n[1])/math.Sqrt(1/n[2]+n[3]+n[4]), n[5], 1e-6)
			found++
		}
	}
	if found != 5 {
		t.Errorf("%d of 5 lines found:\n%s", found, strings.Join(x.Technical, "\n"))
	}
}

// tail is P(X >= x) by adding one pupil at a time.
func tail(t *testing.T, cells [][]string, x int) float64 {
	t.Helper()
	prob := []float64{1}
	for _, c := range cells {
		v := parsed(t, c)
		for range int(v[0]) {
			next := make([]float64, len(prob)+1)
			for k, p := range prob {
				next[k] += p * (1 - v[1])
				next[k+1] += p * v[1]
			}
			prob = next
		}
	}
	sum := 0.0
	for _, p := range prob[x:] {
		sum += p
	}
	return sum
}

// The change said to alter a verdict does alter it when the data are changed.
func TestExplainChange(t *testing.T) {
	rows := func(a int) []fourfold {
		var out []fourfold
		for i := range 24 {
			out = append(out, fourfold{150, 850, 14 + i%5, 34 - i%7})
		}
		return append(out, fourfold{150, 850, a, 30})
	}
	x := explained(t, suspended(t, rows(40), 2022), "100025", "suspended_once")
	said := regexp.MustCompile(`What would change it: (\S+) fewer suspended pupils? with SEND this year, and this would be (.+?)\.`).
		FindStringSubmatch(strings.Join(x.Plain, "\n"))
	if said == nil || x.Record.Change == nil {
		t.Fatalf("no change is said:\n%s", strings.Join(x.Plain, "\n"))
	}
	n := -x.Record.Change.Pupils
	if words := []string{"", "One", "Two", "Three", "Four", "Five", "Six"}; n < len(words) && said[1] != words[n] || n >= len(words) && said[1] != strconv.Itoa(n) {
		t.Errorf("says %q for %d pupils", said[1], n)
	}
	after := explained(t, suspended(t, rows(40-n), 2022), "100025", "suspended_once")
	if after.Record.Verdict != x.Record.Change.Verdict {
		t.Errorf("%d fewer: said %s, is %s", n, x.Record.Change.Verdict, after.Record.Verdict)
	}
	if want := map[string]string{"watch": "one to watch", "typical": "typical"}[after.Record.Verdict]; said[2] != want {
		t.Errorf("says %q, want %q", said[2], want)
	}
	before := explained(t, suspended(t, rows(40-n+1), 2022), "100025", "suspended_once")
	if before.Record.Verdict != x.Record.Verdict {
		t.Errorf("%d fewer is already %s", n-1, before.Record.Verdict)
	}
}

// Where nothing can be told, no number stands that the pupils cannot carry.
func TestExplainSilent(t *testing.T) {
	a := demonstration(t, metrics.CompareLA, metrics.CompareEngland)
	for _, c := range []struct {
		urn        metrics.URN
		id         metrics.MeasureID
		result     string
		why, helps string
	}{
		{"990014", "suspended_once", "Too few pupils to tell", "Only 4 pupils were suspended in three years", "More years"},
		{"990013", "leavers", "Too few pupils to tell", "Only 4 pupils have SEND", "at least 11 pupils"},
		{"990045", "persistent_absence", "Not comparable", "Fewer than 5 other alternative provision schools", "wider area"},
		{"990043", "suspended_once", "Not comparable", "Every pupil here has SEND", "some without"},
		{"990019", "leavers", "Not supplied", "No file gives this figure for 2023/24", "non-standard leavers by SEN group"},
	} {
		x := explained(t, a, c.urn, c.id)
		text := strings.Join(x.Plain, "\n")
		for _, want := range []string{"Result: " + c.result + ". " + c.why, c.helps} {
			if !strings.Contains(text, want) {
				t.Errorf("%s %s does not say %q:\n%s", c.urn, c.id, want, text)
			}
		}
		for _, never := range []string{"Allowing for chance", "expect", "psi", "\np = ", "\nq = ", "E = ", "gap ="} {
			if all := text + strings.Join(x.Technical, "\n"); strings.Contains(all, never) {
				t.Errorf("%s %s says %q:\n%s", c.urn, c.id, never, all)
			}
		}
		if n := x.Record.Numbers; n.Expected != nil || n.Excess != nil || n.P != nil || n.SchoolValue != nil {
			t.Errorf("%s %s: the record holds %+v", c.urn, c.id, n)
		}
	}
}

// A measure without a test has values and a definition, never a verdict.
func TestExplainFigure(t *testing.T) {
	x := explained(t, demonstration(t, metrics.CompareLA), "990027", "suspension_rate")
	text := strings.Join(x.Plain, "\n")
	// counts.csv: 199 suspensions for 1,103 pupils, 18.04 per 100.
	for _, want := range []string{"shown without a result", "All pupils: 18.0 per 100 pupils (199 over 1,103)", "Suspensions in the year over pupils"} {
		if !strings.Contains(text, want) {
			t.Errorf("does not say %q:\n%s", want, text)
		}
	}
	if x.Record.Verdict != "" || x.Record.Numbers != nil || len(x.Record.Figures) != 6 {
		t.Errorf("record %+v", x.Record)
	}
}

func TestFigureIsJSON(t *testing.T) {
	for v, want := range map[float64]string{1.0 / 3: "0.333333333333333", 130: "130", 1e-9: "1e-09", math.Inf(1): "null"} {
		got, err := json.Marshal(figure(v))
		if err != nil || string(got) != want {
			t.Errorf("%v: %s (%v), want %s", v, got, err, want)
		}
	}
	if maybe(metrics.Number{V: math.NaN(), OK: true}) != nil {
		t.Error("NaN is not left out")
	}
}

// A school alone is set beside published rates, without tau2 or correction, and
// the explanation says so.
func TestExplainAlone(t *testing.T) {
	d := metrics.NewDataset()
	n := d.Intern("100001")
	s := &d.Schools[n]
	s.LA, s.LAName, s.Phase, s.LowAge, s.HighAge = "301", "Northmoor", metrics.Secondary, 11, 16
	set(d, 2022, []counts{{metrics.Pupils, 110, 0, 390}, {metrics.PupilsSuspended, 40, 0, 30}})
	for g, rate := range map[metrics.Group]float64{metrics.GroupSEND: 0.2, metrics.GroupNoSEN: 0.08} {
		d.Benchmarks = append(d.Benchmarks, metrics.Benchmark{
			Kind: metrics.AreaLA, LA: "301", Phase: metrics.Secondary, Year: 2022, Measure: "suspended_once", Group: g, Value: rate,
		})
	}
	d.Finish()
	a, err := metrics.Analyse(d, 2022, []metrics.ComparatorKind{metrics.CompareLA}, metrics.DefaultOptions())
	if err != nil {
		t.Fatal(err)
	}
	x := explained(t, a, "100001", "suspended_once")
	plain, technical := strings.Join(x.Plain, "\n"), strings.Join(x.Technical, "\n")
	for _, want := range []string{"Published figures for Northmoor, which include this school.", "no allowance was made"} {
		if !strings.Contains(plain, want) {
			t.Errorf("plain half does not say %q:\n%s", want, plain)
		}
	}
	// Odds ratio of the published rates: (0.2/0.8)/(0.08/0.92) = 2.875.
	for _, want := range []string{"psi = 2.875,", "published rates that include this school", "exact two-sided mid-p, no tau2"} {
		if !strings.Contains(technical, want) {
			t.Errorf("technical half does not say %q:\n%s", want, technical)
		}
	}
	if strings.Contains(technical, "z = ") || x.Record.Numbers.Q != nil {
		t.Errorf("a corrected test is claimed:\n%s", technical)
	}
}
