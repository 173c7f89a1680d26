package reportcard

import (
	"strings"
	"unicode"

	"inclusioncards/metrics"
)

// longestFileName leaves room for an extension within common limits.
const longestFileName = 100

// fileName is {LAESTAB}_{URN}_{slug}_{audience}_{period}: ASCII and safe on
// Windows, whose reserved names never start with a digit or "no-".
func fileName(s metrics.School, name, audience string, y metrics.AcademicYear) string {
	laestab := slug(string(s.LAESTAB))
	if laestab == "" {
		laestab = "no-laestab"
	}
	before := laestab + "_" + slug(string(s.URN)) + "_"
	after := "_" + slug(audience) + "_" + slug(y.String())
	short := slug(name)
	if s.Name == "" || short == "" {
		short = "school"
	}
	if room := longestFileName - len(before) - len(after); len(short) > room {
		short = short[:room]
		if i := strings.LastIndexByte(short, '-'); i > room/2 {
			short = short[:i]
		}
		short = strings.TrimRight(short, "-")
	}
	return before + short + after
}

// slug writes letters and digits in ASCII, in lower case, with hyphens between.
func slug(s string) string {
	var b strings.Builder
	gap := false
	for _, r := range s {
		t := ascii(r)
		if t == "" {
			// An apostrophe or a combining accent does not divide a word.
			gap = gap || !(r == '\'' || r == '’' || r == '‘' || unicode.Is(unicode.Mn, r))
			continue
		}
		if gap && b.Len() > 0 {
			b.WriteByte('-')
		}
		gap = false
		b.WriteString(t)
	}
	return b.String()
}

// ascii writes one letter or digit in ASCII; anything else is empty.
func ascii(r rune) string {
	r = unicode.ToLower(r)
	if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
		return string(r)
	}
	return plain[r]
}

// plain gives the ASCII spelling of the accented letters of European names,
// Welsh included.
var plain = func() map[rune]string {
	out := map[rune]string{'æ': "ae", 'œ': "oe", 'ß': "ss", 'þ': "th", 'ð': "d"}
	for letter, accented := range map[string]string{
		"a": "àáâãäåāăąǎạảấầẩẫậ", "c": "çćĉċč", "d": "ďđ", "e": "èéêëēĕėęěẹẻẽếềểễệ",
		"g": "ĝğġģ", "h": "ĥħ", "i": "ìíîïĩīĭįıǐịỉ", "j": "ĵ", "k": "ķ", "l": "ĺļľŀł",
		"n": "ñńņňŉ", "o": "òóôõöøōŏőǒọỏốồổỗộơ", "r": "ŕŗř", "s": "śŝşšș", "t": "ţťŧț",
		"u": "ùúûüũūŭůűųǔụủư", "w": "ŵẁẃẅ", "y": "ýÿŷỳỹ", "z": "źżž",
	} {
		for _, r := range accented {
			out[r] = letter
		}
	}
	return out
}()
