package ingest

import (
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"inclusioncards/metrics"
)

// readFiles reads files given by name and content.
func readFiles(t *testing.T, files map[string]string, opt Options) (*metrics.Dataset, *Report) {
	t.Helper()
	fsys := fstest.MapFS{}
	for name, content := range files {
		fsys[name] = &fstest.MapFile{Data: []byte(content)}
	}
	d, rep, err := ReadFS(fsys, opt)
	if err != nil {
		t.Fatal(err)
	}
	return d, rep
}

// get gives one figure of one school.
func get(t *testing.T, d *metrics.Dataset, u metrics.URN, y metrics.AcademicYear, f metrics.Field, g metrics.Group) metrics.Count {
	t.Helper()
	i := d.Find(u)
	if i < 0 {
		t.Fatalf("school %s was not read", u)
	}
	return d.Get(i, y, f, g)
}

// wantFigure compares a figure's number and state; its source is another
// matter.
func wantFigure(t *testing.T, d *metrics.Dataset, u metrics.URN, y metrics.AcademicYear, f metrics.Field, g metrics.Group, want metrics.Count) {
	t.Helper()
	got := get(t, d, u, y, f, g)
	got.Source = 0
	if got != want {
		t.Errorf("%s %s %s %s: %+v, want %+v", u, y, f, g, got, want)
	}
}

// codesOf lists the codes of the problems, without those of severity info.
func codesOf(rep *Report) []string {
	var out []string
	for _, p := range rep.Problems {
		if p.Severity != Info {
			out = append(out, p.Code)
		}
	}
	return out
}

// wantProblem finds the problem of a code and checks how it prints.
func wantProblem(t *testing.T, rep *Report, code, text string) Problem {
	t.Helper()
	for _, p := range rep.Problems {
		if p.Code == code && strings.Contains(p.String(), text) {
			return p
		}
	}
	t.Errorf("no problem %s with %q; there are:\n%s", code, text, printed(rep))
	return Problem{}
}

func wantCodes(t *testing.T, rep *Report, want ...string) {
	t.Helper()
	if got := codesOf(rep); !slices.Equal(got, want) {
		t.Errorf("codes %v, want %v:\n%s", got, want, printed(rep))
	}
}

func printed(rep *Report) string {
	var b strings.Builder
	for _, p := range rep.Problems {
		b.WriteString("  " + p.Severity.String() + " " + p.String() + "\n")
	}
	return b.String()
}

// lines joins the lines of a small table.
func lines(l ...string) string { return strings.Join(l, "\n") + "\n" }
