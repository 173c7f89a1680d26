package area

import (
	"slices"

	"inclusioncards/metrics"
)

// cell is one printed count: a group of a key.
type cell struct {
	key   key
	group metrics.Group
}

// counted is a cell with what is known of it: the count, the count of those
// without the event (or many, where that means nothing), and the pupils it adds
// up, as atoms no table tells apart.
type counted struct {
	id         cell
	count      int
	complement int
	atoms      []int
	beside     bool // would give away what a card of one of its schools withholds
}

// many stands for a complement that discloses nothing.
const many = 1 << 40

// relation says that parts add up to a total; rest is what no cell shows.
type relation struct {
	total int
	parts []int
	rest  counted
	// coarse: the total goes before the parts when something has to be hidden.
	coarse bool
}

// system is every printed count of one measure and all that a reader can add up.
type system struct {
	floor     int
	cells     []counted
	index     map[cell]int
	relations []relation
	// equalities are sums of atoms known to be 0: schools added up over their
	// kinds are the same pupils as cells added up over theirs.
	equalities []map[int]int
	atoms      int
}

// systemBuilder numbers the atoms.
type systemBuilder struct {
	*system
	l     *layout
	s     *source
	t     sums
	ids   map[atom]int
	sigs  []string // of each place
	m     int      // the measure
	heads bool     // pupils (n), not events (x)
}

// atom is pupils of one status: of schools alike in every breakdown, or of one
// category of a breakdown of pupils in a phase.
type atom struct {
	phase    metrics.Phase
	by       By
	category string
	status   int
}

// newSystem lays out the counts of a measure: of pupils with the event, or, with
// heads, of pupils.
func newSystem(l *layout, s *source, m int, t sums, tables []breakdown, heads bool) *system {
	b := &systemBuilder{
		system: &system{floor: s.options.Floor, index: map[cell]int{}},
		l:      l, s: s, t: t, ids: map[atom]int{}, m: m, heads: heads, sigs: signatures(l, len(s.schools)),
	}
	b.addKey(allKey)
	for _, p := range l.ordered() {
		if t[phaseKey(p)] != nil {
			b.addKey(phaseKey(p))
		}
	}
	used := slices.DeleteFunc(slices.Clone(tables), func(t breakdown) bool { return heads && t.by == ByDestination })
	for _, table := range used {
		for _, k := range table.keys {
			b.addKey(k)
		}
	}
	for _, table := range used {
		b.relate(table)
	}
	b.equate()
	return b.system
}

// signatures names, for each place, the categories its school is in.
func signatures(l *layout, places int) []string {
	out := make([]string, places)
	for p, c := range l.categories {
		for j, i := range l.places[p] {
			for _, by := range schoolKinds {
				if of := c.of[by]; of != nil {
					out[i] += of[j] + "\x00"
				}
			}
		}
	}
	return out
}

func (b *systemBuilder) atom(a atom) int {
	id, ok := b.ids[a]
	if !ok {
		id = len(b.ids)
		b.ids[a] = id
		b.system.atoms = len(b.ids)
	}
	return id
}

