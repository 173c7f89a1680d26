package pupils

import (
	"math"

	"inclusioncards/metrics"
)

// suspension reads a row of suspensions and exclusions.
func (r *tableReader) suspension(cells []string) {
	i, _, ok := r.schoolOf(cells)
	if !ok {
		return
	}
	id, ok := r.pupil(cells, i)
	if !ok {
		return
	}
	kind := suspended
	if r.has(colCategory) {
		if kind, ok = parseCategory(r.cell(cells, colCategory)); !ok {
			r.leaveOut(i, colCategory, codeCategory)
			return
		}
	}
	if dates := r.columns.dates(r.kind); dates != noColumn {
		if r.day == noDay {
			r.leaveOut(i, dates, codeDate)
			return
		}
		if r.from != 0 && (r.day < r.from || r.day >= r.until) {
			r.leaveOut(i, dates, codeOutsideYear)
			return
		}
	}
	e, at, _ := r.enrolments.of(id, i)
	now := suspension{enrolment: at, category: kind}
	var key uint64
	if own := r.cell(cells, colSuspensionID); own != "" {
		// Schools number their own suspensions: the same number at another
		// school is another suspension. A row per reason is one suspension.
		key = r.content(string(r.schools[i].urn), own)
		now.content = r.content(r.date(cells), r.cell(cells, colDays), r.cell(cells, colSessions)) ^ id
	} else {
		key = r.content(cells...)
		now.content = key
	}
	if before, ok := r.events[key]; ok {
		r.repeated(key, before, now)
		return
	}
	if e.suspensions == math.MaxUint8 || e.permanent == math.MaxUint8 || e.lunchtime == math.MaxUint8 || e.halfDays > math.MaxUint16-maxHalfDays {
		r.leaveOut(i, r.pupilColumn(), codeTooManyEvents)
		return
	}
	now.halfDays = r.length(e, kind, cells)
	e.add(now)
	r.atEvent(e, kind, cells)
	r.events[key] = now
}

// atEvent keeps the SEN status on the first suspension or exclusion that gives
// one. A pupil who is on no census has no other.
func (r *tableReader) atEvent(e *enrolment, kind category, cells []string) {
	if !r.has(colSEN) || kind == lunchtime {
		return
	}
	sen := r.sen(cells)
	day := uint16(1)
	if r.day != noDay && r.from != 0 {
		day = uint16(r.day-r.from) + 1
	}
	if sen == metrics.SENUnknown || e.startDay != 0 && e.startDay <= day {
		return
	}
	e.startDay = day
	e.traits.set(traitEventSEN, uint8(sen))
}

// repeated settles a suspension that is there already: the same row counts
// once, and of two that differ neither counts.
func (r *tableReader) repeated(key uint64, before, now suspension) {
	i := r.enrolments.at(now.enrolment).school
	if before.content == now.content && before.category == now.category {
		r.leaveOut(i, colSuspensionID, codeSuspTwice)
		return
	}
	r.leaveOut(i, colSuspensionID, codeSuspDiffer)
	if before.void {
		return
	}
	r.enrolments.at(before.enrolment).remove(before)
	r.schools[i].leaveOut(codeSuspDiffer)
	before.void = true
	r.events[key] = before
}

// length reads the days lost of a suspension; a permanent exclusion has none,
// and half a lunchtime is not a day of the suspension count.
func (r *tableReader) length(e *enrolment, kind category, cells []string) uint16 {
	if kind != suspended {
		return 0
	}
	if n, ok := parseHalfDays(r.cell(cells, colDays)); ok {
		return n
	}
	if n, ok := parseSessions(r.cell(cells, colSessions)); ok && n <= maxHalfDays {
		return n
	}
	e.mark(daysUnknown)
	c := colDays
	if !r.has(c) {
		c = colSessions
	}
	r.problem(c, codeLength)
	return 0
}

func (e *enrolment) add(s suspension) {
	switch s.category {
	case suspended:
		e.suspensions++
		e.halfDays += s.halfDays
	case permanent:
		e.permanent++
	case lunchtime:
		e.lunchtime++
	}
}

func (e *enrolment) remove(s suspension) {
	switch s.category {
	case suspended:
		e.suspensions--
		e.halfDays -= s.halfDays
	case permanent:
		e.permanent--
	case lunchtime:
		e.lunchtime--
	}
}

// date gives the text of the date of a row.
func (r *tableReader) date(cells []string) string {
	c := r.columns.dates(r.kind)
	if c == noColumn {
		return ""
	}
	return r.cell(cells, c)
}
