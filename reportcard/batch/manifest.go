package batch

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
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
	Comparators       []string          `json:"comparators"`
	Editions          []EditionEntry    `json:"editions,omitempty"`
	Format            string            `json:"format,omitempty"`
	Date              string            `json:"date,omitempty"`
	LAs               []string          `json:"la,omitempty"`
	URNs              []string          `json:"urn,omitempty"`
	ConfigurationHash string            `json:"configuration_sha256"`
	Settings          map[string]string `json:"settings"`
	Inputs            []InputEntry      `json:"inputs"`
	Counts            Counts            `json:"counts"`
	Cards             []CardEntry       `json:"cards,omitempty"`
	Files             []FileEntry       `json:"files"`
}

// InputEntry is one input file, or one sheet of it.
type InputEntry struct {
	File   string   `json:"file"`
	Sheet  string   `json:"sheet,omitempty"`
	Kind   string   `json:"kind"`
	Used   bool     `json:"used"`
	Rows   int      `json:"rows"`
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
	Status   string `json:"status"` // "drawn" or "rejected"
	File     string `json:"file,omitempty"`
	SHA256   string `json:"sha256,omitempty"`
	Reason   string `json:"reason,omitempty"`
}

// FileEntry is one file of the output; paths have slashes on every system.
type FileEntry struct {
	Path   string `json:"path"`
	SHA256 string `json:"sha256"`
}

func (m *Manifest) write(w io.Writer) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(m)
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

// readManifestFiles lists the files a run.json says were written. A path that
// leads out of the folder makes the whole list untrustworthy.
func readManifestFiles(path string) ([]string, error) {
	raw, err := os.ReadFile(path)
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
	var out []string
	for _, f := range m.Files {
		if !filepath.IsLocal(filepath.FromSlash(f.Path)) || strings.Contains(f.Path, "..") {
			return nil, fmt.Errorf("path %q leads out of the folder", f.Path)
		}
		out = append(out, f.Path)
	}
	return out, nil
}
