package main

import (
	"bytes"
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// Two builds into one folder at once: one of them writes it, the other refuses
// and disturbs nothing.
func TestTwoBuildsIntoOneFolder(t *testing.T) {
	root := t.TempDir()
	dir := filepath.Join(root, "cards")
	first := exec.Command("reportcard", buildArgs("files", dir)...)
	var said bytes.Buffer
	first.Stderr = &said
	if err := first.Start(); err != nil {
		t.Fatal(err)
	}
	defer first.Process.Kill()
	waitFor(t, filepath.Join(dir+".partial", ".journal"))
	for _, more := range [][]string{nil, {"--resume"}, {"--force"}} {
		out, err := exec.Command("reportcard", buildArgs("files", dir, more...)...).CombinedOutput()
		if err == nil || !strings.Contains(string(out), "another run is writing to this folder") {
			t.Errorf("%v: %v\n%s", more, err, out)
		}
	}
	if err := first.Wait(); err != nil {
		t.Fatalf("the first build: %v\n%s", err, &said)
	}
	whole := filepath.Join(root, "whole")
	program(t, buildArgs("files", whole)...)
	if diff := cmp.Diff(tree(t, whole), tree(t, dir)); diff != "" {
		t.Errorf("the second build disturbed the first:\n%s", diff)
	}
}

func waitFor(t *testing.T, path string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	for ctx.Err() == nil {
		if _, err := os.Stat(path); err == nil {
			return
		}
		time.Sleep(time.Millisecond)
	}
	t.Fatalf("%s did not appear", path)
}

// A disk that fills up when most is done keeps what is done. The limit on the
// size of a file is above that of any card and below that of a table or an
// archive.
func TestDiskFullNearTheEnd(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("there is no limit on the size of a file")
	}
	for _, kind := range []string{"files", "archives"} {
		root := t.TempDir()
		dir := filepath.Join(root, "cards")
		// 400 blocks of 512 bytes (sh) or 1024 (bash): 200 or 400 kB.
		args := append([]string{"-c", `ulimit -f 400; exec reportcard "$@"`, "sh"}, buildArgs(kind, dir)...)
		out, err := exec.Command("sh", args...).CombinedOutput()
		var ended *exec.ExitError
		if !errors.As(err, &ended) || ended.ExitCode() != 1 {
			t.Fatalf("%s: %v\n%s", kind, err, out)
		}
		for _, want := range []string{"cannot write: file too large", "cards are done and kept in", "then go on with the same command and --resume"} {
			if !strings.Contains(string(out), want) {
				t.Errorf("%s: %q not in\n%s", kind, want, out)
			}
		}
		if _, err := os.Stat(dir); err == nil {
			t.Errorf("%s: half an output was published", kind)
		}
		if said := program(t, buildArgs(kind, dir, "--resume")...); !strings.Contains(said, "kept from the earlier run") || strings.Contains(said, " 0 cards kept") {
			t.Errorf("%s: %s", kind, said)
		}
		whole := filepath.Join(root, "whole")
		program(t, buildArgs(kind, whole)...)
		if diff := cmp.Diff(tree(t, whole), tree(t, dir)); diff != "" {
			t.Errorf("%s: not the bytes of an unbroken run:\n%s", kind, diff)
		}
	}
}

// No clock, zone or language of the machine reaches an output.
func TestOutputKnowsNoClock(t *testing.T) {
	root := t.TempDir()
	var want map[string]string
	for i, env := range [][]string{
		{"TZ=UTC", "LC_ALL=C"},
		{"TZ=Pacific/Kiritimati", "LC_ALL=tr_TR.UTF-8", "SOURCE_DATE_EPOCH=4102444800"},
		{"TZ=America/Adak", "LANG=ar_SA.UTF-8", "COLUMNS=20"},
	} {
		for _, kind := range []string{"files", "archives"} {
			dir := filepath.Join(root, kind, string(rune('a'+i)))
			cmd := exec.Command("reportcard", buildArgs(kind, dir, "--urn", "990001,990027")...)
			cmd.Env = append(os.Environ(), env...)
			if out, err := cmd.CombinedOutput(); err != nil {
				t.Fatalf("%v\n%s", err, out)
			}
		}
		got := tree(t, filepath.Join(root, "files", string(rune('a'+i))))
		for name, content := range tree(t, filepath.Join(root, "archives", string(rune('a'+i)))) {
			got["zip/"+name] = content
		}
		if want == nil {
			want = got
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%v:\n%s", env, diff)
		}
	}
	// Today, this year or the hour, in any of the usual ways of writing it.
	now := time.Now()
	for name, content := range want {
		for _, layout := range []string{"2006-01-02", "20060102", "02/01/2006", "2 January 2006"} {
			if strings.Contains(content, now.Format(layout)) {
				t.Errorf("%s holds the date of today (%s)", name, layout)
			}
		}
	}
}
