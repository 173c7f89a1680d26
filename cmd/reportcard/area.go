package main

import (
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"inclusioncards/config"
	"inclusioncards/metrics"
	"inclusioncards/metrics/area"
	"inclusioncards/reportcard"
	"inclusioncards/reportcard/batch"
	"inclusioncards/reportcard/html"
	"inclusioncards/reportcard/pdf"
	"inclusioncards/reportcard/tables"
)

func areaCommand() *cobra.Command {
	var o options
	var region string
	cmd := &cobra.Command{
		Use:   "area [PATH...] --out DIR",
		Short: "Report on a whole local authority, region or input: SEND gaps, odds, leavers",
		Long: `Report on the state-funded schools of a local authority (--la), of a region
(--region) or of all files together: gaps between pupils with and without SEND by
phase, type, faith, admissions, SEN unit, Ofsted outcome and intake, pooled and as
the mean of schools; odds ratios; excess leavers and where leavers went. With
pupil records also by FSM6 and ethnic group, and odds with other facts taken into
account. Without, the gaps of the counts by SEN status.

Counts of 1 to 5 pupils are withheld, and whatever would give them back; --profile
officer shows all, public withholds more and rounds. DIR gets area.pdf, area.html,
area.csv, officer/rejects.csv and run.json. It appears whole or not at all.`,
		Example: `  reportcard area --demo --out area
  reportcard area data --la 202 --out camden
  reportcard area data --region London --profile public --out london`,
		RunE: func(cmd *cobra.Command, args []string) error {
			return asFailure(o.area(cmd, args, region))
		},
	}
	o.inputFlags(cmd)
	f := cmd.Flags()
	f.StringVar(&o.out, "out", "", "`DIR` for the output; made when missing")
	f.StringSliceVar(&o.rawLAs, "la", nil, "`CODE`s of local authorities, such as 202,210")
	f.StringVar(&region, "region", "", "`NAME` of a region of England, such as London")
	f.StringVar(&o.rawProfile, "profile", string(reportcard.GovernorProfile), "disclosure profile: officer, governor or public")
	f.StringVar(&o.rawDate, "date", "", "date to print, as `YYYY-MM-DD` (default: none)")
	f.BoolVar(&o.force, "force", false, "replace the output of an earlier run in DIR; other files there are kept")
	cmd.MarkFlagDirname("out")
	cmd.RegisterFlagCompletionFunc("profile", cobra.FixedCompletions([]string{"officer", "governor", "public"}, cobra.ShellCompDirectiveNoFileComp))
	return cmd
}

// area is the whole of the command.
func (o *options) area(cmd *cobra.Command, paths []string, region string) error {
	ctx, stdout, stderr := cmd.Context(), cmd.OutOrStdout(), cmd.ErrOrStderr()
	if o.out == "" {
		return fail(usage, "no --out DIR given", "--out area")
	}
	if len(o.rawLAs) > 0 && region != "" {
		return fail(usage, "--la and --region together: the report is on one area", "leave out one of the two")
	}
	var err error
	if o.profile, err = reportcard.ParseProfile(o.rawProfile); err != nil {
		return fail(usage, "--profile: "+err.Error(), "--profile governor")
	}
	o.rawComparators = defaultComparators
	if err := o.check(paths); err != nil {
		return err
	}
	stage, err := batch.Open(o.out, batch.Opening{Force: o.force})
	if err != nil {
		return err
	}
	defer stage.Close()
	d, report, err := o.read()
	if err != nil {
		return err
	}
	printProblems(stderr, report.Problems)
	year, err := o.cardYear(d)
	if err != nil {
		return err
	}
	schools, err := o.areaSchools(d, year, region)
	if err != nil {
		return err
	}
	opts := o.areaOptions()
	if opts.Floor > 0 { // governors may have the cards too
		a, err := metrics.Analyse(d, year, o.comparators, o.config.Metrics)
		if err != nil {
			return err
		}
		opts.Beside = reportcard.Disclose(a, o.profile).Beside(a)
	}
	r, err := area.Compute(d, year, schools, opts)
	if err != nil {
		return err
	}
	if len(r.Tables) == 0 {
		return fail(refused, "no file gives suspensions, absence or leavers by SEN status in "+year.String(),
			"an area report needs counts by SEN status or pupil records; see: reportcard check "+strings.Join(o.paths, " "))
	}
	files, err := o.areaFiles(d, r, regionName(d, schools, region))
	if err != nil {
		return err
	}
	m := o.manifest(d, year)
	m.Command, m.Comparators, m.Format, m.Region = "area", []string{}, "pdf, html, csv", region
	m.Editions = []batch.EditionEntry{{Audience: "area", Profile: string(o.profile)}}
	if err := batch.WriteAll(ctx, stage, m, len(d.Schools), report, files); err != nil {
		return err
	}
	fmt.Fprintf(stdout, "area report on %s for %s in %s\n", plural(len(schools), "school"), year, filepath.Join(o.out, "area.pdf"))
	if r.WithheldCells > 0 {
		fmt.Fprintf(stdout, "%s of %s withheld (profile %s)\n", plural(r.WithheldCells, "count"), thousands(r.Cells), o.profile)
		if mostlyWithheld*r.WithheldCells > r.Cells {
			fmt.Fprintln(stdout, "for a version with every count, for officers of the local authority only: add --profile officer, and another --out")
		}
	}
	if anyError(report.Problems) {
		return fail(rejected, "", "")
	}
	return nil
}

