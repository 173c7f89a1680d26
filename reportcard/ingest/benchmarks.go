package ingest

import (
	"strings"

	"inclusioncards/metrics"
)

// benchRow is a benchmark with its place, and the area as the file names it.
type benchRow struct {
	metrics.Benchmark
	line int
	// part is "Inner London" or "Outer London" for a half of a region.
	part string
	bad  bool
	// derived is true for a rate added up from a file of other purpose; the
	// published rate goes before it.
	derived bool
}

// laColumns are the columns that name an area.
type laColumns struct{ code, ons, name, region int }

func (r *reader) addBenchmark(t *table, line int, b metrics.Benchmark) {
	b.Source = int(t.src)
	r.bench = append(r.bench, benchRow{Benchmark: b, line: line})
}

// share builds a benchmark of counts: both must be observed.
func share(b metrics.Benchmark, num, den metrics.Count, per float64) metrics.Benchmark {
	b.Num, b.Den = num, den
	if num.OK() && den.OK() && den.N > 0 {
		b.Value = num.N / den.N * per
	}
	return b
}

func (t *table) benchCount(cells []string, col int, oldEra bool) metrics.Count {
	c := metrics.Count{Source: t.src}
	if col < 0 || t.times[t.names[col]] > 1 {
		return c
	}
	n := parseNumber(cells[col], oldEra)
	c.Given = true
	if n.state == metrics.Observed && !n.percent && n.bad == "" {
		c.N, c.State = n.value, metrics.Observed
	} else if n.bad == "" {
		c.State = n.state
	}
	return c
}

// nationalCensus turns a national row of the school census into benchmarks.
func (r *reader) nationalCensus(t *table, cells []string, line int, year metrics.AcademicYear) {
	phase, _, _ := parsePhase(cellAt(cells, t.col("school_type", "phase")))
	if p := nationalPhase(cellAt(cells, t.col("estab"))); p != metrics.PhaseUnknown {
		phase = p
	}
	get := func(name string) metrics.Count { return t.benchCount(cells, t.col(name), false) }
	published := func(names ...string) (sum float64, ok bool) {
		for _, name := range names {
			col := t.col(name)
			if col < 0 {
				return 0, false
			}
			n := parseNumber(cells[col], false)
			if n.state != metrics.Observed {
				return 0, false
			}
			sum += n.hundredth()
		}
		return sum, true
	}
	roll := get("nor")
	support, plan := get("tsenelk"), get("tsenelse")
	add := func(m metrics.MeasureID, num, den metrics.Count, names ...string) {
		b := metrics.Benchmark{Kind: metrics.AreaEngland, Phase: phase, Year: year, Measure: m, Group: metrics.GroupAll}
		switch v, ok := published(names...); {
		case num.OK() && den.OK() && den.N > 0 && (m == "fsm6" || m == "eal" || plan.N+support.N <= roll.N):
			b = share(b, num, den, 1)
		case ok:
			// The national row of special schools of 2018/19 has more pupils
			// with a plan than pupils: its percentages rest on another base.
			b.Value = v
		default:
			return
		}
		r.addBenchmark(t, line, b)
	}
	add("register_send", metrics.Sum(support, plan), roll, "psenelk", "psenelse")
	add("register_sen_support", support, roll, "psenelk")
	add("register_ehc_plan", plan, roll, "psenelse")
	add("fsm6", get("numfsmever"), get("norfsmever"), "pnumfsmever")
	add("eal", get("numeal"), roll, "pnumeal")
}

