package ingest

import (
	"bufio"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"
)

// rowsOfCSV reads a text with the library, by whose rules delimited goes.
func rowsOfCSV(t testing.TB, text string, comma byte) []string {
	t.Helper()
	r := csv.NewReader(strings.NewReader(text))
	r.Comma, r.LazyQuotes, r.FieldsPerRecord = rune(comma), true, -1
	var out []string
	for {
		cells, err := r.Read()
		if errors.Is(err, io.EOF) {
			return out
		}
		if err != nil {
			t.Fatal(err)
		}
		line, _ := r.FieldPos(0)
		out = append(out, fmt.Sprintf("%d %q", line, cells))
	}
}

func rowsOf(t testing.TB, from io.Reader, comma byte, block int, ahead bool) []string {
	t.Helper()
	d := &delimited{src: from, comma: comma, line: 1, size: block}
	if ahead {
		d.start()
		defer d.stop()
	}
	var out []string
	for {
		cells, line, _, err := d.record()
		if errors.Is(err, io.EOF) {
			return out
		}
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, fmt.Sprintf("%d %q", line, cells))
	}
}

var delimitedTexts = []string{
	"", "a", "a,b\nc,d\n", "a,b\r\nc,d\r\n", "\n\n a , b \n\n\nc", "a,\n,b\n,\n", "\"a\",\"b,c\"\n\"d\ne\",f\n", "\"a\r\nb\",c\r\n",
	"\"a\"\"b\",\"\"\n\"\"\"\"\n", "\"a\"b,c\nd", "a\"b,c\"d\n", "\"open,\nand,on\n", "\"a\",", "\"a\"\r", "a\r", "\r", "\r\r\n", "\"\r\n\"", "\"a\",b\"c\nd,\"e\"\"", "a;b\n", "\"x\" ,y\n",
}

func FuzzDelimited(f *testing.F) {
	for _, s := range delimitedTexts {
		f.Add(s, byte(','))
		f.Add(s, byte(';'))
	}
	f.Fuzz(func(t *testing.T, text string, comma byte) {
		if comma == '"' || comma == '\r' || comma == '\n' || comma >= 0x80 || comma == 0 {
			return
		}
		want := rowsOfCSV(t, text, comma)
		// In the smallest blocks a row is cut at every byte.
		for name, got := range map[string][]string{
			"at once":      rowsOf(t, strings.NewReader(text), comma, blockSize, false),
			"ahead":        rowsOf(t, strings.NewReader(text), comma, 3, true),
			"byte by byte": rowsOf(t, iotest.OneByteReader(strings.NewReader(text)), comma, 1, false),
		} {
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("%s (-encoding/csv +delimited):\n%s", name, diff)
			}
		}
	})
}

// Rows and cells that lie across the end of a block.
func TestDelimitedBlocks(t *testing.T) {
	var b strings.Builder
	for i := 0; b.Len() < 3*blockSize; i++ {
		fmt.Fprintf(&b, "%d,plain,\"quoted \"\"%d\"\"\",\"two\r\nlines\",%s\r\n", i, i, strings.Repeat("x", i%97))
	}
	text := b.String()
	want := rowsOfCSV(t, text, ',')
	for _, ahead := range []bool{false, true} {
		if diff := cmp.Diff(want, rowsOf(t, strings.NewReader(text), ',', blockSize, ahead)); diff != "" {
			t.Errorf("ahead %v (-encoding/csv +delimited):\n%s", ahead, diff)
		}
	}
}

// A stream that breaks off gives the rows before, then the reason; a quotation
// mark that is never closed does not swallow a file larger than memory.
func TestDelimitedBreaks(t *testing.T) {
	gone := errors.New("gone")
	for _, ahead := range []bool{false, true} {
		d := &delimited{src: io.MultiReader(strings.NewReader("a,b\nc,d\ne,"), iotest.ErrReader(gone)), comma: ',', line: 1, size: blockSize}
		if ahead {
			d.start()
		}
		rows := 0
		var err error
		for ; err == nil; rows++ {
			_, _, _, err = d.record()
		}
		if rows != 3 || !errors.Is(err, gone) {
			t.Errorf("ahead %v: %d rows, then %v", ahead, rows-1, err)
		}
		d.stop()
	}
	endless := &delimited{src: io.MultiReader(strings.NewReader("a,b\n\"c,"), forever{}), comma: ',', line: 1, size: blockSize}
	var err error
	for err == nil {
		_, _, err = endless.next()
	}
	var open *openQuote
	if !errors.As(err, &open) || open.line != 2 {
		t.Errorf("a quotation mark without end: %v", err)
	}
	// Stopping early leaves the rest to whoever reads on.
	src := bufio.NewReader(strings.NewReader(strings.Repeat("a,b\n", 1<<18)))
	d := &delimited{src: src, comma: ',', line: 1, size: blockSize}
	d.start()
	if _, _, _, err := d.record(); err != nil {
		t.Fatal(err)
	}
	d.stop()
	if _, err := io.Copy(io.Discard, src); err != nil {
		t.Fatal(err)
	}
}

// forever is a stream of nothing but letters.
type forever struct{}

func (forever) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = 'x'
	}
	return len(p), nil
}
