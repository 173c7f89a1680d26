package pdf

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"inclusioncards/reportcard"
)

// block is one section, placed whole.
type block struct {
	name  string
	sheet *sheet
	gap   float64 // white space before it, unless it opens a page
}

// pageLayout is one page ready to draw: blocks with their final gaps.
type pageLayout struct {
	header, footer *sheet
	blocks         []block
	margin         float64 // left and right
	vertical       float64 // top and bottom
}

// The sections a plan may move.
const (
	secContext   = "context"
	secPublished = "published figures"
	secTrends    = "over time"
	secTold      = "strengths and unknowns"
	secUnknowns  = "unknowns" // apart from the strengths on a dense card
	secEnquiry   = "line of enquiry 1"
	secNext      = "next step"
	secMore      = "more figures"
	secGlossary  = "words used"
	secMethod    = "data and method"
)

// plan says which sections leave their usual page: up to the free end of page
// 1, or from it down to the head of page 2.
type plan struct{ up, down []string }

// plans are in order of preference: nothing moves, then as few sections as
// possible.
var plans = makePlans()

func makePlans() []plan {
	movable := []string{secTrends, secTold, secUnknowns, secMore, secGlossary, secMethod, secEnquiry}
	var out []plan
	for set := range 1 << len(movable) {
		var p plan
		for i, name := range movable {
			if set&(1<<i) != 0 {
				p.up = append(p.up, name)
			}
		}
		out = append(out, p)
	}
	slices.SortStableFunc(out, func(a, b plan) int { return cmp.Compare(len(a.up), len(b.up)) })
	return append(out,
		plan{down: []string{secContext}},
		plan{down: []string{secPublished}},
		plan{down: []string{secPublished, secContext}})
}

// TooFullError reports a card that does not fit on two pages at the smallest
// type allowed.
type TooFullError struct {
	Page    int
	Excess  float64 // millimetres, with every section on its usual page
	Section string  // the longest of that page
}

func (e *TooFullError) Error() string {
	return fmt.Sprintf("page %d is %.0f mm too full at the smallest type allowed; its longest section is %q", e.Page, e.Excess, e.Section)
}

// maxStretch is the most that a gap grows to fill a page, millimetres.
const maxStretch = 3.0

// fit searches type levels from the most open, then plans, for the first that
// puts everything on two pages. Each page takes the widest spacing it can.
//
// Groups are drawn where they fit at the most open type; the file for officers
// has them all.
func (r *Renderer) fit(c *reportcard.Card) ([2]pageLayout, error) {
	all := levels(c)
	if len(c.Groups.Rows) == 0 {
		return r.fitLevels(c, all)
	}
	if pages, err := r.fitLevels(c, all[:1]); err == nil {
		return pages, nil
	}
	bare := *c
	bare.Groups = reportcard.FigureTable{}
	return r.fitLevels(&bare, all)
}

func (r *Renderer) fitLevels(c *reportcard.Card, try []typeLevel) ([2]pageLayout, error) {
	var over error
	for _, t := range try {
		sets := make([]*layout, 0, len(spacings))
		for _, sp := range spacings[t.from : t.to+1] {
			sets = append(sets, r.layOut(c, t, sp))
		}
		for i, p := range plans {
			if len(p.up)+len(p.down) > t.moves {
				continue
			}
			pages, err := p.place(sets)
			if err == nil {
				return pages, nil
			}
			if i == 0 {
				over = err
			}
		}
	}
	return [2]pageLayout{}, over
}

// place fills both pages, or says which is too full.
func (p plan) place(sets []*layout) (pages [2]pageLayout, err error) {
	for i := range pages {
		for _, l := range sets {
			if pages[i], err = l.page(i, p); err == nil {
				break
			}
		}
		if err != nil {
			return pages, err
		}
	}
	return pages, nil
}

// layout is every section set in one style.
type layout struct {
	s             *setter
	first, second []block
	headers       [2]*sheet
	footers       [2]*sheet
}

