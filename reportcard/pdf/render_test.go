package pdf

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
	"unicode"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"

	"inclusioncards/reportcard"
)

func newRenderer(t testing.TB) *Renderer {
	t.Helper()
	r, err := New(Options{Date: time.Date(2026, time.November, 22, 0, 0, 0, 0, time.UTC), Producer: "inclusioncards test"})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func render(t testing.TB, r *Renderer, c *reportcard.Card) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := r.Render(c, &b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// tool runs a PDF tool on a document, or skips the test where it is missing;
// with INCLUSIONCARDS_STRICT=1 that is a failure.
func tool(t *testing.T, doc []byte, name string, args ...string) string {
	t.Helper()
	path, err := exec.LookPath(name)
	if err != nil {
		if os.Getenv("INCLUSIONCARDS_STRICT") == "1" {
			t.Fatalf("%s is not installed", name)
		}
		t.Skipf("%s is not installed", name)
	}
	file := filepath.Join(t.TempDir(), "card.pdf")
	if err := os.WriteFile(file, doc, 0o600); err != nil {
		t.Fatal(err)
	}
	for i, a := range args {
		if a == "FILE" {
			args[i] = file
		}
	}
	out, err := exec.Command(path, args...).Output()
	if err != nil {
		t.Fatalf("%s: %v\n%s", name, err, out)
	}
	return string(out)
}

func TestTwoPagesAndMetadata(t *testing.T) {
	for _, engine := range Engines() {
		r := rendererOf(t, engine, "")
		for name, c := range allCards() {
			t.Run(string(engine)+" "+name, func(t *testing.T) { checkMetadata(t, r, c) })
		}
	}
}

func checkMetadata(t *testing.T, r *Renderer, c *reportcard.Card) {
	doc := render(t, r, c)
	info := tool(t, doc, "pdfinfo", "FILE")
	for _, want := range []string{"Pages:           2\n", "A4", c.Title, "inclusioncards test", "Nov 22"} {
		if !strings.Contains(squeeze(info), squeeze(r.clean(want))) {
			t.Errorf("pdfinfo lacks %q:\n%s", want, info)
		}
	}
	tool(t, doc, "qpdf", "--check", "FILE")
	x := read(t, doc)
	if x.text(x.cat["Lang"]) != "en-GB" || x.get(x.dict(x.cat["ViewerPreferences"])["DisplayDocTitle"]) != types.Boolean(true) {
		t.Error("the catalogue lacks the language or the title preference")
	}
}

// squeeze drops all white space, which wrapping changes.
func squeeze(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, s)
}

// strings of a card that must be on the page, in reading order.
func printed(c *reportcard.Card) (first, second []string) {
	add := func(to *[]string, ss ...string) {
		for _, s := range ss {
			if s != "" {
				*to = append(*to, s)
			}
		}
	}
	table := func(to *[]string, ft *reportcard.FigureTable) {
		if len(ft.Rows) == 0 {
			return
		}
		add(to, ft.Title, ft.Caption)
		add(to, ft.Header...)
		for _, row := range ft.Rows {
			add(to, row...)
		}
		add(to, ft.Note)
	}
	add(&first, c.Label, c.Name)
	add(&first, c.Identity...)
	add(&first, c.Tags...)
	add(&first, c.Notice.String(), c.Headline.String())
	for _, f := range c.Findings {
		add(&first, f.String())
	}
	if g := c.Glance; len(g.Rows) > 0 {
		add(&first, g.Title, g.Columns.Measure, g.Columns.SEND, g.Columns.NoSEND, g.Columns.Gap, g.Columns.Local, g.Columns.Strip, g.Columns.Years, g.Columns.Result)
		for _, r := range g.Rows {
			add(&first, r.Measure, r.SEND.Main, r.SEND.Sub, r.NoSEND.Main, r.NoSEND.Sub, r.Gap.Main, r.Gap.Sub, r.Local.Main, r.Local.Sub, r.Result, r.Note, r.Aside)
		}
		add(&first, g.Note)
	}
	add(&first, c.Missing)
	table(&first, &c.Published)
	for _, f := range c.Context {
		add(&first, f.Value, f.Label, f.Local)
	}
	add(&first, c.FooterLeft, c.Marking, "Page 1 of 2")
	add(&second, c.Label)
	for _, e := range c.Enquiries {
		add(&second, e.Heading, e.Title, e.Says.String(), e.MeansTitle)
		add(&second, e.Means...)
		add(&second, e.QuestionsTitle)
		add(&second, e.Questions...)
	}
	for _, tr := range c.Trends {
		add(&second, tr.Title, tr.Takeaway, tr.MaxText, tr.MinText, tr.Years[len(tr.Years)-1], tr.Under)
	}
	add(&second, c.Strengths...)
	add(&second, c.Unknowns...)
	table(&second, &c.More)
	for _, m := range append(c.Method[:len(c.Method):len(c.Method)], c.Glossary...) {
		add(&second, m.String())
	}
	add(&second, c.FooterLeft, c.Marking, "Page 2 of 2")
	return first, second
}

func TestReadBack(t *testing.T) {
	r := newRenderer(t)
	for name, c := range allCards() {
		t.Run(name, func(t *testing.T) {
			doc := render(t, r, c)
			pages := strings.Split(tool(t, doc, "pdftotext", "-raw", "FILE", "-"), "\f")
			if len(pages) < 2 {
				t.Fatalf("%d pages of text", len(pages))
			}
			whole := squeeze(pages[0] + pages[1])
			if strings.Contains(whole, "couldnotload") {
				t.Error("an engine error is printed on the page")
			}
			first, second := printed(c)
			for _, want := range append(first, second...) {
				if !strings.Contains(whole, squeeze(r.clean(want))) {
					t.Errorf("not on the page: %q", want)
				}
			}
			if name == "longest" {
				return // sections move; their order is the plan's
			}
			inOrder(t, r, squeeze(pages[0]), first)
			inOrder(t, r, squeeze(pages[1]), second)
		})
	}
}

func inOrder(t *testing.T, r *Renderer, text string, want []string) {
	t.Helper()
	for _, w := range want {
		s := squeeze(r.clean(w))
		i := strings.Index(text, s)
		if i < 0 {
			t.Errorf("out of order: %q", w)
			continue
		}
		text = text[i+len(s):]
	}
}

// TestGoldenCards renders the cards that the card builder's own tests keep.
func TestGoldenCards(t *testing.T) {
	files, err := filepath.Glob(filepath.Join("..", "..", "testdata", "cards", "*.json"))
	if err != nil {
		t.Fatal(err)
	}
	if len(files) == 0 {
		t.Fatal("no golden cards")
	}
	r := newRenderer(t)
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			var c reportcard.Card
			if err := json.Unmarshal(data, &c); err != nil {
				t.Fatal(err)
			}
			checkFit(t, r, &c)
			text := squeeze(tool(t, render(t, r, &c), "pdftotext", "-raw", "FILE", "-"))
			first, second := printed(&c)
			for _, want := range append(first, second...) {
				if !strings.Contains(text, squeeze(r.clean(want))) {
					t.Errorf("not on the page: %q", want)
				}
			}
		})
	}
}

