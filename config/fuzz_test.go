package config

import (
	"bytes"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// Settings that are accepted are valid, and come back the same when they are
// written and read again.
func FuzzRead(f *testing.F) {
	text, err := os.ReadFile("default.yaml")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(text)
	for _, s := range []string{"", "metrics:\n  level: 0.95\n", "metrics: 1", "a: &x [*x]", "metrics:\n  level: .nan\n", "\x00", "? [a]: b", "metrics:\n  level: 1e400\n"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		c, err := read(bytes.NewReader(text))
		if err != nil {
			if err.Error() == "" {
				t.Error("an error without words")
			}
			return
		}
		again, err := read(strings.NewReader(c.YAML()))
		if diff := cmp.Diff(c, again, cmpopts.EquateEmpty()); err != nil || diff != "" {
			t.Errorf("%v\n%s\n%s", err, diff, c.YAML())
		}
	})
}
