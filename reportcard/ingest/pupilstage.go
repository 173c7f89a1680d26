package ingest

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
	"strings"

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
	y.agg = nil // the records of England fill half a gigabyte
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
		r.namedChecks(y, c)
		r.rules(y, c)
	}
	r.pupil.level.Append(r.withoutBroken(y, res.Level(y.year)))
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
			broken = broken || s.broken != ""
			src, known = s.src, true
		}
	}
	return src, broken, known
}

// brokenSources puts a table that broke off on the cards of its schools.
func (r *reader) brokenSources(y *pupilYear, u metrics.URN) {
	for _, s := range y.sources[u] {
		if s.broken != "" {
			r.found = append(r.found, metrics.Check{URN: u, Code: s.broken})
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
		if p.Ref > 0 {
			at := r.sources[p.Ref-1].table.spot(p.Row, p.Index-1)
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

// families are those a check of package pupils is about; any other is all.
var families = map[string]metrics.Family{
	"suspensions": metrics.FamilySuspensions, "absence": metrics.FamilyAbsence, "movement": metrics.FamilyMovement,
}

var outcomes = map[pupils.Verdict]metrics.CheckOutcome{
	pupils.NotChecked: metrics.CheckNotRun, pupils.Passed: metrics.CheckPassed, pupils.Warned: metrics.CheckWarned, pupils.Vetoed: metrics.CheckVetoed,
}

// namedChecks hands over the checks of survivorship and balance (inputs.md 12).
// A veto is told as an error, a warning as one.
func (r *reader) namedChecks(y *pupilYear, c *pupils.SchoolCounts) {
	file, sheet := r.censusOf(y, c.URN)
	for _, k := range append(slices.Clone(c.Checks), secondRoll(c.Checks)...) {
		detail := map[string]string{}
		for _, n := range k.Numbers {
			detail[n.Name] = strconv.FormatFloat(n.Value, 'g', 6, 64)
		}
		r.found = append(r.found, metrics.Check{
			URN: c.URN, Code: k.Name, Detail: detail, Outcome: outcomes[k.Verdict], Year: y.year, About: families[k.About],
		})
		code := ""
		switch k.Verdict {
		case pupils.Warned:
			code = codeCheckWarn
		case pupils.Vetoed:
			code = codeCheckVeto
		default:
			continue
		}
		var numbers []string
		for _, n := range k.Numbers {
			numbers = append(numbers, strings.ReplaceAll(n.Name, "_", " ")+" "+detail[n.Name])
		}
		r.report(code, spot{file: file, sheet: sheet, urn: c.URN}, "check", k.Name, "year", y.year.String(),
			"about", k.About, "numbers", strings.Join(numbers, ", "))
	}
}

// CheckSecondRoll is the name of the check that the second census is whole: a
// file cut between two rows shows in nothing else, and makes leavers of all who
// are missing.
const CheckSecondRoll = "second_roll"

// fewestOnRoll is the least roll whose fall says anything.
const fewestOnRoll = 50

// secondRoll judges the fall of the roll between the censuses. By over three
// tenths it is a veto of movement (half a file, or a school that closes), by over
// 15 in 100 a warning: an infant or junior school can lose a large year group.
func secondRoll(checks []pupils.Check) []pupils.Check {
	for _, k := range checks {
		if k.Name != pupils.CheckRollBalance {
			continue
		}
		n := map[string]float64{}
		for _, v := range k.Numbers {
			n[v.Name] = v.Value
		}
		first, second := n["first"], n["second"]
		out := pupils.Check{Name: CheckSecondRoll, About: k.About, Verdict: pupils.Passed, Numbers: []pupils.Number{{Name: "first", Value: first}, {Name: "second", Value: second}}}
		switch {
		case first < fewestOnRoll:
			out.Verdict = pupils.NotChecked
		case second*10 < first*7:
			out.Verdict = pupils.Vetoed
		case second*100 < first*85:
			out.Verdict = pupils.Warned
		}
		return []pupils.Check{out}
	}
	return nil
}

// rules notes which of the contested rules a school was counted by.
func (r *reader) rules(y *pupilYear, c *pupils.SchoolCounts) {
	out := metrics.CountingRules{URN: c.URN, Year: y.year}
	for _, t := range c.Tallies {
		out.KeptBack += t.KeptBack
	}
	for _, s := range y.sources[c.URN] {
		switch {
		case s.kind == pupils.Census && s.second:
			out.LeaverPreset = r.scope().String()
		case s.kind == pupils.Suspensions:
			out.SENStatus = cmp.Or(r.opt.SENStatus, "census")
		case s.kind == pupils.Attendance:
			out.AbsenceAges, out.AbsenceCohort = cmp.Or(r.opt.AbsenceAges, "all"), c.Cohort.String()
		}
	}
	r.pupil.level.Rules = append(r.pupil.level.Rules, out)
}

// withoutBroken leaves out the schools of which a table broke off.
func (r *reader) withoutBroken(y *pupilYear, p metrics.PupilLevel) metrics.PupilLevel {
	broken := func(u metrics.URN) bool {
		return slices.ContainsFunc(y.sources[u], func(s pupilSource) bool { return s.broken != "" })
	}
	p.Cells = slices.DeleteFunc(p.Cells, func(c metrics.Cell) bool { return broken(c.URN) })
	p.Bands = slices.DeleteFunc(p.Bands, func(b metrics.Band) bool { return broken(b.URN) })
	p.Destinations = slices.DeleteFunc(p.Destinations, func(d metrics.DestinationCount) bool { return broken(d.URN) })
	p.Grounds = slices.DeleteFunc(p.Grounds, func(g metrics.GroundCount) bool { return broken(g.URN) })
	return p
}

// followPupils gives what pupil-level tables say of schools that converted to
// their URN of today, as followLinks does with the figures.
func (r *reader) followPupils() {
	today := func(u *metrics.URN) {
		for next, ok := r.successors()[*u]; ok; next, ok = r.successors()[*u] {
			*u = next
		}
	}
	p := &r.pupil.level
	for i := range p.Cells {
		today(&p.Cells[i].URN)
	}
	for i := range p.Bands {
		today(&p.Bands[i].URN)
	}
	for i := range p.Destinations {
		today(&p.Destinations[i].URN)
	}
	for i := range p.Grounds {
		today(&p.Grounds[i].URN)
	}
	for i := range p.Rules {
		today(&p.Rules[i].URN)
	}
	for i := range r.found {
		today(&r.found[i].URN)
	}
}
