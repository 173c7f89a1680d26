package metrics

import (
	"cmp"
	"math"
	"slices"
)

// LAProfile is the LA inclusion profile of method.md section 8: what published
// figures say of one local authority among the others, component by component,
// and their mean. It is no grade: a low score asks where to look first.
type LAProfile struct {
	LA         LACode
	Components []LAComponent
	// Used of the components have a score for this authority; Score is their
	// mean with equal weights, 0 to 100, absent when fewer than half have one.
	Used  int
	Score Number
}

// LAComponent is one gap between a group of pupils with SEND and those without,
// in one phase, from figures that the Department publishes of every authority.
type LAComponent struct {
	Measure MeasureID
	Phase   Phase
	Group   Group // GroupSENSupport or GroupEHCPlan
	Year    AcademicYear
	// Gap is the rate of the group less that of pupils without SEN; for figures
	// of single terms Ratio is given in its place: the geometric mean over the
	// terms of the year of the ratio of the two rates.
	Gap, Ratio Number
	// LAs counts the authorities with a figure, this one included. Score is the
	// percentage of the others whose gap is wider, equal ones counting half: 100
	// is the narrowest gap of all.
	LAs   int
	Score Number
}

// profileLAs is the least number of authorities that a place among them means
// something.
const profileLAs = 20

// ProfileLA places an authority among all of the published figures, in the
// latest year up to y for which enough authorities have one. It is nil when no
// component has enough.
func ProfileLA(d *Dataset, la LACode, y AcademicYear) *LAProfile {
	bench := indexBenchmarks(d.Benchmarks)
	las := map[LACode]bool{}
	years := map[AcademicYear]bool{}
	for i := range d.Benchmarks {
		if b := &d.Benchmarks[i]; b.Kind == AreaLA && b.Supplied == "" && b.Year <= y {
			las[b.LA], years[b.Year] = true, true
		}
	}
	if len(las) < profileLAs {
		return nil
	}
	var latest []AcademicYear
	for year := range years {
		latest = append(latest, year)
	}
	slices.SortFunc(latest, func(a, b AcademicYear) int { return cmp.Compare(b, a) })
	p := &LAProfile{LA: la}
	sum, found := 0.0, false
	for _, id := range []MeasureID{"suspension_rate", "persistent_absence", "severe_absence"} {
		m, _ := Lookup(id)
		for _, phase := range []Phase{Primary, Secondary} {
			for _, g := range []Group{GroupSENSupport, GroupEHCPlan} {
				c := LAComponent{Measure: id, Phase: phase, Group: g}
				for _, year := range latest {
					if c.place(bench, las, la, &m, year, false) || c.place(bench, las, la, &m, year, true) {
						found = true
						break
					}
				}
				if c.Score.OK {
					p.Used++
					sum += c.Score.V
				}
				p.Components = append(p.Components, c)
			}
		}
	}
	if !found {
		return nil
	}
	if 2*p.Used >= len(p.Components) {
		p.Score = number(sum / float64(p.Used))
	}
	return p
}

// place fills a component with the figures of one year, or of its terms; false
// when too few authorities have them.
func (c *LAComponent) place(bench map[benchmarkKey]*Benchmark, las map[LACode]bool, la LACode, m *Measure, y AcademicYear, terms bool) bool {
	var own Number
	var others []float64
	for code := range las {
		v := c.of(bench, code, m, y, terms)
		if !v.OK {
			continue
		}
		if code == la {
			own = v
		} else {
			others = append(others, v.V)
		}
	}
	n := len(others)
	if own.OK {
		n++
	}
	if n < profileLAs {
		return false
	}
	c.Year, c.LAs = y, n
	if !own.OK {
		return true
	}
	wider := 0.0
	for _, v := range others {
		switch {
		case v > own.V:
			wider++
		case v == own.V:
			wider += 0.5
		}
	}
	c.Score = number(100 * wider / float64(len(others)))
	if terms {
		c.Ratio = number(math.Exp(own.V))
	} else {
		c.Gap = own
	}
	return true
}

// of is the gap of an authority, or the mean log ratio over the terms: rates of
// terms are neither added nor compared with those of a year.
func (c *LAComponent) of(bench map[benchmarkKey]*Benchmark, la LACode, m *Measure, y AcademicYear, termly bool) Number {
	rate := func(term string, g Group) Number {
		b, ok := bench[benchmarkKey{AreaLA, string(la), c.Phase, y, term, c.Measure, g}]
		if !ok {
			return Number{}
		}
		return b.value(m)
	}
	if !termly {
		if a, b := rate("", c.Group), rate("", GroupNoSEN); a.OK && b.OK {
			return number(a.V - b.V)
		}
		return Number{}
	}
	sum, terms := 0.0, 0
	for _, term := range []string{"autumn", "spring", "summer"} {
		if a, b := rate(term, c.Group), rate(term, GroupNoSEN); a.OK && b.OK && a.V > 0 && b.V > 0 {
			sum += math.Log(a.V / b.V)
			terms++
		}
	}
	if terms < 2 { // one term is not a year
		return Number{}
	}
	return number(sum / float64(terms))
}
