package chart

import (
	"fmt"
	"strings"
	"sync"
	"unicode/utf8"

	"golang.org/x/image/font"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"

	"inclusioncards/templates"
)

const (
	mmPerPt = 25.4 / 72
	// Vertical metrics of Liberation Sans, in ems.
	ascent, descent = 0.905, 0.212
	// leading is the height of a line of labels, in ems.
	leading = 1.2
)

// advances are the widths of one face in ems, for the Latin letters and the
// punctuation that labels are made of. Any other letter counts as wide.
type advances struct {
	latin       [0x300]float32
	punctuation [0x300]float32 // from U+2000
}

const wide = 1.0

var faces = sync.OnceValue(func() [2]*advances {
	return [2]*advances{measureFace(templates.FontRegular), measureFace(templates.FontBold)}
})

// measureFace panics on a broken font: the fonts are part of the program.
func measureFace(ttf []byte) *advances {
	f, err := sfnt.Parse(ttf)
	if err != nil {
		panic(fmt.Sprintf("embedded font: %v", err))
	}
	var buf sfnt.Buffer
	upem := fixed.Int26_6(f.UnitsPerEm())
	of := func(r rune) float32 {
		g, err := f.GlyphIndex(&buf, r)
		if err != nil || g == 0 {
			return wide
		}
		a, err := f.GlyphAdvance(&buf, g, upem, font.HintingNone)
		if err != nil {
			return wide
		}
		return float32(a) / float32(upem)
	}
	out := &advances{}
	for i := range out.latin {
		out.latin[i] = of(rune(i))
		out.punctuation[i] = of(0x2000 + rune(i))
	}
	return out
}

// Width measures a text in millimetres at a size in points.
func Width(text string, size float64, bold bool) float64 {
	f := faces()[0]
	if bold {
		f = faces()[1]
	}
	sum := 0.0
	for i := range len(text) {
		if text[i] >= utf8.RuneSelf {
			return widthOf(f, sum, text[i:]) * size * mmPerPt
		}
		sum += float64(f.latin[text[i]])
	}
	return sum * size * mmPerPt
}

// widthOf adds the letters of a text to a sum, in ems.
func widthOf(f *advances, sum float64, text string) float64 {
	for _, r := range text {
		switch {
		case r < 0x300:
			sum += float64(f.latin[r])
		case r >= 0x2000 && r < 0x2300:
			sum += float64(f.punctuation[r-0x2000])
		default:
			sum += wide
		}
	}
	return sum
}

// style is how a label is set.
type style struct {
	size float64
	bold bool
	tone Tone
}

func (st style) width(text string) float64 { return Width(text, st.size, st.bold) }

// line is the height of one line.
func (st style) line() float64 { return st.size * mmPerPt * leading }

// base is how far the baseline lies under the top of a line.
func (st style) base() float64 {
	return st.size * mmPerPt * ((leading-ascent-descent)/2 + ascent)
}

// text sets one line whose top is y.
func (st style) text(s *Scene, text string, x, y float64, a Anchor) {
	if text == "" {
		return
	}
	if s.Texts == nil {
		s.Texts = make([]Text, 0, usualTexts)
	}
	s.Texts = append(s.Texts, Text{X: x, Y: y + st.base(), Anchor: a, Text: text, Size: st.size, Bold: st.bold, Tone: st.tone, W: st.width(text)})
}

// cut shortens a text to a width, with an ellipsis; the whole words are in the
// table of the chart.
func (st style) cut(text string, width float64) string {
	text = oneSpaced(text)
	if st.width(text) <= width {
		return text
	}
	runes := []rune(text)
	for n := len(runes) - 1; n > 0; n-- {
		if short := strings.TrimRight(string(runes[:n]), " ,;") + "…"; st.width(short) <= width {
			return short
		}
	}
	return ""
}

// oneSpaced has one space between words, and none at the ends.
func oneSpaced(text string) string {
	space := true
	for i := range len(text) {
		c := text[i]
		if c >= utf8.RuneSelf || c < ' ' || c == ' ' && space {
			return strings.Join(strings.Fields(text), " ")
		}
		space = c == ' '
	}
	if space && text != "" {
		return text[:len(text)-1]
	}
	return text
}

// wrap breaks a text into lines no wider than width; a word that is too long is
// cut.
func (st style) wrap(text string, width float64) []string {
	var lines []string
	for _, word := range strings.Fields(text) {
		if n := len(lines); n > 0 {
			if joined := lines[n-1] + " " + word; st.width(joined) <= width {
				lines[n-1] = joined
				continue
			}
		}
		if word = st.cut(word, width); word != "" {
			lines = append(lines, word)
		}
	}
	return lines
}

// block sets lines one under the other and gives the height taken.
func (st style) block(s *Scene, lines []string, x, y float64, a Anchor) float64 {
	for i, l := range lines {
		st.text(s, l, x, y+float64(i)*st.line(), a)
	}
	return float64(len(lines)) * st.line()
}
