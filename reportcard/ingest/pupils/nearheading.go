package pupils

import "slices"

// optional are the columns that a table of a kind can do without. The others
// show as a table that is not recognised.
var optional = [kindCount][]column{
	Census:       {colStatus, colFSM6, colUnit, colResourced, colSex, colEthnicity, colEAL, colLanguage, colNeed},
	Attendance:   {colC2, colB, colAuthorised, colUnauthorised, colDate, colStart, colSession, colCode, colAM, colPM},
	Suspensions:  {colSuspensionID, colStart, colDays, colCategory, colSEN},
	Destinations: {colDestinationSchool, colDestination, colGround},
}

// instead are columns that make another superfluous.
var instead = map[column]column{colDays: colSessions, colStart: colDate, colEAL: colLanguage, colLanguage: colEAL, colFSM6: colFSMEligible, colDate: colStart}

// Wanting lists the headings of a table that are not understood, and the
// spellings (letters and digits, in order) of the columns it could have and has
// not: one of the first may be one of the second, misspelt.
func Wanting(k Kind, header []string) (unknown []int, spellings []string) {
	c := columnsOf(header)
	for i, h := range header {
		if _, known := synonyms[Squash(h)]; !known && meaning(h) == colKnown {
			unknown = append(unknown, i)
		}
	}
	absent := map[column]bool{}
	for _, m := range optional[k] {
		other, has := instead[m]
		absent[m] = c.at[m] < 0 && !(has && c.at[other] >= 0)
	}
	for s, m := range synonyms {
		if absent[m] {
			spellings = append(spellings, s)
		}
	}
	slices.Sort(spellings)
	return unknown, spellings
}
