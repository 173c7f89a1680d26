package pupils

import "strings"

// Kind is a kind of pupil-level table.
type Kind uint8

const (
	Schools Kind = iota
	// Census is the January census, first or second: their headings are alike.
	Census
	// Attendance holds sums of sessions per pupil and school, counts per code,
	// or marks by date and session.
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
	colSex
	colEthnicity
	colEAL
	colLanguage
	colNeed
	// colDOB is read to tell which January a census is of, and not kept.
	colDOB
	colDate
	colSession
	colCode
	colAM
	colPM
	// colKnown is for headings that are understood and never read.
	colKnown

	columnCount
)

var columnNames = [columnCount]string{
	"pupil_id", "upn", "school_urn", "laestab", "la_code", "estab", "year_group", "sen_status", "fsm6", "fsm_eligible",
	"enrolment_status", "sen_unit", "resourced_provision", "sessions_possible", "sessions_missed", "sessions_authorised",
	"sessions_unauthorised", "c2_sessions", "b_sessions", "suspension_id", "start_date", "length_days", "length_sessions",
	"category", "destination_urn", "destination_type", "ground", "school_type", "statutory_high_year", "statutory_high_age",
	"statutory_low_year", "sex", "ethnicity", "eal", "first_language", "primary_need", "date_of_birth",
	"date", "session", "code", "am", "pm", "",
}

