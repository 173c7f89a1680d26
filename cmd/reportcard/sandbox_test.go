package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"testing"
)

// In an empty folder, with no Go, no home, no temporary folder and nothing in
// the environment, a build leaves its output and nothing else.
func TestLeavesNothingBesideTheOutput(t *testing.T) {
	path, err := exec.LookPath("reportcard")
	if err != nil {
		t.Fatal(err)
	}
	root := t.TempDir()
	empty := filepath.Join(root, "empty")
	if err := os.Mkdir(empty, 0o777); err != nil {
		t.Fatal(err)
	}
	args := []string{"build", "--demo", "--urn", "990001,990027", "--out", filepath.Join(root, "new", "cards")}
	cmd := exec.Command(path, args...)
	cmd.Dir = empty
	cmd.Env = []string{"HOME=/nonexistent", "TMPDIR=/nonexistent", "PATH="}
	if runtime.GOOS == "windows" {
		cmd.Env = append(cmd.Env, "SYSTEMROOT="+os.Getenv("SYSTEMROOT"))
	}
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	for name := range tree(t, root) {
		if !strings.HasPrefix(filepath.ToSlash(name), "new/cards/") {
			t.Errorf("left behind: %s", name)
		}
	}
}

// writes is a system call that can change a file system, and the paths in it.
var (
	writes = regexp.MustCompile(`\b(?:open(?:at)?\([^)]*O_(?:WRONLY|RDWR|CREAT)|(?:mkdir|rename|unlink|link|symlink|truncate|chmod|chown|utime)[a-z0-9]*\()`)
	quoted = regexp.MustCompile(`"((?:[^"\\]|\\.)*)"`)
)

// The same by the system's own account: every file opened for writing, made,
// renamed or removed is in the output or in its staging folder.
func TestWritesNowhereElse(t *testing.T) {
	if _, err := exec.LookPath("strace"); err != nil {
		if os.Getenv("INCLUSIONCARDS_STRICT") == "1" {
			t.Fatal("strace is not installed")
		}
		t.Skip("strace is not installed")
	}
	root := t.TempDir()
	log, out := filepath.Join(root, "log"), filepath.Join(root, "new", "cards")
	cmd := exec.Command("strace", "-f", "-qq", "-s", "4096", "-e", "trace=%file", "-o", log,
		"reportcard", "build", "--demo", "--urn", "990001,990027", "--zip", "--out", out)
	if said, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, said)
	}
	raw, err := os.ReadFile(log)
	if err != nil {
		t.Fatal(err)
	}
	within := 0
	for line := range strings.Lines(string(raw)) {
		if !writes.MatchString(line) {
			continue
		}
		for _, m := range quoted.FindAllStringSubmatch(line, -1) {
			switch at := m[1]; {
			case at == out, at == out+".partial", strings.HasPrefix(at, out+"/"), strings.HasPrefix(at, out+".partial/"), at == filepath.Dir(out):
				within++
			case at == "/dev/null":
			default:
				t.Errorf("changes %s: %s", at, line)
			}
		}
	}
	if within < 10 {
		t.Errorf("only %d changes seen: the test tests nothing", within)
	}
}
