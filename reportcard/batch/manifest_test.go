package batch

import (
	"bytes"
	"strings"
	"testing"
)

// The rows of a list of suspensions are the suspensions: run.json, which stands
// beside the cards of every audience, tells no number under 11, the floor of the
// strictest profile.
func TestManifestTellsNoSmallNumberOfRows(t *testing.T) {
	m := Manifest{Inputs: []InputEntry{{File: "few.csv", Rows: 10}, {File: "enough.csv", Rows: 11}, {File: "picture.png"}}}
	var b bytes.Buffer
	if err := m.write(&b); err != nil {
		t.Fatal(err)
	}
	got := b.String()
	if strings.Contains(got, `"rows": 10`) || strings.Count(got, `"rows": 11`) != 1 || strings.Count(got, `"fewer_than_11_rows": true`) != 1 {
		t.Errorf("inputs of run.json:\n%s", got)
	}
	if m.Inputs[0].Rows != 10 {
		t.Error("writing changed the record of the run")
	}
}
