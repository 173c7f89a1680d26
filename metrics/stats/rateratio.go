package stats

import "math"

// RateRatio is a ratio of two event rates (events1/pupils1)/(events2/pupils2),
// in [0, +Inf].
type RateRatio struct {
	// Value is +Inf when only the second rate is 0, NaN when both are.
	Value float64
	// Exact is the conditional interval; its upper limit is +Inf when events2 is 0.
	Exact Interval
	// ExactP is the two-sided minimum-likelihood binomial p-value of ratio 1.
	ExactP float64
	// LogSE, Log and LogP are the normal approximation on the log scale, with
	// variance 1/events1 + 1/events2; NaN when a count is 0.
	LogSE float64
	Log   Interval
	LogP  float64
}

// NewRateRatio compares two Poisson counts exactly, given their total: events1
// is binomial among events1+events2, with Clopper-Pearson limits turned into a
// ratio by p/(1-p) * pupils2/pupils1. An empty group is not computed (ErrUndefined).
// Counts may exceed pupils, since one pupil can have several events; clustering
// is not allowed for, so it is not meant for gaps of suspension events.
//
// Source: Przyborowski, Wilenski, Biometrika 1940; R's poisson.test.
func NewRateRatio(events1, pupils1, events2, pupils2 int, level float64) (RateRatio, error) {
	if err := checkCounts(events1, pupils1, events2, pupils2); err != nil {
		return RateRatio{}, err
	}
	tail, err := tailProbability(level)
	if err != nil {
		return RateRatio{}, err
	}
	if pupils1 == 0 || pupils2 == 0 {
		return RateRatio{}, undefined("rate of no pupils")
	}
	z, err := criticalZ(level)
	if err != nil {
		return RateRatio{}, err
	}
	x1, n1, x2, n2 := float64(events1), float64(pupils1), float64(events2), float64(pupils2)
	r := RateRatio{
		Value: x1 / x2 * (n2 / n1),
		Exact: Interval{Lo: 0, Hi: math.Inf(1), Level: level},
		LogSE: math.NaN(),
		Log:   Interval{Lo: math.NaN(), Hi: math.NaN(), Level: level},
		LogP:  math.NaN(),
	}
	total := events1 + events2
	if events1 > 0 {
		p, rest := clopperLower(events1, total, tail, z)
		r.Exact.Lo = p / rest * (n2 / n1)
	}
	if events2 > 0 {
		rest, p := clopperLower(events2, total, tail, z)
		r.Exact.Hi = p / rest * (n2 / n1)
	}
	r.ExactP = minimumLikelihoodP(binomial{n: total, p: n1 / (n1 + n2), q: n2 / (n1 + n2)}, events1)
	if events1 > 0 && events2 > 0 {
		r.LogSE = math.Sqrt(1/x1 + 1/x2)
		r.Log = logInterval(r.Value, r.LogSE, z, level)
		r.LogP = TwoSidedP(math.Log(r.Value) / r.LogSE)
	}
	return r, nil
}

// logInterval is exp(log(value) +- z*se).
func logInterval(value, se, z, level float64) Interval {
	return Interval{Lo: value * math.Exp(-z*se), Hi: value * math.Exp(z*se), Level: level}
}
