package main

import (
	"archive/zip"
	"bytes"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"inclusioncards/cmd/reportcard/demo"
	"inclusioncards/reportcard/ingest"
)

// The archive for a school holds nothing of another school, nor of another
// audience: every text of every file is searched for every other school.
func TestPackHoldsOneSchool(t *testing.T) {
	d, _, err := ingest.ReadFS(demo.Files, ingest.Options{Demonstration: true})
	if err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(t.TempDir(), "out")
	var stderr bytes.Buffer
	if got := run([]string{"build", "--demo", "--out", dir, "--audience", "all", "--packs", "school", "--zip", "--comparator", "la,england,similar"}, io.Discard, &stderr); got != 0 {
		t.Fatalf("status %d: %s", got, stderr.String())
	}
	searched := 0
	for i := range d.Schools {
		own := &d.Schools[i]
		found, err := filepath.Glob(filepath.Join(dir, "packs", string(own.LAESTAB)+"_"+string(own.URN)+"_*.zip"))
		if err != nil || len(found) != 1 {
			t.Fatalf("archives of %s: %v, %v", own.URN, found, err)
		}
		for name, text := range packTexts(t, found[0]) {
			searched++
			for j := range d.Schools {
				other := &d.Schools[j]
				if j != i && (strings.Contains(text, string(other.URN)) || strings.Contains(text, other.Name) && !strings.Contains(own.Name, other.Name)) {
					t.Errorf("%s of %s tells of %s", name, own.URN, other.URN)
				}
			}
			for _, never := range []string{"Official-sensitive", "Inspector edition", "Authority edition", "For leaders"} {
				if strings.Contains(text, never) {
					t.Errorf("%s of %s says %q", name, own.URN, never)
				}
			}
		}
	}
	if searched != 6*len(d.Schools) {
		t.Errorf("%d files searched for %d schools", searched, len(d.Schools))
	}
}

// packTexts are the words of each file of an archive; PDF files are read with
// pdftotext, where it is installed, in one go.
func packTexts(t *testing.T, archive string) map[string]string {
	t.Helper()
	r, err := zip.OpenReader(archive)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	out := map[string]string{}
	for _, f := range r.File {
		in, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		raw, err := io.ReadAll(in)
		if err != nil {
			t.Fatal(err)
		}
		switch filepath.Ext(f.Name) {
		case ".pdf":
			out[f.Name] = pdfWords(t, raw)
		case ".docx":
			z, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw)))
			if err != nil {
				t.Fatal(err)
			}
			for _, part := range z.File {
				p, err := part.Open()
				if err != nil {
					t.Fatal(err)
				}
				words, err := io.ReadAll(p)
				if err != nil {
					t.Fatal(err)
				}
				out[f.Name] += string(words)
			}
		default:
			out[f.Name] = string(raw)
		}
		if strings.TrimSpace(out[f.Name]) == "" {
			t.Errorf("%s of %s has no words", f.Name, archive)
		}
	}
	return out
}

func pdfWords(t *testing.T, doc []byte) string {
	t.Helper()
	path, err := exec.LookPath("pdftotext")
	if err != nil {
		if os.Getenv("INCLUSIONCARDS_STRICT") == "1" {
			t.Fatal("pdftotext is not installed")
		}
		t.Skip("pdftotext is not installed: the words of the PDF files are not searched")
	}
	cmd := exec.Command(path, "-raw", "-", "-")
	cmd.Stdin = bytes.NewReader(doc)
	text, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	return strings.Join(strings.Fields(string(text)), " ")
}
