package ingest

import (
	"encoding/binary"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"

	"inclusioncards/metrics"
)

const (
	noSEN, support, plan, send, all = metrics.GroupNoSEN, metrics.GroupSENSupport, metrics.GroupEHCPlan, metrics.GroupSEND, metrics.GroupAll
)

const smallCounts = `urn,academic_year,sen_group,pupils,pupils_suspended,suspension_days
100049,2022/23,no_sen,700,20,31.5
100049,2022/23,sen_support,200,15,c
100049,2022/23,ehc_plan,30,z,
`

func TestCounts(t *testing.T) {
	d, rep := readFiles(t, map[string]string{"counts.csv": smallCounts}, Options{})
	wantCodes(t, rep)
	wantFigure(t, d, "100049", 2022, metrics.Pupils, noSEN, metrics.Known(700))
	wantFigure(t, d, "100049", 2022, metrics.SuspensionDays, noSEN, metrics.Known(31.5))
	wantFigure(t, d, "100049", 2022, metrics.SuspensionDays, support, metrics.Missing(metrics.Suppressed))
	wantFigure(t, d, "100049", 2022, metrics.PupilsSuspended, plan, metrics.Missing(metrics.NotApplicable))
	wantFigure(t, d, "100049", 2022, metrics.SuspensionDays, plan, metrics.Missing(metrics.NotAvailable))
	wantFigure(t, d, "100049", 2022, metrics.Enrolments, plan, metrics.Count{})
	want := []metrics.AcademicYear{2022}
	if diff := cmp.Diff(want, d.Years()); diff != "" {
		t.Error(diff)
	}
	src := d.Sources[0]
	if src.File != "counts.csv" || src.Kind != "counts" || src.Rows != 3 || len(src.SHA256) != 64 || src.Simulated {
		t.Errorf("source %+v", src)
	}
}

// The same table in every dress that inputs.md lists must read the same.
func TestCountsInEveryDress(t *testing.T) {
	utf16Text := func(order binary.AppendByteOrder, mark bool) string {
		var b []byte
		if mark {
			b = order.AppendUint16(b, 0xfeff)
		}
		for _, u := range utf16.Encode([]rune(smallCounts)) {
			b = order.AppendUint16(b, u)
		}
		return string(b)
	}
	tab := strings.ReplaceAll(smallCounts, ",", "\t")
	quoted := `"` + strings.ReplaceAll(strings.ReplaceAll(strings.TrimSuffix(smallCounts, "\n"), ",", `","`), "\n", "\"\n\"") + "\"\n"
	for name, text := range map[string]string{
		"byte-order mark": "\ufeff" + smallCounts, "CRLF": strings.ReplaceAll(smallCounts, "\n", "\r\n"), "semicolons": strings.ReplaceAll(smallCounts, ",", ";"),
		"tabs": tab, "quoted": quoted, "UTF-16 LE": utf16Text(binary.LittleEndian, true), "UTF-16 BE": utf16Text(binary.BigEndian, true),
		"UTF-16 without mark":   utf16Text(binary.LittleEndian, false),
		"24,000 empty rows":     smallCounts + strings.Repeat(",,,,,\n", 24000),
		"sep= line":             "sep=;\n" + strings.ReplaceAll(smallCounts, ",", ";"),
		"title and notes":       "Suspensions by SEN in Camden,,,,,\n,,,,,\n" + smallCounts + "Total,,,930,35,\nSource: school returns,,,,,\nNote: c is suppressed,,,,,\n",
		"headers repeated":      smallCounts[:strings.Index(smallCounts, "100049,2022/23,sen")] + smallCounts,
		"headings in disguise":  strings.Replace(smallCounts, "urn,academic_year,sen_group,pupils,", "URN ,Academic Year,\"SEN\nStatus\",Number of pupils,", 1),
		"national row":          smallCounts + "NAT,2022/23,no_sen,7000000,1,1\n",
		"an unclosed last line": strings.TrimSuffix(smallCounts, "\n"),
	} {
		t.Run(name, func(t *testing.T) {
			d, rep := readFiles(t, map[string]string{"counts.csv": text}, Options{})
			if name == "headers repeated" {
				wantCodes(t, rep, codeRepeated)
			} else {
				wantCodes(t, rep)
			}
			if len(d.Schools) != 1 {
				t.Fatalf("%d schools", len(d.Schools))
			}
			wantFigure(t, d, "100049", 2022, metrics.Pupils, noSEN, metrics.Known(700))
			wantFigure(t, d, "100049", 2022, metrics.PupilsSuspended, support, metrics.Known(15))
			wantFigure(t, d, "100049", 2022, metrics.SuspensionDays, support, metrics.Missing(metrics.Suppressed))
		})
	}
}

