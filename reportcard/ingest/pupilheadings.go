package ingest

import (
	"strconv"
	"strings"

	"inclusioncards/reportcard/ingest/pupils"
)

// pupilWords are the words of a file name that say what pupil-level table it
// holds.
var pupilWords = map[string]pupils.Kind{
	"census": pupils.Census, "attendance": pupils.Attendance, "suspension": pupils.Suspensions, "suspensions": pupils.Suspensions,
	"destination": pupils.Destinations, "destinations": pupils.Destinations,
}

// wantedHeadings are those each kind cannot do without.
var wantedHeadings = map[pupils.Kind]string{
	pupils.Census:       "pupil_id, school_urn, year_group, sen_status",
	pupils.Attendance:   "pupil_id, school_urn, sessions_possible, sessions_missed",
	pupils.Suspensions:  "suspension_id, pupil_id, school_urn, start_date, length_days, category",
	pupils.Destinations: "pupil_id, from_school_urn, destination_type",
}

// namedPupils gives the kind of pupil-level table that the name of a sheet, or
// of a file without sheets, promises.
func namedPupils(t *table) (pupils.Kind, bool) {
	if len(t.in.segments) == 0 {
		return 0, false
	}
	for _, w := range strings.FieldsFunc(strings.ToLower(t.in.segments[0]), func(c rune) bool { return c < 'a' || c > 'z' }) {
		if k, ok := pupilWords[w]; ok {
			return k, true
		}
	}
	return 0, false
}

// lostHeadings reports a table without headings that can be understood, when
// it evidently holds records of pupils: to leave a census out is never a
// trifle. No cell is echoed.
func (r *reader) lostHeadings(t *table, top []heldRow) bool {
	k, named := namedPupils(t)
	records := columnOf(top, isUPN) || columnOf(top, isURN) && columnOf(top, isIdentifier)
	for i := range top[0].cells {
		if n := canonical(top[0].cells[i]); n == "geographic_level" || n == "time_period" {
			return false // statistics of the DfE
		}
	}
	below := top[1:] // the first row may be headings nobody knows
	records = records || columnOf(below, isUPN) || columnOf(below, isURN) && columnOf(below, isIdentifier)
	// A name alone does not make records of a table: "census" may be that of
	// schools, or of the population.
	if !records && !(named && repeatsURN(top)) {
		return false
	}
	headings := "a census needs " + wantedHeadings[pupils.Census]
	if named {
		headings = k.String() + ": " + wantedHeadings[k]
	}
	r.report(codePupilRows, spot{file: t.in.show}, "headings", headings)
	r.rep.Files = append(r.rep.Files, FileReport{File: t.in.show, Note: "no row of headings that is understood"})
	return true
}

// columnOf reports whether a column of the rows holds what is looked for, in
// more than half of them.
func columnOf(top []heldRow, is func(string) bool) bool {
	times := map[int]int{}
	for _, row := range top {
		for i, c := range row.cells {
			if is(trimCell(c)) {
				times[i]++
			}
		}
	}
	for _, n := range times {
		if n*2 > len(top) {
			return true
		}
	}
	return false
}

// pupilHint names the headings that a table of pupils needs and does not have:
// of the kind that its name promises, else of that it lacks least of.
func pupilHint(t *table) string {
	kinds := []pupils.Kind{pupils.Census, pupils.Attendance, pupils.Suspensions, pupils.Destinations}
	if k, named := namedPupils(t); named {
		kinds = []pupils.Kind{k}
	}
	best, least := "", 0
	for _, k := range kinds {
		if lacks := pupils.Missing(k, t.head); best == "" || len(lacks) < least {
			best, least = "add "+strings.Join(lacks, ", ")+" ("+k.String()+")", len(lacks)
		}
	}
	return best + "; or rename the headings that are meant, as the README lists them"
}

// repeatsURN reports whether a column holds URNs, and one of them twice: several
// rows of one school.
func repeatsURN(top []heldRow) bool {
	times := map[string]int{}
	rows := map[int]int{}
	twice := map[int]bool{}
	for _, row := range top {
		for i, c := range row.cells {
			if c = trimCell(c); !isURN(c) {
				continue
			}
			rows[i]++
			key := strconv.Itoa(i) + " " + c
			times[key]++
			twice[i] = twice[i] || times[key] > 1
		}
	}
	for i, n := range rows {
		if n*2 > len(top) && twice[i] {
			return true
		}
	}
	return false
}

// isURN reports whether a cell has the form of the URN of a school.
func isURN(c string) bool {
	return len(c) == 6 && (c[0] == '1' || c[0] == '9') && strings.Trim(c, "0123456789") == ""
}

// isIdentifier reports whether a cell has the form of an identifier that a
// system makes up: a few letters before digits. A code of a local authority
// (E09000007) has it too.
func isIdentifier(c string) bool {
	digits := strings.TrimLeft(c, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")
	return len(digits) >= 4 && len(digits) < len(c) && strings.Trim(digits, "0123456789") == "" && c[0] != 'E'
}

// isUPN reports whether a cell has the form of a UPN: a letter, eleven digits,
// and a digit or a letter.
func isUPN(c string) bool {
	if len(c) != 13 || !isLetter(rune(c[0])) {
		return false
	}
	for i := 1; i < 12; i++ {
		if c[i] < '0' || c[i] > '9' {
			return false
		}
	}
	return c[12] >= '0' && c[12] <= '9' || isLetter(rune(c[12]))
}

// headingsOnly leaves out a table without a record. A list of suspensions or of
// destinations may be empty in truth, but nothing says of which schools.
func (r *reader) headingsOnly(t *table) {
	for _, p := range r.pupil.tablesAt(t) {
		p.unused = true
	}
	rep := &r.rep.Files[len(r.rep.Files)-1]
	p := r.report(codePupilEmpty, spot{file: t.in.show, sheet: t.sheet}, "kind", t.kind.name)
	if t.kind.pupils == pupils.Suspensions || t.kind.pupils == pupils.Destinations {
		p.Severity = Warning
	}
	rep.Used, rep.Note = false, p.What
}
