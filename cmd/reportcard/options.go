package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"inclusioncards/cmd/reportcard/demo"
	"inclusioncards/config"
	"inclusioncards/metrics"
	"inclusioncards/reportcard"
	"inclusioncards/reportcard/batch"
	"inclusioncards/reportcard/ingest"
	"inclusioncards/reportcard/pdf"
)

// options are the flags of the commands that read data, as typed and then as
// checked values.
type options struct {
	paths []string
	demo  bool

	rawYear, rawFileYear, rawDate, configFile string
	rawLAs, rawURNs, rawComparators           []string
	trusts                                    []string
	acceptRoll, rawFileLA                     string
	fileLA                                    metrics.LACode
	comparatorURNs                            string

	engine             string
	out, rawProfile    string
	formats            []string
	replaces, rawShard string
	shard              batch.Shard
	rawAudiences       []string
	jobs               int
	force              bool
	readFlags
	forceProfile, final  bool
	resume, zip, timings bool
	packs, packsFor      string
	combined             bool
	pdf                  *pdf.Renderer // of the cards
	times                *batch.Timings

	year, fileYear metrics.AcademicYear
	las            []metrics.LACode
	urns           []metrics.URN
	comparators    []metrics.ComparatorKind
	audiences      []reportcard.Audience
	profile        reportcard.Profile
	date           time.Time
	config         config.Config
}

// inputFlags are the flags of every command that reads data.
func (o *options) inputFlags(cmd *cobra.Command) {
	f := cmd.Flags()
	f.BoolVar(&o.demo, "demo", false, "use the demonstration data in place of PATH")
	f.StringVar(&o.rawFileYear, "file-year", "", "academic year of files that give none, such as 2022/23")
	f.StringVar(&o.rawYear, "year", "", "academic year of the cards (default: the latest with figures)")
	o.readFlags.add(f)
	f.StringVar(&o.rawFileLA, "file-la", "", "`CODE` of the local authority of schools for which no file gives one, such as 202")
	f.StringVar(&o.acceptRoll, "accept-roll", "", "`REASON` to use figures whose roll differs from the published one by over 10%; printed on the cards")
	f.StringVar(&o.configFile, "config", "", "`FILE` of settings; see: reportcard config")
}

// selectFlags choose what is written, never what is compared.
func (o *options) selectFlags(cmd *cobra.Command, out string) {
	f := cmd.Flags()
	f.StringVar(&o.out, "out", out, "`DIR` for the output; made when missing")
	f.StringSliceVar(&o.rawLAs, "la", nil, "`CODE`s of local authorities to write, such as 202,210; does not change any comparison")
	f.StringSliceVar(&o.rawURNs, "urn", nil, "`URN`s of schools to write; does not change any comparison")
	f.StringSliceVar(&o.trusts, "trust", nil, "`CODE`s of academy trusts to write, as the files have them, or names; does not change any comparison")
	o.comparatorFlags(cmd, defaultComparators)
	f.BoolVar(&o.force, "force", false, "replace the output of an earlier run in DIR; other files there are kept")
	f.BoolVar(&o.timings, "timings", false, "print how long each stage took, to standard error")
	cmd.MarkFlagDirname("out")
}

var defaultComparators = []string{string(metrics.CompareLA), string(metrics.CompareEngland)}

func comparatorNames() []string {
	var out []string
	for _, k := range metrics.ComparatorKinds() {
		out = append(out, string(k))
	}
	return out
}

// check turns what was typed into values, before any data file is opened.
func (o *options) check(paths []string) error {
	o.paths = paths
	switch {
	case o.demo && len(paths) > 0:
		return fail(usage, "--demo and PATH together: the demonstration data stand alone", "leave out one of the two")
	case !o.demo && len(paths) == 0:
		return fail(usage, "no PATH given", "name a file or a folder of data, or use --demo")
	case o.jobs < 0:
		return fail(usage, fmt.Sprintf("--jobs %d: it must be at least 1", o.jobs), "leave it out for one per processor")
	}
	for i, format := range o.formats {
		if format != "pdf" && format != "html" {
			return fail(usage, fmt.Sprintf("--format %q: a card is drawn as pdf or html", format), "--format pdf,html")
		}
		if slices.Contains(o.formats[:i], format) {
			return fail(usage, fmt.Sprintf("--format names %s twice", format), "--format pdf,html")
		}
	}
	for _, parse := range []func() error{o.readFlags.check, o.checkEngine, o.checkShard, o.checkYears, o.checkSelection, o.checkEditions, o.checkCombined, o.checkDate, o.checkConfig} {
		if err := parse(); err != nil {
			return err
		}
	}
	for _, p := range paths {
		if _, err := os.Stat(p); err != nil {
			return pathError(p, err)
		}
	}
	return nil
}

