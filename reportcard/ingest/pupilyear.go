package ingest

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
	"strings"

	"inclusioncards/metrics"
	"inclusioncards/reportcard/ingest/pupils"
)

// datePupils notes what a pupil-level table says of its year: in a column, in a
// title above it, in the name of the sheet, file or folder, and in the dates of its first rows.
func (r *reader) datePupils(p *pupilTable, t *table) {
	p.yearColumn, p.startColumn = -1, -1
	for i, h := range t.head {
		switch normalise(h) {
		case "academic_year", "academicyear", "acad_year", "ay", "time_period", "school_year", "census_year":
			p.yearColumn = i
		case "academic_year_ending", "year_ending", "academic_year_end":
			p.yearColumn, p.ending = i, true
		}
	}
	inName := func(name string) metrics.AcademicYear { return pupilYearInName(p.kind, name) }
	if p.named = t.titleYear(inName); p.named == 0 {
		for _, s := range t.in.segments {
			if p.named = inName(s); p.named != 0 {
				break
			}
		}
	}
	rows := make([][]string, 0, len(t.feed.held))
	for _, h := range t.feed.held {
		if t.sheet != "" && couldBeHeading(h.cells) && t.feed.recognise(h.cells) != nil {
			break // a further table
		}
		rows = append(rows, h.cells[min(t.lo, len(h.cells)):])
	}
	switch p.kind {
	case pupils.Census:
		p.guess = pupils.CensusYear(t.head, rows)
	case pupils.Suspensions, pupils.Attendance:
		p.startColumn = pupils.StartColumn(t.head)
		times := map[metrics.AcademicYear]int{}
		p.monthFirst = monthsFirst(rows, p.startColumn)
		for _, cells := range rows {
			if y := dateYear(cellAt(cells, p.startColumn), p.monthFirst); y != 0 {
				times[y]++
			}
		}
		for _, y := range slices.Sorted(maps.Keys(times)) {
			if times[y] > times[p.guess] {
				p.guess = y
			}
		}
	}
}

// monthWords are the words that date a census or an extract.
var monthWords = []struct {
	word   string
	autumn bool
}{{"january", false}, {"jan", false}, {"spring", false}, {"summer", false}, {"may", false}, {"autumn", true}, {"october", true}, {"oct", true}}

// pupilYearInName reads the year from a name such as census_2024_01 (January
// 2024: 2023/24), jan-2024 or attendance_2023_24. Destinations dated by a month
// are those found missing in that census, so they belong to the year before.
func pupilYearInName(k pupils.Kind, name string) metrics.AcademicYear {
	if y := monthInName(name); y != 0 {
		if k == pupils.Destinations {
			y--
		}
		return y
	}
	return yearInName(name)
}

// monthInName gives the academic year of a calendar month in a name, or 0.
func monthInName(name string) metrics.AcademicYear {
	runs := digitRuns(name)
	for i, run := range runs {
		year, month := run.text, ""
		switch {
		case len(run.text) == 4 && i+1 < len(runs) && len(runs[i+1].text) == 2 && isYearJoin(name[run.end:runs[i+1].start]):
			month = runs[i+1].text
		case len(run.text) == 6 || len(run.text) == 8:
			year, month = run.text[:4], run.text[4:6]
		}
		y, ok := calendarYear(year)
		if !ok {
			continue
		}
		if m, err := strconv.Atoi(month); err == nil && m >= 1 && m <= 12 && int(y+1)%100 != m {
			if m >= 9 {
				return y
			}
			return y - 1
		}
		if month != "" {
			continue
		}
		for _, w := range strings.FieldsFunc(strings.ToLower(name), func(c rune) bool { return c < 'a' || c > 'z' }) {
			for _, known := range monthWords {
				if w == known.word && known.autumn {
					return y
				} else if w == known.word {
					return y - 1
				}
			}
		}
	}
	return 0
}

func calendarYear(s string) (metrics.AcademicYear, bool) {
	n, err := strconv.Atoi(s)
	return metrics.AcademicYear(n), err == nil && len(s) == 4 && n > 1990 && n < 2099
}

