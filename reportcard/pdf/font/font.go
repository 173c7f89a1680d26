// Package font cuts a TrueType font down to the characters a batch of documents
// needs, ready to be embedded in a PDF as a CIDFontType2 whose codes are glyph
// numbers.
package font

import (
	"cmp"
	"encoding/binary"
	"errors"
	"fmt"
	"maps"
	"slices"

	"golang.org/x/image/font"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
)

// Subset is a font with one glyph for each character it was cut for: glyph i+1
// draws Runes[i]. Glyph 0 is the font's own mark of a missing character; glyphs
// that others are composed of follow the last character's.
type Subset struct {
	// File is a TrueType file without hinting: screens and printers of today
	// smooth outlines instead, and the instructions are half of a font.
	File []byte
	// Name is the PostScript name of the whole font.
	Name string
	// Runes are ascending.
	Runes []rune
	// Advance is the width of each glyph, in thousandths of an em.
	Advance []int
	// The vertical metrics and the box around all glyphs (left, bottom, right,
	// top), in thousandths of an em.
	Ascent, Descent, CapHeight int
	Box                        [4]int
	// Weight is that of the OS/2 table: 400 regular, 700 bold.
	Weight int
}

// The tables a PDF reader needs of a font whose codes are glyph numbers.
const (
	tagGlyf = "glyf"
	tagHead = "head"
	tagHhea = "hhea"
	tagHmtx = "hmtx"
	tagLoca = "loca"
	tagMaxp = "maxp"
)

// source is a parsed font: tables that are long enough to be read without
// further checks, and the glyph of each character.
type source struct {
	table    map[string][]byte
	loca     []int // offsets into glyf, one more than glyphs
	advances int   // full entries of hmtx
	upem     int
}

// Cut makes the subset of a TrueType font for the runes that it has; others are
// left out. The same font and runes give the same bytes.
func Cut(ttf []byte, runes []rune) (*Subset, error) {
	src, err := parse(ttf)
	if err != nil {
		return nil, err
	}
	f, err := sfnt.Parse(ttf)
	if err != nil {
		return nil, err
	}
	wanted := slices.Clone(runes)
	slices.Sort(wanted)
	wanted = slices.Compact(wanted)
	var buf sfnt.Buffer
	out := &Subset{Box: src.box(), Weight: src.weight()}
	old := []uint16{0}
	for _, r := range wanted {
		g, err := f.GlyphIndex(&buf, r)
		if err != nil {
			return nil, fmt.Errorf("glyph of %U: %w", r, err)
		}
		if g != 0 {
			out.Runes = append(out.Runes, r)
			old = append(old, uint16(g))
		}
	}
	if out.Name, err = f.Name(&buf, sfnt.NameIDPostScript); err != nil {
		return nil, fmt.Errorf("PostScript name: %w", err)
	}
	m, err := f.Metrics(&buf, fixed.Int26_6(src.upem), font.HintingNone)
	if err != nil {
		return nil, err
	}
	out.Ascent, out.Descent, out.CapHeight = src.thousandths(int(m.Ascent)), -src.thousandths(int(m.Descent)), src.thousandths(int(m.CapHeight))
	if old, err = src.withParts(old); err != nil {
		return nil, err
	}
	for _, g := range old {
		advance, _ := src.metric(g)
		out.Advance = append(out.Advance, src.thousandths(advance))
	}
	out.File, err = src.cut(old)
	return out, err
}

// thousandths rounds font units half up, as the widths of the page layout are.
func (s *source) thousandths(v int) int {
	if v < 0 {
		return -s.thousandths(-v)
	}
	return (v*1000 + s.upem/2) / s.upem
}

var errShort = errors.New("the font file is cut short")

// parse finds the tables and checks all lengths used later.
func parse(ttf []byte) (*source, error) {
	const header, record = 12, 16
	if len(ttf) < header {
		return nil, errShort
	}
	if v := binary.BigEndian.Uint32(ttf); v != 0x00010000 {
		return nil, fmt.Errorf("not a TrueType font: it begins with %08x", v)
	}
	s := &source{table: map[string][]byte{}}
	n := int(binary.BigEndian.Uint16(ttf[4:]))
	if len(ttf) < header+n*record {
		return nil, errShort
	}
	for i := range n {
		r := ttf[header+i*record:]
		start, size := int(binary.BigEndian.Uint32(r[8:])), int(binary.BigEndian.Uint32(r[12:]))
		if start > len(ttf) || size > len(ttf)-start {
			return nil, errShort
		}
		s.table[string(r[:4])] = ttf[start : start+size]
	}
	for tag, least := range map[string]int{tagHead: 54, tagHhea: 36, tagMaxp: 32, "OS/2": 78} {
		if len(s.table[tag]) < least {
			return nil, fmt.Errorf("table %q is missing or too short", tag)
		}
	}
	s.upem = int(u16(s.table[tagHead], 18))
	if s.upem == 0 {
		return nil, errors.New("the font has no size of the em")
	}
	glyphs := int(u16(s.table[tagMaxp], 4))
	s.advances = int(u16(s.table[tagHhea], 34))
	if s.advances < 1 || s.advances > glyphs || len(s.table[tagHmtx]) < 4*s.advances+2*(glyphs-s.advances) {
		return nil, errShort
	}
	return s, s.readLoca(glyphs)
}

