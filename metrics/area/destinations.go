package area

import (
	"slices"

	"inclusioncards/metrics"
	"inclusioncards/metrics/stats"
)

// ByDestination tells leavers apart by where they went.
const ByDestination By = "destination"

const (
	// special is the destination of the pupil-level reader for special schools.
	special = "special"
	// allButSpecial are leavers less moves to special schools.
	allButSpecial = "all_but_special"
	// otherDestination: counts by school give only special schools, home
	// education and not known; the rest went elsewhere.
	otherDestination = "other"
)

// DestinationTable is where the leavers of a scope went, by one leaver rule.
type DestinationTable struct {
	Scope   Scope
	Measure Measure
	Rows    []DestinationRow
}

// DestinationRow is one destination; Leavers are of every SEN group, over the
// group's leavers. For "all_but_special" the shares are over the leaver base,
// and Gaps compare them with no SEN.
type DestinationRow struct {
	Destination string
	Schools     int
	Figures     []Figure
}

// Get finds a figure, as of a Row.
func (r *DestinationRow) Get(s Statistic, g metrics.Group) Figure {
	row := Row{Figures: r.Figures}
	return row.Get(s, g)
}

// destinationScope is the set of leavers a rule counts.
func destinationScope(r metrics.LeaverRule) metrics.LeaverScope {
	if r == metrics.RuleMime2024 {
		return metrics.ScopeMime2024
	}
	return metrics.ScopeSchool
}

// addDestinations adds the leavers of a measure by destination to its sums. n of
// every key is the leaver base of the schools that know.
func (l *layout) addDestinations(t sums, s *source, m int) {
	if !measures[m].Leavers {
		return
	}
	detailed := map[metrics.URN][]metrics.DestinationCount{}
	for _, c := range s.d.Pupils.Destinations {
		if c.Year == s.year && c.Scope == destinationScope(measures[m].Rule) {
			detailed[c.URN] = append(detailed[c.URN], c)
		}
	}
	given := make([][]metrics.DestinationCount, len(s.schools))
	none := true
	for i := range s.schools {
		if s.tallies[m][i].ok {
			given[i] = s.destinations(m, i, detailed)
			none = none && given[i] == nil
		}
	}
	if none {
		return
	}
	for _, p := range l.scopes {
		for _, i := range l.places[p] {
			if !s.tallies[m][i].ok {
				continue
			}
			if given[i] == nil {
				given[i] = s.notKnown(m, i)
			}
			for _, c := range given[i] {
				for _, scope := range scopesOf(p) {
					k := t.at(key{scope, ByDestination, c.Destination})
					k.x[status(c.SEN)] += c.Pupils
				}
			}
		}
	}
	for _, p := range append([]Scope{AllSchools}, l.scopes...) {
		total := t[key{p, Total, ""}]
		moved := t[key{p, ByDestination, special}]
		if total == nil || moved == nil {
			continue
		}
		rest := t.at(key{p, ByDestination, allButSpecial})
		rest.x = total.x
		for status := range rest.x {
			rest.x[status] -= moved.x[status]
		}
	}
	for k, d := range t {
		if total := t[key{k.scope, Total, ""}]; k.by == ByDestination && total != nil {
			d.n, d.members, d.split = total.n, total.members, total.split
		}
	}
}

// destinations gives those of one school: from pupil-level records, else from
// its counts of leavers to special schools, home education and not known.
func (s *source) destinations(m, i int, detailed map[metrics.URN][]metrics.DestinationCount) []metrics.DestinationCount {
	if d := detailed[s.d.Schools[s.schools[i]].URN]; len(d) > 0 {
		return d
	}
	if measures[m].Rule != s.options.LeaverRule || !s.tallies[m][i].split {
		return nil
	}
	var out []metrics.DestinationCount
	for _, sen := range []metrics.SENStatus{metrics.NoSEN, metrics.SENSupport, metrics.EHCPlan} {
		g, _ := metrics.GroupOf(sen)
		left := s.tallies[m][i].x.of(g)
		for _, part := range []struct {
			field metrics.Field
			word  string
		}{{metrics.LeaversSpecial, special}, {metrics.LeaversEHE, "home_education"}, {metrics.LeaversNotKnown, NotKnown}} {
			c := s.d.Group(s.schools[i], s.year, part.field, g)
			if !c.OK() {
				return nil
			}
			left -= int(c.N)
			out = append(out, metrics.DestinationCount{SEN: sen, Destination: part.word, Pupils: int(c.N)})
		}
		if left < 0 {
			return nil
		}
		out = append(out, metrics.DestinationCount{SEN: sen, Destination: otherDestination, Pupils: left})
	}
	return out
}

