package reportcard

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"inclusioncards/metrics"
)

// supplemented is the full card with everything that can be added.
func supplemented() input {
	in := fullInput()
	in.supplement = metrics.Supplement{
		Ratings: []metrics.SelfRating{
			{About: "absence", Rating: metrics.Green, Comment: "Attendance lead since May"},
			{About: "suspended_once", Rating: metrics.Red},
		},
		Survey: []metrics.SurveyCount{
			{Question: "What inclusion means", Statement: "Every child is welcome", Ticks: 41, Replies: 48},
			{Question: "What inclusion means", Statement: "Staff understand needs", Ticks: 45, Replies: 48},
			{Question: "Experienced", Statement: "Sent home early", Ticks: 2, Replies: 48},
			{Question: "Listened to", Statement: "Yes", Ticks: 30, Replies: 48},
			{Question: "Listened to", Statement: "Sometimes", Ticks: 15, Replies: 48},
			{Question: "Listened to", Statement: "No", Ticks: 3, Replies: 48},
			{Question: "Moved", Statement: "Asked to leave", Suppressed: true, Replies: 48},
		},
		Admissions: []metrics.AdmissionIncidents{{Year: 2022, Incidents: 4, Resolved: 4, HasResolved: true}, {Year: 2023, Incidents: 20, Resolved: 13, HasResolved: true}},
	}
	return in
}

// tablesOf builds the further tables under a profile that withholds no measure.
func tablesOf(t *testing.T, p Profile) map[string][][]string {
	t.Helper()
	in := supplemented()
	d := &Disclosure{profile: p, floor: float64(p.Floor()), nums: map[figureKey][]bool{}}
	for _, id := range append([]metrics.MeasureID{"roll", "register_send", "register_sen_support", "register_ehc_plan"}, append(splitMeasures, wholeMeasures...)...) {
		for _, y := range in.years {
			for _, g := range metrics.CountGroups {
				d.nums[figureKey{id, g, y}] = []bool{false}
			}
		}
	}
	card, err := buildFrom(in, BuildOptions{Audience: Governor, Profile: p, Disclosure: d, Final: true, Version: "0.1.0"})
	if err != nil {
		t.Fatal(err)
	}
	out := map[string][][]string{}
	for _, table := range card.Tables {
		out[table.Title] = table.Rows
	}
	return out
}

func TestFurtherTables(t *testing.T) {
	want := map[string][][]string{
		"The school's own view": {
			{"Absence", "Green", "Persistent absence: typical range; Severe absence: too few pupils to tell", "Attendance lead since May"},
			{"Suspended at least once", "Red", "Worth exploring", ""},
		},
		// Floor 6: 4 is withheld; 20 - 13 = 7 is not small. In the survey
		// 48 - 45 = 3 is small; where the answers add up to the replies, 30 + 15 +
		// 3 = 48, the small one goes with the others. c in the file stays as it is.
		"Admissions refused or resisted": {{"2022/23", "withheld", "withheld"}, {"2023/24", "20", "13"}},
		"What parents and carers say": {
			{"What inclusion means (48 replies)", "Every child is welcome 41 · Staff understand needs withheld"},
			{"Experienced (48 replies)", "Sent home early withheld"},
			{"Listened to (48 replies)", "Yes withheld · Sometimes withheld · No withheld"},
			{"Moved (48 replies)", "Asked to leave suppressed"},
		},
	}
	if diff := cmp.Diff(want, tablesOf(t, GovernorProfile)); diff != "" {
		t.Errorf("governor (-want +got):\n%s", diff)
	}
	// Floor 11: the 7 left of 20 cases are small.
	public := tablesOf(t, PublicProfile)
	for title, rows := range map[string][][]string{
		"Admissions refused or resisted": {{"2022/23", "withheld", "withheld"}, {"2023/24", "20", "withheld"}},
	} {
		if diff := cmp.Diff(rows, public[title]); diff != "" {
			t.Errorf("public, %s (-want +got):\n%s", title, diff)
		}
	}
}

// What Ofsted said is quoted as supplied, even in words that are not ours to
// use, and only when it is supplied.
func TestOfstedIsQuoted(t *testing.T) {
	in := fullInput()
	in.school.Ofsted = "Needs attention"
	card, err := buildFrom(in, inspector)
	if err != nil {
		t.Fatal(err)
	}
	if want := "Ofsted outcome, as supplied: “Needs attention”"; !slices.Contains(card.Identity, want) {
		t.Errorf("identity %q does not hold %q", card.Identity, want)
	}
	plain, err := buildFrom(fullInput(), inspector)
	if err != nil {
		t.Fatal(err)
	}
	if len(plain.Identity) != len(card.Identity)-1 {
		t.Errorf("without an outcome the identity is %q", plain.Identity)
	}
}

// The rows of a file of suspensions are the suspensions: they are counted for
// officers only.
func TestRowsOfFilesAreForOfficers(t *testing.T) {
	in := fullInput()
	in.sources = []metrics.Source{{File: "suspensions.csv", Rows: 4, SHA256: "a91f22c0ffee", Years: []metrics.AcademicYear{2023}}}
	for p, want := range map[Profile]string{
		OfficerProfile: "Sources. suspensions.csv (4 rows; 2023/24; a91f22c0).", GovernorProfile: "Sources. suspensions.csv (a91f22c0; 2023/24).",
	} {
		card, err := buildFrom(in, BuildOptions{Audience: Inspector, Profile: p, Disclosure: &Disclosure{profile: p, floor: float64(p.Floor())}, Version: "0.1.0"})
		if err != nil {
			t.Fatal(err)
		}
		if got := card.Method[0].String(); got != want {
			t.Errorf("%s: %q, not %q", p, got, want)
		}
	}
}
