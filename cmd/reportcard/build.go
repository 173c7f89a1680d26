package main

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"inclusioncards/metrics"
	"inclusioncards/reportcard"
	"inclusioncards/reportcard/batch"
	"inclusioncards/reportcard/html"
	"inclusioncards/reportcard/ingest"
	"inclusioncards/reportcard/pdf"
)

func buildCommand() *cobra.Command {
	var o options
	cmd := &cobra.Command{
		Use:   "build [PATH...]",
		Short: "Make the cards of every school, with the tables behind them",
		Long: `Make a two-page card for every open, state-funded school with figures in the
card's year, and the tables behind them. PATH is a file or a folder, which is
read with all its folders. Files are recognised by their headings, not by name.

Every audience has its own edition: inspectors and the local authority may see
small numbers, and every page says so; for governors they are withheld. DIR gets
cards/AUDIENCE/*.pdf, tables and problems of the input under officer/, and
run.json. It appears whole or not at all. Cards are marked as drafts until --final.

Ctrl-C finishes the cards in hand and keeps what is done in DIR.partial; the same
command with --resume goes on.`,
		Example: `  reportcard build --demo
  reportcard build data --la 202 --out camden --audience all
  reportcard build data --out cards --resume
  reportcard build data --urn 100049,100052,100053 --combined
  reportcard build census.csv counts.xlsx --urn 100049 --date 2026-03-12`,
		RunE: func(cmd *cobra.Command, args []string) error {
			return asFailure(o.write(cmd, args, true))
		},
	}
	o.inputFlags(cmd)
	o.selectFlags(cmd, "cards")
	o.engineFlag(cmd)
	f := cmd.Flags()
	f.StringSliceVar(&o.rawAudiences, "audience", []string{"inspector"}, "`READER`s of the cards: inspector, governor, la or all")
	f.StringVar(&o.rawProfile, "profile", "", "disclosure profile: officer, governor or public (default: that of the edition)")
	f.BoolVar(&o.forceProfile, "force-profile", false, "allow a --profile that shows more than the edition's own; printed on the cards")
	f.BoolVar(&o.final, "final", false, "leave out the mark of a draft")
	f.StringSliceVar(&o.formats, "format", []string{"pdf", "html"}, "formats of the cards: pdf, html, or both")
	f.StringVar(&o.rawDate, "date", "", "date to print on the cards, as `YYYY-MM-DD` (default: none)")
	f.IntVar(&o.jobs, "jobs", 0, "cards made at a time (default: one per processor)")
	f.BoolVar(&o.resume, "resume", false, "go on from a run that was stopped, or make again only what changed since one that ended")
	f.StringVar(&o.rawShard, "shard", "", "make one slice of the cards, `I/N` with I from 0; comparisons use everything; see: reportcard help merge")
	f.StringVar(&o.replaces, "replaces", "", "`DIR` of an earlier output that this one corrects: the cards say so, and what changed is listed (with --force alone, only listed: that in --out)")
	f.BoolVar(&o.zip, "zip", false, "write the cards into one archive for each audience and local authority, cards/AUDIENCE/CODE.zip")
	f.BoolVar(&o.combined, "combined", false, "also join the cards of each audience in one PDF with contents and bookmarks, combined/*.pdf")
	f.StringVar(&o.packs, "packs", "", "school: also put the cards to send out into a folder for each school, packs/LAESTAB_URN_NAME, or with --zip into an archive for each")
	f.StringVar(&o.packsFor, "packs-for", "governor", "`READER` whose cards go into the packs: inspector, governor or la")
	cmd.RegisterFlagCompletionFunc("audience", cobra.FixedCompletions([]string{"inspector", "governor", "la", "all"}, cobra.ShellCompDirectiveNoFileComp))
	cmd.RegisterFlagCompletionFunc("profile", cobra.FixedCompletions([]string{"officer", "governor", "public"}, cobra.ShellCompDirectiveNoFileComp))
	cmd.RegisterFlagCompletionFunc("format", cobra.FixedCompletions([]string{"pdf", "html"}, cobra.ShellCompDirectiveNoFileComp))
	return cmd
}

func measuresCommand() *cobra.Command {
	var o options
	cmd := &cobra.Command{
		Use:   "measures [PATH...] --out DIR",
		Short: "Write the numbers only: measures.csv and results.csv",
		Long: `Write every measure of every school and year (measures.csv) and the comparisons
of one year (results.csv), without cards. DIR also gets rejects.csv and run.json.`,
		Example: `  reportcard measures --demo --out numbers
  reportcard measures data --out numbers --year 2022/23`,
		RunE: func(cmd *cobra.Command, args []string) error {
			return asFailure(o.write(cmd, args, false))
		},
	}
	o.inputFlags(cmd)
	o.selectFlags(cmd, "")
	return cmd
}

