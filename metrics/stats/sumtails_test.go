package stats

import (
	"math/big"
	"testing"
)

// The sum over two and three years, by convolving the definition in exact
// rational arithmetic (odds ratios that are whole numbers).
func TestSumTailsAgainstEnumeration(t *testing.T) {
	years := []struct {
		n1, n0, m int
		psi       int64
	}{{12, 40, 9, 2}, {5, 3, 6, 1}, {20, 10, 25, 7}}
	for count := 1; count <= len(years); count++ {
		lo, want := 0, []*big.Rat{big.NewRat(1, 1)}
		var parts []NoncentralHypergeometric
		for _, y := range years[:count] {
			h, err := NewNoncentralHypergeometric(y.n1, y.n0, y.m, float64(y.psi))
			if err != nil {
				t.Fatal(err)
			}
			parts = append(parts, h)
			first, p := enumerate(y.n1, y.n0, y.m, y.psi, 1)
			next := make([]*big.Rat, len(want)+len(p)-1)
			for i := range next {
				next[i] = new(big.Rat)
			}
			for i, a := range want {
				for j, b := range p {
					next[i+j].Add(next[i+j], new(big.Rat).Mul(a, b))
				}
			}
			lo, want = lo+first, next
		}
		for i := range want {
			above := new(big.Rat)
			for _, p := range want[i+1:] {
				above.Add(above, p)
			}
			half := new(big.Rat).Quo(want[i], big.NewRat(2, 1))
			upper := float(new(big.Rat).Add(above, half))
			lower := float(new(big.Rat).Sub(new(big.Rat).Sub(big.NewRat(1, 1), above), half))
			got, err := SumTails(parts, lo+i)
			if err != nil {
				t.Fatal(err)
			}
			if !near(got.MidUpper, upper, 1e-11, 0) || !near(got.MidLower, lower, 1e-11, 0) ||
				!near(got.MidTwoSided, 2*min(upper, lower), 1e-11, 0) ||
				!near(got.AtLeast, float(new(big.Rat).Add(above, want[i])), 1e-11, 0) {
				t.Errorf("%d years, a=%d: %+v, want mid %v %v", count, lo+i, got, upper, lower)
			}
		}
		for _, a := range []int{lo - 1, lo + len(want)} {
			_, err := SumTails(parts, a)
			wantError(t, "impossible sum", err, ErrInvalid)
		}
	}
}
