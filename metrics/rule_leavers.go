package metrics

import (
	"math"

	"inclusioncards/metrics/stats"
)

// cellSets are the ways to divide a Year 10 for its expected leavers, finest
// first; the first one known at the school and in its comparator is used.
var cellSets = [][]Group{{GroupNoSEN, GroupSENSupport, GroupEHCPlan}, {GroupNoSEN, GroupSEND}, {GroupAll}}

// yearTen is one school's Year 10 to Year 11 movement.
type yearTen struct {
	ok        bool
	roll, x   int
	reason    Reason
	others    others
	rate      float64 // pooled share of the others
	published bool
	testable  bool
	e, v      float64
	p, q      Number
	limitLo   float64
	limitHi   float64
}

type leaverFamily struct {
	schools []yearTen
	tests   map[Phase]int
	spreads []spread
}

// prepareLeavers tests each Year 10 against what the comparator's rates by SEN
// status would lead one to expect: exact Poisson-binomial upper tail.
func (a *Analysis) prepareLeavers(m *Measure, y AcademicYear, k ComparatorKind) error {
	d := a.Data
	f := &leaverFamily{schools: make([]yearTen, len(d.Schools)), tests: map[Phase]int{}}
	p := a.pools[k]
	for i := range f.schools {
		num, den := d.counts(i, y, m, GroupAll)
		t := &f.schools[i]
		if p.of[i] < 0 {
			t.reason = ReasonFewSchools
		}
		if num.OK() && den.OK() && den.N > 0 && num.N <= den.N && num.N >= 0 {
			t.ok, t.roll, t.x = true, int(den.N), int(num.N)
		}
	}
	f.spreads = make([]spread, len(p.members))
	for n, members := range p.members {
		if err := a.expectLeavers(f, m, y, k, n, members); err != nil {
			return err
		}
	}
	if err := a.correctLeavers(f); err != nil {
		return err
	}
	a.leavers[registerKey{y, k}] = f
	return nil
}

// expectLeavers sets expected value, variance and tail of every school of a pool.
func (a *Analysis) expectLeavers(f *leaverFamily, m *Measure, y AcademicYear, k ComparatorKind, pool int, members []int) error {
	d := a.Data
	type cell struct{ x, n float64 }
	var in []int
	var sizes, values []float64
	cells := map[Group][]cell{}
	total := map[Group]cell{}
	for _, i := range members {
		t := &f.schools[i]
		if !t.ok {
			continue
		}
		in = append(in, i)
		sizes = append(sizes, float64(t.roll))
		values = append(values, float64(t.x)/float64(t.roll))
		for _, g := range CountGroups {
			c := cell{n: -1}
			if x, n := d.counts(i, y, m, g); x.OK() && n.OK() && x.N >= 0 && x.N <= n.N {
				c = cell{x.N, n.N}
				total[g] = cell{total[g].x + c.x, total[g].n + c.n}
			}
			cells[g] = append(cells[g], c)
		}
	}
	f.spreads[pool] = newSpread(values)
	areas := d.areas(in)
	for j, o := range leaveOneOut(sizes) {
		t := &f.schools[in[j]]
		t.others, t.reason = o, a.usable(o, k, areas)
		rate := func(g Group) Number {
			if t.reason != "" {
				return a.published(in[j], y, "", m, g, k)
			}
			c, all := cells[g][j], total[g]
			if c.n >= 0 {
				all = cell{all.x - c.x, all.n - c.n}
			}
			if all.n <= 0 {
				return Number{}
			}
			return number(all.x / all.n)
		}
		own := func(g Group) float64 { return cells[g][j].n }
		groups := leaverGroups(own, rate)
		if groups == nil {
			if t.reason == "" {
				t.reason = ReasonNoPattern
			}
			continue
		}
		t.published, t.reason = t.reason != "", ""
		if v := rate(GroupAll); v.OK {
			t.rate = v.V
		}
		if err := t.test(groups, a.Options); err != nil {
			return err
		}
	}
	return nil
}

// leaverGroups picks the finest division for which every pupil of the school
// has a rate.
func leaverGroups(own func(Group) float64, rate func(Group) Number) []stats.PupilGroup {
	for _, set := range cellSets {
		var groups []stats.PupilGroup
		for _, g := range set {
			n := own(g)
			r := rate(g)
			if n < 0 || (n > 0 && !r.OK) {
				groups = nil
				break
			}
			if n > 0 {
				groups = append(groups, stats.PupilGroup{Pupils: int(n), Probability: r.V})
			}
		}
		if groups != nil {
			return groups
		}
	}
	return nil
}

