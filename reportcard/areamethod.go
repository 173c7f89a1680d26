package reportcard

import (
	"slices"
	"strconv"

	"inclusioncards/metrics"
	areas "inclusioncards/metrics/area"
)

// closing is what could not be told, and how the figures were made.
func (b *areaBuilder) closing() []AreaSection {
	return []AreaSection{
		{ID: "told", Title: b.w.Headings.Told, Items: []AreaItem{{Points: b.told()}}},
		{ID: "method", Title: b.w.Headings.Method, Items: []AreaItem{{Notes: b.method()}}},
	}
}

// told says what is missing, once for everything that is missing alike.
func (b *areaBuilder) told() []Text {
	w := b.w.Told
	var out []Text
	supplied := 0
	for _, m := range areas.Measures() {
		if b.r.Find(areas.AllSchools, areas.Total, m.ID) != nil {
			supplied++
		}
	}
	for _, n := range b.alike() {
		v := values{"list": b.list(n.names), "scope": b.list(n.scopes), "n": strconv.Itoa(n.N), "of": strconv.Itoa(n.Of)}
		switch n.Code {
		case areas.NoteNotSplit:
			p := w.NotBySEN
			if len(n.names) == supplied {
				p = w.NoSENSplit
			}
			out = append(out, b.text(p, v))
		case areas.NoteNotSupplied:
			out = append(out, b.text(w.NotSupplied, v))
		case areas.NoteNoAttribute:
			out = append(out, b.text(w.NoAttribute, v))
		case areas.NoteFewForBands:
			out = append(out, b.text(w.FewForBands, v))
		case areas.NoteLeftOut:
			out = append(out, b.text(w.LeftOut, v))
		case areas.NoteFewForPhase:
			out = append(out, b.text(w.FewForPhase, v))
		case areas.NoteNoPupilLevel:
			out = append(out, textOf(w.NoPupilLevel))
		}
	}
	if len(out) == 0 {
		out = append(out, textOf(w.Nothing))
	}
	return append(out, textOf(w.Why))
}

// alikeNotes are notes that one sentence can say: of several outcomes or
// breakdowns, in several scopes.
type alikeNotes struct {
	areas.Note
	names, scopes []string
}

// alike gathers the notes: first the scopes of an outcome or breakdown, then those
// with the same scopes.
func (b *areaBuilder) alike() []alikeNotes {
	var each, out []alikeNotes
	for _, n := range b.r.Notes {
		if n.Code == areas.NoteNoAttribute {
			n.N, n.Of = 0, 0 // numbers it does not give
		}
		name, scope := b.w.Breakdowns[n.By], b.w.Scopes[areas.ScopeName(n.Scope)]
		if n.Measure != "" {
			name = b.w.Measures[n.Measure].Name
		}
		i := slices.IndexFunc(each, func(o alikeNotes) bool { return o.sameBut(n) && o.names[0] == name })
		if i < 0 {
			each = append(each, alikeNotes{Note: n, names: []string{name}, scopes: []string{scope}})
			continue
		}
		each[i].scopes = append(each[i].scopes, scope)
	}
	for _, n := range each {
		i := slices.IndexFunc(out, func(o alikeNotes) bool { return o.sameBut(n.Note) && slices.Equal(o.scopes, n.scopes) })
		if i < 0 {
			out = append(out, n)
			continue
		}
		out[i].names = append(out[i].names, n.names...)
	}
	return out
}

// sameBut reports whether a note says the same of another name or scope.
func (a alikeNotes) sameBut(n areas.Note) bool { return a.Code == n.Code && a.N == n.N && a.Of == n.Of }

func (b *areaBuilder) method() []Text {
	w, o := b.w.Method, b.r.Options
	protection := b.text(w.ProtectionNone, values{"profile": b.protection(0)})
	if o.Floor > 0 {
		protection = b.text(w.Protection, values{
			"profile": b.protection(0), "n": count(b.r.WithheldCells), "of": count(b.r.Cells), "schools": strconv.Itoa(areas.LeastSchools),
		})
	}
	return []Text{
		b.text(w.Pooled, nil),
		b.text(w.Ranges, values{"level": decimal(o.Level, 2, 0) + "%"}),
		b.text(w.SameSchool, values{"n": strconv.Itoa(areas.LeastEvents), "of": strconv.Itoa(max(o.MinGroup, o.Floor))}),
		b.text(w.Bands, nil),
		b.text(w.Leavers, values{"preset": o.LeaverRule.String()}),
		b.sources(),
		protection,
		b.text(w.Version, values{"version": b.options.Version, "method": metrics.MethodVersion, "config": b.options.ConfigHash}),
	}
}
