package area

import (
	"slices"

	"inclusioncards/metrics"
)

// key is one category of a breakdown in a scope; Total has an empty category.
type key struct {
	scope    Scope
	by       By
	category string
}

// sum is the pupils of a key for one measure.
type sum struct {
	x, n vec
	// members are the schools behind it, as places in source.schools; split of
	// them have SEN support and EHC plan apart.
	members []int
	split   int
}

func (s *sum) add(i int, t *tally) {
	s.x.add(t.x)
	s.n.add(t.n)
	s.members = append(s.members, i)
	if t.split {
		s.split++
	}
}

// layout is which tables there are: the same for every measure.
type layout struct {
	scopes []Scope // phases present, in order; AllSchools is not among them
	places map[Scope][]int
	// categories of schools, for scopes that are told apart further.
	categories map[Scope]*schoolCategories
	notes      []Note
	// pupils: there is pupil-level input.
	pupils bool
	// least is the number of schools from which a phase is told apart finely.
	least int
}

// fine reports whether a phase has tables by ethnic group and destination.
func (l *layout) fine(p Scope) bool { return p == AllSchools || len(l.places[p]) >= l.least }

func newLayout(s *source) *layout {
	l := &layout{places: map[Scope][]int{}, categories: map[Scope]*schoolCategories{}}
	if s.options.Floor > 0 {
		l.least = s.options.PhaseSchools
	}
	for i, school := range s.schools {
		p := s.d.Schools[school].Phase
		l.places[p] = append(l.places[p], i)
		l.pupils = l.pupils || len(s.cells[i]) > 0
	}
	for p := metrics.PhaseUnknown; p <= metrics.Independent; p++ {
		places := l.places[p]
		if len(places) == 0 {
			continue
		}
		l.scopes = append(l.scopes, p)
		if !p.Mainstream() || len(places) < 2 {
			continue
		}
		schools := make([]int, len(places))
		for j, i := range places {
			schools[j] = s.schools[i]
		}
		c := categorise(s.d, s.year, p, schools, s.blackShare)
		l.categories[p] = c
		l.notes = append(l.notes, c.notes...)
	}
	return l
}

// sums holds every key of a measure.
type sums map[key]*sum

func (t sums) at(k key) *sum {
	s := t[k]
	if s == nil {
		s = &sum{}
		t[k] = s
	}
	return s
}

// phaseKey is the total of a phase. It is the category of ByPhase too. Schools of
// unknown phase have no scope of their own, only that category.
func phaseKey(p metrics.Phase) key {
	if p == metrics.PhaseUnknown {
		return key{AllSchools, ByPhase, NotKnown}
	}
	return key{p, Total, ""}
}

var allKey = key{AllSchools, Total, ""}

// sum adds up one measure.
func (l *layout) sum(s *source, m int) sums {
	out := sums{}
	for _, p := range l.scopes {
		c := l.categories[p]
		for j, i := range l.places[p] {
			t := &s.tallies[m][i]
			if !t.ok {
				continue
			}
			out.at(phaseKey(p)).add(i, t)
			out.at(allKey).add(i, t)
			if c != nil {
				for _, by := range schoolKinds {
					if of := c.of[by]; of != nil {
						out.at(key{p, by, of[j]}).add(i, t)
					}
				}
			}
			l.addPupils(out, s, m, p, i)
		}
	}
	return out
}

// addPupils adds the cells of a school to the breakdowns of pupils.
func (l *layout) addPupils(out sums, s *source, m int, p metrics.Phase, i int) {
	for _, by := range pupilKinds {
		for _, c := range s.cells[i] {
			x, n := measures[m].outcome(&c.Outcomes)
			t := tally{split: true}
			t.x[status(c.SEN)], t.n[status(c.SEN)] = x, n
			for _, scope := range scopesOf(p) {
				k := out.at(key{scope, by, pupilCategory(by, c.Profile)})
				k.x.add(t.x)
				k.n.add(t.n)
				if len(k.members) == 0 || k.members[len(k.members)-1] != i {
					k.members = append(k.members, i)
					k.split++
				}
			}
		}
	}
}

// scopesOf are the scopes the pupils of a phase count in. Schools of unknown phase
// are in no scope of their own.
func scopesOf(p metrics.Phase) []Scope {
	if p == metrics.PhaseUnknown {
		return []Scope{AllSchools}
	}
	return []Scope{AllSchools, p}
}

// breakdown is one table to be: its keys in order.
type breakdown struct {
	scope Scope
	by    By
	keys  []key
	bands []Band
}

// breakdowns lists the tables of a measure in the order of the outputs: those
// of all schools, then each phase. Categories without pupils are left out.
func (l *layout) breakdowns(t sums) []breakdown {
	var out []breakdown
	add := func(b breakdown) {
		b.keys = slices.DeleteFunc(b.keys, func(k key) bool { return t[k] == nil || t[k].n.of(metrics.GroupAll) == 0 })
		if len(b.keys) > 0 {
			out = append(out, b)
		}
	}
	add(breakdown{scope: AllSchools, by: Total, keys: []key{allKey}})
	phases := breakdown{scope: AllSchools, by: ByPhase}
	for _, p := range l.ordered() {
		phases.keys = append(phases.keys, phaseKey(p))
	}
	add(phases)
	cross := func(scope Scope) {
		for _, by := range pupilKinds {
			if by == ByEthnicity && !l.fine(scope) {
				continue
			}
			b := breakdown{scope: scope, by: by}
			for _, category := range pupilOrder(by) {
				b.keys = append(b.keys, key{scope, by, category})
			}
			add(b)
		}
	}
	if l.pupils {
		cross(AllSchools)
	}
	for _, p := range l.scopes {
		c := l.categories[p]
		if c == nil {
			continue
		}
		for _, by := range schoolKinds {
			b := breakdown{scope: p, by: by, bands: c.bands[by]}
			for _, category := range c.order[by] {
				b.keys = append(b.keys, key{p, by, category})
			}
			add(b)
		}
		if l.pupils {
			cross(p)
		}
	}
	return out
}

// ordered lists the phases present, the unknown one last.
func (l *layout) ordered() []metrics.Phase {
	var out []metrics.Phase
	for _, p := range l.scopes {
		if p != metrics.PhaseUnknown {
			out = append(out, p)
		}
	}
	if slices.Contains(l.scopes, metrics.PhaseUnknown) {
		out = append(out, metrics.PhaseUnknown)
	}
	return out
}
