package batch

import (
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
)

const (
	// aside is the folder inside DIR.partial for the files --force replaces,
	// until the new ones are in place.
	aside = ".replaced"
	// planName is the file inside DIR.partial that says which files are being
	// moved, so that a run killed half way can be undone.
	planName = ".moving"
)

// plan lists the moves of files into an existing DIR, in their order.
type plan struct {
	Replace []string `json:"replace"` // from DIR to aside
	Publish []string `json:"publish"` // from DIR.partial to DIR
}

// Commit moves the output to DIR: in one step when DIR is new, otherwise file
// by file, undone as a whole when one of them cannot be moved. An existing
// folder is kept, not replaced: it may be somebody's working directory.
func (s *Stage) Commit() error {
	if err := s.empty(func(name string) bool { return s.files[name] != "" && !s.inPlace[name] || name == journalName }); err != nil {
		return s.fail("", err)
	}
	// The record of a run is on the disk before it is published; what else a
	// power cut takes, verify finds and --resume makes again.
	if err := syncFile(s.path(ManifestName)); err != nil {
		return s.fail(ManifestName, err)
	}
	if _, err := os.Lstat(s.target); errors.Is(err, fs.ErrNotExist) {
		return s.rename()
	}
	if err := s.merge(); err != nil {
		return err
	}
	s.keep, s.made = false, nil
	s.Close()
	return nil
}

// rename makes DIR.partial DIR. The journal goes first: from here on run.json
// says what is finished.
func (s *Stage) rename() error {
	if err := os.Remove(s.path(journalName)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return s.fail(journalName, err)
	}
	if unlockToRename {
		s.lock.Close()
	}
	if err := os.Rename(s.partial, s.target); err != nil {
		return s.fail("", err)
	}
	s.keep, s.made = false, nil
	err := os.Remove(filepath.Join(s.target, marker))
	s.lock.Close()
	s.lock = nil
	if err != nil {
		return s.fail(marker, err)
	}
	return nil
}

// merge moves the files into an existing DIR.
func (s *Stage) merge() (err error) {
	os.Remove(filepath.Join(s.target, marker)) // of a run killed at its end
	p, err := s.plan()
	if err != nil {
		return err
	}
	if err := s.writePlan(p); err != nil {
		return s.fail("", err)
	}
	defer func() {
		if err != nil {
			s.undo(p)
		}
	}()
	for _, m := range s.moves(p) {
		if err := move(m.from, m.to); err != nil {
			return s.fail(m.name, err)
		}
	}
	for _, name := range []string{journalName, planName} {
		if err := os.Remove(s.path(name)); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return s.fail("", err)
		}
	}
	for _, name := range p.Replace {
		os.Remove(filepath.Dir(s.published(name))) // only when empty
	}
	return nil
}

// plan settles what is to be moved. The old run.json goes first and the new one
// comes last: at no time does a run.json tell of files that are not there.
func (s *Stage) plan() (plan, error) {
	var p plan
	old := map[string]bool{}
	for _, name := range slices.Backward(s.replace) {
		// Else the user removed it, or put something else there.
		if info, err := os.Lstat(s.published(name)); err == nil && info.Mode().IsRegular() && !s.inPlace[name] {
			p.Replace = append(p.Replace, name)
			old[name] = true
		}
	}
	for _, f := range s.Files() {
		if s.inPlace[f.Path] || f.Path == ManifestName {
			continue
		}
		if _, err := os.Lstat(s.published(f.Path)); err == nil && !old[f.Path] {
			return p, &OutputError{filepath.Join(s.shown, filepath.FromSlash(f.Path)), "is in the way: it is not of an earlier run",
				"move it away, or choose another folder with --out"}
		}
		p.Publish = append(p.Publish, f.Path)
	}
	p.Publish = append(p.Publish, ManifestName)
	return p, nil
}

func (s *Stage) writePlan(p plan) error {
	raw, err := json.Marshal(p)
	if err == nil {
		err = os.WriteFile(s.path(planName), raw, 0o666)
	}
	if err == nil {
		err = syncFile(s.path(planName))
	}
	return err
}

// transfer is one file to be moved, by its name in the output.
type transfer struct{ name, from, to string }

func (s *Stage) moves(p plan) []transfer {
	var out []transfer
	for _, name := range p.Replace {
		out = append(out, transfer{name, s.published(name), s.path(aside + "/" + name)})
	}
	for _, name := range p.Publish {
		out = append(out, transfer{name, s.path(name), s.published(name)})
	}
	return out
}

func (s *Stage) published(name string) string {
	return filepath.Join(s.target, filepath.FromSlash(name))
}

func move(from, to string) error {
	err := os.Rename(from, to)
	if errors.Is(err, fs.ErrNotExist) {
		if err := os.MkdirAll(filepath.Dir(to), 0o777); err != nil {
			return err
		}
		err = os.Rename(from, to)
	}
	return err
}

// undo takes back as much of a plan as was done. It can be repeated.
func (s *Stage) undo(p plan) error {
	var failed error
	back := func(from, to string) {
		if err := move(from, to); err != nil && !errors.Is(err, fs.ErrNotExist) {
			failed = errors.Join(failed, err)
		}
	}
	replaced := map[string]bool{}
	for _, name := range p.Replace {
		if _, err := os.Lstat(s.path(aside + "/" + name)); err == nil {
			replaced[name] = true
		}
	}
	for _, name := range slices.Backward(p.Publish) {
		// A file that is still staged was not moved, and what stands in DIR
		// under its name is the old one.
		if _, err := os.Lstat(s.path(name)); errors.Is(err, fs.ErrNotExist) {
			back(s.published(name), s.path(name))
			os.Remove(filepath.Dir(s.published(name))) // only when empty
		}
	}
	for name := range replaced {
		back(s.path(aside+"/"+name), s.published(name))
	}
	if failed == nil {
		os.RemoveAll(s.path(aside))
		os.Remove(s.path(planName))
	}
	return failed
}

// recover undoes the publication of a run that was killed in the middle of it:
// DIR is again as it was before that run.
func (s *Stage) recover() error {
	if _, err := os.Lstat(s.path(planName)); err != nil {
		return nil // what else is wrong with the path is found later
	}
	raw, err := os.ReadFile(s.path(planName))
	if err != nil {
		return s.fail("", err)
	}
	if err := s.takeLock(); err != nil {
		return err
	}
	var p plan
	if json.Unmarshal(raw, &p) != nil {
		// Killed while writing the plan: nothing was moved.
		os.Remove(s.path(planName))
		return nil
	}
	if err := s.undo(p); err != nil {
		return s.fail("", err)
	}
	return nil
}

// syncFile has the system write a file out.
func syncFile(path string) error {
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	err = f.Sync()
	if closed := f.Close(); err == nil {
		err = closed
	}
	return err
}
