package metrics

import (
	"math"

	"inclusioncards/metrics/stats"
)

// share is one school's part on the SEN register against a target.
type share struct {
	ok        bool // own figures observed, roll above 0
	n, x      int
	reason    Reason
	others    others
	with      ComparatorKind
	target    float64
	published bool
	testable  bool
	z, p, q   Number
	tau       dispersion
}

type registerFamily struct {
	shares  []share
	tests   map[Phase]int
	spreads *spreads
}

// stratumKey separates schools whose registers differ for known reasons before
// over-dispersion is measured: phase, selective admissions, unit or resourced
// provision.
type stratumKey struct {
	phase     Phase
	selective bool
	unit      bool
}

func (s *School) stratum() stratumKey {
	return stratumKey{s.Phase, s.Selective == Yes, s.SENUnit == Yes || s.Resourced == Yes}
}

// prepareRegister runs the over-dispersed funnel of method.md section 2 and 3:
// each school's share against the pupil-weighted share of the others, with an
// additive between-school variance estimated within strata.
func (a *Analysis) prepareRegister(m *Measure, y AcademicYear, k ComparatorKind) error {
	d := a.Data
	if _, done := a.register[registerKey{y, k}]; done {
		return nil
	}
	f := &registerFamily{shares: make([]share, len(d.Schools)), tests: map[Phase]int{}}
	p := a.registerPools[k]
	t := newTable(len(f.shares), 2)
	use, value := make([]bool, len(f.shares)), make([]float64, len(f.shares))
	for i := range f.shares {
		s := &f.shares[i]
		if x, n, ok := d.share(i, y, m, GroupAll); ok && n > 0 {
			s.ok, s.n, s.x = true, n, x
			t.put(i, float64(n), float64(x), float64(n))
			use[i], value[i] = true, float64(x)/float64(n)
		}
		if p.of[i] < 0 {
			s.reason = ReasonFewSchools
		}
	}
	f.spreads = newSpreads(p, use, value)
	p.each(d, t, func(i int, o others, sum []float64) {
		s := &f.shares[i]
		s.others, s.with = o, k
		s.reason = a.usable(o, k)
		if s.reason == "" {
			s.target = sum[0] / sum[1]
		}
	})
	for i := range f.shares {
		s := &f.shares[i]
		if s.ok && s.reason.tooSmall() && d.Schools[i].Phase.ownGroup() {
			if err := a.widenShare(s, i, m, y, k); err != nil {
				return err
			}
		}
		if s.ok && s.reason != "" && p.of[i] >= 0 {
			if v := a.published(i, y, "", m, GroupAll, k); v.OK {
				s.target, s.published, s.reason = v.V, true, ""
			}
		}
	}
	if err := a.judgeRegister(f); err != nil {
		return err
	}
	a.register[registerKey{y, k}] = f
	return nil
}

// widenShare takes the target of a wider comparator of the school's own group.
func (a *Analysis) widenShare(s *share, school int, m *Measure, y AcademicYear, k ComparatorKind) error {
	for _, wider := range a.wider(k) {
		if err := a.prepareRegister(m, y, wider); err != nil {
			return err
		}
		w := &a.register[registerKey{y, wider}].shares[school]
		if w.reason == "" && !w.published {
			s.others, s.with, s.target, s.reason = w.others, wider, w.target, ""
			return nil
		}
	}
	return nil
}

func (a *Analysis) judgeRegister(f *registerFamily) error {
	o := a.Options
	byPhase := map[Phase][]int{}
	byStratum := map[stratumKey][]int{}
	for i := range f.shares {
		s := &f.shares[i]
		s.testable = s.ok && s.reason == "" && s.n >= o.MinGroup && float64(s.n)*s.target*(1-s.target) >= 1
		if s.testable {
			key := a.Data.Schools[i].stratum()
			byPhase[key.phase] = append(byPhase[key.phase], i)
			byStratum[key] = append(byStratum[key], i)
		}
	}
	for ph := Nursery; ph <= AP; ph++ {
		in := byPhase[ph]
		if len(in) == 0 {
			continue
		}
		f.tests[ph] = len(in)
		alone := len(in) < o.AloneFamily
		if !alone {
			if err := a.registerTau(f, in, byStratum); err != nil {
				return err
			}
		}
		p := make([]float64, len(in))
		for j, i := range in {
			s := &f.shares[i]
			if alone {
				s.tau = dispersion{schools: len(in), alone: true}
			}
			if err := s.judge(); err != nil {
				return err
			}
			p[j] = s.p.V
		}
		if alone {
			continue
		}
		q, err := stats.BenjaminiHochberg(p)
		if err != nil {
			return err
		}
		for j, i := range in {
			f.shares[i].q = number(q[j])
		}
	}
	return nil
}

// judge sets a testable school's z (not when alone) and p.
func (s *share) judge() error {
	if s.tau.alone {
		mid, err := exactShareTest(s)
		s.p = number(mid)
		return err
	}
	z := (float64(s.x)/float64(s.n) - s.target) / math.Sqrt(s.s2()+s.tau.tau2)
	s.z, s.p = number(z), number(stats.TwoSidedP(z))
	return nil
}

