package ingest

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

// rows gives the rows of a table one at a time. The cells are valid until the
// next call.
type rows interface {
	// next returns io.EOF after the last row.
	next() (cells []string, line int, err error)
}

// text reads a delimited file.
func (r *reader) text(in *input, show string, br *bufio.Reader) {
	decoded, note := decode(br)
	buf := bufio.NewReaderSize(decoded, 1<<16)
	head, err := buf.Peek(1 << 15)
	if err != nil && !errors.Is(err, io.EOF) {
		code := codeUnreadable
		if errors.Is(err, errTooLarge) {
			code = codeTooLarge
		}
		r.fail(in, code, "cannot be read", "why", err.Error(), "limit", plural(int(r.opt.MaxUncompressed>>20), "MB", "MB"))
		return
	}
	if len(bytes.TrimSpace(head)) == 0 {
		r.fail(in, codeEmpty, "empty")
		return
	}
	if bytes.IndexByte(head, '\n') < 0 && bytes.IndexByte(head, '\r') >= 0 {
		// Lines that end with a carriage return alone, as old programs write.
		buf = bufio.NewReaderSize(returns{buf}, 1<<16)
		head, _ = buf.Peek(1 << 15)
	}
	src, err := newDelimited(buf, head)
	if err != nil {
		r.fail(in, codeUnreadable, "cannot be read", "why", err.Error())
		return
	}
	defer src.stop()
	err = r.table(in, "", src, note)
	if err != nil {
		r.streamProblem(in, err)
	}
}

// returns makes line feeds of carriage returns.
type returns struct{ r io.Reader }

func (c returns) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	for i := range p[:n] {
		if p[i] == '\r' {
			p[i] = '\n'
		}
	}
	return n, err
}

// streamProblem reports a file that broke off while it was read.
func (r *reader) streamProblem(in *input, err error) {
	var open *openQuote
	switch {
	case errors.As(err, &open):
		r.report(codeQuote, spot{file: in.show, row: open.line})
	case errors.Is(err, errTooLarge):
		r.report(codeTooLarge, spot{file: in.show}, "limit", plural(int(r.opt.MaxUncompressed>>20), "MB", "MB"))
	default:
		r.report(codeUnreadable, spot{file: in.show}, "why", err.Error())
	}
}

// decode turns the bytes into UTF-8: UTF-16 by its mark or its zero bytes,
// otherwise UTF-8, where bytes that are not valid are read as Windows-1252.
func decode(br *bufio.Reader) (io.Reader, string) {
	head, _ := br.Peek(sniffLen)
	switch utf16Order(head) {
	case 'l':
		return transform.NewReader(br, unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewDecoder()), "UTF-16"
	case 'b':
		return transform.NewReader(br, unicode.UTF16(unicode.BigEndian, unicode.UseBOM).NewDecoder()), "UTF-16"
	}
	if bytes.HasPrefix(head, []byte("\xef\xbb\xbf")) {
		if _, err := br.Discard(3); err != nil {
			return br, ""
		}
	}
	return &mixedReader{r: br}, ""
}

// utf16Order gives 'l' or 'b' for UTF-16 text, or 0. Text without a mark is
// known by the zero byte beside each of its first Latin letters.
func utf16Order(head []byte) byte {
	if len(head) < 4 {
		return 0
	}
	switch {
	case head[0] == 0xff && head[1] == 0xfe:
		return 'l'
	case head[0] == 0xfe && head[1] == 0xff:
		return 'b'
	}
	var zero [2]int
	n := min(len(head), 200) &^ 1
	for i := 0; i < n; i++ {
		if head[i] == 0 {
			zero[i&1]++
		}
	}
	switch {
	case zero[1] > n*2/5 && zero[0] == 0:
		return 'l'
	case zero[0] > n*2/5 && zero[1] == 0:
		return 'b'
	}
	return 0
}

// mixedReader passes valid UTF-8 through and reads any other byte as
// Windows-1252, so that one stray byte late in a file spoils nothing.
type mixedReader struct {
	r    *bufio.Reader
	buf  []byte
	out  []byte
	keep []byte
	err  error
}

func (m *mixedReader) Read(p []byte) (int, error) {
	for len(m.out) == 0 {
		if m.err != nil {
			return 0, m.err
		}
		if m.buf == nil {
			m.buf = make([]byte, 1<<15)
		}
		k := copy(m.buf, m.keep)
		n, err := m.r.Read(m.buf[k:])
		m.err = err
		m.out, m.keep = repair(m.buf[:k+n], err != nil)
	}
	n := copy(p, m.out)
	m.out = m.out[n:]
	return n, nil
}

// repair replaces invalid bytes; it keeps back a rune cut off at the end.
func repair(b []byte, last bool) (out, keep []byte) {
	if !last {
		for i := 1; i <= min(3, len(b)); i++ {
			if c := b[len(b)-i]; utf8.RuneStart(c) {
				if c >= utf8.RuneSelf && !utf8.FullRune(b[len(b)-i:]) {
					keep = bytes.Clone(b[len(b)-i:])
					b = b[:len(b)-i]
				}
				break
			}
		}
	}
	if utf8.Valid(b) {
		return b, keep
	}
	out = make([]byte, 0, len(b)+len(b)/8)
	for len(b) > 0 {
		c, size := utf8.DecodeRune(b)
		if c == utf8.RuneError && size == 1 {
			c = charmap.Windows1252.DecodeByte(b[0])
		}
		out = utf8.AppendRune(out, c)
		b = b[size:]
	}
	return out, keep
}

func blankRow(cells []string) bool {
	for _, c := range cells {
		if c != "" && trimCell(c) != "" {
			return false
		}
	}
	return true
}

// delimiter chooses the separator that cuts most of the first lines into the
// same number of cells.
func delimiter(head []byte) byte {
	lines := strings.SplitN(string(head), "\n", 26)
	if len(lines) > 1 {
		lines = lines[:len(lines)-1] // the last may be cut off
	}
	best, bestScore := byte(','), 0
	for _, sep := range [...]byte{',', ';', '\t', '|'} {
		counts := map[int]int{}
		for _, l := range lines {
			if n := countOutsideQuotes(l, sep); n > 0 {
				counts[n]++
			}
		}
		score := 0
		for n, times := range counts {
			score = max(score, n*times)
		}
		if score > bestScore {
			best, bestScore = sep, score
		}
	}
	return best
}

func countOutsideQuotes(line string, sep byte) int {
	n, quoted := 0, false
	for i := range len(line) {
		switch c := line[i]; {
		case c == '"':
			quoted = !quoted
		case c == sep && !quoted:
			n++
		}
	}
	return n
}
