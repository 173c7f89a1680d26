package batch

import (
	"context"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const (
	resultsHead = "urn,academic_year,measure,comparator,observed,expected,tau2,q_value,school_value,verdict,reason\n"
	figuresHead = "urn,academic_year,measure,group,numerator,value\n"
)

// side writes the tables of an output.
func side(t *testing.T, results, measures string) (string, *Manifest) {
	t.Helper()
	dir := t.TempDir()
	put(t, filepath.Join(dir, "officer", "results.csv"), resultsHead+results)
	put(t, filepath.Join(dir, "officer", "measures.csv"), figuresHead+measures)
	m := &Manifest{}
	for _, name := range []string{"officer/measures.csv", "officer/results.csv"} {
		sum, err := hashFile(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		m.Files = append(m.Files, FileEntry{Path: name, SHA256: sum})
	}
	return dir, m
}

func TestDiff(t *testing.T) {
	oldDir, old := side(t,
		"100001,2023/24,leavers,la,5,4,0.1,0.9,0.1,typical,none\n"+
			"100002,2023/24,leavers,la,5,4,0.1,0.9,0.1,typical,none\n"+
			"100003,2023/24,leavers,la,5,4,0.1,0.04,0.1,worth_exploring,evidence\n"+
			"100004,2023/24,leavers,la,5,4,0.1,0.9,0.1,typical,none\n"+
			"100005,2023/24,leavers,la,5,4,0.1,0.9,0.1,typical,none\n"+
			"100005,2023/24,leavers,england,5,4,0.1,0.9,0.1,typical,none\n",
		"100001,2023/24,leavers,all,5,0.1\n"+
			"100002,2023/24,leavers,all,5,0.1\n"+
			"100007,2023/24,leavers,all,5,0.1\n")
	newDir, new := side(t,
		"100001,2023/24,leavers,la,5,4,0.1,0.9,0.1,typical,none\n"+
			"100002,2023/24,leavers,la,9,4,0.2,0.01,0.2,worth_exploring,evidence\n"+
			"100003,2023/24,leavers,la,5,4,0.1,0.06,0.1,watch,weak\n"+
			"100004,2023/24,leavers,la,5,3,0.1,0.9,0.1,typical,none\n"+
			"100005,2023/24,leavers,la,5,4,0.1,0.9,0.1,watch,weak\n",
		"100001,2023/24,leavers,all,5,0.1\n"+
			"100002,2023/24,leavers,all,9,0.2\n"+
			"100006,2023/24,leavers,all,5,0.1\n"+
			"100006,2023/24,leavers,send,5,0.1\n")
	var got []string
	tally, err := Diff(context.Background(), oldDir, newDir, old, new, func(c Change) error {
		line := []string{c.Table, c.URN, c.Of}
		for _, x := range c.Columns {
			line = append(line, x.Column+" "+x.Before+">"+x.After)
		}
		if c.Verdict {
			line = append(line, "VERDICT")
		}
		for _, cause := range c.Causes {
			line = append(line, "because "+string(cause))
		}
		if c.OnlyIn != "" {
			line = append(line, "only "+c.OnlyIn)
		}
		got = append(got, strings.Join(line, " "))
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		"results 100002 la observed 5>9 tau2 0.1>0.2 q_value 0.9>0.01 school_value 0.1>0.2 verdict typical>worth_exploring reason none>evidence VERDICT because own figures because variation between schools",
		"results 100003 la q_value 0.04>0.06 verdict worth_exploring>watch reason evidence>weak VERDICT because other tests of the batch",
		"results 100004 la expected 4>3 because schools compared with",
		"results 100005 la verdict typical>watch reason none>weak VERDICT because rule or settings",
		"results 100005 england VERDICT because only in one of the runs only before",
		"measures 100002 all numerator 5>9 value 0.1>0.2",
		"measures 100006  only after",
		"measures 100007  only before",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	tally.changed = nil
	// Schools 100002 to 100005 changed.
	if diff := cmp.Diff(Tally{Schools: 4, Verdicts: 4, Numbers: 1, Figures: 1, Added: 1, Removed: 1}, tally, cmp.AllowUnexported(Tally{})); diff != "" {
		t.Errorf("tally (-want +got):\n%s", diff)
	}
}

func TestDiffRefusesTablesThatAreNotOurs(t *testing.T) {
	goodDir, good := side(t, "100001,2023/24,leavers,la,5,4,0.1,0.9,0.1,typical,none\n", "")
	for _, tc := range []struct{ name, results, want string }{
		{"not sorted", "100002,2023/24,leavers,la,5,4,,,,typical,\n100001,2023/24,leavers,la,5,4,,,,typical,\n", "school 100001 stands after 100002"},
		{"short row", "100001,2023/24,leavers\n", "wrong number of fields"},
	} {
		dir, m := side(t, tc.results, "")
		_, err := Diff(context.Background(), goodDir, dir, good, m, func(Change) error { return nil })
		if err == nil || !strings.Contains(err.Error(), tc.want) {
			t.Errorf("%s: %v", tc.name, err)
		}
	}
}
