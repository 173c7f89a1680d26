package ingest

import (
	"archive/zip"
	"bufio"
	"bytes"
	"compress/gzip"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/xuri/excelize/v2"

	"inclusioncards/metrics"
	"inclusioncards/reportcard/ingest/pupils"
)

const smallExtract = "../../testdata/pupils"

// smallFiles are the tables of the small extract by name.
func smallFiles(t *testing.T) map[string]string {
	t.Helper()
	out := map[string]string{}
	for _, name := range []string{
		"schools.csv", "census_2024_01.csv", "census_2025_01.csv", "attendance_2023_24.csv", "suspensions_2023_24.csv", "destinations_2025_01.csv",
	} {
		b, err := os.ReadFile(filepath.Join(smallExtract, name))
		if err != nil {
			t.Fatal(err)
		}
		out[name] = string(b)
	}
	return out
}

// figuresOf lists every figure of a dataset.
func figuresOf(d *metrics.Dataset) map[string]metrics.Count {
	out := map[string]metrics.Count{}
	for _, y := range d.Years() {
		for i := range d.Schools {
			for f := metrics.Pupils; f <= metrics.FSM6Rate; f++ {
				for _, g := range metrics.CountGroups {
					if c := d.Get(i, y, f, g); c.Given {
						c.Source = 0
						out[strings.Join([]string{string(d.Schools[i].URN), y.String(), f.String(), g.String()}, " ")] = c
					}
				}
			}
		}
	}
	return out
}

func sameFigures(t *testing.T, want, got map[string]metrics.Count) {
	t.Helper()
	if len(want) < 100 || len(got) != len(want) {
		t.Errorf("%d figures, want %d", len(got), len(want))
	}
	for k, w := range want {
		if got[k] != w {
			t.Errorf("%s: %+v, want %+v", k, got[k], w)
		}
	}
}

