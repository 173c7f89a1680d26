package reportcard

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"inclusioncards/metrics"
)

// twelve is an authority of twelve primary schools: 400 pupils, 60 with SEND;
// of the first 6 of 60 and 17 of 340 were suspended, at the first school 18 of 60.
func twelve(t *testing.T) (*metrics.Analysis, OverviewOptions) {
	t.Helper()
	d := metrics.NewDataset()
	o := OverviewOptions{Version: "0.1", ConfigHash: "5e2a90bb", Problems: []InputProblem{
		{File: "counts.csv", Row: 7, URN: "100001", Code: "IN103", Severity: "error", What: "not a number", Hint: "use digits"},
		{File: "counts.csv", Row: 9, Code: "IN103", Severity: "error", What: "not a number", Hint: "use digits"},
		{File: "old.csv", Code: "IN900", Severity: "info", What: "not used"},
	}}
	for i := range 12 {
		s := d.Intern(metrics.URN(fmt.Sprint(100001 + i)))
		d.Schools[s].Name, d.Schools[s].LA, d.Schools[s].LAName, d.Schools[s].Phase = fmt.Sprintf("School %c", 'L'-rune(i)), "202", "Camden", metrics.Primary
		suspended := 6.0
		if i == 0 {
			suspended = 18
		}
		for g, n := range map[metrics.Group][2]float64{metrics.GroupNoSEN: {340, 17}, metrics.GroupSENSupport: {60, suspended}, metrics.GroupEHCPlan: {0, 0}} {
			d.Set(s, 2023, metrics.Pupils, g, metrics.Known(n[0]))
			d.Set(s, 2023, metrics.PupilsSuspended, g, metrics.Known(n[1]))
		}
		o.Schools = append(o.Schools, i)
	}
	d.Schools[0].Name = "=1+1"
	d.Finish()
	a, err := metrics.Analyse(d, 2023, []metrics.ComparatorKind{metrics.CompareLA}, metrics.DefaultOptions())
	if err != nil {
		t.Fatal(err)
	}
	return a, o
}

func TestWorkbook(t *testing.T) {
	a, o := twelve(t)
	wb, err := BuildWorkbook(a, o)
	if err != nil {
		t.Fatal(err)
	}
	if wb.Title != "Inclusion figures: Camden, 2023/24" {
		t.Errorf("title %q", wb.Title)
	}
	var names []string
	sheets := map[string]WorkSheet{}
	for _, s := range wb.Sheets {
		names = append(names, s.Name)
		sheets[s.Name] = s
		for _, r := range s.Rows {
			if len(r) != len(s.Columns) {
				t.Errorf("%s: %d cells under %d headings", s.Name, len(r), len(s.Columns))
			}
			for i, c := range r {
				if w := forbidden.FindString(c.Text); w != "" && s.Name != "Notes" {
					t.Errorf("%s, %s: %q says %q", s.Name, s.Columns[i].Head, c.Text, w)
				}
			}
		}
	}
	if diff := cmp.Diff([]string{"Cover", "Notes", "Schools", "Measures", "Results", "Problems"}, names); diff != "" {
		t.Error(diff)
	}
	if n := len(sheets["Schools"].Rows); n != 12 {
		t.Errorf("%d schools", n)
	}
	if n := len(sheets["Problems"].Rows); n != 3 {
		t.Errorf("%d problems", n)
	}
	// 18 of 60 is 30%, 17 of 340 is 5%: a gap of 25 points.
	var got []string
	for _, r := range sheets["Measures"].Rows {
		if r[0].Text == "100001" && r[2].Text == "suspended_once" {
			got = append(got, fmt.Sprintf("%s %s %v/%v %s %.4f %d", r[1].Text, r[4].Text, r[5].V, r[6].V, r[7].Text, r[8].V, r[8].Format))
		}
	}
	want := []string{
		"=1+1 All pupils 35/400 given 0.0875 2", "=1+1 SEND 18/60 given 0.3000 2", "=1+1 SEN support 18/60 given 0.3000 2",
		"=1+1 EHC plan 0/0 not applicable 0.0000 0", "=1+1 No SEN 17/340 given 0.0500 2", "=1+1 Gap 0/0 given 0.2500 2",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("measures (-want +got):\n%s", diff)
	}
	// The others: 66 of 660 and 187 of 3,740, an odds ratio of (66/594)/(187/3553) = 2.1111.
	for _, r := range sheets["Results"].Rows {
		if r[0].Text == "100001" && r[2].Text == "suspended_once" {
			if s := fmt.Sprintf("%s, %v others, %v observed, %.4f, %.2f against %.2f", r[5].Text, r[9].V, r[11].V, r[14].V, r[19].V, r[20].V); s != "Worth exploring, 11 others, 18 observed, 2.1111, 0.25 against 0.05" {
				t.Errorf("results: %s", s)
			}
		}
	}
	cover := fmt.Sprint(sheets["Cover"].Rows)
	if !strings.Contains(cover, "Official-sensitive") || !strings.Contains(cover, "Camden") {
		t.Errorf("cover: %s", cover)
	}
}
