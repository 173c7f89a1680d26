package tables

import (
	"bytes"
	"encoding/csv"
	"errors"
	"math"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"inclusioncards/metrics"
	"inclusioncards/reportcard/ingest"
)

func TestAppendFloat(t *testing.T) {
	for _, tc := range []struct {
		v    float64
		want string
	}{
		{0, "0"}, {math.Copysign(0, -1), "0"}, {12, "12"}, {-3, "-3"}, {2.5, "2.5"}, {0.95, "0.95"},
		{1.0 / 3, "0.333333333333333"}, {2.0 / 3, "0.666666666666667"}, {-2.0 / 3, "-0.666666666666667"},
		{100.0 / 3, "33.3333333333333"}, {1234567.891, "1234567.891"}, {0.1 + 0.2, "0.3"},
		{0.000123456789012345678, "0.000123456789012346"}, {1e-6, "0.000001"}, {9.99e-7, "9.99e-07"},
		{1 - 1e-16, "1"}, {99999.99999999999, "100000"}, {999999999999999, "999999999999999"}, {1e15, "1e+15"},
		{123456789012345.6, "123456789012346"}, {10.25, "10.25"},
	} {
		if got := string(appendFloat(nil, tc.v)); got != tc.want {
			t.Errorf("%v: got %s, want %s", tc.v, got, tc.want)
		}
	}
}

// Whatever is written reads back to 15 significant digits.
func TestAppendFloatReadsBack(t *testing.T) {
	v := 0.7e-6
	for range 4000 {
		v *= 1.0123456789
		for _, x := range []float64{v, -v} {
			got, err := strconv.ParseFloat(string(appendFloat(nil, x)), 64)
			if err != nil || math.Abs(got-x) > math.Abs(x)*5e-15 {
				t.Fatalf("%v reads back as %v (%v)", x, got, err)
			}
		}
	}
}

// twoSchools builds a small dataset: one school with counts by SEN group, one with
// a published rate only.
func twoSchools(t *testing.T) *metrics.Dataset {
	t.Helper()
	d := metrics.NewDataset()
	a, b := d.Intern("100002"), d.Intern("100001")
	d.Schools[a] = metrics.School{URN: "100002", LAESTAB: "2022002", Name: `=Ashwater, "High"`, LA: "202", Phase: metrics.Secondary}
	d.Schools[b] = metrics.School{URN: "100001", Name: "Millrace \u2013 \u00c9cole", LA: "202", Phase: metrics.Primary}
	set := func(g metrics.Group, f metrics.Field, c metrics.Count) { d.Set(a, 2022, f, g, c) }
	for g, n := range map[metrics.Group]float64{metrics.GroupNoSEN: 420, metrics.GroupSENSupport: 50, metrics.GroupEHCPlan: 10} {
		set(g, metrics.Pupils, metrics.Known(n))
	}
	set(metrics.GroupNoSEN, metrics.PupilsSuspended, metrics.Known(21))
	set(metrics.GroupSENSupport, metrics.PupilsSuspended, metrics.Known(9))
	set(metrics.GroupEHCPlan, metrics.PupilsSuspended, metrics.Missing(metrics.Suppressed))
	set(metrics.GroupNoSEN, metrics.SuspensionDays, metrics.Known(2.5))
	d.Set(b, 2022, metrics.AbsenceRate, metrics.GroupAll, metrics.Known(0.0625))
	d.Finish()
	return d
}

func TestMeasures(t *testing.T) {
	d := twoSchools(t)
	var b bytes.Buffer
	if err := Measures(&b, d, []int{0, 1}, 0.95); err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(&b).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(rows[0], ","); got != measuresHeader {
		t.Errorf("header %s", got)
	}
	got := map[string]string{}
	var order []string
	for _, r := range rows[1:] {
		key := r[0] + " " + r[2] + " " + r[3]
		order = append(order, key)
		got[key] = strings.Join(r[4:], ",")
	}
	for key, want := range map[string]string{
		// A rate without counts: value only.
		"100001 absence all": ",,observed,proportion,0.0625,,,,none",
		// Wilson 21/420 with z = 1.959963984540054: centre (0.05 + z²/840) / (1 + z²/420),
		// half width z sqrt(0.05 x 0.95/420 + z²/(4 x 420²)) / (1 + z²/420).
		"100002 suspended_once no_sen":   "21,420,observed,proportion,0.05,0.032932679830413,0.0752244102009502,0.95,wilson",
		"100002 suspended_once ehc_plan": ",10,suppressed,proportion,,,,,none",
		"100002 suspended_once send":     ",60,suppressed,proportion,,,,,none",
		"100002 suspended_once gap":      ",,suppressed,proportion,,,,,none",
		// 2.5 days over 420 pupils, times 100.
		"100002 suspension_days no_sen": "2.5,420,observed,per_100,0.595238095238095,,,,none",
		"100002 roll all":               "480,480,observed,pupils,480,,,,none",
	} {
		if diff := cmp.Diff(want, got[key]); diff != "" {
			t.Errorf("%s (-want +got):\n%s", key, diff)
		}
	}
	if order[0] != "100001 absence all" {
		t.Errorf("first row is %s: rows are sorted by URN", order[0])
	}
	want := []string{"100002 suspended_once all", "100002 suspended_once send", "100002 suspended_once sen_support",
		"100002 suspended_once ehc_plan", "100002 suspended_once no_sen", "100002 suspended_once gap"}
	if diff := cmp.Diff(want, order[1:7]); diff != "" {
		t.Errorf("order of groups (-want +got):\n%s", diff)
	}
}

