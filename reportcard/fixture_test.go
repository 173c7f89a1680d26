package reportcard

import (
	"time"

	"inclusioncards/metrics"
)

var inspector = BuildOptions{
	Audience: "inspector", Final: true, Date: time.Date(2026, 3, 12, 0, 0, 0, 0, time.UTC),
	Version: "0.1.0", ConfigHash: "5e2a90bb",
}

const cardYear = metrics.AcademicYear(2023)

// areaKey names one figure of other schools.
type areaKey struct {
	id metrics.MeasureID
	k  metrics.ComparatorKind
}

// inputOf makes an input of a dataset with one school, results as given and
// figures of other schools in the card's year.
func inputOf(d *metrics.Dataset, results []metrics.Result, areas map[areaKey]metrics.AreaFigure) input {
	return input{
		school: d.Schools[0], year: cardYear, years: d.Years(), options: metrics.DefaultOptions(),
		comparators: []metrics.ComparatorKind{metrics.CompareLA, metrics.CompareEngland},
		results:     results, sources: d.Sources, checks: d.Checks, preset: d.LeaverPreset,
		observe: func(y metrics.AcademicYear, m metrics.Measure, g metrics.Group) metrics.Observation {
			return metrics.Observe(d, 0, y, m, g, 0.95)
		},
		area: func(y metrics.AcademicYear, id metrics.MeasureID, g metrics.Group, k metrics.ComparatorKind) metrics.AreaFigure {
			if g != metrics.GroupAll {
				return metrics.AreaFigure{}
			}
			f := areas[areaKey{id, k}]
			f.With = k
			return f
		},
		published: func(y metrics.AcademicYear) bool {
			return d.Get(0, y, metrics.ExclusionHeadcount, metrics.GroupAll).Given
		},
	}
}

func num(v float64) metrics.Number { return metrics.Number{V: v, OK: true} }

func area(v float64) metrics.AreaFigure {
	return metrics.AreaFigure{OK: true, Value: v, Schools: 14, Year: cardYear}
}

// counts is one year of counts for SEN support, EHC plan and no SEN.
type counts struct {
	field             metrics.Field
	support, ehc, non float64
}

func set(d *metrics.Dataset, y metrics.AcademicYear, rows []counts) {
	for _, r := range rows {
		d.Set(0, y, r.field, metrics.GroupSENSupport, metrics.Known(r.support))
		d.Set(0, y, r.field, metrics.GroupEHCPlan, metrics.Known(r.ehc))
		d.Set(0, y, r.field, metrics.GroupNoSEN, metrics.Known(r.non))
	}
}

