package batch

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// A run killed while it moved files into an existing folder is undone before
// anything else, whatever the number of files it had moved.
func TestPublicationKilledHalfWayIsUndone(t *testing.T) {
	old := job(t, one(func(school int) (string, []byte, error) {
		name, content, err := plain(school)
		return "old-" + name, append(content, "old"...), err
	}))
	old.Cards = old.Cards[:4]
	want := whole(t, zipped(job(t, one(plain)), false))
	for n := 0; ; n++ {
		dir := filepath.Join(t.TempDir(), "cards")
		if _, err := open(t, context.Background(), dir, Opening{}, zipped(old, false)); err != nil {
			t.Fatal(err)
		}
		before := tree(t, dir)
		killed, moves := killedMoving(t, dir, n)
		if !killed {
			// Four old cards, schools new ones, and twice four tables and run.json.
			if moves != 4+schools+2*5 {
				t.Errorf("%d moves", moves)
			}
			break
		}
		if cmp.Equal(before, tree(t, dir)) != (n == 0) {
			t.Errorf("after %d moves the folder is as it was: the test tests nothing", n)
		}
		if _, err := Open(dir, Opening{}); err == nil {
			t.Error("an output of an earlier run was not refused")
		}
		if diff := cmp.Diff(before, tree(t, dir)); diff != "" {
			t.Fatalf("after %d moves, not undone:\n%s", n, diff)
		}
		out, err := open(t, context.Background(), dir, Opening{Resume: true}, zipped(job(t, one(plain)), false))
		if err != nil {
			t.Fatal(err)
		}
		if out.Kept != schools {
			t.Errorf("%d of %d kept", out.Kept, schools)
		}
		if diff := cmp.Diff(want, tree(t, dir)); diff != "" {
			t.Fatalf("after %d moves:\n%s", n, diff)
		}
	}
}

// killedMoving leaves what a forced run leaves that is killed after n moves. It
// reports false when there are no more moves than that.
func killedMoving(t *testing.T, dir string, n int) (bool, int) {
	t.Helper()
	s, err := Open(dir, Opening{Force: true})
	if err != nil {
		t.Fatal(err)
	}
	put(t, filepath.Join(dir, "cards", "inspector", "card-00.pdf"), "in the way") // ends the run before it moves anything
	if _, err := Run(context.Background(), s, zipped(job(t, one(plain)), false)); err == nil {
		t.Fatal("nothing was in the way")
	}
	os.Remove(filepath.Join(dir, "cards", "inspector", "card-00.pdf"))
	p, err := s.plan()
	if err != nil {
		t.Fatal(err)
	}
	if err := s.writePlan(p); err != nil {
		t.Fatal(err)
	}
	all := s.moves(p)
	if n >= len(all) {
		s.keep = false
		s.Close()
		return false, len(all)
	}
	for _, m := range all[:n] {
		if err := move(m.from, m.to); err != nil {
			t.Fatal(err)
		}
	}
	s.release() // as the system does when the process dies
	return true, len(all)
}
