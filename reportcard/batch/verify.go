package batch

import (
	"archive/zip"
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
)

// FindingKind is a way in which a file is not as run.json says.
type FindingKind string

// The kinds of finding.
const (
	FileMissing FindingKind = "missing"
	FileChanged FindingKind = "changed" // or cannot be read
	FileExtra   FindingKind = "extra"   // run.json does not list it
)

// Finding is one file that is not as run.json says. A file inside an archive
// has the archive's path too.
type Finding struct {
	Kind    FindingKind `json:"kind"`
	Path    string      `json:"path"`
	Archive string      `json:"archive,omitempty"`
}

func (f Finding) String() string {
	if f.Archive != "" {
		return fmt.Sprintf("%s: %s in %s", f.Kind, path.Base(f.Path), f.Archive)
	}
	return fmt.Sprintf("%s: %s", f.Kind, f.Path)
}

// Verification is the result of Verify.
type Verification struct {
	// Record is the SHA-256 of run.json itself, which nothing in the folder
	// vouches for: note it elsewhere to know the output again.
	Record   string    `json:"run_json_sha256"`
	Version  string    `json:"version"`
	Method   string    `json:"method_version"`
	Files    int       `json:"files"`             // on the disk, without run.json
	Archived int       `json:"files_in_archives"` // of those
	Findings []Finding `json:"findings"`
}

// Verify hashes every file of an output again and compares it with run.json.
// Findings are sorted by path. An error means that there is no record to
// compare with.
func Verify(ctx context.Context, dir string) (*Verification, error) {
	m, err := Record(dir)
	if err != nil {
		return nil, err
	}
	v := &Verification{Version: m.Version, Method: m.Method, Findings: []Finding{}}
	if v.Record, err = hashFile(filepath.Join(dir, ManifestName)); err != nil {
		return nil, recordError(dir, err)
	}
	listed := map[string]bool{ManifestName: true}
	for _, f := range m.paths() {
		if ctx.Err() != nil {
			return nil, context.Cause(ctx)
		}
		listed[f.Path] = true
		v.Files++
		switch sum, err := hashFile(filepath.Join(dir, filepath.FromSlash(f.Path))); {
		case errors.Is(err, fs.ErrNotExist):
			v.add(FileMissing, f.Path, "")
		case err != nil || sum != f.SHA256:
			v.add(FileChanged, f.Path, "")
		}
	}
	v.archives(dir, m)
	err = filepath.WalkDir(dir, func(at string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		name, err := filepath.Rel(dir, at)
		if name = filepath.ToSlash(name); err == nil && !listed[name] {
			v.add(FileExtra, name, "")
		}
		return err
	})
	if err != nil {
		return nil, recordError(dir, err)
	}
	slices.SortFunc(v.Findings, func(a, b Finding) int {
		return cmp.Or(cmp.Compare(a.Path, b.Path), cmp.Compare(a.Archive, b.Archive))
	})
	return v, nil
}

func (v *Verification) add(kind FindingKind, name, archive string) {
	v.Findings = append(v.Findings, Finding{kind, name, archive})
}

// archives compares the files inside archives with what run.json says of the
// cards. One that cannot be opened is a finding already.
func (v *Verification) archives(dir string, m *Manifest) {
	want := map[string]map[string]string{} // archive, name in it: SHA-256
	for _, c := range m.Cards {
		for _, f := range c.Files {
			if f.Archive == "" {
				continue
			}
			if want[f.Archive] == nil {
				want[f.Archive] = map[string]string{}
			}
			want[f.Archive][path.Base(f.Path)] = f.SHA256
			v.Archived++
		}
	}
	for archive, files := range want {
		r, err := zip.OpenReader(filepath.Join(dir, filepath.FromSlash(archive)))
		if err != nil {
			continue
		}
		folder := path.Dir(archive)
		for _, f := range r.File {
			sum, listed := files[f.Name]
			delete(files, f.Name)
			if !listed {
				v.add(FileExtra, path.Join(folder, f.Name), archive)
			} else if got, err := hashEntry(f); err != nil || got != sum {
				v.add(FileChanged, path.Join(folder, f.Name), archive)
			}
		}
		for name := range files {
			v.add(FileMissing, path.Join(folder, name), archive)
		}
		r.Close()
	}
}

func hashEntry(f *zip.File) (string, error) {
	in, err := f.Open()
	if err != nil {
		return "", err
	}
	defer in.Close()
	h := sha256.New()
	if _, err := io.Copy(h, in); err != nil {
		return "", err
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}

// Record reads the run.json of an output, for a command that is given one.
func Record(dir string) (*Manifest, error) {
	m, err := ReadManifest(dir)
	if err != nil {
		return nil, recordError(dir, err)
	}
	return m, nil
}

// RecordError means that a folder is not a readable output of this tool.
type RecordError struct {
	Dir, Why string
}

func (e *RecordError) Error() string { return e.Dir + ": " + e.Why }

func recordError(dir string, err error) error {
	why := "run.json cannot be read: " + reason(err)
	if _, stat := os.Stat(dir); stat != nil {
		why = reason(stat)
	} else if errors.Is(err, fs.ErrNotExist) {
		why = "there is no run.json: not an output of this tool"
	}
	return &RecordError{dir, why}
}
