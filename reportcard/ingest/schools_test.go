package ingest

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"inclusioncards/metrics"
)

func school(t *testing.T, d *metrics.Dataset, u metrics.URN) metrics.School {
	t.Helper()
	i := d.Find(u)
	if i < 0 {
		t.Fatalf("school %s was not read", u)
	}
	return d.Schools[i]
}

func TestSchoolsTable(t *testing.T) {
	d, rep := readFiles(t, map[string]string{"schools.csv": lines(
		"urn,laestab,name,la_code,la_name,region,phase,type,low_age,high_age,admissions_policy,gender,sen_unit,resourced_provision,fsm6_percent,eal_percent,ofsted_outcome,religious_character,trust",
		"100049,202/4104,Haverstock School,202,Camden Council,London,Secondary,Community school,11,18,Comprehensive,Mixed,No,12,69.8,57.5,Good,None,",
		"100051,202-4196,Regent High,,Camden,,All-through,,3,18,Selective,,Y,,,x,,Roman Catholic,A trust",
		"100052,2024275,Sixth Form,202,,,Secondary,Free school 16-19,,,,,,,,,,,",
	), "counts.csv": smallCounts}, Options{})
	wantCodes(t, rep)
	want := metrics.School{URN: "100049", LAESTAB: "2024104", Name: "Haverstock School", LA: "202", LAName: "Camden", Region: "London", Phase: metrics.Secondary, Type: "Community school",
		LowAge: 11, HighAge: 18, Admissions: "Comprehensive", Selective: metrics.No, Gender: "Mixed", SENUnit: metrics.No, Resourced: metrics.Yes, Ofsted: "Good", Religious: "None"}
	if diff := cmp.Diff(want, school(t, d, "100049")); diff != "" {
		t.Error(diff)
	}
	through := school(t, d, "100051")
	if through.Phase != metrics.Secondary || !through.AllThrough || through.LA != "202" || through.Selective != metrics.Yes || through.SENUnit != metrics.Yes || through.Region != "London" || through.Religious != "Roman Catholic" || through.Trust != "A trust" {
		t.Errorf("%+v", through)
	}
	if s := school(t, d, "100052"); s.Phase != metrics.SixteenPlus {
		t.Errorf("%+v", s)
	}
	// Undated percentages belong to the latest year of the counts.
	wantFigure(t, d, "100049", 2022, metrics.FSM6Rate, all, metrics.Known(0.698))
	wantFigure(t, d, "100049", 2022, metrics.EALRate, all, metrics.Known(0.575))
	wantFigure(t, d, "100051", 2022, metrics.FSM6Rate, all, metrics.Count{})
	wantFigure(t, d, "100051", 2022, metrics.EALRate, all, metrics.Missing(metrics.NotAvailable))
}

const giasHead = "URN,LA (code),LA (name),EstablishmentNumber,EstablishmentName,TypeOfEstablishment (name),EstablishmentStatus (name),OpenDate,CloseDate,PhaseOfEducation (name),StatutoryLowAge,StatutoryHighAge,Gender (name),AdmissionsPolicy (name),ResourcedProvisionOnRoll,SenUnitOnRoll,GOR (name),ReligiousCharacter (name),Trusts (name)"

func TestGIAS(t *testing.T) {
	d, rep := readFiles(t, map[string]string{"edubasealldata20250422.csv": lines(giasHead,
		"100049,202,Camden,4104,Haverstock School,Community school,Open,,,Secondary,11,18,Mixed,Non-selective,,14,London,Church of England,Not applicable",
		"100091,202,Camden,7008,A special school,Community special school,\"Open, but proposed to close\",,,Not applicable,2,19,Mixed,Not applicable,,,London",
		"100092,202,Camden,7137,Closed school,Community special school,Closed,,31-08-2020,Not applicable,5,16,Mixed,Not applicable,,,London",
		"100062,202,Camden,6014,Independent,Other independent special school,Open,,,Not applicable,5,16,Mixed,Not applicable,,,London",
		"150001,202,Camden,4009,New academy,Academy converter,Open,01-09-2021,,Secondary,11,18,Mixed,Non-selective,,,London",
	), "counts_2022-23.csv": lines("urn,sen_group,pupils", "150001,no_sen,3")}, Options{})
	wantCodes(t, rep)
	want := metrics.School{URN: "100049", LAESTAB: "2024104", Name: "Haverstock School", LA: "202", LAName: "Camden", Region: "London", Phase: metrics.Secondary, Type: "Community school",
		LowAge: 11, HighAge: 18, Admissions: "Non-selective", Selective: metrics.No, Gender: "Mixed", SENUnit: metrics.Yes, Religious: "Church of England"}
	if diff := cmp.Diff(want, school(t, d, "100049")); diff != "" {
		t.Error(diff)
	}
	if s := school(t, d, "100091"); s.Phase != metrics.Special || s.Closed || s.Selective != metrics.NotKnown {
		t.Errorf("%+v", s)
	}
	if !school(t, d, "100092").Closed {
		t.Error("a closed school is open")
	}
	if p := school(t, d, "100062").Phase; p != metrics.Independent {
		t.Errorf("independent special school: %v", p)
	}
	if !school(t, d, "150001").New {
		t.Error("opened in 2021/22 and not new in 2022/23")
	}
}

