package ingest

import (
	"fmt"
	"strings"
	"testing"

	"inclusioncards/metrics"
)

// The order of day and month in the dates on which schools opened is that of the
// whole column. 09/05/2023 is of 2022/23 as a ninth of May, and of 2023/24 as a
// fifth of September.
func TestOrderOfOpeningDates(t *testing.T) {
	for _, c := range []struct {
		name, first, second string
		isNew               bool // of the first school, in figures of 2023/24
		code                string
		severity            Severity
	}{
		{"day first", "09/05/2021", "31/08/1990", false, "", Info},
		{"month first", "09/05/2021", "08/31/1990", true, codeMonthFirst, Warning},
		{"not shown", "09/05/2021", "01/02/1990", false, codeDayFirst, Info},
		{"both", "09/05/2021", "", false, codeMixedDates, Error},
	} {
		t.Run(c.name, func(t *testing.T) {
			rows := []string{"urn,name,phase,opendate", "100049,A,Primary," + c.first, "100050,B,Primary," + c.second}
			if c.code == codeMixedDates {
				rows = append(rows, "100051,C,Primary,31/08/1990", "100052,D,Primary,08/31/1990")
			}
			d, rep := readFiles(t, map[string]string{"schools.csv": lines(rows...), "counts.csv": lines("urn,academic_year,sen_group,pupils", "100049,2023/24,all,200")}, Options{})
			// New: opened in one of the last three years, 2021/22 to 2023/24.
			if got := d.Schools[d.Find("100049")].New; got != c.isNew {
				t.Errorf("new %v, want %v", got, c.isNew)
			}
			if c.code == "" {
				wantCodes(t, rep)
			} else if p := wantProblem(t, rep, c.code, `schools.csv`); p.Severity != c.severity || p.Column != "opendate" {
				t.Errorf("%+v", p)
			}
		})
	}
}

// More rows than are held to see the order of day and month, none of which shows
// it: what later rows show counts, and is not passed over.
func TestOrderShownAfterTheRowsHeld(t *testing.T) {
	const rows = 1<<16 + 20
	files := func(last string) map[string]string {
		var b strings.Builder
		b.WriteString("suspension_id,pupil_id,school_urn,start_date,length_days,category\n")
		for i := range rows {
			fmt.Fprintf(&b, "%d,P%03d,100049,%02d/%02d/2024,0.5,SUSP\n", i, i%400, 1+i/400%6, 1+i/400%5)
		}
		b.WriteString(last)
		census := "pupil_id,school_urn,year_group,sen_status,fsm6,enrolment_status\n"
		for i := range 400 {
			census += fmt.Sprintf("P%03d,100049,9,K,0,C\n", i)
		}
		return map[string]string{
			"suspensions_2023_24.csv": b.String(), "census_2024_01.csv": census,
			"schools.csv": lines("school_urn,school_name,school_type,phase,statutory_low_year,statutory_high_year", "100049,Haverstock School,Community school,Secondary,7,11"),
		}
	}
	for _, c := range []struct {
		name, last string
		used       bool
	}{
		{"day first, as assumed", "x1,P001,100049,28/02/2024,1,SUSP\n", true},
		{"month first", "x1,P001,100049,02/28/2024,1,SUSP\n", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			d, rep := readFiles(t, files(c.last), Options{})
			got := get(t, d, "100049", 2023, metrics.Suspensions, metrics.GroupSENSupport)
			if got.OK() != c.used {
				t.Errorf("%+v, want used %v\n", got, c.used)
			}
			if !c.used {
				p := wantProblem(t, rep, codeTwoOrders, "suspensions_2023_24.csv")
				if p.Severity != Error {
					t.Errorf("%+v", p)
				}
			}
		})
	}
}
