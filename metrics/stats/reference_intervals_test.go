package stats

import (
	"fmt"
	"math"
	"testing"
)

func TestReferenceProportion(t *testing.T) {
	testReference(t, func(t *testing.T, folder string) int {
		rows := readReference(t, folder, "proportion_ci.csv")
		for _, r := range rows {
			x, n, level := r.count("x"), r.count("n"), r.num("conf")
			w, err := Wilson(x, n, level)
			if r.undefinedIn("wilson_lo", err) {
				continue
			}
			wantInterval(t, r.where, "Wilson", w, r.num("wilson_lo"), r.num("wilson_hi"), level)
			cp, err := ClopperPearson(x, n, level)
			if r.undefinedIn("cp_lo", err) {
				continue
			}
			wantInterval(t, r.where, "Clopper-Pearson", cp, r.num("cp_lo"), r.num("cp_hi"), level)
		}
		return len(rows)
	})
}

func TestReferenceNewcombe(t *testing.T) {
	testReference(t, func(t *testing.T, folder string) int {
		rows := readReference(t, folder, "diff_newcombe.csv")
		for _, r := range rows {
			level := r.num("conf")
			d, err := Newcombe(r.count("x1"), r.count("n1"), r.count("x2"), r.count("n2"), level)
			if r.undefinedIn("lo", err) {
				continue
			}
			wantValue(t, r.where, "difference", d.Value, r.num("diff"))
			wantInterval(t, r.where, "Newcombe", d.Interval, r.num("lo"), r.num("hi"), level)
		}
		return len(rows)
	})
}

func TestReferenceEventRate(t *testing.T) {
	testReference(t, func(t *testing.T, folder string) int {
		rows := readReference(t, folder, "count_rate_ci.csv")
		for _, r := range rows {
			events, pupils, level := r.count("events"), r.count("pupils"), r.num("conf")
			rate, err := EventRate(events, pupils, 100, 1, level)
			if r.undefinedIn("rate_per_100", err) {
				continue
			}
			wantValue(t, r.where, "rate", rate.Value, r.num("rate_per_100"))
			wantInterval(t, r.where, "Garwood", rate.Interval, r.num("exact_lo"), r.num("exact_hi"), level)
			byar, err := Byar(events, level)
			if err != nil {
				t.Errorf("%s: %v", r.where, err)
			}
			byar = byar.Scale(100 / float64(pupils))
			wantInterval(t, r.where, "Byar", byar, r.num("byar_lo"), r.num("byar_hi"), level)
		}
		return len(rows)
	})
}

func TestReferenceRateRatio(t *testing.T) {
	testReference(t, func(t *testing.T, folder string) int {
		rows := readReference(t, folder, "rate_ratio.csv")
		for _, r := range rows {
			level := r.num("conf")
			got, err := NewRateRatio(r.count("events1"), r.count("pupils1"), r.count("events2"), r.count("pupils2"), level)
			if r.undefinedIn("exact_lo", err) {
				continue
			}
			wantValue(t, r.where, "ratio", got.Value, r.num("rate_ratio"))
			wantInterval(t, r.where, "exact", got.Exact, r.num("exact_lo"), r.num("exact_hi"), level)
			wantP(t, r.where, "exact p", got.ExactP, r.num("exact_p"))
			wantValue(t, r.where, "log se", got.LogSE, r.num("log_se"))
			wantInterval(t, r.where, "log", got.Log, r.num("log_lo"), r.num("log_hi"), level)
			wantP(t, r.where, "log p", got.LogP, r.num("log_p"))
		}
		return len(rows)
	})
}

func TestReferenceTwoByTwo(t *testing.T) {
	ratios := []struct {
		column string
		fit    func(Table, float64) (Ratio, error)
	}{
		{"rr", RiskRatio}, {"or", OddsRatio}, {"rr_ha", RiskRatioHaldane}, {"or_ha", OddsRatioHaldane},
	}
	testReference(t, func(t *testing.T, folder string) int {
		rows := readReference(t, folder, "two_by_two.csv")
		for _, r := range rows {
			table := Table{A: r.count("a"), B: r.count("b"), C: r.count("c"), D: r.count("d")}
			for _, ratio := range ratios {
				for suffix, level := range map[string]float64{"95": 0.95, "998": 0.998} {
					got, err := ratio.fit(table, level)
					if r.undefinedIn(ratio.column, err) {
						continue
					}
					wantValue(t, r.where, ratio.column, got.Value, r.num(ratio.column))
					wantValue(t, r.where, ratio.column+" se", got.LogSE, r.num(ratio.column+"_se_log"))
					wantInterval(t, r.where, ratio.column, got.Interval,
						r.num(ratio.column+"_lo"+suffix), r.num(ratio.column+"_hi"+suffix), level)
				}
			}
			if p, err := FisherExact(table); !r.undefinedIn("fisher_p", err) {
				wantP(t, r.where, "Fisher", p, r.num("fisher_p"))
			}
			checkTest(r, "z", PooledZ, table)
			checkTest(r, "chi2", ChiSquared, table)
			checkTest(r, "chi2_yates", ChiSquaredYates, table)
		}
		return len(rows)
	})
}

