package ingest

import (
	"slices"
	"strconv"

	"inclusioncards/metrics"
)

// figureColumn is one column of figures.
type figureColumn struct {
	col   int
	field metrics.Field
	group metrics.Group
	wide  bool // the column fixes the group, not the row
	rate  bool // a percentage

	low   int // cells marked as of low reliability
	lowAt spot
	scale percentScale
}

// figureReader reads the figure cells of the rows of one table.
type figureReader struct {
	r      *reader
	t      *table
	cols   []figureColumn
	oldEra bool
	cell   []figure // of the row at hand, one per column
	raw    []number
	rates  []pendingRate
	rateAt map[rateKey]int
	// the school of the row before: tables list a school's rows together
	lastURN string
	lastID  int
}

type rateKey struct {
	id   int
	year metrics.AcademicYear
	col  int
}

// pendingRate waits until the whole column has shown whether it holds
// percentages or proportions.
type pendingRate struct {
	b   *block
	st  *store
	id  int
	col int
	f   figure
	raw number
}

func newFigureReader(r *reader, t *table, cols []figureColumn) *figureReader {
	return &figureReader{r: r, t: t, cols: cols, rateAt: map[rateKey]int{}, raw: make([]number, len(cols))}
}

// row reads the figures of a row and stores them, unless an earlier row of the
// table is about the same school, year and group.
func (c *figureReader) row(cells []string, line int, id identity, year metrics.AcademicYear, group metrics.Group) {
	c.cell = c.cell[:0]
	for i := range c.cols {
		c.cell = append(c.cell, c.read(cells, line, id.urn, i))
	}
	st, n := c.r.urns, 0
	switch {
	case id.urn == "":
		st = c.r.labs
		n = st.id(labKey(id.laestab, year))
	case string(id.urn) == c.lastURN:
		n = c.lastID
	default:
		n = st.id(string(id.urn))
		c.lastURN, c.lastID = st.keys[n], n
	}
	marked := st.block(year, group)
	if first := marked.mark(n, int(c.t.src), uint32(line)); first != 0 {
		c.repeated(st, n, line, int(first), id.urn, year, group)
		return
	}
	for i := range c.cols {
		fc := &c.cols[i]
		b := marked
		if fc.wide {
			b = st.block(year, fc.group)
		}
		if c.cell[i].flags&blank != 0 && (b.key.group == metrics.GroupAll || b.key.group == metrics.GroupSEND) && fc.field <= metrics.UnitPupils {
			continue // an empty cell is not a total: the parts are added up
		}
		if fc.rate {
			c.rateAt[rateKey{n, year, i}] = len(c.rates)
			c.rates = append(c.rates, pendingRate{b, st, n, i, c.cell[i], c.raw[i]})
			continue
		}
		c.r.put(b, st, n, fc.field, c.cell[i])
	}
}

// mostOf is beyond any count of one school: a million pupils or events, and the
// sessions of 250,000 pupils in a year. Without it one slip of the keyboard
// would upset the comparisons of a whole batch.
func mostOf(f metrics.Field) float64 {
	switch f {
	case metrics.SessionsPossible, metrics.SessionsAbsent, metrics.C2Sessions, metrics.BSessions:
		return 1e8
	}
	return 1e6
}

// read reads one cell. A cell that is not plainly a number or a symbol makes
// the figure unavailable, and nothing else.
func (c *figureReader) read(cells []string, line int, u metrics.URN, i int) figure {
	fc := &c.cols[i]
	f := figure{row: uint32(line), src: c.t.src, flags: given}
	text := cells[fc.col]
	n := parseNumber(text, c.oldEra)
	c.raw[i] = n
	bad := n.bad
	switch {
	case len(c.t.merged) > 0 && slices.Contains(c.t.merged, fc.col):
		bad = codeMerged
	case bad != "":
	case n.blank:
		f.flags |= blank
		return f
	case n.state != metrics.Observed:
		f.state = n.state
		return f
	case fc.rate:
		if n.value > 100 {
			bad = codeNotPercent
		} else {
			fc.scale.see(n, line)
		}
	case n.percent || fc.field != metrics.SuspensionDays && (!n.whole() || n.dec == 3):
		// Three decimals may be thousands written with a full stop (1.000).
		bad = codeNotWhole
	case n.value > mostOf(fc.field):
		bad = codeTooGreat
	}
	if bad != "" {
		if fc.rate && bad == codeNotWhole {
			bad = codeNotPercent
		}
		at := c.t.spot(line, fc.col)
		at.urn = u
		c.r.report(bad, at, "cell", echo(text))
		f.refuse()
		return f
	}
	f.n, f.state = n.value, metrics.Observed
	if n.low {
		f.flags |= lowRel
		if fc.low == 0 {
			fc.lowAt = c.t.spot(line, fc.col)
		}
		fc.low++
	}
	return f
}

