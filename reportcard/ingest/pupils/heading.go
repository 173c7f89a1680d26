package pupils

// Kind is a kind of pupil-level table.
type Kind uint8

const (
	Schools Kind = iota
	// Census is the January census, first or second: their headings are alike.
	Census
	// Attendance holds sums of sessions per pupil and school.
	Attendance
	// Suspensions holds one row per suspension or exclusion.
	Suspensions
	// Destinations holds one row per pupil who left, or deletion returns.
	Destinations

	kindCount
)

// String gives the words used in messages.
func (k Kind) String() string {
	if k >= kindCount {
		return "unknown kind"
	}
	return [...]string{"schools", "pupil census", "pupil attendance", "suspensions and exclusions", "destinations"}[k]
}

// column is a meaning a heading can have.
type column int8

const (
	noColumn column = iota - 1
	colPupil
	colUPN
	colSchool
	colLAESTAB
	colLA
	colEstab
	colYear
	colSEN
	colFSM6
	colFSMEligible
	colStatus
	colUnit
	colResourced
	colPossible
	colMissed
	colAuthorised
	colUnauthorised
	colC2
	colB
	colSuspensionID
	colStart
	colDays
	colSessions
	colCategory
	colDestinationSchool
	colDestination
	colGround
	colSchoolType
	colHighYear
	colHighAge
	colLowYear
	// colKnown is for headings that are understood and never read.
	colKnown

	columnCount
)

var columnNames = [columnCount]string{
	"pupil_id", "upn", "school_urn", "laestab", "la_code", "estab", "year_group", "sen_status", "fsm6", "fsm_eligible",
	"enrolment_status", "sen_unit", "resourced_provision", "sessions_possible", "sessions_missed", "sessions_authorised",
	"sessions_unauthorised", "c2_sessions", "b_sessions", "suspension_id", "start_date", "length_days", "length_sessions",
	"category", "destination_urn", "destination_type", "ground", "school_type", "statutory_high_year", "statutory_high_age",
	"statutory_low_year", "",
}

// synonyms maps a heading, squashed, to its meaning. It is the only place
// where spellings of headings are known.
var synonyms = map[string]column{
	"pupilid": colPupil, "pupil": colPupil, "pupilref": colPupil, "pupilreference": colPupil, "pupilmatchingrefanonymous": colPupil, "pmr": colPupil,
	"childid": colPupil, "studentid": colPupil, "admissionnumber": colPupil, "personid": colPupil,
	"upn": colUPN, "pupilupn": colUPN, "uniquepupilnumber": colUPN,

	"urn": colSchool, "schoolurn": colSchool, "uniquereferencenumber": colSchool, "fromschoolurn": colSchool, "fromurn": colSchool,
	"schooluniquereferencenumber": colSchool, "schoolid": colSchool,
	"laestab": colLAESTAB, "schoollaestab": colLAESTAB, "dfenumber": colLAESTAB, "dfeno": colLAESTAB, "leaestab": colLAESTAB,
	"laestabnumber": colLAESTAB, "fromlaestab": colLAESTAB,
	"la": colLA, "lacode": colLA, "lea": colLA, "leacode": colLA, "lanumber": colLA, "leanumber": colLA,
	"estab": colEstab, "establishmentnumber": colEstab, "estabnumber": colEstab,

	"yeargroup": colYear, "ncyear": colYear, "ncyearactual": colYear, "nationalcurriculumyear": colYear, "nationalcurriculumyeargroup": colYear,
	"year": colYear, "ncyeargroup": colYear, "actualncyear": colYear, "ncy": colYear,
	"senstatus": colSEN, "senprovision": colSEN, "sen": colSEN, "send": colSEN, "sengroup": colSEN, "senstage": colSEN, "sencode": colSEN,
	"sendstatus": colSEN, "sendprovision": colSEN, "senprovisionmajor": colSEN,
	"fsm6": colFSM6, "everfsm6": colFSM6, "everfsm6p": colFSM6, "fsmever6": colFSM6, "ever6fsm": colFSM6, "everfsm": colFSM6, "ever6": colFSM6,
	"fsmeligible": colFSMEligible, "fsmeligibility": colFSMEligible, "fsm": colFSMEligible, "freeschoolmeals": colFSMEligible,
	"enrolmentstatus": colStatus, "enrolstatus": colStatus, "enrollmentstatus": colStatus, "pupilenrolmentstatus": colStatus, "registrationstatus": colStatus,
	"senunit": colUnit, "senunitindicator": colUnit, "memberofsenunit": colUnit, "unit": colUnit, "unitpupil": colUnit,
	"resourcedprovision": colResourced, "resourcedprovisionindicator": colResourced, "rp": colResourced,

	"sessionspossible": colPossible, "possiblesessions": colPossible, "possible": colPossible, "totalsessionspossible": colPossible, "sesspossible": colPossible,
	"sessionsmissed": colMissed, "missedsessions": colMissed, "missed": colMissed, "sessionsabsent": colMissed, "absentsessions": colMissed,
	"overallabsence": colMissed, "totalabsence": colMissed, "totalabsencesessions": colMissed,
	"sessionsauthorised": colAuthorised, "authorisedabsence": colAuthorised, "authorisedsessions": colAuthorised, "authorised": colAuthorised,
	"sessionsunauthorised": colUnauthorised, "unauthorisedabsence": colUnauthorised, "unauthorisedsessions": colUnauthorised, "unauthorised": colUnauthorised,
	"c2sessions": colC2, "sessionsc2": colC2, "c2": colC2, "bsessions": colB, "sessionsb": colB, "b": colB,

	"suspensionid": colSuspensionID, "exclusionid": colSuspensionID, "suspensionref": colSuspensionID, "exclusionref": colSuspensionID, "incidentid": colSuspensionID,
	"startdate": colStart, "exclusionstartdate": colStart, "suspensionstartdate": colStart, "datestarted": colStart, "start": colStart, "suspensiondate": colStart, "exclusiondate": colStart,
	"lengthdays": colDays, "days": colDays, "suspensiondays": colDays, "exclusiondays": colDays, "numberofdays": colDays, "length": colDays, "dayslost": colDays,
	"sessions": colSessions, "lengthsessions": colSessions, "actualnumberofsessions": colSessions, "exclusionsessions": colSessions, "suspensionsessions": colSessions, "numberofsessions": colSessions,
	"category": colCategory, "exclusioncategory": colCategory, "suspensioncategory": colCategory, "exclusiontype": colCategory, "suspensiontype": colCategory,

	"destinationurn": colDestinationSchool, "tourn": colDestinationSchool, "toschoolurn": colDestinationSchool, "newschoolurn": colDestinationSchool,
	"destinationtype": colDestination, "destination": colDestination, "destinationcategory": colDestination, "leavingdestination": colDestination,
	"ground": colGround, "deletionground": colGround, "statutoryground": colGround, "groundfordeletion": colGround, "regulation91ground": colGround,

	"schooltype": colSchoolType, "type": colSchoolType, "establishmenttype": colSchoolType, "typeofestablishment": colSchoolType, "typeofestablishmentname": colSchoolType,
	"statutoryhighyear": colHighYear, "highyear": colHighYear, "lastyeargroup": colHighYear, "highestyear": colHighYear,
	"statutorylowyear": colLowYear, "lowyear": colLowYear, "firstyeargroup": colLowYear,
	"statutoryhighage": colHighAge, "highage": colHighAge, "agehigh": colHighAge, "statutorylowage": colKnown, "lowage": colKnown, "agelow": colKnown,

	"schoolname": colKnown, "school": colKnown, "name": colKnown, "phase": colKnown, "ethnicity": colKnown, "ethnicitymajor": colKnown, "ethnicgroup": colKnown,
	"ethnicgroupmajor": colKnown, "ethnicitycode": colKnown, "sex": colKnown, "gender": colKnown, "dateofbirth": colKnown, "dob": colKnown,
	"surname": colKnown, "forename": colKnown, "firstname": colKnown, "lastname": colKnown, "reason": colKnown, "exclusionreason": colKnown,
	"destinationname": colKnown,
}

