package ingest

import (
	"math"
	"strconv"
	"strings"

	"inclusioncards/metrics"
)

// number is a cell as written: a decimal number, a symbol with its reason, or
// a code of the catalogue that says why it was refused.
type number struct {
	state metrics.State
	blank bool
	bad   string
	value float64
	// mant and dec hold the digits exactly (value = mant / 10^dec) when they
	// fit; exact is false for the 17-digit decimals some spreadsheets write.
	mant    int64
	dec     int
	exact   bool
	percent bool // written with a percent sign
	low     bool // marked as of low reliability
}

// symbols of method.md section 6. Absent: x and ".", which depend on the era
// of the table, and the "fewer than" forms, read by suppressedForm.
var symbols = map[string]metrics.State{
	"c": metrics.Suppressed, "supp": metrics.Suppressed, "suppressed": metrics.Suppressed,
	"low": metrics.Low, "k": metrics.Low,
	"z": metrics.NotApplicable,
	":": metrics.NotAvailable, "~": metrics.NotAvailable, "-": metrics.NotAvailable, "–": metrics.NotAvailable,
	"—": metrics.NotAvailable, "..": metrics.NotAvailable, "…": metrics.NotAvailable, "u": metrics.NotAvailable,
	"ne": metrics.NotAvailable, "np": metrics.NotAvailable, "na": metrics.NotAvailable, "n/a": metrics.NotAvailable,
	"lowcov": metrics.NotAvailable, "null": metrics.NotAvailable,
}

var pow10 = func() (p [23]float64) {
	for i := range p {
		p[i], _ = strconv.ParseFloat("1e"+strconv.Itoa(i), 64)
	}
	return p
}()

// parseNumber reads a cell of a figure column. oldEra selects the symbols of
// the DfE tables of 2016/17, where x is a suppressed 1 or 2 and a full stop is
// "not applicable". It never guesses: what is not plainly a number or a known
// symbol is refused.
func parseNumber(s string, oldEra bool) number {
	if n, ok := plainDigits(s); ok {
		return n
	}
	switch s {
	case "z":
		return number{state: metrics.NotApplicable}
	case "c":
		return number{state: metrics.Suppressed}
	}
	if whole, frac, ok := strings.Cut(s, "."); ok && len(frac) < 8 {
		// 2.0 or 12.34, without a look at marks and separators.
		w, ok1 := plainDigits(whole)
		f, ok2 := plainDigits(frac)
		if ok1 && ok2 && len(whole) < 8 {
			m := w.mant*int64(pow10[len(frac)]) + f.mant
			return number{state: metrics.Observed, value: float64(m) / pow10[len(frac)], mant: m, dec: len(frac), exact: true}
		}
	}
	t := trimCell(s)
	switch t {
	case "":
		return number{blank: true}
	case uncalculated:
		return number{bad: codeFormula}
	case "#N/A", "#DIV/0!", "#REF!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#CALC!":
		return number{bad: codeSheetError}
	}
	low := strings.ToLower(t)
	if len(low) > 2 && low[0] == '[' && low[len(low)-1] == ']' {
		low = low[1 : len(low)-1] // the shorthand of government statistics: [c], [x], [z]
		if _, isSymbol := symbols[low]; !isSymbol && low != "x" {
			return number{bad: codeNotWhole}
		}
	}
	switch low {
	case "x":
		if oldEra {
			return number{state: metrics.Suppressed}
		}
		return number{}
	case ".":
		if oldEra {
			return number{state: metrics.NotApplicable}
		}
		return number{}
	}
	if st, ok := symbols[low]; ok {
		return number{state: st}
	}
	if suppressedForm(low) {
		return number{state: metrics.Suppressed}
	}
	return parseDecorated(low)
}

// plainDigits is the fast path: up to fifteen digits and nothing else.
func plainDigits(s string) (number, bool) {
	if len(s) == 0 || len(s) > 15 {
		return number{}, false
	}
	var m int64
	for i := 0; i < len(s); i++ {
		c := s[i] - '0'
		if c > 9 {
			return number{}, false
		}
		m = m*10 + int64(c)
	}
	return number{state: metrics.Observed, value: float64(m), mant: m, exact: true}, true
}

