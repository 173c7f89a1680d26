package pupils

// evidenceOfCover is what an attendance table shows of whom it covers, over
// the schools on the first census.
type evidenceOfCover struct {
	on, off int // enrolments with a row: on the first census, and off it
	// neither: off the first census and off the second.
	neither int
	// seen are pupils off the census who were on roll for a time in the
	// period, because they were suspended; covered are those of them with a row.
	seen, covered int
}

// everyone is the rule of CohortAuto. A table of everyone on roll in the period
// holds about four in a hundred enrolments more than the January census (DfE):
// it takes one in a hundred, and five, so that a few stray rows change nothing.
// Those who were suspended off the census must have rows, and some of those
// off the first census must be off the second too: a table with joiners and
// without those who left before January is one of the pupils still on roll.
func (v evidenceOfCover) everyone(second bool) bool {
	switch {
	case v.off < 5 || v.off*100 < v.on+v.off:
		return false
	case v.seen >= 3 && v.covered*2 < v.seen:
		return false
	case second && v.neither*10 < v.off:
		return false
	}
	return true
}

// cohorts settles the cohort of each attendance table, by its number; index 0
// is for schools without one.
func (a *Aggregator) cohorts(by [][]uint32) []Cohort {
	out := make([]Cohort, int(a.attendances)+1)
	if a.options.Cohort != CohortAuto {
		for i := range out {
			out[i] = a.options.Cohort
		}
		return out
	}
	evidence := make([]evidenceOfCover, len(out))
	for s, enrolments := range by {
		if !a.schools[s].named[Census] {
			continue
		}
		v := &evidence[a.schools[s].attendance]
		for _, i := range enrolments {
			e := a.enrolments.at(i)
			row := e.is(attended | attendedBefore)
			if e.is(onFirst) {
				v.on += one(row)
				continue
			}
			v.off += one(row)
			v.neither += one(row && !e.is(onSecond))
			known := e.suspensions+e.permanent+e.lunchtime > 0
			v.seen += one(known)
			v.covered += one(known && row)
		}
	}
	for i, v := range evidence {
		out[i] = CohortCensus
		if i > 0 && v.everyone(a.second) {
			out[i] = CohortEveryone
		}
	}
	return out
}
