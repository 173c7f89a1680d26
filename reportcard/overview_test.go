package reportcard

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func section(t *testing.T, o *Overview, id string) AreaSection {
	t.Helper()
	for _, s := range o.Sections {
		if s.ID == id {
			return s
		}
	}
	t.Fatalf("no section %s", id)
	return AreaSection{}
}

func TestOverview(t *testing.T) {
	a, opts := twelve(t)
	opts.Editions = []OverviewEdition{{Inspector, []string{"html", "pdf"}}, {Governor, []string{"html"}}}
	opts.LeftOut = []LeftOut{{"closed", 2}}
	o, err := BuildOverview(a, opts)
	if err != nil {
		t.Fatal(err)
	}
	if o.Title != "Overview: Camden, 2023/24" || !strings.Contains(o.Marking, "Official-sensitive") {
		t.Errorf("title %q, marking %q", o.Title, o.Marking)
	}
	// 18 of 60 at one school and 6 of 60 at eleven: one is worth exploring.
	want := []string{"Suspensions", "1", "0", "11", "0", "0", "0", "0"}
	if diff := cmp.Diff(want, section(t, o, "results").Items[0].Table.Rows[0]); diff != "" {
		t.Errorf("results (-want +got):\n%s", diff)
	}
	chance := section(t, o, "chance").Items[0].Points
	if got := chance[0].String() + chance[1].String(); !strings.Contains(got, "12 comparisons were tested") || !strings.Contains(got, "1 is worth exploring. Of these, fewer than 1 may be chance.") {
		t.Errorf("chance: %s", got)
	}
	funnel := section(t, o, "funnel-suspended-once").Items
	if len(funnel) != 2 || len(funnel[1].Chart.Funnel.Others) != 12 {
		t.Fatalf("suspensions have %d funnels", len(funnel))
	}
	if rows := funnel[1].Chart.Table.Rows; len(rows) != 1 || rows[0][0] != "=1+1" || rows[0][4] != "Worth exploring" {
		t.Errorf("outside the limits: %v", rows)
	}
	if got := section(t, o, "coverage"); len(got.Items[0].Table.Rows) != 1 || got.Items[0].Table.Rows[0][1] != "12" || !strings.Contains(got.Items[1].Points[0].String(), "2 schools have no card: closed") {
		t.Errorf("coverage: %v", got.Items)
	}
	// Two of IN103 and one note, errors first.
	if diff := cmp.Diff([][]string{{"IN103", "Error", "2", "use digits"}, {"IN900", "Note", "1", ""}}, section(t, o, "problems").Items[0].Table.Rows); diff != "" {
		t.Errorf("problems (-want +got):\n%s", diff)
	}
	var names []string
	for i, r := range o.Schools.Table.Rows {
		names = append(names, r[0])
		if len(r) != len(o.Schools.Table.Header) || len(o.Schools.Links[i]) != 3 {
			t.Errorf("row %v with %d links", r, len(o.Schools.Links[i]))
		}
	}
	if !slices.IsSorted(names) || len(names) != 12 {
		t.Errorf("order of schools: %v", names)
	}
	if l := o.Schools.Links[0][0]; l.Path != "../cards/inspector/no-laestab_100001_1-1_inspector_2023-24.html" || l.School != "=1+1" {
		t.Errorf("link %+v", l)
	}
	card, err := Build(a, 0, BuildOptions{Audience: Inspector})
	if err != nil || "../cards/inspector/"+card.FileName+".html" != o.Schools.Links[0][0].Path {
		t.Errorf("the card is called %s (%v)", card.FileName, err)
	}
	if p := o.Printed(); len(p.Sections) != len(o.Sections)+1 || p.Sections[len(p.Sections)-1].ID != "method" {
		t.Error("the printed overview has no table of schools")
	}
}

// The landing page leads to every card and file, and holds no figure of a school.
func TestIndex(t *testing.T) {
	a, opts := twelve(t)
	opts.Editions = []OverviewEdition{{Governor, []string{"html"}}}
	x, err := BuildIndex(a, IndexOptions{OverviewOptions: opts, Files: []string{"officer/overview.html", "officer/rejects.csv"}, Archives: []IndexArchive{{"cards/la/202.zip", LA, "202"}}})
	if err != nil {
		t.Fatal(err)
	}
	if len(x.Batch) != 2 || x.Batch[0].Path != "officer/overview.html" || len(x.Archives) != 1 || x.Archives[0].Text != "Authority: cards of local authority 202" {
		t.Errorf("files %v, archives %v", x.Batch, x.Archives)
	}
	if diff := cmp.Diff([]string{"=1+1", "100001", "Primary"}, x.Schools.Table.Rows[0]); diff != "" {
		t.Error(diff)
	}
	if l := x.Schools.Links[0]; len(l) != 1 || l[0].Path != "cards/governor/no-laestab_100001_1-1_governor_2023-24.html" {
		t.Errorf("links %v", l)
	}
	if len(x.Sections) != 0 || len(x.Schools.Table.Rows) != 12 {
		t.Errorf("%d sections, %d schools", len(x.Sections), len(x.Schools.Table.Rows))
	}
	if _, err := BuildIndex(a, IndexOptions{OverviewOptions: opts, Files: []string{"unknown.csv"}}); err == nil {
		t.Error("a file without words is no error")
	}
}

