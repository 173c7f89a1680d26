package stats

import (
	"errors"
	"fmt"
	"math"

	"gonum.org/v1/gonum/mathext"
)

// ErrInvalid is wrapped by every error about impossible input.
var ErrInvalid = errors.New("invalid argument")

// ErrUndefined is wrapped when the input is possible but the quantity has no
// value, such as a proportion of no pupils.
var ErrUndefined = errors.New("not defined for these numbers")

func invalid(format string, args ...any) error {
	return fmt.Errorf("stats: %w: %s", ErrInvalid, fmt.Sprintf(format, args...))
}

func undefined(format string, args ...any) error {
	return fmt.Errorf("stats: %w: %s", ErrUndefined, fmt.Sprintf(format, args...))
}

// Interval is a confidence interval. Level is in (0,1), never 95.
type Interval struct {
	Lo, Hi, Level float64
}

// Scale multiplies both limits by a positive factor, for example 100/pupils to
// turn limits on a count of events into limits on a rate per 100 pupils.
func (iv Interval) Scale(factor float64) Interval {
	return Interval{Lo: iv.Lo * factor, Hi: iv.Hi * factor, Level: iv.Level}
}

// Estimate is a point value with its confidence interval.
type Estimate struct {
	Value    float64
	Interval Interval
}

// TestResult is a test statistic with its p-value in [0,1].
type TestResult struct {
	Statistic, P float64
}

// TwoSidedP is the two-sided p-value of a standard normal z, 2*(1-Phi(|z|)),
// computed as erfc(|z|/sqrt 2) so that small p-values keep their digits.
// It is not the one-sided tail. NaN in, NaN out.
func TwoSidedP(z float64) float64 {
	return math.Erfc(math.Abs(z) / math.Sqrt2)
}

// criticalZ is the standard normal quantile leaving (1-level)/2 in each tail,
// taken from the lower tail because 1-(1-level)/2 loses digits near 1.
func criticalZ(level float64) (float64, error) {
	tail, err := tailProbability(level)
	if err != nil {
		return 0, err
	}
	return -mathext.NormalQuantile(tail), nil
}

func tailProbability(level float64) (float64, error) {
	if !(level > 0 && level < 1) {
		return 0, invalid("level %v is not strictly between 0 and 1 (write 0.95, not 95)", level)
	}
	return (1 - level) / 2, nil
}

// maxCount is the greatest count accepted: far above any number of sessions, and
// low enough that exact tails stay exact and affordable.
const maxCount = 1e12

// checkCounts refuses negative and absurdly large counts.
func checkCounts(counts ...int) error {
	for _, n := range counts {
		if n < 0 || float64(n) > maxCount {
			return invalid("count %d is not between 0 and 10^12", n)
		}
	}
	return nil
}

func checkProportion(x, n int) error {
	if err := checkCounts(x, n); err != nil {
		return err
	}
	if x > n {
		return invalid("%d of %d is not a proportion", x, n)
	}
	if n == 0 {
		return undefined("proportion of no pupils")
	}
	return nil
}

func checkProbability(name string, p float64) error {
	if !(p >= 0 && p <= 1) {
		return invalid("%s %v is not in [0,1]", name, p)
	}
	return nil
}
