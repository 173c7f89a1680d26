package batch

import (
	"bufio"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"sync"
)

// marker is the file that says a staging folder is ours; it is locked while a
// run is writing there.
const marker = ".writing"

// OutputError says where writing failed and what to do about it.
type OutputError struct {
	Path string
	What string
	Hint string
}

func (e *OutputError) Error() string { return e.Path + ": " + e.What }

// Stage collects the files of one run in DIR.partial beside DIR. Nothing is
// seen in DIR before Commit, and nothing is left of DIR.partial after Close.
type Stage struct {
	shown   string // DIR as the user wrote it, for messages
	target  string
	partial string
	lock    *os.File
	// made lists the folders above DIR that this run created, deepest last.
	made []string
	// replace lists the files of the previous run, which --force replaces.
	replace []string

	mu    sync.Mutex
	files map[string]string // path inside DIR, with slashes: SHA-256
}

// Open checks that DIR can take the output and creates DIR.partial. A folder
// that holds files is refused; with force, only when its run.json says which
// of them a previous run wrote. A DIR.partial left by a run that died is
// emptied; one in use by another run is an error.
func Open(dir string, force bool) (*Stage, error) {
	target, err := filepath.Abs(dir)
	if err != nil {
		return nil, &OutputError{dir, reason(err), "choose another folder with --out"}
	}
	if real, err := filepath.EvalSymlinks(target); err == nil {
		target = real // DIR.partial must be on the same disk to be moved
	}
	s := &Stage{shown: filepath.Clean(dir), target: target, partial: target + ".partial", files: map[string]string{}}
	if s.replace, err = s.previous(force); err != nil {
		return nil, err
	}
	if err := s.prepare(); err != nil {
		s.Close()
		return nil, err
	}
	return s, nil
}

// previous lists the files that may be replaced in an existing DIR.
func (s *Stage) previous(force bool) ([]string, error) {
	entries, err := os.ReadDir(s.target)
	switch {
	case errors.Is(err, fs.ErrNotExist) || err == nil && len(entries) == 0:
		return nil, nil
	case err != nil:
		if blocker := fileAbove(s.target); blocker != "" {
			return nil, &OutputError{s.shown, fmt.Sprintf("%q is a file, not a folder", filepath.Base(blocker)), "choose another folder with --out"}
		}
		return nil, s.fail("", err)
	}
	files, err := readManifestFiles(filepath.Join(s.target, ManifestName))
	switch {
	case err != nil && force:
		return nil, &OutputError{s.shown, "the folder holds files, and no readable run.json says which of them this tool wrote",
			"choose an empty or new folder with --out, or move the files away yourself"}
	case err != nil:
		return nil, &OutputError{s.shown, "the folder is not empty", "choose an empty or new folder with --out"}
	case !force:
		return nil, &OutputError{s.shown, "the folder holds the output of an earlier run",
			"add --force to replace it, or choose another folder with --out"}
	}
	return append(files, ManifestName), nil
}

