package main

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"inclusioncards/reportcard/ingest"
)

func mapCommand() *cobra.Command {
	var o options
	cmd := &cobra.Command{
		Use:   "map PATH...",
		Short: "Propose what the headings of files mean, and write a mapping file",
		Long: `Say for every heading what it is taken for, how sure that is and why, and write
a mapping file: a list of pairs of a heading and the name the tool reads it as.
What is not certain stands in it as a comment, for you to decide. Later runs use
the file with --mapping. No cell of a table is printed or kept.`,
		Example: `  reportcard map counts.xlsx
  reportcard check counts.xlsx --mapping mapping.yaml`,
		RunE: func(cmd *cobra.Command, args []string) error {
			return asFailure(o.mapHeadings(cmd.OutOrStdout(), args))
		},
	}
	f := cmd.Flags()
	f.StringVar(&o.out, "out", "mapping.yaml", "`FILE` to write")
	f.BoolVar(&o.force, "force", false, "replace FILE when it exists")
	f.BoolVar(&o.includeHidden, "include-hidden", false, "read hidden sheets and rows of workbooks too")
	f.StringVar(&o.mappingFile, "mapping", "", "`FILE` of pairs that are settled already")
	return cmd
}

func (o *options) mapHeadings(w io.Writer, paths []string) error {
	if len(paths) == 0 {
		return fail(usage, "no PATH given", "reportcard map counts.xlsx")
	}
	mapping, err := loadMapping(o.mappingFile)
	if err != nil {
		return err
	}
	for _, p := range paths {
		if _, err := os.Stat(p); err != nil {
			return pathError(p, err)
		}
	}
	if _, err := os.Stat(o.out); err == nil && !o.force {
		return fail(usage, o.out+" exists already", "choose another file with --out, or replace it with --force")
	}
	all, report, err := ingest.Propose(paths, ingest.Options{IncludeHidden: o.includeHidden, Mapping: mapping})
	if err != nil {
		return fail(refused, err.Error(), "check that you may read the files")
	}
	headings := 0
	for _, p := range all {
		headings += len(p.Headings)
		printProposal(w, p)
	}
	if len(report.Problems) > 0 {
		listProblems(w, report.Problems, true)
	}
	if headings == 0 && len(all) > 0 && !slices.ContainsFunc(all, func(p ingest.Proposal) bool { return p.Kind == "" }) {
		fmt.Fprintln(w, "nothing to map: every heading is that of its publisher")
		return nil
	}
	if headings == 0 {
		return fail(refused, "no headings were found", "put a row of headings above the figures")
	}
	var b bytes.Buffer
	pairs, open, err := ingest.WriteProposals(&b, all)
	if err != nil {
		return err
	}
	if err := writeWhole(o.out, b.Bytes()); err != nil {
		return fail(failed, err.Error(), "choose another file with --out")
	}
	fmt.Fprintf(w, "%s: %s", o.out, plural(pairs, "pair"))
	if open > 0 {
		fmt.Fprintf(w, ", and %s to decide, as comments", plural(open, "heading"))
	}
	fmt.Fprintln(w)
	return nil
}

func printProposal(w io.Writer, p ingest.Proposal) {
	place := p.File
	if p.Sheet != "" {
		place += ", sheet " + p.Sheet
	}
	fmt.Fprintf(w, "%s: %s\n", place, cmp.Or(p.Kind, "not recognised as it stands"))
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for _, h := range p.Headings {
		meaning, sure := h.Canonical, ""
		switch {
		case len(h.Options) > 0:
			meaning, sure = "?", strings.Join(h.Options, " or ")+": "
		case h.Canonical == "":
			meaning = "ignored"
		case h.Confidence < 1:
			sure = fmt.Sprintf("%.0f%%, ", 100*h.Confidence)
		}
		fmt.Fprintf(t, "  %s\t%s\t%s%s\n", h.Heading, meaning, sure, h.Why)
	}
	t.Flush()
	fmt.Fprintln(w)
}

// loadMapping reads the file of --mapping, or nothing.
func loadMapping(file string) ([]ingest.MapEntry, error) {
	if file == "" {
		return nil, nil
	}
	text, err := os.ReadFile(file)
	if err != nil {
		var at *fs.PathError
		if errors.As(err, &at) {
			err = at.Err
		}
		return nil, fail(usage, fmt.Sprintf("--mapping %s: %v", file, err), "write a file to start from: reportcard map PATH")
	}
	entries, err := ingest.ParseMapping(text)
	if err != nil {
		return nil, fail(usage, fmt.Sprintf("--mapping %s: %v", file, strings.ReplaceAll(err.Error(), "\n", "\n--mapping "+file+": ")),
			"write a file to start from: reportcard map PATH")
	}
	return entries, nil
}

// writeWhole writes a file so that it is there whole or not at all.
func writeWhole(name string, text []byte) error {
	part := name + ".partial"
	err := os.WriteFile(part, text, 0o666)
	if err == nil {
		err = os.Rename(part, name)
	}
	if err != nil {
		os.Remove(part)
	}
	return err
}
