package stats

import (
	"fmt"
	"strconv"
	"strings"
	"testing"
)

func TestReferenceDispersion(t *testing.T) {
	forms := []struct {
		name string
		fit  func(x, n []int, target float64) (Dispersion, error)
	}{{"plain", ProportionDispersion}, {"arcsine", ArcsineDispersion}}
	testReference(t, func(t *testing.T, folder string) int {
		_, schools := sets(readReference(t, folder, "overdispersion_sets.csv"))
		rows := 0
		for _, r := range readReference(t, folder, "overdispersion_sets_params.csv") {
			members := schools[r.text("set_id")]
			if len(members) != r.count("k") {
				t.Fatalf("%s: %d schools", r.where, len(members))
			}
			rows += 1 + len(members)
			var x, n []int
			for _, m := range members {
				x, n = append(x, m.count("x")), append(n, m.count("n"))
			}
			for _, form := range forms {
				got, err := form.fit(x, n, r.num("target"))
				if err != nil {
					t.Fatalf("%s: %v", r.where, err)
				}
				wantValue(t, r.where, "phi", got.Phi, r.num("phi_"+form.name))
				wantValue(t, r.where, "tau2", got.Tau2, r.num("tau2_"+form.name))
				for i, m := range members {
					wantValue(t, m.where, "z "+form.name, got.Z[i], m.num("z_"+form.name))
					wantValue(t, m.where, "winsorised z "+form.name, got.Winsorised[i], m.num("zw_"+form.name))
				}
			}
		}
		return rows
	})
}

func TestReferenceMultiplicity(t *testing.T) {
	methods := []struct {
		column string
		adjust func([]float64) ([]float64, error)
	}{{"bh", BenjaminiHochberg}, {"bonferroni", Bonferroni}, {"holm", Holm}}
	testReference(t, func(t *testing.T, folder string) int {
		rows := readReference(t, folder, "bh_adjust.csv")
		ids, tests := sets(rows)
		for _, id := range ids {
			var p []float64
			for _, r := range tests[id] {
				p = append(p, r.num("p"))
			}
			for _, m := range methods {
				got, err := m.adjust(p)
				if err != nil {
					t.Fatal(err)
				}
				for i, r := range tests[id] {
					wantP(t, r.where, m.column, got[i], r.num(m.column))
				}
			}
		}
		return len(rows)
	})
}

func TestReferenceShrinkage(t *testing.T) {
	testReference(t, func(t *testing.T, folder string) int {
		_, schools := sets(readReference(t, folder, "eb_sets.csv"))
		rows := 0
		for _, r := range readReference(t, folder, "eb_sets_params.csv") {
			members := schools[r.text("set_id")]
			if len(members) != r.count("k") {
				t.Fatalf("%s: %d schools", r.where, len(members))
			}
			rows += 1 + len(members)
			var x, n []int
			for _, m := range members {
				x, n = append(x, m.count("x")), append(n, m.count("n"))
			}
			prior, err := FitBetaBinomial(x, n)
			if err != nil {
				t.Fatalf("%s: %v", r.where, err)
			}
			wantValue(t, r.where, "mean", prior.Mean, r.num("prior_mean"))
			wantValue(t, r.where, "raw rho", prior.RhoRaw, r.num("rho_raw"))
			wantValue(t, r.where, "rho", prior.Rho, r.num("rho"))
			wantValue(t, r.where, "M", prior.Strength, r.num("M"))
			for i, m := range members {
				shrunk, err := prior.Shrink(x[i], n[i])
				if err != nil {
					t.Fatal(err)
				}
				wantValue(t, m.where, "shrunk", shrunk, m.num("shrunk"))
			}
		}
		return rows
	})
}

