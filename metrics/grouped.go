package metrics

import (
	"cmp"
	"slices"
	"strconv"
)

// Characteristics pupils are grouped by, in the order of every output.
const (
	ByFSM6      = "fsm6"
	ByEthnicity = "ethnicity"
	BySex       = "sex"
	ByEAL       = "eal"
	ByYearGroup = "year_group"
	ByNeed      = "need"
)

// Grouped is the pupils of one school and year with one value of a
// characteristic, in one SEN group. GroupAll holds pupils of unknown SEN status
// too.
type Grouped struct {
	By, Value string
	Group     Group
	Outcomes
}

// senGroups lists the groups a status counts in.
func senGroups(s SENStatus) []Group {
	switch s {
	case NoSEN:
		return []Group{GroupAll, GroupNoSEN}
	case SENSupport:
		return []Group{GroupAll, GroupSEND, GroupSENSupport}
	case EHCPlan:
		return []Group{GroupAll, GroupSEND, GroupEHCPlan}
	}
	return []Group{GroupAll}
}

// Grouped adds the cells and bands of a school and year up by characteristic,
// value and SEN group. A characteristic that is not known for any pupil is left
// out: no table gave it.
func (p *PupilLevel) Grouped(u URN, y AcademicYear) []Grouped {
	type key struct {
		by, order int
		group     Group
	}
	at := map[key]*Grouped{}
	known := map[int]bool{}
	add := func(by int, name string, order int, value string, sen SENStatus, o Outcomes) {
		for _, g := range senGroups(sen) {
			k := key{by, order, g}
			if at[k] == nil {
				at[k] = &Grouped{By: name, Value: value, Group: g}
			}
			at[k].Add(o)
		}
		known[by] = known[by] || order > 0
	}
	for _, c := range ofSchool(p.Cells, u, y, func(c Cell) (URN, AcademicYear) { return c.URN, c.Year }) {
		add(0, ByFSM6, int(c.FSM6), triWord(c.FSM6), c.SEN, c.Outcomes)
		add(1, ByEthnicity, int(c.Ethnicity), c.Ethnicity.String(), c.SEN, c.Outcomes)
		add(2, BySex, int(c.Sex), c.Sex.String(), c.SEN, c.Outcomes)
		add(3, ByEAL, int(c.EAL), triWord(c.EAL), c.SEN, c.Outcomes)
	}
	needs := map[string]int{}
	for _, b := range p.BandsOf(u, y) {
		if b.By == ByYearGroup {
			add(4, ByYearGroup, yearOrder(b.Value), b.Value, b.SEN, b.Outcomes)
			continue
		}
		if needs[b.Value] == 0 { // bands are sorted by value
			needs[b.Value] = len(needs) + 1
		}
		add(5, b.By, needs[b.Value], b.Value, b.SEN, b.Outcomes)
	}
	keys := make([]key, 0, len(at))
	for k := range at {
		if known[k.by] {
			keys = append(keys, k)
		}
	}
	last := func(order int) int { // not known comes last
		if order == 0 {
			return 1 << 20
		}
		return order
	}
	slices.SortFunc(keys, func(a, b key) int {
		return cmp.Or(cmp.Compare(a.by, b.by), cmp.Compare(last(a.order), last(b.order)), cmp.Compare(a.group, b.group))
	})
	out := make([]Grouped, len(keys))
	for i, k := range keys {
		out[i] = *at[k]
	}
	return out
}

// BandsOf gives the bands of a school and year.
func (p *PupilLevel) BandsOf(u URN, y AcademicYear) []Band {
	return ofSchool(p.Bands, u, y, func(b Band) (URN, AcademicYear) { return b.URN, b.Year })
}

// ofSchool gives the part of a sorted slice that is about a school and year.
func ofSchool[T any](all []T, u URN, y AcademicYear, of func(T) (URN, AcademicYear)) []T {
	compare := func(t T, end int) int {
		urn, year := of(t)
		return cmp.Or(cmp.Compare(urn, u), cmp.Compare(int(year), int(y)+end))
	}
	from, _ := slices.BinarySearchFunc(all, 0, compare)
	to, _ := slices.BinarySearchFunc(all, 1, compare)
	return all[from:to]
}

func triWord(t Tri) string { return [...]string{"not_known", "yes", "no"}[t] }

// yearOrder puts N1, N2 and R before Year 1.
func yearOrder(s string) int {
	if i := slices.Index([]string{"N1", "N2", "R"}, s); i >= 0 {
		return i + 1
	}
	n, err := strconv.Atoi(s)
	if err != nil {
		return 0
	}
	return n + 3
}

// GroupFigure is one figure of a group of pupils: x of n, or x for n pupils
// where events or sessions are counted.
type GroupFigure struct {
	Measure MeasureID
	// Rule is the leaver rule, for measures that depend on one.
	Rule     string
	Num, Den int
}

