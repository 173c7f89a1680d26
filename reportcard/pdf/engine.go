package pdf

import (
	"errors"
	"sync"

	"github.com/johnfercher/maroto/v2/pkg/consts/border"
	"github.com/johnfercher/maroto/v2/pkg/consts/extension"
	"github.com/johnfercher/maroto/v2/pkg/consts/linestyle"
	"github.com/johnfercher/maroto/v2/pkg/consts/orientation"
	"github.com/johnfercher/maroto/v2/pkg/core"
	"github.com/johnfercher/maroto/v2/pkg/core/entity"
	"github.com/johnfercher/maroto/v2/pkg/props"

	"inclusioncards/reportcard/pdf/write"
)

// engine is a core.Provider that draws maroto's component tree into a tagged
// PDF: rows, columns, text and lines, and through CanvasProvider and TagProvider
// paths and structure. Pictures and codes it refuses with an error from
// GenerateBytes; it never prints an error into the page.
type engine struct {
	base *base
	file write.File
	painter
	tree     structure
	cfg      *entity.Config
	meta     meta
	contents []pageContent
	// The place of the next column, millimetres from the margins' corner.
	colX, rowY float64
	// inContent is the marked content that is open: the part's index, or
	// noContent, or inArtifact.
	inContent int
	err       error
}

type pageContent struct {
	content, ref write.Ref
	ended        bool
}

const (
	noContent  = -1
	inArtifact = -2
)

var (
	_ core.Provider  = (*engine)(nil)
	_ CanvasProvider = (*engine)(nil)
	_ TagProvider    = (*engine)(nil)
)

// engines keeps the buffers of documents that are done.
var engines = sync.Pool{New: func() any { return &engine{} }}

// newEngine starts a document; release takes back its buffers, and with them the
// bytes of the document.
func newEngine(b *base, cfg *entity.Config, m meta) *engine {
	e := engines.Get().(*engine)
	e.base, e.cfg, e.meta = b, cfg, m
	b.file.Start(&e.file)
	e.contents, e.err, e.inContent = e.contents[:0], nil, noContent
	e.tree.reset()
	return e
}

func (e *engine) release() {
	e.cfg = nil
	engines.Put(e)
}

// beginPage starts a page. maroto has no call for it: its own engine breaks
// pages by itself when a row does not fit.
func (e *engine) beginPage() {
	e.endPage()
	e.contents = append(e.contents, pageContent{content: e.file.Alloc(), ref: e.file.Alloc()})
	e.newPage()
	e.colX, e.rowY = 0, 0
}

func (e *engine) endPage() {
	n := len(e.contents)
	if n == 0 || e.contents[n-1].ended {
		return
	}
	e.contents[n-1].ended = true
	e.endContent()
	e.file.Stream(e.contents[n-1].content, "", e.b)
}

func (e *engine) page() int { return len(e.contents) - 1 }

// at turns a place in millimetres from the margins' corner into one in points
// from the page's lower left corner.
func (e *engine) at(x, y float64) (float64, float64) {
	return (e.cfg.Margins.Left + x) * ptPerMM, (e.cfg.Dimensions.Height - e.cfg.Margins.Top - y) * ptPerMM
}

// BeginTag opens a part of the document.
func (e *engine) BeginTag(t Tag) {
	if roles[t.Role].artifact != "" && e.tree.artifact < 0 {
		e.endContent()
		e.tree.begin(t)
		e.b = append(e.b, roles[t.Role].artifact...)
		e.inContent = inArtifact
		return
	}
	e.tree.begin(t)
}

// EndTag closes the part opened last.
func (e *engine) EndTag() {
	if len(e.tree.open) == 1 {
		e.fail(errors.New("a part of the document ends that never began"))
		return
	}
	was := e.tree.artifact
	e.tree.end()
	if was >= 0 && e.tree.artifact < 0 {
		e.endContent()
	}
}

func (e *engine) fail(err error) { e.err = errors.Join(e.err, err) }

func (e *engine) endContent() {
	e.endText()
	if e.inContent != noContent {
		e.b = append(e.b, "EMC\n"...)
		e.inContent = noContent
	}
}

// mark makes sure that what is drawn next belongs to a part, or to none.
func (e *engine) mark(part int) {
	if e.inContent == part || e.tree.artifact >= 0 {
		return
	}
	e.endContent()
	e.inContent = part
	if part == inArtifact {
		e.b = append(e.b, roles[Decoration].artifact...)
		return
	}
	e.b = append(e.b, '/')
	e.b = append(e.b, roles[e.tree.nodes[part].tag.Role].name...)
	e.b = append(e.b, "<</MCID "...)
	e.b = write.AppendFixed(e.b, float64(e.tree.content(e.page())))
	e.b = append(e.b, ">>BDC\n"...)
}

