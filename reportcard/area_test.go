package reportcard

import (
	"path/filepath"
	"strings"
	"testing"

	"inclusioncards/metrics"
	areas "inclusioncards/metrics/area"
	"inclusioncards/reportcard/ingest"
)

// areaReport computes and words the report on every school of a dataset.
func areaReport(t *testing.T, d *metrics.Dataset, p Profile) (*areas.Report, *AreaReport) {
	t.Helper()
	var schools []int
	for i := range d.Schools {
		if d.Schools[i].Phase != metrics.Independent {
			schools = append(schools, i)
		}
	}
	r, err := areas.Compute(d, metrics.LatestYear(d), schools, areas.Options{Level: 0.95, MinGroup: 11, Floor: p.Floor(), Rounded: p == PublicProfile})
	if err != nil {
		t.Fatal(err)
	}
	a, err := BuildArea(d, r, AreaOptions{Profile: p, Version: "0.1.0", ConfigHash: "5e2a90bb"})
	if err != nil {
		t.Fatal(err)
	}
	return r, a
}

// pupilData is the small extract of pupil records: with models and crosses.
func pupilData(t *testing.T) *metrics.Dataset {
	t.Helper()
	d, _, err := ingest.Read([]string{filepath.Join("..", "testdata", "pupils")}, ingest.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// prose lists the sentences of a report, and words every text of it.
func (a *AreaReport) prose() (sentences, texts []string) {
	sentences = append(sentences, a.Notice.String())
	texts = append(texts, a.Title, a.FooterLeft, a.Label, a.Marking)
	table := func(t *FigureTable) {
		texts = append(append(texts, t.Title, t.Caption), t.Header...)
		if t.Note != "" {
			sentences = append(sentences, t.Note)
		}
		for _, r := range t.Rows {
			texts = append(texts, r...)
		}
	}
	for _, s := range a.Sections {
		texts = append(texts, s.Title)
		for _, it := range s.Items {
			for _, p := range append(append([]Text{}, it.Points...), it.Notes...) {
				sentences = append(sentences, p.String())
			}
			if it.Chart != nil {
				texts = append(texts, it.Chart.Title, it.Chart.Alt)
				if it.Chart.Takeaway != "" {
					sentences = append(sentences, it.Chart.Takeaway)
				}
				c := &it.Chart.Table
				table(&FigureTable{Caption: c.Caption, Header: c.Header, Rows: c.Rows})
			}
			if it.Table != nil {
				table(it.Table)
			}
		}
	}
	return sentences, append(texts, sentences...)
}

// The report judges nobody, words odds as odds, and reads easily: the Flesch-
// Kincaid grade of its sentences as a whole is 8 or less, the file list apart.
func TestAreaReadsEasily(t *testing.T) {
	for name, d := range map[string]*metrics.Dataset{"demo": demoData(t), "pupils": pupilData(t)} {
		for _, p := range Profiles() {
			_, a := areaReport(t, d, p)
			sentences, texts := a.prose()
			for _, s := range texts {
				if w := forbidden.FindString(s); w != "" && !strings.EqualFold(w, "odds") {
					t.Errorf("%s %s: %q says %q", name, p, s, w)
				}
			}
			var read []string
			for _, s := range sentences {
				if strings.HasPrefix(s, "Sources") || strings.HasPrefix(s, "Files") {
					continue
				}
				for _, long := range longSentences(s) {
					t.Errorf("%s %s: more than %d words: %q", name, p, longestSentence, long)
				}
				read = append(read, s)
			}
			if g := grade(strings.Join(read, " ")); g > 8 {
				t.Errorf("%s %s: grade %.1f, above 8", name, p, g)
			}
			if len(read) < 8 {
				t.Errorf("%s %s: only %d sentences", name, p, len(read))
			}
		}
	}
}

// Every table has a caption and as many cells as headings; chart titles keep to
// ten words; names of charts are unique.
func TestAreaTablesAndCharts(t *testing.T) {
	for name, d := range map[string]*metrics.Dataset{"demo": demoData(t), "pupils": pupilData(t)} {
		_, a := areaReport(t, d, OfficerProfile)
		ids := map[string]bool{}
		tables, charts := 0, 0
		check := func(caption string, header []string, rows [][]string, numeric []bool) {
			tables++
			if caption == "" || len(numeric) != len(header) {
				t.Errorf("%s: caption %q, %d headings, %d alignments", name, caption, len(header), len(numeric))
			}
			for _, r := range rows {
				if len(r) != len(header) {
					t.Errorf("%s: %q: %d cells, %d headings: %v", name, caption, len(r), len(header), r)
				}
			}
		}
		for _, s := range a.Sections {
			if s.ID == "" || ids[s.ID] {
				t.Errorf("%s: section %q has no name of its own", name, s.ID)
			}
			ids[s.ID] = true
			for _, it := range s.Items {
				if c := it.Chart; c != nil {
					charts++
					if n := len(strings.Fields(c.Title)); n == 0 || n > 10 {
						t.Errorf("%s: title of %d words: %q", name, n, c.Title)
					}
					if ids[c.ID] || c.Alt == "" {
						t.Errorf("%s: chart %q has no name of its own, or no description", name, c.ID)
					}
					ids[c.ID] = true
					check(c.Table.Caption, c.Table.Header, c.Table.Rows, c.Table.Numeric)
				}
				if it.Table != nil {
					check(it.Table.Caption, it.Table.Header, it.Table.Rows, it.Table.Numeric)
				}
			}
		}
		if tables < 5 || charts < 1 {
			t.Errorf("%s: %d tables and %d charts", name, tables, charts)
		}
	}
}

// Figures that are not of real schools say so; a report is never worded for a
// looser profile than its numbers were made for.
func TestAreaLabelAndProfile(t *testing.T) {
	r, a := areaReport(t, demoData(t), GovernorProfile)
	if a.Label != "Demonstration data: these schools are invented." {
		t.Errorf("label %q", a.Label)
	}
	if r.WithheldCells == 0 {
		t.Fatal("nothing is withheld: the demonstration does not test the words")
	}
	_, texts := a.prose()
	all := strings.Join(texts, "\n")
	for _, want := range []string{"withheld", count(r.WithheldCells) + " of " + count(r.Cells) + " counts are withheld"} {
		if !strings.Contains(all, want) {
			t.Errorf("the report does not say %q", want)
		}
	}
	if _, err := BuildArea(demoData(t), r, AreaOptions{Profile: OfficerProfile}); err == nil {
		t.Error("figures of one profile are worded for another")
	}
}

// The names of areas: a region, one local authority, those chosen, or all schools.
func TestAreaName(t *testing.T) {
	d := metrics.NewDataset()
	for urn, s := range map[metrics.URN]metrics.School{
		"100001": {LA: "202", LAName: "Camden"}, "100002": {LA: "203", LAName: "Greenwich"}, "100003": {LA: "800"},
		"100004": {LA: "204", LAName: "Hackney"}, "100005": {LA: "205", LAName: "Hammersmith"},
	} {
		i := d.Intern(urn)
		s.URN = urn
		d.Schools[i] = s
	}
	d.Finish()
	w, err := loadWords()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		schools []int
		region  string
		some    bool
		want    string
	}{
		{[]int{0, 1}, "London", false, "London"},
		{[]int{0}, "", false, "Camden"},
		{[]int{2}, "", true, "local authority 800"},
		{[]int{0, 1}, "", true, "Camden and Greenwich"},
		{[]int{0, 1, 3, 4}, "", true, "4 local authorities of the files"},
		{[]int{0, 1, 2, 3, 4}, "", false, "all schools in the files"},
	} {
		b := &areaBuilder{builder: &builder{words: w, card: w.card}, w: w.area, r: &areas.Report{Schools: c.schools}}
		if got := b.name(d, c.region, c.some); got != c.want || b.err != nil {
			t.Errorf("%+v: %q (%v)", c, got, b.err)
		}
	}
}

// A chart with next to nothing to show is left out and its table kept, under a
// title; what is left has two rows or more, all with both marks. The pupils of a phase
// have tables alone.
func TestAreaLeavesOutEmptyCharts(t *testing.T) {
	titled := 0
	for name, d := range map[string]*metrics.Dataset{"demo": demoData(t), "pupils": pupilData(t)} {
		_, a := areaReport(t, d, GovernorProfile)
		for _, s := range a.Sections {
			for _, it := range s.Items {
				if it.Table != nil && it.Table.Title == "" {
					t.Errorf("%s: a table without a title: %q", name, it.Table.Caption)
				}
				if it.Table != nil && strings.HasPrefix(it.Table.Title, "Suspension: ") {
					titled++
				}
				if it.Chart == nil || it.Chart.Dumbbell == nil {
					continue
				}
				if n := len(it.Chart.Dumbbell.Rows); n < 2 {
					t.Errorf("%s: chart %q has %d rows", name, it.Chart.Title, n)
				}
				for _, r := range it.Chart.Dumbbell.Rows {
					if r.A.Missing || r.B.Missing {
						t.Errorf("%s: chart %q: %s lacks a mark", name, it.Chart.Title, r.Label)
					}
				}
				// A title names no category of one or two schools: the table has their number.
				for _, r := range it.Chart.Table.Rows {
					label, _, few := strings.Cut(r[0], " (1)")
					if !few {
						label, _, few = strings.Cut(r[0], " (2)")
					}
					if few && !strings.Contains(label, "schools") && label != "Alternative provision" && strings.HasSuffix(it.Chart.Title, ": "+label) {
						t.Errorf("%s: chart %q names %s", name, it.Chart.Title, r[0])
					}
				}
			}
		}
	}
	if titled == 0 {
		t.Error("no chart was left out: the rule is not put to the test")
	}
}

// What is missing alike is said once.
func TestAreaTellsOnce(t *testing.T) {
	w, err := loadWords()
	if err != nil {
		t.Fatal(err)
	}
	note := func(c areas.NoteCode, by areas.By, measure string, s areas.Scope, n int) areas.Note {
		return areas.Note{Code: c, By: by, Measure: measure, Scope: s, N: n, Of: 10 + int(s)}
	}
	b := &areaBuilder{builder: &builder{words: w, card: w.card}, w: w.area, r: &areas.Report{Notes: []areas.Note{
		note(areas.NoteNoAttribute, areas.ByFaith, "", metrics.Primary, 0),
		note(areas.NoteNoAttribute, areas.ByOfsted, "", metrics.Primary, 0),
		note(areas.NoteNoAttribute, areas.ByFaith, "", metrics.Secondary, 0),
		note(areas.NoteNoAttribute, areas.ByOfsted, "", metrics.Secondary, 0),
		note(areas.NoteNoAttribute, areas.ByType, "", metrics.Secondary, 0),
		note(areas.NoteFewForBands, areas.ByFSM6Band, "", metrics.Secondary, 3),
		note(areas.NoteFewForBands, areas.ByBlackBand, "", metrics.Secondary, 2),
		note(areas.NoteNotSplit, "", "absence", areas.AllSchools, 2),
		note(areas.NoteNotSplit, "", "suspended_once", areas.AllSchools, 4),
	}}}
	want := []string{
		"No file says which schools are which by: Faith and Ofsted outcome (primary schools and secondary schools).",
		"No file says which schools are which by: Type (secondary schools).",
		"3 schools are too few for bands of: School FSM6 (secondary schools).",
		"2 schools are too few for bands of: Black pupils (secondary schools).",
		"2 of 10 schools do not give these by SEN status: Sessions missed.",
		"4 of 10 schools do not give these by SEN status: Suspended at least once.",
	}
	got := b.told()
	if len(got) != len(want)+1 || b.err != nil {
		t.Fatalf("%d sentences: %v (%v)", len(got), got, b.err)
	}
	for i, s := range want {
		if got[i].String() != s {
			t.Errorf("%q, %q expected", got[i], s)
		}
	}
}