// synonyms maps a heading, squashed, to its meaning. It is the only place
// where spellings of headings are known.
var synonyms = map[string]column{
	"pupilid": colPupil, "pupil": colPupil, "pupilref": colPupil, "pupilreference": colPupil, "pupilmatchingrefanonymous": colPupil, "pmr": colPupil,
	"childid": colPupil, "studentid": colPupil, "admissionnumber": colPupil, "admissionno": colPupil, "adno": colPupil, "personid": colPupil, "learnerid": colPupil,
	"misid": colPupil, "arborstudentid": colPupil, "pupilnumber": colPupil, "anonymisedid": colPupil, "pupilkey": colPupil, "anonid": colPupil,
	"upn": colUPN, "pupilupn": colUPN, "uniquepupilnumber": colUPN, "upnnumber": colUPN, "studentupn": colUPN,

	"urn": colSchool, "schoolurn": colSchool, "uniquereferencenumber": colSchool, "fromschoolurn": colSchool, "fromurn": colSchool,
	"schooluniquereferencenumber": colSchool, "schoolid": colSchool, "urnofschool": colSchool, "establishmenturn": colSchool, "urnnumber": colSchool,
	"laestab": colLAESTAB, "schoollaestab": colLAESTAB, "dfenumber": colLAESTAB, "dfeno": colLAESTAB, "leaestab": colLAESTAB,
	"laestabnumber": colLAESTAB, "fromlaestab": colLAESTAB, "dfenumberofschool": colLAESTAB, "schooldfenumber": colLAESTAB, "schooldfe": colLAESTAB, "dfe": colLAESTAB,
	"la": colLA, "lacode": colLA, "lea": colLA, "leacode": colLA, "lanumber": colLA, "leanumber": colLA,
	"estab": colEstab, "establishmentnumber": colEstab, "estabnumber": colEstab,

	"yeargroup": colYear, "ncyear": colYear, "ncyearactual": colYear, "nationalcurriculumyear": colYear, "nationalcurriculumyeargroup": colYear,
	"year": colYear, "ncyeargroup": colYear, "actualncyear": colYear, "ncy": colYear,
	"curriculumyear": colYear, "yeartaughtin": colYear, "yr": colYear, "yrgrp": colYear, "yeargrp": colYear, "curriculumyeargroup": colYear,
	"senstatus": colSEN, "senprovision": colSEN, "sen": colSEN, "send": colSEN, "sengroup": colSEN, "senstage": colSEN, "sencode": colSEN,
	"sendstatus": colSEN, "sendprovision": colSEN, "senprovisionmajor": colSEN,
	"senstatuscode": colSEN, "senlevel": colSEN, "sencodeofpractice": colSEN, "senprovisiontype": colSEN, "specialeducationalneedsstatus": colSEN,
	"fsm6": colFSM6, "everfsm6": colFSM6, "everfsm6p": colFSM6, "fsmever6": colFSM6, "ever6fsm": colFSM6, "everfsm": colFSM6, "ever6": colFSM6,
	"everfsm6indicator": colFSM6, "fsm6indicator": colFSM6, "fsminlast6years": colFSM6, "fsmlast6years": colFSM6, "everinfsm6": colFSM6, "fsm6p": colFSM6,
	"fsmeligible": colFSMEligible, "fsmeligibility": colFSMEligible, "fsm": colFSMEligible, "freeschoolmeals": colFSMEligible,
	"freeschoolmealeligible": colFSMEligible, "eligibleforfreemeals": colFSMEligible, "eligibleforfsm": colFSMEligible, "currentfsm": colFSMEligible,
	"enrolmentstatus": colStatus, "enrolstatus": colStatus, "enrollmentstatus": colStatus, "pupilenrolmentstatus": colStatus, "registrationstatus": colStatus, "registrationtype": colStatus, "enrolmenttype": colStatus, "pupilstatus": colStatus,
	"senunit": colUnit, "senunitindicator": colUnit, "memberofsenunit": colUnit, "unit": colUnit, "unitpupil": colUnit,
	"resourcedprovision": colResourced, "resourcedprovisionindicator": colResourced, "rp": colResourced,

	"sessionspossible": colPossible, "possiblesessions": colPossible, "possible": colPossible, "totalsessionspossible": colPossible, "sesspossible": colPossible,
	"sessionsmissed": colMissed, "missedsessions": colMissed, "missed": colMissed, "sessionsabsent": colMissed, "absentsessions": colMissed,
	"overallabsence": colMissed, "totalabsence": colMissed, "totalabsencesessions": colMissed,
	"absences": colMissed, "absent": colMissed, "totalabsences": colMissed, "sessionsmissedtotal": colMissed, "totalsessionsmissed": colMissed, "sessionsoverall": colMissed, "overallabsencesessions": colMissed,
	"possibleattendances": colPossible, "possibleattendance": colPossible, "possiblemarks": colPossible, "sessionspossibletotal": colPossible,
	"sessionsauthorised": colAuthorised, "authorisedabsence": colAuthorised, "authorisedsessions": colAuthorised, "authorised": colAuthorised,
	"authorisedabsences": colAuthorised, "authorisedabsent": colAuthorised, "authorisedabsencesessions": colAuthorised, "sessionsauthorisedabsence": colAuthorised,
	"unauthorisedabsences": colUnauthorised, "unauthorisedabsent": colUnauthorised, "unauthorisedabsencesessions": colUnauthorised, "sessionsunauthorisedabsence": colUnauthorised,
	"sessionsunauthorised": colUnauthorised, "unauthorisedabsence": colUnauthorised, "unauthorisedsessions": colUnauthorised, "unauthorised": colUnauthorised,
	"c2sessions": colC2, "sessionsc2": colC2, "c2": colC2, "bsessions": colB, "sessionsb": colB, "b": colB,

	"suspensionid": colSuspensionID, "exclusionid": colSuspensionID, "suspensionref": colSuspensionID, "exclusionref": colSuspensionID, "incidentid": colSuspensionID,
	"exclusionnumber": colSuspensionID, "suspensionnumber": colSuspensionID, "recordid": colSuspensionID, "eventid": colSuspensionID,
	"startdate": colStart, "exclusionstartdate": colStart, "suspensionstartdate": colStart, "datestarted": colStart, "start": colStart, "suspensiondate": colStart, "exclusiondate": colStart,
	"dateofexclusion": colStart, "dateofsuspension": colStart, "datefrom": colStart, "fromdate": colStart, "exclusionstart": colStart, "suspensionstart": colStart, "begindate": colStart,
	"lengthdays": colDays, "days": colDays, "suspensiondays": colDays, "exclusiondays": colDays, "numberofdays": colDays, "length": colDays, "dayslost": colDays,
	"schooldays": colDays, "durationdays": colDays, "duration": colDays, "lengthindays": colDays, "dayssuspended": colDays, "daysexcluded": colDays,
	"sessions": colSessions, "lengthsessions": colSessions, "actualnumberofsessions": colSessions, "exclusionsessions": colSessions, "suspensionsessions": colSessions, "numberofsessions": colSessions, "actualsessions": colSessions, "sessionssuspended": colSessions, "sessionslost": colSessions,
	"category": colCategory, "exclusioncategory": colCategory, "suspensioncategory": colCategory, "exclusiontype": colCategory, "suspensiontype": colCategory,
	"suspensionorexclusion": colCategory, "sanction": colCategory, "typeofexclusion": colCategory,

	"destinationurn": colDestinationSchool, "tourn": colDestinationSchool, "toschoolurn": colDestinationSchool, "newschoolurn": colDestinationSchool, "nextschoolurn": colDestinationSchool, "receivingschoolurn": colDestinationSchool,
	"destinationtype": colDestination, "destination": colDestination, "destinationcategory": colDestination, "leavingdestination": colDestination,
	"nextdestination": colDestination, "destinationschooltype": colDestination, "leaverdestination": colDestination, "reasonforleaving": colDestination, "leavingreason": colDestination,
	"ground": colGround, "deletionground": colGround, "statutoryground": colGround, "groundfordeletion": colGround, "regulation91ground": colGround,
	"deletionreason": colGround, "regulation9ground": colGround, "groundofdeletion": colGround, "deletioncode": colGround, "groundcode": colGround,

	"schooltype": colSchoolType, "type": colSchoolType, "establishmenttype": colSchoolType, "typeofestablishment": colSchoolType, "typeofestablishmentname": colSchoolType,
	"statutoryhighyear": colHighYear, "highyear": colHighYear, "lastyeargroup": colHighYear, "highestyear": colHighYear,
	"statutorylowyear": colLowYear, "lowyear": colLowYear, "firstyeargroup": colLowYear,
	"statutoryhighage": colHighAge, "highage": colHighAge, "agehigh": colHighAge, "statutorylowage": colKnown, "lowage": colKnown, "agelow": colKnown,

	"sex": colSex, "gender": colSex, "gendercode": colSex, "legalsex": colSex,
	"ethnicity": colEthnicity, "ethnicitymajor": colEthnicity, "ethnicgroup": colEthnicity, "ethnicgroupmajor": colEthnicity, "ethnicitycode": colEthnicity,
	"ethnicorigin": colEthnicity, "majorethnicgroup": colEthnicity, "ethnicgroupminor": colEthnicity, "ethnicgroupcode": colEthnicity, "ethnicitygroup": colEthnicity,
	"eal": colEAL, "ealstatus": colEAL, "englishasadditionallanguage": colEAL, "englishasanadditionallanguage": colEAL, "ealindicator": colEAL,
	"language": colLanguage, "firstlanguage": colLanguage, "languagegroup": colLanguage, "languagegroupmajor": colLanguage, "firstlanguagecode": colLanguage,
	"mothertongue": colLanguage, "languagecode": colLanguage, "firstlanguagegroup": colLanguage,
	"primaryneed": colNeed, "primarysentype": colNeed, "primaryneedtype": colNeed, "sentype": colNeed, "sentype1": colNeed, "primarysenneed": colNeed, "senprimaryneed": colNeed,
	"primarytypeofneed": colNeed, "senneedtype": colNeed, "senneed": colNeed, "needtype": colNeed, "typeofneed": colNeed, "need": colNeed, "sentyperank1": colNeed, "primaryneedcode": colNeed, "senprimarytype": colNeed,
	"dateofbirth": colDOB, "dob": colDOB, "birthdate": colDOB,
	"date": colDate, "attendancedate": colDate, "sessiondate": colDate, "markdate": colDate, "registerdate": colDate, "registrationdate": colDate,
	"session": colSession, "ampm": colSession, "sessionname": colSession, "sessiontype": colSession, "registrationsession": colSession,
	"code": colCode, "attendancecode": colCode, "mark": colCode, "markcode": colCode, "attendancemark": colCode, "registrationcode": colCode, "registermark": colCode, "sessioncode": colCode,
	"am": colAM, "amcode": colAM, "ammark": colAM, "morning": colAM, "amattendance": colAM, "morningmark": colAM, "markam": colAM, "codeam": colAM,
	"pm": colPM, "pmcode": colPM, "pmmark": colPM, "afternoon": colPM, "pmattendance": colPM, "afternoonmark": colPM, "markpm": colPM, "codepm": colPM,

	"schoolname": colKnown, "school": colKnown, "name": colKnown, "phase": colKnown,
	"surname": colKnown, "forename": colKnown, "firstname": colKnown, "lastname": colKnown, "reason": colKnown, "exclusionreason": colKnown,
	"destinationname": colKnown,
}