func TestWideCounts(t *testing.T) {
	d, rep := readFiles(t, map[string]string{"2022-23/wide.csv": lines(
		"urn,pupils_send,pupils_no_sen,pupils_suspended_send,pupils_suspended_no_sen",
		"100049,230,700,15,20",
	)}, Options{})
	wantCodes(t, rep)
	wantFigure(t, d, "100049", 2022, metrics.Pupils, send, metrics.Known(230))
	wantFigure(t, d, "100049", 2022, metrics.PupilsSuspended, noSEN, metrics.Known(20))
}

func TestTwoHeaderRows(t *testing.T) {
	d, rep := readFiles(t, map[string]string{"counts.csv": lines(
		",,No SEN,,EHC plan,",
		"URN,Academic year,Pupils,Suspensions,Pupils,Suspensions",
		"100049,2022/23,700,31,30,4",
	)}, Options{})
	wantCodes(t, rep)
	wantFigure(t, d, "100049", 2022, metrics.Suspensions, plan, metrics.Known(4))
	wantFigure(t, d, "100049", 2022, metrics.Pupils, noSEN, metrics.Known(700))
}

// A bad cell costs one figure; a bad identifier, year or group costs a row;
// the rest of the file goes on.
func TestCountsRulings(t *testing.T) {
	d, rep := readFiles(t, map[string]string{"counts.csv": lines(
		"urn,academic_year,sen_group,pupils,pupils_suspended,suspensions",
		"100049,2022/23,no_sen,7O0,20,31",
		"100049,2022/23,sen_support,200,-3,20.5",
		"100049,2022/23,ehc_plan,18-22,20 35,12%",
		"10005,2022/23,no_sen,1,1,1",
		"100050,2023,no_sen,1,1,1",
		"100050,2022/23,,1,1,1",
		"100050,2022/23,Q,1,1,1",
		",2022/23,no_sen,1,1,1",
		"100050,2022/23,E,9,1,1",
	)}, Options{})
	wantCodes(t, rep, codeLetter, codeNegative, codeNotWhole, codeTwoNumbers, codeTwoNumbers, codeNotWhole, codeBadURN, codeLoneYear, codeBlankGroup, codeBadGroup, codeNoID)
	refusedFigure := metrics.Missing(metrics.NotAvailable)
	wantFigure(t, d, "100049", 2022, metrics.Pupils, noSEN, refusedFigure)
	wantFigure(t, d, "100049", 2022, metrics.PupilsSuspended, noSEN, metrics.Known(20))
	wantFigure(t, d, "100049", 2022, metrics.PupilsSuspended, support, refusedFigure)
	wantFigure(t, d, "100049", 2022, metrics.Suspensions, support, refusedFigure)
	wantFigure(t, d, "100049", 2022, metrics.Pupils, support, metrics.Known(200))
	wantFigure(t, d, "100050", 2022, metrics.Pupils, plan, metrics.Known(9))
	if len(d.Schools) != 2 {
		t.Errorf("%d schools, want 2", len(d.Schools))
	}
	p := wantProblem(t, rep, codeLetter, `IN307 counts.csv, line 2, column "pupils": "7O0" has a letter`)
	if p.URN != "100049" || p.Stage != StageCell {
		t.Errorf("problem %+v", p)
	}
	if d.Find("10005") >= 0 {
		t.Error("a URN of five digits was used")
	}
	want := []metrics.Check{{URN: "100049", Code: codeNotWhole}, {URN: "100049", Code: codeNegative}, {URN: "100049", Code: codeTwoNumbers}, {URN: "100049", Code: codeLetter},
		{URN: "100050", Code: codeLoneYear}, {URN: "100050", Code: codeBadGroup}, {URN: "100050", Code: codeBlankGroup}}
	if diff := cmp.Diff(want, d.Checks); diff != "" {
		t.Error("checks (-want +got)", diff)
	}
}

