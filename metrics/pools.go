package metrics

import "slices"

// pools holds, for one kind of comparator, which schools each school is
// compared with. Partitions (LA, region, England) put every school into one
// pool per phase group and area; lists (similar, custom) name the others school
// by school. A school is never in its own comparator: every use leaves it out.
type pools struct {
	// of gives each school's pool, -1 when it has none.
	of []int
	// members lists the schools of a pool by index, that is by URN. Nil for
	// lists.
	members [][]int
	// lists names the others of each school, by index. Nil for partitions.
	lists [][]int
}

// newPartition groups schools by phase group and area. Schools whose area is
// not known have no pool.
func newPartition(d *Dataset, area func(*School) (string, bool)) *pools {
	type key struct {
		phase Phase
		area  string
	}
	p := &pools{of: make([]int, len(d.Schools))}
	index := map[key]int{}
	for i := range d.Schools {
		s := &d.Schools[i]
		p.of[i] = -1
		code, ok := area(s)
		if !s.StateFunded() || !ok {
			continue
		}
		n, found := index[key{s.Phase, code}]
		if !found {
			n = len(p.members)
			index[key{s.Phase, code}] = n
			p.members = append(p.members, nil)
		}
		p.of[i] = n
		p.members[n] = append(p.members[n], i)
	}
	return p
}

// compared lists the other schools of a school; self may be among them.
func (p *pools) compared(school int) []int {
	switch {
	case p.of[school] < 0:
		return nil
	case p.lists != nil:
		return p.lists[school]
	}
	return p.members[p.of[school]]
}

// others says what the other schools of a comparator amount to.
type others struct {
	schools int     // with usable figures
	pupils  float64 // in them
	largest float64 // pupils of the largest of them
	areas   int     // local authorities of the input with any figures, all phases
}

func (o *others) add(size float64) {
	o.schools++
	o.pupils += size
	o.largest = max(o.largest, size)
}

// usable gives the reason why the others are no comparator, or "".
func (a *Analysis) usable(o others, kind ComparatorKind) Reason {
	switch {
	case kind == CompareEngland && o.areas < a.Options.EnglandLAs:
		return ReasonNotEngland
	case o.schools < a.Options.MinComparator:
		return ReasonFewSchools
	case o.largest > a.Options.DominantShare*o.pupils:
		return ReasonDominated
	}
	return ""
}

// table is what a sum over other schools needs of each school: whether it has
// figures at all (held), whether they enter the sum (use), its pupils, and the
// terms to add.
type table struct {
	held, use []bool
	size      []float64
	dim       int
	terms     []float64 // dim per school
}

func newTable(schools, dim int) *table {
	return &table{
		held: make([]bool, schools), use: make([]bool, schools),
		size: make([]float64, schools), dim: dim, terms: make([]float64, schools*dim),
	}
}

// put enters a school that is used.
func (t *table) put(school int, size float64, terms ...float64) {
	t.held[school], t.use[school], t.size[school] = true, true, size
	copy(t.terms[school*t.dim:], terms)
}

func (t *table) row(school int) []float64 { return t.terms[school*t.dim : (school+1)*t.dim] }

// each visits every school that has a comparator with the others and the sum of
// their terms. Sums before and after a school are added, never subtracted from
// a total, so that a small remainder keeps its digits and schools of other
// pools cannot touch it. sum is only valid during the visit.
func (p *pools) each(d *Dataset, t *table, visit func(school int, o others, sum []float64)) {
	if p.lists != nil {
		p.eachList(t, visit)
		return
	}
	sum, before := make([]float64, t.dim), make([]float64, t.dim)
	areas := d.areas(t.held)
	for _, members := range p.members {
		n := len(members)
		after := make([]float64, (n+1)*t.dim)
		var all others
		second := 0.0 // the largest but one
		for j := n - 1; j >= 0; j-- {
			i := members[j]
			copy(after[j*t.dim:(j+1)*t.dim], after[(j+1)*t.dim:(j+2)*t.dim])
			if !t.use[i] {
				continue
			}
			for c, v := range t.row(i) {
				after[j*t.dim+c] += v
			}
			second = max(second, min(all.largest, t.size[i]))
			all.add(t.size[i])
		}
		all.areas = areas
		clear(before)
		for j, i := range members {
			o := all
			for c := range sum {
				sum[c] = before[c] + after[(j+1)*t.dim+c]
			}
			if t.use[i] {
				o.schools, o.pupils = o.schools-1, o.pupils-t.size[i]
				if t.size[i] == o.largest {
					o.largest = second
				}
				for c, v := range t.row(i) {
					before[c] += v
				}
			}
			visit(i, o, sum)
		}
	}
}

