package pupils

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"inclusioncards/metrics"
)

// mark stands in every planted cell; no output may hold it.
const mark = "ZZPLANTED"

// Marked identifiers, names and dates of birth in every column of every table,
// one column at a time and all at once.
func TestNoIdentifierLeavesThePackage(t *testing.T) {
	tables := []struct {
		kind   Kind
		second bool
		head   string
		good   string
	}{
		{Schools, false, "school_urn,school_name,school_type,statutory_high_year", "100001,X,Community school,6"},
		{Census, false, censusHead, "a,100001,3,N,0,C"},
		{Census, true, censusHead, "a,100001,4,N,0,C"},
		{Attendance, false, attendHead, "a,100001,100,3"},
		{Suspensions, false, suspendHead, "1,a,100001,2023-11-01,1,SUSP"},
		{Destinations, false, destinedHead, "a,100001,100002,EHE,f"},
		{Census, false, "upn,la,estab,ncyear,sen,fsm,enrol_status,sex,ethnicity,eal,first_language,primary_need,dob,sen_unit", "a,999,4001,3,N,0,C,F,WBRI,N,ENG,SEMH,10/12/2015,1"},
		{Attendance, false, "pupil_id,school_urn,date,session,code", "a,100001,2023-11-06,AM,/"},
		{Attendance, false, "pupil_id,school_urn,date,am,pm,sen", "a,100001,06/11/2023,/,I,K"},
		{Attendance, false, "pupil_id,school_urn,/,\\,I,C2", "a,100001,100,100,3,4"},
		{Suspensions, false, "pupil_id,school_urn,date,sessions,sen", "a,100001,06/11/2023,3,K"},
	}
	a, err := New(Options{Year: 2023})
	if err != nil {
		t.Fatal(err)
	}
	var said strings.Builder
	for _, table := range tables {
		good := strings.Split(table.good, ",")
		text := strings.TrimSpace(table.head) + "\n" + table.good + "\n"
		for i := range good {
			bad := append([]string(nil), good...)
			bad[i] = fmt.Sprintf("%s%d 01/02/2012", mark, i)
			text += strings.Join(bad, ",") + "\n"
		}
		text += strings.Repeat(mark+",", len(good)+2) + "\n"
		in := csvTable(t, "table.csv", text)
		in.Second = table.second
		if err := a.Read(table.kind, in); err != nil {
			said.WriteString(err.Error())
		}
		// A stream that breaks off with a message that quotes the row.
		broken := Table{File: "table.csv", Header: in.Header, Second: table.second, Next: func() ([]string, int, error) {
			return nil, 0, errors.New("cannot read " + mark)
		}}
		err := a.Read(table.kind, broken)
		if err == nil {
			t.Errorf("%v: a broken stream passes", table.kind)
			continue
		}
		said.WriteString(err.Error())
		// Headings that hold what belongs below them.
		if err := a.Read(table.kind, Table{File: "table.csv", Header: []string{mark, mark}}); err != nil {
			said.WriteString(err.Error())
		}
	}
	r := a.Result()
	if len(r.Problems) < 30 {
		t.Errorf("only %d problems from all that was planted", len(r.Problems))
	}
	d := metrics.NewDataset()
	r.Into(d, 2023, LeaversSchool, 0)
	for _, p := range r.Problems {
		said.WriteString(p.String())
	}
	fmt.Fprintf(&said, "%+v %+v", r, d)
	// What the aggregator keeps, as a crash trace or a dump would show it.
	fmt.Fprintf(&said, "%+v", a)
	if at := strings.Index(said.String(), mark); at >= 0 {
		s := said.String()
		t.Errorf("a planted cell comes out: ...%s", s[max(0, at-80):min(len(s), at+40)])
	}
}

