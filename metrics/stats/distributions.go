package stats

import "math"

// The probability functions below follow Loader's saddle-point form (2000, "Fast
// and accurate computation of binomial probabilities", the method of R), because
// differences of log-gamma lose all digits at rolls of 10^9.

// stirlingError is log(n!) minus Stirling's formula.
func stirlingError(n float64) float64 {
	if n < 16 {
		lg, _ := math.Lgamma(n + 1)
		return lg - (n+0.5)*math.Log(n) + n - logSqrt2Pi
	}
	m := 1 / (n * n)
	return (1.0/12 - m*(1.0/360-m*(1.0/1260-m*(1.0/1680-m*(1.0/1188-m*691.0/360360))))) / n
}

const logSqrt2Pi = 0.918938533204672741780329736406

// devianceTerm is x log(x/np) + np - x without cancellation when x is near np.
func devianceTerm(x, np float64) float64 {
	if math.Abs(x-np) < 0.1*(x+np) {
		v := (x - np) / (x + np)
		sum := (x - np) * v
		term := 2 * x * v
		for j := 3.0; ; j += 2 {
			term *= v * v
			next := sum + term/j
			if next == sum {
				return sum
			}
			sum = next
		}
	}
	return x*math.Log(x/np) + np - x
}

// binomial is the number of successes in n trials; q is 1-p, carried so that
// neither loses digits when tiny.
type binomial struct {
	n    int
	p, q float64
}

func binomialFromLogit(n int, u float64) binomial {
	return binomial{n: n, p: 1 / (1 + math.Exp(-u)), q: 1 / (1 + math.Exp(u))}
}

func (b binomial) bounds() (lo, hi int) {
	switch {
	case b.p == 0:
		return 0, 0
	case b.q == 0:
		return b.n, b.n
	}
	return 0, b.n
}

func (b binomial) ratio(k int) float64 {
	return float64(b.n-k) / float64(k+1) * (b.p / b.q)
}

func (b binomial) logPMF(k int) float64 {
	lo, hi := b.bounds()
	switch {
	case k < lo || k > hi:
		return math.Inf(-1)
	case lo == hi:
		return 0
	case k == 0:
		return float64(b.n) * logOf(b.q, b.p)
	case k == b.n:
		return float64(b.n) * logOf(b.p, b.q)
	}
	n, x, rest := float64(b.n), float64(k), float64(b.n-k)
	return stirlingError(n) - stirlingError(x) - stirlingError(rest) -
		devianceTerm(x, n*b.p) - devianceTerm(rest, n*b.q) -
		logSqrt2Pi - 0.5*(math.Log(x)+math.Log(rest/n))
}

// logOf is log p given its complement q: log1p keeps the digits when q is small.
func logOf(p, q float64) float64 {
	if q < 0.5 {
		return math.Log1p(-q)
	}
	return math.Log(p)
}

// poisson is a count with mean mu.
type poisson struct{ mu float64 }

func (d poisson) bounds() (lo, hi int) {
	if d.mu == 0 {
		return 0, 0
	}
	return 0, math.MaxInt
}

func (d poisson) ratio(k int) float64 { return d.mu / (float64(k) + 1) }

func (d poisson) logPMF(k int) float64 {
	switch {
	case k < 0 || (d.mu == 0 && k > 0):
		return math.Inf(-1)
	case k == 0:
		return -d.mu
	}
	x := float64(k)
	return -stirlingError(x) - devianceTerm(x, d.mu) - logSqrt2Pi - 0.5*math.Log(x)
}

// hypergeometric is the number of the m pupils with the event who are among the
// n1 of the first group, n0 being the size of the other group.
type hypergeometric struct{ n1, n0, m int }

func (h hypergeometric) bounds() (lo, hi int) {
	return max(0, h.m-h.n0), min(h.n1, h.m)
}

func (h hypergeometric) ratio(k int) float64 {
	return float64(h.n1-k) / float64(k+1) * (float64(h.m-k) / float64(h.n0-h.m+k+1))
}

func (h hypergeometric) logPMF(k int) float64 {
	lo, hi := h.bounds()
	if k < lo || k > hi {
		return math.Inf(-1)
	}
	if lo == hi {
		return 0
	}
	total := float64(h.n1 + h.n0)
	p, q := float64(h.m)/total, float64(h.n1+h.n0-h.m)/total
	return binomial{h.n1, p, q}.logPMF(k) + binomial{h.n0, p, q}.logPMF(h.m-k) -
		binomial{h.n1 + h.n0, p, q}.logPMF(h.m)
}