func (p *pools) eachList(t *table, visit func(school int, o others, sum []float64)) {
	sum := make([]float64, t.dim)
	for i, list := range p.lists {
		if p.of[i] < 0 {
			continue
		}
		clear(sum)
		var o others
		for _, j := range list {
			if j == i || !t.use[j] {
				continue
			}
			for c, v := range t.row(j) {
				sum[c] += v
			}
			o.add(t.size[j])
		}
		visit(i, o, sum)
	}
}

// areas counts the local authorities of the schools that have figures. Phases
// are taken together: few authorities have a school for ages 16 and over, and
// that does not make an input of all England less than England.
func (d *Dataset) areas(held []bool) int {
	seen := map[LACode]bool{}
	for i, h := range held {
		if h && d.Schools[i].StateFunded() {
			seen[d.Schools[i].LA] = true
		}
	}
	delete(seen, "")
	return len(seen)
}

// spreads holds the sorted values of each pool, so that the quartiles of the
// others can be read without sorting again for every school.
type spreads struct {
	p      *pools
	use    []bool
	value  []float64
	sorted [][]float64
}

func newSpreads(p *pools, use []bool, value []float64) *spreads {
	s := &spreads{p: p, use: use, value: value, sorted: make([][]float64, len(p.members))}
	for n, members := range p.members {
		for _, i := range members {
			if use[i] {
				s.sorted[n] = append(s.sorted[n], value[i])
			}
		}
		slices.Sort(s.sorted[n])
	}
	return s
}

// place sets the quartiles of the other schools' values, and their median as the
// comparator's figure where the options ask for it.
func (s *spreads) place(r *Result, o *Options) {
	q := s.quantiles(r.School, 0.25, 0.5, 0.75)
	r.QuartileLo, r.QuartileHi = q[0], q[2]
	if o.AreaMean == "median" {
		r.ComparatorValue = q[1]
	}
}

// quantiles are type-7 quantiles of the other schools' values.
func (s *spreads) quantiles(school int, probs ...float64) []Number {
	out := make([]Number, len(probs))
	if s.p.of[school] < 0 {
		return out
	}
	if s.p.lists == nil {
		sorted := s.sorted[s.p.of[school]]
		skip := len(sorted)
		if s.use[school] {
			skip, _ = slices.BinarySearch(sorted, s.value[school])
		}
		for i, p := range probs {
			out[i] = quantileWithout(sorted, skip, p)
		}
		return out
	}
	var sorted []float64
	for _, j := range s.p.lists[school] {
		if j != school && s.use[j] {
			sorted = append(sorted, s.value[j])
		}
	}
	slices.Sort(sorted)
	for i, p := range probs {
		out[i] = quantileWithout(sorted, len(sorted), p)
	}
	return out
}

// quantileWithout is the type-7 quantile at prob of sorted values without the
// one at skip (none when skip is their number).
func quantileWithout(sorted []float64, skip int, prob float64) Number {
	n := len(sorted)
	if skip < n {
		n--
	}
	if n < 1 {
		return Number{}
	}
	get := func(i int) float64 {
		if i >= skip {
			i++
		}
		return sorted[i]
	}
	h := float64(n-1) * prob
	lo := int(h)
	v := get(lo)
	if lo+1 < n {
		v += (h - float64(lo)) * (get(lo+1) - v)
	}
	return number(v)
}
