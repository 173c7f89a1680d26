package reportcard

import (
	"strconv"

	"inclusioncards/metrics"
	areas "inclusioncards/metrics/area"
)

// percent prints a rate: "17.3%".
func percent(v float64) string { return decimal(v, 2, 1) + "%" }

// points prints a difference of rates in percentage points.
func points(v float64) string { return decimal(v, 2, 1) }

// figure prints a figure with the given form, or why there is none.
func (b *areaBuilder) figure(f areas.Figure, form func(areas.Figure) string) string {
	if !f.OK() {
		return b.w.States[f.State.String()]
	}
	return form(f)
}

func (b *areaBuilder) rate(f areas.Figure) string {
	return b.figure(f, func(f areas.Figure) string { return ratioPercent(f) })
}

// ratioPercent rounds the quotient of the counts, not a float of it.
func ratioPercent(f areas.Figure) string {
	if f.HasNum && f.HasDen {
		return ratio(float64(f.Num), float64(f.Den), 100, 1) + "%"
	}
	return percent(f.Value)
}

// counted prints "352 of 2,034"; of a withheld figure what may be known.
func (b *areaBuilder) counted(f areas.Figure) string {
	if f.HasNum && f.HasDen {
		return b.say(b.w.Shares.Of, values{"n": count(f.Num), "of": count(f.Den)})
	}
	return b.w.States[f.State.String()]
}

func (b *areaBuilder) gap(f areas.Figure) string {
	return b.figure(f, func(f areas.Figure) string { return withRange(points(f.Value), f, points) })
}

func (b *areaBuilder) plainGap(f areas.Figure) string {
	return b.figure(f, func(f areas.Figure) string { return points(f.Value) })
}

func (b *areaBuilder) oddsRatio(f areas.Figure) string {
	return b.figure(f, func(f areas.Figure) string {
		return withRange(decimal(f.Value, 0, 2), f, func(v float64) string { return decimal(v, 0, 2) })
	})
}

func withRange(value string, f areas.Figure, form func(float64) string) string {
	if !f.HasInterval {
		return value
	}
	return value + " (" + form(f.Lo) + " to " + form(f.Hi) + ")"
}

// glanceGroups are the rows of a table at a glance.
var glanceGroups = [...]metrics.Group{metrics.GroupSEND, metrics.GroupSENSupport, metrics.GroupEHCPlan, metrics.GroupNoSEN, metrics.GroupAll}

// glance is the section on all schools together: every outcome by SEN status.
func (b *areaBuilder) glance() []AreaSection {
	out := &FigureTable{
		Title: b.w.Glance.Title, Caption: b.w.Glance.Caption, Header: b.w.Glance.Header,
		Numeric: []bool{false, true, true, true, true, true, true},
	}
	for _, m := range areas.Measures() {
		if t := b.r.Find(areas.AllSchools, areas.Total, m.ID); t != nil {
			out.Rows = append(out.Rows, b.glanceRows(m, &t.Rows[0])...)
		}
	}
	return []AreaSection{{ID: "glance", Title: b.w.Headings.Glance, Items: []AreaItem{{Table: out}}}}
}

// glanceRows are those of one outcome, under its name.
func (b *areaBuilder) glanceRows(m areas.Measure, row *areas.Row) [][]string {
	out := [][]string{{b.w.Measures[m.ID].Name + ":", "", "", "", "", "", ""}}
	for _, g := range glanceGroups {
		pooled := row.Get(areas.Pooled, g)
		cells := []string{b.w.Groups[g.String()], b.rate(pooled), b.counted(pooled), b.figure(row.Get(areas.MeanOfSchools, g), func(f areas.Figure) string { return percent(f.Value) })}
		if g == metrics.GroupNoSEN || g == metrics.GroupAll {
			cells = append(cells, "", "", "")
		} else {
			cells = append(cells, b.gap(row.Get(areas.PooledGap, g)), b.plainGap(row.Get(areas.MeanGap, g)), b.oddsCell(m, row, g))
		}
		out = append(out, cells)
	}
	return out
}

// oddsCell is empty for sessions, which have no odds.
func (b *areaBuilder) oddsCell(m areas.Measure, row *areas.Row, g metrics.Group) string {
	if m.Sessions {
		return ""
	}
	return b.oddsRatio(row.Get(areas.MHOdds, g))
}

