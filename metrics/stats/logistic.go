package stats

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"gonum.org/v1/gonum/mat"
)

// Intercept is the name of the constant term, always the first coefficient.
const Intercept = "(Intercept)"

// SeparationError says that no finite estimate exists: the terms predict the
// event perfectly for some pupils, so that their odds ratio runs to 0 or infinity.
type SeparationError struct {
	// Terms are the coefficients that were still growing.
	Terms []string
}

func (e *SeparationError) Error() string {
	return "stats: logistic regression: the event is predicted perfectly by " + strings.Join(e.Terms, ", ")
}

// RankError says that a term is a linear combination of the terms before it, such
// as all categories of one variable together, or a column that never varies.
type RankError struct{ Term string }

func (e *RankError) Error() string {
	return fmt.Sprintf("stats: logistic regression: %q adds nothing to the terms before it", e.Term)
}

// ConvergenceError says that the iterations did not settle, without separation.
type ConvergenceError struct{ Iterations int }

func (e *ConvergenceError) Error() string {
	return fmt.Sprintf("stats: logistic regression: no convergence in %d iterations", e.Iterations)
}

// Coefficient is one term of a logistic regression. Estimate and SE are log odds
// ratios; Z = Estimate/SE; P two-sided.
type Coefficient struct {
	Term         string
	Estimate, SE float64
	Z, P         float64
	OddsRatio    float64
}

// OddsRatioInterval is the Wald interval exp(Estimate +- z SE), in (0, +Inf). An
// odds ratio is not "times as likely". Not used: the profile-likelihood interval.
func (c Coefficient) OddsRatioInterval(level float64) (Interval, error) {
	z, err := criticalZ(level)
	if err != nil {
		return Interval{}, err
	}
	return logInterval(c.OddsRatio, c.SE, z, level), nil
}

// LogisticFit is a fitted logistic regression on pupils.
type LogisticFit struct {
	Coefficients []Coefficient
	Pupils       int
	Events       int
	// LogLikelihood is sum y log mu + (1-y) log(1-mu); Deviance is -2 times that;
	// NullDeviance is that of the intercept alone; AIC is Deviance + 2 terms.
	LogLikelihood, Deviance, NullDeviance, AIC float64
	// ResidualDF is pupils minus terms.
	ResidualDF int
	Iterations int
}

const (
	// maxIterations is generous: ordinary data settle in under ten.
	maxIterations = 60
	// devianceTolerance is the epsilon of R's stopping rule, |change|/(deviance+0.1),
	// set to the precision of the machine; R's default 1e-8 leaves the standard
	// errors with five digits.
	devianceTolerance = 1e-14
	// settled is the largest change of any pupil's log odds at which a finite
	// optimum is certain; Newton doubles the digits at every step from there.
	settled = 1e-6
	// collinear is the share of a column's length left over after the columns
	// before it, below which the column adds nothing.
	collinear = 1e-9
	// From step patience on, a pupil whose log odds are beyond separated (odds of
	// one in a million) and still move by more than drifting counts as predicted
	// perfectly. Before that, a far outlier may legitimately overshoot; under
	// separation Newton moves by about 1 per step for ever.
	patience            = 16
	separated, drifting = 14.0, 0.1
)

// Logistic fits P(event) = 1/(1+exp(-(b0 + b1 x1 + ...))) by maximum likelihood,
// by iteratively reweighted least squares (QR at each step, step halving). It
// starts and stops as R's glm does and takes the standard errors from the same
// weights, so that figures agree with R to rounding; the iteration then goes on
// only to make sure that a finite optimum exists, which R does not. terms name the columns of rows, one row per pupil, without the constant, which is
// added first as [Intercept]; event says whether the pupil had the event.
//
// Errors: [SeparationError], [RankError], [ConvergenceError], ErrInvalid;
// ErrUndefined when there are not more pupils than coefficients.
//
// Source: McCullagh, Nelder, Generalized Linear Models, 4.4; R's glm(binomial).
// Not used: Firth's penalised likelihood; conditional (matched) regression.
func Logistic(terms []string, rows [][]float64, event []bool) (LogisticFit, error) {
	f, err := newFitter(terms, rows, event)
	if err != nil {
		return LogisticFit{}, err
	}
	if err := f.checkRank(); err != nil {
		return LogisticFit{}, err
	}
	if f.events == 0 || f.events == f.n {
		return LogisticFit{}, &SeparationError{Terms: []string{Intercept}}
	}
	stop, err := f.iterate()
	if err != nil {
		return LogisticFit{}, err
	}
	return f.result(stop)
}

