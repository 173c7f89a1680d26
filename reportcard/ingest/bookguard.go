package ingest

import (
	"archive/zip"
	"bufio"
	"errors"
	"io"
)

// Bounds of a workbook that a spreadsheet program keeps to: bytes of the text of
// a cell (32,767 characters), and rows of a sheet.
const (
	maxCellText = 4 * 32767
	maxRows     = 1 << 20
)

// maxBeside is how many cells are held of what stands beside a table.
const maxBeside = 1 << 22

// errBook is for a sheet that asks for more than its file could honestly hold.
var errBook = errors.New("the sheet holds more than a workbook can")

// sharedBomb reports whether the shared texts of a workbook are so many, or one
// so long, that they are there to fill the memory: texts that are shared differ,
// and a text that differs takes a byte at least, however well it is packed.
func sharedBomb(zr *zip.Reader, anyRatio bool) bool {
	for _, part := range zr.File {
		if part.Name != "xl/sharedStrings.xml" || part.UncompressedSize64 < 1<<17 {
			continue
		}
		f, err := part.Open()
		if err != nil {
			return false // which reading will find
		}
		items, longest := countTexts(f)
		f.Close()
		if longest > maxCellText || !anyRatio && items > 1<<16 && items > part.CompressedSize64 {
			return true
		}
	}
	return false
}

// countTexts counts the items of a table of shared texts, and finds the longest
// text between two tags.
func countTexts(r io.Reader) (items uint64, longest int) {
	br := bufio.NewReaderSize(r, 1<<16)
	run := 0
	for {
		text, err := br.ReadSlice('<')
		run += len(text)
		if errors.Is(err, bufio.ErrBufferFull) {
			continue
		}
		longest = max(longest, run)
		if err != nil {
			return items, longest
		}
		run = 0
		if tag, _ := br.Peek(3); len(tag) == 3 && tag[0] == 's' && tag[1] == 'i' && (tag[2] == '>' || tag[2] == '/' || tag[2] == ' ') {
			items++
		}
	}
}

// merging hands out the merged ranges of a sheet row by row. Ranges that
// overlap, which no spreadsheet program writes, count once.
type merging struct {
	ranges []mergedRange // by first row
	next   int
	active []activeMerge
	until  []int // by column, the last row it is merged to
}

// activeMerge is a range that holds the row at hand, and its text.
type activeMerge struct {
	mergedRange
	anchor string
}

// row takes the ranges up that begin in a row and drops those that ended above.
// Columns beyond width are of no table.
func (m *merging) row(line, width int, cells []string) []activeMerge {
	kept := m.active[:0]
	for _, a := range m.active {
		if a.r2 >= line {
			kept = append(kept, a)
		}
	}
	m.active = kept
	for ; m.next < len(m.ranges) && m.ranges[m.next].r1 <= line; m.next++ {
		a := activeMerge{mergedRange: m.ranges[m.next]}
		if a.c2 = min(a.c2, width); a.c1 > width || a.r2 < line || m.taken(a.mergedRange) {
			continue
		}
		if a.r1 == line && a.c1 <= len(cells) {
			a.anchor = cells[a.c1-1]
		}
		m.active = append(m.active, a)
	}
	return m.active
}

// taken reports whether a column of a range is merged already, and else takes
// them.
func (m *merging) taken(r mergedRange) bool {
	for len(m.until) < r.c2 {
		m.until = append(m.until, 0)
	}
	for _, last := range m.until[r.c1-1 : r.c2] {
		if last >= r.r1 {
			return true
		}
	}
	for c := r.c1; c <= r.c2; c++ {
		m.until[c-1] = r.r2
	}
	return false
}
