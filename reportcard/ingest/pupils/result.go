package pupils

import (
	"maps"
	"slices"

	"inclusioncards/metrics"
)

// Result is everything the extracts gave.
type Result struct {
	Schools  []SchoolCounts // in order of URN
	Problems []Problem

	level []metrics.PupilLevel // of each school
}

// Result counts what was read. Schools without a pupil on the first census
// are left out.
func (a *Aggregator) Result() *Result {
	out := &Result{Problems: slices.Clone(a.problems)}
	by := a.bySchool()
	on := 0
	for _, s := range by {
		if a.onCensus(s) {
			on++
		}
	}
	if on > 2 && on > a.enrolments.heads {
		out.about("", codeManySchools, "")
		return out
	}
	out.Schools = make([]SchoolCounts, 0, on)
	out.level = make([]metrics.PupilLevel, 0, on)
	cohorts := a.cohorts(by)
	d := &detail{}
	for _, i := range a.sorted() {
		if !a.onCensus(by[i]) {
			continue
		}
		c := a.blankCounts(out, i, by[i], on == 1)
		c.Cohort = cohorts[a.schools[i].attendance]
		d.school(c.URN)
		for _, at := range by[i] {
			a.add(&c, d, at)
		}
		c.check(a, i, by[i])
		out.Schools = append(out.Schools, c)
		out.level = append(out.level, d.level())
	}
	return out
}

// bySchool lists the enrolments of each school.
func (a *Aggregator) bySchool() [][]uint32 {
	sizes := make([]int, len(a.schools))
	for i := range a.enrolments.count {
		sizes[a.enrolments.at(i).school]++
	}
	all := make([]uint32, a.enrolments.count)
	out := make([][]uint32, len(a.schools))
	for s, n := range sizes {
		out[s], all = all[:0:n], all[n:]
	}
	for i := range a.enrolments.count {
		s := a.enrolments.at(i).school
		out[s] = append(out[s], i)
	}
	return out
}

func (a *Aggregator) onCensus(enrolments []uint32) bool {
	return slices.ContainsFunc(enrolments, func(i uint32) bool { return a.enrolments.at(i).is(onFirst) })
}

// blankCounts settles what is known of a school before its pupils are counted.
func (a *Aggregator) blankCounts(out *Result, i uint32, pupils []uint32, alone bool) SchoolCounts {
	s := &a.schools[i]
	c := SchoolCounts{
		URN: s.urn, DualRegistered: s.dual, LeftOut: maps.Clone(s.leftOut), has: s.named, hasSecond: s.second,
		c2: s.c2, b: s.b, unit: s.unit, fsm: s.fsm, last: s.last, SummerHalf: s.dated,
		apart: s.before && s.after || a.mergedURNs[s.urn] || s.merged,
	}
	for _, k := range [...]Kind{Suspensions, Destinations} {
		c.has[k] = a.read[k] && (s.named[k] || a.wide[k] || alone)
		if a.read[k] && !c.has[k] {
			out.about(s.urn, codeNotCovered, k.String())
		}
	}
	if !a.second {
		return c
	}
	switch {
	case a.movedTogether(pupils):
		c.apart = true
		out.about(s.urn, codeConverted, "")
	case !s.second:
		out.about(s.urn, codeNoSecond, "")
	case c.apart:
		out.about(s.urn, codeMerged, "")
	case s.last == yearUnknown:
		out.about(s.urn, codeNoLastYear, "")
	}
	return c
}

// movedTogether recognises a conversion nobody told of: of the pupils who have
// left, half or more, and ten or more, are on the second census of one school
// that is not on the first, and nobody stayed.
func (a *Aggregator) movedTogether(pupils []uint32) bool {
	to, on := map[uint32]int{}, 0
	for _, i := range pupils {
		e := a.enrolments.at(i)
		if !e.is(onFirst) {
			continue
		}
		if e.is(onSecond) {
			return false
		}
		on++
		_, head, _ := a.enrolments.slot(e.pupil)
		a.enrolments.others(head, e.school, func(o *enrolment) {
			if s := &a.schools[o.school]; o.is(onSecond) && !s.named[Census] {
				to[o.school]++
			}
		})
	}
	for _, n := range to {
		if n >= 10 && n*2 >= on {
			return true
		}
	}
	return false
}

// add counts one enrolment.
func (a *Aggregator) add(c *SchoolCounts, d *detail, at uint32) {
	e := a.enrolments.at(at)
	onCensus := e.is(onFirst) && !e.is(elsewhere)
	var own metrics.Outcomes
	if onCensus || c.Cohort == CohortEveryone && !e.is(onFirst) {
		a.attend(&own, e, at)
	}
	if !onCensus {
		c.SuspensionsOffCensus += int(e.suspensions)
		c.PermanentOffCensus += int(e.permanent)
		c.LunchtimeOffCensus += int(e.lunchtime)
		if e.is(attended | attendedBefore) {
			c.AttendanceOffCensus++
		}
		if own.Enrolments > 0 {
			c.Tallies[e.sen()].add(own)
			d.add(e, e.sen(), own)
		}
		return
	}
	t := &c.Tallies[e.sen()]
	own.Pupils = 1
	t.addMovement(&own, e, c)
	t.addTraits(e)
	var events metrics.Outcomes
	suspended := a.group(e)
	c.Tallies[suspended].addSuspensions(&events, e)
	if suspended == e.sen() {
		own.Add(events)
	} else if events != (metrics.Outcomes{}) {
		c.Tallies[suspended].add(events)
		d.add(e, suspended, events)
	}
	t.add(own)
	d.add(e, e.sen(), own)
}

