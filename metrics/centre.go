package metrics

import (
	"math"

	"inclusioncards/metrics/stats"
)

// centre is where the evidence of a school is measured from: the log odds ratio
// of the ordinary schools it is compared with, and the variance of that figure.
// Not known: the log of the printed odds ratio, taken as exact (method.md 2.1).
//
// The odds ratio of a local authority rests on a few schools, some of them
// unusual. Measured from it, its noise would be read as variation between
// schools and weaken the evidence everywhere; so each school is measured from
// the ordinary schools it is compared with, leaning on the rest of the batch as
// far as local authorities prove alike, and the centre's own uncertainty is
// charged to the school concerned. Printed odds ratio, expected value, variance
// and excess do not change.
type centre struct {
	known        bool
	at, variance float64
}

// distance is d of method.md section 2.1, from the centre when one is known.
func (e *evidence) distance() float64 {
	if !e.centre.known {
		return (e.observed - e.expected) / e.v
	}
	return e.effect() - e.centre.at
}

// effect is the school's own log odds ratio: log psi (weighted by V over the
// years) plus d.
func (e *evidence) effect() float64 { return (e.logPsi + e.observed - e.expected) / e.v }

// score is z.
func (e *evidence) score(tau2 float64) float64 {
	return e.distance() / math.Sqrt(1/e.v+tau2+e.centre.variance)
}

type weighted struct{ w, sum float64 }

func (t weighted) plus(u weighted) weighted  { return weighted{t.w + u.w, t.sum + u.sum} }
func (t weighted) minus(u weighted) weighted { return weighted{t.w - u.w, t.sum - u.sum} }

// setCentres gives the testable schools (in) of a phase group their centres:
//
//	y = log psi + d with weight w = 1/(1/V + tau2)
//	at = (sum w y + mu/omega2) / (sum w + 1/omega2), variance 1/(sum w + 1/omega2)
//
// summed over the other schools of the pool; mu is the weighted mean of all
// others of the phase group, omega2 the additive variance between pools
// (DerSimonian, Laird). Schools in out are judged without taking part. It
// reports false, and sets nothing, with fewer than Options.CentrePools pools,
// and for lists of schools, which overlap.
func (a *Analysis) setCentres(f *excessFamily, k ComparatorKind, in []int, out map[int]bool, tau2 float64) (bool, error) {
	pools := a.pools[k]
	if pools.lists != nil {
		return false, nil
	}
	own := func(i int) weighted {
		e := &f.evidence[i]
		if out[i] || f.year[i].published || f.year[i].from != comparators.code(k) {
			return weighted{}
		}
		w := 1 / (1/e.v + tau2)
		return weighted{w, w * e.effect()}
	}
	pool := map[int]weighted{}
	var order []int
	var all weighted
	for _, i := range in {
		t, n := own(i), pools.of[i]
		if t.w == 0 {
			continue
		}
		if _, seen := pool[n]; !seen {
			order = append(order, n)
		}
		pool[n] = pool[n].plus(t)
		all = all.plus(t)
	}
	if len(order) < a.Options.CentrePools {
		return false, nil
	}
	mu := all.sum / all.w
	var q float64
	weights := make([]float64, len(order))
	for j, n := range order {
		p := pool[n]
		q += p.w * (p.sum/p.w - mu) * (p.sum/p.w - mu)
		weights[j] = p.w
	}
	omega2, err := stats.AdditiveTau2(q/float64(len(order)), weights)
	if err != nil {
		return false, err
	}
	for _, i := range in {
		if f.year[i].published || f.year[i].from != comparators.code(k) {
			continue
		}
		t := own(i)
		rest, others := pool[pools.of[i]].minus(t), all.minus(t)
		divisor := rest.w*omega2 + 1
		f.evidence[i].centre = centre{true, (rest.sum*omega2 + others.sum/others.w) / divisor, omega2 / divisor}
	}
	return true, nil
}

// refit takes the schools that stand out in the first fit out of the estimate
// of the centres, once: one unusual school must not make its neighbours look
// unusual the other way. They stay in tau2 and in the family of tests.
func (a *Analysis) refit(f *excessFamily, k ComparatorKind, in []int, disp *dispersion) error {
	p := make([]float64, len(in))
	for j, i := range in {
		p[j] = stats.TwoSidedP(f.evidence[i].score(disp.tau2))
	}
	q, err := stats.BenjaminiHochberg(p)
	if err != nil {
		return err
	}
	out := map[int]bool{}
	for j, i := range in {
		if q[j] <= a.Options.Q {
			out[i] = true
		}
	}
	return a.settle(f, k, in, out, disp)
}

// settle finds centres and tau2 that agree: tau2 as ever, of the distances from
// the centres.
func (a *Analysis) settle(f *excessFamily, k ComparatorKind, in []int, out map[int]bool, disp *dispersion) error {
	for range 50 {
		before := disp.tau2
		set, err := a.setCentres(f, k, in, out, disp.tau2)
		if err != nil || !set {
			return err
		}
		if err := a.estimateTau(f, in, disp); err != nil {
			return err
		}
		if math.Abs(disp.tau2-before) < 1e-9 {
			break
		}
	}
	return nil
}
