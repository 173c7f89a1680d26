package main

import (
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// rules says what each package may import: packages of this module by path
// within it, and those of other modules by the start of their path. A package
// that is not listed may not exist.
var rules = map[string]struct{ own, others []string }{
	"metrics":                  {own: []string{"metrics/stats"}},
	"metrics/area":             {own: []string{"metrics", "metrics/stats"}},
	"metrics/stats":            {others: []string{"gonum.org/v1/gonum/"}},
	"templates":                {},
	"config":                   {own: []string{"metrics"}, others: []string{"github.com/spf13/viper", "github.com/go-viper/mapstructure/"}},
	"reportcard":               {own: []string{"metrics", "metrics/area", "reportcard/chart", "templates"}},
	"reportcard/chart":         {own: []string{"templates"}, others: []string{"golang.org/x/image/"}},
	"reportcard/ingest":        {own: []string{"metrics", "reportcard/ingest/pupils"}, others: []string{"github.com/xuri/excelize/", "go.yaml.in/yaml/", "golang.org/x/text/"}},
	"reportcard/ingest/pupils": {own: []string{"metrics"}},
	"reportcard/pdf": {own: []string{"reportcard", "reportcard/chart", "reportcard/pdf/font", "reportcard/pdf/write", "templates"}, others: []string{
		"github.com/johnfercher/", "github.com/phpdave11/gofpdf", // maroto, and the tree and engine of its API
		"golang.org/x/text/",
	}},
	"reportcard/html":         {own: []string{"reportcard", "reportcard/chart", "reportcard/html/compile", "templates"}},
	"reportcard/html/compile": {},
	"reportcard/questions":    {own: []string{"reportcard"}},
	"reportcard/workbook":     {own: []string{"reportcard"}, others: []string{"github.com/klauspost/compress/", "github.com/xuri/excelize/"}},
	"reportcard/pdf/font":     {others: []string{"golang.org/x/image/"}},
	"reportcard/pdf/write":    {own: []string{"reportcard/pdf/font"}, others: []string{"github.com/klauspost/compress/"}},
	"reportcard/tables":       {own: []string{"metrics", "metrics/area", "reportcard/ingest"}},
	"reportcard/batch":        {own: []string{"metrics", "reportcard", "reportcard/ingest", "reportcard/pdf", "reportcard/tables"}, others: []string{"github.com/schollz/progressbar/"}},
	"cmd/reportcard/demo":     {},
	"cmd/reportcard/notices":  {others: []string{"github.com/CycloneDX/cyclonedx-go"}},
	"cmd/reportcard": {
		own:    []string{"cmd/reportcard/demo", "cmd/reportcard/notices", "config", "metrics", "metrics/area", "reportcard", "reportcard/batch", "reportcard/html", "reportcard/ingest", "reportcard/pdf", "reportcard/questions", "reportcard/tables", "reportcard/workbook"},
		others: []string{"github.com/spf13/cobra", "github.com/spf13/pflag", "golang.org/x/term"},
	},
}

const module = "inclusioncards"

func TestImports(t *testing.T) {
	out, err := exec.Command("go", "list", "-json=ImportPath,Imports", module+"/...").Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	seen := 0
	for dec := json.NewDecoder(strings.NewReader(string(out))); ; seen++ {
		var p struct {
			ImportPath string
			Imports    []string
		}
		if err := dec.Decode(&p); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatal(err)
		}
		name := strings.TrimPrefix(p.ImportPath, module+"/")
		rule, ok := rules[name]
		if !ok {
			t.Errorf("package %s is not in the table of import rules", name)
		}
		for _, path := range p.Imports {
			own, inModule := strings.CutPrefix(path, module+"/")
			first, _, _ := strings.Cut(path, "/")
			switch {
			case inModule && !slices.Contains(rule.own, own):
				t.Errorf("%s imports %s: the table does not allow it", name, own)
			case !inModule && strings.Contains(first, ".") && !slices.ContainsFunc(rule.others, func(start string) bool { return strings.HasPrefix(path, start) }):
				t.Errorf("%s imports %s: the table does not allow it", name, path)
			}
		}
	}
	if seen != len(rules) {
		t.Errorf("%d packages, %d in the table: remove those that are gone", seen, len(rules))
	}
}
