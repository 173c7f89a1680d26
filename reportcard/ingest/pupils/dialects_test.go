package pupils

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
)

// dialect writes the tables of an extract with other headings, codes and
// layouts. What they say stays the same, so every count must too.
type dialect struct {
	name string
	// of gives the tables in the order they are read.
	of func(x *source) []dialectTable
}

type dialectTable struct {
	kind   Kind
	second bool
	text   string
}

// source is a folder laid out as the synthetic LA.
type source struct {
	schools, first, second, attendance, suspensions, destinations []map[string]string
}

func readSource(t testing.TB, dir string) *source {
	t.Helper()
	rows := func(name string) []map[string]string { return readRows(t, filepath.Join(dir, name)) }
	return &source{
		rows("schools.csv"), rows("census_2024_01.csv"), rows("census_2025_01.csv"), rows("attendance_2023_24.csv"),
		rows("suspensions_2023_24.csv"), rows("destinations_2025_01.csv"),
	}
}

// table writes rows under a heading; cells gives those of a row.
func csvOf(head string, rows []map[string]string, cells func(map[string]string) []string) string {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	_ = w.Write(strings.Split(head, "|"))
	for _, r := range rows {
		_ = w.Write(cells(r))
	}
	w.Flush()
	return b.String()
}

// laestab numbers schools 9994001, 9994002, ... by the end of their URN.
func laestab(urn string) string { return "999" + "4" + urn[3:] }

func words(pairs ...string) map[string]string {
	out := map[string]string{}
	for i := 0; i < len(pairs); i += 2 {
		out[pairs[i]] = pairs[i+1]
	}
	return out
}

// highAge is the age at the end of the last year group.
func highAge(r map[string]string) string {
	n, _ := strconv.Atoi(r["statutory_high_year"])
	return strconv.Itoa(n + 5)
}

func otherOrder(iso, layout string) string {
	d, err := time.Parse("2006-01-02", iso)
	if err != nil {
		return iso
	}
	return d.Format(layout)
}

func twice(days string) string {
	n, err := strconv.ParseFloat(days, 64)
	if err != nil {
		return ""
	}
	return strconv.Itoa(int(2 * n))
}

