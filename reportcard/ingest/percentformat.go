package ingest

import (
	"math"
	"sort"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"
)

// percentStyles lists the cell styles whose number format shows percentages.
func percentStyles(f *excelize.File) map[string]bool {
	out := map[string]bool{}
	for i := 0; ; i++ {
		style, err := f.GetStyle(i)
		if err != nil {
			return out
		}
		custom := style.CustomNumFmt
		if style.NumFmt == 9 || style.NumFmt == 10 || custom != nil && strings.Contains(textInFormula.ReplaceAllString(*custom, ""), "%") {
			out[strconv.Itoa(i)] = true
		}
	}
}

// rowRun is a run of rows, counted from 1.
type rowRun struct{ from, to int }

// cellRuns are cells by column, counted from 1, in runs of rows from the top: a
// format is mostly that of a whole column.
type cellRuns map[int][]rowRun

func (c cellRuns) add(col, row int) {
	runs := c[col]
	if n := len(runs); n > 0 && runs[n-1].to == row-1 {
		runs[n-1].to = row
		return
	}
	c[col] = append(runs, rowRun{row, row})
}

func (c cellRuns) has(col, row int) bool {
	runs := c[col]
	i := sort.Search(len(runs), func(i int) bool { return runs[i].to >= row })
	return i < len(runs) && runs[i].from <= row
}

// percentCells lists the cells of a sheet that have one of the styles: the row
// iterator of the workbook library gives their numbers, not their formats.
func percentCells(xmlText []byte, styles map[string]bool) cellRuns {
	if len(styles) == 0 {
		return nil
	}
	out := cellRuns{}
	row, col := 0, 0
	for {
		t, rest, ok := nextTag(xmlText)
		if !ok {
			return out
		}
		xmlText = rest
		if t.closing {
			continue
		}
		switch string(t.name) {
		case "row":
			row++
			if v, err := strconv.Atoi(attr(t.attrs, "r")); err == nil {
				row = v
			}
			col = 0
		case "c":
			col++
			if c, r, err := excelize.CellNameToCoordinates(attr(t.attrs, "r")); err == nil {
				col, row = c, r
			}
			if styles[attr(t.attrs, "s")] {
				out.add(col, row)
			}
		}
	}
}

// showPercent writes the numbers of cells formatted as percentages as they are
// shown, but for rounding: 0.125 as 12.5%.
func (s *sheetRows) showPercent(cells []string) {
	for i, c := range cells {
		if c == "" || !s.scan.percent.has(i+1, s.line) {
			continue
		}
		v, err := strconv.ParseFloat(c, 64)
		if err != nil || math.IsInf(v, 0) || math.IsNaN(v) {
			continue
		}
		cells[i] = hundredfold(v) + "%"
		s.percent++
	}
}

// hundredfold writes a number times 100 by moving the point of its shortest
// decimal, so that 0.07 is 7 and not 7.000000000000001.
func hundredfold(v float64) string {
	whole, frac, _ := strings.Cut(strconv.FormatFloat(v, 'f', -1, 64), ".")
	sign := ""
	if rest, negative := strings.CutPrefix(whole, "-"); negative {
		sign, whole = "-", rest
	}
	for len(frac) < 2 {
		frac += "0"
	}
	whole, frac = strings.TrimLeft(whole+frac[:2], "0"), frac[2:]
	if whole == "" {
		whole = "0"
	}
	if frac != "" {
		frac = "." + frac
	}
	return sign + whole + frac
}
