package ingest

import (
	"math"
	"os"
	"path/filepath"
	"testing"

	"inclusioncards/metrics"
)

const tidyExtract = "../../testdata/tidy"

func readTidy(t *testing.T, names ...string) (*metrics.Dataset, *Report) {
	t.Helper()
	var paths []string
	for _, n := range names {
		paths = append(paths, filepath.Join(tidyExtract, n))
	}
	d, rep, err := Read(paths, Options{})
	must(t, err)
	return d, rep
}

// Expected figures are cells of the files, read by eye.
func TestSENBySchool(t *testing.T) {
	d, rep := readTidy(t, "sen.csv")
	wantCodes(t, rep)
	if rep.Files[0].Rows != 3 {
		t.Errorf("%d rows, want 3 before the empty ones", rep.Files[0].Rows)
	}
	wantFigure(t, d, "130000", 2022, metrics.CensusRoll, metrics.GroupAll, metrics.Known(781))
	wantFigure(t, d, "130000", 2022, metrics.CensusRoll, support, metrics.Known(98))
	wantFigure(t, d, "130000", 2022, metrics.CensusRoll, plan, metrics.Known(2))
	s := d.Schools[d.Find("130000")]
	if s.Name != "school 1" || s.Phase != metrics.Secondary || s.LAESTAB != "1001000" || s.SENUnit != metrics.No || s.Resourced != metrics.No {
		t.Errorf("%+v", s)
	}
}

func TestPupilCharacteristicsBySchool(t *testing.T) {
	d, rep := readTidy(t, "census_pupils.csv")
	wantCodes(t, rep)
	wantFigure(t, d, "130000", 2022, metrics.CensusRoll, metrics.GroupAll, metrics.Known(781))
	wantFigure(t, d, "130000", 2022, metrics.EALPupils, metrics.GroupAll, metrics.Known(333))
	// Free school meals of today are not those of the last six years.
	wantFigure(t, d, "130000", 2022, metrics.FSM6Pupils, metrics.GroupAll, metrics.Count{})
}

func TestWholeGIAS(t *testing.T) {
	d, rep := readTidy(t, "gias.csv", "sen.csv")
	wantCodes(t, rep)
	s := d.Schools[d.Find("130000")]
	if s.Name != "school 1" || s.Type != "Academy sponsor led" || s.LowAge != 11 || s.HighAge != 18 || s.Selective != metrics.No || s.Ofsted != "Outstanding" || s.Closed {
		t.Errorf("%+v", s)
	}
}

func findBench(d *metrics.Dataset, m metrics.MeasureID, k metrics.AreaKind, g metrics.Group, y metrics.AcademicYear, term string) []metrics.Benchmark {
	var out []metrics.Benchmark
	for _, b := range d.Benchmarks {
		if b.Measure == m && b.Kind == k && b.Group == g && b.Year == y && b.Term == term {
			out = append(out, b)
		}
	}
	return out
}

// Sums by awk over the rows of Camden, secondary, 2022/23: with any SEN 1484
// enrolments, 594 in the bands from 10%, 64 from 50%; with none 6671, 1723, 108.
// The published rate of no SEN is 25.828212%: 1723 of 6671.
func TestAbsenceBands(t *testing.T) {
	d, rep := readTidy(t, "absence_bands_distributions.zip")
	wantCodes(t, rep)
	for _, c := range []struct {
		m        metrics.MeasureID
		g        metrics.Group
		num, den float64
	}{
		{"persistent_absence", metrics.GroupSEND, 594, 1484}, {"severe_absence", metrics.GroupSEND, 64, 1484},
		{"persistent_absence", noSEN, 1723, 6671}, {"severe_absence", noSEN, 108, 6671},
	} {
		got := findBench(d, c.m, metrics.AreaLA, c.g, 2022, "")
		if len(got) != 1 || got[0].LA != "202" || got[0].Phase != metrics.Secondary || got[0].Num.N != c.num || got[0].Den.N != c.den || math.Abs(got[0].Value-c.num/c.den) > 1e-15 {
			t.Errorf("%s %s: %+v", c.m, c.g, got)
		}
	}
}

