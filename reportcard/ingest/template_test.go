package ingest

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"inclusioncards/metrics"
	"inclusioncards/reportcard/ingest/pupils"
)

// The template read back as it is gives nothing but the word that its example
// was skipped.
func TestTemplateReadsBack(t *testing.T) {
	dir := t.TempDir()
	var b bytes.Buffer
	must(t, WriteTemplateXLSX(&b))
	must(t, os.WriteFile(filepath.Join(dir, "template.xlsx"), b.Bytes(), 0o666))
	must(t, os.Mkdir(filepath.Join(dir, "csv"), 0o777))
	must(t, WriteTemplateCSV(func(name string) (io.WriteCloser, error) { return os.Create(filepath.Join(dir, "csv", name)) }))
	for _, p := range []string{"template.xlsx", "csv"} {
		d, rep, err := Read([]string{filepath.Join(dir, p)}, Options{})
		must(t, err)
		kinds := map[string]bool{}
		for _, f := range rep.Files {
			kinds[f.Kind] = true
			if f.Kind == "" || f.Used {
				t.Errorf("%s: %+v", p, f)
			}
		}
		for _, k := range []string{"counts", "schools", "table of benchmarks", "comments", "pupil census", "pupil attendance", "suspensions and exclusions", "destinations"} {
			if !kinds[k] {
				t.Errorf("%s: no table was taken for %s: %v", p, k, kinds)
			}
		}
		for _, prob := range rep.Problems {
			if prob.Code != codeExample {
				t.Errorf("%s: %s", p, prob)
			}
		}
		if len(d.Schools) > 0 {
			t.Errorf("%s: %d schools", p, len(d.Schools))
		}
	}
	var again bytes.Buffer
	must(t, WriteTemplateXLSX(&again))
	if !bytes.Equal(b.Bytes(), again.Bytes()) {
		t.Error("two templates differ")
	}
}

// A filled template is read: the example beside real rows is still skipped.
func TestTemplateFilledIn(t *testing.T) {
	var b bytes.Buffer
	must(t, WriteTemplateXLSX(&b))
	f, err := excelize.OpenReader(bytes.NewReader(b.Bytes()))
	must(t, err)
	put(t, f, "counts", "A5", []any{"100049", "", "2023/24", "", "ehc_plan", 31, 4})
	var out bytes.Buffer
	must(t, f.Write(&out))
	d, rep := readFiles(t, map[string]string{"mine.xlsx": out.String()}, Options{})
	wantCodes(t, rep)
	wantFigure(t, d, "100049", 2023, metrics.Pupils, plan, metrics.Known(31))
	wantProblem(t, rep, codeExample, "3 rows of the template's example skipped")
}

// Lists are drop-downs, every heading is explained and means something to the
// reader, and every word of a list is understood.
func TestTemplateColumns(t *testing.T) {
	var b bytes.Buffer
	must(t, WriteTemplateXLSX(&b))
	f, err := excelize.OpenReader(bytes.NewReader(b.Bytes()))
	must(t, err)
	for _, table := range Templates() {
		lists := 0
		for _, c := range table.Columns {
			if c.Meaning == "" {
				t.Errorf("%s: %s is not explained", table.Name, c.Heading)
			}
			if len(c.List) > 0 {
				lists++
			}
			if n := canonical(c.Heading); !isCanonical(n) && !strings.HasPrefix(c.Heading, "from_") && n != "sex" {
				t.Errorf("%s: %s means nothing to the reader", table.Name, c.Heading)
			}
		}
		v, err := f.GetDataValidations(table.Name)
		must(t, err)
		if len(v) != lists {
			t.Errorf("%s: %d drop-down lists, want %d", table.Name, len(v), lists)
		}
		for _, row := range table.Rows {
			if len(row) != len(table.Columns) || row[0] != exampleMark {
				t.Errorf("%s: %d cells in %d columns: %v", table.Name, len(row), len(table.Columns), row)
			}
		}
	}
	for _, g := range groupList {
		if _, _, _, ok := parseGroup(g); !ok {
			t.Errorf("group %q", g)
		}
	}
	for _, p := range phaseList {
		if ph, _, ok := parsePhase(p); !ok || ph == metrics.PhaseUnknown {
			t.Errorf("phase %q", p)
		}
	}
	for _, f := range metrics.CountFields() {
		if fieldMeaning[f] == "" {
			t.Errorf("%s is not explained", f)
		}
	}
	for _, name := range []string{"census", "attendance", "suspensions", "destinations"} {
		i := slices.IndexFunc(Templates(), func(t TemplateTable) bool { return t.Name == name })
		var head []string
		for _, c := range Templates()[i].Columns {
			head = append(head, c.Heading)
		}
		if k, ok := pupils.KindOf(head); !ok || k == pupils.Schools {
			t.Errorf("%s is not recognised: %v", name, k)
		}
	}
}
