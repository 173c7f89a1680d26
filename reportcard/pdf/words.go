package pdf

import (
	"unicode"
	"unicode/utf8"
)

// piece is part of a token in one style. Widths are in thousandths of an em, so
// that they hold for every size.
type piece struct {
	text  string
	style int // index of the run
	width int
}

// token is an unbreakable stretch, a range of pieces; a line may end before any
// token. space says that a space separates it from the token before when both
// share a line.
type token struct {
	from, to int
	width    int
	space    bool
}

// cutText is text cut into tokens.
type cutText struct {
	pieces []piece
	tokens []token
	// natural is the width on one line, longest that of the widest token.
	natural, longest int
}

// spaceWidth is the same in both faces.
func (r *Renderer) spaceWidth() int { return int(r.regular.advance[' ']) }

// cut divides runs at spaces and, inside words, after a hyphen between letters.
// A word of two runs ("**2 to explore**,") stays whole.
func (r *Renderer) cut(runs []run) *cutText {
	out := &cutText{}
	fresh, space := true, false
	for i := range runs {
		f := r.face(runs[i].bold)
		text := r.clean(runs[i].text)
		start, width := 0, 0
		flush := func(end int) {
			if end <= start {
				return
			}
			if fresh {
				out.tokens = append(out.tokens, token{from: len(out.pieces), space: space})
			}
			out.pieces = append(out.pieces, piece{text: text[start:end], style: i, width: width})
			t := &out.tokens[len(out.tokens)-1]
			t.to = len(out.pieces)
			t.width += width
			fresh, space, width = false, false, 0
		}
		for j, c := range text {
			switch {
			case c == ' ':
				flush(j)
				start, fresh, space = j+1, true, true
				continue
			case c == '-' && j > start && j+1 < len(text) && betweenLetters(text, j):
				width += f.unit(c)
				flush(j + 1)
				start, fresh = j+1, true
				continue
			}
			width += f.unit(c)
		}
		flush(len(text))
	}
	gap := r.spaceWidth()
	for i, t := range out.tokens {
		out.natural += t.width
		if t.space && i > 0 {
			out.natural += gap
		}
		out.longest = max(out.longest, t.width)
	}
	return out
}

// betweenLetters says whether the hyphen at i joins two words.
func betweenLetters(s string, i int) bool {
	before, _ := utf8.DecodeLastRuneInString(s[:i])
	after, _ := utf8.DecodeRuneInString(s[i+1:])
	return unicode.IsLetter(before) && unicode.IsLetter(after)
}

// fitted is the text with tokens wider than the column broken wherever they
// must, between runes but not before a combining mark.
func (r *Renderer) fitted(text *cutText, runs []run, width float64) *cutText {
	if float64(text.longest) <= width {
		return text
	}
	out := &cutText{natural: text.natural, longest: text.longest}
	for _, t := range text.tokens {
		out.tokens = append(out.tokens, token{from: len(out.pieces), to: len(out.pieces), space: t.space})
		whole := float64(t.width) <= width
		for _, pc := range text.pieces[t.from:t.to] {
			if whole {
				out.extend(pc)
				continue
			}
			f := r.face(runs[pc.style].bold)
			start, w := 0, 0
			flush := func(end int) {
				if end > start {
					out.extend(piece{text: pc.text[start:end], style: pc.style, width: w})
				}
				start, w = end, 0
			}
			for j, c := range pc.text {
				last := &out.tokens[len(out.tokens)-1]
				if cw := f.unit(c); float64(last.width+w+cw) > width && !unicode.Is(unicode.M, c) && (w > 0 || last.to > last.from) {
					flush(j)
					out.tokens = append(out.tokens, token{from: len(out.pieces), to: len(out.pieces)})
				}
				w += f.unit(c)
			}
			flush(len(pc.text))
		}
	}
	return out
}

// extend adds a piece to the last token.
func (c *cutText) extend(p piece) {
	c.pieces = append(c.pieces, p)
	last := &c.tokens[len(c.tokens)-1]
	last.to = len(c.pieces)
	last.width += p.width
}

// textLine is a range of tokens and its width.
type textLine struct {
	from, to int
	width    int
}

// breakLines fills lines greedily; it appends to the lines given. The slack of
// a millionth of an em is for widths measured to fit exactly.
func breakLines(lines []textLine, toks []token, width float64, space int) []textLine {
	const slack = 1e-3
	for i, t := range toks {
		if n := len(lines); n > 0 {
			add := t.width
			if t.space {
				add += space
			}
			if l := &lines[n-1]; float64(l.width+add) <= width+slack {
				l.to, l.width = i+1, l.width+add
				continue
			}
		}
		lines = append(lines, textLine{from: i, to: i + 1, width: t.width})
	}
	return lines
}

// A last line shorter than lonely is mended by breaking the others earlier, as
// long as they stay wider than narrowest, both as shares of the column.
const (
	lonely    = 0.14
	narrowest = 0.86
)

// lines breaks text to a width in thousandths of an em, without a lonely word on
// the last line where the same number of lines allows it; balanced paragraphs
// get even lines. The lines are valid until the next call.
func (w *workspace) lines(toks []token, width float64, space int, balance bool) []textLine {
	w.broken = breakLines(w.broken[:0], toks, width, space)
	n := len(w.broken)
	if n < 2 {
		return w.broken
	}
	short, least := lonely, narrowest
	if balance {
		short, least = 1, 0
	}
	for try := width; float64(w.broken[n-1].width) < short*width; {
		try -= width / 80
		w.next = breakLines(w.next[:0], toks, try, space)
		if try < least*width || len(w.next) != n || tooWide(w.next, try) {
			break
		}
		w.broken, w.next = w.next, w.broken
	}
	return w.broken
}

func tooWide(lines []textLine, width float64) bool {
	for _, l := range lines {
		if float64(l.width) > width+1e-3 {
			return true
		}
	}
	return false
}
