package ingest

import (
	"slices"
	"strings"

	"inclusioncards/metrics"
)

// cellKey is one cell of the staged figures.
type cellKey struct {
	b     *block
	st    *store
	id    int
	field metrics.Field
}

// dispute keeps the figures of different files that disagree on a cell, until
// every file is read: which is about the later period shows only then. It is
// false when there is nothing to settle.
func (r *reader) dispute(b *block, st *store, id int, field metrics.Field, old, f figure) bool {
	k := cellKey{b, st, id, field}
	have := r.disputes[k]
	if have == nil {
		if !old.ok() || !f.ok() || old.n == f.n || old.src == f.src {
			return false
		}
		r.disputed = append(r.disputed, k)
		have = []figure{old}
	}
	if f.ok() {
		have = append(have, f)
	}
	r.disputes[k] = have
	return true
}

// settleDisputes takes the figure of the file the user prefers, else that of
// the file whose figures reach the later year, else none.
func (r *reader) settleDisputes() {
	preferred, later := map[filePair]int{}, map[filePair]int{}
	for _, k := range r.disputed {
		all := r.disputes[k]
		win, byUser, ok := r.winner(all)
		for _, f := range all {
			switch {
			case !ok:
				if f.n != all[0].n {
					r.conflict(k.b, k.st, k.id, k.field, all[0], f)
				}
			case f.src == win.src:
			case byUser:
				preferred[filePair{f.src, win.src}]++
			default:
				later[filePair{f.src, win.src}]++
			}
		}
		if ok {
			*k.b.at(k.field, k.id) = win
		}
	}
	r.disputed, r.disputes = nil, map[cellKey][]figure{}
	for _, m := range []struct {
		code  string
		pairs map[filePair]int
	}{{codePreferred, preferred}, {codeRevised, later}} {
		for _, p := range sortedPairs(m.pairs) {
			from, other := &r.sources[p.from], &r.sources[p.other]
			r.report(m.code, spot{file: from.show, sheet: from.Sheet}, "count", plural(m.pairs[p], "figure", "figures"), "other", other.show)
		}
	}
}

// winner finds the figure to use. Figures of one standing that differ leave it
// open.
func (r *reader) winner(all []figure) (win figure, byUser, ok bool) {
	pick := func(standing func(figure) int) (figure, bool) {
		best := slices.MaxFunc(all, func(a, b figure) int { return standing(a) - standing(b) })
		n := 0
		for _, f := range all {
			if standing(f) < standing(best) {
				n++
			} else if f.n != best.n {
				return best, false
			}
		}
		return best, n > 0
	}
	byName := func(f figure) int {
		for _, p := range r.opt.Prefer {
			if strings.EqualFold(lastSegment(r.sources[f.src].show), p) {
				return 1
			}
		}
		return 0
	}
	if win, ok = pick(byName); ok {
		return win, true, true
	}
	win, ok = pick(func(f figure) int {
		years := r.sources[f.src].Years
		if len(years) == 0 {
			return 0
		}
		return int(years[len(years)-1])
	})
	return win, false, ok
}
