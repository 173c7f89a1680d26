package reportcard

import "inclusioncards/metrics"

// record writes a result down as numbers and codes.
func (e *explainer) record() *Record {
	r := e.l.result
	out := e.recordOf()
	out.Comparator, out.With = string(r.Comparator), string(r.With)
	out.Verdict, out.Direction, out.Reason = r.Verdict.String(), r.Direction.String(), string(r.Reason)
	out.FailedCheck = r.Check
	out.Result, out.SecondYear = e.resultWord(r)[0], r.SecondYear
	out.Numbers = e.numbers()
	if !silent(r.Verdict) {
		out.Years, out.Cells = e.recordYears(), e.cells(r)
	}
	if c := e.changed; c.OK {
		out.Change = &RecordChange{c.Pupils, c.Verdict.String(), c.Direction.String()}
	}
	for _, o := range e.l.others {
		other := RecordOther{
			Comparator: string(o.Comparator), With: string(o.With), Verdict: o.Verdict.String(),
			Direction: o.Direction.String(), Reason: string(o.Reason), Schools: o.Schools,
		}
		if !silent(o.Verdict) {
			other.Expected, other.P, other.Q = maybe(o.Expected), maybe(o.P), maybe(o.Q)
		}
		out.Others = append(out.Others, other)
	}
	return out
}

func (e *explainer) numbers() *RecordNumbers {
	r := e.l.result
	n := &RecordNumbers{
		Schools: r.Schools, Published: r.Published, Termly: r.Termly, Alone: r.Alone, Years: r.YearsPooled,
		Group: r.Group, Others: r.Others, Events: r.Events, GroupEvents: r.GroupEvents,
		GroupPooled: r.GroupPooled, EventsPooled: r.EventsPooled, Level: figure(e.in.options.Level),
	}
	if silent(r.Verdict) {
		return n
	}
	n.Observed, n.Expected, n.Excess, n.Variance = maybe(r.Observed), maybe(r.Expected), maybe(r.Excess), maybe(r.Variance)
	n.OddsRatio, n.Tau2, n.Tau2Schools, n.TauFloored = maybe(r.OddsRatio), maybe(r.Tau2), r.Tau2Schools, r.TauFloored
	n.Effect, n.Centre, n.CentreVar = maybe(r.Effect), maybe(r.Centre), maybe(r.CentreVariance)
	n.Z, n.P, n.Q, n.Tests, n.PYear = maybe(r.Z), maybe(r.P), maybe(r.Q), r.Tests, maybe(r.PYear)
	n.ExpectedYear, n.VarianceYear = maybe(r.ExpectedYear), maybe(r.VarianceYear)
	n.SchoolValue, n.Comparator = maybe(r.SchoolValue), maybe(r.ComparatorValue)
	n.QuartileLo, n.QuartileHi = maybe(r.QuartileLo), maybe(r.QuartileHi)
	n.LimitLo, n.LimitHi = maybe(r.LimitLo), maybe(r.LimitHi)
	own := e.l.all
	switch e.l.measure.Test {
	case metrics.ExcessTest:
		own = e.l.gap
		n.D = maybe(metrics.Number{V: r.Excess.V / r.Variance.V, OK: true})
	case metrics.RegisterTest:
		t := r.ComparatorValue.V
		n.S2 = maybe(metrics.Number{V: t * (1 - t) / float64(r.Group), OK: r.ComparatorValue.OK})
	}
	if own.HasInterval {
		n.Lo, n.Hi = maybe(metrics.Number{V: own.Lo, OK: true}), maybe(metrics.Number{V: own.Hi, OK: true})
	}
	return n
}

func (e *explainer) recordYears() []RecordYear {
	var out []RecordYear
	for _, y := range e.a.Evidence(e.l.result) {
		year := RecordYear{
			Year: y.Year.String(), Used: y.Used, Reason: string(unused(y)),
			N1: y.Group, N0: y.Others, A: y.GroupEvents, B: y.OtherEvents, Schools: y.Schools,
		}
		is := func(v float64) *figure { return maybe(metrics.Number{V: v, OK: y.Used}) }
		year.OddsRatio, year.Expected, year.Variance = is(y.OddsRatio), is(y.Expected), is(y.Variance)
		if !y.Published {
			year.PooledN1, year.PooledN0 = is(y.PooledGroup), is(y.PooledOthers)
			year.PooledA, year.PooledB = is(y.PooledGroupEvents), is(y.PooledOtherEvents)
		}
		out = append(out, year)
	}
	return out
}

// figureRecord writes down the values of a measure without a verdict.
func (e *explainer) figureRecord() *Record {
	out := e.recordOf()
	if e.l.measure.Test != metrics.NoTest {
		return out
	}
	for _, o := range e.figures() {
		is := func(v float64, ok bool) *figure { return maybe(metrics.Number{V: v, OK: ok}) }
		out.Figures = append(out.Figures, RecordFigure{
			Group: o.Group.String(), State: o.State.String(), Value: is(o.Value, o.OK()),
			Num: is(o.Num.N, o.Num.OK()), Den: is(o.Den.N, o.Den.OK()),
			Lo: is(o.Lo, o.HasInterval), Hi: is(o.Hi, o.HasInterval),
		})
	}
	return out
}
