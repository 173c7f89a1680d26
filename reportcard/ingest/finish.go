package ingest

import (
	"cmp"
	"slices"
	"strings"

	"inclusioncards/metrics"
)

// finish joins, checks and hands over what was read.
func (r *reader) finish() *metrics.Dataset {
	for i := range r.schools {
		s := &r.schools[i].school
		if s.URN == "" {
			continue
		}
		r.urns.id(string(s.URN))
		trust := fromOpen
		if s.Closed {
			trust = fromClosed
		}
		r.addLink(s.LAESTAB, s.URN, link{trust: trust, year: r.schools[i].year})
	}
	r.schoolsByLAESTAB()
	r.countPupils()
	r.settleDisputes() // of rows known by LAESTAB, before they move
	r.joinByLAESTAB()
	r.settleDisputes()
	r.unknownURNs()
	r.contradictions()
	r.followLinks()
	r.followPupils()
	r.crossRow()
	r.plausible()
	r.checkRolls()
	r.undatedRates()
	d := metrics.NewDataset()
	for i := range r.sources {
		d.Sources = append(d.Sources, r.sources[i].Source)
	}
	d.Benchmarks = r.benchmarks()
	d.Pupils = r.pupil.level
	d.Histories = r.histories
	d.Term, d.Comments = r.opt.Term, r.joinComments()
	for _, u := range r.urns.keys {
		d.Intern(metrics.URN(u))
	}
	r.describeSchools(d)
	r.hand(d)
	r.leaverPreset(d)
	r.supplement(d)
	d.Finish()
	r.reportPairs()
	r.reportMapping()
	r.sortProblems()
	d.SetChecks(r.checks())
	return d
}

// schoolsByLAESTAB gives the schools of a table without URNs the URN that had
// their LAESTAB last.
func (r *reader) schoolsByLAESTAB() {
	var lost []*unjoined
	kept := r.schools[:0]
	for _, row := range r.schools {
		if row.school.URN == "" {
			u, many := r.resolve(row.school.LAESTAB, farFuture)
			if u == "" || many {
				lost = append(lost, &unjoined{src: row.src, lab: row.school.LAESTAB, name: row.school.Name, rows: map[uint32]bool{uint32(row.line): true}})
				continue
			}
			row.school.URN = u
		}
		kept = append(kept, row)
	}
	r.schools = kept
	r.reportUnjoined(codeUnmatched, lost)
}

// farFuture makes the latest year the nearest.
const farFuture metrics.AcademicYear = 2098

// joinByLAESTAB moves the rows known by LAESTAB to the URN that had it in
// their year, and reports those that have none.
func (r *reader) joinByLAESTAB() {
	ids := make([]int, len(r.labs.keys))
	many := make([]bool, len(r.labs.keys))
	labs := make([]metrics.LAESTAB, len(r.labs.keys))
	for i, k := range r.labs.keys {
		lab, year, _ := strings.Cut(k, "|")
		n, _ := plainDigits(year)
		labs[i] = metrics.LAESTAB(lab)
		u, several := r.resolve(labs[i], metrics.AcademicYear(n.mant))
		ids[i], many[i] = -1, several
		if u != "" && !several {
			ids[i] = r.urns.id(string(u))
		}
	}
	type key struct {
		src uint16
		lab metrics.LAESTAB
	}
	left := map[key]*unjoined{}
	var lost, twofold []*unjoined
	for _, b := range r.labs.sorted() {
		for f := range b.fields {
			for i, fig := range b.fields[f] {
				if fig.flags&given == 0 {
					continue
				}
				if ids[i] >= 0 {
					r.put(r.urns.block(b.key.year, b.key.group), r.urns, ids[i], metrics.Field(f), fig)
					continue
				}
				u := left[key{fig.src, labs[i]}]
				if u == nil {
					u = &unjoined{src: fig.src, lab: labs[i], name: r.named[string(labs[i])], years: map[metrics.AcademicYear]bool{}, rows: map[uint32]bool{}}
					left[key{fig.src, labs[i]}] = u
					if many[i] {
						twofold = append(twofold, u)
					} else {
						lost = append(lost, u)
					}
				}
				u.years[b.key.year], u.rows[fig.row] = true, true
			}
		}
	}
	r.reportUnjoined(codeUnmatched, lost)
	r.reportTwofold(twofold)
}

// latestYear gives the latest year of the counts tables, else of any figures.
func (r *reader) latestYear() metrics.AcademicYear {
	var counts, any metrics.AcademicYear
	for _, s := range r.sources {
		if len(s.Years) == 0 || s.pupilLevel || s.Kind == "school spine" || s.Kind == "school information" || s.Kind == "benchmarks by SEN status" {
			continue
		}
		last := s.Years[len(s.Years)-1]
		any = max(any, last)
		if s.Kind == "counts" {
			counts = max(counts, last)
		}
	}
	if counts == 0 {
		counts = any
	}
	for y := range r.pupil.years {
		if r.pupil.isFirst(y) {
			counts = max(counts, y)
		}
	}
	return counts
}

// undatedRates enters the percentages of the table of schools under the latest
// year, where no dated file gives the figure.
func (r *reader) undatedRates() {
	year := r.latestYear()
	if year == 0 {
		return
	}
	b := r.urns.block(year, metrics.GroupAll)
	for _, s := range r.schools {
		id := r.urns.id(string(s.school.URN))
		for _, v := range []struct {
			n      number
			field  metrics.Field
			counts metrics.Field
		}{{s.fsm6, metrics.FSM6Rate, metrics.FSM6Pupils}, {s.eal, metrics.EALRate, metrics.EALPupils}} {
			if s.rank != rankSchools || v.n.blank || b.get(v.field, id).flags&given != 0 {
				continue
			}
			f := figure{n: v.n.value, state: v.n.state, src: s.src, row: uint32(s.line), flags: given}
			if v.n.bad != "" {
				f.refuse()
			}
			if v.n.low {
				f.flags |= lowRel
			}
			*b.at(v.field, id) = f
		}
	}
}

