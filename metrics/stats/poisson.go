package stats

import (
	"math"
	"sync"
)

// Garwood is the exact interval for the expected number of events when x were
// counted: the lower limit mu solves P(X>=x|mu) = (1-level)/2 (0 at x=0), the
// upper P(X<=x|mu) = (1-level)/2; the same as chi-squared quantiles with 2x and
// 2x+2 degrees of freedom, halved. Unit: events, so use [Interval.Scale] with
// 100/pupils for a rate per 100.
//
// Source: Garwood, Biometrika 1936. Not used: Byar's approximation ([Byar]).
func Garwood(x int, level float64) (Interval, error) {
	if err := checkCounts(x); err != nil {
		return Interval{}, err
	}
	tail, err := tailProbability(level)
	if err != nil {
		return Interval{}, err
	}
	key := garwoodKey{x, level}
	if iv, ok := garwoods.Load(key); ok {
		return iv.(Interval), nil
	}
	iv := Interval{Lo: poissonLower(x, tail), Hi: poissonUpper(x, tail), Level: level}
	if x < garwoodKept {
		garwoods.Store(key, iv)
	}
	return iv, nil
}

// garwoods keeps the limits of small counts: a batch asks for those of a few
// hundred counts a million times, and each takes several Newton steps.
var garwoods sync.Map // garwoodKey to Interval

type garwoodKey struct {
	x     int
	level float64
}

// garwoodKept is the count from which limits are not kept.
const garwoodKept = 512

// poissonLower and poissonUpper run Newton on the log tail against log mu, where
// both tails are concave (see clopperLower): convergence needs no bracket.
func poissonLower(x int, tail float64) float64 {
	if x == 0 {
		return 0
	}
	target, fx := math.Log(tail), float64(x)
	// Below the root or close to it: the tail is at most mu^x/x!.
	lg, _ := math.Lgamma(fx + 1)
	u := (target + lg) / fx
	for range maxNewton {
		d := poisson{math.Exp(u)}
		logTail := logAtLeast(d, x)
		step := (target - logTail) / (fx * math.Exp(d.logPMF(x)-logTail))
		u += step
		if math.Abs(step) <= 1e-15*(1+math.Abs(u)) {
			break
		}
	}
	return math.Exp(u)
}

func poissonUpper(x int, tail float64) float64 {
	target, fx := math.Log(tail), float64(x)
	// Right of the root: the tail is at most exp(-(mu-x)^2/(2 mu)).
	u := math.Log(fx - target + math.Sqrt(target*target-2*fx*target))
	for range maxNewton {
		d := poisson{math.Exp(u)}
		logTail := logAtMost(d, x)
		step := (target - logTail) / (-d.mu * math.Exp(d.logPMF(x)-logTail))
		u += step
		if math.Abs(step) <= 1e-15*(1+math.Abs(u)) {
			break
		}
	}
	return math.Exp(u)
}

// WidenedGarwood is [Garwood] for events that cluster in few pupils: the
// distance from x to each exact limit is multiplied by sqrt(phi) and the lower
// limit floored at 0. phi below 1 is treated as 1. Unit: events.
//
// phi is sum x^2 / sum x over pupils, or 2k-1 with k events per affected pupil.
// Not used: scaling the counts by phi before taking exact limits.
func WidenedGarwood(x int, phi, level float64) (Interval, error) {
	if math.IsNaN(phi) || math.IsInf(phi, 0) || phi < 0 {
		return Interval{}, invalid("phi %v", phi)
	}
	iv, err := Garwood(x, level)
	if err != nil || phi <= 1 {
		return iv, err
	}
	fx, widen := float64(x), math.Sqrt(phi)
	iv.Lo = math.Max(0, fx-(fx-iv.Lo)*widen)
	iv.Hi = fx + (iv.Hi-fx)*widen
	return iv, nil
}

// EventRate is events/pupils*per with the [WidenedGarwood] interval on the same
// scale; it can exceed per. per is the unit, such as 100 for "per 100 pupils";
// phi 1 means unclustered events. No pupils: ErrUndefined.
func EventRate(events, pupils int, per, phi, level float64) (Estimate, error) {
	if err := checkCounts(pupils); err != nil {
		return Estimate{}, err
	}
	if !(per > 0) || math.IsInf(per, 0) {
		return Estimate{}, invalid("rate per %v", per)
	}
	iv, err := WidenedGarwood(events, phi, level)
	if err != nil {
		return Estimate{}, err
	}
	if pupils == 0 {
		return Estimate{}, undefined("rate of no pupils")
	}
	factor := per / float64(pupils)
	return Estimate{Value: float64(events) * factor, Interval: iv.Scale(factor)}, nil
}

// Byar is Byar's approximation to [Garwood], in events:
//
//	lo = x (1 - 1/(9x) - z/(3 sqrt x))^3
//	hi = (x+1) (1 - 1/(9(x+1)) + z/(3 sqrt(x+1)))^3
//
// lo is 0 at x=0, and NaN where the bracket is negative (x=1 at level 0.998),
// for the cube then means nothing.
//
// Source: Breslow, Day, Statistical Methods in Cancer Research II, 1987. Not
// used: the other formula of that name, with x+0.5 on both sides (Rothman).
func Byar(x int, level float64) (Interval, error) {
	if err := checkCounts(x); err != nil {
		return Interval{}, err
	}
	z, err := criticalZ(level)
	if err != nil {
		return Interval{}, err
	}
	iv := Interval{Hi: wilsonHilferty(float64(x)+1, z), Level: level}
	if x > 0 {
		iv.Lo = wilsonHilferty(float64(x), -z)
	}
	return iv, nil
}

func wilsonHilferty(x, z float64) float64 {
	base := 1 - 1/(9*x) + z/(3*math.Sqrt(x))
	if base < 0 {
		return math.NaN()
	}
	return x * base * base * base
}
