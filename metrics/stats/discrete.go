package stats

import (
	"math"
	"sort"
)

// discrete is an integer-valued distribution with a single mode. Tails are
// summed outwards from the point asked for by the ratio of neighbouring
// probabilities: all terms are positive, so that even a tail of 1e-200 keeps its
// relative precision, and about eight standard deviations of terms suffice.
type discrete interface {
	// bounds are the least and greatest possible value.
	bounds() (lo, hi int)
	// logPMF is log P(X=k), -Inf outside the bounds.
	logPMF(k int) float64
	// ratio is P(X=k+1)/P(X=k) for k within the bounds.
	ratio(k int) float64
}

// tailCutoff ends a tail sum: what is left out is below the rounding error.
const tailCutoff = 1e-18

// logAtLeast is log P(X>=k). logAtMost is log P(X<=k).
func logAtLeast(d discrete, k int) float64 {
	lo, hi := d.bounds()
	switch {
	case k <= lo:
		return 0
	case k > hi:
		return math.Inf(-1)
	case d.ratio(k-1) > 1: // below the mode: the other tail is the small one
		return math.Log1p(-math.Min(1, math.Exp(sumDown(d, k-1))))
	}
	return math.Min(0, sumUp(d, k))
}

func logAtMost(d discrete, k int) float64 {
	lo, hi := d.bounds()
	switch {
	case k < lo:
		return math.Inf(-1)
	case k >= hi:
		return 0
	case d.ratio(k) < 1:
		return math.Log1p(-math.Min(1, math.Exp(sumUp(d, k+1))))
	}
	return math.Min(0, sumDown(d, k))
}

func sumUp(d discrete, k int) float64 {
	_, hi := d.bounds()
	sum, term := 1.0, 1.0
	for j := k; j < hi; j++ {
		term *= d.ratio(j)
		sum += term
		if term < tailCutoff*sum {
			break
		}
	}
	return d.logPMF(k) + math.Log(sum)
}

func sumDown(d discrete, k int) float64 {
	lo, _ := d.bounds()
	sum, term := 1.0, 1.0
	for j := k; j > lo; j-- {
		term /= d.ratio(j - 1)
		sum += term
		if term < tailCutoff*sum {
			break
		}
	}
	return d.logPMF(k) + math.Log(sum)
}

// tieTolerance is R's: probabilities within one part in ten million are equal,
// so that rounding does not decide which tables are "as extreme".
const tieTolerance = 1e-7

// minimumLikelihoodP is the exact two-sided p-value that adds up every value no
// more probable than x. Not used: twice the smaller tail.
func minimumLikelihoodP(d discrete, x int) float64 {
	lo, hi := d.bounds()
	limit := d.logPMF(x) + math.Log1p(tieTolerance)
	mode := lo + sort.Search(hi-lo, func(i int) bool { return d.ratio(lo+i) <= 1 })
	if x < mode {
		first := mode + sort.Search(hi-mode+1, func(i int) bool { return d.logPMF(mode+i) <= limit })
		return math.Min(1, math.Exp(logAtMost(d, x))+math.Exp(logAtLeast(d, first)))
	}
	// The match on the lower side: one before the first value that is too probable.
	last := lo + sort.Search(min(mode+1, x)-lo, func(i int) bool { return d.logPMF(lo+i) > limit }) - 1
	return math.Min(1, math.Exp(logAtLeast(d, x))+math.Exp(logAtMost(d, last)))
}
