package ingest

import (
	"slices"
	"strings"

	"inclusioncards/metrics"
)

// tidyPlan is what the tidy files of Explore Education Statistics have in
// common: a period, an area or school, and filters of which only the totals are
// wanted.
type tidyPlan struct {
	level, year, period int
	phase               int
	filters             []int
	names               laColumns
	ids                 idColumns
}

// tidyFilters are the columns that cut a row's pupils or schools down; a row
// counts only when each says total.
var tidyFilters = []string{
	"academy_type", "characteristic", "characteristic_group", "characteristic_topic", "breakdown", "breakdown_topic", "sex", "gender_filter", "ethnicity", "reason",
	"year_group", "age", "hospital_school_filter", "denomination_filter", "fsm", "first_language",
}

func (t *table) tidyPlan() tidyPlan {
	p := tidyPlan{
		level: t.col("geographic_level"), year: t.col("academic_year"), period: t.col("time_identifier"), phase: t.col("phase", "school_type"), ids: t.idColumns(),
		names: laColumns{t.col("la_code"), t.col("la_ons"), t.col("la_name"), t.col("region")},
	}
	if t.col("laestab") >= 0 || t.col("urn") >= 0 {
		p.ids.la, p.ids.estab = -1, -1 // blank on rows of areas
	}
	for _, f := range tidyFilters {
		if i := t.col(f); i >= 0 {
			p.filters = append(p.filters, i)
		}
	}
	return p
}

// isTotal reports whether a filter cell stands for all.
func isTotal(s string) bool {
	switch squash(s) {
	case "", "total", "all", "allpupils", "allschools", "totalallpupils", "z":
		return true
	}
	return false
}

// tidyRow reads what a row is about. It is false for a row that is not used,
// which has been counted or reported.
func (r *reader) tidyRow(t *table, p tidyPlan, cells []string, line int) (metrics.AcademicYear, bool) {
	for _, f := range p.filters {
		if !isTotal(cells[f]) {
			t.noted["part"]++
			return 0, false
		}
	}
	if p.period >= 0 {
		term, ok := termOf(cells[p.period])
		if !ok || term != r.opt.Term {
			r.noteTerm(t, cells[p.period])
			return 0, false
		}
	}
	y, bad := r.year(cells[p.year], false)
	if bad != "" {
		r.report(bad, t.spot(line, p.year), "cell", echo(cells[p.year]))
		return 0, false
	}
	return y, true
}

// closeTidy reports what was left out.
func (r *reader) closeTidy(t *table, p tidyPlan) {
	r.closeAreas(t, p.names.region)
	r.closeTerms(t)
}

// tidyArea reads the area of a row that is not about a school.
func (r *reader) tidyArea(t *table, p tidyPlan, cells []string) (b benchRow, ok bool) {
	level := squash(cellAt(cells, p.level))
	switch level {
	case "national":
		b.Kind = metrics.AreaEngland
	case "regional":
		b.Kind = metrics.AreaRegion
		name := cellAt(cells, p.names.region)
		b.Region = normaliseRegion(name)
		if b.Region == "London" && squash(name) != "london" {
			b.part = r.intern(name)
		}
		ok = b.Region != ""
	case "localauthority":
		b.Kind = metrics.AreaLA
		code := cellAt(cells, p.names.code)
		la, err := metrics.ParseLACode(code)
		if err != nil {
			la, ok = r.areas.find(cellAt(cells, p.names.ons), cellAt(cells, p.names.name))
			if !ok {
				break
			}
		}
		ok = true
		b.LA = metrics.LACode(r.intern(string(la)))
		r.areas.learn(code, cellAt(cells, p.names.ons), cellAt(cells, p.names.name), cellAt(cells, p.names.region))
	}
	if b.Kind != metrics.AreaEngland && !ok {
		r.badArea(t)
		return b, false
	}
	word := cellAt(cells, p.phase)
	if isTotal(word) {
		b.AllPhases = true
		return b, true
	}
	b.Phase, _, _ = parsePhase(word)
	return b, b.Phase != metrics.PhaseUnknown
}

// addRow enters a benchmark of a tidy row.
func (r *reader) addRow(t *table, line int, b benchRow) {
	b.line, b.Source = line, int(t.src)
	r.bench = append(r.bench, b)
}

