package pupils

import "inclusioncards/metrics"

// Fewest rows, and least share of them, that must agree on a year.
const (
	yearRows  = 5
	yearShare = 0.8
)

// CensusYear gives the academic year of a census: from headings of the pupil
// database (SENprovision_SPR24), else that in which pupils born when these were
// are in the year groups these are in, when nearly all of the rows agree; else
// 0. Dates of birth are read here only, and kept nowhere.
func CensusYear(header []string, rows [][]string) metrics.AcademicYear {
	for _, h := range header {
		t := Squash(h)
		if n := len(t); n > 5 && t[n-5:n-2] == "spr" && digits(t[n-2:]) && meaning(h) != colKnown {
			return metrics.AcademicYear(2000 + number(t[n-2:]) - 1)
		}
	}
	c := columnsOf(header)
	times := map[metrics.AcademicYear]int{}
	read := 0
	for _, cells := range rows {
		born, ok := parseDay(cellAt(cells, c.at[colDOB]), dayMonth)
		group := parseYear(cellAt(cells, c.at[colYear]))
		if !ok || group == yearUnknown {
			continue
		}
		// Born September 2011 to August 2012: Year 7 in 2023/24.
		times[yearOf(born)+5+metrics.AcademicYear(group)]++
		read++
	}
	for y, n := range times {
		if y > 1990 && y < 2099 && read >= yearRows && float64(n) >= yearShare*float64(read) {
			return y
		}
	}
	return 0
}

// StartColumn gives the column with the date of a suspension or a mark, or -1.
func StartColumn(header []string) int {
	c := columnsOf(header)
	for _, k := range [...]Kind{Suspensions, Attendance} {
		if d := c.dates(k); d != noColumn && c.fit(k) {
			return c.at[d]
		}
	}
	return -1
}

// dates is the column with the date of a row, for the kinds that have one.
func (c *columns) dates(k Kind) column {
	first, second := colStart, colDate
	switch {
	case k == Attendance && c.longMarks():
		first, second = colDate, colStart
	case k != Suspensions:
		return noColumn
	}
	if c.at[first] >= 0 {
		return first
	}
	if c.at[second] >= 0 {
		return second
	}
	return noColumn
}
