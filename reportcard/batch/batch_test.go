package batch

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

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
		Cards: all, Measures: all, Results: all, TableFolder: "officer/", Editions: []Edition{{Audience: "inspector", Ext: ".pdf", Draw: draw}},
	}
}

func drawn(school int) (string, []byte, error) {
	return fmt.Sprintf("card-%02d", school), []byte(strings.Repeat("x", school+1)), nil
}

func start(t *testing.T, dir string, j Job) ([]ingest.Problem, error) {
	t.Helper()
	s, err := Open(dir, false)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	return Run(context.Background(), s, j)
}

func TestOutputDoesNotDependOnWorkers(t *testing.T) {
	var first map[string]string
	for _, workers := range []int{1, 2, 7} {
		dir := filepath.Join(t.TempDir(), "cards")
		j := job(t, drawn)
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
	if n := len(first); n != schools+7 { // and three folders, three tables, run.json
		t.Errorf("%d files: %v", n, names(first))
	}
}

func TestABadCardDoesNotEndTheBatch(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "cards")
	problems, err := start(t, dir, job(t, func(school int) (string, []byte, error) {
		switch school {
		case 2:
			panic("no such figure")
		case 5:
			return "", nil, errors.New("no words")
		case 7:
			return "../../escape", nil, nil
		}
		return drawn(school)
	}))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, p := range problems {
		got = append(got, string(p.URN)+" "+p.Code+" "+p.What)
	}
	want := []string{
		"100003 OUT101 the card for inspector could not be made: defect of the tool: no such figure",
		"100006 OUT101 the card for inspector could not be made: no words",
		`100008 OUT101 the card for inspector could not be made: "../../escape" cannot be a file name`,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("problems (-want +got):\n%s", diff)
	}
	files := tree(t, dir)
	if strings.Count(files["rejects.csv"], "OUT101") != 3 {
		t.Errorf("rejects.csv:\n%s", files["rejects.csv"])
	}
	var m Manifest
	if err := json.Unmarshal([]byte(files["run.json"]), &m); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(Counts{Schools: schools, Cards: schools - 3, Rejected: 3, Problems: 3}, m.Counts); diff != "" {
		t.Errorf("counts (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff("a.csv", m.Inputs[0].File); diff != "" {
		t.Errorf("input file (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(CardEntry{URN: "100003", Audience: "inspector", Status: "rejected", Reason: "defect of the tool: no such figure"}, m.Cards[2]); diff != "" {
		t.Errorf("card (-want +got):\n%s", diff)
	}
}

func TestNothingIsWrittenWhenEveryCardIsRejected(t *testing.T) {
	root := t.TempDir()
	problems, err := start(t, filepath.Join(root, "cards"), job(t, func(int) (string, []byte, error) {
		return "", nil, errors.New("no words")
	}))
	if !errors.Is(err, ErrNoCard) || len(problems) != schools {
		t.Errorf("error %v with %d problems", err, len(problems))
	}
	if left := names(tree(t, root)); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

func TestInterruptLeavesNothing(t *testing.T) {
	root := t.TempDir()
	ctx, cancel := context.WithCancel(context.Background())
	s, err := Open(filepath.Join(root, "cards"), false)
	if err != nil {
		t.Fatal(err)
	}
	j := job(t, func(school int) (string, []byte, error) {
		if school == 3 {
			cancel()
		}
		return drawn(school)
	})
	j.Workers = 1
	_, err = Run(ctx, s, j)
	s.Close()
	if !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
	if left := names(tree(t, root)); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

func TestTwoCardsOfOneNameEndTheBatch(t *testing.T) {
	root := t.TempDir()
	_, err := start(t, filepath.Join(root, "cards"), job(t, func(int) (string, []byte, error) { return "same", nil, nil }))
	var out *OutputError
	if !errors.As(err, &out) {
		t.Errorf("error %v", err)
	}
	if left := names(tree(t, root)); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

func TestProgressLines(t *testing.T) {
	var b bytes.Buffer
	p := NewProgress(&b, false, false)
	p.Start(25)
	for i := range 25 {
		p.Done(i == 4)
	}
	p.Finish()
	lines := strings.Split(strings.TrimSpace(b.String()), "\n")
	if len(lines) != 10 || lines[0] != "reportcard: making 25 cards" || lines[9] != "reportcard: 25 of 25 schools, 1 rejected" {
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
		p.Start(2)
		p.Done(true)
		p.Done(false)
		p.Finish()
		if !strings.Contains(b.String(), "1 rejected") {
			t.Errorf("bar: %q", b.String())
		}
		if got := strings.Contains(b.String(), "\x1b[33m"); got != colour {
			t.Errorf("colour %v: %q", colour, b.String())
		}
	}
	var none *Progress
	none.Start(1)
	none.Done(false)
	none.Finish()
}
