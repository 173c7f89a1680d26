package pdf

import (
	"cmp"
	"errors"
	"fmt"
	"math/bits"
	"slices"

	"inclusioncards/reportcard"
)

// block is one section, placed whole.
type block struct {
	name  string
	sheet *sheet
	gap   float64 // white space before it, unless it opens a page
	bit   sections
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
	secGroups    = "other groups"
	secCharts    = "this year in pictures"
	secTold      = "strengths and unknowns"
	secUnknowns  = "unknowns" // apart from the strengths on a dense card
	secEnquiry   = "line of enquiry 1"
	secNext      = "next step"
	secTable     = "table 1"
	secMore      = "more figures"
	secGlossary  = "words used"
	secMethod    = "data and method"
)

// bitOf is the place of a section in sets; 0 for one that always stands where it
// stands.
func bitOf(name string) sections {
	if i := slices.Index(flexible, name); i >= 0 {
		return 1 << i
	}
	return 0
}

// flexible lists the sections that a plan may move, those of page 2 first, and
// then those that may be left out.
var flexible = []string{secTrends, secTold, secUnknowns, secMore, secGlossary, secMethod, secEnquiry, secTable, secContext, secPublished, secCharts, secGroups}

const movableUp = 8 // those of page 2 that may move

// sections is a set of flexible sections.
type sections uint16

// plan says which sections leave their usual page: up to the free end of page
// 1, or from it down to the head of page 2.
type plan struct{ up, down sections }

func (p plan) moves() int { return bits.OnesCount16(uint16(p.up | p.down)) }

// plans are in order of preference: nothing moves, then as few sections as
// possible.
var plans = makePlans()

