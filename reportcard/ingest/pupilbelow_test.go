package ingest

import (
	"testing"

	"inclusioncards/metrics"
)

// Of several tables of pupils in one delimited file the first is read, and the
// line of the next is named: never silence.
func TestTablesOfPupilsBelowEachOther(t *testing.T) {
	census := "pupil_id,school_urn,year_group,sen_status,fsm6,enrolment_status\nP001,100049,9,K,0,C\nP002,100049,8,N,0,C\n"
	for _, c := range []struct {
		name, text string
		line       int // of the headings refused, 0 for none
	}{
		{"another kind", census + "\nsuspension_id,pupil_id,school_urn,start_date,length_days,category\n1,P001,100049,28/11/2023,1,SUSP\n", 5},
		{"the same kind of another year", census + "\nCensus of January 2025\n" + census, 6},
		{"the headings of a new page", census + "pupil_id,school_urn,year_group,sen_status,fsm6,enrolment_status\nP003,100049,9,K,0,C\n", 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			d, rep := readFiles(t, map[string]string{
				"census_2024_01.csv": c.text,
				"schools.csv":        lines("school_urn,school_name,school_type,phase,statutory_low_year,statutory_high_year", "100049,Haverstock School,Community school,Secondary,7,11"),
			}, Options{})
			want := 2.0
			if c.line == 0 {
				want = 3
			} else if p := wantProblem(t, rep, codePupilBelow, "census_2024_01.csv"); p.Row != c.line {
				t.Errorf("line %d, want %d", p.Row, c.line)
			}
			wantFigure(t, d, "100049", 2023, metrics.Pupils, metrics.GroupAll, metrics.Known(want))
		})
	}
}
