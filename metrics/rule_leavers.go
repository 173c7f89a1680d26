package metrics

import (
	"math"
	"slices"

	"inclusioncards/metrics/stats"
)

// cellSets are the ways to divide a Year 10 for its expected leavers, finest
// first; the first one known at the school and in its comparator is used.
var cellSets = [][]Group{{GroupNoSEN, GroupSENSupport, GroupEHCPlan}, {GroupNoSEN, GroupSEND}, {GroupAll}}

// yearTen is one school's Year 10 to Year 11 movement.
type yearTen struct {
	ok        bool
	roll, x   int
	reshaped  bool // the school merged or split between the two censuses
	reason    Reason
	others    others
	with      ComparatorKind
	sums      []float64 // leavers and pupils of the others, by group
	rate      float64   // pooled share of the others
	published bool
	testable  bool
	groups    []stats.PupilGroup
	e, v      float64
	p, q      Number
	limitLo   float64
	limitHi   float64
}

type leaverFamily struct {
	schools []yearTen
	tests   map[Phase]int
	use     []bool
	value   []float64
	spreads *spreads
}

// prepareLeavers tests each Year 10 against what the comparator's rates by SEN
// status would lead one to expect: exact Poisson-binomial upper tail.
func (a *Analysis) prepareLeavers(m *Measure, y AcademicYear, k ComparatorKind) error {
	d := a.Data
	if _, done := a.leavers[registerKey{y, k}]; done {
		return nil
	}
	f := &leaverFamily{schools: make([]yearTen, len(d.Schools)), tests: map[Phase]int{}}
	p := a.pools[k]
	t, cells := a.leaverTable(f, m, y)
	p.each(d, t, func(i int, o others, sum []float64) {
		s := &f.schools[i]
		s.others, s.with, s.reason = o, k, a.usable(o, k)
		s.sums = slices.Clone(sum)
	})
	for i := range f.schools {
		s := &f.schools[i]
		if !s.ok || p.of[i] < 0 {
			s.reason = ReasonFewSchools
			continue
		}
		if s.reason.tooSmall() && d.Schools[i].Phase.ownGroup() {
			if err := a.widenLeavers(s, i, m, y, k); err != nil {
				return err
			}
		}
		a.expectLeavers(s, i, m, y, k, cells.row(i))
	}
	if err := a.correctLeavers(f); err != nil {
		return err
	}
	f.spreads = newSpreads(p, f.use, f.value)
	a.leavers[registerKey{y, k}] = f
	return nil
}

// leaverTable enters every Year 10: leavers and pupils of each group, and the
// school's own pupils by group (-1 when not known).
func (a *Analysis) leaverTable(f *leaverFamily, m *Measure, y AcademicYear) (t, own *table) {
	d := a.Data
	t, own = newTable(len(f.schools), 2*groupCount), newTable(len(f.schools), groupCount)
	use, value := make([]bool, len(f.schools)), make([]float64, len(f.schools))
	for i := range f.schools {
		s := &f.schools[i]
		x, n, ok := d.share(i, y, m, GroupAll)
		if s.reshaped = d.reshaped(i, y, m); !ok || n == 0 || s.reshaped {
			continue
		}
		s.ok, s.roll, s.x = true, n, x
		use[i], value[i] = true, float64(x)/float64(n)
		t.put(i, float64(n))
		for j, g := range CountGroups {
			own.row(i)[j] = -1
			if x, n, ok := d.share(i, y, m, g); ok {
				own.row(i)[j] = float64(n)
				t.row(i)[2*j], t.row(i)[2*j+1] = float64(x), float64(n)
			}
		}
	}
	f.use, f.value = use, value
	return t, own
}

// widenLeavers takes the others of a wider comparator of the school's own group.
func (a *Analysis) widenLeavers(s *yearTen, school int, m *Measure, y AcademicYear, k ComparatorKind) error {
	for _, wider := range a.wider(k) {
		if err := a.prepareLeavers(m, y, wider); err != nil {
			return err
		}
		w := &a.leavers[registerKey{y, wider}].schools[school]
		if w.reason == "" && !w.published {
			s.others, s.with, s.sums, s.reason = w.others, wider, w.sums, ""
			return nil
		}
	}
	return nil
}

// expectLeavers sets expected value, variance and tail of one school.
func (a *Analysis) expectLeavers(s *yearTen, school int, m *Measure, y AcademicYear, k ComparatorKind, cells []float64) {
	at := func(g Group) int { return slices.Index(CountGroups[:], g) }
	rate := func(g Group) Number {
		if s.reason != "" {
			return a.published(school, y, a.termOf(m), m, g, k)
		}
		x, n := s.sums[2*at(g)], s.sums[2*at(g)+1]
		if n <= 0 {
			return Number{}
		}
		return number(x / n)
	}
	groups := leaverGroups(func(g Group) float64 { return cells[at(g)] }, rate)
	if groups == nil {
		if s.reason == "" {
			s.reason = ReasonNoPattern
		}
		return
	}
	if v := rate(GroupAll); v.OK {
		s.rate = v.V
	}
	s.published, s.reason = s.reason != "", ""
	s.groups = groups
	if s.test(a.Options) != nil { // beyond what can be computed: no other school suffers
		s.reason, s.testable = ReasonNoPattern, false
	}
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

func (t *yearTen) test(o Options) error {
	b, err := stats.NewPoissonBinomial(t.groups)
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
	own := Number{}
	if t.ok {
		own = number(float64(t.x) / float64(t.roll))
		r.SchoolValue, r.Group, r.Events, r.GroupEvents = own, t.roll, t.x, t.x
	}
	if !a.supplied(r, m, t.ok || t.reshaped, GroupAll) || !a.placed(r) {
		return
	}
	if t.reshaped {
		r.Verdict, r.Reason = NotComparable, ReasonReshaped
		return
	}
	r.Schools, r.With, r.Published = t.others.schools, t.with, t.published
	if t.reason != "" {
		r.Verdict, r.Reason = NotComparable, t.reason
		return
	}
	r.ComparatorValue = number(t.rate)
	r.YearsPooled, r.GroupPooled, r.EventsPooled = 1, t.roll, t.x
	r.Observed, r.Expected, r.Excess = number(float64(t.x)), number(t.e), number(float64(t.x)-t.e)
	r.Variance, r.ExpectedYear, r.VarianceYear = number(t.v), number(t.e), number(t.v)
	r.LimitLo, r.LimitHi = number(t.limitLo), number(t.limitHi)
	if !t.published {
		a.leavers[registerKey{r.Year, t.with}].spreads.place(r, &a.Options)
	}
	if !t.testable {
		r.Verdict, r.Reason = TooFew, ReasonSmallGroup
		return
	}
	r.P, r.Q, r.PYear = t.p, t.q, t.p
	r.Tests = f.tests[a.Data.Schools[r.School].Phase]
	r.Alone = !t.q.OK
	a.leaverVerdict(r, t)
}

// leaverVerdict is the rule of method.md section 3 for Year 10 to Year 11.
func (a *Analysis) leaverVerdict(r *Result, t *yearTen) {
	evidence, some := a.strength(r.Alone, t.p, t.q, t.p)
	r.Direction = NoDirection
	if some {
		r.Direction = Higher
	}
	switch {
	case !t.conditions(a.Options):
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
