package ingest

import (
	"slices"
	"strings"
	"time"

	"inclusioncards/metrics"
)

// followLinks moves the figures of schools that converted to their URN of
// today, and on request adds up those of schools that merged.
func (r *reader) followLinks() {
	if len(r.linked.order)+len(r.linked.notes) == 0 {
		return
	}
	r.successors()
	g := r.lineage
	r.reportLinks(g)
	r.overlaps(g)
	r.dateReshaped(g)
	r.histories, r.cutFigures = map[metrics.URN]metrics.History{}, map[uint16]cutFigure{}
	ends := r.chains(g)
	for _, current := range sortedURNs(ends) {
		r.takeOver(g, current, ends[current])
	}
	r.reportCut()
	r.sumMerged(g)
	r.keepReshaped(g)
}

// present reports whether a school has figures, or a row in a table of schools
// that does not call it closed.
func (r *reader) present() (figures map[int]map[metrics.AcademicYear]bool, open map[metrics.URN]bool) {
	figures, open = map[int]map[metrics.AcademicYear]bool{}, map[metrics.URN]bool{}
	for _, b := range r.urns.sorted() {
		for f := range b.fields {
			for id, fig := range b.fields[f] {
				if fig.flags&given == 0 || fig.flags&blank != 0 {
					continue
				}
				if figures[id] == nil {
					figures[id] = map[metrics.AcademicYear]bool{}
				}
				figures[id][b.key.year] = true
			}
		}
	}
	for i := range r.schools {
		if s := &r.schools[i].school; !s.Closed && r.schools[i].rank != rankSpine {
			open[s.URN] = true
		}
	}
	return figures, open
}

// sideBySide lists the years in which one table gives two schools different
// figures of one kind. Figures in different tables, or the same in one, may be
// those of one school under its old and its new URN.
func (r *reader) sideBySide(a, b int) map[metrics.AcademicYear]bool {
	out := map[metrics.AcademicYear]bool{}
	for _, k := range r.urns.sorted() {
		for f := range k.fields {
			x, y := k.get(metrics.Field(f), a), k.get(metrics.Field(f), b)
			if x.flags&given != 0 && y.flags&given != 0 && (x.flags|y.flags)&blank == 0 && x.src == y.src && (x.n != y.n || x.state != y.state) {
				out[k.key.year] = true
			}
		}
	}
	return out
}

// overlaps finds conversions that the figures belie: both schools have figures
// in a year other than that of the change, so they stood side by side.
func (r *reader) overlaps(g *lineage) {
	for _, from := range sortedURNs(g.next) {
		to := g.next[from]
		a, okA := r.urns.ids[string(from)]
		b, okB := r.urns.ids[string(to)]
		if !okA || !okB {
			continue
		}
		day := g.began[pair{from, to}]
		var both []string
		allowed := 1 // the year of the change, when no date says which
		for _, y := range sortedYears(r.sideBySide(a, b)) {
			if year := academicYearOf(day); !day.IsZero() && (y == year || y == year-1 && day.Month() == time.September) {
				continue
			} else if day.IsZero() && allowed > 0 {
				allowed--
				continue
			}
			both = append(both, y.String())
		}
		if len(both) == 0 {
			continue
		}
		delete(g.next, from)
		g.into[to] = append(g.into[to], from)
		g.reshape(from, day)
		g.reshape(to, day)
		e := r.linked.edges[pair{from, to}]
		at := r.sources[e.src].table.spot(e.line, -1)
		at.urn = to
		r.report(codeLinkOverlap, at, "urn", string(from), "next", string(to), "years", strings.Join(both, ", "))
	}
}

func sortedYears(m map[metrics.AcademicYear]bool) []metrics.AcademicYear {
	out := make([]metrics.AcademicYear, 0, len(m))
	for y := range m {
		out = append(out, y)
	}
	slices.Sort(out)
	return out
}

// chains gives, for every school under whose URN figures stand today, the
// earlier URNs, the latest first. A successor that no file knows is not yet the
// school of the data.
func (r *reader) chains(g *lineage) map[metrics.URN][]metrics.URN {
	figures, open := r.present()
	before := map[metrics.URN]metrics.URN{}
	for from, to := range g.next {
		before[to] = from
	}
	out := map[metrics.URN][]metrics.URN{}
	for _, last := range sortedURNs(before) {
		if g.next[last] != "" {
			continue
		}
		current := last
		known := func(u metrics.URN) bool {
			id, ok := r.urns.ids[string(u)]
			return open[u] || ok && len(figures[id]) > 0
		}
		for current != "" && !known(current) {
			current = before[current]
		}
		if current == "" {
			continue
		}
		var earlier []metrics.URN
		for u := before[current]; u != ""; u = before[u] {
			earlier = append(earlier, u)
		}
		if len(earlier) > 0 {
			out[current] = earlier
		}
	}
	return out
}

