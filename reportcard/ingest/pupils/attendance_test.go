package pupils

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"inclusioncards/metrics"
)

// tables is the text of tables with their headings, read in the order given
// for the year 2023/24.
type tables []struct {
	kind   Kind
	second bool
	text   string
}

func (x tables) read(t testing.TB, o Options) *Result {
	t.Helper()
	if o.Year == 0 {
		o.Year = 2023
	}
	a, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	for i, f := range x {
		in := csvTable(t, fmt.Sprintf("%d.csv", i), f.text)
		if k, ok := KindOf(in.Header); !ok || k != f.kind {
			t.Fatalf("%v taken for %v, %v", f.kind, k, ok)
		}
		in.Second = f.second
		if err := a.Read(f.kind, in); err != nil {
			t.Fatal(err)
		}
	}
	return a.Result()
}

const longHead = "pupil_id,school_urn,date,session,code\n"

// figuresOf lists possible, absent, C2, B, persistent and severe of all pupils.
func figuresOf(c *SchoolCounts) [6]float64 {
	var out [6]float64
	for i, f := range [...]metrics.Field{metrics.SessionsPossible, metrics.SessionsAbsent, metrics.C2Sessions, metrics.BSessions, metrics.PersistentAbsentees, metrics.SevereAbsentees} {
		out[i] = c.Count(f, metrics.GroupAll, LeaversSchool).N
	}
	return out
}

func TestMarks(t *testing.T) {
	const first = censusHead + "a,100001,3,N,0,C\nb,100001,3,K,1,C\nc,100001,11,N,0,C\n"
	tests := []struct {
		name  string
		year  metrics.AcademicYear
		text  string
		want  [6]float64
		codes string
	}{
		// One of each code of before 19 August 2024: possible are present / \ L, approved
		// B J P V W, authorised C E H I M R S T, unauthorised G N O U; D X Y Z # are not.
		{"each code of before 2024", 2023, longHead + every("a", "2023-11-", "/ \\ L B J P V W C E H I M R S T G N O U D X Y Z #"),
			[6]float64{20, 12, 0, 1, 1, 1}, ""},
		// Since then: K for J; C1 C2 J1 beside C; Q, Y1 to Y7 for Y. / L B K P V W, C C1 C2 E I J1 M R S T, G N O U.
		{"each code since 2024", 2024, longHead + every("a", "2024-11-", "/ L B K P V W C C1 C2 E I J1 M R S T G N O U D Q X Y1 Y2 Y3 Y4 Y5 Y6 Y7 Z #"),
			[6]float64{21, 14, 1, 1, 1, 1}, ""},
		{"a code before its time counts by its meaning, and is told", 2023, longHead + "a,100001,2023-11-06,AM,C2\na,100001,2024-08-19,AM,C2\n",
			[6]float64{2, 2, 2, 0, 1, 1}, "IN747@2"},
		{"morning and afternoon in a row", 2023, "pupil_id,school_urn,date,am,pm\na,100001,06/11/2023,/,I\na,100001,20/11/2023,/,\n",
			[6]float64{3, 1, 0, 0, 1, 0}, ""},
		{"both in one cell, small letters", 2023, "pupil_id,school_urn,date,mark\na,100001,2023-11-06,/i\na,100001,2023-11-07,/\na,100001,2023-11-07,\\\na,100001,2023-11-08,b\na,100001,2023-11-08,o\n",
			[6]float64{6, 2, 0, 1, 1, 0}, ""},
		{"a session twice counts once", 2023, longHead + "a,100001,2023-11-06,AM,/\na,100001,2023-11-06,PM,/\na,100001,2023-11-06,AM,N\n",
			[6]float64{2, 0, 0, 0, 0, 0}, "IN748@4"},
		{"no code, no session, no date, no mark", 2023, longHead + "a,100001,2023-11-06,AM,/\na,100001,2023-11-06,PM,Ω\na,100001,2023-11-07,noon,/\na,100001,yesterday,AM,/\na,100001,2023-11-08,AM,-\na,100001,2023-11-08,PM,\n",
			[6]float64{1, 0, 0, 0, 0, 0}, "IN745@3 IN749@4 IN718@5 IN746@6 IN746@7"},
		{"another year", 2023, longHead + "a,100001,2023-11-06,AM,/\na,100001,2024-11-06,AM,I\n", [6]float64{1, 0, 0, 0, 0, 0}, "IN719@3"},
		// Monday 27 May 2024 is the spring bank holiday: the second half of the summer term
		// counts for Year 3 and not for Year 11.
		{"Year 11 after half term", 2023, longHead + "a,100001,2024-05-24,AM,/\na,100001,2024-05-27,AM,I\nc,100001,2024-05-24,AM,/\nc,100001,2024-05-27,AM,I\nc,100001,2024-06-10,AM,S\n",
			[6]float64{3, 1, 0, 0, 1, 1}, ""},
		{"counts per code", 2023, "pupil_id,school_urn,/,\\,L,B,I,C,E,O,X\na,100001,100,99,1,10,20,5,2,3,50\nb,100001,150,150,,,,,,,\n",
			[6]float64{540, 30, 0, 10, 1, 0}, ""},
		{"counts per code in words", 2024, "pupil_id,school_urn,Present AM,Present PM,Code B,C2 sessions,mark_I\na,100001,40,40,5,10,5\n",
			[6]float64{100, 15, 10, 5, 1, 0}, ""},
		{"counts that are none", 2023, "pupil_id,school_urn,/,\\,L,I\na,100001,100,100,x,1\nb,100001,900,900,0,0\n", [6]float64{}, "IN713@2 IN713@3"},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			r := tables{{Census, false, first}, {Attendance, false, tc.text}}.read(t, Options{Year: tc.year})
			if diff := cmp.Diff(tc.want, figuresOf(&r.Schools[0])); diff != "" {
				t.Errorf("possible, absent, C2, B, persistent, severe (-want +got):\n%s", diff)
			}
			if got := codes(r); got != tc.codes {
				t.Errorf("problems %q, want %q", got, tc.codes)
			}
		})
	}
}