func (s *source) readLoca(glyphs int) error {
	loca, long := s.table[tagLoca], u16(s.table[tagHead], 50) != 0
	entry := 2
	if long {
		entry = 4
	}
	if len(loca) < entry*(glyphs+1) {
		return errShort
	}
	s.loca = make([]int, glyphs+1)
	for i := range s.loca {
		if long {
			s.loca[i] = int(binary.BigEndian.Uint32(loca[4*i:]))
		} else {
			s.loca[i] = 2 * int(u16(loca, 2*i))
		}
	}
	if !slices.IsSorted(s.loca) || s.loca[glyphs] > len(s.table[tagGlyf]) {
		return errors.New("the places of the glyphs are out of order")
	}
	return nil
}

func u16(b []byte, at int) uint16 { return binary.BigEndian.Uint16(b[at:]) }
func i16(b []byte, at int) int    { return int(int16(u16(b, at))) }

func (s *source) box() [4]int {
	var b [4]int
	for i := range b {
		b[i] = s.thousandths(i16(s.table[tagHead], 36+2*i))
	}
	return b
}

func (s *source) weight() int { return int(u16(s.table["OS/2"], 4)) }

// metric gives the advance and the left side bearing of a glyph, in font units.
func (s *source) metric(g uint16) (advance, bearing int) {
	hmtx := s.table[tagHmtx]
	if int(g) < s.advances {
		return int(u16(hmtx, 4*int(g))), i16(hmtx, 4*int(g)+2)
	}
	return int(u16(hmtx, 4*(s.advances-1))), i16(hmtx, 4*s.advances+2*(int(g)-s.advances))
}

func (s *source) glyph(g uint16) ([]byte, error) {
	if int(g)+1 >= len(s.loca) {
		return nil, fmt.Errorf("there is no glyph %d", g)
	}
	return s.table[tagGlyf][s.loca[g]:s.loca[g+1]], nil
}

// withParts adds the glyphs that composed ones refer to, in ascending order.
func (s *source) withParts(glyphs []uint16) ([]uint16, error) {
	have := map[uint16]bool{}
	for _, g := range glyphs {
		have[g] = true
	}
	parts := map[uint16]bool{}
	for queue := slices.Clone(glyphs); len(queue) > 0; queue = queue[1:] {
		data, err := s.glyph(queue[0])
		if err != nil {
			return nil, err
		}
		if err := eachPart(data, func(_ int, g uint16) {
			if !have[g] {
				have[g], parts[g] = true, true
				queue = append(queue, g)
			}
		}); err != nil {
			return nil, err
		}
	}
	return append(glyphs, slices.SortedFunc(maps.Keys(parts), cmp.Compare)...), nil
}

// eachPart calls f with the place and the number of each part of a composed
// glyph.
func eachPart(data []byte, f func(at int, g uint16)) error {
	if len(data) == 0 {
		return nil
	}
	const header = 10
	if len(data) < header {
		return errShort
	}
	if i16(data, 0) >= 0 {
		return nil // drawn by its own outline
	}
	for at := header; ; {
		if len(data) < at+4 {
			return errShort
		}
		flags := u16(data, at)
		f(at+2, u16(data, at+2))
		at += 6
		if flags&argsAreWords != 0 {
			at += 2
		}
		switch {
		case flags&hasScale != 0:
			at += 2
		case flags&hasTwoScales != 0:
			at += 4
		case flags&hasMatrix != 0:
			at += 8
		}
		if flags&moreParts == 0 {
			return nil
		}
	}
}

// Flags of a part of a composed glyph.
const (
	argsAreWords    = 0x0001
	hasScale        = 0x0008
	moreParts       = 0x0020
	hasTwoScales    = 0x0040
	hasMatrix       = 0x0080
	hasInstructions = 0x0100
)
