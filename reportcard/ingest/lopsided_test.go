package ingest

import (
	"fmt"
	"strings"
	"testing"

	"inclusioncards/metrics"
)

// A file as Excel saves it: each run of sixteen rows, the headings among the
// first, ends with the last column that one of them fills. A row that is short on
// its own has lost a separator somewhere and is refused.
func TestRowsLeftOutByBlocksOfSixteen(t *testing.T) {
	// file writes a school per row; short gives the rows without a last cell.
	file := func(rows int, short func(line int) bool, lost int) string {
		var b strings.Builder
		b.WriteString("urn,academic_year,sen_group,pupils,pupils_suspended,suspensions\n")
		for line := 2; line <= rows; line++ {
			row := fmt.Sprintf("%d,2022/23,no_sen,%d,%d,%d", 100000+line, 200+line, line, line+1)
			if short(line) {
				row = row[:strings.LastIndexByte(row, ',')]
			}
			if line == lost {
				row = strings.Replace(row, ",2022/23,no_sen,", ",2022/23,no_sen", 1)
			}
			b.WriteString(row + "\n")
		}
		return b.String()
	}
	second := func(line int) bool { return line > 16 && line <= 32 }
	for _, c := range []struct {
		name  string
		text  string
		codes []string
		// read are lines whose pupils are read, refused those that are not.
		read, refused []int
	}{
		{"a whole block", file(48, second, 0), nil, []int{2, 17, 20, 32, 33, 48}, nil},
		{"the last block, cut short by the end", file(34, func(l int) bool { return l > 32 }, 0), nil, []int{32, 33, 34}, nil},
		{"a last block of one row proves nothing", file(33, func(l int) bool { return l > 32 }, 0), []string{codeTooShort}, []int{32}, []int{33}},
		{"one row", file(48, func(l int) bool { return l == 20 }, 0), []string{codeTooShort}, []int{19, 21}, []int{20}},
		{"the first row of a block only", file(48, func(l int) bool { return l == 17 }, 0), []string{codeTooShort}, []int{16, 18}, []int{17}},
		{"a lost separator among short rows", file(48, second, 25), slicesOf(codeTooShort, 16), []int{33}, []int{17, 25, 32}},
		{"rows beside the headings", file(16, func(l int) bool { return l > 2 }, 0), slicesOf(codeTooShort, 14), []int{2}, []int{3, 16}},
	} {
		t.Run(c.name, func(t *testing.T) {
			d, rep := readFiles(t, map[string]string{"counts.csv": c.text}, Options{})
			wantCodes(t, rep, c.codes...)
			for _, line := range c.read {
				wantFigure(t, d, metrics.URN(fmt.Sprint(100000+line)), 2022, metrics.Pupils, noSEN, metrics.Known(float64(200+line)))
				wantFigure(t, d, metrics.URN(fmt.Sprint(100000+line)), 2022, metrics.PupilsSuspended, noSEN, metrics.Known(float64(line)))
			}
			for _, line := range c.refused {
				if i := d.Find(metrics.URN(fmt.Sprint(100000 + line))); i >= 0 {
					t.Errorf("line %d is used", line)
				}
			}
		})
	}
}

func slicesOf(code string, n int) []string {
	out := make([]string, n)
	for i := range out {
		out[i] = code
	}
	return out
}
