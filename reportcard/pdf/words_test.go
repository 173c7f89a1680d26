package pdf

import "testing"

// The right-hand sides are what a reader sees from left to right.
func TestVisual(t *testing.T) {
	for in, want := range map[string]string{
		"":                    "",
		"Plain words":         "Plain words",
		"Tŷ’r Ŵyl":            "Tŷ’r Ŵyl",
		"Beit אבג School":     "Beit גבא School",
		"אבג דה":              "הד גבא",
		"אב 12 גד x":          "דג 12 בא x",
		"אב 12":               "בא 12",
		"a\u05d0\u05b8\u05d1": "a\u05d1\u05d0\u05b8", // the vowel stays behind its letter
		"(אב)":                "(בא)",
	} {
		if got := visual(in); got != want {
			t.Errorf("visual(%q) = %q, want %q", in, got, want)
		}
	}
}

// A line ends after the hyphen of a double-barrelled word, and after no other.
func TestHyphens(t *testing.T) {
	for text, want := range map[string]bool{"Tyne-Side": true, "Ŵyl-ŷ": true, "A\u00a0-\u00a0B": false, "-x": false, "x-": false, "10-11": false} {
		i := 0
		for text[i] != '-' {
			i++
		}
		if got := betweenLetters(text, i); got != want {
			t.Errorf("%q: %v", text, got)
		}
	}
}
