package metrics

import (
	"cmp"
	"slices"
)

// Sex as the census records it. The zero value is not known.
type Sex uint8

const (
	SexNotKnown Sex = iota
	Female
	Male
)

// String gives the word used in files.
func (s Sex) String() string { return [...]string{"not_known", "female", "male"}[s] }

// Ethnicity is a major ethnic group of the school census. The zero value is
// not known: refused, not yet obtained, or not understood.
type Ethnicity uint8

const (
	EthnicityNotKnown Ethnicity = iota
	White
	Mixed
	Asian
	Black
	Chinese
	OtherEthnicity

	EthnicityCount
)

// String gives the word used in files.
func (e Ethnicity) String() string {
	return [...]string{"not_known", "white", "mixed", "asian", "black", "chinese", "other"}[e]
}

// LeaverRule says which pupils of the first census are expected to be there a
// year later (method.md section 1.3).
type LeaverRule uint8

const (
	// RuleSchool leaves out N2, Years 11 to 13 and the school's own last year.
	RuleSchool LeaverRule = iota
	// RuleMime2024 leaves out N2, Years 2, 6, 11, 12 and 13, whatever the school.
	RuleMime2024

	LeaverRules
)

// String gives the word of the setting leaver_preset.
func (r LeaverRule) String() string { return [...]string{"school", "mime2024"}[r] }

// Profile is what the cells of a school tell pupils apart by, all as of the
// first census.
type Profile struct {
	SEN       SENStatus
	FSM6      Tri
	Sex       Sex
	EAL       Tri
	Ethnicity Ethnicity
}

// Outcomes are the counts of a set of pupils; units as those of the Field of
// the same name. Pupils is the headcount of the first census.
type Outcomes struct {
	Pupils, Suspended, SuspendedRepeat, Suspensions, PermanentExclusions int
	Enrolments, Persistent, Severe, SessionsPossible, SessionsAbsent     int
	C2Sessions, BSessions                                                int
	// LeaverBase and Leavers by rule.
	LeaverBase, Leavers [LeaverRules]int
	// Y10 is the Year 10 base, Y10Leavers those of them who left.
	Y10, Y10Leavers int
}

// Add adds the counts of another set of pupils.
func (o *Outcomes) Add(p Outcomes) {
	o.Pupils += p.Pupils
	o.Suspended += p.Suspended
	o.SuspendedRepeat += p.SuspendedRepeat
	o.Suspensions += p.Suspensions
	o.PermanentExclusions += p.PermanentExclusions
	o.Enrolments += p.Enrolments
	o.Persistent += p.Persistent
	o.Severe += p.Severe
	o.SessionsPossible += p.SessionsPossible
	o.SessionsAbsent += p.SessionsAbsent
	o.C2Sessions += p.C2Sessions
	o.BSessions += p.BSessions
	for r := range o.Leavers {
		o.LeaverBase[r] += p.LeaverBase[r]
		o.Leavers[r] += p.Leavers[r]
	}
	o.Y10 += p.Y10
	o.Y10Leavers += p.Y10Leavers
}

// Cell is the pupils of one school and year who share a profile. Cells come
// from pupil-level input only; added up over a school they give its figures.
type Cell struct {
	URN  URN
	Year AcademicYear
	Profile
	Outcomes
}

// Band is the pupils of one school and year with one value of a further
// characteristic and one SEN status.
type Band struct {
	URN  URN
	Year AcademicYear
	// By is "year_group" or "need"; Value is "N1", "R", "7" or a code of the
	// primary type of need such as "SEMH".
	By, Value string
	SEN       SENStatus
	Outcomes
}

// LeaverScope is a set of leavers that destinations are counted for.
type LeaverScope uint8

const (
	ScopeSchool LeaverScope = iota
	ScopeMime2024
	ScopeYear10
	ScopeEveryone

	LeaverScopes
)

// String gives the word used in files.
func (s LeaverScope) String() string {
	return [...]string{"school", "mime2024", "y10_y11", "everyone"}[s]
}

// DestinationCount is the leavers of one school, year and SEN status who went
// to one kind of destination.
type DestinationCount struct {
	URN   URN
	Year  AcademicYear
	SEN   SENStatus
	Scope LeaverScope
	// Destination is a word of the pupil-level reader, such as "special",
	// "home_education" or "not_known".
	Destination string
	Pupils      int
}

