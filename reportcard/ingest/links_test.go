package ingest

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"inclusioncards/metrics"
)

const linksHead = "URN,LinkURN,LinkName,LinkType,LinkEstablishedDate"

func day(y int, m time.Month, d int) time.Time { return time.Date(y, m, d, 0, 0, 0, 0, time.UTC) }

// Figures of earlier URNs stand under that of today, through a chain of two
// conversions, and each step is named.
func TestConversionsAreChained(t *testing.T) {
	d, rep := readFiles(t, map[string]string{
		"counts.csv": lines("urn,academic_year,sen_group,pupils,suspensions", "100049,2016/17,ehc_plan,20,3", "140001,2018/19,ehc_plan,22,4", "145001,2019/20,ehc_plan,24,5"),
		"links.csv": lines(linksHead,
			"100049,140001,B,Successor,31-08-2017", "140001,100049,A,Predecessor,01-09-2017",
			"140001,145001,C,Successor,31-08-2019", "145001,140001,B,Predecessor,01-09-2019"),
	}, Options{})
	wantCodes(t, rep)
	for year, want := range map[metrics.AcademicYear]float64{2016: 3, 2018: 4, 2019: 5} {
		wantFigure(t, d, "145001", year, metrics.Suspensions, plan, metrics.Known(want))
	}
	wantFigure(t, d, "100049", 2016, metrics.Suspensions, plan, metrics.Count{})
	want := []metrics.Predecessor{{URN: "140001", Until: day(2019, 9, 1)}, {URN: "100049", Until: day(2017, 9, 1)}}
	if diff := cmp.Diff(want, d.Histories["145001"].Earlier); diff != "" {
		t.Error(diff)
	}
	if got := d.Current("100049"); got != "145001" {
		t.Errorf("the school of today is %s", got)
	}
}

// A conversion after the last year of the data leaves the data where they are;
// a table of schools that knows the successor moves them.
func TestConversionAfterTheData(t *testing.T) {
	files := map[string]string{
		"counts.csv": lines("urn,academic_year,sen_group,pupils", "100049,2022/23,ehc_plan,20"),
		"links.csv":  lines(linksHead, "100049,150001,B,Successor,31-08-2024"),
	}
	d, _ := readFiles(t, files, Options{})
	wantFigure(t, d, "100049", 2022, metrics.Pupils, plan, metrics.Known(20))
	files["schools.csv"] = lines("urn,name,phase", "150001,A school,Primary", "100049,Old name,Primary")
	d, _ = readFiles(t, files, Options{})
	wantFigure(t, d, "150001", 2022, metrics.Pupils, plan, metrics.Known(20))
	if s := d.Schools[d.Find("150001")]; s.Name != "A school" || s.New {
		t.Errorf("%+v", s)
	}
}

// A change in the middle of a year: figures of one day move, those of a whole
// year stand under each URN for a part of it.
func TestConversionInTheMiddleOfTheYear(t *testing.T) {
	d, rep := readFiles(t, map[string]string{
		"counts.csv": lines("urn,academic_year,sen_group,pupils,suspensions", "100049,2021/22,ehc_plan,20,3", "140001,2022/23,ehc_plan,22,4"),
		"links.csv":  lines(linksHead, "140001,100049,A,Predecessor,01-02-2022"),
	}, Options{})
	wantFigure(t, d, "140001", 2021, metrics.Pupils, plan, metrics.Known(20))
	wantFigure(t, d, "140001", 2021, metrics.Suspensions, plan, metrics.Missing(metrics.NotAvailable))
	wantCodes(t, rep, codeLinkParts)
	wantProblem(t, rep, codeLinkParts, "1 figure of a year in which a school changed its URN cover part of it only, the first as URN 100049 became 140001")
}

// Schools that merge are not one school: their figures stay where they are,
// unless the user asks for the sum, which needs every part.
func TestMergers(t *testing.T) {
	files := map[string]string{
		"counts.csv": lines("urn,academic_year,sen_group,pupils,suspensions",
			"100001,2019/20,ehc_plan,20,3", "100002,2019/20,ehc_plan,30,c", "100001,2020/21,ehc_plan,21,4", "100002,2020/21,ehc_plan,31,2", "140001,2021/22,ehc_plan,50,5"),
		"links.csv": lines(linksHead, "100001,140001,C,Successor - merged,31-08-2021", "100002,140001,C,Successor - merged,31-08-2021",
			"140001,100001,A,Predecessor - merged,01-09-2021", "140001,100002,B,Predecessor - merged,01-09-2021"),
	}
	d, rep := readFiles(t, files, Options{})
	wantProblem(t, rep, codeLinkMerged, "3 schools merged or split")
	wantFigure(t, d, "140001", 2020, metrics.Pupils, plan, metrics.Count{})
	wantFigure(t, d, "100001", 2020, metrics.Pupils, plan, metrics.Known(21))
	if diff := cmp.Diff(metrics.History{Reshaped: []time.Time{day(2021, 9, 1)}}, d.Histories["140001"]); diff != "" {
		t.Error(diff)
	}
	d, _ = readFiles(t, files, Options{SumPredecessors: true})
	wantFigure(t, d, "140001", 2020, metrics.Pupils, plan, metrics.Known(52))     // 21 + 31
	wantFigure(t, d, "140001", 2020, metrics.Suspensions, plan, metrics.Known(6)) // 4 + 2
	wantFigure(t, d, "140001", 2019, metrics.Suspensions, plan, metrics.Missing(metrics.Suppressed))
	wantFigure(t, d, "140001", 2021, metrics.Pupils, plan, metrics.Known(50))
	wantFigure(t, d, "100001", 2020, metrics.Pupils, plan, metrics.Count{})
	want := metrics.History{Earlier: []metrics.Predecessor{
		{URN: "100001", Until: day(2021, 9, 1), Summed: true}, {URN: "100002", Until: day(2021, 9, 1), Summed: true},
	}}
	if diff := cmp.Diff(want, d.Histories["140001"]); diff != "" {
		t.Error(diff)
	}
}

