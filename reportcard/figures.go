package reportcard

import (
	"strings"

	"inclusioncards/metrics"
)

// missing says which counts of the school would complete the card.
func (b *builder) missing() string {
	var wanted []string
	for _, l := range b.lines {
		if l.result.Verdict == metrics.NotSupplied {
			wanted = append(wanted, l.words.Supply)
		}
	}
	if len(wanted) == 0 {
		return ""
	}
	return b.say(b.card.Missing, values{"list": b.list(wanted)})
}

// notSupplied tells whether a flagged measure of the card has no data by SEN
// group.
func (b *builder) notSupplied(id metrics.MeasureID) bool {
	for _, l := range b.lines {
		if l.measure.ID == id {
			return l.result.Verdict == metrics.NotSupplied
		}
	}
	return false
}

// published shows whole-school figures where nothing finer was supplied.
func (b *builder) published() FigureTable {
	w := b.card.Published
	public := !b.splitSupplied()
	t := FigureTable{Title: w.Title, Caption: w.Caption, Header: w.Header, Note: w.Note,
		Numeric: []bool{false, false, true, true, true, false}}
	for _, f := range []struct {
		id   metrics.MeasureID
		show bool
	}{
		{"register_sen_support", public}, {"register_ehc_plan", public},
		{"absence", b.notSupplied("persistent_absence")}, {"persistent_absence", b.notSupplied("persistent_absence")},
		{"suspension_rate", b.notSupplied("suspended_once")}, {"suspended_once", b.notSupplied("suspended_once")},
		{"fsm6", public}, {"eal", public},
	} {
		m, ok := metrics.Lookup(f.id)
		if !ok || !f.show {
			continue
		}
		if row := b.publishedRow(m); row != nil {
			t.Rows = append(t.Rows, row)
		}
	}
	if len(t.Rows) == 0 {
		return FigureTable{}
	}
	return t
}

func (b *builder) publishedRow(m metrics.Measure) []string {
	w := b.card.Published
	o := b.latest(m)
	if !o.Given {
		o = metrics.Observation{Measure: m.ID, Unit: m.Unit, Year: b.in.year}
	}
	var notes []string
	if o.Year != b.in.year {
		notes = append(notes, w.OtherYear)
	}
	areas := []string{b.card.States.NotAvailable, b.card.States.NotAvailable}
	known := o.Given
	for i, k := range []metrics.ComparatorKind{metrics.CompareLA, metrics.CompareEngland} {
		f := b.in.area(o.Year, m.ID, metrics.GroupAll, k)
		if !f.OK || i == 0 && f.With == metrics.CompareEngland { // England has its own column
			continue
		}
		known = true
		areas[i] = b.unit(m, decimal(f.Value, shift(m), 1))
		place := values{"place": b.card.Comparators[f.With].Name}
		switch {
		case f.With != k:
			notes = append(notes, b.say(w.Wider, place))
		case f.Published:
			notes = append(notes, b.say(w.FromPublished, place))
		case f.Weighted:
			notes = append(notes, b.say(w.Weighted, place))
		}
	}
	if !known {
		return nil
	}
	return []string{m.Name, o.Year.String(), b.figure(m, o), areas[0], areas[1], upperFirst(strings.Join(notes, "; "))}
}

// latest is the whole-school figure of the latest year that has one, else of
// the latest year for which a file says why it is missing.
func (b *builder) latest(m metrics.Measure) metrics.Observation {
	var given metrics.Observation
	for i := len(b.in.years) - 1; i >= 0; i-- {
		if b.in.years[i] > b.in.year {
			continue
		}
		o := b.in.observe(b.in.years[i], m, metrics.GroupAll)
		if o.OK() || o.State == metrics.Withheld {
			return o
		}
		if o.Given && !given.Given {
			given = o
		}
	}
	return given
}

// figure prints a value with its unit, counts where there are fewer than 100
// pupils, or the reason why there is none.
func (b *builder) figure(m metrics.Measure, o metrics.Observation) string {
	w := b.card.States
	if !o.OK() {
		if o.State == metrics.Suppressed && b.in.published(o.Year) {
			if m.Unit == metrics.UnitProportion {
				return w.SuppressedPupils
			}
			return w.SuppressedEvents
		}
		return b.state(o)
	}
	if !o.Num.OK() || !o.Den.OK() {
		return b.unit(m, decimal(o.Value, shift(m), 1))
	}
	if o.Den.N < fewest {
		return b.ofFew(m, o)
	}
	return b.unit(m, b.tenths(o))
}

// ofFew prints counts in place of a rate.
func (b *builder) ofFew(m metrics.Measure, o metrics.Observation) string {
	v := values{"n": whole(o.Num.N), "d": whole(o.Den.N)}
	if m.Unit == metrics.UnitPer100 {
		return b.say(b.card.More.EventsIn, v)
	}
	return b.say(b.card.Shares.Of, v)
}

