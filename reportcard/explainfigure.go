package reportcard

import "inclusioncards/metrics"

// figurePlain shows a measure without a verdict: its values and definition.
func (e *explainer) figurePlain() []string {
	m, w := e.l.measure, e.w.Figure
	out := []string{m.Definition + " " + m.NotThis, e.say(e.w.Source, values{"list": m.Source})}
	if m.Test != metrics.NoTest {
		return append([]string{e.say(w.Absent, values{"name": e.name()})}, out...)
	}
	out = append([]string{e.say(w.Without, nil)}, out...)
	figures := e.figures()
	if len(figures) == 0 {
		return append(out, e.say(w.NoFile, values{"year": e.in.year.String()}))
	}
	for _, o := range figures {
		out = append(out, e.figureLine(o))
	}
	if len(figures) == 1 && !m.AllOnly {
		out = append(out, w.AllOnly)
	}
	return out
}

// figures are the observations of the measure this year that a file gives; a
// gap of groups too small for a rate is none.
func (e *explainer) figures() []metrics.Observation {
	var out []metrics.Observation
	small := false
	for _, g := range metrics.CountGroups {
		o := e.in.observe(e.in.year, e.l.measure, g)
		if o.Given {
			out = append(out, o)
		}
		small = small || o.Den.OK() && o.Den.N < float64(e.in.options.MinGroup) && (g == metrics.GroupSEND || g == metrics.GroupNoSEN)
	}
	if o := e.in.observe(e.in.year, e.l.measure, metrics.GroupGap); o.Given && !small {
		out = append(out, o)
	}
	return out
}

// figureLine is one value with its counts and range; a group too small for a
// rate has its counts alone.
func (e *explainer) figureLine(o metrics.Observation) string {
	w := e.w.Figure
	v := values{"list": w.Groups[o.Group.String()]}
	unit := func(x float64) string {
		return e.say(w.Units[o.Unit.String()], values{"value": decimal(x, shift(e.l.measure), 1)})
	}
	counts := ""
	if o.Num.OK() && o.Den.OK() && o.Unit != metrics.UnitCount {
		counts = e.say(w.Counts, values{"n": whole(o.Num.N), "d": whole(o.Den.N)})
	}
	switch {
	case !o.OK():
		v["value"] = e.state(o)
	case o.Unit == metrics.UnitCount:
		v["value"] = whole(o.Value)
	case o.Den.OK() && o.Den.N < float64(e.in.options.MinGroup):
		v["value"] = e.ofFew(e.l.measure, o)
	default:
		v["value"] = unit(o.Value) + counts
		if o.HasInterval {
			v["value"] += e.say(w.Interval, values{"low": decimal(o.Lo, shift(e.l.measure), 1), "high": decimal(o.Hi, shift(e.l.measure), 1)})
		}
	}
	return e.say(w.Value, v)
}
