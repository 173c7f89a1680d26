package reportcard

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"inclusioncards/metrics"
)

// registerTechnical is the over-dispersed funnel with its numbers put in.
func (e *explainer) registerTechnical() []string {
	r, w, o := e.l.result, e.w.Technical, e.in.options
	out := append([]string{}, w.Register...)
	n, t := float64(r.Group), r.ComparatorValue.V
	s2 := t * (1 - t) / n
	share := float64(r.Events) / n
	target := e.say(w.Target, values{"n": strconv.Itoa(r.Schools)})
	if r.Published {
		target = w.Benchmark
	}
	out = append(out,
		fmt.Sprintf("%s: x = %d, n = %d, x/n = %s%s", r.Year, r.Events, r.Group, exact(share), e.interval(e.l.all)),
		fmt.Sprintf("t = %s (%s)", exact(t), target),
		fmt.Sprintf("E = n t = %d x %s = %s; x - E = %s", r.Group, exact(t), exact(r.Expected.V), exact(r.Excess.V)),
		fmt.Sprintf("s2 = %s x %s / %d = %s", exact(t), exact(1-t), r.Group, exact(s2)),
	)
	p := ""
	if r.Tau2.OK {
		tau := w.Stratum
		if r.Tau2Schools == r.Tests {
			tau = w.WholePhase
		}
		out = append(out,
			e.say(tau, values{"tau": exact(r.Tau2.V), "n": strconv.Itoa(r.Tau2Schools)}),
			e.say(w.Funnel, values{"share": setting(o.WinsorShare)}),
			fmt.Sprintf("z = (%s - %s) / sqrt(%s + %s) = %s", exact(share), exact(t), exact(s2), exact(r.Tau2.V), exact(r.Z.V)))
		p = fmt.Sprintf("p = 2(1 - Phi(|z|)) = 2(1 - Phi(%s)) = %s", exact(math.Abs(r.Z.V)), exact(r.P.V))
	}
	out = append(out, e.judged(p)...)
	out = append(out, e.limits()...)
	size, least := math.Abs(r.Excess.V), o.RegisterRelative*r.Expected.V
	out = append(out, w.Conditions)
	out = append(out, e.strengthConditions("")...)
	return append(out, e.condition(size >= least, "|x - E| = %s >= register_relative x E = %s x %s = %s",
		exact(size), setting(o.RegisterRelative), exact(r.Expected.V), exact(least)))
}

// cell is a part of Year 10 that leaves at one rate.
type cell struct {
	Group  string `json:"group,omitempty"`
	Pupils int    `json:"pupils"`
	Rate   figure `json:"rate"`
}

// cells are the parts of a Year 10 with the rates of the other schools. Their
// names are found again from the sizes of the school's own groups.
func (e *explainer) cells(r metrics.Result) []cell {
	pupils, rates := e.a.Cells(r)
	var names []string
	for _, set := range [][]metrics.Group{
		{metrics.GroupNoSEN, metrics.GroupSENSupport, metrics.GroupEHCPlan}, {metrics.GroupNoSEN, metrics.GroupSEND}, {metrics.GroupAll},
	} {
		var sizes []int
		var named []string
		for _, g := range set {
			if o := e.in.observe(r.Year, e.l.measure, g); o.Den.OK() && o.Den.N > 0 {
				sizes, named = append(sizes, int(o.Den.N)), append(named, g.String())
			}
		}
		if names == nil && slices.Equal(sizes, pupils) {
			names = named
		}
	}
	var out []cell
	for i, n := range pupils {
		c := cell{Pupils: n, Rate: figure(rates[i])}
		if names != nil {
			c.Group = names[i]
		}
		out = append(out, c)
	}
	return out
}

// year10Technical is the Poisson-binomial test of this year, with the year
// before, which the rule asks for as well.
func (e *explainer) year10Technical() []string {
	r, w := e.l.result, e.w.Technical
	out := append([]string{}, w.Year10...)
	out = append(out, e.year10Year(r)...)
	out = append(out, e.judged(fmt.Sprintf("p = P(X >= %d) = %s", r.Events, exact(r.P.V)))...)
	out = append(out, fmt.Sprintf("x/n = %d/%d = %s", r.Events, r.Group, exact(r.SchoolValue.V))+e.interval(e.l.all)+e.othersValue())
	out = append(out, w.Conditions)
	out = append(out, e.year10Conditions(r)...)
	out = append(out, e.strengthConditions("")...)
	before, ok := e.yearBefore()
	if !ok {
		return append(out, w.NoPrevious)
	}
	out = append(out, e.say(w.Previous, values{"year": before.Year.String()}))
	out = append(out, e.year10Year(before)...)
	out = append(out, e.year10Conditions(before)...)
	last := fmt.Sprintf("  p = P(X >= %d) = %s", before.Events, exact(before.P.V))
	if before.Q.OK {
		last += fmt.Sprintf(", q = %s over %d tests", exact(before.Q.V), before.Tests)
	}
	return append(out, last)
}

func (e *explainer) year10Year(r metrics.Result) []string {
	var terms []string
	for _, c := range e.cells(r) {
		term := fmt.Sprintf("%d x %s", c.Pupils, exact(float64(c.Rate)))
		if c.Group != "" {
			term = c.Group + " " + term
		}
		terms = append(terms, term)
	}
	return []string{
		fmt.Sprintf("%s: x = %d of n = %d", r.Year, r.Events, r.Group),
		"  " + strings.Join(terms, " + "),
		fmt.Sprintf("  E = %s, V = %s, x - E = %s", exact(r.Expected.V), exact(r.Variance.V), exact(r.Excess.V)),
	}
}

func (e *explainer) year10Conditions(r metrics.Result) []string {
	o := e.in.options
	least := o.Y10Share * float64(r.Group)
	return []string{
		e.condition(r.Events >= o.Y10Leavers, "x = %d >= y10_leavers = %d", r.Events, o.Y10Leavers),
		e.condition(float64(r.Events) >= least, "x = %d >= y10_share x n = %s x %d = %s", r.Events, setting(o.Y10Share), r.Group, exact(least)),
		e.condition(r.Excess.V > 0, "x = %d > E = %s", r.Events, exact(r.Expected.V)),
	}
}

// yearBefore is the result of the year before against the same schools. Its
// expected value must be the one this analysis holds: similar schools of one
// year are not those of another.
func (e *explainer) yearBefore() (metrics.Result, bool) {
	r := e.l.result
	a, err := metrics.Analyse(e.a.Data, r.Year-1, []metrics.ComparatorKind{r.Comparator}, e.a.Options)
	if err != nil {
		e.fail(err)
		return r, false
	}
	for _, before := range a.Results(e.school) {
		if before.Measure != r.Measure || !before.P.OK {
			continue
		}
		expected := 0.0
		for _, c := range e.cells(before) {
			expected += float64(c.Pupils) * float64(c.Rate)
		}
		return before, math.Abs(expected-before.Expected.V) < 1e-9
	}
	return r, false
}
