package ingest

import "testing"

// A roll that falls by half is doubted and stands; one that falls by less, or
// is small, is not. 900 to 450 is half of 900; 451 is not. 20 to 39 nearly
// doubles, in a school too small to tell.
func TestHalfOfTheYearBefore(t *testing.T) {
	for _, c := range []struct {
		before, now string
		doubted     bool
	}{{"900", "450", true}, {"900", "451", false}, {"100", "150", true}, {"100", "149", false}, {"20", "39", false}, {"900", "c", false}} {
		_, rep := readFiles(t, map[string]string{"counts.csv": lines("urn,academic_year,sen_group,pupils,suspensions",
			"100049,2021/22,all,"+c.before+",1", "100049,2022/23,all,"+c.now+",1")}, Options{})
		if !c.doubted {
			wantCodes(t, rep)
			continue
		}
		wantCodes(t, rep, codeHalf)
		wantProblem(t, rep, codeHalf, "line 3: pupils is "+c.now+" in 2022/23 and "+c.before+" in 2021/22 (counts.csv line 2)")
	}
}

// A school that fills up, one year group a year, is not doubted: of 11 to 16, open
// since September 2021, it has 1 year group in 2021/22, 2 in 2022/23 and 3 in
// 2023/24, so that it may double and grow by half (with a quarter more for larger
// intakes: 120 to 300, and 240 to 450). An academy that converted was full before.
// A fall is explained by closing. 60 to 90 pupils is chance: 30 < 3 x sqrt(150).
func TestHalfOfNewAndSmallSchools(t *testing.T) {
	for _, c := range []struct {
		name, opened, kind, status string
		before, now                string // of 2021/22 and 2022/23
		doubted                    bool
	}{
		{"fills up", "01/09/2021", "Free schools", "Open", "120", "240", false},
		{"fills up with a larger intake", "01/09/2021", "Free schools", "Open", "120", "300", false},
		{"more than intakes explain", "01/09/2021", "Free schools", "Open", "120", "301", true},
		{"a third year", "01/09/2020", "Free schools", "Open", "240", "450", false},
		{"more than a third year explains", "01/09/2020", "Free schools", "Open", "240", "460", true},
		{"full for long", "01/09/2010", "Free schools", "Open", "240", "400", true},
		{"a converter", "01/09/2021", "Academy converter", "Open", "240", "400", true},
		{"no date", "", "Free schools", "Open", "240", "400", true},
		{"fell", "01/09/2021", "Free schools", "Open", "400", "100", true},
		{"fell and closed", "01/09/1990", "Community school", "Closed", "400", "100", false},
		{"chance", "", "Community school", "Open", "60", "90", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, rep := readFiles(t, map[string]string{
				"counts.csv": lines("urn,academic_year,sen_group,pupils", "100049,2021/22,all,"+c.before, "100049,2022/23,all,"+c.now),
				"schools.csv": lines("urn,name,phase,low_age,high_age,type,status,opendate",
					"100049,Haverstock School,Secondary,11,16,"+c.kind+","+c.status+","+c.opened, "100050,Parliament Hill School,Secondary,11,16,,Open,31/08/1990"),
			}, Options{})
			if c.doubted {
				wantCodes(t, rep, codeHalf)
			} else {
				wantCodes(t, rep)
			}
		})
	}
}

// The groups of a school are added up before its years are compared: 60 of 100
// pupils moved from SEN support to none.
func TestHalfIsOfTheWholeSchool(t *testing.T) {
	_, rep := readFiles(t, map[string]string{"counts.csv": lines("urn,academic_year,sen_group,pupils,suspensions",
		"100049,2021/22,no_sen,300,1", "100049,2021/22,sen_support,100,1", "100049,2021/22,ehc_plan,10,1",
		"100049,2022/23,no_sen,360,1", "100049,2022/23,sen_support,40,1", "100049,2022/23,ehc_plan,10,1")}, Options{})
	wantCodes(t, rep)
}

// 240 pupils with 127 sessions each had a term; with 350 they had a year. With
// --term it is the other way round.
func TestTermAsYear(t *testing.T) {
	table := func(term, sessions string) map[string]string {
		return map[string]string{"counts.csv": lines("urn,academic_year,term,sen_group,enrolments,sessions_possible", "100049,2022/23,"+term+",no_sen,240,"+sessions)}
	}
	for _, c := range []struct {
		term, sessions string
		doubted        bool
	}{{"", "30480", true}, {"", "84000", false}, {"autumn", "30480", false}, {"autumn", "84000", true}} {
		_, rep := readFiles(t, table(c.term, c.sessions), Options{Term: c.term})
		if c.doubted {
			wantCodes(t, rep, codeTermAsYear)
		} else {
			wantCodes(t, rep)
		}
	}
}
