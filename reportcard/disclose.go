package reportcard

import (
	"cmp"
	"slices"
	"strings"

	"inclusioncards/metrics"
)

// Disclosure decides, once for all that one audience may receive, which counts
// are withheld. It looks at every school and year of the input, whatever is
// drawn, so that no card, table or year gives away what another withholds.
//
// The rule is built so that it can be checked by hand. A count is risky when
// it, or what is left of its whole, lies under the floor of the profile. Of
// pupils with SEND, the others and all pupils, the total is withheld whenever a
// part is: what is shown then says nothing about the part, but for the totals
// over other schools. Those are taken as known exactly for every local
// authority and phase with a comparator; further schools are withheld until no
// withheld count can be told from such a total to within fewer whole numbers
// than the floor. A school whose own count is withheld is not shown the figure
// of the others, which leaves only itself out.
type Disclosure struct {
	profile Profile
	floor   float64
	// nums and dens tell, for each figure, the schools whose count or whose
	// group size is withheld.
	nums, dens map[figureKey][]bool
	// closed are comparator figures that nobody sees.
	closed map[closedKey]bool
}

// figureKey names a figure of every school.
type figureKey struct {
	measure metrics.MeasureID
	group   metrics.Group
	year    metrics.AcademicYear
}

// closedKey names a figure of other schools.
type closedKey struct {
	figureKey
	phase metrics.Phase
	kind  metrics.ComparatorKind
	area  string
}

// splitMeasures are published for pupils with SEND, the others and all. Severe
// absentees are part of the persistent ones and follow them.
var splitMeasures = []metrics.MeasureID{"suspended_once", "persistent_absence", "severe_absence", "leavers"}

// wholeMeasures are published for all pupils only.
var wholeMeasures = []metrics.MeasureID{"leavers_y10_y11", "fsm6", "eal", "suspension_rate"}

// Disclose decides what a profile withholds. For officers that is nothing.
func Disclose(a *metrics.Analysis, p Profile) *Disclosure {
	d := &Disclosure{
		profile: p, floor: float64(p.Floor()),
		nums: map[figureKey][]bool{}, dens: map[figureKey][]bool{}, closed: map[closedKey]bool{},
	}
	if p.Floor() == 0 {
		return d
	}
	for _, y := range a.Data.Years() {
		if y <= a.Year {
			(&discloser{Disclosure: d, a: a, year: y, schools: len(a.Data.Schools)}).decide()
		}
	}
	return d
}

// withheld tells whether the count, or the size of the group behind it, is
// hidden.
func (d *Disclosure) withheld(school int, k figureKey) bool {
	return at(d.nums[k], school) || at(d.dens[k], school)
}

func at(flags []bool, i int) bool { return i < len(flags) && flags[i] }

// any tells whether a figure is withheld at any school.
func (d *Disclosure) any(k figureKey) bool {
	return slices.Contains(d.nums[k], true) || slices.Contains(d.dens[k], true)
}

// discloser decides the figures of one year.
type discloser struct {
	*Disclosure
	a       *metrics.Analysis
	year    metrics.AcademicYear
	schools int
}

// column is one figure of every school.
type column struct {
	key      figureKey
	num, den []float64
	known    []bool
	// least and limit are the least and the most a withheld count can be, as
	// the reader may know; room is what it can be with all else as it is.
	least, limit, room []float64
}

func (d *discloser) column(id metrics.MeasureID, g metrics.Group) *column {
	m, _ := metrics.Lookup(id)
	c := &column{
		key: figureKey{id, g, d.year}, num: make([]float64, d.schools), den: make([]float64, d.schools),
		known: make([]bool, d.schools), least: make([]float64, d.schools), limit: make([]float64, d.schools), room: make([]float64, d.schools),
	}
	roll, _ := metrics.Lookup("roll")
	for i := range d.schools {
		o := metrics.Observe(d.a.Data, i, d.year, m, g, d.a.Options.Level)
		switch {
		case !o.OK():
			continue
		case o.Num.OK() && o.Den.OK():
			c.num[i], c.den[i] = o.Num.N, o.Den.N
		default: // a published rate gives the count back where the roll is known
			r := metrics.Observe(d.a.Data, i, d.year, roll, metrics.GroupAll, d.a.Options.Level)
			if !r.OK() {
				continue
			}
			c.num[i], c.den[i] = o.Value*r.Value, r.Value
		}
		c.known[i], c.limit[i], c.room[i] = true, c.den[i], c.den[i]
	}
	return c
}

// small tells that a number of pupils is shown to nobody.
func (d *discloser) small(v float64) bool { return v > 0 && v < d.floor }

