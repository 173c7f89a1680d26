package ingest

import "testing"

// Rows that join nothing say why, and which school may be meant.
func TestUnjoinedRowsNameTheNearestSchool(t *testing.T) {
	schools := lines("urn,laestab,name,la_code,phase,status",
		"100049,2024104,Haverstock School,202,Secondary,Open",
		"100050,2024166,Parliament Hill School,202,Secondary,Open",
		"100051,2024196,Hampstead School,202,Secondary,Closed")
	for _, c := range []struct {
		name, counts, code, want string
	}{
		{"one digit of a URN", lines("urn,academic_year,sen_group,pupils", "100149,2022/23,no_sen,700", "100149,2022/23,ehc_plan,20", "100050,2022/23,no_sen,9", "100051,2022/23,no_sen,9"), codeUnknownURN,
			"counts.csv: 2 rows of URN 100149 (line 2, line 3), which no table of schools has: no name on the card, and no comparison; the nearest is 100049 (Haverstock School): one digit differs, and no row of its own here"},
		{"two digits of a URN change places", lines("urn,academic_year,sen_group,pupils", "100094,2022/23,no_sen,700", "100050,2022/23,no_sen,9", "100051,2022/23,no_sen,9"), codeUnknownURN,
			"Haverstock School): two digits change places, and no row of its own here"},
		{"a neighbour with rows of its own is not meant", lines("urn,academic_year,sen_group,pupils", "100059,2022/23,no_sen,700", "100049,2022/23,no_sen,9", "100050,2022/23,no_sen,9", "100051,2022/23,no_sen,9"), codeUnknownURN,
			"1 row of 1 school in no table of schools, URN 100059 (line 2): no name on the card"},
		{"the name decides", lines("urn,name,academic_year,sen_group,pupils", "109999,Parliament Hill Sch.,2022/23,no_sen,700"), codeUnknownURN,
			"the nearest is 100050 (Parliament Hill School): a like name, and no row of its own here"},
		{"a closed school", lines("urn,name,academic_year,sen_group,pupils", "100151,Hampstead School,2022/23,no_sen,700"), codeUnknownURN,
			"100051 (Hampstead School, closed): one digit differs, and a like name"},
		{"a LAESTAB", lines("laestab,academic_year,sen_group,pupils", "2024140,2022/23,no_sen,700", "2024166,2022/23,no_sen,9", "2024196,2022/23,no_sen,9"), codeUnmatched,
			"1 row of LAESTAB 2024140 (line 2), which no table of schools has: not used; the nearest is 2024104 (URN 100049, Haverstock School): two digits change places, and no row of its own here"},
		{"of another authority", lines("laestab,academic_year,sen_group,pupils", "9094104,2022/23,no_sen,700", "9094105,2022/23,no_sen,700", "2024166,2022/23,no_sen,9"), codeUnmatched,
			"counts.csv: 2 rows of 2 schools of local authority 909, of which no table has a school, LAESTAB 9094104 (line 2), 9094105 (line 3): not used"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, rep := readFiles(t, map[string]string{"counts.csv": c.counts, "schools.csv": schools}, Options{})
			wantProblem(t, rep, c.code, c.want)
		})
	}
}

// A row with the URN of one school and the LAESTAB of another is used, and doubted.
func TestNumbersOfTwoSchools(t *testing.T) {
	schools := lines("urn,laestab,name,phase", "100049,2024104,A,Secondary", "100050,2024166,B,Secondary")
	for lab, codes := range map[string][]string{"2024166": {codeContradict}, "2024104": nil, "2029999": nil} {
		_, rep := readFiles(t, map[string]string{"counts.csv": lines("urn,laestab,academic_year,sen_group,pupils", "100049,"+lab+",2022/23,no_sen,700"), "schools.csv": schools}, Options{})
		wantCodes(t, rep, codes...)
		if codes != nil {
			wantProblem(t, rep, codeContradict, "counts.csv, line 2: the URN (100049, LAESTAB 2024104) and the LAESTAB (2024166, URN 100050) are those of two schools")
		}
	}
}
