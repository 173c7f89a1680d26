package pdf

import (
	"bytes"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"inclusioncards/metrics"
	"inclusioncards/metrics/area"
	"inclusioncards/reportcard"
	"inclusioncards/reportcard/ingest"
)

// areaReports are the report on the demonstration data, with counts by SEN status
// only, and on the small extract of pupil records, with models.
func areaReports(t *testing.T) map[string]*reportcard.AreaReport {
	t.Helper()
	pupils, _, err := ingest.Read([]string{filepath.Join("..", "..", "testdata", "pupils")}, ingest.Options{})
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]*reportcard.AreaReport{}
	for name, d := range map[string]*metrics.Dataset{"demo": demonstration(t).Data, "pupils": pupils} {
		var schools []int
		for i := range d.Schools {
			schools = append(schools, i)
		}
		r, err := area.Compute(d, metrics.LatestYear(d), schools, area.Options{Level: 0.95, MinGroup: 11})
		if err != nil {
			t.Fatal(err)
		}
		if out[name], err = reportcard.BuildArea(d, r, reportcard.AreaOptions{Profile: reportcard.OfficerProfile, Version: "0.1", ConfigHash: "5e2a90bb"}); err != nil {
			t.Fatal(err)
		}
	}
	return out
}

// overviewReport is the overview of the demonstration data, with links to cards.
func overviewReport(t *testing.T) *reportcard.AreaReport {
	t.Helper()
	a := demonstration(t)
	opts := reportcard.OverviewOptions{Version: "0.1", ConfigHash: "5e2a90bb", Editions: []reportcard.OverviewEdition{{Audience: reportcard.LA, Formats: []string{"html", "pdf"}}}}
	for i := range a.Data.Schools {
		opts.Schools = append(opts.Schools, i)
	}
	o, err := reportcard.BuildOverview(a, opts)
	if err != nil {
		t.Fatal(err)
	}
	return o.Printed()
}

// In print every section and school can be read, the name of a school leads to
// its card, and the page back to the list of all files.
func TestOverviewReadBack(t *testing.T) {
	a := overviewReport(t)
	var b bytes.Buffer
	if err := rendererOf(t, Own, "").RenderArea(a, &b); err != nil {
		t.Fatal(err)
	}
	text := squeeze(tool(t, b.Bytes(), "pdftotext", "-raw", "FILE", "-"))
	for _, s := range a.Sections {
		if !strings.Contains(text, squeeze(s.Title)) {
			t.Errorf("no section %q", s.Title)
		}
		if s.ID != "schools" {
			continue
		}
		for _, row := range s.Items[1].Table.Rows {
			if !strings.Contains(text, squeeze(row[0])) {
				t.Errorf("no school %q", row[0])
			}
		}
	}
	x := read(t, b.Bytes())
	found := map[string]bool{}
	for _, p := range x.pages() {
		for _, link := range x.array(p.dict["Annots"]) {
			found[decodeText(x.text(x.dict(x.dict(link)["A"])["URI"]))] = true
		}
	}
	schools := len(demonstration(t).Data.Schools)
	if len(found) != schools+1 || !found["../index.html"] {
		t.Errorf("%d links for %d schools: %v", len(found), schools, found)
	}
	if want := "../cards/la/9994001_990027_ashwater-high-school_la_2023-24.pdf"; !found[want] {
		t.Errorf("no link to %s", want)
	}
}

// Long names of categories, as files word them, and a long label.
func longWords(a *reportcard.AreaReport) {
	a.Name = strings.Repeat("Llanfairpwllgwyngyll ", 5)
	a.Title = "Area report: " + a.Name + ", 2023/24"
	a.FooterLeft = "Area report · " + a.Name + " · 2023/24"
	for _, s := range a.Sections {
		for _, it := range s.Items {
			if it.Table != nil {
				for _, r := range it.Table.Rows {
					r[0] = "Requires improvement in every respect that was looked at, unabbreviated"
				}
			}
			if it.Chart != nil {
				for _, r := range it.Chart.Table.Rows {
					r[0] += " antidisestablishmentarianistically worded"
				}
				if d := it.Chart.Dumbbell; d != nil {
					for i := range d.Rows {
						d.Rows[i].Label = "Ofsted outcome: requires improvement in every respect that was looked at"
					}
				}
			}
		}
	}
}

func TestAreaPages(t *testing.T) {
	r := newRenderer(t)
	for name, a := range areaReports(t) {
		for _, long := range []bool{false, true} {
			if long {
				longWords(a)
			}
			_, pages := r.areaPages(a)
			if len(pages) < 3 {
				t.Errorf("%s: %d pages", name, len(pages))
			}
			for i := range pages {
				p := &pages[i]
				if p.left() < 0 {
					t.Errorf("%s: page %d is %.1f mm too full", name, i+1, -p.left())
				}
				checkBoxes(t, spanBoxes(p), pageWidth-2*p.margin, pageHeight-2*p.vertical, 0.05)
			}
		}
	}
}

// What was laid out can be read back, by either engine; every page carries its
// number, its marking and the label of data that are not real.
func TestAreaReadBack(t *testing.T) {
	for name, a := range areaReports(t) {
		for _, engine := range Engines() {
			r := rendererOf(t, engine, "")
			var b, again bytes.Buffer
			if err := r.RenderArea(a, &b); err != nil {
				t.Fatalf("%s %s: %v", name, engine, err)
			}
			if err := r.RenderArea(a, &again); err != nil || !bytes.Equal(b.Bytes(), again.Bytes()) {
				t.Errorf("%s %s: two renderings differ (%v)", name, engine, err)
			}
			_, pages := r.areaPages(a)
			read := strings.Split(strings.TrimSuffix(tool(t, b.Bytes(), "pdftotext", "-layout", "FILE", "-"), "\f"), "\f")
			if len(read) != len(pages) {
				t.Fatalf("%s %s: %d pages, %d laid out", name, engine, len(read), len(pages))
			}
			for i, text := range read {
				for _, want := range []string{fmt.Sprintf("Page %d of %d", i+1, len(pages)), a.Marking, a.Label} {
					if !strings.Contains(squeeze(text), squeeze(want)) {
						t.Errorf("%s %s: page %d does not say %q", name, engine, i+1, want)
					}
				}
			}
			all := squeeze(strings.Join(read, " "))
			for _, s := range a.Sections {
				for _, want := range sectionWords(&s) {
					if !strings.Contains(all, squeeze(want)) {
						t.Errorf("%s %s: %q cannot be read back", name, engine, want)
					}
				}
			}
		}
	}
}

// sectionWords lists texts of a section that stand on one line.
func sectionWords(s *reportcard.AreaSection) []string {
	out := []string{s.Title}
	for _, it := range s.Items {
		if it.Chart != nil {
			out = append(out, it.Chart.Title)
			for _, r := range it.Chart.Table.Rows {
				out = append(out, r[1])
			}
		}
		if it.Table != nil {
			out = append(out, it.Table.Title)
			for _, r := range it.Table.Rows {
				out = append(out, r[1], r[len(r)-1])
			}
		}
	}
	return out
}
