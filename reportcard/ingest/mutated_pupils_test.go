package ingest

import (
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"inclusioncards/metrics"
)

// recount is what the tables of pupils say, one record for each row that can be
// understood, written down apart from the reader.
type recount struct {
	first, second, attendance, suspensions, destinations []record
}

// record is a row: who, where, and what is said, by heading.
type record struct {
	line       int
	pupil, urn string
	says       map[string]string
}

var (
	pupilID   = regexp.MustCompile(`\S`)
	wholeCell = regexp.MustCompile(`^(\d{1,3}(,\d{3})+|\d+)(\.0)?$`)
)

func wholeNumber(cell string) (float64, bool) {
	if !wholeCell.MatchString(cell) {
		return 0, false
	}
	v, ok := decimal(cell)
	return v, ok && v == float64(int(v))
}

// recordsOf reads the rows of a table. Without a pupil, a school or what the
// row must say it is no record, and its line is odd.
func recordsOf(m mutant, usable func(says map[string]string) bool) (out []record, odd []stood) {
	urnAt := ""
	s := specimen{claims: func(row tableRow) []claim {
		for _, h := range []string{"school_urn", "from_school_urn"} {
			if row.has(h) {
				urnAt = h
			}
		}
		says := map[string]string{}
		for _, h := range row.head {
			says[letters(h)] = row.at(h)
		}
		r := record{pupil: row.at("pupil_id"), urn: strings.TrimSuffix(row.at(urnAt), ".0"), says: says}
		if !pupilID.MatchString(r.pupil) || !plainURN.MatchString(row.at(urnAt)) || !usable(says) {
			return []claim{{}}
		}
		out = append(out, r)
		return []claim{{key: "record"}}
	}}
	stand, odd := s.stand(m)
	for i := range stand["record"] {
		out[i].line = stand["record"][i].line
	}
	// A row that is not as long as the headings is listed among the odd ones, and
	// is no record.
	out = slices.DeleteFunc(out, func(r record) bool {
		return slices.ContainsFunc(odd, func(x stood) bool { return x.line == r.line })
	})
	return out, odd
}

const lastDayOfYear, firstDayOfYear = "2024-08-31", "2023-09-01"

// pupilTables are the tables of the small extract, what a row of each must say
// to be a record, and where the records go.
var pupilTables = []struct {
	file   string
	usable func(says map[string]string) bool
	to     func(x *recount) *[]record
}{
	{"census_2024_01.csv", registered, func(x *recount) *[]record { return &x.first }},
	{"census_2025_01.csv", registered, func(x *recount) *[]record { return &x.second }},
	{"attendance_2023_24.csv", func(says map[string]string) bool {
		possible, ok1 := wholeNumber(says[letters("sessions_possible")])
		missed, ok2 := wholeNumber(says[letters("sessions_missed")])
		return ok1 && ok2 && missed <= possible
	}, func(x *recount) *[]record { return &x.attendance }},
	{"suspensions_2023_24.csv", func(says map[string]string) bool {
		day, err := time.Parse("2006-01-02", says[letters("start_date")])
		iso := day.Format("2006-01-02")
		return err == nil && iso >= firstDayOfYear && iso <= lastDayOfYear && slices.Contains([]string{"SUSP", "PERM", "LNCH"}, strings.ToUpper(says["category"]))
	}, func(x *recount) *[]record { return &x.suspensions }},
	{"destinations_2025_01.csv", func(map[string]string) bool { return true }, func(x *recount) *[]record { return &x.destinations }},
}

func registered(says map[string]string) bool {
	return slices.Contains([]string{"C", "M", "S", "G"}, strings.ToUpper(says[letters("enrolment_status")]))
}

func onRoll(r record) bool {
	return slices.Contains([]string{"C", "M"}, strings.ToUpper(r.says[letters("enrolment_status")]))
}

func enrolmentOf(r record) string { return r.pupil + " " + r.urn }

// lastYears of the two schools of the extract (its schools.csv).
var lastYears = map[string]string{"900002": "6", "900008": "13"}

