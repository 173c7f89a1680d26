package stats

import (
	"errors"
	"math"
	"math/rand/v2"
	"strings"
	"testing"
)

// cell is a number of pupils who share their values.
type cell struct {
	x             []float64
	with, without int
}

// pupilsOf writes a pattern for each pupil.
func pupilsOf(cells []cell) (pupils []Pattern) {
	for _, c := range cells {
		for i := range c.with + c.without {
			pupils = append(pupils, onePupil(c.x, i < c.with))
		}
	}
	return pupils
}

func onePupil(x []float64, event bool) Pattern {
	if event {
		return Pattern{X: x, With: 1}
	}
	return Pattern{X: x, Without: 1}
}

// One dummy variable: the estimate is the log odds ratio ad/bc, its variance
// 1/a+1/b+1/c+1/d (Woolf), the intercept log(c/d).
func TestLogisticOnATwoByTwoTable(t *testing.T) {
	pupils := pupilsOf([]cell{{[]float64{1}, 30, 70}, {[]float64{0}, 40, 360}})
	fit, err := Logistic([]string{"send"}, pupils)
	if err != nil {
		t.Fatal(err)
	}
	intercept, send := fit.Coefficients[0], fit.Coefficients[1]
	wantValue(t, "2x2", "intercept", intercept.Estimate, math.Log(40.0/360))
	wantValue(t, "2x2", "odds ratio", send.OddsRatio, 30.0*360/(70*40))
	// The last step's weights are those of R, not exactly those of the optimum.
	if want := math.Sqrt(1.0/30 + 1.0/70 + 1.0/40 + 1.0/360); !near(send.SE, want, 1e-6, 0) {
		t.Errorf("se = %v, want %v", send.SE, want)
	}
	logLik := 30*math.Log(0.3) + 70*math.Log(0.7) + 40*math.Log(0.1) + 360*math.Log(0.9)
	wantValue(t, "2x2", "log-likelihood", fit.LogLikelihood, logLik)
}

func TestLogisticSeparation(t *testing.T) {
	for name, c := range map[string]struct {
		terms []string
		cells []cell
		names string
	}{
		"no event in a group": {[]string{"send", "male"}, []cell{
			{[]float64{1, 0}, 0, 20}, {[]float64{1, 1}, 0, 15}, {[]float64{0, 0}, 10, 50}, {[]float64{0, 1}, 20, 50}}, "send"},
		"perfect cut": {[]string{"score"}, []cell{
			{[]float64{1}, 0, 5}, {[]float64{2}, 0, 5}, {[]float64{3}, 5, 0}, {[]float64{4}, 5, 0}}, "score"},
		"quasi-complete": {[]string{"score"}, []cell{
			{[]float64{1}, 0, 5}, {[]float64{2}, 3, 5}, {[]float64{3}, 5, 0}}, "score"},
		"nobody has the event":  {[]string{"send"}, []cell{{[]float64{1}, 0, 5}, {[]float64{0}, 0, 9}}, Intercept},
		"everybody has it":      {[]string{"send"}, []cell{{[]float64{1}, 5, 0}, {[]float64{0}, 9, 0}}, Intercept},
		"reference group has 0": {[]string{"send"}, []cell{{[]float64{1}, 5, 5}, {[]float64{0}, 0, 9}}, "send"},
		"far values, perfect":   {[]string{"income"}, []cell{{[]float64{1e6}, 0, 5}, {[]float64{2e6}, 5, 0}}, "income"},
		"one pupil decides":     {[]string{"rare", "male"}, []cell{{[]float64{1, 1}, 1, 0}, {[]float64{0, 1}, 20, 80}, {[]float64{0, 0}, 10, 90}}, "rare"},
	} {
		pupils := pupilsOf(c.cells)
		_, err := Logistic(c.terms, pupils)
		var separation *SeparationError
		if !errors.As(err, &separation) {
			t.Errorf("%s: error %v, want separation", name, err)
			continue
		}
		named := false
		for _, term := range separation.Terms {
			named = named || term == c.names
			if term == "male" {
				t.Errorf("%s: %v blames the innocent term", name, err)
			}
		}
		if !strings.Contains(err.Error(), c.names) {
			t.Errorf("%s: the message %q does not name %s", name, err, c.names)
		}
		if !named {
			t.Errorf("%s: %v does not name %s", name, err, c.names)
		}
	}
}

// A far but not separating value must not be taken for separation.
func TestLogisticFarOutlierIsNotSeparation(t *testing.T) {
	pupils := pupilsOf([]cell{
		{[]float64{-1}, 5, 45}, {[]float64{0}, 20, 60}, {[]float64{1}, 30, 30}, {[]float64{80}, 1, 0}})
	fit, err := Logistic([]string{"x"}, pupils)
	if err != nil {
		t.Fatal(err)
	}
	// The score equations hold at the estimate: sum (y-mu) and sum x (y-mu) are 0.
	var score, scoreX float64
	for _, p := range pupils {
		mu := 1 / (1 + math.Exp(-fit.Coefficients[0].Estimate-fit.Coefficients[1].Estimate*p.X[0]))
		y := float64(p.With)
		score, scoreX = score+y-mu, scoreX+p.X[0]*(y-mu)
	}
	if math.Abs(score) > 1e-8 || math.Abs(scoreX) > 1e-8 {
		t.Errorf("score equations give %v and %v", score, scoreX)
	}
}

