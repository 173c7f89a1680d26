package ingest

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"inclusioncards/metrics"
)

// supplementRow is one row of an optional table, with its place.
type supplementRow struct {
	src  uint16
	line int
	urn  metrics.URN
	// key names what the row is about; one of rows with the same key is used.
	key string
	// value is what it says, to be compared.
	value any
}

// put adds what the row says of its school.
func (row *supplementRow) put(s *metrics.Supplement) {
	switch v := row.value.(type) {
	case metrics.SelfRating:
		v.URN = row.urn
		s.Ratings = append(s.Ratings, v)
	case metrics.SurveyCount:
		v.URN = row.urn
		s.Survey = append(s.Survey, v)
	case metrics.AdmissionIncidents:
		v.URN = row.urn
		s.Admissions = append(s.Admissions, v)
	}
}

// eachSupplement visits the rows of an optional table, by URN.
func (r *reader) eachSupplement(t *table, row func(cells []string, line int) (key string, value any, ok bool)) {
	ids := t.idColumns()
	for {
		cells, line, more := t.next()
		if !more {
			return
		}
		if r.lopsided(t, cells, line) {
			continue
		}
		id, ok := r.identify(t, cells, line, ids)
		if !ok {
			continue
		}
		if id.urn == "" {
			r.report(codeNoID, t.spot(line, ids.urn))
			continue
		}
		key, value, ok := row(cells, line)
		if !ok {
			continue
		}
		t.count++
		urn := metrics.URN(strings.Clone(string(id.urn)))
		r.supplements = append(r.supplements, supplementRow{src: t.src, line: line, urn: urn, key: string(urn) + "|" + key, value: value})
	}
}

// aboutFamilies are the families a school may rate itself on.
var aboutFamilies = []string{"suspensions", "absence", "movement", "register"}

// readSelfEvaluation reads how schools rate themselves: urn, measure (or
// family), rating, comment.
func (r *reader) readSelfEvaluation(t *table) {
	about, rating, comment := t.col("measure", "family"), t.col("rating"), t.col("comment", "comments")
	r.eachSupplement(t, func(cells []string, line int) (string, any, bool) {
		v := metrics.SelfRating{About: strings.ToLower(trimCell(cells[about])), Comment: oneLine(cellAt(cells, comment))}
		if _, measure := metrics.Lookup(metrics.MeasureID(v.About)); !measure && !slices.Contains(aboutFamilies, v.About) {
			r.report(codeValue, t.spot(line, about), "options", strings.Join(aboutFamilies, ", ")+" or the name of a measure")
			return "", nil, false
		}
		v.About = strings.Clone(v.About)
		switch strings.ToLower(trimCell(cells[rating])) {
		case "red", "r":
			v.Rating = metrics.Red
		case "amber", "a":
			v.Rating = metrics.Amber
		case "green", "g":
			v.Rating = metrics.Green
		default:
			r.report(codeValue, t.spot(line, rating), "options", "red, amber or green")
			return "", nil, false
		}
		return "rating|" + v.About, v, true
	})
}

// readSurvey reads the survey of parents and carers: urn, question, statement,
// ticks, n.
func (r *reader) readSurvey(t *table) {
	question, statement, ticks, n := t.col("question"), t.col("statement"), t.col("ticks"), t.col("replies")
	r.eachSupplement(t, func(cells []string, line int) (string, any, bool) {
		v := metrics.SurveyCount{Question: oneLine(cells[question]), Statement: oneLine(cells[statement])}
		v.Suppressed = parseNumber(cells[ticks], false).state == metrics.Suppressed
		ok := (v.Suppressed || r.wholeCell(t, cells, line, ticks, &v.Ticks)) && r.wholeCell(t, cells, line, n, &v.Replies)
		if ok && v.Ticks > v.Replies {
			r.report(codeValue, t.spot(line, ticks), "options", "a number of replies, no more than n")
			ok = false
		}
		if ok && v.Statement == "" {
			r.report(codeValue, t.spot(line, statement), "options", "the words of the statement that was ticked")
			ok = false
		}
		return "survey|" + v.Question + "|" + v.Statement, v, ok
	})
}

// readAdmissions reads incidents of refused or resisted admission: urn,
// academic_year, incidents, resolved.
func (r *reader) readAdmissions(t *table) {
	year, incidents, resolved := t.col("academic_year"), t.col("incidents"), t.col("resolved")
	r.eachSupplement(t, func(cells []string, line int) (string, any, bool) {
		y, bad := r.year(cells[year], false)
		if bad != "" {
			r.report(bad, t.spot(line, year), "cell", strconv.Quote(trimCell(cells[year])))
			return "", nil, false
		}
		t.years[y] = true
		v := metrics.AdmissionIncidents{Year: y}
		ok := r.wholeCell(t, cells, line, incidents, &v.Incidents)
		if text := trimCell(cellAt(cells, resolved)); ok && resolved >= 0 && text != "" {
			v.HasResolved = true
			ok = r.wholeCell(t, cells, line, resolved, &v.Resolved)
			if ok && v.Resolved > v.Incidents {
				r.report(codeValue, t.spot(line, resolved), "options", "a number of incidents, no more than there were")
				ok = false
			}
		}
		return "admissions|" + y.String(), v, ok
	})
}

// wholeCell reads a count that must be there.
func (r *reader) wholeCell(t *table, cells []string, line, col int, to *int) bool {
	n := parseNumber(cells[col], false)
	if n.state != metrics.Observed || n.bad != "" || n.percent || n.value < 0 || n.value != math.Trunc(n.value) || n.value > 1e6 {
		code := n.bad
		if code == "" {
			code = codeNotWhole
		}
		r.report(code, t.spot(line, col), "cell", strconv.Quote(trimCell(cells[col])))
		return false
	}
	*to = int(n.value)
	return true
}

// oneLine keeps text that is printed on one line.
func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// supplementSchool is a school in one of the optional tables.
type supplementSchool struct {
	src uint16
	urn metrics.URN
}

// supplement hands over the optional tables. Rows that say the same twice count
// once; of rows that say different things of one subject none is used. Rows of
// schools that no other file knows are named by their number.
func (r *reader) supplement(d *metrics.Dataset) {
	first := map[string]int{}
	drop := map[string]bool{}
	for i, row := range r.supplements {
		before, twice := first[row.key]
		if !twice {
			first[row.key] = i
			continue
		}
		other := r.supplements[before]
		place := strconv.Itoa(other.line)
		if other.src != row.src {
			place += " of " + r.sources[other.src].show
		}
		code := codeRepeated
		if other.value != row.value {
			code, drop[row.key] = codeTwoAnswers, true
		}
		r.report(code, r.sources[row.src].table.spot(row.line, -1), "other", place)
	}
	left := map[supplementSchool]*unjoined{}
	var lost []*unjoined
	for i, row := range r.supplements {
		switch {
		case d.Find(row.urn) < 0:
			k := supplementSchool{row.src, row.urn}
			if left[k] == nil {
				left[k] = &unjoined{src: row.src, urn: row.urn, rows: map[uint32]bool{}}
				lost = append(lost, left[k])
			}
			left[k].rows[uint32(row.line)] = true
		case first[row.key] == i && !drop[row.key]:
			row.put(&d.Supplement)
		}
	}
	r.reportUnjoined(codeUnmatched, lost)
	d.Supplement.Sort()
}
