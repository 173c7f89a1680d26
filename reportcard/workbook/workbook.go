// Package workbook writes a workbook as one XLSX file. It computes nothing:
// every cell comes from the model. The same model gives the same bytes.
package workbook

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"

	"inclusioncards/reportcard"
)

// formats are the number formats of the cells, in Excel's own code.
var formats = [...]string{
	reportcard.WorkWhole: "#,##0", reportcard.WorkPercent: "0.0%", reportcard.WorkOneDecimal: "#,##0.0",
	reportcard.WorkThreeDecimals: "0.000", reportcard.WorkProbability: "0.000000",
}

// Write writes the workbook, whole or not at all.
func Write(wb *reportcard.Workbook, w io.Writer) error {
	f := excelize.NewFile()
	defer f.Close()
	f.ZipWriter = func(w io.Writer) excelize.ZipWriter { return &sorted{to: zip.NewWriter(w)} }
	b := &book{f: f}
	b.styles()
	for i := range wb.Sheets {
		s := &wb.Sheets[i]
		if i == 0 {
			b.do(f.SetSheetName("Sheet1", s.Name))
		} else {
			_, err := f.NewSheet(s.Name)
			b.do(err)
		}
		b.sheet(s)
	}
	// No clock, and no name of a person: the same input gives the same bytes.
	b.do(f.SetDocProps(&excelize.DocProperties{Title: wb.Title, Language: "en-GB", Creator: "reportcard", LastModifiedBy: "reportcard", Created: "1980-01-01T00:00:00Z", Modified: "1980-01-01T00:00:00Z"}))
	if b.err != nil {
		return fmt.Errorf("workbook: %w", b.err)
	}
	var out bytes.Buffer
	if err := f.Write(&out); err != nil {
		return fmt.Errorf("workbook: %w", err)
	}
	if _, err := w.Write(out.Bytes()); err != nil {
		return fmt.Errorf("workbook: %w", err)
	}
	return nil
}

// book is a file in the making; the first error stays.
type book struct {
	f       *excelize.File
	head    int
	text    int
	numbers [len(formats)]int
	err     error
}

func (b *book) do(err error) {
	if b.err == nil {
		b.err = err
	}
}

func (b *book) styles() {
	style := func(s *excelize.Style) int {
		id, err := b.f.NewStyle(s)
		b.do(err)
		return id
	}
	top := &excelize.Alignment{Vertical: "top", WrapText: true}
	b.head = style(&excelize.Style{Font: &excelize.Font{Bold: true, Color: "12436D"}, Alignment: &excelize.Alignment{Vertical: "bottom", WrapText: true},
		Border: []excelize.Border{{Type: "bottom", Color: "12436D", Style: 2}}})
	b.text = style(&excelize.Style{NumFmt: 49, Alignment: top}) // format "text"
	for i, code := range formats {
		if code != "" {
			b.numbers[i] = style(&excelize.Style{CustomNumFmt: &code, Alignment: &excelize.Alignment{Vertical: "top"}})
		}
	}
}

// sheet fills a sheet: one heading row that stays in view, with a filter.
func (b *book) sheet(s *reportcard.WorkSheet) {
	for i, c := range s.Columns {
		name, err := excelize.ColumnNumberToName(i + 1)
		b.do(err)
		b.do(b.f.SetColWidth(s.Name, name, name, c.Width))
		b.cell(s.Name, i, 0, reportcard.WorkCell{Text: c.Head}, b.head)
	}
	for y, row := range s.Rows {
		for x, c := range row {
			style := b.text
			if c.Format != reportcard.WorkText {
				style = b.numbers[c.Format]
			}
			b.cell(s.Name, x, y+1, c, style)
		}
	}
	last, err := excelize.CoordinatesToCellName(len(s.Columns), len(s.Rows)+1)
	b.do(err)
	b.do(b.f.AutoFilter(s.Name, "A1:"+last, nil))
	b.do(b.f.SetPanes(s.Name, &excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}))
	landscape, paper, fit, tall, yes := "landscape", 9, 1, 0, true
	b.do(b.f.SetSheetProps(s.Name, &excelize.SheetPropsOptions{FitToPage: &yes}))
	b.do(b.f.SetPageLayout(s.Name, &excelize.PageLayoutOptions{Orientation: &landscape, Size: &paper, FitToWidth: &fit, FitToHeight: &tall}))
}

// cell writes a text as a text, whatever it looks like, and a number as a
// number. An empty cell stays out of the file.
func (b *book) cell(sheet string, x, y int, c reportcard.WorkCell, style int) {
	if b.err != nil || c == (reportcard.WorkCell{}) {
		return
	}
	at, err := excelize.CoordinatesToCellName(x+1, y+1)
	b.do(err)
	if c.Format == reportcard.WorkText {
		b.do(b.f.SetCellStr(sheet, at, printable(c.Text)))
	} else {
		b.do(b.f.SetCellFloat(sheet, at, c.V, -1, 64))
	}
	b.do(b.f.SetCellStyle(sheet, at, at, style))
}

// printable leaves out what XML cannot hold.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' && r != '\t' && r != '\n' || r == '\ufffe' || r == '\uffff' {
			return -1
		}
		return r
	}, s)
}

// sorted is an archive whose files stand in the order of their names, the list
// of types first, as readers of the format like it.
type sorted struct {
	to    *zip.Writer
	names []string
	files map[string]*bytes.Buffer
}

func (s *sorted) Create(name string) (io.Writer, error) {
	if s.files == nil {
		s.files = map[string]*bytes.Buffer{}
	}
	if s.files[name] == nil {
		s.names = append(s.names, name)
	}
	s.files[name] = &bytes.Buffer{}
	return s.files[name], nil
}

func (s *sorted) AddFS(fs.FS) error { return fmt.Errorf("workbook: a whole folder is never added") }

func (s *sorted) Close() error {
	slices.Sort(s.names) // "[Content_Types].xml" comes before every letter
	for _, name := range s.names {
		w, err := s.to.Create(name)
		if err == nil {
			_, err = w.Write(s.files[name].Bytes())
		}
		if err != nil {
			return err
		}
	}
	return s.to.Close()
}
