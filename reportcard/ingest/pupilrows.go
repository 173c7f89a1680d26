package ingest

import (
	"slices"
	"strconv"

	"inclusioncards/reportcard/ingest/pupils"
)

// pupilRows gives the rows below the headings of a pupil-level table as they
// stand: what is no record is a problem with its place. On a sheet, the headings
// of a further table end it, and the titles above them are not its rows.
type pupilRows struct {
	t     *table
	short int // rows with fewer cells than headings
	line  int // the last row
	last  bool
	// below is the line of the headings of a further table in a delimited file.
	below int
	dated bool // the rows before are titles, and give a year
	// plain is how many of the next rows are known to be no title of a table.
	plain int
}

func (p *pupilRows) next() ([]string, int, bool) {
	for {
		row, ok := p.t.feed.next()
		if !ok {
			return nil, 0, false
		}
		if p.t.sheet != "" {
			if p.plain > 0 {
				p.plain--
			} else if row, ok = p.within(row); !ok {
				return nil, 0, false
			}
			p.t.outside(row)
		}
		cells := p.t.own(row.cells)
		if p.t.sheet == "" && p.furtherTable(cells) {
			p.below, p.last = row.line, false // the row before is whole
			return nil, 0, false
		}
		if p.t.repeatsHead(cells) {
			p.t.noted["furniture"]++
			continue
		}
		if p.t.sheet != "" && blankRow(cells) {
			continue // there is something beside the table
		}
		p.line, p.last = row.line, len(cells) < len(p.t.head)
		if p.last {
			p.short++
		}
		return cells, row.line, true
	}
}

// furtherTable reports whether a row of a delimited file holds the headings of
// another table: of another kind, or the same below a title with a year of its
// own.
func (p *pupilRows) furtherTable(cells []string) bool {
	if words, isTitle := title(cells); isTitle {
		p.dated = p.dated || yearInName(words) != 0 || monthInName(words) != 0
		return false
	}
	dated := p.dated
	p.dated = false
	if !couldBeHeading(cells) {
		return false
	}
	if p.t.repeatsHead(cells) {
		return dated
	}
	return p.t.feed.recognise(cells) != nil
}

// own are the cells of a row that stand under the table's headings.
func (t *table) own(cells []string) []string {
	if t.sheet == "" {
		return cells
	}
	return cells[min(t.lo, len(cells)):min(t.hi, len(cells))]
}

// within looks at a row of a sheet, and at those after it if it may be a title,
// for the headings of a further table; with them the answer is false, and all
// are put back. The same headings again are those of a new page, unless a title
// above gives a year.
func (p *pupilRows) within(row heldRow) (heldRow, bool) {
	f := p.t.feed
	var above []heldRow
	dated := false
	for next, ok := row, true; ok && len(above) < headerDepth/2; next, ok = f.keep() {
		heading := couldBeHeading(next.cells) && f.recognise(next.cells) != nil
		words, isTitle := title(next.cells)
		switch {
		case heading && (dated || !p.t.repeatsHead(p.t.own(next.cells))):
			f.back(append(above, heldRow{slices.Clone(next.cells), next.line, next.merged})...)
			return heldRow{}, false
		case heading || !isTitle:
			if len(above) == 0 {
				return row, true
			}
			f.back(next)
			p.plain = len(above) - 1
			f.back(above[1:]...)
			return above[0], true
		}
		dated = dated || yearInName(words) != 0 || monthInName(words) != 0
		above = append(above, heldRow{slices.Clone(next.cells), next.line, next.merged})
	}
	p.plain = len(above) - 1
	f.back(above[1:]...)
	return above[0], true
}

// cut reports whether the table seems to end in the middle of a row: the last
// row, and no other, has fewer cells than headings. Workbooks leave out empty
// cells at the end of a row.
func (p *pupilRows) cut() bool { return p.t.sheet == "" && p.last && p.short == 1 }

// noteShort notes a record of a delimited file with fewer cells than headings:
// a cell may be lost, and those behind it have moved.
func (t *table) noteShort(cells []string, line int) {
	if t.sheet != "" || len(cells) >= len(t.head) {
		return
	}
	if t.noted["short"]++; t.noted["short"] == 1 {
		t.shortAt = line
	}
}

// misspeltPupils reports headings one letter away from a column that the table
// of pupils lacks: what stands under them is lost.
func (r *reader) misspeltPupils(t *table) {
	unknown, spellings := pupils.Wanting(t.kind.pupils, t.head)
	for _, i := range unknown {
		h := squash(t.head[i])
		for _, s := range spellings {
			if len(s) >= 6 && distance(h, s, 2) == 1 {
				r.report(codeMisspelt, t.spot(0, i), "near", "; the nearest is "+strconv.Quote(s))
				break
			}
		}
	}
}
