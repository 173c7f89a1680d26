package metrics

// SuppliedFor gives the source of the average that the user supplied for the
// area and phase of a school, and that is used in place of a published one;
// empty when there is none.
func (a *Analysis) SuppliedFor(r Result) string {
	m, ok := Lookup(r.Measure)
	if !ok || !r.Published {
		return ""
	}
	k := r.With
	if k == "" {
		k = r.Comparator
	}
	for _, g := range []Group{GroupNoSEN, GroupAll, GroupSEND} {
		key, ok := a.areaKey(r.School, r.Year, a.termOf(&m), &m, g, k)
		if !ok {
			continue
		}
		if b := a.bench[key]; b != nil && b.Supplied != "" {
			return b.Supplied
		}
	}
	return ""
}
