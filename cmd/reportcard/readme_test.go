package main

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"inclusioncards/config"
	"inclusioncards/metrics"
	"inclusioncards/reportcard/batch"
	"inclusioncards/reportcard/ingest"
)

var update = flag.Bool("update", false, "write the generated parts of README.md again")

const readme = "../../README.md"

// The generated parts of the README are what the program says of itself.
func TestReadmeIsUpToDate(t *testing.T) {
	raw, err := os.ReadFile(readme)
	if err != nil {
		t.Fatal(err)
	}
	text := string(raw)
	for _, part := range []struct{ name, content string }{
		{"measures", measuresTable()},
		{"exit status", "```" + strings.TrimPrefix(exitHelp, "\nExit status:") + "```\n"},
		{"settings", "```yaml\n" + config.Default().YAML() + "```\n"},
		{"problems", problemsTable()},
	} {
		begin, end := "<!-- begin "+part.name+" -->\n", "<!-- end "+part.name+" -->"
		before, rest, ok := strings.Cut(text, begin)
		old, after, ok2 := strings.Cut(rest, end)
		if !ok || !ok2 {
			t.Errorf("README.md has no part %q", part.name)
			continue
		}
		if *update {
			text = before + begin + part.content + end + after
		} else if diff := cmp.Diff(part.content, old); diff != "" {
			t.Errorf("part %q is out of date (-program +README); run go test ./cmd/reportcard -run Readme -update:\n%s", part.name, diff)
		}
	}
	if *update {
		if err := os.WriteFile(readme, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
}

func measuresTable() string {
	var b strings.Builder
	b.WriteString("| Measure | Family | Unit | Definition | It is not | Source |\n|---|---|---|---|---|---|\n")
	for _, m := range metrics.Catalogue() {
		flagged := ""
		if m.Test != metrics.NoTest {
			flagged = " *"
		}
		fmt.Fprintf(&b, "| `%s`%s | %s | %s | %s: %s | %s | %s |\n", m.ID, flagged, m.Family, m.Unit, m.Name, m.Definition, m.NotThis, m.Source)
	}
	return b.String()
}

func problemsTable() string {
	var b strings.Builder
	b.WriteString("| Code | Found at | Severity | Message | What to do |\n|---|---|---|---|---|\n")
	escape := strings.NewReplacer("|", `\|`, "<", "&lt;")
	kinds := append(append(ingest.Catalogue(), batch.Catalogue()...), catalogue()...)
	for _, k := range kinds {
		stage := k.Stage.String()
		if stage == "" {
			stage = "output"
		}
		fmt.Fprintf(&b, "| %s | %s | %s | %s | %s |\n", k.Code, stage, k.Severity, escape.Replace(k.Message), escape.Replace(k.Hint))
	}
	return b.String()
}

// Codes are unique across the packages that report problems.
func TestProblemCodesAreUnique(t *testing.T) {
	seen := map[string]bool{}
	for _, k := range append(append(ingest.Catalogue(), batch.Catalogue()...), catalogue()...) {
		if seen[k.Code] {
			t.Errorf("%s stands twice", k.Code)
		}
		seen[k.Code] = true
		if k.Message == "" || k.Hint == "" {
			t.Errorf("%s has no message or no hint", k.Code)
		}
	}
}