// add adds what cells hold too.
func (t *Tally) add(o metrics.Outcomes) {
	t.Pupils += o.Pupils
	t.PupilsSuspended += o.Suspended
	t.PupilsSuspendedRepeat += o.SuspendedRepeat
	t.Suspensions += o.Suspensions
	t.PermanentExclusions += o.PermanentExclusions
	t.Enrolments += o.Enrolments
	t.PersistentAbsentees += o.Persistent
	t.SevereAbsentees += o.Severe
	t.SessionsPossible += o.SessionsPossible
	t.SessionsAbsent += o.SessionsAbsent
	t.C2Sessions += o.C2Sessions
	t.BSessions += o.BSessions
}

func (t *Tally) addTraits(e *enrolment) {
	switch e.fsm6() {
	case metrics.Yes:
		t.FSM6Pupils++
		t.FSM6Known++
	case metrics.No:
		t.FSM6Known++
	}
	if e.is(inUnit) {
		t.UnitPupils++
	}
	if e.is(onSecond) && e.year != yearUnknown && e.later <= e.year {
		t.KeptBack++
	}
}

func (t *Tally) addSuspensions(o *metrics.Outcomes, e *enrolment) {
	o.Suspended = one(e.suspensions > 0)
	o.SuspendedRepeat = one(e.suspensions > 1)
	o.Suspensions = int(e.suspensions)
	o.PermanentExclusions = int(e.permanent)
	t.SuspensionHalfDays += int(e.halfDays)
	t.LunchtimeSuspensions += int(e.lunchtime)
	t.DaysUnknown += one(e.is(daysUnknown))
}

func one(yes bool) int {
	if yes {
		return 1
	}
	return 0
}

func (a *Aggregator) attend(o *metrics.Outcomes, e *enrolment, at uint32) {
	n, counted := a.attendanceOf(e, at)
	if !counted {
		return
	}
	possible, absent := int(n.possible), int(n.missed)
	o.Enrolments, o.SessionsPossible, o.SessionsAbsent = 1, possible, absent
	o.C2Sessions, o.BSessions = int(n.c2), int(n.b)
	o.Persistent = one(absent*10 >= possible)
	o.Severe = one(absent*2 >= possible)
}

// movement reports whether who left can be told.
func (c *SchoolCounts) movement() bool { return c.hasSecond && !c.apart }

// follows reports whether a pupil of the year group is in the base of a scope,
// which may hang on a last year group that is not known.
func (c *SchoolCounts) follows(s Scope, y yearGroup) bool {
	return (s != LeaversSchool || c.last != yearUnknown) && s.includes(y, c.last)
}

// leaverRules are the scopes that cells count.
var leaverRules = [metrics.LeaverRules]Scope{metrics.RuleSchool: LeaversSchool, metrics.RuleMime2024: LeaversMime2024}

func (t *Tally) addMovement(o *metrics.Outcomes, e *enrolment, c *SchoolCounts) {
	if e.year == yearUnknown {
		t.YearGroupNotKnown++
	}
	if !c.movement() {
		if e.year != yearUnknown {
			t.YearBase[e.year-yearN1]++
		}
		return
	}
	left := !e.is(onSecond)
	if left && e.destination == DestinationDied {
		t.Died++
		if e.ground == groundDeath { // told among the grounds, in no leaver figure
			for s := range scopeCount {
				t.Grounds[s][e.ground] += one(c.follows(s, e.year))
			}
		}
		return
	}
	if left {
		t.LeaversSuspended += one(e.suspensions > 0)
		t.LeaversAttending += one(e.is(attended | attendedBefore))
	}
	if e.year != yearUnknown {
		t.YearBase[e.year-yearN1]++
		t.YearLeavers[e.year-yearN1] += one(left)
	}
	d := e.destination
	if d == DestinationNone {
		d = DestinationNotKnown
	}
	for s := range scopeCount {
		if !c.follows(s, e.year) {
			continue
		}
		t.Base[s]++
		if left {
			t.Leavers[s]++
			t.Destinations[s][d]++
			t.Grounds[s][e.ground]++
		}
	}
	for rule, s := range leaverRules {
		o.LeaverBase[rule] = one(c.follows(s, e.year))
		o.Leavers[rule] = one(left && c.follows(s, e.year))
	}
	o.Y10 = one(e.year == year10)
	o.Y10Leavers = one(left && e.year == year10)
}
