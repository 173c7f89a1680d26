package pupils

import (
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"inclusioncards/metrics"
)

// fraction names the two figures behind a measure of truth.csv.
type fraction struct {
	num, den metrics.Field
	scope    Scope
}

var fractions = map[string]fraction{
	"headcount":                           {metrics.Pupils, metrics.Pupils, LeaversSchool},
	"suspended_pupils_pct":                {metrics.PupilsSuspended, metrics.Pupils, LeaversSchool},
	"repeat_suspended_pupils_pct":         {metrics.PupilsSuspendedRepeat, metrics.Pupils, LeaversSchool},
	"suspensions_per_100":                 {metrics.Suspensions, metrics.Pupils, LeaversSchool},
	"suspension_days_per_100":             {metrics.SuspensionDays, metrics.Pupils, LeaversSchool},
	"absence_rate_pct":                    {metrics.SessionsAbsent, metrics.SessionsPossible, LeaversSchool},
	"persistent_absence_pct":              {metrics.PersistentAbsentees, metrics.Enrolments, LeaversSchool},
	"severe_absence_pct":                  {metrics.SevereAbsentees, metrics.Enrolments, LeaversSchool},
	"non_standard_leavers_pct":            {metrics.NonStandardLeavers, metrics.LeaverBase, LeaversMime2024},
	"leavers_school_last_year_rule_pct":   {metrics.NonStandardLeavers, metrics.LeaverBase, LeaversSchool},
	"all_leavers_pct":                     {metrics.NonStandardLeavers, metrics.LeaverBase, LeaversEveryone},
	"y10_to_y11_leavers_pct":              {metrics.Y10Y11Leavers, metrics.Y10Pupils, LeaversSchool},
	"fsm6_pct":                            {metrics.FSM6Pupils, metrics.FSM6Roll, LeaversSchool},
	"permanent_exclusions":                {num: metrics.PermanentExclusions},
	"non_standard_leavers_excl_y10_pct":   {},
	"non_standard_leavers_no_nursery_pct": {},
	"suspensions_not_on_census":           {},
}

// figures gives numerator and denominator of a row of truth.csv for schools
// added up. A figure that cannot apply (Year 10 in a primary school) is 0 of
// 0 there.
func figures(schools []SchoolCounts, measure string, g metrics.Group) (num, den float64) {
	f := fractions[measure]
	for i := range schools {
		c := &schools[i]
		switch measure {
		case "suspensions_not_on_census":
			num += float64(c.SuspensionsOffCensus)
		case "permanent_exclusions":
			num += c.Count(f.num, g, f.scope).N
		case "non_standard_leavers_excl_y10_pct", "non_standard_leavers_no_nursery_pct":
			for s := range c.Tallies {
				t := &c.Tallies[s]
				if !holds(g, metrics.SENStatus(s)) {
					continue
				}
				out := year10
				if measure == "non_standard_leavers_no_nursery_pct" {
					out = yearN1
				}
				num += float64(t.Leavers[LeaversMime2024] - t.YearLeavers[out-yearN1])
				den += float64(t.Base[LeaversMime2024] - t.YearBase[out-yearN1])
			}
		default:
			num += c.Count(f.num, g, f.scope).N
			den += c.Count(f.den, g, f.scope).N
		}
	}
	return num, den
}

// checkTruth compares every row of truth.csv and truth_destinations.csv and
// returns how many there were.
func checkTruth(t *testing.T, r *Result, dir string) (rows, destinations int) {
	t.Helper()
	by := map[string][]SchoolCounts{"LA": r.Schools}
	for i := range r.Schools {
		by[string(r.Schools[i].URN)] = r.Schools[i : i+1]
	}
	for _, row := range readRows(t, filepath.Join(dir, "truth.csv")) {
		schools, g := by[row["school_urn"]], groupOf[row["sen_status"]]
		if _, known := fractions[row["measure"]]; !known || schools == nil {
			t.Fatalf("row not understood: %v", row)
		}
		num, den := figures(schools, row["measure"], g)
		wantNum, err := strconv.ParseFloat(row["numerator"], 64)
		if err != nil {
			t.Fatal(err)
		}
		wantDen := 0.0
		if row["denominator"] != "" {
			if wantDen, err = strconv.ParseFloat(row["denominator"], 64); err != nil {
				t.Fatal(err)
			}
		}
		if num != wantNum || den != wantDen {
			t.Errorf("%s %s %s: %g of %g, want %g of %g", row["school_urn"], row["sen_status"], row["measure"], num, den, wantNum, wantDen)
		}
		rows++
	}
	return rows, checkDestinations(t, by, readRows(t, filepath.Join(dir, "truth_destinations.csv")))
}

