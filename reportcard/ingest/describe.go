package ingest

import (
	"cmp"
	"slices"
	"strings"

	"inclusioncards/metrics"
)

// fillBlanks takes from a lower table what the better ones leave open.
func fillBlanks(s, from *metrics.School) {
	s.LAESTAB = cmp.Or(s.LAESTAB, from.LAESTAB)
	s.Name = cmp.Or(s.Name, from.Name)
	s.LA = cmp.Or(s.LA, from.LA)
	s.LAName = cmp.Or(s.LAName, from.LAName)
	s.Region = cmp.Or(s.Region, from.Region)
	s.Type = cmp.Or(s.Type, from.Type)
	if s.LowAge == 0 && s.HighAge == 0 {
		s.LowAge, s.HighAge = from.LowAge, from.HighAge
	}
	if s.Selective == metrics.NotKnown && (s.Admissions == "" || from.Selective != metrics.NotKnown) {
		s.Selective, s.Admissions = from.Selective, cmp.Or(from.Admissions, s.Admissions)
	}
	s.Gender = cmp.Or(s.Gender, from.Gender)
	s.SENUnit = cmp.Or(s.SENUnit, from.SENUnit)
	s.Resourced = cmp.Or(s.Resourced, from.Resourced)
	s.Ofsted = cmp.Or(s.Ofsted, from.Ofsted)
	s.Religious = cmp.Or(s.Religious, from.Religious)
	s.Trust = cmp.Or(s.Trust, from.Trust)
	s.TrustCode = cmp.Or(s.TrustCode, from.TrustCode)
	s.AllThrough = s.AllThrough || from.AllThrough
}

// differ reports whether two tables of equal standing contradict each other.
func differ(a, b *metrics.School) bool {
	clash := func(x, y string) bool { return x != "" && y != "" && x != y }
	return clash(a.Name, b.Name) || clash(string(a.LAESTAB), string(b.LAESTAB)) || clash(a.Type, b.Type) ||
		a.Phase != b.Phase && a.Phase != 0 && b.Phase != 0
}

// spinePhases gives the phase the spine states, which any census beats.
func (r *reader) spinePhases() map[metrics.URN]metrics.Phase {
	out := map[metrics.URN]metrics.Phase{}
	for i := range r.schools {
		if s := &r.schools[i]; s.rank == rankSpine {
			out[s.school.URN] = s.school.Phase
		}
	}
	return out
}

// gias reports whether a table better than the spine says that a school is
// closed; figures in the latest census do not reopen it.
func (r *reader) gias(u metrics.URN) bool { return r.closedInGIAS[u] }

// newest gives the latest year with school figures.
func (r *reader) newest() metrics.AcademicYear {
	var y metrics.AcademicYear
	for k := range r.urns.blocks {
		if k.group != anyGroup {
			y = max(y, k.year)
		}
	}
	return y
}

// checks lists, per school, the kinds of error its card must mention: each
// made a figure of the school unavailable.
func (r *reader) checks() []metrics.Check {
	type key struct {
		urn  metrics.URN
		code string
	}
	seen := map[key]bool{}
	var out []metrics.Check
	for _, p := range r.rep.Problems {
		k := key{p.URN, p.Code}
		if p.Severity != Error || p.URN == "" || seen[k] {
			continue
		}
		seen[k] = true
		out = append(out, metrics.Check{URN: metrics.URN(strings.Clone(string(p.URN))), Code: p.Code})
	}
	out = append(out, r.found...)
	slices.SortStableFunc(out, func(a, b metrics.Check) int { return cmp.Or(cmp.Compare(a.URN, b.URN), cmp.Compare(a.Code, b.Code)) })
	return out
}

func (r *reader) reportNameFiles(twice map[filePair]int) {
	for _, p := range sortedPairs(twice) {
		r.report(codeNameFiles, spot{file: r.sources[p.from].show, sheet: r.sources[p.from].Sheet},
			"count", plural(twice[p], "school is", "schools are"), "other", r.sources[p.other].show)
	}
}

func (r *reader) reportUnknown(unknown map[metrics.LACode]int) {
	codes := make([]metrics.LACode, 0, len(unknown))
	for la := range unknown {
		codes = append(codes, la)
	}
	slices.Sort(codes)
	for _, la := range codes {
		r.report(codeUnknownLA, spot{}, "la", string(la), "count", plural(unknown[la], "school", "schools"))
	}
}

// leaverPreset settles which leaver rule the supplier used.
func (r *reader) leaverPreset(d *metrics.Dataset) {
	switch len(r.presets) {
	case 0:
	case 1:
		for p := range r.presets {
			d.LeaverPreset = p
		}
	default:
		r.report(codePreset, spot{}, "a", "school in some rows and mime2024 in others", "why", "the leaver figures are not comparable")
	}
}
