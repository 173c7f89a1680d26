package ingest

import (
	"maps"
	"slices"
	"strings"

	"inclusioncards/metrics"
)

// figureSpellings are the normalised spellings of every figure, in order, so
// that of equally near ones the same is always named.
var figureSpellings = func() []string {
	out := slices.Collect(maps.Keys(figureNames))
	for spelling, name := range synonyms {
		if _, ok := figureNames[name]; ok && len(spelling) >= 6 {
			out = append(out, spelling)
		}
	}
	slices.Sort(out)
	return out
}()

// groupSpellings are the spellings of a SEN group in a heading that are long
// enough to be known with a letter wrong.
var groupSpellings = func() []string {
	var out []string
	for spelling := range groupHeadings {
		if len(spelling) >= 4 {
			out = append(out, spelling)
		}
	}
	slices.Sort(out)
	return out
}()

// nearestFigure gives the figure that a heading names, with a letter or two
// wrong at most, or "".
func nearestFigure(n string) string {
	if c := known(n); isCount(c) {
		return c
	}
	if c := nearest(n, figureSpellings); c != "" {
		return known(c)
	}
	return ""
}

func isCount(name string) bool { _, ok := figureNames[name]; return ok }

// nearestWide gives the heading of a wide table that a misspelt one most
// resembles (suspended_puplis_send), or "". The letters wrong may stand in the
// figure or in the group.
func nearestWide(n string) string {
	for i := range len(n) {
		if n[i] != '_' {
			continue
		}
		for _, part := range [2][2]string{{n[:i], n[i+1:]}, {n[i+1:], n[:i]}} {
			f := nearestFigure(part[0])
			if f == "" {
				continue
			}
			g, ok := groupHeadings[part[1]]
			if part[1] == "sen" {
				g, ok = metrics.GroupSEND, true
			}
			if !ok {
				c := nearest(part[1], groupSpellings)
				if c == "" || distance(part[1], c, 2) > 1 {
					continue
				}
				g = groupHeadings[c]
			}
			return f + "_" + g.String()
		}
	}
	return ""
}

// justSEN reads a figure of "SEN" alone, which people use for all pupils with
// SEND and for those with SEN support.
func justSEN(n string) (figure string, ok bool) {
	stem, ok := strings.CutSuffix(n, "_sen")
	if !ok {
		stem, ok = strings.CutPrefix(n, "sen_")
	}
	figure = known(stem)
	return figure, ok && isCount(figure)
}

// saysRate reports whether a heading is that of a rate or percentage.
func saysRate(heading string) bool {
	for w := range strings.SplitSeq(normalise(heading), "_") {
		switch w {
		case "percent", "percentage", "rate", "proportion", "pct", "perc", "per":
			return true
		}
	}
	return false
}
