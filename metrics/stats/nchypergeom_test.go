package stats

import (
	"math"
	"math/big"
	"testing"
)

// enumerate is the definition, term by term in exact rational arithmetic:
// C(n1,x) C(n0,m-x) psi^x over its sum, psi = num/den.
func enumerate(n1, n0, m int, num, den int64) (lo int, p []*big.Rat) {
	lo = max(0, m-n0)
	total := new(big.Rat)
	for x := lo; x <= min(n1, m); x++ {
		w := new(big.Int).Binomial(int64(n1), int64(x))
		w.Mul(w, new(big.Int).Binomial(int64(n0), int64(m-x)))
		w.Mul(w, new(big.Int).Exp(big.NewInt(num), big.NewInt(int64(x)), nil))
		w.Mul(w, new(big.Int).Exp(big.NewInt(den), big.NewInt(int64(min(n1, m)-x)), nil))
		p = append(p, new(big.Rat).SetInt(w))
		total.Add(total, p[len(p)-1])
	}
	for _, term := range p {
		term.Quo(term, total)
	}
	return lo, p
}

func float(r *big.Rat) float64 { f, _ := r.Float64(); return f }

func TestNoncentralHypergeometricAgainstEnumeration(t *testing.T) {
	type odds struct{ num, den int64 }
	for _, c := range [][3]int{{1, 1, 1}, {3, 4, 5}, {12, 40, 9}, {40, 12, 45}, {5, 60, 60}, {30, 30, 30}, {7, 0, 3}, {0, 9, 4}, {6, 6, 12}, {90, 300, 35}} {
		for _, psi := range []odds{{1, 100}, {1, 3}, {1, 1}, {5, 2}, {100, 1}} {
			n1, n0, m := c[0], c[1], c[2]
			lo, p := enumerate(n1, n0, m, psi.num, psi.den)
			h, err := NewNoncentralHypergeometric(n1, n0, m, float64(psi.num)/float64(psi.den))
			if err != nil {
				t.Fatal(err)
			}
			mean, square := new(big.Rat), new(big.Rat)
			for i, term := range p {
				x := big.NewRat(int64(lo+i), 1)
				step := new(big.Rat).Mul(x, term)
				mean.Add(mean, step)
				square.Add(square, new(big.Rat).Mul(x, step))
			}
			variance := new(big.Rat).Sub(square, new(big.Rat).Mul(mean, mean))
			gotMean, gotVariance := h.MeanVariance()
			if !near(gotMean, float(mean), 1e-12, 0) || !near(gotVariance, float(variance), 1e-11, 0) {
				t.Errorf("%v %v: mean %v variance %v, want %v %v", c, psi, gotMean, gotVariance, float(mean), float(variance))
			}
			for i := range p {
				above := new(big.Rat)
				for _, term := range p[i+1:] {
					above.Add(above, term)
				}
				half := new(big.Rat).Quo(p[i], big.NewRat(2, 1))
				upper := float(new(big.Rat).Add(above, half))
				lower := float(new(big.Rat).Sub(new(big.Rat).Sub(big.NewRat(1, 1), above), half))
				tails, err := h.Tails(lo + i)
				if err != nil {
					t.Fatal(err)
				}
				if !near(tails.MidUpper, upper, 1e-12, 0) || !near(tails.MidLower, lower, 1e-12, 0) ||
					!near(tails.AtLeast, float(new(big.Rat).Add(above, p[i])), 1e-12, 0) ||
					!near(tails.AtMost, float(new(big.Rat).Sub(big.NewRat(1, 1), above)), 1e-12, 0) ||
					!near(tails.MidTwoSided, 2*min(upper, lower), 1e-12, 0) {
					t.Errorf("%v %v a=%d: %+v, want mid %v %v", c, psi, lo+i, tails, upper, lower)
				}
			}
		}
	}
}

// The mean of the central case is n1 m/N, its variance n1 n0 m (N-m)/(N^2 (N-1)).
func TestNoncentralHypergeometricCentral(t *testing.T) {
	for _, c := range [][3]int{{100, 900, 66}, {1500, 4500, 2800}, {6000, 6000, 6000}, {500_000_000, 500_000_000, 1_000_000}} {
		h, err := NewNoncentralHypergeometric(c[0], c[1], c[2], 1)
		if err != nil {
			t.Fatal(err)
		}
		mean, variance := h.MeanVariance()
		n1, n0, m := float64(c[0]), float64(c[1]), float64(c[2])
		n := n1 + n0
		if want := n1 * m / n; !near(mean, want, 1e-11, 0) {
			t.Errorf("%v: mean %v, want %v", c, mean, want)
		}
		if want := n1 / n * (n0 / n) * m * ((n - m) / (n - 1)); !near(variance, want, 1e-9, 0) {
			t.Errorf("%v: variance %v, want %v", c, variance, want)
		}
	}
}

