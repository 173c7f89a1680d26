package area

import (
	"testing"

	"inclusioncards/metrics"
)

// Three schools whose tables (SEND with and without, no SEN with and without) are
// the Mantel-Haenszel vector of method.md 2.2: (6,24,10,160), (8,32,12,148),
// (3,27,5,115) give 3.2388059701 (1.6830938384, 6.2324891655).
func threeSchools() *metrics.Dataset {
	d := metrics.NewDataset()
	school(d, metrics.School{URN: "100001", Phase: metrics.Secondary, Type: "Academy converter"}, counts{10, 170}, counts{4, 20}, counts{2, 10})
	school(d, metrics.School{URN: "100002", Phase: metrics.Secondary, Type: "Community school"}, counts{12, 160}, counts{8, 30}, counts{0, 10})
	school(d, metrics.School{URN: "100003", Phase: metrics.Secondary, Type: "Free schools"}, counts{5, 120}, counts{1, 15}, counts{2, 15})
	return d
}

func TestPooledAndMean(t *testing.T) {
	r := compute(t, threeSchools(), defaults)
	row := find(t, r, AllSchools, Total, "suspended_once", "")
	if row.Schools != 3 {
		t.Errorf("%d schools, want 3", row.Schools)
	}
	// SEND: 6 + 8 + 3 = 17 of 30 + 40 + 30 = 100; no SEN: 27 of 450.
	for g, want := range map[metrics.Group]counts{
		metrics.GroupSEND: {17, 100}, metrics.GroupNoSEN: {27, 450}, metrics.GroupAll: {44, 550},
		metrics.GroupSENSupport: {13, 65}, metrics.GroupEHCPlan: {4, 35},
	} {
		f := row.Get(Pooled, g)
		if !f.OK() || f.Num != want.with || f.Den != want.of || f.Schools != 3 {
			t.Errorf("%s: %+v, want %v", g, f, want)
		}
	}
	// Means of schools: (6/30 + 8/40 + 3/30)/3 and (10/170 + 12/160 + 5/120)/3.
	send, none := (0.2+0.2+0.1)/3, (10.0/170+12.0/160+5.0/120)/3
	near(t, "mean SEND", row.Get(MeanOfSchools, metrics.GroupSEND).Value, send)
	near(t, "mean no SEN", row.Get(MeanOfSchools, metrics.GroupNoSEN).Value, none)
	near(t, "mean gap", row.Get(MeanGap, metrics.GroupSEND).Value, send-none)
	near(t, "pooled gap", row.Get(PooledGap, metrics.GroupSEND).Value, 0.17-0.06)

	mh := row.Get(MHOdds, metrics.GroupSEND)
	near(t, "MH", mh.Value, 3.2388059701)
	near(t, "MH low", mh.Lo, 1.6830938384)
	near(t, "MH high", mh.Hi, 6.2324891655)
	// Four pupils with an EHC plan were suspended: fewer than 10.
	if f := row.Get(MHOdds, metrics.GroupEHCPlan); f.State != TooFew {
		t.Errorf("EHC plan odds: %+v, want too few", f)
	}
	// By type: two academies, one maintained.
	if f := find(t, r, metrics.Secondary, ByType, "suspended_once", "academy").Get(Pooled, metrics.GroupSEND); f.Num != 9 || f.Den != 60 || f.Schools != 2 {
		t.Errorf("academies: %+v, want 9 of 60 in 2", f)
	}
}

// Newcombe's published example as pooled over two schools: 9/60 - 21/420 = 0.1
// (0.0265098406, 0.2124486658), method.md 2.2; as leavers of SEN support the
// excess is 60 x 0.1 = 6 pupils, limits 60 times those of the gap.
func TestGapAndExcess(t *testing.T) {
	d := metrics.NewDataset()
	for i, c := range []struct{ no, support counts }{{counts{11, 200}, counts{5, 40}}, {counts{10, 220}, counts{4, 20}}} {
		urn := metrics.URN([]string{"100001", "100002"}[i])
		at := d.Intern(urn)
		d.Schools[at] = metrics.School{URN: urn, Phase: metrics.Primary}
		for g, c := range map[metrics.Group]counts{metrics.GroupNoSEN: c.no, metrics.GroupSENSupport: c.support, metrics.GroupEHCPlan: {0, 0}} {
			d.Set(at, year, metrics.LeaverBase, g, metrics.Known(float64(c.of)))
			d.Set(at, year, metrics.NonStandardLeavers, g, metrics.Known(float64(c.with)))
		}
	}
	r := compute(t, d, defaults)
	row := find(t, r, AllSchools, ByPhase, "leavers_school", "Primary")
	gap, excess := row.Get(PooledGap, metrics.GroupSENSupport), row.Get(Excess, metrics.GroupSENSupport)
	near(t, "gap", gap.Value, 0.1)
	near(t, "gap low", gap.Lo, 0.0265098406)
	near(t, "gap high", gap.Hi, 0.2124486658)
	near(t, "excess", excess.Value, 6)
	near(t, "excess low", excess.Lo, 60*gap.Lo)
	near(t, "excess high", excess.Hi, 60*gap.Hi)
	if f := row.Get(Excess, metrics.GroupEHCPlan); f.State != NoPupils {
		t.Errorf("excess of nobody: %+v", f)
	}
	// The counts follow one rule; the other needs pupil-level records.
	if r.Find(AllSchools, Total, "leavers_mime2024") != nil {
		t.Error("a table for a rule nobody supplied")
	}
}

