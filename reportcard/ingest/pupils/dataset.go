package pupils

import "inclusioncards/metrics"

// Count gives one figure of a group; leavers by the rule of the scope. It is
// the zero Count where no table supplies the figure.
func (c *SchoolCounts) Count(f metrics.Field, g metrics.Group, s Scope) metrics.Count {
	if g > metrics.GroupNoSEN || !c.supplied(f) {
		return metrics.Count{}
	}
	if !c.comparable(f, s) {
		return metrics.Missing(metrics.NotAvailable)
	}
	if (f == metrics.Y10Pupils || f == metrics.Y10Y11Leavers) && c.last < year10 {
		return metrics.Missing(metrics.NotApplicable)
	}
	n := 0.0
	for status := range c.Tallies {
		if !holds(g, metrics.SENStatus(status)) {
			continue
		}
		t := &c.Tallies[status]
		if f == metrics.SuspensionDays && t.DaysUnknown > 0 {
			return metrics.Missing(metrics.NotAvailable)
		}
		if f == metrics.SuspensionDays {
			n += float64(t.SuspensionHalfDays) / 2
			continue
		}
		n += float64(t.figure(f, s))
	}
	if f == metrics.PermanentExclusions && g == metrics.GroupAll {
		n += float64(c.PermanentOffCensus)
	}
	return metrics.Known(n)
}

// holds reports whether pupils with the status are in the group. All holds
// those whose status is not known too.
func holds(g metrics.Group, s metrics.SENStatus) bool {
	switch g {
	case metrics.GroupAll:
		return true
	case metrics.GroupSEND:
		return s == metrics.SENSupport || s == metrics.EHCPlan
	}
	own, err := metrics.GroupOf(s)
	return err == nil && own == g
}

// supplied reports whether the tables that were read can give the figure.
func (c *SchoolCounts) supplied(f metrics.Field) bool {
	switch f {
	case metrics.Pupils, metrics.Y10Pupils:
		return c.has[Census]
	case metrics.PupilsSuspended, metrics.PupilsSuspendedRepeat, metrics.Suspensions, metrics.SuspensionDays, metrics.PermanentExclusions:
		return c.has[Suspensions]
	case metrics.Enrolments, metrics.SessionsPossible, metrics.SessionsAbsent, metrics.PersistentAbsentees, metrics.SevereAbsentees:
		return c.has[Attendance]
	case metrics.C2Sessions:
		return c.has[Attendance] && c.c2
	case metrics.BSessions:
		return c.has[Attendance] && c.b
	case metrics.LeaverBase, metrics.NonStandardLeavers, metrics.Y10Y11Leavers:
		return c.hasSecond
	case metrics.LeaversSpecial, metrics.LeaversEHE, metrics.LeaversNotKnown:
		return c.hasSecond && c.has[Destinations]
	case metrics.UnitPupils:
		return c.unit
	case metrics.FSM6Pupils, metrics.FSM6Roll:
		return c.fsm
	}
	return false
}

// comparable reports whether a leaver figure means anything: not in a merger,
// nor by the school's own last year group when that is not known.
func (c *SchoolCounts) comparable(f metrics.Field, s Scope) bool {
	switch f {
	case metrics.Y10Y11Leavers:
		return !c.apart
	case metrics.LeaverBase, metrics.NonStandardLeavers, metrics.LeaversSpecial, metrics.LeaversEHE, metrics.LeaversNotKnown:
		return !c.apart && (s != LeaversSchool || c.last != yearUnknown)
	}
	return true
}

func (t *Tally) figure(f metrics.Field, s Scope) int {
	switch f {
	case metrics.Pupils:
		return t.Pupils
	case metrics.PupilsSuspended:
		return t.PupilsSuspended
	case metrics.PupilsSuspendedRepeat:
		return t.PupilsSuspendedRepeat
	case metrics.Suspensions:
		return t.Suspensions
	case metrics.PermanentExclusions:
		return t.PermanentExclusions
	case metrics.Enrolments:
		return t.Enrolments
	case metrics.SessionsPossible:
		return t.SessionsPossible
	case metrics.SessionsAbsent:
		return t.SessionsAbsent
	case metrics.PersistentAbsentees:
		return t.PersistentAbsentees
	case metrics.SevereAbsentees:
		return t.SevereAbsentees
	case metrics.C2Sessions:
		return t.C2Sessions
	case metrics.BSessions:
		return t.BSessions
	case metrics.LeaverBase:
		return t.Base[s]
	case metrics.NonStandardLeavers:
		return t.Leavers[s]
	case metrics.LeaversSpecial:
		return t.Destinations[s][DestinationSpecial]
	case metrics.LeaversEHE:
		return t.Destinations[s][DestinationHome]
	case metrics.LeaversNotKnown:
		return t.Destinations[s][DestinationNotKnown]
	case metrics.Y10Pupils:
		// Less those who died before the second census.
		return t.YearBase[year10-yearN1]
	case metrics.Y10Y11Leavers:
		return t.Leavers[LeaversYear10]
	case metrics.UnitPupils:
		return t.UnitPupils
	case metrics.FSM6Pupils:
		return t.FSM6Pupils
	case metrics.FSM6Roll:
		return t.FSM6Known
	}
	return 0
}

