package ingest

import (
	"strconv"

	"inclusioncards/metrics"
)

// parts are pairs of which the first can never be greater than the second,
// ordered so that a whole is checked before it serves as one.
var parts = []struct{ part, whole metrics.Field }{
	{metrics.PupilsSuspended, metrics.Pupils},
	{metrics.PupilsSuspendedRepeat, metrics.PupilsSuspended},
	{metrics.SessionsAbsent, metrics.SessionsPossible},
	{metrics.C2Sessions, metrics.SessionsPossible},
	{metrics.BSessions, metrics.SessionsPossible},
	{metrics.PersistentAbsentees, metrics.Enrolments},
	{metrics.SevereAbsentees, metrics.PersistentAbsentees},
	{metrics.NonStandardLeavers, metrics.LeaverBase},
	{metrics.LeaversSpecial, metrics.NonStandardLeavers},
	{metrics.LeaversEHE, metrics.NonStandardLeavers},
	{metrics.LeaversNotKnown, metrics.NonStandardLeavers},
	{metrics.Y10Y11Leavers, metrics.Y10Pupils},
	{metrics.UnitPupils, metrics.Pupils},
	{metrics.EALPupils, metrics.CensusRoll},
	{metrics.FSM6Pupils, metrics.FSM6Roll},
}

// crossRow checks the figures of each school against one another, when every
// file is read.
func (r *reader) crossRow() {
	for _, b := range r.urns.sorted() {
		if b.key.group == anyGroup {
			continue
		}
		for _, p := range parts {
			r.checkPart(b, p.part, p.whole)
		}
		r.checkEvents(b)
		if b.key.group == metrics.GroupAll {
			r.checkRegister(b)
			r.checkOverRoll(b)
		}
	}
	r.checkTotals()
}

func (r *reader) checkPart(b *block, part, whole metrics.Field) {
	col := b.fields[part]
	for id := range col {
		w := b.get(whole, id)
		if !col[id].ok() || !w.ok() || col[id].n <= w.n {
			continue
		}
		at := r.figureSpot(col[id], part, b.key.group)
		at.urn = metrics.URN(r.urns.keys[id])
		r.report(codePartWhole, at, "part", part.String(), "a", formatNumber(col[id].n), "whole", whole.String(),
			"b", formatNumber(w.n), "place", r.place(w))
		col[id].refuse()
	}
}

// checkEvents finds fewer suspensions than the pupils suspended need: one for
// each, and a second for each pupil suspended again.
func (r *reader) checkEvents(b *block) {
	col := b.fields[metrics.Suspensions]
	for id := range col {
		pupils, again := b.get(metrics.PupilsSuspended, id), b.get(metrics.PupilsSuspendedRepeat, id)
		if !col[id].ok() || !pupils.ok() {
			continue
		}
		need, field := pupils.n, metrics.PupilsSuspended
		if again.ok() && col[id].n >= need {
			need, field = need+again.n, metrics.PupilsSuspendedRepeat
		}
		if col[id].n >= need {
			continue
		}
		words := plural(int(pupils.n), "pupil", "pupils")
		if field == metrics.PupilsSuspendedRepeat {
			words += ", " + strconv.Itoa(int(again.n)) + " of them suspended twice or more"
		}
		at := r.figureSpot(col[id], metrics.Suspensions, b.key.group)
		at.urn = metrics.URN(r.urns.keys[id])
		r.report(codeEvents, at, "a", formatNumber(col[id].n), "b", words)
		col[id].refuse()
		b.at(field, id).refuse()
	}
}

// checkRegister finds schools with more pupils on the SEN register than on
// roll.
func (r *reader) checkRegister(all *block) {
	support := r.urns.blocks[blockKey{all.key.year, metrics.GroupSENSupport}]
	plan := r.urns.blocks[blockKey{all.key.year, metrics.GroupEHCPlan}]
	for id, roll := range all.fields[metrics.CensusRoll] {
		k, e := support.get(metrics.CensusRoll, id), plan.get(metrics.CensusRoll, id)
		if !roll.ok() || !k.ok() && !e.ok() {
			continue
		}
		sum := 0.0
		for _, f := range []figure{k, e} {
			if f.ok() {
				sum += f.n
			}
		}
		if sum <= roll.n {
			continue
		}
		at := r.figureSpot(roll, metrics.CensusRoll, metrics.GroupAll)
		at.urn, at.column, at.cell = metrics.URN(r.urns.keys[id]), "", ""
		r.report(codePartWhole, at, "part", "the SEN register", "a", formatNumber(sum), "whole", "the roll",
			"b", formatNumber(roll.n), "place", r.place(roll))
		for _, b := range []*block{support, plan} {
			if b != nil {
				b.at(metrics.CensusRoll, id).refuse()
			}
		}
	}
}

// checkOverRoll tells of published counts of pupils suspended that exceed the
// January headcount beside them. Both stand: they are true of different sets of
// pupils, but the one is no share of the other.
func (r *reader) checkOverRoll(all *block) {
	for id, f := range all.fields[metrics.PupilsSuspended] {
		roll := all.get(metrics.ExclusionHeadcount, id)
		if !f.ok() || !roll.ok() || f.n <= roll.n || roll.n == 0 {
			continue
		}
		at := r.figureSpot(f, metrics.PupilsSuspended, metrics.GroupAll)
		at.urn = metrics.URN(r.urns.keys[id])
		r.report(codeOverRoll, at, "a", formatNumber(f.n), "b", formatNumber(roll.n))
	}
}

// checkTotals compares totals the user gave with their parts, where all are
// observed.
func (r *reader) checkTotals() {
	for _, b := range r.urns.sorted() {
		var groups []metrics.Group
		switch b.key.group {
		case metrics.GroupSEND:
			groups = []metrics.Group{metrics.GroupSENSupport, metrics.GroupEHCPlan}
		case metrics.GroupAll:
			groups = []metrics.Group{metrics.GroupSENSupport, metrics.GroupEHCPlan, metrics.GroupNoSEN}
		default:
			continue
		}
		for f := metrics.Pupils; f <= metrics.UnitPupils; f++ {
			for id, total := range b.fields[f] {
				sum, ok := r.sumOf(b.key.year, groups, f, id)
				if b.key.group == metrics.GroupAll && !ok {
					sum, ok = r.sumOf(b.key.year, []metrics.Group{metrics.GroupSEND, metrics.GroupNoSEN}, f, id)
				}
				if !total.ok() || !ok || sum == total.n || r.sources[total.src].pupilLevel {
					continue
				}
				at := r.figureSpot(total, f, b.key.group)
				at.urn = metrics.URN(r.urns.keys[id])
				r.report(codeTotal, at, "group", b.key.group.String(), "a", formatNumber(total.n), "b", formatNumber(sum))
			}
		}
	}
}

func (r *reader) sumOf(y metrics.AcademicYear, groups []metrics.Group, f metrics.Field, id int) (float64, bool) {
	sum := 0.0
	for _, g := range groups {
		fig := r.urns.blocks[blockKey{y, g}].get(f, id)
		if !fig.ok() {
			return 0, false
		}
		sum += fig.n
	}
	return sum, true
}
