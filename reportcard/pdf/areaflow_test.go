package pdf

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"inclusioncards/reportcard"
)

// shifted puts notes before the first section, so that pages break elsewhere.
func shifted(a *reportcard.AreaReport, lines int) *reportcard.AreaReport {
	out := *a
	first := reportcard.AreaSection{ID: "shift", Title: "Shift"}
	for i := range lines {
		first.Items = append(first.Items, reportcard.AreaItem{Notes: []reportcard.Text{{{Text: fmt.Sprint("line ", i)}}}})
	}
	out.Sections = append([]reportcard.AreaSection{first}, a.Sections...)
	return &out
}

// No heading, of a section, chart or table, and no sentence about a chart is the
// last thing on a page, wherever pages happen to break.
func TestAreaHeadingStandsOverContent(t *testing.T) {
	r := newRenderer(t)
	for name, a := range areaReports(t) {
		for lines := 1; lines < 45; lines += 2 {
			_, pages := r.areaPages(shifted(a, lines))
			for i := range pages {
				last := pages[i].blocks[len(pages[i].blocks)-1]
				if tag := last.sheet.tag; last.name == "takeaway" || tag != nil && tag.Role >= Heading1 && tag.Role <= Heading3 {
					t.Errorf("%s, %d lines before: page %d ends with %q", name, lines, i+1, last.name)
				}
				if pages[i].left() < 0 {
					t.Errorf("%s, %d lines before: page %d is %.1f mm too full", name, lines, i+1, -pages[i].left())
				}
			}
		}
	}
}

// words are the texts of a sheet, in order.
func (s *sheet) words() []string {
	var out []string
	for _, it := range s.items {
		switch {
		case it.text != nil:
			out = append(out, it.text.text)
		case it.sheet != nil:
			out = append(out, it.sheet.words()...)
		}
	}
	return out
}

// A table that goes over pages has every row once, in order, and on each page its
// caption, marked as continued after the first, and its headings; a name of a
// group is never the last row of a page.
func TestAreaTableContinues(t *testing.T) {
	r := newRenderer(t)
	ft := &reportcard.FigureTable{Title: "Long", Caption: "Rows by number.", Header: []string{"Row", "Figure"}, Numeric: []bool{false, true}}
	var want []string
	for i := range 120 {
		row := []string{fmt.Sprintf("row%03d", i), "1"}
		if i%4 == 0 {
			row[1] = ""
		}
		ft.Rows = append(ft.Rows, row)
		want = append(want, row[0])
	}
	a := &reportcard.AreaReport{
		Lang: "en-GB", Title: "T", FooterLeft: "F", Marking: "M", Notice: reportcard.Text{{Text: "N"}}, Continued: "(continued)",
		Sections: []reportcard.AreaSection{{ID: "s", Title: "S", Items: []reportcard.AreaItem{{Table: ft}}}},
	}
	for lines := 1; lines < 40; lines++ {
		_, pages := r.areaPages(shifted(a, lines))
		var got []string
		pieces := 0
		for i := range pages {
			for _, b := range pages[i].blocks {
				if b.name != "table" {
					continue
				}
				text := strings.Join(b.sheet.words(), " ")
				if strings.Contains(text, "(continued)") != (pieces > 0) || !strings.Contains(text, "Rows by number.") || !strings.Contains(text, "Figure") {
					t.Errorf("%d lines before: piece %d reads %.60q", lines, pieces, text)
				}
				var rows []string
				for _, w := range strings.Fields(text) {
					if strings.HasPrefix(w, "row") {
						rows = append(rows, w)
					}
				}
				if len(rows) < pieceRows || slices.Index(want, rows[len(rows)-1])%4 == 0 {
					t.Errorf("%d lines before: piece %d is of %d rows and ends with %s", lines, pieces, len(rows), rows[len(rows)-1])
				}
				got = append(got, rows...)
				pieces++
			}
		}
		if pieces < 3 || !slices.Equal(got, want) {
			t.Errorf("%d lines before: %d pieces of %d rows, %d expected", lines, pieces, len(got), len(want))
		}
	}
}

// Short tables stay whole; a piece is of three rows or more.
func TestTableBreak(t *testing.T) {
	rows := func(n int, groups ...int) *reportcard.FigureTable {
		ft := &reportcard.FigureTable{}
		for i := range n {
			row := []string{"name", "1"}
			if slices.Contains(groups, i) {
				row[1] = ""
			}
			ft.Rows = append(ft.Rows, row)
		}
		return ft
	}
	for _, c := range []struct {
		name   string
		ft     *reportcard.FigureTable
		from   int
		height float64
		want   int
	}{
		{"all fits", rows(10), 0, 50, 10},
		{"five rows fit", rows(10), 0, 27, 5},
		{"a table of six is not broken", rows(6), 0, 27, 0},
		{"not one row alone on the next page", rows(10), 0, 47, 7},
		{"not two rows at the foot", rows(10), 0, 12, 0},
		{"the name of a group goes with it", rows(12, 4), 0, 27, 4},
		{"the rest fits", rows(10), 7, 15, 10},
	} {
		heights := make([]float64, len(c.ft.Rows))
		for i := range heights {
			heights[i] = 5
		}
		if got := tableBreak(c.ft, heights, c.from, c.height); got != c.want {
			t.Errorf("%s: before row %d, %d expected", c.name, got, c.want)
		}
	}
}
