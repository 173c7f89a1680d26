package pupils

import (
	"strings"

	"inclusioncards/metrics"
)

// parseSex reads M and F, the words, and the 1 and 2 of ISO/IEC 5218.
func parseSex(s string) (metrics.Sex, bool) {
	switch s {
	case "M", "m", "1", "1.0":
		return metrics.Male, true
	case "F", "f", "2", "2.0":
		return metrics.Female, true
	case "":
		return metrics.SexNotKnown, true
	}
	switch Squash(s) {
	case "male", "boy":
		return metrics.Male, true
	case "female", "girl":
		return metrics.Female, true
	case "u", "x", "0", "9", "unknown", "notknown":
		return metrics.SexNotKnown, true
	}
	return metrics.SexNotKnown, false
}

// parseEAL reads an answer (is English an additional language?), a group of
// first languages (ENG, OTH, UNCL) or, under a heading of the language, the
// code or name of one. The codes ENB and OTB are of what is believed.
func parseEAL(s string, language bool) (metrics.Tri, bool) {
	if !language {
		if a, known := parseAnswer(s); known {
			return a, true
		}
	}
	switch t := strings.TrimLeft(Squash(s), "0123456789"); t {
	case "":
		return metrics.NotKnown, s == ""
	case "eng", "enb", "english", "believedtobeenglish", "noteal", "noneal", "notenglishasanadditionallanguage":
		return metrics.No, true
	case "oth", "otb", "other", "otherthanenglish", "believedtobeotherthanenglish", "eal", "englishasanadditionallanguage":
		return metrics.Yes, true
	case "not", "ref", "zzz", "uncl", "unc", "unclassified", "unknown", "notknown", "notobtained", "informationnotyetobtained", "refused", "missing":
		return metrics.NotKnown, true
	default:
		if language && !strings.ContainsAny(s, "0123456789") {
			return metrics.Yes, true
		}
	}
	return metrics.NotKnown, false
}

// ethnicWords are looked for in the squashed text, in this order: "White and
// Black Caribbean" is mixed, "any other White background" is White, and the
// code AOEG begins with the letter of Asian.
var ethnicWords = []struct {
	word string
	e    metrics.Ethnicity
}{
	{"refus", metrics.EthnicityNotKnown}, {"notobtained", metrics.EthnicityNotKnown}, {"notyetobtained", metrics.EthnicityNotKnown},
	{"unclassified", metrics.EthnicityNotKnown}, {"unknown", metrics.EthnicityNotKnown}, {"notknown", metrics.EthnicityNotKnown},
	{"mixed", metrics.Mixed}, {"dualheritage", metrics.Mixed}, {"multiple", metrics.Mixed}, {"whiteand", metrics.Mixed}, {"andwhite", metrics.Mixed},
	{"otherethnic", metrics.OtherEthnicity}, {"arab", metrics.OtherEthnicity},
	{"chinese", metrics.Chinese}, {"chinesebritish", metrics.Chinese},
	{"white", metrics.White}, {"irish", metrics.White}, {"roma", metrics.White}, {"gypsy", metrics.White},
	{"asian", metrics.Asian}, {"indian", metrics.Asian}, {"pakistani", metrics.Asian}, {"bangladeshi", metrics.Asian},
	{"black", metrics.Black}, {"caribbean", metrics.Black}, {"african", metrics.Black},
	{"other", metrics.OtherEthnicity},
}

// ethnicCodes are those of the school census (WBRI, MWBC, ...), whose extended
// forms keep the first letter, and the major groups of the pupil database.
var ethnicCodes = map[string]metrics.Ethnicity{
	"WHIT": metrics.White, "MIXD": metrics.Mixed, "ASIA": metrics.Asian, "BLAC": metrics.Black, "CHIN": metrics.Chinese,
	"AOEG": metrics.OtherEthnicity, "OOTH": metrics.OtherEthnicity, "OARA": metrics.OtherEthnicity, "CHNE": metrics.Chinese,
	"UNCL": metrics.EthnicityNotKnown, "REFU": metrics.EthnicityNotKnown, "NOBT": metrics.EthnicityNotKnown,
}

