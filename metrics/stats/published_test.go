package stats

import (
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// Newcombe, Stat Med 1998;17:857, table I, method 3 (score) and the "exact" row.
func TestPublishedProportions(t *testing.T) {
	for _, c := range []struct {
		x, n            int
		wilson, clopper [2]float64
	}{
		{81, 263, [2]float64{0.2553, 0.3662}, [2]float64{0.2527, 0.3676}},
		{15, 148, [2]float64{0.0624, 0.1605}, [2]float64{0.0578, 0.1617}},
		{0, 20, [2]float64{0, 0.1611}, [2]float64{0, 0.1684}},
		{1, 29, [2]float64{0.0061, 0.1718}, [2]float64{0.0009, 0.1776}},
	} {
		w, err := Wilson(c.x, c.n, 0.95)
		if err != nil {
			t.Fatal(err)
		}
		cp, err := ClopperPearson(c.x, c.n, 0.95)
		if err != nil {
			t.Fatal(err)
		}
		got := [][2]float64{{w.Lo, w.Hi}, {cp.Lo, cp.Hi}}
		want := [][2]float64{c.wilson, c.clopper}
		if diff := cmp.Diff(want, got, cmpopts.EquateApprox(0, 5.1e-5)); diff != "" {
			t.Errorf("%d/%d (-want +got):\n%s", c.x, c.n, diff)
		}
	}
}

// Newcombe, Stat Med 1998;17:873, table II, method 10.
func TestPublishedDifferences(t *testing.T) {
	for _, c := range []struct {
		x1, n1, x2, n2 int
		want           [2]float64
	}{
		{56, 70, 48, 80, [2]float64{0.0524, 0.3339}},
		{9, 10, 3, 10, [2]float64{0.1705, 0.8090}},
		{5, 56, 0, 29, [2]float64{-0.0381, 0.1926}},
		{0, 10, 0, 20, [2]float64{-0.1611, 0.2775}},
		{10, 10, 0, 20, [2]float64{0.6791, 1.0000}},
		{10, 10, 0, 10, [2]float64{0.6075, 1.0000}},
	} {
		d, err := Newcombe(c.x1, c.n1, c.x2, c.n2, 0.95)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(c.want, [2]float64{d.Interval.Lo, d.Interval.Hi}, cmpopts.EquateApprox(0, 5.1e-5)); diff != "" {
			t.Errorf("%d/%d - %d/%d (-want +got):\n%s", c.x1, c.n1, c.x2, c.n2, diff)
		}
	}
}

// Closed forms: limits at 0 and n, Poisson limits at 0, and Fisher's tea tasting,
// where the tables as extreme as (3,1,1,3) have probability (1+16+16+1)/70.
func TestClosedForms(t *testing.T) {
	for _, n := range []int{1, 7, 1000, 1_000_000_000} {
		cp, err := ClopperPearson(n, n, 0.95)
		if err != nil {
			t.Fatal(err)
		}
		wantValue(t, "Clopper-Pearson n/n", "lower", cp.Lo, math.Exp(math.Log(0.025)/float64(n)))
		zero, err := ClopperPearson(0, n, 0.95)
		if err != nil {
			t.Fatal(err)
		}
		if !near(zero.Hi, -math.Expm1(math.Log(0.025)/float64(n)), 1e-12, 0) {
			t.Errorf("Clopper-Pearson 0/%d upper = %v", n, zero.Hi)
		}
		if zero.Lo != 0 || cp.Hi != 1 {
			t.Errorf("limits at 0 and n of %d are %v and %v", n, zero.Lo, cp.Hi)
		}
		w, err := Wilson(0, n, 0.95)
		if err != nil {
			t.Fatal(err)
		}
		const z2 = 1.959963984540054 * 1.959963984540054
		if w.Lo != 0 || !near(w.Hi, z2/(float64(n)+z2), 1e-12, 0) {
			t.Errorf("Wilson 0/%d = %v", n, w)
		}
	}
	g, err := Garwood(0, 0.95)
	if err != nil {
		t.Fatal(err)
	}
	wantValue(t, "Garwood 0", "upper", g.Hi, -math.Log(0.025))
	p, err := FisherExact(Table{3, 1, 1, 3})
	if err != nil {
		t.Fatal(err)
	}
	wantValue(t, "tea", "p", p, 34.0/70)
}

// By hand from the definition, from R's exact limits for x=10 (count_rate_ci,
// 4.79538869613 and 18.39035604202) and for x=0 (3.688879454): phi=2.25 makes both
// distances half as long again, phi=9 three times, floored at 0.
func TestWidenedGarwood(t *testing.T) {
	const lo, hi = 4.7953886961324343, 18.390356042017781
	for _, c := range []struct {
		x           int
		phi, lo, hi float64
	}{
		{10, 1, lo, hi},
		{10, 0.3, lo, hi},
		{10, 2.25, 10 - 1.5*(10-lo), 10 + 1.5*(hi-10)},
		{10, 9, 0, 10 + 3*(hi-10)},
		{0, 4, 0, 2 * 3.6888794541139363},
	} {
		iv, err := WidenedGarwood(c.x, c.phi, 0.95)
		if err != nil {
			t.Fatal(err)
		}
		wantInterval(t, "widened", "Garwood", iv, c.lo, c.hi, 0.95)
	}
	rate, err := EventRate(10, 80, 100, 2.25, 0.95)
	if err != nil {
		t.Fatal(err)
	}
	wantValue(t, "rate", "per 100", rate.Value, 12.5)
	wantInterval(t, "rate", "widened", rate.Interval, (10-1.5*(10-lo))*1.25, (10+1.5*(hi-10))*1.25, 0.95)
}

func TestSmallArithmetic(t *testing.T) {
	for _, c := range []struct{ z, want float64 }{
		{0, 1}, {1.959963984540054, 0.05}, {-1.959963984540054, 0.05}, {3.0902323061678132, 0.002},
	} {
		if got := TwoSidedP(c.z); !near(got, c.want, 1e-12, 0) {
			t.Errorf("TwoSidedP(%v) = %v, want %v", c.z, got, c.want)
		}
	}
	if !math.IsNaN(TwoSidedP(math.NaN())) {
		t.Error("TwoSidedP(NaN) is a number")
	}
	// 1e16 + 1 + ... loses every 1 without compensation.
	if got := Sum([]float64{1, 1e16, 1, -1e16, 1}); got != 3 {
		t.Errorf("Sum = %v, want 3", got)
	}
	w, err := Winsorise([]float64{0, 10, 20, 30, 100}, 0.25)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]float64{10, 10, 20, 30, 30}, w); diff != "" {
		t.Errorf("Winsorise (-want +got):\n%s", diff)
	}
	// Two schools: (2*3-1)/(5 - (4+9)/5) = 5/2.4.
	tau2, err := AdditiveTau2(3, []float64{2, 3})
	if err != nil {
		t.Fatal(err)
	}
	wantValue(t, "two schools", "tau2", tau2, 5/2.4)
	q, err := BenjaminiHochberg([]float64{math.NaN(), 0.02, 0.5, math.NaN(), 0.01})
	if err != nil {
		t.Fatal(err)
	}
	// Three tests: .01*3/1, .02*3/2, .5*3/3.
	want := []float64{math.NaN(), 0.03, 0.5, math.NaN(), 0.03}
	if diff := cmp.Diff(want, q, cmpopts.EquateNaNs(), cmpopts.EquateApprox(1e-15, 0)); diff != "" {
		t.Errorf("BenjaminiHochberg with NaN (-want +got):\n%s", diff)
	}
}

// Ties: with target 1/2 and tail 2^-n, F(0) and P(X=n) equal the tail exactly, so
// that the limits are the whole counts 0 and n-1, with alpha 0.
func TestFunnelTies(t *testing.T) {
	for n := 2; n <= 20; n++ {
		f, err := FunnelBinomial(n, 0.5, 1-math.Pow(2, float64(1-n)))
		if err != nil {
			t.Fatal(err)
		}
		if f.Lo.R != 0 || f.Hi.R != n-1 {
			t.Errorf("n=%d: %+v, want counts 0 and %d", n, f, n-1)
		}
		wantValue(t, "tie", "lower alpha", f.Lo.Alpha, 0)
		wantValue(t, "tie", "upper limit", f.Hi.Raw, float64(n-1)/float64(n))
	}
}
