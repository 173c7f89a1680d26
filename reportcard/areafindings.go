package reportcard

import (
	"slices"

	"inclusioncards/metrics"
	areas "inclusioncards/metrics/area"
)

// findings says in sentences what the figures of all schools together are: one
// point for each outcome, with its odds, and one for excess leavers.
func (b *areaBuilder) findings() []AreaSection {
	var found, notes []Text
	odds := false
	for _, m := range b.headline() {
		t := b.r.Find(areas.AllSchools, areas.Total, m.ID)
		if t == nil {
			continue
		}
		f, _ := b.gapFinding(m, &t.Rows[0])
		if o, ok := b.oddsFinding(m); ok {
			f, odds = join(f, o), true
		}
		if len(f) > 0 {
			found = append(found, f)
		}
		if m.Leavers {
			found = append(found, b.excessFindings(&t.Rows[0])...)
		}
	}
	if odds {
		notes = append(notes, b.text(b.w.Findings.Ranges, values{"level": decimal(b.r.Options.Level, 2, 0) + "%"}))
	}
	if b.r.WithheldCells > 0 {
		notes = append(notes, b.text(b.w.Findings.Withheld, values{"n": count(b.r.WithheldCells), "of": count(b.r.Cells)}))
	}
	if len(found)+len(notes) == 0 {
		return nil
	}
	return []AreaSection{{ID: "findings", Title: b.w.Headings.Findings, Items: []AreaItem{{Points: found, Notes: notes}}}}
}

// join puts a sentence after others.
func join(t, more Text) Text {
	if len(t) == 0 {
		return more
	}
	return t.add(Run{Text: " "}).add(more...)
}

func (b *areaBuilder) gapFinding(m areas.Measure, row *areas.Row) (Text, bool) {
	send, none := row.Get(areas.Pooled, metrics.GroupSEND), row.Get(areas.Pooled, metrics.GroupNoSEN)
	if !send.OK() || !none.OK() {
		return nil, false
	}
	w := b.w.Measures[m.ID]
	v := values{"did": w.Did, "send_count": b.counted(send), "others_count": b.counted(none), "topic": w.Topic}
	p := b.w.Findings.GapFew
	if send.Den >= fewest && none.Den >= fewest {
		v["send_share"], v["others_share"] = b.inHundred(send), b.inHundred(none)
		p = b.w.Findings.Gap
	}
	out := b.text(p, v)
	if gap := row.Get(areas.PooledGap, metrics.GroupSEND); gap.OK() && gap.HasInterval && gap.Lo <= 0 && gap.Hi >= 0 {
		out = join(out, textOf(b.w.Findings.Chance))
	}
	if mean := row.Get(areas.MeanGap, metrics.GroupSEND); mean.OK() {
		out = join(out, b.text(b.w.Findings.Mean, values{"points": points(mean.Value)}))
	}
	return out, true
}

func (b *areaBuilder) inHundred(f areas.Figure) string {
	n := ratio(float64(f.Num), float64(f.Den), 100, 0)
	if n == "0" && f.Num > 0 {
		return b.w.Shares.BelowOne
	}
	return b.say(b.w.Shares.InHundred, values{"n": n})
}

func (b *areaBuilder) oddsFinding(m areas.Measure) (Text, bool) {
	for i := range b.r.Models {
		model := &b.r.Models[i]
		if model.Kind != areas.Adjusted || model.Measure.ID != m.ID {
			continue
		}
		for _, t := range model.Terms {
			if t.Term == "send" && t.State == areas.Observed {
				p := b.w.Findings.Odds
				if t.Lo <= 1 && t.Hi >= 1 {
					p = b.w.Findings.OddsUnclear
				}
				return b.text(p, values{
					"event": b.w.Measures[m.ID].Odds, "self": decimal(t.Value, 0, 1), "low": decimal(t.Lo, 0, 1), "high": decimal(t.Hi, 0, 1),
				}), true
			}
		}
	}
	return nil, false
}

func (b *areaBuilder) excessFindings(row *areas.Row) []Text {
	var items []string
	chance := false
	for _, g := range [...]metrics.Group{metrics.GroupEHCPlan, metrics.GroupSENSupport} {
		f := row.Get(areas.Excess, g)
		if n := decimal(f.Value, 0, 0); f.OK() && f.Value > 0 && n != "0" {
			items = append(items, b.say(b.w.Findings.ExcessItem, values{"group": b.w.InGroup[g.String()], "n": n}))
			chance = chance || f.HasInterval && f.Lo <= 0
		}
	}
	if len(items) == 0 {
		return nil
	}
	out := b.text(b.w.Findings.Excess, values{"list": b.list(items)})
	if chance {
		out = join(out, textOf(b.w.Findings.ExcessChance))
	}
	return []Text{out}
}

