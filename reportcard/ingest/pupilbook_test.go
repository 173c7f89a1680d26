package ingest

import (
	"encoding/csv"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"inclusioncards/metrics"
)

// bookOrder is that of the tables of the small extract in a workbook.
var bookOrder = []string{"census_2024_01", "attendance_2023_24", "suspensions_2023_24", "destinations_2025_01", "schools", "census_2025_01"}

// cellsOf gives the cells of a table, dates as the serial numbers a workbook
// keeps and everything else as text.
func cellsOf(t *testing.T, text string) [][]any {
	t.Helper()
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(text, "\ufeff"))).ReadAll()
	must(t, err)
	epoch := time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)
	var out [][]any
	for _, row := range rows {
		var cells []any
		for _, c := range row {
			var cell any = c
			for _, layout := range []string{"2006-01-02", "02/01/2006"} {
				if day, err := time.Parse(layout, c); err == nil {
					cell = int(day.Sub(epoch).Hours() / 24)
				}
			}
			cells = append(cells, cell)
		}
		out = append(out, cells)
	}
	return out
}

// booksOf are the ways the tables of one authority come in one workbook.
func booksOf(t *testing.T, files map[string]string) map[string]string {
	t.Helper()
	return map[string]string{
		"a sheet each": book(t, bookOrder, nil, func(f *excelize.File) {
			for _, name := range bookOrder {
				put(t, f, name, "A1", cellsOf(t, files[name+".csv"])...)
			}
		}),
		"below one another": book(t, []string{"Data"}, nil, func(f *excelize.File) {
			row := 1
			for _, name := range bookOrder {
				put(t, f, "Data", "A"+strconv.Itoa(row), []any{"Extract of the authority"}, []any{name})
				cells := cellsOf(t, files[name+".csv"])
				put(t, f, "Data", "A"+strconv.Itoa(row+2), cells...)
				row += len(cells) + 4
			}
		}),
		"side by side": book(t, []string{"census 2024_01", "year 2023_24", "census 2025_01"}, nil, func(f *excelize.File) {
			put(t, f, "census 2024_01", "A1", cellsOf(t, files["census_2024_01.csv"])...)
			put(t, f, "census 2024_01", "L3", cellsOf(t, files["schools.csv"])...)
			put(t, f, "year 2023_24", "A1", cellsOf(t, files["attendance_2023_24.csv"])...)
			put(t, f, "year 2023_24", "F1", cellsOf(t, files["suspensions_2023_24.csv"])...)
			put(t, f, "census 2025_01", "A1", cellsOf(t, files["census_2025_01.csv"])...)
			put(t, f, "census 2025_01", "K1", cellsOf(t, files["destinations_2025_01.csv"])...)
		}),
	}
}

// truthFields name the two figures behind a measure of truth.csv.
var truthFields = map[string][2]metrics.Field{
	"headcount":                         {metrics.Pupils, metrics.Pupils},
	"suspended_pupils_pct":              {metrics.PupilsSuspended, metrics.Pupils},
	"repeat_suspended_pupils_pct":       {metrics.PupilsSuspendedRepeat, metrics.Pupils},
	"suspensions_per_100":               {metrics.Suspensions, metrics.Pupils},
	"suspension_days_per_100":           {metrics.SuspensionDays, metrics.Pupils},
	"absence_rate_pct":                  {metrics.SessionsAbsent, metrics.SessionsPossible},
	"persistent_absence_pct":            {metrics.PersistentAbsentees, metrics.Enrolments},
	"severe_absence_pct":                {metrics.SevereAbsentees, metrics.Enrolments},
	"leavers_school_last_year_rule_pct": {metrics.NonStandardLeavers, metrics.LeaverBase},
}

