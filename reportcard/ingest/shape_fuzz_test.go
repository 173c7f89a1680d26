package ingest

import (
	"archive/zip"
	"bytes"
	"io"
	"os"
	"path/filepath"
	"testing"
	"testing/fstest"
)

// seeds are the small files of testdata with an extension.
func seeds(f *testing.F, ext string) [][]byte {
	f.Helper()
	var out [][]byte
	for _, pattern := range []string{"bad/*/*", "counts/*/*", "dfe/*/*", "tidy/*", "supplement/*", "pupils/*"} {
		names, err := filepath.Glob(filepath.Join("..", "..", "testdata", filepath.FromSlash(pattern)))
		if err != nil {
			f.Fatal(err)
		}
		for _, name := range names {
			if filepath.Ext(name) != ext {
				continue
			}
			b, err := os.ReadFile(name)
			if err != nil {
				f.Fatal(err)
			}
			if len(b) < 12<<10 {
				out = append(out, b)
			}
		}
	}
	if len(out) == 0 {
		f.Fatalf("no seeds with %s", ext)
	}
	return out
}

// sound checks what holds of every reading: problems are of the catalogue and
// filled in, schools have URNs, and counts are not negative.
func sound(t *testing.T, name string, data []byte) {
	t.Helper()
	d, rep, err := ReadFS(fstest.MapFS{name: {Data: data}}, Options{MaxUncompressed: 1 << 20})
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range rep.Problems {
		if kindByCode[p.Code].Code == "" || p.What == "" {
			t.Errorf("problem %+v", p)
		}
	}
	for i := range d.Schools {
		if _, ok := fastURN(string(d.Schools[i].URN)); !ok {
			t.Errorf("school with URN %q", d.Schools[i].URN)
		}
	}
}

// FuzzReadFile reads files of any shape, beginning with those of testdata.
func FuzzReadFile(f *testing.F) {
	for _, b := range seeds(f, ".csv") {
		f.Add(b)
	}
	f.Fuzz(func(t *testing.T, data []byte) { sound(t, "2022-23.csv", data) })
}

// The parts of a workbook around its one sheet, as small as the library takes
// them: most of the time of a reading must go into the sheet.
var bookParts = []struct{ name, text string }{
	{"[Content_Types].xml", `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/><Override PartName="/xl/sharedStrings.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/></Types>`},
	{"_rels/.rels", `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>`},
	{"xl/workbook.xml", `<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="SEN" sheetId="1" r:id="r1"/></sheets></workbook>`},
	{"xl/_rels/workbook.xml.rels", `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="r2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings" Target="sharedStrings.xml"/></Relationships>`},
}

// bookOf packs a sheet and its shared texts into a workbook, without
// compression: that would take longer than all the rest.
func bookOf(t testing.TB, sheet, shared string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	put := func(name, text string) {
		w, err := z.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Store})
		if err == nil {
			_, err = io.WriteString(w, text)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	for _, part := range bookParts {
		put(part.name, part.text)
	}
	put("xl/worksheets/sheet1.xml", sheet)
	put("xl/sharedStrings.xml", shared)
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

const (
	sheetOpen  = `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>`
	sheetClose = `</sheetData></worksheet>`
	// sharedTexts are those that the sheets of FuzzWorkbook draw from.
	sharedTexts = `<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>urn</t></si><si><t>academic_year</t></si><si><t>sen_group</t></si><si><t>pupils</t></si><si><r><t>2022</t></r><r><t>/23</t></r></si><si><t>no_sen</t></si><si><t>E</t></si></sst>`
)

// FuzzWorkbook reads workbooks whose archive is whole and whose sheet and
// shared texts are not: broken archives stop at the checksum and teach nothing
// (FuzzArchive has them).
func FuzzWorkbook(f *testing.F) {
	const head = `<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="C1" t="s"><v>2</v></c><c r="D1" t="s"><v>3</v></c></row>`
	for _, rows := range []string{
		`<row r="2"><c r="A2"><v>100049</v></c><c r="B2" t="s"><v>4</v></c><c r="C2" t="s"><v>5</v></c><c r="D2"><v>700</v></c></row>`,
		`<row r="3" hidden="1"><c r="A3" t="str"><v>100049</v></c><c r="D3"><f>SUM(D2,1)</f></c></row><row r="9"><c r="D9"><f>D3*2</f><v>8</v></c></row>`,
		`<row><c><v>1E5</v></c><c t="inlineStr"><is><t>2022/23</t></is></c><c t="b"><v>1</v></c><c t="e"><v>#REF!</v></c></row>`,
		`<row r="2"><c r="XFD2"><v>1</v></c></row><row r="1048576"><c r="A1048576"><v>2</v></c></row></sheetData><mergeCells><mergeCell ref="A2:B4"/></mergeCells><sheetData>`,
		`<row r="2"><c r="A2" t="s"><v>99</v></c><c r="B2" t="s"><v>-1</v></c><c r="A2"><v>3</v></c></row><row r="1"/>`,
	} {
		f.Add(head+rows, sharedTexts)
	}
	f.Add(head+`<row r="2"><c r="A2" t="s"><v>1</v></c></row>`, `<sst count="4294967295" uniqueCount="9"><si><t>&#x0;</t></si></sst>`)
	f.Fuzz(func(t *testing.T, rows, shared string) {
		if len(rows)+len(shared) > 4<<10 {
			return
		}
		sound(t, "2022-23.xlsx", bookOf(t, sheetOpen+rows+sheetClose, shared))
	})
}
