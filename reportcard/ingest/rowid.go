package ingest

import (
	"cmp"
	"slices"
	"strings"

	"inclusioncards/metrics"
)

// link says that a LAESTAB belonged to a URN in a year; year 0 is a file
// without a date.
type link struct {
	trust uint8
	year  metrics.AcademicYear
	urn   metrics.URN
}

// How far a link can be trusted: the lower the better.
const (
	fromCensus  uint8 = iota // a census of that year
	fromFigures              // other figures of that year
	fromOpen                 // a table of schools, school open
	fromClosed               // a table of schools, school closed
)

// idColumns are the identifier columns of a table.
type idColumns struct{ urn, laestab, la, estab int }

func (t *table) idColumns() idColumns {
	return idColumns{t.col("urn"), t.col("laestab"), t.col("la_code"), t.col("estab")}
}

// identity is what a row says of which school it is about.
type identity struct {
	urn     metrics.URN
	laestab metrics.LAESTAB
	la      metrics.LACode
}

// identify reads the identifiers of a row: URN, else LAESTAB, else nothing;
// never the name. It reports what is wrong and returns false when the row
// cannot be used.
func (r *reader) identify(t *table, cells []string, line int, c idColumns) (identity, bool) {
	var id identity
	urnCell := cellAt(cells, c.urn)
	hasURN := c.urn >= 0 && !missingID(urnCell)
	if hasURN {
		u, ok := fastURN(urnCell)
		if !ok {
			if t.furniture(cells) {
				t.noted["furniture"]++
			} else {
				r.report(codeBadURN, t.spot(line, c.urn))
			}
			return id, false
		}
		id.urn = u
	}
	var labErr bool
	labCol := c.laestab
	if lab := cellAt(cells, c.laestab); c.laestab >= 0 && !missingID(lab) {
		l, ok := fastLAESTAB(lab)
		id.laestab, labErr = l, !ok
	} else if e := cellAt(cells, c.estab); c.estab >= 0 && len(e) >= 7 {
		l, ok := fastLAESTAB(e) // the whole number in the column of the school's own
		id.laestab, labErr = l, !ok
		labCol = c.estab
	} else if la := cellAt(cells, c.la); c.la >= 0 && c.estab >= 0 && !missingID(e) && !missingID(la) {
		id.laestab, labErr = joinLAESTAB(la, e)
		labCol = c.estab
	}
	if labErr && id.urn == "" {
		if t.furniture(cells) {
			t.noted["furniture"]++
		} else {
			r.report(codeBadLAESTAB, t.spot(line, labCol))
		}
		return id, false
	}
	if id.urn == "" && id.laestab == "" {
		if t.furniture(cells) {
			t.noted["furniture"]++
		} else {
			r.report(codeNoID, t.spot(line, -1))
		}
		return id, false
	}
	if id.laestab != "" {
		id.la = id.laestab.LA()
	}
	return id, true
}

// joinLAESTAB builds a LAESTAB from two columns; bad is true when they are not
// numbers of an authority and a school.
func joinLAESTAB(la, estab string) (l metrics.LAESTAB, bad bool) {
	if len(la) == 3 && len(estab) == 4 {
		if l, ok := fastLAESTAB(la + estab); ok {
			return l, false
		}
	}
	l, err := metrics.JoinLAESTAB(la, estab)
	return l, err != nil
}

// furnitureWords begin the rows of titles, totals, sources and notes that
// stand among figures.
var furnitureWords = [...]string{
	"total", "all schools", "grand total", "england", "national", "nat", "source", "note", "footnote", "la total", "la average", "average", "mean",
	"overall", "local authority total", "copyright", "©", "crown copyright", "end of", "-- end", "prepared by", "produced by", "sum", "subtotal", "sub-total",
}

// furniture reports whether a row without a usable identifier is a title, a
// total or a note rather than a school whose identifier is wrong.
func (t *table) furniture(cells []string) bool {
	filled := 0
	first := ""
	for _, c := range cells {
		if v := trimCell(c); v != "" {
			if filled == 0 {
				first = strings.ToLower(v)
			}
			filled++
		}
	}
	if filled <= 1 && len(t.head) > 2 {
		return true
	}
	for _, w := range furnitureWords {
		if rest, ok := strings.CutPrefix(first, w); ok && (rest == "" || rest[0] < 'a' || rest[0] > 'z') {
			return true
		}
	}
	return false
}

// addLink remembers that a LAESTAB belongs to a URN.
func (r *reader) addLink(l metrics.LAESTAB, u metrics.URN, k link) {
	if l == "" || u == "" {
		return
	}
	k.urn = u
	have := r.links[l]
	if slices.Contains(have, k) {
		return
	}
	if have == nil {
		l = metrics.LAESTAB(strings.Clone(string(l)))
	}
	k.urn = metrics.URN(strings.Clone(string(u)))
	r.links[l] = append(have, k)
}

// resolve gives the URN of a LAESTAB in a year. Files with figures of a year
// go first: the same year, else the nearest (the census before other files,
// then the later of two equally near).
// Then come open schools of the tables of schools, then closed ones, whose
// number a successor may have taken over. many is true when the best files
// name different schools.
func (r *reader) resolve(l metrics.LAESTAB, y metrics.AcademicYear) (u metrics.URN, many bool) {
	var best link
	found := false
	distance := func(k link) int { return max(int(k.year-y), int(y-k.year)) }
	for _, k := range r.links[l] {
		order := -1
		if found {
			order = cmp.Or(cmp.Compare(max(k.trust, fromFigures), max(best.trust, fromFigures)), cmp.Compare(distance(k), distance(best)),
				cmp.Compare(k.trust, best.trust), cmp.Compare(best.year, k.year))
		}
		switch {
		case order < 0:
			best, found, many = k, true, false
		case order == 0 && k.urn != best.urn:
			many = true
		}
	}
	return best.urn, many
}
