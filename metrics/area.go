package metrics

// AreaFigure is the figure of an area for one measure and group, seen from one
// school: the other schools pooled, or a published figure in their place.
type AreaFigure struct {
	OK    bool
	Value float64 // in the measure's unit
	// Schools is the number of other schools behind it; 0 for a published one.
	Schools int
	// Published: read from a file, not pooled from the schools of the input.
	Published bool
	// Weighted: the roll-weighted mean of published school rates.
	Weighted bool
	Year     AcademicYear
}

type totalKey struct {
	year       AcademicYear
	measure    MeasureID
	group      Group
	comparator ComparatorKind
}

// areaTotal is the sum over a pool, from which one school is taken out again.
// Counts are whole numbers, so taking out is exact.
type areaTotal struct {
	num, den float64 // counts
	schools  int
	rate     float64 // roll-weighted published rates
	roll     float64
	rated    int
	areas    int
}

type areaPart struct {
	num, den float64
	counted  bool
	rate     float64
	roll     float64
	rated    bool
}

type areaTotals struct {
	parts []areaPart // by school
	pools []areaTotal
}

// Area returns the figure of the school's comparator for a year, measure and
// group. Rates known only as rates are averaged with the rolls as weights. For
// England a published national figure goes before a mean of rates.
func (a *Analysis) Area(school int, y AcademicYear, id MeasureID, g Group, k ComparatorKind) AreaFigure {
	m, ok := Lookup(id)
	p := a.pools[k]
	if !ok || p == nil || p.of[school] < 0 {
		return AreaFigure{}
	}
	t := a.areaTotals(totalKey{y, id, g, k}, &m)
	sum, own := t.pools[p.of[school]], t.parts[school]
	if own.counted {
		sum.num, sum.den, sum.schools = sum.num-own.num, sum.den-own.den, sum.schools-1
	}
	if own.rated {
		sum.rate, sum.roll, sum.rated = sum.rate-own.rate*own.roll, sum.roll-own.roll, sum.rated-1
	}
	covered := k != CompareEngland || sum.areas >= a.Options.EnglandLAs
	if covered && sum.schools >= a.Options.MinComparator && sum.den > 0 {
		f := AreaFigure{OK: true, Value: sum.num / sum.den, Schools: sum.schools, Year: y}
		switch m.Unit {
		case UnitPer100:
			f.Value *= 100
		case UnitCount:
			f.Value = sum.num / float64(sum.schools)
		}
		return f
	}
	if v := a.published(school, y, "", &m, g, k); v.OK {
		return AreaFigure{OK: true, Value: v.V, Published: true, Year: y}
	}
	if covered && sum.rated >= a.Options.MinComparator && sum.roll > 0 {
		return AreaFigure{OK: true, Value: sum.rate / sum.roll, Schools: sum.rated, Weighted: true, Year: y}
	}
	return AreaFigure{}
}

func (a *Analysis) areaTotals(key totalKey, m *Measure) *areaTotals {
	a.mu.Lock()
	defer a.mu.Unlock()
	if t, ok := a.totals[key]; ok {
		return t
	}
	d, p := a.Data, a.pools[key.comparator]
	roll, _ := Lookup("roll")
	t := &areaTotals{parts: make([]areaPart, len(d.Schools)), pools: make([]areaTotal, len(p.members))}
	for n, members := range p.members {
		var in []int
		sum := &t.pools[n]
		for _, i := range members {
			o := d.observe(i, key.year, m, key.group, a.Options.Level)
			if !o.OK() {
				continue
			}
			in = append(in, i)
			part := &t.parts[i]
			if !o.Published {
				part.counted, part.num, part.den = true, o.Num.N, o.Den.N
				sum.num, sum.den, sum.schools = sum.num+part.num, sum.den+part.den, sum.schools+1
				continue
			}
			if r := d.observe(i, key.year, &roll, GroupAll, a.Options.Level); r.OK() {
				part.rated, part.rate, part.roll = true, o.Value, r.Value
				sum.rate, sum.roll, sum.rated = sum.rate+o.Value*r.Value, sum.roll+r.Value, sum.rated+1
			}
		}
		sum.areas = d.areas(in)
	}
	a.totals[key] = t
	return t
}
