package pdf

import (
	"encoding/binary"
	"math"

	"github.com/johnfercher/maroto/v2/pkg/props"
)

// workspace is what one worker keeps from card to card: paragraphs it has set
// before. Most of a card's words are those of every card, and the search for a
// fit sets the others several times. What is kept changes no result.
type workspace struct {
	cuts   generations[*cutText]
	sheets generations[*sheet]
	// charts, widths and rows are of the card in hand.
	charts map[chartFrame]*sheet
	widths map[widthsKey][]float64
	rows   map[widthsKey][]*sheet
	// before is the number of pages before the card in hand, of those in all.
	before, of   int
	key          []byte
	broken, next []textLine
	words        []byte // of the paragraph in hand, with its spans
	made         []madeSpan
}

// newCard forgets what is known by its place in memory.
func (w *workspace) newCard() {
	clear(w.charts)
	clear(w.widths)
	clear(w.rows)
}

// generations is a map that forgets what was not used for a while, so that the
// memory of a batch does not grow with its schools.
type generations[T any] struct{ young, old map[string]T }

// generation is the number of entries after which the older ones are dropped:
// about those of four cards.
const generation = 4096

func (g *generations[T]) get(key []byte) (T, bool) {
	if v, ok := g.young[string(key)]; ok {
		return v, true
	}
	v, ok := g.old[string(key)]
	if ok {
		g.put(key, v)
	}
	return v, ok
}

func (g *generations[T]) put(key []byte, v T) {
	if len(g.young) >= generation || g.young == nil {
		g.old, g.young = g.young, make(map[string]T, generation)
	}
	g.young[string(key)] = v
}

// appendRuns identifies what the cut of runs depends on.
func appendRuns(b []byte, runs []run) []byte {
	for i := range runs {
		b = binary.AppendUvarint(b, uint64(len(runs[i].text)))
		b = append(b, runs[i].text...)
		b = append(b, boolByte(runs[i].bold))
	}
	return b
}

// appendPara identifies everything else that the sheet of a paragraph depends
// on.
func appendPara(b []byte, p *para, width float64) []byte {
	for i := range p.runs {
		b = appendColor(b, p.runs[i].color)
	}
	b = appendColor(b, p.color)
	b = append(b, boolByte(p.right)|boolByte(p.boldInk)<<1|boolByte(p.balance)<<2, byte(p.headed), byte(p.role))
	for _, v := range [...]float64{p.size, p.lead, width} {
		b = binary.LittleEndian.AppendUint64(b, math.Float64bits(v))
	}
	return b
}

func appendColor(b []byte, c *props.Color) []byte {
	if c == nil {
		return append(b, 0)
	}
	return append(b, 1, byte(c.Red), byte(c.Green), byte(c.Blue))
}

func boolByte(v bool) byte {
	if v {
		return 1
	}
	return 0
}

// cut returns the tokens of runs.
func (s *setter) cut(runs []run) *cutText {
	s.work.key = appendRuns(s.work.key[:0], runs)
	return s.cutOfKey(s.work.key, runs)
}

func (s *setter) cutOfKey(key []byte, runs []run) *cutText {
	c, ok := s.work.cuts.get(key)
	if !ok {
		c = s.r.cut(runs)
		s.work.cuts.put(key, c)
	}
	return c
}

// widthsKey is what the widths of a table's columns depend on, spacing apart.
type widthsKey struct {
	table              any // pointer to the table
	width, least, lead float64
}

// columns keeps the widths of the columns of a table from spacing to spacing.
func (s *setter) columns(table any, measure func() []float64) []float64 {
	key := widthsKey{table, s.width, s.least, s.lead}
	w, ok := s.work.widths[key]
	if !ok {
		w = measure()
		s.work.widths[key] = w
	}
	return w
}

// rowsOf keeps the rows of a table from spacing to spacing: what stands between
// them is not theirs.
func (s *setter) rowsOf(table any, make func() []*sheet) []*sheet {
	key := widthsKey{table, s.width, s.least, s.lead}
	rows, ok := s.work.rows[key]
	if !ok {
		rows = make()
		s.work.rows[key] = rows
	}
	return rows
}
