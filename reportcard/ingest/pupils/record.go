package pupils

import (
	"hash/maphash"

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
)

// Three-valued answers of a census.
const (
	answerUnknown uint8 = iota
	answerNo
	answerYes
)

// enrolment is one pupil at one school, whichever tables name them.
type enrolment struct {
	next   uint32 // 1 + the index of another school of the same pupil
	school uint32

	possible, missed, c2, b     uint16
	halfDays, suspensions       uint16
	permanent, lunchtime, flags uint16
	year                        yearGroup
	sen                         metrics.SENStatus
	fsm6                        uint8
	destination                 Destination
}

func (e *enrolment) is(f flags) bool { return flags(e.flags)&f != 0 }
func (e *enrolment) mark(f flags)    { e.flags |= uint16(f) }

const chunkBits = 14

// enrolments keeps the records in chunks: a slice that grows would for a
// moment hold them twice.
type enrolments struct {
	first  map[uint64]uint32 // hash of a pupil: index of one of their records
	chunks [][]enrolment
	count  uint32
}

func newEnrolments() enrolments { return enrolments{first: map[uint64]uint32{}} }

func (s *enrolments) at(i uint32) *enrolment {
	return &s.chunks[i>>chunkBits][i&(1<<chunkBits-1)]
}

// of finds or adds the record of a pupil at a school, and gives the head of
// the pupil's records with it. The 64 bits of the hash make two of ten million
// pupils meet with probability 3 in a million.
func (s *enrolments) of(pupil uint64, school uint32) (e *enrolment, index, head uint32) {
	head, known := s.first[pupil]
	if known {
		for i := head; ; {
			e := s.at(i)
			if e.school == school {
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
	e.school, e.year = school, yearUnknown
	if !known {
		s.first[pupil] = index
		return e, index, index
	}
	h := s.at(head)
	e.next, h.next = h.next, index+1
	return e, index, head
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
	c := colPupil
	if !r.has(colPupil) {
		c = colUPN
	}
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
	var h maphash.Hash
	h.SetSeed(r.seed)
	id = withoutZeroDecimals(id)
	if len(id) == 13 && digits(id[1:12]) {
		// A UPN is the same in small letters.
		for i := range len(id) {
			_ = h.WriteByte(upper(id[i]))
		}
	} else {
		_, _ = h.WriteString(id)
	}
	return h.Sum64(), true
}

// content hashes cells, each with its length, so that no two rows run
// together.
func (r *tableReader) content(cells ...string) uint64 {
	var h maphash.Hash
	h.SetSeed(r.seed)
	for _, c := range cells {
		t := trim(c)
		_ = h.WriteByte(byte(len(t)))
		_, _ = h.WriteString(t)
	}
	return h.Sum64()
}
