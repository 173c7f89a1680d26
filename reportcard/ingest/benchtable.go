package ingest

import (
	"strings"

	"inclusioncards/metrics"
)

// benchMeasures are the measures of a table of benchmarks as people word them,
// squashed. Measures that only look alike are left out on purpose: sums of
// termly rates, odds ratios, daily attendance.
var benchMeasures = map[string]metrics.MeasureID{
	"suspensionrateper100": "suspension_rate", "suspensionrate": "suspension_rate", "suspensionsper100": "suspension_rate", "suspensionsper100pupils": "suspension_rate",
	"permanentexclusionrateper100": "permanent_exclusion_rate", "permanentexclusionrate": "permanent_exclusion_rate", "permanentexclusionsper100pupils": "permanent_exclusion_rate",
	"pupilswith1suspensionper100": "suspended_once", "pupilssuspended": "suspended_once", "pupilssuspendedatleastonce": "suspended_once", "suspendedatleastonce": "suspended_once",
	"overallabsencerate": "absence", "overallabsence": "absence", "absencerate": "absence",
	"persistentabsence": "persistent_absence", "persistentabsence10exact": "persistent_absence", "persistentabsencerate": "persistent_absence", "persistentlyabsent": "persistent_absence",
	"severeabsence": "severe_absence", "severeabsence50exact": "severe_absence", "severeabsencerate": "severe_absence", "severelyabsent": "severe_absence",
	"ehcplanofpupils": "register_ehc_plan", "sensupportofpupils": "register_sen_support", "ehcplanorsensupportofpupils": "register_send", "sendofpupils": "register_send",
	"leaverrateatnonstandardpoint": "leavers", "nonstandardleavers": "leavers",
}

// benchMeasure reads the name of a measure: its own, or one people use.
func benchMeasure(s string) (metrics.Measure, bool) {
	if m, ok := metrics.Lookup(metrics.MeasureID(normalise(s))); ok {
		return m, true
	}
	key := strings.TrimSuffix(squash(s), "singleterm")
	if id, ok := benchMeasures[key]; ok {
		return metrics.Lookup(id)
	}
	return metrics.Measure{}, false
}

// benchPeriod reads "2023/24", "2024/25 spring term" or "January 2025", the
// census of the academic year.
func (r *reader) benchPeriod(s, term string) (y metrics.AcademicYear, t string, bad string) {
	text := trimCell(s)
	low := strings.ToLower(text)
	for _, name := range termList {
		// Lower case can be longer than what it is of: cut the text itself.
		if n := len(text) - len(" "+name+" term"); n >= 0 && strings.EqualFold(text[n:], " "+name+" term") {
			text, term = text[:n], name
		}
	}
	if rest, ok := strings.CutPrefix(low, "january "); ok && len(rest) == 4 {
		y, bad = parseYear(rest, true)
		return y, term, bad
	}
	y, bad = r.year(text, false)
	return y, term, bad
}

