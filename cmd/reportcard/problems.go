package main

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"

	"inclusioncards/reportcard/ingest"
)

// shownPerCode is how many problems of one code a screen is given; the rest is
// in rejects.csv and in check --json.
const shownPerCode = 20

// byCode groups problems, worst first, then by code; each group keeps its
// order.
func byCode(problems []ingest.Problem) [][]ingest.Problem {
	sorted := slices.Clone(problems)
	slices.SortStableFunc(sorted, func(a, b ingest.Problem) int {
		return cmp.Or(cmp.Compare(b.Severity, a.Severity), cmp.Compare(a.Code, b.Code))
	})
	var out [][]ingest.Problem
	for len(sorted) > 0 {
		n := 1
		for n < len(sorted) && sorted[n].Code == sorted[0].Code && sorted[n].Severity == sorted[0].Severity {
			n++
		}
		out = append(out, sorted[:n])
		sorted = sorted[n:]
	}
	return out
}

// printProblems writes errors and warnings as messages; notes are left to
// check and rejects.csv.
func printProblems(w io.Writer, problems []ingest.Problem) {
	for _, group := range byCode(problems) {
		if group[0].Severity == ingest.Info {
			continue
		}
		shown := group[:min(shownPerCode, len(group))]
		for i, p := range shown {
			fmt.Fprintf(w, "reportcard: %s: %s\n", p.Severity, p)
			if p.Hint != "" && (i == len(shown)-1 || shown[i+1].Hint != p.Hint) {
				fmt.Fprintf(w, "reportcard: hint: %s\n", p.Hint)
			}
		}
		if more := len(group) - len(shown); more > 0 {
			fmt.Fprintf(w, "reportcard: %s: %s and %d more\n", group[0].Severity, group[0].Code, more)
		}
	}
}

// Problems of one code that check puts on the screen, unless asked for all:
// errors and warnings, and notes.
const (
	placesPerCode = 3
	placesPerNote = 1
)

// listProblems writes problems under a heading for each code, for check: the
// first places of each, or all of them.
func listProblems(w io.Writer, problems []ingest.Problem, all bool) {
	for _, group := range byCode(problems) {
		shown := group
		switch {
		case all:
		case group[0].Severity == ingest.Info:
			shown = group[:min(placesPerNote, len(group))]
		default:
			shown = group[:min(placesPerCode, len(group))]
		}
		p := group[0]
		fmt.Fprintf(w, "  %s %s", p.Code, p.Severity)
		if len(group) > 1 {
			fmt.Fprintf(w, ", %s times", thousands(len(group)))
		}
		// What is wrong stands once, above its places, where all say the same.
		same := len(group) > 1 && !slices.ContainsFunc(group, func(q ingest.Problem) bool { return q.What != p.What })
		if same {
			fmt.Fprintf(w, ": %s", p.What)
		}
		fmt.Fprintln(w)
		for i, q := range shown {
			words := q.String()
			if same {
				words = strings.TrimSuffix(words, ": "+q.What)
			}
			if words = strings.TrimLeft(strings.TrimPrefix(words, q.Code), ": "); words != "" {
				fmt.Fprintf(w, "    %s\n", words)
			}
			last := i == len(shown)-1
			if more := len(group) - len(shown); last && more > 0 {
				fmt.Fprintf(w, "    and %s more (--all lists them)\n", thousands(more))
			}
			if q.Hint != "" && (last || shown[i+1].Hint != q.Hint) {
				fmt.Fprintf(w, "      hint: %s\n", q.Hint)
			}
		}
	}
}

// countBySeverity words how many problems there are, the worst first.
func countBySeverity(problems []ingest.Problem) string {
	n := map[ingest.Severity]int{}
	for _, p := range problems {
		n[p.Severity]++
	}
	var parts []string
	for _, s := range []struct {
		severity ingest.Severity
		word     string
	}{{ingest.Error, "error"}, {ingest.Warning, "warning"}, {ingest.Info, "note"}} {
		if n[s.severity] > 0 {
			parts = append(parts, plural(n[s.severity], s.word))
		}
	}
	return strings.Join(parts, ", ")
}

func anyError(problems []ingest.Problem) bool { return anyAsBadAs(problems, ingest.Error) }

func anyAsBadAs(problems []ingest.Problem, s ingest.Severity) bool {
	return slices.ContainsFunc(problems, func(p ingest.Problem) bool { return p.Severity >= s })
}

// plural and thousands write counts as the messages of ingest do.
func plural(n int, one string, many ...string) string { return ingest.Plural(n, one, many...) }

func thousands(n int) string { return ingest.Thousands(n) }
