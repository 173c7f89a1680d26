package stats

import "math"

// MantelHaenszel pools the odds ratios of strata, such as schools.
type MantelHaenszel struct {
	// OddsRatio has the Robins-Breslow-Greenland interval; LogSE and limits are
	// NaN when the odds ratio is 0 or +Inf. Value is NaN when it is 0/0.
	OddsRatio Ratio
	// CMH is the Cochran-Mantel-Haenszel chi-squared, 1 degree of freedom, without
	// continuity correction; CMHCorrected subtracts 0.5 from |sum a - sum E(a)|
	// where that is at least 0.5, as in R.
	CMH, CMHCorrected TestResult
	// Strata is the number of tables that carry information (no margin is 0).
	Strata int
}

// MantelHaenszelTerms are one stratum's parts of the pooled odds ratio
// sum(ad/N)/sum(bc/N). They can be added, and a school's own taken away, to pool
// all schools but one. An empty table gives 0, 0.
func (t Table) MantelHaenszelTerms() (numerator, denominator float64) {
	a, b, c, d := t.cells()
	n := a + b + c + d
	if n == 0 {
		return 0, 0
	}
	return a * d / n, b * c / n
}

// NewMantelHaenszel pools strata of pupils. ErrUndefined when no stratum
// carries information.
//
// Source: Mantel, Haenszel, JNCI 1959; Robins, Breslow, Greenland, Biometrics
// 1986. Not used: the inverse-variance (Woolf) pool, which fails on zero cells.
func NewMantelHaenszel(strata []Table, level float64) (MantelHaenszel, error) {
	z, err := criticalZ(level)
	if err != nil {
		return MantelHaenszel{}, err
	}
	var r, s, pr, psqr, qs, diff, variance accumulator
	informative := 0
	for _, t := range strata {
		if err := t.check(); err != nil {
			return MantelHaenszel{}, err
		}
		if t.checkMargins() != nil {
			continue
		}
		informative++
		a, b, c, d := t.cells()
		n := a + b + c + d
		num, den := t.MantelHaenszelTerms()
		p, q := (a+d)/n, (b+c)/n
		r.add(num)
		s.add(den)
		pr.add(p * num)
		psqr.add(p*den + q*num)
		qs.add(q * den)
		diff.add(num - den) // a - E(a) = (ad-bc)/N
		variance.add((a + b) / n * (c + d) / n * (a + c) * (b + d) / (n - 1))
	}
	if informative == 0 {
		return MantelHaenszel{}, undefined("Mantel-Haenszel without an informative stratum")
	}
	nan := math.NaN()
	out := MantelHaenszel{Strata: informative, OddsRatio: Ratio{
		Value: r.total() / s.total(), LogSE: nan, Interval: Interval{Lo: nan, Hi: nan, Level: level},
	}}
	if R, S := r.total(), s.total(); R > 0 && S > 0 {
		se := math.Sqrt(pr.total()/(2*R*R) + psqr.total()/(2*R*S) + qs.total()/(2*S*S))
		out.OddsRatio.LogSE = se
		out.OddsRatio.Interval = logInterval(out.OddsRatio.Value, se, z, level)
	}
	delta, sd := math.Abs(diff.total()), math.Sqrt(variance.total())
	corrected := delta
	if delta >= 0.5 {
		corrected = delta - 0.5
	}
	out.CMH = TestResult{Statistic: delta / sd * (delta / sd), P: TwoSidedP(delta / sd)}
	out.CMHCorrected = TestResult{Statistic: corrected / sd * (corrected / sd), P: TwoSidedP(corrected / sd)}
	return out, nil
}
