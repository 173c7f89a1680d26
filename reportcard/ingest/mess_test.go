package ingest

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"strings"
	"testing"
	"unicode/utf16"

	"golang.org/x/text/encoding/charmap"

	"inclusioncards/metrics"
)

// The lines of "The mess" in the design notes on inputs, read as whole files:
// one test for each line.

// 1. Identifiers.
func TestMessIdentifiers(t *testing.T) {
	census := lines("URN,LA,ESTAB,SCHOOLTYPE,NOR,TSENELSE,TSENELK", "100049,202,4104,State-funded secondary,982,28,188", "100050,202,0001,State-funded secondary,500,9,50")
	for name, c := range map[string]struct {
		head, school string
		urn          metrics.URN // empty: refused
	}{
		"plain": {"laestab", "2024104", "100049"}, "slash": {"LAESTAB", "202/4104", "100049"}, "dash": {"DfE number", "202-4104", "100049"}, "space": {"dfe_no", "202 4104", "100049"},
		"float": {"laestab", "2024104.0", "100049"}, "all digits in scientific form": {"laestab", "2.024104E+06", "100049"}, "digits lost": {"laestab", "2.024E+06", ""},
		"two columns": {"LA,Estab", "202,4104", "100049"}, "zeros lost": {"LEA,ESTAB", "202,1", "100050"}, "urn with spaces": {"URN", " 100 049 ", "100049"}, "urn as float": {"urn", "100049.0", "100049"},
		"urn before laestab": {"urn,laestab", "100049,2020001", "100049"}, "no urn, then laestab": {"urn,laestab", ",202/0001", "100050"}, "name only": {"urn,school", ",Haverstock", ""},
	} {
		d, rep := readFiles(t, map[string]string{
			"2022-2023/census.csv": census,
			"counts.csv":           lines(c.head+",academic_year,sen_group,suspensions", c.school+",2022/23,E,7"),
		}, Options{})
		if c.urn == "" {
			if errors := codesOf(rep); len(errors) != 1 || errors[0] != codeBadLAESTAB && errors[0] != codeNoID {
				t.Errorf("%s: %v", name, errors)
			}
			continue
		}
		if got := get(t, d, c.urn, 2022, metrics.Suspensions, plan); got.N != 7 || !got.OK() {
			t.Errorf("%s: %+v\n%s", name, got, printed(rep))
		}
	}
}

// 2. Years.
func TestMessYears(t *testing.T) {
	for in, want := range map[string]metrics.AcademicYear{
		"202324": 2023, "2023/24": 2023, "2023-24": 2023, "2023/2024": 2023, "AY24": 2023, "2023 to 2024": 2023, "202324.0": 2023, " 2023/24 ": 2023,
		"Autumn term": 0, "2023": 0, "23/24": 2023, "23-24": 2023, "2324": 2023, "2021": 0, "23/25": 0, "2023/25": 0,
	} {
		d, rep := readFiles(t, map[string]string{"counts.csv": lines("urn,Academic year,sen_group,suspensions", "100049,"+in+",E,7")}, Options{})
		if want == 0 {
			if len(d.Years()) > 0 || len(codesOf(rep)) != 1 {
				t.Errorf("%q: years %v, %v", in, d.Years(), codesOf(rep))
			}
			continue
		}
		if got := get(t, d, "100049", want, metrics.Suspensions, plan); got.N != 7 {
			t.Errorf("%q: %+v", in, got)
		}
	}
}

