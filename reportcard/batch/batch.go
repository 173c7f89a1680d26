// Package batch makes the output of a run: the cards of many schools, the
// tables beside them and the record of how they were made. The output appears
// whole or not at all, and does not depend on the number of workers, nor on
// whether the run was stopped and gone on with.
package batch

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path"
	"path/filepath"

	"inclusioncards/metrics"
	"inclusioncards/reportcard"
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

// StoppedError means that a run ended early with work done that a later run
// can go on from.
type StoppedError struct {
	Kept   int    // cards finished
	Total  int    // cards to draw
	Folder string // where the work is, as the user would write it
	Cause  error
}

func (e *StoppedError) Error() string { return e.Cause.Error() }
func (e *StoppedError) Unwrap() error { return e.Cause }

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
	// Extras are further files about the whole batch, in the order they are
	// made. They must not depend on which cards could be drawn.
	Extras []Extra
	// Combined are files made of the cards of an audience, after them.
	Combined []Combined
	// Workers is the number of cards made at a time; 0 means one per processor.
	Workers  int
	Progress *Progress
	Timings  *Timings
	// Program identifies the running build, for --resume; see ThisProgram.
	Program string
	// Replaces is the folder of an output that this one corrects, or empty for
	// the one that stands in DIR, if any.
	Replaces string
	// Corrections is what the cards of the editions say of the output that
	// Replaces names; it is filled here. Nil says nothing.
	Corrections *reportcard.Corrections
	// Manifest holds what the caller knows of the run; inputs, counts, cards
	// and files are filled in. With Manifest.Zip the cards go into archives, with
	// Manifest.Shard they are a slice of the schools.
	Manifest Manifest
}

// Extra is a file about the whole batch, made in one piece.
type Extra struct {
	Path string // inside DIR, with slashes
	Fill func(io.Writer) error
	// Group names files that are made several at a time, as their neighbours of
	// the same group are; empty, the file is made by itself.
	Group string
}

// Outcome tells what a run did, for the screen.
type Outcome struct {
	// Rejected are the problems of the cards that could not be made.
	Rejected []ingest.Problem
	// Resumed is set when there was an earlier run to go on from: Kept of its
	// cards were, and Differences are why others were not.
	Resumed     bool
	Kept        int
	Differences []Difference
	// Replaces is set when the output corrects an earlier one.
	Replaces *Replacement
}

// Run writes everything into the stage and commits it. The outcome is told
// also when there is an error.
func Run(ctx context.Context, s *Stage, job Job) (Outcome, error) {
	var out Outcome
	m := job.Manifest
	m.Tool, m.Method = Tool, metrics.MethodVersion
	m.Inputs = Inputs(job.Report)
	for i := range m.Inputs {
		m.Inputs[i].File = path.Base(m.Inputs[i].File)
	}
	m.Counts.Schools = len(job.Analysis.Data.Schools)
	if job.Corrections != nil {
		var err error
		if m.Corrects, err = hashFile(filepath.Join(job.Replaces, ManifestName)); err != nil {
			return out, recordError(job.Replaces, err)
		}
	}
	job.Manifest = m
	r := &run{work: work{job: &job, stage: s}, identity: journalRun{Program: job.Program, Manifest: m}}
	err := r.begin(&out)
	if err == nil {
		defer r.journal.close()
		err = r.make(ctx, &out)
	}
	if err != nil && !errors.Is(err, ErrNoCard) && s.keep {
		err = &StoppedError{r.work.finished, len(job.Cards) * len(job.Editions), s.shown + ".partial", err}
	}
	return out, err
}

// run is a job in the making.
type run struct {
	work
	identity journalRun
	// unchanged is set when all is as in the run that is gone on from, so that
	// its tables stand too.
	unchanged bool
	// contents are what combined files were made from, by path.
	contents map[string]string
}

// begin opens the journal and settles what of an earlier run may be kept.
func (r *run) begin(out *Outcome) error {
	if p := r.stage.prior; p != nil {
		r.stage.keep = !p.published
		r.reach = p.reach(&r.identity)
		out.Resumed = true
		out.Differences = Differences(&p.run.Manifest, &r.identity.Manifest)
		r.unchanged = r.reach == sameCards && len(out.Differences) == 0
	}
	var err error
	r.journal, err = openJournal(r.stage, r.identity)
	return err
}

