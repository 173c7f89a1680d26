package ingest

import (
	"maps"
	"slices"
	"strconv"

	"inclusioncards/metrics"
	"inclusioncards/reportcard/ingest/pupils"
)

// pupilGroups are those the counts of pupils are staged for: the parts, and all
// pupils, which is more than the parts where a SEN status is not known or an
// excluded pupil is on no census.
var pupilGroups = [...]metrics.Group{metrics.GroupAll, metrics.GroupNoSEN, metrics.GroupSENSupport, metrics.GroupEHCPlan}

// pupilFields are the figures pupil-level tables can give.
func pupilFields() []metrics.Field {
	return append(metrics.CountFields(), metrics.FSM6Pupils, metrics.FSM6Roll)
}

// role is a table a figure rests on besides the first census.
type role struct {
	kind   pupils.Kind
	second bool
}

// rolesOf lists the tables a figure rests on, the one that gives the numerator
// last.
func rolesOf(f metrics.Field) []role {
	first, second := role{kind: pupils.Census}, role{pupils.Census, true}
	switch f {
	case metrics.PupilsSuspended, metrics.PupilsSuspendedRepeat, metrics.Suspensions, metrics.SuspensionDays, metrics.PermanentExclusions:
		return []role{first, {kind: pupils.Suspensions}}
	case metrics.Enrolments, metrics.SessionsPossible, metrics.SessionsAbsent, metrics.PersistentAbsentees, metrics.SevereAbsentees,
		metrics.C2Sessions, metrics.BSessions:
		return []role{first, {kind: pupils.Attendance}}
	case metrics.LeaverBase, metrics.NonStandardLeavers, metrics.Y10Y11Leavers, metrics.Y10Pupils:
		return []role{second, first}
	case metrics.LeaversSpecial, metrics.LeaversEHE, metrics.LeaversNotKnown:
		return []role{first, second, {kind: pupils.Destinations}}
	}
	return []role{first}
}

// scope is the leaver rule in force.
func (r *reader) scope() pupils.Scope {
	if r.opt.LeaverPreset == pupils.LeaversMime2024.String() {
		return pupils.LeaversMime2024
	}
	return pupils.LeaversSchool
}

// stagePupils puts the counts of one year among the figures of all other files.
func (r *reader) stagePupils(y *pupilYear) {
	res := y.agg.Result()
	for i := range res.Schools {
		c := &res.Schools[i]
		id := r.urns.id(string(c.URN))
		for _, f := range pupilFields() {
			src, broken, known := y.sourceOf(c.URN, f)
			if !known {
				continue
			}
			for _, g := range pupilGroups {
				n := c.Count(f, g, r.scope())
				if !n.Given {
					continue
				}
				fig := figure{n: n.N, state: n.State, src: src, flags: given}
				if broken {
					fig.refuse()
				}
				r.put(r.urns.block(y.year, g), r.urns, id, f, fig)
				if f == metrics.NonStandardLeavers && n.OK() {
					r.presets[r.scope().String()] = true
				}
			}
		}
		r.brokenSources(y, c.URN)
		r.leftOut(y, c)
	}
	r.pupilProblems(y, res.Problems)
}

// sourceOf names the table behind a figure of a school, and reports whether one
// that the figure rests on broke off.
func (y *pupilYear) sourceOf(u metrics.URN, f metrics.Field) (src uint16, broken, known bool) {
	for _, role := range rolesOf(f) {
		for _, s := range y.sources[u] {
			if s.kind != role.kind || s.second != role.second {
				continue
			}
			broken = broken || s.broken
			src, known = s.src, true
		}
	}
	return src, broken, known
}

// brokenSources puts a table that broke off on the cards of its schools.
func (r *reader) brokenSources(y *pupilYear, u metrics.URN) {
	for _, s := range y.sources[u] {
		if s.broken {
			r.found = append(r.found, metrics.Check{URN: u, Code: codeCut})
			return
		}
	}
}

// CodeLeftOut is the check that says how many records of a school were left
// out. Its detail: the academic year, the number of records, and the number of
// each code of the catalogue.
const CodeLeftOut = codeLeftOut

// leftOut puts the number of records that were left out on the school's card.
// What was settled without loss (a row that stands twice) does not count.
func (r *reader) leftOut(y *pupilYear, c *pupils.SchoolCounts) {
	detail := map[string]string{"year": y.year.String()}
	total := 0
	for _, code := range slices.Sorted(maps.Keys(c.LeftOut)) {
		if kindByCode[code].Severity != Error {
			continue
		}
		detail[code] = strconv.Itoa(c.LeftOut[code])
		total += c.LeftOut[code]
	}
	if total == 0 {
		return
	}
	detail["records"] = strconv.Itoa(total)
	r.found = append(r.found, metrics.Check{URN: c.URN, Code: codeLeftOut, Detail: detail})
	file, sheet := r.censusOf(y, c.URN)
	r.report(codeLeftOut, spot{file: file, sheet: sheet, urn: c.URN}, "count", plural(total, "record", "records"), "year", y.year.String())
}

// pupilProblems files the problems of the pupil-level tables, each with the
// place as the user sees it. A census that is the second of one year and the
// first of the next has its rows checked twice and reported once.
func (r *reader) pupilProblems(y *pupilYear, list []pupils.Problem) {
	told := map[Problem]bool{}
	for _, p := range r.rep.Problems {
		told[p] = true
	}
	for _, p := range list {
		k := kindByCode[p.Code]
		out := Problem{
			Code: p.Code, Stage: k.Stage, Severity: k.Severity, File: p.File, Sheet: p.Sheet, Row: p.Row,
			Column: p.Column, URN: p.URN, What: p.What, Hint: k.Hint,
		}
		if p.Times > 1 {
			out.What = plural(p.Times, "more row", "more rows") + " like those listed: " + k.Message
		}
		if p.File == "" {
			out.File, out.Sheet = r.censusOf(y, p.URN)
		}
		if t := r.tableOf(p.File, p.Sheet); t != nil {
			at := t.spot(p.Row, p.Index-1)
			out.Column, out.Cell = at.column, at.cell
		}
		if !told[out] {
			r.rep.Problems = append(r.rep.Problems, out)
		}
	}
}

// censusOf names the first census of a school, or any of the year: the place of
// what is about a school as a whole.
func (r *reader) censusOf(y *pupilYear, u metrics.URN) (file, sheet string) {
	for _, s := range y.sources[u] {
		if s.kind == pupils.Census && !s.second {
			return r.sources[s.src].show, r.sources[s.src].Sheet
		}
	}
	for _, p := range r.pupil.tables {
		if p.kind == pupils.Census && !p.unused && (p.byRow || p.year == y.year) {
			return p.show, p.sheet
		}
	}
	return "", ""
}

// tableOf finds a table that was counted, for its headings.
func (r *reader) tableOf(show, sheet string) *table {
	for i := range r.sources {
		if s := &r.sources[i]; s.show == show && s.Sheet == sheet && s.table != nil {
			return s.table
		}
	}
	return nil
}
