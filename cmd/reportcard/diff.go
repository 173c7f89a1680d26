package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"inclusioncards/reportcard/batch"
)

func diffCommand() *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "diff RUN1 RUN2",
		Short: "List the verdicts and figures that changed between two outputs, and why",
		Long: `Compare two outputs: in what they differ (input files, settings, method, version,
options), which verdicts and which figures changed, and what moved each verdict:
the school's own figures, the schools it is compared with, the variation between
schools, the other tests of the batch, or else the rule. RUN1 and RUN2 are folders
written by build or measures.

A screen gets 20 rows of each kind; --json gets all. The rows hold small numbers,
as the tables do.`,
		Example: `  reportcard diff march june
  reportcard diff march june --json > changes.json`,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) != 2 {
				return fail(usage, fmt.Sprintf("diff takes two folders, not %d", len(args)), "reportcard diff march june")
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			return asFailure(diff(cmd.Context(), cmd.OutOrStdout(), args[0], args[1], asJSON))
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "write everything as JSON, for machines")
	return cmd
}

func diff(ctx context.Context, w io.Writer, oldDir, newDir string, asJSON bool) error {
	old, err := batch.Record(oldDir)
	if err != nil {
		return err
	}
	new, err := batch.Record(newDir)
	if err != nil {
		return err
	}
	out := bufio.NewWriter(w)
	why := batch.Differences(old, new)
	compare := func(report func(batch.Change) error) (batch.Tally, error) {
		return batch.Diff(ctx, oldDir, newDir, old, new, report)
	}
	if asJSON {
		err = diffJSON(out, why, compare)
	} else {
		err = diffText(out, oldDir, newDir, why, compare)
	}
	if err != nil {
		return err
	}
	return out.Flush()
}

// diffJSON writes one document, a change at a time: there may be millions.
func diffJSON(w io.Writer, why []batch.Difference, compare func(func(batch.Change) error) (batch.Tally, error)) error {
	if why == nil {
		why = []batch.Difference{}
	}
	raw, err := json.Marshal(why)
	if err != nil {
		return err
	}
	fmt.Fprintf(w, "{\n\"differences\": %s,\n\"changes\": [", raw)
	before := "\n"
	tally, err := compare(func(c batch.Change) error {
		raw, err := json.Marshal(c)
		if err == nil {
			_, err = fmt.Fprintf(w, "%s%s", before, raw)
		}
		before = ",\n"
		return err
	})
	if err != nil {
		return err
	}
	if raw, err = json.Marshal(tally); err != nil {
		return err
	}
	_, err = fmt.Fprintf(w, "],\n\"counts\": %s\n}\n", raw)
	return err
}

func diffText(w io.Writer, oldDir, newDir string, why []batch.Difference, compare func(func(batch.Change) error) (batch.Tally, error)) error {
	fmt.Fprintf(w, "%s -> %s\n", oldDir, newDir)
	if len(why) == 0 {
		fmt.Fprintln(w, "  same input files, settings, method and version")
	}
	for _, d := range why {
		fmt.Fprintf(w, "  %s\n", d)
	}
	// Results come first and figures after them; each kind has its heading.
	shown := map[string]int{}
	tally, err := compare(func(c batch.Change) error {
		kind := "\nFigures"
		switch {
		case c.Measure == "" && c.Table == "measures":
			kind = "\nSchools of one run only"
		case c.Measure == "":
			return nil // told with its figures
		case c.Verdict:
			kind = "\nVerdicts"
		case c.Table == "results":
			return nil // other numbers and the same verdict: counted below
		}
		if shown[kind]++; shown[kind] > shownPerCode {
			return nil
		}
		if shown[kind] == 1 {
			fmt.Fprintln(w, kind)
		}
		_, err := fmt.Fprintf(w, "  %s\n", changeLine(&c))
		return err
	})
	if err != nil {
		return err
	}
	fmt.Fprintf(w, "\n%s and %s of %s changed", plural(tally.Verdicts, "verdict"), plural(tally.Figures, "figure"), plural(tally.Schools, "school"))
	fmt.Fprintf(w, "; %s other numbers and the same verdict\n", plural(tally.Numbers, "comparison has", "comparisons have"))
	if tally.Added+tally.Removed > 0 {
		fmt.Fprintf(w, "%s only in %s, %s only in %s\n", plural(tally.Removed, "school"), oldDir, plural(tally.Added, "school"), newDir)
	}
	for _, n := range shown {
		if n > shownPerCode {
			fmt.Fprintf(w, "not all are shown: --json lists every one\n")
			break
		}
	}
	return nil
}

// changeLine words a change:
// "100049 2023/24 leavers, la: verdict typical -> watch (own figures)".
func changeLine(c *batch.Change) string {
	line := c.URN
	if c.Measure != "" {
		line += fmt.Sprintf(" %s %s, %s", c.Year, c.Measure, c.Of)
	}
	if c.OnlyIn != "" {
		return line + ": only in the run " + c.OnlyIn
	}
	var cells []string
	for _, x := range c.Columns {
		if slices.Contains(shownColumns[c.Table], x.Column) {
			cells = append(cells, x.Column+" "+shownCell(x.Before)+" -> "+shownCell(x.After))
		}
	}
	if len(cells) == 0 {
		cells = append(cells, map[string]string{"results": "other reason", "measures": "other limits"}[c.Table])
	}
	line += ": " + strings.Join(cells, ", ")
	if len(c.Causes) > 0 {
		var names []string
		for _, cause := range c.Causes {
			names = append(names, string(cause))
		}
		line += " (" + strings.Join(names, "; ") + ")"
	}
	return line
}

// shownColumns are what a screen gets of a row that changed; --json gets all.
var shownColumns = map[string][]string{
	"results":  {"observed", "expected", "verdict", "direction"},
	"measures": {"numerator", "denominator", "state", "value"},
}

// shownCell cuts a figure to four significant digits.
func shownCell(s string) string {
	if s == "" {
		return "none"
	}
	if v, err := strconv.ParseFloat(s, 64); err == nil && strings.Contains(s, ".") {
		return strconv.FormatFloat(v, 'g', 4, 64)
	}
	return s
}
