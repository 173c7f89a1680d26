package pdf

import (
	"bytes"
	"fmt"
	"io"
	"slices"
	"strconv"
	"sync"

	"github.com/johnfercher/go-tree/node"
	"github.com/johnfercher/maroto/v2"
	"github.com/johnfercher/maroto/v2/pkg/components/col"
	"github.com/johnfercher/maroto/v2/pkg/components/page"
	"github.com/johnfercher/maroto/v2/pkg/components/row"
	"github.com/johnfercher/maroto/v2/pkg/config"
	"github.com/johnfercher/maroto/v2/pkg/consts/align"
	"github.com/johnfercher/maroto/v2/pkg/consts/fontstyle"
	"github.com/johnfercher/maroto/v2/pkg/core"
	"github.com/johnfercher/maroto/v2/pkg/core/entity"
	"github.com/johnfercher/maroto/v2/pkg/props"
	"github.com/phpdave11/gofpdf"

	"inclusioncards/reportcard"
	"inclusioncards/templates"
)

const family = "liberation"

// pageSlack is left empty at the foot of each page. maroto fills what remains
// of a page with a row cut down to 1e-9 mm, and the engine starts a new page on
// any excess: the half of 1e-9 keeps the sum on the safe side of rounding.
const pageSlack = 0.01 + 5e-10

// fixEngineDefaults makes the engine's output a function of its input. The
// settings are global to the process and read by every new document, so they
// are set once.
var fixEngineDefaults = sync.OnceFunc(func() {
	gofpdf.SetDefaultCatalogSort(true)
	gofpdf.SetDefaultModificationDate(epoch)
})

// drawing is the maroto component of a sheet.
type drawing struct{ sheet *sheet }

var _ core.Component = drawing{}

func (d drawing) SetConfig(*entity.Config) {}

func (d drawing) GetStructure() *node.Node[core.Structure] {
	return node.New(core.Structure{Type: "sheet", Value: len(d.sheet.items)})
}

func (d drawing) GetHeight(core.Provider, *entity.Cell) float64 { return d.sheet.h }

// Render draws the spans, each on a line that cannot break, and the marks.
func (d drawing) Render(p core.Provider, cell *entity.Cell) {
	out := output{provider: p, canvas: canvasOf(p), tags: TagProvider(noTags{})}
	if tp, ok := p.(TagProvider); ok {
		out.tags = tp
	}
	out.draw(d.sheet, cell.X, cell.Y)
}

// output is a provider with its optional methods.
type output struct {
	provider core.Provider
	canvas   Canvas
	tags     TagProvider
	link     string // where the words lead
	cell     entity.Cell
	props    props.Text
}

func (o *output) draw(s *sheet, x, y float64) {
	if s.tag != nil {
		o.tags.BeginTag(*s.tag)
		defer o.tags.EndTag()
	}
	if s.link != "" {
		defer func(was string) { o.link = was }(o.link)
		o.link = s.link
	}
	for i := range s.items {
		it := &s.items[i]
		x, y := x+it.x, y+it.y
		switch {
		case it.sheet != nil:
			o.draw(it.sheet, x, y)
		case it.mark != nil:
			it.mark(o.canvas, x, y)
		default:
			o.text(it.text, x, y)
		}
	}
}

func (o *output) text(t *span, x, y float64) {
	style := fontstyle.Normal
	if t.bold {
		style = fontstyle.Bold
	}
	// The provider sets a baseline one type size below the cell's top, and
	// breaks a line that its own rounding finds too long for the cell.
	const spare = 5
	em := t.size * mmPerPt
	o.cell = entity.Cell{X: x, Y: y - em, Width: t.width + spare, Height: em}
	o.props = props.Text{Family: family, Style: style, Size: t.size, Color: t.color, Align: align.Left}
	if o.link == "" {
		o.provider.AddText(t.text, &o.cell, &o.props)
		return
	}
	to := o.link
	o.props.Hyperlink = &to
	o.provider.AddText(t.text, &o.cell, &o.props)
	under := y + underline*em
	o.canvas.Line(Point{x, under}, Point{x + t.width, under}, hairline, t.color)
}

// underline is how far the line under a link is from its baseline, in ems.
const underline = 0.12

// language checks the language of a card; without one it is British English.
func language(lang string) (string, error) {
	if lang == "" {
		return "en-GB", nil
	}
	for _, c := range []byte(lang) {
		if c != '-' && (c|0x20 < 'a' || c|0x20 > 'z') && (c < '0' || c > '9') {
			return "", fmt.Errorf("language %q is not a language tag", lang)
		}
	}
	return lang, nil
}

// drawOwn draws the laid-out pages, as maroto's components, through our own
// provider.
func (r *Renderer) drawOwn(c *reportcard.Card, pages []pageLayout, w io.Writer) error {
	lang, err := language(c.Lang)
	if err != nil {
		return err
	}
	e := newEngine(r.base, pageConfig(), meta{
		title: r.clean(c.Title), subject: r.clean(c.FooterLeft), creator: r.clean(r.opts.Producer), lang: lang, date: r.opts.Date,
	})
	e.addPages(pages, 0, len(pages))
	doc, err := e.GenerateBytes()
	if err == nil {
		_, err = w.Write(doc)
	}
	e.release()
	return err
}

