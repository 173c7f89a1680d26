package ingest

import (
	"encoding/csv"
	"errors"
	"io"
	"maps"
	"math/rand/v2"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"

	"inclusioncards/metrics"
)

// specimen is a small real or simulated file that is mutated. What its cells
// mean is written down here once more, apart from the reader's own tables.
type specimen struct {
	name   string
	as     string // the name it is read under, which may give the year
	text   string
	beside map[string]string // other files, by name
	opt    Options
	// claims lists what a row says.
	claims func(row tableRow) []claim
	// used lists what was read, by the keys of the claims.
	used func(d *metrics.Dataset, file string) map[string]string
	// spans: cells may hold line breaks. sheet: rows need not be as long as the
	// headings.
	spans, sheet bool
}

// claim is a cell that says something: that key has a value. Without a key it
// says something that cannot be told, and must be reported.
type claim struct{ key, heading, value string }

// stood is a claim in its line.
type stood struct {
	line           int
	heading, value string
}

// tableRow is one row of a mutant under its headings.
type tableRow struct {
	head, cells []string
}

// at gives the trimmed cell under a heading, whatever its spelling.
func (r tableRow) at(name string) string {
	for i, h := range r.head {
		if letters(h) == letters(name) && i < len(r.cells) {
			return trimmed(r.cells[i])
		}
	}
	return ""
}

func (r tableRow) has(name string) bool {
	return slices.ContainsFunc(r.head, func(h string) bool { return letters(h) == letters(name) })
}

func trimmed(c string) string {
	return strings.Trim(strings.TrimPrefix(strings.Trim(c, " \t\r\n\u00a0\ufeff"), "'"), " \t\r\n\u00a0\ufeff")
}

// letters are what counts of a heading: case, space, punctuation and the plural
// do not.
func letters(heading string) string {
	if known, ok := lettersOf[heading]; ok {
		return known
	}
	all := strings.Map(func(c rune) rune {
		if c >= 'a' && c <= 'z' || c >= '0' && c <= '9' {
			return c
		}
		return -1
	}, strings.ToLower(heading))
	lettersOf[heading] = strings.TrimSuffix(all, "s")
	return lettersOf[heading]
}

var lettersOf = map[string]string{}

var (
	plainURN       = regexp.MustCompile(`^[1-9]\d{5}(\.0)?$`)
	plainYear      = regexp.MustCompile(`^20(\d\d)\D*(?:20)?(\d\d)$`)
	lowReliability = regexp.MustCompile(`^\(?([\d.,]+)[*uU)]$`)
	plainDecimal   = regexp.MustCompile(`^\d+(\.\d+)?$`)
	grouped        = regexp.MustCompile(`^\d{1,3}([,\x{a0} ]\d{3})+(\.\d+)?$`)
)

// decimal reads a cell as a person does who sees it: digits, perhaps grouped by
// thousands, perhaps marked as of low reliability.
func decimal(cell string) (float64, bool) {
	if low := lowReliability.FindStringSubmatch(cell); low != nil {
		cell = low[1]
	}
	if grouped.MatchString(cell) {
		cell = strings.NewReplacer(",", "", " ", "", "\u00a0", "").Replace(cell)
	}
	if !plainDecimal.MatchString(cell) {
		return 0, false
	}
	v, err := strconv.ParseFloat(cell, 64)
	return v, err == nil
}

func decimalText(v float64) string { return strconv.FormatFloat(v, 'g', 11, 64) }

// yearOfCell reads 2022/23 and the like; 0 when it is none.
func yearOfCell(cell string) metrics.AcademicYear {
	y := plainYear.FindStringSubmatch(cell)
	if y == nil {
		return 0
	}
	from, _ := strconv.Atoi(y[1])
	to, _ := strconv.Atoi(y[2])
	if to != (from+1)%100 {
		return 0
	}
	return metrics.AcademicYear(2000 + from)
}

// rounds is how often each way of breaking a file is tried: 2, or as many as
// INCLUSIONCARDS_MUTATIONS says.
func rounds(t *testing.T) int {
	n, err := strconv.Atoi(os.Getenv("INCLUSIONCARDS_MUTATIONS"))
	if err != nil && os.Getenv("INCLUSIONCARDS_MUTATIONS") != "" {
		t.Fatal(err)
	}
	return max(n, 2)
}

// Files as users break them: whatever was done to a file, each figure and word
// that is used stands in it, in a row of that school, year and group and under
// that heading, and each that stands in it and is not used is reported.
//
// A file that says something else as plainly as before is taken at its word, and
// no reader of the file alone can do better: one column sorted or moved down,
// two headings of like figures swapped, a year off by one, two cells swapped.
// Only other files or years can contradict it (see the checks of plausibility).
// The test logs how often each way of breaking changed what is used without a
// warning.
func TestMutatedFiles(t *testing.T) {
	kinds := len(mutations()) + len(textMutations)
	changed, silent, mutants := map[string]int{}, map[string]int{}, 0
	for _, s := range specimens(t) {
		t.Run(s.name, func(t *testing.T) {
			whole := s.judge(t, "nothing", mutant{"", []byte(s.text), []byte(s.text), ','})
			if len(whole.used) == 0 {
				t.Fatalf("nothing of the file is used:\n%s", printed(whole.rep))
			}
			for i := range rounds(t) * kinds {
				kind, m := mutate([]byte(s.text), rand.New(rand.NewPCG(5, uint64(i))), i)
				got := s.judge(t, kind, m)
				mutants++
				if !maps.Equal(whole.used, got.used) {
					changed[kind]++
					if !got.warned(whole) {
						silent[kind]++
					}
				}
				if t.Failed() {
					return
				}
			}
		})
	}
	t.Logf("%d mutants", mutants)
	for _, kind := range slices.Sorted(maps.Keys(changed)) {
		t.Logf("%-45s %4d changed what is used, %3d without a warning", kind, changed[kind], silent[kind])
	}
}

