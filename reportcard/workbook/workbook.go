// Package workbook writes a workbook as one XLSX file. It computes nothing:
// every cell comes from the model. The same model gives the same bytes.
package workbook

import (
	"archive/zip"
	"bufio"
	"bytes"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strconv"
	"strings"

	"github.com/klauspost/compress/flate"
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
	b := &book{f: f}
	b.styles()
	f.ZipWriter = func(w io.Writer) excelize.ZipWriter {
		return &sorted{to: archive(w), rows: b.rows, sheets: wb.Sheets}
	}
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
		b.heading(s.Name, i, c.Head)
	}
	last, err := excelize.CoordinatesToCellName(len(s.Columns), len(s.Rows)+1)
	b.do(err)
	b.do(b.f.SetSheetDimension(s.Name, "A1:"+last))
	b.do(b.f.AutoFilter(s.Name, "A1:"+last, nil))
	b.do(b.f.SetPanes(s.Name, &excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}))
	landscape, paper, fit, tall, yes := "landscape", 9, 1, 0, true
	b.do(b.f.SetSheetProps(s.Name, &excelize.SheetPropsOptions{FitToPage: &yes}))
	b.do(b.f.SetPageLayout(s.Name, &excelize.PageLayoutOptions{Orientation: &landscape, Size: &paper, FitToWidth: &fit, FitToHeight: &tall}))
}

// heading writes a heading.
func (b *book) heading(sheet string, x int, text string) {
	at, err := excelize.CoordinatesToCellName(x+1, 1)
	b.do(err)
	b.do(b.f.SetCellStr(sheet, at, printable(text)))
	b.do(b.f.SetCellStyle(sheet, at, at, b.head))
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

// rows writes the rows of a sheet below its headings: a text as a text, whatever it
// looks like, a number as a number, nothing for an empty cell. The library would keep every
// cell in memory and look through all of them for each that is added.
func (b *book) rows(s *reportcard.WorkSheet, w io.Writer) error {
	names := make([]string, len(s.Columns))
	for i := range names {
		var err error
		if names[i], err = excelize.ColumnNumberToName(i + 1); err != nil {
			return err
		}
	}
	var line []byte
	for y, row := range s.Rows {
		at := strconv.Itoa(y + 2)
		line = append(append(append(line[:0], `<row r="`...), at...), `">`...)
		for x, c := range row {
			if c == (reportcard.WorkCell{}) {
				continue
			}
			line = append(append(append(line, `<c r="`...), names[x]...), at...)
			line = append(line, `" s="`...)
			if c.Format == reportcard.WorkText {
				line = strconv.AppendInt(line, int64(b.text), 10)
				line = append(line, `" t="inlineStr"><is><t xml:space="preserve">`...)
				line = appendEscaped(line, within(printable(c.Text)))
				line = append(line, `</t></is></c>`...)
				continue
			}
			line = strconv.AppendInt(line, int64(b.numbers[c.Format]), 10)
			line = append(line, `"><v>`...)
			line = append(strconv.AppendFloat(line, c.V, 'f', -1, 64), `</v></c>`...)
		}
		if _, err := w.Write(append(line, `</row>`...)); err != nil {
			return err
		}
	}
	return nil
}

// within cuts text to what a cell can hold.
func within(s string) string {
	const most = 32767
	if len(s) <= most {
		return s
	}
	r := []rune(s)
	return string(r[:min(len(r), most)])
}

// appendEscaped writes text as it stands in XML.
func appendEscaped(b []byte, s string) []byte {
	for i := range len(s) {
		switch c := s[i]; c {
		case '&':
			b = append(b, "&amp;"...)
		case '<':
			b = append(b, "&lt;"...)
		case '>':
			b = append(b, "&gt;"...)
		case '\r':
			b = append(b, "&#xD;"...)
		default:
			b = append(b, c)
		}
	}
	return b
}

// quick is the level of compression: the best takes three times as long, for
// files a tenth smaller.
const quick = 3

func archive(w io.Writer) *zip.Writer {
	z := zip.NewWriter(w)
	z.RegisterCompressor(zip.Deflate, func(w io.Writer) (io.WriteCloser, error) { return flate.NewWriter(w, quick) })
	return z
}

// sorted is an archive whose files stand in the order of their names, the list
// of types first, as readers of the format like it. The sheets get their rows as
// they are written.
type sorted struct {
	to     *zip.Writer
	names  []string
	files  map[string]*bytes.Buffer
	sheets []reportcard.WorkSheet
	rows   func(*reportcard.WorkSheet, io.Writer) error
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
			err = s.part(name, w)
		}
		if err != nil {
			return err
		}
	}
	return s.to.Close()
}

// part writes one file of the archive.
func (s *sorted) part(name string, w io.Writer) error {
	content := s.files[name].Bytes()
	for i := range s.sheets {
		if name != fmt.Sprintf("xl/worksheets/sheet%d.xml", i+1) || len(s.sheets[i].Rows) == 0 {
			continue
		}
		head, tail, ok := bytes.Cut(content, []byte("</sheetData>"))
		if !ok {
			return fmt.Errorf("workbook: sheet %s has no place for its rows", s.sheets[i].Name)
		}
		out := bufio.NewWriterSize(w, 1<<16)
		_, err := out.Write(head)
		if err == nil {
			err = s.rows(&s.sheets[i], out)
		}
		if err == nil {
			_, err = out.Write(append([]byte("</sheetData>"), tail...))
		}
		if err == nil {
			err = out.Flush()
		}
		return err
	}
	_, err := w.Write(content)
	return err
}
