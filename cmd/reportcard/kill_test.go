package main

import (
	"bufio"
	"bytes"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// killsVariable asks for more kills than the few of an ordinary test run.
const killsVariable = "INCLUSIONCARDS_KILLS"

// A build that is killed, again and again, and gone on with each time, ends
// with the bytes of one that ran through.
func TestKilledAndResumed(t *testing.T) {
	kills := 5
	if raw := os.Getenv(killsVariable); raw != "" {
		var err error
		if kills, err = strconv.Atoi(raw); err != nil || kills < 1 {
			t.Fatalf("%s=%q is not a number of kills", killsVariable, raw)
		}
	}
	root := t.TempDir()
	want := map[string]map[string]string{}
	var whole time.Duration
	for _, kind := range []string{"files", "archives"} {
		dir := filepath.Join(root, kind)
		begin := time.Now()
		program(t, buildArgs(kind, dir)...)
		whole = max(whole, time.Since(begin))
		want[kind] = tree(t, dir)
	}
	died, kept := 0, 0
	for round := 0; died < kills; round++ {
		kind := []string{"files", "archives"}[round%2]
		dir := filepath.Join(root, fmt.Sprint("run", round))
		random := rand.New(rand.NewPCG(1, uint64(round)))
		args := buildArgs(kind, dir)
		if round%3 == 2 { // over an earlier output, which is replaced at the end
			program(t, buildArgs(kind, dir, "--urn", "990001,990027")...)
			args = append(args, "--force")
		}
		for range 3 {
			if killed(t, time.Duration(random.Float64()*float64(whole)*1.05), args...) {
				died++
			}
			args = append(args, "--resume")
		}
		said := program(t, append(args, "--resume")...)
		if strings.Contains(said, "kept from the earlier run") && !strings.Contains(said, " 0 cards kept") {
			kept++
		}
		if diff := cmp.Diff(want[kind], tree(t, dir)); diff != "" {
			t.Fatalf("round %d (%s): not the bytes of an unbroken run:\n%s", round, kind, diff)
		}
		if _, err := os.Stat(dir + ".partial"); err == nil {
			t.Errorf("round %d: the staging folder was left behind", round)
		}
		if round > 20*kills {
			t.Fatalf("only %d of %d kills hit a running program", died, kills)
		}
	}
	t.Logf("%d kills; in %d rounds cards were kept", died, kept)
	if kept == 0 {
		t.Error("no card was ever kept: the test tests nothing")
	}
}

func buildArgs(kind, dir string, more ...string) []string {
	args := append([]string{"build", "--demo", "--jobs", "2", "--out", dir}, more...)
	if kind == "archives" {
		args = append(args, "--zip")
	}
	return args
}

// program runs the program in a process of its own to a good end, and returns
// what it said.
func program(t *testing.T, args ...string) string {
	t.Helper()
	out, err := exec.Command("reportcard", args...).CombinedOutput()
	if err != nil {
		t.Fatalf("reportcard %s: %v\n%s", strings.Join(args, " "), err, out)
	}
	return string(out)
}

// killed starts the program, kills it after the time given (SIGKILL), and
// reports whether it was still running.
func killed(t *testing.T, after time.Duration, args ...string) bool {
	t.Helper()
	var out bytes.Buffer
	cmd := exec.Command("reportcard", args...)
	cmd.Stdout, cmd.Stderr = &out, &out
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	time.AfterFunc(after, func() { cmd.Process.Kill() })
	err := cmd.Wait()
	if err != nil && cmd.ProcessState.ExitCode() > 0 {
		t.Fatalf("reportcard %s: %v\n%s", strings.Join(args, " "), err, &out)
	}
	return err != nil
}

// tree lists the files below a folder with their content.
func tree(t *testing.T, dir string) map[string]string {
	t.Helper()
	out := map[string]string{}
	err := fs.WalkDir(os.DirFS(dir), ".", func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		b, err := os.ReadFile(filepath.Join(dir, path))
		out[path] = string(b)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// Ctrl-C ends the run after the cards in hand, and says how to go on.
func TestInterrupted(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("a process cannot be sent an interrupt there")
	}
	dir := filepath.Join(t.TempDir(), "cards")
	cmd := exec.Command("reportcard", buildArgs("files", dir, "--jobs", "1")...)
	said, err := cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	var all strings.Builder
	sent := false // once: a second interrupt ends the program at once, and its last words name the count again
	for in := bufio.NewScanner(said); in.Scan(); {
		fmt.Fprintln(&all, in.Text())
		if !sent && strings.Contains(in.Text(), " 5 of 46 cards") {
			sent = true
			cmd.Process.Signal(os.Interrupt)
		}
	}
	if err := cmd.Wait(); err == nil || cmd.ProcessState.ExitCode() != 1 {
		t.Errorf("ended with %v", err)
	}
	if !regexp.MustCompile(`(?s)error: stopped\n.*error: ([5-9]|[1-3]\d) of 46 cards are done and kept in .*cards\.partial\n.*hint: go on with the same command and --resume`).MatchString(all.String()) {
		t.Errorf("said:\n%s", &all)
	}
	if _, err := os.Stat(dir); err == nil {
		t.Error("half an output was published")
	}
	if again := program(t, buildArgs("files", dir, "--resume")...); !strings.Contains(again, "kept from the earlier run") {
		t.Errorf("then:\n%s", again)
	}
}
