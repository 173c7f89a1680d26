package pdf

import (
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
	// headed, unless noRole, says that the first run is a heading of this level,
	// the rest a paragraph under it.
	headed Role
	role   Role // what it is to a reader; noRole leaves that to the sheet around it
}

// as says what a paragraph is to a reader who does not see it.
func (p para) as(r Role) para {
	p.role = r
	return p
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

// set lays a paragraph out at a width. The sheet may be shared.
func (s *setter) set(p para, width float64) *sheet {
	if p.lead == 0 {
		p.lead = s.lead
	}
	if p.color == nil {
		p.color = ink
	}
	w := s.work
	w.key = appendRuns(w.key[:0], p.runs)
	runs := len(w.key)
	w.key = appendPara(w.key, &p, width)
	out, ok := w.sheets.get(w.key)
	if !ok {
		out = s.setLines(s.cutOfKey(w.key[:runs], p.runs), &p, width)
		w.sheets.put(w.key, out)
	}
	return out
}

// madeSpan is a span of a paragraph while its lines are made: the words of all
// stand one after the other in a buffer.
type madeSpan struct {
	x, base, width float64
	style          int // index of the run
	from, to       int // of its words
}

// setLines makes one span of each line and style.
func (s *setter) setLines(text *cutText, p *para, width float64) *sheet {
	em := p.size * mmPerPt
	unit := em / 1000
	text = s.r.fitted(text, p.runs, width/unit)
	w := s.work
	toks, lines := text.tokens, w.lines(text.tokens, width/unit, s.r.spaceWidth(), p.balance)
	height := em * p.lead
	space := float64(s.r.spaceWidth()) * unit
	w.words, w.made = w.words[:0], w.made[:0]
	for i, l := range lines {
		x := 0.0
		if p.right {
			x = width - float64(l.width)*unit
		}
		base := float64(i)*height + (height-(ascent+descent)*em)/2 + ascent*em
		style, long, start := -1, 0.0, len(w.words)
		flush := func() {
			if len(w.words) == start {
				return
			}
			w.made = append(w.made, madeSpan{x, base, long, style, start, len(w.words)})
			x += long
			long, start = 0, len(w.words)
		}
		for j := l.from; j < l.to; j++ {
			t := toks[j]
			gap := t.space && j > l.from
			for k, pc := range text.pieces[t.from:t.to] {
				if pc.style != style {
					apart := gap && k == 0
					if apart && len(w.words) > start {
						w.words = append(w.words, ' ') // its width is added below
					}
					flush()
					style = pc.style
					if apart {
						x += space
						gap = false
					}
				}
				if gap && k == 0 {
					w.words = append(w.words, ' ')
					long += space
				}
				w.words = append(w.words, pc.text...)
				long += float64(pc.width) * unit
			}
		}
		if l.to < len(toks) && toks[l.to].space {
			w.words = append(w.words, ' ') // drawn beyond the line: keeps its last word off the next one's first
		}
		flush()
	}
	out := s.spans(p, width)
	out.h = float64(len(lines)) * height
	if p.role != noRole {
		out.tag = &plainTags[p.role]
	}
	return out
}

// spans makes a sheet of the spans made.
func (s *setter) spans(p *para, width float64) *sheet {
	made, words := s.work.made, string(s.work.words)
	fill := func(m *madeSpan, it *item, sp *span) {
		rn := &p.runs[m.style]
		color := rn.color
		switch {
		case color != nil:
		case rn.bold && p.boldInk:
			color = ink
		default:
			color = p.color
		}
		*sp = span{text: visual(words[m.from:m.to]), size: p.size, bold: rn.bold, color: color, width: m.width}
		*it = item{x: m.x, y: m.base, text: sp}
	}
	if len(made) == 1 && p.headed == noRole { // most cells of tables: one piece of memory
		one := &struct {
			sheet sheet
			item  [1]item
			span  span
		}{}
		fill(&made[0], &one.item[0], &one.span)
		one.sheet.w, one.sheet.items = width, one.item[:]
		return &one.sheet
	}
	items, spans := make([]item, 0, len(made)), make([]span, len(made))
	take := func(of func(style int) bool) []item {
		first := len(items)
		for i := range made {
			if of(made[i].style) {
				items = append(items, item{})
				fill(&made[i], &items[len(items)-1], &spans[len(items)-1])
			}
		}
		return items[first:len(items):len(items)]
	}
	if p.headed == noRole {
		return &sheet{w: width, items: take(func(int) bool { return true })}
	}
	out := &sheet{w: width}
	head := &sheet{w: width, items: take(func(style int) bool { return style == 0 })}
	rest := &sheet{w: width, items: take(func(style int) bool { return style != 0 })}
	out.put(head.as(p.headed), 0, 0)
	out.put(rest.as(Paragraph), 0, 0)
	return out
}

// natural is the width of a paragraph on one line.
func (s *setter) natural(p para) float64 {
	return float64(s.cut(p.runs).natural) * p.size * mmPerPt / 1000
}

// lineCount is the number of lines that a paragraph takes at a width.
func (s *setter) lineCount(p para, width float64) int {
	unit := p.size * mmPerPt / 1000
	text := s.cut(p.runs)
	if room := width / unit; float64(text.natural) > room || len(text.tokens) == 0 {
		text = s.r.fitted(text, p.runs, room)
		return len(s.work.lines(text.tokens, room, s.r.spaceWidth(), p.balance))
	}
	return 1
}

// height is that of the sheet which set would make.
func (s *setter) height(p para, width float64) float64 {
	lead := p.lead
	if lead == 0 {
		lead = s.lead
	}
	return float64(s.lineCount(p, width)) * (p.size * mmPerPt * lead)
}

// longest is the width of the widest unbreakable part of a paragraph.
func (s *setter) longest(p para) float64 {
	return float64(s.cut(p.runs).longest) * p.size * mmPerPt / 1000
}

func (r *Renderer) face(bold bool) *face {
	if bold {
		return r.bold
	}
	return r.regular
}