// repeated handles a second row about the same school, year and group: equal
// figures count once, different figures cancel both rows.
func (c *figureReader) repeated(st *store, n, line, first int, u metrics.URN, year metrics.AcademicYear, group metrics.Group) {
	at := c.t.spot(line, -1)
	at.urn = u
	// before gives the figure of the first row.
	before := func(i int) *figure {
		fc := &c.cols[i]
		if fc.rate {
			return &c.rates[c.rateAt[rateKey{n, year, i}]].f
		}
		g := group
		if fc.wide {
			g = fc.group
		}
		return st.block(year, g).at(fc.field, n)
	}
	same := true
	for i := range c.cols {
		old, f := before(i), c.cell[i]
		if old.src == c.t.src && (old.n != f.n || old.state != f.state || (old.flags^f.flags)&(blank|refused) != 0) {
			same = false
		}
	}
	if same {
		c.r.report(codeRepeated, at, "other", strconv.Itoa(first))
		return
	}
	c.r.report(codeDisagree, at, "other", strconv.Itoa(first))
	for i := range c.cols {
		f := before(i)
		f.src, f.row = c.t.src, uint32(line)
		f.refuse()
	}
}

// close settles the scale of the percentages and reports low reliability.
func (c *figureReader) close() {
	for i := range c.cols {
		fc := &c.cols[i]
		fc.scale.settle(c.r, c.t, fc.col)
		if fc.low > 0 {
			c.r.report(codeLow, fc.lowAt, "count", plural(fc.low, "figure", "figures"))
		}
	}
	for _, p := range c.rates {
		fc := &c.cols[p.col]
		if p.f.ok() {
			if v, ok := fc.scale.proportion(p.raw); ok {
				p.f.n = v
			} else {
				p.f.refuse()
			}
		}
		c.r.put(p.b, p.st, p.id, fc.field, p.f)
	}
}

// percentScale settles whether a column holds percentages (12.3) or
// proportions (0.123). DfE tables print percentages with one decimal, so a
// column that stays within 1 and shows two decimals or more holds proportions. A
// percent sign, or the cell format of a workbook, says it for its cell; beside
// such cells a plain number within 1 may be either, and is not used.
type percentScale struct {
	seen, above, fine, signed int // of cells that are not zero
	proportions, mixed        bool
	firstPlain                int // line of the first plain number within 1
}

func (s *percentScale) see(n number, line int) {
	if n.value == 0 {
		return
	}
	s.seen++
	switch {
	case n.percent:
		s.signed++
		return
	case n.value > 1:
		s.above++
		return
	case n.dec > 1:
		s.fine++
	}
	if s.firstPlain == 0 {
		s.firstPlain = line
	}
}

// settle decides, and says so when there was something to decide.
func (s *percentScale) settle(r *reader, t *table, col int) {
	switch {
	case s.seen == 0 || s.above > 0 || s.signed == s.seen:
	case s.signed > 0:
		s.mixed = true
		r.report(codePercentMixed, t.spot(s.firstPlain, col), "count", plural(s.seen-s.signed, "cell", "cells"))
	case s.fine > 0:
		s.proportions = true
		r.report(codeProportions, t.spot(0, col))
	default:
		r.report(codeLikelyPct, t.spot(0, col))
	}
}

// proportion gives a cell between 0 and 1; false when it may mean either.
func (s *percentScale) proportion(n number) (float64, bool) {
	switch {
	case n.percent || n.value == 0:
		return n.hundredth(), true
	case s.mixed:
		return 0, false
	case s.proportions:
		return n.value, true
	}
	return n.hundredth(), true
}
