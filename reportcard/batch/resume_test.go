package batch

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// counted counts the cards that are drawn.
func counted(n *atomic.Int32, draw func(int) (string, []byte, error)) Drawer {
	return one(func(school int) (string, []byte, error) {
		n.Add(1)
		return draw(school)
	})
}

// whole is the output of a run that nothing disturbs.
func whole(t *testing.T, j Job) map[string]string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "cards")
	if _, err := open(t, context.Background(), dir, Opening{}, j); err != nil {
		t.Fatal(err)
	}
	return tree(t, dir)
}

func zipped(j Job, zip bool) Job {
	j.Manifest.Zip = zip
	j.Program = "this build"
	return j
}

func TestInterruptKeepsTheCardsThatAreDone(t *testing.T) {
	for _, zip := range []bool{false, true} {
		t.Run(fmt.Sprint("zip ", zip), func(t *testing.T) {
			want := whole(t, zipped(job(t, one(plain)), zip))
			root := t.TempDir()
			dir := filepath.Join(root, "cards")
			ctx, cancel := context.WithCancel(context.Background())
			j := zipped(job(t, one(func(school int) (string, []byte, error) {
				if school == 3 {
					cancel()
				}
				return plain(school)
			})), zip)
			j.Workers = 1
			_, err := open(t, ctx, dir, Opening{}, j)
			var stopped *StoppedError
			if !errors.Is(err, context.Canceled) || !errors.As(err, &stopped) {
				t.Fatalf("error %v", err)
			}
			// The card in hand is finished; one more may have been handed out.
			if stopped.Kept < 4 || stopped.Kept > 5 || stopped.Total != schools {
				t.Errorf("%d of %d kept", stopped.Kept, stopped.Total)
			}
			if _, err := os.Stat(dir); err == nil {
				t.Error("half an output was published")
			}

			var drawn atomic.Int32
			j = zipped(job(t, counted(&drawn, plain)), zip)
			out, err := open(t, context.Background(), dir, Opening{Resume: true}, j)
			if err != nil {
				t.Fatal(err)
			}
			if out.Kept != stopped.Kept || int(drawn.Load()) != schools-stopped.Kept {
				t.Errorf("%d kept and %d drawn after %d", out.Kept, drawn.Load(), stopped.Kept)
			}
			if diff := cmp.Diff(want, tree(t, dir)); diff != "" {
				t.Errorf("not the bytes of an unbroken run:\n%s", diff)
			}
			if left := names(tree(t, root)); strings.Contains(strings.Join(left, " "), "partial") {
				t.Errorf("left behind: %v", left)
			}
		})
	}
}

// stop leaves a run that drew the first n cards.
func stop(t *testing.T, dir string, zip bool, n int) {
	t.Helper()
	j := zipped(job(t, one(plain)), zip)
	j.Cards = j.Cards[:n]
	j.Extras = []Extra{{Path: "broken.csv", Fill: func(w io.Writer) error { return errors.New("no space") }}}
	var stopped *StoppedError
	if _, err := open(t, context.Background(), dir, Opening{}, j); !errors.As(err, &stopped) || stopped.Kept != n {
		t.Fatalf("error %v", err)
	}
}