// pageConfig is what maroto asks about a page; margins come with the pages.
func pageConfig() *entity.Config {
	return &entity.Config{
		Dimensions: &entity.Dimensions{Width: pageWidth, Height: pageHeight}, Margins: &entity.Margins{},
		DefaultFont: &props.Font{Family: family, Size: 10.5, Color: ink}, MaxGridSize: grid,
	}
}

// addPages draws pages that follow a number of others, of so many in all.
func (e *engine) addPages(pages []pageLayout, before, of int) {
	for i := range pages {
		*e.cfg.Margins = entity.Margins{Left: pages[i].margin, Right: pages[i].margin, Top: pages[i].vertical, Bottom: pages[i].vertical}
		p := page.New().Add(pages[i].rows()...)
		p.SetConfig(e.cfg)
		p.SetNumber(before+i+1, of)
		e.beginPage()
		p.Render(e, entity.NewRootCell(pageWidth, pageHeight, *e.cfg.Margins))
	}
}

// grid is the number of columns in a row.
const grid = 1

// draw hands the laid-out pages to maroto.
func (r *Renderer) draw(c *reportcard.Card, pages []pageLayout) ([]byte, error) {
	lang, err := language(c.Lang)
	if err != nil {
		return nil, err
	}
	m := maroto.New(config.NewBuilder().
		WithDimensions(pageWidth, pageHeight).
		WithLeftMargin(pages[0].margin).WithRightMargin(pages[0].margin).
		WithTopMargin(pages[0].vertical).WithBottomMargin(pages[0].vertical).
		WithMaxGridSize(grid).
		// The engine pads the tables of a font in place: each document needs its own.
		WithCustomFonts([]*entity.CustomFont{
			{Family: family, Style: fontstyle.Normal, Bytes: slices.Clone(templates.FontRegular)},
			{Family: family, Style: fontstyle.Bold, Bytes: slices.Clone(templates.FontBold)},
		}).
		WithDefaultFont(&props.Font{Family: family, Size: 10.5, Color: ink}).
		WithCompression(true).
		WithTitle(r.clean(c.Title), true).
		WithSubject(r.clean(c.FooterLeft), true).
		WithCreator(r.clean(r.opts.Producer), true).
		WithCreationDate(r.opts.Date).
		Build())
	for i := range pages {
		m.AddPages(page.New().Add(pages[i].rows()...))
	}
	doc, err := m.Generate()
	if err != nil {
		return nil, err
	}
	return r.finish(doc.GetBytes(), lang, len(pages))
}

// rows gives each block a row of its measured height, and fills the page so
// that the footer stands at its foot.
func (p *pageLayout) rows() []core.Row {
	var out []core.Row
	add := func(h float64, s *sheet) {
		if h <= 0 {
			return
		}
		c := col.New()
		if s != nil {
			c.Add(drawing{s})
		}
		out = append(out, row.New(h).Add(c))
	}
	add(p.header.h, p.header)
	for i, b := range p.blocks {
		if i > 0 {
			add(b.gap, nil)
		}
		add(b.sheet.h, b.sheet)
	}
	add(p.left(), nil)
	add(p.footer.h, p.footer)
	return out
}

// finish adds to the file what the engine has no setting for, the language and
// the instruction to show the title, and checks the number of pages.
func (r *Renderer) finish(doc []byte, lang string, pages int) ([]byte, error) {
	if !bytes.Contains(doc, fmt.Appendf(nil, "/Count %d\n", pages)) {
		return nil, fmt.Errorf("the document did not come out at %d pages", pages)
	}
	const layout = "20060102150405"
	doc = bytes.Replace(doc,
		[]byte("/ModDate (D:"+epoch.Format(layout)+")"),
		[]byte("/ModDate (D:"+r.opts.Date.Format(layout)+")"), 1)
	return addToCatalog(doc, lang)
}

// addToCatalog inserts entries in the catalogue. It is the last object of the
// file, so that only the place of the cross-reference table moves.
func addToCatalog(doc []byte, lang string) ([]byte, error) {
	entry := "/Lang (" + lang + ")\n/ViewerPreferences <</DisplayDocTitle true>>\n"
	catalog := []byte("/Type /Catalog\n")
	start := []byte("startxref\n")
	at, xref := bytes.LastIndex(doc, catalog), bytes.LastIndex(doc, start)
	if at < 0 || xref < at {
		return nil, fmt.Errorf("the document has no catalogue")
	}
	at += len(catalog)
	xref += len(start)
	end := bytes.IndexByte(doc[xref:], '\n')
	if end < 0 {
		return nil, fmt.Errorf("the document has no end")
	}
	offset, err := strconv.Atoi(string(doc[xref : xref+end]))
	if err != nil {
		return nil, fmt.Errorf("the document's cross-reference: %w", err)
	}
	out := make([]byte, 0, len(doc)+len(entry)+2)
	out = append(out, doc[:at]...)
	out = append(out, entry...)
	out = append(out, doc[at:xref]...)
	out = strconv.AppendInt(out, int64(offset+len(entry)), 10)
	return append(out, doc[xref+end:]...), nil
}
