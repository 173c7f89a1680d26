package pupils

import "inclusioncards/metrics"

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
	// KeptBack are on both censuses of the school in the same year group or a
	// lower one.
	KeptBack int
	// Died are out of the base of every leaver figure.
	Died int
	// Base and Leavers per rule, zero where they are not available;
	// Destinations are those of the leavers.
	Base, Leavers [scopeCount]int
	Destinations  [scopeCount][destinationCount]int
	// Grounds are the statutory grounds for deletion of the leavers: 0 for
	// none given, 1 to 15 for (a) to (o). Grounds (c), (i) and none of pupils
	// with SEND are to be watched (method.md 1.3).
	Grounds [scopeCount][Grounds]int
	// YearBase and YearLeavers per year group, from N1, without those who died.
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

	// Cohort is whose attendance counts: CohortCensus or CohortEveryone.
	Cohort Cohort
	// SummerHalf says that sessions of Year 11 from the spring bank holiday on
	// are left out, because the marks have dates.
	SummerHalf bool
	// Checks are the findings about the extracts of the school.
	Checks []Check

	has       [kindCount]bool
	hasSecond bool
	c2, b     bool
	unit, fsm bool
	last      yearGroup
	// apart: leavers are not comparable, after a merger, a split or a
	// conversion without its mapping.
	apart bool
}
