package batch

import (
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"inclusioncards/metrics"
	"inclusioncards/reportcard"
)

// changesName is the table of what a corrected output changes.
const changesName = "changes.csv"

// Replacement is what an output says of the one it corrects.
type Replacement struct {
	Record            string       `json:"run_json_sha256"`
	Version           string       `json:"version"`
	Method            string       `json:"method_version"`
	ConfigurationHash string       `json:"configuration_sha256"`
	Differences       []Difference `json:"differences"`
	// NotCompared is set when the tables of the other output are missing or
	// damaged, so that what changed cannot be told.
	NotCompared bool `json:"not_compared,omitempty"`
	Tally
}

// reissue compares the output with the one it replaces: the one named, else the
// one that stands in DIR. What changed is listed in changes.csv and summed up
// in run.json. Without a name nothing is recorded when no figure changed, and
// what the output in DIR said of the one before it stays said.
func (r *run) reissue(ctx context.Context) error {
	job := r.job
	dir, old := job.Replaces, (*Manifest)(nil)
	var err error
	if dir == "" {
		dir, old = r.stage.target, r.stage.old
	} else if old, err = ReadManifest(dir); err != nil {
		return recordError(dir, err)
	}
	if old == nil {
		return nil
	}
	defer job.Timings.Stage("comparing with the output that is replaced")()
	name := job.TableFolder + changesName
	current := &Manifest{Files: r.stage.Files()}
	rep := Replacement{Version: old.Version, Method: old.Method, ConfigurationHash: old.ConfigurationHash}
	if rep.Record, err = hashFile(filepath.Join(dir, ManifestName)); err != nil {
		return recordError(dir, err)
	}
	now := r.identity.Manifest
	now.Corrects = old.Corrects // is told by the record itself
	rep.Differences = Differences(old, &now)
	sum, err := r.stage.Write(name, func(w io.Writer) error {
		out := csv.NewWriter(w)
		out.Write([]string{"table", "urn", "academic_year", "measure", "comparator_or_group", "column", "before", "after", "cause"})
		rep.Tally, err = diffWhere(ctx, dir, r.stage.folderOf, old, current, func(c Change) error {
			job.correct(&c)
			return c.write(out)
		})
		out.Flush()
		if err == nil {
			err = out.Error()
		}
		return err
	})
	var broken *RecordError
	if errors.As(err, &broken) && job.Replaces == "" {
		// The output is to be replaced, perhaps just because it is broken.
		delete(r.stage.files, name)
		rep.NotCompared, rep.Tally = true, Tally{}
		job.Manifest.Replaces = &rep
		return nil
	}
	if err != nil {
		return err
	}
	if job.Replaces == "" && !rep.Any() {
		return r.keepReplacement(old, name)
	}
	job.Manifest.Replaces = &rep
	return r.journal.add(journalLine{File: &FileEntry{Path: name, SHA256: sum}})
}

// NewCorrections is for cards that correct those of an output.
func NewCorrections(dir string) (*reportcard.Corrections, error) {
	sum, err := hashFile(filepath.Join(dir, ManifestName))
	if err != nil {
		return nil, recordError(dir, err)
	}
	return &reportcard.Corrections{
		Of:      short(sum),
		Figures: map[metrics.URN][]metrics.MeasureID{}, Results: map[metrics.URN][]metrics.MeasureID{}, New: map[metrics.URN]bool{},
	}, nil
}

// correct notes a change for the cards.
func (job *Job) correct(c *Change) {
	to, urn, id := job.Corrections, metrics.URN(c.URN), metrics.MeasureID(c.Measure)
	switch {
	case to == nil:
	case id == "":
		if c.OnlyIn == "after" {
			to.New[urn] = true
		}
	case c.Verdict:
		to.Results[urn] = append(to.Results[urn], id)
	default:
		to.Figures[urn] = append(to.Figures[urn], id)
	}
}

// keepReplacement takes over what the output in DIR says of the one before it.
func (r *run) keepReplacement(old *Manifest, name string) error {
	if err := os.Remove(r.stage.path(name)); err != nil {
		return r.stage.fail(name, err)
	}
	delete(r.stage.files, name)
	if f, ok := tableOf(old, changesName); ok && old.Replaces != nil && intact(r.stage.published(f.Path), f.SHA256) {
		r.job.Manifest.Replaces = old.Replaces
		return r.stage.retain(f, true)
	}
	return nil
}

// write adds a row for each cell that changed.
func (c *Change) write(out *csv.Writer) error {
	cause := ""
	for i, x := range c.Causes {
		if i > 0 {
			cause += "; "
		}
		cause += string(x)
	}
	head := []string{c.Table, c.URN, c.Year, c.Measure, c.Of}
	if c.OnlyIn != "" {
		return out.Write(append(head, "", "", "", fmt.Sprintf("only in the run %s", c.OnlyIn)))
	}
	for _, x := range c.Columns {
		if err := out.Write(append(head[:5:5], x.Column, x.Before, x.After, cause)); err != nil {
			return err
		}
	}
	return nil
}
