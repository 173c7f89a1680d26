package ingest

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	"inclusioncards/metrics"
)

// Which table describes a school best: the lower the rank, the better.
const (
	rankSchools = iota + 1
	rankGIAS
	rankInformation
	rankSpine
	rankEarlier // what was said of it under an earlier URN
)

// schoolRow is one description of a school.
type schoolRow struct {
	rank   int
	year   metrics.AcademicYear // of a dated file; 0 otherwise
	src    uint16
	line   int
	school metrics.School
	opened metrics.AcademicYear // 0 when not known
	isNew  bool                 // marked as new in the year of the file
	fsm6   number
	eal    number
	bad    bool // two rows of one table disagree
}

// describe reads the columns every table of schools may have.
func (r *reader) describe(t *table, cells []string, line int, id identity, rank int, year metrics.AcademicYear) schoolRow {
	text := func(names ...string) string {
		v := strings.Join(strings.Fields(cellAt(cells, t.col(names...))), " ")
		switch strings.ToLower(v) {
		case "z", "x", "n/a", "na":
			return ""
		}
		return strings.Clone(v)
	}
	shared := func(names ...string) string { return r.intern(text(names...)) }
	row := schoolRow{rank: rank, year: year, src: t.src, line: line}
	s := &row.school
	s.URN, s.LAESTAB = metrics.URN(strings.Clone(string(id.urn))), metrics.LAESTAB(strings.Clone(string(id.laestab)))
	s.Name = text("name")
	if la, err := metrics.ParseLACode(cellAt(cells, t.col("la_code"))); err == nil {
		s.LA = metrics.LACode(r.intern(string(la)))
	}
	s.LAName = shared("la_name")
	s.Region = normaliseRegion(cellAt(cells, t.col("region")))
	s.Type = shared("type", "school_type")
	s.Admissions = shared("admissions_policy")
	s.Selective = parseSelective(s.Admissions)
	s.Gender = shared("gender")
	s.Ofsted = shared("ofsted_outcome")
	s.Religious = shared("religious_character")
	if s.Trust = shared("trust"); strings.EqualFold(s.Trust, "not applicable") {
		s.Trust = "" // GIAS, of a maintained school
	}
	s.TrustCode = shared("trust_code")
	r.ages(t, cells, line, s)
	r.phaseOf(t, cells, line, s)
	for _, c := range []struct {
		col int
		to  *metrics.Tri
	}{{t.col("sen_unit"), &s.SENUnit}, {t.col("resourced_provision"), &s.Resourced}} {
		if c.col < 0 {
			continue
		}
		v, ok := parseTri(cells[c.col])
		if !ok {
			r.report(codeValue, t.spot(line, c.col), "options", "Yes, No, or the number of places")
		}
		*c.to = v
	}
	return row
}

func (r *reader) phaseOf(t *table, cells []string, line int, s *metrics.School) {
	col := t.col("phase")
	if col < 0 {
		return
	}
	p, through, ok := parsePhase(cells[col])
	if !ok {
		r.report(codeValue, t.spot(line, col), "options", phaseOptions)
	}
	s.Phase, s.AllThrough = p, through
}

// ages reads statutory ages, an age range, or statutory year groups (the last
// year group is the high age less five).
func (r *reader) ages(t *table, cells []string, line int, s *metrics.School) {
	read := func(name string, to *int, parse func(string) (int, bool), add int) {
		col := t.col(name)
		if col < 0 || *to != 0 {
			return
		}
		v, ok := parse(cells[col])
		if !ok {
			r.report(codeValue, t.spot(line, col), "options", "an age in years")
		}
		if v > 0 {
			*to = v + add
		}
	}
	read("low_age", &s.LowAge, parseAge, 0)
	read("high_age", &s.HighAge, parseAge, 0)
	read("statutory_low_year", &s.LowAge, yearGroupAge, 0)
	read("statutory_high_year", &s.HighAge, yearGroupAge, 1)
	if low, high, ok := strings.Cut(cellAt(cells, t.col("agerange")), " to "); ok {
		s.LowAge, _ = strconv.Atoi(strings.TrimSpace(low))
		s.HighAge, _ = strconv.Atoi(strings.TrimSpace(high))
	}
	if s.HighAge >= 99 {
		s.HighAge = 0 // "no upper age"
	}
}

