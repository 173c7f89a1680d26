package metrics

import (
	"fmt"
	"math"
	"slices"

	"inclusioncards/metrics/stats"
)

// stratum is one school and year of an excess test: n1 pupils with SEND of
// whom a had the event, n0 without of whom b had it.
type stratum struct {
	ok     bool // own figures observed, both groups non-empty
	n1, n0 int
	a, b   int
	// why there is no comparison; none when psi, e and v are set.
	why    code[Reason]
	others others
	// from is the comparator behind others and psi: the one asked for, or a
	// wider one of the school's own group.
	from code[ComparatorKind]
	// pooled figures of the other schools.
	a1, n11, b1, n01 float64
	psi              float64
	published        bool
	termly           bool
	// benchmark gap, when published gives one.
	gap  Number
	e, v float64
}

// code stands for a word in tables of every school and year: the garbage
// collector passes over tables that hold no pointers. 0 is the empty word.
type code[T ~string] uint8

// codes lists the words that have a code, the empty one first.
type codes[T ~string] []T

var (
	reasons     = codes[Reason]{"", ReasonFewSchools, ReasonDominated, ReasonNotEngland, ReasonNoPattern}
	comparators = append(codes[ComparatorKind]{""}, ComparatorKinds()...)
)

// code panics on a word that has none: the lists hold all that are used.
func (c codes[T]) code(word T) code[T] {
	at := slices.Index(c, word)
	if at < 0 {
		panic(fmt.Sprintf("metrics: no code for %q", word))
	}
	return code[T](at)
}

func (c codes[T]) word(at code[T]) T { return c[at] }

func (s *stratum) events() int { return s.a + s.b }

// evidence is a school's excess over a window of years.
type evidence struct {
	years                 int
	observed, expected, v float64
	n1, events            int
	testable              bool
	z, p, q               Number
	// logPsi is the sum of V log psi over the years.
	logPsi float64
	centre centre
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
	spreads  *spreads  // their gaps; only in the family of a year alone
	evidence []evidence
	phase    map[Phase]dispersion
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
		year := a.strata(m, y-AcademicYear(i), k)
		if i == 0 {
			f.year = year
		}
		for s := range year {
			if a.Data.another(s, y-AcademicYear(i), y) {
				continue
			}
			f.evidence[s].add(&year[s])
		}
	}
	if err := a.judgeExcess(f, key); err != nil {
		return err
	}
	a.excess[key] = f
	return nil
}

func (e *evidence) add(s *stratum) {
	if !s.ok || s.why != 0 {
		return
	}
	e.years++
	e.observed += float64(s.a)
	e.expected += s.e
	e.v += s.v
	e.logPsi += s.v * math.Log(s.psi)
	e.n1 += s.n1
	e.events += s.events()
}

// strata computes every school's own year: the comparator's odds ratio without
// it, expected value and variance.
func (a *Analysis) strata(m *Measure, y AcademicYear, k ComparatorKind) []stratum {
	key := familyKey{year: y, measure: m.ID, comparator: k}
	if f, ok := a.excess[key]; ok {
		return f.year
	}
	d := a.Data
	out := make([]stratum, len(d.Schools))
	for i := range out {
		out[i] = d.stratum(i, m, y)
		if a.pools[k].of[i] < 0 {
			out[i].why = reasons.code(ReasonFewSchools)
		}
	}
	a.patterns(out, k)
	a.widen(out, m, y, k)
	for i := range out {
		if s := &out[i]; s.ok && s.why != 0 && a.pools[k].of[i] >= 0 {
			a.benchmarkPattern(s, i, m, y, k)
		}
	}
	for i := range out {
		s := &out[i]
		if !s.ok || s.why != 0 {
			continue
		}
		h, err := stats.NewNoncentralHypergeometric(s.n1, s.n0, s.events(), s.psi)
		if err != nil { // beyond what can be computed: no other school suffers
			s.why = reasons.code(ReasonNoPattern)
			continue
		}
		s.e, s.v = h.MeanVariance()
	}
	a.excess[key] = &excessFamily{year: out, spreads: a.gapSpreads(k, out)}
	return out
}

func (d *Dataset) stratum(school int, m *Measure, y AcademicYear) stratum {
	a, n1, ok1 := d.share(school, y, m, GroupSEND)
	b, n0, ok0 := d.share(school, y, m, GroupNoSEN)
	if !ok1 || !ok0 {
		return stratum{}
	}
	return stratum{ok: n1 > 0 && n0 > 0 && !d.reshaped(school, y, m), n1: n1, n0: n0, a: a, b: b}
}