const (
	spineHead  = "URN,LA,ESTAB,LAESTAB,SCHNAME,ICLOSE,OPENDATE,CLOSEDATE,ISNEW,MINORGROUP,NFTYPE,ISPRIMARY,ISSECONDARY,AGEL,AGEH,GENDER,ADMPOL"
	censusHead = "URN,LA,ESTAB,SCHOOLTYPE,NOR,TSENELSE,TSENELK,NUMEAL"
)

func TestSpineAndCensus(t *testing.T) {
	d, rep := readFiles(t, map[string]string{
		"2017-2018/england_spine.csv": lines(spineHead,
			"100049,202,4104,2024104,Haverstock School,2,,43343,0,Maintained School,Community school,0,1,11,18,Mixed,Non-selective", // said closed, yet counted in 2023
			"100050,202,4166,2024166,Parliament Hill School,2,,43343,0,Maintained School,Community school,0,1,11,18,Girls,Non-selective",
			"100051,202,4196,2024196,New in 2019,1,43709,,1,Academy,Free school - Mainstream,0,1,11,18,Mixed,Selective", // 43709 is 1 September 2019
			"100052,202,4275,2024275,Changed,1,,,0,Maintained School,Community school,1,0,3,11,Mixed,Not recorded",
			"100053,202,4285,2024285,A college,1,,,0,College,Sixth form college,0,0,16,99,Mixed,",
		),
		"2019-2020/england_census.csv": lines(censusHead,
			"100049,202,4104,State-funded secondary,950,30,112,694", "100051,202,4196,State-funded secondary,150,3,11,69",
			"100052,202,4275,State-funded secondary,300,9,40,12", "100060,203,5401,Non-maintained special school,30,30,0,NA",
			"NAT,,PRI,State-funded primary,4647851,117757,629184,1022969"),
	}, Options{})
	wantCodes(t, rep)
	if school(t, d, "100049").Closed {
		t.Error("a school with figures in the latest census is closed")
	}
	if !school(t, d, "100050").Closed {
		t.Error("ICLOSE 2 without figures is not closed")
	}
	if s := school(t, d, "100051"); !s.New || s.Selective != metrics.Yes {
		t.Errorf("%+v", s)
	}
	if p := school(t, d, "100052").Phase; p != metrics.Secondary {
		t.Errorf("phase %v: the census of the latest year beats the spine", p)
	}
	if s := school(t, d, "100053"); s.Phase != metrics.SixteenPlus || s.HighAge != 0 {
		t.Errorf("%+v", s)
	}
	if s := school(t, d, "100060"); s.Phase != metrics.Special || s.LAName != "Greenwich" || s.Region != "London" {
		t.Errorf("%+v", s)
	}
	if d.Find("NAT") >= 0 || len(d.Schools) != 6 {
		t.Errorf("%d schools, want 6: the national row is none", len(d.Schools))
	}
}

