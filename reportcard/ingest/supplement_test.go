package ingest

import (
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"inclusioncards/metrics"
)

const twoSchools = "urn,name,phase,la_code\n990001,A,Primary,202\n990027,B,Secondary,202\n"

func readSupplement(t *testing.T, files map[string]string) (metrics.Supplement, *Report) {
	t.Helper()
	fsys := fstest.MapFS{"schools.csv": {Data: []byte(twoSchools)}}
	for name, text := range files {
		fsys[name] = &fstest.MapFile{Data: []byte(text)}
	}
	d, rep, err := ReadFS(fsys, Options{})
	if err != nil {
		t.Fatal(err)
	}
	return d.Supplement, rep
}

func TestSupplement(t *testing.T) {
	got, rep := readSupplement(t, map[string]string{
		"a.csv": "URN,Family,Rating,Comment\n990027,Suspensions,AMBER,two  words\n990001,register_send,g,\n",
		"b.csv": "urn,question,statement,ticks,n\n990027,Q1,S1,0,48\n990027,Q1,S2,48,48\n990027,Q1,S3,c,48\n",
		"c.csv": "urn,academic_year,incidents,resolved\n990027,2023/24,9,2\n990027,2022-23,4,\n",
	})
	want := metrics.Supplement{
		Ratings: []metrics.SelfRating{
			{URN: "990001", About: "register_send", Rating: metrics.Green},
			{URN: "990027", About: "suspensions", Rating: metrics.Amber, Comment: "two words"},
		},
		Survey: []metrics.SurveyCount{
			{URN: "990027", Question: "Q1", Statement: "S1", Ticks: 0, Replies: 48},
			{URN: "990027", Question: "Q1", Statement: "S2", Ticks: 48, Replies: 48},
			{URN: "990027", Question: "Q1", Statement: "S3", Suppressed: true, Replies: 48},
		},
		Admissions: []metrics.AdmissionIncidents{
			{URN: "990027", Year: 2022, Incidents: 4},
			{URN: "990027", Year: 2023, Incidents: 9, Resolved: 2, HasResolved: true},
		},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("supplement (-want +got):\n%s\n%s", diff, printed(rep))
	}
	if len(rep.Problems) > 0 {
		t.Errorf("problems:\n%s", printed(rep))
	}
}

// Each bad row is left out and named; the others stand.
func TestSupplementProblems(t *testing.T) {
	for _, c := range []struct {
		name, text, code string
		left             int
	}{
		{"unknown rating", "urn,family,rating\n990027,suspensions,blue\n990001,absence,red\n", codeValue, 1},
		{"unknown subject", "urn,family,rating\n990027,lunch,red\n", codeValue, 0},
		{"more ticks than replies", "urn,question,statement,ticks,n\n990027,Q,S,9,8\n", codeValue, 0},
		{"not a count", "urn,question,statement,ticks,n\n990027,Q,S,1.5,8\n", codeNotWhole, 0},
		{"suppressed replies", "urn,question,statement,ticks,n\n990027,Q,S,4,c\n", codeNotWhole, 0},
		{"more resolved than there were", "urn,academic_year,incidents,resolved\n990027,2023/24,2,3\n", codeValue, 0},
		{"no year", "urn,academic_year,incidents\n990027,soon,2\n", codeBadYear, 0},
		{"twice the same", "urn,family,rating\n990027,absence,red\n990027,absence,red\n", codeRepeated, 1},
		{"two answers", "urn,family,rating\n990027,absence,red\n990027,absence,green\n", codeTwoAnswers, 0},
		{"a school no file knows", "urn,family,rating\n100001,absence,red\n", codeUnmatched, 0},
		{"no URN", "urn,family,rating\n12,absence,red\n990001,absence,red\n", codeBadURN, 1},
	} {
		got, rep := readSupplement(t, map[string]string{"x.csv": c.text})
		if n := len(got.Ratings) + len(got.Survey) + len(got.Admissions); n != c.left {
			t.Errorf("%s: %d rows are used, not %d", c.name, n, c.left)
		}
		if len(rep.Problems) != 1 || rep.Problems[0].Code != c.code || rep.Problems[0].File != "x.csv" {
			t.Errorf("%s: not %s alone:\n%s", c.name, c.code, printed(rep))
		}
	}
}