// patterns gives each school the Mantel-Haenszel odds ratio of the others: the
// sum of a(n0-b)/N over the sum of b(n1-a)/N.
func (a *Analysis) patterns(out []stratum, k ComparatorKind) {
	t := newTable(len(out), 6)
	for i := range out {
		s := &out[i]
		t.held[i] = s.n1+s.n0 > 0
		if s.ok {
			pupils := float64(s.n1 + s.n0)
			t.put(i, pupils, float64(s.a), float64(s.n1), float64(s.b), float64(s.n0),
				float64(s.a)*float64(s.n0-s.b)/pupils, float64(s.b)*float64(s.n1-s.a)/pupils)
		}
	}
	a.pools[k].each(a.Data, t, func(i int, o others, sum []float64) {
		s := &out[i]
		s.others, s.from = o, comparators.code(k)
		s.a1, s.n11, s.b1, s.n01 = sum[0], sum[1], sum[2], sum[3]
		s.why = reasons.code(a.usable(o, k))
		switch {
		case s.why != 0:
		case sum[4] > 0 && sum[5] > 0:
			s.psi = sum[4] / sum[5]
		default:
			s.why = reasons.code(ReasonNoPattern)
		}
	})
}

// widen lets a special school or alternative provision with too few others of
// its own group nearby be compared with its group in the region, then England.
func (a *Analysis) widen(out []stratum, m *Measure, y AcademicYear, k ComparatorKind) {
	for _, wider := range a.wider(k) {
		var from []stratum
		for i := range out {
			s := &out[i]
			if !s.ok || !reasons.word(s.why).tooSmall() || !a.Data.Schools[i].Phase.ownGroup() {
				continue
			}
			if from == nil {
				from = a.strata(m, y, wider)
			}
			if f := &from[i]; f.why == 0 && !f.published {
				*s = *f
			}
		}
	}
}

// judgeExcess estimates the between-school variance in each phase group of the
// input and turns every testable school's excess into z, p and q.
func (a *Analysis) judgeExcess(f *excessFamily, key familyKey) error {
	o := a.Options
	byPhase := map[Phase][]int{}
	for i := range f.evidence {
		e, s := &f.evidence[i], &f.year[i]
		e.testable = a.canTest(s, e)
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
			if err := a.settle(f, key.comparator, in, nil, &disp); err != nil {
				return err
			}
			if err := a.refit(f, key.comparator, in, &disp); err != nil {
				return err
			}
		}
		f.phase[ph] = disp
		p := make([]float64, len(in))
		for j, i := range in {
			e := &f.evidence[i]
			if err := a.judge(key, i, &f.year[i], e, disp); err != nil {
				return err
			}
			p[j] = e.p.V
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
// without enough other schools to learn how much schools differ. now is the
// window's last year.
func (a *Analysis) exactTest(key familyKey, school int, now *stratum, e *evidence) (float64, error) {
	var parts []stats.NoncentralHypergeometric
	for i := range key.window {
		s := now
		if i > 0 {
			s = &a.excess[familyKey{year: key.year - AcademicYear(i), measure: key.measure, comparator: key.comparator}].year[school]
		}
		if !s.ok || s.why != 0 || i > 0 && a.Data.another(school, key.year-AcademicYear(i), key.year) {
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

// judge sets a testable school's z (not when alone) and p.
func (a *Analysis) judge(key familyKey, school int, now *stratum, e *evidence, disp dispersion) error {
	if disp.alone {
		mid, err := a.exactTest(key, school, now, e)
		e.p = number(mid)
		return err
	}
	z := e.score(disp.tau2)
	e.z, e.p = number(z), number(stats.TwoSidedP(z))
	return nil
}

// canTest reports whether a school has enough pupils and events for the test.
func (a *Analysis) canTest(s *stratum, e *evidence) bool {
	return s.ok && s.why == 0 && s.n1 >= a.Options.MinGroup && s.n0 >= a.Options.MinGroup && e.v >= 1
}

func (a *Analysis) estimateTau(f *excessFamily, in []int, disp *dispersion) error {
	o := a.Options
	z, w := make([]float64, len(in)), make([]float64, len(in))
	for j, i := range in {
		e := &f.evidence[i]
		z[j] = e.distance() * math.Sqrt(e.v)
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

// gapSpreads holds the gaps of the schools of one year for the position strip.
func (a *Analysis) gapSpreads(k ComparatorKind, year []stratum) *spreads {
	use, value := make([]bool, len(year)), make([]float64, len(year))
	for i := range year {
		if s := &year[i]; s.ok {
			use[i], value[i] = true, s.ownGap()
		}
	}
	return newSpreads(a.pools[k], use, value)
}

func (s *stratum) ownGap() float64 {
	return float64(s.a)/float64(s.n1) - float64(s.b)/float64(s.n0)
}
