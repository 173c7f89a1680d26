package pdf

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"inclusioncards/reportcard/pdf/font"
)

// Vertical metrics of Liberation Sans, in ems.
const (
	ascent  = 0.905
	descent = 0.212
)

// mmPerPt converts type sizes.
const mmPerPt = 25.4 / 72

// absent marks a rune the face has no glyph for.
const absent = -1

// face holds the advance widths of one font, in thousandths of an em, and its
// glyph numbers, for the characters of the batch within the Basic Multilingual
// Plane: all that both drawing engines can encode.
type face struct {
	advance [1 << 16]int16
	glyph   [1 << 16]uint16
	subset  *font.Subset
}

func newFace(ttf []byte, repertoire []rune) (*face, error) {
	s, err := font.Cut(ttf, repertoire)
	if err != nil {
		return nil, err
	}
	out := &face{subset: s}
	for i := range out.advance {
		out.advance[i] = absent
	}
	for i, r := range s.Runes {
		out.advance[r] = int16(s.Advance[i+1])
		out.glyph[r] = uint16(i + 1)
	}
	return out, nil
}

// fixedRunes are on every card file whatever the input: Latin with the accents
// of Welsh and of Europe's names, and the signs that the cards' own words use.
var fixedRunes = []struct{ from, to rune }{
	{' ', '~'}, {0xA0, 0x17F}, {0x218, 0x21B}, // Latin to Extended-A, Romanian
	{0x300, 0x304}, {0x306, 0x308}, {0x30A, 0x30C}, {0x327, 0x328}, // accents with no letter of their own
	{0x1E80, 0x1E85}, {0x1EF2, 0x1EF3}, // Welsh
	{0x2010, 0x2015}, {0x2018, 0x201E}, {0x2020, 0x2022}, {'…', '…'}, {'‰', '‰'}, {'′', '″'}, {'‹', '›'},
	{'€', '€'}, {'™', '™'}, {'−', '−'}, {'≈', '≈'}, {'≠', '≠'}, {'≤', '≥'}, {missing, missing},
}

// repertoire is every character that the cards of a batch may need.
func repertoire(extra []rune) []rune {
	var out []rune
	for _, r := range fixedRunes {
		for c := r.from; c <= r.to; c++ {
			out = append(out, c)
		}
	}
	for _, r := range extra {
		if r > ' ' && r < 1<<16 {
			out = append(out, r)
			out = append(out, []rune(norm.NFC.String(string(r)))...)
		}
	}
	return out
}

// has says whether the face can draw r.
func (f *face) has(r rune) bool {
	return r >= 0 && int(r) < len(f.advance) && f.advance[r] != absent
}

// unit is the advance of a rune in thousandths of an em, 0 for one the face
// lacks.
func (f *face) unit(r rune) int {
	if f.has(r) {
		return int(f.advance[r])
	}
	return 0
}

// width is the length of s in millimetres at a size in points.
func (f *face) width(s string, size float64) float64 {
	sum := 0
	for _, r := range s {
		sum += f.unit(r)
	}
	return float64(sum) / 1000 * size * mmPerPt
}

// missing is drawn in place of a rune no face can draw, so that the loss shows.
const missing = '□'

const nbsp = '\u00a0'

// clean makes text safe to draw: composed accents, one kind of space, no
// control or formatting characters, and a visible box for every rune the fonts
// lack.
func (r *Renderer) clean(s string) string {
	if plain(s) {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	for _, c := range norm.NFC.String(s) {
		if out := r.shown(c); out >= 0 {
			b.WriteRune(out)
		}
	}
	return b.String()
}

// dropped stands for a rune of which nothing is drawn.
const dropped rune = -1

// shown is what is drawn for a rune of composed text.
func (r *Renderer) shown(c rune) rune {
	switch {
	case c == nbsp, c == '\u202f', c == '\u2007':
		return nbsp
	case unicode.IsSpace(c):
		return ' '
	case c == '\u2011':
		return '-'
	case unicode.Is(unicode.Cc, c), unicode.Is(unicode.Cf, c):
		return dropped
	case c != utf8.RuneError && r.regular.has(c) && r.bold.has(c):
		return c
	case unicode.Is(unicode.M, c):
		return dropped
	}
	return missing
}

// Lacks lists the characters of a text that the fonts cannot draw, ascending:
// in their place the cards show a box, or nothing for a combining mark. What
// nobody sees anyway, such as control characters, is not listed.
func (r *Renderer) Lacks(s string) []rune {
	if plain(s) {
		return nil
	}
	var out []rune
	for _, c := range norm.NFC.String(s) {
		if to := r.shown(c); c != missing && to == missing || to == dropped && unicode.Is(unicode.M, c) {
			out = append(out, c)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// plain reports printable ASCII, which needs no cleaning.
func plain(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] < ' ' || s[i] > '~' {
			return false
		}
	}
	return true
}

// glyphOf is the glyph number of a rune, 0 for one the face lacks.
func (f *face) glyphOf(r rune) uint16 {
	if f.has(r) {
		return f.glyph[r]
	}
	return 0
}
