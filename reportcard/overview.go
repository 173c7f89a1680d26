package reportcard

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"inclusioncards/metrics"
)

// Overview is what an authority sees of a whole batch, worded and rounded: the
// sections of a report and the table of schools. It is for officers: nothing is
// withheld and every page is marked.
type Overview struct {
	AreaReport
	Schools OverviewSchools
}

// OverviewEdition says which cards of every school are in the output.
type OverviewEdition struct {
	Audience Audience
	// Formats are the extensions of the files: "html", "pdf".
	Formats []string
}

// overviewSchool is a school with its printed results.
type overviewSchool struct {
	index   int
	name    string
	results map[metrics.MeasureID]metrics.Result
}

// BuildOverview words the overview of a batch.
func BuildOverview(a *metrics.Analysis, o OverviewOptions) (*Overview, error) {
	b, err := newOverview(a, o)
	if err != nil {
		return nil, err
	}
	schools := b.collectSchools()
	out := &Overview{
		AreaReport: b.opening(),
		Schools:    b.schoolTable(schools),
	}
	out.Sections = []AreaSection{b.verdictCounts(schools), b.chance(schools)}
	out.Sections = append(out.Sections, b.funnels()...)
	out.Sections = append(out.Sections, b.trusts(schools)...)
	out.Sections = append(out.Sections, b.coverage(schools), b.rejects(), b.overviewMethod())
	if b.err != nil {
		return nil, fmt.Errorf("overview: %w", b.err)
	}
	return out, nil
}

// opening is the head and the foot of an overview.
func (b *overviewBuilder) opening() AreaReport {
	name := upperFirst(b.batchName())
	v := values{"name": name, "year": b.a.Year.String()}
	return AreaReport{
		Lang: "en-GB", Title: b.say(b.w.Title, v), Name: name, FooterLeft: b.say(b.w.Footer, v),
		Identity: b.batchIdentity(), Label: b.label(b.a.Data), Notice: b.text(b.w.Notice, nil), Marking: b.card.Profiles.Officer.Marking,
		Back: &CardLink{Text: b.w.Back, Path: b.root + "index.html"}, Continued: b.areaBuilder.w.Continued,
	}
}

// Printed is the overview as a report on paper: the table of schools, each name a
// link to the first of its cards, before the notes on method.
func (o *Overview) Printed() *AreaReport {
	out := o.AreaReport
	table := o.Schools.Table
	section := AreaSection{ID: o.Schools.ID, Title: o.Schools.Title, Items: []AreaItem{{Notes: o.Schools.Notes}, {Table: &table}}}
	n := len(out.Sections)
	if b := o.Schools.Links; len(b) > 0 && len(b[0]) > 0 {
		section.Items[0].Notes = append(section.Items[0].Notes[:len(section.Items[0].Notes):len(section.Items[0].Notes)], o.Schools.OnPaper)
		for _, links := range b {
			table.Links = append(table.Links, onPaper(links))
		}
	}
	out.Sections = slices.Concat(out.Sections[:n-1], []AreaSection{section}, out.Sections[n-1:])
	return &out
}

func (b *overviewBuilder) batchIdentity() []string {
	w := b.areaBuilder.w.Identity
	out := []string{b.say(w.Schools, values{"n": count(len(b.o.Schools))}), b.say(w.Period, values{"year": b.a.Year.String()}), b.say(w.Method, values{"method": metrics.MethodVersion})}
	if !b.o.Date.IsZero() {
		out = append(out, b.o.Date.Format("2 January 2006"))
	}
	return out
}

// collectSchools takes the result of each measure that the card prints, and
// puts the schools in order of name.
func (b *overviewBuilder) collectSchools() []overviewSchool {
	var out []overviewSchool
	for _, i := range b.o.Schools {
		s := overviewSchool{index: i, name: b.schoolName(i), results: map[metrics.MeasureID]metrics.Result{}}
		b.in.results, b.lines = b.a.Results(i), nil
		b.in.observe = func(y metrics.AcademicYear, m metrics.Measure, g metrics.Group) metrics.Observation {
			return metrics.Observe(b.a.Data, i, y, m, g, b.a.Options.Level)
		}
		b.collect()
		for _, l := range b.lines {
			s.results[l.measure.ID] = l.result
		}
		out = append(out, s)
	}
	slices.SortStableFunc(out, func(x, y overviewSchool) int {
		return cmp.Or(cmp.Compare(strings.ToLower(x.name), strings.ToLower(y.name)), cmp.Compare(b.a.Data.Schools[x.index].URN, b.a.Data.Schools[y.index].URN))
	})
	return out
}

// topic is the measure as the start of a line.
func (b *overviewBuilder) topic(id metrics.MeasureID) string {
	return upperFirst(b.words.measures[id].Topic)
}

// rightAligned marks all columns but the first.
func rightAligned(n int) []bool {
	out := make([]bool, n)
	for i := 1; i < n; i++ {
		out[i] = true
	}
	return out
}