// tally counts the records by method.md 1.1 to 1.3, as expected.py beside the
// extract does.
func (x recount) tally() map[string]float64 {
	out := map[string]float64{}
	first := map[string]record{}
	for _, r := range x.first {
		if _, have := first[enrolmentOf(r)]; onRoll(r) && !have {
			first[enrolmentOf(r)] = r
		}
	}
	stays := map[string]bool{}
	for _, r := range x.second {
		if onRoll(r) {
			stays[enrolmentOf(r)] = true
		}
	}
	groups := func(key string) []metrics.Group {
		out := []metrics.Group{metrics.GroupAll}
		if r, ok := first[key]; ok {
			switch strings.ToUpper(r.says[letters("sen_status")]) {
			case "N":
				out = append(out, metrics.GroupNoSEN)
			case "K":
				out = append(out, metrics.GroupSENSupport)
			case "E":
				out = append(out, metrics.GroupEHCPlan)
			}
		}
		return out
	}
	add := func(key string, f metrics.Field, n float64) {
		for _, g := range groups(key) {
			out[figureKey(key[len(key)-6:], 2023, f, g)] += n
		}
	}
	for key, r := range first {
		add(key, metrics.Pupils, 1)
		year := strings.ToUpper(r.says[letters("year_group")])
		switch {
		case year == "":
			continue
		case year == "10":
			add(key, metrics.Y10Pupils, 1)
			if !stays[key] {
				add(key, metrics.Y10Y11Leavers, 1)
			}
		}
		if !slices.Contains([]string{"N2", "11", "12", "13", "14", lastYears[r.urn]}, year) {
			add(key, metrics.LeaverBase, 1)
			if !stays[key] {
				add(key, metrics.NonStandardLeavers, 1)
			}
		}
	}
	events, seen := map[string]int{}, map[string]bool{}
	for _, r := range x.suspensions {
		id := r.says[letters("suspension_id")] + r.urn
		if _, has := r.says[letters("suspension_id")]; !has { // then by identical rows
			id = strings.Join([]string{r.pupil, r.urn, r.says[letters("start_date")], r.says[letters("length_days")], r.says["category"]}, "|")
		}
		_, here := first[enrolmentOf(r)]
		if seen[id] {
			continue
		}
		seen[id] = true
		switch category := strings.ToUpper(r.says["category"]); {
		case category == "PERM":
			add(enrolmentOf(r), metrics.PermanentExclusions, 1)
		case category == "SUSP" && here:
			events[enrolmentOf(r)]++
			add(enrolmentOf(r), metrics.Suspensions, 1)
			days, _ := decimal(r.says[letters("length_days")])
			add(enrolmentOf(r), metrics.SuspensionDays, days)
		}
	}
	for key, n := range events {
		add(key, metrics.PupilsSuspended, 1)
		if n > 1 {
			add(key, metrics.PupilsSuspendedRepeat, 1)
		}
	}
	attends := map[string]bool{}
	for _, r := range x.attendance {
		key := enrolmentOf(r)
		possible, _ := wholeNumber(r.says[letters("sessions_possible")])
		missed, _ := wholeNumber(r.says[letters("sessions_missed")])
		if _, here := first[key]; !here || possible == 0 || attends[key] {
			continue
		}
		attends[key] = true
		add(key, metrics.Enrolments, 1)
		add(key, metrics.SessionsPossible, possible)
		add(key, metrics.SessionsAbsent, missed)
		if missed*10 >= possible {
			add(key, metrics.PersistentAbsentees, 1)
		}
		if missed*2 >= possible {
			add(key, metrics.SevereAbsentees, 1)
		}
	}
	return out
}

var tallied = []metrics.Field{
	metrics.Pupils, metrics.Y10Pupils, metrics.Y10Y11Leavers, metrics.LeaverBase, metrics.NonStandardLeavers, metrics.Suspensions, metrics.SuspensionDays, metrics.PupilsSuspended,
	metrics.PupilsSuspendedRepeat, metrics.PermanentExclusions, metrics.Enrolments, metrics.SessionsPossible, metrics.SessionsAbsent, metrics.PersistentAbsentees, metrics.SevereAbsentees,
}

// Extracts as they come: a table of pupils is broken, and every figure that is
// counted is the count of the records that stand in it, where those that are
// reported may be left out, or be taken without their SEN status or year group.
// Nothing less is asked when nothing is reported: then the count is exact.
func TestMutatedExtracts(t *testing.T) {
	files := smallFiles(t)
	kinds := len(mutations()) + len(textMutations)
	judged, reportedOnly := 0, 0
	var whole recount
	for _, table := range pupilTables {
		*table.to(&whole), _ = recordsOf(mutant{text: []byte(files[table.file]), comma: ','}, table.usable)
	}
	for which, table := range pupilTables {
		t.Run(table.file, func(t *testing.T) {
			text := []byte(files[table.file])
			if !judgeExtract(t, files, whole, which, "nothing", mutant{"", text, text, ','}) {
				t.Fatal("the extract itself cannot be judged")
			}
			for i := range rounds(t) / 2 * kinds {
				kind, m := mutate(text, rand.New(rand.NewPCG(6, uint64(i))), i)
				if judgeExtract(t, files, whole, which, kind, m) {
					judged++
				} else {
					reportedOnly++
				}
				if t.Failed() {
					return
				}
			}
		})
	}
	t.Logf("%d mutants counted again exactly, %d of which the table or many rows are reported", judged, reportedOnly)
}