// hand copies the staged figures into the dataset.
func (r *reader) hand(d *metrics.Dataset) {
	latest := r.latestCensus()
	for _, b := range r.urns.sorted() {
		for f := range b.fields {
			for i, fig := range b.fields[f] {
				if fig.flags&given == 0 {
					continue
				}
				d.Set(i, b.key.year, metrics.Field(f), b.key.group, fig.count())
				s := &d.Schools[i]
				if src := &r.sources[fig.src]; src.Simulated || src.Demonstration {
					s.Simulated = true
				}
				if metrics.Field(f) == metrics.CensusRoll && b.key.year == latest {
					s.Closed = s.Closed && r.gias(s.URN)
				}
			}
			b.fields[f] = nil
		}
	}
}

// latestCensus gives the year of the latest school census.
func (r *reader) latestCensus() metrics.AcademicYear {
	var y metrics.AcademicYear
	for k, b := range r.urns.blocks {
		if len(b.fields[metrics.CensusRoll]) > 0 {
			y = max(y, k.year)
		}
	}
	return y
}

// describeSchools fills in what the files say of each school: the best table
// first, blanks from the others.
func (r *reader) describeSchools(d *metrics.Dataset) {
	order := make([]int, len(r.schools))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int {
		x, y := &r.schools[a], &r.schools[b]
		return cmp.Or(cmp.Compare(x.rank, y.rank), cmp.Compare(y.year, x.year))
	})
	now := r.newest()
	stated := make([]metrics.Phase, len(d.Schools))
	r.closedInGIAS = map[metrics.URN]bool{}
	described := make([]int, len(d.Schools)) // 1 + index of the best row
	twice := map[filePair]int{}
	for _, i := range order {
		row := &r.schools[i]
		n := d.Find(row.school.URN)
		s := &d.Schools[n]
		if described[n] == 0 {
			described[n] = i + 1
			s.Closed = row.school.Closed
			r.closedInGIAS[s.URN] = row.school.Closed && row.rank != rankSpine
		} else if best := &r.schools[described[n]-1]; best.rank == rankSchools && row.rank == rankSchools && differ(&best.school, &row.school) {
			twice[filePair{row.src, best.src}]++
		}
		fillBlanks(s, &row.school)
		if h := r.histories[s.URN]; len(h.Earlier) > 0 {
			row.opened, row.isNew = 0, false // it is new in name only
		}
		if stated[n] == metrics.PhaseUnknown && row.rank < rankSpine {
			stated[n] = row.school.Phase
		}
		if row.opened != 0 && now != 0 {
			s.New = s.New || row.opened > now-3 && row.opened <= now
		} else if row.isNew && row.year != 0 {
			s.New = s.New || row.year > now-3
		}
	}
	r.reportNameFiles(twice)
	census := r.latestCensus()
	spine := r.spinePhases()
	unknown := map[metrics.LACode]int{}
	for i := range d.Schools {
		s := &d.Schools[i]
		var fromCensus metrics.Phase
		if i < len(r.dated) {
			dt := &r.dated[i]
			if dt.laestab != "" {
				// A newer table of schools may know the authority that took
				// over from that of the census.
				if la := dt.laestab.LA(); !slices.Contains(laSuccessors[la], s.LA) {
					s.LAESTAB, s.LA = dt.laestab, la
				}
			}
			fromCensus, _, _ = parsePhase(dt.schoolType)
			if s.Type == "" {
				s.Type = dt.schoolType
			}
			if dt.typeYear != 0 && dt.typeYear == census && stated[i] == metrics.PhaseUnknown {
				stated[i] = fromCensus
			}
		}
		if stated[i] == metrics.PhaseUnknown {
			stated[i] = cmp.Or(fromCensus, spine[s.URN])
		}
		settlePhase(s, stated[i], fromCensus)
		r.placeSchool(s, unknown)
	}
	r.reportUnknown(unknown)
	r.reportPlaceless(d)
}

// reportPlaceless tells that schools whose records were counted have no local
// authority: they are compared with no local school.
func (r *reader) reportPlaceless(d *metrics.Dataset) {
	placeless, year := map[metrics.URN]bool{}, metrics.AcademicYear(0)
	for _, c := range r.pupil.level.Rules {
		if i := d.Find(c.URN); i >= 0 && d.Schools[i].LA == "" {
			placeless[c.URN], year = true, c.Year
		}
	}
	if n := len(placeless); n > 1 {
		file, sheet := r.censusOf(r.pupil.years[year], "")
		r.report(codePlaceless, spot{file: file, sheet: sheet}, "count", plural(n, "school", "schools"))
	}
}

// placeSchool fills in the authority and region.
func (r *reader) placeSchool(s *metrics.School, unknown map[metrics.LACode]int) {
	if s.LA == "" {
		s.LA = s.LAESTAB.LA()
	}
	if s.LA == "" && s.LAName != "" {
		s.LA, _ = r.areas.find("", s.LAName)
	}
	if s.LA == "" && s.Phase != metrics.PhaseUnknown {
		s.LA = r.opt.FileLA
	}
	if s.LA == "" {
		return
	}
	s.LA = metrics.LACode(r.intern(string(s.LA)))
	a := r.areas.get(s.LA)
	if a.name == "" && s.LAName == "" {
		unknown[s.LA]++
	}
	if a.name != "" {
		s.LAName = a.name
	}
	if s.Region == "" || a.region != "" {
		s.Region = a.region
	}
}
