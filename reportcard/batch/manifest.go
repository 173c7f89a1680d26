package batch

import (
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"inclusioncards/metrics"
	"inclusioncards/reportcard/ingest"
)

// ManifestName is the file that says how an output was made.
const ManifestName = "run.json"

// Manifest is run.json: everything needed to make the same output again. It
// holds no clock, no path and no name of a machine or user, so that the same
// input gives the same bytes.
type Manifest struct {
	Tool              string            `json:"tool"`
	Version           string            `json:"version"`
	Method            string            `json:"method_version"`
	Command           string            `json:"command"`
	Demonstration     bool              `json:"demonstration,omitempty"`
	Year              string            `json:"academic_year"`
	FileYear          string            `json:"file_year,omitempty"`
	Reading           map[string]string `json:"reading,omitempty"` // flags that change how files are read
	PupilRules        []RuleEntry       `json:"pupil_rules,omitempty"`
	Comparators       []string          `json:"comparators"`
	Editions          []EditionEntry    `json:"editions,omitempty"`
	Format            string            `json:"format,omitempty"`
	Engine            string            `json:"engine,omitempty"`
	Date              string            `json:"date,omitempty"`
	LAs               []string          `json:"la,omitempty"`
	Trusts            []string          `json:"trust,omitempty"`
	Region            string            `json:"region,omitempty"`
	URNs              []string          `json:"urn,omitempty"`
	ConfigurationHash string            `json:"configuration_sha256"`
	Settings          map[string]string `json:"settings"`
	Inputs            []InputEntry      `json:"inputs"`
	Counts            Counts            `json:"counts"`
	Zip               bool              `json:"zip,omitempty"`
	Combined          bool              `json:"combined,omitempty"`
	Packs             []string          `json:"packs,omitempty"` // audiences whose cards also stand in a folder for each school
	Shard             *Shard            `json:"shard,omitempty"`
	Replaces          *Replacement      `json:"replaces,omitempty"`
	// Corrects is the SHA-256 of the run.json of the output that the cards say
	// they replace.
	Corrects string      `json:"corrects,omitempty"`
	Cards    []CardEntry `json:"cards,omitempty"`
	// Files are the files that are not of one card, and the archives.
	Files []FileEntry `json:"files"`
}

// RuleEntry is one set of rules that pupil-level records were counted by.
type RuleEntry struct {
	Year          string `json:"academic_year"`
	LeaverPreset  string `json:"leaver_preset,omitempty"`
	SENStatus     string `json:"sen_status,omitempty"`
	AbsenceCohort string `json:"absence_cohort,omitempty"`
	AbsenceAges   string `json:"absence_ages,omitempty"`
	Schools       int    `json:"schools"`
}

// PupilRules sums the rules of schools and years up.
func PupilRules(rules []metrics.CountingRules) []RuleEntry {
	times := map[RuleEntry]int{}
	for _, r := range rules {
		times[RuleEntry{r.Year.String(), r.LeaverPreset, r.SENStatus, r.AbsenceCohort, r.AbsenceAges, 0}]++
	}
	var out []RuleEntry
	for e, n := range times {
		e.Schools = n
		out = append(out, e)
	}
	slices.SortFunc(out, func(a, b RuleEntry) int {
		return cmp.Or(cmp.Compare(a.Year, b.Year), cmp.Compare(a.LeaverPreset, b.LeaverPreset), cmp.Compare(a.SENStatus, b.SENStatus),
			cmp.Compare(a.AbsenceCohort, b.AbsenceCohort), cmp.Compare(a.AbsenceAges, b.AbsenceAges))
	})
	return out
}

// InputEntry is one input file, or one sheet of it.
type InputEntry struct {
	File  string `json:"file"`
	Sheet string `json:"sheet,omitempty"`
	Kind  string `json:"kind"`
	Used  bool   `json:"used"`
	Rows  int    `json:"rows,omitempty"`
	// Few takes the place of a small number of rows in run.json: those of a list
	// of suspensions are the suspensions.
	Few    bool     `json:"fewer_than_11_rows,omitempty"`
	Years  []string `json:"academic_years,omitempty"`
	SHA256 string   `json:"sha256"`
	Note   string   `json:"note,omitempty"`
}

