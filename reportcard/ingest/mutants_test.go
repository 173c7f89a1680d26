package ingest

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
)

// mutant is a file after a mutation: its bytes, and the text that they encode.
type mutant struct {
	what        string
	bytes, text []byte
	comma       rune
}

// mutation is one way in which files are broken, by machines or by hand. It
// changes the rows it is given and says what it did.
type mutation struct {
	name string
	do   func(grid [][]string, rng *rand.Rand) ([][]string, string)
}

// spoil changes one cell below the headings.
func spoil(grid [][]string, rng *rand.Rand, wants func(string) bool, change func(string) string) ([][]string, string) {
	for range 200 {
		r := 1 + rng.IntN(len(grid)-1)
		c := rng.IntN(len(grid[r]))
		if wants(grid[r][c]) {
			grid[r][c] = change(grid[r][c])
			return grid, fmt.Sprintf("row %d, cell %d", r+1, c+1)
		}
	}
	return grid, "nothing to change"
}

func anyDigit(c string) bool { return strings.ContainsAny(c, "0123456789") }

// number of digits and nothing else.
func isDigits(c string) bool {
	return c != "" && strings.Trim(c, "0123456789") == ""
}

// mutations of the rows of a table. Those marked so say something else that is
// as good as what stood there before: nobody who sees only the file can tell.
// For those the test asks that the file is taken at its word.
func mutations() []mutation {
	pick := func(grid [][]string, rng *rand.Rand) (row, col int) {
		return 1 + rng.IntN(len(grid)-1), rng.IntN(len(grid[0]))
	}
	return []mutation{
		{"row lost", func(g [][]string, rng *rand.Rand) ([][]string, string) { // one that says less
			r, _ := pick(g, rng)
			return slices.Delete(g, r, r+1), strconv.Itoa(r + 1)
		}},
		{"row without its end", func(g [][]string, rng *rand.Rand) ([][]string, string) {
			r, c := pick(g, rng)
			g[r] = g[r][:min(c+1, len(g[r]))]
			return g, fmt.Sprintf("row %d after %d cells", r+1, c+1)
		}},
		{"cell lost, so that those right of it move", func(g [][]string, rng *rand.Rand) ([][]string, string) {
			r, c := pick(g, rng)
			c = min(c, len(g[r])-1)
			g[r] = slices.Delete(g[r], c, c+1)
			return g, fmt.Sprintf("row %d, cell %d", r+1, c+1)
		}},
		{"cell typed in, so that those right of it move", func(g [][]string, rng *rand.Rand) ([][]string, string) {
			r, c := pick(g, rng)
			c = min(c, len(g[r])-1)
			g[r] = slices.Insert(g[r], c, "7")
			return g, fmt.Sprintf("row %d, cell %d", r+1, c+1)
		}},
		{"columns swapped", func(g [][]string, rng *rand.Rand) ([][]string, string) {
			_, a := pick(g, rng)
			_, b := pick(g, rng)
			for _, row := range g {
				if a < len(row) && b < len(row) {
					row[a], row[b] = row[b], row[a]
				}
			}
			return g, fmt.Sprintf("%d and %d", a+1, b+1)
		}},
		{"two headings swapped", func(g [][]string, rng *rand.Rand) ([][]string, string) { // as good
			_, a := pick(g, rng)
			_, b := pick(g, rng)
			g[0][a], g[0][b] = g[0][b], g[0][a]
			return g, fmt.Sprintf("%d and %d", a+1, b+1)
		}},
		{"heading twice", func(g [][]string, rng *rand.Rand) ([][]string, string) {
			_, a := pick(g, rng)
			_, b := pick(g, rng)
			g[0][a] = g[0][b]
			return g, fmt.Sprintf("%d on column %d too", b+1, a+1)
		}},
		{"heading misspelt", func(g [][]string, rng *rand.Rand) ([][]string, string) {
			_, a := pick(g, rng)
			if h := g[0][a]; h != "" {
				i := rng.IntN(len(h))
				g[0][a] = h[:i] + "q" + h[i+1:]
			}
			return g, strconv.Itoa(a + 1)
		}},
		{"character mistyped", func(g [][]string, rng *rand.Rand) ([][]string, string) {
			return spoil(g, rng, func(c string) bool { return c != "" }, func(c string) string {
				b := []byte(c)
				b[rng.IntN(len(b))] = "0123456789OlI- .,;%*()<x"[rng.IntN(24)]
				return string(b)
			})
		}},
		{"O for 0, l for 1", func(g [][]string, rng *rand.Rand) ([][]string, string) {
			return spoil(g, rng, func(c string) bool { return strings.ContainsAny(c, "01") }, func(c string) string {
				if strings.Contains(c, "0") {
					return strings.Replace(c, "0", "O", 1)
				}
				return strings.Replace(c, "1", "l", 1)
			})
		}},
		{"cell typed as text", func(g [][]string, rng *rand.Rand) ([][]string, string) {
			return spoil(g, rng, anyDigit, func(c string) string { return [...]string{"'" + c, " " + c + " ", c + "\u00a0"}[rng.IntN(3)] })
		}},
		{"decimal comma", func(g [][]string, rng *rand.Rand) ([][]string, string) {
			return spoil(g, rng, isDigits, func(c string) string { return [...]string{c + ",5", c + ",50", c[:1] + "," + c[1:]}[rng.IntN(3)] })
		}},
		{"two numbers in a cell", func(g [][]string, rng *rand.Rand) ([][]string, string) {
			return spoil(g, rng, isDigits, func(c string) string { return c + [...]string{" ", "/", "-", " (of) ", "+"}[rng.IntN(5)] + c })
		}},
		{"number in words or with a unit", func(g [][]string, rng *rand.Rand) ([][]string, string) {
			return spoil(g, rng, isDigits, func(c string) string {
				return [...]string{"twelve", c + " pupils", "c. " + c, "~" + c, c + "?", "n=" + c, c + "e1", "0x" + c}[rng.IntN(8)]
			})
		}},
		{"cells swapped", func(g [][]string, rng *rand.Rand) ([][]string, string) { // as good, in a column
			a, c := pick(g, rng)
			b, d := pick(g, rng)
			if rng.IntN(2) == 0 {
				d = c
			}
			if c < len(g[a]) && d < len(g[b]) {
				g[a][c], g[b][d] = g[b][d], g[a][c]
			}
			return g, fmt.Sprintf("%d,%d and %d,%d", a+1, c+1, b+1, d+1)
		}},
		{"row pasted twice", func(g [][]string, rng *rand.Rand) ([][]string, string) {
			r, _ := pick(g, rng)
			to, _ := pick(g, rng)
			return slices.Insert(g, to, slices.Clone(g[r])), fmt.Sprintf("row %d before %d", r+1, to+1)
		}},
		{"row pasted twice and changed", func(g [][]string, rng *rand.Rand) ([][]string, string) {
			r, c := pick(g, rng)
			again := slices.Clone(g[r])
			c = min(c, len(again)-1)
			again[c] += "1"
			to, _ := pick(g, rng)
			return slices.Insert(g, to, again), fmt.Sprintf("row %d before %d, cell %d changed", r+1, to+1, c+1)
		}},
		{"column one row down from some row on", func(g [][]string, rng *rand.Rand) ([][]string, string) { // as good
			r, c := pick(g, rng)
			for i := len(g) - 1; i > r; i-- {
				if c < len(g[i]) && c < len(g[i-1]) {
					g[i][c] = g[i-1][c]
				}
			}
			if c < len(g[r]) {
				g[r][c] = ""
			}
			return g, fmt.Sprintf("column %d from row %d", c+1, r+1)
		}},
		{"row moved a column to the right", func(g [][]string, rng *rand.Rand) ([][]string, string) {
			r, _ := pick(g, rng)
			for i := r; i < len(g); i++ {
				g[i] = append([]string{""}, g[i][:len(g[i])-1]...)
			}
			return g, fmt.Sprintf("from row %d on", r+1)
		}},
		{"one column sorted", func(g [][]string, rng *rand.Rand) ([][]string, string) { // as good
			_, c := pick(g, rng)
			var cells []string
			for _, row := range g[1:] {
				if c < len(row) {
					cells = append(cells, row[c])
				}
			}
			slices.Sort(cells)
			for _, row := range g[1:] {
				if c < len(row) {
					row[c], cells = cells[0], cells[1:]
				}
			}
			return g, strconv.Itoa(c + 1)
		}},
		{"year off by one", func(g [][]string, rng *rand.Rand) ([][]string, string) { // as good
			r, _ := pick(g, rng)
			for c, cell := range g[r] {
				for _, years := range [][2]string{{"2023/24", "2024/25"}, {"2022/23", "2021/22"}, {"202223", "202324"}, {"201617", "201516"}, {"2024-0", "2025-0"}, {"2023-1", "2022-1"}} {
					if strings.Contains(cell, years[0]) {
						g[r][c] = strings.Replace(cell, years[0], years[1], 1)
						return g, fmt.Sprintf("row %d", r+1)
					}
				}
			}
			return g, "no year"
		}},
		{"total row", func(g [][]string, rng *rand.Rand) ([][]string, string) {
			total := make([]string, len(g[0]))
			for c := range total {
				sum := 0
				for _, row := range g[1:] {
					if c < len(row) && len(row[c]) < 6 {
						n, _ := strconv.Atoi(row[c])
						sum += n
					}
				}
				total[c] = strconv.Itoa(sum)
			}
			total[0] = [...]string{"Total", "TOTAL", "", "All schools", "Grand total"}[rng.IntN(5)]
			at := len(g)
			if rng.IntN(3) == 0 {
				at, _ = pick(g, rng)
			}
			return slices.Insert(g, at, total), fmt.Sprintf("%q before row %d", total[0], at+1)
		}},
		{"blank row", func(g [][]string, rng *rand.Rand) ([][]string, string) {
			r, _ := pick(g, rng)
			return slices.Insert(g, r, make([]string, 1+rng.IntN(len(g[0])))), strconv.Itoa(r + 1)
		}},
		{"headings again below", func(g [][]string, rng *rand.Rand) ([][]string, string) {
			r, _ := pick(g, rng)
			return slices.Insert(g, r, slices.Clone(g[0])), strconv.Itoa(r + 1)
		}},
		{"title above", func(g [][]string, _ *rand.Rand) ([][]string, string) {
			return slices.Insert(g, 0, []string{"Extract for the governors"}, []string{""}), ""
		}},
		{"notes below", func(g [][]string, _ *rand.Rand) ([][]string, string) {
			return append(g, []string{""}, []string{"Source: management information system, figures of 12 July"}), ""
		}},
	}
}

