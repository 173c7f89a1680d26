package reportcard

import (
	"strconv"

	"inclusioncards/metrics"
	areas "inclusioncards/metrics/area"
	"inclusioncards/reportcard/chart"
)

// findings says in sentences what the figures of all schools together are.
func (b *areaBuilder) findings() []AreaSection {
	var found []Text
	for _, m := range b.headline() {
		t := b.r.Find(areas.AllSchools, areas.Total, m.ID)
		if t == nil {
			continue
		}
		if f, ok := b.gapFinding(m, &t.Rows[0]); ok {
			found = append(found, f)
		}
		if f, ok := b.oddsFinding(m); ok {
			found = append(found, f)
		}
		if m.Leavers {
			found = append(found, b.excessFindings(&t.Rows[0])...)
		}
	}
	if len(found) == 0 {
		return nil
	}
	return []AreaSection{{ID: "findings", Title: b.w.Headings.Findings, Items: []AreaItem{{Points: found}}}}
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
	if mean := row.Get(areas.MeanGap, metrics.GroupSEND); mean.OK() {
		out = out.add(Run{Text: " "}).add(b.text(b.w.Findings.Mean, values{"topic": w.Topic, "points": points(mean.Value)})...)
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
				return b.text(b.w.Findings.Odds, values{
					"event": b.w.Measures[m.ID].Odds, "self": decimal(t.Value, 0, 1), "low": decimal(t.Lo, 0, 1), "high": decimal(t.Hi, 0, 1),
				}), true
			}
		}
	}
	return nil, false
}

func (b *areaBuilder) excessFindings(row *areas.Row) []Text {
	var out []Text
	for _, g := range [...]metrics.Group{metrics.GroupEHCPlan, metrics.GroupSENSupport} {
		f := row.Get(areas.Excess, g)
		if n := decimal(f.Value, 0, 0); f.OK() && f.Value > 0 && n != "0" {
			out = append(out, b.text(b.w.Findings.Excess, values{"group": b.w.Groups[g.String()], "excess": n}))
		}
	}
	return out
}

// leavers is the section on excess leavers and destinations.
func (b *areaBuilder) leavers() []AreaSection {
	s := AreaSection{ID: "leavers", Title: b.w.Headings.Leavers}
	if t := b.excessTable(); len(t.Rows) > 0 {
		s.Items = append(s.Items, AreaItem{Table: t})
	}
	own := areas.LeaverMeasure(b.r.Options.LeaverRule)
	for i := range b.r.Destinations {
		if t := &b.r.Destinations[i]; t.Measure.ID == own {
			s.Items = append(s.Items, AreaItem{Table: b.destinations(t)})
		}
	}
	if len(s.Items) == 0 {
		return nil
	}
	return []AreaSection{s}
}

