package area

import (
	"encoding/csv"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"inclusioncards/metrics"
	"inclusioncards/metrics/stats"
)

func readCSV(t *testing.T, path string) []map[string]string {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var out []map[string]string
	for _, r := range rows[1:] {
		m := map[string]string{}
		for i, v := range r {
			m[rows[0][i]] = v
		}
		out = append(out, m)
	}
	return out
}

// referencePupils turns the invented pupils of the reference set into cells of a
// primary and a secondary school.
func referencePupils(t *testing.T, folder string) *metrics.Dataset {
	t.Helper()
	yes := map[string]metrics.Tri{"0": metrics.No, "1": metrics.Yes}
	cells := map[metrics.Cell]metrics.Outcomes{}
	for _, r := range readCSV(t, filepath.Join(folder, "logistic_pupils.csv")) {
		c := metrics.Cell{URN: "100001", Year: year, Profile: metrics.Profile{
			SEN:  map[string]metrics.SENStatus{"N": metrics.NoSEN, "K": metrics.SENSupport, "E": metrics.EHCPlan}[r["sen"]],
			FSM6: yes[r["disadvantaged"]], EAL: yes[r["eal"]],
			Sex:       map[string]metrics.Sex{"0": metrics.Female, "1": metrics.Male}[r["male"]],
			Ethnicity: map[string]metrics.Ethnicity{"White": metrics.White, "Mixed": metrics.Mixed, "Asian": metrics.Asian, "Black": metrics.Black, "Other": metrics.OtherEthnicity}[r["ethnicity"]],
		}}
		if r["secondary"] == "1" {
			c.URN = "100002"
		}
		if c.SEN == metrics.SENUnknown || c.FSM6 == 0 || c.EAL == 0 || c.Sex == 0 || c.Ethnicity == 0 {
			t.Fatalf("pupil not understood: %v", r)
		}
		o := cells[c]
		o.Pupils++
		if r["suspended"] == "1" {
			o.Suspended++
		}
		cells[c] = o
	}
	return withCells(cells)
}

// withCells builds a dataset of cells with the counts by SEN status that they add
// up to, as the pupil-level reader does.
func withCells(cells map[metrics.Cell]metrics.Outcomes) *metrics.Dataset {
	d := metrics.NewDataset()
	totals := map[metrics.URN]map[metrics.Group]metrics.Outcomes{}
	for c, o := range cells {
		c.Outcomes = o
		d.Pupils.Cells = append(d.Pupils.Cells, c)
		i := d.Intern(c.URN)
		d.Schools[i].Phase = metrics.Primary
		if c.URN >= "100002" {
			d.Schools[i].Phase = metrics.Secondary
		}
		if totals[c.URN] == nil {
			totals[c.URN] = map[metrics.Group]metrics.Outcomes{metrics.GroupNoSEN: {}, metrics.GroupSENSupport: {}, metrics.GroupEHCPlan: {}, metrics.GroupAll: {}}
		}
		groups := []metrics.Group{metrics.GroupAll}
		if g, err := metrics.GroupOf(c.SEN); err == nil {
			groups = append(groups, g)
		}
		for _, g := range groups {
			sum := totals[c.URN][g]
			sum.Add(o)
			totals[c.URN][g] = sum
		}
	}
	for urn, groups := range totals {
		for g, o := range groups {
			for f, n := range map[metrics.Field]int{
				metrics.Pupils: o.Pupils, metrics.PupilsSuspended: o.Suspended,
				metrics.Enrolments: o.Enrolments, metrics.PersistentAbsentees: o.Persistent, metrics.SevereAbsentees: o.Severe,
				metrics.SessionsPossible: o.SessionsPossible, metrics.SessionsAbsent: o.SessionsAbsent,
				metrics.LeaverBase: o.LeaverBase[metrics.RuleSchool], metrics.NonStandardLeavers: o.Leavers[metrics.RuleSchool],
			} {
				d.Set(d.Find(urn), year, f, g, metrics.Known(float64(n)))
			}
		}
	}
	d.Finish()
	return d
}

// termNames gives the names of R's terms in this package.
var termNames = map[string]string{
	"senK": termSupport, "senE": termPlan, "disadvantaged": termFSM6, "male": termMale, "eal": termEAL, "secondary": termSecondary,
	"ethnicityAsian": "asian", "ethnicityBlack": termBlack, "ethnicityMixed": "mixed", "ethnicityOther": termOther,
	"senK:disadvantaged": "k_x_fsm6", "senE:disadvantaged": "e_x_fsm6", "(Intercept)": stats.Intercept,
}

