package main

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"inclusioncards/config"
	"inclusioncards/metrics"
	"inclusioncards/reportcard"
	"inclusioncards/reportcard/ingest"
)

// choice is what a run writes: indices in the dataset, ascending.
type choice struct {
	cards, measures, results []int
	// leftOut counts the chosen schools without a card, by reason.
	leftOut map[string]int
	// unplaced counts the cards of schools whose phase no file gives: they are
	// compared with none.
	unplaced int
	// empty are schools asked for by --urn that have no figures.
	empty []ingest.Problem
}

// reasons for leaving a school out, in the order they are told.
const (
	isIndependent = "independent"
	isClosed      = "closed"
	hasNothing    = "without figures in the year"
)

// codeNoFigures is the problem of a school asked for that has no figures.
const codeNoFigures = "OUT102"

// catalogue lists the kinds of problem this command reports itself.
func catalogue() []ingest.ProblemKind {
	return []ingest.ProblemKind{{
		Code: codeNoFigures, Severity: ingest.Error,
		Message: "asked for with --urn, but no file has figures of it in {year}",
		Hint:    "choose another year with --year, or add a file that has them",
	}, {
		Code: codeUnprintable, Severity: ingest.Warning,
		Message: "the fonts of the cards lack {characters}: a box is printed in place of each",
		Hint:    "spell the name with letters of the Latin alphabet, or give readers the spelling by other means",
	}}
}

// ofTrust reports whether a school is of a trust chosen with --trust.
func (o *options) ofTrust(s *metrics.School) bool {
	return s.TrustKey() != "" && slices.ContainsFunc(o.trusts, func(t string) bool {
		return strings.EqualFold(t, s.TrustCode) || strings.EqualFold(t, s.Trust)
	})
}

// choose applies --la, --urn and --trust, which add up, and the rule of which schools
// get a card: not independent, open, in a file of figures of the year. A school named
// by --urn needs only the figures.
func choose(d *metrics.Dataset, year metrics.AcademicYear, o *options) (*choice, error) {
	for i, u := range o.urns { // an earlier URN names the school of today
		o.urns[i] = d.Current(u)
	}
	if err := o.known(d); err != nil {
		return nil, err
	}
	c := &choice{leftOut: map[string]int{}}
	for i := range d.Schools {
		s := &d.Schools[i]
		named := slices.Contains(o.urns, s.URN)
		if !named && !slices.Contains(o.las, schoolLA(s)) && !o.ofTrust(s) && len(o.las)+len(o.urns)+len(o.trusts) > 0 {
			continue
		}
		c.measures = append(c.measures, i)
		figures := hasFigures(d, i, year, o.config.Metrics.Level)
		if figures && (named || s.Phase != metrics.Independent) {
			c.results = append(c.results, i)
		}
		why := ""
		switch {
		case named && !figures:
			c.empty = append(c.empty, noFigures(s.URN, year))
			why = hasNothing
		case named:
		case s.Phase == metrics.Independent:
			why = isIndependent
		case s.Closed && !o.includeClosed:
			why = isClosed
		case !figures:
			why = hasNothing
		}
		if why != "" {
			c.leftOut[why]++
			continue
		}
		c.cards = append(c.cards, i)
		if s.Phase == metrics.PhaseUnknown {
			c.unplaced++
		}
	}
	return c, nil
}

func noFigures(urn metrics.URN, year metrics.AcademicYear) ingest.Problem {
	k := catalogue()[0]
	return ingest.Problem{
		Code: k.Code, Severity: k.Severity, URN: urn,
		What: strings.ReplaceAll(k.Message, "{year}", year.String()), Hint: k.Hint,
	}
}

// left words the count of schools left out, or is empty.
func (c *choice) left() string {
	var parts []string
	for _, l := range c.reasons() {
		parts = append(parts, thousands(l.Schools)+" "+l.Why)
	}
	if len(parts) == 0 {
		return ""
	}
	return "no card for schools that are: " + strings.Join(parts, ", ")
}

// reasons counts the schools left out, in the order they are told.
func (c *choice) reasons() []reportcard.LeftOut {
	var out []reportcard.LeftOut
	for _, why := range []string{isIndependent, isClosed, hasNothing} {
		if n := c.leftOut[why]; n > 0 {
			out = append(out, reportcard.LeftOut{Why: why, Schools: n})
		}
	}
	return out
}

// hasFigures reports whether a file has any figure of the school in the year.
// Percentages of context alone, as a list of schools holds, make no card.
func hasFigures(d *metrics.Dataset, school int, year metrics.AcademicYear, level float64) bool {
	return slices.ContainsFunc(metrics.Observations(d, school, year, level), func(o metrics.Observation) bool {
		m, _ := metrics.Lookup(o.Measure)
		return m.Family != metrics.FamilyContext || !o.Published
	})
}

func schoolLA(s *metrics.School) metrics.LACode {
	if s.LA != "" {
		return s.LA
	}
	return s.LAESTAB.LA()
}

// known refuses codes that no school of the input has: a slip in a list would
// otherwise leave a school out in silence.
func (o *options) known(d *metrics.Dataset) error {
	codes := map[string]bool{}
	for i := range d.Schools {
		if la := schoolLA(&d.Schools[i]); la != "" {
			codes[string(la)] = true
		}
	}
	for _, la := range o.las {
		if !codes[string(la)] {
			if err := reorganised(la, codes); err != nil {
				return err
			}
			return notFound("--la", string(la), codes)
		}
	}
	for _, trust := range o.trusts {
		one := options{trusts: []string{trust}}
		if slices.ContainsFunc(d.Schools, func(s metrics.School) bool { return one.ofTrust(&s) }) {
			continue
		}
		trusts := map[string]bool{}
		for i := range d.Schools {
			if s := &d.Schools[i]; s.TrustKey() != "" {
				trusts[cmp.Or(s.TrustCode, s.Trust)] = true
			}
		}
		if len(trusts) == 0 {
			return fail(refused, "--trust "+trust+": no file says which school is of which trust",
				"add an extract of Get Information about Schools, or a schools table with trust and trust_code")
		}
		return notFound("--trust", trust, trusts)
	}
	for _, urn := range o.urns {
		if d.Find(urn) >= 0 {
			continue
		}
		urns := map[string]bool{}
		for i := range d.Schools {
			urns[string(d.Schools[i].URN)] = true
		}
		return notFound("--urn", string(urn), urns)
	}
	return nil
}

// reorganised refuses the code of an authority that was abolished, or came
// after the data, and names the codes the input has.
func reorganised(la metrics.LACode, codes map[string]bool) error {
	for _, c := range []struct {
		others []metrics.LACode
		words  string
	}{{ingest.Successors(la), "was replaced by"}, {ingest.Predecessors(la), "took over from"}} {
		var have, names []string
		for _, other := range c.others {
			names = append(names, fmt.Sprintf("%s (%s)", ingest.AreaName(other), other))
			if codes[string(other)] {
				have = append(have, string(other))
			}
		}
		if len(have) > 0 {
			return fail(refused, fmt.Sprintf("--la %s: no school of the input has this code: %s %s %s", la, ingest.AreaName(la), c.words, strings.Join(names, " and ")),
				"in the input: --la "+strings.Join(have, ","))
		}
	}
	return nil
}

func notFound(flag, code string, known map[string]bool) error {
	var all []string
	for k := range known {
		all = append(all, k)
	}
	slices.Sort(all)
	return fail(refused, fmt.Sprintf("%s %s: no school of the input has this code", flag, code),
		"the nearest in the input: "+strings.Join(config.Nearest(code, all, 5), ", "))
}