// write is the whole of build and, without cards, of measures.
func (o *options) write(cmd *cobra.Command, paths []string, cards bool) error {
	ctx, stdout, stderr := cmd.Context(), cmd.OutOrStdout(), cmd.ErrOrStderr()
	if o.out == "" {
		return fail(usage, "no --out DIR given", "--out numbers")
	}
	if err := o.check(paths); err != nil {
		return err
	}
	if o.replaces != "" {
		if _, err := batch.Record(o.replaces); err != nil {
			return err
		}
	}
	stage, err := batch.Open(o.out, batch.Opening{Force: o.force, Resume: o.resume})
	if err != nil {
		return err
	}
	defer stage.Close()
	if n := stage.Discarded; n > 0 {
		fmt.Fprintf(stderr, "reportcard: started again: %s of a run that was stopped were discarded; --resume would have kept them\n", plural(n, "card"))
	}
	if o.timings {
		o.times = &batch.Timings{}
		defer o.times.Print(stderr)
	}

	end := o.times.Stage("reading")
	d, report, err := o.read()
	end()
	if err != nil {
		return err
	}
	job, c, err := o.analyse(ctx, d, report, cards)
	if err != nil {
		printProblems(stderr, report.Problems)
		return err
	}
	report.Problems = append(report.Problems, c.empty...)
	printProblems(stderr, report.Problems)
	if cards {
		job.Progress = newProgress(stderr)
	}
	out, err := batch.Run(ctx, stage, *job)
	lost := out.Rejected
	o.tellResumed(stderr, out, len(job.Cards) > 0)
	printProblems(stderr, lost)
	if err == batch.ErrNoCard {
		return fail(refused, err.Error(), "every school was rejected for the reasons above")
	}
	if err != nil {
		return err
	}
	problems := append(report.Problems, lost...)
	o.tellReplaced(stdout, out.Replaces, job.TableFolder)
	o.summary(stdout, job, c, problems, len(job.Cards)*len(job.Editions)-len(lost))
	if anyError(problems) {
		return fail(rejected, "", "")
	}
	return nil
}

// analyse runs the comparisons over the whole input and prepares what is to be
// written of it.
func (o *options) analyse(ctx context.Context, d *metrics.Dataset, report *ingest.Report, cards bool) (*batch.Job, *choice, error) {
	year, err := o.cardYear(d)
	if err != nil {
		return nil, nil, err
	}
	c, err := choose(d, year, o)
	if err != nil {
		return nil, nil, err
	}
	if cards && len(c.cards) == 0 {
		return nil, nil, fail(refused, "no school to make a card for in "+year.String(), cmp.Or(c.left(), "see: reportcard check"))
	}
	if ctx.Err() != nil {
		return nil, nil, ctx.Err()
	}
	end := o.times.Stage("comparing")
	a, err := metrics.Analyse(d, year, o.comparators, o.config.Metrics)
	end()
	if err != nil {
		return nil, nil, err
	}
	job := &batch.Job{
		Analysis: a, Report: report, Measures: c.measures, Results: c.results, Workers: o.jobs,
		Timings: o.times, Manifest: o.manifest(d, year),
	}
	if !cards {
		job.Manifest.Command = "measures"
		return job, c, nil
	}
	if n := len(c.cards); o.combined && n > mostCombined {
		return nil, nil, fail(refused, fmt.Sprintf("--combined joins %s cards at most, and %s schools were chosen", thousands(mostCombined), thousands(n)),
			"choose schools with --urn, or authorities with --la")
	}
	formats, err := o.renderers(d, c)
	if err != nil {
		return nil, nil, err
	}
	relaxCollector()
	job.Cards, job.TableFolder = c.cards, "officer/"
	if o.rawShard != "" {
		job.Cards, job.Manifest.Shard = o.shard.Slice(c.cards), &o.shard
	}
	job.Manifest.Command, job.Manifest.Zip, job.Manifest.Combined = "build", o.zip, o.combined
	if o.packs != "" {
		job.Manifest.Packs = []string{o.packsFor}
	}
	job.Program, job.Replaces = batch.ThisProgram(), o.replaces
	job.Manifest.Engine = o.engine
	job.Extras = o.overview(a, report, c)
	var corrections *reportcard.Corrections
	if o.replaces != "" {
		if corrections, err = batch.NewCorrections(o.replaces); err != nil {
			return nil, nil, err
		}
		job.Corrections = corrections
	}
	decided := map[reportcard.Profile]*reportcard.Disclosure{}
	for _, audience := range o.audiences {
		p := o.profileOf(audience)
		if decided[p] == nil {
			decided[p] = reportcard.Disclose(a, p)
		}
		edition := reportcard.BuildOptions{
			Audience: audience, Profile: p, Disclosure: decided[p], Final: o.final,
			Date: o.date, Version: version, ConfigHash: o.config.ShortHash(), Label: o.config.Label, Corrections: corrections,
		}
		attachments, err := o.attachments(audience)
		if err != nil {
			return nil, nil, err
		}
		job.Editions = append(job.Editions, batch.NewEdition(a, edition, formats, o.times, attachments...))
		if o.combined {
			job.Combined = append(job.Combined, o.combine(a, c, edition))
		}
	}
	return job, c, nil
}