var dialects = []dialect{
	{"pupil database", func(x *source) []dialectTable {
		ethnic := words("White", "WHIT", "Mixed", "MIXD", "Asian", "ASIA", "Black", "BLAC", "Chinese", "CHIN", "Other", "AOEG")
		census := func(suffix string) func([]map[string]string) string {
			head := strings.ReplaceAll("PupilMatchingRefAnonymous_@|LAESTAB_@|NCyearActual_@|SENprovision_@|EVERFSM_6_P_@|EthnicGroupMajor_@|Gender_@|EnrolStatus_@", "@", suffix)
			return func(rows []map[string]string) string {
				return csvOf(head, rows, func(r map[string]string) []string {
					return []string{r["pupil_id"], laestab(r["school_urn"]), r["year_group"], r["sen_status"], r["fsm6"], ethnic[r["ethnicity_major"]], r["sex"], r["enrolment_status"]}
				})
			}
		}
		return []dialectTable{
			{Schools, false, csvOf("URN|LA (code)|EstablishmentNumber|TypeOfEstablishment (name)|StatutoryHighAge", x.schools, func(r map[string]string) []string {
				return []string{r["school_urn"], "999", laestab(r["school_urn"])[3:], r["school_type"], highAge(r)}
			})},
			{Census, false, census("SPR24")(x.first)},
			{Census, true, census("SPR25")(x.second)},
			{Attendance, false, csvOf("PupilMatchingRefAnonymous|LAESTAB|SessionsPossible_3term|AuthorisedAbsence_3term|UnauthorisedAbsence_3term", x.attendance, func(r map[string]string) []string {
				n, _ := strconv.Atoi(r["sessions_missed"])
				return []string{r["pupil_id"], laestab(r["school_urn"]), r["sessions_possible"], strconv.Itoa(n - n/3), strconv.Itoa(n / 3)}
			})},
			{Suspensions, false, csvOf("Exclusion ID|PupilMatchingRefAnonymous|LAESTAB|Category|Reason|StartDate|ActualNumberOfSessions", x.suspensions, func(r map[string]string) []string {
				return []string{r["suspension_id"], r["pupil_id"], laestab(r["school_urn"]), strings.Replace(r["category"], "SUSP", "FIXD", 1), r["reason"], otherOrder(r["start_date"], "02/01/2006"), twice(r["length_days"])}
			})},
			{Destinations, false, csvOf("PupilMatchingRefAnonymous|LAESTAB|Leaving destination", x.destinations, func(r map[string]string) []string {
				return []string{r["pupil_id"], laestab(r["from_school_urn"]), r["destination_type"]}
			})},
		}
	}},
	{"school system, in words", func(x *source) []dialectTable {
		sen := words("N", "No Special Educational Need", "K", "SEN Support", "E", "Education, Health and Care Plan")
		status := words("C", "Current (single registration)", "M", "Current Main (dual registration)", "S", "Current Subsidiary (dual registration)", "G", "Guest")
		ethnic := words("White", "White - British", "Mixed", "Any other mixed background", "Asian", "Indian", "Black", "Black Caribbean", "Chinese", "Chinese", "Other", "Any other ethnic group")
		year := func(s string) string {
			switch s {
			case "R":
				return "Reception"
			case "N1", "N2":
				return "Nursery " + s[1:]
			}
			return "Year " + s
		}
		census := func(rows []map[string]string) string {
			return csvOf("Student ID|School URN|Curriculum Year|SEN Status|Ever 6 FSM|Ethnicity|Sex|Date of Birth|Enrolment Status", rows, func(r map[string]string) []string {
				return []string{r["pupil_id"], r["school_urn"], year(r["year_group"]), sen[r["sen_status"]], words("0", "No", "1", "Yes")[r["fsm6"]],
					ethnic[r["ethnicity_major"]], words("M", "Male", "F", "Female")[r["sex"]], r["date_of_birth"], status[r["enrolment_status"]]}
			})
		}
		return []dialectTable{
			{Schools, false, csvOf("URN|High age", x.schools, func(r map[string]string) []string { return []string{r["school_urn"], highAge(r)} })},
			{Suspensions, false, csvOf("Suspension number|Student ID|School URN|Suspension type|Date from|Duration (days)", x.suspensions, func(r map[string]string) []string {
				kind := words("SUSP", "Suspension", "PERM", "Permanent exclusion", "LNCH", "Lunchtime suspension")[r["category"]]
				return []string{r["suspension_id"], r["pupil_id"], r["school_urn"], kind, otherOrder(r["start_date"], "1/2/2006"), r["length_days"]}
			})},
			{Attendance, false, csvOf("Student ID|School URN|Possible|Absent", x.attendance, func(r map[string]string) []string {
				return []string{r["pupil_id"], r["school_urn"], r["sessions_possible"] + ".0", r["sessions_missed"]}
			})},
			{Destinations, false, csvOf("Student ID|From URN|Next school URN|Destination", x.destinations, func(r map[string]string) []string {
				return []string{r["pupil_id"], r["from_school_urn"], r["destination_urn"], r["destination_type"]}
			})},
			{Census, true, census(x.second)},
			{Census, false, census(x.first)},
		}
	}},
	{"one file per school, attendance per code", func(x *source) []dialectTable {
		var out []dialectTable
		plain := func(names ...string) func(map[string]string) []string {
			return func(r map[string]string) []string {
				var cells []string
				for _, n := range names {
					cells = append(cells, r[n])
				}
				return cells
			}
		}
		of := func(rows []map[string]string, column, urn string) (own []map[string]string) {
			for _, r := range rows {
				if r[column] == urn {
					own = append(own, r)
				}
			}
			return own
		}
		out = append(out, dialectTable{Schools, false, csvOf("URN|Last year group", x.schools, plain("school_urn", "statutory_high_year"))})
		for _, s := range x.schools {
			urn := s["school_urn"]
			for i, rows := range [][]map[string]string{x.first, x.second} {
				out = append(out, dialectTable{Census, i == 1, csvOf("Adno|URN|NC Year|SEN provision|EverFSM6|Enrol status", of(rows, "school_urn", urn),
					plain("pupil_id", "school_urn", "year_group", "sen_status", "fsm6", "enrolment_status"))})
			}
			out = append(out, dialectTable{Attendance, false, csvOf(`Adno|URN|/|\|L|B|I|M|O|X`, of(x.attendance, "school_urn", urn), func(r map[string]string) []string {
				possible, _ := strconv.Atoi(r["sessions_possible"])
				missed, _ := strconv.Atoi(r["sessions_missed"])
				n := possible - missed
				return []string{r["pupil_id"], urn, fmt.Sprint(n / 2), fmt.Sprint(n - n/2 - n/10 - n/20), fmt.Sprint(n / 10), fmt.Sprint(n / 20), fmt.Sprint(missed / 2), "", fmt.Sprint(missed - missed/2), "7"}
			})})
			out = append(out, dialectTable{Suspensions, false, csvOf("Exclusion number|Adno|URN|Exclusion category|Exclusion start date|Days", of(x.suspensions, "school_urn", urn),
				plain("suspension_id", "pupil_id", "school_urn", "category", "start_date", "length_days"))})
			out = append(out, dialectTable{Destinations, false, csvOf("Adno|URN|Destination type", of(x.destinations, "from_school_urn", urn), plain("pupil_id", "from_school_urn", "destination_type"))})
		}
		return out
	}},
	{"marks by date", func(x *source) []dialectTable {
		var marks strings.Builder
		marks.WriteString("Pupil ID,School URN,Attendance date,AM,PM\n")
		for _, r := range x.attendance {
			possible, _ := strconv.Atoi(r["sessions_possible"])
			missed, _ := strconv.Atoi(r["sessions_missed"])
			day := time.Date(2023, time.September, 1, 0, 0, 0, 0, time.UTC)
			code := func(i int) string {
				switch {
				case i >= possible:
					return "#"
				case i < missed:
					return "IO"[i%2 : i%2+1]
				}
				return `/\`[i%2 : i%2+1]
			}
			for i := 0; i == 0 || i < possible; i += 2 {
				fmt.Fprintf(&marks, "%s,%s,%s,%s,%s\n", r["pupil_id"], r["school_urn"], day.Format("2006-01-02"), code(i), code(i+1))
				day = day.AddDate(0, 0, 1)
			}
		}
		same := func(rows []map[string]string, names ...string) string {
			return csvOf(strings.Join(names, "|"), rows, func(r map[string]string) []string {
				var cells []string
				for _, n := range names {
					cells = append(cells, r[n])
				}
				return cells
			})
		}
		census := []string{"pupil_id", "school_urn", "year_group", "sen_status", "fsm6", "enrolment_status"}
		return []dialectTable{
			{Schools, false, same(x.schools, "school_urn", "statutory_high_year")},
			{Attendance, false, marks.String()},
			{Census, false, same(x.first, census...)},
			{Census, true, same(x.second, census...)},
			{Suspensions, false, same(x.suspensions, "suspension_id", "pupil_id", "school_urn", "start_date", "length_days", "category")},
			{Destinations, false, same(x.destinations, "pupil_id", "from_school_urn", "destination_type")},
		}
	}},
}

func TestDialects(t *testing.T) {
	dir := filepath.Join("..", "..", "..", "testdata", "pupils")
	if root := os.Getenv("INCLUSIONCARDS_DATA"); root != "" {
		dir = filepath.Join(root, "synthetic_la")
	}
	x := readSource(t, dir)
	for _, d := range dialects {
		t.Run(d.name, func(t *testing.T) {
			a, err := New(Options{Year: 2023})
			if err != nil {
				t.Fatal(err)
			}
			for i, f := range d.of(x) {
				in := csvTable(t, fmt.Sprintf("%d.csv", i), f.text)
				if k, ok := KindOf(in.Header); !ok || k != f.kind {
					t.Fatalf("%v taken for %v, %v", f.kind, k, ok)
				}
				in.Second = f.second
				if err := a.Read(f.kind, in); err != nil {
					t.Fatal(err)
				}
			}
			r := a.Result()
			rows, destinations := checkTruth(t, r, dir)
			t.Logf("%d rows of the truth and %d of destinations compared", rows, destinations)
			if rows < 200 || destinations < 50 {
				t.Errorf("%d and %d rows compared", rows, destinations)
			}
			for _, p := range r.Problems {
				if p.Severity == Error {
					t.Error(p)
				}
			}
		})
	}
}
