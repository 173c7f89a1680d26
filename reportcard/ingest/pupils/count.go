package pupils

import (
	"maps"
	"slices"

	"inclusioncards/metrics"
)

// Scope is a rule that says which pupils of the first census are expected to
// be there a year later.
type Scope uint8

const (
	// LeaversSchool leaves out N2, Years 11 to 13 and the school's own last
	// year group.
	LeaversSchool Scope = iota
	// LeaversMime2024 leaves out N2 and Years 2, 6 and 11 to 13, whatever the
	// school.
	LeaversMime2024
	// LeaversYear10 is Year 10 alone.
	LeaversYear10
	// LeaversEveryone leaves out nobody.
	LeaversEveryone

	scopeCount
)

// String gives the name of the preset in the configuration, where it has one.
func (s Scope) String() string { return [...]string{"school", "mime2024", "y10_y11", "everyone"}[s] }

// includes reports whether a pupil of the year group is in the base. A year
// group that is not known is in that of everyone only.
func (s Scope) includes(y, last yearGroup) bool {
	switch s {
	case LeaversEveryone:
		return true
	case LeaversYear10:
		return y == year10
	}
	// Year 14, rare, has no next year either.
	if y == yearUnknown || y == yearN2 || y >= 11 {
		return false
	}
	if s == LeaversMime2024 {
		return y != 2 && y != 6
	}
	return y != last
}

// Tally holds the counts of the pupils of one school with one SEN status.
type Tally struct {
	Pupils, PupilsSuspended, PupilsSuspendedRepeat, Suspensions, SuspensionHalfDays int
	// DaysUnknown counts pupils with a suspension without a length.
	DaysUnknown                                          int
	PermanentExclusions, LunchtimeSuspensions            int
	Enrolments, SessionsPossible, SessionsAbsent         int
	PersistentAbsentees, SevereAbsentees                 int
	C2Sessions, BSessions                                int
	FSM6Pupils, FSM6Known, UnitPupils, YearGroupNotKnown int
	// LeaversSuspended and LeaversAttending are the leavers, of any year group,
	// with a suspension and with an attendance row: an extract that holds none
	// of either was made of those still on roll, and biases every measure.
	LeaversSuspended, LeaversAttending int
	// Died are out of the base of every leaver figure.
	Died int
	// Base and Leavers per rule; Destinations are those of the leavers.
	Base, Leavers [scopeCount]int
	Destinations  [scopeCount][destinationCount]int
	// YearBase and YearLeavers per year group, from N1.
	YearBase, YearLeavers [yearLast - yearN1 + 1]int
}

// SchoolCounts is what the extracts say of one school.
type SchoolCounts struct {
	URN metrics.URN
	// Tallies by SEN status on the first census; SENUnknown is in the figures
	// for all pupils only.
	Tallies [metrics.EHCPlan + 1]Tally
	// Records about pupils who are not on the first census as sole or main
	// registered at this school.
	SuspensionsOffCensus, PermanentOffCensus, LunchtimeOffCensus, AttendanceOffCensus int
	// DualRegistered are subsidiary, guest and other registrations, not counted.
	DualRegistered int
	// LeftOut counts the records left out or settled, by code of the problem.
	LeftOut map[string]int

	has       [kindCount]bool
	hasSecond bool
	c2, b     bool
	unit, fsm bool
	last      yearGroup
	merged    bool
}

// Result is everything the extracts gave.
type Result struct {
	Schools  []SchoolCounts // in order of URN
	Problems []Problem
}

// Result counts what was read. Schools without a pupil on the first census
// are left out.
func (a *Aggregator) Result() *Result {
	out := &Result{Problems: slices.Clone(a.problems)}
	on := a.schoolsOnCensus()
	if n := len(on); n > 2 && n > len(a.enrolments.first) {
		out.about("", codeManySchools, "")
		return out
	}
	place := make([]int, len(a.schools))
	for _, i := range a.sorted() {
		place[i] = -1
		if on[i] {
			place[i] = len(out.Schools)
			out.Schools = append(out.Schools, a.blankCounts(out, i, len(on) == 1))
		}
	}
	for i := range a.enrolments.count {
		e := a.enrolments.at(i)
		if p := place[e.school]; p >= 0 {
			out.Schools[p].add(e)
		}
	}
	return out
}