// groups are those a table of counts holds: the parts, and all pupils, which
// is more than the parts where a SEN status is not known or an excluded pupil
// is on no census.
var groups = [...]metrics.Group{metrics.GroupAll, metrics.GroupNoSEN, metrics.GroupSENSupport, metrics.GroupEHCPlan}

// Into puts the counts into a dataset, for the year of the first census, with
// leavers by the given rule (LeaversSchool or LeaversMime2024), and what Level
// gives beside them.
func (r *Result) Into(d *metrics.Dataset, y metrics.AcademicYear, s Scope, source uint16) {
	put := func(school int, f metrics.Field, g metrics.Group, n metrics.Count) {
		if n.Given {
			n.Source = source
			d.Set(school, y, f, g, n)
		}
	}
	for i := range r.Schools {
		c := &r.Schools[i]
		school := d.Intern(c.URN)
		for _, g := range groups {
			for _, f := range metrics.CountFields() {
				put(school, f, g, c.Count(f, g, s))
			}
		}
		// A dataset holds these for all pupils only, as a school census does.
		for _, f := range [...]metrics.Field{metrics.FSM6Pupils, metrics.FSM6Roll} {
			put(school, f, metrics.GroupAll, c.Count(f, metrics.GroupAll, s))
		}
	}
	d.Pupils.Append(r.Level(y))
	d.Pupils.Sort()
}

// Level hands over the cells, bands and destinations, for the year of the first
// census, in their order: a second call gives no cells and bands.
func (r *Result) Level(y metrics.AcademicYear) metrics.PupilLevel {
	cells, bands := 0, 0
	for _, l := range r.level {
		cells, bands = cells+len(l.Cells), bands+len(l.Bands)
	}
	out := metrics.PupilLevel{Cells: make([]metrics.Cell, 0, cells), Bands: make([]metrics.Band, 0, bands)}
	for i, l := range r.level {
		out.Cells, out.Bands = append(out.Cells, l.Cells...), append(out.Bands, l.Bands...)
		r.level[i] = metrics.PupilLevel{}
	}
	r.level = nil
	for i := range out.Cells {
		out.Cells[i].Year = y
	}
	for i := range out.Bands {
		out.Bands[i].Year = y
	}
	for i := range r.Schools {
		out.Destinations = r.Schools[i].destinations(out.Destinations, y)
		out.Grounds = r.Schools[i].grounds(out.Grounds, y)
	}
	out.Sort()
	return out
}

// destinations appends the leavers by scope, SEN status and destination.
func (c *SchoolCounts) destinations(to []metrics.DestinationCount, y metrics.AcademicYear) []metrics.DestinationCount {
	if !c.has[Destinations] {
		return to
	}
	for sen := range c.Tallies {
		for scope, out := range leaverScopes {
			for d, n := range c.Tallies[sen].Destinations[scope] {
				if n > 0 {
					to = append(to, metrics.DestinationCount{
						URN: c.URN, Year: y, SEN: metrics.SENStatus(sen), Scope: out, Destination: Destination(d).String(), Pupils: n,
					})
				}
			}
		}
	}
	return to
}

// grounds appends the leavers by scope, SEN status and ground, of a school of
// which any record gives a ground: else the extract has no such column.
func (c *SchoolCounts) grounds(to []metrics.GroundCount, y metrics.AcademicYear) []metrics.GroundCount {
	start, stated := len(to), false
	for sen := range c.Tallies {
		for scope, out := range leaverScopes {
			for g, n := range c.Tallies[sen].Grounds[scope] {
				if n == 0 {
					continue
				}
				to = append(to, metrics.GroundCount{
					URN: c.URN, Year: y, SEN: metrics.SENStatus(sen), Scope: out, Ground: ground(g).String(), Pupils: n,
				})
				stated = stated || g > 0
			}
		}
	}
	if !stated {
		return to[:start]
	}
	return to
}

var leaverScopes = [scopeCount]metrics.LeaverScope{
	LeaversSchool: metrics.ScopeSchool, LeaversMime2024: metrics.ScopeMime2024, LeaversYear10: metrics.ScopeYear10, LeaversEveryone: metrics.ScopeEveryone,
}
