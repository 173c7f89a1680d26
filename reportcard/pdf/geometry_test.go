package pdf

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"inclusioncards/reportcard"
)

type textBox struct {
	text           string
	x0, y0, x1, y1 float64
}

func (a textBox) overlaps(b textBox, slack float64) bool {
	return a.x0 < b.x1-slack && b.x0 < a.x1-slack && a.y0 < b.y1-slack && b.y0 < a.y1-slack
}

// spanBoxes gives the box of every span of a page, from its margins' corner.
func spanBoxes(p *pageLayout) []textBox {
	var out []textBox
	var place func(s *sheet, x, y float64)
	place = func(s *sheet, x, y float64) {
		for _, it := range s.items {
			x, y := x+it.x, y+it.y
			switch {
			case it.sheet != nil:
				place(it.sheet, x, y)
			case it.text != nil:
				em := it.text.size * mmPerPt
				out = append(out, textBox{it.text.text, x, y - ascent*em, x + it.text.width, y + descent*em})
			}
		}
	}
	add := func(s *sheet, top float64) { place(s, 0, top) }
	add(p.header, 0)
	y := p.header.h
	for i, b := range p.blocks {
		if i > 0 {
			y += b.gap
		}
		add(b.sheet, y)
		y += b.sheet.h
	}
	add(p.footer, pageHeight-2*p.vertical-p.footer.h)
	return out
}

func checkBoxes(t *testing.T, boxes []textBox, w, h, slack float64) {
	t.Helper()
	for i, a := range boxes {
		if a.x0 < -slack || a.y0 < -slack || a.x1 > w+slack || a.y1 > h+slack {
			t.Errorf("%q at %.1f,%.1f to %.1f,%.1f leaves the page's margins", a.text, a.x0, a.y0, a.x1, a.y1)
		}
		for _, b := range boxes[:i] {
			if a.overlaps(b, slack) {
				t.Errorf("%q overlaps %q", a.text, b.text)
			}
		}
	}
}

// randomCard replaces the words of a full card by random ones of any length.
func randomCard(rng *rand.Rand) *reportcard.Card {
	return randomCardOf(rng, []rune("abcdefghijklmnopqrstuvwxyzŵŷâé-/’WM0123456789"))
}

// anyRunes are letters of every kind of trouble: outside the plane that fonts
// encode, right to left, marks without letters, controls, invalid bytes, syntax
// of the file format.
var anyRunes = []rune("aé-Ŵ\U0001F600\U0001F468\u200d\U0001F469ביתبي\u0301\u0302\u20dd\x00\x07\r\n\t\u200b\u202e\u2066\ufeff\ufffd\ufffe漢字()<>[]{}/\\%□\u00ad\u00a0\u2011\U0010ffff")

func randomCardOf(rng *rand.Rand, letters []rune) *reportcard.Card {
	all := []func() *reportcard.Card{secondary, primary, public, longest}
	c := all[rng.IntN(len(all))]()
	word := func() string {
		n := 1 + rng.IntN(10)
		if rng.IntN(25) == 0 {
			n = 60
		}
		b := make([]rune, n)
		for i := range b {
			b[i] = letters[rng.IntN(len(letters))]
		}
		return string(b)
	}
	phrase := func(most int) string {
		ws := make([]string, 1+rng.IntN(most))
		for i := range ws {
			ws[i] = word()
		}
		return strings.Join(ws, " ")
	}
	text := func(most int) reportcard.Text {
		return reportcard.Text{{Text: phrase(3), Bold: true}, {Text: " " + phrase(most)}}
	}
	c.Name, c.Headline, c.Missing, c.Label = phrase(10), text(16), phrase(14), phrase(6)
	c.FooterLeft, c.Marking = phrase(8), phrase(6)
	for i := range c.Findings {
		c.Findings[i] = text(20)
	}
	for i := range c.Tags {
		c.Tags[i] = phrase(4)
	}
	g := &c.Glance
	for _, s := range []*string{&g.Columns.SEND, &g.Columns.Gap, &g.Columns.Strip, &g.Columns.Result} {
		*s = phrase(3)
	}
	for i := range g.Rows {
		r := &g.Rows[i]
		r.Measure, r.Note, r.Result, r.Aside = phrase(6), phrase(12), phrase(3), phrase(4)
		r.SEND.Sub, r.Gap.Main = phrase(3), fmt.Sprint(rng.IntN(100))
	}
	for i := range c.Context {
		c.Context[i] = reportcard.Fact{Value: phrase(2), Label: phrase(3), Local: phrase(2)}
	}
	for i := range c.Enquiries {
		e := &c.Enquiries[i]
		e.Title, e.Says, e.Means, e.Questions = phrase(9), text(20), []string{phrase(7), phrase(7)}, []string{phrase(9), phrase(9), phrase(9)}
	}
	for i := range c.Trends {
		tr := &c.Trends[i]
		tr.Title, tr.Takeaway, tr.Under = phrase(3), phrase(6), phrase(5)
		tr.Series[0].Label, tr.Series[1].Label, tr.MaxText = phrase(1), phrase(1), phrase(1)
		if rng.IntN(2) == 0 {
			tr.Series[0].Points = tr.Series[1].Points
		}
	}
	for i := range c.Published.Rows {
		for j := range c.Published.Rows[i] {
			c.Published.Rows[i][j] = phrase(2)
		}
	}
	for _, list := range [][]string{c.Strengths, c.Unknowns} {
		for i := range list {
			list[i] = phrase(10)
		}
	}
	return c
}