// planYears settles the year of every pupil-level table, or reports that it
// cannot be known. Nothing is guessed in silence: a year that no name gives is
// told.
func (r *reader) planYears() {
	r.planCensuses()
	firsts := map[metrics.AcademicYear]bool{}
	for y := range r.pupil.census {
		if r.pupil.isFirst(y) {
			firsts[y] = true
		}
	}
	for _, p := range r.pupil.tables {
		if p.kind == pupils.Census || p.unused {
			continue
		}
		if y := p.year; p.kind == pupils.Destinations && !p.byRow && r.pupil.census[y-1] && r.pupil.census[y] && !r.pupil.census[y+1] {
			// "Leavers 2024 to 2025": who left from one census to the next.
			p.year--
			r.report(codeInferred, p.spot(), "year", p.year.String(), "why", "the last two censuses, which show who left")
		}
		switch {
		case p.byRow && p.yearColumn >= 0:
		case p.year == 0 && p.startColumn >= 0 && p.guess != 0:
			p.year, p.byRow = p.guess, true
			r.report(codeInferred, p.spot(), "year", p.guess.String(), "why", "the year of each row is that of its date")
		case p.year == 0 && len(firsts) == 1 && !r.pupil.rolling:
			for y := range firsts {
				p.year = y
			}
			r.report(codeInferred, p.spot(), "year", p.year.String(), "why", "the only year with a first census")
		case p.year == 0:
			r.leaveTable(p, codePupilYear, "kind", p.kind.String())
		case !firsts[p.year] && !r.pupil.rolling:
			r.leaveTable(p, codeNoCensus, "year", p.year.String(), "month", "January "+strconv.Itoa(int(p.year)+1))
		}
	}
}

// planCensuses dates the censuses.
func (r *reader) planCensuses() {
	r.planBoth()
	others := map[metrics.AcademicYear]bool{}
	var undated []*pupilTable
	for _, p := range r.pupil.tables {
		switch {
		case p.yearColumn >= 0:
			p.byRow = true
			r.pupil.rolling = r.pupil.rolling || p.kind == pupils.Census && !p.unused
		case p.named != 0:
			p.year = p.named
		case p.kind == pupils.Census:
			if !p.unused {
				undated = append(undated, p)
			}
		default:
			p.year = r.opt.FileYear
		}
		if p.kind != pupils.Census && p.year != 0 {
			others[p.year] = true
		}
	}
	for _, p := range undated {
		switch {
		case p.guess != 0:
			p.year = p.guess
			r.report(codeInferred, p.spot(), "year", p.year.String(), "why", "what the dates of birth and year groups say")
		case len(undated) == 1 && r.opt.FileYear != 0:
			p.year = r.opt.FileYear
		case len(undated) == 1 && len(others) == 1 && r.firstCensusMissing(others):
			for y := range others {
				p.year = y
			}
			r.report(codeInferred, p.spot(), "year", p.year.String(), "why", "the year of the other tables")
		default:
			r.leaveTable(p, codePupilYear, "kind", p.kind.String())
		}
	}
	for _, p := range r.pupil.tables {
		if p.kind != pupils.Census || p.unused || p.byRow {
			continue
		}
		if p.named != 0 && p.guess != 0 && p.guess != p.named {
			r.leaveTable(p, codeCensusYear, "year", p.named.String(), "other", p.guess.String())
			continue
		}
		r.pupil.census[p.year] = true
	}
	for _, p := range r.pupil.tables {
		// Destinations are about two censuses and make neither a first one.
		if p.kind != pupils.Census && p.kind != pupils.Destinations && p.year != 0 && r.pupil.census[p.year] {
			r.yearOfPupils(p.year).others = true
		}
	}
}

// planBoth settles which tables of attendance stand for a census too: those of
// a year for which there is no census of its own, since attendance may cover
// pupils who were not on roll on the day of the census.
func (r *reader) planBoth() {
	said := func(p *pupilTable) metrics.AcademicYear { return cmp.Or(p.named, p.guess) }
	for _, p := range r.pupil.tables {
		if !p.also {
			continue
		}
		p.unused = slices.ContainsFunc(r.pupil.tables, func(q *pupilTable) bool {
			return q.kind == pupils.Census && !q.also && (said(p) == said(q) || said(p) == 0 || said(q) == 0 || p.yearColumn >= 0 || q.yearColumn >= 0)
		})
		if !p.unused {
			r.rep.Files[p.rep].Kind = pupils.Census.String() + " with attendance"
			r.report(codeBoth, p.spot())
		}
	}
}

// firstCensusMissing reports whether no dated census is of the one year the
// other tables are about.
func (r *reader) firstCensusMissing(others map[metrics.AcademicYear]bool) bool {
	return !slices.ContainsFunc(r.pupil.tables, func(p *pupilTable) bool { return p.kind == pupils.Census && others[p.year] })
}

// isFirst reports whether the census of a year is counted as a first one. One
// that only ends the year before is not: nothing but its roll is known.
func (p *pupilReader) isFirst(y metrics.AcademicYear) bool {
	if !p.census[y] {
		return false
	}
	return p.census[y+1] || !p.census[y-1] || p.years[y] != nil && p.years[y].others
}

// leaveTable leaves a whole table out, with the reason.
func (r *reader) leaveTable(p *pupilTable, code string, pairs ...string) {
	p.unused = true
	problem := r.report(code, p.spot(), pairs...)
	r.rep.Files[p.rep].Used, r.rep.Files[p.rep].Note = false, problem.What
}

func (p *pupilTable) spot() spot { return spot{file: p.show, sheet: p.sheet} }
