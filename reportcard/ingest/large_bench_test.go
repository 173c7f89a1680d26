package ingest

import (
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/xuri/excelize/v2"
)

// BenchmarkLargeWorkbook reads a workbook of 24,000 rows and 60 columns, and
// goes over the same with the iterator of excelize alone.
func BenchmarkLargeWorkbook(b *testing.B) {
	const rows, columns = 24_000, 60
	name := filepath.Join(b.TempDir(), "counts.xlsx")
	writeLargeWorkbook(b, name, rows, columns)
	b.Run("excelize", func(b *testing.B) {
		for b.Loop() {
			f, err := excelize.OpenFile(name, excelize.Options{RawCellValue: true})
			if err != nil {
				b.Fatal(err)
			}
			it, err := f.Rows("Sheet1")
			if err != nil {
				b.Fatal(err)
			}
			n := 0
			for it.Next() {
				if _, err := it.Columns(); err != nil {
					b.Fatal(err)
				}
				n++
			}
			if err := f.Close(); err != nil || n != rows+1 {
				b.Fatal(n, err)
			}
		}
	})
	b.Run("reader", func(b *testing.B) {
		for b.Loop() {
			d, rep, err := Read([]string{name}, Options{})
			if err != nil {
				b.Fatal(err)
			}
			if len(d.Schools) != rows {
				b.Fatalf("%d schools: %s", len(d.Schools), printed(rep))
			}
		}
	})
}

// writeLargeWorkbook writes a wide table: identifiers, years, and pupils and
// other figures by SEN group.
func writeLargeWorkbook(b *testing.B, name string, rows, columns int) {
	b.Helper()
	f := excelize.NewFile()
	w, err := f.NewStreamWriter("Sheet1")
	if err != nil {
		b.Fatal(err)
	}
	head := []any{"urn", "academic_year"}
	for _, field := range []string{
		"pupils", "enrolments", "suspensions", "pupils_suspended", "pupils_suspended_repeat", "suspension_days", "permanent_exclusions",
		"persistent_absentees", "severe_absentees", "leaver_base", "non_standard_leavers", "leavers_special",
	} {
		for _, group := range []string{"no_sen", "sen_support", "ehc_plan", "send", "all"} {
			if len(head) < columns {
				head = append(head, field+"_"+group)
			}
		}
	}
	for i := range rows + 1 {
		row := head
		if i > 0 {
			row = []any{100000 + i, "2022/23"}
			for range columns - 2 {
				row = append(row, 0)
			}
		}
		if err := w.SetRow("A"+strconv.Itoa(i+1), row); err != nil {
			b.Fatal(err)
		}
	}
	if err := w.Flush(); err != nil {
		b.Fatal(err)
	}
	if err := f.SaveAs(name); err != nil {
		b.Fatal(err)
	}
	if info, err := os.Stat(name); err != nil || info.Size() == 0 {
		b.Fatal(err)
	}
}
