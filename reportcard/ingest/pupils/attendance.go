package pupils

import (
	"strings"

	"inclusioncards/metrics"
)

// sessions is a set of sessions of one pupil, added up.
type sessions struct{ possible, missed, c2, b, excluded uint16 }

func (s *sessions) add(c attendanceCode, code string, n uint16) {
	if c.class.possible() {
		s.possible += n
	}
	if c.class.absent() {
		s.missed += n
	}
	switch code {
	case "C2":
		s.c2 += n
	case "B":
		s.b += n
	case "E":
		s.excluded += n
	}
}

// attendance reads a row of sums, of counts per code, or of marks.
func (r *tableReader) attendance(cells []string) {
	i, converted, ok := r.schoolOf(cells)
	if !ok {
		return
	}
	s := &r.schools[i]
	id, ok := r.pupil(cells, i)
	if !ok {
		return
	}
	if s.attendance == 0 {
		s.attendance = r.attendances
	}
	own := attended
	if converted {
		own = attendedBefore
	}
	switch {
	case r.columns.longMarks():
		s.c2, s.b, s.marks, s.dated = true, true, true, true
		r.marks(cells, id, i, own)
	case len(r.columns.codes) > 0:
		s.c2, s.b, s.marks = true, true, true
		if n, ok := r.perCode(cells, i); ok {
			r.sum(cells, id, i, own, n)
		}
	default:
		s.c2, s.b = s.c2 || r.has(colC2), s.b || r.has(colB)
		if n, ok := r.sums(cells, i); ok {
			r.sum(cells, id, i, own, n)
		}
	}
}

// sums reads the figures of a row of sums.
func (r *tableReader) sums(cells []string, school uint32) (n sessions, ok bool) {
	bad := noColumn
	read := func(c column) uint16 {
		n, ok := parseSessions(r.cell(cells, c))
		if !ok && bad == noColumn {
			bad = c
		}
		return n
	}
	n.possible = read(colPossible)
	missed := colMissed
	if r.has(colMissed) {
		n.missed = read(colMissed)
	} else {
		n.missed, missed = read(colAuthorised)+read(colUnauthorised), colUnauthorised
	}
	if r.has(colC2) {
		n.c2 = read(colC2)
	}
	if r.has(colB) {
		n.b = read(colB)
	}
	switch {
	case bad != noColumn:
		r.leaveOut(school, bad, codeSessions)
	case n.missed > n.possible:
		r.leaveOut(school, missed, codeOverPossible)
	default:
		return n, true
	}
	return n, false
}

// perCode adds up a row of counts per code; a blank count is none.
func (r *tableReader) perCode(cells []string, school uint32) (n sessions, ok bool) {
	total := 0
	for _, c := range r.columns.codes {
		cell := cellAt(cells, c.at)
		if cell == "" {
			continue
		}
		k, ok := parseSessions(cell)
		if total += int(k); !ok || total > maxSessions {
			r.problemAt(c.at, codeSessions)
			r.schools[school].leaveOut(codeSessions)
			return n, false
		}
		n.add(c.attendanceCode, c.code, k)
	}
	return n, true
}

// sum enters the figures of a pupil for a whole year.
func (r *tableReader) sum(cells []string, pupil uint64, school uint32, own flags, n sessions) {
	e, at, _ := r.enrolments.of(pupil, school)
	r.joiner(e, cells)
	if e.is(own) {
		same := e.possible == n.possible && e.missed == n.missed && e.c2 == n.c2 && e.b == n.b
		if same {
			r.leaveOut(school, r.pupilColumn(), codeAttTwice)
		} else {
			e.mark(attendanceVoid)
			r.leaveOut(school, r.pupilColumn(), codeAttDiffer)
		}
		return
	}
	// A school that converted within the year has a row under each URN.
	e.possible, e.missed, e.c2, e.b = e.possible+n.possible, e.missed+n.missed, e.c2+n.c2, e.b+n.b
	if n.excluded > 0 {
		r.registers.of(at).excluded += n.excluded
	}
	e.mark(own)
}

// joiner notes the SEN status an attendance row gives for a pupil who is on no
// census of the school.
func (r *tableReader) joiner(e *enrolment, cells []string) {
	if r.has(colSEN) && !e.is(onFirst|onSecond) {
		e.traits.set(traitSEN, uint8(r.sen(cells)))
	}
}

