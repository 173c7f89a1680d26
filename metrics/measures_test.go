package metrics

import (
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// example is one worked example of testdata/measures. The expected values were
// computed outside this program from the textbook formulae.
type example struct {
	Measure    MeasureID
	Arithmetic string
	Counts     map[string]map[string]float64
	Expect     []struct {
		Group                  string
		Numerator, Denominator *float64
		Value                  float64
		Lower, Upper           *float64
		Method                 string
	}
}

func loadExamples(t *testing.T) map[MeasureID]example {
	t.Helper()
	files, err := filepath.Glob("../testdata/measures/*.json")
	if err != nil || len(files) == 0 {
		t.Fatalf("no worked examples: %v", err)
	}
	out := map[MeasureID]example{}
	for _, f := range files {
		b, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		var e example
		if err := json.Unmarshal(b, &e); err != nil {
			t.Fatalf("%s: %v", f, err)
		}
		out[e.Measure] = e
	}
	return out
}

func fieldNamed(t *testing.T, name string) Field {
	t.Helper()
	i := slices.Index(fieldNames[:], name)
	if i < 0 {
		t.Fatalf("no field %q", name)
	}
	return Field(i)
}

func groupNamed(t *testing.T, name string) Group {
	t.Helper()
	for g := GroupAll; g <= GroupGap; g++ {
		if g.String() == name {
			return g
		}
	}
	t.Fatalf("no group %q", name)
	return 0
}

func TestWorkedExamples(t *testing.T) {
	for id, e := range loadExamples(t) {
		t.Run(string(id), func(t *testing.T) {
			m, ok := Lookup(id)
			if !ok {
				t.Fatalf("no such measure")
			}
			d := NewDataset()
			n := d.Intern("100001")
			for f, groups := range e.Counts {
				for g, v := range groups {
					d.Set(n, 2022, fieldNamed(t, f), groupNamed(t, g), Known(v))
				}
			}
			d.Finish()
			for _, want := range e.Expect {
				o := Observe(d, 0, 2022, m, groupNamed(t, want.Group), 0.95)
				if !o.OK() || o.Method.String() != want.Method || o.HasInterval != (want.Lower != nil) {
					t.Errorf("%s: state %s, method %s, interval %v", want.Group, o.State, o.Method, o.HasInterval)
					continue
				}
				near(t, want.Group+" value", o.Value, want.Value, 1e-12*math.Max(1, math.Abs(want.Value)))
				if want.Numerator != nil && (o.Num.N != *want.Numerator || o.Den.N != *want.Denominator) {
					t.Errorf("%s: %v of %v, want %v of %v", want.Group, o.Num.N, o.Den.N, *want.Numerator, *want.Denominator)
				}
				if want.Lower != nil {
					near(t, want.Group+" lower", o.Lo, *want.Lower, 1e-9*math.Max(1, math.Abs(*want.Lower)))
					near(t, want.Group+" upper", o.Hi, *want.Upper, 1e-9*math.Max(1, math.Abs(*want.Upper)))
				}
			}
		})
	}
}

// Every measure has every text, a worked example and its own ID.
func TestCatalogueIsComplete(t *testing.T) {
	examples := loadExamples(t)
	seen := map[MeasureID]bool{}
	for _, m := range Catalogue() {
		if seen[m.ID] {
			t.Errorf("%s: twice", m.ID)
		}
		seen[m.ID] = true
		for name, s := range map[string]string{"name": m.Name, "definition": m.Definition, "not this": m.NotThis, "source": m.Source} {
			if strings.TrimSpace(s) == "" {
				t.Errorf("%s: no %s", m.ID, name)
			}
		}
		if m.Family == 0 || len(m.Bases) == 0 {
			t.Errorf("%s: no family or no basis", m.ID)
		}
		if _, ok := examples[m.ID]; !ok {
			t.Errorf("%s: no worked example in testdata/measures", m.ID)
		}
		delete(examples, m.ID)
	}
	for id := range examples {
		t.Errorf("worked example %s has no measure", id)
	}
	var flagged []string
	for _, m := range Flagged() {
		flagged = append(flagged, string(m.ID))
	}
	if got, want := strings.Join(flagged, " "), "suspended_once persistent_absence severe_absence leavers leavers_y10_y11 register_send"; got != want {
		t.Errorf("flagged measures %q, want the order of method.md section 3, %q", got, want)
	}
}
