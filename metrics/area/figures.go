package area

import (
	"math"

	"inclusioncards/metrics"
	"inclusioncards/metrics/stats"
)

// compared are the groups set against no SEN.
var compared = [...]metrics.Group{metrics.GroupSEND, metrics.GroupSENSupport, metrics.GroupEHCPlan}

// rowMaker makes the rows of one measure from what may be shown.
type rowMaker struct {
	s             *source
	m             int
	t             sums
	events, heads hidden
}

// row is every figure of a key.
func (r *rowMaker) row(k key) Row {
	t := r.t[k]
	out := Row{Category: k.category, Schools: len(t.members)}
	for _, g := range metrics.CountGroups {
		out.Figures = append(out.Figures, r.pooled(k, t, g))
	}
	if !k.by.OfPupils() {
		for _, g := range metrics.CountGroups {
			out.Figures = append(out.Figures, r.mean(k, t, g))
		}
	}
	for _, g := range compared {
		out.Figures = append(out.Figures, r.gap(k, t, g))
	}
	if !k.by.OfPupils() {
		for _, g := range compared {
			out.Figures = append(out.Figures, r.meanGap(k, t, g))
		}
	}
	if measures[r.m].Sessions {
		return out
	}
	for _, g := range compared {
		out.Figures = append(out.Figures, r.odds(k, t, g))
	}
	if measures[r.m].Leavers {
		for _, g := range compared {
			out.Figures = append(out.Figures, r.excess(k, t, g))
		}
	}
	return out
}

// shown is the count of pupils as a reader may see it.
func (r *rowMaker) shown(n int) int { return r.s.options.shown(n) }

// shown rounds a count to 5 where the profile says so.
func (o Options) shown(n int) int {
	if o.Rounded {
		return (n + 2) / 5 * 5
	}
	return n
}

// schools counts those behind a group: SEN support and EHC plan need a split.
func (t *sum) schools(g metrics.Group) int {
	if g == metrics.GroupSENSupport || g == metrics.GroupEHCPlan {
		return t.split
	}
	return len(t.members)
}

func (r *rowMaker) pooled(k key, t *sum, g metrics.Group) Figure {
	f := Figure{Statistic: Pooled, Group: g, Schools: t.schools(g), Method: "none"}
	n := t.n.of(g)
	// An empty group that is hidden for another's sake must not be told apart.
	switch {
	case r.events[cell{k, g}]:
		f.State = Withheld
		if !r.heads[cell{k, g}] {
			f.Den, f.HasDen = r.shown(n), true
		}
		return f
	case n == 0 || f.Schools == 0:
		f.State = NoPupils
		return f
	}
	f.Num, f.Den, f.HasNum, f.HasDen = r.shown(t.x.of(g)), r.shown(n), true, true
	f.Value = float64(f.Num) / float64(f.Den)
	if measures[r.m].Sessions {
		return f
	}
	if iv, err := stats.Wilson(f.Num, f.Den, r.s.options.Level); err == nil {
		f.HasInterval, f.Lo, f.Hi, f.Method = true, iv.Lo, iv.Hi, "wilson"
	}
	return f
}

// mean is the mean of the schools' own rates, each school counted once.
func (r *rowMaker) mean(k key, t *sum, g metrics.Group) Figure {
	f := Figure{Statistic: MeanOfSchools, Group: g, Method: "none"}
	total := 0.0
	for _, i := range t.members {
		s := &r.s.tallies[r.m][i]
		if n := s.n.of(g); n > 0 {
			total += float64(s.x.of(g)) / float64(n)
			f.Schools++
		}
	}
	return r.meanOf(f, total, r.events[cell{k, g}])
}

// meanGap is the mean of the schools' own gaps, over schools with pupils in both
// groups.
func (r *rowMaker) meanGap(k key, t *sum, g metrics.Group) Figure {
	f := Figure{Statistic: MeanGap, Group: g, Method: "none"}
	total := 0.0
	for _, i := range t.members {
		s := &r.s.tallies[r.m][i]
		n, none := s.n.of(g), s.n.of(metrics.GroupNoSEN)
		if n > 0 && none > 0 {
			total += float64(s.x.of(g))/float64(n) - float64(s.x.of(metrics.GroupNoSEN))/float64(none)
			f.Schools++
		}
	}
	return r.meanOf(f, total, r.events[cell{k, g}] || r.events[cell{k, metrics.GroupNoSEN}])
}

func (r *rowMaker) meanOf(f Figure, total float64, secret bool) Figure {
	switch {
	case secret:
		f.State, f.Schools = Withheld, 0
	case f.Schools == 0:
		f.State = NoPupils
	case r.s.options.Floor > 0 && f.Schools < LeastSchools:
		f.State = TooFew
	default:
		f.Value = r.s.options.coarse(total/float64(f.Schools), 3)
	}
	return f
}

