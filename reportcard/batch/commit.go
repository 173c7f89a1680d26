package batch

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
)

// aside is the folder inside DIR.partial for the files --force replaces, until
// the new ones are in place.
const aside = ".replaced"

// Commit moves the output to DIR: in one step when DIR is new, otherwise file
// by file, undone as a whole when one of them cannot be moved. An existing
// folder is kept, not replaced: it may be somebody's working directory.
func (s *Stage) Commit() error {
	if _, err := os.Lstat(s.target); errors.Is(err, fs.ErrNotExist) {
		return s.rename()
	}
	if err := s.merge(); err != nil {
		return err
	}
	s.made = nil
	s.Close()
	return nil
}

// rename makes DIR.partial DIR.
func (s *Stage) rename() error {
	if unlockToRename {
		s.lock.Close()
	}
	if err := os.Rename(s.partial, s.target); err != nil {
		return s.fail("", err)
	}
	s.made = nil
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
	type move struct{ from, to string }
	var done []move
	var made []string
	defer func() {
		if err == nil {
			return
		}
		for _, m := range slices.Backward(done) {
			os.Rename(m.to, m.from)
		}
		for _, dir := range slices.Backward(made) {
			os.Remove(dir)
		}
	}()
	transfer := func(name, from, to string) error {
		if err := os.MkdirAll(filepath.Dir(to), 0o777); err != nil {
			return s.fail(name, err)
		}
		if err := os.Rename(from, to); err != nil {
			return s.fail(name, err)
		}
		done = append(done, move{from, to})
		return nil
	}
	for _, name := range s.replace {
		from := filepath.Join(s.target, filepath.FromSlash(name))
		if info, err := os.Lstat(from); err != nil || !info.Mode().IsRegular() {
			continue // the user removed it, or put something else there
		}
		if err := transfer(name, from, filepath.Join(s.partial, aside, filepath.FromSlash(name))); err != nil {
			return err
		}
	}
	for _, f := range s.Files() {
		to := filepath.Join(s.target, filepath.FromSlash(f.Path))
		if _, err := os.Lstat(to); err == nil {
			return &OutputError{filepath.Join(s.shown, filepath.FromSlash(f.Path)), "is in the way: it is not of an earlier run",
				"move it away, or choose another folder with --out"}
		}
		if dir := filepath.Dir(to); dir != s.target {
			if _, err := os.Stat(dir); errors.Is(err, fs.ErrNotExist) {
				made = append(made, dir)
			}
		}
		if err := transfer(f.Path, filepath.Join(s.partial, filepath.FromSlash(f.Path)), to); err != nil {
			return err
		}
	}
	for _, name := range s.replace {
		os.Remove(filepath.Dir(filepath.Join(s.target, filepath.FromSlash(name)))) // only when empty
	}
	return nil
}
