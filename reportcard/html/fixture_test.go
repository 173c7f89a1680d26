package html

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"inclusioncards/cmd/reportcard/demo"
	"inclusioncards/metrics"
	"inclusioncards/reportcard"
	"inclusioncards/reportcard/ingest"
)

// golden reads a card as package reportcard builds it from an invented school.
func golden(t *testing.T, name string) *reportcard.Card {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("..", "..", "testdata", "cards", name+".json"))
	if err != nil {
		t.Fatal(err)
	}
	c := &reportcard.Card{}
	if err := json.Unmarshal(b, c); err != nil {
		t.Fatal(err)
	}
	return c
}

// demonstration is the analysis of the demonstration data, in which every
// result word occurs.
var demonstration = sync.OnceValues(func() (*metrics.Analysis, error) {
	d, _, err := ingest.ReadFS(demo.Files, ingest.Options{Demonstration: true})
	if err != nil {
		return nil, err
	}
	return metrics.Analyse(d, metrics.LatestYear(d), []metrics.ComparatorKind{metrics.CompareLA, metrics.CompareEngland}, metrics.DefaultOptions())
})

// demoCard builds the card of a school of the demonstration data.
func demoCard(t *testing.T, urn metrics.URN, audience reportcard.Audience) *reportcard.Card {
	t.Helper()
	a, err := demonstration()
	if err != nil {
		t.Fatal(err)
	}
	c, err := reportcard.Build(a, a.Data.Find(urn), reportcard.BuildOptions{Audience: audience, Version: "0.1.0"})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// fixtures are cards of every edition and of schools as unlike as can be.
func fixtures(t *testing.T) map[string]*reportcard.Card {
	t.Helper()
	out := map[string]*reportcard.Card{}
	for _, name := range []string{"full", "public", "special"} {
		out[name] = golden(t, name)
	}
	for name, urn := range map[string]metrics.URN{
		"secondary": "990027", "quiet": "990035", "village": "990001", "long-name": "990026", "all-through": "990040", "nursery": "990046", "ap": "990044",
	} {
		out[name] = demoCard(t, urn, "inspector")
	}
	for _, audience := range []reportcard.Audience{"governor", "la"} {
		for name, urn := range map[string]metrics.URN{"secondary": "990027", "long-name": "990026"} {
			out[fmt.Sprintf("%s-%s", audience, name)] = demoCard(t, urn, audience)
		}
	}
	return out
}

// file renders a card.
func file(t *testing.T, c *reportcard.Card) []byte {
	t.Helper()
	r, err := New()
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := r.Card(c, &b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

const mostBytes = 150_000

func TestCardFiles(t *testing.T) {
	for name, c := range fixtures(t) {
		t.Run(name, func(t *testing.T) {
			got := file(t, c)
			if len(got) > mostBytes {
				t.Errorf("%d bytes, more than %d", len(got), mostBytes)
			}
			if !bytes.Equal(got, file(t, c)) {
				t.Error("two renderings differ")
			}
			if *shots != "" {
				save(t, name+".html", got)
			}
			page := string(got)
			if !strings.Contains(page, "default-src &#39;none&#39;") {
				t.Error("no content security policy")
			}
			for _, never := range []string{" style=", "<script", "http://", "src=", "ZgotmplZ", "<no value>", "url("} {
				if strings.Contains(page, never) {
					t.Errorf("the page contains %q", never)
				}
			}
		})
	}
}

// Words of the input are text, whatever they look like.
func TestHostileNames(t *testing.T) {
	const name = `</style><script>alert(1)</script><img src=x onerror="alert(2)">`
	c := golden(t, "full")
	c.Title, c.Name, c.Label, c.FooterLeft, c.Lang = name, name, name, name, `en"><script>`
	c.Identity, c.Tags = []string{name}, []string{name}
	c.Headline = reportcard.Text{{Text: name, Bold: true}}
	c.Glance.Rows[0].Measure, c.Glance.Rows[0].Strip.Alt, c.Glance.Columns.SEND = name, name, name
	c.Trends[0].Title, c.Trends[0].Alt, c.Trends[0].Years[0], c.Trends[0].Series[0].Label = name, name, name, name
	c.TrendData.Header[0], c.TrendData.Rows[0][0] = name, name
	page := string(file(t, c))
	for _, never := range []string{"<script", "<img", "</style><"} {
		if strings.Contains(page, never) {
			t.Errorf("the page contains %q", never)
		}
	}
	if n := strings.Count(page, "&lt;script&gt;"); n < 10 {
		t.Errorf("the name is there %d times as text", n)
	}
}
