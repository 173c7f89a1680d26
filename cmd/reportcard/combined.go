package main

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"inclusioncards/metrics"
	"inclusioncards/reportcard"
	"inclusioncards/reportcard/batch"
	"inclusioncards/reportcard/pdf"
)

// mostCombined is how many cards one document takes: 2,000 pages are more than
// anybody turns.
const mostCombined = 1000

// checkCombined refuses what --combined cannot go with.
func (o *options) checkCombined() error {
	switch {
	case !o.combined:
	case !slices.Contains(o.formats, "pdf"):
		return fail(usage, "--combined without PDF: the cards are joined in a PDF", "--format pdf,html")
	case o.engine != string(pdf.Own):
		return fail(usage, fmt.Sprintf("--combined and --engine %s together: that engine writes no contents", o.engine), "leave out --engine")
	case o.rawShard != "":
		return fail(usage, "--combined and --shard together: a shard has only some of the cards", "run build without --shard for the schools to join, named by --urn")
	}
	return nil
}

// combine joins the cards of an edition.
func (o *options) combine(a *metrics.Analysis, c *choice, edition reportcard.BuildOptions) batch.Combined {
	return batch.Combined{Path: combinedPath(edition.Audience, a.Year), Audience: edition.Audience, Fill: func(hasCard func(int) bool, w io.Writer) error {
		doc, err := reportcard.BuildCombined(a, c.cards, hasCard, edition)
		if err != nil {
			return err
		}
		return o.pdf.RenderCombined(doc, w)
	}}
}

func combinedPath(audience reportcard.Audience, year metrics.AcademicYear) string {
	return fmt.Sprintf("combined/inclusion-cards_%s_%s.pdf", audience, strings.ReplaceAll(year.String(), "/", "-"))
}
