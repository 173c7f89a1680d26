package main

import (
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"inclusioncards/config"
	"inclusioncards/metrics"
	"inclusioncards/reportcard"
	"inclusioncards/reportcard/ingest"
)

func explainCommand() *cobra.Command {
	var o options
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "explain URN MEASURE [PATH...]",
		Short: "Say how one result of one school came about",
		Long: `Say how one result of one school came about: first in plain words, then with
every number a statistician needs to compute it again. The whole input is
analysed; nothing is written. MEASURE is a name of measures.csv, such as
suspended_once.`,
		Example: `  reportcard explain 990027 suspended_once --demo
  reportcard explain 100049 persistent_absence data --comparator similar
  reportcard explain 100049 register_send data --json`,
		RunE: func(cmd *cobra.Command, args []string) error {
			return asFailure(o.explain(cmd.OutOrStdout(), cmd.ErrOrStderr(), args, asJSON))
		},
	}
	o.inputFlags(cmd)
	o.comparatorFlags(cmd, defaultComparators)
	cmd.Flags().BoolVar(&asJSON, "json", false, "write everything as JSON, for machines")
	return cmd
}

// explain is the whole of the command.
func (o *options) explain(stdout, stderr io.Writer, args []string, asJSON bool) error {
	if len(args) < 2 {
		return fail(usage, "a URN and a measure are needed", "reportcard explain 990027 suspended_once --demo")
	}
	urn, err := oneURN(args[0])
	if err != nil {
		return err
	}
	m, err := oneMeasure(args[1])
	if err != nil {
		return err
	}
	a, school, report, err := o.analysisOf(urn, args[2:])
	if err != nil {
		return err
	}
	x, err := reportcard.ExplainMeasure(a, school, m, reportcard.BuildOptions{
		Version: version, ConfigHash: o.config.ShortHash(), Label: o.config.Label,
	})
	if err != nil {
		return err
	}
	if asJSON {
		err = printJSON(stdout, x.Record)
	} else {
		err = printExplanation(stdout, x)
	}
	if err != nil {
		return err
	}
	return summarise(stderr, report.Problems)
}

func oneURN(raw string) (metrics.URN, error) {
	urn, err := metrics.ParseURN(raw)
	if err != nil {
		return "", fail(usage, fmt.Sprintf("%q: %v", raw, err), "a URN such as 100049 comes first")
	}
	return urn, nil
}

func oneMeasure(raw string) (metrics.Measure, error) {
	m, ok := metrics.Lookup(metrics.MeasureID(raw))
	if ok {
		return m, nil
	}
	var names []string
	for _, m := range metrics.Catalogue() {
		names = append(names, string(m.ID))
	}
	return m, fail(usage, fmt.Sprintf("unknown measure %q", raw), "did you mean "+strings.Join(config.Nearest(raw, names, 3), ", ")+"?")
}

// analysisOf reads and analyses the whole input and finds one school in it.
func (o *options) analysisOf(urn metrics.URN, paths []string) (*metrics.Analysis, int, *ingest.Report, error) {
	if err := o.check(paths); err != nil {
		return nil, 0, nil, err
	}
	d, report, err := o.read()
	if err != nil {
		return nil, 0, nil, err
	}
	year, err := o.cardYear(d)
	if err != nil {
		return nil, 0, nil, err
	}
	school := d.Find(urn)
	if school < 0 {
		return nil, 0, nil, unknownURN(d, urn)
	}
	a, err := metrics.Analyse(d, year, o.comparators, o.config.Metrics)
	return a, school, report, err
}

func unknownURN(d *metrics.Dataset, urn metrics.URN) error {
	var all []string
	for i := range d.Schools {
		all = append(all, string(d.Schools[i].URN))
	}
	slices.Sort(all)
	return fail(usage, fmt.Sprintf("URN %s: no school of the input has it", urn),
		"the nearest in the input: "+strings.Join(config.Nearest(string(urn), all, 5), ", "))
}

// summarise tells in one line that the input had problems.
func summarise(w io.Writer, problems []ingest.Problem) error {
	var errs, warnings int
	for _, p := range problems {
		switch p.Severity {
		case ingest.Error:
			errs++
		case ingest.Warning:
			warnings++
		}
	}
	if errs+warnings == 0 {
		return nil
	}
	fmt.Fprintf(w, "reportcard: warning: the files have %s and %s; see: reportcard check\n", plural(errs, "error"), plural(warnings, "warning"))
	if errs > 0 {
		return fail(rejected, "", "")
	}
	return nil
}

func printJSON(w io.Writer, v any) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(v)
}

// screen is the width of explanations, in characters.
const screen = 78

func printExplanation(w io.Writer, x *reportcard.Explanation) error {
	var b strings.Builder
	line := func(s string) { b.WriteString(wrapped(s) + "\n") }
	line(x.Title)
	line(x.Subtitle)
	if x.Label != "" {
		line(x.Label)
	}
	b.WriteString("\n" + strings.ToUpper(x.Halves[0]) + "\n")
	for _, s := range x.Plain {
		b.WriteString("\n")
		line(s)
	}
	b.WriteString("\n" + strings.ToUpper(x.Halves[1]) + "\n\n")
	for _, s := range x.Technical {
		line(s)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// wrapped breaks a paragraph between words; the lines after the first are
// indented by two more than it is. A word that is too long stands alone.
func wrapped(s string) string {
	indent := s[:len(s)-len(strings.TrimLeft(s, " "))]
	var b strings.Builder
	b.WriteString(indent)
	used := len(indent)
	for i, word := range strings.Fields(s) {
		n := len([]rune(word))
		switch {
		case i == 0:
		case used+1+n > screen:
			b.WriteString("\n  " + indent)
			used = len(indent) + 2
		default:
			b.WriteByte(' ')
			used++
		}
		b.WriteString(word)
		used += n
	}
	return b.String()
}