// fitter holds the design matrix and the state of the iterations.
type fitter struct {
	terms    []string
	x        *mat.Dense // n x k, first column 1
	y        []float64
	n, k     int
	events   int
	beta     []float64
	eta      []float64
	deviance float64
}

func newFitter(terms []string, rows [][]float64, event []bool) (*fitter, error) {
	if len(rows) != len(event) {
		return nil, invalid("%d rows but %d outcomes", len(rows), len(event))
	}
	n, k := len(rows), len(terms)+1
	if n <= k {
		return nil, undefined("logistic regression of %d coefficients on %d pupils", k, n)
	}
	f := &fitter{terms: append([]string{Intercept}, terms...), x: mat.NewDense(n, k, nil),
		y: make([]float64, n), n: n, k: k, eta: make([]float64, n)}
	for i, row := range rows {
		if len(row) != len(terms) {
			return nil, invalid("row %d has %d values for %d terms", i+1, len(row), len(terms))
		}
		f.x.Set(i, 0, 1)
		for j, v := range row {
			if math.IsNaN(v) || math.IsInf(v, 0) {
				return nil, invalid("row %d, %q is %v", i+1, terms[j], v)
			}
			f.x.Set(i, j+1, v)
		}
		if event[i] {
			f.y[i] = 1
			f.events++
		}
	}
	return f, nil
}

// checkRank factorises the plain design: a small diagonal element of R relative
// to its column means that the column lies in the span of those before it.
func (f *fitter) checkRank() error {
	var qr mat.QR
	qr.Factorize(f.x)
	var r mat.Dense
	qr.RTo(&r)
	for j := range f.k {
		length := mat.Norm(r.ColView(j), 2)
		if math.Abs(r.At(j, j)) <= collinear*length {
			return &RankError{Term: f.terms[j]}
		}
	}
	return nil
}

// optimum is the state at R's stopping point.
type optimum struct {
	beta       []float64
	factor     *mat.Dense // R of the weighted design of the last step
	deviance   float64
	iterations int
}

func (f *fitter) iterate() (*optimum, error) {
	for i, y := range f.y { // R's start: fitted 0.75 with the event, 0.25 without
		f.eta[i] = (2*y - 1) * math.Log(3)
	}
	f.deviance = f.devianceAt(f.eta)
	var stop *optimum
	var change []float64
	runaway := false
	iteration := 1
	for ; iteration <= maxIterations; iteration++ {
		beta, factor, err := f.leastSquares()
		if err != nil {
			break // the weights have vanished: runaway tells why
		}
		before := f.deviance
		var moved float64
		change, moved, runaway = f.advance(beta)
		if stop == nil && math.Abs(f.deviance-before) < devianceTolerance*(f.deviance+0.1) {
			stop = &optimum{beta: f.beta, factor: factor, deviance: f.deviance, iterations: iteration}
		}
		if stop != nil && moved <= settled {
			return stop, nil
		}
		if runaway && iteration >= patience {
			break
		}
	}
	if runaway {
		return nil, f.separation(change)
	}
	return nil, &ConvergenceError{Iterations: min(iteration, maxIterations)}
}

