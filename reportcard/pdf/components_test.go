package pdf

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"github.com/johnfercher/maroto/v2"
	"github.com/johnfercher/maroto/v2/pkg/components/col"
	"github.com/johnfercher/maroto/v2/pkg/components/line"
	"github.com/johnfercher/maroto/v2/pkg/components/page"
	"github.com/johnfercher/maroto/v2/pkg/components/row"
	"github.com/johnfercher/maroto/v2/pkg/components/text"
	"github.com/johnfercher/maroto/v2/pkg/config"
	"github.com/johnfercher/maroto/v2/pkg/consts/align"
	"github.com/johnfercher/maroto/v2/pkg/consts/border"
	"github.com/johnfercher/maroto/v2/pkg/consts/breakline"
	"github.com/johnfercher/maroto/v2/pkg/consts/fontstyle"
	"github.com/johnfercher/maroto/v2/pkg/consts/linestyle"
	"github.com/johnfercher/maroto/v2/pkg/consts/orientation"
	"github.com/johnfercher/maroto/v2/pkg/core"
	"github.com/johnfercher/maroto/v2/pkg/core/entity"
	"github.com/johnfercher/maroto/v2/pkg/props"

	"inclusioncards/templates"
)

// componentRows use what the cards' own component does not: the library's text
// and lines, with alignment, wrapping, links, backgrounds and borders.
func componentRows() []core.Row {
	words := "The words of a cell that is too narrow for them go on to the lines that follow."
	uri := "https://example.org/method"
	prop := func(change func(p *props.Text)) props.Text {
		p := props.Text{Family: family, Size: 10}
		change(&p)
		return p
	}
	return []core.Row{
		row.New(12).Add(text.NewCol(12, "Centred and bold", prop(func(p *props.Text) { p.Align, p.Style, p.Size = align.Center, fontstyle.Bold, 16 }))),
		row.New(20).Add(
			text.NewCol(4, words, prop(func(p *props.Text) { p.VerticalPadding = 1 })),
			text.NewCol(4, words, prop(func(p *props.Text) { p.Align, p.Left, p.Right, p.Top = align.Right, 3, 2, 1 })),
			text.NewCol(4, words, prop(func(p *props.Text) { p.Align, p.Color = align.Center, &props.Color{Red: 180} })),
		),
		row.New(16).Add(
			text.NewCol(6, words+" "+words, prop(func(p *props.Text) { p.Align = align.Justify })),
			text.NewCol(6, strings.Repeat("unbroken", 9), prop(func(p *props.Text) { p.BreakLineStrategy = breakline.DashStrategy })),
		),
		row.New(8).Add(text.NewCol(12, "How this was worked out", prop(func(p *props.Text) { p.Hyperlink = &uri }))),
		row.New(10).Add(
			line.NewCol(6, props.Line{Thickness: 0.6, SizePercent: 80, OffsetPercent: 40, Color: &props.Color{Blue: 160}}),
			line.NewCol(3, props.Line{Orientation: orientation.Vertical, Thickness: 0.4, SizePercent: 90, OffsetPercent: 30}),
			line.NewCol(3, props.Line{Style: linestyle.Dashed, Thickness: 0.5, SizePercent: 100, OffsetPercent: 50}),
		),
		row.New(12).Add(
			text.NewCol(4, "tinted", prop(func(p *props.Text) { p.Top = 2 })).WithStyle(&props.Cell{BackgroundColor: &props.Color{Red: 220, Green: 230, Blue: 240}}),
			col.New(4),
			text.NewCol(4, "framed", prop(func(p *props.Text) { p.Top = 2 })).WithStyle(&props.Cell{BorderType: border.Left | border.Bottom, BorderThickness: 0.5, BorderColor: &props.Color{Green: 120}}),
		),
	}
}

// TestComponents draws the library's own components with both engines.
func TestComponents(t *testing.T) {
	r := rendererOf(t, Own, "")
	cfg := config.NewBuilder().WithDimensions(pageWidth, pageHeight).
		WithLeftMargin(15).WithRightMargin(15).WithTopMargin(14).WithBottomMargin(14).
		WithCustomFonts([]*entity.CustomFont{
			{Family: family, Style: fontstyle.Normal, Bytes: slices.Clone(templates.FontRegular)},
			{Family: family, Style: fontstyle.Bold, Bytes: slices.Clone(templates.FontBold)},
		}).WithDefaultFont(&props.Font{Family: family, Size: 10}).Build()

	m := maroto.New(cfg)
	m.AddRows(componentRows()...)
	stock, err := m.Generate()
	if err != nil {
		t.Fatal(err)
	}
	e := newEngine(r.base, cfg, meta{title: "Components", lang: "en-GB", date: epoch})
	defer e.release()
	p := page.New().Add(componentRows()...)
	p.SetConfig(cfg)
	e.beginPage()
	p.Render(e, entity.NewRootCell(pageWidth, pageHeight, *cfg.Margins))
	own, err := e.GenerateBytes()
	if err != nil {
		t.Fatal(err)
	}
	got, want := words(tool(t, own, "pdftotext", "-raw", "FILE", "-")), words(tool(t, stock.GetBytes(), "pdftotext", "-raw", "FILE", "-"))
	if got != want {
		t.Errorf("words differ:\nown   %s\nstock %s", got, want)
	}
	samePicture(t, picturesOf(t, own, 1), picturesOf(t, stock.GetBytes(), 1))

	// Components that say nothing of themselves become paragraphs and links.
	x := read(t, own)
	x.document("Components")
	pages := x.pages()
	x.tree(pages, x.fonts(pages))
	if !bytes.Contains([]byte(tool(t, own, "pdfinfo", "-struct-text", "FILE")), []byte(`"How this was worked out"`)) {
		t.Error("the link has no words")
	}
}