func TestLAESTABOnlyRows(t *testing.T) {
	d, rep := readFiles(t, map[string]string{
		"counts.csv": lines("LA,Estab,academic_year,sen_group,pupils",
			"202,4104,2022/23,no_sen,700", "202,1,2022/23,no_sen,50", "999,9999,2022/23,no_sen,3"),
		"schools.csv": lines("urn,laestab,name,phase", "100049,202/4104,Haverstock School,Secondary", "100001,2020001,A,Primary"),
	}, Options{})
	wantCodes(t, rep, codeUnmatched)
	wantFigure(t, d, "100049", 2022, metrics.Pupils, noSEN, metrics.Known(700))
	wantFigure(t, d, "100001", 2022, metrics.Pupils, noSEN, metrics.Known(50))
	wantProblem(t, rep, codeUnmatched, "counts.csv: 1 row of 1 school of local authority 999, of which no table has a school, LAESTAB 9999999 (line 4): not used")
}

func TestRepeatedRows(t *testing.T) {
	d, rep := readFiles(t, map[string]string{"counts.csv": lines(
		"urn,academic_year,sen_group,pupils,suspensions",
		"100049,2022/23,no_sen,700,31", "100049,2022/23,no_sen,700,31",
		"100050,2022/23,no_sen,500,9", "100050,2022/23,no_sen,501,9",
		"100050,2022/23,ehc_plan,10,1",
	)}, Options{})
	wantCodes(t, rep, codeRepeated, codeDisagree)
	wantProblem(t, rep, codeDisagree, "counts.csv, line 5: the same school, year and group as line 4")
	wantFigure(t, d, "100049", 2022, metrics.Pupils, noSEN, metrics.Known(700))
	// Neither row is used: not even the figure on which they agree.
	wantFigure(t, d, "100050", 2022, metrics.Pupils, noSEN, metrics.Missing(metrics.NotAvailable))
	wantFigure(t, d, "100050", 2022, metrics.Suspensions, noSEN, metrics.Missing(metrics.NotAvailable))
	wantFigure(t, d, "100050", 2022, metrics.Pupils, plan, metrics.Known(10))
}

func TestPartsAndWholes(t *testing.T) {
	d, rep := readFiles(t, map[string]string{"counts.csv": lines(
		"urn,academic_year,sen_group,pupils,pupils_suspended,pupils_suspended_repeat,suspensions,enrolments,persistent_absentees,severe_absentees,sessions_possible,sessions_absent,leaver_base,non_standard_leavers,leavers_special,y10_pupils,y10_y11_leavers",
		"100001,2022/23,no_sen,10,11,1,30,10,10,10,100,100,10,10,10,5,5", // suspended > pupils
		"100002,2022/23,no_sen,10,5,6,30,10,11,2,100,101,10,11,2,5,6",    // repeat, persistent, sessions, leavers, Year 10
		"100003,2022/23,no_sen,10,5,1,4,10,5,6,100,10,10,5,6,5,1",        // events, severe, special
		"100004,2022/23,no_sen,10,5,3,7,10,5,5,100,10,10,5,5,5,1",        // 5 pupils, 3 of them twice: at least 8 events
		"100005,2022/23,no_sen,10,5,3,8,10,5,5,100,10,10,5,5,5,1",        // possible
	)}, Options{})
	refusedFigure := metrics.Missing(metrics.NotAvailable)
	for _, c := range []struct {
		urn   metrics.URN
		field metrics.Field
	}{
		{"100001", metrics.PupilsSuspended}, {"100002", metrics.PupilsSuspendedRepeat}, {"100002", metrics.PersistentAbsentees}, {"100002", metrics.SessionsAbsent},
		{"100002", metrics.NonStandardLeavers}, {"100002", metrics.Y10Y11Leavers}, {"100003", metrics.Suspensions}, {"100003", metrics.PupilsSuspended},
		{"100003", metrics.SevereAbsentees}, {"100003", metrics.LeaversSpecial}, {"100004", metrics.Suspensions}, {"100004", metrics.PupilsSuspendedRepeat},
	} {
		wantFigure(t, d, c.urn, 2022, c.field, noSEN, refusedFigure)
	}
	wantFigure(t, d, "100001", 2022, metrics.Pupils, noSEN, metrics.Known(10))
	wantFigure(t, d, "100002", 2022, metrics.SevereAbsentees, noSEN, metrics.Known(2))
	wantFigure(t, d, "100004", 2022, metrics.PupilsSuspended, noSEN, metrics.Known(5))
	wantFigure(t, d, "100005", 2022, metrics.Suspensions, noSEN, metrics.Known(8))
	wantProblem(t, rep, codePartWhole, `counts.csv, line 2, column "pupils_suspended": pupils_suspended (11) is greater than pupils (10, counts.csv line 2)`)
	if n := len(codesOf(rep)); n != 10 {
		t.Errorf("%d problems, want 10:\n%s", n, printed(rep))
	}
}

