package main

import (
	"testing"

	"inclusioncards/cmd/reportcard/demo"
	"inclusioncards/metrics"
	"inclusioncards/reportcard/ingest"
)

// The demonstration shows every result word, and reads without a problem.
func TestDemonstrationHasEveryVerdict(t *testing.T) {
	d, report, err := ingest.ReadFS(demo.Files, ingest.Options{Demonstration: true})
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range report.Problems {
		t.Errorf("problem: %s", p)
	}
	for _, s := range d.Sources {
		if !s.Demonstration {
			t.Errorf("%s is not marked as demonstration data", s.File)
		}
	}
	a, err := metrics.Analyse(d, metrics.LatestYear(d), []metrics.ComparatorKind{metrics.CompareLA}, metrics.DefaultOptions())
	if err != nil {
		t.Fatal(err)
	}
	seen := map[metrics.Verdict]int{}
	y10 := map[metrics.Verdict]bool{}
	for i := range d.Schools {
		for _, r := range a.Results(i) {
			seen[r.Verdict]++
			if r.Measure == "leavers_y10_y11" {
				y10[r.Verdict] = true
			}
		}
	}
	for v := metrics.NotSupplied; v <= metrics.Typical; v++ {
		if seen[v] == 0 {
			t.Errorf("no school is %s", v)
		}
	}
	if !y10[metrics.Watch] || !y10[metrics.WorthExploring] {
		t.Error("Year 10 to 11: one year should be watch and two years worth exploring")
	}
	// Quiet is a feature: most results of ordinary schools are typical.
	if flagged := seen[metrics.WorthExploring] + seen[metrics.Watch] + seen[metrics.PossibleStrength]; flagged > seen[metrics.Typical]/5 {
		t.Errorf("%d flagged results against %d typical", flagged, seen[metrics.Typical])
	}
}
