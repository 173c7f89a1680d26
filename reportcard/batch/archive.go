package batch

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
)

// place is where the content of a file stands inside an archive.
type place struct {
	Offset int64  `json:"offset"`
	Size   int64  `json:"size"` // as stored
	Method uint16 `json:"method"`
}

// firstDay is 1 January 1980, the first day an archive can tell, as every entry
// has it: no clock may reach an output.
const firstDay = 1<<5 | 1

// packed is a file made ready for an archive.
type packed struct {
	entry  FileEntry
	header zip.FileHeader
	data   []byte
}

// pack compresses a file where that is of use: a PDF is compressed already.
func pack(e FileEntry, content []byte) (packed, error) {
	p := packed{entry: e, data: content}
	p.header = zip.FileHeader{
		Name: path.Base(e.Path), Method: zip.Store,
		CRC32: crc32.ChecksumIEEE(content), UncompressedSize64: uint64(len(content)),
	}
	//lint:ignore SA1019 CreateRaw writes this field as it is, and not Modified.
	p.header.ModifiedDate = firstDay
	if path.Ext(e.Path) != ".pdf" && path.Ext(e.Path) != ".xlsx" {
		var b bytes.Buffer
		w, err := flate.NewWriter(&b, flate.DefaultCompression)
		if err == nil {
			_, err = w.Write(content)
		}
		if err == nil {
			err = w.Close()
		}
		if err != nil {
			return p, err
		}
		p.header.Method, p.data = zip.Deflate, b.Bytes()
	}
	p.header.CompressedSize64 = uint64(len(p.data))
	return p, nil
}

// archives are the zip files of a run, written entry by entry in the order of
// the schools. An archive that a stopped run left is written over in place:
// entries that are kept come to stand where they stood. Not for concurrent use.
type archives struct {
	stage *Stage
	open  map[string]*archive
	pack  string // the one that is open, if any
}

type archive struct {
	file *os.File
	at   int64 // where the next byte goes
	zip  *zip.Writer
}

// Write lets archive/zip write to the file at its place.
func (a *archive) Write(b []byte) (int, error) {
	n, err := a.file.WriteAt(b, a.at)
	a.at += int64(n)
	return n, err
}

// add appends a file to its archive and says where its content stands.
func (as *archives) add(p packed) (place, error) {
	name := p.entry.Archive
	if as.pack != "" && as.pack != name {
		// The files of a pack follow one another: it is complete.
		if err := as.close(as.pack); err != nil {
			return place{}, err
		}
		as.pack = ""
	}
	if inPack(name) {
		as.pack = name
	}
	a := as.open[name]
	if a == nil {
		if err := as.stage.take(name); err != nil {
			return place{}, err
		}
		var err error
		if a, err = as.create(name); err != nil {
			return place{}, as.stage.fail(name, err)
		}
		as.open[name] = a
	}
	w, err := a.zip.CreateRaw(&p.header)
	if err == nil {
		err = a.zip.Flush()
	}
	where := place{Offset: a.at, Size: int64(len(p.data)), Method: p.header.Method}
	if err == nil {
		_, err = w.Write(p.data)
	}
	if err == nil {
		err = a.zip.Flush()
	}
	if err != nil {
		return where, as.stage.fail(name, err)
	}
	return where, nil
}

func (as *archives) create(name string) (*archive, error) {
	path := as.stage.path(name)
	if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
		return nil, err
	}
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o666)
	if err != nil {
		return nil, err
	}
	a := &archive{file: f}
	a.zip = zip.NewWriter(a)
	return a, nil
}

// finish completes the archives and records their hashes.
func (as *archives) finish() error {
	for name := range as.open {
		if err := as.close(name); err != nil {
			return err
		}
	}
	return nil
}

// close completes an archive. Packs are as many as schools and are not flushed to
// the disk one by one, as cards are not.
func (as *archives) close(name string) error {
	a := as.open[name]
	err := a.zip.Close()
	if err == nil {
		err = a.file.Truncate(a.at)
	}
	if err == nil && !inPack(name) {
		err = a.file.Sync()
	}
	if closed := a.file.Close(); err == nil {
		err = closed
	}
	delete(as.open, name)
	var sum string
	if err == nil {
		sum, err = hashFile(as.stage.path(name))
	}
	if err != nil {
		return as.stage.fail(name, err)
	}
	as.stage.record(name, sum)
	return nil
}

// drop closes the archives as they are.
func (as *archives) drop() {
	for _, a := range as.open {
		a.file.Close()
	}
}

// archivePlaces finds the content of the files that a finished run put into
// archives, by inArchive. An archive that cannot be read has none.
func archivePlaces(folder string, m *Manifest) map[string]place {
	out := map[string]place{}
	for _, name := range archiveNames(m) {
		r, err := zip.OpenReader(filepath.Join(folder, filepath.FromSlash(name)))
		if err != nil {
			continue
		}
		for _, f := range r.File {
			if offset, err := f.DataOffset(); err == nil {
				out[inArchive(FileEntry{Path: f.Name, Archive: name})] = place{offset, int64(f.CompressedSize64), f.Method}
			}
		}
		r.Close()
	}
	return out
}

// inArchive names a file inside an archive.
func inArchive(f FileEntry) string { return f.Archive + "/" + path.Base(f.Path) }

// archiveNames lists the archives that hold files of schools.
func archiveNames(m *Manifest) []string {
	var out []string
	for _, c := range m.Cards {
		for _, f := range c.Files {
			if f.Archive != "" {
				out = append(out, f.Archive)
			}
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// readPlace reads a file back out of an archive, which may be half written:
// only a content with the hash it had is returned.
func readPlace(folder string, e FileEntry, at place) ([]byte, error) {
	f, err := os.Open(filepath.Join(folder, filepath.FromSlash(e.Archive)))
	if err != nil {
		return nil, err
	}
	defer f.Close()
	if info, err := f.Stat(); err != nil || at.Offset < 0 || at.Size < 0 || at.Offset+at.Size > info.Size() {
		return nil, errors.Join(fs.ErrNotExist, err)
	}
	var content []byte
	in := io.NewSectionReader(f, at.Offset, at.Size)
	switch at.Method {
	case zip.Store:
		content, err = io.ReadAll(in)
	case zip.Deflate:
		content, err = io.ReadAll(flate.NewReader(in))
	default:
		err = fmt.Errorf("method %d", at.Method)
	}
	if err == nil && hashBytes(content) != e.SHA256 {
		err = fs.ErrNotExist
	}
	return content, err
}
