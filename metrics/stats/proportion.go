package stats

import "math"

// Wilson is the score interval for a proportion x/n, limits in [0,1]: the two
// roots p of n(x/n-p)^2 = z^2 p(1-p). It returns exactly 0 at x=0 and exactly 1
// at x=n. n=0 is not computed (ErrUndefined).
//
// Source: Wilson, JASA 1927; Newcombe, Stat Med 1998;17:857, method 3.
// Not used: the continuity-corrected score interval (method 4) and the Wald
// interval p +- z sqrt(p(1-p)/n), which fails at small n.
func Wilson(x, n int, level float64) (Interval, error) {
	if err := checkProportion(x, n); err != nil {
		return Interval{}, err
	}
	z, err := criticalZ(level)
	if err != nil {
		return Interval{}, err
	}
	lo, _ := wilsonLower(x, n, z)
	// The upper limit is the mirror of the lower limit of the complement; the
	// complement of the root, not 1-root, keeps its digits when it is tiny.
	_, hi := wilsonLower(n-x, n, z)
	return Interval{Lo: lo, Hi: hi, Level: level}, nil
}

// wilsonLower gives the lower score limit and its complement. The lower root is
// taken as (product of roots)/(upper root): no difference of close numbers.
func wilsonLower(x, n int, z float64) (p, complement float64) {
	if x == 0 {
		return 0, 1
	}
	fx, fn, rest := float64(x), float64(n), float64(n-x)
	half := z * math.Sqrt(z*z+4*fx*(rest/fn)) / 2
	upperRoot := fx + z*z/2 + half
	complementRoot := rest + z*z/2 + half
	return fx * (fx / fn) / upperRoot, complementRoot / (fn + z*z)
}

// ClopperPearson is the exact binomial interval for x/n, limits in [0,1]: the
// lower limit p solves P(X>=x|p) = (1-level)/2, the upper P(X<=x|p) = (1-level)/2.
// Exactly 0 at x=0 and 1 at x=n. n=0 is not computed (ErrUndefined).
//
// Source: Clopper, Pearson, Biometrika 1934. Not used: the mid-p version.
func ClopperPearson(x, n int, level float64) (Interval, error) {
	if err := checkProportion(x, n); err != nil {
		return Interval{}, err
	}
	tail, err := tailProbability(level)
	if err != nil {
		return Interval{}, err
	}
	z, err := criticalZ(level)
	if err != nil {
		return Interval{}, err
	}
	lo, _ := clopperLower(x, n, tail, z)
	_, hi := clopperLower(n-x, n, tail, z)
	return Interval{Lo: lo, Hi: hi, Level: level}, nil
}

// clopperLower solves P(X>=x|p) = tail and returns p and 1-p, each with full
// relative precision.
//
// Newton's method runs on log P as a function of logit p. There log P is concave
// and increasing (its second derivative is Var(X|X>=x) - Var(X) <= 0), so Newton
// approaches the root from one side and needs no bracket.
func clopperLower(x, n int, tail, z float64) (p, complement float64) {
	switch x {
	case 0:
		return 0, 1
	case n:
		logp := math.Log(tail) / float64(n)
		return math.Exp(logp), -math.Expm1(logp)
	}
	start, rest := wilsonLower(x, n, z)
	u := math.Log(start) - math.Log(rest)
	target := math.Log(tail)
	for range maxNewton {
		b := binomialFromLogit(n, u)
		logTail := logAtLeast(b, x)
		// d log P / d logit p = x * pmf(x) * (1-p) / P
		slope := float64(x) * b.q * math.Exp(b.logPMF(x)-logTail)
		step := (target - logTail) / slope
		u += step
		if math.Abs(step) <= 1e-15*(1+math.Abs(u)) {
			break
		}
	}
	b := binomialFromLogit(n, u)
	return b.p, b.q
}

// maxNewton bounds iterations that stop improving in the last bit; quadratic
// convergence ends in under ten.
const maxNewton = 60
