package stats

import "math"

// Newcombe is the difference p1-p2 of two independent proportions x1/n1 and
// x2/n2, in [-1,1], with the hybrid score interval
//
//	lo = d - sqrt((p1-l1)^2 + (u2-p2)^2),  hi = d + sqrt((u1-p1)^2 + (p2-l2)^2)
//
// where (l,u) are the Wilson limits without continuity correction. An empty
// group is not computed (ErrUndefined).
//
// Source: Newcombe, Stat Med 1998;17:873, method 10. Not used: method 11 (with
// continuity correction) and the Wald interval.
func Newcombe(x1, n1, x2, n2 int, level float64) (Estimate, error) {
	w1, err := Wilson(x1, n1, level)
	if err != nil {
		return Estimate{}, err
	}
	w2, err := Wilson(x2, n2, level)
	if err != nil {
		return Estimate{}, err
	}
	p1, p2 := float64(x1)/float64(n1), float64(x2)/float64(n2)
	d := Difference(Estimate{p1, w1}, Estimate{p2, w2})
	d.Interval.Lo, d.Interval.Hi = math.Max(-1, d.Interval.Lo), math.Min(1, d.Interval.Hi)
	return d, nil
}

// Difference is a-b of two independent estimates in one unit, with limits found
// from theirs (the method of variance estimates recovery):
//
//	lo = d - sqrt((a-la)^2 + (ub-b)^2),  hi = d + sqrt((ua-a)^2 + (b-lb)^2)
//
// Both intervals are of the level of a. Two proportions with Wilson limits give
// Newcombe; two such differences give the change of a gap from year to year.
//
// Source: Zou and Donner, Stat Med 2008;27:1693. Not used: whether the two
// intervals overlap, which asks for more than the level says.
func Difference(a, b Estimate) Estimate {
	d := a.Value - b.Value
	return Estimate{Value: d, Interval: Interval{
		Lo:    d - math.Hypot(a.Value-a.Interval.Lo, b.Interval.Hi-b.Value),
		Hi:    d + math.Hypot(a.Interval.Hi-a.Value, b.Value-b.Interval.Lo),
		Level: a.Interval.Level,
	}}
}

// Widen takes the limits of an estimate from their level to a higher one, both
// in (0,1), by the ratio of the normal quantiles: for use where the counts
// behind the limits are no longer at hand.
func Widen(e Estimate, level float64) (Estimate, error) {
	from, err := criticalZ(e.Interval.Level)
	if err != nil {
		return Estimate{}, err
	}
	to, err := criticalZ(level)
	if err != nil {
		return Estimate{}, err
	}
	e.Interval = Interval{
		Lo:    e.Value - (e.Value-e.Interval.Lo)*to/from,
		Hi:    e.Value + (e.Interval.Hi-e.Value)*to/from,
		Level: level,
	}
	return e, nil
}
