package area

import (
	"math"
	"slices"
	"testing"

	"inclusioncards/metrics"
)

// group is a number of pupils who share a profile, with the event and without.
type group struct {
	urn           metrics.URN
	p             metrics.Profile
	with, without int
}

func cellsOf(groups []group) *metrics.Dataset {
	cells := map[metrics.Cell]metrics.Outcomes{}
	for _, g := range groups {
		c := metrics.Cell{URN: g.urn, Year: year, Profile: g.p}
		o := cells[c]
		o.Add(metrics.Outcomes{Pupils: g.with + g.without, Suspended: g.with})
		cells[c] = o
	}
	return withCells(cells)
}

func model(t *testing.T, r *Report, kind ModelKind, scope Scope) Model {
	t.Helper()
	for _, m := range r.Models {
		if m.Kind == kind && m.Scope == scope && m.Measure.ID == "suspended_once" {
			return m
		}
	}
	t.Fatalf("no model %s", kind)
	return Model{}
}

func term(t *testing.T, m Model, name string) TermOdds {
	t.Helper()
	for _, o := range m.Terms {
		if o.Term == name {
			return o
		}
	}
	t.Fatalf("%s: no term %s in %+v", m.Kind, name, m.Terms)
	return TermOdds{}
}

// profile is a pupil of known facts; sen and ethnic group vary.
func profile(sen metrics.SENStatus, e metrics.Ethnicity) metrics.Profile {
	return metrics.Profile{SEN: sen, FSM6: metrics.No, Sex: metrics.Male, EAL: metrics.No, Ethnicity: e}
}

// Without other facts the odds ratio is ad/bc: 30 x 360 / (70 x 40) = 27/7. Terms
// that are the same for every pupil and facts no file gives are named, not fitted.
func TestModelOfTwoGroups(t *testing.T) {
	r := compute(t, cellsOf([]group{
		{"100001", profile(metrics.SENSupport, metrics.White), 20, 50}, {"100001", profile(metrics.NoSEN, metrics.White), 25, 200},
		{"100002", profile(metrics.EHCPlan, metrics.White), 10, 20}, {"100002", profile(metrics.NoSEN, metrics.White), 15, 160},
		{"100002", metrics.Profile{SEN: metrics.NoSEN, FSM6: metrics.No, Sex: metrics.Male, EAL: metrics.No}, 7, 3}, // ethnic group not known
	}), defaults)
	m := model(t, r, Crude, AllSchools)
	send := term(t, m, "send")
	near(t, "odds ratio", send.Value, 30.0*360/(70*40))
	se := math.Sqrt(1.0/30 + 1.0/70 + 1.0/40 + 1.0/360) // Woolf
	if want := send.Value * math.Exp(-1.959963984540054*se); math.Abs(send.Lo-want) > 1e-6 {
		t.Errorf("lower limit %v, want %v", send.Lo, want)
	}
	if m.Pupils != 500 || m.Events != 70 || m.Schools != 2 || !send.HasClustered {
		t.Errorf("%+v", m)
	}
	if want := []VariableCount{{"ethnic_group", 10}}; !slices.Equal(m.Excluded, want) {
		t.Errorf("excluded %v, want %v", m.Excluded, want)
	}
	adjusted := model(t, r, Adjusted, AllSchools)
	if want := []string{termFSM6, termMale, termEAL, "asian", termBlack, "chinese", "mixed", termOther}; !slices.Equal(adjusted.Constant, want) {
		t.Errorf("constant %v, want %v", adjusted.Constant, want)
	}
	if want := []string{termAcademy, termFaith, termProvision}; !slices.Equal(adjusted.Absent, want) {
		t.Errorf("absent %v, want %v", adjusted.Absent, want)
	}
}

