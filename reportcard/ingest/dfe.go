package ingest

import (
	"strings"

	"inclusioncards/metrics"
)

// dated is what the latest dated file says a school is.
type dated struct {
	year       metrics.AcademicYear
	rank       uint8
	laestab    metrics.LAESTAB
	schoolType string
	typeYear   metrics.AcademicYear
}

const (
	rankMention uint8 = iota + 1 // absence, counts
	rankCensus
)

// noteDated keeps what the latest year says; the census beats other files of
// the same year.
func (r *reader) noteDated(id identity, year metrics.AcademicYear, rank uint8, schoolType string) {
	if id.urn == "" {
		return
	}
	n := r.urns.id(string(id.urn))
	for n >= len(r.dated) {
		r.dated = append(r.dated, dated{})
	}
	d := &r.dated[n]
	if id.laestab != "" && (year > d.year || year == d.year && rank > d.rank) {
		d.year, d.rank, d.laestab = year, rank, metrics.LAESTAB(strings.Clone(string(id.laestab)))
	}
	if schoolType != "" && year >= d.typeYear {
		d.schoolType, d.typeYear = r.intern(schoolType), year
	}
	trust := fromFigures
	if rank == rankCensus {
		trust = fromCensus
	}
	r.addLink(id.laestab, id.urn, link{trust: trust, year: year})
}

// intern keeps one copy of a word that thousands of rows share.
func (r *reader) intern(s string) string {
	if w, ok := r.words[s]; ok {
		return w
	}
	w := strings.Clone(s)
	r.words[w] = w
	return w
}

// yearCell is a year as read from one spelling.
type yearCell struct {
	year metrics.AcademicYear
	bad  string
}

// year reads an academic year; a file has few spellings, so each is read once.
func (r *reader) year(text string, ending bool) (metrics.AcademicYear, string) {
	key := text
	if ending {
		key = "ending " + text
	}
	y, known := r.yearCells[key]
	if !known {
		y.year, y.bad = parseYear(text, ending)
		r.yearCells[strings.Clone(key)] = y
	}
	return y.year, y.bad
}

// yearOf settles the year of a table without a year column, or reports that
// there is none.
func (r *reader) yearOf(t *table) (metrics.AcademicYear, bool) {
	y := r.fileYear(t)
	if y == 0 {
		r.noYear(t)
	}
	return y, y != 0
}

// noYear reports a table that gives no year; none of it can be used.
func (r *reader) noYear(t *table) {
	r.report(codeNoYear, t.spot(0, -1))
	r.rep.Files[t.rep].Used = false
	r.rep.Files[t.rep].Note = "no academic year: not used"
	t.unused = true
}

// wide builds the figure column of a DfE table, if the table has it.
func (r *reader) wide(t *table, cols []figureColumn, name string, f metrics.Field, g metrics.Group) []figureColumn {
	i := t.col(name)
	if i < 0 {
		r.misspelt(t, name)
	}
	if i < 0 || r.ambiguous(t, name) {
		return cols
	}
	r.sources[t.src].heads[headKey{f, g}] = i
	rate := f == metrics.AbsenceRate || f == metrics.PersistentAbsenceRate || f == metrics.FSM6Rate || f == metrics.EALRate
	return append(cols, figureColumn{col: i, field: f, group: g, wide: true, rate: rate})
}

// nationalPhase reads the code of a national row: PRI, SEC, SPE.
func nationalPhase(code string) metrics.Phase {
	switch strings.ToUpper(code) {
	case "PRI":
		return metrics.Primary
	case "SEC":
		return metrics.Secondary
	case "SPE":
		return metrics.Special
	}
	return metrics.PhaseUnknown
}

// readCensus reads the school census of the performance tables, either
// vintage: roll, SEN register, English as an additional language, FSM6.
func (r *reader) readCensus(t *table) {
	year, ok := r.yearOf(t)
	if !ok {
		return
	}
	var cols []figureColumn
	cols = r.wide(t, cols, "nor", metrics.CensusRoll, metrics.GroupAll)
	cols = r.wide(t, cols, "tsenelk", metrics.CensusRoll, metrics.GroupSENSupport)
	cols = r.wide(t, cols, "tsenelse", metrics.CensusRoll, metrics.GroupEHCPlan)
	cols = r.wide(t, cols, "numeal", metrics.EALPupils, metrics.GroupAll)
	if t.col("norfsmever") >= 0 {
		cols = r.wide(t, cols, "numfsmever", metrics.FSM6Pupils, metrics.GroupAll)
		cols = r.wide(t, cols, "norfsmever", metrics.FSM6Roll, metrics.GroupAll)
	} else {
		r.misspelt(t, "norfsmever")
		cols = r.wide(t, cols, "pnumfsmever", metrics.FSM6Rate, metrics.GroupAll)
		r.withoutRoll(t)
	}
	fr := newFigureReader(r, t, cols)
	ids := t.idColumns()
	kindCol := t.col("school_type")
	for line, cells := range r.tableRows(t) {
		if strings.EqualFold(cellAt(cells, ids.urn), "NAT") {
			r.nationalCensus(t, cells, line, year)
			continue
		}
		id, ok := r.identify(t, cells, line, ids)
		if !ok {
			continue
		}
		t.count++
		t.years[year] = true
		r.noteDated(id, year, rankCensus, cellAt(cells, kindCol))
		fr.row(cells, line, id, year, anyGroup)
	}
	fr.close()
}

