package reportcard

import (
	"math"

	"inclusioncards/metrics"
)

// gate lets through what a reader may see. Everything a card says is made of
// what passes here: a builder that never holds a withheld count cannot print
// it, draw it or put it into words.
type gate struct {
	d      *Disclosure
	in     input
	school int
	// seen collects the withheld figures that the card would have shown.
	seen map[figureKey]bool
	// more counts withheld figures that are no measure's.
	more int
}

// gated puts the gate before the input of one card.
func (d *Disclosure) gated(in input, school int) (input, *gate) {
	g := &gate{d: d, in: in, school: school, seen: map[figureKey]bool{}}
	if d.floor == 0 {
		return in, g
	}
	out := in
	out.observe, out.area = g.observe, g.area
	out.grouped = nil // nearly all of it is small
	out.results = nil
	for _, r := range in.results {
		out.results = append(out.results, g.result(r))
	}
	return out, g
}

// observe gives a figure, or the reason why it is withheld. Event figures of
// SEN support and EHC plans apart are for officers only.
func (g *gate) observe(y metrics.AcademicYear, m metrics.Measure, group metrics.Group) metrics.Observation {
	if group == metrics.GroupGap {
		if m.AllOnly {
			return g.in.observe(y, m, group)
		}
		return metrics.GapOf(m, g.observe(y, m, metrics.GroupSEND), g.observe(y, m, metrics.GroupNoSEN), g.in.options.Level)
	}
	o := g.in.observe(y, m, group)
	if !o.Given {
		return o
	}
	k := figureKey{m.ID, group, y}
	if at(g.d.dens[k], g.school) {
		o.Den = metrics.Missing(metrics.Withheld)
	}
	if g.withheld(k) {
		if !o.OK() {
			return o // the file has no number: its own reason stands
		}
		g.seen[k] = true
		return metrics.Observation{
			Measure: o.Measure, Group: o.Group, Year: o.Year, Unit: o.Unit, Given: true,
			State: metrics.Withheld, Num: metrics.Missing(metrics.Withheld), Den: o.Den,
		}
	}
	if g.d.profile != PublicProfile || !o.OK() || !o.Num.OK() || !o.Den.OK() {
		return o
	}
	return metrics.FigureOf(m, group, y, metrics.Known(toFive(o.Num.N)), metrics.Known(toFive(o.Den.N)), g.in.options.Level)
}

// toFive rounds a count for the public.
func toFive(v float64) float64 { return math.Floor(v/5+0.5) * 5 }

// withheld tells whether a figure of this school is hidden. Figures that no
// rule decides on are hidden too.
func (g *gate) withheld(k figureKey) bool {
	switch k.measure {
	case "absence", "persistent_absence":
		if _, decided := g.d.nums[k]; !decided { // rates of sessions, and published rates
			return k.group != metrics.GroupAll
		}
	}
	flags, decided := g.d.nums[k]
	return !decided || at(flags, g.school) || at(g.d.dens[k], g.school)
}

// area gives the figure of the other schools, unless this school's own is
// withheld or the figure is closed to all.
func (g *gate) area(y metrics.AcademicYear, id metrics.MeasureID, group metrics.Group, k metrics.ComparatorKind) metrics.AreaFigure {
	f := g.in.area(y, id, group, k)
	if !f.OK || f.Published || f.Weighted {
		return f
	}
	m, _ := metrics.Lookup(id)
	if o := g.in.observe(y, m, group); o.OK() && g.withheld(figureKey{id, group, y}) || !g.open(figureKey{id, group, y}, f.With) {
		return metrics.AreaFigure{}
	}
	return f
}

// open tells whether a figure of other schools is shown to anyone. Sets of
// schools that overlap (similar, of a trust, chosen) could be subtracted from each other,
// and a median is the figure of one school: they need every figure shown.
func (g *gate) open(k figureKey, kind metrics.ComparatorKind) bool {
	groups := []metrics.Group{k.group}
	if k.group == metrics.GroupAll && k.measure != "register_send" {
		groups = append(groups, metrics.GroupSEND, metrics.GroupNoSEN)
	}
	for _, group := range groups {
		k.group = group
		s := g.in.school
		areas := []string{""}
		if kind == metrics.CompareLA {
			areas = []string{string(s.LA)}
		}
		for _, area := range areas {
			if g.d.closed[closedKey{k, s.Phase, kind, area}] {
				return false
			}
		}
		listed := kind == metrics.CompareSimilar || kind == metrics.CompareTrust || kind == metrics.CompareCustom || g.in.options.AreaMean == "median"
		if listed && g.d.any(k) {
			return false
		}
	}
	return true
}

