package pdf

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"inclusioncards/reportcard"
)

// TestGovernorEditionFits draws the longest governor card there is in 12 points:
// two lines of enquiry, each with its table of questions. With further tables
// besides it may be too full, and then says which section is the longest.
func TestGovernorEditionFits(t *testing.T) {
	raw, err := os.ReadFile(filepath.Join("..", "..", "testdata", "cards", "governor.json"))
	if err != nil {
		t.Fatal(err)
	}
	var c reportcard.Card
	if err := json.Unmarshal(raw, &c); err != nil {
		t.Fatal(err)
	}
	if c.LeastType != 12 || len(c.Enquiries) != 1 || c.Enquiries[0].Answers == nil {
		t.Fatalf("the card is not what this test is about: %v points, %d enquiries", c.LeastType, len(c.Enquiries))
	}
	c.Enquiries = append(c.Enquiries, c.Enquiries[0])
	r, err := New()
	if err != nil {
		t.Fatal(err)
	}
	if err := r.Render(&c, &bytes.Buffer{}); err != nil {
		t.Error(err)
	}
	for range 12 {
		c.Tables = append(c.Tables, reportcard.FigureTable{Title: "Survey", Header: []string{"Question", "Ticks"}, Rows: [][]string{{"One", "2"}, {"Two", "3"}}})
	}
	var full *TooFullError
	if err := r.Render(&c, &bytes.Buffer{}); !errors.As(err, &full) || full.Section == "" {
		t.Errorf("a card for which two pages are too few: %v", err)
	}
}