func pathError(path string, err error) error {
	hint := "check the spelling; list the folder to see what is there"
	if _, number := metrics.ParseLACode(path); number == nil {
		hint = "several codes are separated by commas, without spaces: --la 202,210"
	}
	if _, number := metrics.ParseURN(path); number == nil {
		hint = "several URNs are separated by commas, without spaces: --urn 100001,100002"
	}
	var at *fs.PathError
	if errors.As(err, &at) {
		err = at.Err
	}
	return fail(usage, fmt.Sprintf("%s: %v", path, err), hint)
}

func (o *options) checkShard() (err error) {
	if o.rawShard == "" {
		return nil
	}
	if o.shard, err = batch.ParseShard(o.rawShard); err != nil {
		return fail(usage, "--shard: "+err.Error(), "--shard 0/4, the first of four")
	}
	if o.replaces != "" {
		return fail(usage, "--shard and --replaces together: a shard alone cannot tell what changed", "give --force to reportcard merge")
	}
	return nil
}

func (o *options) checkYears() (err error) {
	for _, y := range []struct {
		flag, raw string
		to        *metrics.AcademicYear
	}{{"--year", o.rawYear, &o.year}, {"--file-year", o.rawFileYear, &o.fileYear}} {
		if y.raw == "" {
			continue
		}
		if *y.to, err = metrics.ParseAcademicYear(y.raw); err != nil {
			return fail(usage, fmt.Sprintf("%s %q: %v", y.flag, y.raw, err), y.flag+" 2022/23")
		}
	}
	return nil
}

func (o *options) checkSelection() (err error) {
	if o.rawFileLA != "" {
		if o.fileLA, err = metrics.ParseLACode(o.rawFileLA); err != nil {
			return fail(usage, fmt.Sprintf("--file-la %q: %v", o.rawFileLA, err), "--file-la 202")
		}
	}
	for _, raw := range o.rawLAs {
		la, err := metrics.ParseLACode(raw)
		if err != nil {
			return fail(usage, fmt.Sprintf("--la %q: %v", raw, err), "--la 202, or several: --la 202,210")
		}
		o.las = append(o.las, la)
	}
	for _, raw := range o.rawURNs {
		urn, err := metrics.ParseURN(raw)
		if err != nil {
			return fail(usage, fmt.Sprintf("--urn %q: %v", raw, err), "--urn 100001, or several: --urn 100001,100002")
		}
		o.urns = append(o.urns, urn)
	}
	seen := map[metrics.ComparatorKind]bool{}
	for _, raw := range o.rawComparators {
		k, err := metrics.ParseComparator(strings.TrimSpace(raw))
		if err != nil {
			return fail(usage, "--comparator: "+err.Error(), "--comparator la,england")
		}
		if !seen[k] {
			o.comparators = append(o.comparators, k)
		}
		seen[k] = true
	}
	return nil
}

