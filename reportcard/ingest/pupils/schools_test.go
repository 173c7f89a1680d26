package pupils

import (
	"testing"

	"inclusioncards/metrics"
)

func TestScopes(t *testing.T) {
	all := []yearGroup{yearN1, yearN2, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, yearUnknown}
	tests := []struct {
		name  string
		scope Scope
		last  yearGroup
		want  string // one letter per year group of all
	}{
		{"mime2024", LeaversMime2024, 6, "y.yy.yyy.yyyy....."},
		{"mime2024, last year not known", LeaversMime2024, yearUnknown, "y.yy.yyy.yyyy....."},
		{"school: primary", LeaversSchool, 6, "y.yyyyyy.yyyy....."},
		{"school: infant", LeaversSchool, 2, "y.yy.yyyyyyyy....."},
		{"school: middle", LeaversSchool, 8, "y.yyyyyyyy.yy....."},
		{"school: secondary", LeaversSchool, 11, "y.yyyyyyyyyyy....."},
		{"school: sixth form", LeaversSchool, 13, "y.yyyyyyyyyyy....."},
		{"Year 10", LeaversYear10, 11, "............y....."},
		{"everyone", LeaversEveryone, 6, "yyyyyyyyyyyyyyyyyy"},
	}
	for _, tc := range tests {
		got := ""
		for _, y := range all {
			if tc.scope.includes(y, tc.last) {
				got += "y"
			} else {
				got += "."
			}
		}
		if got != tc.want {
			t.Errorf("%s: %s, want %s", tc.name, got, tc.want)
		}
	}
}

func TestPupilAtTwoSchoolsIsOutOfBoth(t *testing.T) {
	r := extract{
		first:       "a,100001,3,N,0,C\nb,100001,3,N,0,C\na,100002,3,N,0,M\nc,100002,3,N,0,C\n",
		attendance:  "a,100001,100,20\nc,100002,100,0\n",
		suspensions: "1,a,100001,2023-11-01,1,SUSP\n",
	}.read(t)
	for i, urn := range []metrics.URN{"100001", "100002"} {
		c := r.Schools[i]
		if c.URN != urn || c.Count(metrics.Pupils, metrics.GroupAll, LeaversSchool).N != 1 || c.LeftOut[codeTwoSchools] != 1 {
			t.Errorf("%s: %+v", c.URN, c)
		}
	}
	if c := r.Schools[0]; c.SuspensionsOffCensus != 1 || c.AttendanceOffCensus != 1 {
		t.Errorf("off census: %d suspensions, %d attendance", c.SuspensionsOffCensus, c.AttendanceOffCensus)
	}
}

func TestWhatIsNotAvailable(t *testing.T) {
	const first = "a,100001,3,N,0,C\nb,100002,3,N,0,C\n"
	na, none := metrics.Missing(metrics.NotAvailable), metrics.Count{}
	tests := []struct {
		name   string
		in     extract
		school int
		field  metrics.Field
		scope  Scope
		want   metrics.Count
		codes  string
	}{
		{"no table of suspensions", extract{first: first}, 0, metrics.Suspensions, 0, none, ""},
		{"zero in a table of all schools", extract{first: first + "c,100003,3,N,0,C\n", suspensions: "1,b,100002,2023-11-01,1,SUSP\n2,c,100003,2023-11-01,1,SUSP\n"}, 0, metrics.Suspensions, 0, metrics.Known(0), ""},
		{"another school's table is no zero", extract{first: first, suspensions: "1,b,100002,2023-11-01,1,SUSP\n"}, 0, metrics.Suspensions, 0, none, "IN738"},
		{"no attendance row of the school", extract{first: first, attendance: "b,100002,100,1\n"}, 0, metrics.SessionsAbsent, 0, none, ""},
		{"length not understood", extract{first: first, suspensions: "1,a,100001,2023-11-01,1.3,SUSP\n"}, 0, metrics.SuspensionDays, 0, na, "IN722@2 IN738"},
		{"... still a suspension", extract{first: first, suspensions: "1,a,100001,2023-11-01,,SUSP\n"}, 0, metrics.Suspensions, 0, metrics.Known(1), "IN722@2 IN738"},
		{"no pupil a year later", extract{first: first, second: "a,100001,4,N,0,C\n"}, 1, metrics.NonStandardLeavers, LeaversMime2024, none, "IN737"},
		{"last year not known: rule school", extract{first: first, second: "a,100001,4,N,0,C\nb,100002,4,N,0,C\n"}, 1, metrics.NonStandardLeavers, LeaversSchool, na, "IN735"},
		{"last year not known: rule mime2024", extract{first: first, second: "a,100001,4,N,0,C\nb,100002,4,N,0,C\n"}, 1, metrics.NonStandardLeavers, LeaversMime2024, metrics.Known(0), "IN735"},
		{"two last years", extract{schools: schoolRows + "100001,11\n", first: first, second: "a,100001,4,N,0,C\nb,100002,4,N,0,C\n"}, 0, metrics.LeaverBase, LeaversSchool, na, "IN726@3 IN735 IN735"},
		{"Year 10 in a primary school", extract{first: first}, 0, metrics.Y10Pupils, 0, metrics.Missing(metrics.NotApplicable), ""},
		{"merger", extract{first: first, second: "a,100001,4,N,0,C\n", options: Options{Successors: map[metrics.URN]metrics.URN{"100002": "100001"}}},
			0, metrics.NonStandardLeavers, LeaversSchool, na, "IN736"},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			r := tc.in.read(t)
			if got := r.Schools[tc.school].Count(tc.field, metrics.GroupAll, tc.scope); got != tc.want {
				t.Errorf("%+v, want %+v", got, tc.want)
			}
			if got := codes(r); got != tc.codes {
				t.Errorf("problems %q, want %q", got, tc.codes)
			}
		})
	}
}

