package pupils

import (
	"strings"
	"time"
)

// Days are counted from 1 January 1970.
const noDay = -1 << 31

func dayNumber(t time.Time) int { return int(t.Unix() / 86400) }

// excelEpoch is the day 0 of a spreadsheet, 30 December 1899.
var excelEpoch = dayNumber(time.Date(1899, time.December, 30, 0, 0, 0, 0, time.UTC))

// order is the order of day and month in the dates of a column.
type order uint8

const (
	dayMonth order = iota
	monthDay
)

// parseDay reads 2024-01-31, 20240131, 31/01/2024, 31-01-2024, 31 Jan 2024,
// with or without a time behind, and the day number of a spreadsheet. A date
// with two-digit year is not understood.
func parseDay(s string, o order) (int, bool) {
	if len(s) == 10 && s[4] == '-' && s[7] == '-' {
		return civil(number(s[:4]), number(s[5:7]), number(s[8:]))
	}
	t := withoutZeroDecimals(s)
	if len(t) == 5 && digits(t) {
		return excelEpoch + number(t), true
	}
	if len(t) == 8 && digits(t) {
		return civil(number(t[:4]), number(t[4:6]), number(t[6:]))
	}
	a, b, y, ok := split(s)
	if !ok {
		return noDay, false
	}
	switch {
	case len(a) == 4:
		return civil(number(a), monthOf(b), number(y))
	case len(y) != 4:
		return noDay, false
	case o == monthDay && digits(b):
		return civil(number(y), number(a), number(b))
	}
	return civil(number(y), monthOf(b), number(a))
}

// split gives the three parts of a date, without a time behind it.
func split(s string) (a, b, c string, ok bool) {
	if at := strings.IndexByte(s, 'T'); at >= 8 {
		s = s[:at]
	}
	parts := [3]string{}
	n := 0
	for _, w := range strings.FieldsFunc(s, func(r rune) bool { return r == '/' || r == '-' || r == '.' || r == ' ' }) {
		if n == 3 {
			break // the time
		}
		parts[n] = w
		n++
	}
	return parts[0], parts[1], parts[2], n == 3 && len(parts[0]) <= 4 && len(parts[2]) <= 4
}

// number gives a short row of digits, or -1.
func number(s string) int {
	if !digits(s) || len(s) > 8 {
		return -1
	}
	n := 0
	for i := range len(s) {
		n = 10*n + int(s[i]-'0')
	}
	return n
}

func monthOf(s string) int {
	if len(s) >= 3 && !digits(s) {
		for m := time.January; m <= time.December; m++ {
			if name := m.String(); len(s) <= len(name) && strings.EqualFold(name[:len(s)], s) {
				return int(m)
			}
		}
		return -1
	}
	return number(s)
}

// civil gives the day of a date of the proleptic Gregorian calendar from 1900
// to 2199; it is noDay for a date that does not exist.
func civil(y, m, d int) (int, bool) {
	if y < 1900 || y > 2199 || m < 1 || m > 12 || d < 1 || d > 31 {
		return noDay, false
	}
	n := dayNumber(time.Date(y, time.Month(m), d, 0, 0, 0, 0, time.UTC))
	if d > 28 && time.Unix(int64(n)*86400, 0).UTC().Day() != d {
		return noDay, false
	}
	return n, true
}

// evidence is what a date says of the order in its column.
type evidence uint8

const (
	saysNothing evidence = iota // not a date, or one in an order of its own
	saysEither                  // 03/04/2024
	saysDayMonth
	saysMonthDay
)

func orderOf(s string) evidence {
	a, b, y, ok := split(s)
	if !ok || len(y) != 4 || len(a) > 2 || !digits(a) || !digits(b) {
		return saysNothing
	}
	_, dm := parseDay(s, dayMonth)
	_, md := parseDay(s, monthDay)
	switch {
	case dm && md && a != b:
		return saysEither
	case dm && !md:
		return saysDayMonth
	case md && !dm:
		return saysMonthDay
	}
	return saysNothing
}
