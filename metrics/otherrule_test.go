package metrics

import "testing"

// Six schools alike by the rule in force; by the other, one has lost far more
// pupils with SEND than the pattern of the rest would lead one to expect (watch:
// so few schools leave room for differences between them).
func TestOtherLeaverRule(t *testing.T) {
	d := NewDataset()
	for i := range 6 {
		u := urnOf(i)
		n := d.Intern(u)
		s := &d.Schools[n]
		s.LA, s.Phase, s.LowAge, s.HighAge = "301", Primary, 4, 11
		for j, g := range []SENStatus{SENSupport, NoSEN} {
			pupils, left := [2]int{100, 500}[j], [2]int{5, 20}[j]
			other := left
			if i == 5 && g == SENSupport {
				other = 40
			}
			o := Outcomes{Pupils: pupils}
			o.LeaverBase, o.Leavers = [LeaverRules]int{pupils, pupils}, [LeaverRules]int{left, other}
			d.Pupils.Cells = append(d.Pupils.Cells, Cell{URN: u, Year: 2022, Profile: Profile{SEN: g}, Outcomes: o})
			group, _ := GroupOf(g)
			for _, at := range []Group{group, GroupAll} {
				for f, v := range map[Field]int{LeaverBase: pupils, NonStandardLeavers: left} {
					d.Set(n, 2022, f, at, Known(d.Get(n, 2022, f, at).N+float64(v)))
				}
			}
			d.Set(n, 2022, LeaverBase, GroupEHCPlan, Known(0))
			d.Set(n, 2022, NonStandardLeavers, GroupEHCPlan, Known(0))
		}
	}
	d.LeaverPreset = RuleSchool.String()
	d.Finish()
	a := analyse(t, d, 2022, DefaultOptions())
	find := func(u URN) Result {
		for _, r := range a.Results(d.Find(u)) {
			if r.Measure == "leavers" && r.Comparator == CompareLA {
				return r
			}
		}
		t.Fatal("no result")
		return Result{}
	}
	r := find(urnOf(5))
	if r.Verdict != Typical || r.GroupEvents != 5 || !r.OtherRule.OK || r.OtherRule.Rule != RuleMime2024 || r.OtherRule.Verdict != Watch || r.OtherRule.Direction != Higher {
		t.Errorf("%s with %d leavers; other rule %+v", r.Verdict, r.GroupEvents, r.OtherRule)
	}
	if r := find(urnOf(0)); r.OtherRule.Verdict != r.Verdict {
		t.Errorf("%s, other rule %+v", r.Verdict, r.OtherRule)
	}
	// The figures in force are as they were, and without records there is no
	// other rule.
	if c := d.Get(d.Find(urnOf(5)), 2022, NonStandardLeavers, GroupAll); c.N != 25 {
		t.Errorf("%v leavers", c.N)
	}
	d.Pupils.Cells = nil
	a = analyse(t, d, 2022, DefaultOptions())
	if r := find(urnOf(5)); r.OtherRule.OK {
		t.Errorf("other rule without records: %+v", r.OtherRule)
	}
}