// areaExclusions turns a national, regional or authority row of the exclusions
// file into benchmarks.
func (r *reader) areaExclusions(t *table, cells []string, line int, year metrics.AcademicYear, oldEra bool, names laColumns) {
	if a := t.col("academy_type"); a >= 0 && squash(cells[a]) != "total" {
		return // a part of the area's schools
	}
	b := metrics.Benchmark{Year: year, Group: metrics.GroupAll}
	var part string
	switch squash(cellAt(cells, t.col("geographic_level"))) {
	case "national":
		b.Kind = metrics.AreaEngland
	case "regional":
		b.Kind = metrics.AreaRegion
		name := cellAt(cells, names.region)
		b.Region = normaliseRegion(name)
		if b.Region == "London" && squash(name) != "london" {
			part = r.intern(name)
		}
		if b.Region == "" {
			r.badArea(t)
			return
		}
	case "localauthority":
		b.Kind = metrics.AreaLA
		code := cellAt(cells, names.code)
		la, err := metrics.ParseLACode(code)
		if err != nil {
			r.badArea(t)
			return
		}
		b.LA = metrics.LACode(r.intern(string(la)))
		r.areas.learn(code, cellAt(cells, names.ons), cellAt(cells, names.name), cellAt(cells, names.region))
	default:
		r.badArea(t)
		return
	}
	word := cellAt(cells, t.col("school_type", "phase"))
	if strings.EqualFold(word, "Total") {
		b.AllPhases = true
	} else {
		b.Phase, _, _ = parsePhase(word)
		if b.Phase == metrics.PhaseUnknown {
			return
		}
	}
	den := t.benchCount(cells, t.col("pupils"), oldEra)
	for _, m := range []struct {
		id  metrics.MeasureID
		col string
		per float64
	}{{"suspended_once", "pupils_suspended", 1}, {"suspension_rate", "suspensions", 100}, {"permanent_exclusion_rate", "permanent_exclusions", 100}} {
		num := t.benchCount(cells, t.col(m.col), oldEra)
		if !num.OK() || !den.OK() || den.N == 0 {
			continue
		}
		b.Measure = m.id
		r.addBenchmark(t, line, share(b, num, den, m.per))
		r.bench[len(r.bench)-1].part = part
	}
}

func (r *reader) badArea(t *table) { t.noted["area"]++ }

// closeAreas reports once how many rows were about unknown areas.
func (r *reader) closeAreas(t *table, col int) {
	if n := t.noted["area"]; n > 0 {
		r.report(codeBadArea, t.spot(0, col), "count", plural(n, "row", "rows"))
	}
}

// senMetrics maps the metrics of the LA benchmark file. percent metrics become
// proportions; per-100 rates stay as they are.
var senMetrics = map[string]struct {
	id      metrics.MeasureID
	percent bool
}{
	"sess_overall_percent": {"absence", true}, "enrolments_pa_10_exact_percent": {"persistent_absence", true},
	"enrolments_pa_50_exact_percent": {"severe_absence", true}, "one_plus_susp_rate": {"suspended_once", true},
	"susp_rate": {"suspension_rate", false}, "perm_excl_rate": {"permanent_exclusion_rate", false},
}

// readSENBenchmarks reads rates by area, phase and SEN status.
func (r *reader) readSENBenchmarks(t *table) {
	col := func(name string) int { return t.col(name) }
	metric, detail, group, phase := col("metric"), col("send_detail_display"), col("send_category"), col("phase")
	year, period, ons, name, region, value := col("academic_year"), col("time_identifier"), col("la_ons"), col("la_name"), col("region"), col("value")
	level := col("geographic_level")
	for line, cells := range r.tableRows(t) {
		// "No SEN" stands under two topics with different values; the
		// methodology's is "SEN provision".
		switch squash(cells[detail]) {
		case "senprovision":
		case "senprimaryneed":
			t.noted["topic"]++
			continue
		default:
			r.report(codeValue, t.spot(line, detail), "options", "SEN provision, SEN primary need")
			continue
		}
		m, known := senMetrics[trimCell(cells[metric])]
		if !known {
			t.noted["metric"]++
			continue
		}
		b := metrics.Benchmark{Measure: m.id}
		var legacy, ok bool
		if b.Group, legacy, _, ok = parseGroup(cells[group]); !ok || legacy {
			r.report(codeBadGroup, t.spot(line, group))
			continue
		}
		if b.Term, ok = termOf(cells[period]); !ok {
			r.report(codeBadYear, t.spot(line, period), "cell", echo(cells[period]))
			continue
		}
		y, bad := r.year(cells[year], false)
		if bad != "" {
			r.report(bad, t.spot(line, year), "cell", echo(cells[year]))
			continue
		}
		b.Year = y
		if b.Phase, b.AllPhases, ok = benchmarkPhase(cells[phase]); !ok {
			r.report(codeValue, t.spot(line, phase), "options", phaseOptions+", Total")
			continue
		}
		n := parseNumber(cells[value], false)
		if n.bad != "" || n.percent {
			r.report(codeNotPercent, t.spot(line, value), "cell", echo(cells[value]))
			continue
		}
		if n.state != metrics.Observed {
			continue
		}
		b.Value = n.value
		if m.percent {
			b.Value = n.hundredth()
		}
		b.Source = int(t.src)
		row := benchRow{Benchmark: b, line: line}
		if !r.benchArea(&row, cellAt(cells, level), cellAt(cells, ons), cellAt(cells, name), cellAt(cells, region)) {
			r.badArea(t)
			continue
		}
		t.count++
		t.years[y] = true
		r.bench = append(r.bench, row)
	}
	r.closeAreas(t, ons)
	if n := t.noted["metric"]; n > 0 {
		r.report(codeBenchMeasure, t.spot(0, metric), "count", plural(n, "row", "rows"))
	}
	if n := t.noted["topic"]; n > 0 {
		r.rep.Files[t.rep].Note = plural(n, "row", "rows") + " of the topic SEN primary need left out: their No SEN differs from that of SEN provision"
	}
}

