package main

import (
	"io"

	"inclusioncards/metrics"
	"inclusioncards/reportcard"
	"inclusioncards/reportcard/batch"
	"inclusioncards/reportcard/html"
	"inclusioncards/reportcard/ingest"
	"inclusioncards/reportcard/workbook"
)

// mostOverview is how many schools a workbook is made for: the largest
// authority has about 650, and a sheet beyond a hundred thousand rows serves
// nobody. The tables as CSV have no limit.
const mostOverview = 1000

// overview lists the files about the batch as a whole.
func (o *options) overview(a *metrics.Analysis, report *ingest.Report, c *choice) []batch.Extra {
	if len(c.cards) > mostOverview {
		return nil
	}
	choices := func() reportcard.OverviewOptions {
		return reportcard.OverviewOptions{
			Schools: c.cards, Problems: inputProblems(report.Problems), Date: o.date,
			Version: version, ConfigHash: o.config.ShortHash(), Label: o.config.Label, SomeLAs: len(o.las) > 0,
			Editions: o.cardEditions(), LeftOut: c.reasons(),
		}
	}
	return []batch.Extra{
		{Path: "officer/summary.xlsx", Fill: func(w io.Writer) error {
			wb, err := reportcard.BuildWorkbook(a, choices())
			if err != nil {
				return err
			}
			return workbook.Write(wb, w)
		}},
		{Path: "officer/overview.html", Fill: func(w io.Writer) error {
			page, err := html.New()
			if err != nil {
				return err
			}
			words, err := reportcard.BuildOverview(a, choices())
			if err != nil {
				return err
			}
			return page.Overview(words, w)
		}},
	}
}

// cardEditions are the cards that pages can link to: none inside archives.
func (o *options) cardEditions() []reportcard.OverviewEdition {
	var out []reportcard.OverviewEdition
	if o.zip {
		return nil
	}
	for _, audience := range o.audiences {
		out = append(out, reportcard.OverviewEdition{Audience: audience, Formats: o.formats})
	}
	return out
}

// inputProblems are the problems of the input, as rejects.csv has them.
func inputProblems(problems []ingest.Problem) []reportcard.InputProblem {
	out := make([]reportcard.InputProblem, len(problems))
	for i, p := range problems {
		out[i] = reportcard.InputProblem{
			File: p.File, Sheet: p.Sheet, Row: p.Row, Column: p.Column, URN: string(p.URN),
			Code: p.Code, Severity: p.Severity.String(), What: p.What, Hint: p.Hint,
		}
	}
	return out
}
