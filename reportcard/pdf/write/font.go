package write

import (
	"fmt"
	"strconv"
	"unicode/utf16"

	"inclusioncards/reportcard/pdf/font"
)

// Font embeds a subset as a composite font whose two-byte codes are its glyph
// numbers, with the characters they stand for.
func (f *File) Font(s *font.Subset) Ref {
	whole, descendant, descriptor, program, unicode := f.Alloc(), f.Alloc(), f.Alloc(), f.Alloc(), f.Alloc()
	name := subsetTag(s) + "+" + s.Name
	f.Object(whole, fmt.Appendf(nil,
		"<</Type/Font/Subtype/Type0/BaseFont/%s/Encoding/Identity-H/DescendantFonts[%d 0 R]/ToUnicode %d 0 R>>",
		name, descendant, unicode))
	cid := fmt.Appendf(nil,
		"<</Type/Font/Subtype/CIDFontType2/BaseFont/%s/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/FontDescriptor %d 0 R/CIDToGIDMap/Identity/DW 0/W[0[",
		name, descriptor)
	for i, w := range s.Advance {
		if i > 0 {
			cid = append(cid, ' ')
		}
		cid = strconv.AppendInt(cid, int64(w), 10)
	}
	f.Object(descendant, append(cid, "]]>>"...))
	const (
		symbolic = 4  // the glyphs are not those of the standard Latin set alone
		stemV    = 80 // for bold 140: readers use it only to imitate a font they lack
	)
	stem := stemV
	if s.Weight >= 600 {
		stem = 140
	}
	f.Object(descriptor, fmt.Appendf(nil,
		"<</Type/FontDescriptor/FontName/%s/Flags %d/FontBBox[%d %d %d %d]/ItalicAngle 0/Ascent %d/Descent %d/CapHeight %d/StemV %d/FontFile2 %d 0 R>>",
		name, symbolic, s.Box[0], s.Box[1], s.Box[2], s.Box[3], s.Ascent, s.Descent, s.CapHeight, stem, program))
	f.Stream(program, fmt.Sprintf("/Length1 %d", len(s.File)), s.File)
	f.Stream(unicode, "", toUnicode(s.Runes))
	return whole
}

// subsetTag is the six capitals that tell subsets of one font apart.
func subsetTag(s *font.Subset) string {
	sum := uint64(len(s.File))
	for _, r := range s.Runes {
		sum = sum*1099511628211 + uint64(r)
	}
	tag := make([]byte, 6)
	for i := range tag {
		tag[i] = 'A' + byte(sum%26)
		sum /= 26
	}
	return string(tag)
}

// toUnicode maps each glyph number to its character.
func toUnicode(runes []rune) []byte {
	out := []byte(`/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <FFFF>
endcodespacerange
`)
	const most = 100 // entries in a block
	for from := 0; from < len(runes); from += most {
		block := runes[from:min(from+most, len(runes))]
		out = fmt.Appendf(out, "%d beginbfchar\n", len(block))
		for i, r := range block {
			out = fmt.Appendf(out, "<%04X> <", from+i+1)
			for _, u := range utf16.Encode([]rune{r}) {
				out = fmt.Appendf(out, "%04X", u)
			}
			out = append(out, ">\n"...)
		}
		out = append(out, "endbfchar\n"...)
	}
	return append(out, "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n"...)
}
