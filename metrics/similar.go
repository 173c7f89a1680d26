package metrics

import (
	"cmp"
	"math"
	"slices"
)

// Characteristic is one published fact by which schools are alike.
type Characteristic struct {
	Name string
	of   func(d *Dataset, school int, y AcademicYear) Number
	// aboutSEN is left out when the measure is itself the SEN register.
	aboutSEN bool
}

// Characteristics lists what similar schools are similar in, with equal
// weights: roll, FSM6, EAL, SEN support, EHC plan, selective admissions, and a
// unit or resourced provision.
func Characteristics() []Characteristic {
	measured := func(id MeasureID) func(*Dataset, int, AcademicYear) Number {
		m, _ := Lookup(id)
		return func(d *Dataset, school int, y AcademicYear) Number {
			if o := d.observe(school, y, &m, GroupAll, 0.95); o.OK() {
				return number(o.Value)
			}
			return Number{}
		}
	}
	is := func(f func(*School) Tri) func(*Dataset, int, AcademicYear) Number {
		return func(d *Dataset, school int, _ AcademicYear) Number {
			if f(&d.Schools[school]) == Yes {
				return number(1)
			}
			return number(0)
		}
	}
	return []Characteristic{
		{Name: "roll", of: measured("roll")},
		{Name: "fsm6", of: measured("fsm6")},
		{Name: "eal", of: measured("eal")},
		{Name: "register_sen_support", of: measured("register_sen_support"), aboutSEN: true},
		{Name: "register_ehc_plan", of: measured("register_ehc_plan"), aboutSEN: true},
		{Name: "selective", of: is(func(s *School) Tri { return s.Selective })},
		{Name: "unit_or_resourced_provision", of: is(func(s *School) Tri {
			if s.SENUnit == Yes {
				return Yes
			}
			return s.Resourced
		})},
	}
}

// similarPools finds the nearest schools of every school by Euclidean distance
// on characteristics standardised within the phase group (mean 0, standard
// deviation 1; a characteristic without variation counts for nothing). A figure
// that is missing stands at the mean. Ties are broken by URN. Schools without a
// roll in the year have no neighbours and are nobody's.
func (a *Analysis) similarPools() *pools {
	p, near := a.nearestBy(func(c Characteristic) bool { return true })
	a.nearest = near
	return p
}

// similarForRegister leaves the SEN shares out: schools must not be chosen by
// the very figure that is compared.
func (a *Analysis) similarForRegister() *pools {
	p, _ := a.nearestBy(func(c Characteristic) bool { return !c.aboutSEN })
	return p
}

func (a *Analysis) nearestBy(keep func(Characteristic) bool) (*pools, [][]Neighbour) {
	d := a.Data
	p := &pools{of: make([]int, len(d.Schools)), lists: make([][]int, len(d.Schools))}
	near := make([][]Neighbour, len(d.Schools))
	roll, _ := Lookup("roll")
	byPhase := map[Phase][]int{}
	for i := range d.Schools {
		p.of[i] = -1
		if s := &d.Schools[i]; s.StateFunded() && d.observe(i, a.Year, &roll, GroupAll, a.Options.Level).OK() {
			p.of[i] = 0
			byPhase[s.Phase] = append(byPhase[s.Phase], i)
		}
	}
	for ph := Nursery; ph <= AP; ph++ {
		members := byPhase[ph]
		points := a.standardised(members, keep)
		for j, list := range nearestPoints(points, a.Options.SimilarK) {
			i := members[j]
			for k := range list {
				list[k].School = members[list[k].School]
			}
			near[i] = list
			for _, n := range list {
				p.lists[i] = append(p.lists[i], n.School)
			}
			slices.Sort(p.lists[i])
		}
	}
	return p, near
}

// standardised gives each member's characteristics, mean 0 and variance 1.
func (a *Analysis) standardised(members []int, keep func(Characteristic) bool) [][]float64 {
	points := make([][]float64, len(members))
	for _, c := range Characteristics() {
		if !keep(c) {
			continue
		}
		values := make([]Number, len(members))
		var n, sum, squares float64
		for j, i := range members {
			values[j] = c.of(a.Data, i, a.Year)
			if values[j].OK {
				n, sum = n+1, sum+values[j].V
			}
		}
		mean := sum / n
		for _, v := range values {
			if v.OK {
				squares += (v.V - mean) * (v.V - mean)
			}
		}
		sd := math.Sqrt(squares / n)
		for j, v := range values {
			z := 0.0
			if v.OK && sd > 0 {
				z = (v.V - mean) / sd
			}
			points[j] = append(points[j], z)
		}
	}
	return points
}

// nearestPoints finds the k nearest other points of every point. It walks
// outwards along the first coordinate and stops when that coordinate alone is
// farther away than the k-th nearest found.
func nearestPoints(points [][]float64, k int) [][]Neighbour {
	order := make([]int, len(points))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int { return cmp.Or(cmp.Compare(points[a][0], points[b][0]), cmp.Compare(a, b)) })
	out := make([][]Neighbour, len(points))
	for at, i := range order {
		best := make([]Neighbour, 0, k+1)
		try := func(pos int) bool {
			j := order[pos]
			gap := points[j][0] - points[i][0]
			if len(best) == k && gap*gap > best[k-1].Distance {
				return false
			}
			best = keepNearest(best, Neighbour{School: j, Distance: squaredDistance(points[i], points[j])}, k)
			return true
		}
		for lo, hi := at-1, at+1; lo >= 0 || hi < len(order); {
			if lo >= 0 && !try(lo) {
				lo = -1
			} else {
				lo--
			}
			if hi < len(order) && !try(hi) {
				hi = len(order)
			} else {
				hi++
			}
		}
		for n := range best {
			best[n].Distance = math.Sqrt(best[n].Distance)
		}
		out[i] = best
	}
	return out
}

func squaredDistance(a, b []float64) float64 {
	sum := 0.0
	for c := range a {
		sum += (a[c] - b[c]) * (a[c] - b[c])
	}
	return sum
}

// keepNearest inserts n into the sorted list of at most k nearest; equal
// distances keep the lower index, that is the lower URN, first.
func keepNearest(best []Neighbour, n Neighbour, k int) []Neighbour {
	if k == 0 {
		return best
	}
	at, _ := slices.BinarySearchFunc(best, n, func(a, b Neighbour) int {
		return cmp.Or(cmp.Compare(a.Distance, b.Distance), cmp.Compare(a.School, b.School))
	})
	if at >= k {
		return best
	}
	best = slices.Insert(best, at, n)
	return best[:min(len(best), k)]
}
