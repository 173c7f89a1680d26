// Package batch makes the output of a run: the cards of many schools, the
// tables beside them and the record of how they were made. The output appears
// whole or not at all, and does not depend on the number of workers.
package batch

import (
	"context"
	"errors"
	"io"
	"path"

	"inclusioncards/metrics"
	"inclusioncards/reportcard/ingest"
	"inclusioncards/reportcard/tables"
)

// Tool is the program's name in run.json.
const Tool = "reportcard"

// codeNotDrawn is the problem of a school whose card could not be made.
const codeNotDrawn = "OUT101"

// Catalogue lists the kinds of problem this package reports.
func Catalogue() []ingest.ProblemKind {
	return []ingest.ProblemKind{{
		Code: codeNotDrawn, Severity: ingest.Error,
		Message: "the card for {audience} could not be made: {why}",
		Hint:    "the other cards are not affected; report this with the message, without the data",
	}}
}

// ErrNoCard means that every card was rejected: nothing is written.
var ErrNoCard = errors.New("no card could be made")

// Job is one run after reading and analysis.
type Job struct {
	Analysis *metrics.Analysis
	Report   *ingest.Report
	// Cards are the schools to draw, Measures and Results the schools of the
	// tables: indices in the dataset, ascending.
	Cards, Measures, Results []int
	// TableFolder is where the tables go, with a slash at its end, or empty.
	TableFolder string
	// Editions are made of every school of Cards.
	Editions []Edition
	// Workers is the number of cards made at a time; 0 means one per processor.
	Workers  int
	Progress *Progress
	// Manifest holds what the caller knows of the run; inputs, counts, cards
	// and files are filled in.
	Manifest Manifest
}

// Run writes everything into the stage and commits it. It returns the problems
// of the schools whose cards could not be made, also when there is an error.
func Run(ctx context.Context, s *Stage, job Job) ([]ingest.Problem, error) {
	job.Progress.Start(len(job.Cards) * len(job.Editions))
	outcomes, err := drawAll(ctx, s, job.Cards, job.Workers, job.Editions, job.Progress)
	job.Progress.Finish()
	if err != nil {
		return nil, err
	}
	m := job.Manifest
	m.Tool, m.Method = Tool, metrics.MethodVersion
	m.Inputs = Inputs(job.Report)
	for i := range m.Inputs {
		m.Inputs[i].File = path.Base(m.Inputs[i].File)
	}
	m.Counts.Schools = len(job.Analysis.Data.Schools)
	rejected := m.addCards(job, outcomes)
	if len(job.Cards) > 0 && m.Counts.Cards == 0 {
		return rejected, ErrNoCard
	}
	problems := append(append([]ingest.Problem{}, job.Report.Problems...), rejected...)
	m.Counts.Problems = len(problems)
	level := job.Analysis.Options.Level
	for _, table := range []struct {
		name string
		fill func(io.Writer) error
	}{
		{job.TableFolder + "measures.csv", func(w io.Writer) error {
			return tables.Measures(w, job.Analysis.Data, job.Measures, level)
		}},
		{job.TableFolder + "results.csv", func(w io.Writer) error { return tables.Results(w, job.Analysis, job.Results) }},
		{"rejects.csv", func(w io.Writer) error { return tables.Rejects(w, problems) }},
	} {
		if ctx.Err() != nil {
			return rejected, context.Cause(ctx)
		}
		if _, err := s.Write(table.name, table.fill); err != nil {
			return rejected, err
		}
	}
	m.Files = s.Files()
	if _, err := s.Write(ManifestName, m.write); err != nil {
		return rejected, err
	}
	return rejected, s.Commit()
}

// addCards records what became of each card and words the rejections.
func (m *Manifest) addCards(job Job, outcomes []outcome) []ingest.Problem {
	kind := Catalogue()[0]
	var rejected []ingest.Problem
	for _, o := range outcomes {
		urn := job.Analysis.Data.Schools[o.school].URN
		entry := CardEntry{URN: string(urn), Audience: string(o.audience), Status: "drawn", File: o.file, SHA256: o.sum}
		if o.rejected == nil {
			m.Cards = append(m.Cards, entry)
			m.Counts.Cards++
			continue
		}
		entry.Status, entry.Reason = "rejected", o.rejected.Error()
		m.Cards = append(m.Cards, entry)
		m.Counts.Rejected++
		rejected = append(rejected, ingest.Problem{
			Code: kind.Code, Severity: kind.Severity, URN: urn,
			What: "the card for " + string(o.audience) + " could not be made: " + o.rejected.Error(), Hint: kind.Hint,
		})
	}
	return rejected
}
