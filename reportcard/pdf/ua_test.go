package pdf

import (
	"bytes"
	"encoding/xml"
	"io"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/pdfcpu/pdfcpu/pkg/api"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"

	"inclusioncards/reportcard"
)

// TestMatterhorn checks every edition against the failure conditions of the
// Matterhorn Protocol 1.1 for PDF/UA-1 that a program can judge, as read back by
// an independent parser. Numbers in messages are the protocol's.
func TestMatterhorn(t *testing.T) {
	r := rendererOf(t, Own, "")
	for name, c := range editions(t) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			doc := render(t, r, c)
			checkUA(t, doc, r.clean(c.Title))
			checkTools(t, doc)
			checkHeadings(t, r, doc, cardHeadings(c))
		})
	}
	reports := areaReports(t)
	reports["overview"] = overviewReport(t)
	for name, a := range reports {
		t.Run("area "+name, func(t *testing.T) {
			var doc bytes.Buffer
			if err := r.RenderArea(a, &doc); err != nil {
				t.Fatal(err)
			}
			checkUA(t, doc.Bytes(), r.clean(a.Title))
			checkTools(t, doc.Bytes())
			var want []string
			for _, s := range a.Sections {
				want = append(want, s.Title)
			}
			checkHeadings(t, r, doc.Bytes(), want)
		})
	}
}

// checkTools has other programs read a file: each must find nothing wrong.
func checkTools(t *testing.T, doc []byte) {
	t.Helper()
	tool(t, doc, "qpdf", "--check", "FILE")
	if out := tool(t, doc, "mutool", "info", "FILE"); strings.Contains(out, "error") || strings.Contains(out, "warning") {
		t.Errorf("mutool: %s", out)
	}
	if err := api.Validate(bytes.NewReader(doc), relaxed()); err != nil {
		t.Errorf("pdfcpu: %v", err)
	}
}

// cardHeadings are the titles of a card that a reader must be able to jump to,
// however dense the pages are.
func cardHeadings(c *reportcard.Card) []string {
	out := []string{c.Name, c.Headings.Strengths}
	if len(c.Glance.Rows) > 0 {
		out = append(out, c.Glance.Title)
	}
	for _, e := range c.Enquiries {
		if len(e.Means) > 0 {
			out = append(out, e.MeansTitle)
		}
		if len(e.Questions) > 0 && e.Answers == nil {
			out = append(out, e.QuestionsTitle) // else it heads a column
		}
	}
	if len(c.NextSteps) > 0 {
		out = append(out, c.NextStepsTitle+":")
	}
	if len(c.Method) > 0 {
		out = append(out, c.Headings.Method)
	}
	if len(c.Glossary) > 0 {
		out = append(out, c.Headings.Glossary)
	}
	return out
}

// checkHeadings looks for titles among the headings of a file as pdfinfo lists
// its structure, each as often as it is wanted.
func checkHeadings(t *testing.T, r *Renderer, doc []byte, want []string) {
	t.Helper()
	have := map[string]int{}
	heading, depth := "", -1
	end := func() {
		have[strings.Join(strings.Fields(heading), " ")]++
		heading, depth = "", -1
	}
	for line := range strings.Lines(tool(t, doc, "pdfinfo", "-struct-text", "FILE")) {
		words := strings.TrimSpace(line)
		at := len(line) - len(strings.TrimLeft(line, " "))
		if depth >= 0 && at <= depth {
			end()
		}
		switch {
		case depth < 0 && (strings.HasPrefix(words, "H1 ") || strings.HasPrefix(words, "H2 ") || strings.HasPrefix(words, "H3 ")):
			depth = at
		case depth >= 0 && strings.HasPrefix(words, `"`):
			heading += strings.Trim(words, `"`)
		}
	}
	for _, w := range want {
		w = strings.Join(strings.Fields(r.clean(w)), " ")
		if have[w]--; w != "" && have[w] < 0 {
			t.Errorf("no heading %q, or too few", w)
		}
	}
}

func checkUA(t judge, doc []byte, title string) {
	t.Helper()
	x := read(t, doc)
	x.document(title)
	pages := x.pages()
	fonts := x.fonts(pages)
	x.tree(pages, fonts)
	x.outline()
}