func TestLogisticRank(t *testing.T) {
	pupils := pupilsOf([]cell{
		{[]float64{1, 0, 1}, 3, 7}, {[]float64{0, 1, 1}, 2, 9}, {[]float64{0, 0, 0}, 4, 30}})
	var rank *RankError
	if _, err := Logistic([]string{"K", "E", "send"}, pupils); !errors.As(err, &rank) || rank.Term != "send" {
		t.Errorf("K + E = send: error %v, want a rank error naming send", err)
	}
	constant := pupilsOf([]cell{{[]float64{7}, 3, 7}, {[]float64{7}, 2, 9}})
	if _, err := Logistic([]string{"year"}, constant); !errors.As(err, &rank) || rank.Term != "year" {
		t.Errorf("constant column: error %v, want a rank error naming year", err)
	}
	zero := pupilsOf([]cell{{[]float64{0}, 3, 7}, {[]float64{0}, 2, 9}})
	if _, err := Logistic([]string{"none"}, zero); !errors.As(err, &rank) || rank.Term != "none" {
		t.Errorf("zero column: error %v, want a rank error naming none", err)
	}
}

func TestLogisticArguments(t *testing.T) {
	pupils := pupilsOf([]cell{{[]float64{1}, 3, 7}, {[]float64{0}, 2, 9}})
	_, err := Logistic([]string{"a", "b"}, pupils)
	wantError(t, "short pattern", err, ErrInvalid)
	_, err = Logistic([]string{"a"}, pupils[:2])
	wantError(t, "too few pupils", err, ErrUndefined)
	_, err = Logistic(nil, nil)
	wantError(t, "no pupils", err, ErrUndefined)
	_, err = Logistic([]string{"a"}, append(pupils[:3:3], Pattern{X: []float64{1}, With: -1}))
	wantError(t, "negative count", err, ErrInvalid)
	pupils[3].X = []float64{math.NaN()}
	_, err = Logistic([]string{"a"}, pupils)
	wantError(t, "NaN", err, ErrInvalid)
}

// Row order, a shift of a column and its unit change nothing but what they must.
func TestLogisticInvariance(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 11))
	var pupils, moved []Pattern
	for range 600 {
		x, z := r.NormFloat64(), float64(r.IntN(2))
		y := r.Float64() < 1/(1+math.Exp(1.5-0.8*x-0.6*z))
		pupils = append(pupils, onePupil([]float64{x, z}, y))
		moved = append(moved, onePupil([]float64{1000 + 50*x, z}, y))
	}
	fit, err := Logistic([]string{"x", "z"}, pupils)
	if err != nil {
		t.Fatal(err)
	}
	scaled, err := Logistic([]string{"x", "z"}, moved)
	if err != nil {
		t.Fatal(err)
	}
	order := make([]Pattern, len(pupils))
	for i, j := range r.Perm(len(pupils)) {
		order[i] = pupils[j]
	}
	shuffled, err := Logistic([]string{"x", "z"}, order)
	if err != nil {
		t.Fatal(err)
	}
	for i, c := range fit.Coefficients {
		if s := shuffled.Coefficients[i]; !near(s.Estimate, c.Estimate, 1e-11, 0) || !near(s.SE, c.SE, 1e-11, 0) {
			t.Errorf("shuffled %+v, want %+v", s, c)
		}
	}
	if got, want := scaled.Coefficients[1].Estimate*50, fit.Coefficients[1].Estimate; !near(got, want, 1e-8, 0) {
		t.Errorf("rescaled coefficient %v, want %v", got, want)
	}
	if got, want := scaled.Deviance, fit.Deviance; !near(got, want, 1e-11, 0) {
		t.Errorf("rescaled deviance %v, want %v", got, want)
	}
}

// A step that overshoots is halved until the deviance no longer rises: from 0, a
// step to a log odds ratio of 64 on 10/20 against 5/20 has to come back.
func TestLogisticStepHalving(t *testing.T) {
	pupils := pupilsOf([]cell{{[]float64{1}, 10, 10}, {[]float64{0}, 5, 15}})
	f, err := newFitter([]string{"x"}, pupils)
	if err != nil {
		t.Fatal(err)
	}
	f.beta = []float64{math.Log(1.0 / 3), 0}
	f.predict(f.beta, f.eta)
	f.deviance = f.devianceAt(f.eta)
	before := f.deviance
	f.advance([]float64{math.Log(1.0 / 3), 64})
	if f.deviance > before {
		t.Errorf("deviance rose from %v to %v", before, f.deviance)
	}
	if moved := f.beta[1]; !(moved > 0 && moved < 64) {
		t.Errorf("coefficient moved to %v, want part of the way to 64", moved)
	}
}
