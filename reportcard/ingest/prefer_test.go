package ingest

import (
	"testing"

	"inclusioncards/metrics"
)

// Two files that disagree: the preferred one, else the one that reaches the
// later year, else neither, with both places named.
func TestFilesThatDisagree(t *testing.T) {
	const head = "urn,academic_year,sen_group,pupils"
	a, b := lines(head, "100049,2022/23,E,30"), lines(head, "100049,2022/23,E,31")
	later := lines(head, "100049,2022/23,E,32", "100049,2023/24,E,33")
	for name, c := range map[string]struct {
		files  map[string]string
		prefer []string
		want   metrics.Count
		codes  []string
	}{
		"neither":                {map[string]string{"a.csv": a, "b.csv": b}, nil, metrics.Missing(metrics.NotAvailable), []string{codeTwoFiles}},
		"preferred":              {map[string]string{"a.csv": a, "b.csv": b}, []string{"B.csv"}, metrics.Known(31), nil},
		"preferred first":        {map[string]string{"a.csv": a, "b.csv": b}, []string{"a.csv"}, metrics.Known(30), nil},
		"later year":             {map[string]string{"a.csv": a, "z.csv": later}, nil, metrics.Known(32), []string{codeRevised}},
		"later year read first":  {map[string]string{"a.csv": later, "z.csv": b}, nil, metrics.Known(32), []string{codeRevised}},
		"preferred before later": {map[string]string{"a.csv": a, "z.csv": later}, []string{"a.csv"}, metrics.Known(30), nil},
		"three files":            {map[string]string{"a.csv": a, "b.csv": b, "c.csv": later}, []string{"b.csv"}, metrics.Known(31), nil},
		"two of three agree":     {map[string]string{"a.csv": a, "b.csv": b, "c.csv": lines(head, "100049,2022/23,E,30", "100051,2022/23,E,9")}, nil, metrics.Missing(metrics.NotAvailable), []string{codeTwoFiles}},
	} {
		d, rep := readFiles(t, c.files, Options{Prefer: c.prefer})
		got := get(t, d, "100049", 2022, metrics.Pupils, plan)
		if got.N != c.want.N || got.State != c.want.State {
			t.Errorf("%s: %+v, want %+v", name, got, c.want)
		}
		t.Run(name, func(t *testing.T) { wantCodes(t, rep, c.codes...) })
	}
}

// The same for rows known by LAESTAB, among themselves and beside rows with a
// URN.
func TestFilesThatDisagreeByLAESTAB(t *testing.T) {
	census := lines("URN,LA,ESTAB,SCHOOLTYPE,NOR,TSENELSE,TSENELK", "100049,202,4104,State-funded secondary,982,28,188")
	const byLAESTAB, byURN = "laestab,academic_year,sen_group,pupils", "urn,academic_year,sen_group,pupils"
	for name, files := range map[string]map[string]string{
		"both by LAESTAB": {"a.csv": lines(byLAESTAB, "2024104,2022/23,E,30"), "b.csv": lines(byLAESTAB, "2024104,2022/23,E,31", "2024104,2023/24,E,33")},
		"one by URN":      {"a.csv": lines(byURN, "100049,2022/23,E,30"), "b.csv": lines(byLAESTAB, "2024104,2022/23,E,31", "2024104,2023/24,E,33")},
	} {
		files["2022-2023/census.csv"] = census
		d, rep := readFiles(t, files, Options{})
		wantFigure(t, d, "100049", 2022, metrics.Pupils, plan, metrics.Known(31))
		if got := codesOf(rep); len(got) != 1 || got[0] != codeRevised {
			t.Errorf("%s: %s", name, printed(rep))
		}
		delete(files, "2022-2023/census.csv")
	}
}

// Authorities that were reorganised: the number of a table of schools newer than
// the census stands, and the names of both are known.
func TestReorganisedAuthorities(t *testing.T) {
	d, _ := readFiles(t, map[string]string{
		"2022-2023/census.csv": lines("URN,LA,ESTAB,SCHOOLTYPE,NOR,TSENELSE,TSENELK", "112100,909,2001,State-funded primary,200,3,20", "112101,909,2002,State-funded primary,210,3,20"),
		"gias.csv":             lines("URN,LA (code),LA (name),EstablishmentNumber,EstablishmentName,EstablishmentStatus (name),PhaseOfEducation (name)", "112100,942,Cumberland,2001,A school,Open,Primary"),
	}, Options{})
	if s := d.Schools[d.Find("112100")]; s.LA != "942" || s.LAName != "Cumberland" || s.Region != "North West" || s.LAESTAB != "9422001" {
		t.Errorf("%+v", s)
	}
	if s := d.Schools[d.Find("112101")]; s.LA != "909" || s.LAName != "Cumbria" || s.Region != "North West" {
		t.Errorf("%+v", s)
	}
	for old, now := range laSuccessors {
		for _, la := range append(now, old) {
			if AreaName(la) == "" && la != "820" && la != "875" {
				t.Errorf("%s has no name", la)
			}
		}
	}
	for in, want := range map[string]string{"E13000001": "London", "E13000002": "London", "E12000007": "London", "Inner London": "London", "E12000002": "North West", "E99999999": ""} {
		if got := normaliseRegion(in); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}