func TestTotals(t *testing.T) {
	d, rep := readFiles(t, map[string]string{"counts.csv": lines(
		"urn,academic_year,sen_group,pupils,suspensions",
		"100049,2022/23,no_sen,700,31", "100049,2022/23,sen_support,200,20", "100049,2022/23,ehc_plan,30,c", "100049,2022/23,send,231,24", "100049,2022/23,all,930,",
	)}, Options{})
	wantCodes(t, rep, codeTotal)
	wantProblem(t, rep, codeTotal, `line 5, column "pupils": the total for send (231) is not the sum of its parts (230)`)
	// The total is used as it stands; where a part is suppressed nothing is compared.
	wantFigure(t, d, "100049", 2022, metrics.Pupils, send, metrics.Known(231))
	wantFigure(t, d, "100049", 2022, metrics.Suspensions, send, metrics.Known(24))
	// An empty cell is not a total.
	wantFigure(t, d, "100049", 2022, metrics.Suspensions, all, metrics.Count{})
}

func TestTwoFiles(t *testing.T) {
	head := "urn,academic_year,sen_group,pupils,suspensions\n"
	d, rep := readFiles(t, map[string]string{
		"a.csv": head + "100049,2022/23,no_sen,700,31\n100050,2022/23,no_sen,5,c\n",
		"b.csv": head + "100049,2022/23,no_sen,701,31\n100050,2022/23,no_sen,5,2\n",
	}, Options{})
	wantCodes(t, rep, codeTwiceSame, codeTwoFiles)
	wantProblem(t, rep, codeTwoFiles, `b.csv, line 2, column "pupils": pupils of 2022/23, no_sen: 701 here, 700 in a.csv line 2: neither is used`)
	wantProblem(t, rep, codeTwiceSame, "2 figures also in b.csv")
	wantProblem(t, rep, codeFilled, "a.csv: 1 figure missing or suppressed here, taken from b.csv")
	wantFigure(t, d, "100049", 2022, metrics.Pupils, noSEN, metrics.Missing(metrics.NotAvailable))
	wantFigure(t, d, "100049", 2022, metrics.Suspensions, noSEN, metrics.Known(31))
	wantFigure(t, d, "100050", 2022, metrics.Suspensions, noSEN, metrics.Known(2))
}

// A year column beats a file name, a file name beats its folder, the nearest
// folder beats the others, and all of them beat --file-year.
func TestWhereTheYearComesFrom(t *testing.T) {
	table := lines("urn,sen_group,pupils", "100049,no_sen,700")
	for _, c := range []struct {
		name string
		opt  Options
		want metrics.AcademicYear
	}{
		{"2019-2020/2020-2021/counts_2021-22.csv", Options{FileYear: 2015}, 2021}, {"2019-2020/2020-2021/counts.csv", Options{FileYear: 2015}, 2020},
		{"2019-2020/x/counts.csv", Options{}, 2019}, {"counts.csv", Options{FileYear: 2015}, 2015},
	} {
		d, rep := readFiles(t, map[string]string{c.name: table}, c.opt)
		wantCodes(t, rep)
		wantFigure(t, d, "100049", c.want, metrics.Pupils, noSEN, metrics.Known(700))
	}
	d, _ := readFiles(t, map[string]string{"counts_2021-22.csv": lines("urn,academic_year,sen_group,pupils", "100049,2022/23,no_sen,700")}, Options{FileYear: 2015})
	wantFigure(t, d, "100049", 2022, metrics.Pupils, noSEN, metrics.Known(700))
	d, _ = readFiles(t, map[string]string{"counts.csv": lines("urn,Academic year ending,sen_group,pupils", "100049,2023,no_sen,700")}, Options{})
	wantFigure(t, d, "100049", 2022, metrics.Pupils, noSEN, metrics.Known(700))
	_, rep := readFiles(t, map[string]string{"counts.csv": table}, Options{})
	wantCodes(t, rep, codeNoYear)
}