// The overview judges nobody and reads easily; chart titles keep to ten words.
func TestOverviewReadsEasily(t *testing.T) {
	a, opts := twelve(t)
	o, err := BuildOverview(a, opts)
	if err != nil {
		t.Fatal(err)
	}
	sentences, texts := o.Printed().prose()
	for _, s := range texts {
		if w := forbidden.FindString(s); w != "" {
			t.Errorf("%q says %q", s, w)
		}
	}
	var read []string
	for _, s := range sentences {
		if strings.HasPrefix(s, "Sources") || strings.HasPrefix(s, "Files") {
			continue
		}
		for _, long := range longSentences(s) {
			t.Errorf("more than %d words: %q", longestSentence, long)
		}
		read = append(read, s)
	}
	if g := grade(strings.Join(read, " ")); g > 8 {
		t.Errorf("grade %.1f", g)
	}
	for _, s := range o.Sections {
		for _, it := range s.Items {
			if it.Chart != nil && len(strings.Fields(it.Chart.Title)) > 10 {
				t.Errorf("title %q", it.Chart.Title)
			}
		}
	}
}

// Two authorities: counts for each, links to their own files, easy words.
func TestNational(t *testing.T) {
	a, opts := twelve(t)
	opts.Editions = []OverviewEdition{{Inspector, []string{"pdf", "html"}}}
	areas := []OverviewArea{{LA: "301", Schools: opts.Schools[5:], Stem: "officer/la/301_"}, {LA: "202", Schools: opts.Schools[:5], Stem: "officer/la/202_"}}
	o, err := BuildNational(a, opts, areas)
	if err != nil {
		t.Fatal(err)
	}
	// As in TestOverview: 12 were tested, and one school, among the first five, is
	// worth exploring.
	table := o.Schools.Table
	var got [][]string
	for _, r := range table.Rows {
		got = append(got, r[1:4])
	}
	slices.SortFunc(got, func(x, y []string) int { return strings.Compare(x[0], y[0]) })
	if diff := cmp.Diff([][]string{{"5", "5", "1"}, {"7", "7", "0"}}, got); diff != "" {
		t.Errorf("schools, tested, worth exploring (-want +got):\n%s", diff)
	}
	for i, links := range o.Schools.Links {
		if len(links) != 3 || !strings.HasPrefix(links[0].Path, "../officer/la/") || links[0].School != table.Rows[i][0] {
			t.Errorf("links %v", links)
		}
	}
	if p := o.Printed(); !strings.HasSuffix(p.Sections[len(p.Sections)-2].Items[1].Table.Links[0], "overview.pdf") {
		t.Errorf("in print a name leads to %v", p.Sections[len(p.Sections)-2].Items[1].Table.Links)
	}
	x, err := BuildNationalIndex(a, IndexOptions{OverviewOptions: opts}, areas)
	if err != nil {
		t.Fatal(err)
	}
	if len(x.Areas) != 2 || len(x.Areas[0].Schools)+len(x.Areas[1].Schools) != 12 || !strings.HasSuffix(x.Areas[0].Schools[0].Path, ".html") || !strings.HasPrefix(x.Areas[0].Schools[0].Path, "cards/inspector/") {
		t.Errorf("index: %+v", x.Areas)
	}
	c, err := BuildCombined(a, opts.Schools, func(int) bool { return true }, BuildOptions{Audience: Governor})
	if err != nil {
		t.Fatal(err)
	}
	if c.Cards() != 12 || c.Marking != "For governors: small numbers are withheld" {
		t.Errorf("%d cards, %q", c.Cards(), c.Marking)
	}
	for _, report := range []*AreaReport{o.Printed(), &c.AreaReport} {
		sentences, texts := report.prose()
		for _, s := range texts {
			if w := forbidden.FindString(s); w != "" {
				t.Errorf("%q says %q", s, w)
			}
		}
		for _, s := range sentences {
			if strings.HasPrefix(s, "Sources") {
				continue
			}
			for _, long := range longSentences(s) {
				t.Errorf("more than %d words: %q", longestSentence, long)
			}
		}
	}
}
