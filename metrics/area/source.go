package area

import (
	"slices"

	"inclusioncards/metrics"
)

// Pupils by SEN status. Those with SEND that no file splits, and those of
// unknown status, are in no printed group of their own, but in SEND and all.
const (
	noSEN = iota
	support
	plan
	unsplit
	unknown

	statuses
)

// vec is a count by SEN status.
type vec [statuses]int

// holds lists the statuses of each group, by metrics.Group.
var holds = [...][]int{
	metrics.GroupAll:        {noSEN, support, plan, unsplit, unknown},
	metrics.GroupSEND:       {support, plan, unsplit},
	metrics.GroupSENSupport: {support},
	metrics.GroupEHCPlan:    {plan},
	metrics.GroupNoSEN:      {noSEN},
}

func (v *vec) of(g metrics.Group) int {
	n := 0
	for _, s := range holds[g] {
		n += v[s]
	}
	return n
}

func (v *vec) add(o vec) {
	for i := range v {
		v[i] += o[i]
	}
}

// tally is one measure of one school. split tells whether SEN support and EHC
// plan are apart.
type tally struct {
	x, n      vec
	ok, split bool
}

// source is what the report is computed from.
type source struct {
	d       *metrics.Dataset
	year    metrics.AcademicYear
	options Options
	schools []int
	// tallies are by measure and by place in schools; cells by place.
	tallies [][]tally
	cells   [][]metrics.Cell
}

func newSource(d *metrics.Dataset, y metrics.AcademicYear, schools []int, o Options) *source {
	s := &source{d: d, year: y, options: o, schools: schools, cells: make([][]metrics.Cell, len(schools))}
	place := map[metrics.URN]int{}
	for i, school := range schools {
		place[d.Schools[school].URN] = i
	}
	for _, c := range d.Pupils.Cells {
		if i, ok := place[c.URN]; ok && c.Year == y {
			s.cells[i] = append(s.cells[i], c)
		}
	}
	switch d.LeaverPreset {
	case metrics.RuleSchool.String():
		s.options.LeaverRule = metrics.RuleSchool
	case metrics.RuleMime2024.String():
		s.options.LeaverRule = metrics.RuleMime2024
	}
	s.tallies = make([][]tally, len(measures))
	for m := range measures {
		s.tallies[m] = make([]tally, len(schools))
		for i := range schools {
			s.tallies[m][i] = s.tally(&measures[m], i)
		}
	}
	return s
}

// tally reads the measure of a school from its counts by SEN status, or, for the
// leaver rule the counts do not follow, from its pupil-level cells.
func (s *source) tally(m *Measure, i int) tally {
	if m.Leavers && m.Rule != s.options.LeaverRule {
		t := tally{split: true}
		for _, c := range s.cells[i] {
			x, n := m.outcome(&c.Outcomes)
			t.x[status(c.SEN)] += x
			t.n[status(c.SEN)] += n
		}
		t.ok = t.n.of(metrics.GroupAll) > 0
		return t
	}
	catalogue, _ := metrics.Lookup(m.Catalogue)
	count := func(g metrics.Group) (x, n int, ok bool) {
		o := metrics.Observe(s.d, s.schools[i], s.year, catalogue, g, anyLevel)
		if !o.Num.OK() || !o.Den.OK() || o.Num.N < 0 || o.Num.N > o.Den.N {
			return 0, 0, false
		}
		return int(o.Num.N), int(o.Den.N), true
	}
	var t tally
	sendX, sendN, ok := count(metrics.GroupSEND)
	if !ok {
		return t
	}
	if t.x[noSEN], t.n[noSEN], ok = count(metrics.GroupNoSEN); !ok {
		return tally{}
	}
	t.ok = true
	kX, kN, okK := count(metrics.GroupSENSupport)
	eX, eN, okE := count(metrics.GroupEHCPlan)
	if okK && okE && kX+eX <= sendX && kN+eN <= sendN {
		t.split = true
		t.x[support], t.n[support], t.x[plan], t.n[plan] = kX, kN, eX, eN
	}
	t.x[unsplit], t.n[unsplit] = sendX-t.x[support]-t.x[plan], sendN-t.n[support]-t.n[plan]
	if allX, allN, ok := count(metrics.GroupAll); ok {
		t.x[unknown], t.n[unknown] = max(0, allX-sendX-t.x[noSEN]), max(0, allN-sendN-t.n[noSEN])
	}
	return t
}

func status(s metrics.SENStatus) int {
	return [...]int{metrics.SENUnknown: unknown, metrics.NoSEN: noSEN, metrics.SENSupport: support, metrics.EHCPlan: plan}[s]
}

// outcome gives a measure of a set of pupils.
func (m *Measure) outcome(o *metrics.Outcomes) (x, n int) {
	switch m.ID {
	case "suspended_once":
		return o.Suspended, o.Pupils
	case "persistent_absence":
		return o.Persistent, o.Enrolments
	case "severe_absence":
		return o.Severe, o.Enrolments
	case "absence":
		return o.SessionsAbsent, o.SessionsPossible
	}
	return o.Leavers[m.Rule], o.LeaverBase[m.Rule]
}

// blackShare is the share of Black pupils among those of known ethnic group.
func (s *source) blackShare(school int) metrics.Number {
	i, ok := slices.BinarySearch(s.schools, school)
	if !ok {
		return metrics.Number{}
	}
	black, all := 0, 0
	for _, c := range s.cells[i] {
		if c.Ethnicity == metrics.EthnicityNotKnown {
			continue
		}
		all += c.Pupils
		if c.Ethnicity == metrics.Black {
			black += c.Pupils
		}
	}
	if all == 0 {
		return metrics.Number{}
	}
	return metrics.Number{V: float64(black) / float64(all), OK: true}
}

// category is that of a pupil by a breakdown of pupils.
func pupilCategory(by By, p metrics.Profile) string {
	if by == ByFSM6 {
		return word(p.FSM6, "fsm6", "not_fsm6")
	}
	return p.Ethnicity.String()
}

// pupilOrder lists the categories of a breakdown of pupils.
func pupilOrder(by By) []string {
	if by == ByFSM6 {
		return []string{"fsm6", "not_fsm6", NotKnown}
	}
	var out []string
	for e := metrics.White; e < metrics.EthnicityCount; e++ {
		out = append(out, e.String())
	}
	return append(out, NotKnown)
}