// phases are the sections on each phase: where the gap is wide.
func (b *areaBuilder) phases() []AreaSection {
	var out []AreaSection
	first := AreaSection{ID: "by-phase", Title: b.say(b.w.Headings.Phase, values{"scope": upperFirst(b.w.Scopes["all"])})}
	for _, m := range b.headline() {
		if t := b.r.Find(areas.AllSchools, areas.ByPhase, m.ID); t != nil && len(t.Rows) > 1 {
			first.Items = append(first.Items, b.breakdown(m, areas.AllSchools, []*areas.Table{t})...)
		}
	}
	if len(first.Items) > 0 {
		out = append(out, first)
	}
	for p := metrics.Nursery; p <= metrics.Independent; p++ {
		s := AreaSection{ID: "phase-" + slug(p.String()), Title: b.say(b.w.Headings.Phase, values{"scope": upperFirst(b.w.Scopes[p.String()])})}
		for _, m := range b.headline() {
			var tables []*areas.Table
			for _, by := range areas.Breakdowns() {
				if t := b.r.Find(p, by, m.ID); t != nil && !by.OfPupils() {
					tables = append(tables, t)
				}
			}
			if len(tables) > 0 {
				s.Items = append(s.Items, b.breakdown(m, p, tables)...)
			}
		}
		if len(s.Items) > 0 {
			out = append(out, s)
		}
	}
	return out
}

// crosses is the section on pupils' FSM6 and ethnic group.
func (b *areaBuilder) crosses() []AreaSection {
	s := AreaSection{ID: "pupils", Title: b.w.Headings.Cross}
	for _, m := range b.headline() {
		for _, scope := range []areas.Scope{areas.AllSchools, metrics.Primary, metrics.Secondary} {
			var tables []*areas.Table
			for _, by := range areas.Breakdowns() {
				if t := b.r.Find(scope, by, m.ID); t != nil && by.OfPupils() {
					tables = append(tables, t)
				}
			}
			if len(tables) > 0 {
				s.Items = append(s.Items, b.breakdown(m, scope, tables)...)
			}
		}
	}
	if len(s.Items) == 0 {
		return nil
	}
	return []AreaSection{s}
}

// breakdown is a chart and a table of one outcome by several breakdowns; the table
// alone when too few rows have both marks, and for the pupils of a phase.
func (b *areaBuilder) breakdown(m areas.Measure, scope areas.Scope, tables []*areas.Table) []AreaItem {
	v := values{"measure": b.w.Measures[m.ID].Name, "scope": b.w.Scopes[areas.ScopeName(scope)]}
	caption := b.w.Breakdown.Caption
	if tables[0].By.OfPupils() {
		caption = b.w.Breakdown.CaptionPupils
	}
	out := &FigureTable{Caption: b.say(caption, v), Header: b.w.Breakdown.Header, Numeric: []bool{false, true, true, true, true, true, true, true}}
	for _, t := range tables {
		if t.By != areas.ByPhase {
			out.Rows = append(out.Rows, []string{b.w.Breakdowns[t.By] + ":", "", "", "", "", "", "", ""})
		}
		for i := range t.Rows {
			row := &t.Rows[i]
			out.Rows = append(out.Rows, []string{
				b.category(t, row) + " (" + strconv.Itoa(row.Schools) + ")",
				b.rate(row.Get(areas.Pooled, metrics.GroupSEND)), b.rate(row.Get(areas.Pooled, metrics.GroupNoSEN)),
				b.gap(row.Get(areas.PooledGap, metrics.GroupSEND)), b.meanGap(t, row),
				b.plainGap(row.Get(areas.PooledGap, metrics.GroupSENSupport)), b.plainGap(row.Get(areas.PooledGap, metrics.GroupEHCPlan)),
				b.oddsCell(m, row, metrics.GroupSEND),
			})
		}
	}
	c := b.dumbbell(m, scope, tables, out)
	if c == nil || tables[0].By.OfPupils() && scope != areas.AllSchools {
		out.Title = b.say(b.w.Breakdown.TitleTable, values{"topic": upperFirst(b.w.Measures[m.ID].Topic), "scope": v["scope"]})
		return []AreaItem{{Table: out}}
	}
	return []AreaItem{{Chart: c}}
}

// meanGap is empty for breakdowns of pupils: they have no mean of schools.
func (b *areaBuilder) meanGap(t *areas.Table, row *areas.Row) string {
	if t.By.OfPupils() {
		return ""
	}
	return b.plainGap(row.Get(areas.MeanGap, metrics.GroupSEND))
}

// category names a row of a table.
func (b *areaBuilder) category(t *areas.Table, row *areas.Row) string {
	switch {
	case t.By == areas.ByPhase:
		return upperFirst(b.w.Scopes[row.Category])
	case t.By == areas.ByOfsted && row.Category != areas.NotKnown:
		return row.Category // as the file words it
	}
	for i, band := range t.Bands {
		if band.Category != row.Category {
			continue
		}
		v := values{"low": decimal(band.Lo, 2, 0) + "%", "high": decimal(band.Hi, 2, 0) + "%"}
		switch i {
		case 0:
			return b.say(b.w.Band.First, v)
		case len(t.Bands) - 1:
			return b.say(b.w.Band.Last, v)
		}
		return b.say(b.w.Band.Middle, v)
	}
	return b.w.Categories[row.Category]
}