// fullInput is the invented school of the design sketch: every family
// supplied, every kind of verdict but one.
func fullInput() input {
	d := metrics.NewDataset()
	d.Intern("140001")
	d.Schools[0] = metrics.School{
		URN: "140001", LAESTAB: "9994001", Name: "Hexham Vale Academy", LA: "999", LAName: "Northmoor",
		Phase: metrics.Secondary, Type: "Academy converter", LowAge: 11, HighAge: 16,
		SENUnit: metrics.No, Resourced: metrics.No, Simulated: true,
	}
	// 180 with SEND of 1,100; 85 suspended, 40 with SEND; 307 persistently
	// absent, 76 with SEND; 45 leavers, 12 with SEND; 11 of 214 left Year 10.
	set(d, 2023, []counts{
		{metrics.Pupils, 140, 40, 920}, {metrics.PupilsSuspended, 34, 6, 45},
		{metrics.PupilsSuspendedRepeat, 15, 3, 9}, {metrics.Suspensions, 80, 12, 63},
		{metrics.SuspensionDays, 150.5, 22, 101}, {metrics.PermanentExclusions, 1, 0, 0},
		{metrics.Enrolments, 145, 41, 951}, {metrics.PersistentAbsentees, 60, 16, 231},
		{metrics.SevereAbsentees, 3, 1, 9}, {metrics.SessionsPossible, 44000, 12400, 290000},
		{metrics.SessionsAbsent, 5300, 1500, 20300}, {metrics.LeaverBase, 116, 32, 772},
		{metrics.NonStandardLeavers, 8, 4, 33}, {metrics.LeaversSpecial, 1, 3, 0},
		{metrics.Y10Pupils, 28, 8, 178}, {metrics.Y10Y11Leavers, 3, 1, 7},
	})
	set(d, 2022, []counts{
		{metrics.Pupils, 137, 39, 925}, {metrics.PupilsSuspended, 25, 5, 42},
		{metrics.Enrolments, 141, 39, 955}, {metrics.PersistentAbsentees, 58, 16, 236},
		{metrics.SevereAbsentees, 2, 1, 8}, {metrics.LeaverBase, 112, 31, 776},
		{metrics.NonStandardLeavers, 7, 3, 35},
		{metrics.Y10Pupils, 27, 8, 175}, {metrics.Y10Y11Leavers, 1, 0, 4},
	})
	set(d, 2021, []counts{
		{metrics.Pupils, 133, 38, 931}, {metrics.PupilsSuspended, 18, 4, 40},
		{metrics.Enrolments, 136, 38, 960}, {metrics.PersistentAbsentees, 57, 16, 240},
		{metrics.LeaverBase, 110, 30, 781}, {metrics.NonStandardLeavers, 6, 2, 31},
	})
	d.Set(0, 2023, metrics.FSM6Rate, metrics.GroupAll, metrics.Known(0.31))
	d.Sources = []metrics.Source{
		{File: "counts-2023-24.xlsx", Sheet: "Return", Rows: 45, SHA256: "a91f22c0ffee", Demonstration: true, Years: []metrics.AcademicYear{2021, 2022, 2023}},
		{File: "schools.csv", Rows: 15, SHA256: "77d01be4ffee", Demonstration: true},
	}
	d.LeaverPreset = "school"
	base := metrics.Result{Year: cardYear, Comparator: metrics.CompareLA, YearsPooled: 3, Schools: 14, Tests: 15}
	with := func(id metrics.MeasureID, change func(*metrics.Result)) metrics.Result {
		r := base
		r.Measure = id
		change(&r)
		return r
	}
	england := func(r metrics.Result, v metrics.Verdict, n int) metrics.Result {
		r.Comparator, r.Verdict, r.Schools, r.Direction = metrics.CompareEngland, v, n, metrics.NoDirection
		return r
	}
	suspended := with("suspended_once", func(r *metrics.Result) {
		r.Verdict, r.Direction, r.Reason, r.SecondYear = metrics.WorthExploring, metrics.Higher, metrics.ReasonEvidence, true
		r.Group, r.Others, r.Events, r.GroupEvents, r.GroupPooled, r.EventsPooled = 180, 920, 85, 40, 527, 219
		r.Observed, r.Expected, r.Excess, r.ExpectedYear = num(92), num(63.4), num(28.6), num(24.2)
		r.Q, r.Tau2, r.SchoolValue, r.ComparatorValue = num(0.004), num(0.11), num(40./180-45./920), num(0.07)
		r.QuartileLo, r.QuartileHi, r.LimitLo, r.LimitHi = num(0.05), num(0.095), num(0.02), num(0.145)
	})
	persistent := with("persistent_absence", func(r *metrics.Result) {
		r.Verdict, r.Reason = metrics.Typical, metrics.ReasonNoEvidence
		r.Group, r.Others, r.Events, r.GroupEvents, r.GroupPooled, r.EventsPooled = 186, 951, 307, 76, 540, 930
		r.Observed, r.Expected, r.Excess, r.ExpectedYear = num(223), num(210.2), num(12.8), num(71.4)
		r.SchoolValue, r.ComparatorValue = num(76./186-231./951), num(0.141)
		r.QuartileLo, r.QuartileHi, r.LimitLo, r.LimitHi = num(0.12), num(0.18), num(0.07), num(0.22)
	})
	severe := with("severe_absence", func(r *metrics.Result) {
		r.Verdict, r.Reason, r.YearsPooled = metrics.TooFew, metrics.ReasonFewEvents, 1
		r.Group, r.Others, r.Events, r.GroupEvents, r.EventsPooled = 186, 951, 13, 4, 13
		r.SchoolValue = num(4./186 - 9./951)
	})
	leavers := with("leavers", func(r *metrics.Result) {
		r.Verdict, r.Direction, r.Reason = metrics.PossibleStrength, metrics.Lower, metrics.ReasonEvidence
		r.Group, r.Others, r.Events, r.GroupEvents, r.GroupPooled, r.EventsPooled = 148, 772, 45, 12, 431, 129
		r.Observed, r.Expected, r.Excess, r.ExpectedYear = num(30), num(52.5), num(-22.5), num(18.5)
		r.Q, r.Tau2, r.SchoolValue, r.ComparatorValue = num(0.0001), num(0.02), num(12./148-33./772), num(0.09)
		r.TauFloored = true
	})
	y10 := with("leavers_y10_y11", func(r *metrics.Result) {
		r.Verdict, r.Direction, r.Reason, r.YearsPooled = metrics.Watch, metrics.Higher, metrics.ReasonOneYear, 1
		r.Group, r.Events, r.GroupEvents = 214, 11, 11
		r.Observed, r.Expected, r.Excess, r.ExpectedYear = num(11), num(4.7), num(6.3), num(4.7)
		r.Q, r.SchoolValue, r.ComparatorValue = num(0.03), num(11./214), num(0.022)
		r.LimitLo, r.LimitHi = num(0), num(0.045)
	})
	register := with("register_send", func(r *metrics.Result) {
		r.Verdict, r.Reason, r.YearsPooled = metrics.Typical, metrics.ReasonNoEvidence, 1
		r.Group, r.Events, r.GroupEvents = 1100, 180, 180
		r.Expected, r.ExpectedYear = num(196.9), num(196.9)
		r.SchoolValue, r.ComparatorValue = num(180./1100), num(0.179)
		r.QuartileLo, r.QuartileHi, r.LimitLo, r.LimitHi = num(0.15), num(0.2), num(0.11), num(0.25)
	})
	results := []metrics.Result{
		suspended, england(suspended, metrics.Typical, 3200),
		persistent, england(persistent, metrics.Typical, 3200),
		severe, england(severe, metrics.TooFew, 3200),
		leavers, england(leavers, metrics.PossibleStrength, 3200),
		y10, england(y10, metrics.NotComparable, 0),
		register, england(register, metrics.Typical, 3210),
	}
	return inputOf(d, results, map[areaKey]metrics.AreaFigure{
		{"suspended_once", metrics.CompareLA}: area(0.071), {"leavers_y10_y11", metrics.CompareLA}: area(0.022),
		{"register_sen_support", metrics.CompareLA}: area(0.136), {"register_ehc_plan", metrics.CompareLA}: area(0.043),
		{"fsm6", metrics.CompareLA}: area(0.27), {"register_send", metrics.CompareLA}: area(0.179),
	})
}

