package batch

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"inclusioncards/metrics"
	"inclusioncards/reportcard/ingest"
)

const schools = 12

// job is a run over a few schools with one figure each.
func job(t *testing.T, draw Drawer) Job {
	t.Helper()
	d := metrics.NewDataset()
	var all []int
	for i := range schools {
		s := d.Intern(metrics.URN(fmt.Sprint(100001 + i)))
		d.Schools[s].Phase = metrics.Primary
		d.Set(s, 2023, metrics.AbsenceRate, metrics.GroupAll, metrics.Known(0.05))
		all = append(all, i)
	}
	d.Finish()
	a, err := metrics.Analyse(d, 2023, []metrics.ComparatorKind{metrics.CompareLA}, metrics.DefaultOptions())
	if err != nil {
		t.Fatal(err)
	}
	return Job{
		Analysis: a, Report: &ingest.Report{Files: []ingest.FileReport{{File: "folder/a.csv", Kind: "counts", Used: true, SHA256: "00"}}},
		Cards: all, Measures: all, Results: all, TableFolder: "officer/", Editions: []Edition{{"inspector", draw}},
	}
}

// one is the drawer of one file for each school.
func one(draw func(school int) (name string, content []byte, err error)) Drawer {
	return func(school int) (Sheet, error) {
		return Sheet{Content: fmt.Sprint("content ", school), Draw: func() ([]File, error) {
			name, content, err := draw(school)
			return []File{{Name: name + ".pdf", Content: content}}, err
		}}, nil
	}
}

func plain(school int) (string, []byte, error) {
	return fmt.Sprintf("card-%02d", school), []byte(strings.Repeat("x", school+1)), nil
}

func start(t *testing.T, dir string, j Job) ([]ingest.Problem, error) {
	t.Helper()
	out, err := open(t, context.Background(), dir, Opening{}, j)
	return out.Rejected, err
}

func open(t *testing.T, ctx context.Context, dir string, o Opening, j Job) (Outcome, error) {
	t.Helper()
	s, err := Open(dir, o)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	return Run(ctx, s, j)
}

func TestOutputDoesNotDependOnWorkers(t *testing.T) {
	var first map[string]string
	for _, workers := range []int{1, 2, 7} {
		dir := filepath.Join(t.TempDir(), "cards")
		j := job(t, one(plain))
		j.Workers = workers
		if _, err := start(t, dir, j); err != nil {
			t.Fatal(err)
		}
		got := tree(t, dir)
		if first == nil {
			first = got
		}
		if diff := cmp.Diff(first, got); diff != "" {
			t.Errorf("%d workers (-one +%d):\n%s", workers, workers, diff)
		}
	}
	if n := len(first); n != schools+8 { // and three folders, four tables, run.json
		t.Errorf("%d files: %v", n, names(first))
	}
}

func TestABadCardDoesNotEndTheBatch(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "cards")
	problems, err := start(t, dir, job(t, one(func(school int) (string, []byte, error) {
		switch school {
		case 2:
			panic("Ann Example, born 2010-01-02")
		case 3:
			_ = []int{1}[school]
		case 5:
			return "", nil, errors.New("no words")
		case 7:
			return "../../escape", nil, nil
		}
		return plain(school)
	})))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, p := range problems {
		got = append(got, string(p.URN)+" "+p.Code+" "+line.ReplaceAllString(p.What, ".go:N"))
	}
	// What a panic says may quote the data: only its kind and place are told.
	want := []string{
		"100003 OUT101 the card for inspector could not be made: defect of the tool: a check inside the program failed (batch.TestABadCardDoesNotEndTheBatch.func1, batch_test.go:N)",
		"100004 OUT101 the card for inspector could not be made: defect of the tool: runtime error: index out of range [3] with length 1 (batch.TestABadCardDoesNotEndTheBatch.func1, batch_test.go:N)",
		"100006 OUT101 the card for inspector could not be made: no words",
		`100008 OUT101 the card for inspector could not be made: "../../escape.pdf" cannot be a file name`,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("problems (-want +got):\n%s", diff)
	}
	files := tree(t, dir)
	if strings.Count(files["officer/rejects.csv"], "OUT101") != 4 {
		t.Errorf("rejects.csv:\n%s", files["officer/rejects.csv"])
	}
	var m Manifest
	if err := json.Unmarshal([]byte(files["run.json"]), &m); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(Counts{Schools: schools, Cards: schools - 4, Rejected: 4, Problems: 4}, m.Counts); diff != "" {
		t.Errorf("counts (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff("a.csv", m.Inputs[0].File); diff != "" {
		t.Errorf("input file (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(CardEntry{URN: "100006", Audience: "inspector", Status: "rejected", Reason: "no words"}, m.Cards[5]); diff != "" {
		t.Errorf("card (-want +got):\n%s", diff)
	}
}

var line = regexp.MustCompile(`\.go:\d+`)

func TestNothingIsWrittenWhenEveryCardIsRejected(t *testing.T) {
	root := t.TempDir()
	problems, err := start(t, filepath.Join(root, "cards"), job(t, one(func(int) (string, []byte, error) {
		return "", nil, errors.New("no words")
	})))
	if !errors.Is(err, ErrNoCard) || len(problems) != schools {
		t.Errorf("error %v with %d problems", err, len(problems))
	}
	if left := names(tree(t, root)); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

func TestTwoCardsOfOneNameEndTheBatch(t *testing.T) {
	root := t.TempDir()
	_, err := start(t, filepath.Join(root, "cards"), job(t, one(func(int) (string, []byte, error) { return "same", nil, nil })))
	var out *OutputError
	if !errors.As(err, &out) {
		t.Errorf("error %v", err)
	}
	if _, err := os.Stat(filepath.Join(root, "cards")); err == nil {
		t.Error("half an output was published")
	}
}

func TestProgressLines(t *testing.T) {
	var b bytes.Buffer
	p := NewProgress(&b, false, false)
	now := time.Unix(0, 0)
	p.now = func() time.Time { return now }
	p.Start(25)
	for i := range 25 {
		now = now.Add(500 * time.Millisecond)
		p.Done(i == 4, false)
	}
	p.Finish()
	lines := strings.Split(strings.TrimSpace(b.String()), "\n")
	// Two cards a second; 25 cards in tenths of 3; 22 left take 11 seconds.
	if len(lines) != 10 || lines[0] != "reportcard: making 25 cards" ||
		lines[1] != "reportcard: 3 of 25 cards, 0 rejected, 2 a second, 11s left" ||
		lines[9] != "reportcard: 25 of 25 cards, 1 rejected, 2 a second" {
		t.Errorf("lines:\n%s", b.String())
	}
	if strings.ContainsAny(b.String(), "\r\x1b") {
		t.Error("control characters in plain lines")
	}
}

func TestProgressBar(t *testing.T) {
	for _, colour := range []bool{false, true} {
		var b bytes.Buffer
		p := NewProgress(&b, true, colour)
		p.Start(3)
		p.Done(true, false)
		p.Done(false, true)
		p.Done(false, false)
		p.Finish()
		if !strings.Contains(b.String(), "1 rejected, 1 kept") {
			t.Errorf("bar: %q", b.String())
		}
		if got := strings.Contains(b.String(), "\x1b[33m"); got != colour {
			t.Errorf("colour %v: %q", colour, b.String())
		}
	}
	var none *Progress
	none.Start(1)
	none.Done(false, false)
	none.Finish()
}