func TestResumeMakesAgainWhatIsNotIntact(t *testing.T) {
	for _, tc := range []struct {
		name   string
		zip    bool
		harm   func(t *testing.T, partial string)
		redraw int // of the ten cards done; two were never drawn
	}{
		{"nothing", false, func(t *testing.T, dir string) {}, 0},
		{"nothing, archive", true, func(t *testing.T, dir string) {}, 0},
		{"file gone", false, func(t *testing.T, dir string) { os.Remove(filepath.Join(dir, "cards", "inspector", "card-03.pdf")) }, 1},
		{"file changed", false, func(t *testing.T, dir string) {
			put(t, filepath.Join(dir, "cards", "inspector", "card-03.pdf"), "xyzx")
		}, 1},
		{"file cut short", false, func(t *testing.T, dir string) {
			os.Truncate(filepath.Join(dir, "cards", "inspector", "card-03.pdf"), 1)
		}, 1},
		{"torn last line", false, func(t *testing.T, dir string) { tear(t, dir, 7) }, 0}, // of the table
		{"journal cut in the middle of the cards", false, func(t *testing.T, dir string) { keepLines(t, dir, 6) }, 5},
		{"the same, archive", true, func(t *testing.T, dir string) { keepLines(t, dir, 6) }, 5},
		{"journal is nonsense", false, func(t *testing.T, dir string) { put(t, filepath.Join(dir, journalName), "{]\n\x00") }, 10},
		{"archive cut short", true, func(t *testing.T, dir string) {
			// Each entry has a header of 30 bytes and a name of 11; see APPNOTE 4.3.7.
			os.Truncate(filepath.Join(dir, "cards", "inspector", "no-la.zip"), 3*41+1+2+3)
		}, 7},
		{"stray files", false, func(t *testing.T, dir string) {
			put(t, filepath.Join(dir, "cards", "inspector", "card-11.pdf.writing"), "half")
			put(t, filepath.Join(dir, "old", "card.pdf"), "of another selection")
		}, 0},
	} {
		t.Run(tc.name, func(t *testing.T) {
			want := whole(t, zipped(job(t, one(plain)), tc.zip))
			dir := filepath.Join(t.TempDir(), "cards")
			stop(t, dir, tc.zip, 10)
			tc.harm(t, dir+".partial")
			var drawn atomic.Int32
			j := zipped(job(t, counted(&drawn, plain)), tc.zip)
			if _, err := open(t, context.Background(), dir, Opening{Resume: true}, j); err != nil {
				t.Fatal(err)
			}
			if got := int(drawn.Load()); got != 2+tc.redraw {
				t.Errorf("%d cards drawn, want %d", got, 2+tc.redraw)
			}
			if diff := cmp.Diff(want, tree(t, dir)); diff != "" {
				t.Errorf("not the bytes of an unbroken run:\n%s", diff)
			}
		})
	}
}