// verdict is what was made of a mutant.
type verdict struct {
	used map[string]string
	rep  *Report
}

// warned reports whether there is a warning or an error that the whole file has
// not.
func (v verdict) warned(whole verdict) bool {
	old := map[string]bool{}
	for _, p := range whole.rep.Problems {
		old[p.Code+p.Column+p.What] = true
	}
	return slices.ContainsFunc(v.rep.Problems, func(p Problem) bool { return p.Severity != Info && !old[p.Code+p.Column+p.What] })
}

// judge reads a mutant and compares it with what stands in it.
func (s specimen) judge(t *testing.T, kind string, m mutant) verdict {
	t.Helper()
	fsys := fstest.MapFS{s.as: {Data: m.bytes}}
	for name, text := range s.beside {
		fsys[name] = &fstest.MapFile{Data: []byte(text)}
	}
	d, rep, err := ReadFS(fsys, s.opt)
	if err != nil {
		t.Fatal(err)
	}
	v := verdict{s.used(d, s.as[strings.LastIndexByte(s.as, '/')+1:]), rep}
	stand, odd := s.stand(m)
	for key, value := range v.used {
		if !slices.ContainsFunc(stand[key], func(x stood) bool { return x.value == value }) {
			t.Errorf("%s %s: %s is %q, in the file %v\n%s", kind, m.what, key, value, stand[key], told(rep))
		}
	}
	for key, cells := range stand {
		for _, x := range cells {
			if got, ok := v.used[key]; (!ok || got != x.value) && !reported(rep, s.as, x.line, x.heading) {
				t.Errorf("%s %s: line %d, %s: %q of %s is in the file, %q was read, and nothing reported\n%s", kind, m.what, x.line, x.heading, x.value, key, got, told(rep))
			}
		}
	}
	for _, x := range odd {
		if !reported(rep, s.as, x.line, x.heading) {
			t.Errorf("%s %s: line %d, %q cannot be told, and nothing is reported\n%s", kind, m.what, x.line, x.heading, told(rep))
		}
	}
	return v
}

// told is what a reading says, in short.
func told(rep *Report) string {
	var b strings.Builder
	for _, f := range rep.Files {
		b.WriteString("  " + f.File + ": " + f.Kind + " " + f.Note + "\n")
	}
	for line := range strings.Lines(printed(rep)) {
		if b.Len() < 2000 {
			b.WriteString(line)
		}
	}
	return b.String()
}

// reported tells whether a problem of a file is about a line, about a heading,
// or about so many rows or the whole file.
func reported(rep *Report, file string, line int, heading string) bool {
	other := regexp.MustCompile(`\bline ` + strconv.Itoa(line) + `\b`)
	return slices.ContainsFunc(rep.Problems, func(p Problem) bool {
		return p.File == file && (p.Row == line || p.Code == codeShortRows || p.Code == codeMisspelt || p.Code == codeQuote ||
			p.Row == 0 && (p.Column == "" || slices.ContainsFunc(strings.Split(heading, "|"), func(h string) bool { return letters(p.Column) == letters(h) })) || other.MatchString(p.What))
	})
}

// legible reads bytes that are no UTF-8 as Windows-1252, as programs do that show
// such a file.
func legible(text []byte) string {
	var b strings.Builder
	for len(text) > 0 {
		c, size := utf8.DecodeRune(text)
		if c == utf8.RuneError && size == 1 {
			c = charmap.Windows1252.DecodeByte(text[0])
		}
		b.WriteRune(c)
		text = text[size:]
	}
	return b.String()
}

// stand lists what stands in a file by key, and what cannot be told: rows that
// are not as long as the headings or span lines among them.
func (s specimen) stand(m mutant) (map[string][]stood, []stood) {
	r := csv.NewReader(strings.NewReader(strings.TrimPrefix(legible(m.text), "\ufeff")))
	r.Comma, r.FieldsPerRecord, r.LazyQuotes = m.comma, -1, true
	out := map[string][]stood{}
	var odd []stood
	var head []string
	for {
		cells, err := r.Read()
		if errors.Is(err, io.EOF) {
			return out, odd
		}
		if err != nil {
			continue
		}
		filled, spans := 0, false
		for _, c := range cells {
			if c = trimmed(c); c != "" {
				filled++
			}
			spans = spans || strings.Contains(c, "\n")
		}
		if head == nil {
			if filled > 1 {
				head = slices.Clone(cells)
			}
			continue
		}
		if filled < 2 || slices.Equal(cells, head) {
			continue // a title, a note, the headings again
		}
		line, _ := r.FieldPos(0)
		if !s.sheet && len(cells) != len(head) && filled > 2 || spans && !s.spans {
			odd = append(odd, stood{line: line})
		}
		for _, c := range s.claims(tableRow{head, cells}) {
			x := stood{line, c.heading, c.value}
			if c.key == "" {
				if filled > 2 || len(head) < 5 { // else it may be a title
					odd = append(odd, x)
				}
				continue
			}
			out[c.key] = append(out[c.key], x)
		}
	}
}
