package reportcard

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"inclusioncards/metrics"
)

// BuildOptions are the choices that change what a card says, not its numbers.
type BuildOptions struct {
	// Audience is the edition.
	Audience Audience
	// Profile is the disclosure profile; empty, that of the edition.
	Profile Profile
	// Disclosure is what the profile withholds in the whole of what the audience
	// receives; nil, it is decided from the analysis. Deciding once for many
	// cards saves time.
	Disclosure *Disclosure
	// Final leaves out the mark of a draft.
	Final bool
	// Date of the card; the zero time prints none.
	Date time.Time
	// Version of the program and short hash of its configuration.
	Version, ConfigHash string
	// Corrections, when given, are what the cards say of those they replace.
	Corrections *Corrections
	// Label is printed on every page, after any label the data asks for.
	Label string
}

// Build turns one school's results into its card.
func Build(a *metrics.Analysis, school int, o BuildOptions) (*Card, error) {
	if school < 0 || school >= len(a.Data.Schools) {
		return nil, fmt.Errorf("no school number %d in the data", school)
	}
	d := a.Data
	if o.Profile == "" {
		o.Profile = o.Audience.Profile()
	}
	if o.Disclosure == nil || o.Disclosure.profile != o.Profile {
		o.Disclosure = Disclose(a, o.Profile)
	}
	results := a.Results(school)
	supplied := map[string]bool{}
	for _, r := range results {
		if r.Published {
			supplied[a.SuppliedFor(r)] = true
		}
	}
	return buildFrom(input{
		term: d.Term, comment: d.Comments[d.Schools[school].URN], supplied: supplied,
		index:  school,
		school: d.Schools[school], year: a.Year, years: d.Years(),
		options: a.Options, comparators: a.Comparators, results: results,
		sources: d.Sources, checks: d.Checks, rules: d.Pupils.RulesOf(d.Schools[school].URN, a.Year), grouped: d.Pupils.Grouped(d.Schools[school].URN, a.Year),
		destinations: len(d.Pupils.DestinationGroups(d.Schools[school].URN, a.Year)) > 0,
		grounds:      d.Pupils.GroundsOfSEND(d.Schools[school].URN, a.Year),
		figures:      func(o *metrics.Outcomes) []metrics.GroupFigure { return d.Figures(school, a.Year, o) },
		history:      d.Histories[d.Schools[school].URN], preset: d.LeaverPreset,
		bands:      slices.Concat(d.Pupils.BandsOf(d.Schools[school].URN, a.Year), d.Pupils.BandsOf(d.Schools[school].URN, a.Year+1)),
		supplement: d.Supplement.Of(d.Schools[school].URN),
		observe: func(y metrics.AcademicYear, m metrics.Measure, g metrics.Group) metrics.Observation {
			return metrics.Observe(d, school, y, m, g, a.Options.Level)
		},
		area: func(y metrics.AcademicYear, id metrics.MeasureID, g metrics.Group, k metrics.ComparatorKind) metrics.AreaFigure {
			return a.Area(school, y, id, g, k)
		},
		published: func(y metrics.AcademicYear) bool {
			return d.Get(school, y, metrics.ExclusionHeadcount, metrics.GroupAll).Given &&
				!d.Get(school, y, metrics.Pupils, metrics.GroupAll).Given
		},
	}, o)
}

// input is everything a card is made of.
type input struct {
	term    string // "autumn", "spring" or "summer"; empty for whole years
	comment metrics.Comment
	// supplied are the sources of the averages that stand in for a comparator;
	// a published one is "".
	supplied    map[string]bool
	index       int // of the school in the disclosure
	school      metrics.School
	year        metrics.AcademicYear
	years       []metrics.AcademicYear // with data, ascending
	options     metrics.Options
	comparators []metrics.ComparatorKind
	results     []metrics.Result
	sources     []metrics.Source
	checks      []metrics.Check
	rules       metrics.CountingRules // of pupil-level records; empty without
	grouped     []metrics.Grouped
	// destinations tells that the records say where leavers went.
	destinations bool
	grounds      metrics.GroundsSEND
	figures      func(*metrics.Outcomes) []metrics.GroupFigure
	history      metrics.History
	supplement   metrics.Supplement
	preset       string // leaver rule as the supplier of the counts states it
	observe      func(metrics.AcademicYear, metrics.Measure, metrics.Group) metrics.Observation
	area         func(metrics.AcademicYear, metrics.MeasureID, metrics.Group, metrics.ComparatorKind) metrics.AreaFigure
	bands        []metrics.Band // of this school in the card's year and the next, from pupil-level records
	// published tells that a year's suspensions come from the published file,
	// in which suppressed means 1 or 2.
	published func(metrics.AcademicYear) bool
}

// line is one flagged measure of the card: the result that is printed, those
// against the other comparators, and this year's figures.
type line struct {
	measure metrics.Measure
	result  metrics.Result
	others  []metrics.Result
	words   measureWords

	all, send, noSEND, gap metrics.Observation
}

// isExcess reports whether the measure compares pupils with SEND with others.
func (l line) isExcess() bool { return l.measure.Test == metrics.ExcessTest }

// standsOut reports whether the verdict rests on evidence in either direction.
func (l line) standsOut() bool {
	v := l.result.Verdict
	return v == metrics.WorthExploring || v == metrics.Watch || v == metrics.PossibleStrength
}

// builder carries the input through the parts of a card. The first phrase that
// cannot be filled stops the build.
type builder struct {
	in      input
	options BuildOptions
	gate    *gate
	words   *words
	card    cardWords
	edition editionWords
	lines   []line
	// noMore: the further figures are left out for want of room.
	noMore bool
	err    error
}

