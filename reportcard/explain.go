package reportcard

import (
	"fmt"
	"slices"

	"inclusioncards/metrics"
)

// Explanation says how one result came about: in plain words, for a
// statistician, and as numbers.
type Explanation struct {
	Title    string
	Subtitle string
	Label    string // "Demonstration data: ..."; empty for real schools
	// Halves head Plain and Technical.
	Halves    [2]string
	Plain     []string
	Technical []string
	Record    *Record
}

// explainer carries one result through the parts of its explanation.
type explainer struct {
	*builder
	a      *metrics.Analysis
	school int
	w      *explainWords
	l      line
	// changed is the smallest change that alters the verdict.
	changed metrics.Change
}

func newExplainer(a *metrics.Analysis, school int, id metrics.MeasureID, o BuildOptions) (*explainer, error) {
	if school < 0 || school >= len(a.Data.Schools) {
		return nil, fmt.Errorf("no school number %d in the data", school)
	}
	all, err := loadWords()
	if err != nil {
		return nil, err
	}
	d := a.Data
	in := input{
		school: d.Schools[school], year: a.Year, years: d.Years(),
		options: a.Options, comparators: a.Comparators, sources: d.Sources,
		observe: func(y metrics.AcademicYear, m metrics.Measure, g metrics.Group) metrics.Observation {
			return metrics.Observe(d, school, y, m, g, a.Options.Level)
		},
		area: func(y metrics.AcademicYear, id metrics.MeasureID, g metrics.Group, k metrics.ComparatorKind) metrics.AreaFigure {
			return a.Area(school, y, id, g, k)
		},
	}
	for _, r := range a.Results(school) {
		if r.Measure == id {
			in.results = append(in.results, r)
		}
	}
	e := &explainer{builder: &builder{in: in, options: o, words: all, card: all.card}, a: a, school: school, w: &all.explain}
	e.collect()
	return e, e.err
}

// Explain says how a result came about. Its comparator is that of the result;
// the other comparators of the analysis are set beside it.
func Explain(a *metrics.Analysis, r metrics.Result, o BuildOptions) (*Explanation, error) {
	e, err := newExplainer(a, r.School, r.Measure, o)
	if err != nil {
		return nil, err
	}
	if len(e.lines) == 0 {
		return nil, fmt.Errorf("%s has no result for URN %s", r.Measure, e.in.school.URN)
	}
	e.l = e.lines[0]
	e.l.result, e.l.others = r, slices.DeleteFunc(slices.Clone(e.in.results), func(o metrics.Result) bool {
		return o.Comparator == r.Comparator
	})
	e.changed = a.WhatWouldChange(r)
	out := e.begin()
	out.Plain, out.Technical = e.plain(), e.technical()
	out.Record = e.record()
	return e.end(out)
}

// ExplainMeasure explains what the card prints of a measure: the result
// against the first comparator that is comparable, or the figures alone of a
// measure that has no test or cannot apply to the school.
func ExplainMeasure(a *metrics.Analysis, school int, m metrics.Measure, o BuildOptions) (*Explanation, error) {
	e, err := newExplainer(a, school, m.ID, o)
	if err != nil {
		return nil, err
	}
	if len(e.lines) > 0 {
		return Explain(a, e.lines[0].result, o)
	}
	e.l = line{measure: m}
	out := e.begin()
	out.Plain, out.Technical = e.figurePlain(), append(e.defined(), e.versions())
	out.Record = e.figureRecord()
	return e.end(out)
}

func (e *explainer) begin() *Explanation {
	phase, ok := e.card.PhaseNames[e.in.school.Phase.String()]
	if !ok {
		phase = e.card.Identity.PhaseUnknown
	}
	return &Explanation{
		Title: e.say(e.w.Title, values{"measure": e.l.measure.Name, "name": e.name(), "year": e.in.year.String()}),
		Subtitle: e.say(e.w.School, values{
			"urn": string(e.in.school.URN), "area": upperFirst(e.area()), "phase": phase,
		}),
		Label: e.label(), Halves: e.w.Halves,
	}
}

func (e *explainer) end(out *Explanation) (*Explanation, error) {
	if e.err != nil {
		return nil, fmt.Errorf("explanation of %s for URN %s: %w", e.l.measure.ID, e.in.school.URN, e.err)
	}
	out.Record.Words = Words{Title: out.Title, Subtitle: out.Subtitle, Label: out.Label, Plain: out.Plain, Technical: out.Technical}
	return out, nil
}

// resultWord is the result in words; a register that stands out has the word
// of the rule beside lower or higher.
func (e *explainer) resultWord(r metrics.Result) pair {
	word := e.word(r)
	if r.Measure == "register_send" && (r.Verdict == metrics.WorthExploring || r.Verdict == metrics.Watch) {
		rule := e.card.Results[r.Verdict.String()][1]
		return pair{word[0] + ", " + rule, word[1] + ", " + rule}
	}
	return word
}

// hasEvidence reports whether the correction for many tests was passed, or alone
// the exact test.
func (e *explainer) hasEvidence() bool {
	r, o := e.l.result, e.in.options
	if r.Alone {
		return r.P.OK && r.P.V < o.AloneEvidence
	}
	return r.Q.OK && r.Q.V <= o.Q
}