// unit marks percentages; the names of other measures hold their unit.
func (b *builder) unit(m metrics.Measure, n string) string {
	if m.Unit != metrics.UnitProportion {
		return n
	}
	return b.say(b.card.Published.Percent, values{"n": n})
}

// shift moves the decimal point of a proportion to percent.
func shift(m metrics.Measure) int {
	if m.Unit == metrics.UnitProportion {
		return 2
	}
	return 0
}

// more holds further measures by SEN group, where counts by group exist.
func (b *builder) more() FigureTable {
	w := b.card.More
	if b.protected() || b.edition.Plain { // many of these counts are small
		return FigureTable{}
	}
	t := FigureTable{Title: w.Title, Caption: w.Caption, Header: w.Header, Numeric: []bool{false, true, true, true, true}}
	for _, id := range []metrics.MeasureID{
		"suspended_repeat", "suspension_rate", "suspension_days",
		"permanent_exclusion_rate", "absence", "c2_sessions", "b_sessions", "leavers_excl_special",
	} {
		m, ok := metrics.Lookup(id)
		if !ok {
			continue
		}
		row, known := []string{m.Name}, false
		for _, g := range []metrics.Group{metrics.GroupSEND, metrics.GroupNoSEN, metrics.GroupSENSupport, metrics.GroupEHCPlan} {
			o := b.in.observe(b.in.year, m, g)
			known = known || o.OK()
			row = append(row, b.rate(m, o))
		}
		if known {
			t.Rows = append(t.Rows, row)
		}
	}
	if len(t.Rows) == 0 {
		return FigureTable{}
	}
	return t
}

// rate is a figure whose unit stands in the caption.
func (b *builder) rate(m metrics.Measure, o metrics.Observation) string {
	switch {
	case !o.OK():
		return b.state(o)
	case !o.Num.OK() || !o.Den.OK():
		return decimal(o.Value, shift(m), 1)
	case o.Den.N < fewest:
		return b.ofFew(m, o)
	}
	return b.tenths(o)
}

// tenths keeps none apart from a rate that rounds to it.
func (b *builder) tenths(o metrics.Observation) string {
	n := ratio(o.Num.N, o.Den.N, 100, 1)
	switch {
	case o.Num.N == 0:
		return "0"
	case n == "0.0":
		return b.card.Shares.BelowTenth
	}
	return n
}

// mostFacts is how many fit the context strip.
const mostFacts = 6

// context describes the school, each share beside the local one.
func (b *builder) context() []Fact {
	w := b.card.Context
	var out []Fact
	if roll := b.observe("roll", b.in.year, metrics.GroupAll); roll.OK() {
		out = append(out, Fact{Value: whole(roll.Value), Label: w.Roll})
	}
	for _, f := range []struct {
		id    metrics.MeasureID
		label string
	}{
		{"register_sen_support", w.SENSupport}, {"register_ehc_plan", w.EHCPlan}, {"fsm6", w.FSM6},
	} {
		out = b.addShare(out, f.id, f.label)
	}
	if v := b.provision(); v != "" {
		out = append(out, Fact{Value: v, Label: w.Provision})
	}
	out = b.addShare(out, "eal", w.EAL)
	return out[:min(mostFacts, len(out))]
}

func (b *builder) addShare(out []Fact, id metrics.MeasureID, label string) []Fact {
	m, ok := metrics.Lookup(id)
	if !ok {
		return out
	}
	o := b.latest(m)
	if o.State == metrics.Withheld {
		return append(out, Fact{Value: b.state(o), Label: label})
	}
	if !o.OK() {
		return out
	}
	f := Fact{Value: b.figure(m, o), Label: label}
	if o.Year != b.in.year {
		f.Label += ", " + o.Year.String()
	}
	for _, k := range []metrics.ComparatorKind{metrics.CompareLA, metrics.CompareEngland} {
		if a := b.in.area(o.Year, id, metrics.GroupAll, k); a.OK {
			f.Local = b.say(b.card.Context.Local, values{"place": b.card.Comparators[a.With].Adjective, "value": b.unit(m, decimal(a.Value, shift(m), 1))})
			break
		}
	}
	return append(out, f)
}

// provision is empty when no file says.
func (b *builder) provision() string {
	w, s := b.card.Context, b.in.school
	switch {
	case s.SENUnit == metrics.Yes && s.Resourced == metrics.Yes:
		return w.Both
	case s.SENUnit == metrics.Yes:
		return w.Unit
	case s.Resourced == metrics.Yes:
		return w.Resourced
	case s.SENUnit == metrics.No && s.Resourced == metrics.No:
		return w.None
	}
	return ""
}
