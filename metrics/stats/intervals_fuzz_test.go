package stats

import (
	"math"
	"math/rand/v2"
	"testing"
)

// wider tells whether outer contains inner up to rounding.
func wider(outer, inner Interval) bool {
	slack := 1e-12 * (1 + math.Abs(inner.Lo) + math.Abs(inner.Hi))
	if math.IsInf(inner.Hi, 1) {
		return math.IsInf(outer.Hi, 1) && outer.Lo <= inner.Lo*(1+1e-12)
	}
	return outer.Lo <= inner.Lo+slack && outer.Hi >= inner.Hi-slack
}

func FuzzProportion(f *testing.F) {
	f.Add(0, 1, 0.95)
	f.Add(1, 1, 0.998)
	f.Add(5, 50, 0.95)
	f.Add(0, 1_000_000_000, 0.998)
	f.Add(1, 1_000_000_000, 0.95)
	f.Add(999_999_999, 1_000_000_000, 0.95)
	f.Add(500_000_000, 1_000_000_000, 0.5)
	f.Add(3, 2, 0.95)
	f.Add(1, 2, 95.0)
	f.Add(math.MaxInt, math.MaxInt, 1e-300)
	f.Add(math.MinInt, 4, math.NaN())
	f.Fuzz(proportionProperties)
}

func proportionProperties(t *testing.T, x, n int, level float64) {
	t.Helper()
	methods := map[string]func(int, int, float64) (Interval, error){"Wilson": Wilson, "Clopper-Pearson": ClopperPearson}
	if n > 1_000_000_000 { // exact tails of 10^12 take a second
		n %= 1_000_000_000
	}
	possible := n > 0 && x >= 0 && x <= n && level > 0 && level < 1
	for name, method := range methods {
		iv, err := method(x, n, level)
		if (err == nil) != possible {
			t.Fatalf("%s(%d, %d, %v): error %v", name, x, n, level, err)
		}
		if err != nil {
			continue
		}
		p := float64(x) / float64(n)
		const slack = 1e-12
		if !(iv.Lo >= 0 && iv.Lo <= p*(1+slack) && p <= iv.Hi*(1+slack) && iv.Hi <= 1) {
			t.Fatalf("%s(%d, %d, %v) = %v is not ordered around %v", name, x, n, level, iv, p)
		}
		if x == 0 && iv.Lo != 0 || x > 0 && iv.Lo == 0 || x == n && iv.Hi != 1 {
			t.Fatalf("%s(%d, %d, %v) = %v at an end", name, x, n, level, iv)
		}
		mirror, err := method(n-x, n, level)
		if err != nil || !near(1-mirror.Hi, iv.Lo, 1e-12, 1e-15) || !near(1-mirror.Lo, iv.Hi, 1e-12, 1e-15) {
			t.Fatalf("%s(%d, %d, %v) = %v but the complement gives %v (%v)", name, x, n, level, iv, mirror, err)
		}
		if outer, err := method(x, n, (1+level)/2); err == nil && !wider(outer, iv) {
			t.Fatalf("%s(%d, %d): %v at %v does not contain %v", name, x, n, outer, (1+level)/2, iv)
		}
		if n <= 1_000_000 {
			more, err := method(4*x, 4*n, level)
			if err != nil || more.Hi-more.Lo > (iv.Hi-iv.Lo)*(1+1e-9) {
				t.Fatalf("%s(%d, %d, %v): four times the pupils gives %v from %v (%v)", name, x, n, level, more, iv, err)
			}
		}
	}
}

