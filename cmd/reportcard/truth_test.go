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

// destinationWords are the words of destinations.csv for the types of
// truth_destinations.csv.
var destinationWords = map[string]string{
	"AP/PRU": "alternative_provision", "Academy mainstream": "academy", "EHE": "home_education", "Independent": "independent",
	"Left England": "left_england", "Maintained mainstream": "maintained", "Not known": "not_known", "Permanently excluded": "permanently_excluded",
	"Post-16": "post_16", "Special": "special", "Died": "died",
}

var destinationScopes = map[string]string{"non_standard": "mime2024", "y10_to_y11": "y10_y11", "all_leavers": "everyone"}

// compareGroups checks groups.csv and destinations.csv against the truth, and
// against measures.csv: every characteristic adds up to the school.
func compareGroups(t *testing.T, dir string) (groups, destinations int) {
	t.Helper()
	out := filepath.Join(t.TempDir(), "numbers")
	var stderr strings.Builder
	if code := run([]string{"measures", dir, "--out", out}, io.Discard, &stderr); code != 0 {
		t.Fatalf("exit %d: %s", code, stderr.String())
	}
	measured := map[string]pair{}
	for _, row := range readTable(t, filepath.Join(out, "measures.csv")) {
		p := measured[row["urn"]+" "+row["measure"]+" "+row["group"]]
		p.add(row)
		measured[row["urn"]+" "+row["measure"]+" "+row["group"]] = p
	}
	sums, fsm6 := map[string]pair{}, map[string]float64{}
	for _, row := range readTable(t, filepath.Join(out, "groups.csv")) {
		if row["leaver_rule"] == "mime2024" || row["by"] == "year_group" || row["by"] == "need" {
			continue
		}
		key := row["urn"] + " " + row["measure"] + " " + row["group"]
		p := sums[row["by"]+" "+key]
		p.add(row)
		sums[row["by"]+" "+key] = p
		if row["by"] == "fsm6" && row["value"] == "yes" && row["measure"] == "suspended_once" {
			var own pair
			own.add(row)
			fsm6[row["urn"]+" "+row["group"]] = own.den
		}
	}
	for key, got := range sums {
		_, of, _ := strings.Cut(key, " ")
		want := measured[of]
		if strings.Contains(key, "permanent_exclusion_rate all") {
			continue // with pupils on no census
		}
		if strings.Contains(key, "_sessions") {
			continue // no measure
		}
		if got != want {
			t.Errorf("%s adds up to %g of %g, measures.csv has %g of %g", key, got.num, got.den, want.num, want.den)
		}
		groups++
	}
	for _, row := range readTable(t, filepath.Join(dir, "truth.csv")) {
		if row["measure"] != "fsm6_pct" || row["school_urn"] == "LA" {
			continue
		}
		var want pair
		want.add(row)
		if got := fsm6[row["school_urn"]+" "+truthGroups[row["sen_status"]]]; got != want.num {
			t.Errorf("%s %s: %g pupils with FSM6, want %g", row["school_urn"], row["sen_status"], got, want.num)
		}
	}
	want := map[string]string{}
	for _, row := range readTable(t, filepath.Join(dir, "truth_destinations.csv")) {
		if row["school_urn"] == "LA" {
			continue
		}
		word := destinationWords[row["destination_type"]]
		if word == "" {
			t.Fatalf("no word for %q", row["destination_type"])
		}
		want[strings.Join([]string{row["school_urn"], destinationScopes[row["leaver_scope"]], truthGroups[row["sen_status"]], word}, " ")] = row["pupils"]
	}
	got := map[string]string{}
	for _, row := range readTable(t, filepath.Join(out, "destinations.csv")) {
		if row["leaver_scope"] != "school" { // the truth has no destinations by this rule
			got[strings.Join([]string{row["urn"], row["leaver_scope"], row["group"], row["destination"]}, " ")] = row["pupils"]
		}
	}
	for key, n := range want {
		if got[key] != n {
			t.Errorf("%s: %q pupils, want %s", key, got[key], n)
		}
	}
	for key, n := range got {
		if want[key] == "" {
			t.Errorf("%s: %s pupils, the truth has none", key, n)
		}
	}
	return groups, len(want)
}

func TestGroupsSmall(t *testing.T) {
	if groups, destinations := compareGroups(t, filepath.Join("..", "..", "testdata", "pupils")); groups < 200 || destinations < 37 {
		t.Errorf("only %d sums and %d destinations compared", groups, destinations)
	}
}

func TestGroupsSyntheticLA(t *testing.T) {
	root := os.Getenv("INCLUSIONCARDS_DATA")
	if root == "" {
		t.Skip("set INCLUSIONCARDS_DATA to the shared folder to compare the whole synthetic LA")
	}
	dir := filepath.Join(root, "synthetic_la")
	groups, destinations := compareGroups(t, dir)
	t.Logf("%d sums and %d destinations compared", groups, destinations)
	// Counted from the files by a script that shares nothing with the program:
	// pupils with FSM6 and SEND at Northgate Academy, and Black pupils without
	// SEN, all and suspended at least once.
	out := filepath.Join(t.TempDir(), "numbers")
	if code := run([]string{"measures", dir, "--out", out}, io.Discard, io.Discard); code != 0 {
		t.Fatalf("exit %d", code)
	}
	want := map[string]pair{"fsm6 yes send": {79, 123}, "ethnicity black no_sen": {23, 111}}
	found := 0
	for _, row := range readTable(t, filepath.Join(out, "groups.csv")) {
		w, ok := want[row["by"]+" "+row["value"]+" "+row["group"]]
		if !ok || row["urn"] != "900008" || row["measure"] != "suspended_once" {
			continue
		}
		var got pair
		got.add(row)
		if got != w {
			t.Errorf("%s %s: %v, want %v", row["value"], row["group"], got, w)
		}
		found++
	}
	if found != len(want) {
		t.Errorf("%d of %d rows found", found, len(want))
	}
}
