package reportcard

import (
	"strings"

	"inclusioncards/metrics"
)

func (b *builder) name() string {
	if b.in.school.Name != "" {
		return b.in.school.Name
	}
	return b.say(b.card.Unnamed, values{"urn": string(b.in.school.URN)})
}

// area is the school's local authority in words.
func (b *builder) area() string {
	s := b.in.school
	switch {
	case s.LAName != "":
		return s.LAName
	case s.LA != "":
		return b.say(b.card.Identity.LACode, values{"la": string(s.LA)})
	}
	return b.card.Identity.LAUnknown
}

// schools is what schools of this phase are called, one or several.
func (b *builder) schools() pair {
	return b.card.Phases[b.in.school.Phase.String()]
}

func (b *builder) identity() []string {
	s, w := b.in.school, b.card.Identity
	out := []string{b.say(w.URN, values{"urn": string(s.URN)})}
	if len(s.LAESTAB) == 7 {
		out = append(out, b.say(w.LAESTAB, values{"laestab": string(s.LAESTAB[:3] + "/" + s.LAESTAB[3:])}))
	}
	out = append(out, upperFirst(b.area()))
	phase, ok := b.card.PhaseNames[s.Phase.String()]
	if !ok {
		phase = w.PhaseUnknown
	}
	if s.HighAge > 0 {
		phase = b.say(w.Ages, values{"phase": phase, "low": count(s.LowAge), "high": count(s.HighAge)})
	}
	out = append(out, phase)
	if s.Type != "" {
		out = append(out, s.Type)
	}
	if s.Ofsted != "" {
		out = append(out, b.say(w.Ofsted, values{"outcome": s.Ofsted}))
	}
	if roll := b.observe("roll", b.in.year, metrics.GroupAll); roll.OK() {
		out = append(out, b.say(w.Roll, values{"n": whole(roll.Value)}))
	}
	out = append(out, b.say(w.Period, values{"year": b.period()}))
	edition := b.edition.Edition
	if !b.options.Date.IsZero() {
		edition = b.say(w.Dated, values{"edition": edition, "date": b.options.Date.Format("2 January 2006")})
	}
	return append(out, edition, b.say(w.Method, values{"method": metrics.MethodVersion}))
}

func (b *builder) tags() []string {
	s, w := b.in.school, b.card.Tags
	var out []string
	for _, t := range []struct {
		on   bool
		word string
	}{
		{s.Phase == metrics.Special, w.Special},
		{s.Phase == metrics.AP, w.AP},
		{s.Phase == metrics.Nursery, w.Nursery},
		{s.Selective == metrics.Yes, w.Selective},
		{s.SENUnit == metrics.Yes, w.Unit},
		{s.Resourced == metrics.Yes, w.Resourced},
		{s.Kind() != metrics.OrdinaryKind, b.card.Kinds[s.Kind().String()]},
		{s.New, w.New},
	} {
		if t.on {
			out = append(out, t.word)
		}
	}
	return out
}

// label says on every page that figures are not of a real school. The school
// carries the mark of its sources; when every source is marked it needs none.
func (b *builder) label() string {
	demonstration, marked := false, len(b.in.sources) > 0
	for _, s := range b.in.sources {
		demonstration = demonstration || s.Demonstration
		marked = marked && (s.Demonstration || s.Simulated)
	}
	var out []string
	if marked || b.in.school.Simulated {
		label := b.card.Labels.Simulated
		if demonstration {
			label = b.card.Labels.Demonstration
		}
		out = append(out, label)
	}
	if !b.options.Final {
		out = append([]string{b.card.Labels.Draft}, out...)
	}
	if b.options.Label != "" {
		out = append(out, b.options.Label)
	}
	return strings.Join(out, " ")
}

// footerName is the longest name, in characters, that fits the running footer.
const footerName = 48

func (b *builder) footer(name string) string {
	if r := []rune(name); len(r) > footerName {
		name = strings.TrimRight(string(r[:footerName-1]), " ,.") + "…"
	}
	return b.say(b.card.Footer, values{"name": name, "urn": string(b.in.school.URN), "year": b.period()})
}

func (b *builder) glossary() []Text {
	var out []Text
	for _, t := range b.words.glossary {
		out = append(out, Text{{Text: t.Term, Bold: true}, {Text: " " + t.Means}})
	}
	return out
}

// observe finds a figure of this school by the measure's name.
func (b *builder) observe(id metrics.MeasureID, y metrics.AcademicYear, g metrics.Group) metrics.Observation {
	m, _ := metrics.Lookup(id)
	return b.in.observe(y, m, g)
}