func zipped(t testing.TB, files map[string]string) string {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, name := range slices.Sorted(maps.Keys(files)) {
		f, err := w.Create(name)
		if err == nil {
			_, err = f.Write([]byte(files[name]))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func gzipped(t testing.TB, text string) string {
	t.Helper()
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	if _, err := w.Write([]byte(text)); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// sheets puts each table on a sheet of its own, every cell as text.
func sheets(t *testing.T, files map[string]string) string {
	t.Helper()
	f := excelize.NewFile()
	defer func() { _ = f.Close() }()
	for name, text := range files {
		sheet := strings.TrimSuffix(name, ".csv")
		if _, err := f.NewSheet(sheet); err != nil {
			t.Fatal(err)
		}
		src, err := newDelimited(bufio.NewReader(strings.NewReader(strings.TrimPrefix(text, "\ufeff"))), []byte(text))
		if err != nil {
			t.Fatal(err)
		}
		for row := 1; ; row++ {
			cells, _, err := src.next()
			if err != nil {
				break
			}
			for c, v := range cells {
				at, err := excelize.CoordinatesToCellName(c+1, row)
				if err == nil {
					err = f.SetCellStr(sheet, at, v)
				}
				if err != nil {
					t.Fatal(err)
				}
			}
		}
	}
	if err := f.DeleteSheet("Sheet1"); err != nil {
		t.Fatal(err)
	}
	b, err := f.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// perSchool writes one file per school and table, the school in the folder.
func perSchool(files map[string]string) map[string]string {
	out := map[string]string{"schools.csv": files["schools.csv"]}
	for name, text := range files {
		if name == "schools.csv" {
			continue
		}
		head, rest, _ := strings.Cut(text, "\n")
		for line := range strings.Lines(rest) {
			for _, u := range []string{"900001", "900002", "900003", "900004", "900005", "900006", "900007", "900008", "900009", "900010", "900011", "900012"} {
				cells := strings.Split(strings.TrimSpace(line), ",")
				if strings.Trim(cells[1], `"`) == u || name[0] == 's' && strings.Trim(cells[2], `"`) == u {
					file := u + "/" + name
					if out[file] == "" {
						out[file] = head + "\n"
					}
					out[file] += line
				}
			}
		}
	}
	return out
}

// The same tables give the same figures whatever they come in.
func TestPupilContainers(t *testing.T) {
	plain := smallFiles(t)
	d, rep := readFiles(t, plain, Options{FileLA: "999"})
	want := figuresOf(d)
	if n := len(d.Schools); n != 2 || d.Schools[0].LA != "999" {
		t.Fatalf("%d schools, in authority %q", n, d.Schools[0].LA)
	}
	for _, code := range codesOf(rep) {
		t.Errorf("problem %s in the small extract:\n%s", code, printed(rep))
	}
	packed := map[string]string{}
	for name, text := range plain {
		packed[name+".gz"] = gzipped(t, text)
	}
	mixed := map[string]string{
		"schools.csv": plain["schools.csv"], "census_2024_01.csv": plain["census_2024_01.csv"], "more.zip": zipped(t, map[string]string{
			"x/census_2025_01.csv": plain["census_2025_01.csv"], "x/attendance_2023_24.csv": plain["attendance_2023_24.csv"],
			"x/suspensions_2023_24.csv": plain["suspensions_2023_24.csv"], "x/destinations_2025_01.csv": plain["destinations_2025_01.csv"],
		}),
	}
	for name, files := range map[string]map[string]string{
		"gzip": packed, "zip": {"extract.zip": zipped(t, plain)}, "workbook": {"extract.xlsx": sheets(t, plain)},
		"a file per school": perSchool(plain), "mixed": mixed,
	} {
		t.Run(name, func(t *testing.T) {
			d, rep := readFiles(t, files, Options{FileLA: "999"})
			sameFigures(t, want, figuresOf(d))
			for _, f := range rep.Files {
				if f.SHA256 == "" || f.Kind != "documentation" && (!f.Used || f.Rows == 0) {
					t.Errorf("%+v", f)
				}
			}
			if len(codesOf(rep)) > 0 {
				t.Errorf("problems:\n%s", printed(rep))
			}
		})
	}
}

const (
	censusHeadings  = "pupil_id,school_urn,year_group,sen_status,date_of_birth,enrolment_status\n"
	attendHeadings  = "pupil_id,school_urn,sessions_possible,sessions_missed\n"
	suspendHeadings = "suspension_id,pupil_id,school_urn,start_date,length_days,category\n"
)

// Where a year can come from, and what is asked when it comes from nowhere. The
// two pupils are in Year 8, one leaves before Year 9.
func TestPupilYears(t *testing.T) {
	pair := func(first, second string) map[string]string {
		return map[string]string{
			first:         censusHeadings + "a,100001,8,K,,C\nb,100001,8,N,,C\n",
			second:        censusHeadings + "b,100001,9,N,,C\n",
			"schools.csv": "urn,name,phase,low_age,high_age\n100001,A,Secondary,11,16\n",
		}
	}
	// Born September 2010 to August 2011: Year 8 in 2023/24, Year 9 in 2024/25.
	born := func(year string, n int) string {
		out := censusHeadings
		for i := range n {
			out += "p" + string(rune('a'+i)) + ",100001," + year + ",N,1" + string(rune('0'+i)) + "/11/2010,C\n"
		}
		return out
	}
	attendance := attendHeadings + "a,100001,380,50\nb,100001,380,10\n"
	with := func(files map[string]string, name, text string) map[string]string {
		files[name] = text
		return files
	}
	tests := []struct {
		name  string
		files map[string]string
		opt   Options
		year  metrics.AcademicYear
		field metrics.Field
		want  metrics.Count
		code  string
	}{
		{"month in numbers", pair("census_2024_01.csv", "census_2025_01.csv"), Options{}, 2023, metrics.NonStandardLeavers, metrics.Known(1), ""},
		{"month in a word", pair("January 2024.csv", "january-2025.csv"), Options{}, 2023, metrics.NonStandardLeavers, metrics.Known(1), ""},
		{"day", pair("census 2024-01-18.csv", "census_20250116.csv"), Options{}, 2023, metrics.NonStandardLeavers, metrics.Known(1), ""},
		{"academic year", pair("census 2023-24.csv", "census_202425.csv"), Options{}, 2023, metrics.NonStandardLeavers, metrics.Known(1), ""},
		{"folder", pair("jan_2024/census.csv", "jan_2025/census.csv"), Options{}, 2023, metrics.NonStandardLeavers, metrics.Known(1), ""},
		{"dates of birth", map[string]string{"x.csv": born("8", 7), "y.csv": born("9", 6)}, Options{}, 2023, metrics.Y10Pupils, metrics.Known(0), codeInferred},
		{"nothing", pair("a.csv", "b.csv"), Options{}, 2023, metrics.Pupils, metrics.Count{}, codePupilYear},
		{"a census of the wrong year", map[string]string{"census_2022_01.csv": born("8", 7)}, Options{}, 2021, metrics.Pupils, metrics.Count{}, codeCensusYear},
		{"--file-year", map[string]string{"census.csv": censusHeadings + "a,100001,8,K,,C\n"}, Options{FileYear: 2022}, 2022, metrics.Pupils, metrics.Known(1), ""},
		{"attendance without a year", with(pair("census_2024_01.csv", "census_2025_01.csv"), "attendance.csv", attendance), Options{}, 2023, metrics.PersistentAbsentees, metrics.Known(1), codeInferred},
		{"attendance of another year", with(pair("census_2024_01.csv", "census_2025_01.csv"), "attendance_2020_21.csv", attendance), Options{}, 2023, metrics.PersistentAbsentees, metrics.Count{}, codeNoCensus},
		{"suspensions by date", with(pair("census_2024_01.csv", "census_2025_01.csv"), "suspensions.csv",
			suspendHeadings+"1,a,100001,06/11/2023,1,SUSP\n2,a,100001,07/11/2023,1,SUSP\n3,b,100001,07/11/2022,1,SUSP\n"), Options{}, 2023, metrics.Suspensions, metrics.Known(2), codeLostYear},
		{"a year in each row", map[string]string{"all.csv": "academic_year," + censusHeadings + "2022/23,a,100001,7,K,,C\n2023/24,a,100001,8,K,,C\n2023/24,b,100001,8,N,,C\n2024/25,b,100001,9,N,,C\n",
			"schools.csv": "urn,name,phase,low_age,high_age\n100001,A,Secondary,11,16\n"}, Options{}, 2023, metrics.NonStandardLeavers, metrics.Known(1), ""},
		{"half a file", with(pair("census_2024_01.csv", "census_2025_01.csv"), "attendance_2023_24.csv", attendance+"c,100001,3"), Options{}, 2023, metrics.PersistentAbsentees, metrics.Missing(metrics.NotAvailable), codeCut},
		{"another rule for leavers", pair("census_2024_01.csv", "census_2025_01.csv"), Options{LeaverPreset: "mime2024"}, 2023, metrics.LeaverBase, metrics.Known(2), ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d, rep := readFiles(t, tt.files, tt.opt)
			var got metrics.Count
			if i := d.Find("100001"); i >= 0 {
				got = d.Get(i, tt.year, tt.field, metrics.GroupAll)
			}
			got.Source = 0
			if got != tt.want {
				t.Errorf("%+v, want %+v:\n%s", got, tt.want, printed(rep))
			}
			if tt.code != "" {
				wantProblem(t, rep, tt.code, "")
			}
			for _, f := range rep.Files {
				if f.Used && f.Rows == 0 {
					t.Errorf("used without a row: %+v", f)
				}
			}
		})
	}
}

// Of three censuses the middle one ends one year and begins the next; the last
// is not counted alone.
func TestThreeCensuses(t *testing.T) {
	d, rep := readFiles(t, map[string]string{
		"schools.csv":        "urn,name,phase,low_age,high_age\n100001,A,Secondary,11,16\n",
		"census_2022_01.csv": censusHeadings + "a,100001,7,K,,C\nb,100001,7,N,,C\nc,100001,7,N,,C\n",
		"census_2023_01.csv": censusHeadings + "a,100001,8,K,,C\nb,100001,8,N,,C\n,100001,8,N,,C\n",
		"census_2024_01.csv": censusHeadings + "b,100001,9,N,,C\n",
	}, Options{})
	for y, want := range map[metrics.AcademicYear][2]float64{2021: {3, 1}, 2022: {2, 1}} {
		wantFigure(t, d, "100001", y, metrics.LeaverBase, metrics.GroupAll, metrics.Known(want[0]))
		wantFigure(t, d, "100001", y, metrics.NonStandardLeavers, metrics.GroupAll, metrics.Known(want[1]))
	}
	if years := d.Years(); len(years) != 2 {
		t.Errorf("years %v", years)
	}
	// The row without an identifier is checked for both years and told once.
	times := 0
	for _, p := range rep.Problems {
		if p.Code == "IN701" {
			times++
		}
	}
	if times != 1 {
		t.Errorf("told %d times:\n%s", times, printed(rep))
	}
}

// A figure that counts.csv gives too is checked as between any two files.
func TestPupilsMeetCounts(t *testing.T) {
	files := map[string]string{
		"census_2024_01.csv":     censusHeadings + "a,100001,8,K,,C\nb,100001,8,N,,C\n",
		"attendance_2023_24.csv": attendHeadings + "a,100001,380,50\nb,100001,380,10\n",
		"counts_2023-24.csv":     "urn,sen_group,pupils,sessions_absent\n100001,no_sen,1,9\n",
	}
	d, rep := readFiles(t, files, Options{})
	wantFigure(t, d, "100001", 2023, metrics.Pupils, metrics.GroupNoSEN, metrics.Known(1))
	wantFigure(t, d, "100001", 2023, metrics.SessionsAbsent, metrics.GroupNoSEN, metrics.Missing(metrics.NotAvailable))
	wantProblem(t, rep, codeTwiceSame, "1 figure")
	wantProblem(t, rep, codeTwoFiles, "sessions_absent of 2023/24, no_sen: 10 here, 9 in counts_2023-24.csv line 2")
}

// What the file system holds does not change between runs, nor the figures.
func TestPupilOrder(t *testing.T) {
	fsys := fstest.MapFS{}
	for name, text := range smallFiles(t) {
		fsys["z"+name] = &fstest.MapFile{Data: []byte(text)}
	}
	d, _, err := ReadFS(fsys, Options{})
	if err != nil {
		t.Fatal(err)
	}
	again, _ := readFiles(t, smallFiles(t), Options{})
	sameFigures(t, figuresOf(again), figuresOf(d))
}

func TestRolesCoverEveryKind(t *testing.T) {
	seen := map[pupils.Kind]bool{}
	for _, f := range pupilFields() {
		for _, r := range rolesOf(f) {
			seen[r.kind] = true
		}
	}
	if len(seen) != 4 { // census, attendance, suspensions, destinations
		t.Errorf("figures rest on %v", seen)
	}
}

// manyPupils writes a census of n pupils in Year 8 or 9, every fifth with SEN
// support, named with a prefix.
func manyPupils(n int, prefix, year string) string {
	out := censusHeadings
	for i := range n {
		sen := "N"
		if i%5 == 0 {
			sen = "K"
		}
		out += prefix + strconv.Itoa(i) + ",100001," + year + "," + sen + ",,C\n"
	}
	return out
}

// The named checks reach the dataset, and a veto forbids a verdict on the family
// it is about only.
func TestPupilChecks(t *testing.T) {
	schools := "urn,name,phase,low_age,high_age\n100001,A,Secondary,11,16\n"
	outcome := func(d *metrics.Dataset, name string) metrics.CheckOutcome {
		for _, c := range d.Checks {
			if c.Code == name && c.URN == "100001" && c.Year == 2023 {
				return c.Outcome
			}
		}
		return metrics.CheckFound
	}
	for _, tt := range []struct {
		name, second, check string
		want                metrics.CheckOutcome
		movement, absence   bool // vetoed
	}{
		{"all stayed", manyPupils(60, "p", "9"), "identifiers", metrics.CheckPassed, false, false},
		{"other identifiers", manyPupils(60, "q", "9"), "identifiers", metrics.CheckVetoed, true, false},
		// Seven tenths of 60 are 42, 85 in 100 are 51; under 50 nothing is said.
		{"half a census", manyPupils(41, "p", "9"), CheckSecondRoll, metrics.CheckVetoed, true, false},
		{"a smaller roll", manyPupils(42, "p", "9"), CheckSecondRoll, metrics.CheckWarned, false, false},
		{"nearly the same", manyPupils(51, "p", "9"), CheckSecondRoll, metrics.CheckPassed, false, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			d, rep := readFiles(t, map[string]string{
				"schools.csv": schools, "census_2024_01.csv": manyPupils(60, "p", "8"), "census_2025_01.csv": tt.second,
			}, Options{})
			if got := outcome(d, tt.check); got != tt.want {
				t.Errorf("%s is %s, want %s:\n%s", tt.check, got, tt.want, printed(rep))
			}
			at := d.Find("100001")
			for f, want := range map[metrics.Family]bool{metrics.FamilyMovement: tt.movement, metrics.FamilyAbsence: tt.absence} {
				if got := d.Veto(at, 2023, f) != ""; got != want {
					t.Errorf("%s vetoed: %v", f, got)
				}
			}
			if tt.want == metrics.CheckVetoed {
				wantProblem(t, rep, codeCheckVeto, "check "+tt.check)
			}
		})
	}
}

// Which rules a school was counted by, by default and as set.
func TestCountingRules(t *testing.T) {
	files := smallFiles(t)
	for _, c := range []struct {
		opt  Options
		want metrics.CountingRules
	}{
		{Options{}, metrics.CountingRules{LeaverPreset: "school", SENStatus: "census", AbsenceCohort: "census", AbsenceAges: "all"}},
		{Options{LeaverPreset: "mime2024", SENStatus: "event", AbsenceCohort: "dfe", AbsenceAges: "dfe"},
			metrics.CountingRules{LeaverPreset: "mime2024", SENStatus: "event", AbsenceCohort: "dfe", AbsenceAges: "dfe"}},
	} {
		d, _ := readFiles(t, files, c.opt)
		if d.LeaverPreset != c.want.LeaverPreset {
			t.Errorf("leaver rule %q", d.LeaverPreset)
		}
		for i := range d.Schools {
			c.want.URN, c.want.Year = d.Schools[i].URN, 2023
			// Counted in the two files by hand: on both at the same school, in no
			// higher a year group.
			c.want.KeptBack = map[metrics.URN]int{"900002": 1, "900008": 2}[c.want.URN]
			if got := d.Pupils.RulesOf(c.want.URN, 2023); got != c.want {
				t.Errorf("%+v, want %+v", got, c.want)
			}
		}
		if len(d.Pupils.Cells) == 0 || len(d.Pupils.Bands) == 0 || len(d.Pupils.Destinations) == 0 {
			t.Error("no groups beside the figures")
		}
	}
}

// One table names pupils by UPN alone, another by UPN and a number of its own
// system: the UPN joins them.
func TestTablesJoinByUPN(t *testing.T) {
	d, rep := readFiles(t, map[string]string{
		"census_2024_01.csv":      lines("UPN,URN,Year Group,SEN Status,Enrolment Status", "H801200001001,100049,7,K,C", "H801200001002,100049,7,N,C", "H801200001003,100049,8,E,C"),
		"suspensions_2023_24.csv": lines("Student ID,UPN,School URN,Exclusion type,Start date,Number of days", "1,H801200001001,100049,Suspension,11 Sep 2023,2.5", "2,H801200001002,100049,Suspension,12/10/2023,1"),
		"schools.csv":             lines("school_urn,school_name,school_type,phase,statutory_low_year,statutory_high_year", "100049,Haverstock School,Community school,Secondary,7,11"),
	}, Options{})
	wantCodes(t, rep)
	wantFigure(t, d, "100049", 2023, metrics.PupilsSuspended, metrics.GroupAll, metrics.Known(2))
	wantFigure(t, d, "100049", 2023, metrics.PupilsSuspended, metrics.GroupSENSupport, metrics.Known(1))
}