// Names: schools table, GIAS, information file, spine; lower ones fill blanks.
func TestPrecedenceOfNames(t *testing.T) {
	spine := lines(spineHead, "100049,202,4104,2024104,Spine,1,,,0,Maintained School,Community school,0,1,11,18,Mixed,Non-selective")
	info := lines("time_period,time_identifier,geographic_level,school_laestab,school_urn,school_name,old_la_code,new_la_code,la_name,establishment_type_group,admpol_pt,egender,agerange",
		"202324,Academic year,School,2024104,100049,Information,202,E09000007,Camden,Community school,non-selective schools in other areas,Mixed,11 to 18")
	gias := lines(giasHead, "100049,202,Camden,4104,GIAS,Community school,Open,,,Secondary,11,18,Mixed,Non-selective,,,London")
	table := lines("urn,name,phase", "100049,Table,Secondary")
	files := map[string]string{"2017-2018/a.csv": spine}
	for _, step := range []struct{ file, text, want string }{{"", "", "Spine"}, {"b.csv", info, "Information"}, {"c.csv", gias, "GIAS"}, {"d.csv", table, "Table"}} {
		if step.file != "" {
			files[step.file] = step.text
		}
		d, _ := readFiles(t, files, Options{})
		s := school(t, d, "100049")
		if s.Name != step.want || s.LAESTAB != "2024104" || s.Gender != "Mixed" {
			t.Errorf("with %v: %+v, want the name %q and blanks filled", step.file, s, step.want)
		}
	}
}

// A LAESTAB that changed hands goes to the URN of the nearest year.
func TestNearestYearOfALAESTAB(t *testing.T) {
	excl := "time_identifier,time_period,geographic_level,old_la_code,estab,laestab,school_type,headcount,perm_excl,fixed_excl,one_plus_fixed\n" +
		"Academic year,201617,School,202,4104,2024104,State-funded secondary,900,x,12,.\n" +
		"Academic year,202223,School,202,4104,2024104,State-funded secondary,950,x,12,3\n" +
		"Autumn term,202223,School,202,4104,2024104,State-funded secondary,950,x,12,3\n"
	d, rep := readFiles(t, map[string]string{
		"e.csv":              excl,
		"2018-2019/c.csv":    lines(censusHead, "100049,202,4104,State-funded secondary,950,30,112,694"),
		"2022-2023/c.csv":    lines(censusHead, "150001,202,4104,State-funded secondary,960,30,112,694"),
		"2022-2023/abs.csv":  "LA,ESTAB,URN,PERCTOT,PPERSABS10\n202,4104,150001,10.1,SUPP\n",
		"2018-2019/abs.csv":  "LA,ESTAB,URN,PERCTOT,PPERSABS10\n202,4104,100049,9.8,NA\n",
		"2018-2019/note.txt": "Nothing to see here\n",
	}, Options{})
	wantCodes(t, rep, codeUnrecognised, codeTerm)
	wantFigure(t, d, "100049", 2016, metrics.ExclusionHeadcount, all, metrics.Known(900))
	wantFigure(t, d, "150001", 2022, metrics.ExclusionHeadcount, all, metrics.Known(950))
	// 2016/17: x hides 1 or 2, a full stop is "not applicable"; 2022/23: x is "not available".
	wantFigure(t, d, "100049", 2016, metrics.PermanentExclusions, all, metrics.Missing(metrics.Suppressed))
	wantFigure(t, d, "100049", 2016, metrics.PupilsSuspended, all, metrics.Missing(metrics.NotApplicable))
	wantFigure(t, d, "150001", 2022, metrics.PermanentExclusions, all, metrics.Missing(metrics.NotAvailable))
	wantFigure(t, d, "150001", 2022, metrics.PersistentAbsenceRate, all, metrics.Missing(metrics.Suppressed))
	wantFigure(t, d, "100049", 2018, metrics.PersistentAbsenceRate, all, metrics.Missing(metrics.NotAvailable))
	wantFigure(t, d, "100049", 2018, metrics.AbsenceRate, all, metrics.Known(0.098))
}

// More pupils on the register than on roll, or with FSM6 than counted.
func TestCensusChecks(t *testing.T) {
	d, rep := readFiles(t, map[string]string{"2022-2023/c.csv": lines(
		"URN,LA,Estab,SCHOOLTYPE,NOR,TSENELSE,TSENELK,NUMEAL,NUMFSMEVER,NORFSMEVER",
		"100049,202,4104,State-funded secondary,100,60,41,101,51,50", "100050,202,4166,State-funded secondary,100,60,40,100,50,50",
	)}, Options{})
	wantCodes(t, rep, codePartWhole, codePartWhole, codePartWhole)
	refusedFigure := metrics.Missing(metrics.NotAvailable)
	wantFigure(t, d, "100049", 2022, metrics.CensusRoll, plan, refusedFigure)
	wantFigure(t, d, "100049", 2022, metrics.CensusRoll, support, refusedFigure)
	wantFigure(t, d, "100049", 2022, metrics.EALPupils, all, refusedFigure)
	wantFigure(t, d, "100049", 2022, metrics.FSM6Pupils, all, refusedFigure)
	wantFigure(t, d, "100049", 2022, metrics.CensusRoll, all, metrics.Known(100))
	wantFigure(t, d, "100050", 2022, metrics.CensusRoll, support, metrics.Known(40))
}

