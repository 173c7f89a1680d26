package stats

import (
	"maps"
	"math"
	"slices"

	"gonum.org/v1/gonum/mat"
)

// Coefficient is one term of a logistic regression. Estimate and SE are log odds
// ratios; Z = Estimate/SE; P two-sided.
type Coefficient struct {
	Term         string
	Estimate, SE float64
	Z, P         float64
	OddsRatio    float64
	// ClusteredSE allows for pupils of one school being alike; NaN with fewer
	// than two clusters. Z and P do not use it.
	ClusteredSE float64
}

// OddsRatioInterval is the Wald interval exp(Estimate +- z SE), in (0, +Inf). An
// odds ratio is not "times as likely". Not used: the profile-likelihood interval.
func (c Coefficient) OddsRatioInterval(level float64) (Interval, error) {
	return c.interval(c.SE, level)
}

// ClusteredInterval is the same interval with ClusteredSE.
func (c Coefficient) ClusteredInterval(level float64) (Interval, error) {
	return c.interval(c.ClusteredSE, level)
}

func (c Coefficient) interval(se, level float64) (Interval, error) {
	z, err := criticalZ(level)
	if err != nil {
		return Interval{}, err
	}
	return logInterval(c.OddsRatio, se, z, level), nil
}

// LogisticFit is a fitted logistic regression on pupils.
type LogisticFit struct {
	Coefficients []Coefficient
	Pupils       int
	Events       int
	// Clusters is the number of schools the pupils are of.
	Clusters int
	// LogLikelihood is sum y log mu + (1-y) log(1-mu); Deviance is -2 times that;
	// NullDeviance is that of the intercept alone; AIC is Deviance + 2 terms.
	LogLikelihood, Deviance, NullDeviance, AIC float64
	// ResidualDF is pupils minus terms.
	ResidualDF int
	Iterations int

	// covariance of the estimates, and with clustered errors (nil with fewer than
	// two clusters), in the order of Coefficients.
	covariance, clustered [][]float64
}

// Combination is the sum of the log odds ratios of several terms, such as a main
// effect and its interaction, as a term of its own. A term that is not in the
// model is an error.
func (f *LogisticFit) Combination(name string, terms ...string) (Coefficient, error) {
	var at []int
	estimate := 0.0
	for _, term := range terms {
		i := slices.IndexFunc(f.Coefficients, func(c Coefficient) bool { return c.Term == term })
		if i < 0 {
			return Coefficient{}, invalid("%q is not a term of the model", term)
		}
		at = append(at, i)
		estimate += f.Coefficients[i].Estimate
	}
	sum := func(covariance [][]float64) float64 {
		if covariance == nil {
			return math.NaN()
		}
		var total accumulator
		for _, i := range at {
			for _, j := range at {
				total.add(covariance[i][j])
			}
		}
		return total.total()
	}
	return newCoefficient(name, estimate, sum(f.covariance), sum(f.clustered)), nil
}

func newCoefficient(term string, estimate, variance, clustered float64) Coefficient {
	c := Coefficient{Term: term, Estimate: estimate, SE: math.Sqrt(variance), ClusteredSE: math.Sqrt(clustered)}
	c.OddsRatio = math.Exp(c.Estimate)
	c.Z = c.Estimate / c.SE
	c.P = TwoSidedP(c.Z)
	return c
}

// result takes the standard errors from the information, (X'WX)^-1 = R^-1 R^-T.
func (f *fitter) result(stop *optimum, patterns []Pattern) (LogisticFit, error) {
	upper := mat.NewTriDense(f.k, mat.Upper, nil)
	for i := range f.k {
		for j := i; j < f.k; j++ {
			upper.SetTri(i, j, stop.factor.At(i, j))
		}
	}
	var inverse mat.TriDense
	if err := inverse.InverseTri(upper); err != nil {
		return LogisticFit{}, &ConvergenceError{Iterations: stop.iterations}
	}
	p := float64(f.events) / float64(f.n)
	fit := LogisticFit{
		Pupils: f.n, Events: f.events, ResidualDF: f.n - f.k, Iterations: stop.iterations,
		LogLikelihood: -stop.deviance / 2, Deviance: stop.deviance, AIC: stop.deviance + 2*float64(f.k),
		NullDeviance: -2 * (float64(f.events)*math.Log(p) + float64(f.n-f.events)*math.Log1p(-p)),
	}
	fit.covariance = f.square()
	for i := range f.k {
		for j := range f.k {
			for m := max(i, j); m < f.k; m++ {
				fit.covariance[i][j] += inverse.At(i, m) * inverse.At(j, m)
			}
		}
	}
	fit.clustered, fit.Clusters = f.clusteredCovariance(stop.beta, &inverse, patterns)
	for i, name := range f.terms {
		clustered := math.NaN()
		if fit.clustered != nil {
			clustered = fit.clustered[i][i]
		}
		fit.Coefficients = append(fit.Coefficients, newCoefficient(name, stop.beta[i], fit.covariance[i][i], clustered))
	}
	return fit, nil
}

func (f *fitter) square() [][]float64 {
	out := make([][]float64, f.k)
	for i := range out {
		out[i] = make([]float64, f.k)
	}
	return out
}

// clusteredCovariance is the sandwich (X'WX)^-1 B (X'WX)^-1, B the sum of s s'
// with s the score sum x (y-mu) of a cluster, times G/(G-1) for G clusters.
func (f *fitter) clusteredCovariance(beta []float64, inverse *mat.TriDense, patterns []Pattern) ([][]float64, int) {
	scores := map[int][]float64{}
	for _, p := range patterns {
		n := p.With + p.Without
		if n == 0 {
			continue
		}
		score := scores[p.Cluster]
		if score == nil {
			score = make([]float64, f.k)
			scores[p.Cluster] = score
		}
		eta := beta[0]
		for j, v := range p.X {
			eta += v * beta[j+1]
		}
		residual := float64(p.With) - float64(n)/(1+math.Exp(-eta))
		score[0] += residual
		for j, v := range p.X {
			score[j+1] += v * residual
		}
	}
	clusters := len(scores)
	if clusters < 2 {
		return nil, clusters
	}
	out := f.square()
	factor := float64(clusters) / float64(clusters-1)
	for _, g := range slices.Sorted(maps.Keys(scores)) {
		// (X'WX)^-1 s = R^-1 (R^-T s).
		var half, whole mat.VecDense
		half.MulVec(inverse.T(), mat.NewVecDense(f.k, scores[g]))
		whole.MulVec(inverse, &half)
		for i := range f.k {
			for j := range f.k {
				out[i][j] += factor * whole.AtVec(i) * whole.AtVec(j)
			}
		}
	}
	return out, clusters
}
