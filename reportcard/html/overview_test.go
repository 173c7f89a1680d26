package html

import (
	"bytes"
	"path/filepath"
	"strings"
	"testing"

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
	for _, never := range []string{" style=", "<script", "http://", "https://", "src=", "ZgotmplZ", "<no value>", "url("} {
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
	for _, never := range []string{"<script", "<img", "</style><"} {
		if strings.Contains(page, never) {
			t.Errorf("the page contains %q", never)
		}
	}
}

// In a real browser: no violation of any axe rule, nothing wider than the window
// at any size, nothing fetched.
func TestOverviewBrowser(t *testing.T) {
	ctx := browser(t)
	source := axe(t)
	for name, content := range map[string][]byte{"overview": overviewPage(t, nil), "index": indexPage(t)} {
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
