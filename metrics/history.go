package metrics

import (
	"slices"
	"time"
)

// History is what links between schools say of one school.
type History struct {
	// Earlier are the URNs whose figures of earlier years stand under this
	// school's, the latest first.
	Earlier []Predecessor
	// Reshaped are the days on which schools merged into this one or it split;
	// what came before is of another set of pupils.
	Reshaped []time.Time
}

// Predecessor is a school whose figures were taken over.
type Predecessor struct {
	URN URN
	// Until is the day from which the later URN stands; zero when the links
	// give none or contradict each other.
	Until time.Time
	// Summed is true for one of several schools added up.
	Summed bool
}

// Current gives the URN under which the figures of a school stand now: itself,
// unless another school took them over.
func (d *Dataset) Current(u URN) URN {
	for current, h := range d.Histories {
		if slices.ContainsFunc(h.Earlier, func(p Predecessor) bool { return p.URN == u }) {
			return current
		}
	}
	return u
}

// reshaped reports whether a school merged or split within the time that
// figures of a measure in a year cover: the academic year (a change in its first
// or last weeks is one of the year before or after), or for leavers from one
// January census to the next. The register is of one day.
func (d *Dataset) reshaped(school int, y AcademicYear, m *Measure) bool {
	if len(d.Histories) == 0 || m.Family == FamilyRegister || m.Family == FamilyContext {
		return false
	}
	from := time.Date(int(y), time.October, 1, 0, 0, 0, 0, time.UTC)
	until := time.Date(int(y)+1, time.August, 1, 0, 0, 0, 0, time.UTC)
	if m.Family == FamilyMovement {
		// The school census is taken on the third Thursday of January.
		from = time.Date(int(y)+1, time.January, 21, 0, 0, 0, 0, time.UTC)
		until = from.AddDate(1, 0, 0)
	}
	for _, day := range d.Histories[d.Schools[school].URN].Reshaped {
		if !day.Before(from) && day.Before(until) {
			return true
		}
	}
	return false
}

// another reports whether the school was of another shape in an earlier year:
// it merged or split after that year began and before the year of the card
// ended.
func (d *Dataset) another(school int, earlier, now AcademicYear) bool {
	if len(d.Histories) == 0 {
		return false
	}
	from := time.Date(int(earlier), time.October, 1, 0, 0, 0, 0, time.UTC)
	until := time.Date(int(now)+1, time.August, 1, 0, 0, 0, 0, time.UTC)
	for _, day := range d.Histories[d.Schools[school].URN].Reshaped {
		if !day.Before(from) && day.Before(until) {
			return true
		}
	}
	return false
}