// registerTau gives every school of a phase group the between-school variance
// of its stratum, or of the whole group when the stratum is small.
func (a *Analysis) registerTau(f *registerFamily, in []int, byStratum map[stratumKey][]int) error {
	whole, err := a.shareDispersion(f, in)
	if err != nil {
		return err
	}
	done := map[stratumKey]dispersion{}
	for _, i := range in {
		key := a.Data.Schools[i].stratum()
		d, ok := done[key]
		if !ok {
			d = whole
			if members := byStratum[key]; len(members) >= a.Options.StratumSchools {
				if d, err = a.shareDispersion(f, members); err != nil {
					return err
				}
			}
			done[key] = d
		}
		f.shares[i].tau = d
	}
	return nil
}

// shareDispersion is the published form: winsorised, without the correction
// that the excess test uses.
func (a *Analysis) shareDispersion(f *registerFamily, in []int) (dispersion, error) {
	z, w := make([]float64, len(in)), make([]float64, len(in))
	for j, i := range in {
		s := &f.shares[i]
		w[j] = 1 / s.s2()
		z[j] = (float64(s.x)/float64(s.n) - s.target) * math.Sqrt(w[j])
	}
	got, err := stats.EffectDispersion(z, w, a.Options.WinsorShare, 1)
	if err != nil {
		return dispersion{}, err
	}
	d := dispersion{schools: len(in)}
	if got.Phi > 1 {
		d.tau2 = got.Tau2
	}
	return d, nil
}

// s2 is the chance variance of the share at the target.
func (s *share) s2() float64 { return s.target * (1 - s.target) / float64(s.n) }

// exactShareTest is the two-sided binomial mid-p of a school compared with a
// published share.
func exactShareTest(s *share) (float64, error) {
	b, err := stats.NewPoissonBinomial([]stats.PupilGroup{{Pupils: s.n, Probability: s.target}})
	if err != nil {
		return 0, err
	}
	atLeast, err := b.UpperTail(s.x)
	if err != nil {
		return 0, err
	}
	above := 0.0
	if s.x < s.n {
		if above, err = b.UpperTail(s.x + 1); err != nil {
			return 0, err
		}
	}
	upper := (atLeast + above) / 2
	return math.Min(1, 2*math.Min(upper, 1-upper)), nil
}

func (a *Analysis) registerResult(r *Result, m *Measure) {
	f := a.register[registerKey{r.Year, r.Comparator}]
	s := &f.shares[r.School]
	o := a.Options
	own := Number{}
	if s.ok {
		own = number(float64(s.x) / float64(s.n))
		r.SchoolValue, r.Group, r.Events, r.GroupEvents = own, s.n, s.x, s.x
	}
	if !a.supplied(r, m, s.ok, GroupAll) || !a.placed(r) {
		return
	}
	r.Schools, r.With, r.Published = s.others.schools, s.with, s.published
	if s.reason != "" {
		r.Verdict, r.Reason = NotComparable, s.reason
		return
	}
	expected := float64(s.n) * s.target
	r.ComparatorValue = number(s.target)
	r.YearsPooled, r.GroupPooled, r.EventsPooled = 1, s.n, s.x
	r.Observed, r.Expected, r.Excess = number(float64(s.x)), number(expected), number(float64(s.x)-expected)
	r.Variance = number(float64(s.n) * s.target * (1 - s.target))
	r.ExpectedYear, r.VarianceYear = r.Expected, r.Variance
	if !s.published {
		a.register[registerKey{r.Year, s.with}].spreads.place(r, &a.Options)
	}
	if !s.testable {
		r.Verdict, r.Reason = TooFew, ReasonSmallGroup
		if s.n >= o.MinGroup {
			r.Reason = ReasonFewEvents
		}
		return
	}
	r.Z, r.P, r.Q, r.PYear = s.z, s.p, s.q, s.p
	r.Tests, r.Alone = f.tests[a.Data.Schools[r.School].Phase], s.tau.alone
	if !s.tau.alone {
		r.Tau2, r.Tau2Schools = number(s.tau.tau2), s.tau.schools
	}
	half := normalQuantile(o.Level) * math.Sqrt(s.s2()+s.tau.tau2)
	r.LimitLo, r.LimitHi = number(math.Max(0, s.target-half)), number(math.Min(1, s.target+half))
	a.registerVerdict(r, s)
}

// registerVerdict is the rule of method.md section 3 for the SEN register:
// two-sided, neither direction better.
func (a *Analysis) registerVerdict(r *Result, s *share) {
	evidence, some := a.strength(s.tau.alone, s.p, s.q, s.p)
	excess := float64(s.x) - float64(s.n)*s.target
	material := math.Abs(excess) >= a.Options.RegisterRelative*float64(s.n)*s.target
	r.Direction = NoDirection
	if some {
		r.Direction = sign(excess)
	}
	switch {
	case evidence && material:
		r.Verdict, r.Reason = WorthExploring, ReasonEvidence
	case some && material:
		r.Verdict, r.Reason = Watch, ReasonWatch
	default:
		r.Verdict, r.Reason = Typical, ReasonNoEvidence
		if some {
			r.Reason = ReasonNotMaterial
		}
	}
}