func TestSuppliedBenchmarks(t *testing.T) {
	d, rep := readTidy(t, "benchmarks_england_london.csv")
	wantCodes(t, rep, codeBenchMeasure)
	// Camden,E09000007,2024/25,State-funded secondary,EHC plan,Persistent absence % (10% exact),41.528239,DfE EES (Jun 2026)
	got := findBench(d, "persistent_absence", metrics.AreaLA, plan, 2024, "")
	if len(got) != 1 || got[0].LA != "202" || got[0].Value != 0.41528239 || got[0].Supplied != "DfE EES (Jun 2026)" {
		t.Errorf("%+v", got)
	}
	// A term in the year, and a census of January.
	if got := findBench(d, "suspended_once", metrics.AreaLA, support, 2024, "spring"); len(got) != 1 || got[0].Value != 0.06088 {
		t.Errorf("%+v", got)
	}
	if got := findBench(d, "register_ehc_plan", metrics.AreaEngland, metrics.GroupAll, 2024, ""); len(got) != 1 || got[0].Value != 0.0309 {
		t.Errorf("%+v", got)
	}
	if got := findBench(d, "suspension_rate", metrics.AreaLA, plan, 2024, "spring"); len(got) != 1 || got[0].Value != 9.091 {
		t.Errorf("%+v", got)
	}
}

// A user's own averages: as proportions, per cent or counts, by name or code;
// the scale is settled for the column.
func TestBenchmarkForms(t *testing.T) {
	for name, rows := range map[string][]string{
		"proportions": {"area,phase,academic_year,measure,group,rate,source", "Camden,Primary,2022/23,suspended_once,no_sen,0.0123,ours", "202,Secondary,2022/23,suspended_once,no_sen,0.25,ours"},
		"per cent":    {"Area,Phase,Year,Measure,Group,Value,Source", "CAMDEN,State-funded primary,2022-23,Suspended at least once,No SEN,1.23,ours", "202,Secondary,2022/23,suspended_once,N,25,ours"},
		"signed":      {"area,phase,academic_year,measure,sen_group,rate,source", "Camden,Primary,2022/23,suspended_once,no_sen,1.23%,ours", "202,Secondary,2022/23,suspended_once,no_sen,25%,ours"},
		"counts": {"area,phase,academic_year_ending,measure,group,numerator,denominator,source", "Camden,Primary,2023,suspended_once,no_sen,123,\"10,000\",ours",
			"202,Secondary,2023,suspended_once,no_sen,25,100,ours"},
	} {
		d, _ := readFiles(t, map[string]string{"benchmarks.csv": lines(rows...)}, Options{})
		got := findBench(d, "suspended_once", metrics.AreaLA, noSEN, 2022, "")
		if len(got) != 2 || got[0].LA != "202" || got[1].LA != "202" || math.Abs(got[0].Value-0.0123) > 1e-15 || got[1].Value != 0.25 || got[0].Supplied != "ours" {
			t.Errorf("%s: %+v", name, got)
		}
	}
}

// Today's naming of the suspensions file: URN, education_phase, suspension.
func TestSuspensionsOfToday(t *testing.T) {
	const head = "time_period,time_identifier,geographic_level,country_code,country_name,region_code,region_name,old_la_code,new_la_code,la_name,school_urn,school_laestab,school_name,education_phase,headcount,perm_excl,perm_excl_rate,suspension,susp_rate,one_plus_susp,one_plus_susp_rate"
	files := map[string]string{"susp.csv": lines(head,
		"202324,Academic year,School,E92000001,England,E13000001,Inner London,202,E09000007,Camden,100049,2024104,A school,State-funded secondary,1000,2,0.2,120,12,80,8",
		"202324,Autumn term,School,E92000001,England,E13000001,Inner London,202,E09000007,Camden,100049,2024104,A school,State-funded secondary,1000,1,0.1,50,5,40,4",
		"202324,Academic year,Local authority,E92000001,England,E13000001,Inner London,202,E09000007,Camden,,,,State-funded secondary,10000,10,0.1,900,9,600,6",
		"202324,Academic year,National,E92000001,England,,,,,,,,,Total,8000000,9000,0.1,900000,11,300000,3.75",
	)}
	d, rep := readFiles(t, files, Options{})
	wantCodes(t, rep, codeTerm)
	all := metrics.GroupAll
	wantFigure(t, d, "100049", 2023, metrics.PupilsSuspended, all, metrics.Known(80))
	wantFigure(t, d, "100049", 2023, metrics.Suspensions, all, metrics.Known(120))
	if got := findBench(d, "suspended_once", metrics.AreaLA, all, 2023, ""); len(got) != 1 || got[0].Value != 0.06 {
		t.Errorf("%+v", got)
	}
	// In a run about the autumn term only its row is read.
	d, rep = readFiles(t, files, Options{Term: "autumn"})
	wantCodes(t, rep)
	wantFigure(t, d, "100049", 2023, metrics.PupilsSuspended, all, metrics.Known(40))
	if d.Term != "autumn" {
		t.Errorf("term %q", d.Term)
	}
}

