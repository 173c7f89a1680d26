package area

import (
	"maps"
	"slices"

	"inclusioncards/metrics"
)

// hidden is the set of cells a reader may not see.
type hidden map[cell]bool

// protect decides what is hidden of each measure: counts of pupils with the event
// (by measure) and of pupils (by the population they are of, the same for
// measures that share it). Small counts first, then whatever would give one back.
func protect(l *layout, s *source, all []sums, tables [][]breakdown) (events, heads []hidden) {
	events, heads = make([]hidden, len(measures)), make([]hidden, len(measures))
	if s.options.Floor == 0 {
		return events, heads
	}
	system := func(m int, heads bool) *system { return newSystem(l, s, m, all[m], tables[m], heads) }
	for _, class := range populations() {
		shared := hidden{}
		for size := -1; size != len(shared); {
			size = len(shared)
			for _, m := range class {
				if len(all[m]) > 0 && !measures[m].Sessions {
					system(m, true).close(shared)
				}
			}
		}
		for _, m := range class {
			heads[m] = shared
		}
	}
	for m := range measures {
		if len(all[m]) == 0 {
			continue
		}
		if measures[m].Sessions {
			events[m] = sessionCells(all, m, heads[m])
			continue
		}
		events[m] = maps.Clone(heads[m])
		system(m, false).close(events[m])
	}
	if whole, part := nested(); len(all[whole]) > 0 && len(all[part]) > 0 {
		closeBoth(system(whole, false), system(part, false), events[whole], events[part])
	}
	return events, heads
}

// nested gives two measures of which one counts pupils of the other: pupils
// severely absent are persistently absent too, and the difference of the counts is
// a count of pupils.
func nested() (whole, part int) {
	at := func(id string) int {
		return slices.IndexFunc(measures, func(m Measure) bool { return m.ID == id })
	}
	return at("persistent_absence"), at("severe_absence")
}

// closeBoth hides counts of the part whose difference from the whole is small,
// until both are closed.
func closeBoth(whole, part *system, inWhole, inPart hidden) {
	for size := -1; size != len(inWhole)+len(inPart); {
		size = len(inWhole) + len(inPart)
		for i := range part.cells {
			c := &part.cells[i]
			j, both := whole.index[c.id]
			if !both {
				continue
			}
			if between := whole.cells[j].count - c.count; between > 0 && between < part.floor && !inWhole[c.id] {
				inPart[c.id] = true
			}
		}
		whole.close(inWhole)
		part.close(inPart)
	}
}

// populations groups the measures by what they are counted over.
func populations() [][]int {
	var out [][]int
	at := map[string]int{}
	for m := range measures {
		name := measures[m].ID
		switch {
		case measures[m].Catalogue == "suspended_once":
			name = "pupils"
		case !measures[m].Leavers:
			name = "enrolments"
		}
		i, ok := at[name]
		if !ok {
			i = len(out)
			at[name] = i
			out = append(out, nil)
		}
		out[i] = append(out[i], m)
	}
	return out
}

// sessionCells hides sessions where the pupils they are of are hidden. Sessions
// say nothing of their number, so those of pupils never counted are hidden too.
func sessionCells(all []sums, m int, pupils hidden) hidden {
	out := hidden{}
	enrolled := all[slices.IndexFunc(measures, func(o Measure) bool { return o.ID == "persistent_absence" })]
	for k, t := range all[m] {
		for _, g := range metrics.CountGroups {
			c := cell{k, g}
			o := enrolled[k]
			if pupils[c] || o == nil || !slices.Equal(o.members, t.members) {
				out[c] = true
			}
		}
	}
	return out
}

// small reports whether a count must not be shown, as such or beside the cards of
// its schools.
func (s *system) small(c *counted) bool {
	return c.count > 0 && (c.beside || c.count < s.floor || c.complement < s.floor)
}

// close hides every small count, and then more until nothing hidden can be
// worked out from what is shown.
func (s *system) close(h hidden) {
	for i := range s.cells {
		if s.small(&s.cells[i]) {
			h[s.cells[i].id] = true
		}
	}
	for {
		for s.mend(h) {
		}
		found := s.solvable(h)
		if len(found) == 0 {
			return
		}
		for _, i := range found {
			s.cover(i, h)
		}
	}
}

// mend makes every sum safe: what is hidden of it must be two cells or more,
// whose total is itself not small. It reports whether it hid anything.
func (s *system) mend(h hidden) bool {
	changed := false
	for _, r := range s.relations {
		for !s.safe(&r, h) {
			i := s.choose(&r, h)
			if i < 0 {
				break
			}
			h[s.cells[i].id] = true
			changed = true
		}
	}
	return changed
}

func (s *system) safe(r *relation, h hidden) bool {
	if h[s.cells[r.total].id] {
		// The total is found again from its parts unless one of them is hidden.
		return r.rest.count != 0 || slices.ContainsFunc(r.parts, func(i int) bool { return h[s.cells[i].id] })
	}
	n, left := 0, counted{count: r.rest.count, complement: r.rest.complement}
	if r.rest.count != 0 {
		n++
	}
	for _, i := range r.parts {
		if c := &s.cells[i]; h[c.id] {
			n++
			left.count += c.count
			left.complement += c.complement
		}
	}
	return n == 0 || n == 1 && r.rest.count != 0 && !s.small(&left) || n > 1 && !s.small(&left)
}

// choose picks the cell of a sum to hide next: of a category that has something
// hidden already, so that the others stay whole; the smallest part with pupils,
// then an empty one, then the total.
func (s *system) choose(r *relation, h hidden) int {
	total := -1
	if !h[s.cells[r.total].id] {
		total = r.total
	}
	if r.coarse && total >= 0 {
		return total
	}
	best := -1
	for _, i := range r.parts {
		c := &s.cells[i]
		if h[c.id] {
			continue
		}
		if best < 0 || s.before(i, best, h) {
			best = i
		}
	}
	if best < 0 {
		return total
	}
	return best
}

// before orders two shown parts for hiding.
func (s *system) before(i, j int, h hidden) bool {
	a, b := &s.cells[i], &s.cells[j]
	if ta, tb := touched(a.id.key, h), touched(b.id.key, h); ta != tb {
		return ta
	}
	return rank(a.count) < rank(b.count)
}

// touched reports whether a group of the category is hidden.
func touched(k key, h hidden) bool {
	return slices.ContainsFunc(metrics.CountGroups[:], func(g metrics.Group) bool { return h[cell{k, g}] })
}

// rank orders counts for hiding: an empty cell comes last.
func rank(n int) int {
	if n == 0 {
		return many
	}
	return n
}

// cover hides a neighbour of a cell that can be worked out: the smallest shown
// cell of any sum it takes part in, else the smallest of all.
func (s *system) cover(i int, h hidden) {
	best := -1
	consider := func(j int) {
		if c := &s.cells[j]; !h[c.id] && (best < 0 || rank(c.count) < rank(s.cells[best].count)) {
			best = j
		}
	}
	for _, r := range s.relations {
		if r.total == i || slices.Contains(r.parts, i) {
			for _, j := range r.parts {
				consider(j)
			}
			consider(r.total)
		}
	}
	if best < 0 {
		for j := range s.cells {
			consider(j)
		}
	}
	if best >= 0 {
		h[s.cells[best].id] = true
	}
}
