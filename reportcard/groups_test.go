package reportcard

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"inclusioncards/metrics"
)

func TestGroupsTable(t *testing.T) {
	group := func(by, value string, g metrics.Group, pupils, suspended int) metrics.Grouped {
		return metrics.Grouped{By: by, Value: value, Group: g, Outcomes: metrics.Outcomes{Pupils: pupils, Suspended: suspended}}
	}
	in := fullInput()
	in.grouped = []metrics.Grouped{
		group("fsm6", "yes", metrics.GroupSEND, 48, 9), group("fsm6", "yes", metrics.GroupNoSEN, 120, 3),
		group("fsm6", "yes", metrics.GroupAll, 168, 12),
		group("fsm6", "no", metrics.GroupSEND, 11, 0), group("fsm6", "no", metrics.GroupNoSEN, 10, 1),
		group("fsm6", "not_known", metrics.GroupSEND, 50, 1),
		group("ethnicity", "black", metrics.GroupNoSEN, 10, 1),
		group("sex", "female", metrics.GroupSEND, 50, 5),
	}
	in.figures = func(o *metrics.Outcomes) []metrics.GroupFigure {
		return []metrics.GroupFigure{{Measure: "suspended_once", Num: o.Suspended, Den: o.Pupils}}
	}
	card, err := buildFrom(in, inspector)
	if err != nil {
		t.Fatal(err)
	}
	// Counts below 100 pupils; 3 of 120 is 2.5 in 100. Groups under 11
	// have no figure, attendance is not supplied, and a row without any figure is
	// left out.
	want := [][]string{
		{"FSM in six years", "9 of 48", "2.5", "", ""},
		{"Not FSM in six years", "0 of 11", "under 11", "", ""},
	}
	if diff := cmp.Diff(want, card.Groups.Rows); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	w, err := loadWords()
	if err != nil {
		t.Fatal(err)
	}
	b := &builder{in: in, words: w, options: BuildOptions{Profile: GovernorProfile}}
	if small := b.groups(); len(small.Rows) > 0 {
		t.Errorf("the governors' card has small groups: %v", small.Rows)
	}
}
