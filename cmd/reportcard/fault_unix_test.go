//go:build !windows

package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// A folder that cannot be changed, as when another program holds a file of it
// on Windows, leaves the earlier output whole and the new cards kept.
func TestOutputThatCannotBeReplaced(t *testing.T) {
	root := t.TempDir()
	dir := filepath.Join(root, "cards")
	ordinary(t, root)
	runAs(t, buildArgs("files", dir, "--urn", "990001,990027")...)
	before := tree(t, dir)
	locked := filepath.Join(dir, "cards", "inspector")
	if err := os.Chmod(locked, 0o555); err != nil {
		t.Fatal(err)
	}
	defer os.Chmod(locked, 0o777)
	out, err := asOrdinary(buildArgs("files", dir, "--urn", "990001,990027", "--date", "2026-03-12", "--force")...).CombinedOutput()
	if err == nil || !strings.Contains(string(out), "cannot write: permission denied") || !strings.Contains(string(out), "2 of 2 cards are done and kept") {
		t.Errorf("%v\n%s", err, out)
	}
	if diff := cmp.Diff(before, tree(t, dir)); diff != "" {
		t.Errorf("the earlier output changed:\n%s", diff)
	}
	if err := os.Chmod(locked, 0o777); err != nil {
		t.Fatal(err)
	}
	if said := runAs(t, buildArgs("files", dir, "--urn", "990001,990027", "--date", "2026-03-12", "--resume")...); !strings.Contains(said, "2 cards kept") {
		t.Errorf("then: %s", said)
	}
	if cmp.Equal(before, tree(t, dir)) {
		t.Error("the output was not replaced")
	}
}

// nobody is an account without rights, by its number on most systems.
const nobody = 65534

// ordinary lets an ordinary user write to the folder and run the program; root
// may do everything, whatever the permissions.
func ordinary(t *testing.T, dir string) {
	t.Helper()
	if os.Getuid() != 0 {
		return
	}
	program, err := exec.LookPath("reportcard")
	if err != nil {
		t.Fatal(err)
	}
	above := filepath.Clean(os.TempDir()) + string(filepath.Separator)
	for _, p := range []string{dir, filepath.Dir(program)} {
		for ; strings.HasPrefix(p, above); p = filepath.Dir(p) {
			if err := os.Chmod(p, 0o777); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// asOrdinary runs the program with no more rights than a user has.
func asOrdinary(args ...string) *exec.Cmd {
	cmd := exec.Command("reportcard", args...)
	if os.Getuid() == 0 {
		cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: nobody, Gid: nobody}}
	}
	return cmd
}

func runAs(t *testing.T, args ...string) string {
	t.Helper()
	out, err := asOrdinary(args...).CombinedOutput()
	if err != nil {
		t.Fatalf("reportcard %s: %v\n%s", strings.Join(args, " "), err, out)
	}
	return string(out)
}
