package ingest

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	"inclusioncards/metrics"
)

// specimen is a small real or simulated file that is mutated, with what its
// columns mean, written down apart from the reader's own tables.
type specimen struct {
	file string // below testdata
	as   string // the name it is read under, which may give the year
	with map[string]string
	year metrics.AcademicYear // of files without a column for it
	// columns are the figures by lower-case heading; anyGroup takes the group
	// from the row.
	columns   map[string]headKey
	percent   map[string]bool   // columns whose figure is the cell divided by 100
	needs     map[string]string // a heading without which another is not used
	byLAESTAB map[string]string
}

func specimens() []specimen {
	long, wide := map[string]headKey{}, map[string]headKey{}
	for f := metrics.Pupils; f <= metrics.UnitPupils; f++ {
		long[letters(f.String())] = headKey{f, anyGroup}
		for word, g := range groupWords {
			wide[letters(f.String()+word)] = headKey{f, g}
			wide[letters(f.String())+letters(word)] = headKey{f, g}
		}
	}
	schools := map[string]string{"schools.csv": "counts/long/schools.csv"}
	labs := map[string]string{"9991001": "900001", "9994001": "900002", "9997001": "900003"}
	return []specimen{
		{file: "counts/long/counts.csv", as: "counts.csv", with: schools, byLAESTAB: labs, columns: long},
		{file: "counts/wide/counts.csv", as: "counts.csv", with: schools, byLAESTAB: labs, columns: wide},
		{
			file: "dfe/2022-2023/england_census.csv", as: "2022-2023/england_census.csv", year: 2022, needs: map[string]string{"numfsmever": "norfsmever"},
			columns: map[string]headKey{
				"nor": {metrics.CensusRoll, metrics.GroupAll}, "tsenelk": {metrics.CensusRoll, metrics.GroupSENSupport},
				"tsenelse": {metrics.CensusRoll, metrics.GroupEHCPlan}, "numeal": {metrics.EALPupils, metrics.GroupAll},
				"numfsmever": {metrics.FSM6Pupils, metrics.GroupAll}, "norfsmever": {metrics.FSM6Roll, metrics.GroupAll},
			},
		},
		{
			file: "dfe/2022-2023/england_abs.csv", as: "2022-2023/england_abs.csv", year: 2022,
			columns: map[string]headKey{"perctot": {metrics.AbsenceRate, metrics.GroupAll}, "ppersabs10": {metrics.PersistentAbsenceRate, metrics.GroupAll}},
			percent: map[string]bool{"perctot": true, "ppersabs10": true},
		},
	}
}

var groupWords = map[string]metrics.Group{"no_sen": metrics.GroupNoSEN, "sen_support": metrics.GroupSENSupport, "ehc_plan": metrics.GroupEHCPlan}

// mutant is a file after a mutation: its bytes, and the text that they encode.
type mutant struct {
	what        string
	bytes, text []byte
	comma       rune
}

// Files as users break them: whatever was done to a file, each figure that is
// used stands in it, in a row of that school, year and group and under that
// heading, and each figure that stands in it and is not used is reported.
func TestMutatedFiles(t *testing.T) {
	times := 40
	if os.Getenv("INCLUSIONCARDS_DATA") != "" {
		times = 400
	}
	for _, s := range specimens() {
		t.Run(strings.ReplaceAll(s.file, "/", "_"), func(t *testing.T) {
			original, err := os.ReadFile(filepath.Join("..", "..", "testdata", filepath.FromSlash(s.file)))
			if err != nil {
				t.Fatal(err)
			}
			s.judge(t, mutant{"nothing", original, original, ','})
			for i := range times {
				rng := rand.New(rand.NewPCG(5, uint64(i)))
				s.judge(t, mutate(original, rng, i))
				if t.Failed() {
					return
				}
			}
		})
	}
}

