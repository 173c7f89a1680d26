package batch

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestDifferences(t *testing.T) {
	a := Manifest{Version: "1", Method: "1", ConfigurationHash: "a", Settings: map[string]string{"q": "0.05", "p": "1"},
		Inputs: []InputEntry{{File: "counts.csv", SHA256: strings.Repeat("a", 64)}, {File: "gone.csv", SHA256: "b"}}, Date: "2026-03-12"}
	b := Manifest{Version: "1", Method: "2", ConfigurationHash: "b", Settings: map[string]string{"q": "0.10", "p": "1"},
		Inputs: []InputEntry{{File: "counts.csv", SHA256: strings.Repeat("c", 64)}}, URNs: []string{"100001"}}
	var got []string
	for _, d := range Differences(&a, &b) {
		got = append(got, d.String())
	}
	want := []string{"method: 1 -> 2", "configuration q: 0.05 -> 0.10", "input counts.csv: aaaaaaaaaaaa -> cccccccccccc",
		"input gone.csv: b -> none", "options date: 2026-03-12 -> none", "selection schools: none -> 100001"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if d := Differences(&a, &a); d != nil {
		t.Errorf("a run differs from itself: %v", d)
	}
}

// A field added to the record one day is an option until it is said to be
// something else: it must not let an old card pass for a new one.
func TestEveryFieldOfTheRecordIsCompared(t *testing.T) {
	raw, err := json.Marshal(Manifest{FileYear: "2022/23", Demonstration: true, Zip: true, Editions: []EditionEntry{{Audience: "a"}}, Format: "b", Date: "c"})
	if err != nil {
		t.Fatal(err)
	}
	var m Manifest
	if err := json.Unmarshal(raw, &m); err != nil {
		t.Fatal(err)
	}
	if got := reachOf(Differences(&Manifest{}, &m)); got != everyCard {
		t.Errorf("reach %d", got)
	}
	if n := len(Differences(&Manifest{}, &m)); n != 6 {
		t.Errorf("%d differences, want one for each field", n)
	}

}