// readSchools reads the canonical table of schools.
func (r *reader) readSchools(t *table) {
	r.repeatedHeadings(t)
	for i := range t.names {
		r.understood(t, i)
	}
	var fsm, eal percentScale
	fsmCol, ealCol := t.col("fsm6_percent"), t.col("eal_percent")
	var rows []schoolRow
	opened := r.openDates(t, t.col("opendate"))
	r.eachSchool(t, func(cells []string, line int, id identity) {
		row := r.describe(t, cells, line, id, rankSchools, 0)
		opened.see(cells, line)
		row.fsm6 = r.percent(t, cells, line, fsmCol, id, &fsm)
		row.eal = r.percent(t, cells, line, ealCol, id, &eal)
		row.school.Closed = isClosed(t, cells)
		rows = append(rows, row)
	})
	opened.settle(rows)
	fsm.settle(r, t, fsmCol)
	eal.settle(r, t, ealCol)
	for i := range rows {
		fsm.apply(&rows[i].fsm6)
		eal.apply(&rows[i].eal)
	}
	r.schools = append(r.schools, r.twins(t, rows)...)
}

// eachSchool calls f for every row with a usable identifier.
func (r *reader) eachSchool(t *table, f func(cells []string, line int, id identity)) {
	ids := t.idColumns()
	for line, cells := range r.tableRows(t) {
		id, ok := r.identify(t, cells, line, ids)
		if !ok {
			continue
		}
		t.count++
		f(cells, line, id)
	}
}

// percent reads a percentage of the schools table; its scale is settled when
// the column is complete.
func (r *reader) percent(t *table, cells []string, line, col int, id identity, scale *percentScale) number {
	if col < 0 {
		return number{blank: true}
	}
	n := parseNumber(cells[col], false)
	if n.bad == "" && (n.state != metrics.Observed || n.value <= 100) {
		if n.state == metrics.Observed {
			scale.see(n, line)
		}
		return n
	}
	code := n.bad
	if code == "" || code == codeNotWhole {
		code = codeNotPercent
	}
	at := t.spot(line, col)
	at.urn = id.urn
	r.report(code, at, "cell", echo(cells[col]))
	return number{bad: code}
}

// apply makes a proportion of a percentage of the schools table.
func (s *percentScale) apply(n *number) {
	v, ok := s.proportion(*n)
	if n.value = v; !ok {
		n.bad = codePercentMixed
	}
}

// twins finds schools that stand twice in one table.
func (r *reader) twins(t *table, rows []schoolRow) []schoolRow {
	first := map[string]int{}
	out := rows[:0]
	for _, row := range rows {
		u := row.school.URN
		key := cmp.Or(string(u), string(row.school.LAESTAB)) + "|" + row.year.String()
		i, again := first[key]
		if !again {
			first[key] = len(out)
			out = append(out, row)
			continue
		}
		at := t.spot(row.line, -1)
		at.urn = u
		a, b := out[i], row
		a.line, a.bad = b.line, b.bad
		if a == b {
			r.report(codeRepeated, at, "other", strconv.Itoa(out[i].line))
			continue
		}
		r.report(codeSchoolTwin, at, "other", strconv.Itoa(out[i].line))
		out[i].bad = true
	}
	return slices.DeleteFunc(out, func(s schoolRow) bool { return s.bad })
}

// readGIAS reads an extract of Get Information about Schools.
func (r *reader) readGIAS(t *table) {
	var rows []schoolRow
	opened := r.openDates(t, t.col("opendate"))
	r.eachSchool(t, func(cells []string, line int, id identity) {
		row := r.describe(t, cells, line, id, rankGIAS, 0)
		row.school.Closed = isClosed(t, cells)
		opened.see(cells, line)
		rows = append(rows, row)
	})
	opened.settle(rows)
	r.schools = append(r.schools, r.twins(t, rows)...)
}

