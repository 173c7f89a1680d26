package metrics

// YearEvidence is one year of an excess test: the four counts, the pattern of
// the other schools, and what it leads one to expect.
type YearEvidence struct {
	Year AcademicYear
	// Used is false for a year that adds nothing, with its reason.
	Used   bool
	Reason Reason
	// Group pupils with SEND of whom GroupEvents had the event; Others without,
	// of whom OtherEvents had it.
	Group, Others, GroupEvents, OtherEvents int
	// Schools is the number of other schools, of the comparator With; their
	// pooled counts follow. Published and Termly as in Result.
	Schools                                                         int
	With                                                            ComparatorKind
	Published, Termly                                               bool
	PooledGroup, PooledGroupEvents, PooledOthers, PooledOtherEvents float64
	OddsRatio, Expected, Variance                                   float64
}

// Evidence lists the years behind a result of the excess test, latest first;
// nil for the other tests.
func (a *Analysis) Evidence(r Result) []YearEvidence {
	m, ok := Lookup(r.Measure)
	if !ok || m.Test != ExcessTest {
		return nil
	}
	var out []YearEvidence
	for i := range a.Options.PoolYears {
		y := r.Year - AcademicYear(i)
		f, ok := a.excess[familyKey{year: y, measure: r.Measure, comparator: r.Comparator}]
		if !ok {
			continue
		}
		s := &f.year[r.School]
		if i > 0 && a.Data.another(r.School, y, r.Year) {
			break
		}
		out = append(out, YearEvidence{
			Year: y, Used: s.ok && s.why == 0, Reason: reasons.word(s.why),
			Group: s.n1, Others: s.n0, GroupEvents: s.a, OtherEvents: s.b,
			Schools: s.others.schools, With: comparators.word(s.from), Published: s.published, Termly: s.termly,
			PooledGroup: s.n11, PooledGroupEvents: s.a1, PooledOthers: s.n01, PooledOtherEvents: s.b1,
			OddsRatio: s.psi, Expected: s.e, Variance: s.v,
		})
	}
	return out
}

// Cells lists how the expected leavers of a Year 10 were divided: pupils and
// the comparator's share that leaves, by the finest SEN status known.
func (a *Analysis) Cells(r Result) (pupils []int, rates []float64) {
	f, ok := a.leavers[registerKey{r.Year, r.Comparator}]
	if !ok || r.Measure != "leavers_y10_y11" {
		return nil, nil
	}
	for _, g := range f.schools[r.School].groups {
		pupils, rates = append(pupils, g.Pupils), append(rates, g.Probability)
	}
	return pupils, rates
}