// document checks what the file says of itself.
func (r *reader) document(title string) {
	r.t.Helper()
	if got := r.text(r.cat["Lang"]); got != "en-GB" {
		r.t.Errorf("11-006: language %q", got)
	}
	if m := r.dict(r.cat["MarkInfo"]); m == nil || r.get(m["Marked"]) != types.Boolean(true) || m["Suspects"] != nil {
		r.t.Errorf("06-?: MarkInfo = %v", m)
	}
	if v := r.dict(r.cat["ViewerPreferences"]); v == nil || r.get(v["DisplayDocTitle"]) != types.Boolean(true) {
		r.t.Errorf("07-001, 07-002: ViewerPreferences = %v", v)
	}
	for _, key := range []string{"AcroForm", "Names", "OCProperties", "OpenAction", "AA", "NeedsRendering"} {
		if r.cat[key] != nil {
			r.t.Errorf("20, 21, 24, 25, 29: the catalogue has %s", key)
		}
	}
	if r.x.Encrypt != nil {
		r.t.Error("26-001: the file is encrypted")
	}
	xmp := xmpTexts(r.t, r.stream(r.cat["Metadata"]))
	if got := xmp["title"]; got != title {
		r.t.Errorf("06-003: the metadata's title is %q, the card's %q", got, title)
	}
	if xmp["part"] != "1" {
		r.t.Errorf("06-002: PDF/UA part %q", xmp["part"])
	}
	info := r.dict(*r.x.Info)
	if got := decodeText(r.text(info["Title"])); got != title {
		r.t.Errorf("title %q in the information dictionary, %q in the metadata", got, title)
	}
}

// xmpTexts gives the text of each element of the metadata by its local name,
// with that of elements inside it.
func xmpTexts(t judge, data []byte) map[string]string {
	t.Helper()
	out := map[string]string{}
	var open []string
	for dec := xml.NewDecoder(strings.NewReader(string(data))); ; {
		tok, err := dec.Token()
		if err == io.EOF {
			return out
		}
		if err != nil {
			t.Fatalf("06-001: the metadata are not XML: %v", err)
		}
		switch tok := tok.(type) {
		case xml.StartElement:
			open = append(open, tok.Name.Local)
		case xml.EndElement:
			open = open[:len(open)-1]
		case xml.CharData:
			for _, name := range open {
				out[name] += strings.TrimSpace(string(tok))
			}
		}
	}
}

// decodeText reads a text string in UTF-16; ASCII stays as it is.
func decodeText(s string) string {
	if !strings.HasPrefix(s, "\xFE\xFF") {
		return s
	}
	out, err := types.DecodeUTF16String(s)
	if err != nil {
		return s
	}
	return out
}

// fonts checks every font and returns the characters of its codes.
func (r *reader) fonts(pages []*pageOf) map[string]map[int]string {
	r.t.Helper()
	out := map[string]map[int]string{}
	for _, p := range pages {
		resources := r.dict(p.dict["Resources"])
		if resources == nil {
			resources = r.dict(r.dict(r.cat["Pages"])["Resources"])
		}
		if resources["XObject"] != nil {
			r.t.Error("30: a form or picture, which these checks do not read")
		}
		list := r.dict(resources["Font"])
		for font, codes := range p.codes {
			d := r.dict(list[font])
			if d == nil {
				r.t.Fatalf("no font %q", font)
			}
			if out[font] == nil {
				out[font] = r.font(font, d)
			}
			for _, code := range codes {
				if code == 0 {
					r.t.Errorf("31-030: the glyph of missing characters is shown in %s", font)
				}
				if s := out[font][code]; s == "" || strings.ContainsAny(s, "\x00\uFEFF\uFFFE") {
					r.t.Errorf("10-001, 31-027: code %d of %s has no character (%q)", code, font, s)
				}
			}
		}
	}
	return out
}

