package main

import (
	"bytes"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// areaTable runs the command on a folder of pupil records and reads area.csv,
// rows by what they are about.
func areaTable(t *testing.T, dir string) map[string]map[string]string {
	t.Helper()
	out := filepath.Join(t.TempDir(), "out")
	var stdout, stderr bytes.Buffer
	if code := run([]string{"area", dir, "--profile", "officer", "--out", out}, &stdout, &stderr); code != 0 && code != 3 {
		t.Fatalf("exit %d: %s", code, stderr.String())
	}
	rows := map[string]map[string]string{}
	for _, r := range readTable(t, filepath.Join(out, "area.csv")) {
		key := areaKey(r["table"], r["phase"], r["breakdown"], r["category"], r["measure"], r["group"], r["statistic"])
		if rows[key] != nil && r["table"] != "models" {
			t.Errorf("two rows for %s", key)
		}
		rows[key] = r
	}
	return rows
}

func areaKey(parts ...string) string { return strings.Join(parts, "|") }

// areaMeasures says which measure of the report a measure of truth.csv is.
var areaMeasures = map[string]string{
	"suspended_pupils_pct": "suspended_once", "persistent_absence_pct": "persistent_absence", "severe_absence_pct": "severe_absence",
	"absence_rate_pct": "absence", "leavers_school_last_year_rule_pct": "leavers_school", "non_standard_leavers_pct": "leavers_mime2024",
}

// truthDestinations gives the words of area.csv for the types of the truth.
var truthDestinations = map[string]string{
	"AP/PRU": "alternative_provision", "Academy mainstream": "academy", "EHE": "home_education",
	"Independent": "independent", "Left England": "left_england", "Maintained mainstream": "maintained", "Post-16": "post_16",
	"Special": "special", "Not known": "not_known", "Permanent exclusion": "permanent_exclusion",
}

// The pooled figures of an area are the LA rows of the truth, and its excess
// leavers those worked out from the truth here.
func TestAreaTruth(t *testing.T) {
	dirs := map[string]int{filepath.Join("..", "..", "testdata", "pupils"): 20}
	if root := os.Getenv("INCLUSIONCARDS_DATA"); root != "" {
		dirs[filepath.Join(root, "synthetic_la")] = 30
	} else {
		t.Log("set INCLUSIONCARDS_DATA to compare the synthetic LA too")
	}
	for dir, least := range dirs {
		t.Run(filepath.Base(dir), func(t *testing.T) {
			got := areaTable(t, dir)
			truth := map[string]float64{} // measure|group|x or n
			compared := 0
			for _, r := range readTable(t, filepath.Join(dir, "truth.csv")) {
				m := areaMeasures[r["measure"]]
				if r["school_urn"] != "LA" || m == "" {
					continue
				}
				g := truthGroups[r["sen_status"]]
				row := got[areaKey("gaps", "all", "total", "", m, g, "pooled")]
				compared++
				if row == nil {
					t.Fatalf("no row for %s %s", m, g)
				}
				for column, want := range map[string]string{"numerator": r["numerator"], "denominator": r["denominator"]} {
					// A group without pupils has no figure.
					if row[column] != want && (row["state"] != "not_applicable" || r["denominator"] != "0") {
						t.Errorf("%s %s %s: %s, want %s", m, g, column, row[column], want)
					}
					truth[areaKey(m, g, column)], _ = strconv.ParseFloat(want, 64)
				}
			}
			if compared < least {
				t.Errorf("%d figures compared, at least %d expected", compared, least)
			}
			checkExcess(t, got, truth)
			checkAreaDestinations(t, got, filepath.Join(dir, "truth_destinations.csv"))
		})
	}
}

// checkExcess works out n_g x (x_g/n_g - x_N/n_N) from the truth.
func checkExcess(t *testing.T, got map[string]map[string]string, truth map[string]float64) {
	t.Helper()
	for _, m := range []string{"leavers_school", "leavers_mime2024"} {
		for _, g := range []string{"ehc_plan", "sen_support"} {
			row := got[areaKey("gaps", "all", "total", "", m, g, "excess_pupils")]
			x, n := truth[areaKey(m, g, "numerator")], truth[areaKey(m, g, "denominator")]
			xNone, nNone := truth[areaKey(m, "no_sen", "numerator")], truth[areaKey(m, "no_sen", "denominator")]
			if n == 0 || nNone == 0 {
				continue
			}
			want := n * (x/n - xNone/nNone)
			v, err := strconv.ParseFloat(row["value"], 64)
			if err != nil || math.Abs(v-want) > 1e-9 {
				t.Errorf("%s %s: excess %s, want %.10g", m, g, row["value"], want)
			}
		}
	}
}

// checkAreaDestinations compares every destination of the leavers by the rule
// mime2024: the scope non_standard of the truth.
func checkAreaDestinations(t *testing.T, got map[string]map[string]string, path string) {
	t.Helper()
	compared, want := 0, map[string]int{}
	for _, r := range readTable(t, path) {
		if r["school_urn"] != "LA" || r["leaver_scope"] != "non_standard" {
			continue
		}
		to, ok := truthDestinations[r["destination_type"]]
		n, err := strconv.Atoi(r["pupils"])
		if !ok || err != nil {
			t.Fatalf("row not understood: %v", r)
		}
		want[areaKey("destinations", "all", "destination", to, "leavers_mime2024", truthGroups[r["sen_status"]], "pooled")] += n
	}
	for key, row := range got {
		if row["table"] != "destinations" || row["phase"] != "all" || row["measure"] != "leavers_mime2024" || row["category"] == "all_but_special" || row["statistic"] != "pooled" {
			continue
		}
		compared++
		if n := want[key]; row["numerator"] != strconv.Itoa(n) && (n != 0 || row["state"] != "not_applicable") {
			t.Errorf("%s: %s, want %d", key, row["numerator"], n)
		}
		delete(want, key)
	}
	if len(want) > 0 || compared == 0 {
		t.Errorf("%d compared; not in the report: %v", compared, want)
	}
}

// R 4.2.2 on the pupil records themselves: glm(suspended ~ send + fsm6 + male +
// ethnicity + academy + secondary), pupils of known ethnic group in the 11
// mainstream schools, epsilon 1e-14; clustered limits from the sandwich of the
// scores by school, times 11/10; the interaction on secondary schools with Black the
// only ethnic term, exp(b_black + b_send:black) for Black pupils of those with SEND.
func TestAreaModelsOfTheSyntheticLA(t *testing.T) {
	root := os.Getenv("INCLUSIONCARDS_DATA")
	if root == "" {
		t.Skip("set INCLUSIONCARDS_DATA to the shared folder to compare the synthetic LA")
	}
	got := areaTable(t, filepath.Join(root, "synthetic_la"))
	for _, w := range []struct {
		phase, model, term, statistic, column string
		want                                  float64
	}{
		{"mainstream", "adjusted", "send", "odds_ratio", "value", 3.001678674308109862},
		{"mainstream", "adjusted", "send", "odds_ratio", "lower", 2.558851114579016262},
		{"mainstream", "adjusted", "send", "odds_ratio", "upper", 3.521140723061738864},
		{"mainstream", "adjusted", "send", "odds_ratio_clustered", "lower", 2.390886335023711},
		{"mainstream", "adjusted", "send", "odds_ratio_clustered", "upper", 3.768508243913125},
		{"mainstream", "adjusted", "fsm6", "odds_ratio", "value", 2.267557620094748483},
		{"mainstream", "adjusted", "male", "odds_ratio", "value", 1.660451311251846640},
		{"mainstream", "adjusted", "black", "odds_ratio", "value", 1.130999003415092519},
		{"mainstream", "adjusted", "other", "odds_ratio", "upper", 2.162733507853705106},
		{"mainstream", "adjusted", "academy", "odds_ratio", "value", 1.043109877072454061},
		{"mainstream", "adjusted", "secondary", "odds_ratio", "value", 13.358709443056424604},
		{"Secondary", "interaction", "send", "odds_ratio", "value", 2.88447736755817452},
		{"Secondary", "interaction", "send_x_black", "odds_ratio", "value", 1.04640733848227696},
		{"Secondary", "interaction", "black_among_send", "odds_ratio", "value", 1.069823200487243},
	} {
		row := got[areaKey("models", w.phase, w.model, w.term, "suspended_once", "", w.statistic)]
		v, err := strconv.ParseFloat(row[w.column], 64)
		if err != nil || math.Abs(v-w.want) > 1e-9*w.want {
			t.Errorf("%s %s %s %s: %s, want %.12g", w.phase, w.model, w.term, w.column, row[w.column], w.want)
		}
	}
}
