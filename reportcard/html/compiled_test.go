package html

import (
	"bytes"
	"testing"

	"inclusioncards/reportcard"
)

// The compiled template must write what html/template writes, byte for byte.
func TestCompiledIsTheTemplate(t *testing.T) {
	r, err := New()
	if err != nil {
		t.Fatal(err)
	}
	cards := fixtures(t)
	hostile := golden(t, "full")
	hostile.Name, hostile.Label, hostile.Title, hostile.Lang = "a+b\x00\xff'\"", "<!--", "</title>&amp;", `"`
	hostile.Headline = append(hostile.Headline, reportcard.Run{Text: "]]>&lt;\u2028\uFDD0"})
	cards["hostile"], cards["empty"] = hostile, &reportcard.Card{}
	for name, c := range cards {
		var want, got bytes.Buffer
		if err := r.pages["card"].ExecuteTemplate(&want, "page", r.cardPage(c)); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if err := r.Card(c, &got); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if !bytes.Equal(want.Bytes(), got.Bytes()) {
			at := 0
			for at < min(want.Len(), got.Len()) && want.Bytes()[at] == got.Bytes()[at] {
				at++
			}
			from := max(at-60, 0)
			t.Errorf("%s: at byte %d %q, want %q", name, at, got.Bytes()[from:min(at+60, got.Len())], want.Bytes()[from:min(at+60, want.Len())])
		}
	}
}
