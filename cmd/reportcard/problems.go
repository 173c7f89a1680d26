package main

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strconv"
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

// listProblems writes problems under a heading for each code, for check.
func listProblems(w io.Writer, problems []ingest.Problem) {
	for _, group := range byCode(problems) {
		p := group[0]
		fmt.Fprintf(w, "  %s %s", p.Code, p.Severity)
		if len(group) > 1 {
			fmt.Fprintf(w, ", %d times", len(group))
		}
		fmt.Fprintln(w)
		shown := group[:min(shownPerCode, len(group))]
		for i, p := range shown {
			fmt.Fprintf(w, "    %s\n", strings.TrimLeft(strings.TrimPrefix(p.String(), p.Code), ": "))
			if p.Hint != "" && (i == len(shown)-1 || shown[i+1].Hint != p.Hint) {
				fmt.Fprintf(w, "      hint: %s\n", p.Hint)
			}
		}
		if more := len(group) - len(shown); more > 0 {
			fmt.Fprintf(w, "    and %d more\n", more)
		}
	}
}

func anyError(problems []ingest.Problem) bool { return anyAsBadAs(problems, ingest.Error) }

func anyAsBadAs(problems []ingest.Problem, s ingest.Severity) bool {
	return slices.ContainsFunc(problems, func(p ingest.Problem) bool { return p.Severity >= s })
}

// plural writes a count with its word; the plural is the word with an s unless
// given.
func plural(n int, one string, many ...string) string {
	word := one
	switch {
	case n != 1 && len(many) > 0:
		word = many[0]
	case n != 1:
		word += "s"
	}
	return thousands(n) + " " + word
}

// thousands writes 21971 as 21,971.
func thousands(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}
