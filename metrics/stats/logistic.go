package stats

import (
	"encoding/binary"
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

// Pattern is the pupils who share the values X of the terms: With of them had the
// event, Without had not. One pupil alone is a pattern too. Cluster numbers the
// school the pupils are of, from 0; it changes nothing but the clustered errors.
type Pattern struct {
	X             []float64
	With, Without int
	Cluster       int
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
// starts and stops as R's glm does on one row per pupil and takes the standard
// errors from the same weights, so that figures agree with R to rounding; the
// iteration then goes on only to make sure that a finite optimum exists, which R
// does not. terms name the values of the patterns, without the constant, which is
// added first as [Intercept]. Patterns with the same values are added up before
// the fit: how pupils are divided into patterns changes nothing.
//
// Errors: [SeparationError], [RankError], [ConvergenceError], ErrInvalid;
// ErrUndefined when there are not more pupils than coefficients.
//
// Source: McCullagh, Nelder, Generalized Linear Models, 4.4; R's glm(binomial).
// Clustered errors: Liang, Zeger, Biometrika 1986, times G/(G-1) for G clusters.
// Not used: Firth's penalised likelihood; conditional (matched) regression.
func Logistic(terms []string, patterns []Pattern) (LogisticFit, error) {
	f, err := newFitter(terms, patterns)
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
	return f.result(stop, patterns)
}

// fitter holds the design matrix and the state of the iterations. A row is the
// pupils with one outcome who share their values: as many as its weight says.
type fitter struct {
	terms    []string
	x        *mat.Dense // rows x k, first column 1
	y        []float64
	weight   []float64
	n, k     int // pupils and coefficients
	events   int
	beta     []float64
	eta      []float64
	deviance float64
}

func newFitter(terms []string, patterns []Pattern) (*fitter, error) {
	f := &fitter{terms: append([]string{Intercept}, terms...), k: len(terms) + 1}
	index := map[string]int{}
	var merged []Pattern
	var key []byte
	for i, p := range patterns {
		if len(p.X) != len(terms) {
			return nil, invalid("pattern %d has %d values for %d terms", i+1, len(p.X), len(terms))
		}
		if err := checkCounts(p.With, p.Without, p.Cluster); err != nil {
			return nil, err
		}
		key = key[:0]
		for j, v := range p.X {
			if math.IsNaN(v) || math.IsInf(v, 0) {
				return nil, invalid("pattern %d, %q is %v", i+1, terms[j], v)
			}
			key = binary.LittleEndian.AppendUint64(key, math.Float64bits(v))
		}
		at, seen := index[string(key)]
		if !seen {
			at = len(merged)
			index[string(key)] = at
			merged = append(merged, Pattern{X: p.X})
		}
		merged[at].With += p.With
		merged[at].Without += p.Without
		f.n += p.With + p.Without
		f.events += p.With
	}
	if f.n <= f.k {
		return nil, undefined("logistic regression of %d coefficients on %d pupils", f.k, f.n)
	}
	f.design(merged)
	return f, nil
}

// design lays out a row for each pattern and outcome that has pupils. Rows of
// weight 0 make up the number a QR factorisation asks for.
func (f *fitter) design(patterns []Pattern) {
	rows := 0
	for _, p := range patterns {
		rows += min(p.With, 1) + min(p.Without, 1)
	}
	rows = max(rows, f.k)
	f.x = mat.NewDense(rows, f.k, nil)
	f.y, f.weight, f.eta = make([]float64, rows), make([]float64, rows), make([]float64, rows)
	i := 0
	for _, p := range patterns {
		for y, n := range [2]int{p.Without, p.With} {
			if n == 0 {
				continue
			}
			f.x.Set(i, 0, 1)
			for j, v := range p.X {
				f.x.Set(i, j+1, v)
			}
			f.y[i], f.weight[i] = float64(y), float64(n)
			i++
		}
	}
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
	eta := make([]float64, len(f.y))
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
		if f.weight[i] == 0 {
			continue
		}
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
		sum.add(f.weight[i] * (math.Max(0, signed) + math.Log1p(math.Exp(-math.Abs(e)))))
	}
	return 2 * sum.total()
}

// leastSquares solves one weighted least-squares problem: sqrt(W) X against
// sqrt(W) (eta + (y-mu)/(mu(1-mu))) with W = weight mu(1-mu). It also returns the R of its QR.
func (f *fitter) leastSquares() (beta []float64, factor *mat.Dense, err error) {
	x, z := mat.NewDense(len(f.y), f.k, nil), mat.NewVecDense(len(f.y), nil)
	for i, e := range f.eta {
		mu, rest := 1/(1+math.Exp(-e)), 1/(1+math.Exp(e))
		root := math.Sqrt(f.weight[i] * mu * rest)
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
		z.SetVec(i, root*e+f.weight[i]*residual/root)
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
