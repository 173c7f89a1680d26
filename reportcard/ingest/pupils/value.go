package pupils

import (
	"strings"
	"unicode"

	"inclusioncards/metrics"
)

// yearGroup is a National Curriculum year: Reception is 0, N2 -1, N1 -2.
type yearGroup int8

const (
	yearN1      yearGroup = -2
	yearN2      yearGroup = -1
	year10      yearGroup = 10
	yearLast    yearGroup = 14
	yearUnknown yearGroup = 127
)

// trim removes spaces of every kind, the byte-order mark and the apostrophe
// that keeps a number as text.
func trim(s string) string {
	if s == "" || plain(s[0]) && plain(s[len(s)-1]) {
		return s
	}
	return strings.TrimFunc(s, func(c rune) bool { return unicode.IsSpace(c) || c == '\ufeff' || c == '\'' })
}

func plain(b byte) bool { return b > ' ' && b < 0x80 && b != '\'' }

// Squash keeps the Latin letters and digits of a word, in lower case, so that
// its spellings are one.
func Squash(s string) string {
	return strings.Map(func(c rune) rune {
		switch {
		case c >= 'A' && c <= 'Z':
			return c + 'a' - 'A'
		case c >= 'a' && c <= 'z' || c >= '0' && c <= '9':
			return c
		}
		return -1
	}, s)
}

func upper(b byte) byte {
	if b >= 'a' && b <= 'z' {
		return b - 'a' + 'A'
	}
	return b
}

func digits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}

// withoutZeroDecimals drops the ".0" a spreadsheet puts behind a number.
func withoutZeroDecimals(s string) string {
	if t, ok := strings.CutSuffix(s, ".0"); ok && digits(t) {
		return t
	}
	return s
}

func missingID(s string) bool {
	// Most identifiers end in a digit, and none of the words does.
	if n := len(s); n > 9 || n > 1 && digits(s[n-1:]) {
		return false
	}
	switch strings.ToLower(s) {
	case "", "-", "0", "null", "na", "n/a", "none", "unknown", "not known", "missing", "#n/a":
		return true
	}
	return false
}

// temporaryUPN recognises a letter, eleven digits and a letter: it changes
// when the pupil moves, so it cannot be matched.
func temporaryUPN(s string) bool {
	letter := func(b byte) bool { b = upper(b); return b >= 'A' && b <= 'Z' }
	return len(s) == 13 && letter(s[0]) && letter(s[12]) && digits(s[1:12])
}

// lostDigits recognises 8.01234E+11, which many pupils share.
func lostDigits(s string) bool {
	if strings.IndexByte(s, '+') < 0 {
		return false
	}
	mantissa, exponent, ok := strings.Cut(strings.ToUpper(s), "E+")
	return ok && digits(exponent) && digits(strings.Replace(mantissa, ".", "", 1))
}

func parseYear(s string) yearGroup {
	t := s
	if len(t) > 2 {
		t = Squash(t)
		for _, p := range [...]string{"year", "yr", "y"} {
			if u, ok := strings.CutPrefix(t, p); ok && digits(u) {
				t = u
				break
			}
		}
	} else if len(t) == 2 && (t[0] == 'Y' || t[0] == 'y') {
		t = t[1:]
	}
	if len(t) > 0 && len(t) < 3 && digits(t) {
		n := 0
		for i := range len(t) {
			n = 10*n + int(t[i]-'0')
		}
		if y := yearGroup(n); y <= yearLast {
			return y
		}
		return yearUnknown
	}
	switch t {
	case "R", "r", "reception", "yearr":
		return 0
	case "N2", "n2", "nursery2":
		return yearN2
	case "N1", "n1", "nursery1":
		return yearN1
	}
	return yearUnknown
}

// parseSEN reads a pupil's provision; legacy is true for a code of before
// 2014. "Y" says that there is provision and not which: unknown.
func parseSEN(s string) (status metrics.SENStatus, legacy bool) {
	switch s {
	case "N":
		return metrics.NoSEN, false
	case "K":
		return metrics.SENSupport, false
	case "E":
		return metrics.EHCPlan, false
	}
	switch Squash(codeBefore(s)) {
	case "n", "no", "nosen", "nosend", "nonsen", "nosenprovision", "nospecialeducationalneed", "nospecialeducationalneeds", "nnospecialeducationalneed", "nnosen", "none", "notsen", "nospecialneeds", "nosensupport", "nosenneed", "nosenneeds":
		return metrics.NoSEN, false
	case "k", "sensupport", "ksensupport", "senk", "onsensupport", "specialeducationalneedssupport":
		return metrics.SENSupport, false
	case "e", "ehc", "ehcp", "ehcplan", "eehcp", "eehcplan", "educationhealthandcareplan", "eeducationhealthandcareplan", "educationhealthcareplan", "educationhealthcareplanehcp", "educationhealthandcareplanehcp", "sene":
		return metrics.EHCPlan, false
	case "s", "statement":
		return metrics.EHCPlan, true
	case "a", "p", "schoolaction", "schoolactionplus":
		return metrics.SENSupport, true
	}
	return metrics.SENUnknown, false
}

