package metrics

import "inclusioncards/metrics/stats"

// Changed tells whether a figure differs from its own of an earlier year beyond
// what chance explains: 1 higher, -1 lower, 0 not clear or not to be told,
// which is so for figures without an interval. looks is the number of such
// comparisons shown together, at least 1: the limits of the difference are
// widened from Level to 1-(1-Level)/looks, so that a page on which nothing has
// changed calls something a change 1-Level of the time at most.
//
// The two years are taken as independent. Most pupils are in both, which makes
// the figures alike, so the rule errs on the side of no change.
//
// Source: Zou and Donner (2008) for the difference, Bonferroni for the looks.
func Changed(now, then Observation, looks int) int {
	if !now.HasInterval || !then.HasInterval {
		return 0
	}
	d := stats.Difference(now.estimate(), then.estimate())
	wide, err := stats.Widen(d, 1-(1-now.Level)/float64(looks))
	switch {
	case err != nil:
		return 0
	case wide.Interval.Lo > 0:
		return 1
	case wide.Interval.Hi < 0:
		return -1
	}
	return 0
}

// estimate is the value with its interval.
func (o Observation) estimate() stats.Estimate {
	return stats.Estimate{Value: o.Value, Interval: stats.Interval{Lo: o.Lo, Hi: o.Hi, Level: o.Level}}
}
