package ingest

import (
	"bytes"
	"strings"
	"testing"
	"testing/fstest"

	"inclusioncards/metrics"
)

// What mutated files showed to pass silently, one case each: it is reported,
// and nothing of it is used.
func TestNothingPassesSilently(t *testing.T) {
	const bench = "source_domain,metric,time_period,time_identifier,education_phase,send_category,send_detail_display,region_name,new_la_code,la_name,value,academic_year\n"
	row := func(metric, phase, topic, end string) string {
		return "a," + metric + ",202425,Academic year," + phase + ",EHC plan," + topic + ",London,E09000007,Camden,9.5" + end + "\n"
	}
	good := row("susp_rate", "State-funded primary", "SEN provision", ",202425")
	for _, tt := range []struct {
		name, file, text, code, at string
		averages                   int // that are used
	}{
		{"a topic that nobody knows", "x.csv", bench + good + row("susp_rate", "State-funded secondary", "SEN provison", ",202425"), codeValue, `line 3, column "send_detail_display"`, 1},
		{"a phase that nobody knows", "x.csv", bench + good + row("susp_rate", "State-funded", "SEN provision", ",202425"), codeValue, `line 3, column "education_phase"`, 1},
		{"a metric that nobody knows", "x.csv", bench + good + row("susp_rat", "State-funded secondary", "SEN provision", ",202425"), codeBenchMeasure, "1 row", 1},
		{"a row that lost a cell", "x.csv", bench + good + row("susp_rate", "State-funded secondary", "SEN provision", ""), codeTooShort, "line 3", 1},
		{"averages without the group", "x.csv", "area,phase,academic_year,measure,rate,source\nEngland,Primary,2022/23,suspended_once,1.5,x\nEngland,Primary,2022/23,register_send,15,x\n", codeMissing, "no column group", 1},
		{"an average of no phase", "x.csv", "area,phase,academic_year,measure,group,rate,source\nEngland,,2022/23,suspended_once,no_sen,1.5,x\n", codeValue, `line 2, column "phase"`, 0},
		{"a statement without words", "x.csv", "urn,question,statement,ticks,n\n100049,Q,,3,48\n", codeValue, `line 2, column "statement"`, 0},
		{"a DfE table with a heading lost", "x.csv", "geographic_level,time_period,urn,total_pupils,sen support pupils,ehc_plan\nSchool,202223,100049,700,90,20\n", codeMissing, "SEN by school", 0},
		{"two rows of a school", "x.csv", giasHead + "\n100049,202,Camden,4104,A,Community school,Open,,,Secondary,11,18,Mixed,Non-selective,,,London,,\n100049,202,Camden,4104,B,Community school,Open,,,Secondary,11,18,Mixed,Non-selective,,,London,,\n", codeSchoolTwin, "line 3", 0},
		{"records that lost a cell", "attendance_2023_24.csv", "pupil_id,school_urn,sessions_possible,sessions_missed,note\na,100001,380,50,x\nb,100001,380,10\nc,100001,380,10,x\n", codeShortRows, "line 3", 0},
		{"a heading of pupils misspelt", "suspensions_2023_24.csv", "suspension_id,pupil_id,school_urn,strat_date,length_dais,category\n1,a,100001,2023-11-06,1,SUSP\n", codeMisspelt, `column "length_dais"`, 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			d, rep := readFiles(t, map[string]string{
				tt.file: tt.text, "codes.csv": "la_code,new_la_code,la_name,region_name\n202,E09000007,Camden,London\n",
				"census_2024_01.csv": censusHeadings + "a,100001,8,K,,C\nb,100001,8,N,,C\nc,100001,8,N,,C\n",
			}, Options{})
			if p := wantProblem(t, rep, tt.code, tt.at); p.File != "" && p.File != tt.file {
				t.Errorf("in %s", p.File)
			}
			if n := len(d.Benchmarks); n != tt.averages {
				t.Errorf("%d averages are used, not %d:\n%s", n, tt.averages, printed(rep))
			}
			if i := d.Find("100049"); i >= 0 && d.Schools[i].Name != "" {
				t.Errorf("%+v", d.Schools[i])
			}
		})
	}
}

// TRUE is not 1: the library gives the one for the other.
func TestTruthValueIsNoNumber(t *testing.T) {
	text := book(t, []string{"2022-23"}, map[string][][]any{"2022-23": {{"urn", "sen_group", "pupils", "suspensions"}, {100049, "E", true, 3}, {100050, "E", false, 4}}}, nil)
	d, rep := readFiles(t, map[string]string{"x.xlsx": text}, Options{})
	wantProblem(t, rep, codeNotWhole, "cell C2")
	wantProblem(t, rep, codeNotWhole, "cell C3")
	wantFigure(t, d, "100049", 2022, metrics.Pupils, plan, metrics.Count{Given: true})
	wantFigure(t, d, "100050", 2022, metrics.Suspensions, plan, metrics.Known(4))
}

// A workbook whose parts are not what was packed, and a sheet whose text breaks
// off, must not pass for a shorter one.
func TestBrokenSheets(t *testing.T) {
	row := func(n, urn string) string {
		return `<row r="` + n + `"><c r="A` + n + `"><v>` + urn + `</v></c><c r="B` + n + `" t="s"><v>4</v></c><c r="C` + n + `" t="s"><v>6</v></c><c r="D` + n + `"><v>7</v></c></row>`
	}
	head := sheetOpen + `<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="C1" t="s"><v>2</v></c><c r="D1" t="s"><v>3</v></c></row>`
	whole := bookOf(t, head+row("2", "100049")+row("3", "100050")+sheetClose, sharedTexts)
	flipped := bytes.Replace(whole, []byte("<v>100050</v>"), []byte("<v>100051</v>"), 1)
	for _, tt := range []struct {
		name  string
		data  []byte
		what  string
		seats int // schools that are read
	}{
		{"whole", whole, "", 2},
		{"a byte flipped", flipped, "checksum", 0},
		{"broken in a row", bookOf(t, head+row("2", "100049")+strings.Replace(row("3", "100050"), "</c>", "</d>", 1)+row("4", "100052")+sheetClose, sharedTexts), "breaks off after row", 1},
		{"cut", bookOf(t, head+row("2", "100049")+row("3", "100050")[:30], sharedTexts), "breaks off after row", 1},
	} {
		t.Run(tt.name, func(t *testing.T) {
			d, rep, err := ReadFS(fstest.MapFS{"x.xlsx": {Data: tt.data}}, Options{})
			must(t, err)
			if tt.what != "" {
				wantProblem(t, rep, codeUnreadable, tt.what)
			} else if len(codesOf(rep)) > 0 {
				t.Error(printed(rep))
			}
			if n := len(d.Schools); n != tt.seats {
				t.Errorf("%d schools:\n%s", n, printed(rep))
			}
		})
	}
}
