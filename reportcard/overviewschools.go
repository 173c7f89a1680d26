package reportcard

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"inclusioncards/metrics"
)

// OverviewSchools lists the schools in order of name: it is no ranking.
type OverviewSchools struct {
	ID, Title string
	Jump      string // words of a link to the table
	Notes     []Text
	Table     FigureTable
	// Links are the cards of the school of each row.
	Links [][]CardLink
	// LinksHead heads the column of links; empty without any.
	LinksHead string
	// OnPaper says where a name leads in print.
	OnPaper Text
	// Filter chooses among the rows; Keys are what each of them is in it. Nil
	// without.
	Filter *SchoolFilter
	Keys   [][]string
	// Order lists the words of results, as a column of them is sorted.
	Order []string
}

// SchoolFilter are the choices of rows: one of each group.
type SchoolFilter struct {
	Title  string
	Groups []FilterGroup
	// Shown says how many rows are in sight; {n} and {of} are filled by the page.
	Shown string
}

// FilterGroup are choices that exclude one another; All is the first.
type FilterGroup struct {
	Name, Legend, All string
	Options           []FilterOption
}

// FilterOption is a choice: rows with its key.
type FilterOption struct{ Key, Text string }

// CardLink leads to a file of the output: Path is from the folder of the page,
// with slashes. School is the name of the school it is about, if any.
type CardLink struct{ Text, Path, School string }

// schoolTable has the printed result of every measure, and the cards.
func (b *overviewBuilder) schoolTable(schools []overviewSchool) OverviewSchools {
	w := b.w.Schools
	out := OverviewSchools{ID: "schools", Title: w.Title, Jump: w.Jump, Notes: []Text{textOf(w.Order)}}
	out.Table = FigureTable{Caption: w.Caption, Header: []string{w.School, w.Phase}}
	for _, m := range metrics.Flagged() {
		out.Table.Header = append(out.Table.Header, b.topic(m.ID))
	}
	out.Table.Numeric = make([]bool, len(out.Table.Header))
	if len(b.o.Editions) > 0 {
		out.LinksHead = w.Cards
		out.OnPaper = b.text(w.OnPaper, values{"name": b.w.Audiences[b.o.Editions[0].Audience]})
	}
	out.Filter, out.Order = b.filter(schools)
	for _, s := range schools {
		sc := &b.a.Data.Schools[s.index]
		row := []string{s.name, cmp.Or(b.card.PhaseNames[sc.Phase.String()], b.card.Identity.PhaseUnknown)}
		for _, m := range metrics.Flagged() {
			r, ok := s.results[m.ID]
			if !ok {
				row = append(row, w.NotApplicable)
				continue
			}
			row = append(row, b.word(r)[0])
		}
		out.Table.Rows = append(out.Table.Rows, row)
		out.Links = append(out.Links, b.links(s, b.root))
		out.Keys = append(out.Keys, b.keys(s))
	}
	return out
}

// filter offers the phases and results there are, and lists the words of results
// from the one to look at first.
func (b *overviewBuilder) filter(schools []overviewSchool) (*SchoolFilter, []string) {
	w := b.w.Schools
	phases, verdicts := FilterGroup{Name: "phase", Legend: w.FilterPhase, All: w.FilterAll}, FilterGroup{Name: "result", Legend: w.FilterResult, All: w.FilterAny}
	has := map[string]bool{}
	words := map[metrics.Verdict][]string{}
	for _, s := range schools {
		for _, k := range b.keys(s) {
			has[k] = true
		}
		for _, r := range s.results {
			if word := b.word(r)[0]; !slices.Contains(words[r.Verdict], word) {
				words[r.Verdict] = append(words[r.Verdict], word)
			}
		}
	}
	for p := metrics.PhaseUnknown; p <= metrics.Independent; p++ {
		if k := phaseKey(p); has[k] {
			phases.Options = append(phases.Options, FilterOption{k, cmp.Or(b.card.PhaseNames[p.String()], b.card.Identity.PhaseUnknown)})
		}
	}
	var order []string
	for _, v := range verdictOrder {
		if k := verdictKey(v); has[k] {
			verdicts.Options = append(verdicts.Options, FilterOption{k, b.card.Results[v.String()][0]})
		}
		slices.Sort(words[v])
		order = append(order, words[v]...)
	}
	return &SchoolFilter{Title: w.FilterTitle, Groups: []FilterGroup{phases, verdicts}, Shown: w.Shown}, append(order, w.NotApplicable)
}

// keys are what a school is in the filter: its phase and its results.
func (b *overviewBuilder) keys(s overviewSchool) []string {
	out := []string{phaseKey(b.a.Data.Schools[s.index].Phase)}
	for _, v := range verdictOrder {
		for _, r := range s.results {
			if r.Verdict == v {
				out = append(out, verdictKey(v))
				break
			}
		}
	}
	return out
}

func phaseKey(p metrics.Phase) string     { return fmt.Sprintf("p%d", p) }
func verdictKey(v metrics.Verdict) string { return fmt.Sprintf("v%d", slices.Index(verdictOrder, v)) }

// links lead to the cards of a school; root leads from the page's folder to that
// of the output.
func (b *overviewBuilder) links(s overviewSchool, root string) []CardLink {
	var out []CardLink
	for _, e := range b.o.Editions {
		file := root + "cards/" + string(e.Audience) + "/" + fileName(b.a.Data.Schools[s.index], s.name, string(e.Audience), b.a.Year)
		for _, f := range e.Formats {
			out = append(out, CardLink{
				Text: b.say(b.w.Schools.Link, values{"name": b.w.Audiences[e.Audience], "file": strings.ToUpper(f)}),
				Path: file + "." + f, School: s.name,
			})
		}
	}
	return out
}

// onPaper is the file a name in print leads to: of the first audience, as PDF
// where there is one.
func onPaper(links []CardLink) string {
	for _, l := range links {
		if strings.HasSuffix(l.Path, ".pdf") {
			return l.Path
		}
	}
	return links[0].Path
}