func (t *yearTen) test(groups []stats.PupilGroup, o Options) error {
	b, err := stats.NewPoissonBinomial(groups)
	if err != nil {
		return err
	}
	t.e, t.v = b.Expected, b.Variance
	half := normalQuantile(o.Level) * math.Sqrt(t.v)
	n := float64(t.roll)
	t.limitLo, t.limitHi = math.Max(0, (t.e-half)/n), math.Min(1, (t.e+half)/n)
	t.testable = t.roll >= o.MinGroup
	if !t.testable {
		return nil
	}
	tail, err := b.UpperTail(t.x)
	if err != nil {
		return err
	}
	t.p = number(tail)
	return nil
}

// correctLeavers turns the tails into q-values, one family per phase group.
func (a *Analysis) correctLeavers(f *leaverFamily) error {
	for ph := Nursery; ph <= AP; ph++ {
		var in []int
		var p []float64
		for i := range f.schools {
			if t := &f.schools[i]; t.testable && a.Data.Schools[i].Phase == ph {
				in = append(in, i)
				p = append(p, t.p.V)
			}
		}
		f.tests[ph] = len(in)
		if len(in) < a.Options.AloneFamily {
			continue
		}
		q, err := stats.BenjaminiHochberg(p)
		if err != nil {
			return err
		}
		for j, i := range in {
			f.schools[i].q = number(q[j])
		}
	}
	return nil
}

// conditions are Ofsted's published ones: at least 5 pupils and at least 5% of
// the year group, and more than expected.
func (t *yearTen) conditions(o Options) bool {
	return t.x >= o.Y10Leavers && float64(t.x) >= o.Y10Share*float64(t.roll) && float64(t.x) > t.e
}

func (a *Analysis) leaverResult(r *Result, m *Measure) {
	f := a.leavers[registerKey{r.Year, r.Comparator}]
	t := &f.schools[r.School]
	o := a.Options
	own := Number{}
	if t.ok {
		own = number(float64(t.x) / float64(t.roll))
		r.SchoolValue, r.Group, r.Events, r.GroupEvents = own, t.roll, t.x, t.x
	}
	if !a.supplied(r, m, t.ok, GroupAll) || !a.placed(r) {
		return
	}
	r.Schools, r.Published = t.others.schools, t.published
	if t.reason != "" {
		r.Verdict, r.Reason = NotComparable, t.reason
		return
	}
	r.ComparatorValue = number(t.rate)
	r.YearsPooled, r.GroupPooled, r.EventsPooled = 1, t.roll, t.x
	r.Observed, r.Expected, r.Excess = number(float64(t.x)), number(t.e), number(float64(t.x)-t.e)
	r.Variance, r.ExpectedYear, r.VarianceYear = number(t.v), number(t.e), number(t.v)
	r.LimitLo, r.LimitHi = number(t.limitLo), number(t.limitHi)
	if n := a.pools[r.Comparator].of[r.School]; n >= 0 && !t.published {
		r.QuartileLo, r.QuartileHi = f.spreads[n].quantile(0.25, own.V), f.spreads[n].quantile(0.75, own.V)
	}
	if !t.testable {
		r.Verdict, r.Reason = TooFew, ReasonSmallGroup
		return
	}
	r.P, r.Q, r.PYear = t.p, t.q, t.p
	r.Tests = f.tests[a.Data.Schools[r.School].Phase]
	r.Alone = !t.q.OK
	evidence, some := a.strength(r.Alone, t.p, t.q, t.p)
	if some {
		r.Direction = Higher
	}
	switch {
	case !t.conditions(o):
		r.Verdict, r.Reason = Typical, ReasonBelowCondition
		if !some {
			r.Reason = ReasonNoEvidence
		}
	case evidence && a.leftBefore(r):
		r.Verdict, r.Reason = WorthExploring, ReasonEvidence
	case evidence || some:
		r.Verdict, r.Reason = Watch, ReasonOneYear
	default:
		r.Verdict, r.Reason = Typical, ReasonNoEvidence
	}
}

// leftBefore tells whether the conditions and the evidence held in the
// previous year too.
func (a *Analysis) leftBefore(r *Result) bool {
	f, ok := a.leavers[registerKey{r.Year - 1, r.Comparator}]
	if !ok {
		return false
	}
	t := &f.schools[r.School]
	if !t.testable || !t.conditions(a.Options) {
		return false
	}
	evidence, _ := a.strength(!t.q.OK, t.p, t.q, t.p)
	return evidence
}