// parseDecorated reads a number with a percent sign, brackets, a low
// reliability mark or separators of thousands.
func parseDecorated(t string) number {
	var n number
	if inner, ok := strings.CutPrefix(t, "("); ok && strings.HasSuffix(inner, ")") {
		t, n.low = strings.TrimSpace(inner[:len(inner)-1]), true
	}
	for _, mark := range [...]string{"*", "u"} {
		if rest, ok := strings.CutSuffix(t, mark); ok && rest != "" {
			t, n.low = trimCell(rest), true
		}
	}
	if rest, ok := strings.CutSuffix(t, "%"); ok {
		t, n.percent = trimCell(rest), true
	}
	digits, bad := ungroup(t)
	if bad != "" {
		return number{bad: bad}
	}
	whole, frac, point := strings.Cut(digits, ".")
	if whole == "" || point && frac == "" {
		return number{bad: codeNotWhole}
	}
	v, err := strconv.ParseFloat(digits, 64)
	if err != nil || math.IsInf(v, 0) {
		return number{bad: codeNotWhole}
	}
	n.state, n.value, n.dec = metrics.Observed, v, len(frac)
	if all := whole + frac; len(all) <= 15 {
		n.mant, _ = strconv.ParseInt(all, 10, 64)
		n.exact = true
		n.value = float64(n.mant) / pow10[n.dec]
	}
	return n
}

// ungroup removes separators of thousands when they stand where they should,
// and says what is wrong otherwise.
func ungroup(t string) (string, string) {
	if rest, ok := strings.CutPrefix(t, "-"); ok || strings.HasPrefix(t, "−") {
		if !ok {
			rest = strings.TrimPrefix(t, "−")
		}
		if _, bad := ungroup(rest); bad == "" {
			return "", codeNegative
		}
		return "", codeNotWhole
	}
	digits, others, letters := 0, false, 0
	grouped := false
	for _, c := range t {
		switch {
		case c >= '0' && c <= '9':
			digits++
		case c == '.':
		case c == ',' || isSpace(c):
			grouped = true
		case c >= 'a' && c <= 'z':
			letters++
			others = true
		default:
			others = true
		}
	}
	if digits > 0 && letters > 0 && letters <= 2 && strings.Trim(t, "0123456789.,ol i") == "" {
		return "", codeLetter
	}
	if digits == 0 || others {
		if digits > 1 && letters == 0 && strings.ContainsAny(t, "-–/") {
			return "", codeTwoNumbers
		}
		return "", codeNotWhole
	}
	if strings.Count(t, ".") > 1 {
		return "", codeNotWhole
	}
	if !grouped {
		return t, ""
	}
	whole, frac, _ := strings.Cut(t, ".")
	parts := strings.Split(strings.Map(func(c rune) rune {
		if isSpace(c) {
			return ','
		}
		return c
	}, whole), ",")
	for i, p := range parts {
		if i == 0 && (p == "" || len(p) > 3) || i > 0 && len(p) != 3 {
			if strings.Contains(whole, ",") {
				return "", codeNotWhole
			}
			return "", codeTwoNumbers
		}
	}
	out := strings.Join(parts, "")
	if frac != "" {
		out += "." + frac
	}
	return out, ""
}

// suppressedForm knows "<5", "≤10", "<=10", "5 or fewer", "fewer than 6".
func suppressedForm(t string) bool {
	for _, p := range [...]string{"<=", "<", "≤", "fewer than", "less than", "under"} {
		if rest, ok := strings.CutPrefix(t, p); ok {
			_, plain := plainDigits(trimCell(rest))
			return plain
		}
	}
	for _, suffix := range [...]string{"or fewer", "or less", "or under"} {
		if rest, ok := strings.CutSuffix(t, suffix); ok {
			_, plain := plainDigits(trimCell(rest))
			return plain
		}
	}
	return false
}

// whole reports whether the number has no fraction.
func (n number) whole() bool { return n.value == math.Trunc(n.value) }

// hundredth gives the number divided by 100, rounded once: the digits are
// divided by a power of ten, so that 9.8 gives the float nearest to 0.098.
func (n number) hundredth() float64 {
	if n.exact && n.dec+2 < len(pow10) {
		return float64(n.mant) / pow10[n.dec+2]
	}
	return n.value / 100
}

func isSpace(c rune) bool {
	switch c {
	case ' ', '\t', '\r', '\n', '\u00a0', '\u2007', '\u2009', '\u202f', '\ufeff':
		return true
	}
	return false
}

// trimCell removes what surrounds a value without being part of it: every kind
// of space, the byte-order mark, and the apostrophe that keeps text as text.
func trimCell(s string) string {
	if s == "" || plainEnds(s) {
		return s
	}
	t := strings.TrimFunc(s, isSpace)
	t = strings.TrimPrefix(t, "'")
	return strings.TrimFunc(t, isSpace)
}

func plainEnds(s string) bool {
	ok := func(c byte) bool { return c > ' ' && c < 0x7f && c != '\'' }
	return ok(s[0]) && ok(s[len(s)-1])
}
