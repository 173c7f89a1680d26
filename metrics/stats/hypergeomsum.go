package stats

import "math"

// SumTails gives the tail probabilities of the sum of independent noncentral
// hypergeometric variables (one per year) at a: the exact distribution by
// convolution. One variable gives what [NoncentralHypergeometric.Tails] gives.
// An impossible a is an error. Not used: the normal approximation.
func SumTails(parts []NoncentralHypergeometric, a int) (HypergeometricTails, error) {
	lo, hi := 0, 0
	offset, pmf := 0, []float64{1}
	for _, h := range parts {
		lo, hi = lo+h.lo, hi+h.hi
		first, own := h.pmf()
		offset += first
		first, pmf = trim(convolve(pmf, own))
		offset += first
	}
	if a < lo || a > hi {
		return HypergeometricTails{}, invalid("%d is outside the possible %d to %d", a, lo, hi)
	}
	var below, at, above float64
	for i, p := range pmf { // from the lower end: smallest terms first
		switch x := offset + i; {
		case x < a:
			below += p
		case x == a:
			at = p
		}
	}
	for i := len(pmf) - 1; i >= 0 && offset+i > a; i-- {
		above += pmf[i]
	}
	t := HypergeometricTails{
		AtLeast:  math.Min(1, at+above),
		AtMost:   math.Min(1, at+below),
		MidUpper: math.Min(1, above+at/2),
		MidLower: math.Min(1, below+at/2),
	}
	t.MidTwoSided = math.Min(1, 2*math.Min(t.MidUpper, t.MidLower))
	return t, nil
}

// pmf lists the probabilities from the value first on, without negligible ends.
func (h NoncentralHypergeometric) pmf() (first int, out []float64) {
	low, high := h.mode, h.mode
	var up, down []float64
	total := 1.0
	for w := 1.0; high < h.hi; high++ {
		if w *= h.ratio(high); w < negligible {
			break
		}
		up = append(up, w)
		total += w
	}
	for w := 1.0; low > h.lo; low-- {
		if w /= h.ratio(low - 1); w < negligible {
			break
		}
		down = append(down, w)
		total += w
	}
	out = make([]float64, 0, len(up)+len(down)+1)
	for i := len(down) - 1; i >= 0; i-- {
		out = append(out, down[i]/total)
	}
	out = append(out, 1/total)
	for _, w := range up {
		out = append(out, w/total)
	}
	return low, out
}
