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
	d := p1 - p2
	return Estimate{Value: d, Interval: Interval{
		Lo:    math.Max(-1, d-math.Hypot(p1-w1.Lo, w2.Hi-p2)),
		Hi:    math.Min(1, d+math.Hypot(w1.Hi-p1, p2-w2.Lo)),
		Level: level,
	}}, nil
}
