package write

import (
	"math"
	"strconv"
	"unicode/utf16"
)

// AppendFixed writes a number with at most two decimals: a hundredth of a point
// is finer than any printer. Values beyond what a page can hold are cut to it;
// what is not a number becomes 0.
func AppendFixed(b []byte, v float64) []byte {
	const most = 1e6
	if math.IsNaN(v) {
		v = 0
	}
	n := int64(math.Round(min(max(v, -most), most) * 100))
	if n < 0 {
		b = append(b, '-')
		n = -n
	}
	whole, part := n/100, n%100
	if whole > 0 || part == 0 {
		b = strconv.AppendInt(b, whole, 10)
	}
	switch {
	case part == 0:
	case part%10 == 0:
		b = append(b, '.', byte('0'+part/10))
	default:
		b = append(b, '.', byte('0'+part/10), byte('0'+part%10))
	}
	return b
}

// AppendBytes writes a string literal of raw bytes.
func AppendBytes(b, raw []byte) []byte {
	b = append(b, '(')
	for _, c := range raw {
		b = AppendByte(b, c)
	}
	return append(b, ')')
}

// AppendByte writes one byte of a string literal. A bare carriage return would
// be read as a line feed.
func AppendByte(b []byte, c byte) []byte {
	switch c {
	case '(', ')', '\\':
		return append(b, '\\', c)
	case '\r':
		return append(b, '\\', 'r')
	}
	return append(b, c)
}

// AppendText writes a text string: ASCII as it is, anything else as UTF-16.
func AppendText(b []byte, s string) []byte {
	plain := true
	for i := range len(s) {
		plain = plain && s[i] >= ' ' && s[i] <= '~'
	}
	if plain {
		return AppendBytes(b, []byte(s))
	}
	raw := []byte{0xFE, 0xFF}
	for _, u := range utf16.Encode([]rune(s)) {
		raw = append(raw, byte(u>>8), byte(u))
	}
	return AppendBytes(b, raw)
}