func TestStartingAgainSaysWhatItDiscards(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "cards")
	stop(t, dir, false, 10)
	s, err := Open(dir, Opening{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if s.Discarded != 10 {
		t.Errorf("%d cards discarded", s.Discarded)
	}
	if left := names(tree(t, dir+".partial")); !cmp.Equal(left, []string{marker}) {
		t.Errorf("left of it: %v", left)
	}
}

func tear(t *testing.T, partial string, bytes int64) {
	t.Helper()
	path := filepath.Join(partial, journalName)
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate(path, info.Size()-bytes); err != nil {
		t.Fatal(err)
	}
}

// keepLines keeps the first n lines of the journal and half of the next.
func keepLines(t *testing.T, partial string, n int) {
	t.Helper()
	path := filepath.Join(partial, journalName)
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	at := 0
	for range n {
		at += bytes.IndexByte(raw[at:], '\n') + 1
	}
	if err := os.Truncate(path, int64(at+20)); err != nil {
		t.Fatal(err)
	}
}

func TestResumeAfterAChange(t *testing.T) {
	otherContent := func(e []Edition) []Edition {
		return []Edition{{e[0].Audience, func(school int) (Sheet, error) {
			sheet, err := e[0].Draw(school)
			if school == 4 {
				sheet.Content = "content 4, corrected"
			}
			return sheet, err
		}}}
	}
	for _, tc := range []struct {
		name   string
		change func(*Job)
		redraw int // of ten
		kinds  []ChangeKind
	}{
		{"nothing", func(j *Job) {}, 0, nil},
		// A card is made again when it says something else, and only then.
		{"input", func(j *Job) { j.Report.Files[0].SHA256 = "01"; j.Editions = otherContent(j.Editions) }, 1, []ChangeKind{ChangedInput}},
		{"input, no card concerned", func(j *Job) { j.Report.Files[0].SHA256 = "01" }, 0, []ChangeKind{ChangedInput}},
		{"settings", func(j *Job) { j.Manifest.ConfigurationHash = "ff"; j.Editions = otherContent(j.Editions) }, 1, []ChangeKind{ChangedConfiguration}},
		{"version", func(j *Job) { j.Manifest.Version = "9" }, 10, []ChangeKind{ChangedVersion}},
		{"format", func(j *Job) { j.Manifest.Format = "html" }, 10, []ChangeKind{ChangedOptions}},
		{"another build of one version", func(j *Job) { j.Program = "other build" }, 10, nil},
		{"unknown build", func(j *Job) { j.Program = "" }, 10, nil},
		{"selection", func(j *Job) { j.Manifest.LAs = []string{"202"} }, 0, []ChangeKind{ChangedSelection}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			change := func(j Job) Job {
				j = zipped(j, false)
				tc.change(&j)
				return j
			}
			want := whole(t, change(job(t, one(plain))))
			dir := filepath.Join(t.TempDir(), "cards")
			stop(t, dir, false, 10)
			var drawn atomic.Int32
			out, err := open(t, context.Background(), dir, Opening{Resume: true}, change(job(t, counted(&drawn, plain))))
			if err != nil {
				t.Fatal(err)
			}
			if got := int(drawn.Load()); got != 2+tc.redraw {
				t.Errorf("%d cards drawn, want %d", got, 2+tc.redraw)
			}
			var kinds []ChangeKind
			for _, d := range out.Differences {
				kinds = append(kinds, d.Kind)
			}
			if diff := cmp.Diff(tc.kinds, kinds); diff != "" {
				t.Errorf("what is said to have changed (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(want, tree(t, dir)); diff != "" {
				t.Errorf("not the bytes of an unbroken run:\n%s", diff)
			}
		})
	}
}

// A run that went on with other input and was stopped too leaves cards of
// both: none of the first may pass for one of the second.
func TestResumeTellsTwoStoppedRunsApart(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "cards")
	stop(t, dir, false, 10)
	second := func(d Drawer) Job {
		j := zipped(job(t, func(school int) (Sheet, error) {
			sheet, err := d(school)
			sheet.Content += ", corrected"
			return sheet, err
		}), false)
		j.Report.Files[0].SHA256 = "01"
		j.Workers = 1
		return j
	}
	corrected := one(func(school int) (string, []byte, error) {
		name, content, err := plain(school)
		return name, append(content, " corrected"...), err
	})
	want := whole(t, second(corrected))
	ctx, cancel := context.WithCancel(context.Background())
	j := second(func(school int) (Sheet, error) {
		if school == 2 {
			cancel()
		}
		return corrected(school)
	})
	if _, err := open(t, ctx, dir, Opening{Resume: true}, j); !errors.Is(err, context.Canceled) {
		t.Fatalf("error %v", err)
	}
	out, err := open(t, context.Background(), dir, Opening{Resume: true}, second(corrected))
	if err != nil {
		t.Fatal(err)
	}
	if out.Kept < 3 || out.Kept > 4 {
		t.Errorf("%d kept", out.Kept)
	}
	if diff := cmp.Diff(want, tree(t, dir)); diff != "" {
		t.Errorf("not the bytes of an unbroken run:\n%s", diff)
	}
}

// A finished output is put right: what is gone, damaged or was rejected.
func TestResumeOverAFinishedRun(t *testing.T) {
	for _, zip := range []bool{false, true} {
		t.Run(fmt.Sprint("zip ", zip), func(t *testing.T) {
			want := whole(t, zipped(job(t, one(plain)), zip))
			dir := filepath.Join(t.TempDir(), "cards")
			j := zipped(job(t, one(func(school int) (string, []byte, error) {
				if school == 5 {
					return "", nil, errors.New("no words")
				}
				return plain(school)
			})), zip)
			if _, err := open(t, context.Background(), dir, Opening{}, j); err != nil {
				t.Fatal(err)
			}
			lost := 1
			if !zip {
				os.Remove(filepath.Join(dir, "cards", "inspector", "card-00.pdf"))
				put(t, filepath.Join(dir, "cards", "inspector", "card-01.pdf"), "edited")
				lost = 3
			}
			os.Remove(filepath.Join(dir, "officer", "results.csv"))
			put(t, filepath.Join(dir, "mine.txt"), "mine")
			var drawn atomic.Int32
			out, err := open(t, context.Background(), dir, Opening{Resume: true}, zipped(job(t, counted(&drawn, plain)), zip))
			if err != nil {
				t.Fatal(err)
			}
			if int(drawn.Load()) != lost || out.Kept != schools-lost {
				t.Errorf("%d drawn, %d kept", drawn.Load(), out.Kept)
			}
			got := tree(t, dir)
			if got["mine.txt"] != "mine" {
				t.Error("a file of the user was touched")
			}
			delete(got, "mine.txt")
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("not the bytes of an unbroken run:\n%s", diff)
			}
		})
	}
}
