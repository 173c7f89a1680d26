package main

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"

	"inclusioncards/metrics"
	"inclusioncards/reportcard/batch"
	"inclusioncards/reportcard/ingest"
)

// filesListed is how many files the summary of check lists one by one; more are
// put together by what they were taken for, so that it stays on one screen.
const filesListed = 10

// print writes the summary of check, one screen, and then the problems.
func (in *inspection) print(w io.Writer, problems []ingest.Problem, all bool) {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	in.printFiles(t, all)
	t.Flush()
	in.printSchools(w)
	if in.Year != "" {
		fmt.Fprintf(w, "\nMeasures in %s, of %s\n", in.Year, plural(in.InYear, "state-funded school with figures", "state-funded schools with figures"))
		for _, m := range in.Measures {
			if m.All+m.SEND > 0 {
				fmt.Fprintf(t, "  %s\t%s whole school\t%s\n", m.Measure, share(m.All, in.InYear), sendShare(m.SEND, in.InYear))
			}
		}
		t.Flush()
		fmt.Fprintf(w, "\nA build would make %s\n", plural(in.Cards, "card"))
		if in.NoCards != "" {
			fmt.Fprintf(w, "  %s\n", in.NoCards)
		}
	}
	in.printChecks(w, t)
	if len(problems) == 0 {
		fmt.Fprintln(w, "\nNo problems")
		return
	}
	fmt.Fprintf(w, "\nProblems: %s\n", countBySeverity(problems))
	listProblems(w, problems, all)
}

// fileGroup are the files that were taken for the same.
type fileGroup struct {
	what  string
	files []batch.InputEntry
}

func (g *fileGroup) columns() (name, rows, years string) {
	name = tableName(g.files[0])
	if n := len(g.files); n > 1 {
		name = plural(n, "table") + ", " + name + " to " + tableName(g.files[n-1])
	}
	sum := 0
	var all []string
	for _, f := range g.files {
		sum += f.Rows
		all = append(all, f.Years...)
	}
	slices.Sort(all)
	if sum > 0 {
		rows = plural(sum, "row")
	}
	return name, rows, strings.Join(slices.Compact(all), " ")
}

func tableName(f batch.InputEntry) string {
	if f.Sheet != "" {
		return f.File + ", sheet " + f.Sheet
	}
	return f.File
}

// takenFor says what a file was taken for, or why it is not used.
func takenFor(f batch.InputEntry) string {
	switch {
	case f.Used:
		return f.Kind
	case f.Kind == "":
		return "not used: " + f.Note
	}
	return f.Kind + " (not used)"
}

// printFiles lists the files, or what they were taken for when there are many.
func (in *inspection) printFiles(w io.Writer, all bool) {
	fmt.Fprintln(w, "Files")
	var groups []fileGroup
	together := !all && len(in.Files) > filesListed
	for _, f := range in.Files {
		what := takenFor(f)
		i := slices.IndexFunc(groups, func(g fileGroup) bool { return g.what == what })
		if i < 0 || !together {
			i = len(groups)
			groups = append(groups, fileGroup{what: what})
		}
		groups[i].files = append(groups[i].files, f)
	}
	for _, g := range groups {
		name, rows, years := g.columns()
		fmt.Fprintf(w, "  %s\t%s\t%s\t%s\n", name, g.what, rows, years)
	}
	if together && len(groups) < len(in.Files) {
		fmt.Fprintf(w, "  (--all lists each of the %s)\n", plural(len(in.Files), "table"))
	}
}

// printSchools says how many schools of each phase there are, and their years.
func (in *inspection) printSchools(w io.Writer) {
	fmt.Fprintf(w, "\nSchools\n  %s in %s", plural(in.Schools, "school"), plural(in.LAs, "local authority", "local authorities"))
	var parts []string
	for p := metrics.Nursery; p <= metrics.Independent; p++ {
		parts = in.phase(parts, p)
	}
	if parts = in.phase(parts, metrics.PhaseUnknown); len(parts) > 0 {
		fmt.Fprint(w, ": ", strings.Join(parts, ", "))
	}
	fmt.Fprintln(w)
	if len(in.Years) > 0 {
		fmt.Fprintf(w, "  years with figures: %s\n", strings.Join(in.Years, ", "))
	}
}

func (in *inspection) phase(parts []string, p metrics.Phase) []string {
	if n := in.Phases[phaseName(p)]; n > 0 {
		parts = append(parts, thousands(n)+" "+phaseName(p))
	}
	return parts
}

// printChecks names the checks that every school passed on one line, and gives
// the schools by outcome of the others.
func (in *inspection) printChecks(w io.Writer, t *tabwriter.Writer) {
	if len(in.Checks) == 0 {
		return
	}
	fmt.Fprintln(w, "\nChecks, in schools")
	failed := map[string]bool{}
	for _, c := range in.Checks {
		for outcome, n := range c.Outcomes {
			failed[c.Check] = failed[c.Check] || n > 0 && outcome != metrics.CheckPassed.String()
		}
	}
	var passed []string
	for _, c := range in.Checks {
		if !failed[c.Check] {
			if !slices.Contains(passed, c.Check) {
				passed = append(passed, c.Check)
			}
			continue
		}
		var parts []string
		for o := metrics.CheckPassed; o <= metrics.CheckNotRun; o++ {
			if n := c.Outcomes[o.String()]; n > 0 {
				parts = append(parts, thousands(n)+" "+strings.ReplaceAll(o.String(), "_", " "))
			}
		}
		fmt.Fprintf(t, "  %s\t%s\t%s\n", c.Check, c.Year, strings.Join(parts, ", "))
	}
	t.Flush()
	if len(passed) > 0 {
		fmt.Fprintf(w, "  passed by every school: %s\n", strings.Join(passed, ", "))
	}
}

// share is a whole percentage; 100% means all and 0% none.
func share(n, of int) string {
	if of == 0 {
		return "0%"
	}
	p := 100 * n / of
	if p == 0 && n > 0 {
		return "<1%"
	}
	return fmt.Sprintf("%d%%", p)
}

func sendShare(n, of int) string {
	if n == 0 {
		return ""
	}
	return share(n, of) + " SEND and no SEN"
}