// schoolsOnCensus lists the schools with a kept pupil on the first census.
func (a *Aggregator) schoolsOnCensus() map[uint32]bool {
	on := map[uint32]bool{}
	for i := range a.enrolments.count {
		if e := a.enrolments.at(i); e.is(onFirst) && !on[e.school] {
			on[e.school] = true
		}
	}
	return on
}

// blankCounts settles what is known of a school before its pupils are counted.
func (a *Aggregator) blankCounts(out *Result, i uint32, alone bool) SchoolCounts {
	s := &a.schools[i]
	c := SchoolCounts{
		URN: s.urn, DualRegistered: s.dual, LeftOut: maps.Clone(s.leftOut), has: s.named, hasSecond: s.second,
		c2: s.c2, b: s.b, unit: s.unit, fsm: s.fsm, last: s.last, merged: s.before && s.after,
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
	case !s.second:
		out.about(s.urn, codeNoSecond, "")
	case c.merged:
		out.about(s.urn, codeMerged, "")
	case s.last == yearUnknown:
		out.about(s.urn, codeNoLastYear, "")
	}
	return c
}

// add counts one pupil.
func (c *SchoolCounts) add(e *enrolment) {
	if !e.is(onFirst) || e.is(elsewhere) {
		c.SuspensionsOffCensus += int(e.suspensions)
		c.PermanentOffCensus += int(e.permanent)
		c.LunchtimeOffCensus += int(e.lunchtime)
		if e.is(attended | attendedBefore) {
			c.AttendanceOffCensus++
		}
		return
	}
	t := &c.Tallies[e.sen]
	t.Pupils++
	t.addSuspensions(e)
	t.addAttendance(e)
	t.addMovement(e, c.last)
	switch e.fsm6 {
	case answerYes:
		t.FSM6Pupils++
		t.FSM6Known++
	case answerNo:
		t.FSM6Known++
	}
	if e.is(inUnit) {
		t.UnitPupils++
	}
}

func (t *Tally) addSuspensions(e *enrolment) {
	if e.suspensions > 0 {
		t.PupilsSuspended++
	}
	if e.suspensions > 1 {
		t.PupilsSuspendedRepeat++
	}
	t.Suspensions += int(e.suspensions)
	t.SuspensionHalfDays += int(e.halfDays)
	t.PermanentExclusions += int(e.permanent)
	t.LunchtimeSuspensions += int(e.lunchtime)
	if e.is(daysUnknown) {
		t.DaysUnknown++
	}
}

func (t *Tally) addAttendance(e *enrolment) {
	if !e.is(attended|attendedBefore) || e.is(attendanceVoid) || e.possible == 0 {
		return
	}
	possible, absent := int(e.possible), int(e.missed)
	t.Enrolments++
	t.SessionsPossible += possible
	t.SessionsAbsent += absent
	t.C2Sessions += int(e.c2)
	t.BSessions += int(e.b)
	if absent*10 >= possible {
		t.PersistentAbsentees++
	}
	if absent*2 >= possible {
		t.SevereAbsentees++
	}
}

func (t *Tally) addMovement(e *enrolment, last yearGroup) {
	if e.year == yearUnknown {
		t.YearGroupNotKnown++
	}
	left := !e.is(onSecond)
	if left && e.destination == DestinationDied {
		t.Died++
		return
	}
	if left && e.suspensions > 0 {
		t.LeaversSuspended++
	}
	if left && e.is(attended|attendedBefore) {
		t.LeaversAttending++
	}
	if e.year != yearUnknown {
		t.YearBase[e.year-yearN1]++
		if left {
			t.YearLeavers[e.year-yearN1]++
		}
	}
	d := e.destination
	if d == DestinationNone {
		d = DestinationNotKnown
	}
	for s := range scopeCount {
		if !s.includes(e.year, last) {
			continue
		}
		t.Base[s]++
		if left {
			t.Leavers[s]++
			t.Destinations[s][d]++
		}
	}
}
