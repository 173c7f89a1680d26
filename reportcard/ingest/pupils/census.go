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
	s := &r.schools[i]
	if r.second {
		s.rows[1]++
	} else {
		s.rows[0]++
	}
	id, ok := r.pupil(cells, i)
	if !ok {
		return
	}
	e, _, head := r.enrolments.of(id, i)
	if r.second {
		r.onSecond(e, head, cells)
		return
	}
	s.before, s.after = s.before || converted, s.after || !converted
	s.unit = s.unit || r.has(colUnit) || r.has(colResourced)
	s.fsm = s.fsm || r.has(colFSM6) || r.has(colFSMEligible)
	r.onFirst(e, head, cells)
}

// onSecond notes that the pupil is still there. A pupil claimed by two schools
// is not made a leaver of either.
func (r *tableReader) onSecond(e *enrolment, head uint32, cells []string) {
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
	e.later = parseYear(r.cell(cells, colYear))
	if !e.is(onFirst) {
		// For the attendance of pupils who joined within the year.
		d := r.details(cells)
		e.traits = d.traits | e.traits&(3<<traitEventSEN)
	}
}

// details is what the first census says of a pupil.
type details struct {
	year   yearGroup
	traits traits
	need   need
	unit   bool
}

func (r *tableReader) onFirst(e *enrolment, head uint32, cells []string) {
	d := r.details(cells)
	if e.is(onFirst) {
		r.leaveOut(e.school, r.pupilColumn(), e.settle(d))
		return
	}
	e.year, e.need = d.year, d.need
	e.traits = d.traits | e.traits&(3<<traitEventSEN)
	e.mark(onFirst)
	if d.unit {
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

// settle compares a second row of a pupil with the first: what differs is not
// known. It gives the code of the problem.
func (e *enrolment) settle(d details) string {
	code := codeTwice
	if e.year != d.year {
		e.year, code = yearUnknown, codeTwiceDiffer
	}
	if e.need != d.need {
		e.need, code = needNone, codeTwiceDiffer
	}
	for _, at := range [...]int{traitSEN, traitFSM6, traitSex, traitEAL} {
		if e.traits.get(at) != d.traits.get(at) {
			e.traits.set(at, 0)
			code = codeTwiceDiffer
		}
	}
	if e.traits.ethnicity() != d.traits.ethnicity() {
		e.traits.setEthnicity(metrics.EthnicityNotKnown)
		code = codeTwiceDiffer
	}
	return code
}

func (r *tableReader) details(cells []string) (d details) {
	d.traits.set(traitSEN, uint8(r.sen(cells)))
	if d.year = parseYear(r.cell(cells, colYear)); d.year == yearUnknown {
		r.problem(colYear, codeYearGroup)
	}
	from := colFSM6
	if !r.has(colFSM6) {
		from = colFSMEligible
	}
	d.traits.set(traitFSM6, uint8(r.answer(cells, from)))
	d.unit = r.answer(cells, colUnit) == metrics.Yes || r.answer(cells, colResourced) == metrics.Yes
	if r.has(colSex) {
		sex, known := parseSex(r.cell(cells, colSex))
		if !known {
			r.problem(colSex, codeSex)
		}
		d.traits.set(traitSex, uint8(sex))
	}
	if r.has(colEthnicity) {
		e, known := r.ethnicities.of(r.cell(cells, colEthnicity), parseEthnicity)
		if !known {
			r.problem(colEthnicity, codeEthnicity)
		}
		d.traits.setEthnicity(e)
	}
	d.traits.set(traitEAL, uint8(r.eal(cells)))
	if r.has(colNeed) {
		n, known := r.needs.of(r.cell(cells, colNeed), parseNeed)
		if !known {
			r.problem(colNeed, codeNeed)
		}
		d.need = n
	}
	return d
}

// sen reads the SEN status of a row, of any kind of table that has one.
func (r *tableReader) sen(cells []string) metrics.SENStatus {
	sen, legacy := parseSEN(r.cell(cells, colSEN))
	switch {
	case sen == metrics.SENUnknown:
		r.problem(colSEN, codeSEN)
	case legacy:
		r.problem(colSEN, codeLegacySEN)
	}
	return sen
}

// eal reads the column of answers, else that of languages.
func (r *tableReader) eal(cells []string) metrics.Tri {
	c := colEAL
	if !r.has(c) {
		if c = colLanguage; !r.has(c) {
			return metrics.NotKnown
		}
	}
	a, known := r.languages.of(r.cell(cells, c), func(s string) (metrics.Tri, bool) { return parseEAL(s, c == colLanguage) })
	if !known {
		r.problem(c, codeAnswer)
	}
	return a
}

func (r *tableReader) answer(cells []string, c column) metrics.Tri {
	if !r.has(c) {
		return metrics.NotKnown
	}
	a, known := parseAnswer(r.cell(cells, c))
	if !known {
		r.problem(c, codeAnswer)
	}
	return a
}
