package main

import (
	"cmp"
	"io"
	"slices"

	"inclusioncards/metrics"
	"inclusioncards/reportcard"
	"inclusioncards/reportcard/batch"
	"inclusioncards/reportcard/html"
	"inclusioncards/reportcard/ingest"
	"inclusioncards/reportcard/pdf"
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
			Version: version, ConfigHash: o.config.ShortHash(), Label: o.config.Label, SomeLAs: len(o.las) > 0, Trusts: len(o.trusts) > 0 && len(o.las)+len(o.urns) == 0,
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
		{Path: "officer/overview.pdf", Fill: func(w io.Writer) error {
			words, err := reportcard.BuildOverview(a, choices())
			if err != nil {
				return err
			}
			r, err := pdf.New(pdf.Options{Date: o.date, Producer: "reportcard " + version, Engine: pdf.Own, Runes: inputRunes(a.Data, o.config.Label)})
			if err != nil {
				return err
			}
			return r.RenderArea(words.Printed(), w)
		}},
		{Path: "index.html", Fill: func(w io.Writer) error {
			page, err := html.New()
			if err != nil {
				return err
			}
			words, err := reportcard.BuildIndex(a, reportcard.IndexOptions{OverviewOptions: choices(), Archives: o.archives(a.Data, c), Combined: o.combinedFiles(a.Year), Files: []string{
				"officer/overview.html", "officer/overview.pdf", "officer/summary.xlsx", "officer/schools.csv", "officer/measures.csv", "officer/results.csv", "officer/rejects.csv",
			}})
			if err != nil {
				return err
			}
			return page.Index(words, w)
		}},
	}
}

// combinedFiles lists the files that --combined writes.
func (o *options) combinedFiles(year metrics.AcademicYear) []reportcard.IndexCombined {
	var out []reportcard.IndexCombined
	for _, audience := range o.audiences {
		if o.combined {
			out = append(out, reportcard.IndexCombined{Path: combinedPath(audience, year), Audience: audience})
		}
	}
	return out
}

// archives lists the archives that --zip writes.
func (o *options) archives(d *metrics.Dataset, c *choice) []reportcard.IndexArchive {
	if !o.zip {
		return nil
	}
	var las []string
	for _, i := range c.cards {
		las = append(las, string(cmp.Or(schoolLA(&d.Schools[i]), batch.NoLA)))
	}
	slices.Sort(las)
	var out []reportcard.IndexArchive
	for _, audience := range o.audiences {
		for _, la := range slices.Compact(las) {
			out = append(out, reportcard.IndexArchive{Path: "cards/" + string(audience) + "/" + la + ".zip", Audience: audience, LA: la})
		}
	}
	return out
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