// A school that takes another in keeps its URN: the sum is of both.
func TestAbsorbed(t *testing.T) {
	files := map[string]string{
		"counts.csv": lines("urn,academic_year,sen_group,pupils", "100001,2020/21,no_sen,200", "100002,2020/21,no_sen,100", "100001,2021/22,no_sen,290"),
		"links.csv":  lines(linksHead, "100002,100001,A,Successor - merged,31-08-2021"),
	}
	d, _ := readFiles(t, files, Options{SumPredecessors: true})
	wantFigure(t, d, "100001", 2020, metrics.Pupils, noSEN, metrics.Known(300))
	wantFigure(t, d, "100001", 2021, metrics.Pupils, noSEN, metrics.Known(290))
}

// An infant school said to have become the junior school that stood beside it
// for years was merged into it.
func TestSideBySideIsNoConversion(t *testing.T) {
	d, rep := readFiles(t, map[string]string{
		"counts.csv": lines("urn,academic_year,sen_group,pupils", "100024,2013/14,no_sen,200", "100023,2013/14,no_sen,210", "100023,2016/17,no_sen,400"),
		"links.csv":  lines(linksHead, "100023,100024,Infants,Predecessor,15-09-2015", "100024,100023,Primary,Successor,15-09-2015"),
	}, Options{})
	wantCodes(t, rep, codeLinkOverlap)
	wantFigure(t, d, "100024", 2013, metrics.Pupils, noSEN, metrics.Known(200))
	wantFigure(t, d, "100023", 2013, metrics.Pupils, noSEN, metrics.Known(210))
}

// The figures of a school that converted may stand under its new URN in one file
// and under its old one in another, years before the change: it is one school.
func TestConversionUnderBothURNsIsNoMerger(t *testing.T) {
	d, rep := readFiles(t, map[string]string{
		"old.csv":   lines("urn,academic_year,sen_group,pupils", "100049,2016/17,no_sen,200", "100049,2017/18,no_sen,210"),
		"new.csv":   lines("urn,academic_year,sen_group,suspensions", "140001,2016/17,no_sen,3", "140001,2017/18,no_sen,4", "140001,2019/20,no_sen,5"),
		"links.csv": lines(linksHead, "100049,140001,B,Successor,31-08-2018"),
	}, Options{})
	wantCodes(t, rep)
	wantFigure(t, d, "140001", 2016, metrics.Pupils, noSEN, metrics.Known(200))
	wantFigure(t, d, "140001", 2016, metrics.Suspensions, noSEN, metrics.Known(3))
}

