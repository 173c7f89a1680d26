package main

import (
	"io"
	"slices"

	"inclusioncards/reportcard"
	"inclusioncards/reportcard/batch"
	"inclusioncards/reportcard/html"
	"inclusioncards/reportcard/questions"
)

// attachments are what goes beside the cards of governors into their packs: how
// to read a card, in the formats of the cards, and the questions to fill in.
func (o *options) attachments(audience reportcard.Audience) ([]batch.Attachment, error) {
	if o.packs == "" || audience != reportcard.Governor || o.packsFor != string(audience) {
		return nil, nil
	}
	add := func(name string, render func(*reportcard.Pack, io.Writer) error) batch.Attachment {
		return batch.Attachment{Name: name, Render: func(c *reportcard.Card, w io.Writer) error {
			p, err := reportcard.BuildPack(c)
			if err != nil {
				return err
			}
			return render(p, w)
		}}
	}
	var out []batch.Attachment
	if slices.Contains(o.formats, "pdf") {
		out = append(out, add("how-to-read.pdf", func(p *reportcard.Pack, w io.Writer) error { return o.pdf.RenderArea(&p.Reading, w) }))
	}
	if slices.Contains(o.formats, "html") {
		page, err := html.New()
		if err != nil {
			return nil, err
		}
		out = append(out, add("how-to-read.html", func(p *reportcard.Pack, w io.Writer) error { return page.Area(&p.Reading, w) }))
	}
	return append(out,
		add("questions.docx", func(p *reportcard.Pack, w io.Writer) error { return questions.DOCX(&p.Questions, w) }),
		add("questions.txt", func(p *reportcard.Pack, w io.Writer) error { return questions.Text(&p.Questions, w) })), nil
}