func (r *reader) font(name string, d types.Dict) map[int]string {
	r.t.Helper()
	if s := r.name(d["Subtype"]); s != "Type0" {
		r.t.Fatalf("%s is a %s font, which these checks do not know", name, s)
	}
	if r.name(d["Encoding"]) != "Identity-H" {
		r.t.Errorf("31-008: encoding of %s", name)
	}
	cid := r.dict(r.array(d["DescendantFonts"])[0])
	if r.name(cid["Subtype"]) != "CIDFontType2" || r.name(cid["CIDToGIDMap"]) != "Identity" {
		r.t.Errorf("31-005: %s has no map from codes to glyphs", name)
	}
	descriptor := r.dict(cid["FontDescriptor"])
	if descriptor == nil || descriptor["FontFile2"] == nil {
		r.t.Fatalf("31-009: %s is not embedded", name)
	}
	base := r.name(d["BaseFont"])
	if base != r.name(cid["BaseFont"]) || base != r.name(descriptor["FontName"]) || len(base) < 8 || base[6] != '+' {
		r.t.Errorf("the names of %s differ, or show no subset", name)
	}
	if !slices.Equal(r.widths(cid), programWidths(r.stream(descriptor["FontFile2"]))) {
		r.t.Errorf("31-?: the widths of %s are not those of its program", name)
	}
	return unicodes(r.t, string(r.stream(d["ToUnicode"])))
}

// widths are those of a font's dictionary by glyph, which must begin with 0.
func (r *reader) widths(cid types.Dict) []int {
	var out []int
	w := r.array(cid["W"])
	for i := 0; i+1 < len(w); i += 2 {
		if first := int(r.number(w[i])); first != len(out) {
			r.t.Fatalf("widths begin at %d after %d glyphs", first, len(out))
		}
		for _, v := range r.array(w[i+1]) {
			out = append(out, int(r.number(v)))
		}
	}
	return out
}

// programWidths reads the widths of a TrueType program, in thousandths.
func programWidths(ttf []byte) []int {
	u16 := func(b []byte, at int) int { return int(b[at])<<8 | int(b[at+1]) }
	table := map[string][]byte{}
	for i := range u16(ttf, 4) {
		e := ttf[12+16*i:]
		table[string(e[:4])] = ttf[u16(e, 8)<<16|u16(e, 10):]
	}
	upem, n := u16(table["head"], 18), u16(table["hhea"], 34)
	var out []int
	for i := range n {
		out = append(out, (u16(table["hmtx"], 4*i)*1000+upem/2)/upem)
	}
	return out
}

// unicodes reads the single characters of a ToUnicode map.
func unicodes(t judge, cmap string) map[int]string {
	t.Helper()
	out := map[int]string{}
	for block := range strings.SplitSeq(cmap, "beginbfchar\n") {
		lines, _, ok := strings.Cut(block, "endbfchar")
		if !ok {
			continue
		}
		for line := range strings.Lines(lines) {
			f := strings.Fields(strings.NewReplacer("<", "", ">", "").Replace(line))
			code, err := strconv.ParseInt(f[0], 16, 32)
			if err != nil {
				t.Fatal(err)
			}
			raw := "\xFE\xFF"
			for i := 0; i < len(f[1]); i += 2 {
				b, err := strconv.ParseUint(f[1][i:i+2], 16, 8)
				if err != nil {
					t.Fatal(err)
				}
				raw += string([]byte{byte(b)})
			}
			out[int(code)] = decodeText(raw)
		}
	}
	if len(out) == 0 {
		t.Fatal("31-027: no ToUnicode map")
	}
	return out
}

// outline checks that the bookmarks can be walked and that none is empty.
func (r *reader) outline() {
	r.t.Helper()
	n := 0
	var walk func(parent types.Dict)
	walk = func(parent types.Dict) {
		for o := parent["First"]; o != nil; {
			d := r.dict(o)
			if strings.TrimSpace(decodeText(r.text(d["Title"]))) == "" {
				r.t.Error("a bookmark without words")
			}
			n++
			walk(d)
			o = d["Next"]
		}
	}
	if root := r.dict(r.cat["Outlines"]); root != nil {
		walk(root)
	}
	if n == 0 {
		r.t.Error("there are no bookmarks")
	}
}
