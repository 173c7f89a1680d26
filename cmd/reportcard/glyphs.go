package main

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"inclusioncards/metrics"
	"inclusioncards/reportcard/ingest"
	"inclusioncards/reportcard/pdf"
)

// codeUnprintable is the problem of characters that the cards cannot show.
const codeUnprintable = "OUT110"

// schoolWords are the words of the input that a card may print of a school.
func schoolWords(s *metrics.School) []string {
	return []string{s.Name, s.LAName, s.Region, s.Type, s.Admissions, s.Gender, s.Ofsted, s.Religious, s.Trust}
}

// otherWords are those that every card may print.
func otherWords(d *metrics.Dataset, label string) []string {
	out := []string{label, d.LeaverPreset}
	for _, s := range d.Sources {
		out = append(out, s.File, s.Sheet)
	}
	for _, b := range d.Benchmarks {
		out = append(out, b.Region)
	}
	for _, c := range d.Checks {
		for _, v := range c.Detail {
			out = append(out, v)
		}
	}
	return out
}

// inputRunes are the characters beyond ASCII of the whole input, not of the
// schools selected: the fonts of a card must not depend on its neighbours.
func inputRunes(d *metrics.Dataset, label string) []rune {
	seen := map[rune]struct{}{}
	add := func(words []string) {
		for _, w := range words {
			for _, r := range w {
				if r > '~' {
					seen[r] = struct{}{}
				}
			}
		}
	}
	for i := range d.Schools {
		add(schoolWords(&d.Schools[i]))
	}
	add(otherWords(d, label))
	return slices.Sorted(maps.Keys(seen))
}

// unprintable tells of characters that the cards cannot show.
func unprintable(d *metrics.Dataset, cards []int, label string, r *pdf.Renderer) []ingest.Problem {
	var out []ingest.Problem
	tell := func(urn metrics.URN, words []string) {
		lost := r.Lacks(strings.Join(words, " "))
		if len(lost) == 0 {
			return
		}
		kind := catalogue()[1]
		var names []string
		for _, c := range lost {
			names = append(names, fmt.Sprintf("%U", c))
		}
		out = append(out, ingest.Problem{
			Code: kind.Code, Severity: kind.Severity, URN: urn, Hint: kind.Hint,
			What: strings.Replace(kind.Message, "{characters}", strings.Join(names, ", "), 1),
		})
	}
	for _, i := range cards {
		tell(d.Schools[i].URN, schoolWords(&d.Schools[i]))
	}
	tell("", otherWords(d, label))
	return out
}