// readBenchmarkTable reads averages of areas that the user supplies. They are
// used before published ones, and labelled as supplied, with their source.
func (r *reader) readBenchmarkTable(t *table) {
	area, code, phase, year, term := t.col("area"), t.col("area_code"), t.col("phase"), t.col("academic_year"), t.col("term", "time_identifier")
	ending := false
	if year < 0 {
		year = t.col("academic_year_ending")
		ending = year >= 0
	}
	measure, group, source := t.col("measure"), t.col("group", "sen_group"), t.col("source")
	rate, num, den := t.col("rate", "value"), t.col("numerator"), t.col("denominator")
	fixed := metrics.AcademicYear(0)
	if year < 0 {
		var ok bool
		if fixed, ok = r.yearOf(t); !ok {
			return
		}
	}
	type pending struct {
		b   benchRow
		raw number
		m   metrics.Measure
	}
	var rows []pending
	var scale percentScale
	for line, cells := range r.tableRows(t) {
		if t.furniture(cells) && cellAt(cells, measure) == "" {
			t.noted["furniture"]++
			continue
		}
		m, ok := benchMeasure(cellAt(cells, measure))
		if !ok {
			t.noted["measure"]++
			continue
		}
		p := pending{b: benchRow{line: line}, m: m}
		b := &p.b
		b.Measure, b.Source, b.Year = m.ID, int(t.src), fixed
		if b.Term, ok = termWord(cellAt(cells, term)); !ok {
			r.noteTerm(t, cells[term])
			continue
		}
		if year >= 0 {
			var bad string
			if ending {
				b.Year, bad = r.year(cells[year], true)
			} else {
				b.Year, b.Term, bad = r.benchPeriod(cells[year], b.Term)
			}
			if bad != "" && strings.ContainsFunc(cells[year], isLetter) {
				r.noteTerm(t, cells[year]) // "year to date", "January to January"
				continue
			}
			if bad != "" {
				r.report(badOr(bad, codeBadYear), t.spot(line, year), "cell", echo(cells[year]))
				continue
			}
		}
		if !r.benchGroup(t, cells, line, group, m, b) || !r.benchPlace(t, cells, line, area, code, phase, b) {
			continue
		}
		b.Supplied = r.intern(strings.Join(strings.Fields(cellAt(cells, source)), " "))
		if b.Supplied == "" {
			b.Supplied = lastSegment(t.in.show)
		}
		n, d := t.benchCount(cells, num, false), t.benchCount(cells, den, false)
		switch {
		case n.OK() && d.OK() && d.N > 0 && (n.N <= d.N || m.Unit == metrics.UnitPer100):
			per := 1.0
			if m.Unit == metrics.UnitPer100 {
				per = 100
			}
			b.Benchmark = share(b.Benchmark, n, d, per)
			p.raw = number{blank: true}
		case rate >= 0:
			p.raw = parseNumber(cells[rate], false)
			if p.raw.blank || p.raw.bad == "" && p.raw.state != metrics.Observed {
				t.noted["missing"]++
				continue
			}
			if p.raw.bad != "" || m.Unit != metrics.UnitPer100 && p.raw.value > 100 {
				prob := r.report(badOr(p.raw.bad, codeNotPercent), t.spot(line, rate), "cell", echo(cells[rate]))
				prob.Severity = Warning // no figure of a school is lost
				continue
			}
			if m.Unit != metrics.UnitPer100 {
				scale.see(p.raw, line)
			}
		default:
			r.report(codeNoFigure, t.spot(line, -1))
			continue
		}
		t.count++
		t.years[b.Year] = true
		rows = append(rows, p)
	}
	scale.settle(r, t, rate)
	for _, p := range rows {
		switch {
		case p.raw.blank:
		case p.m.Unit == metrics.UnitPer100:
			p.b.Value = p.raw.value
		default:
			v, ok := scale.proportion(p.raw)
			if !ok {
				continue
			}
			p.b.Value = v
		}
		r.bench = append(r.bench, p.b)
	}
	if n := t.noted["measure"]; n > 0 {
		r.report(codeBenchMeasure, t.spot(0, measure), "count", plural(n, "row", "rows"))
	}
	if n := t.noted["group"]; n > 0 {
		r.report(codeMissing, t.spot(0, -1), "kind", "a table of benchmarks", "missing", "it has no column group (all, no_sen, sen_support, ehc_plan or send), which "+plural(n, "row needs", "rows need"))
	}
	r.closeAreas(t, area)
	r.closeTerms(t)
}

// badOr gives the first code unless it is the general one for a number.
func badOr(bad, other string) string {
	if bad == "" || bad == codeNotWhole || bad == codeTerm {
		return other
	}
	return bad
}

// termWord reads the term of a column of its own: blank is the whole year.
func termWord(s string) (string, bool) {
	switch w := strings.TrimSuffix(squash(s), "term"); w {
	case "", "academicyear", "fullyear", "year", "all", "wholeyear":
		return "", true
	case "autumn", "spring", "summer":
		return w, true
	}
	return "", false
}

// benchGroup reads the SEN group; the register and the context are about all
// pupils.
func (r *reader) benchGroup(t *table, cells []string, line, col int, m metrics.Measure, b *benchRow) bool {
	if m.Family == metrics.FamilyRegister || m.Family == metrics.FamilyContext {
		return true // GroupAll
	}
	if col < 0 { // lost or misspelt: no SEN must not pass for all pupils
		t.noted["group"]++
		return false
	}
	g, legacy, blank, ok := parseGroup(cells[col])
	if !ok || legacy {
		code := codeBadGroup
		if blank {
			code = codeBlankGroup
		}
		r.report(code, t.spot(line, col))
		return false
	}
	b.Group = g
	return true
}

// benchPlace reads the area, by name or code, and the phase.
func (r *reader) benchPlace(t *table, cells []string, line, area, code, phase int, b *benchRow) bool {
	name, ons := cellAt(cells, area), cellAt(cells, code)
	switch {
	case strings.EqualFold(name, "england") || strings.HasPrefix(name, "E92"):
		b.Kind = metrics.AreaEngland
	case normaliseRegion(name) != "" || regionOfCode(name) != "":
		b.Kind, b.Region = metrics.AreaRegion, normaliseRegion(name)
		if b.Region == "" {
			b.Region = regionOfCode(name)
		}
		if b.Region == "London" && (squash(name) == "innerlondon" || squash(name) == "outerlondon") {
			b.part = r.intern(name)
		}
	default:
		la, err := metrics.ParseLACode(name)
		if err != nil {
			var ok bool
			if la, ok = r.areas.find(name, name); !ok {
				la, ok = r.areas.find(ons, name)
			}
			if !ok {
				r.badArea(t)
				return false
			}
		}
		b.Kind, b.LA = metrics.AreaLA, metrics.LACode(r.intern(string(la)))
	}
	word := cellAt(cells, phase)
	if word != "" && isTotal(word) || squash(word) == "allphases" {
		b.AllPhases = true
		return true
	}
	var ok bool
	b.Phase, _, ok = parsePhase(word)
	if !ok || b.Phase == metrics.PhaseUnknown {
		r.report(codeValue, t.spot(line, phase), "options", phaseOptions+", All")
		return false
	}
	return true
}
