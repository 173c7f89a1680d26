package pupils

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"inclusioncards/metrics"
)

// outcomesOf gives what a tally and a cell hold both.
func outcomesOf(t *Tally) metrics.Outcomes {
	return metrics.Outcomes{
		Pupils: t.Pupils, Suspended: t.PupilsSuspended, SuspendedRepeat: t.PupilsSuspendedRepeat, Suspensions: t.Suspensions,
		PermanentExclusions: t.PermanentExclusions, Enrolments: t.Enrolments, Persistent: t.PersistentAbsentees, Severe: t.SevereAbsentees,
		SessionsPossible: t.SessionsPossible, SessionsAbsent: t.SessionsAbsent, C2Sessions: t.C2Sessions, BSessions: t.BSessions,
		LeaverBase: [2]int{t.Base[LeaversSchool], t.Base[LeaversMime2024]}, Leavers: [2]int{t.Leavers[LeaversSchool], t.Leavers[LeaversMime2024]},
		Y10: t.Base[LeaversYear10], Y10Leavers: t.Leavers[LeaversYear10],
	}
}

// checkDetail adds up the cells, the bands of year groups and the destinations
// of each school and compares with its tallies.
func checkDetail(t *testing.T, r *Result) metrics.PupilLevel {
	t.Helper()
	d := metrics.NewDataset()
	r.Into(d, 2023, LeaversSchool, 0)
	type key struct {
		urn metrics.URN
		sen metrics.SENStatus
	}
	cells, bands, gone := map[key]metrics.Outcomes{}, map[key]metrics.Outcomes{}, map[key]int{}
	seen := map[metrics.Cell]bool{}
	for _, c := range d.Pupils.Cells {
		k := key{c.URN, c.SEN}
		sum := cells[k]
		sum.Add(c.Outcomes)
		cells[k] = sum
		id := metrics.Cell{URN: c.URN, Year: c.Year, Profile: c.Profile}
		if seen[id] || c.Year != 2023 {
			t.Errorf("cell twice, or of another year: %+v", id)
		}
		seen[id] = true
	}
	for _, b := range d.Pupils.Bands {
		if b.By == byYearGroup {
			k := key{b.URN, b.SEN}
			sum := bands[k]
			sum.Add(b.Outcomes)
			bands[k] = sum
		}
	}
	for _, n := range d.Pupils.Destinations {
		if n.Scope == metrics.ScopeEveryone {
			gone[key{n.URN, n.SEN}] += n.Pupils
		}
	}
	for i := range r.Schools {
		c := &r.Schools[i]
		for sen := range c.Tallies {
			k := key{c.URN, metrics.SENStatus(sen)}
			want := outcomesOf(&c.Tallies[sen])
			if diff := cmp.Diff(want, cells[k]); diff != "" {
				t.Errorf("%v: the cells do not add up to the tally (-tally +cells):\n%s", k, diff)
			}
			// Pupils off the census have no year group.
			if c.Tallies[sen].YearGroupNotKnown == 0 && c.Cohort == CohortCensus {
				if diff := cmp.Diff(want, bands[k]); diff != "" {
					t.Errorf("%v: the year groups do not add up to the tally (-tally +bands):\n%s", k, diff)
				}
			}
			if c.has[Destinations] && gone[k] != c.Tallies[sen].Leavers[LeaversEveryone] {
				t.Errorf("%v: %d destinations, %d leavers", k, gone[k], c.Tallies[sen].Leavers[LeaversEveryone])
			}
		}
	}
	return d.Pupils
}

func TestCellsAddUp(t *testing.T) {
	checkDetail(t, readFolder(t, filepath.Join("..", "..", "..", "testdata", "pupils")))
	if root := os.Getenv("INCLUSIONCARDS_DATA"); root != "" {
		p := checkDetail(t, readFolder(t, filepath.Join(root, "synthetic_la")))
		n := 0
		for _, c := range p.Cells {
			if c.SEN == metrics.SENSupport && c.FSM6 == metrics.Yes && c.Ethnicity == metrics.Black && c.Sex == metrics.Female {
				n += c.Pupils
			}
		}
		// awk -F, '$9=="C" && $4=="K" && $5=="1" && $6=="Black" && $7=="F"' census_2024_01.csv | wc -l
		if n != 8 {
			t.Errorf("%d girls, Black, FSM6, SEN support", n)
		}
	}
}

