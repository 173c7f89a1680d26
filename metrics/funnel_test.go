package metrics

import (
	"fmt"
	"math"
	"testing"
)

func TestFunnelLimits(t *testing.T) {
	for _, c := range []struct {
		name   string
		f      Funnel
		test   TestKind
		x, tau float64
		lo, hi float64
	}{
		// 1.959964 sqrt(1/4) and 1.959964 sqrt(1/4 + 0.11).
		{"ratio", Funnel{Ratio: true}, ExcessTest, 4, 0, -0.979982, 0.979982},
		{"ratio with variation", Funnel{Ratio: true}, ExcessTest, 4, 0.11, -1.1759784, 1.1759784},
		// 0.2 +- 1.959964 sqrt(0.2 x 0.8 / 100); below 0 it is 0.
		{"share", Funnel{Target: 0.2}, RegisterTest, 100, 0, 0.12160144, 0.27839856},
		{"share near 0", Funnel{Target: 0.02}, RegisterTest, 50, 0, 0, 0.05880526},
		// The worked value of method.md for n = 50 and 0.18.
		{"leavers", Funnel{Target: 0.18}, LeaverTest, 50, 0, 0.0686513076, 0.2822482700},
	} {
		lo, hi, err := c.f.limitsAt(c.x, 0.95, c.test, c.tau)
		if err != nil || math.Abs(lo-c.lo) > 1e-6 || math.Abs(hi-c.hi) > 1e-6 {
			t.Errorf("%s: %.8f to %.8f, not %.8f to %.8f (%v)", c.name, lo, hi, c.lo, c.hi, err)
		}
	}
}

// funnelSchools are n primary schools of 340 pupils without SEND and 60 with, of
// whom the first had 40 suspended and the others 6.
func funnelSchools(t *testing.T, n int) (*Analysis, []int) {
	t.Helper()
	d := NewDataset()
	var all []int
	for i := range n {
		s := d.Intern(URN(fmt.Sprint(100001 + i)))
		d.Schools[s].LA, d.Schools[s].Phase = "202", Primary
		suspended := 6.0
		if i == 0 {
			suspended = 40
		}
		for g, c := range map[Group][2]float64{GroupNoSEN: {340, 17}, GroupSENSupport: {60, suspended}, GroupEHCPlan: {0, 0}} {
			d.Set(s, 2023, Pupils, g, Known(c[0]))
			d.Set(s, 2023, PupilsSuspended, g, Known(c[1]))
		}
		all = append(all, i)
	}
	d.Finish()
	a, err := Analyse(d, 2023, []ComparatorKind{CompareLA}, DefaultOptions())
	if err != nil {
		t.Fatal(err)
	}
	return a, all
}

// A school lies outside the limits of a level where its z does, and only tested
// schools of the phase are there.
func TestFunnel(t *testing.T) {
	a, all := funnelSchools(t, 30)
	f, err := a.Funnel("suspended_once", Primary, all)
	if err != nil || len(f.Points) != 30 || len(f.Limits) != 2 {
		t.Fatalf("%d points, %d limits (%v)", len(f.Points), len(f.Limits), err)
	}
	for i, p := range f.Points {
		z := p.Y / math.Sqrt(1/p.X+p.Result.Tau2.V+p.Result.CentreVariance.V)
		if math.Abs(z-p.Result.Z.V) > 1e-9 {
			t.Errorf("school %d: z %.4f on the funnel, %.4f in the result", i, z, p.Result.Z.V)
		}
		want := 0
		if i == 0 { // 40 of 60 against 6 of 60: beyond every limit
			want = 2
		}
		if p.Beyond != want {
			t.Errorf("school %d (z %.2f) lies outside %d limits, not %d", i, p.Result.Z.V, p.Beyond, want)
		}
	}
	for _, c := range f.Limits {
		for i := 1; i < len(c.X); i++ {
			if c.Hi[i] > c.Hi[i-1] || c.Lo[i] < c.Lo[i-1] {
				t.Fatalf("limits of %v widen at %v", c.Level, c.X[i])
			}
		}
	}
	for name, c := range map[string]struct {
		phase   Phase
		schools []int
	}{"another phase": {Secondary, all}, "nine schools": {Primary, all[:9]}} {
		if f, err := a.Funnel("suspended_once", c.phase, c.schools); err != nil || len(f.Points) != 0 {
			t.Errorf("%s: %d points (%v)", name, len(f.Points), err)
		}
	}
	if f, err := a.Funnel("register_send", Primary, all); err != nil || len(f.Points) != 30 || f.Target != 0.15 { // 60 of 400
		t.Errorf("register: %d points around %v (%v)", len(f.Points), f.Target, err)
	}
}
