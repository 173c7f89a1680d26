package metrics

import (
	"math"

	"inclusioncards/metrics/stats"
)

// stratum is one school and year of an excess test: n1 pupils with SEND of
// whom a had the event, n0 without of whom b had it.
type stratum struct {
	ok     bool // own figures observed, both groups non-empty
	n1, n0 int
	a, b   int
	// reason why there is no comparison; empty when psi, e and v are set.
	reason Reason
	others others
	// pooled figures of the other schools.
	a1, n11, b1, n01 float64
	psi              float64
	published        bool
	termly           bool
	// benchmark gap, when published gives one.
	gap  Number
	e, v float64
}

func (s *stratum) events() int { return s.a + s.b }

// evidence is a school's excess over a window of years.
type evidence struct {
	years                 int
	observed, expected, v float64
	n1, events            int
	testable              bool
	z, p, q               Number
	strata                []stats.NoncentralHypergeometric
}

// dispersion is the between-school variance of one phase group's family.
type dispersion struct {
	tau2    float64
	schools int
	floored bool
	alone   bool
}

type excessFamily struct {
	year     []stratum // of the window's last year, by school
	evidence []evidence
	phase    map[Phase]dispersion
	spreads  []spread // by pool: the gaps of its schools in the last year
}

// prepareExcess runs the excess test of method.md section 2.1 over the whole
// input for one measure, comparator and window.
func (a *Analysis) prepareExcess(m *Measure, y AcademicYear, k ComparatorKind, window int) error {
	key := familyKey{y, m.ID, k, window}
	if _, done := a.excess[key]; done {
		return nil
	}
	f := &excessFamily{phase: map[Phase]dispersion{}}
	n := len(a.Data.Schools)
	f.evidence = make([]evidence, n)
	for i := range window {
		year, err := a.strata(m, y-AcademicYear(i), k)
		if err != nil {
			return err
		}
		if i == 0 {
			f.year = year
		}
		for s := range year {
			f.evidence[s].add(&year[s])
		}
	}
	f.spreads = a.gapSpreads(k, f.year)
	if err := a.judgeExcess(f, key); err != nil {
		return err
	}
	a.excess[key] = f
	return nil
}

func (e *evidence) add(s *stratum) {
	if !s.ok || s.reason != "" {
		return
	}
	e.years++
	e.observed += float64(s.a)
	e.expected += s.e
	e.v += s.v
	e.n1 += s.n1
	e.events += s.events()
}

// strata computes every school's own year: the comparator's odds ratio without
// it, expected value and variance.
func (a *Analysis) strata(m *Measure, y AcademicYear, k ComparatorKind) ([]stratum, error) {
	key := familyKey{year: y, measure: m.ID, comparator: k}
	if f, ok := a.excess[key]; ok {
		return f.year, nil
	}
	d := a.Data
	out := make([]stratum, len(d.Schools))
	for i := range out {
		out[i] = d.stratum(i, m, y)
		if a.pools[k].of[i] < 0 {
			out[i].reason = ReasonFewSchools
		}
	}
	p := a.pools[k]
	for n, members := range p.members {
		var in, held []int // usable; with figures at all
		for _, i := range members {
			if out[i].n1+out[i].n0 > 0 {
				held = append(held, i)
			}
			if out[i].ok {
				in = append(in, i)
			}
		}
		a.patterns(out, in, d.areas(held), k)
		for _, i := range members {
			if s := &out[i]; s.ok && s.reason != "" {
				a.benchmarkPattern(s, i, m, y, k, p.members[n])
			}
		}
	}
	for i := range out {
		s := &out[i]
		if !s.ok || s.reason != "" {
			continue
		}
		h, err := stats.NewNoncentralHypergeometric(s.n1, s.n0, s.events(), s.psi)
		if err != nil {
			return nil, err
		}
		s.e, s.v = h.MeanVariance()
	}
	a.excess[key] = &excessFamily{year: out}
	return out, nil
}

func (d *Dataset) stratum(school int, m *Measure, y AcademicYear) stratum {
	num1, den1 := d.counts(school, y, m, GroupSEND)
	num0, den0 := d.counts(school, y, m, GroupNoSEN)
	if !num1.OK() || !den1.OK() || !num0.OK() || !den0.OK() ||
		num1.N > den1.N || num0.N > den0.N || num1.N < 0 || num0.N < 0 {
		return stratum{}
	}
	return stratum{
		ok: den1.N > 0 && den0.N > 0,
		n1: int(den1.N), n0: int(den0.N), a: int(num1.N), b: int(num0.N),
	}
}

