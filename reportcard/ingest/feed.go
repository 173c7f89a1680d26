package ingest

import (
	"errors"
	"io"
	"slices"
	"strings"

	"inclusioncards/metrics"
)

// heldRow is a row that outlives the next read.
type heldRow struct {
	cells []string
	line  int
	// merged are the columns that belong to cells merged over several rows or
	// columns; nil for most rows.
	merged []int
}

// feed hands out the rows of a file or sheet, which may hold several tables.
// Rows can be put back.
type feed struct {
	src  rows
	held []heldRow
	err  error // why the stream broke off
	// titles are the rows of words since the last row of figures: what stands
	// above a further table.
	titles   []string
	examples int // rows that show how a template is filled in
	// translate applies the user's mapping to a row of headings; nil without.
	translate func([]string) []string
	// strange are lines of headings, below a table, of no known kind.
	strange []heldRow
}

// next gives the next row. Its cells are valid until the call after it, unless
// they were put back.
func (f *feed) next() (heldRow, bool) {
	if len(f.held) > 0 {
		row := f.held[0]
		f.held = f.held[1:]
		return row, true
	}
	if f.src == nil {
		return heldRow{}, false
	}
	cells, line, err := f.src.next()
	for ; err == nil && isExample(cells); cells, line, err = f.src.next() {
		f.examples++
	}
	if err != nil {
		if !errors.Is(err, io.EOF) {
			f.err = err
		}
		f.src = nil
		return heldRow{}, false
	}
	row := heldRow{cells: cells, line: line}
	if m, ok := f.src.(*sheetRows); ok {
		row.merged = m.merged
	}
	return row, true
}

// exampleOnly is the note on a table of a template that nobody filled in.
const exampleOnly = "holds the example only"

// isExample reports whether a row is the example of a template.
func isExample(cells []string) bool {
	return len(cells) > 0 && len(cells[0]) == len(exampleMark) && strings.EqualFold(cells[0], exampleMark)
}

// keep takes the next row off the stream so that it stays valid: a cell that is
// kept must not keep the whole read buffer alive.
func (f *feed) keep() (heldRow, bool) {
	row, ok := f.next()
	row.cells = slices.Clone(row.cells)
	return row, ok
}

// recognise gives the kind of a row of headings, or nil.
func (f *feed) recognise(head []string) *kind {
	if f.translate != nil {
		head = f.translate(head)
	}
	return recognise(head)
}

// end leaves the rest of the stream unread.
func (f *feed) end() { f.held, f.src = nil, nil }

// back puts rows back before those still to come.
func (f *feed) back(rows ...heldRow) { f.held = append(slices.Clip(rows), f.held...) }

// couldBeHeading reports whether a row may hold headings: two cells or more,
// all of words. It is cheap, because it is asked of every row.
func couldBeHeading(cells []string) bool {
	filled := 0
	for _, c := range cells {
		if c = trimCell(c); c == "" {
			continue
		}
		if c[0] < 'A' && c[0] != '%' && c[0] != '(' || len(c) < 2 {
			return false
		}
		filled++
	}
	return filled >= 2
}

// title gives the words of a row that is a title or note, not figures.
func title(cells []string) (string, bool) {
	filled, at := 0, 0
	for i, c := range cells {
		if c != "" && trimCell(c) != "" {
			if filled++; filled > 2 {
				return "", false
			}
			at = i
			if filled == 1 && !strings.ContainsFunc(c, isLetter) {
				return "", false
			}
		}
	}
	if filled == 0 {
		return "", false
	}
	return strings.TrimSpace(strings.Join(cells[:at+1], " ")), true
}

func isLetter(c rune) bool { return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' }

// begins looks at a row inside a table for the headings of a further one. It
// returns the rows that the further table starts with.
func (f *feed) begins(t *table, row heldRow) bool {
	if len(row.cells) > 0 && row.cells[0] != "" && row.cells[0][0] >= '0' && row.cells[0][0] <= '9' {
		f.titles = nil // the common row starts with a number
		return false
	}
	if !couldBeHeading(row.cells) {
		if words, ok := title(row.cells); ok {
			f.titles = append(f.titles, words)
		} else {
			f.titles = nil
		}
		return false
	}
	first := heldRow{slices.Clone(row.cells), row.line, row.merged}
	if f.recognise(first.cells) != nil {
		f.back(first)
		return true
	}
	second, ok := f.keep()
	if ok && couldBeHeading(second.cells) && f.recognise(mergeHeadings(first.cells, second.cells)) != nil {
		f.back(first, second)
		return true
	}
	if ok {
		f.back(second)
	}
	known, filled := 0, 0
	for _, n := range canonicals(first.cells) {
		if n != "" {
			filled++
			if understood[n] || isFigure(n) {
				known++
			}
		}
	}
	if known >= 3 || known >= 2 && known == filled {
		f.strange = append(f.strange, first)
		return true
	}
	if words, ok := title(first.cells); ok {
		f.titles = append(f.titles, words)
	}
	return false
}

// seek goes on to the next headings of a known kind.
func (f *feed) seek() bool {
	for {
		row, ok := f.next()
		if !ok {
			return false
		}
		if couldBeHeading(row.cells) && f.recognise(row.cells) != nil {
			f.back(heldRow{slices.Clone(row.cells), row.line, row.merged})
			return true
		}
	}
}

// segments cuts a row of headings at its empty cells.
func segments(cells []string) [][2]int {
	var out [][2]int
	start := -1
	for i := 0; i <= len(cells); i++ {
		filled := i < len(cells) && trimCell(cells[i]) != ""
		switch {
		case filled && start < 0:
			start = i
		case !filled && start >= 0:
			out = append(out, [2]int{start, i})
			start = -1
		}
	}
	return out
}

// span gives the columns of the table whose headings a row of a sheet holds:
// all of them, unless two tables or more stand side by side.
func (f *feed) span(cells []string) (lo, hi int) {
	parts := segments(cells)
	if len(parts) == 0 {
		return 0, len(cells)
	}
	var own [][2]int
	for _, p := range parts {
		if f.recognise(cells[p[0]:p[1]]) != nil {
			own = append(own, p)
		}
	}
	if len(own) >= 2 {
		return own[0][0], own[0][1]
	}
	return parts[0][0], parts[len(parts)-1][1]
}

// outside keeps what stands beside the table in a row of a sheet: it may be
// another table.
func (t *table) outside(row heldRow) {
	for i, side := range [...][]string{row.cells[:min(t.lo, len(row.cells))], row.cells[min(t.hi, len(row.cells)):]} {
		if blankRow(side) {
			continue
		}
		if t.besideCells += len(side); t.besideCells > maxBeside {
			t.noted["beside"]++
			continue
		}
		at := 0
		if i == 1 {
			at = t.hi
		}
		var merged []int
		for _, m := range row.merged {
			if m >= at && m < at+len(side) {
				merged = append(merged, m-at)
			}
		}
		t.beside[i] = append(t.beside[i], heldRow{slices.Clone(side), row.line, merged})
	}
}

// figuresAbove finds rows above the headings that hold figures: a table of no
// known kind.
func figuresAbove(top []heldRow) (heldRow, bool) {
	for _, row := range top {
		numbers := 0
		for _, c := range row.cells {
			if parseNumber(c, false).state == metrics.Observed {
				numbers++
			}
		}
		if numbers >= 2 {
			return row, true
		}
	}
	return heldRow{}, false
}