// every gives a pupil one mark of each code, on days from the first of a month.
func every(pupil, month, codes string) string {
	var b strings.Builder
	for i, code := range strings.Fields(codes) {
		fmt.Fprintf(&b, "%s,100001,%s%02d,%s,%s\n", pupil, month, i/2+1, [...]string{"AM", "PM"}[i%2], code)
	}
	return b.String()
}

// The spring bank holidays of the years, as published on GOV.UK.
func TestSummerHalf(t *testing.T) {
	for year, want := range map[int]string{2019: "2019-05-27", 2022: "2022-06-02", 2023: "2023-05-29", 2024: "2024-05-27", 2025: "2025-05-26", 2026: "2026-05-25"} {
		day, ok := parseDay(want, dayMonth)
		if got := summerHalf(year); !ok || got != day {
			t.Errorf("%d: day %d, want %d", year, got, day)
		}
	}
}

// The same sessions as sums, as counts per code and as marks give the same
// figures.
func TestMarksCountsAndSumsAgree(t *testing.T) {
	const first = censusHead + "a,100001,3,N,0,C\nb,100001,3,K,1,C\n"
	marks, sums := longHead, attendHead
	perCode := "pupil_id,school_urn,/,I,B,O\n"
	for i, pupil := range []string{"a", "b"} {
		n := map[string]int{}
		for d := 1; d <= 28; d++ {
			code := []string{"/", "/", "/", "/", "I", "B", "O"}[(d*(i+2))%7]
			n[code]++
			marks += fmt.Sprintf("%s,100001,2023-11-%02d,PM,%s\n", pupil, d, code)
		}
		perCode += fmt.Sprintf("%s,100001,%d,%d,%d,%d\n", pupil, n["/"], n["I"], n["B"], n["O"])
		sums += fmt.Sprintf("%s,100001,28,%d\n", pupil, n["I"]+n["O"])
	}
	var all [][6]float64
	for _, text := range []string{marks, perCode, sums} {
		r := tables{{Census, false, first}, {Attendance, false, text}}.read(t, Options{})
		f := figuresOf(&r.Schools[0])
		f[2], f[3] = 0, 0 // sums have no column of B
		all = append(all, f)
	}
	if all[0] != all[1] || all[1] != all[2] || all[0][0] != 56 || all[0][1] == 0 {
		t.Errorf("marks %v, counts %v, sums %v", all[0], all[1], all[2])
	}
}

func TestExcludedMarks(t *testing.T) {
	const first = censusHead + "a,100001,3,N,0,C\nb,100001,3,K,1,C\nc,100001,3,K,1,C\nd,100001,3,N,0,C\n"
	// a: 4 sessions marked, 2 recorded: 2 without record. b: 6 recorded, none marked. c: 12
	// days, of which five (10 sessions) are to be marked, and are. d: permanently excluded.
	const counts = "pupil_id,school_urn,/,\\,I,E\na,100001,50,50,0,4\nb,100001,50,50,0,0\nc,100001,50,50,0,10\nd,100001,50,50,0,30\n"
	r := tables{{Census, false, first}, {Attendance, false, counts},
		{Suspensions, false, suspendHead + "1,a,100001,2023-11-06,1,SUSP\n2,b,100001,2023-11-20,3,SUSP\n3,c,100001,2023-11-20,12,SUSP\n4,d,100001,2023-11-20,,PERM\n"},
	}.read(t, Options{})
	c := check(t, &r.Schools[0], CheckExcludedMarks)
	want := []Number{{"marked_sessions_without_record", 2}, {"recorded_sessions_without_mark", 6}}
	if diff := cmp.Diff(want, c.Numbers); diff != "" || c.Verdict != Warned {
		t.Errorf("%v (-want +got):\n%s", c.Verdict, diff)
	}
}