// snapshot are the figures of one day, which a change of URN in the middle of
// the year does not cut in two.
func snapshot(f metrics.Field) bool {
	switch f {
	case metrics.Pupils, metrics.UnitPupils, metrics.Y10Pupils, metrics.CensusRoll, metrics.EALPupils, metrics.FSM6Pupils, metrics.FSM6Roll, metrics.EALRate,
		metrics.FSM6Rate, metrics.ExclusionHeadcount:
		return true
	}
	return false
}

// takeOver moves the figures of earlier URNs to the current one.
func (r *reader) takeOver(g *lineage, current metrics.URN, earlier []metrics.URN) {
	to := r.urns.id(string(current))
	h := r.histories[current]
	later := current
	for _, u := range earlier {
		day := g.began[pair{u, later}]
		id, ok := r.urns.ids[string(u)]
		moved := false
		if ok {
			moved = r.move(id, to, day, current)
			r.inherit(u, current)
		}
		if moved || len(h.Earlier) > 0 {
			h.Earlier = append(h.Earlier, metrics.Predecessor{URN: u, Until: day})
		}
		later = u
	}
	if len(h.Earlier) > 0 {
		r.histories[current] = h
	}
}

// move takes the figures of one id over to another, and reports what two URNs
// in one year leave open.
func (r *reader) move(from, to int, day time.Time, current metrics.URN) bool {
	moved := false
	for _, b := range r.urns.sorted() {
		if b.key.group == anyGroup {
			continue
		}
		// A change between October and July cuts the year in two.
		midYear := !day.IsZero() && academicYearOf(day) == b.key.year && day.Month() != time.September && day.Month() != time.August
		for f := range b.fields {
			old := b.get(metrics.Field(f), from)
			if old.flags&given == 0 {
				continue
			}
			*b.at(metrics.Field(f), from) = figure{}
			have := b.at(metrics.Field(f), to)
			if have.flags&given == 0 && !(midYear && !snapshot(metrics.Field(f))) {
				*have = old
				moved = true
				continue
			}
			if !old.ok() || have.ok() && have.n == old.n {
				continue
			}
			// Each URN holds a part of the year, or nobody can say which is whole.
			c := r.cutFigures[old.src]
			if c.n++; c.n == 1 {
				c.at = r.figureSpot(old, metrics.Field(f), b.key.group)
				c.at.urn, c.from = current, r.urns.keys[from]
			}
			r.cutFigures[old.src] = c
			if have.ok() || have.flags&given == 0 {
				have.src, have.row = old.src, old.row
				have.refuse()
			}
		}
	}
	return moved
}

// cutFigure counts the figures of one source that a change of URN cut in two.
type cutFigure struct {
	n    int
	at   spot // of the first
	from string
}

func (r *reader) reportCut() {
	for src := range uint16(len(r.sources)) {
		if c := r.cutFigures[src]; c.n > 0 {
			r.report(codeLinkParts, c.at, "count", plural(c.n, "figure", "figures"), "urn", c.from, "next", string(c.at.urn))
		}
	}
}

// inherit lets a school be described by what files say of it under its earlier
// URN, where none says it under the present one.
func (r *reader) inherit(from, to metrics.URN) {
	var rows []schoolRow
	for i := range r.schools {
		if r.schools[i].school.URN != from {
			continue
		}
		row := r.schools[i]
		row.rank, row.opened, row.isNew, row.year = rankEarlier, 0, false, 0
		row.school.URN, row.school.Closed, row.school.Type, row.school.LAESTAB = to, false, "", ""
		row.fsm6, row.eal = number{blank: true}, number{blank: true}
		rows = append(rows, row)
	}
	r.schools = append(r.schools, rows...)
}

// sumMerged adds up the figures of the schools that merged into one, for the
// years before, when the user asks for it.
func (r *reader) sumMerged(g *lineage) {
	if !r.opt.SumPredecessors {
		return
	}
	for _, to := range sortedURNs(g.into) {
		id, ok := r.urns.ids[string(to)]
		parts := g.into[to]
		slices.Sort(parts)
		var ids []int
		var day time.Time
		for _, u := range parts {
			n, known := r.urns.ids[string(u)]
			ok = ok && known
			ids = append(ids, n)
			if d := g.began[pair{u, to}]; d.After(day) {
				day = d
			}
		}
		if !ok || day.IsZero() {
			continue
		}
		summed := r.sumYears(ids, id, day)
		if len(summed) == 0 {
			continue
		}
		h := r.histories[to]
		for _, u := range parts {
			h.Earlier = append(h.Earlier, metrics.Predecessor{URN: u, Until: day, Summed: true})
			r.inherit(u, to)
		}
		r.histories[to] = h
		g.reshaped[to] = slices.DeleteFunc(g.reshaped[to], func(d time.Time) bool { return !d.After(day) })
	}
}

