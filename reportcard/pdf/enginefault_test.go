package pdf

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/johnfercher/maroto/v2/pkg/core/entity"
	"github.com/johnfercher/maroto/v2/pkg/props"
)

// recorder collects what checks complain of.
type recorder struct{ said []string }

type stopped struct{}

func (r *recorder) Helper()                   {}
func (r *recorder) Error(args ...any)         { r.said = append(r.said, fmt.Sprint(args...)) }
func (r *recorder) Errorf(f string, a ...any) { r.said = append(r.said, fmt.Sprintf(f, a...)) }
func (r *recorder) Fatal(args ...any)         { r.Error(args...); panic(stopped{}) }
func (r *recorder) Fatalf(f string, a ...any) { r.Errorf(f, a...); panic(stopped{}) }
func (r *recorder) judge(doc []byte, s string) {
	defer func() {
		if p := recover(); p != nil {
			if _, ok := p.(stopped); !ok {
				panic(p)
			}
		}
	}()
	checkUA(r, doc, s)
}

// page is a small document: a heading, then what draw adds.
func smallDocument(t *testing.T, lang, title string, draw func(e *engine)) []byte {
	t.Helper()
	r := rendererOf(t, Own, "")
	e := newEngine(r.base, &entity.Config{
		Dimensions: &entity.Dimensions{Width: 100, Height: 100}, Margins: &entity.Margins{Left: 10, Top: 10, Right: 10, Bottom: 10},
	}, meta{title: title, lang: lang, date: epoch})
	defer e.release()
	e.beginPage()
	e.BeginTag(Tag{Role: Heading1})
	e.AddText("Heading", &entity.Cell{Width: 80, Height: 5}, &props.Text{Size: 12})
	e.EndTag()
	draw(e)
	doc, err := e.GenerateBytes()
	if err != nil {
		t.Fatal(err)
	}
	return bytes.Clone(doc)
}

// TestChecksSeeFaults gives the checks of TestMatterhorn one fault at a time.
func TestChecksSeeFaults(t *testing.T) {
	say := func(e *engine, r Role, text string) {
		e.BeginTag(Tag{Role: r})
		e.AddText(text, &entity.Cell{Y: 20, Width: 80, Height: 5}, &props.Text{Size: 12})
		e.EndTag()
	}
	row := func(e *engine, r Role, cells ...string) {
		e.BeginTag(Tag{Role: TableRow})
		for _, c := range cells {
			say(e, r, c)
		}
		e.EndTag()
	}
	within := func(e *engine, tag Tag, draw func()) {
		e.BeginTag(tag)
		draw()
		e.EndTag()
	}
	uri := "https://example.org/"
	for _, tc := range []struct {
		name, lang, title string
		draw              func(e *engine)
		want              string
	}{
		{"nothing wrong", "en-GB", "T", func(e *engine) {
			say(e, Paragraph, "Words")
			within(e, Tag{Role: Table}, func() { row(e, ColumnHead, "a", "b"); row(e, TableCell, "c", "d") })
			within(e, Tag{Role: Figure, Alt: "A dot"}, func() { e.Dot(Point{5, 5}, 1, blue) })
			e.AddText("a link", &entity.Cell{Y: 30, Width: 80, Height: 5}, &props.Text{Size: 12, Hyperlink: &uri})
		}, ""},
		{"no language", "", "T", func(*engine) {}, "11-006"},
		{"another title", "en-GB", "U", func(*engine) {}, "06-003"},
		{"figure without words", "en-GB", "T", func(e *engine) {
			within(e, Tag{Role: Figure}, func() { e.Dot(Point{5, 5}, 1, blue) })
		}, "13-004"},
		{"ragged table", "en-GB", "T", func(e *engine) {
			within(e, Tag{Role: Table}, func() { row(e, ColumnHead, "a", "b"); row(e, TableCell, "c") })
		}, "09, 15"},
		{"table without headings", "en-GB", "T", func(e *engine) {
			within(e, Tag{Role: Table}, func() { row(e, TableCell, "a", "b") })
		}, "15: "},
		{"item outside a list", "en-GB", "T", func(e *engine) {
			within(e, Tag{Role: ListItem}, func() { say(e, ListBody, "x") })
		}, "02-001"},
		{"content without a tag", "en-GB", "T", func(e *engine) {
			e.endContent()
			e.b = append(e.b, "0 0 9 9 re f\n"...)
		}, "01-005"},
		{"artifact inside content", "en-GB", "T", func(e *engine) {
			e.BeginTag(Tag{Role: Paragraph})
			e.AddText("x", &entity.Cell{Y: 20, Width: 80, Height: 5}, &props.Text{Size: 12})
			e.endText()
			e.b = append(e.b, "/Artifact BMC 0 0 9 9 re f EMC\n"...)
			e.EndTag()
		}, "01-003"},
		{"missing glyph", "en-GB", "T", func(e *engine) { say(e, Paragraph, "\U0001F600") }, "31-030"},
		{"parent tree", "en-GB", "T", func(e *engine) {
			say(e, Paragraph, "x")
			e.tree.pages[0][0], e.tree.pages[0][1] = e.tree.pages[0][1], e.tree.pages[0][0]
		}, "in the parent tree"},
		{"skipped heading", "en-GB", "T", func(e *engine) {
			e.BeginTag(Tag{Role: Heading2})
			e.tree.nodes[e.tree.top()].tag.Role = Heading3
			e.AddText("x", &entity.Cell{Y: 20, Width: 80, Height: 5}, &props.Text{Size: 12})
			e.EndTag()
		}, "14-003"},
		{"link outside a Link", "en-GB", "T", func(e *engine) {
			within(e, Tag{Role: Paragraph}, func() {
				e.AddText("x", &entity.Cell{Y: 20, Width: 80, Height: 5}, &props.Text{Size: 12})
				e.tree.link(link{uri: uri, text: "x", box: box{0, 0, 9, 9, true}})
			})
		}, "28"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			var r recorder
			r.judge(smallDocument(t, tc.lang, tc.title, tc.draw), "T")
			said := strings.Join(r.said, "\n")
			if tc.want == "" && said != "" || !strings.Contains(said, tc.want) {
				t.Errorf("the checks say %q, want %q", said, tc.want)
			}
		})
	}
}

// A skipped level of headings is closed up; a part that was not ended, or never
// begun, and a picture are errors rather than damaged files.
func TestEngineRefuses(t *testing.T) {
	r := rendererOf(t, Own, "")
	for name, draw := range map[string]func(e *engine){
		"not ended":   func(e *engine) { e.BeginTag(Tag{Role: Paragraph}) },
		"never begun": func(e *engine) { e.EndTag() },
		"a picture":   func(e *engine) { e.AddImageFromFile("x.png", &entity.Cell{}, &props.Rect{}) },
		"a password":  func(e *engine) { e.SetProtection(&entity.Protection{}) },
	} {
		e := newEngine(r.base, &entity.Config{Dimensions: &entity.Dimensions{Width: 9, Height: 9}, Margins: &entity.Margins{}}, meta{})
		e.beginPage()
		draw(e)
		if _, err := e.GenerateBytes(); err == nil {
			t.Errorf("%s: no error", name)
		}
		e.release()
	}
}