func TestNoTextOverlaps(t *testing.T) {
	r := newRenderer(t)
	for name, c := range allCards() {
		t.Run(name, func(t *testing.T) { checkFit(t, r, c) })
	}
	fitted := 0
	for seed := range uint64(60) {
		t.Run(fmt.Sprint("seed", seed), func(t *testing.T) {
			rng := rand.New(rand.NewPCG(seed, 1))
			c := randomCard(rng)
			if seed%3 == 0 {
				c = randomCardOf(rng, anyRunes)
			}
			if !checkFit(t, r, c) {
				return
			}
			fitted++
			checkUA(t, render(t, r, c), r.clean(c.Title))
		})
	}
	if fitted < 20 {
		t.Errorf("only %d of the random cards fitted: the test has lost its subject", fitted)
	}
}

// checkFit checks every span of a card that fits; one that does not is only
// allowed to say so.
func checkFit(t *testing.T, r *Renderer, c *reportcard.Card) bool {
	t.Helper()
	pages, err := r.fit(c)
	if err != nil {
		if !errors.As(err, new(*TooFullError)) {
			t.Error(err)
		}
		return false
	}
	for i := range pages {
		p := &pages[i]
		checkBoxes(t, spanBoxes(p), pageWidth-2*p.margin, pageHeight-2*p.vertical, 0.05)
	}
	return true
}

var bboxWord = regexp.MustCompile(`<word xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)">(.*)</word>`)

// TestNoWordOverlaps asks another program where the words are.
func TestNoWordOverlaps(t *testing.T) {
	r := newRenderer(t)
	cards := allCards()
	for seed := range uint64(12) {
		cards[fmt.Sprint("seed", seed)] = randomCard(rand.New(rand.NewPCG(seed, 1)))
	}
	for name, c := range cards {
		t.Run(name, func(t *testing.T) {
			pages, err := r.fit(c)
			var full *TooFullError
			if errors.As(err, &full) && strings.HasPrefix(name, "seed") {
				t.Skip(err) // a random card may hold more than two pages
			}
			if err != nil {
				t.Fatal(err)
			}
			var doc bytes.Buffer
			if err := r.drawPages(c, pages[:], &doc); err != nil {
				t.Fatal(err)
			}
			out := tool(t, doc.Bytes(), "pdftotext", "-bbox", "FILE", "-")
			for i, page := range strings.Split(out, "</page>")[:2] {
				p := &pages[i]
				var boxes []textBox
				for _, m := range bboxWord.FindAllStringSubmatch(page, -1) {
					mm := func(s string) float64 {
						v, err := strconv.ParseFloat(s, 64)
						if err != nil {
							t.Fatal(err)
						}
						return v * mmPerPt
					}
					boxes = append(boxes, textBox{m[5], mm(m[1]) - p.margin, mm(m[2]) - p.vertical, mm(m[3]) - p.margin, mm(m[4]) - p.vertical})
				}
				if len(boxes) < 20 {
					t.Fatalf("page %d: only %d words", i+1, len(boxes))
				}
				checkBoxes(t, boxes, pageWidth-2*p.margin, pageHeight-2*p.vertical, 0.15)
			}
		})
	}
}
