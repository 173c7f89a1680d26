package main

import (
	"cmp"
	"io"
	"slices"
	"sync"

	"inclusioncards/metrics"
	"inclusioncards/reportcard"
	"inclusioncards/reportcard/batch"
	"inclusioncards/reportcard/html"
	"inclusioncards/reportcard/ingest"
	"inclusioncards/reportcard/pdf"
	"inclusioncards/reportcard/workbook"
)

// mostOverview is how many schools one overview and one workbook are made for: the
// largest authority has about 650. A larger batch has them for each authority, and
// pages that lead to them.
const mostOverview = 1000

// overview lists the files about the batch as a whole.
func (o *options) overview(a *metrics.Analysis, report *ingest.Report, c *choice) []batch.Extra {
	d := &overviewFiles{o: o, a: a, c: c, problems: sync.OnceValue(func() []reportcard.InputProblem { return inputProblems(report.Problems) })}
	d.page = sync.OnceValues(html.New)
	d.print = sync.OnceValues(func() (*pdf.Renderer, error) {
		return pdf.New(pdf.Options{Date: o.date, Producer: "reportcard " + version, Engine: pdf.Own, Runes: inputRunes(a.Data, o.config.Label)})
	})
	if len(c.cards) > mostOverview {
		return d.national()
	}
	return append(d.ofSchools("officer/", "", d.choices), batch.Extra{Path: "index.html", Fill: func(w io.Writer) error {
		page, err := d.page()
		if err != nil {
			return err
		}
		words, err := reportcard.BuildIndex(a, d.index())
		if err != nil {
			return err
		}
		return page.Index(words, w)
	}})
}

// overviewFiles makes the files about a batch; what they share is made once.
type overviewFiles struct {
	o        *options
	a        *metrics.Analysis
	c        *choice
	page     func() (*html.Renderer, error)
	print    func() (*pdf.Renderer, error)
	problems func() []reportcard.InputProblem
}

func (d *overviewFiles) choices() reportcard.OverviewOptions {
	o := d.o
	return reportcard.OverviewOptions{
		Schools: d.c.cards, Problems: d.problems(), Date: o.date,
		Version: version, ConfigHash: o.config.ShortHash(), Label: o.config.Label, SomeLAs: len(o.las) > 0, Trusts: len(o.trusts) > 0 && len(o.las)+len(o.urns) == 0,
		Editions: o.cardEditions(), LeftOut: d.c.reasons(),
	}
}

func (d *overviewFiles) index() reportcard.IndexOptions {
	return reportcard.IndexOptions{OverviewOptions: d.choices(), Archives: d.o.archives(d.a.Data, d.c), Combined: d.o.combinedFiles(d.a.Year), Files: []string{
		"officer/overview.html", "officer/overview.pdf", "officer/summary.xlsx", "officer/schools.csv", "officer/measures.csv", "officer/results.csv", "officer/rejects.csv",
	}}
}

// ofSchools are the workbook and the overview of schools that fit on one page.
func (d *overviewFiles) ofSchools(stem, group string, choices func() reportcard.OverviewOptions) []batch.Extra {
	words := sync.OnceValues(func() (*reportcard.Overview, error) { return reportcard.BuildOverview(d.a, choices()) })
	page, print, book := reportcard.OverviewArea{Stem: stem}.AreaFiles()
	return []batch.Extra{
		{Path: book, Group: group, Fill: func(w io.Writer) error {
			wb, err := reportcard.BuildWorkbook(d.a, choices())
			if err != nil {
				return err
			}
			return workbook.Write(wb, w)
		}},
		{Path: page, Group: group, Fill: func(w io.Writer) error { return d.writePage(words, w) }},
		{Path: print, Group: group, Fill: func(w io.Writer) error { return d.writePrint(words, w) }},
	}
}

func (d *overviewFiles) writePage(words func() (*reportcard.Overview, error), w io.Writer) error {
	page, err := d.page()
	if err != nil {
		return err
	}
	overview, err := words()
	if err != nil {
		return err
	}
	return page.Overview(overview, w)
}

func (d *overviewFiles) writePrint(words func() (*reportcard.Overview, error), w io.Writer) error {
	r, err := d.print()
	if err != nil {
		return err
	}
	overview, err := words()
	if err != nil {
		return err
	}
	return r.RenderArea(overview.Printed(), w)
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