// notKnown are the leavers of a school that gives no destinations.
func (s *source) notKnown(m, i int) []metrics.DestinationCount {
	var out []metrics.DestinationCount
	t := &s.tallies[m][i]
	for sen := metrics.SENUnknown; sen <= metrics.EHCPlan; sen++ {
		out = append(out, metrics.DestinationCount{SEN: sen, Destination: NotKnown, Pupils: t.x[status(sen)]})
	}
	return out
}

// destinationTables lists the keys of every table of destinations of a measure.
func (l *layout) destinationTables(t sums) []breakdown {
	var out []breakdown
	for _, p := range append([]Scope{AllSchools}, l.ordered()...) {
		if p == AllSchools && len(out) > 0 {
			continue // schools of unknown phase have no table
		}
		if !l.fine(p) {
			continue
		}
		b := breakdown{scope: p, by: ByDestination}
		for k := range t {
			if k.scope == p && k.by == ByDestination && k.category != allButSpecial {
				b.keys = append(b.keys, k)
			}
		}
		slices.SortFunc(b.keys, func(a, c key) int {
			return rankDestination(a.category, c.category)
		})
		if k := (key{p, ByDestination, allButSpecial}); t[k] != nil {
			b.keys = append(b.keys, k)
		}
		if len(b.keys) > 0 {
			out = append(out, b)
		}
	}
	return out
}

// rankDestination sorts by the alphabet, what is not known last.
func rankDestination(a, b string) int {
	last := func(s string) bool { return s == NotKnown || s == otherDestination }
	switch {
	case last(a) != last(b):
		if last(a) {
			return 1
		}
		return -1
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

// destinationTable makes the figures of one table.
func (r *rowMaker) destinationTable(b breakdown) DestinationTable {
	out := DestinationTable{Scope: b.scope, Measure: measures[r.m]}
	total := key{b.scope, Total, ""}
	for _, k := range b.keys {
		row := DestinationRow{Destination: k.category, Schools: len(r.t[k].members)}
		for _, g := range metrics.CountGroups {
			if k.category == allButSpecial {
				row.Figures = append(row.Figures, r.pooled(k, r.t[k], g))
			} else {
				row.Figures = append(row.Figures, r.shareOfLeavers(k, total, g))
			}
		}
		if k.category == allButSpecial {
			for _, g := range compared {
				row.Figures = append(row.Figures, r.gap(k, r.t[k], g))
			}
		}
		out.Rows = append(out.Rows, row)
	}
	return out
}

// shareOfLeavers is the leavers to one destination over all leavers of the group.
func (r *rowMaker) shareOfLeavers(k, total key, g metrics.Group) Figure {
	t := r.t[k]
	f := Figure{Statistic: Pooled, Group: g, Schools: t.schools(g), Method: "none"}
	all := r.pooled(total, r.t[total], g)
	switch {
	case r.events[cell{k, g}]:
		f.State = Withheld
		if all.OK() {
			f.Den, f.HasDen = all.Num, true
		}
		return f
	case all.State == Withheld: // a number without its share
		f.State, f.Num, f.HasNum = Withheld, r.shown(t.x.of(g)), true
		return f
	case all.State == NoPupils || all.Num == 0:
		f.State = NoPupils
		return f
	}
	f.Num, f.Den, f.HasNum, f.HasDen = r.shown(t.x.of(g)), all.Num, true, true
	f.Value = float64(f.Num) / float64(f.Den)
	if iv, err := stats.Wilson(min(f.Num, f.Den), f.Den, r.s.options.Level); err == nil {
		f.HasInterval, f.Lo, f.Hi, f.Method = true, iv.Lo, iv.Hi, "wilson"
	}
	return f
}
