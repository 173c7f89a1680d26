package reportcard

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// One card is rewritten at a time, so that each is read by a person:
// go test ./reportcard -run TestCards -rewrite full
var rewrite = flag.String("rewrite", "", "name of the one card in testdata/cards to rewrite")

func TestCards(t *testing.T) {
	for name, in := range map[string]input{"full": fullInput(), "public": publicInput(), "special": specialInput()} {
		t.Run(name, func(t *testing.T) {
			card, err := buildFrom(in, inspector)
			if err != nil {
				t.Fatal(err)
			}
			var got bytes.Buffer
			enc := json.NewEncoder(&got)
			enc.SetEscapeHTML(false)
			enc.SetIndent("", "  ")
			if err := enc.Encode(card); err != nil {
				t.Fatal(err)
			}
			path := filepath.Join("..", "testdata", "cards", name+".json")
			if *rewrite == name {
				if err := os.WriteFile(path, got.Bytes(), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), got.String()); diff != "" {
				t.Errorf("card differs from %s (-want +got):\n%s", path, diff)
			}
		})
	}
}
