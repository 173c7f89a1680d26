package pdf

import (
	"strings"
	"unicode"

	"github.com/johnfercher/maroto/v2/pkg/props"

	"inclusioncards/reportcard"
)

// run is a stretch of text in one weight and colour.
type run struct {
	text  string
	bold  bool
	color *props.Color // nil takes the paragraph's
}

// para is a paragraph to be set.
type para struct {
	runs    []run
	size    float64 // points
	lead    float64 // line height in ems; 0 takes the style's
	color   *props.Color
	right   bool // ragged left, for figures
	boldInk bool // bold runs in full ink, for run-in headings in grey text
	balance bool // lines as even as their number allows, for headings
	// headed says that the first run is the heading of its section, the rest a
	// paragraph of it.
	headed bool
}

func plainRuns(s string) []run { return []run{{text: s}} }
func boldRuns(s string) []run  { return []run{{text: s, bold: true}} }

func textRuns(t reportcard.Text) []run {
	out := make([]run, len(t))
	for i, r := range t {
		out[i] = run{text: r.Text, bold: r.Bold}
	}
	return out
}

// piece is part of a token in one style.
type piece struct {
	text  string
	style int // index of the run
	width float64
}

// token is an unbreakable stretch; a line may end before any token. space says
// that a space separates it from the token before when both share a line.
type token struct {
	pieces []piece
	width  float64
	space  bool
}

// tokens cuts runs at spaces and, inside words, after a hyphen between letters.
// A word of two runs ("**2 to explore**,") stays whole.
func (r *Renderer) tokens(p *para) []token {
	var out []token
	fresh, space := true, false
	for i := range p.runs {
		rn := &p.runs[i]
		f := r.face(rn.bold)
		text := r.clean(rn.text)
		start := 0
		flush := func(end int) {
			if end <= start {
				return
			}
			s := text[start:end]
			pc := piece{text: s, style: i, width: f.width(s, p.size)}
			if fresh {
				out = append(out, token{space: space})
			}
			t := &out[len(out)-1]
			t.pieces = append(t.pieces, pc)
			t.width += pc.width
			fresh, space = false, false
		}
		for j := 0; j < len(text); j++ {
			switch {
			case text[j] == ' ':
				flush(j)
				start, fresh, space = j+1, true, true
			case text[j] == '-' && j > start && j+1 < len(text) && letter(text[j-1]) && letter(text[j+1]):
				flush(j + 1)
				start, fresh = j+1, true
			}
		}
		flush(len(text))
	}
	return out
}

func letter(b byte) bool { return b|0x20 >= 'a' && b|0x20 <= 'z' || b >= 0x80 }

// split breaks a token wider than the column wherever it must, between runes
// but not before a combining mark.
func (r *Renderer) split(t token, p *para, width float64) []token {
	out := []token{{space: t.space}}
	for _, pc := range t.pieces {
		f := r.face(p.runs[pc.style].bold)
		start, w := 0, 0.0
		flush := func(end int) {
			if end > start {
				last := &out[len(out)-1]
				last.pieces = append(last.pieces, piece{text: pc.text[start:end], style: pc.style, width: w})
				last.width += w
			}
			start, w = end, 0
		}
		for j, c := range pc.text {
			cw := f.width(string(c), p.size)
			if out[len(out)-1].width+w+cw > width && !unicode.Is(unicode.M, c) && (w > 0 || len(out[len(out)-1].pieces) > 0) {
				flush(j)
				out = append(out, token{})
			}
			w += cw
		}
		flush(len(pc.text))
	}
	return out
}

// line is a range of tokens and its width.
type textLine struct {
	from, to int
	width    float64
}

// breakLines fills lines greedily.
func breakLines(toks []token, width, space float64) []textLine {
	var lines []textLine
	for i, t := range toks {
		if n := len(lines); n > 0 {
			add := t.width
			if t.space {
				add += space
			}
			if l := &lines[n-1]; l.width+add <= width+1e-6 {
				l.to, l.width = i+1, l.width+add
				continue
			}
		}
		lines = append(lines, textLine{from: i, to: i + 1, width: t.width})
	}
	return lines
}

