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
	// With is the comparator it is of: the one asked for, or a wider one of the
	// school's own group (special schools, AP).
	With ComparatorKind
}

type totalKey struct {
	year       AcademicYear
	measure    MeasureID
	group      Group
	comparator ComparatorKind
}

// Area returns the figure of the school's comparator for a year, measure and
// group. Rates known only as rates are averaged with the rolls as weights. For
// England a published national figure goes before a mean of rates.
func (a *Analysis) Area(school int, y AcademicYear, id MeasureID, g Group, k ComparatorKind) AreaFigure {
	m, ok := Lookup(id)
	if !ok || a.pools[k] == nil {
		return AreaFigure{}
	}
	kinds := []ComparatorKind{k}
	if a.Data.Schools[school].Phase.ownGroup() {
		kinds = append(kinds, a.wider(k)...)
	}
	for _, k := range kinds {
		if f := a.areaFigures(totalKey{y, id, g, k}, &m)[school]; f.OK {
			return f
		}
	}
	return AreaFigure{}
}

// areaFigures computes the figure for every school at once and keeps it.
func (a *Analysis) areaFigures(key totalKey, m *Measure) []AreaFigure {
	a.mu.Lock()
	defer a.mu.Unlock()
	if t, ok := a.totals[key]; ok {
		return t
	}
	d, p := a.Data, a.pools[key.comparator]
	if m.Family == FamilyRegister {
		p = a.registerPools[key.comparator]
	}
	roll, _ := Lookup("roll")
	const num, den, counted, rate, weight, rated = 0, 1, 2, 3, 4, 5
	t := newTable(len(d.Schools), 6)
	for i := range d.Schools {
		o := d.observe(i, key.year, m, key.group, a.Options.Level)
		if !o.OK() || d.Veto(i, key.year, m.Family) != "" {
			continue
		}
		if !o.Published {
			t.put(i, 0, o.Num.N, o.Den.N, 1, 0, 0, 0)
		} else if r := d.observe(i, key.year, &roll, GroupAll, a.Options.Level); r.OK() {
			t.put(i, 0, 0, 0, 0, o.Value*r.Value, r.Value, 1)
		}
	}
	out := make([]AreaFigure, len(d.Schools))
	p.each(d, t, func(i int, o others, sum []float64) {
		f := AreaFigure{OK: true, Year: key.year, With: key.comparator}
		covered := key.comparator != CompareEngland || o.areas >= a.Options.EnglandLAs
		enough := float64(a.Options.MinComparator)
		switch {
		case covered && sum[counted] >= enough && sum[den] > 0:
			f.Schools = int(sum[counted])
			f.Value = sum[num] / sum[den]
			switch m.Unit {
			case UnitPer100:
				f.Value *= 100
			case UnitCount:
				f.Value = sum[num] / sum[counted]
			}
		case a.published(i, key.year, a.termOf(m), m, key.group, key.comparator).OK:
			f.Value, f.Published = a.published(i, key.year, a.termOf(m), m, key.group, key.comparator).V, true
		case covered && sum[rated] >= enough && sum[weight] > 0:
			f.Schools, f.Weighted = int(sum[rated]), true
			f.Value = sum[rate] / sum[weight]
		default:
			f = AreaFigure{}
		}
		out[i] = f
	})
	a.totals[key] = out
	return out
}