// Large rolls and far odds ratios against a sum of the definition by log-gamma,
// an independent and slower route good to about 1e-10.
func TestNoncentralHypergeometricLargeRolls(t *testing.T) {
	logChoose := func(n, k int) float64 {
		a, _ := math.Lgamma(float64(n + 1))
		b, _ := math.Lgamma(float64(k + 1))
		c, _ := math.Lgamma(float64(n - k + 1))
		return a - b - c
	}
	for _, psi := range []float64{0.01, 0.3, 1, 4, 100} {
		for _, c := range [][3]int{{1000, 5000, 300}, {3000, 3000, 3000}, {5900, 100, 4000}, {100, 5900, 5990}} {
			h, err := NewNoncentralHypergeometric(c[0], c[1], c[2], psi)
			if err != nil {
				t.Fatal(err)
			}
			lo, hi := h.Range()
			logs, top := make([]float64, 0, hi-lo+1), math.Inf(-1)
			for x := lo; x <= hi; x++ {
				l := logChoose(c[0], x) + logChoose(c[1], c[2]-x) + float64(x)*math.Log(psi)
				logs, top = append(logs, l), math.Max(top, l)
			}
			var s0, s1 float64
			for i, l := range logs {
				w := math.Exp(l - top)
				s0, s1 = s0+w, s1+w*float64(lo+i)
			}
			wantMean := s1 / s0
			var s2, upper float64
			mean, variance := h.MeanVariance()
			a := min(hi, int(wantMean)+20)
			for i, l := range logs {
				w := math.Exp(l-top) / s0
				s2 += w * (float64(lo+i) - wantMean) * (float64(lo+i) - wantMean)
				if lo+i >= a {
					upper += w
				}
			}
			if !near(mean, wantMean, 1e-9, 0) || !near(variance, s2, 1e-8, 0) {
				t.Errorf("%v psi %v: %v %v, want %v %v", c, psi, mean, variance, wantMean, s2)
			}
			tails, err := h.Tails(a)
			if err != nil {
				t.Fatal(err)
			}
			if !near(tails.AtLeast, upper, 1e-8, 1e-15) {
				t.Errorf("%v psi %v: P(X>=%d) = %v, want %v", c, psi, a, tails.AtLeast, upper)
			}
		}
	}
}

func FuzzNoncentralHypergeometric(f *testing.F) {
	f.Add(100, 900, 66, 27, 2.5)
	f.Add(0, 0, 0, 0, 1.0)
	f.Add(6000, 6000, 6000, 6000, 1e-2)
	f.Add(1_000_000_000, 1_000_000_000, 1_000_000, 3, 100.0)
	f.Add(3, 2, 9, 1, 1.0)
	f.Add(10, 10, 10, 5, math.NaN())
	f.Add(10, 1000, 1000, 5, 1e-90)
	f.Fuzz(func(t *testing.T, n1, n0, m, a int, psi float64) {
		h, err := NewNoncentralHypergeometric(n1, n0, m, psi)
		if err != nil {
			return
		}
		lo, hi := h.Range()
		mean, variance := h.MeanVariance()
		if !(mean >= float64(lo)-1e-9*float64(hi) && mean <= float64(hi)*(1+1e-12)) || !(variance >= 0) {
			t.Fatalf("mean %v variance %v of %d..%d", mean, variance, lo, hi)
		}
		tails, err := h.Tails(a)
		if (err != nil) != (a < lo || a > hi) {
			t.Fatalf("a=%d in %d..%d: error %v", a, lo, hi, err)
		}
		if err != nil {
			return
		}
		for _, p := range []float64{tails.AtLeast, tails.AtMost, tails.MidUpper, tails.MidLower, tails.MidTwoSided} {
			if !(p >= 0 && p <= 1+1e-12) {
				t.Fatalf("tail %v outside [0,1]: %+v", p, tails)
			}
		}
		if !near(tails.MidUpper+tails.MidLower, 1, 1e-12, 0) {
			t.Fatalf("mid-p tails do not add up: %+v", tails)
		}
		// Swapping the groups turns a into m-a and the odds ratio upside down.
		mirror, err := NewNoncentralHypergeometric(n0, n1, m, 1/psi)
		if err != nil {
			t.Skip("the inverse odds ratio is out of range")
		}
		swapped, err := mirror.Tails(m - a)
		if err != nil {
			t.Fatal(err)
		}
		if !near(swapped.MidUpper, tails.MidLower, 1e-6, 1e-9) {
			t.Fatalf("mirror: %+v and %+v", tails, swapped)
		}
	})
}

func BenchmarkNoncentralMeanVariance(b *testing.B) {
	for _, c := range []struct {
		name      string
		n1, n0, m int
		psi       float64
	}{
		{"roll1000", 150, 850, 66, 2.6},
		{"roll1000absence", 150, 850, 250, 2},
		{"roll6000", 1000, 5000, 1500, 2},
	} {
		b.Run(c.name, func(b *testing.B) {
			for b.Loop() {
				h, err := NewNoncentralHypergeometric(c.n1, c.n0, c.m, c.psi)
				if err != nil {
					b.Fatal(err)
				}
				h.MeanVariance()
			}
		})
	}
}

func BenchmarkNoncentralTails(b *testing.B) {
	for b.Loop() {
		h, err := NewNoncentralHypergeometric(150, 850, 66, 2.6)
		if err != nil {
			b.Fatal(err)
		}
		if _, err := h.Tails(30); err != nil {
			b.Fatal(err)
		}
	}
}
