package metrics

// leavers is the one measure that depends on the leaver rule.
const leaversMeasure MeasureID = "leavers"

// OtherRule is what the leaver rule that is not in force would lead to.
type OtherRule struct {
	// OK is false where the records do not allow the other rule.
	OK        bool
	Rule      LeaverRule
	Verdict   Verdict
	Direction Direction
}

// testOtherRule runs the test of leavers once more with the other rule, where
// pupil-level records give both. Nothing else depends on it.
func (a *Analysis) testOtherRule() error {
	d, rule := a.Data, LeaverRule(LeaverRules)
	for r := range LeaverRules {
		if len(d.Pupils.Cells) > 0 && d.LeaverPreset != "" && d.LeaverPreset != r.String() {
			rule = r
		}
	}
	m, ok := Lookup(leaversMeasure)
	if rule == LeaverRules || !ok {
		return nil
	}
	b := *a
	b.Data, b.excess, b.totals = d.withRule(rule), map[familyKey]*excessFamily{}, map[totalKey][]AreaFigure{}
	for _, k := range a.Comparators {
		if err := b.test(&m, a.Year, k); err != nil {
			return err
		}
	}
	a.otherRule = func(school int, k ComparatorKind) OtherRule {
		if _, _, ok := b.Data.share(school, a.Year, &m, GroupSEND); !ok {
			return OtherRule{}
		}
		r := b.result(school, &m, a.Year, k)
		return OtherRule{OK: true, Rule: rule, Verdict: r.Verdict, Direction: r.Direction}
	}
	return nil
}

// withRule is the dataset with the leavers of pupil-level records by another
// rule; figures of other files are left out, because their rule is fixed.
func (d *Dataset) withRule(rule LeaverRule) *Dataset {
	out := *d
	out.years = make([]*yearCounts, len(d.years))
	for i, of := range d.years {
		own := *of
		own.cols[NonStandardLeavers], own.cols[LeaverBase] = [groupCount][]Count{}, [groupCount][]Count{}
		out.years[i] = &own
	}
	type place struct {
		school int
		year   AcademicYear
	}
	sums := map[place]*[groupCount][2]float64{}
	for i := range d.Pupils.Cells {
		c := &d.Pupils.Cells[i]
		school := d.Find(c.URN)
		if school < 0 || !d.Get(school, c.Year, NonStandardLeavers, GroupAll).OK() || rule == RuleSchool && d.Schools[school].HighAge == 0 {
			continue
		}
		at := place{school, c.Year}
		if sums[at] == nil {
			sums[at] = &[groupCount][2]float64{}
		}
		for _, g := range senGroups(c.SEN) {
			sums[at][g][0] += float64(c.Leavers[rule])
			sums[at][g][1] += float64(c.LeaverBase[rule])
		}
	}
	for at, groups := range sums {
		for g, n := range groups {
			out.Set(at.school, at.year, NonStandardLeavers, Group(g), Known(n[0]))
			out.Set(at.school, at.year, LeaverBase, Group(g), Known(n[1]))
		}
	}
	return &out
}