// A school without SEN support and EHC plan apart counts in SEND only; one whose
// figure is hidden in the file counts in nothing.
func TestPartsAndGapsInTheFiles(t *testing.T) {
	d := threeSchools()
	i := d.Intern("100004")
	d.Schools[i] = metrics.School{URN: "100004", Phase: metrics.Secondary}
	for f, n := range map[metrics.Field][2]float64{metrics.Pupils: {80, 20}, metrics.PupilsSuspended: {8, 7}} {
		d.Set(i, year, f, metrics.GroupNoSEN, metrics.Known(n[0]))
		d.Set(i, year, f, metrics.GroupSEND, metrics.Known(n[1]))
	}
	school(d, metrics.School{URN: "100005", Phase: metrics.Secondary}, counts{1, 50}, counts{2, 30}, counts{1, 5})
	d.Set(d.Find("100005"), year, metrics.PupilsSuspended, metrics.GroupEHCPlan, metrics.Missing(metrics.Suppressed))
	r := compute(t, d, defaults)
	row := find(t, r, AllSchools, Total, "suspended_once", "")
	if f := row.Get(Pooled, metrics.GroupSEND); f.Num != 24 || f.Den != 120 || f.Schools != 4 {
		t.Errorf("SEND: %+v, want 24 of 120 in 4 schools", f)
	}
	if f := row.Get(Pooled, metrics.GroupSENSupport); f.Num != 13 || f.Den != 65 || f.Schools != 3 {
		t.Errorf("SEN support: %+v, want 13 of 65 in 3 schools", f)
	}
	var hidden Note
	for _, n := range r.Notes {
		if n.Code == NoteNotSplit && n.Measure == "suspended_once" {
			hidden = n
		}
	}
	if hidden.N != 1 || hidden.Of != 5 {
		t.Errorf("note %v, want 1 school of 5 not counted", hidden)
	}
}

func TestCategories(t *testing.T) {
	for _, c := range []struct {
		name string
		s    metrics.School
		f    func(*metrics.School) string
		want string
	}{
		{"converter", metrics.School{Type: "Academy converter"}, governance, "academy"},
		{"free school", metrics.School{Type: "Free schools special"}, governance, "academy"},
		{"UTC", metrics.School{Type: "University technical college"}, governance, "academy"},
		{"community", metrics.School{Type: "Community special school"}, governance, "maintained"},
		{"aided", metrics.School{Type: "Voluntary aided school"}, governance, "maintained"},
		{"PRU", metrics.School{Type: "Pupil referral unit"}, governance, "maintained"},
		{"non-maintained", metrics.School{Type: "Non-maintained special school"}, governance, "other"},
		{"no type", metrics.School{}, governance, NotKnown},
		{"faith", metrics.School{Religious: "Church of England"}, func(s *metrics.School) string { return word(faith(s), "faith", "no") }, "faith"},
		{"no faith", metrics.School{Religious: "Does not apply"}, func(s *metrics.School) string { return word(faith(s), "faith", "no") }, "no"},
		{"faith not known", metrics.School{}, func(s *metrics.School) string { return word(faith(s), "faith", "no") }, NotKnown},
		{"unit", metrics.School{SENUnit: metrics.Yes, Resourced: metrics.No}, func(s *metrics.School) string { return word(provision(s), "yes", "no") }, "yes"},
		{"neither", metrics.School{SENUnit: metrics.No}, func(s *metrics.School) string { return word(provision(s), "yes", "no") }, "no"},
	} {
		if got := c.f(&c.s); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}

// Nine schools with FSM6 shares of 10% to 90%: type-7 cut points of thirds are at
// places 1 + 8/3 = 3.667 and 1 + 16/3 = 6.333 of the sorted shares, 36.67% and
// 63.33%; the three lowest, middle and highest make the bands.
func TestBands(t *testing.T) {
	d := metrics.NewDataset()
	for i := range 9 {
		urn := metrics.URN("10000" + string(rune('1'+i)))
		school(d, metrics.School{URN: urn, Phase: metrics.Secondary}, counts{i, 100}, counts{0, 10}, counts{0, 10})
		d.Set(d.Find(urn), year, metrics.FSM6Rate, metrics.GroupAll, metrics.Known(float64(i+1)/10))
	}
	r := compute(t, d, defaults)
	table := r.Find(metrics.Secondary, ByFSM6Band, "suspended_once")
	if table == nil || len(table.Bands) != 3 {
		t.Fatalf("table %+v", table)
	}
	near(t, "first cut", table.Bands[0].Hi, 0.1*(1+8.0/3))
	near(t, "second cut", table.Bands[1].Hi, 0.1*(1+16.0/3))
	// Suspended without SEN: 0+1+2, 3+4+5, 6+7+8.
	for i, want := range []int{3, 12, 21} {
		row := find(t, r, metrics.Secondary, ByFSM6Band, "suspended_once", table.Bands[i].Category)
		if f := row.Get(Pooled, metrics.GroupNoSEN); row.Schools != 3 || f.Num != want {
			t.Errorf("band %d: %d schools, %d pupils, want 3 and %d", i+1, row.Schools, f.Num, want)
		}
	}
}
