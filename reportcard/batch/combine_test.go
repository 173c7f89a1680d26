package batch

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// joined is a job with one file of all cards; made counts how often it is
// written.
func joined(t *testing.T, draw Drawer, made *int) Job {
	t.Helper()
	j := zipped(job(t, draw), false)
	j.Manifest.Combined = true
	j.Combined = []Combined{{"combined/all.pdf", "inspector", func(hasCard func(int) bool, w io.Writer) error {
		*made++
		for i := range schools {
			fmt.Fprintln(w, i, hasCard(i))
		}
		return nil
	}}}
	return j
}

// A file of several cards is made again when one of them changed, and only then.
func TestResumeOfCombinedCards(t *testing.T) {
	for _, tc := range []struct {
		name   string
		change func(t *testing.T, dir string, j *Job)
		again  int
	}{
		{"nothing", func(*testing.T, string, *Job) {}, 0},
		{"input, no card concerned", func(_ *testing.T, _ string, j *Job) { j.Report.Files[0].SHA256 = "01" }, 0},
		{"a card", func(_ *testing.T, _ string, j *Job) {
			j.Report.Files[0].SHA256 = "01"
			draw := j.Editions[0].Draw
			j.Editions[0].Draw = func(school int) (Sheet, error) {
				sheet, err := draw(school)
				if school == 4 {
					sheet.Content += ", corrected"
				}
				return sheet, err
			}
		}, 1},
		{"fewer schools", func(_ *testing.T, _ string, j *Job) { j.Manifest.URNs, j.Cards = []string{"100001"}, j.Cards[:1] }, 1},
		{"version", func(_ *testing.T, _ string, j *Job) { j.Manifest.Version = "9" }, 1},
		{"damaged", func(t *testing.T, dir string, _ *Job) { put(t, filepath.Join(dir, "combined", "all.pdf"), "edited") }, 1},
		{"gone", func(_ *testing.T, dir string, _ *Job) { os.Remove(filepath.Join(dir, "combined", "all.pdf")) }, 1},
	} {
		t.Run(tc.name, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "cards")
			first, again, fresh := 0, 0, 0
			if _, err := open(t, context.Background(), dir, Opening{}, joined(t, one(plain), &first)); err != nil || first != 1 {
				t.Fatal(first, err)
			}
			j, k := joined(t, one(plain), &again), joined(t, one(plain), &fresh)
			tc.change(t, dir, &j)
			tc.change(t, t.TempDir(), &k)
			if _, err := open(t, context.Background(), dir, Opening{Resume: true}, j); err != nil {
				t.Fatal(err)
			}
			if again != tc.again {
				t.Errorf("made %d times, want %d", again, tc.again)
			}
			if v, err := Verify(context.Background(), dir); err != nil || len(v.Findings) > 0 {
				t.Errorf("%v, %v", v, err)
			}
			want, got := whole(t, k), tree(t, dir)
			if diff := cmp.Diff(want["combined/all.pdf"], got["combined/all.pdf"]); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// A school whose card was rejected is told to the file, which is there still.
func TestCombinedWithoutACard(t *testing.T) {
	dir, made := filepath.Join(t.TempDir(), "cards"), 0
	j := joined(t, one(func(school int) (string, []byte, error) {
		if school == 2 {
			return "", nil, errors.New("no words")
		}
		return plain(school)
	}), &made)
	if _, err := start(t, dir, j); err != nil {
		t.Fatal(err)
	}
	raw, err := os.ReadFile(filepath.Join(dir, "combined", "all.pdf"))
	if err != nil || string(raw[:25]) != "0 true\n1 true\n2 false\n3 t" {
		t.Errorf("%q, %v", raw, err)
	}
}
