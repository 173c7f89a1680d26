package stats

import (
	"math"
	"slices"
)

// WinsorShare is the share winsorised at each end before over-dispersion is
// measured (Spiegelhalter 2005).
const WinsorShare = 0.10

// WinsorNullMean is the mean of z^2 after 10% winsorisation at each end when z is
// standard normal, z0^2*0.2 + (0.8 - 2 z0 phi(z0)) with z0 the 90% point: dividing
// by it removes the bias that winsorising brings. The excess test uses it; the
// published funnel method does not (divisor 1).
const WinsorNullMean = 0.6787

// Winsorise pulls values beyond the type-7 quantiles at share and 1-share to
// those quantiles, in the order given. share is in [0, 0.5]. Values keep their
// unit. Not used: trimming, which drops them.
func Winsorise(z []float64, share float64) ([]float64, error) {
	if !(share >= 0 && share <= 0.5) {
		return nil, invalid("winsorised share %v is not in [0, 0.5]", share)
	}
	q, err := quantiles7(z, share, 1-share)
	if err != nil {
		return nil, err
	}
	out := make([]float64, len(z))
	for i, v := range z {
		out[i] = clip(v, q[0], math.Max(q[0], q[1]))
	}
	return out, nil
}

// MeanSquare is the mean of z^2, the over-dispersion factor phi when z are
// standardised residuals (1 = only chance). No values: ErrUndefined.
func MeanSquare(z []float64) (float64, error) {
	if len(z) == 0 {
		return 0, undefined("mean of no values")
	}
	var sum accumulator
	for _, v := range z {
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return 0, invalid("standardised residual %v", v)
		}
		sum.add(v * v)
	}
	return sum.total() / float64(len(z)), nil
}

// Dispersion says how far schools differ beyond chance.
type Dispersion struct {
	// Z are the standardised residuals, Winsorised the same after winsorising.
	Z, Winsorised []float64
	// PhiRaw is mean(Z^2); Phi is mean(Winsorised^2) divided by the correction.
	PhiRaw, Phi float64
	// Tau2 is the additive between-school variance on the scale of the effects.
	Tau2 float64
}

// AdditiveTau2 is the between-school variance by the method of moments
//
//	tau2 = max(0, (I phi - (I-1)) / (sum w - sum w^2/sum w))
//
// for I schools with weights w = 1/s^2. It is 0 for fewer than two schools, where
// the divisor vanishes. phi is not required to exceed 1: between (I-1)/I and 1
// the formula is still positive, as in the reference values.
//
// Source: DerSimonian, Laird 1986 in the form of Spiegelhalter, Stat Med
// 2005;24:1185. Not used: the multiplicative form s*sqrt(phi).
func AdditiveTau2(phi float64, weights []float64) (float64, error) {
	if !(phi >= 0) || math.IsInf(phi, 0) {
		return 0, invalid("phi %v", phi)
	}
	var sum, squares accumulator
	for _, w := range weights {
		if !(w > 0) || math.IsInf(w, 0) {
			return 0, invalid("weight %v is not positive and finite", w)
		}
		sum.add(w)
		squares.add(w * w)
	}
	schools := float64(len(weights))
	if schools < 2 {
		return 0, nil
	}
	return math.Max(0, (schools*phi-(schools-1))/(sum.total()-squares.total()/sum.total())), nil
}

// EffectDispersion measures over-dispersion of effects given as standardised
// residuals z with weights w = 1/s^2, s the standard error of the effect. share
// is winsorised at each end ([WinsorShare]); the mean square is divided by
// correction (1 for the published funnel form, [WinsorNullMean] for the excess test).
func EffectDispersion(z, weights []float64, share, correction float64) (Dispersion, error) {
	if len(z) != len(weights) {
		return Dispersion{}, invalid("%d residuals but %d weights", len(z), len(weights))
	}
	if !(correction > 0) || math.IsInf(correction, 0) {
		return Dispersion{}, invalid("correction %v is not positive and finite", correction)
	}
	raw, err := MeanSquare(z)
	if err != nil {
		return Dispersion{}, err
	}
	winsorised, err := Winsorise(z, share)
	if err != nil {
		return Dispersion{}, err
	}
	phi, err := MeanSquare(winsorised)
	if err != nil {
		return Dispersion{}, err
	}
	phi /= correction
	tau2, err := AdditiveTau2(phi, weights)
	if err != nil {
		return Dispersion{}, err
	}
	return Dispersion{Z: slices.Clone(z), Winsorised: winsorised, PhiRaw: raw, Phi: phi, Tau2: tau2}, nil
}

// ProportionDispersion measures over-dispersion of shares x/n around target, in
// (0,1): z = (p-target)/s with s^2 = target(1-target)/n, 10% winsorised, no
// correction. Tau2 is on the scale of proportions squared.
//
// Source: Spiegelhalter, Stat Med 2005;24:1185. Not used: s from each school's own p.
func ProportionDispersion(x, n []int, target float64) (Dispersion, error) {
	return shareDispersion(x, n, target, func(p, pupils float64) (z, w float64) {
		w = pupils / (target * (1 - target))
		return (p - target) * math.Sqrt(w), w
	})
}

// ArcsineDispersion is [ProportionDispersion] on the variance-stabilised scale:
// z = 2 sqrt(n) (asin sqrt p - asin sqrt target), s^2 = 1/(4n). Tau2 is on the
// scale of asin(sqrt p) squared.
func ArcsineDispersion(x, n []int, target float64) (Dispersion, error) {
	return shareDispersion(x, n, target, func(p, pupils float64) (z, w float64) {
		shift := math.Asin(math.Sqrt(p)) - math.Asin(math.Sqrt(target))
		return 2 * math.Sqrt(pupils) * shift, 4 * pupils
	})
}

func shareDispersion(x, n []int, target float64, effect func(p, pupils float64) (z, w float64)) (Dispersion, error) {
	if len(x) != len(n) {
		return Dispersion{}, invalid("%d counts but %d rolls", len(x), len(n))
	}
	if !(target > 0 && target < 1) {
		return Dispersion{}, invalid("target %v is not strictly between 0 and 1", target)
	}
	z, w := make([]float64, len(x)), make([]float64, len(x))
	for i := range x {
		if err := checkProportion(x[i], n[i]); err != nil {
			return Dispersion{}, err
		}
		z[i], w[i] = effect(float64(x[i])/float64(n[i]), float64(n[i]))
	}
	return EffectDispersion(z, w, WinsorShare, 1)
}
