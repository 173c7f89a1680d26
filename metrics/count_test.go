package metrics

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// The rulings of inputs.md on sums over groups.
func TestSum(t *testing.T) {
	n, s, l, na, z := Known(3), Missing(Suppressed), Missing(Low), Missing(NotAvailable), Missing(NotApplicable)
	for _, c := range []struct {
		name  string
		parts []Count
		want  Count
	}{
		{"two numbers", []Count{n, Known(4)}, Known(7)},
		{"zero is a number", []Count{Known(0), Known(0)}, Known(0)},
		{"a suppressed part hides the sum", []Count{n, s}, s},
		{"suppressed goes before not available", []Count{na, s}, s},
		{"a low part makes it not available", []Count{n, l}, na},
		{"a missing part makes it not available", []Count{n, na}, na},
		{"a missing row too", []Count{n, Count{}}, na},
		{"not applicable parts are left out", []Count{n, z}, n},
		{"only when all are is the sum not applicable", []Count{z, z}, z},
		{"no cells at all", []Count{Count{}, Count{}}, Count{}},
	} {
		if diff := cmp.Diff(c.want, Sum(c.parts...)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, diff)
		}
	}
}

// A figure in each of the four kinds of missing keeps its kind.
func TestObserveStates(t *testing.T) {
	m, _ := Lookup("suspended_once")
	for _, c := range []struct {
		name     string
		num, den Count
		want     State
	}{
		{"observed", Known(2), Known(40), Observed},
		{"zero is observed", Known(0), Known(40), Observed},
		{"suppressed", Missing(Suppressed), Known(40), Suppressed},
		{"suppressed denominator", Known(2), Missing(Suppressed), Suppressed},
		{"not available", Missing(NotAvailable), Known(40), NotAvailable},
		{"not applicable", Missing(NotApplicable), Known(40), NotApplicable},
		{"low", Missing(Low), Known(40), Low},
		{"no pupils", Known(0), Known(0), NotApplicable},
		{"denominator not supplied", Known(2), Count{}, NotAvailable},
		{"a part above its whole", Known(41), Known(40), NotAvailable},
	} {
		d := NewDataset()
		n := d.Intern("100001")
		d.Set(n, 2022, PupilsSuspended, GroupEHCPlan, c.num)
		if c.den.Given {
			d.Set(n, 2022, Pupils, GroupEHCPlan, c.den)
		}
		d.Finish()
		o := Observe(d, 0, 2022, m, GroupEHCPlan, 0.95)
		if o.State != c.want || !o.Given || (c.want != Observed && o.HasInterval) {
			t.Errorf("%s: state %s, given %v, interval %v", c.name, o.State, o.Given, o.HasInterval)
		}
	}
}

// A whole-school source gives one row; a source by SEN status gives every
// group and the gap; nothing given, nothing written.
func TestObservationRows(t *testing.T) {
	d := NewDataset()
	n := d.Intern("100001")
	d.Set(n, 2021, PupilsSuspended, GroupAll, Known(5))
	d.Set(n, 2021, ExclusionHeadcount, GroupAll, Known(100))
	for _, g := range []Group{GroupSENSupport, GroupEHCPlan, GroupNoSEN} {
		d.Set(n, 2022, Pupils, g, Known(100))
		d.Set(n, 2022, PupilsSuspended, g, Known(5))
	}
	d.Set(n, 2020, AbsenceRate, GroupAll, Known(0.052))
	d.Finish()
	rows := func(y AcademicYear) (out []string) {
		for _, o := range Observations(d, 0, y, 0.95) {
			out = append(out, string(o.Measure)+" "+o.Group.String())
		}
		return out
	}
	for y, want := range map[AcademicYear][]string{
		2019: nil,
		2020: {"absence all"},
		2021: {"suspended_once all", "roll all"},
		2022: {"suspended_once all", "suspended_once send", "suspended_once sen_support", "suspended_once ehc_plan", "suspended_once no_sen", "suspended_once gap",
			"register_send all", "register_sen_support all", "register_ehc_plan all", "roll all", "roll send", "roll sen_support", "roll ehc_plan", "roll no_sen"},
	} {
		if diff := cmp.Diff(want, rows(y)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", y, diff)
		}
	}
}

// A census that counts nobody is a figure: the roll is 0, every share of it is
// not applicable.
func TestEmptySchool(t *testing.T) {
	d := NewDataset()
	n := d.Intern("100001")
	for _, g := range []Group{GroupAll, GroupSENSupport, GroupEHCPlan} {
		d.Set(n, 2022, CensusRoll, g, Known(0))
	}
	d.Finish()
	roll, _ := Lookup("roll")
	share, _ := Lookup("register_send")
	if o := Observe(d, 0, 2022, roll, GroupAll, 0.95); !o.OK() || o.Value != 0 {
		t.Errorf("roll: %s %v", o.State, o.Value)
	}
	if o := Observe(d, 0, 2022, share, GroupAll, 0.95); o.State != NotApplicable {
		t.Errorf("share of nobody: %s %v", o.State, o.Value)
	}
}

// Context by SEN status has a row per group and no gap; a published register
// beside a roll is no roll of its group.
func TestContextByGroup(t *testing.T) {
	d := NewDataset()
	n := d.Intern("100001")
	for g, f := range map[Group][2]float64{GroupAll: {30, 100}, GroupSENSupport: {9, 15}, GroupEHCPlan: {3, 5}, GroupNoSEN: {18, 80}} {
		d.Set(n, 2022, FSM6Pupils, g, Known(f[0]))
		d.Set(n, 2022, FSM6Roll, g, Known(f[1]))
	}
	d.Set(n, 2022, CensusRoll, GroupAll, Known(100))
	d.Set(n, 2022, CensusRoll, GroupSENSupport, Known(15))
	d.Finish()
	got := map[string]string{}
	for _, o := range Observations(d, 0, 2022, 0.95) {
		if o.Measure == "fsm6" || o.Measure == "roll" {
			got[string(o.Measure)+" "+o.Group.String()] = fmt.Sprint(o.Num.N, "/", o.Den.N)
		}
	}
	// SEND is SEN support and EHC plan together: 9 + 3 of 15 + 5.
	want := map[string]string{
		"fsm6 all": "30/100", "fsm6 send": "12/20", "fsm6 sen_support": "9/15", "fsm6 ehc_plan": "3/5", "fsm6 no_sen": "18/80", "roll all": "100/100",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