// publicInput is a school known from public files alone, without a name:
// figures of three ages, one of them suppressed.
func publicInput() input {
	d := metrics.NewDataset()
	d.Intern("147832")
	d.Schools[0] = metrics.School{
		URN: "147832", LAESTAB: "2024104", LA: "202", Phase: metrics.Primary,
		SENUnit: metrics.Yes, Resourced: metrics.NotKnown, New: true,
	}
	all := func(y metrics.AcademicYear, f metrics.Field, c metrics.Count) { d.Set(0, y, f, metrics.GroupAll, c) }
	all(2023, metrics.CensusRoll, metrics.Known(210))
	d.Set(0, 2023, metrics.CensusRoll, metrics.GroupSENSupport, metrics.Known(21))
	d.Set(0, 2023, metrics.CensusRoll, metrics.GroupEHCPlan, metrics.Known(6))
	all(2018, metrics.CensusRoll, metrics.Known(200))
	d.Set(0, 2018, metrics.CensusRoll, metrics.GroupSENSupport, metrics.Known(30))
	d.Set(0, 2018, metrics.CensusRoll, metrics.GroupEHCPlan, metrics.Known(4))
	all(2023, metrics.AbsenceRate, metrics.Known(0.0725))
	all(2018, metrics.AbsenceRate, metrics.Known(0.041))
	all(2023, metrics.PersistentAbsenceRate, metrics.Missing(metrics.Suppressed))
	all(2016, metrics.ExclusionHeadcount, metrics.Known(198))
	all(2016, metrics.Suspensions, metrics.Missing(metrics.Suppressed))
	all(2016, metrics.PupilsSuspended, metrics.Missing(metrics.Suppressed))
	all(2023, metrics.EALPupils, metrics.Missing(metrics.NotApplicable))
	all(2023, metrics.FSM6Rate, metrics.Missing(metrics.Low))
	for i := range 9 {
		d.Sources = append(d.Sources, metrics.Source{File: "england_census.csv", Rows: 24433, SHA256: string(rune('a'+i)) + "123456789"})
	}
	d.Checks = []metrics.Check{{URN: "147832", Code: "IN301"}, {URN: "100000", Code: "IN999"}}
	var results []metrics.Result
	for _, id := range []metrics.MeasureID{"suspended_once", "persistent_absence", "severe_absence", "leavers"} {
		for _, k := range []metrics.ComparatorKind{metrics.CompareLA, metrics.CompareEngland} {
			results = append(results, metrics.Result{Measure: id, Comparator: k, Reason: metrics.ReasonNotSupplied})
		}
	}
	register := metrics.Result{
		Measure: "register_send", Comparator: metrics.CompareLA, Verdict: metrics.WorthExploring,
		Direction: metrics.Lower, Reason: metrics.ReasonEvidence, YearsPooled: 1, Schools: 38, Tests: 39,
		Group: 210, Events: 27, GroupEvents: 27, Expected: num(39.9), ExpectedYear: num(39.9), Excess: num(-12.9),
		Q: num(0.0301), Tau2: num(0.0012), SchoolValue: num(27. / 210), ComparatorValue: num(0.19),
		QuartileLo: num(0.16), QuartileHi: num(0.22), LimitLo: num(0.13), LimitHi: num(0.25),
	}
	other := register
	other.Comparator, other.Verdict, other.Direction, other.Schools = metrics.CompareEngland, metrics.Typical, metrics.NoDirection, 16700
	results = append(results, register, other)
	published := area(0.0625)
	published.Published = true
	weighted := area(0.0711)
	weighted.Weighted = true
	return inputOf(d, results, map[areaKey]metrics.AreaFigure{
		{"register_send", metrics.CompareLA}: area(0.19), {"register_sen_support", metrics.CompareLA}: area(0.15),
		{"register_sen_support", metrics.CompareEngland}: area(0.136),
		{"absence", metrics.CompareLA}:                   weighted, {"absence", metrics.CompareEngland}: published,
		{"suspension_rate", metrics.CompareEngland}: area(1.37),
	})
}

