package batch

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// tree lists the files below a folder with their content; folders end in "/".
func tree(t *testing.T, dir string) map[string]string {
	t.Helper()
	out := map[string]string{}
	err := filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		if err != nil || path == dir {
			return err
		}
		name, _ := filepath.Rel(dir, path)
		if e.IsDir() {
			out[filepath.ToSlash(name)+"/"] = ""
			return nil
		}
		b, err := os.ReadFile(path)
		out[filepath.ToSlash(name)] = string(b)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func put(t *testing.T, path, content string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(content), 0o666); err != nil {
		t.Fatal(err)
	}
}

func text(s string) func(io.Writer) error {
	return func(w io.Writer) error { _, err := io.WriteString(w, s); return err }
}

// save writes an output of the given files and its run.json.
func save(t *testing.T, dir string, force bool, files ...string) error {
	t.Helper()
	s, err := Open(dir, Opening{Force: force})
	if err != nil {
		return err
	}
	defer s.Close()
	for _, name := range files {
		if _, err := s.Write(name, text("new "+name)); err != nil {
			return err
		}
	}
	m := Manifest{Tool: Tool, Files: s.Files()}
	if _, err := s.Write(ManifestName, m.write); err != nil {
		return err
	}
	return s.Commit()
}

func names(m map[string]string) []string {
	var out []string
	for k := range m {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}

func TestOutputAppearsAtOnce(t *testing.T) {
	root := t.TempDir()
	dir := filepath.Join(root, "a", "b", "cards")
	s, err := Open(dir, Opening{})
	if err != nil {
		t.Fatal(err)
	}
	sum, err := s.Write("officer/measures.csv", text("x\n"))
	if err != nil {
		t.Fatal(err)
	}
	// sha256sum of "x\n".
	if want := "73cb3858a687a8494ca3323053016282f3dad39d42cf62ca4e79dda2aac7d9ac"; sum != want {
		t.Errorf("sum %s", sum)
	}
	if _, err := os.Stat(dir); !errors.Is(err, fs.ErrNotExist) {
		t.Error("the folder is there before Commit")
	}
	if _, err := s.Write(ManifestName, text("{}")); err != nil {
		t.Fatal(err)
	}
	if err := s.Commit(); err != nil {
		t.Fatal(err)
	}
	s.Close()
	want := []string{"a/", "a/b/", "a/b/cards/", "a/b/cards/officer/", "a/b/cards/officer/measures.csv", "a/b/cards/run.json"}
	if diff := cmp.Diff(want, names(tree(t, root))); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestNothingIsLeftBehind(t *testing.T) {
	root := t.TempDir()
	s, err := Open(filepath.Join(root, "a", "cards"), Opening{})
	if err != nil {
		t.Fatal(err)
	}
	broken := errors.New("no space left on device")
	_, err = s.Write("cards/x.pdf", func(w io.Writer) error {
		io.WriteString(w, "half")
		return &fs.PathError{Op: "write", Path: "/somewhere", Err: broken}
	})
	var out *OutputError
	if !errors.As(err, &out) || out.What != "cannot write: no space left on device" || out.Hint == "" {
		t.Errorf("error %v", err)
	}
	s.Close()
	if left := names(tree(t, root)); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

func TestOutputPathChecks(t *testing.T) {
	for _, tc := range []struct {
		name  string
		files map[string]string
		dir   string
		force bool
		want  string // part of the error
	}{
		{name: "under a file", files: map[string]string{"report": "x"}, dir: "report/out/cards", want: `"report" is a file, not a folder`},
		{name: "a file", files: map[string]string{"cards": "x"}, dir: "cards", want: `"cards" is a file, not a folder`},
		{name: "a file, forced", files: map[string]string{"cards": "x"}, dir: "cards", force: true, want: "is a file"},
		{name: "not empty", files: map[string]string{"cards/mine.txt": "x"}, dir: "cards", want: "the folder is not empty"},
		{name: "not ours, forced", files: map[string]string{"cards/mine.txt": "x"}, dir: "cards", force: true, want: "no readable run.json"},
		{name: "not our run.json", files: map[string]string{"cards/run.json": `{"tool":"other"}`}, dir: "cards", force: true, want: "no readable run.json"},
		{name: "leads out", files: map[string]string{"cards/run.json": `{"tool":"reportcard","files":[{"path":"../mine"}]}`}, dir: "cards", force: true, want: "no readable run.json"},
		{name: "earlier run", files: map[string]string{"cards/run.json": `{"tool":"reportcard"}`}, dir: "cards", want: "output of an earlier run"},
		{name: "partial not ours", files: map[string]string{"cards.partial/mine.txt": "x"}, dir: "cards", want: "files this tool did not write"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			root := t.TempDir()
			for name, content := range tc.files {
				put(t, filepath.Join(root, name), content)
			}
			before := tree(t, root)
			err := save(t, filepath.Join(root, filepath.FromSlash(tc.dir)), tc.force, "x.csv")
			var out *OutputError
			if !errors.As(err, &out) || !strings.Contains(err.Error(), tc.want) {
				t.Errorf("error %v, want %q", err, tc.want)
			} else if out.Hint == "" {
				t.Error("no hint")
			}
			if diff := cmp.Diff(before, tree(t, root)); diff != "" {
				t.Errorf("the disk changed:\n%s", diff)
			}
		})
	}
}

func TestForceReplacesOnlyWhatAnEarlierRunWrote(t *testing.T) {
	root := t.TempDir()
	dir := filepath.Join(root, "cards")
	if err := save(t, dir, false, "cards/old.pdf", "cards/both.pdf", "gone/x.csv"); err != nil {
		t.Fatal(err)
	}
	put(t, filepath.Join(dir, "cards", "mine.txt"), "mine")
	put(t, filepath.Join(dir, "cards", "both.pdf"), "edited")
	if err := save(t, dir, true, "cards/both.pdf", "cards/new.pdf"); err != nil {
		t.Fatal(err)
	}
	got := tree(t, root)
	want := []string{"cards/", "cards/cards/", "cards/cards/both.pdf", "cards/cards/mine.txt", "cards/cards/new.pdf", "cards/run.json"}
	if diff := cmp.Diff(want, names(got)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if got["cards/cards/both.pdf"] != "new cards/both.pdf" || got["cards/cards/mine.txt"] != "mine" {
		t.Errorf("contents: %v", got)
	}
}

func TestForceIsUndoneWhenAFileIsInTheWay(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "cards")
	if err := save(t, dir, false, "cards/a.pdf"); err != nil {
		t.Fatal(err)
	}
	put(t, filepath.Join(dir, "cards", "z.pdf"), "mine")
	before := tree(t, filepath.Dir(dir))
	err := save(t, dir, true, "cards/a.pdf", "extra/b.pdf", "cards/z.pdf")
	if err == nil || !strings.Contains(err.Error(), "in the way") {
		t.Errorf("error %v", err)
	}
	// extra/ sorts after cards/z.pdf: nothing of it may be there either.
	if diff := cmp.Diff(before, tree(t, filepath.Dir(dir))); diff != "" {
		t.Errorf("the folder changed:\n%s", diff)
	}
}

func TestEmptyFolderIsUsed(t *testing.T) {
	root := t.TempDir()
	dir := filepath.Join(root, "cards")
	if err := os.Mkdir(dir, 0o777); err != nil {
		t.Fatal(err)
	}
	if err := save(t, dir, false, "cards/a.pdf"); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"cards/", "cards/cards/", "cards/cards/a.pdf", "cards/run.json"}, names(tree(t, root))); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestAnotherRunIsNotDisturbed(t *testing.T) {
	root := t.TempDir()
	dir := filepath.Join(root, "cards")
	first, err := Open(dir, Opening{})
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"a.csv", ManifestName} {
		if _, err := first.Write(name, text("a")); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := Open(dir, Opening{}); err == nil || !strings.Contains(err.Error(), "another run") {
		t.Errorf("second run: %v", err)
	}
	if err := first.Commit(); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"cards/", "cards/a.csv", "cards/run.json"}, names(tree(t, root))); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestLeftoverOfADeadRunIsReplaced(t *testing.T) {
	root := t.TempDir()
	put(t, filepath.Join(root, "cards.partial", marker), "")
	put(t, filepath.Join(root, "cards.partial", "cards", "half.pdf"), "half")
	if err := save(t, filepath.Join(root, "cards"), false, "a.csv"); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"cards/", "cards/a.csv", "cards/run.json"}, names(tree(t, root))); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// A run that is killed while it clears its staging folder must leave the marker
// for as long as anything else is there, else the next run takes the rest for
// somebody's files.
func TestMarkerOfAStagingFolderGoesLast(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "cards")
	s, err := Open(dir, Opening{})
	if err != nil {
		t.Fatal(err)
	}
	for i := range 2000 {
		put(t, filepath.Join(dir+".partial", fmt.Sprintf("%04d", i)), "x")
		put(t, filepath.Join(dir+".partial", aside, fmt.Sprintf("%04d", i)), "x")
	}
	looks := make(chan int)
	closing, closed := make(chan struct{}), make(chan struct{})
	go func() {
		n := 0
		defer func() { looks <- n }()
		close(closing)
		for {
			_, missing := os.Lstat(filepath.Join(dir+".partial", marker))
			if left, err := os.ReadDir(dir + ".partial"); missing != nil && err == nil && len(left) > 0 {
				t.Errorf("the marker is gone, and %d files are left", len(left))
				return
			}
			n++
			select {
			case <-closed:
				return
			default:
			}
		}
	}()
	<-closing
	s.Close()
	close(closed)
	if n := <-looks; n < 2 {
		t.Logf("looked %d times only", n)
	}
	if _, err := os.Lstat(dir + ".partial"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the staging folder is still there: %v", err)
	}
}