// patterns gives each school of a pool the Mantel-Haenszel odds ratio of the
// others. Sums before and after a school are added, never subtracted, so that
// a small remainder keeps its digits and other pools cannot touch it.
func (a *Analysis) patterns(out []stratum, in []int, areas int, k ComparatorKind) {
	n := len(in)
	sizes := make([]float64, n)
	var a1, n11, b1, n01 float64
	rAfter, sAfter := make([]float64, n+1), make([]float64, n+1)
	mh := func(i int) (r, s float64) {
		t := &out[in[i]]
		total := float64(t.n1 + t.n0)
		return float64(t.a) * float64(t.n0-t.b) / total, float64(t.b) * float64(t.n1-t.a) / total
	}
	for i := n - 1; i >= 0; i-- {
		t := &out[in[i]]
		sizes[i] = float64(t.n1 + t.n0)
		a1 += float64(t.a)
		n11 += float64(t.n1)
		b1 += float64(t.b)
		n01 += float64(t.n0)
		r, s := mh(i)
		rAfter[i], sAfter[i] = rAfter[i+1]+r, sAfter[i+1]+s
	}
	others := leaveOneOut(sizes)
	var rBefore, sBefore float64
	for i := range in {
		t := &out[in[i]]
		t.others = others[i]
		t.a1, t.n11 = a1-float64(t.a), n11-float64(t.n1)
		t.b1, t.n01 = b1-float64(t.b), n01-float64(t.n0)
		t.reason = a.usable(others[i], k, areas)
		r, s := rBefore+rAfter[i+1], sBefore+sAfter[i+1]
		switch {
		case t.reason != "":
		case r > 0 && s > 0:
			t.psi = r / s
		default:
			t.reason = ReasonNoPattern
		}
		ri, si := mh(i)
		rBefore, sBefore = rBefore+ri, sBefore+si
	}
}

// judgeExcess estimates the between-school variance in each phase group of the
// input and turns every testable school's excess into z, p and q.
func (a *Analysis) judgeExcess(f *excessFamily, key familyKey) error {
	o := a.Options
	byPhase := map[Phase][]int{}
	for i := range f.evidence {
		e, s := &f.evidence[i], &f.year[i]
		e.testable = s.ok && s.reason == "" && s.n1 >= o.MinGroup && s.n0 >= o.MinGroup && e.v >= 1
		if e.testable {
			ph := a.Data.Schools[i].Phase
			byPhase[ph] = append(byPhase[ph], i)
		}
	}
	for ph := Nursery; ph <= AP; ph++ {
		in := byPhase[ph]
		disp := dispersion{schools: len(in), alone: len(in) < o.AloneFamily}
		if !disp.alone {
			if err := a.estimateTau(f, in, &disp); err != nil {
				return err
			}
		}
		f.phase[ph] = disp
		p := make([]float64, len(in))
		for j, i := range in {
			e := &f.evidence[i]
			if disp.alone {
				mid, err := a.exactTest(key, i, e)
				if err != nil {
					return err
				}
				p[j] = mid
			} else {
				z := (e.observed - e.expected) / e.v / math.Sqrt(1/e.v+disp.tau2)
				e.z = number(z)
				p[j] = stats.TwoSidedP(z)
			}
			e.p = number(p[j])
		}
		if disp.alone {
			continue
		}
		q, err := stats.BenjaminiHochberg(p)
		if err != nil {
			return err
		}
		for j, i := range in {
			f.evidence[i].q = number(q[j])
		}
	}
	return nil
}

// exactTest is the two-sided mid-p of a school's pooled years, for a card made
// without enough other schools to learn how much schools differ.
func (a *Analysis) exactTest(key familyKey, school int, e *evidence) (float64, error) {
	var parts []stats.NoncentralHypergeometric
	for i := range key.window {
		year := a.excess[familyKey{year: key.year - AcademicYear(i), measure: key.measure, comparator: key.comparator}].year
		s := &year[school]
		if !s.ok || s.reason != "" {
			continue
		}
		h, err := stats.NewNoncentralHypergeometric(s.n1, s.n0, s.events(), s.psi)
		if err != nil {
			return 0, err
		}
		parts = append(parts, h)
	}
	t, err := stats.SumTails(parts, int(e.observed))
	return t.MidTwoSided, err
}

func (a *Analysis) estimateTau(f *excessFamily, in []int, disp *dispersion) error {
	o := a.Options
	z, w := make([]float64, len(in)), make([]float64, len(in))
	for j, i := range in {
		e := &f.evidence[i]
		z[j] = (e.observed - e.expected) / math.Sqrt(e.v)
		w[j] = e.v
	}
	got, err := stats.EffectDispersion(z, w, o.WinsorShare, o.WinsorExpectation)
	if err != nil {
		return err
	}
	disp.tau2 = got.Tau2
	if len(in) < o.TauSchools && disp.tau2 < o.TauFloor {
		disp.tau2, disp.floored = o.TauFloor, true
	}
	return nil
}

// gapSpreads sorts the gaps of each pool for the position strip.
func (a *Analysis) gapSpreads(k ComparatorKind, year []stratum) []spread {
	p := a.pools[k]
	out := make([]spread, len(p.members))
	for n, members := range p.members {
		var gaps []float64
		for _, i := range members {
			if s := &year[i]; s.ok {
				gaps = append(gaps, s.ownGap())
			}
		}
		out[n] = newSpread(gaps)
	}
	return out
}

func (s *stratum) ownGap() float64 {
	return float64(s.a)/float64(s.n1) - float64(s.b)/float64(s.n0)
}
