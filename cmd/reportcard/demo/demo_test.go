package demo

import (
	"flag"
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write the demonstration data again")

// The committed files are what the generator makes.
func TestFilesAreGenerated(t *testing.T) {
	for name, want := range generate() {
		if *update {
			if err := os.WriteFile(name, want, 0o666); err != nil {
				t.Fatal(err)
			}
			continue
		}
		got, err := Files.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(want), string(got)); diff != "" {
			t.Errorf("%s (-generated +committed); run go test ./cmd/reportcard/demo -update:\n%s", name, diff)
		}
	}
}
