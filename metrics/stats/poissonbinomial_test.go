package stats

import (
	"math"
	"testing"
)

// Every subset of a handful of pupils, by the definition.
func TestPoissonBinomialAgainstEnumeration(t *testing.T) {
	for _, groups := range [][]PupilGroup{
		{{1, 0.3}},
		{{2, 0.5}, {3, 0.1}},
		{{2, 1}, {3, 0.2}, {4, 0}},
		{{0, 0.7}, {5, 0.99}, {4, 1e-9}, {1, 0.5}},
		{{3, 1}}, {{3, 0}}, {},
	} {
		var p []float64
		for _, g := range groups {
			for range g.Pupils {
				p = append(p, g.Probability)
			}
		}
		want := make([]float64, len(p)+2) // want[k] = P(X>=k)
		for subset := range 1 << len(p) {
			probability, events := 1.0, 0
			for i, pi := range p {
				if subset>>i&1 == 1 {
					probability *= pi
					events++
				} else {
					probability *= 1 - pi
				}
			}
			for k := 0; k <= events; k++ {
				want[k] += probability
			}
		}
		for k := 0; k <= len(p); k++ {
			got, err := PoissonBinomialTail(groups, k)
			if err != nil {
				t.Fatal(err)
			}
			if !near(got, want[k], 1e-13, 0) {
				t.Errorf("%v: P(X>=%d) = %v, want %v", groups, k, got, want[k])
			}
		}
		for _, k := range []int{-1, len(p) + 1} {
			_, err := PoissonBinomialTail(groups, k)
			wantError(t, "impossible count", err, ErrInvalid)
		}
	}
}

// Many pupils with one probability, however they are split, are binomial; the
// far tail has to keep its digits: P(X=n) = p^n.
func TestPoissonBinomialLarge(t *testing.T) {
	whole, err := NewPoissonBinomial([]PupilGroup{{4000, 0.05}})
	if err != nil {
		t.Fatal(err)
	}
	split, err := NewPoissonBinomial([]PupilGroup{{1500, 0.05}, {1, 0.05}, {2499, 0.05}})
	if err != nil {
		t.Fatal(err)
	}
	for _, k := range []int{0, 150, 200, 260, 400} {
		a, err := whole.UpperTail(k)
		if err != nil {
			t.Fatal(err)
		}
		b, err := split.UpperTail(k)
		if err != nil {
			t.Fatal(err)
		}
		want := math.Exp(logAtLeast(binomial{4000, 0.05, 0.95}, k))
		if !near(a, want, 1e-10, 0) || !near(b, want, 1e-10, 0) {
			t.Errorf("P(X>=%d) = %v whole, %v split, want %v", k, a, b, want)
		}
	}
	all, err := PoissonBinomialTail([]PupilGroup{{100, 0.01}, {20, 0.1}}, 120)
	if err != nil {
		t.Fatal(err)
	}
	if !near(all, 1e-220, 1e-11, 0) {
		t.Errorf("P(all) = %v, want 1e-220", all)
	}
}

func FuzzPoissonBinomial(f *testing.F) {
	f.Add(120, 0.02, 40, 0.05, 20, 0.11, 13)
	f.Add(0, 0.0, 5, 1.0, 3, 0.5, 5)
	f.Add(1, math.NaN(), 0, 0.0, 0, 0.0, 0)
	f.Add(5, 0.1, -1, 0.5, 0, 0.0, 0)
	f.Add(2000, 1e-300, 2000, 1-1e-16, 1, 0.5, 2000)
	f.Fuzz(func(t *testing.T, n1 int, p1 float64, n2 int, p2 float64, n3 int, p3 float64, k int) {
		if max(n1, n2, n3) > 3000 {
			t.Skip("slow")
		}
		a, err := PoissonBinomialTail([]PupilGroup{{n1, p1}, {n2, p2}, {n3, p3}}, k)
		if err != nil {
			return
		}
		b, err := PoissonBinomialTail([]PupilGroup{{n3, p3}, {n1, p1}, {n2, p2}}, k)
		if err != nil || !near(a, b, 1e-10, 1e-280) || !(a >= 0 && a <= 1) {
			t.Fatalf("tail %v, in another order %v (%v)", a, b, err)
		}
		if k > 0 {
			more, err := PoissonBinomialTail([]PupilGroup{{n1, p1}, {n2, p2}, {n3, p3}}, k-1)
			if err != nil || more < a {
				t.Fatalf("P(X>=%d) = %v but P(X>=%d) = %v (%v)", k, a, k-1, more, err)
			}
		}
	})
}

func BenchmarkPoissonBinomial(b *testing.B) {
	groups := []PupilGroup{{120, .02}, {40, .05}, {20, .11}, {12, .3}}
	for b.Loop() {
		if _, err := PoissonBinomialTail(groups, 13); err != nil {
			b.Fatal(err)
		}
	}
}
