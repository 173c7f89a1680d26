package ingest

import (
	"archive/zip"
	"bytes"
	"io"
	"runtime"
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
