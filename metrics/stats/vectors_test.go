package stats

import (
	"math"
	"testing"
)

// The expected values of this file are printed in the project's method page
// (sections 1.3, 1.4, 2.1, 2.2), to the digits given there.
const printed = 6e-11

func wantPrinted(t *testing.T, name string, got, want, half float64) {
	t.Helper()
	if !near(got, want, 0, half) {
		t.Errorf("%s = %.12g, want %.12g", name, got, want)
	}
}

func TestMethodIntervals(t *testing.T) {
	w, err := Wilson(5, 50, 0.95)
	if err != nil {
		t.Fatal(err)
	}
	wantPrinted(t, "Wilson lower", w.Lo, 0.0434757649, printed)
	wantPrinted(t, "Wilson upper", w.Hi, 0.2136023144, printed)

	d, err := Newcombe(9, 60, 21, 420, 0.95)
	if err != nil {
		t.Fatal(err)
	}
	wantPrinted(t, "Newcombe", d.Value, 0.1, printed)
	wantPrinted(t, "Newcombe lower", d.Interval.Lo, 0.0265098406, printed)
	wantPrinted(t, "Newcombe upper", d.Interval.Hi, 0.2124486658, printed)

	f, err := FunnelBinomial(50, 0.18, 0.95)
	if err != nil {
		t.Fatal(err)
	}
	wantPrinted(t, "funnel lower", f.Lo.Value, 0.0686513076, printed)
	wantPrinted(t, "funnel upper", f.Hi.Value, 0.2822482700, printed)
}

func TestMethodDispersion(t *testing.T) {
	x := []int{40, 62, 25, 88, 15, 70, 33, 20, 95, 12, 55, 41}
	n := []int{300, 310, 210, 420, 180, 390, 240, 250, 400, 60, 360, 205}
	events, pupils := 0, 0
	for i := range x {
		events, pupils = events+x[i], pupils+n[i]
	}
	d, err := ProportionDispersion(x, n, float64(events)/float64(pupils))
	if err != nil {
		t.Fatal(err)
	}
	wantPrinted(t, "phi", d.Phi, 3.3178833641, printed)
	wantPrinted(t, "raw phi", d.PhiRaw, 4.6025885718, printed)
	wantPrinted(t, "tau2", d.Tau2, 0.0013329668, printed)
}

func TestMethodMantelHaenszel(t *testing.T) {
	mh, err := NewMantelHaenszel([]Table{{6, 24, 10, 160}, {8, 32, 12, 148}, {3, 27, 5, 115}}, 0.95)
	if err != nil {
		t.Fatal(err)
	}
	wantPrinted(t, "odds ratio", mh.OddsRatio.Value, 3.2388059701, printed)
	wantPrinted(t, "lower", mh.OddsRatio.Interval.Lo, 1.6830938384, printed)
	wantPrinted(t, "upper", mh.OddsRatio.Interval.Hi, 6.2324891655, printed)
}

func TestMethodBenjaminiHochberg(t *testing.T) {
	got, err := BenjaminiHochberg([]float64{.0001, .0042, .0095, .021, .038, .049, .2, .64})
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []float64{.0008, .0168, .0253333333, .042, .0608, .0653333333, .2285714286, .64} {
		wantPrinted(t, "q", got[i], want, printed)
	}
}

func TestMethodPoissonBinomial(t *testing.T) {
	d, err := NewPoissonBinomial([]PupilGroup{{120, .02}, {40, .05}, {20, .11}})
	if err != nil {
		t.Fatal(err)
	}
	wantPrinted(t, "E", d.Expected, 6.6, printed)
	// The page prints the variance 6.21 to two places; 120*.02*.98 + 40*.05*.95 +
	// 20*.11*.89 = 2.352 + 1.9 + 1.958.
	wantPrinted(t, "variance", d.Variance, 6.21, printed)
	for k, want := range map[int]float64{13: 0.0148689708, 12: 0.0326995186} {
		p, err := d.UpperTail(k)
		if err != nil {
			t.Fatal(err)
		}
		wantPrinted(t, "P(X>=k)", p, want, printed)
	}
}

func TestMethodStandardised(t *testing.T) {
	oe, err := Standardise([]PupilGroup{{180, .18}, {178, .19}, {175, .20}, {170, .205}, {165, .21}}, 128, 0.95)
	if err != nil {
		t.Fatal(err)
	}
	const nine = 6e-10
	wantPrinted(t, "E", oe.Expected, 170.72, nine)
	wantPrinted(t, "O/E", oe.Ratio.Value, 0.749765698, nine)
	wantPrinted(t, "z", oe.Z, -3.649263904, nine)
	wantPrinted(t, "lower", oe.Ratio.Interval.Lo, 0.625502006, nine)
	wantPrinted(t, "upper", oe.Ratio.Interval.Hi, 0.891480022, nine)
}

// TestMethodExcess composes the excess test of section 2.1 from this package's parts.
func TestMethodExcess(t *testing.T) {
	schools := [][4]int{ // n1, n0, a, b
		{120, 480, 30, 40}, {90, 510, 16, 44}, {200, 800, 38, 70}, {60, 340, 9, 22},
		{150, 450, 25, 38}, {80, 620, 17, 50}, {110, 390, 40, 30},
	}
	table := func(s [4]int) Table { return Table{A: s[2], B: s[0] - s[2], C: s[3], D: s[1] - s[3]} }
	var z, weights []float64
	for i, s := range schools {
		var num, den float64
		for j, other := range schools {
			if j != i {
				n, d := table(other).MantelHaenszelTerms()
				num, den = num+n, den+d
			}
		}
		psi := num / den
		h, err := NewNoncentralHypergeometric(s[0], s[1], s[2]+s[3], psi)
		if err != nil {
			t.Fatal(err)
		}
		mean, variance := h.MeanVariance()
		d := (float64(s[2]) - mean) / variance
		z, weights = append(z, d*math.Sqrt(variance)), append(weights, variance)
		if i == 6 {
			wantPrinted(t, "psi", psi, 2.6411053519, printed)
			wantPrinted(t, "E", mean, 27.1118107484, printed)
			wantPrinted(t, "V", variance, 13.3446656553, printed)
			wantPrinted(t, "d", d, 0.9657933428, printed)
		}
	}
	disp, err := EffectDispersion(z, weights, WinsorShare, 1)
	if err != nil {
		t.Fatal(err)
	}
	wantPrinted(t, "raw mean z^2", disp.PhiRaw, 2.6335121818, printed)
	wantPrinted(t, "winsorised mean z^2", disp.Phi, 1.3287892451, printed)

	corrected, err := EffectDispersion(z, weights, WinsorShare, WinsorNullMean)
	if err != nil {
		t.Fatal(err)
	}
	// By hand: phi = 1.3287892451/0.6787, seven schools.
	var sum, squares float64
	for _, w := range weights {
		sum, squares = sum+w, squares+w*w
	}
	phi := 1.3287892451 / 0.6787
	wantPrinted(t, "corrected phi", corrected.Phi, phi, 1e-9)
	wantPrinted(t, "tau2", corrected.Tau2, (7*phi-6)/(sum-squares/sum), 1e-9)
}

// WinsorNullMean is E of the winsorised z^2 for a standard normal: with c the 90%
// point 1.2815515655, 2*0.1*c^2 + (0.8 - 2 c phi(c)).
func TestWinsorNullMean(t *testing.T) {
	const c = 1.2815515655446004
	density := math.Exp(-c*c/2) / math.Sqrt(2*math.Pi)
	wantPrinted(t, "mean", WinsorNullMean, 0.2*c*c+0.8-2*c*density, 5e-5)
}