// leavers is the section on excess leavers and destinations.
func (b *areaBuilder) leavers() []AreaSection {
	s := AreaSection{ID: "leavers", Title: b.w.Headings.Leavers}
	if t := b.excessTable(); len(t.Rows) > 0 {
		s.Items = append(s.Items, AreaItem{Table: t})
	}
	if t := b.destinations(); len(t.Rows) > 0 {
		s.Items = append(s.Items, AreaItem{Table: t})
	}
	if len(s.Items) == 0 {
		return nil
	}
	return []AreaSection{s}
}

// excessTable has a row for each phase and group, and the leaver rules that the
// report has.
func (b *areaBuilder) excessTable() *FigureTable {
	w := b.w.Excess
	out := &FigureTable{Title: w.Title, Caption: w.Caption, Header: slices.Clone(w.Header[:2]), Note: w.Note}
	var rules []metrics.LeaverRule
	for rule := range metrics.LeaverRules {
		if b.r.Find(areas.AllSchools, areas.Total, areas.LeaverMeasure(rule)) != nil {
			rules = append(rules, rule)
			out.Header = append(out.Header, w.Header[2+2*rule:4+2*rule]...)
		}
	}
	out.Numeric = append([]bool{false}, figureColumns(len(out.Header)-1)...)
	for _, at := range b.phaseRows() {
		for _, g := range [...]metrics.Group{metrics.GroupEHCPlan, metrics.GroupSENSupport} {
			cells := []string{at.name, b.w.Groups[g.String()]}
			for _, rule := range rules {
				row := at.rows[rule]
				if row == nil {
					cells = append(cells, "", "")
					continue
				}
				cells = append(cells, b.counted(row.Get(areas.Pooled, g)), b.figure(row.Get(areas.Excess, g), func(f areas.Figure) string {
					whole := func(v float64) string { return decimal(v, 0, 0) }
					return withRange(whole(f.Value), f, whole)
				}))
			}
			out.Rows = append(out.Rows, cells)
		}
	}
	return out
}

// phaseRow is a scope with its rows by leaver rule.
type phaseRow struct {
	name string
	rows [metrics.LeaverRules]*areas.Row
}

func (b *areaBuilder) phaseRows() []phaseRow {
	var out []phaseRow
	at := map[string]int{}
	add := func(name string, rule metrics.LeaverRule, row *areas.Row) {
		i, ok := at[name]
		if !ok {
			i = len(out)
			at[name] = i
			out = append(out, phaseRow{name: name})
		}
		out[i].rows[rule] = row
	}
	for rule := range metrics.LeaverRules {
		id := areas.LeaverMeasure(rule)
		if t := b.r.Find(areas.AllSchools, areas.Total, id); t != nil {
			add(upperFirst(b.w.Scopes["all"]), rule, &t.Rows[0])
		}
		if t := b.r.Find(areas.AllSchools, areas.ByPhase, id); t != nil {
			for i := range t.Rows {
				add(upperFirst(b.w.Scopes[t.Rows[i].Category]), rule, &t.Rows[i])
			}
		}
	}
	return out
}

// destinations is where leavers by the report's rule went, scope by scope.
func (b *areaBuilder) destinations() *FigureTable {
	w := b.w.Destination
	own := areas.LeaverMeasure(b.r.Options.LeaverRule)
	out := &FigureTable{
		Title: w.Title, Caption: b.say(w.Caption, values{"measure": b.w.Measures[own].Name}),
		Header: w.Header, Numeric: []bool{false, true, true, true, true},
	}
	for i := range b.r.Destinations {
		t := &b.r.Destinations[i]
		if t.Measure.ID != own {
			continue
		}
		out.Rows = append(out.Rows, []string{upperFirst(b.w.Scopes[areas.ScopeName(t.Scope)]) + ":", "", "", "", ""})
		for j := range t.Rows {
			row := &t.Rows[j]
			cells := []string{b.destination(row.Destination)}
			for _, g := range [...]metrics.Group{metrics.GroupNoSEN, metrics.GroupSEND, metrics.GroupSENSupport, metrics.GroupEHCPlan} {
				f := row.Get(areas.Pooled, g)
				cell := b.rate(f)
				if f.OK() || f.HasNum {
					cell = b.rateAndCount(f)
				}
				cells = append(cells, cell)
			}
			out.Rows = append(out.Rows, cells)
			if gap := row.Get(areas.PooledGap, metrics.GroupEHCPlan); gap.OK() && t.Scope == areas.AllSchools {
				if all := b.r.Find(t.Scope, areas.Total, own); all != nil {
					if whole := all.Rows[0].Get(areas.PooledGap, metrics.GroupEHCPlan); whole.OK() {
						out.Note = b.say(w.Note, values{"points": points(whole.Value), "high": points(gap.Value)})
					}
				}
			}
		}
	}
	return out
}

func (b *areaBuilder) rateAndCount(f areas.Figure) string {
	if !f.OK() {
		return count(f.Num)
	}
	return ratioPercent(f) + " (" + count(f.Num) + ")"
}

// destination names one; a word that is not known is printed as it is.
func (b *areaBuilder) destination(word string) string {
	if name := b.w.Destinations[word]; name != "" {
		return name
	}
	return word
}
