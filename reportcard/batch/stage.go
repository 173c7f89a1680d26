package batch

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
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
// seen in DIR before Commit, and nothing is left of DIR.partial after Close
// unless there is work in it that a later run can go on from.
type Stage struct {
	// Discarded is the number of cards of a stopped run that were removed, as
	// going on from it was not asked for.
	Discarded int

	shown   string // DIR as the user wrote it, for messages
	target  string
	partial string
	lock    *os.File
	// made lists the folders above DIR that this run created, deepest last.
	made []string
	// replace lists the files of the previous run, which --force replaces.
	replace []string
	// old is the record of the output that stands in DIR, or nil.
	old *Manifest
	// prior is what an earlier run left to go on from, or nil.
	prior *prior
	// keep is set once there is work that a later run can go on from.
	keep bool

	mu    sync.Mutex
	files map[string]string // path inside DIR, with slashes: SHA-256
	// inPlace are those of files that stand in DIR already, and stay there.
	inPlace map[string]bool
}

// Opening says what may be done with what is there already.
type Opening struct {
	// Force replaces the output of an earlier run.
	Force bool
	// Resume keeps of an earlier run, finished or not, what is still right.
	Resume bool
}

// Open checks that DIR can take the output and creates DIR.partial. A folder
// that holds files is refused; with Force or Resume, only when its run.json
// does not say which of them a previous run wrote. A DIR.partial left by a run
// that died is emptied, or gone on with; one in use by another run is an error.
func Open(dir string, o Opening) (*Stage, error) {
	if err := checkName(dir, runtime.GOOS); err != nil {
		return nil, err
	}
	target, err := filepath.Abs(dir)
	if err != nil {
		return nil, &OutputError{dir, reason(err), "choose another folder with --out"}
	}
	if real, err := filepath.EvalSymlinks(target); err == nil {
		target = real // DIR.partial must be on the same disk to be moved
	}
	s := &Stage{
		shown: filepath.Clean(dir), target: target, partial: target + ".partial",
		files: map[string]string{}, inPlace: map[string]bool{},
	}
	if err := s.recover(); err != nil {
		s.release()
		return nil, err
	}
	if s.replace, err = s.previous(o.Force || o.Resume); err != nil {
		s.release()
		return nil, err
	}
	if err := s.prepare(o.Resume); err != nil {
		s.keep = s.keep || o.Resume // of the earlier run
		s.Close()
		return nil, err
	}
	return s, nil
}

// release gives up the lock and leaves everything as it is.
func (s *Stage) release() {
	if s.lock != nil {
		s.lock.Close()
		s.lock = nil
	}
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
	m, err := ReadManifest(s.target)
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
	s.old = m
	var files []string
	for _, f := range m.paths() {
		files = append(files, f.Path)
	}
	return append(files, ManifestName), nil
}

// prepare makes DIR.partial and locks it. What an older run left there is read
// to go on from, or removed.
func (s *Stage) prepare(resume bool) error {
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
	if err := s.takeLock(); err != nil {
		if made == nil {
			os.Remove(s.partial)
		}
		return err
	}
	if resume {
		var err error
		s.prior, err = s.findPrior()
		return err
	}
	if p, err := readJournal(s.partial); err == nil && p != nil {
		for _, c := range p.cards {
			if c.Status == statusDrawn {
				s.Discarded++
			}
		}
	}
	if err := s.empty(func(string) bool { return false }); err != nil {
		return s.fail("", err)
	}
	return nil
}

func (s *Stage) takeLock() error {
	if s.lock != nil {
		return nil
	}
	lock, err := lockFile(filepath.Join(s.partial, marker))
	if errors.Is(err, errHeld) {
		return &OutputError{s.shown, "another run is writing to this folder", "wait for it to finish, or choose another folder with --out"}
	}
	if err != nil {
		return s.fail("", err)
	}
	s.lock = lock
	return nil
}

// empty removes everything from DIR.partial that is not to be kept, and folders
// with nothing left in them.
func (s *Stage) empty(keep func(name string) bool) error {
	var folders []string
	err := filepath.WalkDir(s.partial, func(path string, e fs.DirEntry, err error) error {
		if err != nil || path == s.partial {
			return err
		}
		name, err := filepath.Rel(s.partial, path)
		switch {
		case err != nil:
			return err
		case e.IsDir():
			folders = append(folders, path)
		case name != marker && !keep(filepath.ToSlash(name)):
			return os.Remove(path)
		}
		return nil
	})
	for _, dir := range slices.Backward(folders) {
		os.Remove(dir) // only when empty
	}
	return err
}

// Close removes DIR.partial and the folders made for it, unless it holds work to
// go on from. After Commit nothing is left to remove.
func (s *Stage) Close() {
	if s.keep {
		s.release()
		return
	}
	s.discard()
	for _, dir := range slices.Backward(s.made) {
		os.Remove(dir) // only when empty
	}
	s.made = nil
}

// discard removes DIR.partial. The marker goes last: a run that is killed
// meanwhile leaves a folder that the next one knows to be its own.
func (s *Stage) discard() {
	if s.lock == nil {
		return
	}
	rest := s.empty(func(string) bool { return false })
	if unlockToRename {
		s.lock.Close()
	}
	if rest == nil {
		os.Remove(filepath.Join(s.partial, marker))
		os.Remove(s.partial)
	}
	s.lock.Close()
	s.lock = nil
}

// fail words a failure to write, naming the file as it would be called in DIR.
func (s *Stage) fail(name string, err error) error {
	hint := "check that you may write there and that the disk is not full, or choose another folder with --out"
	if openElsewhere(err) {
		hint = "close it in the program that has it open, such as Excel, or choose another folder with --out"
	}
	return &OutputError{filepath.Join(s.shown, filepath.FromSlash(name)), "cannot write: " + reason(err), hint}
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
