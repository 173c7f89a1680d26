package ingest

import (
	"archive/zip"
	"bytes"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
)

// seeds are the small files of testdata with an extension.
func seeds(f *testing.F, ext string) [][]byte {
	f.Helper()
	var out [][]byte
	for _, pattern := range []string{"bad/*/*", "counts/*/*", "dfe/*/*", "tidy/*", "supplement/*", "pupils/*"} {
		names, err := filepath.Glob(filepath.Join("..", "..", "testdata", filepath.FromSlash(pattern)))
		if err != nil {
			f.Fatal(err)
		}
		for _, name := range names {
			if filepath.Ext(name) != ext {
				continue
			}
			b, err := os.ReadFile(name)
			if err != nil {
				f.Fatal(err)
			}
			if len(b) < 12<<10 {
				out = append(out, b)
			}
		}
	}
	if len(out) == 0 {
		f.Fatalf("no seeds with %s", ext)
	}
	return out
}

// sound checks what holds of every reading: problems are of the catalogue and
// filled in, schools have URNs, and counts are not negative.
func sound(t *testing.T, name string, data []byte) {
	t.Helper()
	d, rep, err := ReadFS(fstest.MapFS{name: {Data: data}}, Options{MaxUncompressed: 1 << 20})
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range rep.Problems {
		if kindByCode[p.Code].Code == "" || p.What == "" {
			t.Errorf("problem %+v", p)
		}
	}
	for i := range d.Schools {
		if _, ok := fastURN(string(d.Schools[i].URN)); !ok {
			t.Errorf("school with URN %q", d.Schools[i].URN)
		}
	}
}

// FuzzReadFile reads files of any shape, beginning with those of testdata.
func FuzzReadFile(f *testing.F) {
	for _, b := range seeds(f, ".csv") {
		f.Add(b)
	}
	f.Fuzz(func(t *testing.T, data []byte) { sound(t, "2022-23.csv", data) })
}

// FuzzWorkbook reads workbooks whose archive is whole and whose sheet is not:
// broken archives stop at the checksum and teach nothing.
func FuzzWorkbook(f *testing.F) {
	const sheet = "xl/worksheets/sheet1.xml"
	var rest []*zip.File
	for _, b := range seeds(f, ".xlsx") {
		z, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
		if err != nil {
			continue // an old workbook, or one with a password
		}
		for _, part := range z.File {
			if part.Name == sheet {
				f.Add([]byte(unpack(f, part)))
			}
		}
		rest = z.File
	}
	parts := map[string]string{}
	for _, part := range rest {
		parts[part.Name] = unpack(f, part)
	}
	f.Fuzz(func(t *testing.T, xml []byte) {
		var b bytes.Buffer
		z := zip.NewWriter(&b)
		for _, part := range rest {
			w, err := z.CreateHeader(&zip.FileHeader{Name: part.Name})
			if err != nil {
				t.Fatal(err)
			}
			text := parts[part.Name]
			if part.Name == sheet {
				text = string(xml)
			}
			if _, err := io.WriteString(w, text); err != nil {
				t.Fatal(err)
			}
		}
		if err := z.Close(); err != nil {
			t.Fatal(err)
		}
		sound(t, "2022-23.xlsx", b.Bytes())
	})
}

func unpack(f *testing.F, part *zip.File) string {
	f.Helper()
	r, err := part.Open()
	if err != nil {
		f.Fatal(err)
	}
	defer r.Close()
	var b strings.Builder
	if _, err := io.Copy(&b, r); err != nil {
		f.Fatal(err)
	}
	return b.String()
}