// The exact limits solve their defining equations; the tail is added up here by
// a route of its own, log-gamma term by term.
func TestClopperPearsonSolvesItsEquation(t *testing.T) {
	atLeast := func(x, n int, p float64) float64 {
		var sum float64
		for k := x; k <= n; k++ {
			a, _ := math.Lgamma(float64(n + 1))
			b, _ := math.Lgamma(float64(k + 1))
			c, _ := math.Lgamma(float64(n - k + 1))
			sum += math.Exp(a - b - c + float64(k)*math.Log(p) + float64(n-k)*math.Log1p(-p))
		}
		return sum
	}
	for _, c := range [][2]int{{1, 2}, {1, 400}, {37, 40}, {200, 400}, {3, 1900}} {
		for _, level := range []float64{0.5, 0.95, 0.998, 0.999999} {
			iv, err := ClopperPearson(c[0], c[1], level)
			if err != nil {
				t.Fatal(err)
			}
			tail := (1 - level) / 2
			if got := atLeast(c[0], c[1], iv.Lo); !near(got, tail, 1e-9, 0) {
				t.Errorf("%v %v: P(X>=x|lo) = %v, want %v", c, level, got, tail)
			}
			if got := 1 - atLeast(c[0]+1, c[1], iv.Hi); !near(got, tail, 1e-8, 1e-12) {
				t.Errorf("%v %v: P(X<=x|hi) = %v, want %v", c, level, got, tail)
			}
		}
	}
}

func FuzzNewcombe(f *testing.F) {
	f.Add(9, 60, 21, 420, 0.95)
	f.Add(0, 1, 1, 1, 0.998)
	f.Add(0, 1_000_000_000, 1_000_000_000, 1_000_000_000, 0.95)
	f.Add(1, 0, 0, 5, 0.95)
	f.Add(-1, 4, 2, 5, 0.95)
	f.Fuzz(newcombeProperties)
}

func newcombeProperties(t *testing.T, x1, n1, x2, n2 int, level float64) {
	t.Helper()
	d, err := Newcombe(x1, n1, x2, n2, level)
	if err != nil {
		if level > 0 && level < 1 && x1 >= 0 && x2 >= 0 && x1 <= n1 && x2 <= n2 && n1 > 0 && n2 > 0 &&
			float64(n1) <= maxCount && float64(n2) <= maxCount {
			t.Fatalf("possible input refused: %v", err)
		}
		return
	}
	iv := d.Interval
	if !(iv.Lo >= -1 && iv.Lo <= d.Value+1e-12 && d.Value <= iv.Hi+1e-12 && iv.Hi <= 1) {
		t.Fatalf("%+v is not ordered", d)
	}
	swapped, err := Newcombe(x2, n2, x1, n1, level)
	if err != nil || !near(-swapped.Interval.Hi, iv.Lo, 1e-12, 1e-12) || !near(-swapped.Interval.Lo, iv.Hi, 1e-12, 1e-12) {
		t.Fatalf("swapping the groups: %+v and %+v (%v)", d, swapped, err)
	}
	flipped, err := Newcombe(n1-x1, n1, n2-x2, n2, level)
	if err != nil || !near(-flipped.Interval.Hi, iv.Lo, 1e-12, 1e-12) || !near(-flipped.Interval.Lo, iv.Hi, 1e-12, 1e-12) {
		t.Fatalf("complement: %+v and %+v (%v)", d, flipped, err)
	}
	if outer, err := Newcombe(x1, n1, x2, n2, (1+level)/2); err == nil && !wider(outer.Interval, iv) {
		t.Fatalf("a higher level gives %+v from %+v", outer, d)
	}
}

func FuzzPoissonInterval(f *testing.F) {
	f.Add(0, 1.0, 0.95)
	f.Add(16, 3.0, 0.998)
	f.Add(1_000_000_000, 1.0, 0.95)
	f.Add(1, 0.2, 0.999999999)
	f.Add(2, math.Inf(1), 0.95)
	f.Add(-2, 1.0, 0.95)
	f.Fuzz(poissonProperties)
}