// referenceSpecs are the models of logistic_fit.csv as specs of this package:
// "full" and "secondary_only_subset" are the adjusted model of the report as it
// stands, which drops what the files do not tell or what does not vary.
func referenceSpecs() map[string]spec {
	report := specs()[2]
	report.variables = append([]variable(nil), report.variables...)
	subset := report
	subset.scope = metrics.Secondary
	return map[string]spec{
		"full":                  report,
		"secondary_only_subset": subset,
		"sen_only":              {variables: []variable{varSEN}},
		"sen_dis":               {variables: []variable{varSEN, varFSM6}},
		"interaction": {variables: []variable{varSEN, varFSM6, varSex, varSecondary},
			products: [][3]string{{"k_x_fsm6", termSupport, termFSM6}, {"e_x_fsm6", termPlan, termFSM6}}},
		"intercept": {},
	}
}

// The figures of R's glm must come out of the very code the report runs: pupils
// in cells, variables settled, cells added up, then fitted.
func TestModelsMatchReference(t *testing.T) {
	folders := []string{filepath.Join("..", "..", "testdata", "reference")}
	if root := os.Getenv("INCLUSIONCARDS_DATA"); root != "" {
		folders = append(folders, filepath.Join(root, "reference"))
	} else if os.Getenv("INCLUSIONCARDS_STRICT") == "1" {
		t.Error("INCLUSIONCARDS_DATA is not set")
	} else {
		t.Log("set INCLUSIONCARDS_DATA to compare all six models; only the one of testdata is compared")
	}
	for _, folder := range folders {
		d := referencePupils(t, folder)
		var all []int
		for i := range d.Schools {
			all = append(all, i)
		}
		s := newSource(d, year, all, defaults)
		models := 0
		for _, row := range readCSV(t, filepath.Join(folder, "logistic_fit.csv")) {
			models++
			sp, ok := referenceSpecs()[row["model"]]
			if !ok {
				t.Fatalf("model %q", row["model"])
			}
			checkReferenceModel(t, s, sp, row["model"], readCSV(t, filepath.Join(folder, "logistic_coefficients.csv")))
		}
		t.Logf("%d models of %s", models, filepath.Base(folder))
	}
}

func checkReferenceModel(t *testing.T, s *source, sp spec, name string, coefficients []map[string]string) {
	t.Helper()
	p, err := s.prepare(sp, s.groups(0))
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	fit, err := stats.Logistic(p.terms, p.patterns())
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	odds := map[string]TermOdds{}
	for _, o := range s.fit(sp, 0, s.groups(0)).Terms {
		odds[o.Term] = o
	}
	seen := 0
	for _, want := range coefficients {
		if want["model"] != name {
			continue
		}
		got := fit.Coefficients[seen]
		seen++
		if got.Term != termNames[want["term"]] {
			t.Fatalf("%s: term %s stands where R has %s", name, got.Term, want["term"])
		}
		for what, v := range map[string][2]float64{
			"coef": {got.Estimate, number(t, want["coef"])}, "se": {got.SE, number(t, want["se"])}, "odds ratio": {got.OddsRatio, number(t, want["odds_ratio"])},
		} {
			if math.Abs(v[0]-v[1]) > 1e-9*math.Abs(v[1]) {
				t.Errorf("%s %s: %s %.17g, want %.17g", name, want["term"], what, v[0], v[1])
			}
		}
		o, reported := odds[got.Term]
		if !reported && got.Term != stats.Intercept {
			t.Errorf("%s: %s is not in the report", name, got.Term)
		}
		if reported && o.State == Observed {
			near(t, name+" "+got.Term, o.Value, number(t, want["odds_ratio"]))
			near(t, name+" "+got.Term+" low", o.Lo, number(t, want["or_lo95"]))
			near(t, name+" "+got.Term+" high", o.Hi, number(t, want["or_hi95"]))
		}
	}
	if seen != len(fit.Coefficients) || seen == 0 {
		t.Errorf("%s: %d coefficients, R has %d", name, len(fit.Coefficients), seen)
	}
}

func number(t *testing.T, s string) float64 {
	t.Helper()
	v, err := strconv.ParseFloat(s, 64)
	if err != nil {
		t.Fatal(err)
	}
	return v
}