// mostlyWithheld is one over the share of withheld counts beyond which the other
// version is named: its reader sees little else.
const mostlyWithheld = 3

// areaOptions are the settings of the numbers.
func (o *options) areaOptions() area.Options {
	out := area.Options{
		Level: o.config.Metrics.Level, MinGroup: o.config.Metrics.MinGroup,
		Floor: o.profile.Floor(), Rounded: o.profile == reportcard.PublicProfile,
		PhaseSchools: area.PhaseSchools,
	}
	if o.config.Metrics.LeaverPreset == metrics.RuleMime2024.String() {
		out.LeaverRule = metrics.RuleMime2024
	}
	return out
}

// areaSchools lists the state-funded schools of the area that have figures in the
// year; schools closed since are among them, as they were open then.
func (o *options) areaSchools(d *metrics.Dataset, year metrics.AcademicYear, region string) ([]int, error) {
	if err := o.known(d); err != nil {
		return nil, err
	}
	regions := map[string]bool{}
	var out []int
	for i := range d.Schools {
		s := &d.Schools[i]
		if s.Region != "" {
			regions[s.Region] = true
		}
		switch {
		case s.Phase == metrics.Independent,
			len(o.las) > 0 && !slices.Contains(o.las, schoolLA(s)),
			region != "" && !strings.EqualFold(region, s.Region),
			!hasFigures(d, i, year, o.config.Metrics.Level):
			continue
		}
		out = append(out, i)
	}
	if len(out) > 0 {
		return out, nil
	}
	if region != "" {
		var all []string
		for r := range regions {
			all = append(all, r)
		}
		slices.Sort(all)
		hint := "no file says which region its schools are in: add a schools table or a GIAS extract"
		if len(all) > 0 {
			hint = "regions of the input: " + strings.Join(config.Nearest(region, all, 9), ", ")
		}
		return nil, fail(refused, fmt.Sprintf("--region %s: no school of the input with figures in %s is there", region, year), hint)
	}
	return nil, fail(refused, "no state-funded school with figures in "+year.String(), "see: reportcard check "+strings.Join(o.paths, " "))
}

// regionName writes a region as the files do; empty when none was asked for.
func regionName(d *metrics.Dataset, schools []int, region string) string {
	if region == "" {
		return ""
	}
	return d.Schools[schools[0]].Region
}

// areaFiles prepares the files of the report.
func (o *options) areaFiles(d *metrics.Dataset, r *area.Report, region string) ([]batch.Extra, error) {
	words, err := reportcard.BuildArea(d, r, reportcard.AreaOptions{
		Profile: o.profile, Date: o.date, Version: version, ConfigHash: o.config.ShortHash(), Label: o.config.Label,
		Region: region, SomeLAs: len(o.las) > 0,
	})
	if err != nil {
		return nil, err
	}
	renderer, err := pdf.New(pdf.Options{Date: o.date, Producer: "reportcard " + version, Engine: pdf.Own})
	if err != nil {
		return nil, err
	}
	page, err := html.New()
	if err != nil {
		return nil, err
	}
	return []batch.Extra{
		{Path: "area.csv", Fill: func(w io.Writer) error { return tables.Area(w, words.Name, r) }},
		{Path: "area.pdf", Fill: func(w io.Writer) error { return renderer.RenderArea(words, w) }},
		{Path: "area.html", Fill: func(w io.Writer) error { return page.Area(words, w) }},
	}, nil
}