// sumYears adds the figures of schools for the years before a day, and to a
// school that stood before and took the others in. A sum needs every part.
func (r *reader) sumYears(from []int, to int, day time.Time) map[metrics.AcademicYear]bool {
	years := map[metrics.AcademicYear]bool{}
	for _, b := range r.urns.sorted() {
		if b.key.group == anyGroup || b.key.year >= academicYearOf(day) {
			continue
		}
		for f := range b.fields {
			field := metrics.Field(f)
			var parts []metrics.Count
			var last figure
			any := false
			for _, id := range from {
				fig := b.get(field, id)
				any = any || fig.flags&given != 0
				if fig.flags&given != 0 {
					last = fig
				}
				parts = append(parts, fig.count())
			}
			if !any {
				continue
			}
			if own := b.get(field, to); own.flags&given != 0 {
				parts = append(parts, own.count())
			}
			sum := figure{src: last.src, row: last.row, flags: given}
			if total := metrics.Sum(parts...); isRate(field) {
				sum.state = metrics.NotAvailable
			} else {
				sum.n, sum.state = total.N, total.State
			}
			for _, id := range from {
				*b.at(field, id) = figure{}
			}
			*b.at(field, to) = sum
			years[b.key.year] = true
		}
	}
	return years
}

// isRate reports whether a field holds a published rate, which cannot be added.
func isRate(f metrics.Field) bool {
	return f == metrics.AbsenceRate || f == metrics.PersistentAbsenceRate || f == metrics.FSM6Rate || f == metrics.EALRate
}

// dateReshaped dates mergers and splits to which the links give no day, by the
// years with figures: a school that merged into another has figures up to the
// summer before, a new one from the September after. What the figures do not
// date is told, because years before and after would be compared.
func (r *reader) dateReshaped(g *lineage) {
	figures, _ := r.present()
	years := func(u metrics.URN) []metrics.AcademicYear {
		id, ok := r.urns.ids[string(u)]
		if !ok {
			return nil
		}
		return sortedYears(figures[id])
	}
	first := metrics.AcademicYear(0)
	for _, of := range figures {
		for y := range of {
			if first == 0 || y < first {
				first = y
			}
		}
	}
	var dated, open []metrics.URN
	for _, p := range g.undated {
		from, to := years(p.from), years(p.to)
		if len(from)+len(to) == 0 {
			continue
		}
		began := metrics.AcademicYear(0)
		switch {
		case len(from) > 0 && len(to) > 0 && to[len(to)-1] > from[len(from)-1]:
			began = from[len(from)-1] + 1
		case len(from) == 0 && to[0] > first:
			began = to[0]
		}
		if began == 0 {
			open = append(open, p.to)
			continue
		}
		day := time.Date(int(began), time.September, 1, 0, 0, 0, 0, time.UTC)
		g.began[p] = day
		g.reshape(p.from, day)
		g.reshape(p.to, day)
		dated = append(dated, p.to)
	}
	for _, c := range []struct {
		urns     []metrics.URN
		how      string
		severity Severity
	}{{dated, "dated by the years of their figures", Info}, {open, "their years are compared as if nothing had changed", Warning}} {
		if len(c.urns) > 0 {
			p := r.report(codeLinkUndated, r.linksSpot(), "count", plural(len(c.urns), "merger or split", "mergers or splits"), "urn", string(c.urns[0]), "how", c.how)
			p.Severity = c.severity
		}
	}
}

// linksSpot is the last table of links.
func (r *reader) linksSpot() (at spot) {
	for i := range r.sources {
		if r.sources[i].Kind == kindLinks {
			at = spot{file: r.sources[i].show, sheet: r.sources[i].Sheet}
		}
	}
	return at
}

// keepReshaped hands over the mergers and splits of schools of the input, and
// counts them.
func (r *reader) keepReshaped(g *lineage) {
	n := 0
	for _, u := range sortedURNs(g.reshaped) {
		if _, ok := r.urns.ids[string(u)]; !ok || len(g.reshaped[u]) == 0 {
			continue
		}
		days := g.reshaped[u]
		slices.SortFunc(days, byDay)
		h := r.histories[u]
		h.Reshaped = days
		r.histories[u] = h
		n++
	}
	if n > 0 {
		r.report(codeLinkMerged, r.linksSpot(), "count", plural(n, "school", "schools"))
	}
}
