package ingest

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"inclusioncards/metrics"
)

// unknownURNs reports the schools of counts and of pupil-level tables that no
// table of schools describes, when there is one: a slip in a URN makes a school
// of its own, without an authority, and leaves the school that is meant without
// figures.
func (r *reader) unknownURNs() {
	known := map[string]bool{}
	for _, k := range r.knownSchools() {
		known[string(k.urn)] = true
	}
	if len(known) == 0 {
		return
	}
	type key struct {
		src uint16
		id  int
	}
	found := map[key]*unjoined{}
	for _, b := range r.urns.sorted() {
		for f := range b.fields {
			for id, fig := range b.fields[f] {
				if fig.flags&given == 0 || known[r.urns.keys[id]] {
					continue
				}
				s := &r.sources[fig.src]
				if s.Kind != kindCounts && !s.pupilLevel {
					continue
				}
				k := key{fig.src, id}
				if found[k] == nil {
					u := metrics.URN(r.urns.keys[id])
					found[k] = &unjoined{src: fig.src, urn: u, name: r.named[string(u)], years: map[metrics.AcademicYear]bool{}, rows: map[uint32]bool{}}
				}
				found[k].years[b.key.year] = true
				found[k].rows[fig.row] = true
			}
		}
	}
	lost := make([]*unjoined, 0, len(found))
	for _, u := range found {
		lost = append(lost, u)
	}
	r.reportUnjoined(codeUnknownURN, lost)
}

// reportTwofold reports, for each table, the rows whose LAESTAB belonged to
// several schools.
func (r *reader) reportTwofold(twofold []*unjoined) {
	per := map[uint16][]*unjoined{}
	for _, u := range twofold {
		per[u.src] = append(per[u.src], u)
	}
	for _, src := range slices.Sorted(maps.Keys(per)) {
		us := per[src]
		slices.SortFunc(us, func(a, b *unjoined) int { return cmp.Compare(a.lab, b.lab) })
		var urns []string
		for _, k := range r.links[us[0].lab] {
			if !slices.Contains(urns, string(k.urn)) {
				urns = append(urns, string(k.urn))
			}
		}
		slices.Sort(urns)
		at := spot{file: r.sources[src].show, sheet: r.sources[src].Sheet}
		r.report(codeAmbiguous, at, "count", plural(sumRows(us), "row", "rows"), "laestab", string(us[0].lab)+placesOf(us[0]), "urns", strings.Join(urns, " and "))
	}
}

// doubleID is a row that gives a school both numbers.
type doubleID struct {
	src  uint16
	line int
	urn  metrics.URN
	lab  metrics.LAESTAB
}

// contradictions reports rows of counts whose URN and LAESTAB are those of two
// schools. A school keeps its LAESTAB when its URN changes and may get another
// when its authority does, so that both must be described otherwise.
func (r *reader) contradictions() {
	labOf, urnOf := map[metrics.URN]metrics.LAESTAB{}, map[metrics.LAESTAB]metrics.URN{}
	for i := range r.schools {
		if s := &r.schools[i].school; s.URN != "" && s.LAESTAB != "" && !s.Closed {
			labOf[s.URN], urnOf[s.LAESTAB] = s.LAESTAB, s.URN
		}
	}
	for _, c := range r.claims {
		own, other := labOf[c.urn], urnOf[c.lab]
		if own != "" && own != c.lab && other != "" && other != c.urn {
			at := r.sources[c.src].table.spot(c.line, -1)
			at.urn = c.urn
			r.report(codeContradict, at, "urn", string(c.urn), "laestab", string(c.lab), "own", string(own), "other", string(other))
		}
	}
}