// Columns that are not there are said, not guessed in silence; an extract of
// those still on roll shows in the counts of leavers.
func TestColumnsThatAreNotThere(t *testing.T) {
	a, err := New(Options{Year: 2023})
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range []struct {
		kind   Kind
		second bool
		text   string
	}{
		{Census, false, "pupil_id,school_urn,year_group,sen_status,fsm\na,100001,3,N,Y\nb,100001,3,N,perhaps\n"},
		{Census, true, "pupil_id,school_urn,year_group,sen_status,enrolment_status\na,100001,4,N,C\na,100001,4,N,C\n"},
		{Attendance, false, "pupil_id,school_urn,possible,authorised,unauthorised,c2\na,100001,100,5,5,2\n"},
		{Suspensions, false, "pupil_id,school_urn,start_date,days\na,100001,06/11/2023 00:00,2\n"},
		{Destinations, false, "pupil_id,school_urn,destination\nb,100001,EHE\nb,100001,PRU\na,100001,elsewhere\n"},
	} {
		table := csvTable(t, "f.csv", f.text)
		table.Second = f.second
		if err := a.Read(f.kind, table); err != nil {
			t.Fatal(err)
		}
	}
	r := a.Result()
	if got, want := codes(r), "IN731 IN732 IN712@3 IN706@3 IN733 IN752 IN724@3 IN723@4 IN735"; got != want {
		t.Errorf("problems %s, want %s", got, want)
	}
	for f, want := range map[metrics.Field]float64{
		metrics.FSM6Pupils: 1, metrics.FSM6Roll: 1, metrics.SessionsAbsent: 10, metrics.C2Sessions: 2, metrics.Suspensions: 1,
		metrics.SuspensionDays: 2, metrics.LeaversNotKnown: 1, metrics.LeaversEHE: 0,
	} {
		if got := r.Schools[0].Count(f, metrics.GroupAll, LeaversMime2024); !got.OK() || got.N != want {
			t.Errorf("%s: %+v, want %g", f, got, want)
		}
	}
	tally := r.Schools[0].Tallies[metrics.NoSEN]
	if tally.Leavers[LeaversEveryone] != 1 || tally.LeaversSuspended != 0 || tally.LeaversAttending != 0 {
		t.Errorf("leavers in the extracts: %+v", tally)
	}
	if again := a.Result(); len(again.Problems) != len(r.Problems) {
		t.Error("asking twice files problems twice")
	}
}

func TestSuccessorsAreOneToOne(t *testing.T) {
	for _, bad := range []map[metrics.URN]metrics.URN{
		{"100001": "100003", "100002": "100003"},
		{"100001": "100002", "100002": "100001"},
	} {
		if _, err := New(Options{Successors: bad}); err == nil {
			t.Errorf("%v accepted", bad)
		}
	}
	got, err := resolveSuccessors(map[metrics.URN]metrics.URN{"100001": "100002", "100002": "100003"})
	if err != nil || got["100001"] != "100003" {
		t.Errorf("%v, %v", got, err)
	}
}

func TestMoreSchoolsThanPupils(t *testing.T) {
	// The columns of pupil and school in each other's place.
	r := extract{first: "100001,200001,3,N,0,C\n100001,200002,3,N,0,C\n100001,200003,3,N,0,C\n"}.read(t)
	if len(r.Schools) != 0 || r.Problems[len(r.Problems)-1].Code != codeManySchools {
		t.Errorf("%d schools, problems %s", len(r.Schools), codes(r))
	}
}

func TestInto(t *testing.T) {
	r := extract{
		first:       "a,100001,3,N,0,C\nb,100001,3,K,1,C\nc,100001,6,,1,C\n",
		second:      "a,100001,4,N,0,C\n",
		suspensions: "1,b,100001,2023-11-01,1,SUSP\n2,z,100001,2023-11-01,,PERM\n",
	}.read(t)
	d := metrics.NewDataset()
	r.Into(d, 2023, LeaversSchool, 7)
	i := d.Find("100001")
	for _, w := range []struct {
		f metrics.Field
		g metrics.Group
		n float64
	}{
		{metrics.Pupils, metrics.GroupAll, 3}, {metrics.Pupils, metrics.GroupSEND, 1}, {metrics.Pupils, metrics.GroupNoSEN, 1},
		{metrics.PermanentExclusions, metrics.GroupAll, 1}, {metrics.PermanentExclusions, metrics.GroupSEND, 0},
		{metrics.PupilsSuspended, metrics.GroupSEND, 1}, {metrics.LeaverBase, metrics.GroupAll, 2},
		{metrics.NonStandardLeavers, metrics.GroupAll, 1}, {metrics.FSM6Pupils, metrics.GroupAll, 2}, {metrics.FSM6Roll, metrics.GroupAll, 3},
	} {
		if got := d.Group(i, 2023, w.f, w.g); !got.OK() || got.N != w.n {
			t.Errorf("%s of %s: %+v, want %g", w.f, w.g, got, w.n)
		}
	}
	for school := range d.Schools {
		for _, g := range metrics.CountGroups {
			for _, f := range []metrics.Field{metrics.Enrolments, metrics.UnitPupils} {
				if c := d.Get(school, 2023, f, g); c != (metrics.Count{}) {
					t.Errorf("%s of %s, which no table supplies: %+v", f, g, c)
				}
			}
		}
	}
	if c := d.Get(i, 2023, metrics.Pupils, metrics.GroupAll); c.Source != 7 {
		t.Errorf("source %d", c.Source)
	}
}