// mutate makes the i-th mutation of a file: each kind in turn.
func mutate(original []byte, rng *rand.Rand, i int) mutant {
	grid := gridOf(original)
	row := func() int { return 1 + rng.IntN(len(grid)-1) }
	col := func() int { return rng.IntN(len(grid[0])) }
	whole := func(what string) mutant {
		b := csvOf(grid, ',')
		return mutant{what, b, b, ','}
	}
	switch i % 14 {
	case 0, 1, 2, 3:
		b := bytes.Clone(original)
		var at []string
		for range 1 + rng.IntN(3) {
			n := rng.IntN(len(b))
			at = append(at, strconv.Itoa(n))
			b[n] ^= 1 << rng.IntN(8)
		}
		return mutant{"bits flipped at " + strings.Join(at, ", "), b, b, ','}
	case 4:
		b := original[:len(original)/2+rng.IntN(len(original)/2)]
		return mutant{fmt.Sprintf("cut after %d bytes", len(b)), b, b, ','}
	case 5:
		r := row()
		grid = slices.Delete(grid, r, r+1)
		return whole(fmt.Sprintf("row %d cut", r))
	case 6: // a row without its end
		r, c := row(), 1+col()
		grid[r] = grid[r][:min(c, len(grid[r]))]
		return whole(fmt.Sprintf("row %d cut after %d cells", r, c))
	case 7: // one cell lost, so that those right of it move
		r, c := row(), col()
		grid[r] = slices.Delete(grid[r], c, c+1)
		return whole(fmt.Sprintf("row %d without cell %d", r, c))
	case 8: // whole columns change places
		a, b := col(), col()
		for r := range grid {
			grid[r][a], grid[r][b] = grid[r][b], grid[r][a]
		}
		return whole(fmt.Sprintf("columns %d and %d swapped", a, b))
	case 9: // a heading stands twice
		a, b := col(), col()
		grid[0][a] = grid[0][b]
		return whole(fmt.Sprintf("heading %d on column %d too", b, a))
	case 10: // a digit typed wrongly
		r, c := row(), col()
		cell := []byte(grid[r][c])
		if len(cell) > 0 {
			cell[rng.IntN(len(cell))] = "0123456789OlI- .,;%*()<x"[rng.IntN(24)]
		}
		grid[r][c] = string(cell)
		return whole(fmt.Sprintf("cell %d of row %d typed wrongly", c, r))
	case 11: // a row copied under another with one cell of it changed
		r, c := row(), col()
		again := slices.Clone(grid[r])
		if rng.IntN(2) == 0 {
			again[c] += "1"
		}
		grid = slices.Insert(grid, row(), again)
		return whole(fmt.Sprintf("row %d twice", r))
	case 12: // cells change places
		a, b, c, d := row(), row(), col(), col()
		grid[a][c], grid[b][d] = grid[b][d], grid[a][c]
		return whole(fmt.Sprintf("cells %d,%d and %d,%d swapped", a, c, b, d))
	}
	return recode(csvOf(grid, ','), grid, rng.IntN(6))
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

func gridOf(text []byte) [][]string {
	var out [][]string
	for l := range strings.Lines(string(text)) {
		out = append(out, strings.Split(strings.TrimRight(l, "\r\n"), ","))
	}
	return out
}

func csvOf(grid [][]string, comma byte) []byte {
	var b bytes.Buffer
	for _, row := range grid {
		b.WriteString(strings.Join(row, string(comma)) + "\n")
	}
	return b.Bytes()
}

// judge reads a mutant and compares it with what stands in it.
func (s specimen) judge(t *testing.T, m mutant) {
	t.Helper()
	fsys := fstest.MapFS{s.as: {Data: m.bytes}}
	for name, from := range s.with {
		b, err := os.ReadFile(filepath.Join("..", "..", "testdata", filepath.FromSlash(from)))
		if err != nil {
			t.Fatal(err)
		}
		fsys[name] = &fstest.MapFile{Data: b}
	}
	d, rep, err := ReadFS(fsys, Options{})
	if err != nil {
		t.Fatal(err)
	}
	stand, odd := s.stand(m)
	reported := func(line int, heading string) bool {
		return slices.ContainsFunc(rep.Problems, func(p Problem) bool {
			other := regexp.MustCompile(fmt.Sprintf(`\bline %d\b`, line))
			return p.File == s.as && (p.Row == line || other.MatchString(p.What) || p.Code == codeShortRows || p.Code == codeMisspelt || p.Row == 0 && (p.Column == "" || letters(p.Column) == letters(heading)))
		})
	}
	fields := map[metrics.Field]bool{}
	for _, k := range s.columns {
		fields[k.field] = true
	}
	for i := range d.Schools {
		for _, y := range d.Years() {
			for f := range fields {
				for g := metrics.GroupAll; g < anyGroup; g++ {
					c := d.Get(i, y, f, g)
					k := standing{d.Schools[i].URN, y, f, g}
					if !c.OK() || !c.Given || slices.ContainsFunc(stand[k], func(x stood) bool { return math.Abs(x.value-c.N) < 1e-12 }) {
						continue
					}
					t.Errorf("%s: %s %s %s %s is %v, in the file %v\n%s", m.what, k.urn, y, f, g, c.N, stand[k], printed(rep))
				}
			}
		}
	}
	for k, cells := range stand {
		got := math.NaN()
		if i := d.Find(k.urn); i >= 0 {
			if c := d.Get(i, k.year, k.field, k.group); c.OK() {
				got = c.N
			}
		}
		for _, x := range cells {
			if !(math.Abs(x.value-got) < 1e-12) && !reported(x.line, x.heading) {
				t.Errorf("%s: line %d, %s: %v is in the file, %v was read, and nothing reported\n%s", m.what, x.line, x.heading, x.value, got, printed(rep))
			}
		}
	}
	for _, line := range odd {
		if !reported(line, "") {
			t.Errorf("%s: line %d cannot be told, and nothing is reported\n%s", m.what, line, printed(rep))
		}
	}
}

// standing names a figure of a file, stood a cell that gives it.
type standing struct {
	urn   metrics.URN
	year  metrics.AcademicYear
	field metrics.Field
	group metrics.Group
}

type stood struct {
	line    int
	heading string
	value   float64
}

var (
	plainURN       = regexp.MustCompile(`^[1-9]\d{5}$`)
	plainYear      = regexp.MustCompile(`^20(\d\d)\D+(?:20)?(\d\d)$`)
	lowReliability = regexp.MustCompile(`^\(?([\d.]+)[*uU)]$`)
	plainNumber    = regexp.MustCompile(`^\d+(\.\d+)?$`)
)

func (s specimen) groupOf(cell string) (metrics.Group, bool) {
	for word, g := range groupWords {
		if letters(word) == letters(cell) {
			return g, true
		}
	}
	return 0, false
}

// letters are what counts of a heading: case, space, punctuation and the plural
// do not.
func letters(heading string) string {
	all := strings.Map(func(c rune) rune {
		if c >= 'a' && c <= 'z' || c >= '0' && c <= '9' {
			return c
		}
		return -1
	}, strings.ToLower(heading))
	return strings.TrimSuffix(all, "s")
}

// stand lists the figures that stand in a file, and the lines with cells of
// figures whose school, year or group cannot be told or that are not as long as
// the headings.
func (s specimen) stand(m mutant) (map[standing][]stood, []int) {
	r := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(m.text, []byte("\ufeff"))))
	r.Comma, r.FieldsPerRecord, r.LazyQuotes = m.comma, -1, true
	out := map[standing][]stood{}
	var odd []int
	var head []string
	at := func(row []string, name string) string {
		if i := slices.IndexFunc(head, func(h string) bool { return letters(h) == letters(name) }); i >= 0 && i < len(row) {
			return strings.Trim(row[i], " '\t\r\u00a0")
		}
		return ""
	}
	for {
		row, err := r.Read()
		if errors.Is(err, io.EOF) {
			return out, odd
		}
		if err != nil {
			continue
		}
		if head == nil {
			head = row
			continue
		}
		if strings.EqualFold(at(row, "la"), "NAT") || strings.EqualFold(at(row, "urn"), "NAT") {
			continue // figures of England
		}
		line, _ := r.FieldPos(0)
		urn, year := at(row, "urn"), s.year
		if y := plainYear.FindStringSubmatch(at(row, "academic_year")); y != nil {
			from, _ := strconv.Atoi(y[1])
			to, _ := strconv.Atoi(y[2])
			if to == (from+1)%100 {
				year = metrics.AcademicYear(2000 + from)
			}
		}
		if !strings.ContainsAny(urn, "0123456789") {
			urn = s.byLAESTAB[at(row, "laestab")] // the URN is blank or a symbol
		}
		group, long := s.groupOf(at(row, "sen_group"))
		if len(row) != len(head) && len(row) > 2 {
			odd = append(odd, line)
		}
		for i, h := range head {
			k, ok := s.columns[letters(h)]
			if need := s.needs[letters(h)]; need != "" && !slices.ContainsFunc(head, func(h string) bool { return letters(h) == need }) {
				continue
			}
			if !ok || i >= len(row) {
				continue
			}
			cell := strings.Trim(row[i], " '\t\r\u00a0")
			if low := lowReliability.FindStringSubmatch(cell); low != nil { // which is reported
				cell = low[1]
			}
			if !plainNumber.MatchString(cell) {
				continue
			}
			v, _ := strconv.ParseFloat(cell, 64)
			if s.percent[letters(h)] {
				v /= 100
			}
			if k.group == anyGroup {
				k.group = group
			}
			if !plainURN.MatchString(urn) || year == 0 || k.group == anyGroup || !long && slices.ContainsFunc(head, func(h string) bool { return letters(h) == "sengroup" }) {
				odd = append(odd, line)
				continue
			}
			out[standing{metrics.URN(urn), year, k.field, k.group}] = append(out[standing{metrics.URN(urn), year, k.field, k.group}], stood{line, h, v})
		}
	}
}
