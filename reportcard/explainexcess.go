package reportcard

import (
	"fmt"
	"math"
	"strconv"

	"inclusioncards/metrics"
)

// excessTechnical is the excess test of method.md section 2.1 with its numbers
// put in.
func (e *explainer) excessTechnical() []string {
	r, w := e.l.result, e.w.Technical
	out := append([]string{}, w.Notation...)
	for _, y := range e.a.Evidence(r) {
		out = append(out, e.yearTechnical(y)...)
	}
	n := exact(r.Observed.V)
	x, v := exact(r.Excess.V), exact(r.Variance.V)
	out = append(out,
		fmt.Sprintf("Sums over %s: a = %s, E = %s, V = %s, n1 = %d", e.span(), n, exact(r.Expected.V), v, r.GroupPooled),
		fmt.Sprintf("excess = a - E = %s - %s = %s", n, exact(r.Expected.V), x),
	)
	d := r.Excess.V / r.Variance.V
	out = append(out, fmt.Sprintf("d = (a - E)/V = %s / %s = %s", x, v, exact(d)))
	p := ""
	if r.Tau2.OK {
		out = append(out, e.tau()...)
		out = append(out, e.score(d)...)
		p = fmt.Sprintf("p = 2(1 - Phi(|z|)) = 2(1 - Phi(%s)) = %s", exact(math.Abs(r.Z.V)), exact(r.P.V))
	}
	out = append(out, e.judged(p)...)
	if r.PYear.OK && r.YearsPooled > 1 {
		out = append(out, e.say(w.PYear, values{"year": r.Year.String(), "value": exact(r.PYear.V)}))
	}
	out = append(out, e.gapTechnical())
	out = append(out, e.limits()...)
	return append(out, e.excessConditions()...)
}

// score is z with its numbers put in: from psi, or, where the analysis has one,
// from the centre of the ordinary schools of the comparator.
func (e *explainer) score(d float64) []string {
	r := e.l.result
	v, tau2, z := exact(r.Variance.V), exact(r.Tau2.V), exact(r.Z.V)
	if !r.Centre.OK {
		return []string{fmt.Sprintf("z = d / sqrt(1/V + tau2) = %s / sqrt(1/%s + %s) = %s", exact(d), v, tau2, z)}
	}
	effect, centre, c2 := exact(r.Effect.V), exact(r.Centre.V), exact(r.CentreVariance.V)
	return []string{
		e.say(e.w.Technical.Centre, values{"value": centre, "tau": c2}),
		fmt.Sprintf("effect = (sum of V ln psi)/V + d = %s + %s = %s", exact(r.Effect.V-d), exact(d), effect),
		fmt.Sprintf("z = (effect - centre) / sqrt(1/V + tau2 + c2) = (%s - %s) / sqrt(1/%s + %s + %s) = %s", effect, centre, v, tau2, c2, z),
	}
}

func (e *explainer) yearTechnical(y metrics.YearEvidence) []string {
	w := e.w.Technical
	if !y.Used {
		return []string{e.say(w.Unused, values{"year": y.Year.String(), "why": string(unused(y))})}
	}
	pattern := e.say(w.Others, values{
		"n": strconv.Itoa(y.Schools), "send": exact(y.PooledGroupEvents), "send_count": exact(y.PooledGroup),
		"others": exact(y.PooledOtherEvents), "others_count": exact(y.PooledOthers),
	})
	switch {
	case y.Termly:
		pattern = w.Termly
	case y.Published:
		pattern = w.Benchmark
	}
	return []string{
		fmt.Sprintf("%s: n1 = %d, n0 = %d, a = %d, b = %d, m = %d", y.Year, y.Group, y.Others, y.GroupEvents, y.OtherEvents, y.GroupEvents+y.OtherEvents),
		"  " + pattern,
		fmt.Sprintf("  psi = %s, E = %s, V = %s, a - E = %s", exact(y.OddsRatio), exact(y.Expected), exact(y.Variance), exact(float64(y.GroupEvents)-y.Expected)),
	}
}

// unused is the reason why a year adds nothing: without figures, that.
func unused(y metrics.YearEvidence) metrics.Reason {
	if y.Used || y.Reason != "" && y.Group+y.Others > 0 {
		return y.Reason
	}
	return metrics.ReasonNotSupplied
}

// tau says the variance between schools, and how it is estimated.
func (e *explainer) tau() []string {
	r, w, o := e.l.result, e.w.Technical, e.in.options
	floor := ""
	if r.TauFloored {
		floor = e.say(w.TauFloor, values{"n": strconv.Itoa(o.TauSchools), "value": setting(o.TauFloor)})
	}
	distance := "d"
	if r.Centre.OK {
		distance = "(effect - centre)"
	}
	return []string{
		e.say(w.Tau, values{"tau": exact(r.Tau2.V), "n": strconv.Itoa(r.Tau2Schools), "all": floor}),
		e.say(w.TauHow, values{"value": distance, "share": setting(o.WinsorShare), "expected": setting(o.WinsorExpectation)}),
	}
}

func (e *explainer) gapTechnical() string {
	s, n := e.l.send, e.l.noSEND
	if !s.Num.OK() || !s.Den.OK() || !n.Num.OK() || !n.Den.OK() {
		return "gap = " + exact(e.l.result.SchoolValue.V) + e.othersValue()
	}
	return fmt.Sprintf("gap = a/n1 - b/n0 = %s/%s - %s/%s = %s", exact(s.Num.N), exact(s.Den.N), exact(n.Num.N), exact(n.Den.N), exact(e.l.gap.Value)) +
		e.interval(e.l.gap) + e.othersValue()
}

func (e *explainer) excessConditions() []string {
	r, o := e.l.result, e.in.options
	size := math.Abs(r.Excess.V)
	least := o.MaterialShare * float64(r.GroupPooled)
	now := float64(r.GroupEvents) - r.ExpectedYear.V
	side := ">"
	if r.Excess.V < 0 {
		side = "<"
	}
	out := append([]string{e.w.Technical.Conditions}, e.strengthConditions(" or p of this year")...)
	if r.Centre.OK {
		out = append(out, e.condition(r.Z.V*r.Excess.V > 0, "z and a - E have one sign"))
	}
	return append(out,
		e.condition(size >= o.MaterialPupils, "|a - E| = %s >= material_pupils = %s", exact(size), setting(o.MaterialPupils)),
		e.condition(size >= least, "|a - E| = %s >= material_share x n1 = %s x %d = %s", exact(size), setting(o.MaterialShare), r.GroupPooled, exact(least)),
		e.condition(now*r.Excess.V > 0, "a - E this year = %s %s 0", exact(now), side),
	)
}
