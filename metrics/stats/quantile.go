package stats

import (
	"math"
	"slices"
)

// Quantile7 is the type-7 sample quantile: the point (n-1)*prob+1 of the sorted
// values, interpolated linearly. Unit: that of the values. prob is in [0,1]; at
// least one value is needed (ErrUndefined) and none may be NaN. xs is not changed.
//
// Source: Hyndman, Fan, Am Stat 1996; the default of R, NumPy and Excel's
// PERCENTILE.INC. Not used: types 1-6, 8, 9.
func Quantile7(xs []float64, prob float64) (float64, error) {
	qs, err := quantiles7(xs, prob)
	if err != nil {
		return 0, err
	}
	return qs[0], nil
}

func quantiles7(xs []float64, probs ...float64) ([]float64, error) {
	sorted, err := sortedValues(xs)
	if err != nil {
		return nil, err
	}
	out := make([]float64, len(probs))
	for i, prob := range probs {
		if err := checkProbability("quantile", prob); err != nil {
			return nil, err
		}
		out[i] = quantileSorted(sorted, prob)
	}
	return out, nil
}

// quantileSorted does R's arithmetic step by step (no fused multiply-add), so
// that a value equal to a cut point stays equal to it on every machine.
func quantileSorted(sorted []float64, prob float64) float64 {
	index := 1 + float64(float64(len(sorted)-1)*prob)
	lo, hi := math.Floor(index), math.Ceil(index)
	h := index - lo
	a, b := sorted[int(lo)-1], sorted[int(hi)-1]
	if h == 0 || a == b {
		return a
	}
	return float64((1-h)*a) + float64(h*b)
}

func sortedValues(xs []float64) ([]float64, error) {
	if len(xs) == 0 {
		return nil, undefined("no values")
	}
	for _, x := range xs {
		if math.IsNaN(x) {
			return nil, invalid("value is NaN")
		}
	}
	sorted := slices.Clone(xs)
	slices.Sort(sorted)
	return sorted, nil
}

// Rank is where one value stands among all, in their order. Ties share.
type Rank struct {
	// Min, Max and Average are ranks from 1, ascending, ties resolved to the
	// lowest, the highest and the mean rank. DescMin counts from the greatest.
	Min, Max int
	Average  float64
	DescMin  int
	// PercentRank is (Min-1)/(n-1), in [0,1]; NaN for a single value.
	PercentRank float64
	// CumulativeShare is Max/n, in (0,1].
	CumulativeShare float64
	// MeanShare is (Average-0.5)/n, in (0,1).
	MeanShare float64
	// Quintile is 1 + the number of type-7 20/40/60/80% cut points strictly below
	// the value, 1 to 5. Not used: cutting the ranks into five equal parts.
	Quintile int
}

// Ranks ranks every value, in the order given. No values: ErrUndefined; NaN: ErrInvalid.
func Ranks(xs []float64) ([]Rank, error) {
	sorted, err := sortedValues(xs)
	if err != nil {
		return nil, err
	}
	cuts := [4]float64{}
	for i, prob := range [4]float64{0.2, 0.4, 0.6, 0.8} {
		cuts[i] = quantileSorted(sorted, prob)
	}
	n := len(sorted)
	out := make([]Rank, n)
	for i, x := range xs {
		below, _ := slices.BinarySearch(sorted, x)
		upTo, _ := slices.BinarySearchFunc(sorted, x, func(v, target float64) int {
			if v <= target {
				return -1
			}
			return 1
		})
		r := Rank{Min: below + 1, Max: upTo, DescMin: n - upTo + 1, Quintile: 1}
		r.Average = float64(r.Min+r.Max) / 2
		r.PercentRank = float64(r.Min-1) / float64(n-1)
		r.CumulativeShare = float64(r.Max) / float64(n)
		r.MeanShare = (r.Average - 0.5) / float64(n)
		for _, cut := range cuts {
			if cut < x {
				r.Quintile++
			}
		}
		out[i] = r
	}
	return out, nil
}
