package ingest

import (
	"testing"

	"inclusioncards/metrics"
)

// Layouts that are not read say what is wrong with them, and what to do.
func TestOtherLayoutsAreNamed(t *testing.T) {
	for _, c := range []struct{ name, text, code, want string }{
		{"years side by side", "URN,School,SEN group,Suspensions 2021/22,Suspensions 2022/23\n100049,A,No SEN,55,60\n", codePivoted, "laid out with a column for each year"},
		{"years alone", "URN,Measure,2021/22,2022/23\n100049,Suspensions,55,60\n", codePivoted, "a column for each year"},
		{"a row for each figure", "URN,Year,SEN,Measure,Value\n100049,2022/23,No SEN,Suspensions,60\n", codePivoted, "a row for each figure"},
		{"groups side by side", "URN,Indicator,No SEN,SEN Support,EHCP\n100049,Pupils,700,120,30\n", codePivoted, "a column for each SEN group and the figure in the row"},
		{"counts without a SEN group", "DfE No,Academic Year,SEN Need,Headcount,Fixed Term Exclusions\n202/4104,2022/23,N,700,60\n", codeMissing, "looks like a table of counts, but it has no column sen_group"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, rep := readFiles(t, map[string]string{"counts_2022-23.csv": c.text}, Options{})
			wantProblem(t, rep, c.code, c.want)
			if rep.Files[0].Used {
				t.Error("used")
			}
		})
	}
}

// A rate is no count; it is not used, and the message says what is.
func TestRatesBesideCounts(t *testing.T) {
	_, rep := readFiles(t, map[string]string{"counts.csv": lines("urn,academic_year,sen_group,pupils,% suspended,Suspension rate", "100049,2022/23,no_sen,700,4.6%,8.6%")}, Options{})
	wantCodes(t, rep, codeHeading, codeHeading)
	wantProblem(t, rep, codeHeading, `column "% suspended": heading not understood: the column is not used; it looks like a rate, and rates are worked out from counts: supply those`)
}

// The whole LAESTAB may stand in the column of the school's own number; one of
// Wales joins nothing, and the message says so.
func TestSchoolNumberOfSevenDigits(t *testing.T) {
	d, rep := readFiles(t, map[string]string{
		"counts.csv":  lines("School number,Year,SEN,Pupils", "2024104,2022/23,N,700", "6614012,2022/23,N,60"),
		"schools.csv": lines("urn,laestab,name,phase", "100049,2024104,Haverstock School,Secondary"),
	}, Options{})
	wantFigure(t, d, "100049", 2022, metrics.Pupils, noSEN, metrics.Known(700))
	wantProblem(t, rep, codeUnmatched, "of local authority 661 in Wales, of which no table has a school, LAESTAB 6614012 (line 3)")
}

// Headings as people join a figure to a group, with what they hold in brackets.
func TestJoinedHeadings(t *testing.T) {
	for heading, want := range map[string]headKey{
		"Pupils with SEN Support": {metrics.Pupils, support}, "Pupils with an EHC plan": {metrics.Pupils, plan}, "Pupils with no SEN": {metrics.Pupils, noSEN},
		"Suspensions of pupils with SEND": {metrics.Suspensions, metrics.GroupSEND}, "Suspensions - EHC plan": {metrics.Suspensions, plan},
		"Number of suspensions for pupils with SEN support": {metrics.Suspensions, support}, "SEN Support: Suspensions (n)": {metrics.Suspensions, support},
	} {
		if f, g, ok := wideFigure(normalise(heading)); !ok || f != want.field || g != want.group {
			t.Errorf("%q: %v %v %v", heading, f, g, ok)
		}
	}
	for heading, want := range map[string]string{"Suspensions (n)": "suspensions", "Persistent absentees (10%+)": "persistent_absentees", "Overall absence sessions": "sessions_absent"} {
		if got := canonical(heading); got != want {
			t.Errorf("%q: %s", heading, got)
		}
	}
	d, rep := readFiles(t, map[string]string{"counts.csv": lines("URN,Year,SEN,NOR,Suspensions", "100049,2022/23,N,700,60")}, Options{})
	wantCodes(t, rep)
	wantFigure(t, d, "100049", 2022, metrics.Pupils, noSEN, metrics.Known(700))
}

// A table of pupils without its school says which heading it lacks.
func TestPupilsWithoutASchool(t *testing.T) {
	_, rep := readFiles(t, map[string]string{"census_2024_01.csv": lines("UPN,Surname,Forename,Year,SEN,FSM Ever 6", "H801200001001,Aaa,Bbb,7,K,Y")}, Options{})
	if p := wantProblem(t, rep, codePupilHeadings, "census_2024_01.csv"); p.Hint != "add school_urn (pupil census); or rename the headings that are meant, as the README lists them" {
		t.Error(p.Hint)
	}
}
