package font

import (
	"encoding/binary"
	"math/bits"
	"slices"
)

// cut writes a font of the glyphs, renumbered in the order given.
func (s *source) cut(old []uint16) ([]byte, error) {
	place := make(map[uint16]uint16, len(old))
	for i, g := range slices.Backward(old) {
		place[g] = uint16(i) // a glyph of two characters: parts use the first
	}
	var glyf, loca, hmtx []byte
	for _, g := range old {
		loca = binary.BigEndian.AppendUint32(loca, uint32(len(glyf)))
		data, err := s.glyph(g)
		if err != nil {
			return nil, err
		}
		data, err = unhinted(data)
		if err != nil {
			return nil, err
		}
		if err := eachPart(data, func(at int, part uint16) {
			binary.BigEndian.PutUint16(data[at:], place[part])
		}); err != nil {
			return nil, err
		}
		glyf = append(glyf, data...)
		for len(glyf)%4 != 0 {
			glyf = append(glyf, 0)
		}
		advance, bearing := s.metric(g)
		hmtx = binary.BigEndian.AppendUint16(hmtx, uint16(advance))
		hmtx = binary.BigEndian.AppendUint16(hmtx, uint16(bearing))
	}
	loca = binary.BigEndian.AppendUint32(loca, uint32(len(glyf)))

	n := uint16(len(old))
	head := slices.Clone(s.table[tagHead])
	binary.BigEndian.PutUint32(head[8:], 0)  // check sum, set below
	binary.BigEndian.PutUint16(head[50:], 1) // long loca
	hhea := slices.Clone(s.table[tagHhea])
	binary.BigEndian.PutUint16(hhea[34:], n)
	maxp := slices.Clone(s.table[tagMaxp])
	binary.BigEndian.PutUint16(maxp[4:], n)
	for at := 14; at < 28; at += 2 {
		binary.BigEndian.PutUint16(maxp[at:], 0) // what instructions may use
	}
	binary.BigEndian.PutUint16(maxp[14:], 1) // zones: at least one
	return assemble([]namedTable{
		{tagGlyf, glyf}, {tagHead, head}, {tagHhea, hhea}, {tagHmtx, hmtx}, {tagLoca, loca}, {tagMaxp, maxp},
	}), nil
}

// unhinted returns a copy of a glyph without its instructions.
func unhinted(data []byte) ([]byte, error) {
	if len(data) == 0 {
		return nil, nil
	}
	const header = 10
	if len(data) < header {
		return nil, errShort
	}
	out := slices.Clone(data)
	if contours := i16(data, 0); contours >= 0 {
		at := header + 2*contours
		if len(data) < at+2 {
			return nil, errShort
		}
		n := int(u16(data, at))
		if len(data) < at+2+n {
			return nil, errShort
		}
		binary.BigEndian.PutUint16(out[at:], 0)
		return append(out[:at+2], data[at+2+n:]...), nil
	}
	end := 0
	err := eachPart(out, func(at int, _ uint16) {
		flags := u16(out, at-2)
		binary.BigEndian.PutUint16(out[at-2:], flags&^hasInstructions)
		end = at + 2
		switch {
		case flags&argsAreWords != 0:
			end += 4
		default:
			end += 2
		}
		switch {
		case flags&hasScale != 0:
			end += 2
		case flags&hasTwoScales != 0:
			end += 4
		case flags&hasMatrix != 0:
			end += 8
		}
	})
	if err != nil {
		return nil, err
	}
	if len(out) < end {
		return nil, errShort
	}
	return out[:end], nil
}

type namedTable struct {
	tag  string
	data []byte
}

// assemble writes the tables, which are in the order of their names, with the
// directory and all check sums.
func assemble(tables []namedTable) []byte {
	n := len(tables)
	exponent := bits.Len(uint(n)) - 1
	search := 16 << exponent
	out := binary.BigEndian.AppendUint32(nil, 0x00010000)
	for _, v := range []int{n, search, exponent, 16*n - search} {
		out = binary.BigEndian.AppendUint16(out, uint16(v))
	}
	at, headAt := 12+16*n, 0
	for _, t := range tables {
		if t.tag == tagHead {
			headAt = at
		}
		out = append(out, t.tag...)
		for _, v := range []uint32{checkSum(t.data), uint32(at), uint32(len(t.data))} {
			out = binary.BigEndian.AppendUint32(out, v)
		}
		at += (len(t.data) + 3) &^ 3
	}
	for _, t := range tables {
		out = append(out, t.data...)
		for len(out)%4 != 0 {
			out = append(out, 0)
		}
	}
	const magic = 0xB1B0AFBA
	binary.BigEndian.PutUint32(out[headAt+8:], magic-checkSum(out))
	return out
}

// checkSum adds up the 32-bit words of a table, as if padded with zeros.
func checkSum(data []byte) uint32 {
	var sum uint32
	for ; len(data) >= 4; data = data[4:] {
		sum += binary.BigEndian.Uint32(data)
	}
	var last [4]byte
	copy(last[:], data)
	return sum + binary.BigEndian.Uint32(last[:])
}