// Counts sums up a run.
type Counts struct {
	Schools  int `json:"schools_in_input"`
	Cards    int `json:"cards"`
	Rejected int `json:"cards_rejected"`
	Problems int `json:"problems"`
}

// EditionEntry records how the cards of one audience were protected.
type EditionEntry struct {
	Audience string `json:"audience"`
	Profile  string `json:"disclosure_profile"`
	// Forced: the profile is looser than that of the edition.
	Forced bool `json:"looser_than_edition,omitempty"`
	Draft  bool `json:"draft,omitempty"`
}

// CardEntry is what became of one card.
type CardEntry struct {
	URN      string `json:"urn"`
	Audience string `json:"audience"`
	Status   string `json:"status"` // statusDrawn or statusRejected
	Reason   string `json:"reason,omitempty"`
	// Content is the SHA-256 of all that the card says.
	Content string      `json:"content_sha256,omitempty"`
	Files   []FileEntry `json:"files,omitempty"`
}

// key tells the cards of a run apart.
func (c *CardEntry) key() string { return c.URN + " " + c.Audience }

const (
	statusDrawn    = "drawn"
	statusRejected = "rejected"
)

// FileEntry is one file of the output; paths have slashes on every system. A
// file inside an archive has the path it would have without.
type FileEntry struct {
	Path    string `json:"path"`
	SHA256  string `json:"sha256"`
	Archive string `json:"archive,omitempty"`
	// Content is the SHA-256 of what a file made of cards was made from.
	Content string `json:"content_sha256,omitempty"`
}

// first reports whether the run makes the files about the whole batch.
func (m *Manifest) first() bool { return m.Shard == nil || m.Shard.Index == 0 }

// paths lists every file of the output on the disk, without run.json.
func (m *Manifest) paths() []FileEntry {
	var out []FileEntry
	for _, c := range m.Cards {
		for _, f := range c.Files {
			if f.Archive == "" {
				out = append(out, f)
			}
		}
	}
	return append(out, m.Files...)
}

// fewestRows is the least number of rows that run.json tells: it stands at the
// root of an output, and no reader of any profile may learn a smaller count.
const fewestRows = 11

func (m *Manifest) write(w io.Writer) error {
	told := *m
	told.Inputs = slices.Clone(m.Inputs)
	for i := range told.Inputs {
		if in := &told.Inputs[i]; in.Rows > 0 && in.Rows < fewestRows {
			in.Rows, in.Few = 0, true
		}
	}
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(told)
}

// Inputs lists the files of a report.
func Inputs(r *ingest.Report) []InputEntry {
	out := []InputEntry{}
	for _, f := range r.Files {
		out = append(out, InputEntry{
			File: f.File, Sheet: f.Sheet, Kind: f.Kind, Used: f.Used, Rows: f.Rows,
			Years: YearNames(f.Years), SHA256: f.SHA256, Note: f.Note,
		})
	}
	return out
}

// YearNames writes academic years as text.
func YearNames(years []metrics.AcademicYear) []string {
	out := []string{}
	for _, y := range years {
		out = append(out, y.String())
	}
	return out
}

// ReadManifest reads the run.json of a folder. A path that leads out of the
// folder makes the whole record untrustworthy.
func ReadManifest(dir string) (*Manifest, error) {
	raw, err := os.ReadFile(filepath.Join(dir, ManifestName))
	if err != nil {
		return nil, err
	}
	var m Manifest
	if err := json.Unmarshal(raw, &m); err != nil {
		return nil, err
	}
	if m.Tool != Tool {
		return nil, fmt.Errorf("not written by %s", Tool)
	}
	for _, f := range m.paths() {
		if !filepath.IsLocal(filepath.FromSlash(f.Path)) || strings.Contains(f.Path, "..") {
			return nil, fmt.Errorf("path %q leads out of the folder", f.Path)
		}
	}
	return &m, nil
}