func TestSchools(t *testing.T) {
	d := twoSchools(t)
	d.Schools[1].LAName, d.Schools[1].Closed, d.Schools[1].Simulated = "Old,Town", true, true
	var b bytes.Buffer
	if err := Schools(&b, d, []int{0, 1}); err != nil {
		t.Fatal(err)
	}
	// EF BB BF is the byte order mark in UTF-8 (RFC 3629, section 6). A name that
	// starts with = is no formula.
	want := "\xef\xbb\xbfurn,laestab,school,la_code,la_name,region,phase,type,closed,simulated\n" +
		"100001,,Millrace \u2013 \u00c9cole,202,,,Primary,,,\n" +
		"100002,2022002,\"'=Ashwater, \"\"High\"\"\",202,\"Old,Town\",,Secondary,,yes,yes\n"
	if diff := cmp.Diff(want, b.String()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// Tables of figures are ASCII without a byte order mark, whatever the schools are
// called: every reader of CSV takes them as they are.
func TestFiguresAreASCII(t *testing.T) {
	d := twoSchools(t)
	a, err := metrics.Analyse(d, 2022, []metrics.ComparatorKind{metrics.CompareLA}, metrics.DefaultOptions())
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := errors.Join(Measures(&b, d, []int{0, 1}, 0.95), Results(&b, a, []int{0, 1})); err != nil {
		t.Fatal(err)
	}
	if i := bytes.IndexFunc(b.Bytes(), func(r rune) bool { return r > 126 }); i >= 0 || b.Len() < 1000 {
		t.Errorf("byte %d of %d is not ASCII", i, b.Len())
	}
}

// More schools than a chunk come out in order, all of them.
func TestMeasuresKeepsOrderAcrossChunks(t *testing.T) {
	d := metrics.NewDataset()
	var schools []int
	for i := range 5*chunk + 3 {
		s := d.Intern(metrics.URN(strconv.Itoa(100000 + i)))
		d.Set(s, 2022, metrics.AbsenceRate, metrics.GroupAll, metrics.Known(0.05))
		schools = append(schools, i)
	}
	d.Finish()
	var b bytes.Buffer
	if err := Measures(&b, d, schools, 0.95); err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(b.String()), "\n")[1:]
	if len(lines) != len(schools) {
		t.Fatalf("%d rows for %d schools", len(lines), len(schools))
	}
	for i, line := range lines {
		if want := strconv.Itoa(100000 + i); !strings.HasPrefix(line, want) {
			t.Fatalf("row %d is %s", i, line)
		}
	}
}

type fullDisk struct{}

func (fullDisk) Write([]byte) (int, error) { return 0, errFull }

var errFull = strconv.ErrRange // any error will do

func TestWritersReportErrors(t *testing.T) {
	d := twoSchools(t)
	if err := Measures(fullDisk{}, d, []int{0, 1}, 0.95); err != errFull {
		t.Errorf("Measures: %v", err)
	}
	if err := Rejects(fullDisk{}, nil); err != errFull {
		t.Errorf("Rejects: %v", err)
	}
}

func TestResultRow(t *testing.T) {
	n := func(v float64) metrics.Number { return metrics.Number{V: v, OK: true} }
	for _, tc := range []struct {
		name string
		r    metrics.Result
		want string
	}{
		{"excess", metrics.Result{
			Year: 2023, Measure: "suspended_once", Comparator: metrics.CompareLA, YearsPooled: 3, Schools: 15,
			Observed: n(130), Expected: n(85.5), Excess: n(44.5), Variance: n(33.25), OddsRatio: n(2.5), Tau2: n(0.03), Tau2Schools: 16,
			Z: n(4), P: n(0.0001), Q: n(0.0016), Tests: 16, PYear: n(0.01), SchoolValue: n(0.18), ComparatorValue: n(0.07),
			Verdict: metrics.WorthExploring, Direction: metrics.Higher, Reason: metrics.ReasonEvidence,
		}, "100001,2023/24,3,suspended_once,la,15,130,85.5,44.5,33.25,2.5,0.03,16,4,0.0001,0.0016,16,0.01,0.18,0.07,worth_exploring,higher,evidence_and_material,,,\n"},
		{"nothing supplied", metrics.Result{Year: 2023, Measure: "leavers", Comparator: metrics.CompareEngland, Reason: metrics.ReasonNotSupplied},
			"100001,2023/24,,leavers,england,,,,,,,,,,,,,,,,not_supplied,none,not_supplied,,,\n"},
		{"published", metrics.Result{Year: 2023, Measure: "leavers", Comparator: metrics.CompareLA, Published: true, Verdict: metrics.Typical, Reason: metrics.ReasonNoEvidence},
			"100001,2023/24,,leavers,la,,,,,,,,,,,,,,,,typical,none,no_evidence,,,\n"},
		{"other leaver rule", metrics.Result{Year: 2023, Measure: "leavers", Comparator: metrics.CompareLA, Published: true, Verdict: metrics.Watch, Direction: metrics.Higher,
			Reason: metrics.ReasonWatch, OtherRule: metrics.OtherRule{OK: true, Rule: metrics.RuleMime2024, Verdict: metrics.Typical}},
			"100001,2023/24,,leavers,la,,,,,,,,,,,,,,,,watch,higher,some_evidence,mime2024,typical,\n"},
		{"few schools", metrics.Result{Year: 2023, Measure: "leavers", Comparator: metrics.CompareLA, Verdict: metrics.NotComparable, Reason: metrics.ReasonFewSchools},
			"100001,2023/24,,leavers,la,0,,,,,,,,,,,,,,,not_comparable,none,few_schools,,,\n"},
		{"a check failed", metrics.Result{Year: 2023, Measure: "persistent_absence", Comparator: metrics.CompareLA, Verdict: metrics.NotComparable, Reason: metrics.ReasonDataQuality, Check: "attending_leavers"},
			"100001,2023/24,,persistent_absence,la,0,,,,,,,,,,,,,,,not_comparable,none,data_quality,,,attending_leavers\n"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			got := string(resultRow(nil, "100001", &tc.r)) + "\n"
			if diff := cmp.Diff(tc.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			if strings.Count(got, ",") != strings.Count(resultsHeader, ",") {
				t.Error("not as many cells as headings")
			}
		})
	}
}

// Every ground of every scope and SEN group has a row, and leavers of whom no
// ground is given stand as "none". All is the sum of the groups: 2 + 1.
func TestGrounds(t *testing.T) {
	d := twoSchools(t)
	d.Pupils.Grounds = []metrics.GroundCount{
		{URN: "100002", Year: 2022, SEN: metrics.NoSEN, Scope: metrics.ScopeSchool, Ground: "f", Pupils: 2},
		{URN: "100002", Year: 2022, SEN: metrics.EHCPlan, Scope: metrics.ScopeSchool, Ground: "f", Pupils: 1},
		{URN: "100002", Year: 2022, SEN: metrics.NoSEN, Scope: metrics.ScopeSchool, Pupils: 4},
	}
	d.Finish()
	var b bytes.Buffer
	if err := Grounds(&b, d, []int{d.Find("100001"), d.Find("100002")}); err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(&b).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(rows[0], ",") + "\n"; got != groundsHeader {
		t.Errorf("header %s", got)
	}
	got := map[string]string{}
	for _, r := range rows[1:] {
		if who := strings.Join(r[:5], "|"); who != `100002|2022002|=Ashwater, "High"|202|2022/23` && who != `100002|2022002|'=Ashwater, "High"|202|2022/23` {
			t.Errorf("row of %s", who)
		}
		got[strings.Join(r[5:8], " ")] = r[8]
	}
	want := map[string]string{
		"school all f": "3", "school no_sen f": "2", "school send f": "1", "school ehc_plan f": "1",
		"school all none": "4", "school no_sen none": "4",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestRejects(t *testing.T) {
	var b bytes.Buffer
	err := Rejects(&b, []ingest.Problem{{
		Code: "IN301", Severity: ingest.Error, File: "counts.xlsx", Sheet: "SEN", Row: 17, Column: "@plan", URN: "100001",
		What: `=HYPERLINK("x")`, Hint: "use digits, please",
	}})
	if err != nil {
		t.Fatal(err)
	}
	want := "\ufefffile,sheet,row,column,urn,code,severity,message,hint\n" +
		`counts.xlsx,SEN,17,'@plan,100001,IN301,error,"'=HYPERLINK(""x"")","use digits, please"` + "\n"
	if diff := cmp.Diff(want, b.String()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// Tables of figures of a term end with a column that names it; those of whole
// years have the columns they had.
func TestTermIsTheLastColumn(t *testing.T) {
	for _, c := range []struct{ term, head, cell string }{{"", "method", ""}, {"autumn", "method,term", "autumn"}} {
		d := twoSchools(t)
		d.Term = c.term
		var b bytes.Buffer
		if err := Measures(&b, d, []int{0}, 0.95); err != nil {
			t.Fatal(err)
		}
		rows, err := csv.NewReader(&b).ReadAll() // all rows as long as the first
		if err != nil || len(rows) < 2 {
			t.Fatal(err, len(rows))
		}
		if head := strings.Join(rows[0], ","); !strings.HasSuffix(head, c.head) {
			t.Errorf("%q: %s", c.term, head)
		}
		for _, row := range rows[1:] {
			if last := row[len(row)-1]; c.term != "" && last != c.cell {
				t.Errorf("%q: %v", c.term, row)
			}
		}
	}
}