// describeTidy takes what a row of a school says of the school itself.
func (r *reader) describeTidy(t *table, cells []string, line int, id identity, year metrics.AcademicYear, opened *openDates) {
	opened.see(cells, line)
	r.schools = append(r.schools, r.describe(t, cells, line, id, rankInformation, year))
}

// readSENSchools reads the SEN file by school: roll, SEN support and EHC plans,
// units and resourced provision.
func (r *reader) readSENSchools(t *table) {
	var cols []figureColumn
	for _, c := range []struct {
		name  string
		group metrics.Group
	}{{"total_pupils", metrics.GroupAll}, {"sen_support", metrics.GroupSENSupport}, {"ehc_plan", metrics.GroupEHCPlan}} {
		cols = r.wide(t, cols, c.name, metrics.CensusRoll, c.group)
	}
	r.readTidySchools(t, cols, func(cells []string, line int, b benchRow, year metrics.AcademicYear) {
		roll := t.benchCount(cells, t.col("total_pupils"), false)
		support, plan := t.benchCount(cells, t.col("sen_support"), false), t.benchCount(cells, t.col("ehc_plan"), false)
		for _, m := range []struct {
			id  metrics.MeasureID
			num metrics.Count
		}{{"register_send", metrics.Sum(support, plan)}, {"register_sen_support", support}, {"register_ehc_plan", plan}} {
			if m.num.OK() && roll.OK() && roll.N > 0 {
				b.Benchmark = share(metrics.Benchmark{Kind: b.Kind, LA: b.LA, Region: b.Region, Phase: b.Phase, AllPhases: b.AllPhases, Year: year, Measure: m.id}, m.num, roll, 1)
				r.addRow(t, line, b)
			}
		}
	})
}

// readPupilCharacteristics reads the pupil file by school: roll and English as
// an additional language. Free school meals in it are those of today, which is
// not FSM6.
func (r *reader) readPupilCharacteristics(t *table) {
	var cols []figureColumn
	cols = r.wide(t, cols, "headcount_of_pupils", metrics.CensusRoll, metrics.GroupAll)
	cols = r.wide(t, cols, "number_of_pupils_whose_first_language_is_known_or_believed_to_be_other_than_english", metrics.EALPupils, metrics.GroupAll)
	r.readTidySchools(t, cols, nil)
}

// readTidySchools reads the rows of schools as figures of a census, and gives
// the others to area.
func (r *reader) readTidySchools(t *table, cols []figureColumn, area func(cells []string, line int, b benchRow, year metrics.AcademicYear)) {
	p := t.tidyPlan()
	fr := newFigureReader(r, t, cols)
	opened, first := r.openDates(t, t.col("open_date")), len(r.schools)
	for line, cells := range r.tableRows(t) {
		year, ok := r.tidyRow(t, p, cells, line)
		if !ok {
			continue
		}
		if squash(cells[p.level]) != "school" {
			if b, ok := r.tidyArea(t, p, cells); ok && area != nil {
				area(cells, line, b, year)
			}
			continue
		}
		id, ok := r.identify(t, cells, line, p.ids)
		if !ok {
			continue
		}
		t.count++
		t.years[year] = true
		r.noteDated(id, year, rankCensus, cellAt(cells, t.col("phase")))
		r.describeTidy(t, cells, line, id, year, opened)
		fr.row(cells, line, id, year, anyGroup)
	}
	opened.settle(r.schools[first:])
	fr.close()
	r.closeTidy(t, p)
}

// tidyAbsence are the measures of the absence files, each as a percentage or as
// counts.
var tidyAbsence = []struct {
	id                metrics.MeasureID
	percent, num, den string
}{
	{"absence", "sess_overall_percent", "sess_overall", "sess_possible"},
	{"persistent_absence", "enrolments_pa_10_exact_percent", "enrolments_pa_10_exact", "enrolments"},
	{"severe_absence", "enrolments_pa_50_exact_percent", "enrolments_pa_50_exact", "enrolments"},
}

// tidySuspensions are the measures of the suspensions and exclusions files.
var tidySuspensions = []struct {
	id       metrics.MeasureID
	num, den string
	per      float64
}{
	{"suspended_once", "pupils_suspended", "pupils", 1}, {"suspension_rate", "suspensions", "pupils", 100}, {"permanent_exclusion_rate", "permanent_exclusions", "pupils", 100},
}

