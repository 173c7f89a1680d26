package write

import (
	"bytes"
	"compress/zlib"
	"io"
	"math"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

func TestAppendFixed(t *testing.T) {
	for v, want := range map[float64]string{
		0: "0", 1: "1", -1: "-1", 0.5: ".5", -0.25: "-.25", 12.3: "12.3", 12.34: "12.34", 12.345: "12.35", 0.004: "0", -0.004: "0",
		0.05: ".05", 841.89: "841.89", 1e9: "1000000", math.Inf(-1): "-1000000",
	} {
		if got := string(AppendFixed(nil, v)); got != want {
			t.Errorf("%v: %q, want %q", v, got, want)
		}
	}
	if got := string(AppendFixed(nil, math.NaN())); got != "0" {
		t.Errorf("NaN: %q", got)
	}
}

func TestAppendText(t *testing.T) {
	for in, want := range map[string]string{
		"plain":      "(plain)",
		`a(b)\c`:     `(a\(b\)\\c)`,
		"ŵ":          "(\xFE\xFF\x01\x75)",
		"\U0001F600": "(\xFE\xFF\xD8\x3D\xDE\x00)", // a surrogate pair
		"č":          "(\xFE\xFF\x01\\r)",          // U+010D: a bare carriage return would be read as a line feed
	} {
		if got := string(AppendText(nil, in)); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}

// twoObjects is a file of a base with one object, and two of its own.
func twoObjects(t *testing.T, base *Base, f *File) []byte {
	t.Helper()
	base.Start(f)
	root, info, page := f.Alloc(), f.Alloc(), f.Alloc()
	f.Stream(page, "/X 1", []byte("some content"))
	f.Object(root, []byte("<</Type/Catalog>>"))
	f.Object(info, []byte("<</Title(T)>>"))
	doc, err := f.Finish(root, info)
	if err != nil {
		t.Fatal(err)
	}
	return bytes.Clone(doc)
}

// The cross-reference stream must say where each object is.
func TestFile(t *testing.T) {
	b := New()
	b.Object(b.Alloc(), []byte("<</Shared true>>"))
	base := b.Share()
	var f File
	doc := twoObjects(t, base, &f)
	if again := twoObjects(t, base, &f); !bytes.Equal(doc, again) {
		t.Error("a file in used memory differs")
	}
	if other := twoObjects(t, base, &File{}); !bytes.Equal(doc, other) {
		t.Error("a second file of the base differs")
	}
	tail := regexp.MustCompile(`startxref\n(\d+)\n%%EOF\n$`).FindSubmatch(doc)
	if tail == nil {
		t.Fatalf("no end: %q", doc[max(len(doc)-40, 0):])
	}
	at, err := strconv.Atoi(string(tail[1]))
	if err != nil {
		t.Fatal(err)
	}
	_, body, _ := bytes.Cut(doc[at:], []byte("stream\n"))
	r, err := zlib.NewReader(bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	table, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	const entry = 6
	kinds := ""
	for i := 0; i < len(table); i += entry {
		e := table[i : i+entry]
		kinds += string('0' + rune(e[0]))
		if e[0] != 1 {
			continue
		}
		offset := int(e[1])<<16 | int(e[2])<<8 | int(e[3])
		if want := strconv.Itoa(i/entry) + " 0 obj\n"; !strings.HasPrefix(string(doc[offset:]), want) {
			t.Errorf("at %d stands %q, want %q", offset, doc[offset:offset+10], want)
		}
	}
	// Free, shared object, its object stream, catalogue, information, content,
	// their object stream, cross-reference.
	if kinds != "02122111" {
		t.Errorf("kinds of objects %s", kinds)
	}
}

func TestFileRefuses(t *testing.T) {
	f := New()
	r := f.Alloc()
	if _, err := f.Finish(r, r); err == nil {
		t.Error("no error for an object that was never written")
	}
	defer func() {
		if recover() == nil {
			t.Error("an object written twice goes unnoticed")
		}
	}()
	f = New()
	r = f.Alloc()
	f.Object(r, nil)
	f.Object(r, nil)
}
