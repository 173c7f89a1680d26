// Package write assembles PDF files: numbered objects, compressed streams,
// object streams and a cross-reference stream (PDF 1.7). The bytes depend on
// nothing but what is added, and in which order.
package write

import (
	"crypto/sha256"
	"fmt"
	"math"
	"strconv"
)

// Ref is the number of an object; the zero Ref is none.
type Ref int

// Append writes the reference as it stands in other objects.
func (r Ref) Append(b []byte) []byte {
	b = strconv.AppendInt(b, int64(r), 10)
	return append(b, " 0 R"...)
}

// place says where an object is: at an offset in the file, or at an index of
// an object stream.
type place struct {
	stream Ref // 0 for an object of its own
	at     int // offset, or index
	set    bool
}

// File is a document being written. Objects without a stream are collected and
// compressed together.
type File struct {
	buf    []byte
	places []place // by object number
	// packed is the content of the object stream being filled, and index its
	// head: number and offset of each object.
	packed, index []byte
	members       []Ref
	// started is the length of what was cloned, and startSum its SHA-256.
	started  int
	startSum [sha256.Size]byte
}

// head begins every file. The second line says that the file is binary.
const head = "%PDF-1.7\n%\xE2\xE3\xCF\xD3\n"

// New starts a document.
func New() *File {
	return &File{buf: []byte(head), places: make([]place, 1)}
}

// Base is the beginning that the files of a batch share.
type Base struct{ file *File }

// Share ends a file as the beginning of others.
func (f *File) Share() *Base {
	f.Pack()
	f.started, f.startSum = len(f.buf), sha256.Sum256(f.buf)
	return &Base{f}
}

// Start makes f a document with the objects of the base, under the same
// numbers. It reuses the memory of f, and with it the bytes that Finish gave
// before. A Base may be used from several goroutines.
func (b *Base) Start(f *File) {
	f.buf = append(f.buf[:0], b.file.buf...)
	f.places = append(f.places[:0], b.file.places...)
	f.packed, f.index, f.members = f.packed[:0], f.index[:0], f.members[:0]
	f.started, f.startSum = b.file.started, b.file.startSum
}

// Alloc returns the number of an object that is written later.
func (f *File) Alloc() Ref {
	f.places = append(f.places, place{})
	return Ref(len(f.places) - 1)
}

func (f *File) put(r Ref, p place) {
	if r <= 0 || int(r) >= len(f.places) || f.places[r].set {
		panic(fmt.Sprintf("write: object %d was not allocated, or is written twice", r))
	}
	p.set = true
	f.places[r] = p
}

// Object adds an object to the current object stream.
func (f *File) Object(r Ref, body []byte) {
	f.put(r, place{stream: -1, at: len(f.members)})
	f.members = append(f.members, r)
	f.index = strconv.AppendInt(f.index, int64(r), 10)
	f.index = append(f.index, ' ')
	f.index = strconv.AppendInt(f.index, int64(len(f.packed)), 10)
	f.index = append(f.index, ' ')
	f.packed = append(f.packed, body...)
	f.packed = append(f.packed, '\n')
}

// Stream adds a stream with its data compressed. Entries are those of its
// dictionary beside length and filter.
func (f *File) Stream(r Ref, entries string, data []byte) {
	f.rawStream(r, entries+"/Filter/FlateDecode", Deflate(data))
}

// Deflated adds a stream whose data Deflate has compressed.
func (f *File) Deflated(r Ref, entries string, data []byte) {
	f.rawStream(r, entries+"/Filter/FlateDecode", data)
}

// PlainStream adds a stream that programs without a decoder can find, such as
// metadata.
func (f *File) PlainStream(r Ref, entries string, data []byte) {
	f.rawStream(r, entries, data)
}

func (f *File) rawStream(r Ref, entries string, data []byte) {
	f.put(r, place{at: len(f.buf)})
	f.buf = strconv.AppendInt(f.buf, int64(r), 10)
	f.buf = append(f.buf, " 0 obj\n<<"...)
	f.buf = append(f.buf, entries...)
	f.buf = append(f.buf, "/Length "...)
	f.buf = strconv.AppendInt(f.buf, int64(len(data)), 10)
	f.buf = append(f.buf, ">>\nstream\n"...)
	f.buf = append(f.buf, data...)
	f.buf = append(f.buf, "\nendstream\nendobj\n"...)
}

// Pack closes the current object stream; Finish and Share do the same.
func (f *File) Pack() {
	if len(f.members) == 0 {
		return
	}
	r := f.Alloc()
	for _, m := range f.members {
		f.places[m].stream = r
	}
	entries := fmt.Sprintf("/Type/ObjStm/N %d/First %d", len(f.members), len(f.index))
	f.index = append(f.index, f.packed...)
	f.Stream(r, entries, f.index)
	f.index, f.packed, f.members = f.index[:0], f.packed[:0], f.members[:0]
}

// Finish completes the file and returns it, valid until f is started again. Root is the catalogue and info the
// information dictionary.
func (f *File) Finish(root, info Ref) ([]byte, error) {
	f.Pack()
	xref := f.Alloc()
	offset := len(f.buf)
	f.put(xref, place{at: offset})
	// Each entry: its kind, an offset or the object stream, an index.
	offsetBytes, indexBytes := 3, 2
	if max(offset, len(f.places)) >= 1<<24 {
		offsetBytes = 4
	}
	if max(offset, len(f.places)) > math.MaxUint32 {
		return nil, fmt.Errorf("a document of %d bytes and %d objects is too large", offset, len(f.places))
	}
	table := f.packed[:0]
	entry := func(kind byte, field, index int) {
		table = append(table, kind)
		for i := offsetBytes - 1; i >= 0; i-- {
			table = append(table, byte(field>>(8*i)))
		}
		table = append(table, byte(index>>8), byte(index))
	}
	entry(0, 0, 0xFFFF)
	for i, p := range f.places[1:] {
		switch {
		case !p.set:
			return nil, fmt.Errorf("object %d was never written", i+1)
		case p.stream != 0 && p.at > math.MaxUint16:
			return nil, fmt.Errorf("%d objects in one stream are too many", p.at)
		case p.stream != 0:
			entry(2, int(p.stream), p.at)
		default:
			entry(1, p.at, 0)
		}
	}
	hash := sha256.New()
	hash.Write(f.startSum[:])
	hash.Write(f.buf[f.started:])
	sum := hash.Sum(nil)
	id := fmt.Sprintf("<%x>", sum[:16])
	entries := fmt.Sprintf("/Type/XRef/Size %d/W[1 %d %d]/Root %d 0 R/Info %d 0 R/ID[%s%s]",
		len(f.places), offsetBytes, indexBytes, root, info, id, id)
	f.packed, f.places[xref].set = table, false
	f.Stream(xref, entries, table)
	f.buf = append(f.buf, "startxref\n"...)
	f.buf = strconv.AppendInt(f.buf, int64(offset), 10)
	f.buf = append(f.buf, "\n%%EOF\n"...)
	return f.buf, nil
}