func (r *run) make(ctx context.Context, out *Outcome) error {
	job, m := r.job, &r.job.Manifest
	correcting := job.Corrections != nil
	if correcting { // the cards say what changed: their tables come first
		before := job.extras(nil)
		if err := r.tables(ctx, before[:len(before)-1]); err != nil {
			return err
		}
		if err := r.reissue(ctx); err != nil {
			return err
		}
	}
	end := job.Timings.Stage("cards")
	job.Progress.Start(len(job.Cards) * len(job.Editions))
	if m.Zip {
		r.archives = &archives{stage: r.stage, open: map[string]*archive{}}
		defer r.archives.drop()
	}
	var err error
	m.Cards, err = r.work.run(ctx)
	job.Progress.Finish()
	if err == nil && m.Zip {
		err = r.archives.finish()
	}
	end()
	if err != nil {
		return err
	}
	out.Kept = r.kept
	out.Rejected = r.rejections()
	if len(job.Cards) > 0 && m.Counts.Cards == 0 && m.Shard == nil {
		r.stage.keep = false
		return ErrNoCard
	}
	problems := out.Rejected
	if m.first() {
		problems = append(append([]ingest.Problem{}, job.Report.Problems...), out.Rejected...)
	}
	m.Counts.Problems = len(problems)
	for _, c := range job.Combined {
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		if err := r.combine(c); err != nil {
			return err
		}
	}
	extras := job.extras(problems)
	if correcting {
		extras = extras[len(extras)-1:] // that of problems, which tells of cards
	}
	if err := r.tables(ctx, extras); err != nil {
		return err
	}
	if m.Shard == nil && !correcting { // else Merge does
		if err := r.reissue(ctx); err != nil {
			return err
		}
	}
	out.Replaces = m.Replaces
	defer job.Timings.Stage("publishing")()
	return r.publish()
}

// extras lists the files about the whole batch, in the order they are made.
func (job *Job) extras(problems []ingest.Problem) []Extra {
	rejects := Extra{Path: job.TableFolder + rejectsName, Fill: func(w io.Writer) error { return tables.Rejects(w, problems) }}
	if !job.Manifest.first() {
		return []Extra{rejects}
	}
	level := job.Analysis.Options.Level
	out := []Extra{
		{Path: job.TableFolder + "schools.csv", Fill: func(w io.Writer) error { return tables.Schools(w, job.Analysis.Data, job.Measures) }},
		{Path: job.TableFolder + "measures.csv", Fill: func(w io.Writer) error {
			return tables.Measures(w, job.Analysis.Data, job.Measures, level)
		}},
		{Path: job.TableFolder + "results.csv", Fill: func(w io.Writer) error { return tables.Results(w, job.Analysis, job.Results) }},
	}
	if d := job.Analysis.Data; len(d.Pupils.Cells) > 0 {
		out = append(out,
			Extra{Path: job.TableFolder + "groups.csv", Fill: func(w io.Writer) error { return tables.Groups(w, d, job.Measures) }},
			Extra{Path: job.TableFolder + "destinations.csv", Fill: func(w io.Writer) error { return tables.Destinations(w, d, job.Measures) }})
	}
	if d := job.Analysis.Data; len(d.Pupils.Grounds) > 0 {
		out = append(out, Extra{Path: job.TableFolder + "grounds.csv", Fill: func(w io.Writer) error { return tables.Grounds(w, d, job.Measures) }})
	}
	out = append(out, job.Extras...)
	return append(out, rejects)
}

// rejectsName is the table of problems. It tells of cards too, and so is made
// anew in every run. It quotes the records, so it stands with the tables for
// officers.
const rejectsName = "rejects.csv"

// officerFolder holds what is for officers, in every output with cards.
const officerFolder = "officer/"

// publish writes run.json and moves everything to DIR. The journal is closed
// first: Windows moves no folder with an open file in it.
func (r *run) publish() error {
	if err := r.record(); err != nil {
		return err
	}
	r.journal.close()
	return r.stage.Commit()
}

// record writes run.json.
func (r *run) record() error {
	m := &r.job.Manifest
	ofSchools := map[string]bool{}
	for _, c := range m.Cards {
		for _, f := range c.Files {
			ofSchools[f.Path] = f.Archive == ""
		}
	}
	m.Files = []FileEntry{}
	for _, f := range r.stage.Files() {
		f.Content = r.contents[f.Path]
		if !ofSchools[f.Path] {
			m.Files = append(m.Files, f)
		}
	}
	_, err := r.stage.Write(ManifestName, m.write)
	return err
}

// rejections counts the cards and words those that could not be made.
func (r *run) rejections() []ingest.Problem {
	kind := Catalogue()[0]
	var out []ingest.Problem
	for _, c := range r.job.Manifest.Cards {
		if c.Status == statusDrawn {
			r.job.Manifest.Counts.Cards++
			continue
		}
		r.job.Manifest.Counts.Rejected++
		out = append(out, ingest.Problem{
			Code: kind.Code, Severity: kind.Severity, URN: metrics.URN(c.URN),
			What: fmt.Sprintf("the card for %s could not be made: %s", c.Audience, c.Reason), Hint: kind.Hint,
		})
	}
	return out
}
