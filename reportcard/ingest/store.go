package ingest

import (
	"cmp"
	"maps"
	"slices"
	"strconv"

	"inclusioncards/metrics"
)

const fieldTotal = int(metrics.FSM6Rate) + 1

// figure is one staged cell with its place: sixteen bytes, because England has
// four million of them.
type figure struct {
	n     float64
	row   uint32
	src   uint16
	state metrics.State
	flags uint8
}

const (
	given   uint8 = 1 << iota // some file had a cell
	blank                     // the cell was empty
	lowRel                    // marked as of low reliability
	refused                   // unusable: nothing may overwrite it
)

func (f figure) ok() bool { return f.state == metrics.Observed && f.flags&refused == 0 }

func (f figure) count() metrics.Count {
	return metrics.Count{
		N: f.n, State: f.state, Given: f.flags&given != 0, LowReliability: f.flags&lowRel != 0, Source: f.src,
	}
}

// refuse makes a figure unavailable for good.
func (f *figure) refuse() {
	f.n, f.state, f.flags = 0, metrics.NotAvailable, f.flags|refused|given
}

type blockKey struct {
	year  metrics.AcademicYear
	group metrics.Group
}

// block holds the figures of one year and group, one column per field.
type block struct {
	key    blockKey
	fields [fieldTotal][]figure
	// lines remembers which row of the table being read gave a school's
	// figures, to find repeated rows.
	lines    []uint32
	linesSrc int
}

// store stages figures by school until every file is read. Schools are known
// by URN in one store, and by LAESTAB and year in another.
type store struct {
	ids    map[string]int
	keys   []string
	blocks map[blockKey]*block
}

func newStore() *store { return &store{ids: map[string]int{}, blocks: map[blockKey]*block{}} }

func (s *store) id(key string) int {
	if i, ok := s.ids[key]; ok {
		return i
	}
	i := len(s.keys)
	k := string(append([]byte(nil), key...)) // not the whole row it is cut from
	s.ids[k] = i
	s.keys = append(s.keys, k)
	return i
}

func (s *store) block(y metrics.AcademicYear, g metrics.Group) *block {
	k := blockKey{y, g}
	b := s.blocks[k]
	if b == nil {
		b = &block{key: k, linesSrc: -1}
		s.blocks[k] = b
	}
	return b
}

// sorted lists the blocks by year and group.
func (s *store) sorted() []*block {
	out := make([]*block, 0, len(s.blocks))
	for _, b := range s.blocks {
		out = append(out, b)
	}
	slices.SortFunc(out, func(a, b *block) int {
		return cmp.Or(cmp.Compare(a.key.year, b.key.year), cmp.Compare(a.key.group, b.key.group))
	})
	return out
}

// at gives the place of a figure, making room for it.
func (b *block) at(f metrics.Field, id int) *figure {
	col := b.fields[f]
	if id >= len(col) {
		col = grow(col, id)
		b.fields[f] = col
	}
	return &col[id]
}

// grow lengthens a column so that it has a place for id.
func grow[T any](col []T, id int) []T {
	if id < cap(col) {
		return col[:id+1]
	}
	out := make([]T, id+1, max(2*cap(col), id+64))
	copy(out, col)
	return out
}

// get gives a figure, the zero figure when there is none.
func (b *block) get(f metrics.Field, id int) figure {
	if b == nil || id >= len(b.fields[f]) {
		return figure{}
	}
	return b.fields[f][id]
}

// mark notes that a row of a table is about a school, and returns the earlier
// row of the same table that was, or 0.
func (b *block) mark(id, src int, line uint32) uint32 {
	if b.linesSrc != src {
		clear(b.lines)
		b.linesSrc = src
	}
	if id >= len(b.lines) {
		b.lines = grow(b.lines, id)
	}
	first := b.lines[id]
	if first == 0 {
		b.lines[id] = line
	}
	return first
}

// labKey is the key of a school known by LAESTAB in one year.
func labKey(l metrics.LAESTAB, y metrics.AcademicYear) string {
	return string(l) + "|" + strconv.Itoa(int(y))
}

// filePair counts what two sources have in common.
type filePair struct{ from, other uint16 }

// sortedPairs lists the pairs of a tally in the order of the files.
func sortedPairs(tally map[filePair]int) []filePair {
	return slices.SortedFunc(maps.Keys(tally), func(a, b filePair) int {
		return cmp.Or(cmp.Compare(a.from, b.from), cmp.Compare(a.other, b.other))
	})
}

// meeting is what happens when two sources give the same figure.
type meeting uint8

const (
	stored   meeting = iota // the first, or nothing to compare
	equal                   // the same number twice
	filled                  // one of the two was missing
	conflict                // different numbers: neither is used
)

// meet puts a figure where another is. A number beats a missing figure,
// a refused figure stays refused, and two different numbers cancel out.
func meet(old *figure, f figure) meeting {
	switch {
	case old.flags&refused != 0:
		return stored
	case f.flags&refused != 0:
		*old = f
		return stored
	case old.ok() && f.ok():
		if old.n == f.n {
			old.flags |= f.flags & lowRel
			return equal
		}
		return conflict
	case f.ok():
		was := old.flags
		*old = f
		if was&blank != 0 {
			return stored
		}
		return filled
	case old.ok():
		if f.flags&blank != 0 {
			return stored
		}
		return filled
	case missingRank(f.state) > missingRank(old.state):
		*old = f
	}
	return stored
}

// missingRank orders the reasons for a missing figure: the more a reason says,
// the more it counts.
func missingRank(s metrics.State) int {
	switch s {
	case metrics.Suppressed:
		return 3
	case metrics.Low:
		return 2
	case metrics.NotApplicable:
		return 1
	}
	return 0
}
