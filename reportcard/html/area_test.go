package html

import (
	"bytes"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"inclusioncards/metrics"
	"inclusioncards/metrics/area"
	"inclusioncards/reportcard"
	"inclusioncards/reportcard/ingest"
)

// areaPage is the report on the small extract of pupil records: every kind of
// table and chart is in it.
func areaPage(t *testing.T, change func(*reportcard.AreaReport)) []byte {
	t.Helper()
	d, _, err := ingest.Read([]string{filepath.Join("..", "..", "testdata", "pupils")}, ingest.Options{})
	if err != nil {
		t.Fatal(err)
	}
	var schools []int
	for i := range d.Schools {
		schools = append(schools, i)
	}
	r, err := area.Compute(d, metrics.LatestYear(d), schools, area.Options{Level: 0.95, MinGroup: 11})
	if err != nil {
		t.Fatal(err)
	}
	a, err := reportcard.BuildArea(d, r, reportcard.AreaOptions{Profile: reportcard.OfficerProfile, Version: "0.1", ConfigHash: "5e2a90bb"})
	if err != nil {
		t.Fatal(err)
	}
	if change != nil {
		change(a)
	}
	page, err := New()
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := page.Area(a, &b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

var (
	headingTag = regexp.MustCompile(`<h([1-6])[ >]`)
	idOf       = regexp.MustCompile(` id="([^"]+)"`)
)

func TestAreaPage(t *testing.T) {
	got := areaPage(t, nil)
	if !bytes.Equal(got, areaPage(t, nil)) {
		t.Error("two renderings differ")
	}
	page := string(got)
	for _, never := range []string{" style=", "<script", "http://", "https://", "src=", "ZgotmplZ", "<no value>", "url("} {
		if strings.Contains(page, never) {
			t.Errorf("the page contains %q", never)
		}
	}
	for _, want := range []string{`<html lang="en-GB">`, `class="skip" href="#main"`, `<main id="main"`, "default-src &#39;none&#39;", `scope="col"`, `scope="row"`, "Official-sensitive: contains small numbers"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	if tables, captions := strings.Count(page, "<table"), strings.Count(page, "<caption>"); tables != captions || tables < 10 {
		t.Errorf("%d tables, %d captions", tables, captions)
	}
	level := 0
	for _, m := range headingTag.FindAllStringSubmatch(page, -1) {
		n := int(m[1][0] - '0')
		if n > level+1 {
			t.Errorf("a heading of level %d follows one of level %d", n, level)
		}
		level = n
	}
	seen := map[string]bool{}
	for _, m := range idOf.FindAllStringSubmatch(page, -1) {
		if seen[m[1]] {
			t.Errorf("two elements are called %q", m[1])
		}
		seen[m[1]] = true
	}
}

// Words of the input are text, whatever they look like.
func TestAreaHostileWords(t *testing.T) {
	const name = `</style><script>alert(1)</script><img src=x onerror="alert(2)">`
	page := string(areaPage(t, func(a *reportcard.AreaReport) {
		a.Title, a.Name, a.Label, a.FooterLeft = name, name, name, name
		a.Identity = []string{name}
		for _, s := range a.Sections {
			for _, it := range s.Items {
				if it.Table != nil {
					it.Table.Rows[0][0], it.Table.Caption = name, name
				}
				if it.Chart != nil {
					it.Chart.Title, it.Chart.Alt, it.Chart.Table.Rows[0][0] = name, name, name
				}
			}
		}
	}))
	for _, never := range []string{"<script", "<img", "</style><"} {
		if strings.Contains(page, never) {
			t.Errorf("the page contains %q", never)
		}
	}
	if strings.Count(page, "&lt;script&gt;") < 10 {
		t.Error("the words are not on the page")
	}
}

// In a real browser: no violation of any axe rule, nothing wider than the window
// at any size, nothing fetched.
func TestAreaBrowser(t *testing.T) {
	ctx := browser(t)
	source := axe(t)
	tab, fetched := openPage(t, ctx, areaPage(t, nil))
	for _, l := range looks {
		run(t, tab, l.show())
		checkAxe(t, tab, source, l.name)
		checkReflow(t, tab, l)
		keep(t, tab, "area", l)
	}
	for _, url := range fetched() {
		if !strings.HasPrefix(url, "file://") {
			t.Errorf("the page fetched %s", url)
		}
	}
}
