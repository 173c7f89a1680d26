package metrics

import (
	"math"
	"testing"

	"inclusioncards/metrics/stats"
)

// The peer: a school's gap in points (SEND minus no SEN) less the gap of the
// other schools of its LA, with the Newcombe standard error, additive
// over-dispersion, Benjamini-Hochberg and the materiality of the flag rule.

// gapCounts are the four counts of a gap.
type gapCounts struct{ n1, n0, a, b float64 }

func (c gapCounts) plus(d gapCounts, sign float64) gapCounts {
	return gapCounts{c.n1 + sign*d.n1, c.n0 + sign*d.n0, c.a + sign*d.a, c.b + sign*d.b}
}

func (c gapCounts) gap() float64 { return c.a/c.n1 - c.b/c.n0 }

// gapError is the standard error of the gap on the side where other lies.
func gapError(tb testing.TB, c gapCounts, other float64) float64 {
	const level = 0.95
	e, err := stats.Newcombe(int(c.a), int(c.n1), int(c.b), int(c.n0), level)
	if err != nil {
		tb.Fatal(err)
	}
	if e.Value > other {
		return (e.Value - e.Interval.Lo) / normalQuantile(level)
	}
	return (e.Interval.Hi - e.Value) / normalQuantile(level)
}

// countsOf adds up a school's latest years.
func countsOf(d *Dataset, school int, m simulatedMeasure, years int) gapCounts {
	var c gapCounts
	for i := range years {
		get := func(f Field, g Group) float64 { return d.Get(school, simulatedYear-AcademicYear(i), f, g).N }
		c = c.plus(gapCounts{get(m.den, GroupSEND), get(m.den, GroupNoSEN), get(m.num, GroupSEND), get(m.num, GroupNoSEN)}, 1)
	}
	return c
}

// scoreGaps gives every school a verdict by the difference of gaps.
func scoreGaps(tb testing.TB, rolls []roll, d *Dataset, planted perMeasure[[]bool], years int) (out perScore) {
	tb.Helper()
	const minGroup, minOthers, q, points, pupils = 11, 5, 0.05, 0.05, 2
	schools := map[LACode]int{}
	for _, r := range rolls {
		schools[r.la]++
	}
	for m, sim := range simulatedMeasures {
		pooled, now := map[LACode]gapCounts{}, map[LACode]gapCounts{}
		for i, r := range rolls {
			pooled[r.la] = pooled[r.la].plus(countsOf(d, i, sim, years), 1)
			now[r.la] = now[r.la].plus(countsOf(d, i, sim, 1), 1)
		}
		verdict := make([]Verdict, len(rolls))
		material := make([]bool, len(rolls))
		var tested []int
		var diff, z, w []float64
		for i, r := range rolls {
			c, latest := countsOf(d, i, sim, years), countsOf(d, i, sim, 1)
			switch {
			case schools[r.la] <= minOthers:
				verdict[i] = NotComparable
				continue
			case latest.n1 < minGroup || latest.n0 < minGroup || c.a+c.b == 0:
				verdict[i] = TooFew
				continue
			}
			verdict[i] = Typical
			local := pooled[r.la].plus(c, -1).gap()
			over := c.gap() - local
			se := gapError(tb, c, local)
			material[i] = over >= points && over*c.n1 >= pupils && latest.gap() > now[r.la].plus(latest, -1).gap()
			tested, diff = append(tested, i), append(diff, over)
			z, w = append(z, over/se), append(w, 1/(se*se))
		}
		spread, err := stats.EffectDispersion(z, w, stats.WinsorShare, stats.WinsorNullMean)
		if err != nil {
			tb.Fatal(err)
		}
		p := make([]float64, len(tested))
		for j := range tested {
			p[j] = stats.TwoSidedP(diff[j] / math.Sqrt(1/w[j]+spread.Tau2))
		}
		adjusted, err := stats.BenjaminiHochberg(p)
		if err != nil {
			tb.Fatal(err)
		}
		for j, i := range tested {
			if adjusted[j] <= q && material[i] {
				verdict[i] = WorthExploring
			}
		}
		for i, v := range verdict {
			out[m].add(planted[m][i], v)
		}
	}
	return out
}
