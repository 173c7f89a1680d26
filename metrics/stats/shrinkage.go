package stats

import (
	"errors"
	"math"
)

// BetaBinomial is a beta prior fitted to the shares of many schools.
type BetaBinomial struct {
	// Mean is sum x / sum n, in [0,1].
	Mean float64
	// RhoRaw is the moment estimate of the intra-school correlation, which can be
	// negative; Rho is kept in [0,1].
	RhoRaw, Rho float64
	// Strength is (1-Rho)/Rho pupils' worth of prior, +Inf when Rho is 0.
	Strength float64
}

// FitBetaBinomial fits the prior by weighted moments with weights n:
//
//	S = sum n (x/n - p)^2
//	rho = (S - p(1-p)(k-1)) / (p(1-p) (N - sum n^2/N - (k-1)))
//
// Source: Kleinman, JASA 1973;68:46. Not used: his equal weights, his iteration to
// empirical weights, maximum likelihood. Fewer than two schools, or shares all
// 0 or all 1, or one pupil in every school: ErrUndefined.
func FitBetaBinomial(x, n []int) (BetaBinomial, error) {
	if len(x) != len(n) {
		return BetaBinomial{}, invalid("%d counts but %d rolls", len(x), len(n))
	}
	var events, pupils, squares accumulator
	for i := range x {
		if err := checkProportion(x[i], n[i]); err != nil {
			return BetaBinomial{}, err
		}
		events.add(float64(x[i]))
		pupils.add(float64(n[i]))
		squares.add(float64(n[i]) * float64(n[i]))
	}
	if len(x) < 2 {
		return BetaBinomial{}, undefined("prior from %d schools", len(x))
	}
	total := pupils.total()
	mean := events.total() / total
	var spread accumulator
	for i := range x {
		diff := float64(x[i])/float64(n[i]) - mean
		spread.add(float64(n[i]) * diff * diff)
	}
	chance, between := mean*(1-mean), float64(len(x)-1)
	divisor := chance * (total - squares.total()/total - between)
	if !(divisor > 0) {
		return BetaBinomial{}, undefined("prior from shares that cannot vary")
	}
	b := BetaBinomial{Mean: mean, RhoRaw: (spread.total() - chance*between) / divisor}
	b.Rho = clip(b.RhoRaw, 0, 1)
	b.Strength = (1 - b.Rho) / b.Rho
	return b, nil
}

// Shrink is the posterior mean (x + mean*strength)/(n + strength), in [0,1]: the
// prior mean itself when rho is 0, and for a school without pupils. For ordering
// only; printed figures are raw.
func (b BetaBinomial) Shrink(x, n int) (float64, error) {
	switch err := checkProportion(x, n); {
	case errors.Is(err, ErrUndefined):
		return b.Mean, nil // no pupils: the prior is all there is
	case err != nil:
		return 0, err
	case math.IsInf(b.Strength, 1):
		return b.Mean, nil
	}
	return (float64(x) + b.Mean*b.Strength) / (float64(n) + b.Strength), nil
}
