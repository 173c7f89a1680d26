package reportcard

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"inclusioncards/metrics"
)

// exact prints a number so that a reader can compute with it: to ten decimals,
// or ten significant figures when it is small.
func exact(v float64) string {
	switch {
	case math.IsNaN(v) || math.IsInf(v, 0):
		return ""
	case v != 0 && math.Abs(v) < 1e-3:
		return strconv.FormatFloat(v, 'e', 9, 64)
	}
	return strings.TrimSuffix(strings.TrimRight(strconv.FormatFloat(v, 'f', 10, 64), "0"), ".")
}

// setting prints a value of the configuration as a file writes it.
func setting(v float64) string { return strconv.FormatFloat(v, 'g', -1, 64) }

// technical is the half that a statistician can recompute.
func (e *explainer) technical() []string {
	out := e.defined()
	if e.l.result.Verdict != metrics.NotSupplied {
		kind := map[metrics.TestKind]string{metrics.ExcessTest: "excess", metrics.RegisterTest: "register", metrics.LeaverTest: "year10"}[e.l.measure.Test]
		out = append(out, e.say(e.w.Technical.Heading, values{"measure": e.w.Technical.Tests[kind]}))
	}
	switch {
	case e.l.result.Verdict == metrics.NotSupplied:
	case silent(e.l.result.Verdict):
		out = append(out, e.undecided()...)
	case e.l.measure.Test == metrics.RegisterTest:
		out = append(out, e.registerTechnical()...)
	case e.l.measure.Test == metrics.LeaverTest:
		out = append(out, e.year10Technical()...)
	default:
		out = append(out, e.excessTechnical()...)
	}
	return append(out, e.rule(), e.versions())
}

// defined is the exact definition of the catalogue.
func (e *explainer) defined() []string {
	m, w := e.l.measure, e.w.Technical
	return []string{
		e.say(w.Definition, values{"lead": m.Definition, "value": m.NotThis}),
		e.say(w.Source, values{"list": m.Source}),
	}
}

func (e *explainer) rule() string {
	r := e.l.result
	return e.say(e.w.Technical.Rule, values{"value": e.w.Technical.Clauses[r.Verdict.String()], "code": string(r.Reason)})
}

func (e *explainer) versions() string {
	return e.say(e.w.Technical.Version, values{
		"method": metrics.MethodVersion, "version": e.options.Version, "config": e.options.ConfigHash,
	})
}

// undecided gives the counts that kept a result from being decided, and no
// figure that they cannot carry.
func (e *explainer) undecided() []string {
	r, o := e.l.result, e.in.options
	var out []string
	switch {
	case r.Group == 0 && r.Others == 0:
	case e.l.isExcess():
		out = append(out, fmt.Sprintf("%s: n1 = %d, n0 = %d, m = %d, a = %d", r.Year, r.Group, r.Others, r.Events, r.GroupEvents))
	default:
		out = append(out, fmt.Sprintf("%s: n = %d, x = %d", r.Year, r.Group, r.Events))
	}
	switch r.Reason {
	case metrics.ReasonSmallGroup:
		out = append(out, fmt.Sprintf("min_group = %d", o.MinGroup))
	case metrics.ReasonFewEvents, metrics.ReasonNoEvents:
		out = append(out, fmt.Sprintf("V = %s over %s; at least 1 is needed", exact(r.Variance.V), e.span()))
	case metrics.ReasonFewSchools, metrics.ReasonDominated:
		out = append(out, fmt.Sprintf("other schools = %d, min_comparator = %d, dominant_share = %s", r.Schools, o.MinComparator, setting(o.DominantShare)))
	case metrics.ReasonNotEngland:
		out = append(out, fmt.Sprintf("england_las = %d", o.EnglandLAs))
	}
	return out
}

// span is the years behind the evidence, earliest first.
func (e *explainer) span() string {
	var used []string
	for _, y := range e.a.Evidence(e.l.result) {
		if y.Used {
			used = append(used, y.Year.String())
		}
	}
	if len(used) == 0 {
		return e.l.result.Year.String()
	}
	slices.Reverse(used)
	return strings.Join(used, " + ")
}

// condition is one line of the flag rule: what was compared, and whether it
// held.
func (e *explainer) condition(holds bool, format string, args ...any) string {
	word := e.w.Technical.YesNo[1]
	if holds {
		word = e.w.Technical.YesNo[0]
	}
	return "  " + fmt.Sprintf(format, args...) + ": " + word
}

// strengthConditions are the two levels of evidence, with or without a
// correction for many tests.
func (e *explainer) strengthConditions(name string) []string {
	r, o := e.l.result, e.in.options
	if r.Alone {
		return []string{
			e.condition(r.P.V < o.AloneEvidence, "p = %s < alone_evidence = %s", exact(r.P.V), setting(o.AloneEvidence)),
			e.condition(r.P.V < o.AloneWatch || r.PYear.OK && r.PYear.V < o.AloneWatch, "p%s < alone_watch = %s", name, setting(o.AloneWatch)),
		}
	}
	return []string{
		e.condition(r.Q.V <= o.Q, "q = %s <= %s", exact(r.Q.V), setting(o.Q)),
		e.condition(r.P.V < o.P || r.PYear.OK && r.PYear.V < o.P, "p%s < %s", name, setting(o.P)),
	}
}

// judged prints p, q and the number of tests, or how a card made alone was
// judged.
func (e *explainer) judged(p string) []string {
	r, w, o := e.l.result, e.w.Technical, e.in.options
	if r.Alone {
		out := []string{e.say(w.Alone, values{"n": count(o.AloneFamily), "evidence": setting(o.AloneEvidence), "value": setting(o.AloneWatch)})}
		return append(out, "p = "+exact(r.P.V))
	}
	return []string{p, e.say(w.TestsRun, values{"q": exact(r.Q.V), "tests": strconv.Itoa(r.Tests)})}
}

// interval prints the limits of an observation, in the unit of the measure.
func (e *explainer) interval(o metrics.Observation) string {
	if !o.HasInterval {
		return ""
	}
	w := e.w.Technical
	return "; " + e.say(w.Interval, values{
		"level": e.level(), "low": exact(o.Lo), "high": exact(o.Hi), "method": w.Methods[o.Method.String()],
	})
}

// othersValue prints the comparator's value on the scale of the school's.
func (e *explainer) othersValue() string {
	r := e.l.result
	if !r.ComparatorValue.OK {
		return ""
	}
	return "; " + e.say(e.w.Technical.OthersGap, values{"value": exact(r.ComparatorValue.V)})
}

func (e *explainer) limits() []string {
	r := e.l.result
	if !r.LimitLo.OK || !r.LimitHi.OK {
		return nil
	}
	return []string{e.say(e.w.Technical.Limits, values{"level": e.level(), "low": exact(r.LimitLo.V), "high": exact(r.LimitHi.V)})}
}