// 3. Symbols keep their reason, and none is a number.
func TestMessSymbols(t *testing.T) {
	for in, want := range map[string]metrics.State{
		"z": metrics.NotApplicable, "x": metrics.NotAvailable, "c": metrics.Suppressed, "low": metrics.Low, "k": metrics.Low, "u": metrics.NotAvailable, ":": metrics.NotAvailable,
		"~": metrics.NotAvailable, ".": metrics.NotAvailable, "..": metrics.NotAvailable, "-": metrics.NotAvailable, "SUPP": metrics.Suppressed, "NE": metrics.NotAvailable,
		"NP": metrics.NotAvailable, "NA": metrics.NotAvailable, "N/A": metrics.NotAvailable, "LOWCOV": metrics.NotAvailable, "NULL": metrics.NotAvailable, "<5": metrics.Suppressed,
		"≤10": metrics.Suppressed, "5 or fewer": metrics.Suppressed, "": metrics.NotAvailable, "Less than 5": metrics.Suppressed,
	} {
		d, rep := readFiles(t, map[string]string{"counts.csv": lines("urn,academic_year,sen_group,pupils,suspensions", "100049,2022/23,E,30,"+in)}, Options{})
		wantCodes(t, rep)
		if got := get(t, d, "100049", 2022, metrics.Suspensions, plan); got.State != want || got.N != 0 {
			t.Errorf("%q: %+v, want %v", in, got, want)
		}
	}
}

// 4. Numbers as text; what is not plainly a number is refused with its cell.
func TestMessNumbers(t *testing.T) {
	for in, want := range map[string]float64{"12,345": 12345, "1 234": 1234, "1\u00a0234": 1234, "(5)": 5, "5*": 5, "20.0": 20} {
		d, rep := readFiles(t, map[string]string{"counts.csv": lines("urn;academic_year;sen_group;suspensions", "100049;2022/23;E;"+in)}, Options{})
		if got := get(t, d, "100049", 2022, metrics.Suspensions, plan); got.N != want || !got.OK() {
			t.Errorf("%q: %+v\n%s", in, got, printed(rep))
		}
	}
	for _, in := range []string{"1O", "l8", "18-22", "20 35", "-3", "20.5", "12.3%", "twelve"} {
		d, rep := readFiles(t, map[string]string{"counts.csv": lines("urn;academic_year;sen_group;pupils", "100049;2022/23;E;"+in)}, Options{})
		if got := get(t, d, "100049", 2022, metrics.Pupils, plan); got.OK() {
			t.Errorf("%q was read as %v", in, got.N)
		}
		if len(codesOf(rep)) != 1 || rep.Problems[0].Row != 2 || rep.Problems[0].Column != "pupils" {
			t.Errorf("%q: %s", in, printed(rep))
		}
	}
	// Percentages: settled per column, across files, and said.
	d, rep := readFiles(t, map[string]string{
		"a.csv": lines("urn,name,phase,fsm6_percent", "100049,A,Primary,0.123", "100050,B,Primary,0.5"),
		"b.csv": lines("urn,name,phase,fsm6_percent", "100051,C,Primary,12.3", "100052,D,Primary,0.5"),
		"c.csv": lines("urn,academic_year,sen_group,pupils", "100049,2022/23,all,9", "100050,2022/23,all,9", "100051,2022/23,all,9", "100052,2022/23,all,9"),
	}, Options{})
	for u, want := range map[metrics.URN]float64{"100049": 0.123, "100050": 0.5, "100051": 0.123, "100052": 0.005} {
		wantFigure(t, d, u, 2022, metrics.FSM6Rate, metrics.GroupAll, metrics.Known(want))
	}
	wantProblem(t, rep, codeProportions, `a.csv, column "fsm6_percent"`)
}