// advance moves to beta, halving the way there until the deviance does not rise,
// and reports the change of beta, the largest change of any pupil's log odds and
// whether one is running away.
func (f *fitter) advance(beta []float64) (change []float64, moved float64, runaway bool) {
	const rounding, halvings = 1e-12, 20
	eta := make([]float64, f.n)
	f.predict(beta, eta)
	deviance := f.devianceAt(eta)
	for h := 0; f.beta != nil && deviance > f.deviance*(1+rounding) && h < halvings; h++ {
		for j := range beta {
			beta[j] = (beta[j] + f.beta[j]) / 2
		}
		f.predict(beta, eta)
		deviance = f.devianceAt(eta)
	}
	change = slices.Clone(beta)
	for j := range f.beta {
		change[j] -= f.beta[j]
	}
	for i := range eta {
		step := math.Abs(eta[i] - f.eta[i])
		moved = math.Max(moved, step)
		runaway = runaway || (step > drifting && math.Abs(eta[i]) > separated)
	}
	f.beta, f.eta, f.deviance = beta, eta, deviance
	return change, moved, runaway
}

// separation names the terms whose own contribution to the log odds still grows.
func (f *fitter) separation(step []float64) error {
	e := &SeparationError{}
	for j, name := range f.terms {
		reach := mat.Norm(f.x.ColView(j), math.Inf(1))
		if math.Abs(step[j])*reach > drifting {
			e.Terms = append(e.Terms, name)
		}
	}
	return e
}

func (f *fitter) predict(beta, eta []float64) {
	raw := f.x.RawMatrix()
	for i := range eta {
		sum := 0.0
		for j, v := range raw.Data[i*raw.Stride : i*raw.Stride+f.k] {
			sum += v * beta[j]
		}
		eta[i] = sum
	}
}

// devianceAt is -2 log likelihood; log1p(exp(-|eta|)) cannot overflow.
func (f *fitter) devianceAt(eta []float64) float64 {
	var sum accumulator
	for i, e := range eta {
		signed := e
		if f.y[i] == 1 {
			signed = -e
		}
		sum.add(math.Max(0, signed) + math.Log1p(math.Exp(-math.Abs(e))))
	}
	return 2 * sum.total()
}

// leastSquares solves one weighted least-squares problem: sqrt(W) X against
// sqrt(W) (eta + (y-mu)/W) with W = mu(1-mu). It also returns the R of its QR.
func (f *fitter) leastSquares() (beta []float64, factor *mat.Dense, err error) {
	x, z := mat.NewDense(f.n, f.k, nil), mat.NewVecDense(f.n, nil)
	for i, e := range f.eta {
		mu, rest := 1/(1+math.Exp(-e)), 1/(1+math.Exp(e))
		root := math.Sqrt(mu * rest)
		if root == 0 { // predicted beyond rounding: no weight left
			continue
		}
		for j := range f.k {
			x.Set(i, j, root*f.x.At(i, j))
		}
		residual := -mu
		if f.y[i] == 1 {
			residual = rest
		}
		z.SetVec(i, root*e+residual/root)
	}
	var qr mat.QR
	qr.Factorize(x)
	var solution mat.VecDense
	if err := qr.SolveVecTo(&solution, false, z); err != nil {
		return nil, nil, err
	}
	factor = new(mat.Dense)
	qr.RTo(factor)
	return solution.RawVector().Data, factor, nil
}

// result takes the standard errors from the information, (X'WX)^-1 = R^-1 R^-T.
func (f *fitter) result(stop *optimum) (LogisticFit, error) {
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
	for i, name := range f.terms {
		var variance float64
		for j := i; j < f.k; j++ {
			variance += inverse.At(i, j) * inverse.At(i, j)
		}
		c := Coefficient{Term: name, Estimate: stop.beta[i], SE: math.Sqrt(variance)}
		c.OddsRatio = math.Exp(c.Estimate)
		c.Z = c.Estimate / c.SE
		c.P = TwoSidedP(c.Z)
		fit.Coefficients = append(fit.Coefficients, c)
	}
	return fit, nil
}
