package reportcard

import (
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

func (b *areaBuilder) told() []Text {
	w := b.w.Told
	var out []Text
	for _, n := range b.r.Notes {
		v := values{
			"measure": b.w.Measures[n.Measure].Name, "name": b.w.Breakdowns[n.By], "scope": b.w.Scopes[areas.ScopeName(n.Scope)],
			"n": strconv.Itoa(n.N), "of": strconv.Itoa(n.Of),
		}
		switch n.Code {
		case areas.NoteNotSplit:
			out = append(out, b.text(w.NotBySEN, v))
		case areas.NoteNotSupplied:
			out = append(out, b.text(w.NotSupplied, v))
		case areas.NoteNoAttribute:
			out = append(out, b.text(w.NoAttribute, v))
		case areas.NoteFewForBands:
			out = append(out, b.text(w.FewForBands, v))
		case areas.NoteNoPupilLevel:
			out = append(out, textOf(w.NoPupilLevel))
		}
	}
	if len(out) == 0 {
		out = append(out, textOf(w.Nothing))
	}
	return append(out, textOf(w.Why))
}

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