// coarse keeps the places that are printed, when small numbers are hidden: all
// the digits of a mean of rates would give the schools' counts back.
func (o Options) coarse(v float64, places int) float64 {
	if o.Floor == 0 {
		return v
	}
	scale := math.Pow10(places)
	return math.Round(v*scale) / scale
}

// gap is the group's pooled rate less that of pupils with no SEN.
func (r *rowMaker) gap(k key, t *sum, g metrics.Group) Figure {
	f := Figure{Statistic: PooledGap, Group: g, Schools: t.schools(g), Method: "none"}
	a, b, state := r.pair(k, t, g)
	if f.State = state; state != Observed {
		return f
	}
	f.Value = a.Value - b.Value
	if measures[r.m].Sessions {
		return f
	}
	if e, err := stats.Newcombe(a.Num, a.Den, b.Num, b.Den, r.s.options.Level); err == nil {
		f.HasInterval, f.Lo, f.Hi, f.Method = true, e.Interval.Lo, e.Interval.Hi, "newcombe"
	}
	return f
}

// pair gives the pooled figures of a group and of no SEN, when both are shown.
func (r *rowMaker) pair(k key, t *sum, g metrics.Group) (a, b Figure, state State) {
	a, b = r.pooled(k, t, g), r.pooled(k, t, metrics.GroupNoSEN)
	switch {
	case a.State == Withheld || b.State == Withheld:
		return a, b, Withheld
	case a.State == NoPupils || b.State == NoPupils:
		return a, b, NoPupils
	}
	return a, b, Observed
}

// excess is the group's leavers beyond the rate of pupils with no SEN, in pupils:
// n_g x (rate_g - rate_noSEN), with the limits of the gap times n_g.
func (r *rowMaker) excess(k key, t *sum, g metrics.Group) Figure {
	f := r.gap(k, t, g)
	f.Statistic = Excess
	if !f.OK() {
		return f
	}
	n := float64(r.shown(t.n.of(g)))
	f.Value, f.Lo, f.Hi = f.Value*n, f.Lo*n, f.Hi*n
	f.Den, f.HasDen = int(n), true
	return f
}

// odds is the Mantel-Haenszel odds ratio of the group against no SEN, schools as
// strata: pupils are compared with those of their own school only. For a
// breakdown of pupils the strata are schools too.
func (r *rowMaker) odds(k key, t *sum, g metrics.Group) Figure {
	f := Figure{Statistic: MHOdds, Group: g, Method: "robins_breslow_greenland"}
	_, _, state := r.pair(k, t, g)
	if f.State = state; state != Observed {
		return f
	}
	x, n := t.x.of(g), t.n.of(g)
	xNone, nNone := t.x.of(metrics.GroupNoSEN), t.n.of(metrics.GroupNoSEN)
	least := max(r.s.options.MinGroup, r.s.options.Floor)
	if x < LeastEvents || xNone < LeastEvents || x == n || xNone == nNone || min(n, nNone) < least {
		f.State = TooFew
		return f
	}
	mh, err := stats.NewMantelHaenszel(r.strata(k, t, g), r.s.options.Level)
	if err != nil || math.IsNaN(mh.OddsRatio.LogSE) {
		f.State = TooFew
		return f
	}
	o := r.s.options
	f.Schools = mh.Strata
	f.Value = o.coarse(mh.OddsRatio.Value, 2)
	f.HasInterval, f.Lo, f.Hi = true, o.coarse(mh.OddsRatio.Interval.Lo, 2), o.coarse(mh.OddsRatio.Interval.Hi, 2)
	return f
}

func (r *rowMaker) strata(k key, t *sum, g metrics.Group) []stats.Table {
	var out []stats.Table
	for _, i := range t.members {
		x, n := r.s.tallies[r.m][i].x, r.s.tallies[r.m][i].n
		if k.by.OfPupils() {
			x, n = r.s.pupils(r.m, i, k)
		}
		a, c := x.of(g), x.of(metrics.GroupNoSEN)
		out = append(out, stats.Table{A: a, B: n.of(g) - a, C: c, D: n.of(metrics.GroupNoSEN) - c})
	}
	return out
}

// pupils counts those of a school in a category of a breakdown of pupils.
func (s *source) pupils(m, i int, k key) (x, n vec) {
	for _, c := range s.cells[i] {
		if pupilCategory(k.by, c.Profile) == k.category {
			events, heads := measures[m].outcome(&c.Outcomes)
			x[status(c.SEN)] += events
			n[status(c.SEN)] += heads
		}
	}
	return x, n
}
