package pupils

import "math"

// attendance reads a row of sums of sessions.
func (r *tableReader) attendance(cells []string) {
	i, converted, ok := r.schoolOf(cells)
	if !ok {
		return
	}
	s := &r.schools[i]
	s.c2, s.b = s.c2 || r.has(colC2), s.b || r.has(colB)
	id, ok := r.pupil(cells, i)
	if !ok {
		return
	}
	possible, bad := uint16(0), noColumn
	read := func(c column) uint16 {
		n, ok := parseSessions(r.cell(cells, c))
		if !ok && bad == noColumn {
			bad = c
		}
		return n
	}
	possible = read(colPossible)
	missed, c2, b := uint16(0), uint16(0), uint16(0)
	missedColumn := colMissed
	if r.has(colMissed) {
		missed = read(colMissed)
	} else {
		missed, missedColumn = read(colAuthorised)+read(colUnauthorised), colUnauthorised
	}
	if r.has(colC2) {
		c2 = read(colC2)
	}
	if r.has(colB) {
		b = read(colB)
	}
	if bad != noColumn {
		r.leaveOut(i, bad, codeSessions)
		return
	}
	if missed > possible {
		r.leaveOut(i, missedColumn, codeOverPossible)
		return
	}
	e, _, _ := r.enrolments.of(id, i)
	own := attended
	if converted {
		own = attendedBefore
	}
	if e.is(own) {
		same := e.possible == possible && e.missed == missed && e.c2 == c2 && e.b == b
		if same {
			r.leaveOut(i, r.pupilColumn(), codeAttTwice)
		} else {
			e.mark(attendanceVoid)
			r.leaveOut(i, r.pupilColumn(), codeAttDiffer)
		}
		return
	}
	// A school that converted within the year has a row under each URN.
	e.possible, e.missed, e.c2, e.b = e.possible+possible, e.missed+missed, e.c2+c2, e.b+b
	e.mark(own)
}

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
	if r.has(colStart) {
		d, ok := parseDate(r.cell(cells, colStart))
		if !ok {
			r.leaveOut(i, colStart, codeDate)
			return
		}
		if !r.from.IsZero() && (d.Before(r.from) || !d.Before(r.until)) {
			r.leaveOut(i, colStart, codeOutsideYear)
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
		now.content = r.content(r.cell(cells, colStart), r.cell(cells, colDays), r.cell(cells, colSessions)) ^ id
	} else {
		key = r.content(cells...)
		now.content = key
	}
	if before, ok := r.events[key]; ok {
		r.repeated(key, before, now)
		return
	}
	if e.suspensions == math.MaxUint16 || e.permanent == math.MaxUint16 || e.lunchtime == math.MaxUint16 || e.halfDays > math.MaxUint16-maxHalfDays {
		r.leaveOut(i, r.pupilColumn(), codeTooManyEvents)
		return
	}
	now.halfDays = r.length(e, kind, cells)
	e.add(now)
	r.events[key] = now
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
