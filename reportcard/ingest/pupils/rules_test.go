package pupils

import (
	"strconv"
	"strings"
	"testing"

	"inclusioncards/metrics"
)

// A school with last year group 6, and the headings of its tables.
const (
	schoolRows   = "school_urn,statutory_high_year\n100001,6\n"
	censusHead   = "pupil_id,school_urn,year_group,sen_status,fsm6,enrolment_status\n"
	attendHead   = "pupil_id,school_urn,sessions_possible,sessions_missed\n"
	suspendHead  = "suspension_id,pupil_id,school_urn,start_date,length_days,category\n"
	destinedHead = "pupil_id,from_school_urn,destination_urn,destination_type,ground\n"
)

// extract is the text of the tables below their headings, one table each; an
// empty one is not read.
type extract struct {
	schools, first, second, attendance, suspensions, destinations string
	options                                                       Options
}

func (x extract) read(t testing.TB) *Result {
	t.Helper()
	if x.schools == "" {
		x.schools = schoolRows
	}
	if x.options.Year == 0 {
		x.options.Year = 2023
	}
	a, err := New(x.options)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range []struct {
		name, head, rows string
		kind             Kind
	}{
		{"schools.csv", "", x.schools, Schools},
		{"first.csv", censusHead, x.first, Census},
		{"second.csv", censusHead, x.second, Census},
		{"attendance.csv", attendHead, x.attendance, Attendance},
		{"suspensions.csv", suspendHead, x.suspensions, Suspensions},
		{"destinations.csv", destinedHead, x.destinations, Destinations},
	} {
		if f.rows == "" {
			continue
		}
		table := csvTable(t, f.name, f.head+f.rows)
		table.Second = f.name == "second.csv"
		if kind, ok := KindOf(table.Header); !ok || kind != f.kind {
			t.Fatalf("%s taken for %v, %v", f.name, kind, ok)
		}
		if err := a.Read(f.kind, table); err != nil {
			t.Fatal(err)
		}
	}
	return a.Result()
}

// codes lists the problems as "code@line", in order.
func codes(r *Result) string {
	var out []string
	for _, p := range r.Problems {
		at := p.Code
		if p.Row > 0 {
			at += "@" + strconv.Itoa(p.Row)
		}
		out = append(out, at)
	}
	return strings.Join(out, " ")
}

