package ingest

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"inclusioncards/metrics"
)

// edge says that one school followed another, as both of their rows say it.
type edge struct {
	opened time.Time // from the row of the later school; zero when not given
	closed time.Time // from the row of the earlier school
	shaped bool      // a merger, an amalgamation or a split
	src    uint16
	line   int
}

// pair is an earlier and a later URN.
type pair struct{ from, to metrics.URN }

// linkTable holds the links between schools.
type linkTable struct {
	edges map[pair]*edge
	order []pair
	// notes are the changes of which the table does not say who came first.
	notes []reshaping
}

// reshaping is a merger or split of one school.
type reshaping struct {
	urn metrics.URN
	on  time.Time
}

func newLinkTable() *linkTable { return &linkTable{edges: map[pair]*edge{}} }

// linkKind is what a type of link says.
type linkKind uint8

const (
	noSuccession linkKind = iota // sixth-form centres, expansions, "other"
	isSuccessor
	isPredecessor
	isChange // a merger that does not say which school came first
)

// linkKindOf reads a link type of GIAS; shaped is true for a merger or split.
func linkKindOf(word string) (k linkKind, shaped bool) {
	t := squash(word)
	shaped = strings.Contains(t, "merge") || strings.Contains(t, "amalgam") || strings.Contains(t, "split")
	switch {
	case strings.HasPrefix(t, "successor"):
		return isSuccessor, shaped
	case strings.HasPrefix(t, "predecessor"), t == "resultofamalgamation":
		return isPredecessor, shaped
	case shaped:
		return isChange, true
	}
	return noSuccession, false
}

// readLinks reads the links of Get Information about Schools.
func (r *reader) readLinks(t *table) {
	urn, other, kindCol, date := t.col("urn"), t.col("linkurn"), t.col("linktype"), t.col("linkestablisheddate")
	reader := r.dates(t, date)
	var rows []linkRow
	for line, cells := range r.tableRows(t) {
		row := linkRow{line: line}
		var ok, ok2 bool
		row.urn, ok = fastURN(cellAt(cells, urn))
		row.other, ok2 = fastURN(cellAt(cells, other))
		if !ok || !ok2 {
			if t.furniture(cells) {
				t.noted["furniture"]++
				continue
			}
			col := urn
			if ok {
				col = other
			}
			r.report(codeBadURN, t.spot(line, col))
			continue
		}
		row.urn, row.other = metrics.URN(strings.Clone(string(row.urn))), metrics.URN(strings.Clone(string(row.other)))
		row.kind, row.shaped = linkKindOf(cellAt(cells, kindCol))
		row.date = reader.see(cells, line)
		t.count++
		rows = append(rows, row)
	}
	reader.settle()
	for _, row := range rows {
		r.linked.add(row, reader.day(row.date), t.src)
	}
}

// linkRow is one row of a table of links.
type linkRow struct {
	urn, other metrics.URN
	kind       linkKind
	shaped     bool
	date       dateCell
	line       int
}

func (l *linkTable) add(row linkRow, day time.Time, src uint16) {
	p := pair{row.other, row.urn}
	switch row.kind {
	case noSuccession:
		return
	case isChange:
		l.notes = append(l.notes, reshaping{row.urn, day}, reshaping{row.other, day})
		return
	case isSuccessor:
		p = pair{row.urn, row.other}
	}
	e := l.edges[p]
	if e == nil {
		e = &edge{src: src, line: row.line}
		l.edges[p] = e
		l.order = append(l.order, p)
	}
	e.shaped = e.shaped || row.shaped
	if row.kind == isSuccessor {
		e.closed = day
	} else {
		e.opened = day
	}
}

// quarter is how far the two dates of one conversion may lie apart: a term.
const quarter = 100 * 24 * time.Hour

// starts gives the first day of the later school. contradicts is true when the
// closing of the one and the opening of the other lie more than a term apart.
func (e *edge) starts() (day time.Time, contradicts bool) {
	switch {
	case e.opened.IsZero() && e.closed.IsZero():
		return day, false
	case e.opened.IsZero():
		return e.closed.AddDate(0, 0, 1), false
	case !e.closed.IsZero() && e.opened.Sub(e.closed).Abs() > quarter:
		return day, true
	}
	return e.opened, false
}

// lineage is the links put together: who follows whom, one to one, and which
// schools merged or split.
type lineage struct {
	next map[metrics.URN]metrics.URN // conversions, one to one
	// began is the first day of the later school of a conversion or merger.
	began map[pair]time.Time
	// into lists the schools that merged into one, in order.
	into     map[metrics.URN][]metrics.URN
	reshaped map[metrics.URN][]time.Time
	// undated are mergers and splits without a day.
	undated []pair
	// loops and clashes are links that cannot be right.
	loops, clashes []pair
}