// checkEditions reads the audiences and the profile. A profile that shows more
// than an edition may is asked for twice.
func (o *options) checkEditions() (err error) {
	if len(o.rawAudiences) == 0 {
		return nil
	}
	if len(o.comparators) > 0 && o.comparators[0] == metrics.CompareTrust {
		return fail(usage, "--comparator trust first: the schools of a trust can share what should be asked about, so no card takes its result from them",
			"--comparator la,england,trust")
	}
	if o.audiences, err = reportcard.ParseAudiences(o.rawAudiences); err != nil {
		return fail(usage, "--audience: "+err.Error(), "--audience inspector,governor")
	}
	switch {
	case o.packs == "":
	case o.packs != "school":
		return fail(usage, fmt.Sprintf("--packs %q: the only packs are those for a school", o.packs), "--packs school")
	case !slices.Contains(o.audiences, reportcard.Audience(o.packsFor)):
		return fail(usage, fmt.Sprintf("--packs: no card is made for %q", o.packsFor), "--audience "+string(reportcard.Governor)+" --packs school, or another audience with --packs-for")
	}
	if o.rawProfile == "" {
		return nil
	}
	if o.profile, err = reportcard.ParseProfile(o.rawProfile); err != nil {
		return fail(usage, "--profile: "+err.Error(), "--profile governor")
	}
	for _, a := range o.audiences {
		if o.profile.LooserThan(a.Profile()) && !o.forceProfile {
			return fail(usage, fmt.Sprintf("--profile %s shows more than the %s edition may", o.profile, a),
				"leave --profile out, or add --force-profile; the cards will say so")
		}
	}
	return nil
}

// profileOf is the profile of one edition.
func (o *options) profileOf(a reportcard.Audience) reportcard.Profile {
	if o.profile != "" {
		return o.profile
	}
	return a.Profile()
}

func (o *options) checkDate() (err error) {
	if o.rawDate == "" {
		return nil
	}
	if o.date, err = time.Parse(time.DateOnly, o.rawDate); err != nil {
		return fail(usage, fmt.Sprintf("--date %q is not a date", o.rawDate), "--date 2026-03-12")
	}
	return nil
}

func (o *options) checkConfig() (err error) {
	if o.config, err = loadConfig(o.configFile); err != nil {
		return err
	}
	return o.customSchools()
}

// loadConfig reads the settings; without a file they are the defaults.
func loadConfig(path string) (config.Config, error) {
	if path == "" {
		return config.Default(), nil
	}
	c, err := config.Load(path)
	var problems config.Problems
	switch {
	case errors.As(err, &problems):
		for i := range problems {
			problems[i] = path + ": " + problems[i]
		}
		return c, fail(usage, problems.Error(), "every setting is explained by: reportcard config")
	case err != nil:
		var at *fs.PathError
		if errors.As(err, &at) {
			err = at.Err
		}
		return c, fail(usage, fmt.Sprintf("--config %s: %v", path, err), "write a file to start from: reportcard config > settings.yaml")
	}
	return c, nil
}

// read reads the data the options name.
func (o *options) read() (*metrics.Dataset, *ingest.Report, error) {
	rules := o.config.Metrics
	opt := ingest.Options{
		FileYear: o.fileYear, FileLA: o.fileLA, Demonstration: o.demo, AcceptRoll: o.acceptRoll,
		LeaverPreset: rules.LeaverPreset, AbsenceCohort: rules.AbsenceCohort, AbsenceAges: rules.AbsenceAges, SENStatus: rules.SenStatus,
	}
	o.readFlags.into(&opt)
	if o.demo {
		d, report, err := ingest.ReadFS(demo.Files, opt)
		if err != nil {
			return nil, nil, err
		}
		return d, report, o.knownCustom(d)
	}
	d, report, err := ingest.Read(o.paths, opt)
	if err != nil {
		return nil, nil, fail(refused, err.Error(), "check that you may read the files")
	}
	return d, report, o.knownCustom(d)
}

// cardYear is the year of the cards: the one asked for, else the latest.
func (o *options) cardYear(d *metrics.Dataset) (metrics.AcademicYear, error) {
	latest := metrics.LatestYear(d)
	if latest == 0 {
		return 0, fail(refused, "no figures of schools were found", "see what each file was taken for: reportcard check "+strings.Join(o.paths, " "))
	}
	if o.year == 0 {
		return latest, nil
	}
	var years []string
	for _, y := range d.Years() {
		if y == o.year {
			return y, nil
		}
		years = append(years, y.String())
	}
	return 0, fail(refused, fmt.Sprintf("the files hold no figures for --year %s", o.year), "years with figures: "+strings.Join(years, ", "))
}

// reading lists the flags that change how files are read, for run.json.
func (o *options) reading() map[string]string {
	out := o.readFlags.record()
	if o.fileLA != "" {
		out["file_la"] = string(o.fileLA)
	}
	if o.acceptRoll != "" {
		out["accept_roll"] = o.acceptRoll
	}
	return out
}
