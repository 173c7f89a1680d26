package ingest

import (
	"os"
	"path/filepath"
	"testing"

	"inclusioncards/metrics"
)

// sharedData gives the folder of all England, or skips.
func sharedData(tb testing.TB) string {
	tb.Helper()
	root := os.Getenv("INCLUSIONCARDS_DATA")
	if root == "" {
		tb.Skip("INCLUSIONCARDS_DATA is not set: the checks over all England need the shared data")
	}
	return filepath.Join(root, "data")
}

// The facts that the README of the shared data states, found again after
// reading.
func TestEngland(t *testing.T) {
	root := sharedData(t)
	folders := []string{"2016-2017", "2018-2019", "2022-2023"}
	var paths []string
	for _, f := range folders {
		paths = append(paths, filepath.Join(root, f))
	}
	d, rep, err := Read(paths, Options{})
	if err != nil {
		t.Fatal(err)
	}
	rows := map[string]int{}
	for _, f := range rep.Files {
		rows[f.File] = f.Rows
	}
	if got := rows["2022-2023/england_census.csv"]; got != 24433 {
		t.Errorf("census of January 2023: %d schools, want 24,433", got)
	}
	if got := rows["2016-2017/exclusions_by_geographic_level_201415_201617.csv"]; got != 63798 {
		t.Errorf("exclusions: %d school rows, want 63,798 (grep -c ,School,)", got)
	}
	wantCodes(t, rep)

	var state, joined, london, londonJoined, suppressed, headcount2016 int
	for i := range d.Schools {
		s := &d.Schools[i]
		if c := d.Get(i, 2018, metrics.PersistentAbsenceRate, all); c.State == metrics.Suppressed {
			suppressed++
		}
		if d.Get(i, 2016, metrics.ExclusionHeadcount, all).OK() {
			headcount2016++
		}
		// "State schools" of the README leave out independent and
		// non-maintained special schools.
		if !d.Get(i, 2022, metrics.CensusRoll, all).Given || s.Phase == metrics.Independent || s.Type == "Non-maintained special school" {
			continue
		}
		state++
		ok := d.Get(i, 2022, metrics.AbsenceRate, all).OK()
		if ok {
			joined++
		}
		if s.Region == "London" {
			london++
			if ok {
				londonJoined++
			}
		}
	}
	for _, c := range []struct {
		what      string
		got, want int
	}{
		{"state schools in the 2022/23 census", state, 21971}, {"with an absence row", joined, 21197}, {"London state schools", london, 2592},
		{"London with absence", londonJoined, 2447}, {"SUPP in 2018/19 absence", suppressed, 864},
	} {
		if c.got != c.want {
			t.Errorf("%s: %d, want %d", c.what, c.got, c.want)
		}
	}
	// 19,427 of 21,319 join to the 2022/23 census alone; the census of
	// 2018/19 can only add to them.
	if headcount2016 < 19427 || headcount2016 > 21319 {
		t.Errorf("schools with 2016/17 exclusions: %d", headcount2016)
	}
}

// Joined to the census of January 2023 alone, 19,427 of the 21,319 schools of
// 2016/17 are found by LAESTAB; the rest is reported once, as a number.
func TestEnglandJoinByLAESTAB(t *testing.T) {
	root := sharedData(t)
	d, rep, err := Read([]string{filepath.Join(root, "2016-2017"), filepath.Join(root, "2022-2023", "england_census.csv")}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for i := range d.Schools {
		if d.Get(i, 2016, metrics.ExclusionHeadcount, all).OK() {
			n++
		}
	}
	if n != 19427 {
		t.Errorf("%d schools joined, want 19,427", n)
	}
	// 21,319 - 19,427, and no authority is missing from the census but those
	// that were reorganised, which are told apart.
	p := wantProblem(t, rep, codeUnmatched, "schools in no table of schools, LAESTAB ")
	if p.Severity != Info {
		t.Errorf("%s of a published table", p.Severity)
	}
}

func TestEnglandSimulated(t *testing.T) {
	d, rep, err := Read([]string{filepath.Join(sharedData(t), "england_simulated")}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	wantCodes(t, rep)
	if len(d.Schools) != 21893 {
		t.Errorf("%d schools, want 21,893", len(d.Schools))
	}
	phases := map[metrics.Phase]int{}
	named := 0
	for i := range d.Schools {
		s := &d.Schools[i]
		phases[s.Phase]++
		if !s.Simulated {
			t.Fatalf("%s is not marked as simulated", s.URN)
		}
		if s.Selective == metrics.Yes {
			named++
		}
	}
	if phases[metrics.Special] != 1026 || phases[metrics.Nursery] != 383 || phases[metrics.AP] != 264 {
		t.Errorf("phases %v, want 1,026 special, 383 nurseries, 264 AP", phases)
	}
	if named != 163 {
		t.Errorf("%d selective schools, want 163 (awk on admissions_policy)", named)
	}
	// Last line of the file: awk -F, 'NR==2' gives 100000,2013614,2020/21,no_sen,208,1,0,1,2.0,0,211,63300,3399,17,1,6,189,178,9,0,1,4,z,z
	wantFigure(t, d, "100000", 2020, metrics.SessionsAbsent, noSEN, metrics.Known(3399))
	wantFigure(t, d, "100000", 2020, metrics.Y10Pupils, noSEN, metrics.Missing(metrics.NotApplicable))
	// schools.csv: 21.9 and 53.5 percent, of the latest year of the counts
	wantFigure(t, d, "100000", 2022, metrics.FSM6Rate, all, metrics.Known(0.219))
	wantFigure(t, d, "100000", 2022, metrics.EALRate, all, metrics.Known(0.535))
}

// Every table of the shared folder at once, whatever it is.
func TestEnglandEverything(t *testing.T) {
	d, rep, err := Read([]string{sharedData(t)}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range rep.Problems {
		if p.Severity == Error {
			t.Errorf("%s", p)
		}
	}
	// "SEN provision" rows of the authority benchmarks: zgrep -c gives 112,767.
	byLA := 0
	for _, b := range d.Benchmarks {
		if b.Kind == metrics.AreaLA && d.Sources[b.Source].Kind == "benchmarks by SEN status" {
			byLA++
		}
	}
	if byLA != 112767 {
		t.Errorf("%d benchmarks of authorities, want 112,767", byLA)
	}
}

func BenchmarkSimulatedCounts(b *testing.B) {
	p := filepath.Join(sharedData(b), "england_simulated", "counts.csv")
	b.ReportAllocs()
	for b.Loop() {
		if _, _, err := Read([]string{p}, Options{}); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkCensus(b *testing.B) {
	p := filepath.Join(sharedData(b), "2022-2023", "england_census.csv")
	b.ReportAllocs()
	for b.Loop() {
		if _, _, err := Read([]string{p}, Options{}); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkExtract(b *testing.B) {
	for b.Loop() {
		if _, _, err := Read([]string{extract}, Options{}); err != nil {
			b.Fatal(err)
		}
	}
}
