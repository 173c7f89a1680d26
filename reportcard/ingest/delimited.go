package ingest

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
)

// delimited reads comma, semicolon or tab separated rows as encoding/csv does
// with LazyQuotes and rows of any length: it is there because tables of pupils
// have tens of millions of rows.
type delimited struct {
	src    io.Reader
	comma  byte
	offset int
	width  int // cells of the widest row so far

	text  string // read and not yet cut into rows
	line  int    // the line that begins it
	err   error  // why there is no more than text
	size  int    // of a block
	block []byte
	cells []string

	// ahead is the reading by another goroutine, when it was asked for.
	ahead *readAhead
	batch *rowBatch
	at    int // the next row of the batch
}

// Sizes in bytes: of one read, and of a row that must be one with a quotation
// mark not closed.
const (
	blockSize = 1 << 18
	maxRow    = 1 << 22
	// maxColumns is that of spreadsheets.
	maxColumns = 1 << 14
)

type openQuote struct{ line int }

func (e *openQuote) Error() string { return "quotation mark not closed" }

func newDelimited(buf *bufio.Reader, head []byte) (*delimited, error) {
	d := &delimited{src: buf, comma: delimiter(head), line: 1, size: blockSize}
	if rest, ok := bytes.CutPrefix(bytes.ToLower(head), []byte("sep=")); ok && len(rest) > 0 {
		// Excel's first line that names the separator.
		d.comma = rest[0]
		if _, err := buf.ReadString('\n'); err != nil {
			return nil, err
		}
		d.offset = 1
	}
	if d.comma == '"' || d.comma == '\r' || d.comma == '\n' || d.comma >= 0x80 {
		return nil, fmt.Errorf("the first line does not name a separator")
	}
	return d, nil
}

// next gives the next row with anything in it. The slice is valid until the
// call after it, its cells for good.
func (d *delimited) next() ([]string, int, error) {
	for {
		cells, line, spans, err := d.record()
		if err != nil {
			return nil, 0, err
		}
		if spans && d.swallowed(cells) {
			return nil, 0, &openQuote{line + d.offset}
		}
		d.width = max(d.width, len(cells))
		if !blankRow(cells) {
			return cells, line + d.offset, nil
		}
	}
}

// record gives the next row from the batches read ahead, or from the stream.
func (d *delimited) record() (cells []string, line int, spans bool, err error) {
	if d.ahead != nil {
		return d.batched()
	}
	d.cells = d.cells[:0]
	own, err := d.cut(&d.cells)
	if err != nil {
		return nil, 0, false, err
	}
	// A cell that is kept must not keep a whole block alive.
	size := 0
	for _, c := range d.cells {
		size += len(c)
	}
	var b strings.Builder
	b.Grow(size)
	for _, c := range d.cells {
		b.WriteString(c)
	}
	text := b.String()
	for i, c := range d.cells {
		d.cells[i], text = text[:len(c)], text[len(c):]
	}
	return d.cells, own.line, own.spans, nil
}

// row is one row cut off: where its cells end, the line it begins in, and
// whether a cell spans lines.
type row struct {
	end, line int
	spans     bool
}

// cut takes the next row off the text and appends its cells.
func (d *delimited) cut(cells *[]string) (row, error) {
	for {
		from := len(*cells)
		length, lines, spans, whole := cutRow(d.text, d.comma, errors.Is(d.err, io.EOF), cells)
		switch {
		case len(*cells)-from > maxColumns:
			return row{}, fmt.Errorf("line %d has more than %s cells", d.line+d.offset, thousands(maxColumns))
		case whole && length == 0:
			return row{}, d.err
		case whole:
			out := row{len(*cells), d.line, spans}
			d.text, d.line = d.text[length:], d.line+lines
			if out.end > from { // not an empty line
				return out, nil
			}
			continue
		case d.err != nil: // the stream broke off within the row
			return row{}, d.err
		case len(d.text) > maxRow:
			return row{}, &openQuote{d.line + d.offset}
		}
		*cells = (*cells)[:from]
		d.fill()
	}
}

// fill reads another block behind the text that is left, or as much as there
// is left when that is more.
func (d *delimited) fill() {
	size := max(d.size, 2*len(d.text))
	if cap(d.block) < size {
		d.block = make([]byte, size)
	}
	b := d.block[:size]
	n := copy(b, d.text)
	m, err := io.ReadAtLeast(d.src, b[n:], 1)
	for err == nil && n+m < size {
		var k int
		k, err = d.src.Read(b[n+m:])
		m += k
	}
	d.text, d.err = string(b[:n+m]), err
}

