package reportcard

import (
	"cmp"

	"inclusioncards/metrics"
)

// profileSection holds the words of the LA inclusion profile.
type profileSection struct {
	Heading   string            `json:"heading"`
	Caption   phrase            `json:"caption"`
	Header    []string          `json:"header"`
	Row       phrase            `json:"row"`
	Measures  map[string]string `json:"measures"`
	Gap       phrase            `json:"gap"`
	Ratio     phrase            `json:"ratio"`
	None      string            `json:"none"`
	Mean      phrase            `json:"mean"`
	Few       phrase            `json:"few"`
	Published string            `json:"published"`
}

// inclusionProfile sets an area of one local authority beside all the others, from
// published figures: the components first, then their mean, never a grade.
func (b *areaBuilder) inclusionProfile(d *metrics.Dataset) []AreaSection {
	la := b.oneLA(d)
	if la == "" {
		return nil
	}
	p := metrics.ProfileLA(d, la, b.r.Year)
	if p == nil {
		return nil
	}
	w := b.w.Profile
	t := &FigureTable{Caption: b.say(w.Caption, nil), Header: w.Header, Numeric: []bool{false, false, true, true, true}}
	for _, c := range p.Components {
		name := b.say(w.Row, values{"measure": w.Measures[string(c.Measure)], "phase": lowerFirst(b.card.PhaseNames[c.Phase.String()]), "group": b.w.Groups[c.Group.String()]})
		row := []string{name, w.None, w.None, w.None, w.None}
		if c.LAs > 0 {
			row[1], row[3] = c.Year.String(), count(c.LAs)
		}
		switch {
		case c.Ratio.OK:
			row[2] = b.say(w.Ratio, values{"value": decimal(c.Ratio.V, 0, 1)})
		case c.Gap.OK:
			m, _ := metrics.Lookup(c.Measure)
			row[2] = b.say(w.Gap, values{"value": decimal(c.Gap.V, shift(m), 1)})
		}
		if c.Score.OK {
			row[4] = decimal(c.Score.V, 0, 0)
		}
		t.Rows = append(t.Rows, row)
	}
	v := values{"n": count(p.Used), "of": count(len(p.Components)), "value": decimal(p.Score.V, 0, 0)}
	mean := w.Few
	if p.Score.OK {
		mean = w.Mean
	}
	return []AreaSection{{ID: "profile", Title: w.Heading, Items: []AreaItem{{Table: t}, {Notes: []Text{b.text(mean, v), textOf(w.Published)}}}}}
}

// oneLA is the local authority of every school of the report; empty when there
// are several.
func (b *areaBuilder) oneLA(d *metrics.Dataset) metrics.LACode {
	var one metrics.LACode
	for _, i := range b.r.Schools {
		la := cmp.Or(d.Schools[i].LA, d.Schools[i].LAESTAB.LA())
		if one != "" && la != one {
			return ""
		}
		one = la
	}
	return one
}