// columns says where each meaning stands in a table.
type columns struct {
	at       [columnCount]int
	repeated [columnCount]int
}

func columnsOf(header []string) columns {
	var c columns
	for i := range c.at {
		c.at[i] = -1
	}
	for i, h := range header {
		m, ok := synonyms[squash(h)]
		switch {
		case !ok || m == colKnown:
		case c.at[m] >= 0:
			c.repeated[m]++
		default:
			c.at[m] = i
		}
	}
	return c
}

func (c *columns) any(of ...column) bool {
	for _, m := range of {
		if c.at[m] >= 0 {
			return true
		}
	}
	return false
}

// fit reports whether the columns a kind cannot do without are there.
func (c *columns) fit(k Kind) bool {
	pupil := c.any(colPupil, colUPN)
	school := c.any(colSchool, colLAESTAB) || c.at[colLA] >= 0 && c.at[colEstab] >= 0
	if !school || pupil == (k == Schools) {
		return false
	}
	switch k {
	case Schools:
		return c.any(colHighYear, colHighAge)
	case Census:
		return c.at[colYear] >= 0 && c.at[colSEN] >= 0
	case Attendance:
		return c.at[colPossible] >= 0 && (c.at[colMissed] >= 0 || c.at[colAuthorised] >= 0 && c.at[colUnauthorised] >= 0)
	case Suspensions:
		return c.any(colSuspensionID, colCategory) || c.at[colStart] >= 0 && c.any(colDays, colSessions)
	case Destinations:
		return c.any(colDestination, colGround, colDestinationSchool)
	}
	return false
}

// essential are the meanings of which two columns leave it open who or what
// a row is about.
var essential = [columnCount]bool{
	colPupil: true, colUPN: true, colSchool: true, colLAESTAB: true, colYear: true, colSEN: true, colStatus: true,
	colPossible: true, colMissed: true, colSuspensionID: true, colStart: true, colDays: true, colCategory: true, colDestination: true,
}

// ambiguous reports whether an essential meaning has two columns.
func (c *columns) ambiguous() bool {
	for m, n := range c.repeated {
		if n > 0 && essential[m] {
			return true
		}
	}
	return false
}

// KindOf recognises a table by its headings.
func KindOf(header []string) (Kind, bool) {
	c := columnsOf(header)
	for _, k := range [...]Kind{Attendance, Census, Suspensions, Destinations, Schools} {
		if c.fit(k) {
			return k, true
		}
	}
	return 0, false
}
