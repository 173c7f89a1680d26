// Package pdf draws a reportcard.Card as a two-page A4 PDF. It computes nothing
// but geometry: every word and figure comes from the card.
//
// The page is laid out first, from the font's own widths, as a display list per
// section (sheet). A fit search then decides how tight the type must be and
// which section goes on which page. Only then is the list handed to maroto, one
// row per section, and drawn through its core.Provider.
package pdf

import (
	"fmt"
	"io"
	"sync"
	"time"

	"inclusioncards/reportcard"
	"inclusioncards/templates"
)

// Options are the settings of a Renderer.
type Options struct {
	// Date is the document date of the metadata. The zero value gives a fixed
	// date: the clock is never read, so that the same card gives the same bytes.
	Date time.Time
	// Producer names the program in the metadata; empty leaves it out.
	Producer string
	// Engine draws the pages; empty takes Own.
	Engine Engine
	// Runes are the characters of the whole input, which the fonts of every card
	// hold beside a fixed Latin repertoire: those of one card, or of the schools
	// selected, would make its bytes depend on its neighbours.
	Runes []rune
}

// Engine is what turns a laid-out card into a file.
type Engine string

const (
	// Own writes tagged files; see engine.
	Own Engine = "own"
	// Maroto is the stock engine of the component library: slower and untagged,
	// it is what Own is checked against.
	Maroto Engine = "maroto"
)

// Engines lists the engines, the default first.
func Engines() []Engine { return []Engine{Own, Maroto} }

// epoch stands in for a date that was not given.
var epoch = time.Date(2000, time.January, 1, 0, 0, 0, 0, time.UTC)

// Renderer draws cards. It is immutable after New and safe for concurrent use.
type Renderer struct {
	opts          Options
	regular, bold *face
	base          *base // of Own
	work          sync.Pool
}

// New parses the embedded fonts. At most one Options may be given.
func New(opts ...Options) (*Renderer, error) {
	r := &Renderer{work: sync.Pool{New: func() any {
		return &workspace{charts: map[chartFrame]*sheet{}, widths: map[widthsKey][]float64{}, rows: map[widthsKey][]*sheet{}}
	}}}
	if len(opts) > 0 {
		r.opts = opts[0]
	}
	if r.opts.Engine == "" {
		r.opts.Engine = Engines()[0]
	}
	if r.opts.Date.IsZero() {
		r.opts.Date = epoch
	}
	r.opts.Date = r.opts.Date.UTC()
	runes := repertoire(r.opts.Runes)
	var err error
	if r.regular, err = newFace(templates.FontRegular, runes); err != nil {
		return nil, fmt.Errorf("regular font: %w", err)
	}
	if r.bold, err = newFace(templates.FontBold, runes); err != nil {
		return nil, fmt.Errorf("bold font: %w", err)
	}
	switch r.opts.Engine {
	case Maroto:
		fixEngineDefaults()
	case Own:
		r.base = newBase(r.regular, r.bold)
	default:
		return nil, fmt.Errorf("no engine %q", r.opts.Engine)
	}
	return r, nil
}

// Render writes the whole document, exactly two pages, or nothing and an error.
// A panic of the drawing engine is an error: one odd card must not end a batch.
func (r *Renderer) Render(c *reportcard.Card, w io.Writer) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("pdf: drawing: %v", p)
		}
	}()
	if c == nil {
		return fmt.Errorf("pdf: no card")
	}
	pages, err := r.fit(c)
	if err == nil {
		err = r.drawPages(c, pages[:], w)
	}
	if err != nil {
		return fmt.Errorf("pdf: %w", err)
	}
	return nil
}

func (r *Renderer) drawPages(c *reportcard.Card, pages []pageLayout, w io.Writer) error {
	if r.opts.Engine == Own {
		return r.drawOwn(c, pages, w)
	}
	doc, err := r.draw(c, pages)
	if err != nil {
		return err
	}
	_, err = w.Write(doc)
	return err
}
