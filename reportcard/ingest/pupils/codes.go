package pupils

import (
	"slices"
	"strings"
	"time"
)

// class is what a mark in the register counts as.
type class uint8

const (
	// classPresent and classActivity (approved educational activity) are
	// possible sessions attended.
	classPresent class = iota
	classActivity
	classAuthorised
	classUnauthorised
	// classNotPossible is not a possible session.
	classNotPossible
	// classNoMark: the register was not taken for the pupil.
	classNoMark
)

func (c class) absent() bool   { return c == classAuthorised || c == classUnauthorised }
func (c class) possible() bool { return c.absent() || c == classPresent || c == classActivity }

// era says in which code sets a code is.
type era uint8

const (
	before2024 era = 1 << iota
	since2024
	always = before2024 | since2024
)

// codesChanged is the day the School Attendance (Pupil Registration) (England)
// Regulations 2024 (SI 2024/208) came into force.
var codesChanged = time.Date(2024, time.August, 19, 0, 0, 0, 0, time.UTC)

type attendanceCode struct {
	class class
	era   era
}

// attendanceCodes are the national codes. The set in use now is that of
// regulation 10 of SI 2024/208. The one before is that of the Department's
// "Absence and attendance codes: guidance for schools and local authorities"
// (January 2009; its F, extended family holiday, fell away in 2013), as it
// stands in "School attendance: guidance" until 2022 and in "Working together
// to improve school attendance" of May 2022. No code changed from possible to
// not possible, or from attended to absent.
var attendanceCodes = map[string]attendanceCode{
	"/": {classPresent, always}, "\\": {classPresent, always}, "L": {classPresent, always},
	"B": {classActivity, always}, "P": {classActivity, always}, "V": {classActivity, always}, "W": {classActivity, always},
	"J": {classActivity, before2024}, "K": {classActivity, since2024},
	"C": {classAuthorised, always}, "E": {classAuthorised, always}, "I": {classAuthorised, always}, "M": {classAuthorised, always},
	"R": {classAuthorised, always}, "S": {classAuthorised, always}, "T": {classAuthorised, always},
	"F": {classAuthorised, before2024}, "H": {classAuthorised, before2024},
	"C1": {classAuthorised, since2024}, "C2": {classAuthorised, since2024}, "J1": {classAuthorised, since2024},
	"G": {classUnauthorised, always}, "N": {classUnauthorised, always}, "O": {classUnauthorised, always}, "U": {classUnauthorised, always},
	"D": {classNotPossible, always}, "X": {classNotPossible, always}, "Z": {classNotPossible, always}, "#": {classNotPossible, always},
	"Y": {classNotPossible, before2024}, "Q": {classNotPossible, since2024},
	"Y1": {classNotPossible, since2024}, "Y2": {classNotPossible, since2024}, "Y3": {classNotPossible, since2024}, "Y4": {classNotPossible, since2024},
	"Y5": {classNotPossible, since2024}, "Y6": {classNotPossible, since2024}, "Y7": {classNotPossible, since2024},
	"-": {classNoMark, always}, "": {classNoMark, always},
}

// codeOf reads one code; small letters are the same.
func codeOf(s string) (attendanceCode, bool) {
	c, ok := attendanceCodes[s]
	if !ok {
		c, ok = attendanceCodes[strings.ToUpper(s)]
	}
	return c, ok
}

// in reports whether the code was in use on a day.
func (c attendanceCode) in(day int) bool {
	if day >= dayNumber(codesChanged) {
		return c.era&since2024 != 0
	}
	return c.era&before2024 != 0
}

// codeColumn is a column with the number of sessions marked with a code.
type codeColumn struct {
	at   int
	code string
	attendanceCode
}

// codeColumns finds the columns of a table of counts per code: four or more,
// one of them of pupils present. Headings are the code itself or the code with
// "code", "mark", "sessions" or "count" beside it.
func codeColumns(header []string) []codeColumn {
	var out []codeColumn
	present := false
	for i, h := range header {
		code, ok := codeHeading(h)
		if !ok || slices.ContainsFunc(out, func(c codeColumn) bool { return c.code == code }) {
			continue
		}
		c := attendanceCodes[code]
		present = present || c.class == classPresent && code != "L"
		out = append(out, codeColumn{i, code, c})
	}
	if len(out) < 4 || !present {
		return nil
	}
	return out
}

func codeHeading(h string) (code string, ok bool) {
	t := strings.ToUpper(trim(h))
	words := strings.FieldsFunc(t, func(c rune) bool { return c == '_' || c == ' ' || c == '(' || c == ')' || c == ':' })
	words = slices.DeleteFunc(words, func(w string) bool {
		return w == "CODE" || w == "CODES" || w == "MARK" || w == "MARKS" || w == "SESSION" || w == "SESSIONS" || w == "COUNT"
	})
	switch t = strings.Join(words, " "); t {
	case "PRESENT AM", "AM PRESENT", "PRESENT":
		t = "/"
	case "PRESENT PM", "PM PRESENT":
		t = "\\"
	}
	c, ok := attendanceCodes[t]
	return t, ok && c.class != classNoMark
}

// summerHalf is the day from which sessions of Year 11 do not count: the
// spring bank holiday, where the school census begins the second half of the
// summer term (DfE, Pupil absence statistics: methodology, table 6). It is the
// last Monday in May, but for the years in which it was moved for a jubilee.
func summerHalf(year int) int {
	switch year {
	case 2012:
		return dayNumber(time.Date(2012, time.June, 4, 0, 0, 0, 0, time.UTC))
	case 2022:
		return dayNumber(time.Date(2022, time.June, 2, 0, 0, 0, 0, time.UTC))
	}
	last := time.Date(year, time.May, 31, 0, 0, 0, 0, time.UTC)
	back := (int(last.Weekday()) - int(time.Monday) + 7) % 7
	return dayNumber(last) - back
}