// forPath prepares for a line or shape over a box: part of the open Figure, or
// decoration.
func (e *engine) forPath(x0, y0, x1, y1 float64) {
	figure := e.tree.figure()
	if e.tree.artifact >= 0 || figure == 0 {
		e.mark(inArtifact)
		e.endText()
		return
	}
	e.mark(figure)
	e.endText()
	b := &e.tree.nodes[figure].box
	b.add(x0, y0)
	b.add(x1, y1)
}

// CreateRow moves down by a row.
func (e *engine) CreateRow(height float64) {
	e.rowY += height
	e.colX = 0
}

// CreateCol draws the background and border of a column, if it has any.
func (e *engine) CreateCol(width, height float64, _ *entity.Config, prop *props.Cell) {
	x, y := e.colX, e.rowY
	e.colX += width
	if prop == nil {
		return
	}
	if prop.BackgroundColor != nil {
		e.Rect(x, y, width, height, prop.BackgroundColor)
	}
	const usual = 0.2
	thick := prop.BorderThickness
	if thick == 0 {
		thick = usual
	}
	for _, side := range []struct {
		of             border.Type
		x0, y0, x1, y1 float64
	}{
		{border.Left, x, y, x, y + height}, {border.Top, x, y, x + width, y},
		{border.Right, x + width, y, x + width, y + height}, {border.Bottom, x, y + height, x + width, y + height},
	} {
		if prop.BorderType&side.of != 0 {
			e.dashed(side.x0, side.y0, side.x1, side.y1, thick, prop.LineStyle, prop.BorderColor)
		}
	}
}

// AddLine draws a level or upright line across a cell.
func (e *engine) AddLine(c *entity.Cell, p *props.Line) {
	if p.Orientation == orientation.Vertical {
		size := c.Height * p.SizePercent / 100
		x, top := c.X+c.Width*p.OffsetPercent/100, c.Y+(c.Height-size)/2
		e.dashed(x, top, x, top+size, p.Thickness, p.Style, p.Color)
		return
	}
	size := c.Width * p.SizePercent / 100
	y, left := c.Y+c.Height*p.OffsetPercent/100, c.X+(c.Width-size)/2
	e.dashed(left, y, left+size, y, p.Thickness, p.Style, p.Color)
}

func (e *engine) dashed(x0, y0, x1, y1, width float64, style linestyle.Type, c *props.Color) {
	if style != linestyle.Dashed {
		e.Line(Point{x0, y0}, Point{x1, y1}, width, c)
		return
	}
	e.forPath(e.span(x0, y0, x1, y1, width))
	e.b = append(e.b, '[')
	e.b = write.AppendFixed(e.b, ptPerMM)
	e.b = append(e.b, "]0 d\n"...)
	e.Line(Point{x0, y0}, Point{x1, y1}, width, c)
	e.b = append(e.b, "[]0 d\n"...)
}

// GenerateBytes completes the file.
func (e *engine) GenerateBytes() ([]byte, error) {
	if len(e.tree.open) != 1 {
		e.fail(errors.New("a part of the document was not ended"))
	}
	if e.err != nil {
		return nil, e.err
	}
	e.endPage()
	doc, err := e.finish()
	return doc, errors.Join(e.err, err)
}

// SetProtection refuses a password: the cards are read by programs too.
func (e *engine) SetProtection(p *entity.Protection) {
	if p != nil {
		e.fail(errors.New("this engine writes no protected files"))
	}
}

// SetCompression has no effect: streams are always compressed.
func (e *engine) SetCompression(bool) {}

// SetMetadata has no effect: the metadata come with the document.
func (e *engine) SetMetadata(*entity.Metadata) {}

var errNoPictures = errors.New("this engine draws no pictures and codes")

func (e *engine) AddMatrixCode(string, *entity.Cell, *props.Rect)    { e.fail(errNoPictures) }
func (e *engine) AddQrCode(string, *entity.Cell, *props.Rect)        { e.fail(errNoPictures) }
func (e *engine) AddBarCode(string, *entity.Cell, *props.Barcode)    { e.fail(errNoPictures) }
func (e *engine) AddImageFromFile(string, *entity.Cell, *props.Rect) { e.fail(errNoPictures) }
func (e *engine) AddImageFromBytes([]byte, *entity.Cell, *props.Rect, extension.Type) {
	e.fail(errNoPictures)
}
func (e *engine) AddBackgroundImageFromBytes([]byte, *entity.Cell, *props.Rect, extension.Type) {
	e.fail(errNoPictures)
}
func (e *engine) GetDimensionsByMatrixCode(string) (*entity.Dimensions, error) {
	return nil, errNoPictures
}
func (e *engine) GetDimensionsByImageByte([]byte, extension.Type) (*entity.Dimensions, error) {
	return nil, errNoPictures
}
func (e *engine) GetDimensionsByImage(string) (*entity.Dimensions, error)  { return nil, errNoPictures }
func (e *engine) GetDimensionsByQrCode(string) (*entity.Dimensions, error) { return nil, errNoPictures }