// marks reads a row of one mark, or of a morning and an afternoon.
func (r *tableReader) marks(cells []string, pupil uint64, school uint32, own flags) {
	if r.day == noDay {
		r.leaveOut(school, r.columns.dates(r.kind), codeDate)
		return
	}
	if r.from == 0 {
		r.from, r.until = yearDays(yearOf(r.day))
	}
	if r.day < r.from || r.day >= r.until {
		r.leaveOut(school, r.columns.dates(r.kind), codeOutsideYear)
		return
	}
	e, at, _ := r.enrolments.of(pupil, school)
	r.joiner(e, cells)
	if e.is(attended|attendedBefore) && e.possible > 0 && !e.is(byMarks) {
		r.leaveOut(school, r.pupilColumn(), codeMarksAndSums)
		return
	}
	e.mark(own | byMarks)
	if r.columns.any(colAM, colPM) {
		r.mark(e, at, r.cell(cells, colAM), 0, colAM)
		r.mark(e, at, r.cell(cells, colPM), 1, colPM)
		return
	}
	code := r.cell(cells, colCode)
	switch session, known := parseSession(r.cell(cells, colSession)); {
	case known:
		r.mark(e, at, code, session, colCode)
	case r.has(colSession):
		r.leaveOut(school, colSession, codeSession)
	case bothSessions(code):
		r.mark(e, at, code[:1], 0, colCode)
		r.mark(e, at, code[1:], 1, colCode)
	case code == "/":
		r.mark(e, at, code, 0, colCode)
	case code == "\\":
		r.mark(e, at, code, 1, colCode)
	default:
		// Two rows of a day that do not say which is which.
		session := 0
		if r.registers.has(at, 2*(r.day-r.from)) {
			session = 1
		}
		r.mark(e, at, code, session, colCode)
	}
}

// mark enters one mark of the day.
func (r *tableReader) mark(e *enrolment, at uint32, code string, session int, from column) {
	c, ok := codeOf(code)
	switch {
	case !ok:
		r.leaveOut(e.school, from, codeMark)
		return
	case c.class == classNoMark:
		if from != colAM && from != colPM || code != "" {
			r.leaveOut(e.school, from, codeNoMark)
		}
		return
	case !c.in(r.day):
		r.problem(from, codeMarkEra)
	}
	if !r.registers.take(at, 2*(r.day-r.from)+session) {
		r.leaveOut(e.school, from, codeMarkTwice)
		return
	}
	var n sessions
	n.add(c, strings.ToUpper(code), 1)
	e.possible, e.missed, e.c2, e.b = e.possible+n.possible, e.missed+n.missed, e.c2+n.c2, e.b+n.b
	late := r.day >= summerHalf(int(yearOf(r.day))+1)
	if n.excluded == 0 && !late {
		return
	}
	g := r.registers.of(at)
	g.excluded += n.excluded
	if late {
		g.latePossible, g.lateMissed, g.lateC2, g.lateB = g.latePossible+n.possible, g.lateMissed+n.missed, g.lateC2+n.c2, g.lateB+n.b
	}
}

// parseSession reads which half of the day a mark is of: 0 for the morning.
func parseSession(s string) (half int, ok bool) {
	switch s {
	case "AM":
		return 0, true
	case "PM":
		return 1, true
	}
	switch Squash(s) {
	case "am", "a", "morning", "1", "am1", "m":
		return 0, true
	case "pm", "p", "afternoon", "2", "pm1":
		return 1, true
	}
	return 0, false
}

// bothSessions recognises a morning and an afternoon mark in one cell.
func bothSessions(s string) bool {
	if len(s) != 2 {
		return false
	}
	if _, one := codeOf(s); one {
		return false
	}
	_, am := codeOf(s[:1])
	_, pm := codeOf(s[1:])
	return am && pm
}

// attendanceOf is what counts of a pupil's sessions: without the second half of
// the summer term for Year 11, as far as the dates are known.
func (a *Aggregator) attendanceOf(e *enrolment, at uint32) (n sessions, counted bool) {
	if !e.is(attended|attendedBefore) || e.is(attendanceVoid) {
		return n, false
	}
	if a.options.DfEAges && e.year != yearUnknown && (e.year < 1 || e.year > 11) {
		return n, false
	}
	g := a.registers.get(at)
	n = sessions{e.possible, e.missed, e.c2, e.b, g.excluded}
	if e.year == 11 {
		n.possible, n.missed, n.c2, n.b = n.possible-g.latePossible, n.missed-g.lateMissed, n.c2-g.lateC2, n.b-g.lateB
	}
	return n, n.possible > 0
}

// excludedMatch compares the sessions marked E with the suspensions of a
// pupil: those without a record, and those of records without a mark. Of one
// suspension ten sessions are expected to be marked, since from the sixth day
// there is education elsewhere; after a permanent exclusion any number.
func excludedMatch(e *enrolment, excluded uint16) (unrecorded, unmarked int) {
	marked, recorded := int(excluded), min(int(e.halfDays), 10*int(e.suspensions))
	if marked > int(e.halfDays) && e.permanent == 0 && !e.is(daysUnknown) {
		unrecorded = marked - int(e.halfDays)
	}
	return unrecorded, max(0, recorded-marked)
}

// group gives the SEN status that a pupil's suspensions are counted under.
func (a *Aggregator) group(e *enrolment) metrics.SENStatus {
	if at := e.traits.get(traitEventSEN); a.options.SENAtEvent && at != uint8(metrics.SENUnknown) {
		return metrics.SENStatus(at)
	}
	return e.sen()
}