func TestRules(t *testing.T) {
	const two = "a,100001,3,N,0,C\nb,100001,3,K,1,C\n"
	all, none, k := metrics.GroupAll, metrics.GroupNoSEN, metrics.GroupSENSupport
	type want struct {
		f metrics.Field
		g metrics.Group
		n float64
	}
	tests := []struct {
		name  string
		in    extract
		want  []want
		codes string
	}{
		{"status keeps C and M, drops S and G", extract{first: "a,100001,3,N,0,C\nb,100001,3,N,0,M\nc,100001,3,N,0,S\nd,100001,3,N,0,G\n"},
			[]want{{metrics.Pupils, all, 2}}, ""},
		{"status not understood is left out", extract{first: two + "c,100001,3,N,0,\nd,100001,3,N,0,Q\n"},
			[]want{{metrics.Pupils, all, 2}}, "IN705@4 IN705@5"},
		{"no identifier, a temporary UPN, lost digits", extract{first: two + ",100001,3,N,0,C\nA12345678901B,100001,3,N,0,C\n8.01E+11,100001,3,N,0,C\n"},
			[]want{{metrics.Pupils, all, 2}}, "IN701@4 IN702@5 IN703@6"},
		{"school not understood", extract{first: two + "c,12,3,N,0,C\n"}, []want{{metrics.Pupils, all, 2}}, "IN704@4"},
		{"the same row twice counts once", extract{first: two + "a,100001,3,N,0,C\n"}, []want{{metrics.Pupils, none, 1}}, "IN706@4"},
		{"twice with another status: in all only", extract{first: two + "a,100001,3,K,0,C\n"},
			[]want{{metrics.Pupils, all, 2}, {metrics.Pupils, none, 0}, {metrics.Pupils, k, 1}}, "IN707@4"},
		{"blank SEN is never no SEN", extract{first: two + "c,100001,3,,0,C\n"},
			[]want{{metrics.Pupils, all, 3}, {metrics.Pupils, none, 1}}, "IN709@4"},
		{"SEN code of before 2014", extract{first: two + "c,100001,3,S,0,C\nd,100001,3,A,0,C\n"},
			[]want{{metrics.Pupils, metrics.GroupEHCPlan, 1}, {metrics.Pupils, k, 2}}, "IN710@4 IN710@5"},
		{"FSM6 blank is not known", extract{first: two + "c,100001,3,N,,C\n"},
			[]want{{metrics.FSM6Pupils, all, 1}, {metrics.FSM6Roll, all, 2}}, ""},
		// 19 of 191 is 9.95%, 20 of 200 exactly 10%, 95 of 191 49.7%, 100 of 200 exactly half.
		{"integer thresholds", extract{first: two + "c,100001,3,N,0,C\nd,100001,3,N,0,C\n", attendance: "a,100001,191,19\nb,100001,200,20\nc,100001,191,95\nd,100001,200,100\n"},
			[]want{{metrics.PersistentAbsentees, all, 3}, {metrics.SevereAbsentees, all, 1}, {metrics.Enrolments, all, 4}, {metrics.SessionsPossible, all, 782}}, ""},
		{"no possible sessions, off the census", extract{first: two, attendance: "a,100001,0,0\nb,100001,300.0,3\nz,100001,300,300\n"},
			[]want{{metrics.Enrolments, all, 1}, {metrics.SessionsAbsent, all, 3}}, ""},
		{"missed over possible, not whole", extract{first: two, attendance: "a,100001,100,101\nb,100001,20.5,1\n"},
			[]want{{metrics.Enrolments, all, 0}}, "IN714@2 IN713@3"},
		{"attendance twice", extract{first: two, attendance: "a,100001,100,1\na,100001,100,1\nb,100001,100,1\nb,100001,100,2\n"},
			[]want{{metrics.Enrolments, all, 1}}, "IN715@3 IN716@5"},
		{"suspensions by identifier", extract{first: two, suspensions: "1,a,100001,2023-11-01,1,SUSP\n1,a,100001,2023-11-01,1,SUSP\n2,a,100001,02/11/2023,0.5,FIXD\n3,b,100001,2023-11-01,2,SUSP\n"},
			[]want{{metrics.Suspensions, all, 3}, {metrics.PupilsSuspended, all, 2}, {metrics.PupilsSuspendedRepeat, all, 1}, {metrics.SuspensionDays, all, 3.5}}, "IN752 IN720@3"},
		{"suspensions without identifier: identical rows", extract{first: two, suspensions: ",a,100001,2023-11-01,1,SUSP\n,a,100001,2023-11-01,1,SUSP\n,a,100001,2023-11-02,1,SUSP\n"},
			[]want{{metrics.Suspensions, all, 2}}, "IN720@3"},
		{"one identifier, two suspensions: neither", extract{first: two, suspensions: "1,a,100001,2023-11-01,1,SUSP\n1,b,100001,2023-11-01,1,SUSP\n1,b,100001,2023-12-01,1,SUSP\n"},
			[]want{{metrics.Suspensions, all, 0}, {metrics.SuspensionDays, all, 0}}, "IN721@3 IN721@4"},
		{"PERM and LNCH apart; permanent off the census in all only", extract{first: two, suspensions: "1,a,100001,2023-11-01,,PERM\n2,z,100001,2023-11-01,,PERM\n3,a,100001,2023-11-01,0.5,LNCH\n4,z,100001,2023-11-01,1,SUSP\n"},
			[]want{{metrics.Suspensions, all, 0}, {metrics.PermanentExclusions, all, 2}, {metrics.PermanentExclusions, none, 1}, {metrics.PermanentExclusions, k, 0}}, ""},
		{"another school's suspension of the pupil", extract{first: two, suspensions: "1,a,100002,2023-11-01,1,SUSP\n2,a,100001,2023-11-01,1,SUSP\n"},
			[]want{{metrics.Suspensions, all, 1}}, ""},
		{"category, date, year", extract{first: two, suspensions: "1,a,100001,2023-11-01,1,X\n2,a,100001,11/28/2023,1,SUSP\n3,a,100001,31/08/2023,1,SUSP\n4,a,100001,31/08/2024,1,SUSP\n5,a,100001,45231,1,SUSP\n6,a,100001,2024-09-01,1,SUSP\n"},
			[]want{{metrics.Suspensions, all, 2}}, "IN717@2 IN718@3 IN719@4 IN719@7"},
		{"SEN at the first census, whatever the second says", extract{first: two, second: "b,100001,4,N,0,C\n"},
			[]want{{metrics.NonStandardLeavers, none, 1}, {metrics.NonStandardLeavers, k, 0}, {metrics.LeaverBase, all, 2}}, ""},
		{"kept back has not left; at another school has", extract{first: two, second: "a,100001,3,N,0,C\nb,100002,4,K,0,C\n"},
			[]want{{metrics.NonStandardLeavers, none, 0}, {metrics.NonStandardLeavers, k, 1}}, ""},
		{"subsidiary a year later has left", extract{first: two, second: "a,100001,4,N,0,S\nb,100001,4,K,0,C\n"},
			[]want{{metrics.NonStandardLeavers, none, 1}}, ""},
		{"claimed by two schools a year later has stayed", extract{first: two, second: "a,100001,4,N,0,C\na,100002,4,N,0,C\nb,100001,4,K,0,C\n"},
			[]want{{metrics.NonStandardLeavers, all, 0}}, "IN739@3"},
		{"year group not known is in no base", extract{first: two + "c,100001,X,N,0,C\n", second: "b,100001,4,K,0,C\n"},
			[]want{{metrics.LeaverBase, all, 2}, {metrics.NonStandardLeavers, all, 1}}, "IN711@4"},
		{"destinations, death out of the base, no row is not known", extract{
			first:        two + "c,100001,3,N,0,C\nd,100001,3,N,0,C\ne,100001,4,N,0,C\nf,100001,4,N,0,C\n",
			second:       "z,100001,4,N,0,C\n",
			destinations: "a,100001,,EHE,\nb,100001,,Special,\nc,100001,,,(k)\nd,100001,,,f\ne,100001,,Academy mainstream,\n"},
			[]want{{metrics.LeaverBase, all, 5}, {metrics.LeaversEHE, none, 2}, {metrics.LeaversSpecial, k, 1}, {metrics.LeaversNotKnown, all, 1}}, ""},
		{"conversion between the censuses", extract{
			first: "a,100001,3,N,0,C\nb,100001,3,K,0,C\n", second: "a,200001,4,N,0,C\n",
			suspensions: "1,a,100001,2023-11-01,1,SUSP\n2,a,200001,2024-05-01,1,SUSP\n",
			attendance:  "a,100001,100,5\na,200001,200,25\n",
			options:     Options{Successors: map[metrics.URN]metrics.URN{"100001": "200001"}}},
			[]want{{metrics.NonStandardLeavers, none, 0}, {metrics.NonStandardLeavers, k, 1}, {metrics.Suspensions, all, 2}, {metrics.SessionsPossible, all, 300}, {metrics.PersistentAbsentees, all, 1}}, ""},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			r := tc.in.read(t)
			if len(r.Schools) == 0 {
				t.Fatal("no school")
			}
			for _, w := range tc.want {
				if got := r.Schools[0].Count(w.f, w.g, LeaversSchool); !got.OK() || got.N != w.n {
					t.Errorf("%s of %s: %+v, want %g", w.f, w.g, got, w.n)
				}
			}
			if got := codes(r); got != tc.codes {
				t.Errorf("problems %q, want %q", got, tc.codes)
			}
		})
	}
}