// The product term by hand. Odds: White no SEN 20/180, White SEND 20/60, Black no
// SEN 15/60, Black SEND 24/24. With SEND, Black against the others: (24/24)/(20/60)
// = 3; of Black pupils, SEND against none: (24/24)/(15/60) = 4; the product term is
// 4 / ((20/60)/(20/180)) = 4/3.
func TestModelWithProduct(t *testing.T) {
	r := compute(t, cellsOf([]group{
		{"100002", profile(metrics.NoSEN, metrics.White), 20, 180}, {"100002", profile(metrics.SENSupport, metrics.White), 20, 60},
		{"100003", profile(metrics.NoSEN, metrics.Black), 15, 60}, {"100003", profile(metrics.SENSupport, metrics.Black), 24, 24},
	}), defaults)
	m := model(t, r, Interaction, metrics.Secondary)
	for name, want := range map[string]float64{"send": 3, "black": 2.25, "send_x_black": 4.0 / 3, "black_among_send": 3, "send_among_black": 4} {
		if got := term(t, m, name); math.Abs(got.Value-want) > 1e-6 {
			t.Errorf("%s: %v, want %v", name, got.Value, want)
		}
	}
	// All four groups have 10 events; the product rests on 48 pupils.
	if p := term(t, m, "send_x_black"); p.State != Observed || p.Pupils != 48 {
		t.Errorf("%+v", p)
	}
}

// Ethnic groups in which nobody has the event stand in "other"; an odds ratio on
// fewer than ten events is not shown.
func TestModelOfSmallGroups(t *testing.T) {
	r := compute(t, cellsOf([]group{
		{"100002", profile(metrics.NoSEN, metrics.White), 40, 200}, {"100002", profile(metrics.SENSupport, metrics.White), 30, 60},
		{"100003", profile(metrics.NoSEN, metrics.Chinese), 0, 12}, {"100003", profile(metrics.NoSEN, metrics.OtherEthnicity), 4, 20},
	}), defaults)
	m := model(t, r, Adjusted, AllSchools)
	if want := []string{"chinese"}; !slices.Equal(m.Merged, want) || m.Failed != "" {
		t.Errorf("merged %v, failed %q, want %v", m.Merged, m.Failed, want)
	}
	if o := term(t, m, "other"); o.State != TooFew || o.Value != 0 {
		t.Errorf("other: %+v, want too few", o)
	}
	if o := term(t, m, "send"); o.State != Observed {
		t.Errorf("send: %+v", o)
	}
}

// Perfect prediction is a statement, not a failure; so is a fact that repeats
// another.
func TestModelThatCannotBe(t *testing.T) {
	r := compute(t, cellsOf([]group{
		{"100002", profile(metrics.NoSEN, metrics.White), 40, 200}, {"100002", profile(metrics.EHCPlan, metrics.White), 0, 30},
	}), defaults)
	if m := model(t, r, Adjusted, AllSchools); m.Failed != "separation" || !slices.Equal(m.Separated, []string{"send"}) || len(m.Terms) != 0 {
		t.Errorf("%+v", m)
	}
	// Every pupil of the primary is Black, no other is: secondary repeats black.
	r = compute(t, cellsOf([]group{
		{"100001", profile(metrics.NoSEN, metrics.Black), 20, 80}, {"100001", profile(metrics.SENSupport, metrics.Black), 15, 20},
		{"100002", profile(metrics.NoSEN, metrics.White), 30, 90}, {"100002", profile(metrics.SENSupport, metrics.White), 20, 20},
	}), defaults)
	if m := model(t, r, Adjusted, AllSchools); !slices.Equal(m.Aliased, []string{"secondary"}) || m.Failed != "" {
		t.Errorf("%+v", m)
	}
}

// With small numbers hidden, pupils of a model are rounded to 10 and those of a
// term are not given: the difference to a table would be a small number.
func TestModelHidesSmallNumbers(t *testing.T) {
	o := defaults
	o.Floor = 6
	r := compute(t, cellsOf([]group{
		{"100001", profile(metrics.SENSupport, metrics.White), 21, 52}, {"100001", profile(metrics.NoSEN, metrics.White), 40, 361},
		{"100001", metrics.Profile{SEN: metrics.NoSEN, FSM6: metrics.No, Sex: metrics.Male, EAL: metrics.No}, 2, 1},
	}), o)
	m := model(t, r, Crude, AllSchools)
	send := term(t, m, "send")
	// 474 and 61 to the ten; 21 x 361 / (52 x 40) = 3.6447 to two places.
	if m.Pupils != 470 || m.Events != 60 || send.Pupils != 0 || send.Events != 0 || send.Value != 3.64 {
		t.Errorf("%+v", m)
	}
	if !slices.Equal(m.Excluded, []VariableCount{{"ethnic_group", 0}}) {
		t.Errorf("excluded %v, want 3 rounded to 0", m.Excluded)
	}
}
