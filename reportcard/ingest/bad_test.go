package ingest

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

const badInput = "../../testdata/bad"

// Every kind of problem has a folder that raises it, and every folder is of a
// kind that exists.
func TestBadInput(t *testing.T) {
	placeholder := regexp.MustCompile(`\{[a-z]+\}`)
	known := map[string]bool{}
	for _, k := range Catalogue() {
		known[k.Code] = true
		t.Run(k.Code, func(t *testing.T) {
			dir := filepath.Join(badInput, k.Code)
			if _, err := os.Stat(dir); err != nil {
				t.Fatalf("no fixture: %v", err)
			}
			var opt Options
			if text, err := os.ReadFile(filepath.Join(dir, "mapping.yaml")); err == nil {
				if opt.Mapping, err = ParseMapping(text); err != nil {
					t.Fatal(err)
				}
			}
			if text, err := os.ReadFile(filepath.Join(dir, "prefer.md")); err == nil {
				opt.Prefer = strings.Fields(string(text))
			}
			_, rep, err := Read([]string{dir}, opt)
			if err != nil {
				t.Fatal(err)
			}
			i := slices.IndexFunc(rep.Problems, func(p Problem) bool { return p.Code == k.Code })
			if i < 0 {
				t.Fatalf("not raised; there are:\n%s", printed(rep))
			}
			p := rep.Problems[i]
			if p.Stage != k.Stage || p.What == "" || p.Hint == "" {
				t.Errorf("%+v", p)
			}
			if p.File == "" && k.Code != codeUnknownLA && k.Code != codePreset {
				t.Error("no place")
			}
			for _, text := range []string{p.What, p.Hint} {
				if m := placeholder.FindString(text); m != "" {
					t.Errorf("%s is not filled in: %s", m, text)
				}
			}
		})
	}
	folders, err := os.ReadDir(badInput)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range folders {
		if f.IsDir() && !known[f.Name()] {
			t.Errorf("%s is a fixture of no problem", f.Name())
		}
	}
}

func TestCatalogue(t *testing.T) {
	stages := map[byte]Stage{'1': StageFile, '2': StageHeader, '3': StageCell, '4': StageRow, '5': StageCrossRow, '6': StageCrossFile}
	seen := map[string]bool{}
	for _, k := range Catalogue() {
		if seen[k.Code] {
			t.Errorf("%s stands twice", k.Code)
		}
		seen[k.Code] = true
		if !regexp.MustCompile(`^IN[1-7]\d\d$`).MatchString(k.Code) || k.Code[2] != '7' && stages[k.Code[2]] != k.Stage || k.Stage == 0 {
			t.Errorf("%s is of stage %s", k.Code, k.Stage)
		}
		if k.Message == "" || k.Hint == "" {
			t.Errorf("%s has no words", k.Code)
		}
		if strings.HasSuffix(k.Message, ".") || strings.HasSuffix(k.Hint, ".") {
			t.Errorf("%s ends with a full stop", k.Code)
		}
	}
	if !slices.IsSortedFunc(Catalogue(), func(a, b ProblemKind) int { return strings.Compare(a.Code, b.Code) }) {
		t.Error("the catalogue is not in order")
	}
}
