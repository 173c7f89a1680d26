package reportcard

import (
	"slices"
	"strconv"

	areas "inclusioncards/metrics/area"
	"inclusioncards/reportcard/chart"
)

// odds is the section on the models.
func (b *areaBuilder) odds() []AreaSection {
	s := AreaSection{ID: "odds", Title: b.w.Headings.Odds}
	var failed, notes []Text
	together := b.interactions()
	said := b.sameOmissions()
	for i := range b.r.Models {
		m := &b.r.Models[i]
		if f := b.failed(m); f != "" {
			failed = append(failed, textOf(f))
			continue
		}
		switch m.Kind {
		case areas.Adjusted:
			s.Items = append(s.Items, AreaItem{Chart: b.forest(m)})
			if own := slices.DeleteFunc(b.omissions(m), func(t Text) bool { return slices.Contains(said, t.String()) }); len(own) > 0 {
				s.Items = append(s.Items, AreaItem{Notes: own})
			}
		case areas.Interaction:
			together.Rows = append(together.Rows, b.interaction(m)...)
		}
	}
	if len(together.Rows) > 0 {
		s.Items = append(s.Items, AreaItem{Table: together})
	}
	if len(s.Items)+len(failed) == 0 {
		return nil
	}
	w := b.w.Odds
	for _, t := range slices.Concat([]string{w.Meaning, w.Reference, w.Clusters}, said) {
		notes = append(notes, textOf(t))
	}
	s.Items = append(s.Items, AreaItem{Notes: append(failed, notes...)})
	return []AreaSection{s}
}

// sameOmissions lists what every adjusted model does without: it is said once.
func (b *areaBuilder) sameOmissions() []string {
	var out []string
	n, times := 0, map[string]int{}
	for i := range b.r.Models {
		if m := &b.r.Models[i]; m.Kind == areas.Adjusted && m.Failed == "" {
			n++
			for _, t := range b.omissions(m) {
				s := t.String()
				if times[s]++; times[s] == 1 {
					out = append(out, s)
				}
			}
		}
	}
	return slices.DeleteFunc(out, func(s string) bool { return n < 2 || times[s] < n })
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
	c.Table = chart.Table{Caption: b.say(w.Caption, v), Header: b.oddsHeader(), Numeric: figureColumns(len(b.oddsHeader()))}
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
	cells := []string{label, b.w.States[t.State.String()], "", "", ""}
	if t.State == areas.Observed {
		between := func(lo, hi float64) string { return decimal(lo, 0, 2) + " to " + decimal(hi, 0, 2) }
		cells[1], cells[2] = decimal(t.Value, 0, 2), between(t.Lo, t.Hi)
		if t.HasClustered {
			cells[3] = between(t.ClusteredLo, t.ClusteredHi)
		}
		if t.Pupils > 0 {
			cells[4] = count(t.Pupils)
		}
	}
	return cells[:len(b.oddsHeader())]
}

// oddsHeader leaves out the numbers of pupils where small numbers are hidden: no
// model has them then.
func (b *areaBuilder) oddsHeader() []string {
	header := b.w.Odds.Header
	if b.r.Options.Floor > 0 {
		return header[:len(header)-1]
	}
	return header
}

// figureColumns are those of a table whose first column names the rows.
func figureColumns(n int) []bool {
	out := make([]bool, n)
	for i := 1; i < n; i++ {
		out[i] = true
	}
	return out
}

// interactions is the table of the models of SEND and Black together, without rows.
func (b *areaBuilder) interactions() *FigureTable {
	w := b.w.Odds
	header := b.oddsHeader()
	return &FigureTable{Title: w.Interaction, Caption: w.InteractionCaption, Header: header, Numeric: figureColumns(len(header))}
}

// interaction gives the rows of one of them, under its name.
func (b *areaBuilder) interaction(m *areas.Model) [][]string {
	v := values{
		"topic": upperFirst(b.w.Measures[m.Measure.ID].Topic), "scope": b.modelScope(m), "n": count(m.Pupils), "events": count(m.Events),
	}
	name := make([]string, len(b.oddsHeader()))
	name[0] = b.say(b.w.Odds.InteractionGroup, v)
	out := [][]string{name}
	for _, t := range m.Terms {
		switch t.Term {
		case "send", "black", "send_x_black", "black_among_send", "send_among_black":
			out = append(out, b.termRow(b.w.Terms[t.Term], t))
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
