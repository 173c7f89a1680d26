package pupils

import (
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
	out *Result
	urn metrics.URN
	// from is where those of the school begin in the result; the tables hold
	// 1 + the place from there, 0 for a cell that is not there yet.
	cellsFrom, bandsFrom int
	cells                [cellCount]uint16
	bands                [bandCount]uint16
}

func newDetail(out *Result) *detail { return &detail{out: out} }

// school begins the next school.
func (d *detail) school(u metrics.URN) {
	*d = detail{out: d.out, urn: u, cellsFrom: len(d.out.cells), bandsFrom: len(d.out.bands)}
}

// add adds the outcomes of a pupil under a SEN status.
func (d *detail) add(e *enrolment, sen metrics.SENStatus, o metrics.Outcomes) {
	p := e.profile()
	p.SEN = sen
	at := &d.cells[(((int(p.SEN)*triCount+int(p.FSM6))*triCount+int(p.Sex))*triCount+int(p.EAL))*int(metrics.EthnicityCount)+int(p.Ethnicity)]
	if *at == 0 {
		d.out.cells = append(d.out.cells, metrics.Cell{URN: d.urn, Profile: p})
		*at = uint16(len(d.out.cells) - d.cellsFrom)
	}
	d.out.cells[d.cellsFrom+int(*at)-1].Add(o)
	if e.year != yearUnknown {
		i := int(e.year - yearN1)
		d.band(i*senCount+int(sen), byYearGroup, e.year.String(), sen, o)
	}
	if e.need != needNone {
		d.band((yearCount+int(e.need))*senCount+int(sen), byNeed, e.need.String(), sen, o)
	}
}

func (d *detail) band(i int, by, value string, sen metrics.SENStatus, o metrics.Outcomes) {
	at := &d.bands[i]
	if *at == 0 {
		d.out.bands = append(d.out.bands, metrics.Band{URN: d.urn, By: by, Value: value, SEN: sen})
		*at = uint16(len(d.out.bands) - d.bandsFrom)
	}
	d.out.bands[d.bandsFrom+int(*at)-1].Add(o)
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
