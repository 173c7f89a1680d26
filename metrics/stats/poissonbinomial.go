package stats

import "math"

// PupilGroup is a number of pupils who share one probability of the event.
type PupilGroup struct {
	Pupils      int
	Probability float64
}

// PoissonBinomial is the number of events among pupils whose probabilities
// differ by group: expected value and variance in pupils, and the whole exact
// distribution. Not used: the normal or Poisson approximation.
type PoissonBinomial struct {
	Expected, Variance float64
	offset             int // smallest possible value held in pmf
	pupils             int
	pmf                []float64
}

// negligible is where probabilities are cut off the distribution's ends: far
// below any p-value in use, and it keeps large groups affordable.
const negligible = 1e-290

// maxExactPupils bounds the work of the exact convolution.
const maxExactPupils = 1_000_000

// NewPoissonBinomial convolves one binomial distribution per distinct
// probability. Probabilities of exactly 0 and 1 are allowed. No pupils at all is
// the constant 0.
//
// Source: Hong, Comput Stat Data Anal 2013;59:41 (direct convolution: all terms
// positive, so that a small tail keeps its digits, which a Fourier transform loses).
func NewPoissonBinomial(groups []PupilGroup) (PoissonBinomial, error) {
	d := PoissonBinomial{pmf: []float64{1}}
	var expected, variance accumulator
	for _, g := range groups {
		if g.Pupils < 0 || g.Pupils > maxExactPupils-d.pupils {
			return PoissonBinomial{}, invalid("group of %d pupils (at most a million in all)", g.Pupils)
		}
		if err := checkProbability("probability", g.Probability); err != nil {
			return PoissonBinomial{}, err
		}
		n, p := float64(g.Pupils), g.Probability
		expected.add(n * p)
		variance.add(n * p * (1 - p))
		d.pupils += g.Pupils
		first, pmf := binomialPMF(g.Pupils, p)
		d.offset += first
		first, d.pmf = trim(convolve(d.pmf, pmf))
		d.offset += first
	}
	d.Expected, d.Variance = expected.total(), variance.total()
	return d, nil
}

// UpperTail is the exact P(X>=k), in [0,1]. k must lie between 0 and the number
// of pupils.
func (d PoissonBinomial) UpperTail(k int) (float64, error) {
	if k < 0 || k > d.pupils {
		return 0, invalid("%d events among %d pupils", k, d.pupils)
	}
	var sum float64
	for i := len(d.pmf) - 1; i >= max(0, k-d.offset); i-- { // smallest terms first
		sum += d.pmf[i]
	}
	return math.Min(1, sum), nil
}

// PoissonBinomialTail is P(X>=k) for the groups; see [NewPoissonBinomial].
func PoissonBinomialTail(groups []PupilGroup, k int) (float64, error) {
	d, err := NewPoissonBinomial(groups)
	if err != nil {
		return 0, err
	}
	return d.UpperTail(k)
}

// binomialPMF lists the probabilities of n trials from the value first on.
func binomialPMF(n int, p float64) (first int, pmf []float64) {
	b := binomial{n: n, p: p, q: 1 - p}
	lo, hi := b.bounds()
	if lo == hi {
		return lo, []float64{1}
	}
	mode := min(n, int(float64(n+1)*p))
	peak := math.Exp(b.logPMF(mode))
	low, w := mode, peak
	for ; low > 0; low-- {
		if w /= b.ratio(low - 1); w < negligible {
			break
		}
	}
	high, w := mode, peak
	for ; high < n; high++ {
		if w *= b.ratio(high); w < negligible {
			break
		}
	}
	pmf = make([]float64, high-low+1)
	pmf[mode-low] = peak
	for k := mode; k > low; k-- {
		pmf[k-1-low] = pmf[k-low] / b.ratio(k-1)
	}
	for k := mode; k < high; k++ {
		pmf[k+1-low] = pmf[k-low] * b.ratio(k)
	}
	return low, pmf
}

func convolve(a, b []float64) []float64 {
	out := make([]float64, len(a)+len(b)-1)
	for i, x := range a {
		row := out[i : i+len(b)]
		for j, y := range b {
			row[j] += x * y
		}
	}
	return out
}

// trim drops negligible ends and says how many leading values went.
func trim(pmf []float64) (first int, kept []float64) {
	last := len(pmf)
	for first < last-1 && pmf[first] < negligible {
		first++
	}
	for last > first+1 && pmf[last-1] < negligible {
		last--
	}
	return first, pmf[first:last]
}
