package ingest

import (
	"strings"
	"testing"
	"testing/fstest"

	"inclusioncards/metrics"
)

// Whatever a file holds, reading it ends, and what is wrong has a place and
// words.
func FuzzTables(f *testing.F) {
	for _, s := range []string{
		lines("urn,academic_year,sen_group,pupils", "100049,2022/23,no_sen,700", "urn,academic_year,sen_group,suspensions", "100049,2022/23,E,3"),
		lines("Title 2022/23", "urn,sen,pupils", "EXAMPLE,N,3", "100049,E,4", "urn,sen,notes,lunch", "a,b,c,d"),
		lines(linksHead, "100049,145001,B,Successor,31-08-2021", "145001,100049,B,Successor,32-08-2021", "100049,100049,B,Merged,"),
		lines("area,phase,year,measure,group,value,source", "Camden,Primary,2022/23,suspended_once,N,0.3,x", "London,All,January 2025,SEND % of pupils,all,12,y"),
		lines("urn,text,by_whom", "100049,\"a\nb\",me"),
		lines("time_period,time_identifier,geographic_level,breakdown_topic,breakdown,sess_overall_percent,la_name,education_phase", "202223,Academic year,National,SEN provision,No SEN,7,,Total"),
		"Academic year,201718,National,E92000001,England,,,,,,Special,Total,Any special educational need,Total,1,1,2,3,4,5,6,7,8,9,10,11\n",
		lines(",,EHC plan,,No SEN,", "urn,year,pupils,suspensions,pupils,suspensions", "100049,2022/23,30,1,700,2"),
		lines("urn,term,academic_year,sen_group,pupils", "100049,autumn,2022/23,N,1", "100049,,Spring term 2022/23,N,1"),
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, term := range []string{"", "spring"} {
			_, rep, err := ReadFS(fstest.MapFS{"counts_2022-23.csv": {Data: []byte(text)}}, Options{Term: term, SumPredecessors: term != ""})
			if err != nil {
				t.Fatal(err)
			}
			for _, p := range rep.Problems {
				if p.Code == "" || p.What == "" || p.Hint == "" || strings.Contains(p.What, "{count}") {
					t.Errorf("%+v", p)
				}
			}
		}
	})
}

// The scan of a sheet's XML keeps to cells that exist.
func FuzzScanXML(f *testing.F) {
	for _, s := range []string{`<row r="2"><c r="D2"><f>A1</f></c></row>`, `<mergeCell ref="A1:B2"/>`, `<x:c><x:f/></x:c>`, `<c r=""><f>`, `<mergeCell ref="B2:A1"/>`, `<`, `<c r="ZZZZ9"><f></c>`} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got := scanXML([]byte(s))
		n := 0
		for name, empty := range got.formulas {
			if name == "" {
				t.Error("a formula without a cell")
			}
			if empty {
				n++
			}
		}
		if n > got.empty {
			t.Errorf("%d formulas without a value, %d counted", n, got.empty)
		}
		for _, m := range got.merges {
			if m.c1 < 1 || m.r1 < 1 || m.c2 < m.c1 || m.r2 < m.r1 {
				t.Errorf("%+v", m)
			}
		}
	})
}

func FuzzPeriods(f *testing.F) {
	for _, s := range []string{"2023/24", "2024/25 spring term", "January 2025", "Autumn term 2023/24", "counts_autumn_2023-24.csv", "Spring Lane Primary", "", "summer", "\u0130\u0130\u0130 spring term"} {
		f.Add(s)
	}
	r := newReader(Options{})
	f.Fuzz(func(t *testing.T, s string) {
		y, term, bad := r.benchPeriod(s, "")
		if (y == 0) == (bad == "") {
			t.Errorf("%q: year %d and code %q", s, y, bad)
		}
		for _, got := range []string{term, termOfName(s)} {
			if got != "" && got != "autumn" && got != "spring" && got != "summer" {
				t.Errorf("%q: term %q", s, got)
			}
		}
		if text := plainText(s); strings.ContainsAny(text, "\n\r\t\x00") || plainText(text) != text {
			t.Errorf("%q: %q", s, text)
		}
		if _, ok := senProvision("", s); ok && squash(s) == "" && s != "" && !isTotal(s) {
			t.Errorf("%q is a SEN group", s)
		}
	})
}

func TestTermOfName(t *testing.T) {
	for in, want := range map[string]string{
		"counts_autumn_2023-24.csv": "autumn", "Autumn term": "autumn", "2023-24 spring": "spring", "Summer Term 2022/23": "summer", "Spring Lane Primary.csv": "",
		"summerhill.csv": "", "autumn 2023 and spring 2024": "autumn", "": "", "term": "",
	} {
		if got := termOfName(in); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}

// Terms by column, by the cell of the year, by the file's name.
func TestTermsAreSelected(t *testing.T) {
	for name, files := range map[string]map[string]string{
		"column":    {"counts.csv": lines("urn,academic_year,term,sen_group,pupils", "100049,2022/23,Autumn term,E,30", "100049,2022/23,spring,E,31", "100049,2022/23,,E,32")},
		"year cell": {"counts.csv": lines("urn,academic_year,sen_group,pupils", "100049,Autumn term 2022/23,E,30", "100049,2022/23 spring,E,31", "100049,2022/23,E,32")},
		"file name": {"counts_autumn_2022-23.csv": lines("urn,sen_group,pupils", "100049,E,30"), "counts_spring_2022-23.csv": lines("urn,sen_group,pupils", "100049,E,31"), "counts_2022-23.csv": lines("urn,sen_group,pupils", "100049,E,32")},
	} {
		for term, want := range map[string]float64{"autumn": 30, "spring": 31, "": 32} {
			d, rep := readFiles(t, files, Options{Term: term})
			wantFigure(t, d, "100049", 2022, metrics.Pupils, plan, metrics.Known(want))
			if n := len(rep.Problems); n == 0 {
				t.Errorf("%s, term %q: nothing says what was left out", name, term)
			}
		}
	}
}