// readTidyAbsence reads absence by geographic level: schools as whole-school
// rates, areas as benchmarks.
func (r *reader) readTidyAbsence(t *table) {
	p := t.tidyPlan()
	var cols []figureColumn
	cols = r.wide(t, cols, "sess_overall_percent", metrics.AbsenceRate, metrics.GroupAll)
	cols = r.wide(t, cols, "enrolments_pa_10_exact_percent", metrics.PersistentAbsenceRate, metrics.GroupAll)
	fr := newFigureReader(r, t, cols)
	for line, cells := range r.tableRows(t) {
		year, ok := r.tidyRow(t, p, cells, line)
		if !ok {
			continue
		}
		if squash(cells[p.level]) != "school" {
			if b, ok := r.tidyArea(t, p, cells); ok {
				b.Year, b.Term, b.Group = year, r.opt.Term, metrics.GroupAll
				r.absenceMeasures(t, cells, line, b)
			}
			continue
		}
		id, ok := r.identify(t, cells, line, p.ids)
		if !ok {
			continue
		}
		t.count++
		t.years[year] = true
		r.noteDated(id, year, rankMention, "")
		fr.row(cells, line, id, year, anyGroup)
	}
	fr.close()
	r.closeTidy(t, p)
}

// absenceMeasures enters the absence figures of one area and group: from counts
// where the file has them, else from the published percentages.
func (r *reader) absenceMeasures(t *table, cells []string, line int, b benchRow) {
	for _, m := range tidyAbsence {
		num, den := t.benchCount(cells, t.col(m.num), false), t.benchCount(cells, t.col(m.den), false)
		row := b
		row.Measure = m.id
		switch pc := t.col(m.percent); {
		case num.OK() && den.OK() && den.N > 0:
			row.Benchmark = share(row.Benchmark, num, den, 1)
		case pc >= 0:
			n := parseNumber(cells[pc], false)
			if n.state != metrics.Observed || n.value > 100 {
				continue
			}
			row.Value = n.hundredth()
		default:
			continue
		}
		r.addRow(t, line, row)
	}
}

// suspensionMeasures enters the suspension figures of one area and group.
func (r *reader) suspensionMeasures(t *table, cells []string, line int, b benchRow) {
	for _, m := range tidySuspensions {
		num, den := t.benchCount(cells, t.col(m.num), b.Year <= lastOldEra), t.benchCount(cells, t.col(m.den), b.Year <= lastOldEra)
		if num.OK() && den.OK() && den.N > 0 {
			row := b
			row.Measure = m.id
			row.Benchmark = share(row.Benchmark, num, den, m.per)
			r.addRow(t, line, row)
		}
	}
}

// readCharacteristics reads absence or suspensions by pupil characteristic and
// area: the rows by SEN provision. "No SEN" also stands under the primary need,
// with other values.
func (r *reader) readCharacteristics(t *table) {
	p := t.tidyPlan()
	topic := t.col("breakdown_topic", "characteristic_topic", "characteristic_group")
	value := t.col("breakdown", "characteristic")
	p.filters = slices.DeleteFunc(p.filters, func(i int) bool { return i == topic || i == value })
	for line, cells := range r.tableRows(t) {
		group, ok := senProvision(cellAt(cells, topic), cells[value])
		if !ok {
			t.noted["topic"]++
			continue
		}
		year, ok := r.tidyRow(t, p, cells, line)
		if !ok {
			continue
		}
		b, ok := r.tidyArea(t, p, cells)
		if !ok {
			continue
		}
		b.Year, b.Term, b.Group = year, r.opt.Term, group
		t.count++
		t.years[year] = true
		r.absenceMeasures(t, cells, line, b)
		r.suspensionMeasures(t, cells, line, b)
	}
	r.closeTidy(t, p)
	if n := t.noted["topic"]; n > 0 {
		r.rep.Files[t.rep].Note = plural(n, "row", "rows") + " of other characteristics left out, SEN primary need among them: its No SEN is another"
	}
}

// senProvision reads a characteristic: the group of the topic "SEN provision",
// or the total. Files without a topic put it before the value.
func senProvision(topic, value string) (metrics.Group, bool) {
	if isTotal(value) && (isTotal(topic) || squash(topic) == "senprovision") {
		return metrics.GroupAll, true
	}
	if topic == "" {
		rest, ok := strings.CutPrefix(squash(value), "senprovision")
		if !ok {
			return 0, false
		}
		value = rest
	} else if squash(topic) != "senprovision" {
		return 0, false
	}
	g, legacy, _, ok := parseGroup(value)
	return g, ok && !legacy && g != metrics.GroupAll
}