func (r *Renderer) layOut(c *reportcard.Card, t typeLevel, sp spacing) *layout {
	s := r.setter(c, t, sp)
	l := &layout{s: s}
	for i := range l.footers {
		l.headers[i], l.footers[i] = s.header(i+1), s.footer(i+1)
	}
	one := func(name string, sh *sheet, gap float64) { l.first = appendBlock(l.first, name, sh, gap) }
	two := func(name string, sh *sheet, gap float64) { l.second = appendBlock(l.second, name, sh, gap) }
	one("name", s.identity(), 0)
	one("notice", s.notice(), s.block)
	one("headline and findings", s.summary(), s.block*1.2)
	one("at a glance", s.glance(), s.section)
	one("missing counts", s.missing(), s.block)
	one(secPublished, s.table(&c.Published), s.section)
	one(secContext, s.context(), s.section*0.8)
	for i := range c.Enquiries {
		two(fmt.Sprintf("line of enquiry %d", i+1), s.enquiry(&c.Enquiries[i]), s.block)
	}
	two(secNext, s.nextSteps(), s.block)
	for i := range c.Tables {
		two(strings.ToLower(c.Tables[i].Title), s.table(&c.Tables[i]), s.section)
	}
	two(secTrends, s.trends(), s.section)
	if t.dense {
		two(secTold, s.runInSection(c.Headings.Strengths, c.Strengths), s.section)
		two(secUnknowns, s.runInSection(c.Headings.Unknowns, c.Unknowns), s.section)
	} else {
		two(secTold, s.told(), s.section)
	}
	two(secMore, s.table(&c.More), s.section)
	two("other groups", s.table(&c.Groups), s.section)
	two(secMethod, s.method(), s.section)
	two(secGlossary, s.glossary(), s.section*0.8)
	return l
}

func appendBlock(to []block, name string, sh *sheet, gap float64) []block {
	if sh == nil || sh.h == 0 {
		return to
	}
	return append(to, block{name, sh, gap})
}

// page places the blocks that a plan gives a page (0 or 1), or says that it is
// too full and names its tallest section.
func (l *layout) page(i int, p plan) (pageLayout, error) {
	stay1, toSecond, ok1 := take(l.first, p.down)
	stay2, toFirst, ok2 := take(l.second, p.up)
	if !ok1 || !ok2 {
		return pageLayout{}, errNothingToMove
	}
	blocks := append(stay1, toFirst...)
	if i == 1 {
		blocks = append(toSecond, stay2...)
	}
	page := pageLayout{header: l.headers[i], footer: l.footers[i], blocks: blocks, margin: l.s.margin, vertical: l.s.vertical}
	room := page.room() - page.height()
	if room < 0 {
		tallest := block{name: "header and footer"}
		for _, b := range blocks {
			if tallest.sheet == nil || b.sheet.h > tallest.sheet.h {
				tallest = b
			}
		}
		return pageLayout{}, &TooFullError{Page: i + 1, Excess: -room, Section: tallest.name}
	}
	page.stretch(room)
	return page, nil
}

// errNothingToMove dismisses a plan for sections this card does not have.
var errNothingToMove = errors.New("nothing to move")

// take parts the named blocks from the rest; it fails when one is not there,
// since the plan would then repeat another.
func take(blocks []block, names []string) (stay, moved []block, ok bool) {
	for _, b := range blocks {
		if slices.Contains(names, b.name) {
			moved = append(moved, b)
		} else {
			stay = append(stay, b)
		}
	}
	return stay, moved, len(moved) == len(names)
}

// room is the height between header and footer.
func (p *pageLayout) room() float64 {
	return pageHeight - 2*p.vertical - p.header.h - p.footer.h - pageSlack
}

func (p *pageLayout) height() float64 {
	h := 0.0
	for i, b := range p.blocks {
		if i > 0 {
			h += b.gap
		}
		h += b.sheet.h
	}
	return h
}

// stretch opens the gaps of a page with room to spare, within reason: white
// space gathers at the foot otherwise.
func (p *pageLayout) stretch(room float64) {
	if len(p.blocks) < 2 {
		return
	}
	each := min(room/float64(len(p.blocks)-1), maxStretch)
	for i := range p.blocks[1:] {
		p.blocks[i+1].gap += each
	}
}
