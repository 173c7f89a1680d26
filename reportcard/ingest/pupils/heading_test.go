package pupils

import (
	"strings"
	"testing"

	"inclusioncards/metrics"
)

func TestKindOf(t *testing.T) {
	tests := []struct {
		header string
		want   Kind
		ok     bool
	}{
		{"school_urn,school_name,school_type,phase,statutory_low_year,statutory_high_year", Schools, true},
		{"URN,EstablishmentName,StatutoryHighAge", Schools, true},
		{"\ufeffUPN,LAESTAB,NCYearActual,SENprovision,EverFSM6,EnrolStatus", Census, true},
		{"Pupil ID,LA,Estab,NC Year,SEN Status,FSM Eligible,Ethnicity", Census, true},
		{"UPN,URN,Possible sessions,Authorised absence,Unauthorised absence", Attendance, true},
		{"pupil_id,school_urn,sessions_possible,sessions_missed", Attendance, true},
		{"UPN,LAESTAB,Category,Reason,StartDate,Sessions", Suspensions, true},
		{"suspension_id,pupil_id,school_urn,start_date,length_days,reason,category", Suspensions, true},
		{"\ufeffpupil_id,from_school_urn,destination_urn,destination_name,destination_type", Destinations, true},
		{"UPN,URN,Ground for deletion", Destinations, true},
		{"urn,academic_year,sen_group,pupils", 0, false},
		{"pupil_id,year_group,sen_status", 0, false},
		{"UPN,School,URN,NC Year,SEN,EnrolStatus", Census, true},
		{"UPN,URN,Date,Code,Days", Suspensions, true},
		{"UPN,URN,Date,Session,Code", Attendance, true},
		{"Student ID,School URN,Register date,AM mark,PM mark", Attendance, true},
		{`UPN,URN,/,\,L,B,C,C2,I`, Attendance, true},
		// Too few codes, or none of pupils present: letters that mean something else.
		{"UPN,URN,N,K,E", 0, false},
		{"PupilMatchingRefAnonymous_SPR24,URN_SPR24,NCyearActual_SPR24,SENprovision_SPR24,LanguageGroupMajor_SPR24", Census, true},
		{"Arbor Student ID,School URN,Year Group,SEN Status,FSM Ever 6,Ethnicity,EAL", Census, true},
		{"MIS ID,DfE Number,Curriculum Year,SEN Status Code,Ever6,Student Ethnicity,Pupil Gender", Census, true},
		{"", 0, false},
	}
	for _, tc := range tests {
		got, ok := KindOf(strings.Split(tc.header, ","))
		if ok != tc.ok || ok && got != tc.want {
			t.Errorf("%s: %v, %v; want %v, %v", tc.header, got, ok, tc.want, tc.ok)
		}
	}
}

func TestLAESTABAndAges(t *testing.T) {
	a, err := New(Options{Year: 2023})
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range []struct {
		kind   Kind
		second bool
		text   string
	}{
		{Schools, false, "URN,LA,Estab,TypeOfEstablishment,StatutoryHighAge\n100001,999,1,Community school,11\n100002,999,7001,Community special school,19\n"},
		{Census, false, "UPN,LAESTAB,NCYearActual,SENprovision,EverFSM6,EnrolStatus,SENUnitIndicator\na123456789012,999/0001,Year 6,No SEN,Y,C,1\nA123456789013,9990001,R,EHCP,N,C,0\n"},
		{Census, true, "UPN,LA,Estab,NCYearActual,SENprovision,EnrolStatus\nX123456789012,999,1,1,N,C\n"},
		{Suspensions, false, "UPN,LAESTAB,Category,StartDate,Sessions\n A123456789012 ,999-0001,FIXD,15/09/2023,3\n"},
		{Destinations, false, "UPN,LAESTAB,destination_urn\nA123456789013,9990001,100002\n"},
	} {
		table := csvTable(t, "f.csv", f.text)
		table.Second = f.second
		if err := a.Read(f.kind, table); err != nil {
			t.Fatal(err)
		}
	}
	r := a.Result()
	if len(r.Problems) != 0 || len(r.Schools) != 1 {
		t.Fatalf("%d schools, problems %v", len(r.Schools), r.Problems)
	}
	for f, want := range map[metrics.Field]float64{
		metrics.Pupils: 2, metrics.Suspensions: 1, metrics.SuspensionDays: 1.5, metrics.LeaverBase: 1,
		metrics.NonStandardLeavers: 1, metrics.LeaversSpecial: 1, metrics.FSM6Pupils: 1, metrics.UnitPupils: 1,
	} {
		if got := r.Schools[0].Count(f, metrics.GroupAll, LeaversSchool); got.N != want || !got.OK() {
			t.Errorf("%s: %+v, want %g", f, got, want)
		}
	}
}

func TestHeadingsThatDoNotFit(t *testing.T) {
	a, err := New(Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, head := range []string{
		"pupil_id,sen_status\n", "pupil_id,school_urn,year_group,sen_status,SEN\n", "UPN,pupil_id,Pupil Ref,URN,NCYear,SEN\n",
	} {
		if err := a.Read(Census, csvTable(t, "f.csv", head)); err == nil {
			t.Errorf("%q accepted", head)
		}
	}
	if r := a.Result(); codes(r) != "IN729 IN728 IN729 IN728 IN729" {
		t.Errorf("problems %s", codes(r))
	}
	if err := a.Read(kindCount, csvTable(t, "f.csv", "pupil_id\n")); err == nil {
		t.Error("an unknown kind is accepted")
	}
}

func TestSynonymsHaveOneSpelling(t *testing.T) {
	for s := range synonyms {
		if s != Squash(s) {
			t.Errorf("%q can never be met: write it squashed", s)
		}
	}
	for c, n := range columnNames {
		if m, ok := synonyms[Squash(n)]; n != "" && (!ok || m != column(c)) {
			t.Errorf("the canonical name %q is no heading of its own column", n)
		}
	}
}
