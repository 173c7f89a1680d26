package ingest

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"inclusioncards/metrics"
)

// Limits beyond which whole figures of a school or file are doubted. All are
// warnings: schools do halve and double, and the figures stand.
const (
	// halfShare is the change from one year to the next, of the year before.
	halfShare = 0.5
	// halfLeast is the size below which a class more or less makes half.
	halfLeast = 40
	// A pupil can attend 190 days of two sessions in a year, and about 130
	// sessions in a term; the averages of files lie below, because pupils join
	// and leave.
	leastSessions = 60 // half a term
	fewSessions   = 180
	manySessions  = 200
	// yearSessions makes pupils of sessions.
	yearSessions = 380
	// byChance is the difference of two counts, in standard errors of a
	// difference of Poisson counts, below which chance explains it.
	byChance = 3
	// fillsUp is how much more than one year group a year a school that fills up
	// may grow: intakes differ.
	fillsUp = 1.25
	// usualGroups is the number of year groups of a school of unknown ages.
	usualGroups = 7
)

// sizes are the fields that tell how large a school is, the plainest first.
var sizes = []metrics.Field{metrics.Pupils, metrics.Enrolments, metrics.SessionsPossible, metrics.LeaverBase}

// plausible doubts figures that can stand and are unlikely to: a school half or
// twice its size of the year before, and a term given as a year.
func (r *reader) plausible() {
	for _, b := range r.urns.sorted() {
		if b.key.group == metrics.GroupAll || b.key.group == metrics.GroupNoSEN {
			r.checkSizes(b.key)
		}
	}
	r.checkSessions()
}

// wholeYear finds the figures for all pupils of a school in one year.
type wholeYear struct{ all, none, support, plan, send *block }

func (r *reader) wholeYear(y metrics.AcademicYear) wholeYear {
	of := func(g metrics.Group) *block { return r.urns.blocks[blockKey{y, g}] }
	return wholeYear{of(metrics.GroupAll), of(metrics.GroupNoSEN), of(metrics.GroupSENSupport), of(metrics.GroupEHCPlan), of(metrics.GroupSEND)}
}

// get gives a figure as the file has it or as the sum of its groups, and where
// a part of it stands.
func (w wholeYear) get(f metrics.Field, id int) (n float64, at figure, ok bool) {
	if all := w.all.get(f, id); all.ok() {
		return all.n, all, true
	}
	none := w.none.get(f, id)
	if !none.ok() {
		return 0, figure{}, false
	}
	if k, e := w.support.get(f, id), w.plan.get(f, id); k.ok() && e.ok() {
		return none.n + k.n + e.n, none, true
	}
	send := w.send.get(f, id)
	return none.n + send.n, none, send.ok()
}

// checkSizes compares the schools of a year with the year before. One doubt is
// enough for a school.
func (r *reader) checkSizes(k blockKey) {
	_, all := r.urns.blocks[blockKey{k.year, metrics.GroupAll}]
	if k.group == metrics.GroupNoSEN && all {
		return // visited with the other block
	}
	this, last := r.wholeYear(k.year), r.wholeYear(k.year-1)
	if last == (wholeYear{}) {
		return
	}
	news := r.newSchools()
	for id := range r.urns.keys {
		for _, f := range sizes {
			now, at, ok := this.get(f, id)
			before, was, ok2 := last.get(f, id)
			if !ok || !ok2 || max(now, before) < halfLeast || before == 0 || math.Abs(now-before) < halfShare*before {
				continue
			}
			if chance(f, now, before) || news[metrics.URN(r.urns.keys[id])].explains(k.year, now, before) {
				break
			}
			s := spot{file: r.sources[at.src].show, sheet: r.sources[at.src].Sheet, row: int(at.row), urn: metrics.URN(r.urns.keys[id])}
			r.report(codeHalf, s, "field", f.String(), "a", formatNumber(now), "year", k.year.String(), "b", formatNumber(before),
				"before", (k.year - 1).String(), "place", r.place(was))
			break
		}
	}
}

// chance reports whether two counts may differ by chance.
func chance(f metrics.Field, a, b float64) bool {
	if f == metrics.SessionsPossible {
		a, b = a/yearSessions, b/yearSessions
	}
	return math.Abs(a-b) < byChance*math.Sqrt(a+b)
}

// newSchool is what the tables of schools say of how a school came and went.
type newSchool struct {
	opened metrics.AcademicYear // 0 when not known, or of a school new in name only
	groups int
	closed bool
}

// newSchools lists when schools opened, and which have closed.
func (r *reader) newSchools() map[metrics.URN]newSchool {
	if r.news != nil {
		return r.news
	}
	r.news = map[metrics.URN]newSchool{}
	for i := range r.schools {
		row := &r.schools[i]
		n := r.news[row.school.URN]
		n.closed = n.closed || row.school.Closed && row.rank != rankEarlier
		if kind := squash(row.school.Type); row.opened != 0 && len(r.histories[row.school.URN].Earlier) == 0 &&
			!strings.Contains(kind, "converter") && !strings.Contains(kind, "sponsor") {
			n.opened = max(n.opened, row.opened)
		}
		if low, high := row.school.LowAge, row.school.HighAge; low > 0 && high > low {
			n.groups = high - low
		}
		r.news[row.school.URN] = n
	}
	return r.news
}

// explains reports whether a change of half or more is that of a school that
// takes in one year group after another from the year it opened, or of one that
// has closed. A school of k years has k year groups, until it is full: the last
// year it had one fewer.
func (n newSchool) explains(y metrics.AcademicYear, now, before float64) bool {
	if now < before {
		return n.closed
	}
	k := int(y-n.opened) + 1
	return n.opened != 0 && k >= 2 && k <= cmp.Or(n.groups, usualGroups) && now <= fillsUp*before*float64(k)/float64(k-1)
}

// checkSessions compares, in each file and year, the sessions of a pupil with
// those of a year and of a term.
func (r *reader) checkSessions() {
	type fileYear struct {
		src  uint16
		year metrics.AcademicYear
	}
	sessions, pupils := map[fileYear]float64{}, map[fileYear]float64{}
	var order []fileYear
	for _, b := range r.urns.sorted() {
		if b.key.group == anyGroup {
			continue
		}
		for id, possible := range b.fields[metrics.SessionsPossible] {
			enrolled := b.get(metrics.Enrolments, id)
			if !possible.ok() || !enrolled.ok() || possible.src != enrolled.src {
				continue
			}
			k := fileYear{possible.src, b.key.year}
			if !slices.Contains(order, k) {
				order = append(order, k)
			}
			sessions[k] += possible.n
			pupils[k] += enrolled.n
		}
	}
	for _, k := range order {
		each := sessions[k] / pupils[k]
		like, of := "", ""
		switch {
		case pupils[k] < halfLeast:
		case r.opt.Term == "" && each >= leastSessions && each < fewSessions:
			like, of = "a term", "the year "+k.year.String()
		case r.opt.Term != "" && each > manySessions:
			like, of = "a whole year", "the "+r.opt.Term+" term of "+k.year.String()
		}
		if like != "" {
			s := spot{file: r.sources[k.src].show, sheet: r.sources[k.src].Sheet}
			r.report(codeTermAsYear, s, "each", fmt.Sprintf("%.0f", each), "of", of, "like", like)
		}
	}
}