// Pupils eligible in six years are a share of NORFSMEVER, not of the roll: without
// it the column is not used, and that is told.
func TestEligiblePupilsWithoutTheirRoll(t *testing.T) {
	for head, severity := range map[string]Severity{"NUMFSMEVER": Warning, "NUMFSMEVER,PNUMFSMEVER": Info} {
		cells := map[Severity]string{Warning: "51", Info: "51,60.7"}[severity]
		d, rep := readFiles(t, map[string]string{"2022-2023/c.csv": lines("URN,LA,Estab,SCHOOLTYPE,NOR,TSENELSE,TSENELK,"+head, "100049,202,4104,State-funded secondary,100,6,41,"+cells)}, Options{})
		if p := wantProblem(t, rep, codeMissing, "NORFSMEVER, the roll it is a share of, is not there: the column is not used"); p.Severity != severity || p.Column != "NUMFSMEVER" {
			t.Errorf("%+v", p)
		}
		wantFigure(t, d, "100049", 2022, metrics.FSM6Pupils, all, metrics.Count{})
	}
}

func TestProportionsOrPercentages(t *testing.T) {
	head := "LA,ESTAB,URN,PERCTOT,PPERSABS10\n"
	d, _ := readFiles(t, map[string]string{"2022-23.csv": head + "202,4104,100049,0.101,33.1\n202,4166,100050,0.079,0.5\nNAT,SEC,,0.09,26.5\n"}, Options{})
	wantFigure(t, d, "100049", 2022, metrics.AbsenceRate, all, metrics.Known(0.101))
	wantFigure(t, d, "100050", 2022, metrics.PersistentAbsenceRate, all, metrics.Known(0.005))
	for _, b := range d.Benchmarks {
		want := map[metrics.MeasureID]float64{"absence": 0.09, "persistent_absence": 0.265}[b.Measure]
		if b.Value != want {
			t.Errorf("%s: %v, want %v", b.Measure, b.Value, want)
		}
	}
}

func TestSimulatedAndDemonstration(t *testing.T) {
	for name, want := range map[string]bool{
		"england_simulated/counts.csv": true, "synthetic_la/counts.csv": true, "x/demo-2022/counts.csv": true, "test-data/counts.csv": true, "counts_simulated.csv": true,
		"demographics/counts.csv": false, "testdata/counts.csv": false, "latest data/counts.csv": false,
	} {
		d, _ := readFiles(t, map[string]string{name: smallCounts}, Options{})
		if d.Sources[0].Simulated != want || d.Schools[0].Simulated != want {
			t.Errorf("%s: source %v, school %v; want %v", name, d.Sources[0].Simulated, d.Schools[0].Simulated, want)
		}
	}
	d, _ := readFiles(t, map[string]string{"counts.csv": smallCounts}, Options{Demonstration: true})
	if !d.Sources[0].Demonstration || d.Sources[0].Simulated || !d.Schools[0].Simulated {
		t.Errorf("%+v", d.Sources[0])
	}
}

