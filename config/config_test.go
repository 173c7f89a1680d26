package config

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"inclusioncards/metrics"
)

// The documented file and the options of package metrics must not drift apart.
func TestEmbeddedDefaultIsTheDefault(t *testing.T) {
	got, err := read(strings.NewReader(defaultYAML))
	if err != nil {
		t.Fatal(err)
	}
	want := Config{Metrics: metrics.DefaultOptions()}
	if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("default.yaml (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(defaultYAML, want.YAML()); diff != "" {
		t.Errorf("the default, printed (-want +got):\n%s", diff)
	}
}

func TestEverySettingIsDocumented(t *testing.T) {
	for _, s := range Default().Settings() {
		key := s.Key[strings.LastIndex(s.Key, ".")+1:]
		before, _, found := strings.Cut(defaultYAML, key+": "+s.Value+"\n")
		if !found {
			t.Errorf("default.yaml has no line for %s", s.Key)
			continue
		}
		lines := strings.Split(strings.TrimRight(before, " \n"), "\n")
		if last := strings.TrimSpace(lines[len(lines)-1]); !strings.HasPrefix(last, "#") {
			t.Errorf("%s has no comment above it", s.Key)
		}
	}
}

func TestYAMLReadsBack(t *testing.T) {
	want := Default()
	want.Label = `Draft: "for discussion"`
	want.Metrics.MinGroup = 20
	want.Metrics.Q = 0.1
	got, err := read(strings.NewReader(want.YAML()))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if got.Hash() == Default().Hash() {
		t.Error("different settings have the same hash")
	}
}

func TestLoadReportsEveryProblemTogether(t *testing.T) {
	for _, tc := range []struct {
		name, yaml string
		want       Problems
	}{
		{"unknown keys", "labl: x\nmetrics:\n  min_grp: 3\n  level: 0.9\n", Problems{
			`unknown key "labl": did you mean "label"?`,
			`unknown key "metrics.min_grp": did you mean "metrics.min_group"?`,
		}},
		{"two scales", "metrics: {level: 95, q: 5}\n", Problems{
			"metrics.level is 95: it must lie between 0 and 1",
			"metrics.q is 5: it must lie between 0 and 1",
			"metrics.outer is 0.998: it must be above level, 95",
		}},
		{"types", "label: 2\nmetrics: {min_group: 11.5, level: high, q: true}\n", Problems{
			"label is 2: it must be text; put it in quotes",
			"metrics.level is high: it must be a number",
			"metrics.q is true: it must be a number",
			"metrics.min_group is 11.5: it must be a whole number",
		}},
		{"no value", "metrics:\n  q:\n", Problems{"metrics.q has no value: give one or remove the line"}},
		{"long label", "label: " + strings.Repeat("a", 91) + "\n", Problems{"label has 91 characters: at most 90 fit on a page"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			_, err := read(strings.NewReader(tc.yaml))
			got, _ := err.(Problems)
			if diff := cmp.Diff(tc.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s\nerror: %v", diff, err)
			}
		})
	}
}

func TestLoad(t *testing.T) {
	path := filepath.Join(t.TempDir(), "settings.yaml")
	if err := os.WriteFile(path, []byte("metrics:\n  min_group: 10\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	got, err := Load(path)
	if err != nil {
		t.Fatal(err)
	}
	want := Default()
	want.Metrics.MinGroup = 10
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if _, err := Load(filepath.Join(t.TempDir(), "absent.yaml")); !os.IsNotExist(err) {
		t.Errorf("absent file: %v", err)
	}
	if _, err := read(strings.NewReader("a: [")); err == nil {
		t.Error("broken YAML was accepted")
	}
}

func TestNearest(t *testing.T) {
	got := Nearest("203", []string{"310", "202", "210", "201"}, 2)
	if diff := cmp.Diff([]string{"202", "201"}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
