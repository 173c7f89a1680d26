package pdf

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/image/font"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
	"golang.org/x/text/unicode/norm"
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

// face holds the advance widths of one font, in thousandths of an em, for the
// Basic Multilingual Plane: all that the drawing engine can encode.
type face struct {
	advance [1 << 16]int16
}

func parseFace(ttf []byte) (*face, error) {
	f, err := sfnt.Parse(ttf)
	if err != nil {
		return nil, err
	}
	var buf sfnt.Buffer
	out := &face{}
	upem := fixed.Int26_6(f.UnitsPerEm())
	for r := range out.advance {
		out.advance[r] = absent
		g, err := f.GlyphIndex(&buf, rune(r))
		if err != nil {
			return nil, fmt.Errorf("glyph of %U: %w", r, err)
		}
		if g == 0 {
			continue
		}
		a, err := f.GlyphAdvance(&buf, g, upem, font.HintingNone)
		if err != nil {
			return nil, fmt.Errorf("advance of %U: %w", r, err)
		}
		out.advance[r] = int16((int(a)*1000 + int(upem)/2) / int(upem))
	}
	return out, nil
}

// has says whether the face can draw r.
func (f *face) has(r rune) bool {
	return r >= 0 && int(r) < len(f.advance) && f.advance[r] != absent
}

// width is the length of s in millimetres at a size in points.
func (f *face) width(s string, size float64) float64 {
	sum := 0
	for _, r := range s {
		if f.has(r) {
			sum += int(f.advance[r])
		}
	}
	return float64(sum) / 1000 * size * mmPerPt
}

// missing is drawn in place of a rune no face can draw, so that the loss shows.
const missing = '□'

const nbsp = '\u00a0'

// clean makes text safe to draw: composed accents, one kind of space, no
// control or formatting characters, and a visible box for every rune the fonts
// lack (the engine panics on runes above U+FFFF).
func (r *Renderer) clean(s string) string {
	if plain(s) {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	for _, c := range norm.NFC.String(s) {
		switch {
		case c == nbsp, c == '\u202f', c == '\u2007':
			b.WriteRune(nbsp)
		case unicode.IsSpace(c):
			b.WriteByte(' ')
		case c == '\u2011':
			b.WriteByte('-')
		case unicode.Is(unicode.Cc, c), unicode.Is(unicode.Cf, c):
		case c != utf8.RuneError && r.regular.has(c) && r.bold.has(c):
			b.WriteRune(c)
		case unicode.Is(unicode.M, c):
		default:
			b.WriteRune(missing)
		}
	}
	return b.String()
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
