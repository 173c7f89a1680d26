package notices

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime/debug"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "collect the licences again")

const (
	program = "inclusioncards/cmd/reportcard"
	// classifier reads licence texts; see its README for how sure it is.
	classifier  = "github.com/google/go-licenses@v1.6.0"
	fontLicence = "../../../templates/fonts/LICENSE-Liberation.txt"
)

// targets are the systems of .ci/release.
var targets = []string{"linux", "darwin", "windows"}

type module struct{ Path, Version, Dir string }

// modules lists those linked on any of the targets.
func modules(t *testing.T) []module {
	t.Helper()
	seen := map[string]module{}
	for _, system := range targets {
		cmd := exec.Command("go", "list", "-deps", "-f", `{{with .Module}}{{if not .Main}}{"Path":"{{.Path}}","Version":"{{.Version}}","Dir":{{printf "%q" .Dir}}}{{end}}{{end}}`, program)
		cmd.Env = append(os.Environ(), "GOOS="+system, "GOARCH=amd64", "CGO_ENABLED=0")
		out, err := cmd.Output()
		if err != nil {
			t.Fatalf("go list: %v", err)
		}
		for dec := json.NewDecoder(bytes.NewReader(out)); dec.More(); {
			var m module
			if err := dec.Decode(&m); err != nil {
				t.Fatal(err)
			}
			seen[m.Path] = m
		}
	}
	var out []module
	for _, m := range seen {
		out = append(out, m)
	}
	slices.SortFunc(out, func(a, b module) int { return strings.Compare(a.Path, b.Path) })
	return out
}

// Every module of the program is there in the version that is linked, and
// nothing else.
func TestEveryPartHasItsLicence(t *testing.T) {
	mods := modules(t)
	if *update {
		collect(t, mods)
	}
	want := map[string]string{Standard: "", Font: "2.1.5"}
	for _, m := range mods {
		want[m.Path] = m.Version
	}
	got := map[string]string{}
	for _, n := range All() {
		got[n.Name] = n.Version
		if n.Licence == "" || len(n.Text) < 200 {
			t.Errorf("%s: licence %q with a text of %d bytes", n.Name, n.Licence, len(n.Text))
		}
		if !slices.Contains(permissive, n.Licence) {
			t.Errorf("%s: licence %s is not among those that have been judged permissive", n.Name, n.Licence)
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("run go test ./cmd/reportcard/notices -update (-linked +noted):\n%s", diff)
	}
	font, err := os.ReadFile(fontLicence)
	if err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(All(), func(n Notice) bool { return n.Name == Font })
	if i >= 0 && All()[i].Text != string(font) {
		t.Error("the licence of the font is out of date")
	}
}

// permissive licences let the program be passed on, with their text.
var permissive = []string{"MIT", "BSD-2-Clause", "BSD-3-Clause", "Apache-2.0", "OFL-1.1", "ISC"}

var licenceFile = regexp.MustCompile(`(?i)^(licen[cs]e|copying|notice)([.-].*)?$`)

// collect writes notices.json: texts from the modules as downloaded, names of
// licences from the classifier.
func collect(t *testing.T, mods []module) {
	t.Helper()
	ids := classify(t, mods)
	root, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		t.Fatal(err)
	}
	out := []Notice{
		{Name: Standard, Licence: "BSD-3-Clause", Text: read(t, filepath.Join(strings.TrimSpace(string(root)), "LICENSE"))},
		{Name: Font, Version: "2.1.5", Licence: "OFL-1.1", Text: read(t, fontLicence)},
	}
	for _, m := range mods {
		n := Notice{Name: m.Path, Version: m.Version, Licence: ids[m.Path]}
		entries, err := os.ReadDir(m.Dir)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range entries {
			if licenceFile.MatchString(e.Name()) && !e.IsDir() {
				n.Text += read(t, filepath.Join(m.Dir, e.Name()))
			}
		}
		out = append(out, n)
	}
	slices.SortFunc(out, func(a, b Notice) int { return strings.Compare(a.Name, b.Name) })
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", " ")
	if err := enc.Encode(out); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile("notices.json", b.Bytes(), 0o666); err != nil {
		t.Fatal(err)
	}
	raw = b.Bytes()
}

func read(t *testing.T, path string) string {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimRight(string(b), "\n") + "\n"
}

// classify names the licence of each module by the packages in it.
func classify(t *testing.T, mods []module) map[string]string {
	t.Helper()
	bin := t.TempDir()
	install := exec.Command("go", "install", classifier)
	install.Env = append(os.Environ(), "GOBIN="+bin)
	if out, err := install.CombinedOutput(); err != nil {
		t.Fatalf("%s: %v\n%s", classifier, err, out)
	}
	ids := map[string]string{}
	for _, system := range targets {
		cmd := exec.Command(filepath.Join(bin, "go-licenses"), "csv", program)
		cmd.Env = append(os.Environ(), "GOOS="+system, "CGO_ENABLED=0")
		out, err := cmd.Output()
		if err != nil {
			t.Fatalf("go-licenses: %v", err)
		}
		rows, err := csv.NewReader(bytes.NewReader(out)).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range rows {
			for _, m := range mods {
				if r[0] == m.Path || strings.HasPrefix(r[0], m.Path+"/") && ids[m.Path] == "" {
					ids[m.Path] = r[2]
				}
			}
		}
	}
	return ids
}

func TestBOM(t *testing.T) {
	info := &debug.BuildInfo{
		GoVersion: "go1.26.0",
		Deps:      []*debug.Module{{Path: "github.com/spf13/pflag", Version: "v1.0.10", Sum: "h1:abc"}},
		Settings:  []debug.BuildSetting{{Key: "GOOS", Value: "linux"}, {Key: "vcs.time", Value: "2026-01-01"}},
	}
	var first, second bytes.Buffer
	for _, b := range []*bytes.Buffer{&first, &second} {
		if err := WriteBOM(b, info, "1.2.3", "00"); err != nil {
			t.Fatal(err)
		}
	}
	if !bytes.Equal(first.Bytes(), second.Bytes()) {
		t.Error("two lists of one program differ")
	}
	var doc struct {
		BOMFormat, SpecVersion, SerialNumber string
		Metadata                             struct {
			Timestamp string
			Component struct{ Name, Version string }
		}
		Components []struct {
			Name, Version, PURL string
			Licenses            []struct{ License struct{ ID string } }
		}
	}
	if err := json.Unmarshal(first.Bytes(), &doc); err != nil {
		t.Fatal(err)
	}
	if doc.BOMFormat != "CycloneDX" || doc.SpecVersion != "1.5" || doc.SerialNumber != "" || doc.Metadata.Timestamp != "" || doc.Metadata.Component.Version != "1.2.3" {
		t.Errorf("head: %+v", doc.Metadata)
	}
	var got []string
	for _, c := range doc.Components {
		got = append(got, c.Name+" "+c.Version+" "+c.PURL+" "+c.Licenses[0].License.ID)
	}
	want := []string{
		"Go standard library 1.26.0 pkg:golang/std@1.26.0 BSD-3-Clause",
		"github.com/spf13/pflag v1.0.10 pkg:golang/github.com/spf13/pflag@v1.0.10 BSD-3-Clause",
		"Liberation Sans 2.1.5  OFL-1.1",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