func makePlans() []plan {
	var out []plan
	for up := range sections(1 << movableUp) {
		out = append(out, plan{up: up})
	}
	slices.SortStableFunc(out, func(a, b plan) int { return cmp.Compare(a.moves(), b.moves()) })
	context, published := bitOf(secContext), bitOf(secPublished)
	return append(out, plan{down: context}, plan{down: published}, plan{down: published | context})
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

// fit puts everything on two pages at the most open type level that takes it,
// with as few sections moved as possible; each page then takes the widest
// spacing it can. Levels are tightened one after the other, so that whether a
// card fits is found by halving.
//
// The groups and the pictures of the year are drawn together where they fit at
// the most open type, else the groups alone, else the pictures alone, where the
// type stays readable at ease. The HTML edition has them all.
func (r *Renderer) fit(c *reportcard.Card) ([2]pageLayout, error) { return r.fitAfter(c, 0, 2) }

// fitAfter is fit for a card that follows a number of pages, of so many in all.
func (r *Renderer) fitAfter(c *reportcard.Card, before, of int) ([2]pageLayout, error) {
	w := r.work.Get().(*workspace)
	defer r.work.Put(w)
	w.newCard()
	w.before, w.of = before, of
	f := &fitting{r: r, w: w, c: c, levels: levels(c)}
	if len(c.Groups.Rows) > 0 {
		if pages, err := f.within(1); err == nil {
			return pages, nil
		}
		f.without = bitOf(secCharts)
		if pages, err := f.within(usualLevel + 3); err == nil {
			return pages, nil
		}
		f.without = bitOf(secGroups)
	}
	if len(c.Charts) > 0 {
		if pages, err := f.within(usualLevel + 3); err == nil {
			return pages, nil
		}
		f.without |= bitOf(secCharts)
	}
	return f.within(len(f.levels))
}

// within searches the first n levels.
func (f *fitting) within(n int) ([2]pageLayout, error) {
	level := n
	mid := min(usualLevel, level-1)
	var moved plan
	for from := 0; from < level; mid = (from + level) / 2 {
		t := &f.levels[mid]
		if mid+1 == level && f.tighterFails(mid) {
			break
		}
		if p, ok := f.at(mid, t.to).plan(t.moves); ok {
			level, moved = mid, p
		} else {
			from = mid + 1
		}
	}
	if level == n {
		last := level - 1
		return [2]pageLayout{}, f.at(last, f.levels[last].to).tooFull()
	}
	var pages [2]pageLayout
	t, widened := &f.levels[level], true
	for sp := t.to; widened && sp >= t.from; sp-- {
		l := f.at(level, sp)
		widened = false
		for i := range pages {
			if sp == t.to || l.excess(i, moved) <= 0 {
				pages[i], widened = l.page(i, moved), true
			}
		}
	}
	return pages, nil
}

// usualLevel is where most cards end, and the search begins.
const usualLevel = 2

// fitting is the search for the fit of one card.
type fitting struct {
	r      *Renderer
	w      *workspace
	c      *reportcard.Card
	levels []typeLevel
	// without are the sections left out; layouts have them all.
	without sections
	made    [mostLevels][spacingCount]*layout
}

// at lays the card out at a level and a spacing.
func (f *fitting) at(level, sp int) *layout {
	l := &f.made[level][sp]
	if *l == nil {
		*l = f.r.layOut(f.w, f.c, f.levels[level], spacings[sp])
	}
	(*l).without = f.without
	return *l
}

// tighterFails reports that a level cannot fit because the next one, with
// smaller type, does not at the same spacing. That layout is needed anyway to
// choose the spacing of the next level.
func (f *fitting) tighterFails(level int) bool {
	t := &f.levels[level]
	if next := level + 1; next < len(f.levels) && t.to >= f.levels[next].from && t.to < f.levels[next].to {
		_, ok := f.at(next, t.to).plan(t.moves)
		return !ok
	}
	return false
}

// layout is every section set in one style.
type layout struct {
	s             *setter
	first, second []block
	headers       [2]*sheet
	footers       [2]*sheet
	without       sections // left out
}

func (r *Renderer) layOut(w *workspace, c *reportcard.Card, t typeLevel, sp spacing) *layout {
	s := r.setter(w, c, t, sp)
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
	two("the school's reply", s.reply(), s.block)
	for i := range c.Tables {
		two(fmt.Sprintf("table %d", i+1), s.table(&c.Tables[i]), s.section)
	}
	two(secTrends, s.trends(), s.section)
	two(secCharts, s.pictures(), s.section)
	if t.dense {
		two(secTold, s.runInSection(c.Headings.Strengths, c.Strengths), s.section)
		two(secUnknowns, s.runInSection(c.Headings.Unknowns, c.Unknowns), s.section)
	} else {
		two(secTold, s.told(), s.section)
	}
	two(secMore, s.table(&c.More), s.section)
	two(secGroups, s.table(&c.Groups), s.section)
	two(secMethod, s.method(), s.section)
	two(secGlossary, s.glossary(), s.section*0.8)
	return l
}

func appendBlock(to []block, name string, sh *sheet, gap float64) []block {
	if sh == nil || sh.h == 0 {
		return to
	}
	return append(to, block{name: name, sheet: sh, gap: gap, bit: bitOf(name)})
}

// plan is the first of the plans with a number of moves by which both pages fit.
func (l *layout) plan(moves int) (plan, bool) {
	var have plan
	for _, b := range l.second {
		have.up |= b.bit &^ l.without
	}
	for _, b := range l.first {
		have.down |= b.bit
	}
	for _, p := range plans {
		switch {
		case p.moves() > moves, p.up&^have.up != 0, p.down&^have.down != 0:
			continue // a section it does not have: the plan repeats another
		case l.excess(0, p) <= 0 && l.excess(1, p) <= 0:
			return p, true
		}
	}
	return plan{}, false
}

// each calls f with the blocks that a plan gives a page (0 or 1), in order.
func (l *layout) each(page int, p plan, f func(b *block)) {
	for i := range l.first {
		if b := &l.first[i]; (b.bit&p.down != 0) == (page == 1) {
			f(b)
		}
	}
	for i := range l.second {
		if b := &l.second[i]; b.bit&l.without == 0 && (b.bit&p.up != 0) == (page == 0) {
			f(b)
		}
	}
}

// excess is how much too high a page is under a plan, in millimetres.
func (l *layout) excess(i int, p plan) float64 {
	height, first := 0.0, true
	l.each(i, p, func(b *block) {
		if !first {
			height += b.gap
		}
		first = false
		height += b.sheet.h
	})
	return height - l.room(i)
}

// room is the height between header and footer.
func (l *layout) room(i int) float64 {
	return pageHeight - 2*l.s.vertical - l.headers[i].h - l.footers[i].h - pageSlack
}

// page places the blocks that a plan gives a page.
func (l *layout) page(i int, p plan) pageLayout {
	page := pageLayout{header: l.headers[i], footer: l.footers[i], margin: l.s.margin, vertical: l.s.vertical}
	l.each(i, p, func(b *block) { page.blocks = append(page.blocks, *b) })
	page.stretch(-l.excess(i, p))
	return page
}

// tooFull names the tallest section of the page that is too full when every
// section is on its usual one.
func (l *layout) tooFull() error {
	for i := range 2 {
		over := l.excess(i, plan{})
		if over <= 0 {
			continue
		}
		tallest := block{name: "header and footer", sheet: &sheet{}}
		l.each(i, plan{}, func(b *block) {
			if b.sheet.h > tallest.sheet.h {
				tallest = *b
			}
		})
		return &TooFullError{Page: i + 1, Excess: over, Section: tallest.name}
	}
	return errors.New("no plan fits, and no page is too full")
}

// left is the height left between the blocks and the footer.
func (p *pageLayout) left() float64 {
	h := pageHeight - 2*p.vertical - p.header.h - p.footer.h - pageSlack
	for i, b := range p.blocks {
		if i > 0 {
			h -= b.gap
		}
		h -= b.sheet.h
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