// isClosed reads whether a school is closed.
func isClosed(t *table, cells []string) bool {
	return squash(cellAt(cells, t.col("status"))) == "closed"
}

// readSpine reads the school spine of the performance tables.
func (r *reader) readSpine(t *table) {
	year := r.fileYear(t)
	iclose, isNew := t.col("iclose"), t.col("isnew")
	primary, secondary := t.col("isprimary"), t.col("issecondary")
	group := t.col("minorgroup")
	opened := r.openDates(t, t.col("opendate"))
	var rows []schoolRow
	r.eachSchool(t, func(cells []string, line int, id identity) {
		row := r.describe(t, cells, line, id, rankSpine, year)
		s := &row.school
		s.Closed = cellAt(cells, iclose) == "2"
		row.isNew = cellAt(cells, isNew) == "1"
		opened.see(cells, line)
		s.Phase = typePhase(s.Type)
		if s.Phase == metrics.PhaseUnknown {
			isPri, isSec := cellAt(cells, primary) == "1", cellAt(cells, secondary) == "1"
			switch {
			case squash(cellAt(cells, group)) == "college":
				s.Phase = metrics.SixteenPlus
			case isSec && (!isPri || s.HighAge > 12):
				s.Phase = metrics.Secondary
			case isPri:
				s.Phase = metrics.Primary
			}
		}
		if year != 0 {
			t.years[year] = true
		}
		rows = append(rows, row)
	})
	opened.settle(rows)
	r.schools = append(r.schools, r.twins(t, rows)...)
}

// readInformation reads "information about schools" (secondary, special and
// independent schools).
func (r *reader) readInformation(t *table) {
	level, yearCol := t.col("geographic_level"), t.col("academic_year")
	ons, name, code := t.col("la_ons"), t.col("la_name"), t.col("la_code")
	var rows []schoolRow
	r.eachSchool(t, func(cells []string, line int, id identity) {
		year, bad := r.year(cells[yearCol], false)
		if bad != "" {
			r.report(bad, t.spot(line, yearCol), "cell", echo(cells[yearCol]))
			return
		}
		if squash(cells[level]) != "school" {
			return
		}
		row := r.describe(t, cells, line, id, rankInformation, year)
		s := &row.school
		if s.Phase = typePhase(s.Type); s.Phase == metrics.PhaseUnknown {
			s.Phase = agePhase(s.LowAge, s.HighAge)
		}
		r.areas.learn(cellAt(cells, code), cellAt(cells, ons), cellAt(cells, name), "")
		t.years[year] = true
		rows = append(rows, row)
	})
	r.schools = append(r.schools, r.twins(t, rows)...)
}

// dateYear gives the academic year of a date; 0 when there is none.
func dateYear(s string, monthFirst bool) metrics.AcademicYear {
	d, ok := parseDate(s)
	if !ok {
		return 0
	}
	return openedIn((&dateColumn{swapped: monthFirst}).day(d))
}

// openedIn gives the academic year of a day, 0 for none.
func openedIn(day time.Time) metrics.AcademicYear {
	if day.IsZero() {
		return 0
	}
	return academicYearOf(day)
}

// openDates reads when the schools of a table opened; the order of day and month
// is that of the whole column.
type openDates struct {
	column *dateColumn
	cells  []dateCell
}

func (r *reader) openDates(t *table, col int) *openDates { return &openDates{column: r.dates(t, col)} }

func (o *openDates) see(cells []string, line int) {
	o.cells = append(o.cells, o.column.see(cells, line))
}

// settle enters the years in the rows that were seen, in their order.
func (o *openDates) settle(rows []schoolRow) {
	o.column.settle()
	for i := range rows {
		rows[i].opened = openedIn(o.column.day(o.cells[i]))
	}
}

// academicYearOf gives the academic year of a day; years start on 1 September.
func academicYearOf(d time.Time) metrics.AcademicYear {
	if d.Month() >= time.September {
		return metrics.AcademicYear(d.Year())
	}
	return metrics.AcademicYear(d.Year() - 1)
}
