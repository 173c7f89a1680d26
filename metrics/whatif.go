package metrics

import (
	"math"
	"slices"

	"inclusioncards/metrics/stats"
)

// Change is the smallest change of this year's pupils with the event that
// would have changed a verdict, all else equal: the school's other figures,
// every other school, the pattern and the variation between schools.
type Change struct {
	OK bool
	// Pupils is the change of the number of pupils with SEND and the event
	// (register: on the register; Year 10-11: who left): negative for fewer.
	Pupils int
	// Verdict and Direction are those that would follow.
	Verdict   Verdict
	Direction Direction
}

// WhatWouldChange finds the smallest change that alters a verdict which the
// numbers decided. Fewer is tried before more at each size.
func (a *Analysis) WhatWouldChange(r Result) Change {
	m, ok := Lookup(r.Measure)
	if !ok || !r.P.OK {
		return Change{}
	}
	try := map[TestKind]func(*Result, int) bool{
		ExcessTest: a.excessIf, RegisterTest: a.registerIf, LeaverTest: a.leaversIf,
	}[m.Test]
	for n := 1; n <= r.Group; n++ {
		for _, delta := range []int{-n, n} {
			changed := r
			if try(&changed, delta) && changed.Verdict != r.Verdict {
				return Change{true, delta, changed.Verdict, changed.Direction}
			}
		}
	}
	return Change{}
}

// requantile is the Benjamini-Hochberg q of one school when its p alone becomes
// own. p gives the p of every school that was tested; those of the school's
// phase group are its family.
func (a *Analysis) requantile(school int, own float64, p func(i int) Number) Number {
	phase := a.Data.Schools[school].Phase
	var family []float64
	for i := range a.Data.Schools {
		if v := p(i); v.OK && i != school && a.Data.Schools[i].Phase == phase {
			family = append(family, v.V)
		}
	}
	slices.Sort(family)
	at, _ := slices.BinarySearch(family, own)
	q, err := stats.BenjaminiHochberg(slices.Insert(family, at, own))
	if err != nil {
		return Number{}
	}
	return number(q[at])
}

func (a *Analysis) excessIf(r *Result, delta int) bool {
	key := familyKey{r.Year, r.Measure, r.Comparator, a.Options.PoolYears}
	f, single := a.excess[key], a.excess[familyKey{r.Year, r.Measure, r.Comparator, 1}]
	s := f.year[r.School]
	if s.a+delta < 0 || s.a+delta > s.n1 {
		return false
	}
	before := s
	s.a += delta
	h, err := stats.NewNoncentralHypergeometric(s.n1, s.n0, s.events(), s.psi)
	if err != nil {
		return false
	}
	s.e, s.v = h.MeanVariance()
	phase := a.Data.Schools[r.School].Phase
	again := func(e evidence, k familyKey, disp dispersion) (evidence, bool) {
		e.observed += float64(delta)
		e.expected += s.e - before.e
		e.v += s.v - before.v
		e.logPsi += (s.v - before.v) * math.Log(s.psi)
		e.events += delta
		e.z, e.p, e.q = Number{}, Number{}, Number{}
		e.testable = a.canTest(&s, &e)
		return e, !e.testable || a.judge(k, r.School, &s, &e, disp) == nil
	}
	e, ok := again(f.evidence[r.School], key, f.phase[phase])
	key.window = 1
	now, ok1 := again(single.evidence[r.School], key, single.phase[phase])
	if !ok || !ok1 {
		return false
	}
	if e.testable && !f.phase[phase].alone {
		e.q = a.requantile(r.School, e.p.V, func(i int) Number { return f.evidence[i].p })
	}
	r.Excess = number(e.observed - e.expected)
	r.Direction = NoDirection
	a.excessVerdict(r, &e, &now, &s)
	return true
}

func (a *Analysis) registerIf(r *Result, delta int) bool {
	f := a.register[registerKey{r.Year, r.Comparator}]
	s := f.shares[r.School]
	s.x += delta
	if s.x < 0 || s.x > s.n || s.judge() != nil {
		return false
	}
	if !s.tau.alone {
		s.q = a.requantile(r.School, s.p.V, func(i int) Number { return f.shares[i].p })
	}
	a.registerVerdict(r, &s)
	return true
}

func (a *Analysis) leaversIf(r *Result, delta int) bool {
	f := a.leavers[registerKey{r.Year, r.Comparator}]
	t := f.schools[r.School]
	t.x += delta
	if t.x < 0 || t.x > t.roll || t.test(a.Options) != nil {
		return false
	}
	if t.q.OK {
		t.q = a.requantile(r.School, t.p.V, func(i int) Number { return f.schools[i].p })
	}
	a.leaverVerdict(r, &t)
	return true
}