// meaning finds the meaning of a heading. The pupil database puts the census
// behind its names (SENprovision_SPR21), and some systems the pupil before.
func meaning(heading string) column {
	t := Squash(heading)
	if m, ok := synonyms[t]; ok {
		return m
	}
	if n := len(t); n > 5 && digits(t[n-2:]) {
		switch t[n-5 : n-2] {
		case "spr", "aut", "sum":
			t = t[:n-5]
		}
	}
	for _, suffix := range [...]string{"3term", "annual", "fullyear", "6half"} {
		t = strings.TrimSuffix(t, suffix)
	}
	if m, ok := synonyms[t]; ok {
		return m
	}
	for _, prefix := range [...]string{"pupil", "student", "learner", "child", "current"} {
		if m, ok := synonyms[strings.TrimPrefix(t, prefix)]; ok && ofPupil[m] {
			return m
		}
	}
	return colKnown
}

// ofPupil are the meanings a heading may have with the pupil named before it.
var ofPupil = [columnCount]bool{
	colUPN: true, colYear: true, colSEN: true, colFSM6: true, colFSMEligible: true, colStatus: true,
	colSex: true, colEthnicity: true, colEAL: true, colLanguage: true, colNeed: true, colDOB: true,
}

// columns says where each meaning stands in a table.
type columns struct {
	at       [columnCount]int
	repeated [columnCount]int
	// codes are the columns with a count per attendance code, if that is what
	// the table holds.
	codes []codeColumn
}

