package ingest

import (
	"testing"

	"inclusioncards/metrics"
)

// twoCensuses are those of January 2024 and 2025; b has left.
var twoCensuses = map[string]string{
	"census_2024_01.csv": "upn,urn,ncyear,sen,enrolstatus\na,100049,8,N,C\nb,100049,8,K,C\nc,100049,9,N,C\n",
	"census_2025_01.csv": "upn,urn,ncyear,sen,enrolstatus\na,100049,9,N,C\nc,100049,10,N,C\n",
}

func withCensuses(name, text string) map[string]string {
	out := map[string]string{
		name:          text,
		"schools.csv": "school_urn,school_name,school_type,phase,statutory_low_year,statutory_high_year\n100049,Haverstock School,Community school,Secondary,7,11\n",
	}
	for n, t := range twoCensuses {
		out[n] = t
	}
	return out
}

// Destinations between two censuses are of the year of the first, however the
// file names the years, and make no year of the second.
func TestDestinationsOfTheLastTwoCensuses(t *testing.T) {
	for _, name := range []string{"Leavers 2024 to 2025.csv", "destinations_2024_25.csv", "destinations_2025_01.csv", "destinations_2023_24.csv", "destinations.csv"} {
		d, rep := readFiles(t, withCensuses(name, "upn,urn,destination\nb,100049,Special school\n"), Options{})
		if got := get(t, d, "100049", 2023, metrics.LeaversSpecial, metrics.GroupSENSupport); got.N != 1 || !got.OK() {
			t.Errorf("%s: leavers to special schools %+v\n%s", name, got, printed(rep))
		}
		if got := get(t, d, "100049", 2024, metrics.Pupils, metrics.GroupAll); got.Given {
			t.Errorf("%s: a year of the second census: %+v", name, got)
		}
	}
}

// Marks without a year in the name are of the year of their dates.
func TestMarksByDate(t *testing.T) {
	const marks = "upn,urn,date,am,pm\na,100049,06/11/2023,/,I\na,100049,20/11/2023,/,\\\nb,100049,20/11/2023,O,O\nc,100049,20/11/2023,/,\\\n"
	d, rep := readFiles(t, withCensuses("registers.csv", marks), Options{})
	for f, want := range map[metrics.Field]float64{
		metrics.SessionsPossible: 8, metrics.SessionsAbsent: 3, metrics.PersistentAbsentees: 2, metrics.SevereAbsentees: 1, metrics.Enrolments: 3,
	} {
		if got := get(t, d, "100049", 2023, f, metrics.GroupAll); got.N != want || !got.OK() {
			t.Errorf("%s: %+v, want %g\n%s", f, got, want, printed(rep))
		}
	}
}
