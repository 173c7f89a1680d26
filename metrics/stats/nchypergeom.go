package stats

import "math"

// NoncentralHypergeometric is Fisher's noncentral hypergeometric distribution:
// the number of the m pupils with the event who belong to the first group (n1
// pupils, the other has n0), given the totals and an odds ratio psi:
//
//	P(X=x) proportional to C(n1,x) C(n0,m-x) psi^x
//
// Source: Fisher 1935; McCullagh, Nelder, Generalized Linear Models, 7.3. Not
// used: Wallenius' distribution, which draws one by one.
type NoncentralHypergeometric struct {
	n1, n0, m int
	lo, hi    int
	mode      int
	psi       float64
}

// maxOddsRatio keeps products of counts and odds ratios from overflowing.
const maxOddsRatio = 1e100

// NewNoncentralHypergeometric checks the totals. psi must lie between 1e-100 and
// 1e100 (so not 0 and not infinite); n1 or n0 of 0 leaves one possible value.
func NewNoncentralHypergeometric(n1, n0, m int, psi float64) (NoncentralHypergeometric, error) {
	if err := checkCounts(n1, n0, m); err != nil {
		return NoncentralHypergeometric{}, err
	}
	if m > n1+n0 {
		return NoncentralHypergeometric{}, invalid("%d events among %d and %d pupils", m, n1, n0)
	}
	if !(psi >= 1/maxOddsRatio && psi <= maxOddsRatio) {
		return NoncentralHypergeometric{}, invalid("odds ratio %v is not between 1e-100 and 1e100", psi)
	}
	h := NoncentralHypergeometric{n1: n1, n0: n0, m: m, psi: psi,
		lo: max(0, m-n0), hi: min(n1, m)}
	h.mode = h.findMode()
	return h, nil
}

// Range gives the least and greatest possible value.
func (h NoncentralHypergeometric) Range() (lo, hi int) { return h.lo, h.hi }

// findMode solves ratio(x) = 1 for the real x and settles the integer by walking.
// The quadratic is divided by max(1, psi) so that no odds ratio overflows it.
func (h NoncentralHypergeometric) findMode() int {
	unit, psi := 1.0, h.psi
	if psi > 1 {
		unit, psi = 1/psi, 1
	}
	n1, n0, m := float64(h.n1), float64(h.n0), float64(h.m)
	a := psi - unit
	b := (m-n0)*unit - (n1+m+2)*psi
	c := (n1 + 1) * (m + 1) * psi
	s := math.Sqrt(math.Max(0, b*b-4*a*c))
	root := 2 * c / (s - b)
	if b > 0 { // then s-b would cancel, and psi < 1 makes a negative
		root = (b + s) / (-2 * a)
	}
	mode := h.lo
	if root > float64(h.lo) {
		mode = int(math.Min(root, float64(h.hi)))
	}
	for mode < h.hi && h.ratio(mode) > 1 {
		mode++
	}
	for mode > h.lo && h.ratio(mode-1) < 1 {
		mode--
	}
	return mode
}

// ratio is P(X=x+1)/P(X=x).
func (h NoncentralHypergeometric) ratio(x int) float64 {
	return float64(h.n1-x) / float64(x+1) * (float64(h.m-x) / float64(h.n0-h.m+x+1)) * h.psi
}

// MeanVariance sums outwards from the mode by the ratio of neighbouring
// probabilities and stops when the rest is below rounding error, so that its
// cost grows with the standard deviation, not with the roll.
func (h NoncentralHypergeometric) MeanVariance() (mean, variance float64) {
	s0, s1, s2 := 1.0, 0.0, 0.0
	a, b := float64(h.n1-h.mode), float64(h.m-h.mode)
	c, d := float64(h.mode), float64(h.n0-h.m+h.mode)
	for w, k := 1.0, 1.0; k <= float64(h.hi-h.mode); k++ {
		w *= (a - k + 1) * (b - k + 1) * h.psi / ((c + k) * (d + k))
		s0 += w
		s1 += w * k
		s2 += w * k * k
		if w*k*k < tailCutoff*s2 {
			break
		}
	}
	for w, k := 1.0, 1.0; k <= float64(h.mode-h.lo); k++ {
		w *= (c - k + 1) * (d - k + 1) / ((a + k) * (b + k) * h.psi)
		s0 += w
		s1 -= w * k
		s2 += w * k * k
		if w*k*k < tailCutoff*s2 {
			break
		}
	}
	shift := s1 / s0
	return float64(h.mode) + shift, math.Max(0, s2/s0-shift*shift)
}

// HypergeometricTails are the tail probabilities of one observed value, each in
// [0,1]. The mid-p tails count half of the observed value's own probability, so
// that MidUpper + MidLower = 1. MidTwoSided is twice the smaller mid-p tail; the
// minimum-likelihood two-sided p-value is not used here.
type HypergeometricTails struct {
	AtLeast, AtMost    float64
	MidUpper, MidLower float64
	MidTwoSided        float64
}

// Tails gives the tail probabilities at a. An a outside [NoncentralHypergeometric.Range]
// is impossible and an error.
func (h NoncentralHypergeometric) Tails(a int) (HypergeometricTails, error) {
	if a < h.lo || a > h.hi {
		return HypergeometricTails{}, invalid("%d is outside the possible %d to %d", a, h.lo, h.hi)
	}
	below, at, above := h.split(a)
	total := below + at + above
	t := HypergeometricTails{
		AtLeast:  (at + above) / total,
		AtMost:   (at + below) / total,
		MidUpper: (above + at/2) / total,
		MidLower: (below + at/2) / total,
	}
	t.MidTwoSided = math.Min(1, 2*math.Min(t.MidUpper, t.MidLower))
	return t, nil
}

// split adds up the weights (1 at the mode) below, at and above a. Each bucket
// is a sum of positive terms, so a small tail keeps its relative precision; a
// walk ends only once it is past a and has nothing left to add to its bucket.
func (h NoncentralHypergeometric) split(a int) (below, at, above float64) {
	add := func(x int, w float64) float64 {
		switch {
		case x < a:
			below += w
			return below
		case x > a:
			above += w
			return above
		}
		at += w
		return at
	}
	add(h.mode, 1)
	for x, w := h.mode, 1.0; x < h.hi; x++ {
		w *= h.ratio(x)
		bucket := add(x+1, w)
		if w == 0 || (x+1 > a && w < tailCutoff*bucket) {
			break
		}
	}
	for x, w := h.mode, 1.0; x > h.lo; x-- {
		w /= h.ratio(x - 1)
		bucket := add(x-1, w)
		if w == 0 || (x-1 < a && w < tailCutoff*bucket) {
			break
		}
	}
	return below, at, above
}