func TestReferenceRanks(t *testing.T) {
	testReference(t, func(t *testing.T, folder string) int {
		rows := readReference(t, folder, "ranks_quintiles.csv")
		ids, members := sets(rows)
		for _, id := range ids {
			var values []float64
			for _, r := range members[id] {
				values = append(values, r.num("value"))
			}
			ranks, err := Ranks(values)
			if err != nil {
				t.Fatal(err)
			}
			for i, r := range members[id] {
				got := ranks[i]
				wantValue(t, r.where, "rank_min", float64(got.Min), r.num("rank_min"))
				wantValue(t, r.where, "rank_max", float64(got.Max), r.num("rank_max"))
				wantValue(t, r.where, "rank_avg", got.Average, r.num("rank_avg"))
				wantValue(t, r.where, "rank_desc_min", float64(got.DescMin), r.num("rank_desc_min"))
				wantValue(t, r.where, "percent_rank", got.PercentRank, r.num("percent_rank"))
				wantValue(t, r.where, "cume_dist", got.CumulativeShare, r.num("cume_dist"))
				wantValue(t, r.where, "pct_rank_mean", got.MeanShare, r.num("pct_rank_mean"))
				wantValue(t, r.where, "quintile", float64(got.Quintile), r.num("quintile_type7"))
			}
		}
		return len(rows)
	})
}

// The quantiles are those of the values of the same set in ranks_quintiles.csv;
// a set whose values are not published there cannot be compared.
func TestReferenceQuantile(t *testing.T) {
	testReference(t, func(t *testing.T, folder string) int {
		_, members := sets(readReference(t, folder, "ranks_quintiles.csv"))
		rows := 0
		for _, r := range readReference(t, folder, "quantile_type7.csv") {
			set, ok := members[r.text("set_id")]
			if !ok {
				continue
			}
			rows++
			var values []float64
			for _, m := range set {
				values = append(values, m.num("value"))
			}
			got, err := Quantile7(values, r.num("prob"))
			if err != nil {
				t.Fatal(err)
			}
			wantValue(t, r.where, "quantile", got, r.num("quantile_type7"))
		}
		return rows
	})
}

func TestReferenceNoncentralHypergeometric(t *testing.T) {
	testReference(t, func(t *testing.T, folder string) int {
		rows := readReference(t, folder, "noncentral_hypergeometric.csv")
		for _, r := range rows {
			h, err := NewNoncentralHypergeometric(r.count("n1"), r.count("n0"), r.count("m"), r.num("psi"))
			if err != nil {
				t.Fatalf("%s: %v", r.where, err)
			}
			mean, variance := h.MeanVariance()
			wantValue(t, r.where, "mean", mean, r.num("expected"))
			wantValue(t, r.where, "variance", variance, r.num("variance"))
			tails, err := h.Tails(r.count("a"))
			if err != nil {
				t.Fatalf("%s: %v", r.where, err)
			}
			wantP(t, r.where, "P(X>=a)", tails.AtLeast, r.num("p_ge"))
			wantP(t, r.where, "upper mid-p", tails.MidUpper, r.num("midp_upper"))
			wantP(t, r.where, "lower mid-p", tails.MidLower, r.num("midp_lower"))
		}
		return len(rows)
	})
}

func TestReferencePoissonBinomial(t *testing.T) {
	testReference(t, func(t *testing.T, folder string) int {
		rows := readReference(t, folder, "poisson_binomial.csv")
		for _, r := range rows {
			sizes, shares := strings.Split(r.text("n"), ";"), strings.Split(r.text("p"), ";")
			var groups []PupilGroup
			for i := range sizes {
				n, err := strconv.Atoi(sizes[i])
				if err != nil {
					t.Fatal(err)
				}
				p, err := strconv.ParseFloat(shares[i], 64)
				if err != nil {
					t.Fatal(err)
				}
				groups = append(groups, PupilGroup{Pupils: n, Probability: p})
			}
			d, err := NewPoissonBinomial(groups)
			if err != nil {
				t.Fatal(err)
			}
			wantValue(t, r.where, "expected", d.Expected, r.num("expected"))
			wantValue(t, r.where, "variance", d.Variance, r.num("variance"))
			p, err := d.UpperTail(r.count("observed"))
			if err != nil {
				t.Fatal(err)
			}
			wantP(t, r.where, "P(X>=k)", p, r.num("p_ge"))
		}
		return len(rows)
	})
}

// logisticModels are the formulas of logistic_fit.csv: which pupils take part and
// the columns, in the order of the coefficients.
var logisticModels = map[string]struct {
	secondaryOnly bool
	terms         []string
}{
	"full":                  {false, []string{"senK", "senE", "disadvantaged", "male", "eal", "ethnicityAsian", "ethnicityBlack", "ethnicityMixed", "ethnicityOther", "secondary"}},
	"sen_only":              {false, []string{"senK", "senE"}},
	"sen_dis":               {false, []string{"senK", "senE", "disadvantaged"}},
	"interaction":           {false, []string{"senK", "senE", "disadvantaged", "male", "secondary", "senK:disadvantaged", "senE:disadvantaged"}},
	"secondary_only_subset": {true, []string{"senK", "senE", "disadvantaged", "male", "eal", "ethnicityAsian", "ethnicityBlack", "ethnicityMixed", "ethnicityOther"}},
	"intercept":             {false, nil},
}

