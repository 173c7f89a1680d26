package ingest

import (
	"archive/zip"
	"bytes"
	"fmt"
	"hash/crc32"
	"io"
	"strings"

	"github.com/xuri/excelize/v2"
)

// workbook reads the sheets of an XLSX file.
func (r *reader) workbook(in *input, data []byte, zr *zip.Reader) {
	// Raw values, because cell formats round; everything in memory, because
	// nothing a user supplies is ever written to a temporary file.
	f, err := excelize.OpenReader(bytes.NewReader(data), excelize.Options{
		RawCellValue: true, UnzipSizeLimit: r.opt.MaxUncompressed, UnzipXMLSizeLimit: r.opt.MaxUncompressed,
	})
	if err != nil {
		r.fail(in, codeUnreadable, "damaged workbook", "why", err.Error())
		return
	}
	defer f.Close()
	if part := damaged(f, zr); part != "" {
		r.fail(in, codeUnreadable, "damaged workbook", "why", part+": "+zip.ErrChecksum.Error())
		return
	}
	calc := newCalculator(f)
	used := len(r.sources)
	firstProblem := len(r.rep.Problems)
	for _, name := range f.GetSheetList() {
		if !r.wanted(in.show, name) {
			continue
		}
		visible, err := f.GetSheetVisible(name)
		if err == nil && !visible && !r.opt.IncludeHidden {
			r.report(codeHiddenSheet, spot{file: in.show, sheet: name})
			r.rep.Files = append(r.rep.Files, FileReport{File: in.show, Sheet: name, Note: "hidden sheet skipped"})
			continue
		}
		r.sheet(in, f, name, calc)
	}
	if len(r.sources) == used && !r.pupil.later {
		return
	}
	// A cover or a notes sheet beside a table is as it should be.
	for i := firstProblem; i < len(r.rep.Problems); i++ {
		if p := &r.rep.Problems[i]; p.File == in.show && p.Row == 0 && (p.Code == codeUnrecognised || p.Code == codeNoHeading || p.Code == codeEmpty) {
			p.Severity = Info
		}
	}
}

func (r *reader) sheet(in *input, f *excelize.File, name string, calc *calculator) {
	scan := calc.scan(name) // before the rows: they release the sheet's XML
	it, err := f.Rows(name)
	if err != nil {
		r.report(codeUnreadable, spot{file: in.show, sheet: name}, "why", err.Error())
		return
	}
	defer it.Close()
	inner := *in
	inner.segments = append([]string{name}, in.segments...)
	src := &sheetRows{rows: it, includeHidden: r.opt.IncludeHidden, sheet: name, calc: calc, scan: scan, merging: merging{ranges: scan.merges}, left: r.opt.MaxUncompressed}
	done := calc.done
	later := len(r.pupil.tables)
	err = r.table(&inner, name, src, "")
	if len(r.pupil.tables) > later {
		return // the whole sheet is read again
	}
	if err != nil {
		r.report(codeUnreadable, spot{file: in.show, sheet: name}, "why", err.Error())
	}
	if src.hidden > 0 {
		r.report(codeHiddenRows, spot{file: in.show, sheet: name}, "count", plural(src.hidden, "hidden row", "hidden rows"))
	}
	if src.percent > 0 {
		r.report(codePercentFormat, spot{file: in.show, sheet: name}, "count", plural(src.percent, "cell", "cells"))
	}
	if n := calc.done - done; n > 0 {
		r.report(codeCalculated, spot{file: in.show, sheet: name}, "count", plural(n, "formula", "formulas"))
	}
}

// sheetRows streams the rows of one sheet.
type sheetRows struct {
	rows          *excelize.Rows
	includeHidden bool
	sheet         string
	calc          *calculator
	scan          sheetScan
	merging       merging
	width         int   // cells of the widest row so far
	left          int64 // bytes of text that may still come
	merged        []int // columns of merged cells in the row given last
	line          int
	hidden        int
	percent       int // cells read as the percentages they show
}

func (s *sheetRows) next() ([]string, int, error) {
	for s.rows.Next() {
		s.line++
		cells, err := s.rows.Columns()
		if err != nil {
			return nil, 0, err
		}
		for _, c := range cells {
			s.left -= int64(len(c))
		}
		if s.line > maxRows || s.left < 0 {
			return nil, 0, errBook
		}
		if s.scan.empty > 0 {
			cells = s.calculate(cells)
		}
		if len(s.scan.percent) > 0 {
			s.showPercent(cells)
		}
		if len(s.scan.truths) > 0 {
			s.spellTruths(cells)
		}
		s.merged = nil
		if len(s.scan.merges) > 0 {
			cells = s.fillMerged(cells)
		}
		if blankRow(cells) {
			continue
		}
		if s.rows.GetRowOpts().Hidden && !s.includeHidden {
			s.hidden++
			continue
		}
		return cells, s.line, nil
	}
	if err := s.rows.Error(); err != nil {
		return nil, 0, err
	}
	if s.scan.broken || s.scan.last > s.line {
		return nil, 0, fmt.Errorf("the sheet breaks off after row %d", s.line)
	}
	return nil, 0, io.EOF
}

// spellTruths writes truth values as a spreadsheet shows them: TRUE is no 1.
func (s *sheetRows) spellTruths(cells []string) {
	for i := range cells {
		if name, err := excelize.CoordinatesToCellName(i+1, s.line); err == nil && s.scan.truths[name] {
			cells[i] = map[string]string{"1": "TRUE", "0": "FALSE"}[cells[i]]
		}
	}
}

// damaged names the part of a workbook that is not what was packed: the library
// passes over checksums, and reads a sheet to where its text breaks.
func damaged(f *excelize.File, zr *zip.Reader) string {
	for _, part := range zr.File {
		content, _ := f.Pkg.Load(part.Name)
		b, ok := content.([]byte)
		if ok && strings.HasPrefix(part.Name, "xl/") && part.CRC32 != 0 && crc32.ChecksumIEEE(b) != part.CRC32 {
			return part.Name
		}
	}
	return ""
}

// calculate fills in the cells of a row whose formulas have no stored value.
func (s *sheetRows) calculate(cells []string) []string {
	for i := range cells {
		if cells[i] != "" {
			continue
		}
		name, err := excelize.CoordinatesToCellName(i+1, s.line)
		if err == nil && s.scan.formulas[name] {
			cells[i] = s.calc.value(s.sheet, name)
		}
	}
	return cells
}

// fillMerged repeats the text of cells merged over several rows in each of
// them, and marks the columns: a figure that stands in such cells belongs to no
// one row.
func (s *sheetRows) fillMerged(cells []string) []string {
	s.width = max(s.width, len(cells))
	for _, m := range s.merging.row(s.line, s.width, cells) {
		for c := m.c1; c <= m.c2; c++ {
			s.merged = append(s.merged, c-1)
		}
		if m.r2 == m.r1 || m.anchor == "" {
			continue
		}
		for len(cells) < m.c1 {
			cells = append(cells, "")
		}
		cells[m.c1-1] = m.anchor
	}
	return cells
}
