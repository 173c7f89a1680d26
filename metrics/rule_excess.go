package metrics

import (
	"math"
)

// strength tells whether a test is evidence (worth exploring) and whether it
// is at least some evidence (watch). A card made alone uses the exact mid-p.
func (a *Analysis) strength(alone bool, p, q, pYear Number) (evidence, some bool) {
	o := a.Options
	if alone {
		some = p.OK && p.V < o.AloneWatch || pYear.OK && pYear.V < o.AloneWatch
		return p.OK && p.V < o.AloneEvidence, some
	}
	some = p.OK && p.V < o.P || pYear.OK && pYear.V < o.P
	return q.OK && q.V <= o.Q, some
}

func sign(v float64) Direction {
	switch {
	case v > 0:
		return Higher
	case v < 0:
		return Lower
	}
	return NoDirection
}

// excessResult fills in a result of the excess test and applies the rule.
func (a *Analysis) excessResult(r *Result, m *Measure) {
	f := a.excess[familyKey{r.Year, m.ID, r.Comparator, a.Options.PoolYears}]
	alone := a.excess[familyKey{r.Year, m.ID, r.Comparator, 1}]
	s := &f.year[r.School]
	r.Group, r.Others, r.Events, r.GroupEvents = s.n1, s.n0, s.events(), s.a
	observed := s.ok || s.n1 > 0 || s.n0 > 0
	if s.ok {
		r.SchoolValue = number(s.ownGap())
	}
	if !a.supplied(r, m, observed, GroupSEND, GroupNoSEN) || !a.placed(r) {
		return
	}
	if a.Data.reshaped(r.School, r.Year, m) {
		r.Verdict, r.Reason = NotComparable, ReasonReshaped
		return
	}
	if s.n0 == 0 && s.n1 > 0 {
		r.Verdict, r.Reason = NotComparable, ReasonOneGroup
		return
	}
	if !s.ok { // nobody has SEND
		r.Verdict, r.Reason = TooFew, ReasonSmallGroup
		return
	}
	r.Schools, r.With, r.Published, r.Termly = s.others.schools, comparators.word(s.from), s.published, s.termly
	if s.why != 0 {
		r.Verdict, r.Reason = NotComparable, reasons.word(s.why)
		return
	}
	a.excessNumbers(r, f, alone, s)
	a.excessVerdict(r, &f.evidence[r.School], &alone.evidence[r.School], s)
}

func (a *Analysis) excessNumbers(r *Result, f, single *excessFamily, s *stratum) {
	e, now := &f.evidence[r.School], &single.evidence[r.School]
	phase := a.Data.Schools[r.School].Phase
	disp := f.phase[phase]
	r.YearsPooled, r.GroupPooled, r.EventsPooled = e.years, e.n1, e.events
	r.Observed, r.Expected, r.Excess = number(e.observed), number(e.expected), number(e.observed-e.expected)
	r.Variance, r.OddsRatio = number(e.v), number(s.psi)
	r.ExpectedYear, r.VarianceYear = number(s.e), number(s.v)
	switch {
	case !s.published:
		r.ComparatorValue = number(s.a1/s.n11 - s.b1/s.n01)
	case s.gap.OK:
		r.ComparatorValue = s.gap
	}
	if !s.published {
		year := a.excess[familyKey{year: r.Year, measure: r.Measure, comparator: comparators.word(s.from)}]
		year.spreads.place(r, &a.Options)
	}
	if s.v > 0 {
		half := normalQuantile(a.Options.Level) * math.Sqrt(s.v+single.phase[phase].tau2*s.v*s.v)
		r.LimitLo, r.LimitHi = number(s.gapAt(s.e-half)), number(s.gapAt(s.e+half))
	}
	if !e.testable {
		return
	}
	r.Z, r.P, r.Q, r.PYear = e.z, e.p, e.q, now.p
	if e.centre.known {
		r.Centre, r.CentreVariance = number(e.centre.at), number(e.centre.variance)
		r.Effect = number(e.effect())
	}
	r.Tests, r.Alone = disp.schools, disp.alone
	if !disp.alone {
		r.Tau2, r.Tau2Schools, r.TauFloored = number(disp.tau2), disp.schools, disp.floored
	}
}

// gapAt turns a number of pupils with SEND and the event into the gap the
// school would then show, its totals unchanged.
func (s *stratum) gapAt(a float64) float64 {
	lo := math.Max(0, float64(s.events()-s.n0))
	hi := math.Min(float64(s.n1), float64(s.events()))
	a = math.Min(hi, math.Max(lo, a))
	return a/float64(s.n1) - (float64(s.events())-a)/float64(s.n0)
}

// excessVerdict is the rule of method.md section 3 for the excess measures.
func (a *Analysis) excessVerdict(r *Result, e, now *evidence, s *stratum) {
	o := a.Options
	if !e.testable {
		r.Verdict = TooFew
		switch {
		case s.n1 < o.MinGroup || s.n0 < o.MinGroup:
			r.Reason = ReasonSmallGroup
		case e.events == 0:
			r.Reason = ReasonNoEvents
		default:
			r.Reason = ReasonFewEvents
		}
		return
	}
	evidence, some := a.strength(r.Alone, e.p, e.q, now.p)
	excess := r.Excess.V
	material := math.Abs(excess) >= o.MaterialPupils && math.Abs(excess) >= o.MaterialShare*float64(e.n1)
	current := float64(s.a) - s.e
	// The excess and the evidence must point the same way.
	same := sign(excess) == sign(e.distance())
	if (some || evidence) && same {
		r.Direction = sign(excess)
	}
	evidence, some = evidence && same, some && same
	switch {
	case evidence && material && excess > 0 && current > 0:
		r.Verdict, r.Reason = WorthExploring, ReasonEvidence
	case evidence && material && excess < 0 && current < 0:
		r.Verdict, r.Reason = PossibleStrength, ReasonEvidence
	case some && material && excess > 0:
		r.Verdict, r.Reason = Watch, ReasonWatch
	default:
		r.Verdict, r.Reason = Typical, ReasonNoEvidence
		if some && !material {
			r.Reason = ReasonNotMaterial
		}
	}
}

// normalQuantile is the two-sided standard normal quantile of a level: 1.96 at
// 0.95.
func normalQuantile(level float64) float64 {
	return math.Sqrt2 * math.Erfinv(level)
}
