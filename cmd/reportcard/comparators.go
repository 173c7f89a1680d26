package main

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"slices"
	"strconv"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"inclusioncards/metrics"
	"inclusioncards/reportcard"
)

func comparatorsCommand() *cobra.Command {
	var o options
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "comparators URN [PATH...]",
		Short: "Name the schools that a school is compared with",
		Long: `Name the schools that a school is compared with: always state-funded schools of
its own phase, never itself. Similar schools come nearest first, with their
distance and what it is made of; others come by URN. Nothing is written.`,
		Example: `  reportcard comparators 990027 --demo
  reportcard comparators 100049 data --comparator la
  reportcard comparators 100049 data --comparator custom --comparator-urns list.txt`,
		RunE: func(cmd *cobra.Command, args []string) error {
			return asFailure(o.listComparators(cmd.OutOrStdout(), cmd.ErrOrStderr(), args, asJSON))
		},
	}
	o.inputFlags(cmd)
	o.comparatorFlags(cmd, []string{string(metrics.CompareSimilar)})
	cmd.Flags().BoolVar(&asJSON, "json", false, "write everything as JSON, for machines")
	return cmd
}

// listComparators is the whole of the command.
func (o *options) listComparators(stdout, stderr io.Writer, args []string, asJSON bool) error {
	if len(args) < 1 {
		return fail(usage, "a URN is needed", "reportcard comparators 990027 --demo")
	}
	urn, err := oneURN(args[0])
	if err != nil {
		return err
	}
	a, school, report, err := o.analysisOf(urn, args[1:])
	if err != nil {
		return err
	}
	var all []*reportcard.Comparison
	for _, k := range o.comparators {
		c, err := reportcard.Compare(a, school, k)
		if err != nil {
			return err
		}
		all = append(all, c)
	}
	if asJSON {
		err = printJSON(stdout, map[string]any{"comparators": all})
	} else {
		for i, c := range all {
			if i > 0 {
				fmt.Fprintln(stdout)
			}
			if err = printComparison(stdout, c); err != nil {
				break
			}
		}
	}
	if err != nil {
		return err
	}
	return summarise(stderr, report.Problems)
}

func printComparison(w io.Writer, c *reportcard.Comparison) error {
	var b bytes.Buffer
	for _, s := range append([]string{c.Title}, c.Notes...) {
		fmt.Fprintln(&b, wrapped(s))
	}
	if len(c.Schools) > 0 {
		b.WriteByte('\n')
		t := tabwriter.NewWriter(&b, 0, 0, 2, ' ', 0)
		head := []string{"URN", "School", "LA"}
		if len(c.Characteristics) > 0 {
			head = append(append(head, "Distance"), c.Characteristics...)
		}
		fmt.Fprintln(t, strings.Join(head, "\t"))
		for _, s := range c.Schools {
			row := []string{s.URN, s.Name, s.LA}
			if s.Distance != nil {
				row = append(row, s.DistanceText)
				for _, name := range c.Characteristics {
					row = append(row, s.CharacteristicTexts[name])
				}
			}
			fmt.Fprintln(t, strings.Join(row, "\t"))
		}
		t.Flush()
	}
	_, err := w.Write(b.Bytes())
	return err
}

// comparatorFlags choose what schools are compared with.
func (o *options) comparatorFlags(cmd *cobra.Command, def []string) {
	f := cmd.Flags()
	f.StringSliceVar(&o.rawComparators, "comparator", def, "`KIND`s of comparison, the preferred first, of: "+strings.Join(comparatorNames(), ", "))
	f.StringVar(&o.comparatorURNs, "comparator-urns", "", "`FILE` with the schools of --comparator custom: one URN a line, or a column urn")
	cmd.RegisterFlagCompletionFunc("comparator", cobra.FixedCompletions(comparatorNames(), cobra.ShellCompDirectiveNoFileComp))
}

// customSchools reads the list of --comparator-urns into the settings.
func (o *options) customSchools() error {
	custom := slices.Contains(o.comparators, metrics.CompareCustom)
	switch {
	case o.comparatorURNs != "" && !custom:
		return fail(usage, "--comparator-urns without --comparator custom: the list would not be used", "--comparator custom, or several: --comparator la,custom")
	case o.comparatorURNs == "" && custom && len(o.config.Metrics.Custom) == 0:
		return fail(usage, "--comparator custom: no schools are named for it", "name them in a file, one URN a line: --comparator-urns FILE")
	case o.comparatorURNs == "":
		return nil
	}
	raw, err := os.ReadFile(o.comparatorURNs)
	if err != nil {
		var at *fs.PathError
		if errors.As(err, &at) {
			err = at.Err
		}
		return fail(usage, fmt.Sprintf("--comparator-urns %s: %v", o.comparatorURNs, err), "name a file with one URN a line")
	}
	urns, problems := parseURNs(raw)
	for i := range problems {
		problems[i] = fmt.Sprintf("--comparator-urns %s: %s", o.comparatorURNs, problems[i])
	}
	if len(problems) > 0 {
		return fail(usage, strings.Join(problems, "\n"), "write one URN a line, or a CSV file with a column urn")
	}
	o.config.Metrics.Custom = urns
	return nil
}

// parseURNs reads one URN a line, or the column urn of a CSV file. Blank lines
// are passed over, and a URN that stands twice counts once.
func parseURNs(raw []byte) (urns []metrics.URN, problems []string) {
	r := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(raw, []byte("\ufeff"))))
	r.FieldsPerRecord, r.TrimLeadingSpace = -1, true
	column, first := 0, true
	for {
		row, err := r.Read()
		if err == io.EOF {
			break
		}
		if err != nil {
			return nil, append(problems, err.Error())
		}
		line, _ := r.FieldPos(0)
		if first {
			first = false
			at := slices.IndexFunc(row, func(s string) bool { return strings.EqualFold(strings.TrimSpace(s), "urn") })
			if at >= 0 {
				column = at
				continue
			}
			if len(row) > 1 {
				return nil, []string{"line " + strconv.Itoa(line) + ": several columns, and none is headed urn"}
			}
		}
		cell := ""
		if column < len(row) {
			cell = row[column]
		}
		urn, err := metrics.ParseURN(cell)
		switch {
		case strings.TrimSpace(cell) == "" && len(row) == 1:
		case err != nil:
			problems = append(problems, fmt.Sprintf("line %d: %q: %v", line, cell, err))
		case !slices.Contains(urns, urn):
			urns = append(urns, urn)
		}
	}
	if len(urns) == 0 && len(problems) == 0 {
		problems = append(problems, "no URN in it")
	}
	return urns, problems
}

// knownCustom refuses a list with schools that the input does not have.
func (o *options) knownCustom(d *metrics.Dataset) error {
	var unknown []string
	for _, u := range o.config.Metrics.Custom {
		if o.comparatorURNs != "" && d.Find(u) < 0 {
			unknown = append(unknown, string(u))
		}
	}
	if len(unknown) == 0 {
		return nil
	}
	return fail(refused, "--comparator-urns "+o.comparatorURNs+": no school of the input has: "+strings.Join(unknown, ", "),
		"leave them out of the list, or add a file that has them")
}
