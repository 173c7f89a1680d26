package stats

import (
	"math"
	"slices"
)

// BenjaminiHochberg gives the adjusted p-values (q-values) that control the
// false discovery rate: with p sorted, min over j>=i of p(j)*m/j, at most 1, in
// the order given. NaN is "no test": it stays NaN and is not counted in m. Any
// other p outside [0,1] is an error.
//
// Source: Benjamini, Hochberg, JRSS B 1995. Not used: Benjamini-Yekutieli;
// Storey's estimate of the share of true nulls.
func BenjaminiHochberg(p []float64) ([]float64, error) {
	return stepAdjust(p, func(sorted []float64) {
		m, least := float64(len(sorted)), 1.0
		for i := len(sorted) - 1; i >= 0; i-- {
			least = math.Min(least, m/float64(i+1)*sorted[i])
			sorted[i] = least
		}
	})
}

// Bonferroni gives min(1, m*p); NaN as in [BenjaminiHochberg].
func Bonferroni(p []float64) ([]float64, error) {
	return stepAdjust(p, func(sorted []float64) {
		for i := range sorted {
			sorted[i] = math.Min(1, float64(len(sorted))*sorted[i])
		}
	})
}

// Holm gives the step-down adjusted p-values: max over j<=i of (m-j+1)*p(j), at
// most 1; NaN as in [BenjaminiHochberg]. Source: Holm, Scand J Stat 1979.
func Holm(p []float64) ([]float64, error) {
	return stepAdjust(p, func(sorted []float64) {
		greatest := 0.0
		for i := range sorted {
			greatest = math.Max(greatest, float64(len(sorted)-i)*sorted[i])
			sorted[i] = math.Min(1, greatest)
		}
	})
}

// stepAdjust sorts the tests, lets adjust rewrite them in ascending order, and
// puts each back in its place.
func stepAdjust(p []float64, adjust func(sorted []float64)) ([]float64, error) {
	order := make([]int, 0, len(p))
	for i, v := range p {
		if math.IsNaN(v) {
			continue
		}
		if err := checkProbability("p-value", v); err != nil {
			return nil, err
		}
		order = append(order, i)
	}
	slices.SortStableFunc(order, func(i, j int) int {
		switch {
		case p[i] < p[j]:
			return -1
		case p[i] > p[j]:
			return 1
		}
		return 0
	})
	sorted := make([]float64, len(order))
	for k, i := range order {
		sorted[k] = p[i]
	}
	adjust(sorted)
	out := slices.Repeat([]float64{math.NaN()}, len(p))
	for k, i := range order {
		out[i] = sorted[k]
	}
	return out, nil
}