// withoutRoll reports numbers of pupils ever eligible for free meals without
// NORFSMEVER. They are a share of that roll, which is smaller than the whole one
// in half of the schools (11,036 of 22,028 of the census of 2022/23): of the whole
// roll the share would be too small.
func (r *reader) withoutRoll(t *table) {
	i := t.col("numfsmever")
	if i < 0 {
		return
	}
	p := r.report(codeMissing, t.spot(0, i), "kind", "a number of pupils eligible for free meals in six years",
		"missing", "NORFSMEVER, the roll it is a share of, is not there: the column is not used")
	p.Severity = Warning
	if t.col("pnumfsmever") >= 0 {
		p.Severity = Info // the published share is used
	}
}

// readAbsence reads whole-school absence rates of the performance tables.
func (r *reader) readAbsence(t *table) {
	if r.opt.Term != "" {
		for range r.tableRows(t) {
			r.noteTerm(t, "")
		}
		r.closeTerms(t)
		return
	}
	year, ok := r.yearOf(t)
	if !ok {
		return
	}
	var cols []figureColumn
	cols = r.wide(t, cols, "perctot", metrics.AbsenceRate, metrics.GroupAll)
	cols = r.wide(t, cols, "ppersabs10", metrics.PersistentAbsenceRate, metrics.GroupAll)
	fr := newFigureReader(r, t, cols)
	ids := t.idColumns()
	var national []nationalRate
	for line, cells := range r.tableRows(t) {
		if strings.EqualFold(cellAt(cells, ids.la), "NAT") {
			phase := nationalPhase(cellAt(cells, ids.estab))
			if phase == metrics.PhaseUnknown {
				r.report(codeNoID, t.spot(line, ids.estab))
				continue
			}
			for i, fc := range cols {
				n := parseNumber(cells[fc.col], false)
				if n.state == metrics.Observed {
					fr.cols[i].scale.see(n, line)
					national = append(national, nationalRate{phase, i, n, line})
				}
			}
			continue
		}
		id, ok := r.identify(t, cells, line, ids)
		if !ok {
			continue
		}
		t.count++
		t.years[year] = true
		r.noteDated(id, year, rankMention, "")
		fr.row(cells, line, id, year, anyGroup)
	}
	fr.close()
	for _, n := range national {
		m := metrics.MeasureID("absence")
		if cols[n.col].field == metrics.PersistentAbsenceRate {
			m = "persistent_absence"
		}
		if v, ok := fr.cols[n.col].scale.proportion(n.raw); ok {
			r.addBenchmark(t, n.line, metrics.Benchmark{Kind: metrics.AreaEngland, Phase: n.phase, Year: year, Measure: m, Group: metrics.GroupAll, Value: v})
		}
	}
}

// nationalRate is a cell of a national row, held until the scale of its column
// is settled.
type nationalRate struct {
	phase metrics.Phase
	col   int
	raw   number
	line  int
}

// readExclusions reads the tidy file of exclusions and suspensions by
// geographic level: school rows as figures, the others as benchmarks.
func (r *reader) readExclusions(t *table) {
	var cols []figureColumn
	cols = r.wide(t, cols, "pupils", metrics.ExclusionHeadcount, metrics.GroupAll)
	cols = r.wide(t, cols, "pupils_suspended", metrics.PupilsSuspended, metrics.GroupAll)
	cols = r.wide(t, cols, "suspensions", metrics.Suspensions, metrics.GroupAll)
	cols = r.wide(t, cols, "permanent_exclusions", metrics.PermanentExclusions, metrics.GroupAll)
	fr := newFigureReader(r, t, cols)
	ids := t.idColumns()
	ids.la, ids.estab = -1, -1 // laestab says it; blank on rows of areas
	level, yearCol, period := t.col("geographic_level"), t.col("academic_year"), t.col("time_identifier")
	names := laColumns{t.col("la_code"), t.col("la_ons"), t.col("la_name"), t.col("region")}
	if period < 0 {
		r.misspelt(t, "time_identifier")
	}
	for line, cells := range r.tableRows(t) {
		if period >= 0 {
			if term, ok := termOf(cells[period]); !ok || term != r.opt.Term {
				r.noteTerm(t, cells[period])
				continue
			}
		} else if r.opt.Term != "" {
			r.noteTerm(t, "academic year")
			continue
		}
		year, bad := r.year(cells[yearCol], false)
		if bad != "" {
			r.report(bad, t.spot(line, yearCol), "cell", echo(cells[yearCol]))
			continue
		}
		fr.oldEra = year <= lastOldEra
		if squash(cells[level]) != "school" {
			r.areaExclusions(t, cells, line, year, fr.oldEra, names)
			continue
		}
		id, ok := r.identify(t, cells, line, ids)
		if !ok {
			continue
		}
		r.areas.learn(cellAt(cells, names.code), cellAt(cells, names.ons), cellAt(cells, names.name), cellAt(cells, names.region))
		t.count++
		t.years[year] = true
		fr.row(cells, line, id, year, anyGroup)
	}
	fr.close()
	r.closeAreas(t, names.region)
	r.closeTerms(t)
}

// lastOldEra is the last year of the DfE tables in which x is a suppressed 1
// or 2 and a full stop "not applicable".
const lastOldEra metrics.AcademicYear = 2016
