package html

import (
	"bytes"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"inclusioncards/metrics"
	"inclusioncards/reportcard"
	"inclusioncards/reportcard/ingest"
)

// demoBatch is the demonstration data with a link to two files of each school.
func demoBatch(t *testing.T) (*metrics.Analysis, reportcard.OverviewOptions) {
	t.Helper()
	d, _, err := ingest.Read([]string{filepath.Join("..", "..", "cmd", "reportcard", "demo")}, ingest.Options{})
	if err != nil {
		t.Fatal(err)
	}
	a, err := metrics.Analyse(d, metrics.LatestYear(d), []metrics.ComparatorKind{metrics.CompareLA}, metrics.DefaultOptions())
	if err != nil {
		t.Fatal(err)
	}
	opts := reportcard.OverviewOptions{Version: "0.1", ConfigHash: "5e2a90bb", Editions: []reportcard.OverviewEdition{{Audience: reportcard.Inspector, Formats: []string{"html", "pdf"}}}}
	for i := range d.Schools {
		opts.Schools = append(opts.Schools, i)
	}
	return a, opts
}

// overviewPage is the overview of the demonstration data.
func overviewPage(t *testing.T, change func(*reportcard.Overview)) []byte {
	t.Helper()
	a, opts := demoBatch(t)
	o, err := reportcard.BuildOverview(a, opts)
	if err != nil {
		t.Fatal(err)
	}
	if change != nil {
		change(o)
	}
	page, err := New()
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := page.Overview(o, &b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func indexPage(t *testing.T) []byte {
	t.Helper()
	a, opts := demoBatch(t)
	x, err := reportcard.BuildIndex(a, reportcard.IndexOptions{OverviewOptions: opts, Files: []string{"officer/overview.html"}})
	if err != nil {
		t.Fatal(err)
	}
	page, err := New()
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := page.Index(x, &b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// nationalPages are the overview and the landing page of a batch of several
// authorities: the demonstration data, divided.
func nationalPages(t *testing.T) (overview, index []byte) {
	t.Helper()
	a, opts := demoBatch(t)
	areas := []reportcard.OverviewArea{{LA: "998", Schools: opts.Schools[:20], Stem: "officer/la/998_"}, {LA: "999", Schools: opts.Schools[20:], Stem: "officer/la/999_"}}
	o, err := reportcard.BuildNational(a, opts, areas)
	if err != nil {
		t.Fatal(err)
	}
	x, err := reportcard.BuildNationalIndex(a, reportcard.IndexOptions{OverviewOptions: opts, Files: []string{"officer/overview.html"}}, areas)
	if err != nil {
		t.Fatal(err)
	}
	page, err := New()
	if err != nil {
		t.Fatal(err)
	}
	var b, c bytes.Buffer
	if err := page.Overview(o, &b); err != nil {
		t.Fatal(err)
	}
	if err := page.NationalIndex(x, &c); err != nil {
		t.Fatal(err)
	}
	return b.Bytes(), c.Bytes()
}

// The schools of a large output stand under their authorities, and a box finds
// them by part of a name or by URN.
func TestNationalSearch(t *testing.T) {
	ctx := browser(t)
	_, index := nationalPages(t)
	tab, _ := openPage(t, ctx, index)
	const found = `[...document.querySelectorAll("#found li a")].map(a => a.textContent)`
	for _, tc := range []struct {
		typed  string
		want   []string
		status string
	}{
		{"ashwater", []string{"Ashwater High School"}, "Schools found: 1"},
		{"990027", []string{"Ashwater High School"}, "Schools found: 1"},
		{"SCHOOL high ash", []string{"Ashwater High School"}, "Schools found: 1"},
		{"zzz", nil, "Schools found: 0"},
		{"a", nil, ""},
	} {
		var got []string
		var status string
		run(t, tab, chromedp.Evaluate(fmt.Sprintf(`{ const i = document.getElementById("search"); i.value = %q; i.dispatchEvent(new Event("input")); }; %s`, tc.typed, found), &got),
			chromedp.Evaluate(`document.querySelector("[role=status]").textContent`, &status))
		if !slices.Equal(got, tc.want) && len(got)+len(tc.want) > 0 || status != tc.status {
			t.Errorf("%q finds %v (%q), want %v (%q)", tc.typed, got, status, tc.want, tc.status)
		}
	}
}

func TestIndexPage(t *testing.T) {
	page := string(indexPage(t))
	for _, want := range []string{`href="officer/overview.html"`, `href="cards/inspector/`, "This folder is for officers.", `<h2 id="schools">`} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	for _, never := range []string{"<script", "https://", "src=", "ZgotmplZ", "<no value>", "%</td>"} {
		if strings.Contains(page, never) {
			t.Errorf("the page contains %q", never)
		}
	}
}

func TestOverviewPage(t *testing.T) {
	got := overviewPage(t, nil)
	if !bytes.Equal(got, overviewPage(t, nil)) {
		t.Error("two renderings differ")
	}
	page := string(got)
	if n := strings.Count(page, "<script"); n != 1 || !strings.Contains(page, "script-src &#39;sha256-") {
		t.Errorf("%d scripts", n)
	}
	for _, never := range []string{" style=", "http://", "https://", "src=", "ZgotmplZ", "<no value>", "url("} {
		if strings.Contains(page, never) {
			t.Errorf("the page contains %q", never)
		}
	}
	for _, want := range []string{`<h2 id="schools">`, `href="../cards/inspector/`, "Official-sensitive: contains small numbers", `id="funnel-suspended-once-secondary-t"`} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %q", want)
		}
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
func TestOverviewHostileWords(t *testing.T) {
	const name = `</style><script>alert(1)</script><img src=x onerror="alert(2)">`
	page := string(overviewPage(t, func(o *reportcard.Overview) {
		o.Title, o.Label = name, name
		o.Schools.Table.Rows[0][0], o.Schools.Links[0][0].School, o.Schools.Links[0][0].Path = name, name, `"><script>`
	}))
	for _, never := range []string{"<script>alert", "><script", "<img", "</style><"} {
		if strings.Contains(page, never) {
			t.Errorf("the page contains %q", never)
		}
	}
	if n := strings.Count(page, "<script"); n != 1 {
		t.Errorf("%d scripts", n)
	}
}

// visible lists the names of the schools in sight, in their order.
const visible = `[...document.querySelectorAll("#school-table tbody tr")].filter(r => r.offsetParent !== null && getComputedStyle(r).display !== "none").map(r => r.cells[0].textContent)`

// The table is filtered with and without its script; the script sorts it by the
// keyboard, says so, and counts the rows.
func TestOverviewTable(t *testing.T) {
	ctx := browser(t)
	content := overviewPage(t, nil)
	a, opts := demoBatch(t)
	secondary := 0
	for _, i := range opts.Schools {
		if a.Data.Schools[i].Phase == metrics.Secondary {
			secondary++
		}
	}
	if secondary == 0 || secondary == len(opts.Schools) {
		t.Fatalf("%d of %d schools are secondary", secondary, len(opts.Schools))
	}
	filter := fmt.Sprintf(`document.querySelector("#f-p%d").click(); %s`, metrics.Secondary, visible)
	for _, script := range []bool{true, false} {
		page := content
		if !script {
			page = []byte(string(content[:bytes.Index(content, []byte("<script>"))]) + "</body></html>")
		}
		tab, _ := openPage(t, ctx, page)
		var all, some []string
		run(t, tab, looks[0].show(), chromedp.Evaluate(visible, &all), chromedp.Evaluate(filter, &some))
		if len(all) != len(opts.Schools) || len(some) != secondary {
			t.Errorf("script %v: %d schools, %d of them secondary; want %d and %d", script, len(all), len(some), len(opts.Schools), secondary)
		}
		if !slices.IsSortedFunc(all, func(x, y string) int { return strings.Compare(strings.ToLower(x), strings.ToLower(y)) }) {
			t.Errorf("script %v: not in order of name", script)
		}
		var buttons int
		var status string
		run(t, tab, chromedp.Evaluate(`document.querySelectorAll("thead button").length`, &buttons), chromedp.Evaluate(`document.querySelector("[role=status]").textContent`, &status))
		if !script {
			if buttons != 0 || status != "" {
				t.Errorf("without script: %d buttons, status %q", buttons, status)
			}
			continue
		}
		if want := fmt.Sprintf("%d of %d schools shown", secondary, len(opts.Schools)); status != want {
			t.Errorf("status %q, want %q", status, want)
		}
		// Suspensions is the third column: once for what to explore first, once more
		// for the reverse.
		var sorted []struct{ Result, Sort string }
		const column = `[...document.querySelectorAll("#school-table tbody tr")].map(r => ({result: r.cells[2].textContent, sort: document.querySelectorAll("#school-table thead th")[2].getAttribute("aria-sort")}))`
		for _, want := range []struct{ first, sort string }{{"Worth exploring", "ascending"}, {"", "descending"}} {
			run(t, tab, chromedp.Evaluate(`document.querySelectorAll("thead button")[2].focus()`, nil), chromedp.KeyEvent("\r"), chromedp.Evaluate(column, &sorted))
			if sorted[0].Sort != want.sort || want.first != "" && sorted[0].Result != want.first || want.first == "" && sorted[len(sorted)-1].Result != "Worth exploring" {
				t.Errorf("sorted %s: from %q to %q", sorted[0].Sort, sorted[0].Result, sorted[len(sorted)-1].Result)
			}
		}
		var others int
		run(t, tab, chromedp.Evaluate(`document.querySelectorAll("[aria-sort]").length`, &others))
		if others != 1 {
			t.Errorf("%d columns say that they are sorted", others)
		}
	}
}

// In a real browser: no violation of any axe rule, nothing wider than the window
// at any size, nothing fetched.
func TestOverviewBrowser(t *testing.T) {
	ctx := browser(t)
	source := axe(t)
	national, search := nationalPages(t)
	for name, content := range map[string][]byte{"overview": overviewPage(t, nil), "index": indexPage(t), "national": national, "search": search} {
		tab, fetched := openPage(t, ctx, content)
		for _, l := range looks {
			run(t, tab, l.show())
			checkAxe(t, tab, source, l.name)
			checkReflow(t, tab, l)
			keep(t, tab, name, l)
		}
		for _, url := range fetched() {
			if !strings.HasPrefix(url, "file://") {
				t.Errorf("%s fetched %s", name, url)
			}
		}
	}
}