func checkTest(r row, column string, test func(Table) (TestResult, error), table Table) {
	r.t.Helper()
	got, err := test(table)
	if r.undefinedIn(column, err) {
		return
	}
	wantValue(r.t, r.where, column, got.Statistic, r.num(column))
	wantP(r.t, r.where, column+" p", got.P, r.num(column+"_p"))
}

func TestReferenceMantelHaenszel(t *testing.T) {
	testReference(t, func(t *testing.T, folder string) int {
		_, strata := sets(readReference(t, folder, "mh_strata.csv"))
		results := readReference(t, folder, "mh_results.csv")
		for _, r := range results {
			var tables []Table
			for _, s := range strata[r.text("set_id")] {
				tables = append(tables, Table{A: s.count("a"), B: s.count("b"), C: s.count("c"), D: s.count("d")})
			}
			if len(tables) != r.count("k") {
				t.Fatalf("%s: %d strata", r.where, len(tables))
			}
			for suffix, level := range map[string]float64{"95": 0.95, "998": 0.998} {
				got, err := NewMantelHaenszel(tables, level)
				if r.undefinedIn("or_mh", err) {
					continue
				}
				wantValue(t, r.where, "odds ratio", got.OddsRatio.Value, r.num("or_mh"))
				wantInterval(t, r.where, "RBG", got.OddsRatio.Interval, r.num("lo"+suffix), r.num("hi"+suffix), level)
				wantValue(t, r.where, "CMH", got.CMH.Statistic, r.num("cmh_chi2"))
				wantP(t, r.where, "CMH p", got.CMH.P, r.num("cmh_p"))
				wantValue(t, r.where, "CMH corrected", got.CMHCorrected.Statistic, r.num("cmh_cc_chi2"))
				wantP(t, r.where, "CMH corrected p", got.CMHCorrected.P, r.num("cmh_cc_p"))
			}
		}
		return len(results)
	})
}

func TestReferenceFunnel(t *testing.T) {
	limits := []struct {
		column string
		level  float64
		pick   func(FunnelLimits) FunnelLimit
	}{
		{"lo95", 0.95, func(f FunnelLimits) FunnelLimit { return f.Lo }},
		{"hi95", 0.95, func(f FunnelLimits) FunnelLimit { return f.Hi }},
		{"lo998", 0.998, func(f FunnelLimits) FunnelLimit { return f.Lo }},
		{"hi998", 0.998, func(f FunnelLimits) FunnelLimit { return f.Hi }},
	}
	files := []struct {
		name, target, suffix string
		fit                  func(int, float64, float64) (FunnelLimits, error)
	}{
		{"funnel_binomial_limits.csv", "theta", "", FunnelBinomial},
		{"funnel_poisson_limits.csv", "rate", "_per_pupil", FunnelPoisson},
	}
	for _, file := range files {
		t.Run(file.name, func(t *testing.T) {
			testReference(t, func(t *testing.T, folder string) int {
				rows := readReference(t, folder, file.name)
				for _, r := range rows {
					for _, l := range limits {
						both, err := file.fit(r.count("n"), r.num(file.target), l.level)
						if err != nil {
							t.Fatal(err)
						}
						got, where := l.pick(both), fmt.Sprintf("%s %s", r.where, l.column)
						wantValue(t, where, "raw", got.Raw, r.num(l.column+"_raw"+file.suffix))
						wantValue(t, where, "clipped", got.Value, r.num(l.column+file.suffix))
						// Alpha divides a rounding error by a small probability.
						alpha := r.num(l.column + "_alpha")
						if math.Abs(got.Alpha-alpha) > 1e-8 || float64(got.R) != r.num(l.column+"_r") {
							t.Errorf("%s: r, alpha = %d, %v, want %s, %v", where, got.R, got.Alpha, r.text(l.column+"_r"), alpha)
						}
					}
				}
				return len(rows)
			})
		})
	}
}
