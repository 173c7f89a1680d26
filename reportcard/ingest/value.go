package ingest

import (
	"strconv"
	"strings"

	"inclusioncards/metrics"
	"inclusioncards/reportcard/ingest/pupils"
)

// senWords are the spellings of a SEN group, normalised by squash.
var senWords = map[string]metrics.Group{
	"n": metrics.GroupNoSEN, "nosen": metrics.GroupNoSEN, "nonsen": metrics.GroupNoSEN, "no": metrics.GroupNoSEN,
	"nosend": metrics.GroupNoSEN, "nonsend": metrics.GroupNoSEN, "notsen": metrics.GroupNoSEN, "nosenprovision": metrics.GroupNoSEN,
	"noidentifiedsen": metrics.GroupNoSEN, "nospecialeducationalneeds": metrics.GroupNoSEN, "nnospecialeducationalneed": metrics.GroupNoSEN,
	"nnosen": metrics.GroupNoSEN, "nosenn": metrics.GroupNoSEN,
	"k": metrics.GroupSENSupport, "sensupport": metrics.GroupSENSupport, "sens": metrics.GroupSENSupport,
	"ksensupport": metrics.GroupSENSupport, "sensupportk": metrics.GroupSENSupport, "sensupportwithoutanehcplan": metrics.GroupSENSupport,
	"e": metrics.GroupEHCPlan, "ehc": metrics.GroupEHCPlan, "ehcp": metrics.GroupEHCPlan, "ehcplan": metrics.GroupEHCPlan, "ehcplans": metrics.GroupEHCPlan,
	"eehcp": metrics.GroupEHCPlan, "eehcplan": metrics.GroupEHCPlan, "ehcpe": metrics.GroupEHCPlan, "ehcplane": metrics.GroupEHCPlan,
	"educationhealthandcareplan": metrics.GroupEHCPlan, "educationhealthandcareplans": metrics.GroupEHCPlan,
	"eeducationhealthandcareplan": metrics.GroupEHCPlan,
	"send":                        metrics.GroupSEND, "sen": metrics.GroupSEND, "anysen": metrics.GroupSEND, "allsen": metrics.GroupSEND, "allsend": metrics.GroupSEND,
	"sentotal": metrics.GroupSEND, "sendtotal": metrics.GroupSEND, "allpupilswithsen": metrics.GroupSEND, "allpupilswithsend": metrics.GroupSEND,
	"senwithoutstatement": metrics.GroupSENSupport, "senwithoutastatement": metrics.GroupSENSupport, "senwithoutanehcplan": metrics.GroupSENSupport, "senwithoutehcplan": metrics.GroupSENSupport,
	"statementehcp": metrics.GroupEHCPlan, "statementorehcp": metrics.GroupEHCPlan, "statementorehcplan": metrics.GroupEHCPlan, "statementehcplan": metrics.GroupEHCPlan,
	"ehcpstatement": metrics.GroupEHCPlan, "ehcplanorstatement": metrics.GroupEHCPlan, "statementsorehcplans": metrics.GroupEHCPlan, "senwithstatementorehcplan": metrics.GroupEHCPlan,
	"anysend": metrics.GroupSEND, "y": metrics.GroupSEND, "yes": metrics.GroupSEND, "totalsen": metrics.GroupSEND, "totalsend": metrics.GroupSEND,
	"all": metrics.GroupAll, "total": metrics.GroupAll, "allpupils": metrics.GroupAll, "totalpupils": metrics.GroupAll,
}

// legacySEN are the codes in force before September 2014.
var legacySEN = map[string]metrics.Group{
	"s": metrics.GroupEHCPlan, "statement": metrics.GroupEHCPlan, "statementofsen": metrics.GroupEHCPlan,
	"a": metrics.GroupSENSupport, "p": metrics.GroupSENSupport, "schoolaction": metrics.GroupSENSupport, "schoolactionplus": metrics.GroupSENSupport,
}

// parseGroup reads a SEN group. blank is true for an empty cell, which is
// unknown and never "no SEN"; legacy is true for a code of before 2014.
func parseGroup(s string) (g metrics.Group, legacy, blank, ok bool) {
	key := squash(s)
	if key == "" {
		return 0, false, trimCell(s) == "", false
	}
	if g, ok = senWords[key]; ok {
		return g, false, false, true
	}
	g, ok = legacySEN[key]
	return g, ok, false, ok
}

// squash keeps lower-case letters and digits only.
func squash(s string) string { return pupils.Squash(s) }

// parseYear reads an academic year. ending is true under a heading such as
// "academic year ending", where a lone calendar year is the one it ends in.
// The string is empty, or the code of the catalogue that says why not.
func parseYear(s string, ending bool) (metrics.AcademicYear, string) {
	t := trimCell(s)
	t = strings.TrimSuffix(t, ".0")
	low := strings.ToLower(t)
	for _, w := range [...]string{"term", "autumn", "spring", "summer"} {
		if strings.Contains(low, w) {
			return 0, codeTerm
		}
	}
	if len(t) == 4 {
		if y, err := strconv.Atoi(t); err == nil && y > 1990 && y < 2099 {
			if ending {
				return metrics.AcademicYear(y - 1), ""
			}
			return 0, codeLoneYear
		}
	}
	low = strings.TrimPrefix(low, "academic year ")
	for _, after := range [...]string{" academic year", " ay", " full year", " whole year"} {
		low = strings.TrimSuffix(low, after)
	}
	if y, ok := twoDigitYears(low); ok {
		return y, ""
	}
	y, err := metrics.ParseAcademicYear(low)
	if err != nil {
		return 0, codeBadYear
	}
	return y, ""
}

