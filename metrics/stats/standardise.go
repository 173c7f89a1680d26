package stats

import "math"

// ObservedExpected is an indirectly standardised ratio: observed pupils over the
// pupils expected if each stratum (year group) had the comparator's share.
type ObservedExpected struct {
	Observed int
	// Expected and Variance are sum n p and sum n p (1-p), in pupils.
	Expected, Variance float64
	// Ratio is Observed/Expected, 1 = as expected, with Byar's limits divided by
	// Expected ([Byar]: x and x+1).
	Ratio Estimate
	// Z is (Observed-Expected)/sqrt(Variance), P its two-sided p-value. The
	// binomial variance is used, not the Poisson variance Expected. Both are NaN
	// when Variance is 0.
	Z, P float64
}

// Standardise compares observed with the sum over strata of pupils times
// probability. ErrUndefined when nobody is expected.
func Standardise(strata []PupilGroup, observed int, level float64) (ObservedExpected, error) {
	var expected, variance accumulator
	pupils := 0
	for _, s := range strata {
		if err := checkCounts(s.Pupils); err != nil {
			return ObservedExpected{}, err
		}
		if err := checkProbability("share", s.Probability); err != nil {
			return ObservedExpected{}, err
		}
		pupils += s.Pupils
		n, p := float64(s.Pupils), s.Probability
		expected.add(n * p)
		variance.add(n * p * (1 - p))
	}
	if observed < 0 || observed > pupils {
		return ObservedExpected{}, invalid("%d observed among %d pupils", observed, pupils)
	}
	limits, err := Byar(observed, level)
	if err != nil {
		return ObservedExpected{}, err
	}
	e, v := expected.total(), variance.total()
	if e == 0 {
		return ObservedExpected{}, undefined("observed over expected when nobody is expected")
	}
	oe := ObservedExpected{Observed: observed, Expected: e, Variance: v, Z: math.NaN(), P: math.NaN(),
		Ratio: Estimate{Value: float64(observed) / e, Interval: limits.Scale(1 / e)}}
	if v > 0 {
		oe.Z = (float64(observed) - e) / math.Sqrt(v)
		oe.P = TwoSidedP(oe.Z)
	}
	return oe, nil
}
