package pupils

import (
	"hash/maphash"
	"math/bits"

	"inclusioncards/metrics"
)

// flags of an enrolment.
type flags uint16

const (
	onFirst flags = 1 << iota
	onSecond
	// elsewhere: sole or main registered at another school too on the first
	// census, so that neither record can be trusted.
	elsewhere
	attended
	// attendedBefore: attendance under the URN of the predecessor.
	attendedBefore
	// attendanceVoid: two rows disagree.
	attendanceVoid
	// daysUnknown: a suspension without a length that can be read.
	daysUnknown
	inUnit
	// chained: the pupil has an earlier record, at another school.
	chained
	// byMarks: attendance added up from marks.
	byMarks
)

// enrolment is one pupil at one school, whichever tables name them. There is
// one for each of England's pupils: 40 bytes, without pointers.
type enrolment struct {
	pupil  uint64 // hash of the identifier
	next   uint32 // 1 + the index of another school of the same pupil
	school uint32

	possible, missed, c2, b           uint16
	halfDays                          uint16
	suspensions, permanent, lunchtime uint8
	destination                       Destination
	flags                             flags
	// year and later are the year groups on the first and second census.
	year, later yearGroup
	traits      traits
	need        need
	ground      ground
	// startDay is 1 + the day of the year on which the first suspension that
	// says the pupil's SEN status began.
	startDay uint16
}

func (e *enrolment) is(f flags) bool { return e.flags&f != 0 }
func (e *enrolment) mark(f flags)    { e.flags |= f }

// traits packs five answers of up to four values each, and the ethnic group.
type traits uint16

const (
	traitSEN       = 2 * iota // metrics.SENStatus
	traitFSM6                 // metrics.Tri
	traitSex                  // metrics.Sex
	traitEAL                  // metrics.Tri
	traitEventSEN             // SEN status on the row of a suspension
	traitEthnicity            // metrics.Ethnicity, three bits
)

func (t traits) get(at int) uint8     { return uint8(t>>at) & 3 }
func (t *traits) set(at int, v uint8) { *t = *t&^(3<<at) | traits(v&3)<<at }

func (t traits) ethnicity() metrics.Ethnicity { return metrics.Ethnicity(t>>traitEthnicity) & 7 }
func (t *traits) setEthnicity(v metrics.Ethnicity) {
	*t = *t&^(7<<traitEthnicity) | traits(v&7)<<traitEthnicity
}

func (e *enrolment) sen() metrics.SENStatus { return metrics.SENStatus(e.traits.get(traitSEN)) }
func (e *enrolment) fsm6() metrics.Tri      { return metrics.Tri(e.traits.get(traitFSM6)) }

// profile is what the cells tell pupils apart by.
func (e *enrolment) profile() metrics.Profile {
	return metrics.Profile{
		SEN: e.sen(), FSM6: e.fsm6(), Sex: metrics.Sex(e.traits.get(traitSex)),
		EAL: metrics.Tri(e.traits.get(traitEAL)), Ethnicity: e.traits.ethnicity(),
	}
}

const chunkBits = 14

// enrolments keeps the records in chunks, since a slice that grows would for a
// moment hold them twice, and finds a pupil's first record in an open table of
// (32 bits of the hash, 1 + index) per slot.
type enrolments struct {
	slots  []uint64
	heads  int
	chunks [][]enrolment
	count  uint32
	// last is the record found by the last call of of.
	last uint32
}

func newEnrolments() enrolments { return enrolments{slots: make([]uint64, 1<<8)} }

func (s *enrolments) at(i uint32) *enrolment {
	return &s.chunks[i>>chunkBits][i&(1<<chunkBits-1)]
}

const tag = 0xffffffff << 32

// slot finds the place of a pupil: of their first record, or a free one.
func (s *enrolments) slot(pupil uint64) (at int, head uint32, known bool) {
	mask := len(s.slots) - 1
	for at = int(pupil) & mask; ; at = (at + 1) & mask {
		v := s.slots[at]
		if v == 0 {
			return at, 0, false
		}
		if (v^pupil)&tag == 0 {
			if head = uint32(v) - 1; s.at(head).pupil == pupil {
				return at, head, true
			}
		}
	}
}

