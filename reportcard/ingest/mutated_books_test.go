package ingest

import (
	"bytes"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strconv"
	"testing"

	"github.com/xuri/excelize/v2"
)

// bookMutation changes a cell in a way that only workbooks can be broken: what it
// said is used as it was, or reported.
type bookMutation struct {
	name string
	do   func(f *excelize.File, sheet string, row, col int, cell string) error
}

var bookMutations = []bookMutation{
	{"number stored as text", func(f *excelize.File, sheet string, _, _ int, cell string) error {
		v, err := f.GetCellValue(sheet, cell)
		if err != nil {
			return err
		}
		return f.SetCellStr(sheet, cell, v)
	}},
	{"format that rounds", func(f *excelize.File, sheet string, _, _ int, cell string) error {
		style, err := f.NewStyle(&excelize.Style{NumFmt: 11}) // 0.00E+00
		if err != nil {
			return err
		}
		return f.SetCellStyle(sheet, cell, cell, style)
	}},
	{"true or false", func(f *excelize.File, sheet string, _, _ int, cell string) error {
		return f.SetCellBool(sheet, cell, true)
	}},
	{"formula without a value", func(f *excelize.File, sheet string, _, _ int, cell string) error {
		if err := f.SetCellValue(sheet, cell, nil); err != nil {
			return err
		}
		return f.SetCellFormula(sheet, cell, "VLOOKUP(A1,B1:C9,2)")
	}},
	{"merged with the row below", func(f *excelize.File, sheet string, row, col int, cell string) error {
		below, err := excelize.CoordinatesToCellName(col, row+1)
		if err != nil {
			return err
		}
		return f.MergeCell(sheet, cell, below)
	}},
	{"hidden row", func(f *excelize.File, sheet string, row, _ int, _ string) error {
		return f.SetRowVisible(sheet, row, false)
	}},
	{"hidden column", func(f *excelize.File, sheet string, _, col int, _ string) error {
		name, err := excelize.ColumnNumberToName(col)
		if err != nil {
			return err
		}
		return f.SetColVisible(sheet, name, false)
	}},
}

// writeBook writes cells as a spreadsheet program would after they were typed:
// digits are a number, anything else is text.
func writeBook(t *testing.T, grid [][]string, change func(f *excelize.File, sheet string)) []byte {
	t.Helper()
	const sheet = "2022-23"
	f := excelize.NewFile()
	defer f.Close()
	must(t, f.SetSheetName("Sheet1", sheet))
	for r, row := range grid {
		cells := make([]any, len(row))
		for c, v := range row {
			cells[c] = v
			if n, err := strconv.ParseFloat(v, 64); err == nil && plainDecimal.MatchString(v) {
				cells[c] = n
			} else if v == "" {
				cells[c] = nil
			}
		}
		must(t, f.SetSheetRow(sheet, "A"+strconv.Itoa(r+1), &cells))
	}
	if change != nil {
		change(f, sheet)
	}
	var b bytes.Buffer
	_, err := f.WriteTo(&b)
	must(t, err)
	return b.Bytes()
}

// Workbooks as users break them: the mutations of rows, those only a workbook
// knows, and flipped bytes of the file itself.
func TestMutatedWorkbooks(t *testing.T) {
	mutants, refused := 0, 0
	for _, s := range specimens(t) {
		if !slices.Contains([]string{"long counts", "wide counts", "school census", "SEN by school"}, s.name) {
			continue
		}
		s.as, s.sheet = "2022-23/book.xlsx", true
		grid := gridOf([]byte(s.text))
		plain := writeBook(t, grid, nil)
		as := func(bytes []byte, grid [][]string, what string) mutant {
			return mutant{what, bytes, csvOf(grid, ','), ','}
		}
		t.Run(s.name, func(t *testing.T) {
			original := s.judge(t, "nothing", as(plain, grid, ""))
			if len(original.used) == 0 {
				t.Fatal("nothing is used")
			}
			for i := range rounds(t) / 2 * len(mutations()) {
				rng := rand.New(rand.NewPCG(7, uint64(i)))
				m := mutations()[i%len(mutations())]
				changed, what := m.do(gridOf([]byte(s.text)), rng)
				s.judge(t, m.name, as(writeBook(t, changed, nil), changed, what))
				mutants++
			}
			for i := range rounds(t) * len(bookMutations) {
				rng := rand.New(rand.NewPCG(8, uint64(i)))
				m := bookMutations[i%len(bookMutations)]
				row, col := 2+rng.IntN(len(grid)-2), 1+rng.IntN(len(grid[0]))
				cell, err := excelize.CoordinatesToCellName(col, row)
				must(t, err)
				b := writeBook(t, grid, func(f *excelize.File, sheet string) { must(t, m.do(f, sheet, row, col, cell)) })
				s.judge(t, m.name, as(b, grid, "at "+cell))
				mutants++
			}
			for i := range rounds(t) * 30 {
				rng := rand.New(rand.NewPCG(9, uint64(i)))
				b := bytes.Clone(plain)
				what := ""
				for range 1 + rng.IntN(2) {
					at := rng.IntN(len(b))
					b[at] ^= 1 << rng.IntN(8)
					what += fmt.Sprintf(" %d", at)
				}
				if i%5 == 0 {
					b = b[:len(b)/2+rng.IntN(len(b)/2)]
					what = fmt.Sprintf("cut after %d", len(b))
				}
				if got := s.judge(t, "bytes of the file", as(b, grid, what)); !maps.Equal(got.used, original.used) {
					refused++
				}
				mutants++
			}
		})
	}
	t.Logf("%d workbooks, %d with bytes flipped were not read as the original", mutants, refused)
}