// wantTruth compares the figures of schools with truth.csv of the small extract,
// which another program wrote.
func wantTruth(t *testing.T, d *metrics.Dataset) {
	t.Helper()
	f, err := os.Open(filepath.Join(smallExtract, "truth.csv"))
	must(t, err)
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	must(t, err)
	groups := map[string]metrics.Group{"ALL": metrics.GroupAll, "N": metrics.GroupNoSEN, "K": metrics.GroupSENSupport, "E": metrics.GroupEHCPlan}
	compared := 0
	for _, row := range rows[1:] {
		fields, measure := truthFields[row[2]]
		g, group := groups[row[1]]
		if !measure || !group || row[0] == "LA" {
			continue
		}
		for i, f := range fields {
			want, err := strconv.ParseFloat(row[3+i], 64)
			must(t, err)
			if got := get(t, d, metrics.URN(row[0]), 2023, f, g); got.N != want || want != 0 && !got.OK() {
				t.Errorf("%s %s %s: %s is %+v, want %g", row[0], row[1], row[2], f, got, want)
			}
		}
		compared++
	}
	if compared < 60 { // two schools, nine measures, four groups
		t.Errorf("%d rows compared", compared)
	}
}

// The tables of an authority in one workbook give the figures of its truth, and
// those of the files it was made from.
func TestPupilWorkbook(t *testing.T) {
	files := smallFiles(t)
	d, _ := readFiles(t, files, Options{FileLA: "999"})
	want := figuresOf(d)
	for name, text := range booksOf(t, files) {
		t.Run(name, func(t *testing.T) {
			d, rep := readFiles(t, map[string]string{"extract.xlsx": text}, Options{FileLA: "999"})
			wantTruth(t, d)
			sameFigures(t, want, figuresOf(d))
			if len(codesOf(rep)) > 0 {
				t.Errorf("problems:\n%s", printed(rep))
			}
			if len(rep.Files) != len(bookOrder) {
				t.Errorf("%d tables: %+v", len(rep.Files), rep.Files)
			}
			for _, f := range rep.Files {
				if !f.Used || f.Rows == 0 || f.SHA256 == "" {
					t.Errorf("%+v", f)
				}
			}
		})
	}
}

// The same headings again are those of a new page, unless a title above them
// gives a year. A note at the end is no record.
func TestPupilHeadingsAgain(t *testing.T) {
	head := []any{"pupil_id", "school_urn", "year_group", "sen_status", "enrolment_status"}
	text := book(t, []string{"Data"}, nil, func(f *excelize.File) {
		put(t, f, "Data", "A1", []any{"Census of January 2024"}, head, []any{"a", 100001, 8, "K", "C"}, head, []any{"b", 100001, 8, "N", "C"},
			[]any{"Census of January 2025"}, head, []any{"a", 100001, 9, "K", "C"})
	})
	d, rep := readFiles(t, map[string]string{
		"x.xlsx": text, "schools.csv": "urn,name,phase,low_age,high_age\n100001,A,Secondary,11,16\n",
	}, Options{})
	wantFigure(t, d, "100001", 2023, metrics.Pupils, metrics.GroupAll, metrics.Known(2))
	wantFigure(t, d, "100001", 2023, metrics.NonStandardLeavers, metrics.GroupAll, metrics.Known(1))
	wantProblem(t, rep, codeFurniture, "1 row")
}