func TestSameBytes(t *testing.T) {
	r := newRenderer(t)
	first := render(t, r, secondary())
	if !bytes.Equal(first, render(t, newRenderer(t), secondary())) {
		t.Error("two renders differ")
	}
	sum := fmt.Sprintf("%x", sha256.Sum256(first))
	if os.Getenv("PDF_PRINT_SUM") == "1" {
		fmt.Printf("sum %s\n", sum)
		return
	}
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(exe, "-test.run", "^TestSameBytes$")
	cmd.Env = append(os.Environ(), "PDF_PRINT_SUM=1", "TZ=America/New_York")
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	if !strings.Contains(string(out), sum) {
		t.Errorf("another process gives other bytes:\n%s", out)
	}
}

// A Renderer for another date must not change what this one writes: the engine
// keeps its defaults in globals.
func TestDateIsTheRenderersOwn(t *testing.T) {
	for _, engine := range Engines() {
		t.Run(string(engine), func(t *testing.T) { checkDate(t, engine) })
	}
}

func checkDate(t *testing.T, engine Engine) {
	a := rendererOf(t, engine, "")
	before := render(t, a, primary())
	b, err := New(Options{Engine: engine})
	if err != nil {
		t.Fatal(err)
	}
	plain := render(t, b, primary())
	if !bytes.Equal(before, render(t, a, primary())) {
		t.Error("a second Renderer changed the first one's bytes")
	}
	for want, doc := range map[string][]byte{"D:20000101000000": plain, "D:20261122000000": before} {
		x := read(t, doc)
		info := x.dict(*x.x.Info)
		for _, key := range []string{"CreationDate", "ModDate"} {
			if got := x.text(info[key]); !strings.HasPrefix(got, want) {
				t.Errorf("%s is %q, want the document date %q", key, got, want)
			}
		}
	}
}