func buildFrom(in input, o BuildOptions) (*Card, error) {
	w, err := loadWords()
	if err != nil {
		return nil, err
	}
	edition, ok := w.editions[o.Audience]
	if !ok {
		return nil, fmt.Errorf("unknown audience %q: use inspector, governor or la", o.Audience)
	}
	if o.Profile == "" {
		o.Profile = o.Audience.Profile()
	}
	if o.Profile.Floor() > 0 && o.Disclosure == nil {
		return nil, fmt.Errorf("nothing says what the %s profile withholds", o.Profile)
	}
	if o.Disclosure == nil {
		o.Disclosure = &Disclosure{profile: o.Profile}
	}
	in, g := o.Disclosure.gated(in, in.index)
	b := &builder{in: in, gate: g, options: o, words: w, card: w.card, edition: edition}
	b.wordSupplied()
	b.collect()
	name := b.name()
	trends, trendData := b.trends()
	c := &Card{
		Audience: o.Audience, Profile: o.Profile,
		Title: b.say(b.card.Title, values{"name": name, "year": b.period()}), Lang: "en-GB", LeastType: edition.LeastType,
		FileName: fileName(in.school, name, string(o.Audience), in.year),
		Name:     name, Identity: b.identity(), Tags: b.tags(),
		Notice: b.notice(), Label: b.label(),
		Headline: b.headline(), Findings: b.findings(), Glance: b.glance(),
		Missing: b.missing(), Published: b.published(), Context: b.context(),
		Headings: b.card.Headings, Enquiries: b.enquiries(), NextStepsTitle: edition.NextStepsTitle, NextSteps: edition.NextSteps, Reply: b.reply(), Tables: b.tables(),
		Trends: trends, TrendData: trendData, Charts: b.charts(), Strengths: b.strengths(),
		More: b.more(), Groups: b.groups(), Glossary: b.glossary(),
		Marking: b.profile().Marking, FooterLeft: b.footer(name),
	}
	if len(c.Tables) > mostTables {
		b.noMore = len(c.More.Rows) > 0
		c.More = FigureTable{} // its figures are in measures.csv; two pages hold no more
	}
	c.Withheld = len(g.seen) + g.more // counted when everything has been asked for
	c.Unknowns, c.Method = b.unknowns(trends, c.Withheld), b.method(c.Withheld)
	if b.err != nil {
		return nil, fmt.Errorf("card of URN %s: %w", in.school.URN, b.err)
	}
	return c, nil
}

// collect gathers the results of each measure. The verdict printed is that of
// the first comparator that is comparable; with none, of the first.
func (b *builder) collect() {
	byMeasure := map[metrics.MeasureID][]metrics.Result{}
	var order []metrics.MeasureID
	for _, r := range b.in.results {
		if byMeasure[r.Measure] == nil {
			order = append(order, r.Measure)
		}
		byMeasure[r.Measure] = append(byMeasure[r.Measure], r)
	}
	b.lines = make([]line, 0, len(order))
	for _, id := range order {
		m, ok := metrics.Lookup(id)
		if !ok {
			b.fail(fmt.Errorf("result of an unknown measure %q", id))
			continue
		}
		rs := byMeasure[id]
		printed := 0
		for i, r := range rs {
			if r.Comparator != metrics.CompareTrust && r.Verdict != metrics.NotComparable && r.Verdict != metrics.NotSupplied {
				printed = i
				break
			}
		}
		l := line{measure: m, result: rs[printed], words: b.words.measures[id]}
		l.others = append(append(l.others, rs[:printed]...), rs[printed+1:]...)
		l.all = b.in.observe(b.in.year, m, metrics.GroupAll)
		if l.isExcess() { // else one figure of all pupils is printed
			l.send = b.in.observe(b.in.year, m, metrics.GroupSEND)
			l.noSEND = b.in.observe(b.in.year, m, metrics.GroupNoSEN)
			l.gap = b.in.observe(b.in.year, m, metrics.GroupGap)
		}
		b.lines = append(b.lines, l)
	}
}

// splitSupplied reports whether any measure is known by SEN group: without,
// the card is made of public data.
func (b *builder) splitSupplied() bool {
	for _, l := range b.lines {
		if l.isExcess() && l.result.Verdict != metrics.NotSupplied {
			return true
		}
	}
	return false
}

func (b *builder) fail(err error) {
	if b.err == nil {
		b.err = err
	}
}

// text fills a phrase.
func (b *builder) text(p phrase, v values) Text {
	t, err := p.fill(v)
	if err != nil {
		b.fail(err)
	}
	return t
}

// say fills a phrase and gives its plain words.
func (b *builder) say(p phrase, v values) string { return b.text(p, v).String() }

// list joins items as a sentence does: "a, b and c".
func (b *builder) list(items []string) string {
	n := len(items)
	if n < 2 {
		return strings.Join(items, "")
	}
	return strings.Join(items[:n-1], b.card.Lists.Comma) + b.card.Lists.And + items[n-1]
}

// number writes small numbers as words.
func (b *builder) number(n int) string {
	if n >= 0 && n < len(b.card.Numbers) {
		return b.card.Numbers[n]
	}
	return whole(float64(n))
}

// level is the level of printed ranges, in 100.
func (b *builder) level() string { return decimal(b.in.options.Level, 2, 0) }

// count prints a number of pupils.
func count(n int) string { return whole(float64(n)) }