// termValue is the value of a named term, dummy or product for one pupil.
func termValue(r row, term string) float64 {
	product := 1.0
	for _, factor := range strings.Split(term, ":") {
		for _, prefix := range []string{"sen", "ethnicity"} {
			if level, ok := strings.CutPrefix(factor, prefix); ok {
				factor = ""
				if r.text(prefix) != level {
					product = 0
				}
			}
		}
		if factor != "" {
			product *= r.num(factor)
		}
	}
	return product
}

func TestReferenceLogistic(t *testing.T) {
	testReference(t, func(t *testing.T, folder string) int {
		pupils := readReference(t, folder, "logistic_pupils.csv")
		coefficients := map[string][]row{}
		for _, r := range readReference(t, folder, "logistic_coefficients.csv") {
			coefficients[r.text("model")] = append(coefficients[r.text("model")], r)
		}
		rows := 0
		for _, r := range readReference(t, folder, "logistic_fit.csv") {
			model, ok := logisticModels[r.text("model")]
			if !ok {
				t.Fatalf("%s: unknown model", r.where)
			}
			// As the area report does: pupils alike are one pattern.
			index := map[string]int{}
			var patterns []Pattern
			for _, p := range pupils {
				if model.secondaryOnly && p.count("secondary") != 1 {
					continue
				}
				var values []float64
				for _, term := range model.terms {
					values = append(values, termValue(p, term))
				}
				key := fmt.Sprint(values)
				at, seen := index[key]
				if !seen {
					at = len(patterns)
					index[key] = at
					patterns = append(patterns, Pattern{X: values})
				}
				patterns[at].With += p.count("suspended")
				patterns[at].Without += 1 - p.count("suspended")
			}
			fit, err := Logistic(model.terms, patterns)
			if err != nil {
				t.Fatalf("%s: %v", r.where, err)
			}
			rows += 1 + len(fit.Coefficients)
			checkLogisticFit(r, fit, coefficients[r.text("model")])
		}
		return rows
	})
}

func checkLogisticFit(r row, fit LogisticFit, want []row) {
	t := r.t
	t.Helper()
	wantValue(t, r.where, "n", float64(fit.Pupils), r.num("n"))
	wantValue(t, r.where, "events", float64(fit.Events), r.num("events"))
	wantValue(t, r.where, "loglik", fit.LogLikelihood, r.num("loglik"))
	wantValue(t, r.where, "deviance", fit.Deviance, r.num("deviance"))
	wantValue(t, r.where, "null deviance", fit.NullDeviance, r.num("null_deviance"))
	wantValue(t, r.where, "aic", fit.AIC, r.num("aic"))
	wantValue(t, r.where, "df", float64(fit.ResidualDF), r.num("df_residual"))
	if len(fit.Coefficients) != len(want) {
		t.Fatalf("%s: %d coefficients, want %d", r.where, len(fit.Coefficients), len(want))
	}
	for i, w := range want {
		c := fit.Coefficients[i]
		if c.Term != w.text("term") {
			t.Fatalf("%s: term %q, want %q", w.where, c.Term, w.text("term"))
		}
		wantValue(t, w.where, "coef", c.Estimate, w.num("coef"))
		wantValue(t, w.where, "se", c.SE, w.num("se"))
		wantValue(t, w.where, "z", c.Z, w.num("z"))
		wantP(t, w.where, "p", c.P, w.num("p"))
		wantValue(t, w.where, "odds ratio", c.OddsRatio, w.num("odds_ratio"))
		for suffix, level := range map[string]float64{"95": 0.95, "998": 0.998} {
			iv, err := c.OddsRatioInterval(level)
			if err != nil {
				t.Fatal(err)
			}
			wantInterval(t, w.where, "odds ratio", iv, w.num("or_lo"+suffix), w.num("or_hi"+suffix), level)
		}
	}
}
