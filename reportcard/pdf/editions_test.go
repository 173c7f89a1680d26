package pdf

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"inclusioncards/metrics"
	"inclusioncards/reportcard"
	"inclusioncards/reportcard/ingest"
)

// editions are the cards every engine must draw: the invented ones of these
// tests, those the card builder keeps, and some schools of the demonstration
// data in every edition.
func editions(t testing.TB) map[string]*reportcard.Card {
	t.Helper()
	out := allCards()
	files, err := filepath.Glob(filepath.Join("..", "..", "testdata", "cards", "*.json"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no golden cards (%v)", err)
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		c := &reportcard.Card{}
		if err := json.Unmarshal(data, c); err != nil {
			t.Fatal(err)
		}
		out["golden "+strings.TrimSuffix(filepath.Base(file), ".json")] = c
	}
	a := demonstration(t)
	for _, audience := range reportcard.Audiences() {
		for i := 0; i < len(a.Data.Schools); i += 15 {
			out[string(audience)+" "+string(a.Data.Schools[i].URN)] = build(t, a, i, audience)
		}
	}
	return out
}

func build(t testing.TB, a *metrics.Analysis, school int, audience reportcard.Audience) *reportcard.Card {
	t.Helper()
	c, err := reportcard.Build(a, school, reportcard.BuildOptions{
		Audience: audience, Disclosure: reportcard.Disclose(a, audience.Profile()), Date: time.Date(2026, time.November, 22, 0, 0, 0, 0, time.UTC), Version: "0.1", ConfigHash: "5e2a90bb",
	})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// demonstration is the analysis of the demonstration data.
func demonstration(t testing.TB) *metrics.Analysis {
	t.Helper()
	d, _, err := ingest.ReadFS(os.DirFS(filepath.Join("..", "..", "cmd", "reportcard", "demo")), ingest.Options{Demonstration: true})
	if err != nil {
		t.Fatal(err)
	}
	a, err := metrics.Analyse(d, metrics.LatestYear(d), []metrics.ComparatorKind{metrics.CompareLA, metrics.CompareEngland}, metrics.DefaultOptions())
	if err != nil {
		t.Fatal(err)
	}
	return a
}