func columnsOf(header []string) columns {
	var c columns
	for i := range c.at {
		c.at[i] = -1
	}
	for i, h := range header {
		m := meaning(h)
		switch {
		case m == colKnown:
		case c.at[m] >= 0:
			c.repeated[m]++
		default:
			c.at[m] = i
		}
	}
	if c.at[colPossible] < 0 && !c.longMarks() {
		c.codes = codeColumns(header)
	}
	return c
}

// longMarks reports whether rows hold marks by date.
func (c *columns) longMarks() bool {
	return c.any(colDate, colStart) && c.any(colCode, colAM, colPM) && !c.any(colSuspensionID, colCategory, colDays, colSessions)
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
		return c.at[colPossible] >= 0 && (c.at[colMissed] >= 0 || c.at[colAuthorised] >= 0 && c.at[colUnauthorised] >= 0) ||
			c.longMarks() || len(c.codes) > 0
	case Suspensions:
		return c.any(colSuspensionID, colCategory) || c.any(colStart, colDate) && c.any(colDays, colSessions)
	case Destinations:
		return c.any(colDestination, colGround, colDestinationSchool)
	}
	return false
}

// essential are the meanings of which two columns leave it open who or what
// a row is about.
var essential = [columnCount]bool{
	colPupil: true, colUPN: true, colSchool: true, colLAESTAB: true, colYear: true, colSEN: true, colStatus: true,
	colDate: true, colSession: true, colCode: true, colAM: true, colPM: true,
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

// Fits reports whether headings hold the columns a kind cannot do without,
// whatever else they hold.
func Fits(k Kind, header []string) bool {
	c := columnsOf(header)
	return c.fit(k)
}

// OnlyUPN reports whether a table names pupils by UPN and by no other
// identifier. Tables that are counted together must then all be read by UPN: a
// number that a system makes up joins nothing with it.
func OnlyUPN(header []string) bool {
	c := columnsOf(header)
	return c.at[colUPN] >= 0 && c.at[colPupil] < 0
}

// Missing lists the headings that a table of one kind needs and does not have.
func Missing(k Kind, header []string) []string {
	c := columnsOf(header)
	var out []string
	lacks := func(ok bool, name string) {
		if !ok {
			out = append(out, name)
		}
	}
	lacks(c.any(colPupil, colUPN), "pupil_id or upn")
	lacks(c.any(colSchool, colLAESTAB) || c.at[colLA] >= 0 && c.at[colEstab] >= 0, "school_urn")
	switch k {
	case Census:
		lacks(c.at[colYear] >= 0, "year_group")
		lacks(c.at[colSEN] >= 0, "sen_status")
	case Attendance:
		if !c.longMarks() && len(c.codes) == 0 {
			lacks(c.at[colPossible] >= 0, "sessions_possible")
			lacks(c.at[colMissed] >= 0 || c.at[colAuthorised] >= 0 && c.at[colUnauthorised] >= 0, "sessions_missed")
		}
	case Suspensions:
		lacks(c.any(colSuspensionID, colCategory) || c.any(colStart, colDate) && c.any(colDays, colSessions), "category, or start_date with length_days")
	case Destinations:
		lacks(c.any(colDestination, colGround, colDestinationSchool), "destination_type")
	}
	return out
}