// A census that holds the sums of attendance too is read as both, and told;
// beside a census of the year it is attendance only.
func TestCensusWithAttendance(t *testing.T) {
	const both = "pupil_id,urn,year_group,sen_status,enrolment_status,sessions_possible,sessions_missed\n" +
		"a,100001,8,K,C,380,50\nb,100001,8,N,C,380,10\nc,100001,8,N,C,380,0\n"
	for _, tt := range []struct {
		name   string
		files  map[string]string
		pupils float64
		told   bool
	}{
		{"alone", map[string]string{"pupils_2023_24.csv": both}, 3, true},
		{"named a census", map[string]string{"census_2024_01.csv": both}, 3, true},
		{"beside a census", map[string]string{"pupils_2023_24.csv": both, "census_2024_01.csv": censusHeadings + "a,100001,8,K,,C\nb,100001,8,N,,C\n"}, 2, false},
		{"beside the next census", map[string]string{"pupils_2023_24.csv": both, "census_2025_01.csv": censusHeadings + "a,100001,9,K,,C\n"}, 3, true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			d, rep := readFiles(t, tt.files, Options{})
			wantFigure(t, d, "100001", 2023, metrics.Pupils, metrics.GroupAll, metrics.Known(tt.pupils))
			// a missed 50 of 380 sessions, more than a tenth
			wantFigure(t, d, "100001", 2023, metrics.PersistentAbsentees, metrics.GroupSENSupport, metrics.Known(1))
			wantFigure(t, d, "100001", 2023, metrics.SessionsPossible, metrics.GroupAll, metrics.Known(380*tt.pupils))
			if told := strings.Contains(printed(rep), codeBoth); told != tt.told {
				t.Errorf("told is %v:\n%s", told, printed(rep))
			}
		})
	}
}

// A record of such a table that is left out is told once.
func TestCensusWithAttendanceToldOnce(t *testing.T) {
	_, rep := readFiles(t, map[string]string{
		"pupils_2023_24.csv": "pupil_id,urn,year_group,sen_status,enrolment_status,sessions_possible,sessions_missed\na,100001,8,K,C,380,50\n,100001,8,N,C,380,10\n",
	}, Options{})
	wantProblem(t, rep, codeLeftOut, "1 record left out")
	if n := strings.Count(printed(rep), "IN701"); n != 1 {
		t.Errorf("told %d times:\n%s", n, printed(rep))
	}
}

// A pupil-level table without its headings or without its records is an error
// wherever it lies, and no cell of it is echoed.
func TestPupilHeadingsLost(t *testing.T) {
	records := "TH004959,900008,7,K,1\nTH000480,900002,6,N,0\nTH000481,900002,6,N,0\n"
	upns := "A123456789012,100049,x\nB123456789012,100049,y\n"
	for _, tt := range []struct {
		name, file, text, code string
		severity               Severity
	}{
		{"a census by its name", "census_2024_01.csv", "1,100049,7\n2,100049,7\n", codePupilRows, Error},
		{"attendance by its name", "la/Attendance 2023-24.csv", records, codePupilRows, Error},
		{"records of pupils", "x.csv", records, codePupilRows, Error},
		{"UPNs", "x.csv", upns, codePupilRows, Error},
		{"more than forty rows", "census_2024_01.csv", strings.Repeat(records, 20), codePupilRows, Error},
		{"headings that say nothing", "destinations_2025_01.csv", "who,where\nTH004959,900008\n", codePupilRows, Error},
		{"a census of the population", "census_2021_wards.csv", "ward,residents\nE05000129,12003\nE05000130,9004\n", codeUnrecognised, Warning},
		{"a census of schools", "census_2024.csv", "urn,classrooms\n100049,20\n100050,30\n", codeUnrecognised, Warning},
		{"figures of schools", "x.csv", "100049,20,30\n100050,20,30\n", codeNoHeading, Error},
		{"other figures", "x.csv", "1,20,30\n2,20,30\n", codeNoHeading, Warning},
		{"a heading row only", "attendance_2023_24.csv", attendHeadings, codePupilEmpty, Error},
		{"no suspensions", "suspensions_2023_24.csv", suspendHeadings, codePupilEmpty, Warning},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, rep := readFiles(t, map[string]string{tt.file: tt.text}, Options{})
			if p := wantProblem(t, rep, tt.code, ""); p.Severity != tt.severity {
				t.Errorf("severity %s", p.Severity)
			}
			all := printed(rep)
			for _, cell := range []string{"TH00", "123456789012", "900008", "900002"} {
				if strings.Contains(all, cell) {
					t.Errorf("%s is echoed:\n%s", cell, all)
				}
			}
			if tt.code != codeUnrecognised && strings.Contains(all, codeUnrecognised) || len(rep.Files) != 1 || rep.Files[0].Used {
				t.Errorf("%+v\n%s", rep.Files, all)
			}
		})
	}
}

