package main

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// manySchools writes counts of n primaries in three authorities.
func manySchools(t *testing.T, n int) string {
	t.Helper()
	dir := t.TempDir()
	table := func(name string, rows func(w *csv.Writer)) {
		f, err := os.Create(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		w := csv.NewWriter(f)
		rows(w)
		w.Flush()
		if err := w.Error(); err != nil {
			t.Fatal(err)
		}
		if err := f.Close(); err != nil {
			t.Fatal(err)
		}
	}
	las := []struct{ code, name string }{{"202", "Camden"}, {"301", "Barking and Dagenham"}, {"330", "Birmingham"}}
	table("schools.csv", func(w *csv.Writer) {
		w.Write([]string{"urn", "laestab", "name", "la_code", "la_name", "phase"})
		for i := range n {
			la := las[i%3]
			w.Write([]string{fmt.Sprint(100001 + i), fmt.Sprintf("%s%04d", la.code, 2000+i/3), fmt.Sprintf("School %04d & Nursery", i), la.code, la.name, "Primary"})
		}
	})
	table("counts.csv", func(w *csv.Writer) {
		w.Write([]string{"urn", "academic_year", "sen_group", "pupils"})
		for i := range n {
			for _, c := range []struct {
				group  string
				pupils int
			}{{"no_sen", 170}, {"sen_support", 20 + i%10}, {"ehc_plan", 5}} {
				w.Write([]string{fmt.Sprint(100001 + i), "2022/23", c.group, fmt.Sprint(c.pupils)})
			}
		}
	})
	return dir
}

// More schools than one overview holds: an overview and a workbook for each
// authority, which the overview and the landing page lead to, the same for any
// number of workers.
func TestManySchools(t *testing.T) {
	const n = mostOverview + 2
	data := manySchools(t, n)
	dir := filepath.Join(t.TempDir(), "out")
	args := []string{"build", data, "--out", dir, "--format", "html", "--jobs", "2", "--timings"}
	var out, stderr bytes.Buffer
	if got := run(args, &out, &stderr); got != 0 {
		t.Fatalf("status %d: %s", got, stderr.String())
	}
	for _, want := range []string{areasGroup, "index.html"} {
		if !strings.Contains(stderr.String(), want) {
			t.Errorf("the times do not tell of %s", want)
		}
	}
	read := func(name string) string {
		raw, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(name)))
		if err != nil {
			t.Fatal(err)
		}
		return string(raw)
	}
	// Every link of every page leads to a file.
	href := regexp.MustCompile(`href="([^"#]+)"`)
	linked := map[string]int{}
	for _, page := range []string{"index.html", "officer/overview.html", "officer/la/202_overview.html", "officer/la/301_overview.html", "officer/la/330_overview.html"} {
		for _, m := range href.FindAllStringSubmatch(read(page), -1) {
			to := filepath.Join(dir, filepath.Dir(filepath.FromSlash(page)), filepath.FromSlash(m[1]))
			if _, err := os.Stat(to); err != nil {
				t.Errorf("%s leads to %s: %v", page, m[1], err)
			}
			linked[page]++
		}
	}
	// The index: seven files, three for each authority, a card for each school.
	if got, want := linked["index.html"], 7+3*3+n; got != want {
		t.Errorf("%d links in index.html, want %d", got, want)
	}
	// The overview: the way back, three for each authority.
	if got := linked["officer/overview.html"]; got != 1+3*3 {
		t.Errorf("%d links in the overview", got)
	}
	if got, want := linked["officer/la/202_overview.html"], 1+(n+2)/3; got != want {
		t.Errorf("%d links in the overview of an authority, want %d", got, want)
	}
	for page, want := range map[string]string{
		"index.html":                   `<details><summary>Camden: 334 schools</summary>`,
		"officer/overview.html":        `<th scope="row" role="rowheader">Birmingham</th><td role="cell" class="num" data-label="Schools">334</td>`,
		"officer/la/330_overview.html": "<h1>Overview: Birmingham, 2022/23</h1>",
		"officer/la/301_summary.xlsx":  "xl/worksheets/sheet5.xml",
		"officer/la/301_overview.pdf":  "%PDF-1.7",
		"officer/summary.xlsx":         "xl/worksheets/sheet3.xml",
	} {
		if !strings.Contains(read(page), want) {
			t.Errorf("%s lacks %s", page, want)
		}
	}
	if got := run([]string{"verify", dir}, io.Discard, &stderr); got != 0 {
		t.Errorf("verify: status %d", got)
	}
	record := read("run.json")
	if got := run(append(args, "--resume"), io.Discard, &stderr); got != 0 || read("run.json") != record {
		t.Errorf("going on changes the record (status %d)", got)
	}
}
