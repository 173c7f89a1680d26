package main

import (
	"cmp"
	"encoding/json"
	"errors"
	"io"
	"slices"

	"github.com/spf13/cobra"

	"inclusioncards/metrics"
	"inclusioncards/reportcard/batch"
	"inclusioncards/reportcard/ingest"
)

func checkCommand() *cobra.Command {
	var o options
	var asJSON, strict, all bool
	cmd := &cobra.Command{
		Use:   "check [PATH...]",
		Short: "Say what the files hold and what is wrong with them; write nothing",
		Long: `Say what each file was taken for, which measures can be computed and for how
many schools, and the problems by code, the worst first: the first places of each, or
with --all every place and every file. Nothing is written. The exit status is 0
when nothing is wrong, 3 when something would be rejected, 4 when a build would make
no card; with --strict also 4 when there is any warning or error.`,
		Example: `  reportcard check data
  reportcard check counts.csv --file-year 2022/23
  reportcard check data --all | less
  reportcard check data --json > findings.json
  reportcard check data --strict && reportcard build data --out cards`,
		RunE: func(cmd *cobra.Command, args []string) error {
			return asFailure(o.inspect(cmd.OutOrStdout(), args, asJSON, strict, all))
		},
	}
	o.inputFlags(cmd)
	cmd.Flags().BoolVar(&asJSON, "json", false, "write everything as JSON, for machines")
	cmd.Flags().BoolVar(&all, "all", false, "list every file and every place of a problem")
	cmd.Flags().BoolVar(&strict, "strict", false, "exit with 4 when there is any warning or error")
	return cmd
}

// inspect is the whole of check.
func (o *options) inspect(w io.Writer, paths []string, asJSON, strict, all bool) error {
	o.rawComparators = defaultComparators
	if err := o.check(paths); err != nil {
		return err
	}
	d, report, err := o.read()
	if err != nil {
		return err
	}
	in := newInspection(d, report)
	end := fail(done, "", "")
	if anyError(report.Problems) {
		end = fail(rejected, "", "")
	}
	year, err := o.cardYear(d)
	if err == nil {
		var c *choice
		if c, err = choose(d, year, o); err == nil {
			in.Cards, in.NoCards = len(c.cards), c.left()
			in.cover(d, c.results, year, o.config.Metrics.Level)
		}
		if err == nil && len(c.cards) == 0 {
			err = fail(refused, "no school to make a card for in "+year.String(), c.left())
		}
	}
	var f *failure
	if errors.As(err, &f) {
		end = f
		if len(d.Years()) == 0 {
			end.hint = "" // it says to run this command
		}
	}
	if strict && end.outcome != refused && anyAsBadAs(report.Problems, ingest.Warning) {
		end = fail(refused, "", "")
	}
	in.ExitStatus = exitStatus(end.outcome)
	if asJSON {
		enc := json.NewEncoder(w)
		enc.SetEscapeHTML(false)
		enc.SetIndent("", "  ")
		if err := enc.Encode(in); err != nil {
			return err
		}
	} else {
		in.print(w, report.Problems, all)
	}
	if end.outcome == done {
		return nil
	}
	return end
}

// inspection is what check --json prints; the screen shows the same.
type inspection struct {
	Files      []batch.InputEntry `json:"files"`
	Schools    int                `json:"schools"`
	Phases     map[string]int     `json:"schools_by_phase"`
	LAs        int                `json:"local_authorities"`
	Years      []string           `json:"academic_years"`
	Year       string             `json:"card_year,omitempty"`
	Cards      int                `json:"cards"`
	NoCards    string             `json:"no_cards,omitempty"`
	InYear     int                `json:"schools_with_figures"`
	Measures   []coverage         `json:"measures"`
	Checks     []tally            `json:"checks,omitempty"`
	Problems   []finding          `json:"problems"`
	ExitStatus int                `json:"exit_status"`
}

// coverage is the number of schools a measure can be computed for, of the
// state-funded schools with any figure in the card's year.
type coverage struct {
	Measure string `json:"measure"`
	All     int    `json:"whole_school"`
	SEND    int    `json:"send_and_no_sen"`
}

// tally is how a named check of the input ended, in schools by outcome.
type tally struct {
	Check    string         `json:"check"`
	Year     string         `json:"academic_year"`
	Outcomes map[string]int `json:"schools_by_outcome"`
}

// tallies counts the outcomes of each named check and year.
func tallies(checks []metrics.Check) []tally {
	var out []tally
	at := map[string]int{}
	for _, c := range checks {
		if c.Outcome == metrics.CheckFound {
			continue
		}
		key := c.Year.String() + c.Code
		i, ok := at[key]
		if !ok {
			i = len(out)
			at[key] = i
			out = append(out, tally{c.Code, c.Year.String(), map[string]int{}})
		}
		out[i].Outcomes[c.Outcome.String()]++
	}
	slices.SortFunc(out, func(a, b tally) int { return cmp.Or(cmp.Compare(a.Year, b.Year), cmp.Compare(a.Check, b.Check)) })
	return out
}

// finding is a problem as a machine reads it.
type finding struct {
	Code     string `json:"code"`
	Stage    string `json:"stage"`
	Severity string `json:"severity"`
	File     string `json:"file,omitempty"`
	Sheet    string `json:"sheet,omitempty"`
	Row      int    `json:"row,omitempty"`
	Cell     string `json:"cell,omitempty"`
	Column   string `json:"column,omitempty"`
	URN      string `json:"urn,omitempty"`
	Message  string `json:"message"`
	Hint     string `json:"hint,omitempty"`
}

func newInspection(d *metrics.Dataset, report *ingest.Report) *inspection {
	in := &inspection{
		Files: batch.Inputs(report), Schools: len(d.Schools), Phases: map[string]int{},
		Years: batch.YearNames(d.Years()), Checks: tallies(d.Checks), Measures: []coverage{}, Problems: []finding{},
	}
	las := map[metrics.LACode]bool{}
	for i := range d.Schools {
		s := &d.Schools[i]
		in.Phases[phaseName(s.Phase)]++
		if la := schoolLA(s); la != "" {
			las[la] = true
		}
	}
	in.LAs = len(las)
	for _, p := range report.Problems {
		in.Problems = append(in.Problems, finding{
			p.Code, p.Stage.String(), p.Severity.String(), p.File, p.Sheet, p.Row, p.Cell, p.Column, string(p.URN), p.What, p.Hint,
		})
	}
	return in
}

func phaseName(p metrics.Phase) string {
	if p == metrics.PhaseUnknown {
		return "unknown phase"
	}
	return p.String()
}

// cover counts the schools each measure can be computed for.
func (in *inspection) cover(d *metrics.Dataset, schools []int, year metrics.AcademicYear, level float64) {
	in.Year, in.InYear = year.String(), len(schools)
	all, send := map[metrics.MeasureID]int{}, map[metrics.MeasureID]int{}
	for _, i := range schools {
		for _, o := range metrics.Observations(d, i, year, level) {
			switch {
			case o.OK() && o.Group == metrics.GroupAll:
				all[o.Measure]++
			case o.OK() && o.Group == metrics.GroupGap:
				send[o.Measure]++
			}
		}
	}
	for _, m := range metrics.Catalogue() {
		in.Measures = append(in.Measures, coverage{string(m.ID), all[m.ID], send[m.ID]})
	}
}