// textMutations change the text or the bytes of a file, not its rows.
var textMutations = []struct {
	name string
	do   func(original []byte, rng *rand.Rand) mutant
}{
	{"bits flipped", func(original []byte, rng *rand.Rand) mutant {
		b := bytes.Clone(original)
		var at []string
		for range 1 + rng.IntN(3) {
			n := rng.IntN(len(b))
			at = append(at, strconv.Itoa(n))
			b[n] ^= 1 << rng.IntN(8)
		}
		return mutant{strings.Join(at, ", "), b, b, ','}
	}},
	{"cut in the middle of a row", func(original []byte, rng *rand.Rand) mutant {
		b := original[:len(original)/2+rng.IntN(len(original)/2)]
		return mutant{fmt.Sprintf("after %d bytes", len(b)), b, b, ','}
	}},
	{"file behind itself", func(original []byte, rng *rand.Rand) mutant {
		b := slices.Concat(original, original)
		if rng.IntN(2) == 0 { // as a program does that copies files together
			b = slices.Concat(bytes.TrimRight(original, "\r\n"), original)
		}
		return mutant{"", b, b, ','}
	}},
	{"ends of lines mixed", func(original []byte, rng *rand.Rand) mutant {
		b := bytes.ReplaceAll(original, []byte("\r"), nil)
		var out []byte
		for _, c := range b {
			if c == '\n' {
				switch rng.IntN(12) {
				case 0, 1, 2, 3:
					out = append(out, '\r')
				case 4:
					c = '\r'
				}
			}
			out = append(out, c)
		}
		return mutant{"", out, out, ','}
	}},
	{"quotation mark not closed", func(original []byte, rng *rand.Rand) mutant {
		at := 0
		for range 100 {
			at = rng.IntN(len(original))
			if original[at] == ',' || original[at] == '\n' {
				break
			}
		}
		b := slices.Concat(original[:at+1], []byte(`"`), original[at+1:])
		return mutant{fmt.Sprintf("at byte %d", at+1), b, b, ','}
	}},
	{"another dialect", func(original []byte, rng *rand.Rand) mutant { return recode(original, gridOf(original), rng.IntN(6)) }},
}

