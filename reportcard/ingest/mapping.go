package ingest

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"path"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"
)

// MapEntry says what a heading means. It is one pair of a mapping file.
type MapEntry struct {
	// File is the name of a file (without folders) and Sheet that of a sheet;
	// empty means any.
	File  string `yaml:"file,omitempty"`
	Sheet string `yaml:"sheet,omitempty"`
	// Heading as the file has it; case, space and punctuation do not matter.
	Heading string `yaml:"heading"`
	// Canonical is the name the tool reads it as, or "ignore".
	Canonical string `yaml:"canonical"`
}

// ignoreHeading leaves a column out without a word.
const ignoreHeading = "ignore"

// maxMapping is more than any mapping file needs, in bytes.
const maxMapping = 4 << 20

// ParseMapping reads a mapping file. The error lists everything that is wrong
// with it, each with its line.
func ParseMapping(text []byte) ([]MapEntry, error) {
	if len(text) > maxMapping {
		return nil, fmt.Errorf("more than %d MB: this is no mapping file", maxMapping>>20)
	}
	var root yaml.Node
	switch err := yaml.NewDecoder(bytes.NewReader(text)).Decode(&root); {
	case errors.Is(err, io.EOF):
		return nil, errors.New("it holds no pairs of heading and canonical name")
	case err != nil:
		return nil, errors.New("it is not YAML: " + strings.TrimPrefix(err.Error(), "yaml: "))
	}
	if len(root.Content) != 1 || root.Content[0].Kind != yaml.SequenceNode {
		return nil, errors.New("it must be a list of pairs, each with heading and canonical")
	}
	var out []MapEntry
	var errs []error
	type key struct{ file, sheet, heading string }
	first := map[key]int{}
	for _, n := range root.Content[0].Content {
		e, err := mapEntry(n)
		if err != nil {
			errs = append(errs, fmt.Errorf("line %d: %w", n.Line, err))
			continue
		}
		k := key{strings.ToLower(e.File), strings.ToLower(e.Sheet), normalise(e.Heading)}
		if line, again := first[k]; again {
			errs = append(errs, fmt.Errorf("line %d: heading %q stands in line %d already", n.Line, e.Heading, line))
			continue
		}
		first[k] = n.Line
		out = append(out, e)
	}
	return out, errors.Join(errs...)
}

// mapEntry reads one pair.
func mapEntry(n *yaml.Node) (e MapEntry, err error) {
	if n.Kind != yaml.MappingNode {
		return e, errors.New("a pair of heading and canonical is wanted here")
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		k, v := n.Content[i].Value, n.Content[i+1]
		if v.Kind != yaml.ScalarNode {
			return e, fmt.Errorf("%s: a word is wanted here", k)
		}
		switch k {
		case "file":
			e.File = path.Base(v.Value)
			if v.Value == "" {
				e.File = ""
			}
		case "sheet":
			e.Sheet = v.Value
		case "heading":
			e.Heading = v.Value
		case "canonical":
			e.Canonical = normalise(v.Value)
		default:
			return e, fmt.Errorf("%q is not known: use file, sheet, heading and canonical", k)
		}
	}
	switch {
	case normalise(e.Heading) == "":
		return e, errors.New("no heading")
	case e.Canonical == "":
		return e, errors.New("no canonical name")
	case e.Canonical != ignoreHeading && !isCanonical(e.Canonical):
		near := ""
		if c := nearest(e.Canonical, Canonicals()); c != "" {
			near = fmt.Sprintf("; the nearest is %q", c)
		}
		return e, fmt.Errorf("%q is not a name this tool reads%s", e.Canonical, near)
	}
	return e, nil
}

// Canonicals lists the names a heading can be mapped to, sorted. A figure may
// be followed by a SEN group: suspensions_no_sen.
func Canonicals() []string {
	var out []string
	for n := range understood {
		out = append(out, n)
	}
	for n := range figureNames {
		out = append(out, n)
	}
	for _, n := range otherNames {
		if !slices.Contains(out, n) {
			out = append(out, n)
		}
	}
	slices.Sort(out)
	return out
}

// otherNames are the headings of tables other than counts and schools.
var otherNames = []string{
	"area", "measure", "group", "rate", "numerator", "denominator", "source", "text", "by_whom", "linkurn", "linktype", "linkestablisheddate",
	"pupil_id", "upn", "school_urn", "from_school_urn", "sex", "year_group", "sen_status", "fsm_eligible", "enrolment_status", "sessions_missed", "sessions_authorised",
	"sessions_unauthorised", "suspension_id", "start_date", "length_days", "length_sessions", "category", "destination_urn", "destination_type", "ground",
}

// isCanonical reports whether a normalised heading is a name, or a figure with
// a SEN group.
func isCanonical(n string) bool {
	if _, ok := figureNames[n]; ok || understood[n] || slices.Contains(otherNames, n) {
		return true
	}
	f, g, ok := wideFigure(n)
	return ok && n == f.String()+"_"+g.String()
}

// WriteMapping writes pairs as ParseMapping reads them. note, when not empty,
// stands above as comments.
func WriteMapping(w io.Writer, entries []MapEntry, note string) error {
	var b strings.Builder
	for l := range strings.Lines(note) {
		b.WriteString("# " + strings.TrimRight(l, "\n") + "\n")
	}
	for _, e := range entries {
		lead := "- "
		for _, f := range []struct{ key, value string }{{"file", e.File}, {"sheet", e.Sheet}, {"heading", e.Heading}, {"canonical", e.Canonical}} {
			if f.value == "" {
				continue
			}
			b.WriteString(lead + f.key + ": " + strconv.Quote(f.value) + "\n")
			lead = "  "
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// mapper finds what the mapping says of the headings of one table.
type mapper struct {
	entries []MapEntry
	used    []bool
}

// of gives the function that translates a row of headings of a file and sheet,
// or nil when the mapping has nothing for it.
func (m *mapper) of(show, sheet string) func([]string) []string {
	var mine []int
	for i, e := range m.entries {
		if (e.File == "" || strings.EqualFold(e.File, lastSegment(show))) && (e.Sheet == "" || strings.EqualFold(e.Sheet, sheet)) {
			mine = append(mine, i)
		}
	}
	if len(mine) == 0 {
		return nil
	}
	// A pair that names the file or sheet goes before one that does not.
	slices.SortStableFunc(mine, func(a, b int) int { return m.entries[b].narrowness() - m.entries[a].narrowness() })
	byHeading := map[string]int{}
	for _, i := range mine {
		n := normalise(m.entries[i].Heading)
		if _, ok := byHeading[n]; !ok {
			byHeading[n] = i
		}
	}
	return func(cells []string) []string {
		var out []string
		for c, cell := range cells {
			i, ok := byHeading[normalise(cell)]
			if !ok {
				continue
			}
			if out == nil {
				out = slices.Clone(cells)
			}
			m.used[i] = true
			if out[c] = m.entries[i].Canonical; out[c] == ignoreHeading {
				out[c] = ""
			}
		}
		if out == nil {
			return cells
		}
		return out
	}
}

func (e *MapEntry) narrowness() int {
	n := 0
	if e.File != "" {
		n += 2
	}
	if e.Sheet != "" {
		n++
	}
	return n
}

// reportMapping reports pairs whose heading no table has: a slip in one would
// otherwise leave a column out in silence.
func (r *reader) reportMapping() {
	for i, e := range r.mapping.entries {
		if !r.mapping.used[i] {
			r.report(codeMapUnused, spot{file: e.File, sheet: e.Sheet, column: e.Heading})
		}
	}
}