// 5. Headings.
func TestMessHeadings(t *testing.T) {
	for name, text := range map[string]string{
		"byte-order mark":     "\ufeff" + lines("URN,Year,SEN,Pupils", "100049,2022/23,E,30"),
		"blanks and breaks":   lines("\" URN \",\"Academic\nyear\",\"SEN  Status \",\"Pupils\"", "100049,2022/23,E,30"),
		"titles above":        lines("Camden,,,", "Pupils by SEN,,,", ",,,", "LAESTAB number,urn,SENprovision,Headcount,Year", "202/4104,100049,E,30,2022/23"),
		"notes below":         lines("urn,year,sen,pupils", "100049,2022/23,E,30", "Total,,,30", "Source: returns,,,", "© Crown copyright,,,"),
		"headings again":      lines("urn,year,sen,pupils", "100049,2022/23,E,30", "urn,year,sen,pupils", "100050,2022/23,E,31"),
		"national rows":       lines("urn,year,sen,pupils", "NAT,2022/23,E,300000", "100049,2022/23,E,30"),
		"same heading twice":  lines("urn,year,sen,pupils,notes,notes", "100049,2022/23,E,30,,"),
		"two rows of heading": lines(",,EHC plan,,No SEN,", "urn,year,pupils,suspensions,pupils,suspensions", "100049,2022/23,30,1,700,2"),
	} {
		d, rep := readFiles(t, map[string]string{"counts.csv": text}, Options{})
		if got := get(t, d, "100049", 2022, metrics.Pupils, plan); got.N != 30 {
			t.Errorf("%s: %+v\n%s", name, got, printed(rep))
		}
		for _, p := range rep.Problems {
			if p.Severity == Error {
				t.Errorf("%s: %s", name, p)
			}
		}
	}
	_, rep := readFiles(t, map[string]string{"counts.csv": lines("100049,2022,30,12", "100050,2022,31,13")}, Options{})
	wantCodes(t, rep, codeNoHeading)
	_, rep = readFiles(t, map[string]string{"counts.csv": lines("urn,year,sen,pupils,pupils", "100049,2022/23,E,30,31")}, Options{})
	wantProblem(t, rep, codeTwice, "2 columns have this meaning: none of them is used")
}

// 6. Values of SEN and of yes and no: blank is unknown, never none.
func TestMessValues(t *testing.T) {
	for in, want := range map[string]metrics.Group{
		"E": plan, "K": support, "N": noSEN, "EHCP": plan, "EHC plan": plan, "SEN support": support, "S": plan, "A": support, "P": support, "No SEN": noSEN, "Y": metrics.GroupSEND, "n": noSEN,
	} {
		d, rep := readFiles(t, map[string]string{"counts.csv": lines("urn,year,SEN Status,pupils", "100049,2022/23,"+in+",30")}, Options{})
		if got := get(t, d, "100049", 2022, metrics.Pupils, want); got.N != 30 {
			t.Errorf("%q: %+v\n%s", in, got, printed(rep))
		}
	}
	d, rep := readFiles(t, map[string]string{"counts.csv": lines("urn,year,SEN Status,pupils", "100049,2022/23,,30")}, Options{})
	wantCodes(t, rep, codeBlankGroup)
	if d.Find("100049") >= 0 && get(t, d, "100049", 2022, metrics.Pupils, noSEN).Given {
		t.Error("a blank SEN status became no SEN")
	}
	d, _ = readFiles(t, map[string]string{"schools.csv": lines("urn,name,phase,sen_unit,resourced_provision", "100049,A,Primary,,Y", "100050,B,Primary,N,0")}, Options{})
	if s := d.Schools[d.Find("100049")]; s.SENUnit != metrics.NotKnown || s.Resourced != metrics.Yes {
		t.Errorf("%+v", s)
	}
}

