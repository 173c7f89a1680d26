package reportcard

import "inclusioncards/metrics"

// with is the comparator behind a result: the one asked for, or the wider one
// that stood in for it.
func with(r metrics.Result) metrics.ComparatorKind {
	if r.With != "" {
		return r.With
	}
	return r.Comparator
}

// usual is the comparator that heads the column: of the first row with one.
func (b *builder) usual() metrics.ComparatorKind {
	for _, l := range b.lines {
		if l.result.ComparatorValue.OK {
			return with(l.result)
		}
	}
	return b.in.comparators[0]
}

// place is the area of a comparator.
func (b *builder) place(k metrics.ComparatorKind) string {
	switch {
	case k == metrics.CompareEngland:
		return b.card.Areas.England
	case k == metrics.CompareRegion && b.in.school.Region != "":
		return b.in.school.Region
	case k == metrics.CompareRegion:
		return b.card.Areas.Region
	}
	return b.area()
}

// pattern names what the expected number comes from.
func (b *builder) pattern(r metrics.Result) string {
	if r.Published {
		return b.card.Comparators[with(r)].PublishedPattern
	}
	return b.card.Comparators[with(r)].Pattern
}

// inOthers says where a comparator's figure holds: "in the other local schools".
func (b *builder) inOthers(k metrics.ComparatorKind, published bool) string {
	if published {
		return b.say(b.card.Areas.Published, values{"area": b.place(k)})
	}
	return b.card.Comparators[k].Others
}

// elsewhere is the other side of a comparison: "elsewhere in Camden".
func (b *builder) elsewhere(r metrics.Result) string {
	if r.Published {
		return b.inOthers(with(r), true)
	}
	return b.say(b.card.Comparators[with(r)].Elsewhere, values{"area": b.place(with(r))})
}

// otherSchools counts the schools of a comparator: "14 other secondaries in
// Camden".
func (b *builder) otherSchools(k metrics.ComparatorKind, n string) string {
	schools := b.schools()[1]
	if n == "1" {
		schools = b.schools()[0]
	}
	return b.say(b.card.Comparators[k].Schools, values{"n": n, "schools": schools, "area": b.place(k)})
}