func TestHeadings(t *testing.T) {
	d, rep := readFiles(t, map[string]string{"counts.csv": lines(
		"urn,academic_year,sen_group,pupils,pupils_suspendd,suspensions,suspensions,Head teacher",
		"100049,2022/23,no_sen,700,20,31,32,x",
	)}, Options{})
	wantCodes(t, rep, codeHeading, codeMisspelt, codeTwice)
	wantProblem(t, rep, codeMisspelt, `column "pupils_suspendd": heading not understood: the column is not used; the nearest is "pupils_suspended"`)
	if diff := cmp.Diff([]string{"pupils_suspendd", "Head teacher"}, rep.Files[0].Ignored); diff != "" {
		t.Error(diff)
	}
	wantFigure(t, d, "100049", 2022, metrics.Suspensions, noSEN, metrics.Count{})
	wantFigure(t, d, "100049", 2022, metrics.Pupils, noSEN, metrics.Known(700))
}

func TestTermsSplitsAndPresets(t *testing.T) {
	d, rep := readFiles(t, map[string]string{"counts.csv": lines(
		"urn,academic_year,term,sen_group,fsm6,leaver_preset,pupils",
		"100049,2022/23,,no_sen,,mime2024,700", "100049,2022/23,Autumn term,no_sen,,mime2024,690", "100049,2022/23,,no_sen,Yes,mime2024,300",
		"100050,2022/23 spring,,no_sen,,,1", "100049,2022/23,,S,all,mime2024,3",
	)}, Options{})
	wantCodes(t, rep, codeTerm, codeLegacySEN)
	wantProblem(t, rep, codeTerm, "2 rows are about a period that this run does not read (autumn, spring)")
	wantProblem(t, rep, codeSplit, "1 row split by fsm6")
	wantFigure(t, d, "100049", 2022, metrics.Pupils, noSEN, metrics.Known(700))
	wantFigure(t, d, "100049", 2022, metrics.Pupils, plan, metrics.Known(3))
	if d.LeaverPreset != "mime2024" {
		t.Errorf("leaver preset %q", d.LeaverPreset)
	}
}

// Low reliability is a warning that travels with the number.
func TestLowReliability(t *testing.T) {
	d, rep := readFiles(t, map[string]string{"counts.csv": lines("urn,academic_year,sen_group,pupils,suspensions", "100049,2022/23,no_sen,7,5*", "100049,2022/23,ehc_plan,(6),2u")}, Options{})
	wantCodes(t, rep, codeLow, codeLow)
	low := metrics.Known(5)
	low.LowReliability = true
	wantFigure(t, d, "100049", 2022, metrics.Suspensions, noSEN, low)
}

// A comma in a number that is not quoted moves every figure after it.
func TestMovedFigures(t *testing.T) {
	d, rep := readFiles(t, map[string]string{"counts.csv": lines("urn,academic_year,sen_group,pupils,suspensions", "100049,2022/23,no_sen,1,200,5", `100050,2022/23,no_sen,"1,200",5`)}, Options{})
	wantCodes(t, rep, codeTooWide)
	if d.Find("100049") >= 0 {
		t.Error("a row with moved figures was used")
	}
	wantFigure(t, d, "100050", 2022, metrics.Pupils, noSEN, metrics.Known(1200))
}

// Nothing that may be a name, a UPN or a date of birth is ever echoed.
func TestPrivacy(t *testing.T) {
	secrets := []string{"Jane", "H801200001001", "12/10/2011"}
	_, rep := readFiles(t, map[string]string{"counts.csv": lines(
		"urn,academic_year,sen_group,pupils",
		"Jane Smith,2022/23,no_sen,1", "100049,2022/23,Jane Smith,1", "100049,2022/23,no_sen,Jane Smith", "100049,12/10/2011,no_sen,1",
		"100049,2022/23,ehc_plan,H801200001001", "100049,2022/23,sen_support,12/10/2011", "100049,H801200001001,no_sen,1",
	), "pupils.csv": lines("upn,school_urn,sen_status", "H801200001001,100049,K")}, Options{})
	if len(rep.Problems) < 8 {
		t.Errorf("only %d problems", len(rep.Problems))
	}
	for _, p := range rep.Problems {
		for _, s := range secrets {
			if strings.Contains(p.String()+p.Hint, s) {
				t.Errorf("%q is echoed: %s", s, p)
			}
		}
	}
}