func TestProfile(t *testing.T) {
	const head = "pupil_id,school_urn,year_group,sen_status,fsm6,enrolment_status,sex,ethnicity,first_language,primary_need\n"
	a, err := New(Options{Year: 2023})
	if err != nil {
		t.Fatal(err)
	}
	in := csvTable(t, "f.csv", head+
		"a,100001,3,K,1,C,F,MWBC,URD,SEMH\n"+
		"b,100001,3,K,1,C,2,White and Black African,OTB,semh\n"+
		"c,100001,R,N,0,C,M,WBRI,ENG,\n"+
		"d,100001,N1,N,0,C,male,Refused,English,\n"+
		"e,100001,3,E,0,C,Q,purple,12,lots\n")
	if err := a.Read(Census, in); err != nil {
		t.Fatal(err)
	}
	r := a.Result()
	if got, want := codes(r), "IN741@6 IN742@6 IN712@6 IN743@6"; got != want {
		t.Errorf("problems %s, want %s", got, want)
	}
	p := checkDetail(t, r)
	want := []metrics.Cell{
		{Profile: metrics.Profile{SEN: metrics.NoSEN, FSM6: metrics.No, Sex: metrics.Male, EAL: metrics.No}, Outcomes: metrics.Outcomes{Pupils: 1}},
		{Profile: metrics.Profile{SEN: metrics.NoSEN, FSM6: metrics.No, Sex: metrics.Male, EAL: metrics.No, Ethnicity: metrics.White}, Outcomes: metrics.Outcomes{Pupils: 1}},
		{Profile: metrics.Profile{SEN: metrics.SENSupport, FSM6: metrics.Yes, Sex: metrics.Female, EAL: metrics.Yes, Ethnicity: metrics.Mixed}, Outcomes: metrics.Outcomes{Pupils: 2}},
		{Profile: metrics.Profile{SEN: metrics.EHCPlan, FSM6: metrics.No}, Outcomes: metrics.Outcomes{Pupils: 1}},
	}
	for i := range want {
		want[i].URN, want[i].Year = "100001", 2023
	}
	var got []metrics.Cell
	for _, c := range p.Cells {
		// Without a second census nobody is expected to stay or has left.
		if c.LeaverBase != [2]int{} || c.Leavers != [2]int{} {
			t.Errorf("leavers without a second census: %+v", c)
		}
		got = append(got, c)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("cells (-want +got):\n%s", diff)
	}
	var bands []string
	for _, b := range p.Bands {
		bands = append(bands, b.By+" "+b.Value)
	}
	if diff := cmp.Diff([]string{"need SEMH", "year_group 3", "year_group 3", "year_group N1", "year_group R"}, bands); diff != "" {
		t.Errorf("bands (-want +got):\n%s", diff)
	}
}

func TestEthnicity(t *testing.T) {
	tests := map[metrics.Ethnicity][]string{
		metrics.White:          {"WBRI", "WIRI", "WIRT", "WROM", "WOTH", "WHIT", "White", "White British", "Any other White background", "Gypsy / Roma", "Traveller of Irish heritage", "Roma"},
		metrics.Mixed:          {"MWBC", "MWBA", "MWAS", "MOTH", "MIXD", "Mixed", "White and Black Caribbean", "Mixed / multiple ethnic groups", "Any other mixed background"},
		metrics.Asian:          {"AIND", "APKN", "ABAN", "AOTH", "ASIA", "Asian", "Asian or Asian British", "Indian", "Any other Asian background"},
		metrics.Black:          {"BCRB", "BAFR", "BOTH", "BLAC", "Black", "Black Caribbean", "Black or Black British", "Any other Black background"},
		metrics.Chinese:        {"CHNE", "CHIN", "Chinese"},
		metrics.OtherEthnicity: {"OOTH", "OARA", "AOEG", "Other", "Any other ethnic group", "Arab", "ARAB"},
	}
	for want, texts := range tests {
		for _, s := range texts {
			if got, ok := parseEthnicity(s); got != want || !ok {
				t.Errorf("%q: %v, %v; want %v", s, got, ok, want)
			}
		}
	}
	for _, s := range []string{"REFU", "NOBT", "UNCL", "Refused", "Information not yet obtained", ""} {
		if got, ok := parseEthnicity(s); got != metrics.EthnicityNotKnown || !ok {
			t.Errorf("%q: %v, %v; want not known", s, got, ok)
		}
	}
	if _, ok := parseEthnicity("XABC"); ok {
		t.Error("XABC is no ethnic group")
	}
}

func TestEAL(t *testing.T) {
	tests := []struct {
		text     string
		language bool
		want     metrics.Tri
		ok       bool
	}{
		{"Y", false, metrics.Yes, true}, {"0", false, metrics.No, true}, {"EAL", false, metrics.Yes, true}, {"English", false, metrics.No, true},
		{"maybe", false, metrics.NotKnown, false},
		{"ENG", true, metrics.No, true}, {"ENB", true, metrics.No, true}, {"1_ENG", true, metrics.No, true}, {"OTH", true, metrics.Yes, true},
		{"OTB", true, metrics.Yes, true}, {"URD", true, metrics.Yes, true}, {"Polish", true, metrics.Yes, true},
		{"NOT", true, metrics.NotKnown, true}, {"REF", true, metrics.NotKnown, true}, {"", true, metrics.NotKnown, true},
	}
	for _, tc := range tests {
		if got, ok := parseEAL(tc.text, tc.language); got != tc.want || ok != tc.ok {
			t.Errorf("%q (language %v): %v, %v; want %v, %v", tc.text, tc.language, got, ok, tc.want, tc.ok)
		}
	}
}
