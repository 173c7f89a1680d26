package ingest

import (
	"bytes"
	"io"

	"github.com/xuri/excelize/v2"
)

// workbook reads the sheets of an XLSX file.
func (r *reader) workbook(in *input, data []byte) {
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
	used := len(r.sources)
	firstProblem := len(r.rep.Problems)
	for _, name := range f.GetSheetList() {
		visible, err := f.GetSheetVisible(name)
		if err == nil && !visible && !r.opt.IncludeHidden {
			r.report(codeHiddenSheet, spot{file: in.show, sheet: name})
			r.rep.Files = append(r.rep.Files, FileReport{File: in.show, Sheet: name, Note: "hidden sheet skipped"})
			continue
		}
		r.sheet(in, f, name)
	}
	if len(r.sources) == used {
		return
	}
	// A cover or a notes sheet beside a table is as it should be.
	for i := firstProblem; i < len(r.rep.Problems); i++ {
		if p := &r.rep.Problems[i]; p.File == in.show && (p.Code == codeUnrecognised || p.Code == codeNoHeading || p.Code == codeEmpty) {
			p.Severity = Info
		}
	}
}

func (r *reader) sheet(in *input, f *excelize.File, name string) {
	it, err := f.Rows(name)
	if err != nil {
		r.report(codeUnreadable, spot{file: in.show, sheet: name}, "why", err.Error())
		return
	}
	defer it.Close()
	inner := *in
	inner.segments = append([]string{name}, in.segments...)
	src := &sheetRows{rows: it, includeHidden: r.opt.IncludeHidden}
	if err := r.table(&inner, name, src, ""); err != nil {
		r.report(codeUnreadable, spot{file: in.show, sheet: name}, "why", err.Error())
	}
	if src.hidden > 0 {
		r.report(codeHiddenRows, spot{file: in.show, sheet: name}, "count", plural(src.hidden, "hidden row", "hidden rows"))
	}
}

// sheetRows streams the rows of one sheet.
type sheetRows struct {
	rows          *excelize.Rows
	includeHidden bool
	line          int
	hidden        int
}

func (s *sheetRows) next() ([]string, int, error) {
	for s.rows.Next() {
		s.line++
		cells, err := s.rows.Columns()
		if err != nil {
			return nil, 0, err
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
	return nil, 0, io.EOF
}