func TestArchives(t *testing.T) {
	var gz bytes.Buffer
	zw := gzip.NewWriter(&gz)
	if _, err := zw.Write([]byte(smallCounts)); err != nil {
		t.Fatal(err)
	}
	if err := zw.Close(); err != nil {
		t.Fatal(err)
	}
	var zipped bytes.Buffer
	w := zip.NewWriter(&zipped)
	for name, text := range map[string]string{"2021-22/counts.csv": lines("urn,sen_group,pupils", "100049,no_sen,690"), "notes.pdf": "%PDF"} {
		f, err := w.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.Write([]byte(text)); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	d, rep := readFiles(t, map[string]string{"a.csv.gz": gz.String(), "b.zip": zipped.String()}, Options{})
	wantCodes(t, rep)
	wantFigure(t, d, "100049", 2022, metrics.Pupils, noSEN, metrics.Known(700))
	wantFigure(t, d, "100049", 2021, metrics.Pupils, noSEN, metrics.Known(690))
	if rep.Files[1].File != "b.zip/2021-22/counts.csv" {
		t.Errorf("%+v", rep.Files)
	}
	_, rep = readFiles(t, map[string]string{"a.csv.gz": gz.String()}, Options{MaxUncompressed: 50})
	wantCodes(t, rep, codeTooLarge)
}

func TestWindows1252(t *testing.T) {
	text := strings.NewReplacer("é", "\xe9", "’", "\x92").Replace(lines("urn,name,phase", "100049,St Aimé’s School,Secondary"))
	d, rep := readFiles(t, map[string]string{"schools.csv": text}, Options{})
	wantCodes(t, rep)
	if n := school(t, d, "100049").Name; n != "St Aimé’s School" {
		t.Errorf("name %q", n)
	}
}

// The file before a broken row is read; what follows the open quotation mark
// is named, not used.
func TestOpenQuote(t *testing.T) {
	d, rep := readFiles(t, map[string]string{"counts.csv": smallCounts + "100050,2022/23,no_sen,\"7,1,2\n100051,2022/23,no_sen,7,1,2\n100052,2022/23,no_sen,7,1,2\n"}, Options{})
	wantCodes(t, rep, codeQuote)
	wantFigure(t, d, "100049", 2022, metrics.Pupils, noSEN, metrics.Known(700))
	if len(d.Schools) != 1 {
		t.Errorf("%d schools", len(d.Schools))
	}
}

func TestReadPaths(t *testing.T) {
	if _, _, err := Read([]string{filepath.Join(t.TempDir(), "no such folder")}, Options{}); err == nil {
		t.Error("a path that does not exist gave no error")
	}
	dir := t.TempDir()
	write := func(name, text string) string {
		p := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(p), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(p, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		return p
	}
	counts := write("a/counts.csv", smallCounts)
	other := write("b/counts.csv", strings.ReplaceAll(smallCounts, "100049", "100050"))
	image := write("a/logo.csv", "\x89PNG\r\n\x1a\n")
	write("a/.hidden.csv", "x")
	write("a/~$counts.xlsx", "x")
	// In a folder an image is a warning, named by the user an error.
	_, rep, err := Read([]string{filepath.Join(dir, "a")}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if p := wantProblem(t, rep, codeImage, "IN103 logo.csv: is an image (PNG)"); p.Severity != Warning || len(rep.Files) != 2 {
		t.Errorf("%v, %d files", p.Severity, len(rep.Files))
	}
	_, rep, err = Read([]string{image}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if p := wantProblem(t, rep, codeImage, "logo.csv"); p.Severity != Error {
		t.Errorf("%v", p.Severity)
	}
	// Two files of one name are told apart; a source is named without folders.
	d, rep, err := Read([]string{counts, other}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	wantCodes(t, rep)
	if rep.Files[0].File == rep.Files[1].File || d.Sources[0].File != "counts.csv" || d.Sources[1].File != "counts.csv" {
		t.Errorf("%+v", rep.Files)
	}
	// The same file twice is read once.
	_, rep, err = Read([]string{counts, counts}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	wantCodes(t, rep, codeSameFile)
}

// A table of schools without URNs is joined by LAESTAB, never by name.
func TestSchoolsByLAESTAB(t *testing.T) {
	d, rep := readFiles(t, map[string]string{
		"schools.csv":     lines("LAESTAB,School name,Phase", "202/4104,Haverstock School,Secondary", "202/9999,Parliament Hill School,Secondary"),
		"2022-2023/c.csv": lines(censusHead, "100049,202,4104,State-funded secondary,950,30,112,694"),
	}, Options{})
	wantCodes(t, rep)
	wantProblem(t, rep, codeUnmatched, "schools.csv: 1 row of 1 school in no table of schools, LAESTAB 2029999 (line 3): not used")
	if n := school(t, d, "100049").Name; n != "Haverstock School" || len(d.Schools) != 1 {
		t.Errorf("name %q, %d schools", n, len(d.Schools))
	}
}