// judgeExtract is false when the problems are about so much of the table that
// only this is asked: that they are reported.
func judgeExtract(t *testing.T, files map[string]string, whole recount, which int, kind string, m mutant) bool {
	t.Helper()
	name := pupilTables[which].file
	fsys := fstest.MapFS{}
	for file, text := range files {
		fsys[file] = &fstest.MapFile{Data: []byte(text)}
	}
	fsys[name] = &fstest.MapFile{Data: m.bytes}
	d, rep, err := ReadFS(fsys, Options{FileLA: "999", AbsenceCohort: "census"})
	if err != nil {
		t.Fatal(err)
	}
	x := whole
	records, odd := recordsOf(m, pupilTables[which].usable)
	*pupilTables[which].to(&x) = records
	for _, o := range odd {
		if !reported(rep, name, o.line, "") {
			t.Errorf("%s %s: line %d of %s cannot be told, and nothing is reported\n%s", kind, m.what, o.line, name, told(rep))
		}
	}
	lines := map[int]Severity{}
	for _, p := range rep.Problems {
		if p.Severity == Info {
			continue
		}
		if p.Row == 0 && p.Code != codeCheckVeto && p.Code != codeCheckWarn {
			return false // about the table
		}
		if p.Row > 0 {
			lines[p.Row] = max(lines[p.Row], p.Severity)
		}
	}
	if len(lines) > 12 {
		return false
	}
	ways := []map[string]float64{x.tally()}
	fits := func(key string, n float64) bool {
		return slices.ContainsFunc(ways, func(w map[string]float64) bool { return w[key] == n })
	}
	for _, urn := range []string{"900002", "900008"} {
		for _, f := range tallied {
			for _, g := range pupilGroups {
				key := figureKey(urn, 2023, f, g)
				got := metrics.Count{}
				if i := d.Find(metrics.URN(urn)); i >= 0 {
					got = d.Get(i, 2023, f, g)
				}
				if got.OK() && !fits(key, got.N) && len(ways) == 1 && len(lines) > 0 {
					ways = x.ways(which, lines)
				}
				switch {
				case got.OK() && !fits(key, got.N):
					t.Errorf("%s %s in %s: %s is %v, counted apart %v\n%s", kind, m.what, name, key, got.N, ways[0][key], told(rep))
				case !got.OK() && len(rep.Problems) == 0:
					t.Errorf("%s %s in %s: %s is missing and nothing is reported", kind, m.what, name, key)
				}
			}
		}
	}
	return true
}

// ways are the counts that a reading may come to: with the records of reported
// lines as they stand, without them, without all of the same pupil or event,
// and with what the line says of the pupil not known.
func (x recount) ways(which int, lines map[int]Severity) []map[string]float64 {
	out := []map[string]float64{x.tally()}
	records := *pupilTables[which].to(&x)
	id := func(r record) string {
		if s := r.says[letters("suspension_id")]; s != "" {
			return s
		}
		return r.pupil
	}
	again, wrong := map[string]bool{}, map[string]bool{}
	for _, r := range records {
		if severity, told := lines[r.line]; told {
			again[id(r)] = true
			wrong[id(r)] = wrong[id(r)] || severity == Error
		}
	}
	changed := func(change func(r record) (record, bool)) {
		y := x
		var kept []record
		for _, r := range records {
			if r, keep := change(r); keep {
				kept = append(kept, r)
			}
		}
		*pupilTables[which].to(&y) = kept
		out = append(out, y.tally())
	}
	changed(func(r record) (record, bool) { _, told := lines[r.line]; return r, !told })
	changed(func(r record) (record, bool) { return r, !wrong[id(r)] })
	changed(func(r record) (record, bool) { return r, !again[id(r)] })
	for mask := 1; mask < 8; mask++ {
		changed(func(r record) (record, bool) {
			if again[id(r)] {
				says := map[string]string{}
				for h, v := range r.says {
					says[h] = v
				}
				for bit, h := range []string{"sen_status", "year_group", "length_days"} {
					if mask&(1<<bit) != 0 {
						says[letters(h)] = ""
					}
				}
				r.says = says
			}
			return r, true
		})
	}
	// One reported line left out, the others as they stand.
	for line := range lines {
		changed(func(r record) (record, bool) { return r, r.line != line })
	}
	return out
}