// parseAnswer reads yes or no; known is false for a word that is neither.
func parseAnswer(s string) (answer metrics.Tri, known bool) {
	switch s {
	case "":
		return metrics.NotKnown, true
	case "0", "0.0", "N", "n":
		return metrics.No, true
	case "1", "1.0", "Y", "y":
		return metrics.Yes, true
	}
	switch Squash(s) {
	case "no", "false", "f", "notfsm6", "noteligible":
		return metrics.No, true
	case "yes", "true", "t", "fsm6", "eligible":
		return metrics.Yes, true
	}
	return metrics.NotKnown, false
}

// parseStatus reads an enrolment status. kept is true for pupils who count:
// sole (C) and dual main (M) registered.
func parseStatus(s string) (kept, known bool) {
	switch s {
	case "C", "M":
		return true, true
	case "S", "G":
		return false, true
	}
	switch t := Squash(codeBefore(s)); t {
	case "c", "m", "current", "currentsingleregistration", "currentsingleregistrationatthisschool", "single", "singleregistration", "sole", "soleregistration",
		"solelyregistered", "main", "currentmain", "currentmaindualregistration", "currentdualmain", "dualmain", "dualregistrationmain", "maindualregistration", "dualmainregistration":
		return true, true
	case "s", "g", "f", "o", "p", "subsidiary", "currentsubsidiary", "currentsubsidiarydualregistration", "subsidiarydualregistration", "dualsubsidiary",
		"dualregistrationsubsidiary", "dualsubsidiaryregistration", "guest", "guestpupil", "fecollege", "otherprovider", "previous", "leaver", "applicant":
		return false, true
	}
	return false, false
}

// codeBefore gives the letter of "K - SEN support" or "C: current"; other text
// as it is.
func codeBefore(s string) string {
	if rest := strings.TrimLeft(s[min(1, len(s)):], " "); len(s) > 1 && rest != "" {
		switch rest[0] {
		case '-', ':', '=', '.', '(':
			return s[:1]
		}
	}
	return s
}

// maxSessions is far above the 390 or so sessions of a school year.
const maxSessions = 1000

func parseSessions(s string) (uint16, bool) {
	t := withoutZeroDecimals(s)
	if len(t) == 0 || len(t) > 4 || !digits(t) {
		return 0, false
	}
	n := 0
	for i := range len(t) {
		n = 10*n + int(t[i]-'0')
	}
	return uint16(n), n <= maxSessions
}

// maxHalfDays is a whole school year; the law allows 45 days.
const maxHalfDays = 390

// parseHalfDays reads 2, 2.0, 0.5 or .5 days.
func parseHalfDays(s string) (uint16, bool) {
	whole, fraction, _ := strings.Cut(s, ".")
	half := uint16(0)
	switch strings.TrimRight(fraction, "0") {
	case "":
	case "5":
		half = 1
	default:
		return 0, false
	}
	if whole == "" && half == 1 {
		return 1, true
	}
	n, ok := parseSessions(whole)
	return 2*n + half, ok && 2*n+half <= maxHalfDays
}

type category uint8

const (
	suspended category = iota
	permanent
	lunchtime
)

func parseCategory(s string) (category, bool) {
	switch s {
	case "SUSP", "FIXD":
		return suspended, true
	case "PERM":
		return permanent, true
	case "LNCH":
		return lunchtime, true
	}
	switch Squash(s) {
	case "susp", "fixd", "suspension", "fixed", "fixedterm", "fixedperiod", "fixedtermexclusion", "fixedperiodexclusion":
		return suspended, true
	case "perm", "permanent", "permanentexclusion":
		return permanent, true
	case "lnch", "lunchtime", "lunchtimesuspension", "lunchtimeexclusion":
		return lunchtime, true
	}
	return 0, false
}
