package stats

import "math"

// Table is a two-by-two table of pupils: A with and B without the event in the
// group of interest (SEND), C with and D without in the reference group.
type Table struct {
	A, B, C, D int
}

func (t Table) check() error { return checkCounts(t.A, t.B, t.C, t.D) }

// checkGroups also asks for a pupil in both groups.
func (t Table) checkGroups() error {
	if err := t.check(); err != nil {
		return err
	}
	if t.A+t.B == 0 || t.C+t.D == 0 {
		return undefined("comparison with an empty group")
	}
	return nil
}

func (t Table) cells() (a, b, c, d float64) {
	return float64(t.A), float64(t.B), float64(t.C), float64(t.D)
}

// haldane adds 0.5 to all four cells if any is 0, and otherwise to none.
func (t Table) haldane() (a, b, c, d float64) {
	a, b, c, d = t.cells()
	if t.A == 0 || t.B == 0 || t.C == 0 || t.D == 0 {
		return a + 0.5, b + 0.5, c + 0.5, d + 0.5
	}
	return a, b, c, d
}

// Ratio is a risk or odds ratio in [0, +Inf] with its interval on the log scale.
// LogSE and the limits are NaN where the interval is not defined.
type Ratio struct {
	Value, LogSE float64
	Interval     Interval
}

func newRatio(value, logVariance, level float64, intervalDefined bool) (Ratio, error) {
	z, err := criticalZ(level)
	if err != nil {
		return Ratio{}, err
	}
	if math.IsNaN(value) {
		return Ratio{}, undefined("ratio 0/0")
	}
	if !intervalDefined {
		nan := math.NaN()
		return Ratio{Value: value, LogSE: nan, Interval: Interval{Lo: nan, Hi: nan, Level: level}}, nil
	}
	se := math.Sqrt(math.Max(0, logVariance)) // 1/a-1/n1 can round below 0 when b=0
	return Ratio{Value: value, LogSE: se, Interval: logInterval(value, se, z, level)}, nil
}

// RiskRatio is (a/n1)/(c/n2), uncorrected, with the Katz log interval, variance
// 1/a - 1/n1 + 1/c - 1/n2. +Inf when only c is 0; without interval when a or c
// is 0; ErrUndefined for an empty group or when both are 0.
//
// Source: Katz et al., Biometrics 1978. Not used: Koopman's score interval.
func RiskRatio(t Table, level float64) (Ratio, error) {
	if err := t.checkGroups(); err != nil {
		return Ratio{}, err
	}
	a, b, c, d := t.cells()
	return riskRatio(a, b, c, d, level)
}

// RiskRatioHaldane is [RiskRatio] after Haldane-Anscombe: 0.5 is added to all
// four cells if any is 0.
func RiskRatioHaldane(t Table, level float64) (Ratio, error) {
	if err := t.checkGroups(); err != nil {
		return Ratio{}, err
	}
	a, b, c, d := t.haldane()
	return riskRatio(a, b, c, d, level)
}

func riskRatio(a, b, c, d, level float64) (Ratio, error) {
	n1, n2 := a+b, c+d
	// 1/a - 1/n1 = b/(a n1), which does not cancel.
	return newRatio(a/n1/(c/n2), b/a/n1+d/c/n2, level, a > 0 && c > 0)
}

// OddsRatio is ad/(bc), uncorrected, with the Woolf log interval, variance
// 1/a+1/b+1/c+1/d. +Inf when only bc is 0; without interval when any cell is 0;
// ErrUndefined for an empty group or 0/0. An odds ratio is not "times as likely".
//
// Source: Woolf, Ann Hum Genet 1955. Not used: the conditional (Fisher) estimate.
func OddsRatio(t Table, level float64) (Ratio, error) {
	if err := t.checkGroups(); err != nil {
		return Ratio{}, err
	}
	a, b, c, d := t.cells()
	return oddsRatio(a, b, c, d, level)
}

// OddsRatioHaldane is [OddsRatio] after Haldane-Anscombe: 0.5 is added to all
// four cells if any is 0.
func OddsRatioHaldane(t Table, level float64) (Ratio, error) {
	if err := t.checkGroups(); err != nil {
		return Ratio{}, err
	}
	a, b, c, d := t.haldane()
	return oddsRatio(a, b, c, d, level)
}

func oddsRatio(a, b, c, d, level float64) (Ratio, error) {
	return newRatio(a*d/(b*c), 1/a+1/b+1/c+1/d, level, a > 0 && b > 0 && c > 0 && d > 0)
}

// FisherExact is the two-sided p-value of Fisher's exact test by minimum
// likelihood: the probability, given all margins, of every table no more
// probable than the one seen. Not used: twice the smaller tail; mid-p.
func FisherExact(t Table) (float64, error) {
	if err := t.checkGroups(); err != nil {
		return 0, err
	}
	return minimumLikelihoodP(hypergeometric{n1: t.A + t.B, n0: t.C + t.D, m: t.A + t.C}, t.A), nil
}

// PooledZ is the two-proportion z test with pooled variance,
// (p1-p2)/sqrt(p(1-p)(1/n1+1/n2)). ErrUndefined when nobody or everybody has the
// event. Not used: the unpooled variance.
func PooledZ(t Table) (TestResult, error) {
	if err := t.checkMargins(); err != nil {
		return TestResult{}, err
	}
	a, b, c, d := t.cells()
	n1, n2 := a+b, c+d
	// p1-p2 = (ad-bc)/(n1 n2), which does not cancel for equal proportions.
	z := (a*d - b*c) / math.Sqrt(n1*n2) * math.Sqrt(n1+n2) / math.Sqrt((a+c)*(b+d))
	return TestResult{Statistic: z, P: TwoSidedP(z)}, nil
}

// ChiSquared is Pearson's uncorrected chi-squared with 1 degree of freedom,
// N(ad-bc)^2/(product of margins). ErrUndefined when a margin is 0.
func ChiSquared(t Table) (TestResult, error) {
	z, err := PooledZ(t)
	if err != nil {
		return TestResult{}, err
	}
	return TestResult{Statistic: z.Statistic * z.Statistic, P: z.P}, nil
}

// ChiSquaredYates is Pearson's chi-squared with Yates' continuity correction,
// which never exceeds the difference it corrects: |observed-expected| is reduced
// by min(0.5, |observed-expected|), as in R.
func ChiSquaredYates(t Table) (TestResult, error) {
	if err := t.checkMargins(); err != nil {
		return TestResult{}, err
	}
	a, b, c, d := t.cells()
	n := a + b + c + d
	off := math.Max(0, math.Abs(a*d-b*c)/n-0.5) // |a - expected a|, the same in every cell
	root := off * (n / math.Sqrt((a+b)*(c+d))) * (math.Sqrt(n) / math.Sqrt((a+c)*(b+d)))
	return TestResult{Statistic: root * root, P: TwoSidedP(root)}, nil
}

func (t Table) checkMargins() error {
	if err := t.checkGroups(); err != nil {
		return err
	}
	if t.A+t.C == 0 || t.B+t.D == 0 {
		return undefined("test when nobody or everybody has the event")
	}
	return nil
}
