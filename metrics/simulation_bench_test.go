package metrics

import (
	"fmt"
	"math"
	"strings"
	"testing"
)

// BenchmarkSimulation prints the precision, recall and false alarms of the flag
// rule and of the difference of gaps, and reports those of the flag rule:
//
//	go test ./metrics -run '^$' -bench Simulation -benchtime 1x
func BenchmarkSimulation(b *testing.B) {
	const replicates = 8
	all := func(sd float64) perMeasure[float64] { return perMeasure[float64]{sd, sd, sd} }
	scenarios := []struct {
		name string
		world
	}{
		{"nothing planted", world{sd: ordinarySD}},
		{"planted x2.2 and x3", world{sd: ordinarySD, share: 0.02}},
		{"planted x2", world{sd: ordinarySD, share: 0.02, factor: 2}},
		{"planted x2.2 and x3, SD 0.12", world{sd: all(0.12), share: 0.02}},
		{"planted x2.2 and x3, SD 0.20", world{sd: all(0.20), share: 0.02}},
	}
	var table strings.Builder
	fmt.Fprintf(&table, "%-10s %-29s %-10s %5s %-19s %-19s %-19s %7s %9s\n", "phase", "world", "rule", "years",
		"measure", "precision (SE)", "recall (SE)", "reach", "alarms")
	for _, phase := range []Phase{Secondary, Primary} {
		rolls := readRolls(b, phase)
		for _, s := range scenarios {
			s.phase = phase
			b.Run(fmt.Sprintf("%s/%s", phase, strings.ReplaceAll(s.name, " ", "_")), func(b *testing.B) {
				var rules [4]ruleScores
				for range b.N {
					rules = simulateRules(b, rolls, s.world, replicates)
				}
				for n, years := range []int{3, 1} {
					s := rules[n].total.sum()
					b.ReportMetric(1000*s.falseAlarms(), fmt.Sprintf("alarms/1000-%dy", years))
					if s.planted > 0 {
						b.ReportMetric(s.precision(), fmt.Sprintf("precision-%dy", years))
						b.ReportMetric(s.recall(), fmt.Sprintf("recall-%dy", years))
					}
				}
				for n := range rules {
					rules[n].print(&table, phase, s.name)
				}
			})
		}
	}
	// Not b.Log, which stops after ten lines.
	fmt.Printf("\n%d replicates; reach is recall with too few counted as missed, alarms the share of ordinary schools flagged\n%s", replicates, table.String())
}

// ruleScores are the scores of one rule over the replicates of a scenario.
type ruleScores struct {
	rule    string
	years   int
	total   perScore
	singles []score
}

func simulateRules(b *testing.B, rolls []roll, w world, replicates int) [4]ruleScores {
	rules := [4]ruleScores{{rule: "flag rule", years: 3}, {rule: "flag rule", years: 1}, {rule: "gaps", years: 3}, {rule: "gaps", years: 1}}
	for seed := range replicates {
		d, planted := draw(rolls, w, uint64(seed+1))
		for n := range rules {
			r := &rules[n]
			var got perScore
			if r.rule == "gaps" {
				got = scoreGaps(b, rolls, d, planted, r.years)
			} else {
				got = scoreExcess(b, d, planted, r.years)
			}
			for m := range got {
				r.total[m].merge(got[m])
			}
			r.singles = append(r.singles, got.sum())
		}
	}
	return rules
}

// print writes a line for all measures together and, for the flag rule on three
// years, one for each.
func (r *ruleScores) print(out *strings.Builder, phase Phase, name string) {
	share := func(v float64, se string) string {
		if math.IsNaN(v) || r.total.sum().planted == 0 {
			return "-"
		}
		return fmt.Sprintf("%.3f%s", v, se)
	}
	line := func(measure string, s score, precision, recall string) {
		fmt.Fprintf(out, "%-10s %-29s %-10s %5d %-19s %-19s %-19s %7s %9.5f\n", phase, name, r.rule, r.years, measure,
			share(s.precision(), precision), share(s.recall(), recall), share(s.reach(), ""), s.falseAlarms())
	}
	line("all", r.total.sum(), r.standardError(score.precision), r.standardError(score.recall))
	if r.rule == "gaps" || r.years != 3 {
		return
	}
	for m, s := range r.total {
		line(string(simulatedMeasures[m].id), s, "", "")
	}
}

// standardError is that of a mean over the replicates.
func (r *ruleScores) standardError(of func(score) float64) string {
	var sum, squares float64
	n := float64(len(r.singles))
	for _, s := range r.singles {
		sum += of(s)
		squares += of(s) * of(s)
	}
	se := math.Sqrt(math.Max(0, squares-sum*sum/n) / (n - 1) / n)
	if math.IsNaN(se) { // a replicate without any flag has no precision
		return ""
	}
	return fmt.Sprintf(" (%.3f)", se)
}