// lines breaks a paragraph, without a lonely word on the last line where the
// same number of lines allows it; balanced paragraphs get even lines.
func (r *Renderer) lines(p *para, width float64) ([]token, []textLine) {
	toks := r.tokens(p)
	for i := 0; i < len(toks); i++ {
		if toks[i].width > width {
			parts := r.split(toks[i], p, width)
			toks = append(toks[:i], append(parts, toks[i+1:]...)...)
			i += len(parts) - 1
		}
	}
	space := r.regular.width(" ", p.size)
	lines := breakLines(toks, width, space)
	n := len(lines)
	if n < 2 {
		return toks, lines
	}
	short, least := lonely, narrowest
	if p.balance {
		short, least = 1, 0
	}
	for w := width; lines[n-1].width < short*width; {
		w -= width / 80
		next := breakLines(toks, w, space)
		if w < least*width || len(next) != n || tooWide(next, w) {
			break
		}
		lines = next
	}
	return toks, lines
}

// A last line shorter than lonely is mended by breaking the others earlier, as
// long as they stay wider than narrowest, both as shares of the column.
const (
	lonely    = 0.14
	narrowest = 0.86
)

func tooWide(lines []textLine, width float64) bool {
	for _, l := range lines {
		if l.width > width+1e-6 {
			return true
		}
	}
	return false
}

// set lays a paragraph out at a width. Each line becomes one span per style.
func (s *setter) set(p para, width float64) *sheet {
	if p.lead == 0 {
		p.lead = s.lead
	}
	if p.color == nil {
		p.color = ink
	}
	toks, lines := s.r.lines(&p, width)
	em := p.size * mmPerPt
	height := em * p.lead
	out := &sheet{w: width, h: float64(len(lines)) * height}
	head, rest := &sheet{w: width}, &sheet{w: width}
	space := s.r.regular.width(" ", p.size)
	for i, l := range lines {
		x := 0.0
		if p.right {
			x = width - l.width
		}
		base := float64(i)*height + (height-(ascent+descent)*em)/2 + ascent*em
		var b strings.Builder
		style, w := -1, 0.0
		flush := func() {
			if b.Len() == 0 {
				return
			}
			rn := p.runs[style]
			color := rn.color
			switch {
			case color != nil:
			case rn.bold && p.boldInk:
				color = ink
			default:
				color = p.color
			}
			to := out
			switch {
			case p.headed && style == 0:
				to = head
			case p.headed:
				to = rest
			}
			to.items = append(to.items, item{x: x, y: base, text: &span{text: b.String(), size: p.size, bold: rn.bold, color: color, width: w}})
			x += w
			b.Reset()
			w = 0
		}
		for j := l.from; j < l.to; j++ {
			t := toks[j]
			gap := t.space && j > l.from
			for k, pc := range t.pieces {
				if pc.style != style {
					apart := gap && k == 0
					if apart && b.Len() > 0 {
						b.WriteByte(' ') // its width is added below
					}
					flush()
					style = pc.style
					if apart {
						x += space
						gap = false
					}
				}
				if gap && k == 0 {
					b.WriteByte(' ')
					w += space
				}
				b.WriteString(pc.text)
				w += pc.width
			}
		}
		if l.to < len(toks) && toks[l.to].space {
			b.WriteByte(' ') // drawn beyond the line: keeps its last word off the next one's first
		}
		flush()
	}
	if p.headed {
		out.put(head.as(Heading2), 0, 0)
		out.put(rest.as(Paragraph), 0, 0)
	}
	return out
}

// natural is the width of a paragraph on one line.
func (s *setter) natural(p para) float64 {
	toks := s.r.tokens(&p)
	l := breakLines(toks, 1e9, s.r.regular.width(" ", p.size))
	if len(l) == 0 {
		return 0
	}
	return l[0].width
}

// longest is the width of the widest unbreakable part of a paragraph.
func (s *setter) longest(p para) float64 {
	w := 0.0
	for _, t := range s.r.tokens(&p) {
		w = max(w, t.width)
	}
	return w
}

func (r *Renderer) face(bold bool) *face {
	if bold {
		return r.bold
	}
	return r.regular
}
