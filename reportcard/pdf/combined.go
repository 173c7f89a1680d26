package pdf

import (
	"errors"
	"fmt"
	"io"
	"slices"

	"inclusioncards/reportcard"
	"inclusioncards/reportcard/pdf/write"
)

// cardPages is the length of a card.
const cardPages = 2

// RenderCombined writes the cards of several schools as one document, with its
// contents before them, or nothing and an error. Cards are built and laid out one
// at a time; what is kept of each is its bytes and its bookmarks.
func (r *Renderer) RenderCombined(c *reportcard.Combined, w io.Writer) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("pdf: drawing: %v", p)
		}
	}()
	if r.opts.Engine != Own {
		return fmt.Errorf("pdf: the engine %s joins no cards", r.opts.Engine)
	}
	lang, err := language(c.Lang)
	if err != nil {
		return fmt.Errorf("pdf: %w", err)
	}
	opening, of := r.opening(c)
	e := newEngine(r.base, pageConfig(), meta{
		title: r.clean(c.Title), subject: r.clean(c.FooterLeft), creator: r.clean(r.opts.Producer), lang: lang, date: r.opts.Date,
	})
	defer e.release()
	e.addPart(opening, 0, of)
	before := len(opening)
	for i := range c.Contents.Rows {
		if !c.HasCard(i) {
			continue
		}
		pages, err := r.member(c, i, before, of)
		if err != nil {
			return fmt.Errorf("pdf: %s: %w", c.Contents.Rows[i][1], err)
		}
		e.addPart(pages[:], before, of)
		before += cardPages
	}
	doc, err := e.GenerateBytes()
	if err == nil {
		_, err = w.Write(doc)
	}
	if err != nil {
		return fmt.Errorf("pdf: %w", err)
	}
	return nil
}

// member lays a card out. Where the page numbers of the whole leave it no room,
// it keeps its own.
func (r *Renderer) member(c *reportcard.Combined, row, before, of int) ([cardPages]pageLayout, error) {
	card, err := c.Card(row)
	if err != nil {
		return [cardPages]pageLayout{}, err
	}
	pages, err := r.fitAfter(card, before, of)
	var full *TooFullError
	if errors.As(err, &full) {
		return r.fit(card)
	}
	return pages, err
}

// addPart draws pages as one part of the document, and writes it.
func (e *engine) addPart(pages []pageLayout, before, of int) {
	e.BeginTag(Tag{Role: Section})
	e.addPages(pages, before, of)
	e.EndTag()
	e.endPage()
	refs := make([]write.Ref, len(e.contents))
	for i := range refs {
		refs[i] = e.contents[i].ref
	}
	e.tree.settle(&e.file, refs)
	e.file.Pack()
}

// opening lays out the pages before the cards, and counts all pages. Where a card
// begins depends on how many pages come before it, which the numbers themselves
// can change.
func (r *Renderer) opening(c *reportcard.Combined) ([]pageLayout, int) {
	pseudo := &reportcard.Card{Title: c.Title, Label: c.Label, Marking: c.Marking, FooterLeft: c.FooterLeft, LeastType: c.LeastType}
	cards := cardPages * c.Cards()
	for guess := 1; ; {
		table := c.Contents
		table.Rows, table.Links = make([][]string, len(c.Contents.Rows)), make([]string, len(c.Contents.Rows))
		at := guess + 1
		for i, row := range c.Contents.Rows {
			table.Rows[i] = slices.Clone(row)
			if c.HasCard(i) {
				table.Rows[i][len(row)-1] = fmt.Sprint(at)
				table.Links[i] = fmt.Sprintf("#%d", at)
				at += cardPages
			}
		}
		report := c.AreaReport
		report.Sections = []reportcard.AreaSection{{ID: "contents", Title: c.Heading, Items: []reportcard.AreaItem{{Table: &table}}}}
		pages := r.flowPages(&report, pseudo, cards)
		if len(pages) <= guess {
			for len(pages) < guess { // so that the numbers stay right
				pages = append(pages, pageLayout{header: &sheet{}, footer: &sheet{}, margin: pages[0].margin, vertical: pages[0].vertical})
			}
			return pages, guess + cards
		}
		guess = len(pages)
	}
}
