package pupils

import "inclusioncards/metrics"

// census reads a row of the first or second census.
func (r *tableReader) census(cells []string) {
	i, converted, ok := r.schoolOf(cells)
	if !ok {
		return
	}
	if r.has(colStatus) {
		kept, known := parseStatus(r.cell(cells, colStatus))
		if !known {
			r.leaveOut(i, colStatus, codeStatus)
			return
		}
		if !kept {
			if !r.second {
				r.schools[i].dual++
			}
			return
		}
	}
	id, ok := r.pupil(cells, i)
	if !ok {
		return
	}
	e, _, head := r.enrolments.of(id, i)
	if r.second {
		r.onSecond(e, head)
		return
	}
	s := &r.schools[i]
	s.before, s.after = s.before || converted, s.after || !converted
	s.unit = s.unit || r.has(colUnit) || r.has(colResourced)
	s.fsm = s.fsm || r.has(colFSM6) || r.has(colFSMEligible)
	r.onFirst(e, head, cells)
}

// onSecond notes that the pupil is still there. A pupil claimed by two schools
// is not made a leaver of either.
func (r *tableReader) onSecond(e *enrolment, head uint32) {
	if e.is(onSecond) {
		r.leaveOut(e.school, r.pupilColumn(), codeTwice)
		return
	}
	twice := false
	r.enrolments.others(head, e.school, func(o *enrolment) { twice = twice || o.is(onSecond) })
	if twice {
		r.problem(r.pupilColumn(), codeSecondTwo)
	}
	e.mark(onSecond)
}

func (r *tableReader) pupilColumn() column {
	if r.has(colPupil) {
		return colPupil
	}
	return colUPN
}

func (r *tableReader) onFirst(e *enrolment, head uint32, cells []string) {
	sen, year, fsm6, unit := r.details(cells)
	if e.is(onFirst) {
		code := codeTwice
		if e.sen != sen {
			e.sen, code = metrics.SENUnknown, codeTwiceDiffer
		}
		if e.year != year {
			e.year, code = yearUnknown, codeTwiceDiffer
		}
		if e.fsm6 != fsm6 {
			e.fsm6, code = answerUnknown, codeTwiceDiffer
		}
		r.leaveOut(e.school, r.pupilColumn(), code)
		return
	}
	e.sen, e.year, e.fsm6 = sen, year, fsm6
	e.mark(onFirst)
	if unit {
		e.mark(inUnit)
	}
	r.enrolments.others(head, e.school, func(o *enrolment) {
		if !o.is(onFirst) {
			return
		}
		if !o.is(elsewhere) {
			r.schools[o.school].leaveOut(codeTwoSchools)
			o.mark(elsewhere)
		}
		if !e.is(elsewhere) {
			r.leaveOut(e.school, r.pupilColumn(), codeTwoSchools)
			e.mark(elsewhere)
		}
	})
}

// details reads what the first census says of a pupil.
func (r *tableReader) details(cells []string) (sen metrics.SENStatus, year yearGroup, fsm6 uint8, unit bool) {
	sen, legacy := parseSEN(r.cell(cells, colSEN))
	switch {
	case sen == metrics.SENUnknown:
		r.problem(colSEN, codeSEN)
	case legacy:
		r.problem(colSEN, codeLegacySEN)
	}
	if year = parseYear(r.cell(cells, colYear)); year == yearUnknown {
		r.problem(colYear, codeYearGroup)
	}
	from := colFSM6
	if !r.has(colFSM6) {
		from = colFSMEligible
	}
	fsm6 = r.answer(cells, from)
	unit = r.answer(cells, colUnit) == answerYes || r.answer(cells, colResourced) == answerYes
	return sen, year, fsm6, unit
}

func (r *tableReader) answer(cells []string, c column) uint8 {
	a, known := parseAnswer(r.cell(cells, c))
	if !known {
		r.problem(c, codeAnswer)
	}
	return a
}