func poissonProperties(t *testing.T, x int, phi, level float64) {
	t.Helper()
	if x > 1_000_000_000 {
		x %= 1_000_000_000
	}
	g, err := Garwood(x, level)
	if (err == nil) != (x >= 0 && level > 0 && level < 1) {
		t.Fatalf("Garwood(%d, %v): error %v", x, level, err)
	}
	if err != nil {
		return
	}
	fx := float64(x)
	if !(g.Lo >= 0 && g.Lo <= fx*(1+1e-12) && fx <= g.Hi*(1+1e-12)) || math.IsInf(g.Hi, 0) {
		t.Fatalf("Garwood(%d, %v) = %v", x, level, g)
	}
	next, err := Garwood(x+1, level)
	if err != nil || next.Lo < g.Lo || next.Hi < g.Hi {
		t.Fatalf("one more event: %v after %v (%v)", next, g, err)
	}
	if outer, err := Garwood(x, (1+level)/2); err == nil && !wider(outer, g) {
		t.Fatalf("a higher level gives %v from %v", outer, g)
	}
	w, err := WidenedGarwood(x, phi, level)
	if (err == nil) != (phi >= 0 && !math.IsInf(phi, 0)) {
		t.Fatalf("WidenedGarwood phi %v: error %v", phi, err)
	}
	if err == nil && (!wider(w, g) || w.Lo < 0) {
		t.Fatalf("widened %v does not contain %v", w, g)
	}
	b, err := Byar(x, level)
	if err != nil {
		t.Fatal(err)
	}
	if b.Lo < 0 || b.Lo > fx || b.Hi < fx || (math.IsNaN(b.Lo) && x > 5 && level < 0.9999) {
		t.Fatalf("Byar(%d, %v) = %v", x, level, b)
	}
}

func FuzzRatios(f *testing.F) {
	f.Add(6, 24, 10, 160, 0.95)
	f.Add(0, 1, 0, 1, 0.95)
	f.Add(1, 0, 1, 0, 0.998)
	f.Add(0, 5, 5, 0, 0.95)
	f.Add(1_000_000_000, 1, 1, 1_000_000_000, 0.95)
	f.Add(-1, 0, 0, 0, 0.95)
	f.Fuzz(ratioProperties)
}

func ratioProperties(t *testing.T, a, b, c, d int, level float64) {
	t.Helper()
	fits := map[string]func(Table, float64) (Ratio, error){
		"risk": RiskRatio, "odds": OddsRatio, "risk Haldane": RiskRatioHaldane, "odds Haldane": OddsRatioHaldane,
	}
	table, swapped := Table{a, b, c, d}, Table{c, d, a, b}
	for name, fit := range fits {
		r, err := fit(table, level)
		if err != nil {
			continue
		}
		if math.IsNaN(r.Value) || r.Value < 0 {
			t.Fatalf("%s of %v = %+v", name, table, r)
		}
		if math.IsNaN(r.LogSE) {
			continue
		}
		if !(r.Interval.Lo >= 0 && r.Interval.Lo <= r.Value*(1+1e-12) && r.Value <= r.Interval.Hi*(1+1e-12)) {
			t.Fatalf("%s of %v = %+v is not ordered", name, table, r)
		}
		back, err := fit(swapped, level)
		if err != nil || !near(1/back.Value, r.Value, 1e-9, 0) || !near(back.LogSE, r.LogSE, 1e-9, 1e-12) {
			t.Fatalf("%s of %v: swapped groups give %+v after %+v (%v)", name, table, back, r, err)
		}
	}
	fisher, err := FisherExact(table)
	if err != nil {
		return
	}
	mirror, err := FisherExact(swapped)
	if err != nil || !(fisher >= 0 && fisher <= 1) || !near(mirror, fisher, 1e-6, 1e-300) {
		t.Fatalf("Fisher of %v = %v, swapped %v (%v)", table, fisher, mirror, err)
	}
}

func FuzzRateRatio(f *testing.F) {
	f.Add(11, 17877, 41, 116538, 0.95)
	f.Add(0, 1, 0, 1, 0.95)
	f.Add(0, 5, 7, 5, 0.998)
	f.Add(1_000_000, 10, 1_000_000_000, 3, 0.95)
	f.Add(1, 0, 0, 0, 0.95)
	f.Fuzz(rateRatioProperties)
}

