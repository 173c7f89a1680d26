package batch

import (
	"bufio"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
)

// unfinished ends the name of a file that is being written.
const unfinished = ".writing"

// take reserves a name.
func (s *Stage) take(name string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, taken := s.files[name]; taken {
		return &OutputError{filepath.Join(s.shown, filepath.FromSlash(name)), "two outputs have this name", "report this as a defect of the tool"}
	}
	s.files[name] = ""
	return nil
}

// record notes the hash of a file that is complete.
func (s *Stage) record(name, sum string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.files[name] = sum
}

// path is where a file of the output stands until Commit.
func (s *Stage) path(name string) string { return filepath.Join(s.partial, filepath.FromSlash(name)) }

// Write adds one file; fill writes its content. It is safe for concurrent use.
// It returns the SHA-256 of the content. The file gets its name when it is
// complete.
func (s *Stage) Write(name string, fill func(io.Writer) error) (string, error) {
	if err := s.take(name); err != nil {
		return "", err
	}
	f, err := s.create(name)
	if err != nil {
		return "", err
	}
	hash := sha256.New()
	out := bufio.NewWriterSize(io.MultiWriter(f, hash), 1<<16)
	err = fill(out)
	if err == nil {
		err = out.Flush()
	}
	filled := err
	if err := s.finish(name, f, err); err != nil {
		var record *RecordError
		var shard *ShardError
		if errors.As(filled, &record) || errors.As(filled, &shard) {
			return "", filled // of what was read, not of what is written
		}
		return "", err
	}
	sum := hex.EncodeToString(hash.Sum(nil))
	s.record(name, sum)
	return sum, nil
}

// add is Write for content that is at hand.
func (s *Stage) add(name string, content []byte, sum string) error {
	if err := s.take(name); err != nil {
		return err
	}
	f, err := s.create(name)
	if err != nil {
		return err
	}
	_, err = f.Write(content)
	if err := s.finish(name, f, err); err != nil {
		return err
	}
	s.record(name, sum)
	return nil
}

func (s *Stage) create(name string) (*os.File, error) {
	path := s.path(name) + unfinished
	f, err := os.Create(path)
	if errors.Is(err, fs.ErrNotExist) { // the folder: made once for many files
		if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
			return nil, s.fail(name, err)
		}
		f, err = os.Create(path)
	}
	if err != nil {
		return nil, s.fail(name, err)
	}
	return f, nil
}

// finish closes a file and gives it its name. Some file systems report a full
// disk only when the file is closed.
func (s *Stage) finish(name string, f *os.File, err error) error {
	if closed := f.Close(); err == nil {
		err = closed
	}
	if err == nil {
		err = os.Rename(f.Name(), s.path(name))
	}
	if err != nil {
		os.Remove(f.Name()) // room for the record of what is complete
		return s.fail(name, err)
	}
	return nil
}

// retain takes over a file that an earlier run left in DIR.partial, or in DIR.
func (s *Stage) retain(f FileEntry, published bool) error {
	if err := s.take(f.Path); err != nil {
		return err
	}
	s.record(f.Path, f.SHA256)
	if published {
		s.mu.Lock()
		s.inPlace[f.Path] = true
		s.mu.Unlock()
	}
	return nil
}

// folderOf is where a file of the output stands until Commit.
func (s *Stage) folderOf(name string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.inPlace[name] {
		return s.target
	}
	return s.partial
}

// Files lists what the output holds so far, sorted by name.
func (s *Stage) Files() []FileEntry {
	s.mu.Lock()
	defer s.mu.Unlock()
	var out []FileEntry
	for _, name := range slices.Sorted(maps.Keys(s.files)) {
		out = append(out, FileEntry{Path: name, SHA256: s.files[name]})
	}
	return out
}
