package metrics

import "inclusioncards/metrics/stats"

// Observation is one figure of one school, year and group with everything
// measures.csv prints of it.
type Observation struct {
	Measure MeasureID
	Group   Group
	Year    AcademicYear
	Unit    Unit
	// Given is false when no file had a cell for the figure: no row is written.
	Given bool
	State State
	// Num and Den keep their own states; both are zero Counts for gaps and
	// for rates published without counts.
	Num, Den Count
	// Value is in the measure's unit; it means something only when State is
	// Observed. Lo and Hi are its interval at Level when HasInterval.
	Value       float64
	HasInterval bool
	Lo, Hi      float64
	Level       float64
	Method      IntervalMethod
	// Published: the value was read as a rate, not computed from counts.
	Published bool
}

// OK reports whether the observation has a value.
func (o Observation) OK() bool { return o.State == Observed }

// counts finds the numerator and denominator of a measure for a group: of the
// bases a file supplies, the first with two numbers, else the first at all. A
// numerator without any denominator comes back with one that is not available.
func (d *Dataset) counts(school int, y AcademicYear, m *Measure, g Group) (num, den Count) {
	for _, b := range m.Bases {
		ng := g
		if b.FixedGroup {
			ng = b.NumGroup
		}
		n := d.Group(school, y, b.Num, ng)
		if b.HasLess {
			n = n.Minus(d.Group(school, y, b.Less, ng))
		}
		if !n.Given {
			continue
		}
		c := d.Group(school, y, b.Den, g)
		if n.OK() && c.OK() {
			return n, c
		}
		if !num.Given || (!den.Given && c.Given) {
			num, den = n, c
		}
	}
	return num, den
}

// share gives a measure of a group as x of n pupils; not ok when either is
// missing, they cannot be part and whole, or a check forbids their use. n may be 0.
func (d *Dataset) share(school int, y AcademicYear, m *Measure, g Group) (x, n int, ok bool) {
	if d.Veto(school, y, m.Family) != "" {
		return 0, 0, false
	}
	num, den := d.counts(school, y, m, g)
	if !num.OK() || !den.OK() || num.N < 0 || num.N > den.N {
		return 0, 0, false
	}
	return int(num.N), int(den.N), true
}

// Observe computes one figure. A denominator of 0 makes the figure not
// applicable, never 0 or infinite. A missing numerator gives its reason; with a
// known numerator the denominator gives its own. Level is in (0,1).
func Observe(d *Dataset, school int, y AcademicYear, m Measure, g Group, level float64) Observation {
	return d.observe(school, y, &m, g, level)
}

func (d *Dataset) observe(school int, y AcademicYear, m *Measure, g Group, level float64) Observation {
	if g == GroupGap {
		return d.observeGap(school, y, m, level)
	}
	o := Observation{Measure: m.ID, Group: g, Year: y, Unit: m.Unit}
	if m.AllOnly && !m.ByGroup && g != GroupAll {
		return o
	}
	o.Num, o.Den = d.counts(school, y, m, g)
	if !o.Num.Given {
		if m.HasRate && g == GroupAll {
			if r := d.Get(school, y, m.Rate, GroupAll); r.Given {
				o.Given, o.State, o.Value, o.Published = true, r.State, r.N, true
				o.Num, o.Den = Count{}, Count{}
			}
		}
		return o
	}
	if o.settle(m); o.OK() {
		d.interval(school, y, m, &o, level)
	}
	return o
}

// settle finds the state and the value of a figure from its counts.
func (o *Observation) settle(m *Measure) {
	o.Given = true
	switch {
	case o.Num.State == Suppressed || o.Den.State == Suppressed:
		o.State = Suppressed
		return
	case !o.Num.OK():
		o.State = o.Num.State
		return
	case !o.Den.OK():
		o.State = o.Den.State
		return
	case o.Den.N == 0 && m.Unit != UnitCount: // a roll of 0 is a figure
		o.State = NotApplicable
		return
	case m.Unit == UnitProportion && (o.Num.N > o.Den.N || o.Num.N < 0):
		o.State = NotAvailable // a part greater than its whole carries no rate
		return
	}
	o.State = Observed
	switch m.Unit {
	case UnitCount:
		o.Value = o.Num.N
	case UnitPer100:
		o.Value = o.Num.N / o.Den.N * 100
	default:
		o.Value = o.Num.N / o.Den.N
	}
}