// risky tells that a count, or the pupils left over, is small; or that all
// pupils of a group share a thing, which says it of each of them.
func (d *discloser) risky(c *column, i int) bool {
	left := c.den[i] - c.num[i]
	return c.known[i] && (d.small(c.num[i]) || d.small(left) || left == 0 && c.num[i] > 0)
}

func (d *discloser) flags(to map[figureKey][]bool, k figureKey) []bool {
	if to[k] == nil {
		to[k] = make([]bool, d.schools)
	}
	return to[k]
}

func (d *discloser) decide() {
	register := d.register()
	persistent := map[metrics.Group]*column{}
	for _, id := range splitMeasures {
		d.split(id, register, persistent)
	}
	for _, id := range wholeMeasures {
		d.whole(id)
	}
}

// register decides the sizes of the groups themselves: pupils with SEND of the
// roll, and of them SEN support and EHC plans. The roll is public, so the two
// parts of it are shown or withheld together.
func (d *discloser) register() []bool {
	roll := d.column("roll", metrics.GroupAll)
	send := d.column("register_send", metrics.GroupAll)
	support, plan := d.column("register_sen_support", metrics.GroupAll), d.column("register_ehc_plan", metrics.GroupAll)
	noRoll := d.flags(d.nums, roll.key)
	hidden := d.flags(d.nums, send.key)
	for i := range d.schools {
		noRoll[i] = roll.known[i] && d.small(roll.num[i])
		hidden[i] = noRoll[i] || send.known[i] && (d.small(send.num[i]) || d.small(send.den[i]-send.num[i]))
	}
	d.protect(send, hidden)
	parts := d.flags(d.nums, plan.key)
	for i := range d.schools {
		parts[i] = hidden[i] || support.known[i] && d.small(support.num[i]) || plan.known[i] && d.small(plan.num[i])
		if send.known[i] && !hidden[i] {
			support.limit[i], plan.limit[i] = send.num[i], send.num[i]
		}
	}
	d.protect(plan, parts)
	d.protect(support, parts)
	copy(d.flags(d.nums, support.key), parts)
	return hidden
}

// split decides a measure that is known for pupils with SEND and the others.
func (d *discloser) split(id metrics.MeasureID, register []bool, persistent map[metrics.Group]*column) {
	all := d.column(id, metrics.GroupAll)
	parts := []*column{d.column(id, metrics.GroupSEND), d.column(id, metrics.GroupNoSEN)}
	sizes := make([]bool, d.schools) // the two groups' sizes are withheld
	for i := range sizes {
		for _, c := range parts {
			sizes[i] = sizes[i] || c.known[i] && d.small(c.den[i])
		}
		// A group counted on the same roll as the register gives it away.
		sizes[i] = sizes[i] || register[i] && (parts[0].known[i] || parts[1].known[i])
	}
	total := d.flags(d.nums, all.key)
	lone := make([]bool, d.schools) // no parts are known: the total stands alone
	for i := range d.schools {
		lone[i] = all.known[i] && !parts[0].known[i] && !parts[1].known[i]
		total[i] = d.risky(all, i)
	}
	for _, c := range parts {
		hidden := d.flags(d.nums, c.key)
		for i := range d.schools {
			hidden[i] = sizes[i] || d.risky(c, i)
		}
		d.nested(c, hidden, persistent)
		d.protect(c, hidden)
		copy(d.flags(d.dens, c.key), sizes)
		for i := range d.schools {
			// One part that the supplier hid must not follow from the total.
			total[i] = total[i] || hidden[i] || !lone[i] && !c.known[i]
		}
	}
	d.protect(all.only(lone), total)
}

// nested takes account of severe absentees being part of the persistent ones:
// those are as many at least, and where they are withheld the part is too.
func (d *discloser) nested(c *column, hidden []bool, persistent map[metrics.Group]*column) {
	switch c.key.measure {
	case "persistent_absence":
		persistent[c.key.group] = c
		part := d.column("severe_absence", c.key.group)
		for i := range d.schools {
			if part.known[i] {
				c.least[i] = min(part.num[i], c.num[i])
			}
		}
	case "severe_absence":
		whole := persistent[c.key.group]
		withheld := d.nums[whole.key]
		for i := range d.schools {
			hidden[i] = hidden[i] || withheld[i]
			if whole.known[i] {
				c.room[i] = max(whole.num[i], c.num[i])
				c.limit[i] = max(c.room[i], d.floor-1)
			}
		}
	}
}

// only limits a column to some schools.
func (c *column) only(which []bool) *column {
	out := *c
	out.known = make([]bool, len(c.known))
	for i := range which {
		out.known[i] = c.known[i] && which[i]
	}
	return &out
}