// cutRow cuts the first row off a text. whole is false when the text ends
// before the row does; last says that no more will come. An empty line has no
// cells.
func cutRow(text string, comma byte, last bool, cells *[]string) (length, lines int, spans, whole bool) {
	start := 0
	for i := 0; i < len(text); i++ {
		switch text[i] {
		case comma:
			*cells = append(*cells, text[start:i])
			start = i + 1
		case '\n':
			end := i
			if end > start && text[end-1] == '\r' {
				end--
			}
			if start > 0 || end > 0 {
				*cells = append(*cells, text[start:end])
			}
			return i + 1, 1, false, true
		case '"':
			if i == start {
				return cutQuoted(text, comma, last, cells, start)
			}
		}
	}
	if !last {
		return 0, 0, false, false
	}
	end := strings.TrimSuffix(text[start:], "\r")
	if len(text) > 0 && (start > 0 || end != "") {
		*cells = append(*cells, end)
	}
	return len(text), 1, false, true
}

// cutQuoted goes on from a cell that begins with a quotation mark.
func cutQuoted(text string, comma byte, last bool, cells *[]string, start int) (length, lines int, spans, whole bool) {
	lines = 1
	for {
		if start == len(text) || text[start] != '"' {
			// A cell without a quotation mark in front.
			end := strings.IndexAny(text[start:], string([]byte{comma, '\n'}))
			if end < 0 {
				if !last {
					return 0, 0, false, false
				}
				*cells = append(*cells, strings.TrimSuffix(text[start:], "\r"))
				return len(text), lines, spans, true
			}
			end += start
			if text[end] == '\n' {
				*cells = append(*cells, strings.TrimSuffix(text[start:end], "\r"))
				return end + 1, lines, spans, true
			}
			*cells = append(*cells, text[start:end])
			start = end + 1
			continue
		}
		cell, after, newlines, by := unquote(text[start+1:], comma, last)
		if by == notEnded {
			return 0, 0, false, false
		}
		*cells = append(*cells, cell)
		lines += newlines
		spans = spans || newlines > 0
		if start += 1 + after; by == endedRow {
			return start, lines, spans, true
		}
	}
}

// ending is what ends a cell in quotation marks.
type ending uint8

const (
	notEnded ending = iota
	endedCell
	endedRow
)

// unquote reads a cell behind its opening quotation mark, and what ends it: a
// mark and a separator or the end of the line. A mark before anything else
// stands for itself, two for one. after is where the next cell begins.
func unquote(text string, comma byte, last bool) (cell string, after, newlines int, by ending) {
	var own strings.Builder // what came before from, when it is not the text as it stands
	from := 0
	done := func(end, next int, by ending) (string, int, int, ending) {
		if own.Len() == 0 {
			return text[from:end], next, newlines, by
		}
		own.WriteString(text[from:end])
		return own.String(), next, newlines, by
	}
	for i := 0; i < len(text); i++ {
		switch text[i] {
		case '\n':
			newlines++
			if i > 0 && text[i-1] == '\r' && i > from {
				own.WriteString(text[from : i-1])
				from = i
			}
		case '"':
			rest := text[i+1:]
			switch {
			case (rest == "" || rest == "\r") && !last:
				return "", 0, 0, notEnded
			case rest == "" || rest == "\r":
				return done(i, len(text), endedRow)
			case rest[0] == comma:
				return done(i, i+2, endedCell)
			case rest[0] == '\n':
				return done(i, i+2, endedRow)
			case rest[0] == '\r' && rest[1] == '\n':
				return done(i, i+3, endedRow)
			case rest[0] == '"':
				own.WriteString(text[from : i+1])
				i++
				from = i + 1
			}
		}
	}
	if !last {
		return "", 0, 0, notEnded
	}
	end := len(text)
	if end > from && text[end-1] == '\r' {
		end--
	}
	return done(end, len(text), endedRow)
}

// swallowed reports whether a cell holds whole further rows: a quotation mark
// was opened and not closed.
func (d *delimited) swallowed(cells []string) bool {
	if d.width < 2 {
		return false
	}
	for _, c := range cells {
		at := strings.IndexByte(c, '\n')
		if at < 0 {
			continue
		}
		for l := range strings.Lines(c[at+1:]) {
			if strings.Count(l, string(d.comma)) >= d.width-1 {
				return true
			}
		}
	}
	return false
}