// verdictCounts counts the results of each measure.
func (b *overviewBuilder) verdictCounts(schools []overviewSchool) AreaSection {
	w := b.w.Verdicts
	t := &FigureTable{Caption: w.Caption, Header: []string{w.Measure}, Note: w.Note}
	for _, v := range verdictOrder {
		t.Header = append(t.Header, b.card.Results[v.String()][0])
	}
	t.Numeric = rightAligned(len(t.Header))
	for _, m := range metrics.Flagged() {
		counts := map[metrics.Verdict]int{}
		for _, s := range schools {
			if r, ok := s.results[m.ID]; ok {
				counts[r.Verdict]++
			}
		}
		row := []string{b.topic(m.ID)}
		for _, v := range verdictOrder {
			row = append(row, count(counts[v]))
		}
		t.Rows = append(t.Rows, row)
	}
	return AreaSection{ID: "results", Title: w.Title, Items: []AreaItem{{Table: t}}}
}

// chance says how many results would stand out with nothing behind them.
func (b *overviewBuilder) chance(schools []overviewSchool) AreaSection {
	w := b.w.Chance
	tested, flagged, neutral := 0, 0, 0
	for _, s := range schools {
		for _, r := range s.results {
			m, _ := metrics.Lookup(r.Measure)
			switch {
			case !r.P.OK:
				continue
			case m.Polarity == metrics.Neutral:
				neutral++
				continue
			}
			tested++
			if r.Verdict == metrics.WorthExploring {
				flagged++
			}
		}
	}
	v := values{"n": count(flagged), "of": count(tested)}
	points := []Text{b.text(w.Tested, v)}
	if flagged == 0 {
		points = append(points, b.text(w.None, v))
	} else {
		v["expected"] = b.expected(float64(flagged), metrics.Number{V: float64(flagged) * metrics.ChanceShare, OK: true})
		points = append(points, b.text(w.Chance, v))
	}
	if neutral > 0 {
		points = append(points, b.text(w.Register, values{"n": count(neutral)}))
	}
	return AreaSection{ID: "chance", Title: w.Title, Items: []AreaItem{{Points: points}, {Notes: []Text{textOf(w.Source)}}}}
}

// coverage says which schools are in the batch, by phase, and which are not.
func (b *overviewBuilder) coverage(schools []overviewSchool) AreaSection {
	w := b.w.Coverage
	t := &FigureTable{Caption: w.Caption, Header: w.Header, Numeric: rightAligned(len(w.Header))}
	for p := metrics.PhaseUnknown; p <= metrics.Independent; p++ {
		in, tested, all := 0, 0, 0
		for _, s := range schools {
			if b.a.Data.Schools[s.index].Phase != p {
				continue
			}
			in++
			for _, r := range s.results {
				all++
				if r.P.OK {
					tested++
				}
			}
		}
		if in == 0 {
			continue
		}
		phase := upperFirst(b.card.Phases[p.String()][1])
		if p == metrics.PhaseUnknown {
			phase = upperFirst(b.areaBuilder.w.Scopes["not_known"])
		}
		t.Rows = append(t.Rows, []string{phase, count(in), count(all), count(tested)})
	}
	var points []Text
	for _, l := range b.o.LeftOut {
		points = append(points, b.text(w.Left, values{"n": count(l.Schools), "reason": l.Why}))
	}
	if len(points) == 0 {
		points = []Text{textOf(w.NoneLeft)}
	}
	return AreaSection{ID: "coverage", Title: w.Title, Items: []AreaItem{{Table: t}, {Points: points}}}
}

// rejects sums the problems of the input up by kind.
func (b *overviewBuilder) rejects() AreaSection {
	w := b.w.Rejects
	s := AreaSection{ID: "problems", Title: w.Title}
	if len(b.o.Problems) == 0 {
		s.Items = []AreaItem{{Points: []Text{textOf(w.None)}}}
		return s
	}
	type kind struct{ severity, code, hint string }
	times := map[kind]int{}
	var order []kind
	for _, p := range b.o.Problems {
		k := kind{p.Severity, p.Code, p.Hint}
		for _, known := range order {
			if known.code == p.Code && known.severity == p.Severity {
				k = known // the first hint stands for all of its kind
				break
			}
		}
		if times[k] == 0 {
			order = append(order, k)
		}
		times[k]++
	}
	slices.SortStableFunc(order, func(x, y kind) int {
		return cmp.Or(cmp.Compare(severityRank(x.severity), severityRank(y.severity)), cmp.Compare(x.code, y.code))
	})
	t := &FigureTable{Caption: w.Caption, Header: w.Header, Numeric: []bool{false, false, true, false}}
	for _, k := range order {
		t.Rows = append(t.Rows, []string{k.code, w.Severities[k.severity], count(times[k]), k.hint})
	}
	s.Items = []AreaItem{{Table: t}}
	return s
}

func severityRank(s string) int { return slices.Index([]string{"error", "warning", "info"}, s) }

func (b *overviewBuilder) overviewMethod() AreaSection {
	w := b.w.Method
	return AreaSection{ID: "method", Title: w.Title, Items: []AreaItem{{Notes: []Text{
		b.text(w.Compared, values{"list": b.card.Comparators[b.a.Comparators[0]].Against}),
		textOf(w.Rule), b.sources(), b.text(w.Protection, values{"profile": b.protection(0)}),
		b.text(w.Version, values{"version": b.o.Version, "method": metrics.MethodVersion, "config": b.o.ConfigHash}),
	}}}}
}
