package metrics

import "testing"

// The limits are those of the comments; 1.96 is the normal quantile at 95% and
// 2.394 at 1-0.05/3, so three looks widen by 1.2214.
func TestChanged(t *testing.T) {
	figure := func(v, lo, hi float64) Observation {
		return Observation{State: Observed, Value: v, HasInterval: true, Lo: lo, Hi: hi, Level: 0.95}
	}
	then := figure(11.0, 5.0, 17.9)
	for _, c := range []struct {
		name  string
		now   Observation
		looks int
		want  int
	}{
		// 13.2 - hypot(7.2, 6.9) = 3.2; three looks: 13.2 - 12.18 = 1.0. The
		// two ranges overlap, from 17.0 to 17.9.
		{"wider, one look", figure(24.2, 17.0, 32.2), 1, 1},
		{"wider, three looks", figure(24.2, 17.0, 32.2), 3, 1},
		// 12.0 - hypot(7.2, 6.9) = 2.0; three looks: 12.0 - 12.18 < 0.
		{"less, one look", figure(23.0, 15.8, 31.0), 1, 1},
		{"less, three looks", figure(23.0, 15.8, 31.0), 3, 0},
		{"the same", then, 3, 0},
		// -12.0 + hypot(1.0, 6.0) = -5.9; three looks: -12.0 + 7.43 = -4.6.
		{"narrower", figure(-1.0, -2.0, 0.0), 3, -1},
		{"no limits", Observation{State: Observed, Value: 40, Level: 0.95}, 1, 0},
	} {
		if got := Changed(c.now, then, c.looks); got != c.want {
			t.Errorf("%s: %d, want %d", c.name, got, c.want)
		}
	}
}