func rateRatioProperties(t *testing.T, x1, n1, x2, n2 int, level float64) {
	t.Helper()
	if x1 > 1_000_000_000 || x2 > 1_000_000_000 {
		t.Skip("slow")
	}
	r, err := NewRateRatio(x1, n1, x2, n2, level)
	if err != nil {
		return
	}
	if !(r.Exact.Lo >= 0 && r.Exact.Lo <= r.Exact.Hi) || !(r.ExactP >= 0 && r.ExactP <= 1) {
		t.Fatalf("%+v", r)
	}
	if !math.IsNaN(r.Value) && !(r.Exact.Lo <= r.Value*(1+1e-9) && r.Value <= r.Exact.Hi*(1+1e-9)) {
		t.Fatalf("%+v is not ordered", r)
	}
	back, err := NewRateRatio(x2, n2, x1, n1, level)
	if err != nil || !near(1/back.Exact.Hi, r.Exact.Lo, 1e-9, 0) || !near(back.ExactP, r.ExactP, 1e-6, 1e-300) {
		t.Fatalf("swapped %+v after %+v (%v)", back, r, err)
	}
}

func FuzzFunnel(f *testing.F) {
	f.Add(50, 0.18, 0.95)
	f.Add(3, 0.1, 0.998)
	f.Add(1, 0.0, 0.95)
	f.Add(1, 1.0, 0.95)
	f.Add(1_000_000_000, 0.5, 0.998)
	f.Add(10, math.NaN(), 0.95)
	f.Add(10, 0.002, 0.9999999999999999)
	f.Fuzz(funnelProperties)
}

func funnelProperties(t *testing.T, n int, target, level float64) {
	t.Helper()
	if n > 1_000_000_000 {
		n %= 1_000_000_000
	}
	b, err := FunnelBinomial(n, target, level)
	if (err == nil) != (n > 0 && target >= 0 && target <= 1 && level > 0 && level < 1) {
		t.Fatalf("binomial(%d, %v, %v): error %v", n, target, level, err)
	}
	if err == nil {
		checkFunnel(t, b, level, func(l float64) (FunnelLimits, error) { return FunnelBinomial(n, target, l) })
		if b.Hi.Value > 1 {
			t.Fatalf("%+v above 1", b)
		}
	}
	if p, err := FunnelPoisson(n, target, level); err == nil {
		checkFunnel(t, p, level, func(l float64) (FunnelLimits, error) { return FunnelPoisson(n, target, l) })
	}
}

func checkFunnel(t *testing.T, f FunnelLimits, level float64, again func(float64) (FunnelLimits, error)) {
	t.Helper()
	if !(f.Lo.Value >= 0 && f.Lo.Value <= f.Hi.Value+1e-12) {
		t.Fatalf("%+v is not ordered", f)
	}
	for _, l := range []FunnelLimit{f.Lo, f.Hi} {
		if !(l.Alpha >= 0 && l.Alpha <= 1+1e-6) {
			t.Fatalf("alpha of %+v is outside [0,1]", l)
		}
	}
	if outer, err := again((1 + level) / 2); err == nil {
		if outer.Lo.Raw > f.Lo.Raw+1e-9 || outer.Hi.Raw < f.Hi.Raw-1e-9 {
			t.Fatalf("a higher level gives %+v from %+v", outer, f)
		}
	}
}

// The same properties on a thousand possible inputs of every size, since random
// fuzzing input is mostly impossible.
func TestIntervalProperties(t *testing.T) {
	r := rand.New(rand.NewPCG(19, 98))
	count := func() int { return int(math.Pow(10, 7*r.Float64())) }
	within := func(n int) int {
		switch r.IntN(4) {
		case 0:
			return min(n, r.IntN(4))
		case 1:
			return n - min(n, r.IntN(4))
		}
		return r.IntN(n + 1)
	}
	for range 1000 {
		n1, n2 := count(), count()
		x1, x2 := within(n1), within(n2)
		level := [...]float64{0.5, 0.8, 0.95, 0.99, 0.998, r.Float64()}[r.IntN(6)]
		proportionProperties(t, x1, n1, level)
		newcombeProperties(t, x1, n1, x2, n2, level)
		poissonProperties(t, x1, 4*r.Float64(), level)
		ratioProperties(t, x1, n1-x1, x2, n2-x2, level)
		rateRatioProperties(t, x1, n1, x2, n2, level)
		funnelProperties(t, n1, float64(x2)/float64(n2), level)
	}
}
