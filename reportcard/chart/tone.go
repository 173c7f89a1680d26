package chart

import "math"

// Tone is a colour by its part in a chart. Colour never carries meaning alone.
type Tone uint8

const (
	Paper  Tone = iota
	Ink         // running text
	Blue        // this school, pupils with SEND; text
	Grey        // the others; text, and the ends of bands
	Orange      // the triangle of a result; marks only
	Axes        // axis lines
	Band        // the middle half of the other schools
	Tint        // the wider band; grid lines
	Other       // dots of other schools
	ToneCount
)

// RGB is an sRGB colour.
type RGB struct{ R, G, B uint8 }

// Palette gives each tone a colour.
type Palette [ToneCount]RGB

// Light is the palette of the Government Analysis Function, on white; Dark its
// counterpart on a dark page.
var (
	Light = Palette{
		Paper: {0xFF, 0xFF, 0xFF}, Ink: {0x0B, 0x0C, 0x0C}, Blue: {0x12, 0x43, 0x6D}, Grey: {0x3D, 0x3D, 0x3D},
		Orange: {0xF4, 0x6A, 0x25}, Axes: {0x7F, 0x7F, 0x7F}, Band: {0xBF, 0xBF, 0xBF}, Tint: {0xE4, 0xE4, 0xE4}, Other: {0x7F, 0x7F, 0x7F},
	}
	Dark = Palette{
		Paper: {0x14, 0x18, 0x1C}, Ink: {0xF3, 0xF2, 0xF1}, Blue: {0x9C, 0xCB, 0xF2}, Grey: {0xC9, 0xCE, 0xD3},
		Orange: {0xF4, 0x6A, 0x25}, Axes: {0x8A, 0x92, 0x9A}, Band: {0x56, 0x5E, 0x66}, Tint: {0x32, 0x38, 0x3E}, Other: {0x8A, 0x92, 0x9A},
	}
)

// Pair is a tone drawn on another and the least contrast it needs: 4.5 for
// text, 3 for marks that carry meaning (WCAG 2.2, 1.4.3 and 1.4.11).
type Pair struct {
	On, Under Tone
	Least     float64
}

// Pairs lists every tone that meets another in a chart. The fills of bands are
// not among them: a band is known by the Grey lines at its ends. Grid lines
// carry nothing.
var Pairs = []Pair{
	{Ink, Paper, 4.5}, {Blue, Paper, 4.5}, {Grey, Paper, 4.5},
	{Orange, Paper, 3}, {Axes, Paper, 3}, {Other, Paper, 3},
	{Blue, Tint, 3}, {Blue, Band, 3}, {Grey, Tint, 3}, {Grey, Band, 3},
}

// Contrast is the ratio of WCAG 2.2 between two colours, 1 to 21.
func Contrast(a, b RGB) float64 {
	la, lb := a.luminance(), b.luminance()
	return (max(la, lb) + 0.05) / (min(la, lb) + 0.05)
}

func (c RGB) luminance() float64 {
	part := func(v uint8) float64 {
		x := float64(v) / 255
		if x <= 0.04045 {
			return x / 12.92
		}
		return math.Pow((x+0.055)/1.055, 2.4)
	}
	return 0.2126*part(c.R) + 0.7152*part(c.G) + 0.0722*part(c.B)
}