// A merger without a date is that of the September after the last figures of the
// school that merged; without figures on both sides nothing dates it, and that is
// told.
func TestMergersWithoutADate(t *testing.T) {
	for _, c := range []struct {
		name     string
		rows     []string
		want     []time.Time
		severity Severity
	}{
		{"figures end", []string{"100001,2019/20,no_sen,100", "100001,2020/21,no_sen,100", "100002,2019/20,no_sen,90", "100002,2020/21,no_sen,90", "100002,2021/22,no_sen,190"}, []time.Time{day(2021, 9, 1)}, Info},
		{"no figures of the earlier school", []string{"100002,2021/22,no_sen,190", "100009,2020/21,no_sen,50"}, []time.Time{day(2021, 9, 1)}, Info},
		{"figures go on", []string{"100001,2020/21,no_sen,100", "100002,2020/21,no_sen,90"}, nil, Warning},
	} {
		t.Run(c.name, func(t *testing.T) {
			d, rep := readFiles(t, map[string]string{
				"counts.csv": lines(append([]string{"urn,academic_year,sen_group,pupils"}, c.rows...)...),
				"links.csv":  lines(linksHead, "100001,100002,B,Successor - merged,"),
			}, Options{})
			if p := wantProblem(t, rep, codeLinkUndated, "links.csv: 1 merger or split without a date in the links, the first of URN 100002"); p.Severity != c.severity {
				t.Errorf("%s, want %s", p.Severity, c.severity)
			}
			if diff := cmp.Diff(c.want, d.Histories["100002"].Reshaped); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// Links that go round are named and followed nowhere, however long the round.
func TestLinksThatLoop(t *testing.T) {
	for name, rows := range map[string][]string{
		"itself": {"100049,100049,A,Successor,31-08-2021"},
		"two":    {"100049,100050,B,Successor,31-08-2021", "100050,100049,A,Successor,31-08-2022"},
		"three":  {"100049,100050,B,Successor,31-08-2021", "100050,100051,C,Successor,31-08-2022", "100051,100049,A,Successor,31-08-2023"},
	} {
		d, rep := readFiles(t, map[string]string{
			"counts.csv": lines("urn,academic_year,sen_group,pupils", "100049,2019/20,no_sen,200"),
			"links.csv":  lines(append([]string{linksHead}, rows...)...),
		}, Options{})
		if got := codesOf(rep); len(got) != 1 || got[0] != codeLinkLoop {
			t.Errorf("%s: %v\n%s", name, got, printed(rep))
		}
		wantFigure(t, d, "100049", 2019, metrics.Pupils, noSEN, metrics.Known(200))
	}
}

// Types of link as GIAS words them, and as the file of April 2025 counts them.
func TestLinkKinds(t *testing.T) {
	for word, want := range map[string]struct {
		kind   linkKind
		shaped bool
	}{
		"Successor": {isSuccessor, false}, "Predecessor": {isPredecessor, false}, "Successor - merged": {isSuccessor, true}, "Predecessor - amalgamated": {isPredecessor, true},
		"Successor - Split School": {isSuccessor, true}, "Result of Amalgamation": {isPredecessor, true}, "Merged - change in age range": {isChange, true},
		"Sixth Form Centre Link": {noSuccession, false}, "Other": {noSuccession, false}, "Closure": {noSuccession, false}, "Expansion": {noSuccession, false},
	} {
		if k, shaped := linkKindOf(word); k != want.kind || shaped != want.shaped {
			t.Errorf("%q: %v %v", word, k, shaped)
		}
	}
}

// The links of England of 22 April 2025 with the censuses of 2018/19 and 2022/23.
func TestEnglandLinks(t *testing.T) {
	root := os.Getenv("INCLUSIONCARDS_DATA")
	if root == "" {
		t.Skip("INCLUSIONCARDS_DATA is not set")
	}
	var paths []string
	for _, p := range []string{"data/gias", "data/2018-2019", "data/2022-2023"} {
		paths = append(paths, filepath.Join(root, p))
	}
	d, rep, err := Read(paths, Options{})
	if err != nil {
		t.Fatal(err)
	}
	chained, longest := 0, 0
	for u, h := range d.Histories {
		if len(h.Earlier) > 0 {
			chained++
			longest = max(longest, len(h.Earlier))
		}
		for _, p := range h.Earlier {
			if d.Current(p.URN) != u {
				t.Fatalf("%s has two successors", p.URN)
			}
		}
	}
	if chained < 1500 || longest < 2 {
		t.Errorf("%d schools with earlier URNs, the longest chain %d", chained, longest)
	}
	wantProblem(t, rep, codeLinkDates, "57 links whose dates")
}

func FuzzParseDate(f *testing.F) {
	for _, s := range []string{"31/08/2021", "08-31-2021", "2021-08-31", "43709", "43709.0", "31.08.2021 00:00:00", "2021-08-31T00:00:00", "32/01/2021", "1/2/3"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		d, ok := parseDate(s)
		if !ok && (d.isSet || !d.day.IsZero()) {
			t.Errorf("%q is no date and gave %+v", s, d)
		}
		if ok && d.day.IsZero() && (d.a < 1 || d.a > 31 || d.b < 1 || d.b > 31 || d.year < 1900 || d.year > 2100) {
			t.Errorf("%q: %+v", s, d)
		}
	})
}

// Without the links a converting school would lose every pupil.
func TestConvertedBetweenTwoCensuses(t *testing.T) {
	const head = "pupil_id,school_urn,year_group,sen_status,enrolment_status"
	files := map[string]string{
		"census_2024_01.csv": lines(head, "p1,100049,8,K,C", "p2,100049,8,N,C", "p3,100049,9,N,C"),
		"census_2025_01.csv": lines(head, "p1,145001,9,K,C", "p2,145001,9,N,C"),
		"schools.csv":        lines("school_urn,school_name,phase,statutory_low_year,statutory_high_year", "100049,A,Secondary,7,11", "145001,A,Secondary,7,11"),
		"links.csv":          lines(linksHead, "100049,145001,A,Successor,31-08-2024"),
	}
	d, _ := readFiles(t, files, Options{})
	all := metrics.GroupAll
	i := d.Find("145001")
	if i < 0 {
		t.Fatal("the school of today was not read")
	}
	if base, left := d.Group(i, 2023, metrics.LeaverBase, all), d.Group(i, 2023, metrics.NonStandardLeavers, all); base.N != 3 || !left.OK() || left.N != 1 {
		t.Errorf("%v of %v left, want 1 of 3", left, base)
	}
}