// FigureOf computes a figure from two counts that may differ from those of the
// files: rounded, to be published. Only proportions have an interval.
func FigureOf(m Measure, g Group, y AcademicYear, num, den Count, level float64) Observation {
	o := Observation{Measure: m.ID, Group: g, Year: y, Unit: m.Unit, Num: num, Den: den}
	if o.settle(&m); !o.OK() || m.Method != Wilson {
		return o
	}
	if iv, err := stats.Wilson(int(num.N), int(den.N), level); err == nil {
		o.HasInterval, o.Lo, o.Hi, o.Level, o.Method = true, iv.Lo, iv.Hi, level, Wilson
	}
	return o
}

// interval adds the interval of method.md section 2 where there is one.
func (d *Dataset) interval(school int, y AcademicYear, m *Measure, o *Observation, level float64) {
	var iv stats.Interval
	var err error
	switch m.Method {
	case Wilson:
		iv, err = stats.Wilson(int(o.Num.N), int(o.Den.N), level)
	case GarwoodWidened:
		var e stats.Estimate
		e, err = stats.EventRate(int(o.Num.N), int(o.Den.N), 100, d.clustering(school, y, m, o), level)
		iv = e.Interval
	default:
		return
	}
	if err != nil {
		return
	}
	o.HasInterval, o.Lo, o.Hi, o.Level, o.Method = true, iv.Lo, iv.Hi, level, m.Method
}

// clustering is phi of the event rate: 2k-1 with k suspensions per suspended
// pupil (geometric), else 1. A pupil can be permanently excluded once.
func (d *Dataset) clustering(school int, y AcademicYear, m *Measure, o *Observation) float64 {
	if m.Bases[0].Num != Suspensions {
		return 1
	}
	pupils := d.Group(school, y, PupilsSuspended, o.Group)
	if !pupils.OK() || pupils.N <= 0 || o.Num.N < pupils.N {
		return 1
	}
	return 2*o.Num.N/pupils.N - 1
}

// observeGap is SEND minus no SEN. Only proportions of pupils have an interval
// (Newcombe); event rates and pooled sessions have none.
func (d *Dataset) observeGap(school int, y AcademicYear, m *Measure, level float64) Observation {
	if m.AllOnly {
		return Observation{Measure: m.ID, Group: GroupGap, Year: y, Unit: m.Unit}
	}
	return GapOf(*m, d.observe(school, y, m, GroupSEND, level), d.observe(school, y, m, GroupNoSEN, level), level)
}

// GapOf is the gap between a figure for pupils with SEND and the same for the
// others.
func GapOf(m Measure, s, n Observation, level float64) Observation {
	o := Observation{Measure: m.ID, Group: GroupGap, Year: s.Year, Unit: m.Unit}
	o.Given = s.Given || n.Given
	switch {
	case s.State == Withheld || n.State == Withheld:
		o.State = Withheld
		return o
	case s.State == Suppressed || n.State == Suppressed:
		o.State = Suppressed
		return o
	case !s.OK():
		o.State = s.State
		return o
	case !n.OK():
		o.State = n.State
		return o
	}
	o.State = Observed
	o.Value = s.Value - n.Value
	if m.Method != Wilson {
		return o
	}
	e, err := stats.Newcombe(int(s.Num.N), int(s.Den.N), int(n.Num.N), int(n.Den.N), level)
	if err == nil {
		o.HasInterval, o.Lo, o.Hi, o.Level, o.Method = true, e.Interval.Lo, e.Interval.Hi, level, Newcombe
	}
	return o
}

// Observations lists the figures of a school and year in the order of
// measures.csv: catalogue, then group. A measure known for the whole school
// only has one row; one known by SEN status has every group and (but for
// context) the gap, those that are missing with their reason.
func Observations(d *Dataset, school int, y AcademicYear, level float64) []Observation {
	out := make([]Observation, 0, len(catalogue)*len(CountGroups))
	for i := range catalogue {
		m := &catalogue[i]
		all := d.observe(school, y, m, GroupAll, level)
		if m.AllOnly && !m.ByGroup || !d.split(school, y, m) {
			if all.Given {
				out = append(out, all)
			}
			continue
		}
		at := len(out) // of the group with number 0; the others follow by number
		out = append(out, all)
		for _, g := range CountGroups[1:] {
			out = append(out, d.observe(school, y, m, g, level))
		}
		if !m.AllOnly {
			out = append(out, GapOf(*m, out[at+int(GroupSEND)], out[at+int(GroupNoSEN)], level))
		}
	}
	return out
}

// split reports whether a file gives the measure's numerator by SEN status.
func (d *Dataset) split(school int, y AcademicYear, m *Measure) bool {
	for i, b := range m.Bases {
		if m.ByGroup && i > 0 {
			break // a register count is not a roll
		}
		for _, g := range CountGroups[1:] {
			if d.Get(school, y, b.Num, g).Given && (!b.HasLess || d.Get(school, y, b.Less, g).Given) {
				return true
			}
		}
	}
	return false
}