func TestAbsenceOfToday(t *testing.T) {
	const head = "time_period,time_identifier,geographic_level,country_code,country_name,region_code,region_name,old_la_code,new_la_code,la_name,school_urn,school_name,education_phase,enrolments,sess_possible,sess_overall,sess_overall_percent,enrolments_pa_10_exact,enrolments_pa_10_exact_percent,enrolments_pa_50_exact,enrolments_pa_50_exact_percent"
	d, rep := readFiles(t, map[string]string{"abs.csv": lines(head,
		"202324,Academic year,School,E92000001,England,E13000001,Inner London,202,E09000007,Camden,100049,A school,State-funded secondary,1000,300000,27000,9,250,25,20,2",
		"202324,Academic year,Regional,E92000001,England,E13000001,Inner London,,,,,,State-funded secondary,1000,100000,9000,9,250,25,20,2",
		"202324,Academic year,Regional,E92000001,England,E13000002,Outer London,,,,,,State-funded secondary,3000,300000,21000,7,550,18.3,40,1.3",
	)}, Options{})
	wantCodes(t, rep)
	wantFigure(t, d, "100049", 2023, metrics.AbsenceRate, metrics.GroupAll, metrics.Known(0.09))
	wantFigure(t, d, "100049", 2023, metrics.PersistentAbsenceRate, metrics.GroupAll, metrics.Known(0.25))
	// London is Inner and Outer London added up: 800 of 4000.
	if got := findBench(d, "persistent_absence", metrics.AreaRegion, metrics.GroupAll, 2023, ""); len(got) != 1 || got[0].Region != "London" || got[0].Value != 0.2 {
		t.Errorf("%+v", got)
	}
}

// "No SEN" stands under two topics: the provision is the one that counts.
func TestNoSENOfTwoTopics(t *testing.T) {
	const place = "202324,Academic year,Local authority,E92000001,England,E13000001,Inner London,202,E09000007,Camden,State-funded secondary,"
	for name, files := range map[string][]string{
		"topic and value": {"time_period,time_identifier,geographic_level,country_code,country_name,region_code,region_name,old_la_code,new_la_code,la_name,education_phase,breakdown_topic,breakdown,sess_overall_percent,enrolments_pa_10_exact_percent",
			place + "SEN provision,No SEN,7.5,18.5", place + "SEN primary need,No SEN,7.6,18.9", place + "SEN provision,EHC plan,14.1,33.3", place + "Sex,Girls,8,20", place + "Total,Total,8.1,21"},
		"one column": {"time_period,time_identifier,geographic_level,country_code,country_name,region_code,region_name,old_la_code,new_la_code,la_name,school_type,characteristic,sess_overall_percent,enrolments_pa_10_exact_percent",
			place + "SEN provision - No SEN,7.5,18.5", place + "SEN primary need - No SEN,7.6,18.9", place + "SEN provision - EHC plan,14.1,33.3", place + "Gender - Girls,8,20", place + "Total,8.1,21"},
	} {
		d, rep := readFiles(t, map[string]string{"characteristics.csv": lines(files...)}, Options{})
		wantCodes(t, rep)
		for g, want := range map[metrics.Group]float64{noSEN: 0.185, plan: 0.333, metrics.GroupAll: 0.21} {
			if got := findBench(d, "persistent_absence", metrics.AreaLA, g, 2023, ""); len(got) != 1 || got[0].Value != want {
				t.Errorf("%s, %s: %+v, want %v", name, g, got, want)
			}
		}
		if len(d.Benchmarks) != 6 {
			t.Errorf("%s: %d benchmarks, want 2 measures of 3 groups", name, len(d.Benchmarks))
		}
	}
}

// The whole files, where they are at hand: the published rates of no SEN agree
// with the counts by band, so nothing clashes.
func TestWholeTidyFiles(t *testing.T) {
	root := os.Getenv("INCLUSIONCARDS_DATA")
	if root == "" {
		t.Skip("INCLUSIONCARDS_DATA is not set")
	}
	d, rep, err := Read([]string{filepath.Join(root, "data/schema"), filepath.Join(root, "data/la_by_sen")}, Options{})
	must(t, err)
	for _, f := range rep.Files {
		if f.Kind == "" {
			t.Errorf("%+v", f)
		}
	}
	for _, p := range rep.Problems {
		if p.Severity == Error {
			t.Error(p)
		}
	}
	if len(d.Schools) != 60 {
		t.Errorf("%d schools, want the 60 of each file", len(d.Schools))
	}
}
