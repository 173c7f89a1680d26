package area

import (
	"errors"
	"fmt"
	"slices"

	"inclusioncards/metrics"
)

// Compute makes the report of the schools given (indices in the dataset,
// ascending) in one year. It fails only on impossible options or schools; what
// the data cannot tell is a note.
func Compute(d *metrics.Dataset, y metrics.AcademicYear, schools []int, o Options) (*Report, error) {
	if err := o.validate(); err != nil {
		return nil, err
	}
	if len(schools) == 0 || !slices.IsSorted(schools) || schools[0] < 0 || schools[len(schools)-1] >= len(d.Schools) {
		return nil, errors.New("area: schools are not places in the dataset in ascending order")
	}
	s := newSource(d, y, schools, o)
	l := newLayout(s)
	r := &Report{Year: y, Options: s.options, Schools: schools, ByPhase: map[metrics.Phase]int{}, Notes: l.notes}
	for i, school := range schools {
		r.ByPhase[d.Schools[school].Phase]++
		if len(s.cells[i]) > 0 {
			r.PupilLevel++
		}
	}
	if !l.pupils {
		r.Notes = append(r.Notes, Note{Code: NoteNoPupilLevel, Of: len(schools)})
	}
	all, tables := make([]sums, len(measures)), make([][]breakdown, len(measures))
	for m := range measures {
		all[m] = l.sum(s, m)
		if all[m][allKey] == nil {
			all[m] = nil
			r.Notes = append(r.Notes, Note{Code: NoteNotSupplied, Measure: measures[m].ID, Of: len(schools)})
			continue
		}
		if s.leavesOut(m) {
			all[m] = nil
			r.Notes = append(r.Notes, Note{Code: NoteLeftOut, Measure: measures[m].ID, Of: len(schools)})
			continue
		}
		if n := len(all[m][allKey].members); n < len(schools) {
			r.Notes = append(r.Notes, Note{Code: NoteNotSplit, Measure: measures[m].ID, N: len(schools) - n, Of: len(schools)})
		}
		l.addDestinations(all[m], s, m)
		tables[m] = append(l.breakdowns(all[m]), l.destinationTables(all[m])...)
	}
	r.Notes = append(r.Notes, l.coarse(all)...)
	events, heads := protect(l, s, all, tables)
	for m := range measures {
		maker := &rowMaker{s: s, m: m, t: all[m], events: events[m], heads: heads[m]}
		for _, b := range tables[m] {
			r.count(maker, b)
			if b.by == ByDestination {
				r.Destinations = append(r.Destinations, maker.destinationTable(b))
				continue
			}
			t := Table{Scope: b.scope, By: b.by, Measure: measures[m], Bands: s.options.bands(b.bands)}
			for _, k := range b.keys {
				row := maker.row(k)
				if b.by == ByPhase && k.category == "" {
					row.Category = k.scope.String()
				}
				t.Rows = append(t.Rows, row)
			}
			r.Tables = append(r.Tables, t)
		}
	}
	if l.pupils {
		r.Models = s.models()
	}
	return r, nil
}

// leavesOut reports whether a measure is not for readers from whom small numbers
// are hidden: the other leaver rule counts nearly the same pupils, and hiding what
// the differences give away takes most of both.
func (s *source) leavesOut(m int) bool {
	return s.options.Floor > 0 && measures[m].Leavers && measures[m].Rule != s.options.LeaverRule
}

// coarse notes the phases that are not told apart finely though the data could.
func (l *layout) coarse(all []sums) []Note {
	var out []Note
	for _, by := range [...]By{ByEthnicity, ByDestination} {
		for _, p := range l.ordered() {
			if l.fine(p) {
				continue
			}
			could := by == ByEthnicity && l.pupils && l.categories[p] != nil
			for _, t := range all {
				for k := range t {
					could = could || by == ByDestination && k.by == by && k.scope == p
				}
			}
			if could {
				out = append(out, Note{Code: NoteFewForPhase, By: by, Scope: p, N: l.least})
			}
		}
	}
	return out
}

// bands gives the cut points as they may be printed: to the whole per cent where
// small numbers are hidden, as a cut point can be the share of one school.
func (o Options) bands(bands []Band) []Band {
	out := slices.Clone(bands)
	for i := range out {
		out[i].Lo, out[i].Hi = o.coarse(out[i].Lo, 2), o.coarse(out[i].Hi, 2)
	}
	return out
}

// count counts the counts of pupils that a table shows or hides.
func (r *Report) count(m *rowMaker, b breakdown) {
	for _, k := range b.keys {
		for _, g := range metrics.CountGroups {
			if m.t[k].n.of(g) == 0 {
				continue
			}
			r.Cells++
			if m.events[cell{k, g}] {
				r.WithheldCells++
			}
		}
	}
}

// String names a note for messages of tests.
func (n Note) String() string {
	return fmt.Sprintf("%s %s %s %s %d of %d", n.Code, n.Measure, n.By, ScopeName(n.Scope), n.N, n.Of)
}
