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
	// The editions of the full card show everything, as a forced profile does:
	// they are the longest there are.
	governor, la := inspector, inspector
	governor.Audience, governor.Profile, la.Audience = Governor, OfficerProfile, LA
	for name, c := range map[string]struct {
		in input
		o  BuildOptions
	}{
		"full": {fullInput(), inspector}, "public": {publicInput(), inspector}, "special": {specialInput(), inspector},
		"governor": {fullInput(), governor}, "la": {fullInput(), la},
	} {
		t.Run(name, func(t *testing.T) {
			card, err := buildFrom(c.in, c.o)
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
