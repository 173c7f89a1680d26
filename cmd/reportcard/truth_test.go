package main

import (
	"encoding/csv"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// readTable reads a CSV file as rows by heading.
func readTable(t *testing.T, path string) []map[string]string {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	all, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var out []map[string]string
	for _, cells := range all[1:] {
		row := map[string]string{}
		for i, h := range all[0] {
			row[h] = cells[i]
		}
		out = append(out, row)
	}
	return out
}

// truthMeasures says which measure of measures.csv a measure of truth.csv is,
// for each leaver rule in force.
var truthMeasures = map[string]map[string]string{
	"school": {
		"suspended_pupils_pct": "suspended_once", "repeat_suspended_pupils_pct": "suspended_repeat", "suspensions_per_100": "suspension_rate",
		"suspension_days_per_100": "suspension_days", "permanent_exclusions": "permanent_exclusion_rate", "absence_rate_pct": "absence",
		"persistent_absence_pct": "persistent_absence", "severe_absence_pct": "severe_absence", "y10_to_y11_leavers_pct": "leavers_y10_y11",
		"leavers_school_last_year_rule_pct": "leavers", "fsm6_pct": "fsm6", "headcount": "roll",
	},
	"mime2024": {"non_standard_leavers_pct": "leavers", "y10_to_y11_leavers_pct": "leavers_y10_y11"},
}

var truthGroups = map[string]string{"ALL": "all", "N": "no_sen", "K": "sen_support", "E": "ehc_plan", "SEND": "send"}

// pair is a numerator and a denominator; both count as 0 where a row says that
// there is nothing to count.
type pair struct{ num, den float64 }

func (p *pair) add(row map[string]string) {
	number := func(s string) float64 {
		v, _ := strconv.ParseFloat(s, 64)
		return v
	}
	p.num += number(row["numerator"])
	p.den += number(row["denominator"])
}

// measuresOf runs the program on a folder and gives measures.csv by school,
// measure and group, schools of all together as LA.
func measuresOf(t *testing.T, dir, preset string) map[string]pair {
	t.Helper()
	settings := filepath.Join(t.TempDir(), "settings.yaml")
	if err := os.WriteFile(settings, []byte("metrics:\n  leaver_preset: "+preset+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	out := filepath.Join(t.TempDir(), "numbers")
	var stderr strings.Builder
	if code := run([]string{"measures", dir, "--out", out, "--config", settings}, io.Discard, &stderr); code != 0 {
		t.Fatalf("exit %d: %s", code, stderr.String())
	}
	got := map[string]pair{}
	for _, row := range readTable(t, filepath.Join(out, "measures.csv")) {
		if row["academic_year"] != "2023/24" {
			t.Fatalf("a row of %s", row["academic_year"])
		}
		for _, who := range []string{row["urn"], "LA"} {
			key := who + " " + row["measure"] + " " + row["group"]
			p := got[key]
			p.add(row)
			got[key] = p
		}
	}
	return got
}

// compareTruth checks measures.csv against truth.csv, to the unit, and gives the
// number of rows compared.
func compareTruth(t *testing.T, dir string) int {
	t.Helper()
	rows := 0
	truth := readTable(t, filepath.Join(dir, "truth.csv"))
	for preset, names := range truthMeasures {
		got := measuresOf(t, dir, preset)
		for _, row := range truth {
			measure, ok := names[row["measure"]]
			group := truthGroups[row["sen_status"]]
			if !ok || group == "" {
				continue
			}
			var want pair
			want.add(row)
			have := got[row["school_urn"]+" "+measure+" "+group]
			if row["measure"] == "permanent_exclusions" {
				want.den, have.den = 0, 0 // the truth counts records only
			}
			if have != want {
				t.Errorf("%s, rule %s, %s %s: %g of %g, want %g of %g", row["school_urn"], preset, measure, group, have.num, have.den, want.num, want.den)
			}
			rows++
		}
	}
	return rows
}

// measures.csv of the small extract equals what expected.py counted.
func TestTruthSmall(t *testing.T) {
	if n := compareTruth(t, filepath.Join("..", "..", "testdata", "pupils")); n < 150 {
		t.Errorf("only %d rows compared", n)
	}
}

// measures.csv of the whole synthetic LA equals its truth, for every school and
// group: 12 schools and the LA, 5 groups, 12 measures by one rule and 2 by the
// other, Year 10 in the schools that have one.
func TestTruthSyntheticLA(t *testing.T) {
	root := os.Getenv("INCLUSIONCARDS_DATA")
	if root == "" {
		t.Skip("set INCLUSIONCARDS_DATA to the shared folder to compare the whole synthetic LA")
	}
	n := compareTruth(t, filepath.Join(root, "synthetic_la"))
	t.Logf("%d rows compared", n)
	if n != 858 {
		t.Errorf("only %d rows compared", n)
	}
}
