package pupils

import (
	"maps"
	"slices"
	"strings"

	"inclusioncards/metrics"
)

// school is what the tables say of one school, predecessors included.
type school struct {
	urn  metrics.URN
	last yearGroup // last year group, or yearUnknown
	// described and typed come from a table of schools.
	described bool
	typed     Destination
	// named says which kinds of table have a row of the school.
	named  [kindCount]bool
	second bool
	// c2 and b say that an attendance table of the school has the column,
	// unit and fsm that its first census has.
	c2, b, unit, fsm bool
	// before and after: pupils on the first census under a predecessor's URN,
	// and under the present one.
	before, after bool
	// merged: the URN of a predecessor is among Options.Merged.
	merged bool
	// marks says that an attendance table gives codes, dated that it gives
	// dates, attendance which of the tables has the school: 0 for none.
	marks, dated bool
	attendance   uint16
	// rows of pupils who count, on the first and second census.
	rows    [2]int
	dual    int
	leftOut map[string]int
}

func (s *school) leaveOut(code string) {
	if s.leftOut == nil {
		s.leftOut = map[string]int{}
	}
	s.leftOut[code]++
}

// schoolOf finds the school of a row. converted is true when the row names a
// predecessor.
func (r *tableReader) schoolOf(cells []string) (index uint32, converted, ok bool) {
	cell := r.cell(cells, colSchool)
	if cell != "" && cell == r.lastCell {
		return r.lastSchool, r.lastConverted, true
	}
	u, found := r.urn(cells)
	if !found {
		r.problem(r.schoolColumn(), codeNoSchool)
		return 0, false, false
	}
	merged := r.mergedURNs[u]
	if next, ok := r.successors[u]; ok {
		u, converted = next, true
	}
	i, known := r.schoolIndex[u]
	if !known {
		// A short string of its own, not a window on the reader's buffer.
		u = metrics.URN(strings.Clone(string(u)))
		i = uint32(len(r.schools))
		r.schools = append(r.schools, school{urn: u, last: yearUnknown})
		r.schoolIndex[u] = i
	}
	r.schools[i].merged = r.schools[i].merged || merged
	if r.kind != Schools {
		r.cover(i)
		r.lastCell, r.lastSchool, r.lastConverted = strings.Clone(cell), i, converted
	}
	return i, converted, true
}

func (r *tableReader) schoolColumn() column {
	for _, c := range [...]column{colSchool, colLAESTAB, colEstab} {
		if r.has(c) {
			return c
		}
	}
	return colSchool
}

// urn reads the URN of a row, else resolves its LAESTAB.
func (r *tableReader) urn(cells []string) (metrics.URN, bool) {
	cell := r.cell(cells, colSchool)
	if len(cell) == 6 && digits(cell) && cell[0] != '0' {
		return metrics.URN(cell), true
	}
	if u, err := metrics.ParseURN(cell); err == nil {
		return u, true
	}
	// Some extracts put the LAESTAB under a heading of the school.
	for _, c := range [...]string{cell, r.cell(cells, colLAESTAB)} {
		if l, err := metrics.ParseLAESTAB(c); err == nil {
			u, ok := r.urns[l]
			return u, ok
		}
	}
	if l, err := metrics.JoinLAESTAB(r.cell(cells, colLA), r.cell(cells, colEstab)); err == nil {
		u, ok := r.urns[l]
		return u, ok
	}
	return "", false
}

// cover notes that the table names a school.
func (r *tableReader) cover(i uint32) {
	s := &r.schools[i]
	if r.second {
		s.second = true
	} else {
		s.named[r.kind] = true
	}
	if int(i) >= len(r.isSeen) {
		r.isSeen = append(r.isSeen, make([]bool, int(i)+1-len(r.isSeen))...)
	}
	if !r.isSeen[i] {
		r.isSeen[i] = true
		r.seen = append(r.seen, i)
	}
	if r.any && r.firstSchool != i {
		r.wide[r.kind] = true
	}
	if !r.any {
		r.any, r.firstSchool = true, i
	}
}

// school reads a row of a table of schools.
func (r *tableReader) school(cells []string) {
	i, converted, ok := r.schoolOf(cells)
	if !ok {
		return
	}
	s := &r.schools[i]
	if l, err := metrics.ParseLAESTAB(r.cell(cells, colLAESTAB)); err == nil {
		r.urns[metrics.LAESTAB(strings.Clone(string(l)))] = s.urn
	}
	if l, err := metrics.JoinLAESTAB(r.cell(cells, colLA), r.cell(cells, colEstab)); err == nil {
		r.urns[l] = s.urn
	}
	last, known := r.lastYear(cells)
	if !known {
		c := colHighYear
		if !r.has(c) {
			c = colHighAge
		}
		r.problem(c, codeHighYear)
	}
	switch {
	case converted:
		// The present school's own row, before or after, goes first.
		if !s.described {
			s.last = last
		}
	case !s.described:
		s.last, s.described = last, true
	case s.last != last:
		s.last = yearUnknown
		r.leaveOut(i, colHighYear, codeSchoolDiffer)
	}
	if d, ok := parseDestination(r.cell(cells, colSchoolType)); ok {
		s.typed = d
	}
}

// lastYear gives the last year group: from the year group itself, else the
// highest age less five.
func (r *tableReader) lastYear(cells []string) (yearGroup, bool) {
	if y := parseYear(r.cell(cells, colHighYear)); y != yearUnknown {
		return y, true
	}
	age, ok := parseSessions(r.cell(cells, colHighAge))
	if !ok || age < 3 || age > 19 {
		return yearUnknown, false
	}
	return yearGroup(int(age) - 5), true
}

// sorted gives the indices of schools in order of URN.
func (a *Aggregator) sorted() []uint32 {
	out := make([]uint32, 0, len(a.schools))
	for _, u := range slices.Sorted(maps.Keys(a.schoolIndex)) {
		out = append(out, a.schoolIndex[u])
	}
	return out
}