var ethnicLetters = map[byte]metrics.Ethnicity{
	'W': metrics.White, 'M': metrics.Mixed, 'A': metrics.Asian, 'B': metrics.Black, 'C': metrics.Chinese, 'O': metrics.OtherEthnicity,
}

// parseEthnicity reads a major ethnic group, an ethnic group in words, or a
// code. known is false for text that is none of these.
func parseEthnicity(s string) (e metrics.Ethnicity, known bool) {
	switch s {
	case "White":
		return metrics.White, true
	case "":
		return metrics.EthnicityNotKnown, true
	}
	t := Squash(s)
	if len(t) == 4 {
		code := strings.ToUpper(t)
		if e, ok := ethnicCodes[code]; ok {
			return e, true
		}
		// "Arab" and "Roma" are words of four letters.
		if s == code && code != "ARAB" && code != "ROMA" {
			e, ok := ethnicLetters[code[0]]
			return e, ok
		}
	}
	for _, w := range ethnicWords {
		if strings.Contains(t, w.word) {
			return w.e, true
		}
	}
	return metrics.EthnicityNotKnown, false
}

// need is a primary type of need.
type need uint8

const needNone need = 0

// needs are the codes of the school census: BESD was replaced by SEMH in 2014,
// and DS came in 2024.
var needs = [...]string{"", "SPLD", "MLD", "SLD", "PMLD", "SEMH", "SLCN", "HI", "VI", "MSI", "PD", "ASD", "DS", "OTH", "NSA", "BESD"}

func (n need) String() string { return needs[n] }

// needWords are looked for in the squashed text, in this order.
var needWords = []struct{ word, code string }{
	{"profound", "PMLD"}, {"specificlearning", "SPLD"}, {"moderatelearning", "MLD"}, {"severelearning", "SLD"},
	{"behaviour", "BESD"}, {"socialemotional", "SEMH"}, {"speech", "SLCN"}, {"multisensory", "MSI"}, {"hearing", "HI"},
	{"visual", "VI"}, {"vision", "VI"}, {"physical", "PD"}, {"autis", "ASD"}, {"down", "DS"},
	{"nospecialist", "NSA"}, {"other", "OTH"},
}

// parseNeed reads a type of need. known is false for text that is none.
func parseNeed(s string) (n need, known bool) {
	t := Squash(s)
	switch t {
	case "", "na", "none", "null", "no", "n":
		return needNone, true
	case "semhd":
		t = "semh"
	case "autism", "asc":
		t = "asd"
	}
	for i, code := range needs {
		if i > 0 && len(t) == len(code) && strings.EqualFold(t, code) {
			return need(i), true
		}
	}
	for _, w := range needWords {
		if strings.Contains(t, w.word) {
			return parseNeed(w.code)
		}
	}
	return needNone, false
}

// ground is a ground for deletion: 0 when none is given, 1 to 15 for (a) to
// (o) of regulation 9(1) of the School Attendance (Pupil Registration)
// (England) Regulations 2024.
type ground uint8

// String gives the letter, or "".
func (g ground) String() string {
	if g == 0 {
		return ""
	}
	return string('a' + rune(g) - 1)
}

// Grounds is how many values a ground has, none included.
const Grounds = 16

// parseGround reads "f", "(f)", "9(1)(f)" or "Reg 9(1)(f)". known is false for
// text that is no ground.
func parseGround(s string) (g ground, known bool) {
	t := Squash(s)
	if t == "" {
		return 0, true
	}
	for _, p := range [...]string{"regulation", "reg", "ground"} {
		t = strings.TrimPrefix(t, p)
	}
	if t = strings.TrimPrefix(t, "91"); len(t) != 1 || t[0] < 'a' || t[0] > 'o' {
		return 0, false
	}
	return ground(t[0]-'a') + 1, true
}