// prepare makes DIR.partial, locks it, and empties it of an older run.
func (s *Stage) prepare() error {
	parent := filepath.Dir(s.target)
	for p := parent; ; p = filepath.Dir(p) {
		if _, err := os.Stat(p); err == nil || filepath.Dir(p) == p {
			break
		}
		s.made = append([]string{p}, s.made...)
	}
	if err := os.MkdirAll(parent, 0o777); err != nil {
		if blocker := fileAbove(s.target); blocker != "" {
			s.made = nil
			return &OutputError{s.shown, fmt.Sprintf("%q is a file, not a folder", filepath.Base(blocker)), "choose another folder with --out"}
		}
		return s.fail("", err)
	}
	path := filepath.Join(s.partial, marker)
	made := os.Mkdir(s.partial, 0o777)
	switch err := made; {
	case errors.Is(err, fs.ErrExist):
		_, missing := os.Stat(path)
		if entries, err := os.ReadDir(s.partial); err != nil || missing != nil && len(entries) > 0 {
			return &OutputError{s.shown + ".partial", "is needed to prepare the output, but holds files this tool did not write",
				"move it away, or choose another folder with --out"}
		}
	case err != nil:
		return s.fail("", err)
	}
	lock, err := lockFile(path)
	if errors.Is(err, errHeld) {
		return &OutputError{s.shown, "another run is writing to this folder", "wait for it to finish, or choose another folder with --out"}
	}
	if err != nil {
		if made == nil {
			os.Remove(s.partial)
		}
		return s.fail("", err)
	}
	s.lock = lock
	entries, err := os.ReadDir(s.partial)
	for _, e := range entries {
		if e.Name() != marker {
			err = errors.Join(err, os.RemoveAll(filepath.Join(s.partial, e.Name())))
		}
	}
	if err != nil {
		return s.fail("", err)
	}
	return nil
}

// Write adds one file; fill writes its content. It is safe for concurrent use.
// It returns the SHA-256 of the content.
func (s *Stage) Write(name string, fill func(io.Writer) error) (string, error) {
	s.mu.Lock()
	_, taken := s.files[name]
	s.files[name] = ""
	s.mu.Unlock()
	if taken {
		return "", &OutputError{filepath.Join(s.shown, name), "two outputs have this name", "report this as a defect of the tool"}
	}
	path := filepath.Join(s.partial, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
		return "", s.fail(name, err)
	}
	f, err := os.Create(path)
	if err != nil {
		return "", s.fail(name, err)
	}
	hash := sha256.New()
	out := bufio.NewWriterSize(io.MultiWriter(f, hash), 1<<16)
	err = fill(out)
	if err == nil {
		err = out.Flush()
	}
	// Some file systems report a full disk only when the file is closed.
	if closed := f.Close(); err == nil {
		err = closed
	}
	if err != nil {
		return "", s.fail(name, err)
	}
	sum := hex.EncodeToString(hash.Sum(nil))
	s.mu.Lock()
	s.files[name] = sum
	s.mu.Unlock()
	return sum, nil
}

// Files lists what has been written so far, sorted by name.
func (s *Stage) Files() []FileEntry {
	s.mu.Lock()
	defer s.mu.Unlock()
	var out []FileEntry
	for _, name := range slices.Sorted(maps.Keys(s.files)) {
		out = append(out, FileEntry{name, s.files[name]})
	}
	return out
}

// Close removes DIR.partial and the folders made for it. After Commit nothing
// is left to remove.
func (s *Stage) Close() {
	if s.lock != nil {
		if unlockToRename {
			s.lock.Close()
		}
		os.RemoveAll(s.partial)
		s.lock.Close()
		s.lock = nil
	}
	for _, dir := range slices.Backward(s.made) {
		os.Remove(dir) // only when empty
	}
	s.made = nil
}

// fail words a failure to write, naming the file as it would be called in DIR.
func (s *Stage) fail(name string, err error) error {
	return &OutputError{filepath.Join(s.shown, filepath.FromSlash(name)), "cannot write: " + reason(err),
		"check that you may write there and that the disk is not full, or choose another folder with --out"}
}

// reason leaves out the path of a system error: it would show DIR.partial,
// which the user never asked for.
func reason(err error) string {
	var path *fs.PathError
	var link *os.LinkError
	switch {
	case errors.As(err, &path):
		return path.Err.Error()
	case errors.As(err, &link):
		return link.Err.Error()
	}
	return err.Error()
}

// fileAbove finds the regular file that stands where a folder is needed.
func fileAbove(path string) string {
	for p := path; ; p = filepath.Dir(p) {
		if info, err := os.Stat(p); err == nil {
			if info.IsDir() {
				return ""
			}
			return p
		}
		if filepath.Dir(p) == p {
			return ""
		}
	}
}