// result clears what a withheld figure goes into; the verdict stands. The
// middle half of the other schools is a pair of their figures: it is shown only
// where none of them is withheld.
func (g *gate) result(r metrics.Result) metrics.Result {
	groups := []metrics.Group{metrics.GroupAll}
	if m, _ := metrics.Lookup(r.Measure); m.Test == metrics.ExcessTest {
		groups = []metrics.Group{metrics.GroupSEND, metrics.GroupNoSEN, metrics.GroupAll}
	}
	year, pooled, others, open := false, false, false, true
	for _, group := range groups {
		for back := range max(1, r.YearsPooled) {
			y := r.Year - metrics.AcademicYear(back)
			others = others || g.d.any(figureKey{r.Measure, group, y})
			if g.withheld(figureKey{r.Measure, group, y}) {
				pooled = true
				year = year || back == 0
			}
		}
		open = open && g.open(figureKey{r.Measure, group, r.Year}, with(r))
	}
	bare := metrics.Result{
		School: r.School, Year: r.Year, Measure: r.Measure, Comparator: r.Comparator, Verdict: r.Verdict,
		Direction: r.Direction, Reason: r.Reason, SecondYear: r.SecondYear, Schools: r.Schools, With: r.With,
		Published: r.Published, Termly: r.Termly, Alone: r.Alone, Tests: r.Tests, YearsPooled: min(1, r.YearsPooled),
	}
	if year {
		return bare
	}
	if pooled {
		bare.SchoolValue, bare.ComparatorValue, bare.LimitLo, bare.LimitHi = r.SchoolValue, r.ComparatorValue, r.LimitLo, r.LimitHi
		bare.QuartileLo, bare.QuartileHi = r.QuartileLo, r.QuartileHi
		bare.Group, bare.Others, bare.Events, bare.GroupEvents, bare.ExpectedYear = r.Group, r.Others, r.Events, r.GroupEvents, r.ExpectedYear
		r = bare
	}
	if others {
		r = coarse(r)
	}
	if !open {
		r.ComparatorValue, r.LimitLo, r.LimitHi = metrics.Number{}, metrics.Number{}, metrics.Number{}
	}
	if g.d.profile == PublicProfile {
		r = g.rounded(r)
	}
	return r
}

// coarse leaves of a result what does not tell the counts behind it apart, where
// some of other schools are withheld: expected pupils and the limits of ordinary
// variation hang on each of those counts, and many cards together would tell
// them from the decimals. A chart is drawn from the same rounded figures.
func coarse(r metrics.Result) metrics.Result {
	for _, n := range []*metrics.Number{
		&r.QuartileLo, &r.QuartileHi, &r.LimitLo, &r.LimitHi, &r.Variance, &r.VarianceYear, &r.Z, &r.P, &r.Q, &r.PYear, &r.Effect, &r.Centre, &r.CentreVariance, &r.OddsRatio, &r.Tau2,
	} {
		*n = metrics.Number{}
	}
	r.ComparatorValue.V = nearest(r.ComparatorValue.V, 0.001)
	for _, n := range []*metrics.Number{&r.Expected, &r.ExpectedYear} {
		n.V = nearest(n.V, 1)
	}
	if r.Excess.OK {
		r.Excess.V = r.Observed.V - r.Expected.V
	}
	return r
}

// nearest rounds to a step, halves up.
func nearest(v, step float64) float64 { return tidy(math.Floor(v/step+0.5) * step) }

// rounded rounds every count of a result to five and takes the school's figure
// from the rounded counts. What only exact counts give is left out.
func (g *gate) rounded(r metrics.Result) metrics.Result {
	for _, n := range []*int{&r.Group, &r.Others, &r.Events, &r.GroupEvents, &r.EventsPooled, &r.GroupPooled} {
		*n = int(toFive(float64(*n)))
	}
	for _, n := range []*metrics.Number{&r.Observed, &r.Expected, &r.ExpectedYear} {
		n.V = toFive(n.V)
	}
	for _, n := range []*metrics.Number{&r.Excess, &r.Variance, &r.VarianceYear, &r.Z, &r.P, &r.Q, &r.PYear, &r.Effect, &r.LimitLo, &r.LimitHi} {
		*n = metrics.Number{}
	}
	if r.SchoolValue.OK {
		m, _ := metrics.Lookup(r.Measure)
		group := metrics.GroupAll
		if m.Test == metrics.ExcessTest {
			group = metrics.GroupGap
		}
		if o := g.observe(r.Year, m, group); o.OK() {
			r.SchoolValue.V = o.Value
		}
	}
	return r
}