// twoDigitYears reads 22/23, 22-23 and 2223: two years of two digits, one after
// the other. 2021 does not get here: it may be a calendar year.
func twoDigitYears(s string) (metrics.AcademicYear, bool) {
	if len(s) == 5 && (s[2] == '/' || s[2] == '-') {
		s = s[:2] + s[3:]
	}
	n, ok := plainDigits(s)
	if !ok || len(s) != 4 {
		return 0, false
	}
	from, to := n.mant/100, n.mant%100
	return metrics.AcademicYear(2000 + from), to == from+1 && from < 99
}

// yearInName finds the academic year in the name of a file, folder or sheet:
// 2022-2023, 2022_23, 202223. A name with none, or with two different years,
// says nothing.
func yearInName(name string) metrics.AcademicYear {
	var found metrics.AcademicYear
	runs := digitRuns(name)
	for i, r := range runs {
		var text string
		switch {
		case len(r.text) == 6 || len(r.text) == 8:
			text = r.text
		case len(r.text) == 4 && i+1 < len(runs) && isYearJoin(name[r.end:runs[i+1].start]):
			text = r.text + "/" + runs[i+1].text
		default:
			continue
		}
		y, err := metrics.ParseAcademicYear(text)
		if err != nil {
			continue
		}
		if found != 0 && found != y {
			return 0
		}
		found = y
	}
	return found
}

type digitRun struct {
	text       string
	start, end int
}

func digitRuns(s string) []digitRun {
	var out []digitRun
	for i := 0; i < len(s); {
		if s[i] < '0' || s[i] > '9' {
			i++
			continue
		}
		j := i
		for j < len(s) && s[j] >= '0' && s[j] <= '9' {
			j++
		}
		out = append(out, digitRun{s[i:j], i, j})
		i = j
	}
	return out
}

func isYearJoin(sep string) bool {
	switch strings.ToLower(strings.TrimSpace(sep)) {
	case "-", "_", "–", "/", "to", "_to_", "-to-":
		return true
	}
	return false
}

// fastURN reads a URN; six plain digits need no further look.
func fastURN(s string) (metrics.URN, bool) {
	if len(s) == 6 && s[0] != '0' {
		if _, ok := plainDigits(s); ok {
			return metrics.URN(s), true
		}
	}
	u, err := metrics.ParseURN(s)
	return u, err == nil
}

func fastLAESTAB(s string) (metrics.LAESTAB, bool) {
	if len(s) == 7 && s[0] != '0' {
		if _, ok := plainDigits(s); ok {
			return metrics.LAESTAB(s), true
		}
	}
	l, err := metrics.ParseLAESTAB(s)
	return l, err == nil
}

// missingID reports whether an identifier cell says that there is none.
func missingID(s string) bool {
	switch strings.ToLower(trimCell(s)) {
	case "", "na", "n/a", "null", "-", "x", "z", ".", "..", ":", "~", "none":
		return true
	}
	return false
}

// parseTri reads a yes/no cell. A number is a count of places or pupils: more
// than none means yes.
func parseTri(s string) (metrics.Tri, bool) {
	switch key := squash(s); key {
	case "", "na", "notknown", "unknown", "notrecorded", "notapplicable", "x", "z", "c":
		return metrics.NotKnown, true
	case "y", "yes", "true", "hassenunit", "resourcedprovision":
		return metrics.Yes, true
	case "n", "no", "none", "false", "nosenunit":
		return metrics.No, true
	default:
		if n, ok := plainDigits(key); ok {
			if n.mant > 0 {
				return metrics.Yes, true
			}
			return metrics.No, true
		}
	}
	return metrics.NotKnown, false
}

// parseSelective reads an admissions policy as GIAS, the spine and the
// information file word it. "Not applicable" and "not recorded" are not known.
func parseSelective(s string) metrics.Tri {
	key := squash(s)
	switch {
	case key == "selective" || key == "selectiveschools" || strings.HasPrefix(key, "selectivegrammar"):
		return metrics.Yes
	case strings.HasPrefix(key, "nonselective"), strings.HasPrefix(key, "comprehensive"), key == "modern", key == "secondarymodern":
		return metrics.No
	}
	return metrics.NotKnown
}

// parseAge reads a statutory age; 0 when there is none.
func parseAge(s string) (int, bool) {
	n := parseNumber(s, false)
	if n.state != metrics.Observed {
		return 0, n.bad == ""
	}
	if !n.whole() || n.value > 99 {
		return 0, false
	}
	return int(n.value), true
}

// yearGroupAge gives the age at which pupils enter a year group: N2 3, R 4,
// 1 5.
func yearGroupAge(s string) (int, bool) {
	switch t := squash(s); t {
	case "":
		return 0, true
	case "n1":
		return 2, true
	case "n2":
		return 3, true
	case "r":
		return 4, true
	default:
		if n, ok := plainDigits(t); ok && n.mant <= 14 {
			return int(n.mant) + 4, true
		}
	}
	return 0, false
}