// benchArea settles which area a row is about.
func (r *reader) benchArea(b *benchRow, level, ons, name, region string) bool {
	switch {
	case squash(level) == "national" || ons == "" && (strings.EqualFold(name, "England") || name == "" && region == ""):
		b.Kind = metrics.AreaEngland
		return true
	case squash(level) == "regional" || ons == "" && name == "":
		b.Kind, b.Region = metrics.AreaRegion, normaliseRegion(region)
		if b.Region == "London" && squash(region) != "london" {
			b.part = r.intern(region)
		}
		return b.Region != ""
	}
	la, ok := r.areas.find(ons, name)
	b.Kind, b.LA = metrics.AreaLA, la
	return ok
}

// termOf reads a time identifier: "" for a whole year.
func termOf(s string) (string, bool) {
	if squash(s) == "" {
		return "", false
	}
	return termWord(s)
}

func benchmarkPhase(s string) (p metrics.Phase, all, ok bool) {
	if squash(s) == "total" {
		return metrics.PhaseUnknown, true, true
	}
	p, _, ok = parsePhase(s)
	return p, false, ok && p != metrics.PhaseUnknown
}

// benchKey says what a benchmark is about.
type benchKey struct {
	kind   metrics.AreaKind
	la     metrics.LACode
	region string
	phase  metrics.Phase
	all    bool
	year   metrics.AcademicYear
	term   string
	id     metrics.MeasureID
	group  metrics.Group
	// supplied averages stand beside published ones, and go before them.
	supplied bool
}

func (b *benchRow) key() benchKey {
	return benchKey{b.Kind, b.LA, b.Region, b.Phase, b.AllPhases, b.Year, b.Term, b.Measure, b.Group, b.Supplied != ""}
}

// benchmarks joins the halves of London, removes repeats and orders the rest.
func (r *reader) benchmarks() []metrics.Benchmark {
	rows := r.joinLondon()
	first := map[benchKey]int{}
	clashes := map[filePair]int{}
	kept := rows[:0]
	for _, b := range rows {
		i, again := first[b.key()]
		if !again {
			first[b.key()] = len(kept)
			kept = append(kept, b)
			continue
		}
		if b.derived || kept[i].derived {
			if kept[i].derived && !b.derived {
				kept[i] = b
			}
			continue
		}
		if kept[i].Value != b.Value {
			kept[i].bad = true
			clashes[filePair{uint16(b.Source), uint16(kept[i].Source)}]++
		}
	}
	for _, p := range sortedPairs(clashes) {
		r.report(codeBenchTwice, spot{file: r.sources[p.from].show, sheet: r.sources[p.from].Sheet},
			"count", plural(clashes[p], "figure", "figures"), "other", r.sources[p.other].show)
	}
	out := make([]metrics.Benchmark, 0, len(kept))
	for _, b := range kept {
		if !b.bad {
			out = append(out, b.Benchmark)
		}
	}
	return out
}

// joinLondon adds Inner and Outer London up to London where the file has both
// as counts and no row for London itself. Rates alone cannot be added.
func (r *reader) joinLondon() []benchRow {
	whole := map[benchKey]bool{}
	halves := map[benchKey][]benchRow{}
	var order []benchKey
	var out []benchRow
	for _, b := range r.bench {
		if b.part == "" {
			if b.Kind == metrics.AreaRegion {
				whole[b.key()] = true
			}
			out = append(out, b)
			continue
		}
		k := b.key()
		if halves[k] == nil {
			order = append(order, k)
		}
		halves[k] = append(halves[k], b)
	}
	for _, k := range order {
		h := halves[k]
		if whole[k] || len(h) != 2 || h[0].part == h[1].part || !h[0].Num.OK() || !h[1].Num.OK() {
			continue
		}
		b := h[0]
		per := 1.0
		if b.Measure == "suspension_rate" || b.Measure == "permanent_exclusion_rate" {
			per = 100
		}
		b.part = ""
		b.Benchmark = share(b.Benchmark, metrics.Sum(h[0].Num, h[1].Num), metrics.Sum(h[0].Den, h[1].Den), per)
		out = append(out, b)
	}
	return out
}