func TestHostileText(t *testing.T) {
	r, err := New(Options{Runes: []rune("בית")})
	if err != nil {
		t.Fatal(err)
	}
	for _, tc := range []struct{ in, want string }{
		{"Smile \U0001F600 School", "Smile □ School"},
		{"بيت", "□□□"},
		{"בית", "בית"},
		{"a\x00b\x07c\td\ne\u200b\u202ef", "abc d ef"},
		{"w\u0302 y\u0302", "ŵ ŷ"},
		{"bad \xff byte", "bad □ byte"},
		{"Llanfair\u2011y\u2011coed", "Llanfair-y-coed"},
		{strings.Repeat("Llanfairpwll", 5), strings.Repeat("Llanfairpwll", 5)},
		{"=HYPERLINK(\"x\") (\\)", "=HYPERLINK(\"x\") (\\)"},
		{"\u0301\u0301", "\u0301\u0301"},
		{"", ""},
	} {
		t.Run(tc.in, func(t *testing.T) {
			if got := r.clean(tc.in); got != tc.want {
				t.Errorf("clean = %q, want %q", got, tc.want)
			}
			c := secondary()
			c.Name, c.FooterLeft, c.Title = tc.in, tc.in, tc.in
			c.Glance.Rows[0].Measure, c.Glance.Rows[0].SEND.Main, c.Glance.Columns.Gap, c.Glance.Rows[1].Result = tc.in, tc.in, tc.in, tc.in
			c.Trends[0].Title, c.Trends[0].Series[0].Label, c.Trends[0].MaxText = tc.in, tc.in, tc.in
			c.Context[0] = reportcard.Fact{Value: tc.in, Label: tc.in, Local: tc.in}
			c.Tags = []string{tc.in, tc.in}
			render(t, r, c)
		})
	}
}

func TestTooMuchIsAnError(t *testing.T) {
	r := newRenderer(t)
	c := longest()
	for range 6 {
		c.Unknowns = append(c.Unknowns, c.Unknowns...)
	}
	var b bytes.Buffer
	err := r.Render(c, &b)
	if err == nil || !strings.Contains(err.Error(), secUnknowns) {
		t.Errorf("error = %v, want one that names the section", err)
	}
	if b.Len() > 0 {
		t.Error("part of a document was written")
	}
	if err := r.Render(nil, &b); err == nil {
		t.Error("no error for no card")
	}
	c = secondary()
	c.Lang = "en) /Evil ("
	if err := r.Render(c, io.Discard); err == nil {
		t.Error("no error for a language that is not a tag")
	}
}

func TestEmptyCard(t *testing.T) {
	render(t, newRenderer(t), &reportcard.Card{})
}

func TestConcurrent(t *testing.T) {
	r := newRenderer(t)
	want := render(t, r, secondary())
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			var b bytes.Buffer
			if err := r.Render(secondary(), &b); err != nil || !bytes.Equal(b.Bytes(), want) {
				t.Errorf("concurrent render differs (%v)", err)
			}
		})
	}
	wg.Wait()
}

func BenchmarkRender(b *testing.B) {
	r := newRenderer(b)
	for name, c := range map[string]*reportcard.Card{"secondary": secondary(), "longest": longest()} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if err := r.Render(c, io.Discard); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