// GroundCount is the leavers of one school, year and SEN status by the statutory
// ground on which they were taken off the register.
type GroundCount struct {
	URN   URN
	Year  AcademicYear
	SEN   SENStatus
	Scope LeaverScope
	// Ground is "a" to "o", of regulation 9(1) of the School Attendance (Pupil
	// Registration) (England) Regulations 2024; empty where none is given.
	Ground string
	Pupils int
}

// CountingRules are the contested rules by which the pupil-level records of one
// school and year were counted, in the words of the settings of the same name.
type CountingRules struct {
	URN  URN
	Year AcademicYear
	// LeaverPreset is the rule of the leaver measures; empty without a second
	// census.
	LeaverPreset string
	// SENStatus is census or event; empty without suspensions.
	SENStatus string
	// AbsenceCohort is census or dfe, never auto; AbsenceAges all or dfe. Both
	// are empty without attendance.
	AbsenceCohort, AbsenceAges string
	// KeptBack counts the pupils on both censuses in the same year group or a
	// lower one: they have not left.
	KeptBack int
}

// PupilLevel holds what only pupil-level input can tell. Every slice is sorted
// by URN, year and the other keys in the order of their fields.
type PupilLevel struct {
	Cells        []Cell
	Bands        []Band
	Destinations []DestinationCount
	Grounds      []GroundCount
	Rules        []CountingRules
}

// Append adds what another year or file gave; the slices of q are p's then.
func (p *PupilLevel) Append(q PupilLevel) {
	if p.Cells == nil && p.Bands == nil { // one year of England: half a gigabyte
		p.Cells, p.Bands = q.Cells, q.Bands
	} else {
		p.Cells = append(p.Cells, q.Cells...)
		p.Bands = append(p.Bands, q.Bands...)
	}
	p.Destinations = append(p.Destinations, q.Destinations...)
	p.Grounds = append(p.Grounds, q.Grounds...)
	p.Rules = append(p.Rules, q.Rules...)
}

// RulesOf gives the rules of a school and year; zero without pupil-level
// records.
func (p *PupilLevel) RulesOf(u URN, y AcademicYear) CountingRules {
	i, ok := slices.BinarySearchFunc(p.Rules, CountingRules{URN: u, Year: y}, func(a, b CountingRules) int {
		return cmp.Or(cmp.Compare(a.URN, b.URN), cmp.Compare(a.Year, b.Year))
	})
	if !ok {
		return CountingRules{}
	}
	return p.Rules[i]
}

// Sort puts every slice into the order the outputs rely on.
func (p *PupilLevel) Sort() {
	slices.SortFunc(p.Cells, func(a, b Cell) int {
		return cmp.Or(cmp.Compare(a.URN, b.URN), cmp.Compare(a.Year, b.Year), cmp.Compare(a.SEN, b.SEN), cmp.Compare(a.FSM6, b.FSM6),
			cmp.Compare(a.Sex, b.Sex), cmp.Compare(a.EAL, b.EAL), cmp.Compare(a.Ethnicity, b.Ethnicity))
	})
	slices.SortFunc(p.Bands, func(a, b Band) int {
		return cmp.Or(cmp.Compare(a.URN, b.URN), cmp.Compare(a.Year, b.Year), cmp.Compare(a.By, b.By), cmp.Compare(a.Value, b.Value), cmp.Compare(a.SEN, b.SEN))
	})
	slices.SortFunc(p.Rules, func(a, b CountingRules) int { return cmp.Or(cmp.Compare(a.URN, b.URN), cmp.Compare(a.Year, b.Year)) })
	slices.SortFunc(p.Destinations, func(a, b DestinationCount) int {
		return cmp.Or(cmp.Compare(a.URN, b.URN), cmp.Compare(a.Year, b.Year), cmp.Compare(a.SEN, b.SEN), cmp.Compare(a.Scope, b.Scope), cmp.Compare(a.Destination, b.Destination))
	})
	slices.SortFunc(p.Grounds, func(a, b GroundCount) int {
		return cmp.Or(cmp.Compare(a.URN, b.URN), cmp.Compare(a.Year, b.Year), cmp.Compare(a.SEN, b.SEN), cmp.Compare(a.Scope, b.Scope), cmp.Compare(a.Ground, b.Ground))
	})
}
