package main

import (
	"bufio"
	"bytes"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// clockUsers are the files that may read the clock: for how long a stage takes
// and how much time is left, on the screen.
var clockUsers = []string{"reportcard/batch/draw.go", "reportcard/batch/progress.go", "reportcard/batch/timings.go", "reportcard/batch/work.go"}

// clockNames are what tells the time, or waits for it: those of package time,
// and of files.
var clockNames = []string{"time.Now", "time.Since", "time.Until", "time.Sleep", "time.After", "time.AfterFunc", "time.Tick", "time.NewTimer", "time.NewTicker"}

// Nothing that decides or writes may know the time, so that a clock that jumps,
// or files copied with other dates, change nothing.
func TestClockIsNotRead(t *testing.T) {
	root := filepath.Join("..", "..")
	used := map[string]bool{}
	read := 0
	err := filepath.WalkDir(root, func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		f, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
		if err != nil {
			return err
		}
		read++
		name, err := filepath.Rel(root, path)
		name = filepath.ToSlash(name)
		ast.Inspect(f, func(n ast.Node) bool {
			s, ok := n.(*ast.SelectorExpr)
			if !ok {
				return true
			}
			if s.Sel.Name == "ModTime" || s.Sel.Name == "Chtimes" {
				t.Errorf("%s asks for the time of a file", name)
			}
			if x, ok := s.X.(*ast.Ident); ok && slices.Contains(clockNames, x.Name+"."+s.Sel.Name) {
				used[name] = true
				if !slices.Contains(clockUsers, name) {
					t.Errorf("%s reads the clock (%s.%s)", name, x.Name, s.Sel.Name)
				}
			}
			return true
		})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if read < 100 || len(used) != len(clockUsers) {
		t.Errorf("%d files read, of which %d use the clock: %v", read, len(used), used)
	}
}

// stopped starts a build of one worker and interrupts it after five cards.
func stopped(t *testing.T, args ...string) {
	t.Helper()
	if runtime.GOOS == "windows" {
		t.Skip("a process cannot be sent an interrupt there")
	}
	cmd := exec.Command("reportcard", append(args, "--jobs", "1")...)
	said, err := cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	sent := false
	for in := bufio.NewScanner(said); in.Scan(); {
		if !sent && strings.Contains(in.Text(), " 5 of 46 cards") {
			sent = true
			cmd.Process.Signal(os.Interrupt)
		}
	}
	if err := cmd.Wait(); err == nil || cmd.ProcessState.ExitCode() != 1 {
		t.Fatalf("the run was not stopped: %v", err)
	}
}

// A run that is gone on with after the clock jumped, forwards or backwards, ends
// with the bytes of an unbroken one: so does a folder copied with other dates.
func TestClockJumps(t *testing.T) {
	root := t.TempDir()
	data := demoFolder(t, filepath.Join(root, "data"))
	program(t, "build", data, "--out", filepath.Join(root, "whole"))
	want := tree(t, filepath.Join(root, "whole"))
	for name, at := range map[string][2]time.Time{
		"forwards":  {time.Date(2099, 12, 31, 23, 59, 59, 0, time.UTC), time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)},
		"backwards": {time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(2099, 12, 31, 23, 59, 59, 0, time.UTC)},
	} {
		dir := filepath.Join(root, name)
		stopped(t, "build", data, "--out", dir)
		dated(t, dir+".partial", at[0])
		dated(t, data, at[1])
		if said := program(t, "build", data, "--out", dir, "--resume"); !strings.Contains(said, "kept from the earlier run") || strings.Contains(said, " 0 cards kept") || strings.Contains(said, "changed since") {
			t.Errorf("%s: said\n%s", name, said)
		}
		if diff := cmp.Diff(want, tree(t, dir)); diff != "" {
			t.Errorf("%s: not the bytes of an unbroken run:\n%s", name, diff)
		}
		dated(t, dir, at[1])
		program(t, "build", data, "--out", dir, "--resume")
		if diff := cmp.Diff(want, tree(t, dir)); diff != "" {
			t.Errorf("%s: made again over dated files, not the same bytes:\n%s", name, diff)
		}
	}
}

// An input file that changes while a run is stopped is noticed by its content,
// whatever its date and size say, and every card says what it says now.
func TestInputChangedBetweenRuns(t *testing.T) {
	root := t.TempDir()
	data, dir := demoFolder(t, filepath.Join(root, "data")), filepath.Join(root, "cards")
	stopped(t, "build", data, "--out", dir)
	file := filepath.Join(data, "counts.csv")
	info, err := os.Stat(file)
	if err != nil {
		t.Fatal(err)
	}
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	// The first school's card was finished: one of its counts is another now.
	const before, after = "990001,9992001,2021/22,no_sen,340,7,4,", "990001,9992001,2021/22,no_sen,340,8,4,"
	changed := bytes.Replace(raw, []byte(before), []byte(after), 1)
	if bytes.Equal(changed, raw) || len(changed) != len(raw) {
		t.Fatalf("%q is not in the counts of the demonstration", before)
	}
	if err := os.WriteFile(file, changed, 0o666); err != nil {
		t.Fatal(err)
	}
	if err := os.Chtimes(file, info.ModTime(), info.ModTime()); err != nil {
		t.Fatal(err)
	}
	if said := program(t, "build", data, "--out", dir, "--resume"); !strings.Contains(said, "changed since the earlier run: input counts.csv: ") {
		t.Errorf("said\n%s", said)
	}
	program(t, "build", data, "--out", filepath.Join(root, "fresh"))
	if diff := cmp.Diff(tree(t, filepath.Join(root, "fresh")), tree(t, dir)); diff != "" {
		t.Errorf("not the bytes of a run of the changed files:\n%s", diff)
	}
}

// demoFolder writes the data of the demonstration to a folder.
func demoFolder(t *testing.T, dir string) string {
	t.Helper()
	if err := os.MkdirAll(dir, 0o777); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"counts.csv", "schools.csv"} {
		raw, err := os.ReadFile(filepath.Join("demo", name))
		if err == nil {
			err = os.WriteFile(filepath.Join(dir, name), raw, 0o666)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// dated gives everything below a folder a date.
func dated(t *testing.T, dir string, at time.Time) {
	t.Helper()
	err := filepath.WalkDir(dir, func(path string, _ fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		return os.Chtimes(path, at, at)
	})
	if err != nil {
		t.Fatal(err)
	}
}