// lineage sorts the links out.
func (l *linkTable) lineage() *lineage {
	g := &lineage{
		next: map[metrics.URN]metrics.URN{}, began: map[pair]time.Time{}, into: map[metrics.URN][]metrics.URN{}, reshaped: map[metrics.URN][]time.Time{},
	}
	after, before := map[metrics.URN]int{}, map[metrics.URN]int{}
	for _, p := range l.order {
		if p.from == p.to || l.edges[pair{p.to, p.from}] != nil {
			continue
		}
		after[p.from]++
		before[p.to]++
	}
	for i, n := range l.notes {
		g.reshape(n.urn, n.on)
		if n.on.IsZero() && i%2 == 1 { // noted in pairs
			g.undated = append(g.undated, pair{n.urn, l.notes[i-1].urn})
		}
	}
	for _, p := range l.order {
		e := l.edges[p]
		day, contradicts := e.starts()
		if contradicts {
			g.clashes = append(g.clashes, p)
		}
		switch {
		case p.from == p.to || l.edges[pair{p.to, p.from}] != nil:
			g.loops = append(g.loops, p)
			g.reshape(p.from, day)
			g.reshape(p.to, day)
			continue
		case !e.shaped && after[p.from] == 1 && before[p.to] == 1:
			g.next[p.from] = p.to
		default:
			if after[p.from] == 1 {
				g.into[p.to] = append(g.into[p.to], p.from)
			}
			g.reshape(p.from, day)
			g.reshape(p.to, day)
			if day.IsZero() {
				g.undated = append(g.undated, p)
			}
		}
		g.began[p] = day
	}
	g.cutLoops()
	return g
}

func (g *lineage) reshape(u metrics.URN, day time.Time) {
	if !day.IsZero() && !slices.Contains(g.reshaped[u], day) {
		g.reshaped[u] = append(g.reshaped[u], day)
	}
}

// cutLoops removes conversions that lead back to where they began.
func (g *lineage) cutLoops() {
	for _, u := range sortedURNs(g.next) {
		to, steps := g.next[u], 0
		for to != "" && to != u && steps <= len(g.next) {
			to = g.next[to]
			steps++
		}
		if to != u {
			continue
		}
		for at := u; g.next[at] != ""; {
			then := g.next[at]
			g.loops = append(g.loops, pair{at, then})
			delete(g.next, at)
			at = then
		}
	}
}

func sortedURNs[T any](m map[metrics.URN]T) []metrics.URN {
	out := make([]metrics.URN, 0, len(m))
	for u := range m {
		out = append(out, u)
	}
	slices.Sort(out)
	return out
}

// successors maps the URN of every school that converted to the URN that took
// its place, one step at a time and one to one, as the tables of links give
// them. Mergers, splits, loops and schools with figures of their own under both
// URNs are left out.
func (r *reader) successors() map[metrics.URN]metrics.URN {
	if r.lineage == nil {
		r.lineage = r.linked.lineage()
	}
	return r.lineage.next
}

// successorsIn gives the conversions up to the second census of an academic
// year, in the January after it.
func (r *reader) successorsIn(y metrics.AcademicYear) map[metrics.URN]metrics.URN {
	next := r.successors()
	out := make(map[metrics.URN]metrics.URN, len(next))
	for from, to := range next {
		if r.lineage.began[pair{from, to}].Before(time.Date(int(y)+2, time.February, 1, 0, 0, 0, 0, time.UTC)) {
			out[from] = to
		}
	}
	return out
}

// reportLinks reports what is wrong with the links of schools of the input.
func (r *reader) reportLinks(g *lineage) {
	known := func(p pair) bool {
		_, a := r.urns.ids[string(p.from)]
		_, b := r.urns.ids[string(p.to)]
		return a || b
	}
	for _, c := range []struct {
		code  string
		pairs []pair
	}{{codeLinkLoop, g.loops}, {codeLinkDates, g.clashes}} {
		per := map[uint16][]pair{}
		for _, p := range c.pairs {
			if e := r.linked.edges[p]; known(p) {
				per[e.src] = append(per[e.src], p)
			}
		}
		for src := range uint16(len(r.sources)) {
			if ps := per[src]; len(ps) > 0 {
				e := r.linked.edges[ps[0]]
				at := r.sources[src].table.spot(e.line, -1)
				r.report(c.code, at, "count", plural(len(ps), "link", "links"), "urn", string(ps[0].from), "next", string(ps[0].to))
			}
		}
	}
}

// byDay orders days.
func byDay(a, b time.Time) int { return cmp.Compare(a.Unix(), b.Unix()) }