// of finds or adds the record of a pupil at a school, and gives the head of
// the pupil's records with it. The 64 bits of the hash make two of ten million
// pupils meet with probability 3 in a million.
func (s *enrolments) of(pupil uint64, school uint32) (e *enrolment, index, head uint32) {
	// Tables of the same pupils are often in the same order, but for those who
	// left or joined: then the record is beside the one before, and the look
	// into the table, which is a wait for memory, is saved.
	for i := s.last + 1; i <= s.last+2 && i < s.count; i++ {
		if e := s.at(i); e.pupil == pupil && e.school == school && !e.is(chained) {
			s.last = i
			return e, i, i
		}
	}
	at, head, known := s.slot(pupil)
	if known {
		for i := head; ; {
			e := s.at(i)
			if e.school == school {
				s.last = i
				return e, i, head
			}
			if e.next == 0 {
				break
			}
			i = e.next - 1
		}
	}
	index = s.count
	if int(index>>chunkBits) == len(s.chunks) {
		s.chunks = append(s.chunks, make([]enrolment, 1<<chunkBits))
	}
	s.count++
	e = s.at(index)
	e.pupil, e.school, e.year, e.later = pupil, school, yearUnknown, yearUnknown
	if known {
		h := s.at(head)
		e.next, h.next = h.next, index+1
		e.mark(chained)
		return e, index, head
	}
	s.slots[at] = pupil&tag | uint64(index+1)
	if s.heads++; s.heads*4 > len(s.slots)*3 {
		s.grow()
	}
	return e, index, index
}

// grow doubles the table. The records themselves stay where they are.
func (s *enrolments) grow() {
	s.slots = make([]uint64, 2*len(s.slots))
	mask := len(s.slots) - 1
	for i := range s.count {
		e := s.at(i)
		if e.is(chained) {
			continue
		}
		at := int(e.pupil) & mask
		for s.slots[at] != 0 {
			at = (at + 1) & mask
		}
		s.slots[at] = e.pupil&tag | uint64(i+1)
	}
}

// others visits the records of a pupil at other schools than the given one.
func (s *enrolments) others(head, school uint32, visit func(*enrolment)) {
	for i := head; ; {
		e := s.at(i)
		if e.school != school {
			visit(e)
		}
		if e.next == 0 {
			return
		}
		i = e.next - 1
	}
}

// suspension is what undoing a record takes when another with the same
// identifier says something else.
type suspension struct {
	content   uint64
	enrolment uint32
	halfDays  uint16
	category  category
	void      bool
}

// pupil hashes the identifier of a row. A problem is filed and ok is false
// when there is none that can be matched.
func (r *tableReader) pupil(cells []string, school uint32) (hash uint64, ok bool) {
	c := r.pupilColumn()
	id := r.cell(cells, c)
	switch {
	case missingID(id):
		r.leaveOut(school, c, codeNoPupil)
		return 0, false
	case temporaryUPN(id):
		r.leaveOut(school, c, codeTemporary)
		return 0, false
	case lostDigits(id):
		r.leaveOut(school, c, codeLostDigits)
		return 0, false
	}
	id = withoutZeroDecimals(id)
	if len(id) == 13 && id[0] >= 'a' && id[0] <= 'z' && digits(id[1:12]) {
		// A UPN is the same in small letters.
		id = string(upper(id[0])) + id[1:]
	}
	return maphash.String(r.seed, id), true
}

// pupilColumn is where the identifiers stand.
func (r *tableReader) pupilColumn() column {
	if r.has(colPupil) && !(r.byUPN && r.has(colUPN)) {
		return colPupil
	}
	return colUPN
}

// content hashes cells in their order.
func (r *tableReader) content(cells ...string) uint64 {
	h := uint64(len(cells))
	for _, c := range cells {
		h = bits.RotateLeft64(h, 23)*0x9e3779b97f4a7c15 ^ maphash.String(r.seed, trim(c))
	}
	return h
}
