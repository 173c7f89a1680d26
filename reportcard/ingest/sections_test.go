package ingest

import (
	"testing"

	"github.com/xuri/excelize/v2"

	"inclusioncards/metrics"
)

// put writes rows of cells at a place of a sheet.
func put(t *testing.T, f *excelize.File, sheet, at string, rows ...[]any) {
	t.Helper()
	col, row, err := excelize.CellNameToCoordinates(at)
	if err != nil {
		t.Fatal(err)
	}
	for i, cells := range rows {
		name, err := excelize.CoordinatesToCellName(col, row+i)
		if err != nil {
			t.Fatal(err)
		}
		if err := f.SetSheetRow(sheet, name, &cells); err != nil {
			t.Fatal(err)
		}
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// Tables one below the other, each under a title that gives its year, with
// notes between and headings that differ.
func TestTablesBelowOneAnother(t *testing.T) {
	text := book(t, []string{"Data"}, nil, func(f *excelize.File) {
		put(t, f, "Data", "A1", []any{"Suspensions by SEN, 2021/22"},
			[]any{"URN", "SEN", "Headcount", "Suspensions"}, []any{100049, "N", 690, 40}, []any{100049, "E", 30, 9}, []any{"Source: school returns"})
		put(t, f, "Data", "A9", []any{"Suspensions by SEN, 2022/23"}, []any{"(provisional)"},
			[]any{"School URN", "SEN status", "Number of suspensions", "Pupils", "Comment"}, []any{100049, "N", 41, 700, ""}, []any{100049, "E", 10, 31, "ok"})
	})
	d, rep := readFiles(t, map[string]string{"counts.xlsx": text}, Options{})
	wantFigure(t, d, "100049", 2021, metrics.Suspensions, plan, metrics.Known(9))
	wantFigure(t, d, "100049", 2022, metrics.Suspensions, plan, metrics.Known(10))
	wantFigure(t, d, "100049", 2022, metrics.Pupils, noSEN, metrics.Known(700))
	wantCodes(t, rep, codeHeading)
	wantProblem(t, rep, codeHeading, `column "Comment"`)
	if len(rep.Files) != 2 || rep.Files[0].Rows != 2 || rep.Files[1].Rows != 2 {
		t.Errorf("%+v", rep.Files)
	}
}

// Tables side by side: the second begins in another row, and its cells are
// named where they stand.
func TestTablesSideBySide(t *testing.T) {
	head := []any{"urn", "academic_year", "sen_group", "pupils"}
	for _, second := range []string{"G1", "G4"} {
		text := book(t, []string{"Data"}, nil, func(f *excelize.File) {
			put(t, f, "Data", "A1", head, []any{100049, "2021/22", "no_sen", 690}, []any{100050, "2021/22", "no_sen", 400}, []any{100051, "2021/22", "no_sen", 90},
				[]any{100052, "2021/22", "no_sen", 91}, []any{100053, "2021/22", "no_sen", 92})
			put(t, f, "Data", second, head, []any{100049, "2022/23", "no_sen", 700}, []any{100050, "2022/23", "no_sen", "4O1"})
		})
		d, rep := readFiles(t, map[string]string{"counts.xlsx": text}, Options{})
		wantFigure(t, d, "100053", 2021, metrics.Pupils, noSEN, metrics.Known(92))
		wantFigure(t, d, "100049", 2022, metrics.Pupils, noSEN, metrics.Known(700))
		wantCodes(t, rep, codeLetter)
		want := map[string]string{"G1": "cell J3", "G4": "cell J6"}[second]
		wantProblem(t, rep, codeLetter, want)
	}
}

// A column without a heading inside one table does not cut it in two.
func TestSpacerColumn(t *testing.T) {
	text := book(t, []string{"Data"}, nil, func(f *excelize.File) {
		put(t, f, "Data", "B3", []any{"urn", "academic_year", "", "sen_group", "pupils"}, []any{100049, "2021/22", "", "no_sen", 690})
	})
	d, rep := readFiles(t, map[string]string{"counts.xlsx": text}, Options{})
	wantCodes(t, rep)
	wantFigure(t, d, "100049", 2021, metrics.Pupils, noSEN, metrics.Known(690))
}

// A second table of no known kind is named, and its rows are never read under
// the headings of the first.
func TestStrangeTableBelow(t *testing.T) {
	for name, files := range map[string]map[string]string{
		"csv": {"counts.csv": lines("urn,academic_year,sen_group,pupils", "100049,2021/22,no_sen,690", "urn,sen_group,notes,lunches", "100049,ehc_plan,x,31",
			"urn,academic_year,sen_group,suspensions", "100049,2021/22,no_sen,7")},
		"workbook": {"counts.xlsx": book(t, []string{"Data"}, nil, func(f *excelize.File) {
			put(t, f, "Data", "A1", []any{"urn", "academic_year", "sen_group", "pupils"}, []any{100049, "2021/22", "no_sen", 690})
			put(t, f, "Data", "A4", []any{"urn", "sen_group", "notes", "lunches"}, []any{100049, "ehc_plan", "x", 31})
			put(t, f, "Data", "A8", []any{"urn", "academic_year", "sen_group", "suspensions"}, []any{100049, "2021/22", "no_sen", 7})
		})},
	} {
		d, rep := readFiles(t, files, Options{})
		wantFigure(t, d, "100049", 2021, metrics.Pupils, noSEN, metrics.Known(690))
		wantFigure(t, d, "100049", 2021, metrics.Pupils, plan, metrics.Count{})
		wantFigure(t, d, "100049", 2021, metrics.Suspensions, noSEN, metrics.Known(7))
		if got := codesOf(rep); len(got) != 1 || got[0] != codeUnrecognised {
			t.Errorf("%s: codes %v:\n%s", name, got, printed(rep))
		}
	}
}

// Two merged rows of headings, the group above the figure or below it.
func TestTwoRowsOfHeadings(t *testing.T) {
	for name, head := range map[string][][]any{
		"group above":  {{"", "", "No SEN", "", "EHC plan", ""}, {"urn", "Year", "Pupils", "Suspensions", "Pupils", "Suspensions"}},
		"figure above": {{"urn", "Year", "Pupils", "", "Suspensions", ""}, {"", "", "No SEN", "EHC plan", "No SEN", "EHC plan"}},
	} {
		text := book(t, []string{"Data"}, nil, func(f *excelize.File) {
			put(t, f, "Data", "A1", []any{"Camden"}, head[0], head[1], []any{100049, "2021/22", 1, 2, 3, 4})
			must(t, f.MergeCell("Data", "C2", "D2"))
			must(t, f.MergeCell("Data", "E2", "F2"))
			if head[1][0] == "" {
				must(t, f.MergeCell("Data", "A2", "A3"))
				must(t, f.MergeCell("Data", "B2", "B3"))
			}
		})
		d, rep := readFiles(t, map[string]string{"counts.xlsx": text}, Options{})
		wantCodes(t, rep)
		want := map[string][4]float64{"group above": {1, 2, 3, 4}, "figure above": {1, 3, 2, 4}}[name]
		wantFigure(t, d, "100049", 2021, metrics.Pupils, noSEN, metrics.Known(want[0]))
		wantFigure(t, d, "100049", 2021, metrics.Suspensions, noSEN, metrics.Known(want[1]))
		wantFigure(t, d, "100049", 2021, metrics.Pupils, plan, metrics.Known(want[2]))
		wantFigure(t, d, "100049", 2021, metrics.Suspensions, plan, metrics.Known(want[3]))
	}
}

// The identifier of a school merged over the rows of its groups is that of each
// row; a figure merged over rows is of none.
func TestMergedCells(t *testing.T) {
	text := book(t, []string{"Data"}, nil, func(f *excelize.File) {
		put(t, f, "Data", "A1", []any{"urn", "academic_year", "sen_group", "pupils", "suspensions"}, []any{100049, "2021/22", "no_sen", 690, 12},
			[]any{nil, nil, "sen_support", 80, nil}, []any{nil, nil, "ehc_plan", 30, 5})
		must(t, f.MergeCell("Data", "A2", "A4"))
		must(t, f.MergeCell("Data", "B2", "B4"))
		must(t, f.MergeCell("Data", "E2", "E3"))
	})
	d, rep := readFiles(t, map[string]string{"counts.xlsx": text}, Options{})
	wantFigure(t, d, "100049", 2021, metrics.Pupils, plan, metrics.Known(30))
	wantFigure(t, d, "100049", 2021, metrics.Suspensions, plan, metrics.Known(5))
	wantFigure(t, d, "100049", 2021, metrics.Suspensions, noSEN, metrics.Missing(metrics.NotAvailable))
	wantFigure(t, d, "100049", 2021, metrics.Suspensions, support, metrics.Missing(metrics.NotAvailable))
	wantCodes(t, rep, codeMerged, codeMerged)
	wantProblem(t, rep, codeMerged, "cell E2")
	wantProblem(t, rep, codeMerged, "cell E3")
}

// Formulas: a stored value is read; one that is not stored is worked out when
// nothing missing can pass for zero, and named otherwise.
func TestFormulas(t *testing.T) {
	text := book(t, []string{"Data", "Parts"}, map[string][][]any{
		"Parts": {{1, 2}, {"c", 4}, {nil, 6}},
	}, func(f *excelize.File) {
		put(t, f, "Data", "A1", []any{"urn", "academic_year", "sen_group", "pupils", "suspensions", "pupils_suspended"})
		for i, formulas := range [][]string{
			{"Parts!A1+Parts!B1", "SUM(Parts!A1:B1)", "ROUND(Parts!B1,0)"}, // 3, 3, 2
			{"Parts!A2+Parts!B2", "SUM(Parts!A2:B2)", "Parts!A2"},          // suppressed: no sum; the symbol itself
			{"Parts!A3+Parts!B3", "SUM(Parts!A3:B3)", "Parts!A3"},          // blank: no sum, no zero
			{"VLOOKUP(1,Parts!A1:B2,2,FALSE)", "E5", "F6"},                 // a look-up; a circle
		} {
			row := []any{100049 + i, "2021/22", "no_sen"}
			put(t, f, "Data", "A"+string(rune('2'+i)), row)
			for j, formula := range formulas {
				must(t, f.SetCellFormula("Data", string(rune('D'+j))+string(rune('2'+i)), formula))
			}
		}
	})
	d, rep := readFiles(t, map[string]string{"counts.xlsx": text}, Options{})
	wantFigure(t, d, "100049", 2021, metrics.Pupils, noSEN, metrics.Known(3))
	wantFigure(t, d, "100049", 2021, metrics.Suspensions, noSEN, metrics.Known(3))
	wantFigure(t, d, "100049", 2021, metrics.PupilsSuspended, noSEN, metrics.Known(2))
	wantFigure(t, d, "100050", 2021, metrics.PupilsSuspended, noSEN, metrics.Missing(metrics.Suppressed))
	missing := metrics.Missing(metrics.NotAvailable)
	for _, u := range []metrics.URN{"100050", "100051", "100052"} {
		wantFigure(t, d, u, 2021, metrics.Pupils, noSEN, missing)
		wantFigure(t, d, u, 2021, metrics.Suspensions, noSEN, missing)
	}
	for _, cell := range []string{"D3", "E3", "D4", "E4", "F4", "D5", "E5", "F5"} {
		wantProblem(t, rep, codeFormula, "cell "+cell)
	}
	wantProblem(t, rep, codeCalculated, "4 formulas without a stored value")
}

// A formula that was saved with its value is read as that value, and its
// stored text may be empty.
func TestFormulasWithValues(t *testing.T) {
	for xmlText, want := range map[string]bool{
		`<c r="D2"><f>A1+B1</f><v>7</v></c>`: false, `<c r="D2"><f>A1+B1</f></c>`: true, `<c r="D2"><f>A1</f><v></v></c>`: true, `<c r="D2"><f>A1</f><v/></c>`: true,
		`<c r="D2" t="str"><f>A1</f><v></v></c>`: false, `<x:c r="D2"><x:f>A1</x:f></x:c>`: true, `<c r="D2" s="1"><f t="shared" si="0"/><v>3</v></c>`: false, `<c r="D2"/>`: false,
	} {
		if got := scanXML([]byte(`<worksheet><sheetData><row r="2">` + xmlText + `</row></sheetData></worksheet>`)); (got.empty == 1) != want || want && !got.formulas["D2"] {
			t.Errorf("%s: %+v", xmlText, got)
		}
	}
}
