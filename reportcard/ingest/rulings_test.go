package ingest

import (
	"testing"
	"testing/fstest"

	"inclusioncards/metrics"
)

// A refused cell keeps the figure unavailable even when another file, before
// or after it, has a good one: which of the two is right cannot be known.
func TestRefusedStaysRefused(t *testing.T) {
	head := "urn,academic_year,sen_group,pupils,suspensions\n"
	good, bad := head+"100049,2022/23,no_sen,700,31\n", head+"100049,2022/23,no_sen,700,3l\n"
	for name, files := range map[string]map[string]string{
		"bad first": {"a.csv": bad, "b.csv": good}, "bad last": {"a.csv": good, "b.csv": bad},
		"three files that differ": {"a.csv": good, "b.csv": head + "100049,2022/23,no_sen,700,32\n", "c.csv": head + "100049,2022/23,no_sen,700,33\n"},
	} {
		d, rep := readFiles(t, files, Options{})
		if got := get(t, d, "100049", 2022, metrics.Suspensions, noSEN); got.State != metrics.NotAvailable || !got.Given {
			t.Errorf("%s: %+v\n%s", name, got, printed(rep))
		}
	}
}

// 1.000 may be a thousand written with a full stop; 20.0 is a twenty that
// passed through a spreadsheet.
func TestFullStopAsThousands(t *testing.T) {
	d, rep := readFiles(t, map[string]string{"counts.csv": lines("urn,academic_year,sen_group,pupils,suspensions", "100049,2022/23,no_sen,1.000,20.0")}, Options{})
	wantCodes(t, rep, codeNotWhole)
	wantFigure(t, d, "100049", 2022, metrics.Pupils, noSEN, metrics.Missing(metrics.NotAvailable))
	wantFigure(t, d, "100049", 2022, metrics.Suspensions, noSEN, metrics.Known(20))
}

// Ages are one statement: a lower table fills them in only together.
func TestAgesAreNotMixed(t *testing.T) {
	d, _ := readFiles(t, map[string]string{
		"schools.csv":     lines("urn,name,phase,low_age,high_age", "100049,Haverstock School,Secondary,11,16", "100050,Parliament Hill School,Secondary,,"),
		"2017-2018/s.csv": lines(spineHead, "100049,202,4104,2024104,H,1,,,0,Maintained School,Community school,0,1,3,18,Mixed,", "100050,202,4166,2024166,P,1,,,0,Maintained School,Community school,0,1,11,18,Girls,"),
	}, Options{})
	if s := school(t, d, "100049"); s.LowAge != 11 || s.HighAge != 16 {
		t.Errorf("ages %d to %d, want 11 to 16", s.LowAge, s.HighAge)
	}
	if s := school(t, d, "100050"); s.LowAge != 11 || s.HighAge != 18 {
		t.Errorf("ages %d to %d, want 11 to 18", s.LowAge, s.HighAge)
	}
}

// Folders that start with a dot belong to programs, not to the user.
func TestHiddenFolders(t *testing.T) {
	fsys := fstest.MapFS{".git/counts.csv": {Data: []byte(smallCounts)}, "__MACOSX/counts.csv": {Data: []byte(smallCounts)}, "x/.y/counts.csv": {Data: []byte(smallCounts)}}
	d, rep, err := ReadFS(fsys, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if len(rep.Files) != 0 || len(d.Schools) != 0 {
		t.Errorf("%+v", rep.Files)
	}
}

// The earlier of two equally near years loses to the later; a nearer year
// beats both.
func TestResolve(t *testing.T) {
	r := newReader(Options{})
	for _, k := range []link{{fromCensus, 2014, "100001"}, {fromCensus, 2018, "100002"}, {fromFigures, 2018, "100009"}, {fromOpen, 0, "100003"}, {fromClosed, 2016, "100004"}} {
		r.addLink("2024104", k.urn, k)
	}
	for y, want := range map[metrics.AcademicYear]metrics.URN{2013: "100001", 2015: "100001", 2016: "100002", 2017: "100002", 2022: "100002"} {
		if u, many := r.resolve("2024104", y); u != want || many {
			t.Errorf("%d: %s, %v; want %s", y, u, many, want)
		}
	}
	r.addLink("2024105", "100003", link{trust: fromOpen})
	r.addLink("2024105", "100004", link{trust: fromClosed, year: 2016})
	if u, many := r.resolve("2024105", 2016); u != "100003" || many {
		t.Errorf("%s, %v: an open school goes before a closed one", u, many)
	}
	r.addLink("2024105", "100005", link{trust: fromOpen})
	if _, many := r.resolve("2024105", 2016); !many {
		t.Error("two open schools with one LAESTAB are ambiguous")
	}
	if u, _ := r.resolve("2029999", 2016); u != "" {
		t.Errorf("unknown LAESTAB gave %s", u)
	}
}

// Years start on 1 September. 43709 is the serial of 1 September 2019 in
// Excel (43708 is 31 August).
func TestDateYear(t *testing.T) {
	for in, want := range map[string]metrics.AcademicYear{
		"31/08/2019": 2018, "01/09/2019": 2019, "31-08-2019": 2018, "2019-09-01": 2019, "43708": 2018, "43709": 2019, "": 0, "n/a": 0, "13/13/2019": 0, "7": 0,
		"1 September 2019": 2019, "31-Aug-2019": 2018, "01/09/2019 00:00:00": 2019, "2019-09-01T00:00:00": 2019, "31 Sep 2019": 0,
	} {
		if got := dateYear(in, false); got != want {
			t.Errorf("dateYear(%q) = %d, want %d", in, got, want)
		}
	}
}

// New means opened in the last three years of the figures, not before and not
// after.
func TestNewSchools(t *testing.T) {
	d, _ := readFiles(t, map[string]string{
		"gias.csv": lines(giasHead,
			"100001,202,Camden,2001,A,Community school,Open,31-08-2020,,Primary,3,11,Mixed,,,,London", "100002,202,Camden,2002,B,Community school,Open,01-09-2020,,Primary,3,11,Mixed,,,,London",
			"100003,202,Camden,2003,C,Community school,Open,01-09-2023,,Primary,3,11,Mixed,,,,London", "100004,202,Camden,2004,D,Community school,Open,,,Primary,3,11,Mixed,,,,London"),
		"counts_2022-23.csv": lines("urn,sen_group,pupils", "100001,no_sen,3"),
	}, Options{})
	for u, want := range map[metrics.URN]bool{"100001": false, "100002": true, "100003": false, "100004": false} {
		if got := school(t, d, u).New; got != want {
			t.Errorf("%s: new %v, want %v", u, got, want)
		}
	}
}

// A note is no school whatever its words: a line with a single filled cell.
func TestNoteRows(t *testing.T) {
	_, rep := readFiles(t, map[string]string{"counts.csv": smallCounts + "Figures are provisional,,,,,\n,,,,checked,\n"}, Options{})
	wantCodes(t, rep)
	wantProblem(t, rep, codeFurniture, "2 rows of titles, totals or notes skipped")
}