func FuzzReadCSV(f *testing.F) {
	for _, s := range []string{smallCounts, "", "urn\n", "\xff\xfe", "urn,sen_group,pupils\n\"100049,E,1", "a;b\n1;2\n", "sep=;\nurn;x", "\x1f\x8b", "PK\x03\x04", "URN,LA,ESTAB,NOR,TSENELSE,TSENELK\nNAT,,PRI,1,2,3\n",
		"urn,urn,sen_group,pupils,pupils\n1,2,3,4,5,6\n", "LA,ESTAB,URN,PERCTOT,PPERSABS10\nNAT,PRI,,5,6\n"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		d, rep := readFiles(t, map[string]string{"2022-23.csv": string(data)}, Options{MaxUncompressed: 1 << 20})
		for _, p := range rep.Problems {
			if kindByCode[p.Code].Code == "" || p.What == "" || strings.Contains(p.What, "{") && !strings.Contains(string(data), "{") {
				t.Errorf("problem %+v", p)
			}
		}
		for i := range d.Schools {
			if _, ok := fastURN(string(d.Schools[i].URN)); !ok {
				t.Errorf("school with URN %q", d.Schools[i].URN)
			}
		}
	})
}

// A figure under a heading with a letter or two wrong is lost, and that is an
// error wherever the letters stand.
func TestMisspeltWideHeadings(t *testing.T) {
	for _, c := range []struct{ heading, code, want string }{
		{"SUSPENDED_PUPLIS_SEN", codeMisspelt, `the nearest is "pupils_suspended_send"`},
		{"suspended puplis no sen", codeMisspelt, `the nearest is "pupils_suspended_no_sen"`},
		{"Supensions (SEN suport)", codeMisspelt, `the nearest is "suspensions_sen_support"`},
		{"EHC plam: suspensions", codeMisspelt, `the nearest is "suspensions_ehc_plan"`},
		{"Suspensions SEN", codeUnsure, "heading may mean suspensions_send or suspensions_sen_support"},
		{"Headteacher", codeHeading, "heading not understood"},
	} {
		t.Run(c.heading, func(t *testing.T) {
			_, rep := readFiles(t, map[string]string{"counts.csv": lines("urn,academic_year,pupils_no_sen,pupils_send,"+c.heading, "100049,2022/23,700,90,12")}, Options{})
			wantCodes(t, rep, c.code)
			wantProblem(t, rep, c.code, c.want)
		})
	}
	_, rep := readFiles(t, map[string]string{"counts.csv": lines("urn,academic_year,puplis_no_sen", "100049,2022/23,700")}, Options{})
	wantProblem(t, rep, codeMissing, `is "puplis_no_sen" meant for "pupils_no_sen"?`)
}

// Rows for a part of the pupils are no rows for all of them, whatever the part.
func TestRowsForAPartOfThePupils(t *testing.T) {
	for _, c := range []struct {
		name, head, boys, whole string
		severity                Severity
	}{
		{"gender", "Gender", "Boys", "All", Warning}, {"sex", "Sex", "M", "", Info}, {"year group", "NCY", "7", "all", Info}, {"age", "Age", "12", "Total", Info},
		{"free meals", "FSM", "FSM", "All pupils", Info}, {"free meals as a flag", "FSM", "1", "", Info}, {"need", "Primary need", "SEMH", "", Info},
	} {
		t.Run(c.name, func(t *testing.T) {
			d, rep := readFiles(t, map[string]string{"counts.csv": lines("urn,academic_year,sen_group,"+c.head+",pupils",
				"100049,2022/23,no_sen,"+c.boys+",300", "100049,2022/23,no_sen,"+c.whole+",700", "100049,2022/23,ehc_plan,"+c.boys+",4")}, Options{})
			wantFigure(t, d, "100049", 2022, metrics.Pupils, noSEN, metrics.Known(700))
			wantFigure(t, d, "100049", 2022, metrics.Pupils, plan, metrics.Count{})
			if p := wantProblem(t, rep, codeSplit, "2 rows split by "+c.head); p.Severity != c.severity {
				t.Errorf("%s", p.Severity)
			}
		})
	}
	// Of a table with parts only nothing is left, and that is an error. A school's
	// own gender and a number of pupils are no parts.
	_, rep := readFiles(t, map[string]string{"counts.csv": lines("urn,academic_year,sen_group,Gender,pupils", "100049,2022/23,no_sen,Girls,300")}, Options{})
	if p := wantProblem(t, rep, codeSplit, "1 row split by Gender"); p.Severity != Error {
		t.Errorf("%s", p.Severity)
	}
	d, rep := readFiles(t, map[string]string{"counts.csv": lines("urn,academic_year,sen_group,EGENDER,FSM,pupils", "100049,2022/23,no_sen,Boys,120,300")}, Options{})
	wantFigure(t, d, "100049", 2022, metrics.Pupils, noSEN, metrics.Known(300))
	wantCodes(t, rep, codeHeading)
}