// specialInput is a special school: every pupil has SEND, and the local
// authority has too few others.
func specialInput() input {
	d := metrics.NewDataset()
	d.Intern("100091")
	d.Schools[0] = metrics.School{
		URN: "100091", LAESTAB: "6817008", Name: "Ysgol Tŷ Gwŷn, Penrhyn-coch", LA: "681", LAName: "Caerdydd", Phase: metrics.Special,
		Type: "Community special school", LowAge: 2, HighAge: 11,
	}
	for y := metrics.AcademicYear(2022); y <= 2023; y++ {
		set(d, y, []counts{
			{metrics.Pupils, 0, 38, 0}, {metrics.PupilsSuspended, 0, 3, 0}, {metrics.Enrolments, 0, 39, 0},
			{metrics.PersistentAbsentees, 0, 21, 0}, {metrics.SuspensionDays, 0, 7.5, 0}, {metrics.Suspensions, 0, 4, 0},
		})
	}
	var results []metrics.Result
	for _, id := range []metrics.MeasureID{"suspended_once", "persistent_absence"} {
		results = append(results, metrics.Result{
			Measure: id, Comparator: metrics.CompareLA, Verdict: metrics.NotComparable, Reason: metrics.ReasonOneGroup, Group: 38,
		})
	}
	results = append(results,
		metrics.Result{Measure: "register_send", Comparator: metrics.CompareLA, Verdict: metrics.NotComparable, Reason: metrics.ReasonFewSchools, SchoolValue: num(1)},
		metrics.Result{
			Measure: "register_send", Comparator: metrics.CompareEngland, Verdict: metrics.Typical, Schools: 1020, YearsPooled: 1,
			SchoolValue: num(1), ComparatorValue: num(0.992), LimitLo: num(0.97), LimitHi: num(1),
		})
	return inputOf(d, results, nil)
}
