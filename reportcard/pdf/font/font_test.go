package font

import (
	"encoding/binary"
	"slices"
	"testing"

	"golang.org/x/image/font"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"

	"inclusioncards/templates"
)

var sample = []rune("AZaz09 \u00a0-ŵŶéÅ≥•ﬁ\U0001F600")

// outline reads a glyph with another parser.
func outline(t *testing.T, f *sfnt.Font, g sfnt.GlyphIndex) sfnt.Segments {
	t.Helper()
	var buf sfnt.Buffer
	s, err := f.LoadGlyph(&buf, g, fixed.Int26_6(f.UnitsPerEm()), nil)
	if err != nil {
		t.Fatal(err)
	}
	return slices.Clone(s)
}

// withNames adds the tables a full parser asks for, and a subset does not need.
func withNames(t *testing.T, whole, cut []byte) *sfnt.Font {
	t.Helper()
	src, err := parse(whole)
	if err != nil {
		t.Fatal(err)
	}
	sub := tablesOf(cut)
	var tables []namedTable
	for _, tag := range []string{"OS/2", "cmap", tagGlyf, tagHead, tagHhea, tagHmtx, tagLoca, tagMaxp, "name", "post"} {
		data := sub[tag]
		if data == nil {
			data = src.table[tag]
		}
		tables = append(tables, namedTable{tag, data})
	}
	f, err := sfnt.Parse(assemble(tables))
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// tablesOf lists the tables of a subset, which lacks OS/2.
func tablesOf(ttf []byte) map[string][]byte {
	out := map[string][]byte{}
	for i := range int(u16(ttf, 4)) {
		r := ttf[12+16*i:]
		at, size := binary.BigEndian.Uint32(r[8:]), binary.BigEndian.Uint32(r[12:])
		out[string(r[:4])] = ttf[at : at+size]
	}
	return out
}

// The glyphs of a subset have the outlines and widths of the whole font.
func TestCut(t *testing.T) {
	for name, whole := range map[string][]byte{"regular": templates.FontRegular, "bold": templates.FontBold} {
		t.Run(name, func(t *testing.T) {
			s, err := Cut(whole, sample)
			if err != nil {
				t.Fatal(err)
			}
			if slices.Contains(s.Runes, '\U0001F600') || !slices.IsSorted(s.Runes) || len(s.Runes) != 16 {
				t.Errorf("runes = %q", s.Runes)
			}
			f, err := sfnt.Parse(whole)
			if err != nil {
				t.Fatal(err)
			}
			sub := withNames(t, whole, s.File)
			if n := sub.NumGlyphs(); n != len(s.Advance) || n <= len(s.Runes) {
				t.Errorf("%d glyphs, %d widths, %d runes: parts of accented letters must be there", n, len(s.Advance), len(s.Runes))
			}
			var buf sfnt.Buffer
			for i, r := range s.Runes {
				g, err := f.GlyphIndex(&buf, r)
				if err != nil {
					t.Fatal(err)
				}
				a, err := f.GlyphAdvance(&buf, g, 1000, font.HintingNone)
				if err != nil {
					t.Fatal(err)
				}
				if got := s.Advance[i+1]; got != int(a) {
					t.Errorf("%q: width %d, want %d", r, got, a)
				}
				want, got := outline(t, f, g), outline(t, sub, sfnt.GlyphIndex(i+1))
				if !slices.Equal(got, want) {
					t.Errorf("%q: the outline changed", r)
				}
			}
			if checkSum(s.File) != 0xB1B0AFBA {
				t.Error("the check sum of the file is wrong")
			}
			again, err := Cut(whole, slices.Concat(sample, sample))
			if err != nil || !slices.Equal(again.File, s.File) {
				t.Errorf("another file for the same characters (%v)", err)
			}
			if s.Name == "" || s.Ascent != 905 || s.Descent != -212 {
				t.Errorf("name %q, ascent %d, descent %d; Liberation Sans has 0.905 and -0.212 em", s.Name, s.Ascent, s.Descent)
			}
		})
	}
}

func FuzzCut(f *testing.F) {
	f.Add([]byte{}, 0, byte(0))
	f.Add([]byte("\x00\x01\x00\x00"), 4, byte(9))
	f.Fuzz(func(t *testing.T, head []byte, at int, b byte) {
		// Damage to a real font gets further than random bytes.
		data := slices.Clone(templates.FontRegular)
		copy(data, head)
		if at >= 0 {
			data[at%len(data)] = b
		}
		if s, err := Cut(data, sample); err == nil && len(s.Advance) <= len(s.Runes) {
			t.Error("a subset with fewer glyphs than characters")
		}
	})
}