// mutate makes the i-th mutation of a file: each kind in turn.
func mutate(original []byte, rng *rand.Rand, i int) (kind string, m mutant) {
	rows := mutations()
	if n := i % (len(rows) + len(textMutations)); n >= len(rows) {
		k := textMutations[n-len(rows)]
		m = k.do(original, rng)
		return k.name, m
	} else {
		grid, what := rows[n].do(gridOf(original), rng)
		b := csvOf(grid, ',')
		return rows[n].name, mutant{what, b, b, ','}
	}
}

// recode writes a file in another encoding or with another separator.
func recode(text []byte, grid [][]string, how int) mutant {
	text = bytes.TrimPrefix(text, []byte("\ufeff"))
	switch how {
	case 0, 1:
		out := []byte{0xff, 0xfe}
		if how == 1 {
			out = []byte{0xfe, 0xff}
		}
		for _, c := range string(text) {
			lo, hi := byte(c), byte(c>>8)
			if how == 1 {
				lo, hi = hi, lo
			}
			out = append(out, lo, hi)
		}
		return mutant{"UTF-16", out, text, ','}
	case 2:
		b := csvOf(grid, ';')
		return mutant{"semicolons", b, b, ';'}
	case 3:
		b := csvOf(grid, '\t')
		return mutant{"tabs", b, b, '\t'}
	case 4:
		b := bytes.ReplaceAll(bytes.ReplaceAll(text, []byte("\r"), nil), []byte("\n"), []byte("\r\n"))
		return mutant{"CRLF", b, text, ','}
	}
	b := append([]byte("\ufeff"), text...)
	return mutant{"byte-order mark", b, text, ','}
}

// gridOf cuts the text of a test file into cells.
func gridOf(text []byte) [][]string {
	r := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(text, []byte("\ufeff"))))
	r.FieldsPerRecord, r.LazyQuotes = -1, true
	rows, err := r.ReadAll()
	if err != nil {
		panic(err) // of a file of the repository
	}
	return rows
}

// csvOf writes cells, with quotation marks where a cell needs them.
func csvOf(grid [][]string, comma rune) []byte {
	var b bytes.Buffer
	for _, row := range grid {
		for i, c := range row {
			if i > 0 {
				b.WriteRune(comma)
			}
			if strings.ContainsAny(c, "\"\r\n"+string(comma)) {
				c = `"` + strings.ReplaceAll(c, `"`, `""`) + `"`
			}
			b.WriteString(c)
		}
		b.WriteByte('\n')
	}
	return b.Bytes()
}
