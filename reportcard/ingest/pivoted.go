package ingest

import "strings"

// pivoted says how a row of headings lays figures of schools out other than with
// a column for each figure and a row for each school, year and SEN group; empty
// when it does not.
func pivoted(head []string) string {
	names := canonicals(head)
	has := map[string]bool{}
	groups, dated := 0, 0
	for i, n := range names {
		has[n] = true
		if _, ok := groupHeadings[n]; ok {
			groups++
		} else if g, legacy, _, ok := parseGroup(head[i]); ok && !legacy && g != anyGroup && n != "sen_group" {
			groups++
		}
		if yearInName(head[i]) == 0 {
			continue
		}
		// "Suspensions 2021/22", or the year alone.
		words := normalise(strings.Map(func(c rune) rune {
			if c >= '0' && c <= '9' {
				return ' '
			}
			return c
		}, head[i]))
		if c := known(words); words == "" || isFigure(c) || nearestFigure(words) != "" || ambiguous[words] != nil {
			dated++
		}
	}
	if !has["urn"] && !has["laestab"] && !has["estab"] || has["geographic_level"] {
		return ""
	}
	switch {
	case dated > 1:
		return "a column for each year"
	case (has["measure"] || has["indicator"] || has["metric"]) && has["value"]:
		return "a row for each figure"
	case groups > 1 && !has["sen_group"]:
		return "a column for each SEN group and the figure in the row"
	}
	return ""
}