// 7. Dates, settled per column.
func TestMessDates(t *testing.T) {
	for name, c := range map[string]struct {
		rows []string
		code string
		year metrics.AcademicYear // of the first conversion
	}{
		"day first":        {[]string{"31/08/2021", "01/09/2020"}, "", 2021},
		"dashes":           {[]string{"31-08-2021", "30-08-2020"}, "", 2021},
		"iso":              {[]string{"2021-08-31", "2020-08-31"}, "", 2021},
		"serial":           {[]string{"44439", "44074"}, "", 2021}, // 31 August 2021 and 2020
		"serial with .0":   {[]string{"44439.0", "44074.0"}, "", 2021},
		"no day above 12":  {[]string{"01/09/2021", "02/09/2020"}, codeDayFirst, 2021},
		"month first":      {[]string{"08/31/2021", "08/30/2020"}, codeMonthFirst, 2021},
		"mixed orders":     {[]string{"08/31/2021", "30/08/2020"}, codeMixedDates, 0},
		"with time of day": {[]string{"31/08/2021 00:00:00", "2020-08-31T00:00:00"}, "", 2021},
	} {
		d, rep := readFiles(t, map[string]string{
			"counts.csv": lines("urn,year,sen,pupils", "100049,2019/20,E,30", "145001,2022/23,E,31"),
			"links.csv":  lines(linksHead, "100049,145001,B,Successor,"+c.rows[0], "100051,145002,B,Successor,"+c.rows[1]),
		}, Options{})
		if c.code != "" {
			wantProblem(t, rep, c.code, "LinkEstablishedDate")
		}
		h := d.Histories["145001"].Earlier
		if len(h) != 1 || c.year == 0 && !h[0].Until.IsZero() || c.year != 0 && h[0].Until.Format("2006-01-02") != "2021-09-01" && h[0].Until.Format("2006-01-02") != "2021-09-02" {
			t.Errorf("%s: %+v\n%s", name, h, printed(rep))
		}
	}
}

// 8. Encodings, separators, line ends, empty rows, compression.
func TestMessEncodings(t *testing.T) {
	text := lines("urn,academic_year,sen_group,pupils,notes", "100049,2022/23,ehc_plan,30,café £5")
	utf16Text := func(order string) string {
		var b bytes.Buffer
		for _, u := range append([]uint16{0xfeff}, utf16.Encode([]rune(text))...) {
			if order == "le" {
				b.Write([]byte{byte(u), byte(u >> 8)})
			} else {
				b.Write([]byte{byte(u >> 8), byte(u)})
			}
		}
		return b.String()
	}
	windows, err := charmap.Windows1252.NewEncoder().String(text)
	must(t, err)
	var gz bytes.Buffer
	w := gzip.NewWriter(&gz)
	_, err = w.Write([]byte(text))
	must(t, err)
	must(t, w.Close())
	for name, content := range map[string]string{
		"utf-8": text, "utf-8 with mark": "\ufeff" + text, "utf-16 le": utf16Text("le"), "utf-16 be": utf16Text("be"), "windows-1252": windows, "gzip": gz.String(),
		"semicolon": strings.ReplaceAll(text, ",", ";"), "tab": strings.ReplaceAll(text, ",", "\t"), "pipe": strings.ReplaceAll(text, ",", "|"),
		"crlf": strings.ReplaceAll(text, "\n", "\r\n"), "empty rows": text + strings.Repeat(",,,,\r\n", 24382), "cr only": strings.ReplaceAll(text, "\n", "\r"),
	} {
		d, rep := readFiles(t, map[string]string{"counts": content}, Options{})
		if d.Find("100049") < 0 {
			t.Errorf("%s: not read\n%s", name, printed(rep))
			continue
		}
		wantFigure(t, d, "100049", 2022, metrics.Pupils, plan, metrics.Known(30))
		wantCodes(t, rep)
	}
}

// 9. Workbooks are tested in sections_test.go and workbook_test.go; here a tab
// per year beside a hidden one, with numbers stored as text.
func TestMessWorkbook(t *testing.T) {
	rows := map[string][][]any{}
	var sheets []string
	for y := 2019; y < 2023; y++ {
		name := fmt.Sprintf("%d-%02d", y, (y+1)%100)
		sheets = append(sheets, name)
		rows[name] = [][]any{{"Suspensions"}, {}, {"urn", "sen_group", "pupils"}, {"100049", "ehc_plan", fmt.Sprint(y - 1990)}, {"Total", "", 99}}
	}
	d, rep := readFiles(t, map[string]string{"counts.xlsx": book(t, sheets, rows, nil)}, Options{})
	wantCodes(t, rep)
	for y := 2019; y < 2023; y++ {
		wantFigure(t, d, "100049", metrics.AcademicYear(y), metrics.Pupils, plan, metrics.Known(float64(y-1990)))
	}
}