// An extract the user names, of headings that make no table of pupils, is an
// error like any other.
func TestNamedExtractWithoutColumns(t *testing.T) {
	path := filepath.Join(t.TempDir(), "pupils.csv")
	must(t, os.WriteFile(path, []byte("upn,colour\nA123456789012,blue\n"), 0o600))
	_, rep, err := Read([]string{path}, Options{})
	must(t, err)
	if p := wantProblem(t, rep, codePupilHeadings, ""); p.Severity.String() != "error" {
		t.Errorf("severity %s", p.Severity)
	}
}

// What is wrong with a record of a second table on a sheet is told at the cell
// where it stands, under the heading there.
func TestPlaceInSecondTable(t *testing.T) {
	text := book(t, []string{"January 2024"}, nil, func(f *excelize.File) {
		put(t, f, "January 2024", "A1", []any{"pupil_id", "school_urn", "year_group", "sen_status", "enrolment_status"}, []any{"a", 100001, 8, "K", "C"})
		put(t, f, "January 2024", "B5", []any{"UPN", "URN", "Possible", "Missed"}, []any{"a", 100001, 380, 390})
	})
	_, rep := readFiles(t, map[string]string{"x.xlsx": text}, Options{})
	wantProblem(t, rep, "IN714", `cell E6, column "Missed"`)
}

// The grounds on which pupils were taken off the register, by SEN group; a list
// without a ground gives none. Six pupils with SEND leave: f, o, c, i, b and
// blank; one who died is no leaver (method.md 1.3).
func TestGroundsOfLeavers(t *testing.T) {
	first, list := censusHeadings, "upn,urn,ground\n"
	for i, ground := range []string{"9(1)(f)", "(o)", "c", "Reg 9(1)(i)", "b", "", "k", "f"} {
		sen := "K"
		if i == 7 {
			sen = "N"
		}
		id := "p" + strconv.Itoa(i)
		first += id + ",100001,8," + sen + ",,C\n"
		list += id + ",100001," + ground + "\n"
	}
	files := map[string]string{
		"schools.csv":        "urn,name,phase,low_age,high_age\n100001,A,Secondary,11,16\n",
		"census_2024_01.csv": first + "stays,100001,8,K,,C\n", "census_2025_01.csv": censusHeadings + "stays,100001,9,K,,C\n",
		"destinations_2025_01.csv": list,
	}
	d, rep := readFiles(t, files, Options{})
	want := metrics.GroundsSEND{Leavers: 6, By: map[string]int{"f": 1, "o": 1, "c": 1, "i": 1, "b": 1, "": 1}}
	if diff := cmp.Diff(want, d.Pupils.GroundsOfSEND("100001", 2023)); diff != "" {
		t.Errorf("(-want +got):\n%s\n%s", diff, printed(rep))
	}
	got := map[string]int{}
	for _, g := range d.Pupils.GroundGroups("100001", 2023) {
		if g.Scope == metrics.ScopeSchool && g.Group == metrics.GroupAll {
			got[g.By] = g.Pupils
		}
	}
	// Who died, ground (k), is listed here and is no leaver.
	if diff := cmp.Diff(map[string]int{"f": 2, "o": 1, "c": 1, "i": 1, "b": 1, "": 1, "k": 1}, got); diff != "" {
		t.Errorf("all pupils (-want +got):\n%s", diff)
	}
	files["destinations_2025_01.csv"] = "upn,urn,destination\np0,100001,Special school\n"
	d, _ = readFiles(t, files, Options{})
	if n := len(d.Pupils.Grounds); n != 0 {
		t.Errorf("%d grounds of a list without any", n)
	}
}
