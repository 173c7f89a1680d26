package ingest

import (
	"bytes"
	"fmt"
	"sync"
	"testing"
	"testing/fstest"

	"github.com/xuri/excelize/v2"

	"inclusioncards/metrics"
)

// wideBook is a workbook of 24,000 rows and 60 columns of counts.
var wideBook = sync.OnceValue(func() []byte {
	f := excelize.NewFile()
	defer f.Close()
	w, err := f.NewStreamWriter("Sheet1")
	if err != nil {
		panic(err)
	}
	head := []any{"urn", "academic_year"}
	for _, g := range []string{"no_sen", "sen_support", "ehc_plan"} {
		for _, field := range metrics.CountFields()[:19] {
			head = append(head, field.String()+"_"+g)
		}
	}
	head = append(head, "notes")
	for r := range 24000 {
		row := []any{100000 + r, "2022/23"}
		if r == 0 {
			row = head
		}
		for i := len(row); i < 60; i++ {
			row = append(row, 1)
		}
		if err := w.SetRow(fmt.Sprintf("A%d", r+1), row); err != nil {
			panic(err)
		}
	}
	if err := w.Flush(); err != nil {
		panic(err)
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		panic(err)
	}
	return b.Bytes()
})

// The library's own row iterator, for comparison.
func BenchmarkRowIterator(b *testing.B) {
	data := wideBook()
	for b.Loop() {
		f, err := excelize.OpenReader(bytes.NewReader(data), excelize.Options{RawCellValue: true, UnzipXMLSizeLimit: 1 << 30})
		if err != nil {
			b.Fatal(err)
		}
		rows, err := f.Rows("Sheet1")
		if err != nil {
			b.Fatal(err)
		}
		n := 0
		for rows.Next() {
			cells, err := rows.Columns()
			if err != nil {
				b.Fatal(err)
			}
			n += len(cells)
		}
		if n != 24000*60 {
			b.Fatalf("%d cells", n)
		}
		f.Close()
	}
}

func BenchmarkWorkbook(b *testing.B) {
	fsys := fstest.MapFS{"counts.xlsx": {Data: wideBook()}}
	for b.Loop() {
		d, rep, err := ReadFS(fsys, Options{})
		if err != nil || len(d.Schools) != 23999 {
			b.Fatalf("%v %d %s", err, len(d.Schools), printed(rep))
		}
	}
}
