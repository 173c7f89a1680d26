package metrics

import "slices"

// pools groups the state-funded schools that are compared with one another:
// one pool per phase group and area. A school is never in its own comparator:
// every use leaves it out.
type pools struct {
	kind ComparatorKind
	// of gives each school's pool, -1 when it has none.
	of []int
	// members lists the schools of a pool by index, that is by URN.
	members [][]int
	phase   []Phase
}

func newPools(d *Dataset, k ComparatorKind) *pools {
	type area struct {
		phase Phase
		code  string
	}
	p := &pools{kind: k, of: make([]int, len(d.Schools))}
	index := map[area]int{}
	for i := range d.Schools {
		s := &d.Schools[i]
		p.of[i] = -1
		if !s.StateFunded() {
			continue
		}
		key := area{phase: s.Phase}
		if k == CompareLA {
			if s.LA == "" {
				continue
			}
			key.code = string(s.LA)
		}
		n, ok := index[key]
		if !ok {
			n = len(p.members)
			index[key] = n
			p.members = append(p.members, nil)
			p.phase = append(p.phase, s.Phase)
		}
		p.of[i] = n
		p.members[n] = append(p.members[n], i)
	}
	return p
}

// others judges whether the other schools can be a comparator. sizes are their
// pupils; self is the position left out (-1 for none).
type others struct {
	schools int
	pupils  float64
	largest float64
}

// leaveOneOut prepares, for every member, the number, pupils and largest size
// of the others.
func leaveOneOut(sizes []float64) []others {
	var total, first, second float64
	for _, s := range sizes {
		total += s
		if s > first {
			first, second = s, first
		} else if s > second {
			second = s
		}
	}
	out := make([]others, len(sizes))
	for i, s := range sizes {
		out[i] = others{schools: len(sizes) - 1, pupils: total - s, largest: first}
		if s == first {
			out[i].largest = second
		}
	}
	return out
}

// usable gives the reason why the others are no comparator, or "".
func (a *Analysis) usable(o others, kind ComparatorKind, areas int) Reason {
	switch {
	case kind == CompareEngland && areas < a.Options.EnglandLAs:
		return ReasonNotEngland
	case o.schools < a.Options.MinComparator:
		return ReasonFewSchools
	case o.largest > a.Options.DominantShare*o.pupils:
		return ReasonDominated
	}
	return ""
}

// areas counts the local authorities of some schools.
func (d *Dataset) areas(schools []int) int {
	seen := map[LACode]bool{}
	for _, i := range schools {
		seen[d.Schools[i].LA] = true
	}
	delete(seen, "")
	return len(seen)
}

// spread holds sorted values of a pool so that the quartiles of the others can
// be read without sorting again for every school.
type spread struct {
	sorted []float64
}

func newSpread(values []float64) spread {
	s := slices.Clone(values)
	slices.Sort(s)
	return spread{s}
}

// quantile is the type-7 quantile at p of the values without one that equals
// own.
func (s spread) quantile(p, own float64) Number {
	at, found := slices.BinarySearch(s.sorted, own)
	n := len(s.sorted)
	if found {
		n--
	} else {
		at = n
	}
	if n < 1 {
		return Number{}
	}
	get := func(i int) float64 {
		if i >= at {
			i++
		}
		return s.sorted[i]
	}
	h := float64(n-1) * p
	lo := int(h)
	v := get(lo)
	if lo+1 < n {
		v += (h - float64(lo)) * (get(lo+1) - v)
	}
	return number(v)
}
