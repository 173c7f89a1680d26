package tables

import (
	"math"
	"strconv"
	"strings"
)

// digits is the precision of every figure: what a float64 holds for certain.
const digits = 15

// appendFloat writes a figure with 15 significant digits and no needless
// zeros, without an exponent for ordinary magnitudes, so that every reader of
// CSV understands it.
func appendFloat(b []byte, v float64) []byte {
	if v == 0 {
		return append(b, '0') // never -0
	}
	magnitude := math.Abs(v)
	if magnitude < 1e15 && v == math.Trunc(v) {
		return strconv.AppendInt(b, int64(v), 10)
	}
	if !(magnitude >= 1e-6 && magnitude < 1e15) {
		return strconv.AppendFloat(b, v, 'g', digits, 64)
	}
	var scratch [32]byte
	e := strconv.AppendFloat(scratch[:0], v, 'e', digits-1, 64)
	at := len(e) - 1
	for e[at] != 'e' {
		at--
	}
	exponent, _ := strconv.Atoi(string(e[at+1:]))
	if e[0] == '-' {
		b, e, at = append(b, '-'), e[1:], at-1
	}
	// e is "d.ddd" up to at: move the point by the exponent.
	var all [digits]byte
	all[0] = e[0]
	copy(all[1:], e[2:at])
	used := digits
	for used > 1 && all[used-1] == '0' {
		used--
	}
	if exponent < 0 {
		b = append(b, "0."...)
		for range -exponent - 1 {
			b = append(b, '0')
		}
		return append(b, all[:used]...)
	}
	point := exponent + 1
	if used <= point {
		return append(b, all[:point]...)
	}
	b = append(b, all[:point]...)
	b = append(b, '.')
	return append(b, all[point:used]...)
}

// guard keeps a spreadsheet from running a text cell as a formula.
func guard(s string) string {
	if s != "" && strings.ContainsRune("=+-@\t\r\n", rune(s[0])) {
		return "'" + s
	}
	return s
}

// quote appends a text cell: guarded, and in quotes where CSV asks for them.
func quote(b []byte, s string) []byte {
	s = guard(s)
	if !strings.ContainsAny(s, "\",\r\n") && !strings.HasPrefix(s, " ") {
		return append(b, s...)
	}
	b = append(b, '"')
	b = append(b, strings.ReplaceAll(s, `"`, `""`)...)
	return append(b, '"')
}
