package pdf

import (
	"bytes"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/pdfcpu/pdfcpu/pkg/api"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

// judge is what the checks need of a test.
type judge interface {
	Helper()
	Error(args ...any)
	Errorf(format string, args ...any)
	Fatal(args ...any)
	Fatalf(format string, args ...any)
}

// reader holds a document as an independent parser sees it.
type reader struct {
	t   judge
	x   *model.XRefTable
	cat types.Dict
}

// relaxed is how the parser takes the files that are about. Its settings come from
// state that all its callers share: written once, read one at a time.
func relaxed() *model.Configuration {
	withoutFolder()
	parser.Lock()
	defer parser.Unlock()
	c := model.NewDefaultConfiguration()
	c.ValidationMode = model.ValidationRelaxed
	return c
}

var (
	withoutFolder = sync.OnceFunc(api.DisableConfigDir)
	parser        sync.Mutex
)

func read(t judge, doc []byte) *reader {
	t.Helper()
	conf := relaxed()
	conf.WriteObjectStream, conf.WriteXRefStream = true, true
	ctx, err := api.ReadContext(bytes.NewReader(doc), conf)
	if err != nil {
		t.Fatalf("pdfcpu cannot read the file: %v", err)
	}
	if err := api.ValidateContext(ctx); err != nil {
		t.Fatalf("pdfcpu: %v", err)
	}
	cat, err := ctx.Catalog()
	if err != nil {
		t.Fatal(err)
	}
	return &reader{t: t, x: ctx.XRefTable, cat: cat}
}

// get follows references; the result is nil where there is nothing.
func (r *reader) get(o types.Object) types.Object {
	r.t.Helper()
	out, err := r.x.Dereference(o)
	if err != nil {
		r.t.Fatal(err)
	}
	return out
}

func (r *reader) dict(o types.Object) types.Dict {
	switch d := r.get(o).(type) {
	case types.Dict:
		return d
	case types.StreamDict:
		return d.Dict
	}
	return nil
}

func (r *reader) array(o types.Object) types.Array {
	a, _ := r.get(o).(types.Array)
	return a
}

func (r *reader) name(o types.Object) string {
	n, _ := r.get(o).(types.Name)
	return string(n)
}

func (r *reader) text(o types.Object) string {
	r.t.Helper()
	o = r.get(o)
	if o == nil {
		return ""
	}
	s, err := types.StringOrHexLiteral(o)
	if err != nil {
		r.t.Fatal(err)
	}
	return *s
}

func (r *reader) number(o types.Object) float64 {
	switch v := r.get(o).(type) {
	case types.Integer:
		return float64(v)
	case types.Float:
		return float64(v)
	}
	r.t.Fatalf("%v is not a number", o)
	return 0
}

func (r *reader) stream(o types.Object) []byte {
	r.t.Helper()
	s, ok := r.get(o).(types.StreamDict)
	if !ok {
		r.t.Fatalf("%v is not a stream", o)
	}
	if err := s.Decode(); err != nil {
		r.t.Fatal(err)
	}
	return s.Content
}

// refOf is the object number of a reference.
func refOf(o types.Object) int {
	if ref, ok := o.(types.IndirectRef); ok {
		return int(ref.ObjectNumber)
	}
	return 0
}

// pageOf is a page with what its content stream draws.
type pageOf struct {
	ref  int
	dict types.Dict
	// glyphs counts the codes shown by marked content number, and codes lists
	// them by font.
	marked map[int]*stretch
	codes  map[string][]int
}

// stretch is a piece of marked content: its tag, the codes it shows and whether
// it paints.
type stretch struct {
	tag   string
	codes []int
	font  []string
	paint bool
}

func (r *reader) pages() []*pageOf {
	var out []*pageOf
	for _, kid := range r.array(r.dict(r.cat["Pages"])["Kids"]) {
		p := &pageOf{ref: refOf(kid), dict: r.dict(kid), marked: map[int]*stretch{}, codes: map[string][]int{}}
		r.scan(p, r.stream(p.dict["Contents"]))
		out = append(out, p)
	}
	return out
}

var (
	showing  = []string{"Tj", "TJ", "'", "\""}
	painting = []string{"S", "s", "f", "F", "f*", "B", "B*", "b", "b*", "sh", "Do", "EI"}
)

// scan reads a content stream: all that is drawn must lie in exactly one marked
// stretch, an artifact or numbered content.
func (r *reader) scan(p *pageOf, content []byte) {
	var operands []string
	var open *stretch
	artifact, depth, font, inText := false, 0, "", false
	for tok := range tokens(content) {
		if tok[0] == '(' || tok[0] == '<' || tok[0] == '/' || tok[0] == '[' || tok[0] == ']' || tok[0] == '-' || tok[0] == '.' || tok[0] >= '0' && tok[0] <= '9' {
			operands = append(operands, tok)
			continue
		}
		switch tok {
		case "BMC", "BDC":
			if depth++; depth > 1 {
				r.t.Error("marked content inside marked content (Matterhorn 01-003, 01-004)")
			}
			tag := strings.TrimPrefix(operands[0], "/")
			props := strings.Join(operands[1:], " ")
			if artifact = tag == "Artifact"; artifact {
				break
			}
			_, after, ok := strings.Cut(props, "/MCID ")
			after, _, _ = strings.Cut(after, ">")
			id, err := strconv.Atoi(strings.TrimSpace(after))
			if !ok || err != nil {
				r.t.Fatalf("content tagged %s without a number: %s", tag, props)
			}
			if p.marked[id] != nil {
				r.t.Errorf("content number %d stands twice", id)
			}
			open = &stretch{tag: tag}
			p.marked[id] = open
		case "EMC":
			depth--
			open, artifact = nil, false
		case "BT":
			inText = true
		case "ET":
			inText = false
		case "Tf":
			font = strings.TrimPrefix(operands[0], "/")
		default:
			shows, paints := slices.Contains(showing, tok), slices.Contains(painting, tok)
			if !shows && !paints {
				break
			}
			if open == nil && !artifact {
				r.t.Errorf("%q draws what is neither tagged nor an artifact (Matterhorn 01-005)", tok)
			}
			if shows != inText {
				r.t.Errorf("%q inside of a text object: %v", tok, inText)
			}
			if paints && open != nil {
				open.paint = true
			}
			if !shows {
				break
			}
			codes := codesOf(operands[len(operands)-1])
			p.codes[font] = append(p.codes[font], codes...)
			if open != nil {
				open.codes = append(open.codes, codes...)
				for range codes {
					open.font = append(open.font, font)
				}
			}
		}
		operands = operands[:0]
	}
	if depth != 0 || inText {
		r.t.Error("marked content or a text object is not closed")
	}
}

// tokens cuts a content stream. A dictionary and a string are one token each.
func tokens(b []byte) func(yield func(string) bool) {
	return func(yield func(string) bool) {
		for i := 0; i < len(b); {
			start := i
			switch c := b[i]; {
			case c == ' ' || c == '\n' || c == '\r' || c == '\t':
				i++
				continue
			case c == '(':
				for depth := 0; ; i++ {
					switch b[i] {
					case '\\':
						i++
						continue
					case '(':
						depth++
					case ')':
						depth--
					}
					if depth == 0 {
						break
					}
				}
				i++
			case c == '<' && b[i+1] == '<':
				i += bytes.Index(b[i:], []byte(">>")) + 2
			case c == '[' || c == ']':
				i++
			default:
				for i++; i < len(b) && !bytes.ContainsRune([]byte(" \n\r\t()<>[]/"), rune(b[i])); i++ {
				}
			}
			if !yield(string(b[start:i])) {
				return
			}
		}
	}
}

// codesOf reads the two-byte codes of a string literal.
func codesOf(literal string) []int {
	var raw []byte
	for i := 1; i < len(literal)-1; i++ {
		c := literal[i]
		if c == '\\' {
			i++
			if c = literal[i]; c == 'r' {
				c = '\r'
			}
		}
		raw = append(raw, c)
	}
	if len(raw)%2 != 0 {
		panic(fmt.Sprintf("an odd number of bytes in %q", literal))
	}
	var out []int
	for i := 0; i < len(raw); i += 2 {
		out = append(out, int(raw[i])<<8|int(raw[i+1]))
	}
	return out
}
