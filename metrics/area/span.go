package area

// A hidden count can be worked out exactly when its atoms are a linear
// combination of those of the counts shown. That is decided over a prime field:
// the coefficients are 0 and 1, and a false answer would need the prime to divide
// a determinant that is not 0.

// prime is 2^31 - 1: products of two residues fit in 64 bits.
const prime = 1<<31 - 1

// solvable lists the hidden cells with pupils that the shown ones give back. An
// empty cell, hidden for another's sake, may be guessed: nobody is in it.
func (s *system) solvable(h hidden) []int {
	var shown, secret []int
	for i := range s.cells {
		switch c := &s.cells[i]; {
		case !h[c.id]:
			shown = append(shown, i)
		case c.count > 0:
			secret = append(secret, i)
		}
	}
	if len(secret) == 0 {
		return nil
	}
	m := newMatrix(s.atoms, len(shown)+len(s.equalities)+1)
	// No count is negative: a sum of 0 gives every atom in it.
	for _, i := range append(s.surelyEmpty(h), shown...) {
		if c := &s.cells[i]; c.count == 0 {
			for _, a := range c.atoms {
				m.empty[a] = true
			}
		}
	}
	for _, i := range shown {
		m.insert(m.row(s.cells[i].atoms))
	}
	for _, e := range s.equalities {
		m.insert(m.signed(e))
	}
	var out []int
	for _, i := range secret {
		if m.contains(m.row(s.cells[i].atoms)) {
			out = append(out, i)
		}
	}
	return out
}

// surelyEmpty lists the hidden cells whose sum with the shown ones leaves nothing
// for them.
func (s *system) surelyEmpty(h hidden) []int {
	var out []int
	for _, r := range s.relations {
		if h[s.cells[r.total].id] || r.rest.count != 0 {
			continue
		}
		left := 0
		for _, i := range r.parts {
			if h[s.cells[i].id] {
				left += s.cells[i].count
			}
		}
		if left == 0 {
			out = append(out, r.parts...)
		}
	}
	return out
}

// matrix keeps rows in echelon form. With many more atoms than rows, each atom
// stands for a pseudo-random column: the rank is the same but for chance of the
// order of rows/prime.
type matrix struct {
	width, atoms int
	rows         map[int][]uint64 // by place of the leading 1
	empty        []bool           // atoms known to be 0
}

func newMatrix(atoms, rows int) *matrix {
	const spare = 16
	return &matrix{width: min(atoms, rows+spare), atoms: atoms, rows: map[int][]uint64{}, empty: make([]bool, atoms)}
}

func (m *matrix) row(atoms []int) []uint64 {
	out := make([]uint64, m.width)
	for _, a := range atoms {
		m.add(out, a, 1)
	}
	return out
}

func (m *matrix) signed(coefficients map[int]int) []uint64 {
	out := make([]uint64, m.width)
	for a, c := range coefficients {
		m.add(out, a, uint64(c+prime)%prime)
	}
	return out
}

func (m *matrix) add(row []uint64, atom int, by uint64) {
	if m.empty[atom] {
		return
	}
	if m.width == m.atoms {
		row[atom] = (row[atom] + by) % prime
		return
	}
	x := uint64(atom)
	for i := range row {
		x = mix(x + 0x9e3779b97f4a7c15)
		row[i] = (row[i] + by*(x%prime)) % prime
	}
}

// mix is the finaliser of splitmix64.
func mix(x uint64) uint64 {
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

// reduce subtracts the rows kept; lead is the first place left over, or -1.
func (m *matrix) reduce(row []uint64) (lead int) {
	lead = -1
	for i := range row {
		if row[i] == 0 {
			continue
		}
		pivot, ok := m.rows[i]
		if !ok {
			if lead < 0 {
				lead = i
			}
			continue
		}
		factor := prime - row[i]
		for j := i; j < len(row); j++ {
			row[j] = (row[j] + factor*pivot[j]) % prime
		}
	}
	return lead
}

func (m *matrix) contains(row []uint64) bool { return m.reduce(row) < 0 }

func (m *matrix) insert(row []uint64) {
	lead := m.reduce(row)
	if lead < 0 {
		return
	}
	inverse := power(row[lead], prime-2)
	for j := lead; j < len(row); j++ {
		row[j] = row[j] * inverse % prime
	}
	m.rows[lead] = row
}

func power(base, exponent uint64) uint64 {
	out := uint64(1)
	for ; exponent > 0; exponent >>= 1 {
		if exponent&1 == 1 {
			out = out * base % prime
		}
		base = base * base % prime
	}
	return out
}
