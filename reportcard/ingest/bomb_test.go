package ingest

import (
	"archive/zip"
	"bytes"
	"io"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	"inclusioncards/metrics"
)

// inflated packs one file that goes on with so many bytes of filling.
func inflated(t *testing.T, name, head string, filling byte, size int) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	w, err := z.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.WriteString(w, head); err != nil {
		t.Fatal(err)
	}
	for block := bytes.Repeat([]byte{filling}, 1<<20); size > 0; size -= len(block) {
		if _, err := w.Write(block); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// A sheet of 300 MB in 300 kB is refused before anything is unpacked: reading
// takes less memory than a tenth of it.
func TestZipBomb(t *testing.T) {
	data := inflated(t, "xl/worksheets/sheet1.xml", "<worksheet>", ' ', 300<<20)
	if len(data) > 400<<10 {
		t.Fatalf("the bomb has %d bytes", len(data))
	}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	_, rep, err := ReadFS(fstest.MapFS{"counts.xlsx": {Data: data}}, Options{})
	runtime.ReadMemStats(&after)
	if err != nil {
		t.Fatal(err)
	}
	wantCodes(t, rep, codeTooLarge)
	if took := after.TotalAlloc - before.TotalAlloc; took > 30<<20 {
		t.Errorf("%d MB were taken to refuse it", took>>20)
	}
}

// What the default refuses is read when the user raises the limit; a limit
// below its size refuses it again.
func TestRaisedLimit(t *testing.T) {
	data := inflated(t, "counts.csv", "urn,academic_year,sen_group,pupils\n100049,2022/23,no_sen,200\n", '\n', 70<<20)
	for _, c := range []struct {
		limit   int64
		refused bool
	}{{0, true}, {100 << 20, false}, {69 << 20, true}} {
		d, rep, err := ReadFS(fstest.MapFS{"counts.zip": {Data: data}}, Options{MaxUncompressed: c.limit})
		if err != nil {
			t.Fatal(err)
		}
		if c.refused {
			wantCodes(t, rep, codeTooLarge)
			continue
		}
		wantCodes(t, rep)
		wantFigure(t, d, "100049", 2022, metrics.Pupils, metrics.GroupNoSEN, metrics.Count{N: 200, State: metrics.Observed, Given: true})
	}
}

// Workbooks of a few kilobytes that ask for gigabytes: merged ranges over each
// other, a text too long for a cell, texts by the hundred thousand, an endless
// row beside the table. All are refused or read in little memory.
func TestWorkbookBombs(t *testing.T) {
	row := func(n int, more string) string {
		at := strconv.Itoa(n)
		return `<row r="` + at + `"><c r="A` + at + `"><v>` + strconv.Itoa(100000+n) + `</v></c><c r="B` + at + `" t="s"><v>4</v></c><c r="C` + at + `" t="s"><v>6</v></c><c r="D` + at + `"><v>7</v></c>` + more + `</row>`
	}
	head := sheetOpen + `<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="C1" t="s"><v>2</v></c><c r="D1" t="s"><v>3</v></c></row>`
	var plain, beside strings.Builder
	for n := 2; n < 300; n++ {
		plain.WriteString(row(n, ""))
		beside.WriteString(row(n, `<c r="XFD`+strconv.Itoa(n)+`"><v>1</v></c>`))
	}
	merged := `</sheetData><mergeCells>` + strings.Repeat(`<mergeCell ref="A3:XFD1048576"/>`, 2000) + `</mergeCells><sheetData>`
	item := strings.TrimSuffix(sharedTexts, "</sst>")
	for _, tt := range []struct {
		name, sheet, shared, code string
		schools                   int
	}{
		{"merged ranges", plain.String() + merged, sharedTexts, codeMerged, 2}, // the rest repeats the first merged row
		{"cells in the last column", beside.String(), sharedTexts, codeUnreadable, 298},
		{"a long text", plain.String(), item + "<si><t>" + strings.Repeat("x", maxCellText+1) + "</t></si></sst>", codeTooLarge, 0},
		{"many texts", plain.String(), item + strings.Repeat("<si/>", 1<<17) + "</sst>", codeTooLarge, 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			// Compressed, as the bombs are.
			data := deflated(t, bookOf(t, head+tt.sheet+sheetClose, tt.shared))
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			d, rep, err := ReadFS(fstest.MapFS{"2022-23.xlsx": {Data: data}}, Options{})
			runtime.ReadMemStats(&after)
			must(t, err)
			wantProblem(t, rep, tt.code, "")
			if tt.schools != len(d.Schools) {
				t.Errorf("%d schools:\n%s", len(d.Schools), printed(rep))
			}
			if took := (after.TotalAlloc - before.TotalAlloc) >> 20; took > 500 {
				t.Errorf("%d MB were taken", took)
			}
		})
	}
}

// deflated packs the parts of a workbook again, compressed.
func deflated(t *testing.T, stored []byte) []byte {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(stored), int64(len(stored)))
	must(t, err)
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, part := range z.File {
		from, err := part.Open()
		must(t, err)
		to, err := w.Create(part.Name)
		must(t, err)
		_, err = io.Copy(to, from)
		must(t, err)
		must(t, from.Close())
	}
	must(t, w.Close())
	return b.Bytes()
}

// What is packed within a zip a second time is told, not passed over.
func TestArchiveWithinArchive(t *testing.T) {
	inner := zipped(t, map[string]string{"counts.csv": smallCounts})
	d, rep := readFiles(t, map[string]string{"all.zip": zipped(t, map[string]string{"a/inner.zip": inner, "counts.csv": smallCounts})}, Options{})
	wantProblem(t, rep, codeUnreadable, "all.zip/a/inner.zip")
	if len(d.Schools) == 0 {
		t.Error("the table beside it is not read")
	}
}

// A row of more cells than a spreadsheet has columns ends the reading; the rows
// before are used.
func TestEndlessRow(t *testing.T) {
	d, rep := readFiles(t, map[string]string{"x.csv": smallCounts + "100049,2022/23,E" + strings.Repeat(",1", maxColumns) + "\n"}, Options{})
	wantProblem(t, rep, codeUnreadable, "has more than 16,384 cells")
	if len(d.Schools) == 0 {
		t.Error("the rows before are lost")
	}
}
