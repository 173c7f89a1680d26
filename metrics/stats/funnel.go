package stats

import "math"

// FunnelLimit is one interpolated exact control limit: with F the distribution
// of the count and p the limit's probability,
//
//	R = least r with F(r) >= p,  Alpha = (F(R)-p)/(F(R)-F(R-1)),  Raw = (R-Alpha)/n
//
// Value is Raw kept within the possible range.
type FunnelLimit struct {
	R          int
	Alpha      float64
	Raw, Value float64
}

// FunnelLimits are the two limits at one level in (0,1), such as 0.95 or 0.998.
type FunnelLimits struct {
	Lo, Hi FunnelLimit
	Level  float64
}

// FunnelBinomial gives the limits within which a share of n pupils falls when
// the true share is target, in [0,1]; Value is clipped to [0,1]. n=0 is not
// computed (ErrUndefined).
//
// Source: Spiegelhalter, Stat Med 2005;24:1185, appendix A.1.1. Not used: the
// normal approximation target +- z sqrt(target(1-target)/n), and Wilson-type limits.
func FunnelBinomial(n int, target, level float64) (FunnelLimits, error) {
	if err := checkProbability("target", target); err != nil {
		return FunnelLimits{}, err
	}
	limits, err := funnel(n, binomial{n: n, p: target, q: 1 - target}, level)
	if err != nil {
		return FunnelLimits{}, err
	}
	limits.Lo.Value = clip(limits.Lo.Raw, 0, 1)
	limits.Hi.Value = clip(limits.Hi.Raw, 0, 1)
	return limits, nil
}

// FunnelPoisson gives the limits within which the events per pupil of n pupils
// fall when rate events per pupil are expected (0 or more, may exceed 1); Value
// is floored at 0. It assumes unclustered events.
//
// Source and definition not used: as [FunnelBinomial].
func FunnelPoisson(n int, rate, level float64) (FunnelLimits, error) {
	if !(rate >= 0) || float64(n)*rate > maxCount {
		return FunnelLimits{}, invalid("rate %v", rate)
	}
	limits, err := funnel(n, poisson{mu: float64(n) * rate}, level)
	if err != nil {
		return FunnelLimits{}, err
	}
	limits.Lo.Value = math.Max(0, limits.Lo.Raw)
	limits.Hi.Value = math.Max(0, limits.Hi.Raw)
	return limits, nil
}

func funnel(n int, d discrete, level float64) (FunnelLimits, error) {
	if err := checkCounts(n); err != nil {
		return FunnelLimits{}, err
	}
	tail, err := tailProbability(level)
	if err != nil {
		return FunnelLimits{}, err
	}
	if n == 0 {
		return FunnelLimits{}, undefined("funnel limit for no pupils")
	}
	limits := FunnelLimits{Level: level}
	// excess is F(r)-p, at the upper limit through P(X>r), which keeps its digits.
	limits.Lo = interpolate(n, d, tail, func(r int) float64 {
		return math.Exp(logAtMost(d, r)) - tail
	})
	limits.Hi = interpolate(n, d, tail, func(r int) float64 {
		return tail - math.Exp(logAtLeast(d, r+1))
	})
	return limits, nil
}

// interpolate finds R by doubling and bisection on the increasing function
// excess. F(R) equal to p up to rounding counts as reached: Alpha is then 0.
func interpolate(n int, d discrete, tail float64, excess func(r int) float64) FunnelLimit {
	const rounding = 1e-12
	reached := func(r int) bool { return excess(r) >= -rounding*tail }
	below, _ := d.bounds()
	below-- // F is 0 there
	at := below + 1
	for step := 1; !reached(at); step *= 2 {
		below, at = at, at+step
	}
	for at-below > 1 {
		if mid := below + (at-below)/2; reached(mid) {
			at = mid
		} else {
			below = mid
		}
	}
	alpha := math.Max(0, excess(at)) / math.Exp(d.logPMF(at))
	return FunnelLimit{R: at, Alpha: alpha, Raw: (float64(at) - alpha) / float64(n)}
}

func clip(x, lo, hi float64) float64 { return math.Min(hi, math.Max(lo, x)) }