// Figures gives the figures of a group for the measures that the school's
// tables supply in the year.
func (d *Dataset) Figures(school int, y AcademicYear, o *Outcomes) []GroupFigure {
	has := func(f Field) bool { return d.Get(school, y, f, GroupAll).OK() }
	var out []GroupFigure
	put := func(f Field, id MeasureID, rule string, num, den int) {
		if has(f) {
			out = append(out, GroupFigure{id, rule, num, den})
		}
	}
	put(PupilsSuspended, "suspended_once", "", o.Suspended, o.Pupils)
	put(PupilsSuspendedRepeat, "suspended_repeat", "", o.SuspendedRepeat, o.Pupils)
	put(Suspensions, "suspension_rate", "", o.Suspensions, o.Pupils)
	put(PermanentExclusions, "permanent_exclusion_rate", "", o.PermanentExclusions, o.Pupils)
	put(SessionsAbsent, "absence", "", o.SessionsAbsent, o.SessionsPossible)
	put(PersistentAbsentees, "persistent_absence", "", o.Persistent, o.Enrolments)
	put(SevereAbsentees, "severe_absence", "", o.Severe, o.Enrolments)
	put(C2Sessions, "c2_sessions", "", o.C2Sessions, o.SessionsPossible)
	put(BSessions, "b_sessions", "", o.BSessions, o.SessionsPossible)
	for r := range LeaverRules {
		// The school's own last year group must be known for its own rule.
		if r != RuleSchool || d.Pupils.RulesOf(d.Schools[school].URN, y).LeaverPreset == r.String() || d.Schools[school].HighAge > 0 {
			put(NonStandardLeavers, "leavers", r.String(), o.Leavers[r], o.LeaverBase[r])
		}
	}
	put(Y10Y11Leavers, "leavers_y10_y11", "", o.Y10Leavers, o.Y10)
	return out
}

// LeaverGroup is the leavers of one scope and SEN group with one destination, or
// one statutory ground, which By names.
type LeaverGroup struct {
	Scope  LeaverScope
	Group  Group
	By     string
	Pupils int
}

// DestinationGroups adds the destinations of a school and year up by SEN group.
func (p *PupilLevel) DestinationGroups(u URN, y AcademicYear) []LeaverGroup {
	own := ofSchool(p.Destinations, u, y, func(d DestinationCount) (URN, AcademicYear) { return d.URN, d.Year })
	return leaversBy(own, func(d DestinationCount) (SENStatus, LeaverGroup) {
		return d.SEN, LeaverGroup{Scope: d.Scope, By: d.Destination, Pupils: d.Pupils}
	})
}

// GroundGroups adds the grounds of a school and year up by SEN group.
func (p *PupilLevel) GroundGroups(u URN, y AcademicYear) []LeaverGroup {
	own := ofSchool(p.Grounds, u, y, func(d GroundCount) (URN, AcademicYear) { return d.URN, d.Year })
	return leaversBy(own, func(d GroundCount) (SENStatus, LeaverGroup) {
		return d.SEN, LeaverGroup{Scope: d.Scope, By: d.Ground, Pupils: d.Pupils}
	})
}

// leaversBy adds counts by SEN status up by SEN group, in the order of outputs.
func leaversBy[T any](counts []T, read func(T) (SENStatus, LeaverGroup)) []LeaverGroup {
	sums := map[LeaverGroup]int{} // by all but the pupils
	for _, c := range counts {
		sen, k := read(c)
		n := k.Pupils
		k.Pupils = 0
		for _, k.Group = range senGroups(sen) {
			sums[k] += n
		}
	}
	out := make([]LeaverGroup, 0, len(sums))
	for k, n := range sums {
		k.Pupils = n
		out = append(out, k)
	}
	slices.SortFunc(out, func(a, b LeaverGroup) int {
		return cmp.Or(cmp.Compare(a.Scope, b.Scope), cmp.Compare(a.Group, b.Group), cmp.Compare(a.By, b.By))
	})
	return out
}

// GroundsSEND sums the leavers with SEND of a school and year by the leaver
// rule in force, and by ground.
type GroundsSEND struct {
	Leavers int
	By      map[string]int
}

// GroundsOfSEND is zero where no record of the school gives a ground.
func (p *PupilLevel) GroundsOfSEND(u URN, y AcademicYear) GroundsSEND {
	scope := ScopeSchool
	if p.RulesOf(u, y).LeaverPreset == ScopeMime2024.String() {
		scope = ScopeMime2024
	}
	out := GroundsSEND{By: map[string]int{}}
	for _, g := range p.GroundGroups(u, y) {
		if g.Scope != scope || g.Group != GroupSEND || g.By == "k" { // who died is no leaver
			continue
		}
		out.Leavers += g.Pupils
		out.By[g.By] += g.Pupils
	}
	return out
}
