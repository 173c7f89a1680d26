package reportcard

import (
	"math"
	"math/big"
	"math/rand/v2"
	"strings"
	"testing"
)

func TestDecimal(t *testing.T) {
	for _, c := range []struct {
		v             float64
		shift, places int
		want          string
	}{
		{0.25, 0, 1, "0.3"},   // half: away from zero; %.1f gives 0.2
		{0.35, 0, 1, "0.4"},   // stored as 0.34999...: the shortest decimal is 0.35
		{2.675, 0, 2, "2.68"}, // stored as 2.67499...
		{-0.25, 0, 1, "-0.3"},
		{-0.04, 0, 1, "0.0"}, // rounds to zero: no sign
		{0.0725, 2, 1, "7.3"},
		{0.1449, 2, 0, "14"},
		{0.145, 2, 0, "15"},
		{0.0004, 2, 1, "0.0"},
		{0.0005, 2, 1, "0.1"}, // 0.05
		{9.95, 0, 1, "10.0"},
		{99.96, 0, 1, "100.0"},
		{0.5, 0, 0, "1"},
		{0.4999, 0, 0, "0"},
		{1234567.5, 0, 0, "1,234,568"},
		{1e6, 0, 0, "1,000,000"},
		{999.95, 0, 1, "1,000.0"},
		{1e21, 0, 0, "1,000,000,000,000,000,000,000"},
		{5e-324, 0, 1, "0.0"},
		{0, 2, 1, "0.0"},
		{math.NaN(), 0, 1, ""},
		{math.Inf(-1), 0, 1, ""},
	} {
		if got := decimal(c.v, c.shift, c.places); got != c.want {
			t.Errorf("decimal(%v, %d, %d) = %q, want %q", c.v, c.shift, c.places, got, c.want)
		}
	}
}

func TestRatio(t *testing.T) {
	for _, c := range []struct {
		num, den float64
		places   int
		want     string
	}{
		{1, 16, 1, "6.3"},  // 6.25
		{3, 16, 1, "18.8"}, // 18.75
		{29, 200, 0, "15"}, // 14.5
		{1, 3, 1, "33.3"},
		{2, 3, 1, "66.7"},
		{7.5, 48, 1, "15.6"}, // 15.625 days per 100
		{-1, 16, 1, "-6.3"},
		{-1, 3000, 1, "0.0"},
		{172.5, 180, 1, "95.8"}, // 95.833
		{12, 5, 1, "240.0"},     // more events than pupils
	} {
		if got := ratio(c.num, c.den, 100, c.places); got != c.want {
			t.Errorf("ratio(%v, %v, 100, %d) = %q, want %q", c.num, c.den, c.places, got, c.want)
		}
	}
}

// TestRatioIsExact compares with rational arithmetic: floor(x + 1/2) of the
// magnitude.
func TestRatioIsExact(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	half := big.NewRat(1, 2)
	for range 20000 {
		num, den := rng.Int64N(5000), 1+rng.Int64N(2000)
		x := new(big.Rat).Add(new(big.Rat).Mul(big.NewRat(num, den), big.NewRat(1000, 1)), half)
		q := new(big.Int).Quo(x.Num(), x.Denom()).Int64()
		want := new(big.Rat).SetFrac64(q, 10).FloatString(1)
		if got := strings.ReplaceAll(ratio(float64(num), float64(den), 100, 1), ",", ""); got != want {
			t.Fatalf("ratio(%d, %d) = %s, want %s", num, den, got, want)
		}
	}
}

func TestExpected(t *testing.T) {
	b := newBuilder(t, fullInput())
	for _, c := range []struct {
		observed, expected float64
		want               string
	}{
		{27, 20.4, "about 20"},
		{27, 19.5, "about 20"},
		{12, 11.6, "about 12"},   // rounds to what was observed
		{12, 11.4, "about 11.4"}, // a whole number would look like one pupil
		{12, 12.6, "about 12.6"},
		{3, 0.94, "fewer than 1"},
		{0, 0.2, "fewer than 1"},
		{1, 1, "about 1"},
	} {
		if got := b.expected(c.observed, num(c.expected)); got != c.want {
			t.Errorf("expected(%v, %v) = %q, want %q", c.observed, c.expected, got, c.want)
		}
	}
}

func newBuilder(t *testing.T, in input) *builder {
	t.Helper()
	w, err := loadWords()
	if err != nil {
		t.Fatal(err)
	}
	b := &builder{in: in, options: inspector, words: w, card: w.card, edition: w.editions["inspector"]}
	b.collect()
	return b
}
