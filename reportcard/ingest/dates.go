package ingest

import (
	"strconv"
	"strings"
	"time"
)

// dateCell is a date as written: a settled day, or three numbers whose order
// the column settles.
type dateCell struct {
	day   time.Time
	a, b  int // the first two numbers of dd/mm/yyyy or mm/dd/yyyy
	year  int
	isSet bool
}

// dateColumn settles the order of day and month for a whole column.
type dateColumn struct {
	r *reader
	t *table
	// col is -1 when the table has no such column.
	col                   int
	dayFirst, monthFirst  int
	firstMonth, firstDate int // lines
	either                int
	swapped               bool
}

func (r *reader) dates(t *table, col int) *dateColumn { return &dateColumn{r: r, t: t, col: col} }

// see reads one cell. A cell that is no date is reported and has no day.
func (c *dateColumn) see(cells []string, line int) dateCell {
	text := cellAt(cells, c.col)
	if c.col < 0 || missingID(text) {
		return dateCell{}
	}
	d, ok := parseDate(text)
	if !ok {
		c.r.report(codeValue, c.t.spot(line, c.col), "options", "a date such as 31/08/2023")
		return dateCell{}
	}
	if d.day.IsZero() {
		switch {
		case d.a > 12:
			c.dayFirst++
			c.firstDate = cmpFirst(c.firstDate, line)
		case d.b > 12:
			c.monthFirst++
			c.firstMonth = cmpFirst(c.firstMonth, line)
		default:
			c.either++
		}
	}
	return d
}

func cmpFirst(have, line int) int {
	if have == 0 {
		return line
	}
	return have
}

// settle decides the order, and says so when the cells do not.
func (c *dateColumn) settle() {
	switch {
	case c.dayFirst > 0 && c.monthFirst > 0:
		line := c.firstMonth
		if c.monthFirst > c.dayFirst {
			line = c.firstDate
		}
		c.r.report(codeMixedDates, c.t.spot(line, c.col))
	case c.monthFirst > 0:
		c.swapped = true
		c.r.report(codeMonthFirst, c.t.spot(0, c.col))
	case c.dayFirst == 0 && c.either > 0:
		c.r.report(codeDayFirst, c.t.spot(0, c.col))
	}
}

// day gives the day of a cell; zero when there is none or the orders are mixed.
func (c *dateColumn) day(d dateCell) time.Time {
	if !d.isSet || !d.day.IsZero() {
		return d.day
	}
	if c.dayFirst > 0 && c.monthFirst > 0 {
		return time.Time{}
	}
	if c.swapped {
		return makeDay(d.year, d.a, d.b)
	}
	return makeDay(d.year, d.b, d.a)
}

// monthsFirst reports whether a column of dates shows the month first: some have
// a second number above 12 and none a first one.
func monthsFirst(rows [][]string, col int) bool {
	var c dateColumn
	for _, cells := range rows {
		if d, ok := parseDate(cellAt(cells, col)); ok && d.day.IsZero() {
			switch {
			case d.a > 12:
				c.dayFirst++
			case d.b > 12:
				c.monthFirst++
			}
		}
	}
	return c.monthFirst > 0 && c.dayFirst == 0
}

// makeDay gives a day, or zero when the month has no such day.
func makeDay(year, month, day int) time.Time {
	t := time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC)
	if t.Day() != day || int(t.Month()) != month {
		return time.Time{}
	}
	return t
}

// monthOf gives the number of a month by its name or its first three letters, 0
// for anything else.
func monthOf(word string) int {
	if len(word) < 3 {
		return 0
	}
	for m := time.January; m <= time.December; m++ {
		if name := m.String(); len(word) <= len(name) && strings.EqualFold(name[:len(word)], word) {
			return int(m)
		}
	}
	return 0
}

// parseDate reads dd/mm/yyyy with slashes, dashes or stops, ISO, or an Excel
// serial; a time of day after it is left out. The order of day and month is not
// settled here.
func parseDate(s string) (dateCell, bool) {
	t := strings.TrimSuffix(trimCell(s), ".0")
	if n, ok := plainDigits(t); ok {
		if n.mant > 20000 && n.mant < 80000 {
			return dateCell{day: time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC).AddDate(0, 0, int(n.mant)), isSet: true}, true
		}
		return dateCell{}, false
	}
	if i := strings.IndexByte(t, 'T'); i >= 8 {
		t = t[:i]
	}
	parts := strings.FieldsFunc(t, func(c rune) bool { return c == '/' || c == '-' || c == '.' || c == ' ' })
	if len(parts) > 3 && strings.ContainsRune(parts[3], ':') {
		parts = parts[:3] // a time of day
	}
	if len(parts) != 3 {
		return dateCell{}, false
	}
	var n [3]int
	named := false
	for i, p := range parts {
		if m := monthOf(p); m > 0 && i == 1 && len(parts[0]) <= 2 {
			n[i], named = m, true // 1 September 2021, 01-Sep-2021
			continue
		}
		v, err := strconv.Atoi(p)
		if err != nil || len(p) > 4 || v < 1 {
			return dateCell{}, false
		}
		n[i] = v
	}
	switch {
	case named:
		d := makeDay(n[2], n[1], n[0])
		if d.IsZero() || len(parts[2]) != 4 || n[2] < 1900 || n[2] > 2100 {
			return dateCell{}, false
		}
		return dateCell{day: d, isSet: true}, true
	case len(parts[0]) == 4:
		d := makeDay(n[0], n[1], n[2])
		if d.IsZero() || n[0] < 1900 || n[0] > 2100 {
			return dateCell{}, false
		}
		return dateCell{day: d, isSet: true}, true
	case len(parts[2]) != 4 || n[2] < 1900 || n[2] > 2100 || n[0] > 31 || n[1] > 31 || n[0] > 12 && n[1] > 12:
		return dateCell{}, false
	}
	return dateCell{a: n[0], b: n[1], year: n[2], isSet: true}, true
}
