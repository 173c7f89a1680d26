package pupils

import (
	"time"

	"inclusioncards/metrics"
)

// birthHeadings are those of a date of birth, squashed. It is read here only,
// and kept nowhere.
var birthHeadings = map[string]bool{"dateofbirth": true, "dob": true, "birthdate": true, "pupildob": true}

// Fewest rows, and least share of them, that must agree on a year.
const (
	yearRows  = 5
	yearShare = 0.8
)

// CensusYear gives the academic year in which pupils born when these were are in
// the year groups these are in, when nearly all of the rows agree; else 0.
func CensusYear(header []string, rows [][]string) metrics.AcademicYear {
	c := columnsOf(header)
	born := -1
	for i, h := range header {
		if birthHeadings[squash(h)] {
			born = i
		}
	}
	group := c.at[colYear]
	if born < 0 || group < 0 {
		return 0
	}
	times := map[metrics.AcademicYear]int{}
	read := 0
	for _, cells := range rows {
		if born >= len(cells) || group >= len(cells) {
			continue
		}
		d, ok := parseDate(trim(cells[born]))
		g := parseYear(trim(cells[group]))
		if !ok || g == yearUnknown {
			continue
		}
		cohort := d.Year()
		if d.Month() < time.September {
			cohort--
		}
		// Born September 2011 to August 2012: Year 7 in 2023/24.
		times[metrics.AcademicYear(cohort+5+int(g))]++
		read++
	}
	for y, n := range times {
		if y > 1990 && y < 2099 && read >= yearRows && float64(n) >= yearShare*float64(read) {
			return y
		}
	}
	return 0
}

// StartColumn gives the column of the day a suspension started, or -1.
func StartColumn(header []string) int {
	c := columnsOf(header)
	return c.at[colStart]
}