func (d *discloser) whole(id metrics.MeasureID) {
	c := d.column(id, metrics.GroupAll)
	hidden := d.flags(d.nums, c.key)
	for i := range d.schools {
		if id == "suspension_rate" { // events, not a part of the pupils
			hidden[i] = c.known[i] && d.small(c.num[i])
			c.limit[i], c.room[i] = c.num[i]+d.floor, c.num[i]+d.floor // no limit
			continue
		}
		hidden[i] = d.risky(c, i)
	}
	d.protect(c, hidden)
}

// protect withholds further schools until no withheld count follows from the
// totals over the schools of a comparator.
func (d *discloser) protect(c *column, hidden []bool) {
	for _, b := range d.blocks(c) {
		for !d.safe(c, hidden, b.schools) {
			if next := d.next(c, hidden, b.schools); next >= 0 {
				hidden[next] = true
				continue
			}
			d.close(c.key, b)
			break
		}
	}
}

// close withholds the figure of a block from everyone. What SEN support and EHC
// plans add up to is closed with either, and either with it.
func (d *discloser) close(k figureKey, b block) {
	measures := []metrics.MeasureID{k.measure}
	if strings.HasPrefix(string(k.measure), "register_") {
		measures = []metrics.MeasureID{"register_send", "register_sen_support", "register_ehc_plan"}
	}
	for _, id := range measures {
		k.measure = id
		for _, kind := range b.kinds {
			d.closed[closedKey{k, b.phase, kind, b.area}] = true
		}
	}
}

// safe tells whether every withheld count of a block can still be at least as
// many whole numbers as the floor, when their sum and their limits are known.
func (d *discloser) safe(c *column, hidden []bool, block []int) bool {
	sum, least, room := 0.0, 0.0, 0.0
	for _, i := range block {
		if hidden[i] && c.known[i] {
			sum += c.num[i]
			least += c.least[i]
			room += min(c.room[i], c.limit[i])
		}
	}
	for _, i := range block {
		if !hidden[i] || !c.known[i] {
			continue
		}
		low, high := max(c.least[i], sum-(room-min(c.room[i], c.limit[i]))), min(c.limit[i], sum-(least-c.least[i]))
		if high-low+1 < d.floor {
			return false
		}
	}
	return true
}

// next is the school whose count is withheld next: the smallest shown.
func (d *discloser) next(c *column, hidden []bool, block []int) int {
	best := -1
	for _, i := range block {
		if c.known[i] && !hidden[i] && c.num[i] > 0 && (best < 0 || c.num[i] < c.num[best]) {
			best = i
		}
	}
	return best
}

// block is a set of schools whose total is taken as known.
type block struct {
	schools []int
	phase   metrics.Phase
	area    string
	kinds   []metrics.ComparatorKind
}

// blocks parts the schools with a figure: those of a local authority with
// enough schools to compare, the others of a region where regions are compared,
// else of England.
func (d *discloser) blocks(c *column) []block {
	type place struct {
		phase  metrics.Phase
		la     metrics.LACode
		region string
	}
	of := map[place][]int{}
	var order []place
	put := func(p place, schools ...int) {
		if of[p] == nil {
			order = append(order, p)
		}
		of[p] = append(of[p], schools...)
	}
	for i := range d.schools {
		if s := &d.a.Data.Schools[i]; c.known[i] && s.StateFunded() {
			put(place{phase: s.Phase, la: s.LA}, i)
		}
	}
	las := order
	order = nil
	var out []block
	for _, p := range las {
		schools := of[p]
		if len(schools) > d.a.Options.MinComparator {
			out = append(out, block{schools, p.phase, string(p.la), []metrics.ComparatorKind{metrics.CompareLA}})
			continue
		}
		for _, i := range schools {
			rest := place{phase: p.phase, region: "England"}
			if d.regional(p.phase) {
				rest.region = "in " + d.a.Data.Schools[i].Region
			}
			put(rest, i)
		}
	}
	for _, p := range order {
		out = append(out, block{of[p], p.phase, "", []metrics.ComparatorKind{metrics.CompareRegion, metrics.CompareEngland}})
	}
	slices.SortFunc(out, func(a, b block) int {
		return cmp.Or(cmp.Compare(a.phase, b.phase), cmp.Compare(a.area, b.area), cmp.Compare(a.schools[0], b.schools[0]))
	})
	return out
}

// regional tells whether figures of regions are shown for a phase.
func (d *discloser) regional(p metrics.Phase) bool {
	return p == metrics.Special || p == metrics.AP || slices.Contains(d.a.Comparators, metrics.CompareRegion)
}
