package stats

import (
	"math"
	"testing"
)

// By hand: four values, position 1 + 3 prob.
func TestQuantile7ByHand(t *testing.T) {
	values := []float64{40, 10, 30, 20}
	for prob, want := range map[float64]float64{0: 10, 0.25: 17.5, 0.5: 25, 0.9: 37, 1: 40} {
		got, err := Quantile7(values, prob)
		if err != nil {
			t.Fatal(err)
		}
		wantValue(t, "by hand", "quantile", got, want)
	}
	if values[0] != 40 {
		t.Error("the caller's values were sorted in place")
	}
	one, err := Ranks([]float64{5})
	if err != nil {
		t.Fatal(err)
	}
	if r := one[0]; r.Min != 1 || r.Quintile != 1 || !math.IsNaN(r.PercentRank) || r.CumulativeShare != 1 {
		t.Errorf("a school alone ranks %+v", r)
	}
}

func FuzzQuantile(f *testing.F) {
	f.Add(1.0, 2.0, 3.0, 4.0, 0.1)
	f.Add(-1.5, 0.0, 0.0, 1e6, 0.9)
	f.Add(math.Inf(1), 0.0, math.Inf(-1), 1.0, 0.5)
	f.Add(math.NaN(), 0.0, 1.0, 1.0, 0.5)
	f.Add(1e308, -1e308, 1e308, 1.0, 1.0/3)
	f.Fuzz(func(t *testing.T, a, b, c, d, prob float64) {
		q, err := Quantile7([]float64{a, b, c, d}, prob)
		if err != nil {
			return
		}
		again, err := Quantile7([]float64{d, b, a, c}, prob)
		if err != nil || !near(again, q, 0, 0) {
			t.Fatalf("quantile %v, in another order %v (%v)", q, again, err)
		}
		if math.IsInf(a+b+c+d, 0) || math.IsNaN(a+b+c+d) {
			return
		}
		slack := 1e-12 * math.Abs(q)
		if q < min(a, b, c, d)-slack || q > max(a, b, c, d)+slack {
			t.Fatalf("quantile %v of %v %v %v %v", q, a, b, c, d)
		}
		higher, err := Quantile7([]float64{a, b, c, d}, (1+prob)/2)
		if err != nil || higher < q-slack {
			t.Fatalf("a higher quantile is %v after %v (%v)", higher, q, err)
		}
	})
}