// excessTable has a row for each phase and group, and both leaver rules.
func (b *areaBuilder) excessTable() *FigureTable {
	w := b.w.Excess
	out := &FigureTable{Title: w.Title, Caption: w.Caption, Header: w.Header, Note: w.Note, Numeric: []bool{false, false, true, true, true, true}}
	for _, at := range b.phaseRows() {
		for _, g := range [...]metrics.Group{metrics.GroupEHCPlan, metrics.GroupSENSupport} {
			cells := []string{at.name, b.w.Groups[g.String()]}
			for _, row := range at.rows {
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

func (b *areaBuilder) destinations(t *areas.DestinationTable) *FigureTable {
	w := b.w.Destination
	v := values{"scope": b.w.Scopes[areas.ScopeName(t.Scope)], "measure": b.w.Measures[t.Measure.ID].Name}
	out := &FigureTable{Title: b.say(w.Title, v), Caption: b.say(w.Caption, v), Header: w.Header, Numeric: []bool{false, true, true, true, true}}
	for i := range t.Rows {
		row := &t.Rows[i]
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
		if gap := row.Get(areas.PooledGap, metrics.GroupEHCPlan); gap.OK() {
			if all := b.r.Find(t.Scope, areas.Total, t.Measure.ID); all != nil {
				if whole := all.Rows[0].Get(areas.PooledGap, metrics.GroupEHCPlan); whole.OK() {
					out.Note = b.say(w.Note, values{"points": points(whole.Value), "high": points(gap.Value)})
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

// odds is the section on the models.
func (b *areaBuilder) odds() []AreaSection {
	s := AreaSection{ID: "odds", Title: b.w.Headings.Odds}
	var notes []Text
	for i := range b.r.Models {
		m := &b.r.Models[i]
		if failed := b.failed(m); failed != "" {
			notes = append(notes, textOf(failed))
			continue
		}
		switch m.Kind {
		case areas.Adjusted:
			s.Items = append(s.Items, AreaItem{Chart: b.forest(m)}, AreaItem{Notes: b.omissions(m)})
		case areas.Interaction:
			s.Items = append(s.Items, AreaItem{Table: b.interaction(m)})
		}
	}
	if len(s.Items)+len(notes) == 0 {
		return nil
	}
	w := b.w.Odds
	for _, t := range [...]string{w.Meaning, w.Reference, w.Clusters} {
		notes = append(notes, textOf(t))
	}
	s.Items = append(s.Items, AreaItem{Notes: notes})
	return []AreaSection{s}
}

func textOf(s string) Text { return Text{{Text: s}} }

func (b *areaBuilder) failed(m *areas.Model) string {
	v := values{"topic": upperFirst(b.w.Measures[m.Measure.ID].Topic), "scope": b.modelScope(m), "list": b.names(m.Separated)}
	switch m.Failed {
	case "separation":
		return b.say(b.w.Odds.Separation, v)
	case "too_few":
		return b.say(b.w.Odds.TooFew, v)
	case "":
		return ""
	}
	return b.say(b.w.Odds.NoConvergence, v)
}

// modelScope names the schools of a model: of all schools, only mainstream ones.
func (b *areaBuilder) modelScope(m *areas.Model) string {
	if m.Scope == areas.AllSchools {
		return b.w.Scopes["mainstream"]
	}
	return b.w.Scopes[areas.ScopeName(m.Scope)]
}

func (b *areaBuilder) names(terms []string) string {
	var out []string
	for _, t := range terms {
		out = append(out, b.w.Terms[t])
	}
	return b.list(out)
}

// forest charts the adjusted odds ratios of an outcome, after the crude one and
// those by SEN support and EHC plan.
func (b *areaBuilder) forest(m *areas.Model) *chart.Chart {
	w := b.w.Odds
	v := values{
		"event": b.w.Measures[m.Measure.ID].Odds, "n": count(m.Pupils), "schools": strconv.Itoa(m.Schools), "events": count(m.Events),
	}
	c := &chart.Chart{ID: "odds-" + slug(m.Measure.ID), Alt: w.Alt, Title: b.say(w.TitleFlat, v)}
	c.Table = chart.Table{Caption: b.say(w.Caption, v), Header: w.Header, Numeric: []bool{false, true, true, true, true}}
	f := &chart.Forest{}
	lo, hi := 1.0, 1.0
	add := func(label string, t areas.TermOdds, strong bool) {
		c.Table.Rows = append(c.Table.Rows, b.termRow(label, t))
		row := chart.ForestRow{Label: label, Strong: strong, Value: chart.Value{Missing: true}, Text: b.w.States[t.State.String()]}
		if t.State == areas.Observed {
			row.Value = chart.Value{V: t.Value, Text: decimal(t.Value, 0, 2)}
			row.Lo, row.Hi = t.Lo, t.Hi
			row.Text = row.Value.Text + " (" + decimal(t.Lo, 0, 2) + " to " + decimal(t.Hi, 0, 2) + ")"
			lo, hi = min(lo, t.Lo), max(hi, t.Hi)
		}
		f.Rows = append(f.Rows, row)
	}
	for i := range b.r.Models {
		o := &b.r.Models[i]
		if o.Measure.ID != m.Measure.ID || o.Failed != "" {
			continue
		}
		for _, t := range o.Terms {
			switch {
			case o.Kind == areas.Crude:
				add(w.Crude, t, true)
			case o.Kind == areas.Adjusted:
				add(b.w.Terms[t.Term], t, t.Term == "send")
			case o.Kind == areas.AdjustedSplit && (t.Term == "sen_support" || t.Term == "ehc_plan"):
				add(b.w.Terms[t.Term], t, true)
			}
			if o.Kind == areas.Adjusted && t.Term == "send" && t.State == areas.Observed && t.Lo > 1 {
				c.Title = b.say(w.Title, v)
			}
		}
	}
	f.Axis = oddsAxis(lo, hi, w.Axis)
	c.Forest = f
	return c
}

func (b *areaBuilder) termRow(label string, t areas.TermOdds) []string {
	if t.State != areas.Observed {
		return []string{label, b.w.States[t.State.String()], "", "", ""}
	}
	between := func(lo, hi float64) string { return decimal(lo, 0, 2) + " to " + decimal(hi, 0, 2) }
	clustered, pupils := "", ""
	if t.HasClustered {
		clustered = between(t.ClusteredLo, t.ClusteredHi)
	}
	if t.Pupils > 0 {
		pupils = count(t.Pupils)
	}
	return []string{label, decimal(t.Value, 0, 2), between(t.Lo, t.Hi), clustered, pupils}
}

// interaction is the table of the model in which SEND and Black may add to one
// another.
func (b *areaBuilder) interaction(m *areas.Model) *FigureTable {
	w := b.w.Odds
	v := values{
		"topic": upperFirst(b.w.Measures[m.Measure.ID].Topic), "scope": b.modelScope(m),
		"event": b.w.Measures[m.Measure.ID].Odds, "n": count(m.Pupils), "schools": strconv.Itoa(m.Schools), "events": count(m.Events),
	}
	out := &FigureTable{Title: b.say(w.Interaction, v), Caption: b.say(w.Caption, v), Header: w.Header, Numeric: []bool{false, true, true, true, true}}
	for _, t := range m.Terms {
		switch t.Term {
		case "send", "black", "send_x_black", "black_among_send", "send_among_black":
			out.Rows = append(out.Rows, b.termRow(b.w.Terms[t.Term], t))
		}
	}
	return out
}

// omissions says which facts and pupils a model does without.
func (b *areaBuilder) omissions(m *areas.Model) []Text {
	w := b.w.Odds
	var out []Text
	add := func(p phrase, list string) {
		if list != "" {
			out = append(out, b.text(p, values{"list": list}))
		}
	}
	add(w.Absent, b.names(m.Absent))
	add(w.Constant, b.names(m.Constant))
	add(w.Aliased, b.names(m.Aliased))
	add(w.Merged, b.names(m.Merged))
	var left []string
	for _, x := range m.Excluded {
		p := w.ExcludedItem
		if x.Pupils == 0 { // rounded to 10
			p = w.ExcludedFew
		}
		left = append(left, b.say(p, values{"n": count(x.Pupils), "name": b.w.Terms[x.Variable]}))
	}
	add(w.Excluded, b.list(left))
	return out
}