// Two runs hash with different keys: nothing kept can be matched between them.
func TestKeyPerRun(t *testing.T) {
	hash := func() uint64 {
		a, err := New(Options{})
		if err != nil {
			t.Fatal(err)
		}
		if err := a.Read(Census, csvTable(t, "f.csv", censusHead+"a,100001,3,N,0,C\n")); err != nil {
			t.Fatal(err)
		}
		return a.enrolments.at(0).pupil
	}
	if one, two := hash(), hash(); one == two {
		t.Error("the same hash in two runs")
	}
}

func TestManyProblemsAreListedOnce(t *testing.T) {
	r := extract{first: strings.Repeat(",100001,3,N,0,C\n", 50) + "a,100001,3,N,0,C\n"}.read(t)
	if len(r.Problems) != shown+1 {
		t.Fatalf("%d problems", len(r.Problems))
	}
	if last := r.Problems[shown]; last.Times != 30 || !strings.Contains(last.String(), "times 30") {
		t.Errorf("%v", last)
	}
	if r.Schools[0].LeftOut[codeNoPupil] != 50 {
		t.Errorf("left out: %v", r.Schools[0].LeftOut)
	}
}

func TestCatalogue(t *testing.T) {
	last := ""
	for _, k := range Catalogue() {
		if k.Code <= last || k.Message == "" || k.Hint == "" {
			t.Errorf("%q is out of order or without words", k.Code)
		}
		last = k.Code
	}
}

// FuzzRow feeds rows of any shape to every reader: no panic, and counts that
// hold together.
func FuzzRow(f *testing.F) {
	for _, s := range []string{"a,100001,3,N,0,C", "1,a,100001,2023-11-01,1,SUSP", "a,100001,300,30", "a,100001,,EHE,f", "a,100001,2023-11-06,AM,E", "a,100001,E,/,06/11/2023", "a,100001,10,10,3,4", ",,,,,,,", "A12345678901B,100001,\ufeff,'x,٣,\xff"} {
		f.Add(s, s)
	}
	heads := map[Kind][]string{
		Schools: {"school_urn,statutory_high_age,laestab,school_type"}, Census: {censusHead, "upn,school_urn,sex,sen,ncyear,ethnicity,first_language,primary_need"},
		Attendance:  {attendHead, "pupil_id,school_urn,date,session,code", "pupil_id,school_urn,am,pm,date", "pupil_id,school_urn,/,\\,I,E", "pupil_id,school_urn,date,code,sen"},
		Suspensions: {suspendHead, "pupil_id,school_urn,date,days,sen"}, Destinations: {destinedHead},
	}
	f.Fuzz(func(t *testing.T, one, two string) {
		a, err := New(Options{Year: 2023})
		if err != nil {
			t.Fatal(err)
		}
		for kind := range kindCount {
			for _, second := range []bool{false, true} {
				for _, head := range heads[kind] {
					rows := []string{"a,100001,3,N,0,C", one, two, one}
					i := 0
					table := Table{File: "f.csv", Header: strings.Split(strings.TrimSpace(head), ","), Second: second}
					table.Next = func() ([]string, int, error) {
						if i == len(rows) {
							return nil, 0, io.EOF
						}
						i++
						return strings.Split(rows[i-1], ","), i + 1, nil
					}
					if err := a.Read(kind, table); err != nil {
						t.Fatal(err)
					}
				}
			}
		}
		r := a.Result()
		checkDetail(t, r)
		for _, c := range r.Schools {
			for s := range c.Tallies {
				n := &c.Tallies[s]
				if n.PupilsSuspendedRepeat > n.PupilsSuspended || n.PupilsSuspended > n.Pupils || n.SevereAbsentees > n.PersistentAbsentees ||
					n.PersistentAbsentees > n.Enrolments || n.SessionsAbsent > n.SessionsPossible ||
					c.movement() && n.Base[LeaversEveryone]+n.Died != n.Pupils || n.Leavers[LeaversSchool] > n.Base[LeaversSchool] || n.FSM6Pupils > n.FSM6Known || n.SuspensionHalfDays < 0 {
					t.Errorf("counts do not hold together: %+v", *n)
				}
			}
		}
	})
}
