package stats

import (
	"math"
	"testing"
)

// fourSchools are pupils of four schools by SEND and sex: terms send, male.
var fourSchools = []Pattern{
	{[]float64{0, 0}, 3, 97, 0}, {[]float64{0, 1}, 6, 84, 0}, {[]float64{1, 0}, 4, 16, 0}, {[]float64{1, 1}, 9, 21, 0},
	{[]float64{0, 0}, 1, 79, 1}, {[]float64{0, 1}, 2, 88, 1}, {[]float64{1, 0}, 1, 19, 1}, {[]float64{1, 1}, 3, 27, 1},
	{[]float64{0, 0}, 8, 72, 2}, {[]float64{0, 1}, 12, 68, 2}, {[]float64{1, 0}, 9, 21, 2}, {[]float64{1, 1}, 14, 16, 2},
	{[]float64{0, 0}, 2, 60, 3}, {[]float64{0, 1}, 5, 55, 3}, {[]float64{1, 0}, 2, 12, 3}, {[]float64{1, 1}, 6, 14, 3},
}

// R 4.2.2: glm(y ~ send + male, binomial, epsilon 1e-14) on one row per pupil;
// clustered errors from A <- vcov(fit), S <- rowsum(X (y-mu),
// school), A %*% t(S) %*% S %*% A * 4/3.
func TestLogisticClusteredErrorsAndCombinations(t *testing.T) {
	fit, err := Logistic([]string{"send", "male"}, fourSchools)
	if err != nil {
		t.Fatal(err)
	}
	both, err := fit.Combination("send and male", "send", "male")
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []Coefficient{
		{Term: Intercept, Estimate: -3.0703301483868093, SE: 0.2254584300704657, ClusteredSE: 0.4363216407629332},
		{Term: "send", Estimate: 1.6016468523894449, SE: 0.2356794423092543, ClusteredSE: 0.1083426426566252},
		{Term: "male", Estimate: 0.5900186185792359, SE: 0.2444984087978815, ClusteredSE: 0.1086034732173086},
		{Term: "send and male", Estimate: 2.191665470968681, SE: 0.3369009313352121, ClusteredSE: 0.1931900644763107},
	} {
		got := append(fit.Coefficients, both)[i]
		if got.Term != want.Term {
			t.Fatalf("term %q, want %q", got.Term, want.Term)
		}
		wantValue(t, want.Term, "estimate", got.Estimate, want.Estimate)
		wantValue(t, want.Term, "se", got.SE, want.SE)
		wantValue(t, want.Term, "clustered se", got.ClusteredSE, want.ClusteredSE)
	}
	if fit.Clusters != 4 {
		t.Errorf("%d clusters, want 4", fit.Clusters)
	}
	iv, err := fit.Coefficients[1].ClusteredInterval(0.95)
	if err != nil {
		t.Fatal(err)
	}
	const z = 1.959963984540054
	wantInterval(t, "send", "clustered", iv, math.Exp(1.6016468523894449-z*0.1083426426566252), math.Exp(1.6016468523894449+z*0.1083426426566252), 0.95)
	_, err = fit.Combination("x", "send", "age")
	wantError(t, "unknown term", err, ErrInvalid)
}

// Without terms the sandwich is G/(G-1) sum (e - n p)^2 / (N p q)^2. Two schools
// of 100 with 10 and 30 events: p = 0.2, e - n p = -10 and 10, N p q = 32, so
// 2 x 200 / 1024 = 0.390625.
func TestLogisticClusteredByHand(t *testing.T) {
	patterns := []Pattern{{nil, 10, 90, 0}, {nil, 30, 70, 1}}
	fit, err := Logistic(nil, patterns)
	if err != nil {
		t.Fatal(err)
	}
	wantValue(t, "intercept", "estimate", fit.Coefficients[0].Estimate, math.Log(0.25))
	wantValue(t, "intercept", "clustered se", fit.Coefficients[0].ClusteredSE, 0.625)

	patterns[1].Cluster = 0
	fit, err = Logistic(nil, patterns)
	if err != nil {
		t.Fatal(err)
	}
	if se := fit.Coefficients[0].ClusteredSE; !math.IsNaN(se) {
		t.Errorf("one school: clustered se %v, want none", se)
	}
}

// Pupils in one pattern or in many give the same figures, bit by bit.
func TestLogisticPatternsAreAddedUp(t *testing.T) {
	var pupils []Pattern
	for _, p := range fourSchools {
		for i := range p.With + p.Without {
			one := onePupil(p.X, i < p.With)
			one.Cluster = p.Cluster
			pupils = append(pupils, one)
		}
	}
	grouped, err := Logistic([]string{"send", "male"}, fourSchools)
	if err != nil {
		t.Fatal(err)
	}
	single, err := Logistic([]string{"send", "male"}, pupils)
	if err != nil {
		t.Fatal(err)
	}
	for i, c := range single.Coefficients {
		if g := grouped.Coefficients[i]; g.Estimate != c.Estimate || g.SE != c.SE {
			t.Errorf("%s: %v (%v) grouped, %v (%v) one by one", c.Term, g.Estimate, g.SE, c.Estimate, c.SE)
		}
		wantValue(t, c.Term, "clustered se", grouped.Coefficients[i].ClusteredSE, c.ClusteredSE)
	}
}

// Fewer patterns than terms cannot carry the model, however many pupils.
func TestLogisticFewPatterns(t *testing.T) {
	_, err := Logistic([]string{"a", "b", "c"}, []Pattern{{[]float64{1, 0, 0}, 5, 5, 0}, {[]float64{0, 0, 0}, 3, 9, 0}})
	if _, ok := err.(*RankError); !ok {
		t.Errorf("error %v, want a rank error", err)
	}
}