// renderers draw the cards in the formats asked for.
func (o *options) renderers(d *metrics.Dataset, c *choice) ([]batch.Format, error) {
	var out []batch.Format
	for _, format := range o.formats {
		switch format {
		case "pdf":
			r, err := pdf.New(pdf.Options{Date: o.date, Producer: "reportcard " + version, Engine: pdf.Engine(o.engine), Runes: inputRunes(d, o.config.Label)})
			if err != nil {
				return nil, err
			}
			o.pdf = r
			c.empty = append(c.empty, unprintable(d, c.cards, o.config.Label, r)...)
			out = append(out, batch.Format{Extension: format, Render: r.Render})
		case "html":
			r, err := html.New()
			if err != nil {
				return nil, err
			}
			out = append(out, batch.Format{Extension: format, Render: r.Card})
		}
	}
	return out, nil
}

// tellReplaced says what a corrected output changes.
func (o *options) tellReplaced(w io.Writer, r *batch.Replacement, folder string) {
	switch {
	case r == nil:
	case r.NotCompared:
		fmt.Fprintln(w, "replaces an output whose tables are missing or damaged: what changed cannot be told")
	default:
		fmt.Fprintf(w, "replaces the output with run.json %.12s: %s and %s of %s changed, listed in %s\n", r.Record, plural(r.Verdicts, "verdict"),
			plural(r.Figures, "figure"), plural(r.Schools, "school"), filepath.Join(o.out, folder, "changes.csv"))
		for _, d := range r.Differences {
			fmt.Fprintf(w, "  %s\n", d)
		}
	}
}

// tellResumed says what an earlier run saved, and why no more.
func (o *options) tellResumed(w io.Writer, out batch.Outcome, cards bool) {
	if !o.resume || !cards {
		return
	}
	if !out.Resumed {
		fmt.Fprintln(w, "reportcard: nothing to go on from: every card was made")
		return
	}
	for _, d := range out.Differences {
		fmt.Fprintf(w, "reportcard: changed since the earlier run: %s\n", d)
	}
	fmt.Fprintf(w, "reportcard: %s kept from the earlier run, the others made again or for the first time\n", plural(out.Kept, "card"))
}

func (o *options) manifest(d *metrics.Dataset, year metrics.AcademicYear) batch.Manifest {
	m := batch.Manifest{
		Version: version, Demonstration: o.demo, Year: year.String(), FileYear: o.fileYear.String(),
		Format: strings.Join(o.formats, ","), Date: o.rawDate,
		ConfigurationHash: o.config.Hash(), Settings: map[string]string{},
	}
	for _, audience := range o.audiences {
		profile := o.profileOf(audience)
		m.Editions = append(m.Editions, batch.EditionEntry{
			Audience: string(audience), Profile: string(profile), Forced: profile.LooserThan(audience.Profile()), Draft: !o.final,
		})
	}
	m.Reading = o.reading()
	m.PupilRules = batch.PupilRules(d.Pupils.Rules)
	for _, k := range o.comparators {
		m.Comparators = append(m.Comparators, string(k))
	}
	for _, la := range o.las {
		m.LAs = append(m.LAs, string(la))
	}
	for _, urn := range o.urns {
		m.URNs = append(m.URNs, string(urn))
	}
	m.Trusts = o.trusts
	for _, s := range o.config.Settings() {
		m.Settings[s.Key] = s.Value
	}
	return m
}

func (o *options) summary(w io.Writer, job *batch.Job, c *choice, problems []ingest.Problem, drawn int) {
	if o.rawShard != "" {
		fmt.Fprintf(w, "shard %s: %s for %s in %s\n", o.rawShard, plural(drawn, "card"), job.Manifest.Year, filepath.Join(o.out, "cards"))
		return
	}
	if len(job.Cards) > 0 {
		fmt.Fprintf(w, "%s for %s in %s\n", plural(drawn, "card"), job.Manifest.Year, filepath.Join(o.out, "cards"))
		if left := c.left(); left != "" {
			fmt.Fprintln(w, left)
		}
		if c.unplaced > 0 {
			fmt.Fprintf(w, "%s of unknown phase, compared with no other: add a schools table or a GIAS extract\n", plural(c.unplaced, "card"))
		}
	}
	fmt.Fprintf(w, "tables in %s\n", filepath.Join(o.out, job.TableFolder))
	if n := len(c.cards); len(job.Cards) > 0 && n > mostOverview {
		fmt.Fprintf(w, "overview and workbook of each authority in %s, as there are more than %s\n", filepath.Join(o.out, job.TableFolder, "la"), plural(mostOverview, "school"))
	}
	if len(problems) > 0 {
		fmt.Fprintf(w, "%s listed in %s\n", plural(len(problems), "problem or note", "problems and notes"), filepath.Join(o.out, job.TableFolder, "rejects.csv"))
	}
}

// newProgress shows a bar only where one can be redrawn.
func newProgress(w io.Writer) *batch.Progress {
	f, ok := w.(*os.File)
	terminal := ok && term.IsTerminal(int(f.Fd())) && os.Getenv("TERM") != "dumb"
	return batch.NewProgress(w, terminal, terminal && os.Getenv("NO_COLOR") == "")
}
