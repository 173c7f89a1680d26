package ingest

import (
	"bytes"
	"testing"
	"testing/fstest"

	"github.com/xuri/excelize/v2"

	"inclusioncards/metrics"
)

// book builds a workbook; each sheet is rows of cells from A1.
func book(t *testing.T, sheets []string, rows map[string][][]any, change func(*excelize.File)) string {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	for i, s := range sheets {
		if i == 0 {
			if err := f.SetSheetName("Sheet1", s); err != nil {
				t.Fatal(err)
			}
		} else if _, err := f.NewSheet(s); err != nil {
			t.Fatal(err)
		}
		for n, row := range rows[s] {
			at, err := excelize.CoordinatesToCellName(1, n+1)
			if err != nil {
				t.Fatal(err)
			}
			if err := f.SetSheetRow(s, at, &row); err != nil {
				t.Fatal(err)
			}
		}
	}
	if change != nil {
		change(f)
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

var countsSheet = [][]any{
	{"urn", "academic_year", "sen_group", "pupils", "suspensions"},
	{100049, "2022/23", "no_sen", 1234, "31"}, // a number stored as text
	{100049, "2022/23", "ehc_plan", 30, "1O"},
	{"100050", "2022/23", "ehc_plan", "12,345"},
}

func TestWorkbook(t *testing.T) {
	text := book(t, []string{"Notes", "SEN"}, map[string][][]any{
		"Notes": {{"How these figures were made"}, {"By the data team"}},
		"SEN":   countsSheet,
	}, func(f *excelize.File) {
		// A cell format must not round or decorate the value that is read.
		style, err := f.NewStyle(&excelize.Style{NumFmt: 3})
		if err != nil {
			t.Fatal(err)
		}
		if err := f.SetCellStyle("SEN", "D2", "D2", style); err != nil {
			t.Fatal(err)
		}
	})
	d, rep := readFiles(t, map[string]string{"counts.xlsx": text}, Options{})
	wantFigure(t, d, "100049", 2022, metrics.Pupils, noSEN, metrics.Known(1234))
	wantFigure(t, d, "100049", 2022, metrics.Suspensions, noSEN, metrics.Known(31))
	wantFigure(t, d, "100050", 2022, metrics.Pupils, plan, metrics.Known(12345))
	// A row that ends early has empty cells.
	wantFigure(t, d, "100050", 2022, metrics.Suspensions, plan, metrics.Missing(metrics.NotAvailable))
	wantCodes(t, rep, codeLetter)
	wantProblem(t, rep, codeLetter, `IN307 counts.xlsx, sheet "SEN", cell E3, column "suspensions": "1O" has a letter`)
	if d.Sources[0].Sheet != "SEN" {
		t.Errorf("source %+v", d.Sources[0])
	}
}

// One tab per year: the sheet's name gives the year.
func TestOneTabPerYear(t *testing.T) {
	head := []any{"urn", "sen_group", "pupils"}
	text := book(t, []string{"2021-22", "2022-23"}, map[string][][]any{
		"2021-22": {head, {100049, "no_sen", 690}}, "2022-23": {head, {100049, "no_sen", 700}},
	}, nil)
	d, rep := readFiles(t, map[string]string{"2015-16/counts.xlsx": text}, Options{})
	wantCodes(t, rep)
	wantFigure(t, d, "100049", 2021, metrics.Pupils, noSEN, metrics.Known(690))
	wantFigure(t, d, "100049", 2022, metrics.Pupils, noSEN, metrics.Known(700))
}

func TestHiddenSheetsAndRows(t *testing.T) {
	hide := func(f *excelize.File) {
		if err := f.SetSheetVisible("old", false); err != nil {
			t.Fatal(err)
		}
		if err := f.SetRowVisible("SEN", 3, false); err != nil {
			t.Fatal(err)
		}
	}
	text := book(t, []string{"SEN", "old"}, map[string][][]any{
		"SEN": {{"urn", "academic_year", "sen_group", "pupils"}, {100049, "2022/23", "no_sen", 700}, {100049, "2022/23", "ehc_plan", 30}},
		"old": {{"urn", "academic_year", "sen_group", "pupils"}, {100049, "2021/22", "no_sen", 690}},
	}, hide)
	d, rep := readFiles(t, map[string]string{"counts.xlsx": text}, Options{})
	wantCodes(t, rep)
	wantProblem(t, rep, codeHiddenSheet, `sheet "old": hidden sheet skipped`)
	wantProblem(t, rep, codeHiddenRows, `sheet "SEN": 1 hidden row skipped`)
	wantFigure(t, d, "100049", 2022, metrics.Pupils, plan, metrics.Count{})
	if len(d.Years()) != 1 {
		t.Errorf("years %v", d.Years())
	}
	d, _ = readFiles(t, map[string]string{"counts.xlsx": text}, Options{IncludeHidden: true})
	wantFigure(t, d, "100049", 2022, metrics.Pupils, plan, metrics.Known(30))
	wantFigure(t, d, "100049", 2021, metrics.Pupils, noSEN, metrics.Known(690))
}

// A notes column beside a table in a workbook moves nothing.
func TestNotesBesideTable(t *testing.T) {
	text := book(t, []string{"SEN"}, map[string][][]any{"SEN": {
		{"urn", "academic_year", "sen_group", "pupils"}, {100049, "2022/23", "no_sen", 700, nil, "checked by AB"},
	}}, nil)
	d, rep := readFiles(t, map[string]string{"counts.xlsx": text}, Options{})
	wantCodes(t, rep)
	wantFigure(t, d, "100049", 2022, metrics.Pupils, noSEN, metrics.Known(700))
}

func TestWorkbookTooLarge(t *testing.T) {
	text := book(t, []string{"SEN"}, map[string][][]any{"SEN": countsSheet}, nil)
	fsys := fstest.MapFS{"counts.xlsx": {Data: []byte(text)}}
	d, rep, err := ReadFS(fsys, Options{MaxUncompressed: 1000})
	if err != nil {
		t.Fatal(err)
	}
	wantCodes(t, rep, codeTooLarge)
	if len(d.Schools) != 0 {
		t.Errorf("%d schools", len(d.Schools))
	}
}
