package ingest

import (
	"cmp"
	"slices"
	"strings"

	"inclusioncards/metrics"
)

// bandHeadings are those of the absence bands by SEN, a file that comes without
// a row of headings.
var bandHeadings = []string{
	"time_identifier", "time_period", "geographic_level", "country_code", "country_name", "region_name", "region_code", "old_la_code", "new_la_code", "la_name",
	"school_type", "fsm_eligible", "sen_status", "gender", "NCyearActual", "pct5_OARate", "pct10_OARate", "pct15_OARate", "pct20_OARate", "pct25_OARate",
	"pct30_OARate", "pct35_OARate", "pct40_OARate", "pct45_OARate", "pct50_OARate", "pct50plus_OARate",
}

// firstBand is the column of the enrolments that missed less than 5%; the bands
// follow in steps of five points, the last from 50% on.
const (
	firstBand      = 15
	persistentBand = firstBand + 2
	severeBand     = firstBand + 10
)

// bandKey is an area, phase, year and group of which the rows are parts.
type bandKey struct {
	kind  metrics.AreaKind
	la    metrics.LACode
	part  string // the region as the file names it
	phase metrics.Phase
	year  metrics.AcademicYear
	group metrics.Group
}

// bandSum counts enrolments.
type bandSum struct {
	all, persistent, severe float64
	line                    int
	bad                     bool
}

// bandsOfAbsence knows the file without headings by its first row.
func bandsOfAbsence(cells []string) bool {
	return len(cells) == len(bandHeadings) && strings.HasPrefix(trimCell(cells[3]), "E92") && squash(cells[0]) == "academicyear" && len(trimCell(cells[1])) == 6
}

// readBands adds up enrolments by absence band into persistent and severe
// absence, by area, phase and SEN.
func (r *reader) readBands(t *table) {
	sums := map[bandKey]*bandSum{}
	var order []bandKey
	for line, cells := range r.tableRows(t) {
		y, bad := r.year(cells[1], false)
		if bad != "" {
			r.report(bad, t.spot(line, 1), "cell", echo(cells[1]))
			continue
		}
		var k bandKey
		switch squash(cells[12]) {
		case "anyspecialeducationalneed", "anysen":
			k.group = metrics.GroupSEND
		case "noidentifiedspecialeducationalneed", "nosen":
			k.group = metrics.GroupNoSEN
		default:
			t.noted["unclassified"]++
			continue
		}
		k.year = y
		k.phase, _, _ = parsePhase(cells[10])
		if k.phase == metrics.PhaseUnknown {
			t.noted["phase"]++
			continue
		}
		switch squash(cells[2]) {
		case "national":
			k.kind = metrics.AreaEngland
		case "regional":
			k.kind, k.part = metrics.AreaRegion, r.intern(trimCell(cells[5]))
		default:
			la, err := metrics.ParseLACode(cells[7])
			if err != nil {
				r.badArea(t)
				continue
			}
			k.kind, k.la = metrics.AreaLA, metrics.LACode(r.intern(string(la)))
		}
		s := sums[k]
		if s == nil {
			s = &bandSum{line: line}
			sums[k] = s
			order = append(order, k)
		}
		t.count++
		t.years[y] = true
		r.addBands(t, s, cells, line)
	}
	slices.SortFunc(order, func(a, b bandKey) int { return cmp.Compare(sums[a].line, sums[b].line) })
	for _, k := range order {
		r.bandBenchmarks(t, k, sums[k])
	}
	r.closeAreas(t, 7)
}

// addBands adds one row. A cell that is not a count spoils the sum, never
// silently counts as none.
func (r *reader) addBands(t *table, s *bandSum, cells []string, line int) {
	for i := firstBand; i <= severeBand; i++ {
		n := parseNumber(cells[i], false)
		if n.state != metrics.Observed || !n.whole() {
			s.bad = true
			if n.bad != "" {
				r.report(n.bad, t.spot(line, i), "cell", echo(cells[i]))
			}
			continue
		}
		s.all += n.value
		if i >= persistentBand {
			s.persistent += n.value
		}
		if i == severeBand {
			s.severe += n.value
		}
	}
}

func (r *reader) bandBenchmarks(t *table, k bandKey, s *bandSum) {
	if s.bad || s.all == 0 {
		return
	}
	b := benchRow{line: s.line, derived: true}
	b.Kind, b.LA, b.Phase, b.Year, b.Group, b.Source = k.kind, k.la, k.phase, k.year, k.group, int(t.src)
	if k.kind == metrics.AreaRegion {
		if b.Region = normaliseRegion(k.part); b.Region == "" {
			r.badArea(t)
			return
		}
		if b.Region == "London" && squash(k.part) != "london" {
			b.part = k.part
		}
	}
	for _, m := range []struct {
		id metrics.MeasureID
		n  float64
	}{{"persistent_absence", s.persistent}, {"severe_absence", s.severe}} {
		b.Measure = m.id
		num, den := metrics.Known(m.n), metrics.Known(s.all)
		num.Source, den.Source = t.src, t.src
		b.Benchmark = share(b.Benchmark, num, den, 1)
		r.bench = append(r.bench, b)
	}
}
