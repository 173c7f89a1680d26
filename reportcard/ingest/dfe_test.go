package ingest

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"inclusioncards/metrics"
)

const extract = "../../testdata/dfe"

func readExtract(t *testing.T) (*metrics.Dataset, *Report) {
	t.Helper()
	d, rep, err := Read([]string{extract}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	return d, rep
}

func TestExtractFiles(t *testing.T) {
	_, rep := readExtract(t)
	type file struct {
		File, Kind string
		Used       bool
		Rows       int
	}
	var got []file
	for _, f := range rep.Files {
		got = append(got, file{f.File, f.Kind, f.Used, f.Rows})
	}
	// Rows counted with awk: school rows, without the rows of areas.
	want := []file{
		{"2016-2017/exclusions_by_geographic_level_201415_201617.csv", "exclusions by school", true, 78},
		{"2017-2018/england_spine.csv", "school spine", true, 33},
		{"2018-2019/england_abs.csv", "school absence", true, 26},
		{"2018-2019/england_census.csv", "school census", true, 37},
		{"2022-2023/abs_meta.csv", "notes on columns", false, 0},
		{"2022-2023/census_meta.csv", "notes on columns", false, 0},
		{"2022-2023/england_abs.csv", "school absence", true, 26},
		{"2022-2023/england_census.csv", "school census", true, 37},
		{"2022-2023/la_and_region_codes_meta.csv", "local authority codes", true, 153},
		{"2023-2024/information_about_schools_final.csv", "school information", true, 16},
		{"README.md", "documentation", false, 0},
		{"la_by_sen/la_sen_benchmarks.csv.gz", "benchmarks by SEN status", true, 1143},
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
	wantCodes(t, rep)
}

// Expected values are the cells of the files, read with grep; the line stands
// beside each.
func TestExtractSchoolFigures(t *testing.T) {
	d, _ := readExtract(t)
	known, missing := metrics.Known, metrics.Missing
	for _, c := range []struct {
		urn   metrics.URN
		year  metrics.AcademicYear
		field metrics.Field
		group metrics.Group
		want  metrics.Count
	}{
		// 2022-2023/england_census.csv: 100049,202,4104,State-funded secondary,982,...,28,2.9%,188,19.1%,565,...,584,503,721,69.8%
		{"100049", 2022, metrics.CensusRoll, all, known(982)}, {"100049", 2022, metrics.CensusRoll, plan, known(28)}, {"100049", 2022, metrics.CensusRoll, support, known(188)},
		{"100049", 2022, metrics.EALPupils, all, known(565)}, {"100049", 2022, metrics.FSM6Pupils, all, known(503)}, {"100049", 2022, metrics.FSM6Roll, all, known(721)},
		{"100049", 2022, metrics.FSM6Rate, all, metrics.Count{}},
		// 100001,201,6005,Independent school,739,...,0,0.0%,22,3.0%,NA,...
		{"100001", 2022, metrics.CensusRoll, plan, known(0)}, {"100001", 2022, metrics.EALPupils, all, missing(metrics.NotAvailable)},
		// 2018-2019/england_census.csv: 100049,...,950,...,30,3.2,112,11.8,694,...,391,500,64.5: no NORFSMEVER, so the percentage alone
		{"100049", 2018, metrics.CensusRoll, all, known(950)}, {"100049", 2018, metrics.FSM6Rate, all, known(0.645)}, {"100049", 2018, metrics.FSM6Pupils, all, metrics.Count{}},
		// 2022-2023/england_abs.csv: 202,4104,100049,10.1,33.1 and 202,7137,100092,42,80.4
		{"100049", 2022, metrics.AbsenceRate, all, known(0.101)}, {"100049", 2022, metrics.PersistentAbsenceRate, all, known(0.331)}, {"100092", 2022, metrics.AbsenceRate, all, known(0.42)},
		// 2018-2019/england_abs.csv: 202,4104,100049,6.9,18.8
		{"100049", 2018, metrics.AbsenceRate, all, known(0.069)},
		// 2016-2017/exclusions, by LAESTAB: 201617,...,2024104,...,1147,11,0.96,167,14.56,99,8.63
		{"100049", 2016, metrics.ExclusionHeadcount, all, known(1147)}, {"100049", 2016, metrics.PermanentExclusions, all, known(11)},
		{"100049", 2016, metrics.Suspensions, all, known(167)}, {"100049", 2016, metrics.PupilsSuspended, all, known(99)},
		// 201516,...,2024104,...,1227,x,x,118,9.62,69,5.62: x is a suppressed 1 or 2
		{"100049", 2015, metrics.PermanentExclusions, all, missing(metrics.Suppressed)}, {"100049", 2015, metrics.Suspensions, all, known(118)},
		// 201617,...,2013614,...,276,0,0,3,1.09,x,x
		{"100000", 2016, metrics.PermanentExclusions, all, known(0)}, {"100000", 2016, metrics.PupilsSuspended, all, missing(metrics.Suppressed)},
	} {
		wantFigure(t, d, c.urn, c.year, c.field, c.group, c.want)
	}
	want := []metrics.AcademicYear{2014, 2015, 2016, 2018, 2022}
	if diff := cmp.Diff(want, d.Years()); diff != "" {
		t.Error(diff)
	}
	if c := get(t, d, "100049", 2022, metrics.CensusRoll, all); d.Sources[c.Source].Kind != "school census" || d.Sources[c.Source].File != "england_census.csv" {
		t.Errorf("source of the roll: %+v", d.Sources[c.Source])
	}
}

func TestExtractSchools(t *testing.T) {
	d, _ := readExtract(t)
	if len(d.Schools) != 37 {
		t.Errorf("%d schools, want the 37 of the census", len(d.Schools))
	}
	for _, want := range []metrics.School{
		// Spine: Community school, 11 to 18, Non-selective; the information file of 2023/24 words the policy anew.
		{URN: "100049", LAESTAB: "2024104", Name: "Haverstock School", LA: "202", LAName: "Camden", Region: "London", Phase: metrics.Secondary, Type: "Community school",
			LowAge: 11, HighAge: 18, Admissions: "non-selective schools in other areas", Selective: metrics.No, Gender: "Mixed", Religious: "Does not apply"},
		// Information file: Independent schools, "7 to 18", "Admission type unclassified".
		{URN: "100001", LAESTAB: "2016005", Name: "City of London School for Girls", LA: "201", LAName: "City of London", Region: "London", Phase: metrics.Independent, Type: "Independent schools",
			LowAge: 7, HighAge: 18, Admissions: "Admission type unclassified", Gender: "Girls", Religious: "None"},
		// Census only: State-funded nursery, no name in any file.
		{URN: "100005", LAESTAB: "2021048", LA: "202", LAName: "Camden", Region: "London", Phase: metrics.Nursery, Type: "State-funded nursery"},
	} {
		i := d.Find(want.URN)
		if i < 0 {
			t.Fatalf("%s was not read", want.URN)
		}
		if diff := cmp.Diff(want, d.Schools[i]); diff != "" {
			t.Errorf("%s: %s", want.URN, diff)
		}
	}
}

func TestExtractBenchmarks(t *testing.T) {
	d, _ := readExtract(t)
	find := func(match metrics.Benchmark) []metrics.Benchmark {
		var out []metrics.Benchmark
		for _, b := range d.Benchmarks {
			if b.Kind == match.Kind && b.LA == match.LA && b.Region == match.Region && b.Phase == match.Phase && b.AllPhases == match.AllPhases &&
				b.Year == match.Year && b.Term == match.Term && b.Measure == match.Measure && b.Group == match.Group {
				b.Source, b.Num.Source, b.Den.Source = 0, 0, 0
				out = append(out, b)
			}
		}
		return out
	}
	known := metrics.Known
	for _, want := range []metrics.Benchmark{
		// 201617,National,...,State-funded secondary,3451,3223090,6385,0.2,302890,9.4,148820,4.62
		{Kind: metrics.AreaEngland, Phase: metrics.Secondary, Year: 2016, Measure: "suspended_once", Value: 148820.0 / 3223090, Num: known(148820), Den: known(3223090)},
		{Kind: metrics.AreaEngland, Phase: metrics.Secondary, Year: 2016, Measure: "suspension_rate", Value: 302890.0 / 3223090 * 100, Num: known(302890), Den: known(3223090)},
		{Kind: metrics.AreaEngland, AllPhases: true, Year: 2016, Measure: "permanent_exclusion_rate", Value: 7720.0 / 8025075 * 100, Num: known(7720), Den: known(8025075)},
		// Inner London 8835 of 167595, Outer London 14775 of 336110: London once, 23610 of 503705
		{Kind: metrics.AreaRegion, Region: "London", Phase: metrics.Secondary, Year: 2016, Measure: "suspended_once", Value: 23610.0 / 503705, Num: known(23610), Den: known(503705)},
		// 201617,Regional,...,North East,...,Special,63,7260,5,0.06,905,12.47,395,5.44
		{Kind: metrics.AreaRegion, Region: "North East", Phase: metrics.Special, Year: 2016, Measure: "suspended_once", Value: 395.0 / 7260, Num: known(395), Den: known(7260)},
		// 201617,Local authority,...,Camden,...,State-funded secondary,10,9979,29,0.29,855,8.57,576,5.77
		{Kind: metrics.AreaLA, LA: "202", Phase: metrics.Secondary, Year: 2016, Measure: "suspended_once", Value: 576.0 / 9979, Num: known(576), Den: known(9979)},
		// 2022-2023 census: NAT,,SEC,...,3630171,...,87219,2.4%,448967,12.4%,658504,...,866486,3193601,27.1%
		{Kind: metrics.AreaEngland, Phase: metrics.Secondary, Year: 2022, Measure: "register_send", Value: 536186.0 / 3630171, Num: known(536186), Den: known(3630171)},
		{Kind: metrics.AreaEngland, Phase: metrics.Secondary, Year: 2022, Measure: "fsm6", Value: 866486.0 / 3193601, Num: known(866486), Den: known(3193601)},
		{Kind: metrics.AreaEngland, Phase: metrics.Secondary, Year: 2022, Measure: "eal", Value: 658504.0 / 3630171, Num: known(658504), Den: known(3630171)},
		// 2018-2019 census: NAT,,SPE,...,121738,...,122268,98.3,...: more plans than pupils, so the percentage alone; NUMFSMEVER has no base, 23%
		{Kind: metrics.AreaEngland, Phase: metrics.Special, Year: 2018, Measure: "register_ehc_plan", Value: 0.983},
		{Kind: metrics.AreaEngland, Phase: metrics.Primary, Year: 2018, Measure: "fsm6", Value: 0.23},
		// 2022-2023 absence: NAT,PRI,,5.9,16.2
		{Kind: metrics.AreaEngland, Phase: metrics.Primary, Year: 2022, Measure: "absence", Value: 0.059},
		{Kind: metrics.AreaEngland, Phase: metrics.Primary, Year: 2022, Measure: "persistent_absence", Value: 0.162},
		// la_by_sen, Camden 202223: No SEN under "SEN provision" 25.828212, not the 26.135024 of "SEN primary need"
		{Kind: metrics.AreaLA, LA: "202", Phase: metrics.Secondary, Year: 2022, Measure: "persistent_absence", Group: noSEN, Value: 0.25828212},
		{Kind: metrics.AreaLA, LA: "202", Phase: metrics.Special, Year: 2022, Measure: "severe_absence", Group: plan, Value: 0.11784512},
		{Kind: metrics.AreaLA, LA: "202", Phase: metrics.Secondary, Year: 2022, Term: "spring", Measure: "suspended_once", Group: support, Value: 0.05143},
		{Kind: metrics.AreaLA, LA: "202", Phase: metrics.Secondary, Year: 2022, Term: "autumn", Measure: "suspension_rate", Group: plan, Value: 10},
		{Kind: metrics.AreaLA, LA: "202", Phase: metrics.Secondary, Year: 2022, Term: "summer", Measure: "permanent_exclusion_rate", Group: plan, Value: 0.303},
	} {
		// Values that are quotients may differ in the last place.
		if diff := cmp.Diff([]metrics.Benchmark{want}, find(want), cmpopts.EquateApprox(1e-14, 0)); diff != "" {
			t.Errorf("%v %s %v: %s", want.Year, want.Measure, want.Phase, diff)
		}
	}
	// Suppressed numerators make no benchmark: Camden primaries, perm_excl x.
	if got := find(metrics.Benchmark{Kind: metrics.AreaLA, LA: "202", Phase: metrics.Primary, Year: 2016, Measure: "permanent_exclusion_rate"}); len(got) != 0 {
		t.Errorf("a suppressed figure became a benchmark: %+v", got)
	}
	for _, b := range d.Benchmarks {
		if b.Kind == metrics.AreaRegion && b.Region == "" {
			t.Errorf("a region without a name: %+v", b)
		}
	}
}

// The same input gives the same report and the same data, whatever the order
// of maps.
func TestDeterministic(t *testing.T) {
	d1, r1 := readExtract(t)
	d2, r2 := readExtract(t)
	if diff := cmp.Diff(r1, r2); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(d1.Schools, d2.Schools) + cmp.Diff(d1.Benchmarks, d2.Benchmarks) + cmp.Diff(d1.Sources, d2.Sources); diff != "" {
		t.Error("datasets differ")
	}
}
