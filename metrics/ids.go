package metrics

import (
	"fmt"
	"strconv"
	"strings"
)

// URN is a school's Unique Reference Number: six digits, 100000-999999. The
// zero value is not a valid URN. It is not the LAESTAB (DfE number), which
// changes when a school moves local authority.
type URN string

// ParseURN reads a URN as users write it: surrounding or inner spaces and a
// trailing ".0" (left by spreadsheets) are accepted, anything else that is not
// six digits is an error. It never guesses missing digits.
func ParseURN(s string) (URN, error) {
	t := stripSpaces(s)
	t = strings.TrimSuffix(t, ".0")
	if len(t) != 6 || !allDigits(t) || t[0] == '0' {
		return "", fmt.Errorf("a URN has six digits")
	}
	return URN(t), nil
}

// LAESTAB is the seven-digit DfE number: three digits of local authority and
// four of establishment. The zero value is not valid.
type LAESTAB string

// ParseLAESTAB reads a LAESTAB written as 2024000, 202/4000, 202-4000,
// "202 4000", 2024000.0 or 2.024000E+06. A mantissa that has lost digits
// (2.024E+06) is an error: the digits cannot be known.
func ParseLAESTAB(s string) (LAESTAB, error) {
	t := stripSpaces(s)
	if m, ok := fromScientific(t); ok {
		t = m
	} else {
		t = strings.TrimSuffix(t, ".0")
		if len(t) == 8 && (t[3] == '/' || t[3] == '-') {
			t = t[:3] + t[4:]
		}
	}
	if len(t) != 7 || !allDigits(t) || t[0] == '0' {
		return "", fmt.Errorf("a LAESTAB has seven digits: three of local authority, four of school")
	}
	return LAESTAB(t), nil
}

// JoinLAESTAB builds a LAESTAB from the two columns many files hold. A school
// number that lost its leading zeros (1 for 0001) is padded back; the local
// authority code must have its three digits.
func JoinLAESTAB(la, estab string) (LAESTAB, error) {
	code, err := ParseLACode(la)
	if err != nil {
		return "", err
	}
	e := strings.TrimSuffix(stripSpaces(estab), ".0")
	if e == "" || len(e) > 4 || !allDigits(e) {
		return "", fmt.Errorf("a school number has one to four digits")
	}
	return LAESTAB(string(code) + strings.Repeat("0", 4-len(e)) + e), nil
}

// LA returns the local authority part of the number.
func (l LAESTAB) LA() LACode {
	if len(l) < 3 {
		return ""
	}
	return LACode(l[:3])
}

// LACode is the three-digit DfE code of a local authority (202 is Camden). It
// is not the nine-character ONS code (E09000007).
type LACode string

// ParseLACode reads a three-digit local authority code.
func ParseLACode(s string) (LACode, error) {
	t := strings.TrimSuffix(stripSpaces(s), ".0")
	if len(t) != 3 || !allDigits(t) || t[0] == '0' {
		return "", fmt.Errorf("a local authority code has three digits")
	}
	return LACode(t), nil
}

// AcademicYear is named by the calendar year in which it starts: 2022 is
// 2022/23. The zero value means unknown.
type AcademicYear int

// String gives the GOV.UK form, 2022/23.
func (y AcademicYear) String() string {
	if y == 0 {
		return ""
	}
	return fmt.Sprintf("%d/%02d", int(y), (int(y)+1)%100)
}

// ParseAcademicYear reads 2022/23, 2022-23, 2022/2023, 2022-2023, 202223,
// 20222023, "2022 to 2023" and AY23 (the year that ends in 2023). Two calendar
// years must follow one another. A lone calendar year is an error here:
// whether it starts or ends the academic year depends on the heading.
func ParseAcademicYear(s string) (AcademicYear, error) {
	bad := fmt.Errorf("an academic year is written 2022/23")
	t := strings.ToLower(stripSpaces(s))
	t = strings.TrimSuffix(t, ".0")
	if rest, ok := strings.CutPrefix(t, "ay"); ok {
		if len(rest) == 2 && allDigits(rest) {
			n, _ := strconv.Atoi(rest)
			return yearInRange(2000+n-1, bad)
		}
		t = rest
	}
	t = strings.NewReplacer("to", "/", "-", "/", "–", "/", "—", "/", "_", "/").Replace(t)
	first, second, split := strings.Cut(t, "/")
	if !split {
		if len(t) != 6 && len(t) != 8 {
			return 0, bad
		}
		first, second = t[:4], t[4:]
	}
	if len(first) != 4 || !allDigits(first) || !allDigits(second) || (len(second) != 2 && len(second) != 4) {
		return 0, bad
	}
	a, _ := strconv.Atoi(first)
	b, _ := strconv.Atoi(second)
	if len(second) == 4 && b != a+1 || len(second) == 2 && b != (a+1)%100 {
		return 0, fmt.Errorf("the two calendar years of an academic year follow one another")
	}
	return yearInRange(a, bad)
}

func yearInRange(start int, bad error) (AcademicYear, error) {
	if start < 1990 || start > 2098 {
		return 0, bad
	}
	return AcademicYear(start), nil
}

// fromScientific expands d.ddddddE+06 when all seven digits are present.
func fromScientific(t string) (string, bool) {
	u := strings.ToUpper(t)
	mant, exp, ok := strings.Cut(u, "E")
	if !ok || (exp != "+06" && exp != "06" && exp != "6" && exp != "+6") {
		return "", false
	}
	if len(mant) != 8 || mant[1] != '.' {
		return "", false
	}
	return mant[:1] + mant[2:], true
}

// stripSpaces removes every kind of space, the byte-order mark and the
// apostrophe a spreadsheet user types to keep a number as text.
func stripSpaces(s string) string {
	return strings.Map(func(r rune) rune {
		switch r {
		case ' ', '\t', '\r', '\n', '\u00a0', '\u2007', '\u2009', '\u202f', '\ufeff', '\'':
			return -1
		}
		return r
	}, s)
}

func allDigits(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}