// check finds a check of a school.
func check(t testing.TB, c *SchoolCounts, name string) Check {
	t.Helper()
	for _, k := range c.Checks {
		if k.Name == name {
			return k
		}
	}
	t.Fatalf("no check %s: %+v", name, c.Checks)
	return Check{}
}

func TestCohort(t *testing.T) {
	const on = 200
	first, second, rows := censusHead, censusHead, attendHead+""
	rows = "pupil_id,school_urn,sessions_possible,sessions_missed,sen_status\n"
	for i := range on {
		first += fmt.Sprintf("p%d,100001,3,N,0,C\n", i)
		second += fmt.Sprintf("p%d,100001,4,N,0,C\n", i)
		rows += fmt.Sprintf("p%d,100001,300,10,N\n", i)
	}
	off := func(n int) string {
		text := rows
		for i := range n {
			text += fmt.Sprintf("off%d,100001,100,60,K\n", i)
		}
		return text
	}
	joined := second
	for i := range 8 {
		joined += fmt.Sprintf("off%d,100001,4,E,0,C\n", i)
	}
	suspended := suspendHead
	for i := range 4 {
		suspended += fmt.Sprintf("%d,gone%d,100001,2023-11-20,1,SUSP\n", i, i)
	}
	tests := []struct {
		name       string
		in         tables
		options    Options
		want       Cohort
		enrolments float64
	}{
		{"none off the census", tables{{Census, false, first}, {Attendance, false, rows}}, Options{}, CohortCensus, on},
		{"a few strays", tables{{Census, false, first}, {Attendance, false, off(4)}}, Options{}, CohortCensus, on},
		{"four in a hundred more", tables{{Census, false, first}, {Census, true, second}, {Attendance, false, off(8)}}, Options{}, CohortEveryone, on + 8},
		{"only joiners: pupils still on roll", tables{{Census, false, first}, {Census, true, joined}, {Attendance, false, off(8)}}, Options{}, CohortCensus, on},
		{"suspended off the census, without a row", tables{{Census, false, first}, {Attendance, false, off(8)}, {Suspensions, false, suspended}}, Options{}, CohortCensus, on},
		{"as configured: dfe", tables{{Census, false, first}, {Attendance, false, off(2)}}, Options{Cohort: CohortEveryone}, CohortEveryone, on + 2},
		{"as configured: census", tables{{Census, false, first}, {Attendance, false, off(8)}}, Options{Cohort: CohortCensus}, CohortCensus, on},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			r := tc.in.read(t, tc.options)
			c := &r.Schools[0]
			if got := c.Count(metrics.Enrolments, metrics.GroupAll, LeaversSchool).N; c.Cohort != tc.want || got != tc.enrolments {
				t.Errorf("%v with %g enrolments, want %v with %g", c.Cohort, got, tc.want, tc.enrolments)
			}
			if k := c.Count(metrics.SevereAbsentees, metrics.GroupSENSupport, LeaversSchool).N; k != tc.enrolments-on {
				t.Errorf("%g severe absentees with SEN support, as their rows say; want %g", k, tc.enrolments-on)
			}
			checkDetail(t, r)
		})
	}
}

func TestDfEAges(t *testing.T) {
	in := tables{
		{Census, false, censusHead + "a,100001,R,N,0,C\nb,100001,1,K,1,C\nc,100001,11,N,0,C\nd,100001,12,N,0,C\ne,100001,N2,N,0,C\n"},
		{Attendance, false, attendHead + "a,100001,300,30\nb,100001,300,30\nc,100001,300,30\nd,100001,300,30\ne,100001,300,30\n"},
	}
	for dfe, want := range map[bool]float64{false: 5, true: 2} {
		r := in.read(t, Options{DfEAges: dfe})
		if got := r.Schools[0].Count(metrics.PersistentAbsentees, metrics.GroupAll, LeaversSchool).N; got != want {
			t.Errorf("DfE ages %v: %g, want %g", dfe, got, want)
		}
	}
}
