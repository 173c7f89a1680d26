package pupils

// register is what marks and counts per code say of a pupil beyond the sums.
type register struct {
	// Sessions in the second half of the summer term, which do not count for
	// Year 11.
	latePossible, lateMissed, lateC2, lateB uint16
	// excluded is the sessions marked E.
	excluded uint16
}

// sessionsTaken is a bit per session of an academic year: day times two, plus
// one for the afternoon. It finds marks that are there twice.
type sessionsTaken [(366*2 + 63) / 64]uint64

// registers holds what only some tables give, beside the enrolments and by
// their index, in chunks that are there only where needed: 10 bytes for each
// pupil with counts per code, 96 more for each with marks.
type registers struct {
	sums  [][]register
	taken [][]sessionsTaken
}

func (s *registers) of(i uint32) *register {
	return place(&s.sums, i)
}

// get gives what is known, without making room.
func (s *registers) get(i uint32) register {
	if c := int(i >> chunkBits); c < len(s.sums) && s.sums[c] != nil {
		return s.sums[c][i&(1<<chunkBits-1)]
	}
	return register{}
}

// take marks a session of an enrolment as given; false when it was.
func (s *registers) take(i uint32, session int) bool {
	t := place(&s.taken, i)
	word, bit := session/64, uint64(1)<<(session%64)
	if t[word]&bit != 0 {
		return false
	}
	t[word] |= bit
	return true
}

func place[T any](chunks *[][]T, i uint32) *T {
	c := int(i >> chunkBits)
	for c >= len(*chunks) {
		*chunks = append(*chunks, nil)
	}
	if (*chunks)[c] == nil {
		(*chunks)[c] = make([]T, 1<<chunkBits)
	}
	return &(*chunks)[c][i&(1<<chunkBits-1)]
}

func (s *registers) has(i uint32, session int) bool {
	c := int(i >> chunkBits)
	return c < len(s.taken) && s.taken[c] != nil && s.taken[c][i&(1<<chunkBits-1)][session/64]>>(session%64)&1 != 0
}