// schoolAtoms are the atoms of the schools behind a key, for one status.
func (b *systemBuilder) schoolAtoms(members []int, status int) []int {
	var out []int
	for _, i := range members {
		out = append(out, b.atom(atom{b.s.d.Schools[b.s.schools[i]].Phase, "", b.sigs[i], status}))
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// pupilAtoms are those of a category of pupils or leavers in a scope. A category
// that the table of a phase does not list has no pupils there.
func (b *systemBuilder) pupilAtoms(k key, status int) []int {
	var out []int
	for _, p := range b.l.scopes {
		if k.scope != AllSchools && k.scope != p {
			continue
		}
		for _, category := range b.covers(k) {
			if b.t[key{p, k.by, category}] != nil || !b.printed(p, k.by) {
				out = append(out, b.atom(atom{p, k.by, category, status}))
			}
		}
	}
	slices.Sort(out)
	return out
}

// printed reports whether a phase has a table of the breakdown.
func (b *systemBuilder) printed(p metrics.Phase, by By) bool {
	if by == ByDestination {
		return p != metrics.PhaseUnknown && b.l.fine(p)
	}
	return b.l.categories[p] != nil && (by != ByEthnicity || b.l.fine(p))
}

// covers lists the categories a key adds up: its own, or every destination but
// special schools.
func (b *systemBuilder) covers(k key) []string {
	if k.category != allButSpecial {
		return []string{k.category}
	}
	var out []string
	for o := range b.t {
		if o.by == ByDestination && o.category != special && o.category != allButSpecial {
			out = append(out, o.category)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func (b *systemBuilder) addKey(k key) {
	if _, ok := b.index[cell{k, metrics.GroupAll}]; ok {
		return
	}
	t := b.t[k]
	for _, g := range metrics.CountGroups {
		c := counted{id: cell{k, g}, count: t.x.of(g), complement: t.n.of(g) - t.x.of(g)}
		if b.heads {
			c.count = t.n.of(g)
		}
		if b.heads || k.by == ByDestination {
			c.complement = many
		}
		for _, status := range holds[g] {
			if b.t[allKey].n[status] == 0 {
				continue // a reader can know that there are none
			}
			if k.by.OfPupils() || k.by == ByDestination {
				c.atoms = append(c.atoms, b.pupilAtoms(k, status)...)
			} else {
				c.atoms = append(c.atoms, b.schoolAtoms(t.members, status)...)
			}
		}
		slices.Sort(c.atoms)
		c.beside = b.beside(k, t.members, g)
		b.index[c.id] = len(b.cells)
		b.cells = append(b.cells, c)
	}
	at := func(g metrics.Group) int { return b.index[cell{k, g}] }
	b.addRelation(at(metrics.GroupSEND), []int{at(metrics.GroupSENSupport), at(metrics.GroupEHCPlan)}, false)
	b.addRelation(at(metrics.GroupAll), []int{at(metrics.GroupNoSEN), at(metrics.GroupSEND)}, true)
}

// beside asks of a total over whole schools what the cards of these say; those of
// pupils of one kind are on no card.
func (b *systemBuilder) beside(k key, places []int, g metrics.Group) bool {
	ask := b.s.options.Beside
	if ask == nil || k.by.OfPupils() || k.by == ByDestination || measures[b.m].Sessions {
		return false
	}
	schools := make([]int, len(places))
	for i, at := range places {
		schools[i] = b.s.schools[at]
	}
	return ask(measures[b.m].Catalogue, b.heads, schools, g)
}

func (b *systemBuilder) addRelation(total int, parts []int, coarse bool) {
	r := relation{total: total, parts: parts, coarse: coarse}
	r.rest = b.cells[total]
	for _, p := range parts {
		r.rest.count -= b.cells[p].count
		r.rest.complement -= b.cells[p].complement
	}
	if r.rest.complement < 0 {
		r.rest.complement = many // as for its parts
	}
	b.relations = append(b.relations, r)
}

// relate says that the categories of a table add up to its total.
func (b *systemBuilder) relate(table breakdown) {
	total := allKey
	if table.scope != AllSchools {
		total = phaseKey(table.scope)
	}
	if table.by == Total {
		return
	}
	for _, g := range metrics.CountGroups {
		var parts []int
		for _, k := range table.keys {
			if k.category != allButSpecial {
				parts = append(parts, b.index[cell{k, g}])
			}
		}
		b.addRelation(b.index[cell{total, g}], parts, false)
		if table.by == ByDestination {
			b.relateSpecial(table, total, g)
		}
		if table.scope == AllSchools && (table.by.OfPupils() || table.by == ByDestination) {
			b.relatePhases(table, g)
		}
	}
}

// relatePhases says that a category of pupils of all schools is that of the
// phases added up; the rest is in phases without a table.
func (b *systemBuilder) relatePhases(table breakdown, g metrics.Group) {
	for _, k := range table.keys {
		var parts []int
		for _, p := range b.l.scopes {
			if i, ok := b.index[cell{key{p, table.by, k.category}, g}]; ok && p != AllSchools {
				parts = append(parts, i)
			}
		}
		b.addRelation(b.index[cell{k, g}], parts, false)
	}
}

// relateSpecial: leavers are those to special schools and the others.
func (b *systemBuilder) relateSpecial(table breakdown, total key, g metrics.Group) {
	special, ok := b.index[cell{key{table.scope, ByDestination, special}, g}]
	others, ok2 := b.index[cell{key{table.scope, ByDestination, allButSpecial}, g}]
	if ok && ok2 {
		b.addRelation(b.index[cell{total, g}], []int{special, others}, false)
	}
}

// equate ties the atoms of pupils to those of schools, phase by phase.
func (b *systemBuilder) equate() {
	for _, p := range b.l.scopes {
		t := b.t[phaseKey(p)]
		if t == nil {
			continue
		}
		for _, by := range []By{ByFSM6, ByEthnicity, ByDestination} {
			for status := range statuses {
				b.equateOne(p, by, status, t)
			}
		}
	}
}

func (b *systemBuilder) equateOne(p metrics.Phase, by By, status int, t *sum) {
	equality := map[int]int{}
	for a, id := range b.ids {
		if a.phase == p && a.by == by && a.status == status {
			equality[id] = -1
		}
	}
	if len(equality) == 0 {
		return
	}
	for _, id := range b.schoolAtoms(t.members, status) {
		equality[id] = 1
	}
	// Pupils without the breakdown: as a reader cannot know that there are none,
	// nothing is gained by an atom for them when there are.
	whole := t.x[status]
	if b.heads {
		whole = t.n[status]
	}
	if whole == b.inPhase(p, by, status) {
		b.equalities = append(b.equalities, equality)
	}
}

// inPhase adds up a breakdown of pupils over its categories in one phase; in the
// unknown one they are what the others leave of all schools.
func (b *systemBuilder) inPhase(p metrics.Phase, by By, status int) int {
	n := 0
	for k, t := range b.t {
		if k.by != by || k.category == allButSpecial || p != metrics.PhaseUnknown && k.scope != p {
			continue
		}
		count := t.x[status]
		if b.heads {
			count = t.n[status]
		}
		if p == metrics.PhaseUnknown && k.scope != AllSchools {
			count = -count
		}
		n += count
	}
	return n
}
