package pupils

import (
	"slices"
	"strconv"

	"inclusioncards/metrics"
)

// Numbers of values a pupil's characteristics have.
const (
	senCount    = int(metrics.EHCPlan) + 1
	triCount    = 3
	cellCount   = senCount * triCount * triCount * triCount * int(metrics.EthnicityCount)
	yearCount   = int(yearLast-yearN1) + 1
	bandCount   = (yearCount + len(needs)) * senCount
	byYearGroup = "year_group"
	byNeed      = "need"
)

// detail builds the cells and bands of one school after the other.
type detail struct {
	urn   metrics.URN
	cells []metrics.Cell
	bands []metrics.Band
	// The tables hold 1 + the place of a cell or band, 0 for none yet.
	cellAt [cellCount]uint16
	bandAt [bandCount]uint16
}

// school begins the next school.
func (d *detail) school(u metrics.URN) {
	*d = detail{urn: u, cells: d.cells[:0], bands: d.bands[:0]}
}

// level gives those of the school, in their order and in slices of their own:
// one slice of all of them would be copied over and over while it grows.
func (d *detail) level() metrics.PupilLevel {
	p := metrics.PupilLevel{Cells: d.cells, Bands: d.bands}
	p.Sort()
	return metrics.PupilLevel{Cells: slices.Clone(p.Cells), Bands: slices.Clone(p.Bands)}
}

// add adds the outcomes of a pupil under a SEN status.
func (d *detail) add(e *enrolment, sen metrics.SENStatus, o metrics.Outcomes) {
	p := e.profile()
	p.SEN = sen
	at := &d.cellAt[(((int(p.SEN)*triCount+int(p.FSM6))*triCount+int(p.Sex))*triCount+int(p.EAL))*int(metrics.EthnicityCount)+int(p.Ethnicity)]
	if *at == 0 {
		d.cells = append(d.cells, metrics.Cell{URN: d.urn, Profile: p})
		*at = uint16(len(d.cells))
	}
	d.cells[*at-1].Add(o)
	if e.year != yearUnknown {
		i := int(e.year - yearN1)
		d.band(i*senCount+int(sen), byYearGroup, e.year.String(), sen, o)
	}
	if e.need != needNone {
		d.band((yearCount+int(e.need))*senCount+int(sen), byNeed, e.need.String(), sen, o)
	}
}

func (d *detail) band(i int, by, value string, sen metrics.SENStatus, o metrics.Outcomes) {
	at := &d.bandAt[i]
	if *at == 0 {
		d.bands = append(d.bands, metrics.Band{URN: d.urn, By: by, Value: value, SEN: sen})
		*at = uint16(len(d.bands))
	}
	d.bands[*at-1].Add(o)
}

// yearGroupNames are the words of a band, from N1.
var yearGroupNames = func() (out [yearCount]string) {
	for i := range out {
		out[i] = strconv.Itoa(i + int(yearN1))
	}
	copy(out[:], []string{"N1", "N2", "R"})
	return out
}()

// String gives N1, N2, R or the number of the year group.
func (y yearGroup) String() string { return yearGroupNames[y-yearN1] }