var scopeOf = map[string]Scope{"non_standard": LeaversMime2024, "y10_to_y11": LeaversYear10, "all_leavers": LeaversEveryone}

type destinationKey struct {
	urn   string
	scope Scope
	group metrics.Group
	to    Destination
}

// checkDestinations compares every combination: those the truth leaves out
// must be zero.
func checkDestinations(t *testing.T, by map[string][]SchoolCounts, truth []map[string]string) int {
	t.Helper()
	want := map[destinationKey]int{}
	for _, row := range truth {
		d, ok := parseDestination(row["destination_type"])
		scope, known := scopeOf[row["leaver_scope"]]
		n, err := strconv.Atoi(row["pupils"])
		if !ok || !known || err != nil {
			t.Fatalf("row not understood: %v", row)
		}
		want[destinationKey{row["school_urn"], scope, groupOf[row["sen_status"]], d}] = n
	}
	if len(want) != len(truth) {
		t.Errorf("%d rows of destinations fall together", len(truth)-len(want))
	}
	for urn, schools := range by {
		for _, scope := range scopeOf {
			for _, g := range groupOf {
				for d := range destinationCount {
					got := 0
					for i := range schools {
						for s := range schools[i].Tallies {
							if holds(g, metrics.SENStatus(s)) {
								got += schools[i].Tallies[s].Destinations[scope][d]
							}
						}
					}
					key := destinationKey{urn, scope, g, d}
					if got != want[key] {
						t.Errorf("%v: %d, want %d", key, got, want[key])
					}
				}
			}
		}
	}
	return len(truth)
}

func TestSyntheticLA(t *testing.T) {
	root := os.Getenv("INCLUSIONCARDS_DATA")
	if root == "" {
		t.Skip("set INCLUSIONCARDS_DATA to the shared folder to compare the whole synthetic LA")
	}
	dir := filepath.Join(root, "synthetic_la")
	r := readFolder(t, dir)
	rows, destinations := checkTruth(t, r, dir)
	t.Logf("%d rows of truth.csv and %d of truth_destinations.csv compared; %d problems", rows, destinations, len(r.Problems))
	if rows != 1001 || destinations != 572 {
		t.Errorf("%d and %d rows compared, want 1001 and 572", rows, destinations)
	}
	for _, p := range r.Problems {
		if p.Code != codeSuspTwice {
			t.Error(p)
		}
	}
}

// The expected counts are those of testdata/pupils/expected.py.
func TestSmallExtract(t *testing.T) {
	dir := filepath.Join("..", "..", "..", "testdata", "pupils")
	r := readFolder(t, dir)
	rows, destinations := checkTruth(t, r, dir)
	if rows < 200 || destinations < 50 {
		t.Errorf("%d and %d rows compared", rows, destinations)
	}
	secondary := r.Schools[1]
	lunchtime := 0
	for _, c := range r.Schools {
		for _, tally := range c.Tallies {
			lunchtime += tally.LunchtimeSuspensions
		}
	}
	// awk -F, '$7=="LNCH"' suspensions_2023_24.csv; '$9=="S"' census_2024_01.csv;
	// X0001 is the only permanent exclusion off the census.
	if lunchtime != 1 || secondary.DualRegistered != 1 || secondary.PermanentOffCensus != 1 {
		t.Errorf("lunchtime %d, dual %d, permanent off census %d: want 1 each", lunchtime, secondary.DualRegistered, secondary.PermanentOffCensus)
	}
}
