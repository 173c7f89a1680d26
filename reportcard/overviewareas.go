package reportcard

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"inclusioncards/metrics"
)

// OverviewArea is one local authority of a batch too large for one page.
type OverviewArea struct {
	LA      string // its code
	Schools []int  // with a card: indices in the dataset, ascending
	// Stem begins the paths of its own overview and workbook, from the folder of the
	// output: "officer/la/202_".
	Stem string
}

// The ends of the paths of an authority's files.
const (
	areaPage     = "overview.html"
	areaPrint    = "overview.pdf"
	areaWorkbook = "summary.xlsx"
)

// areaName is what an authority is called, by its schools.
func (b *overviewBuilder) areaName(area OverviewArea) string {
	for _, i := range area.Schools {
		if name := b.a.Data.Schools[i].LAName; name != "" {
			return name
		}
	}
	return upperFirst(b.say(b.areaBuilder.w.LACode, values{"la": area.LA}))
}

// namedAreas puts authorities in order of name.
func (b *overviewBuilder) namedAreas(areas []OverviewArea) ([]OverviewArea, []string) {
	out := slices.Clone(areas)
	name := map[string]string{}
	for _, area := range areas {
		name[area.LA] = b.areaName(area)
	}
	slices.SortFunc(out, func(x, y OverviewArea) int {
		return cmp.Or(cmp.Compare(strings.ToLower(name[x.LA]), strings.ToLower(name[y.LA])), cmp.Compare(x.LA, y.LA))
	})
	names := make([]string, len(out))
	for i, area := range out {
		names[i] = name[area.LA]
	}
	return out, names
}

// areaCounts sums the printed results of the schools of an authority.
type areaCounts struct {
	tested   int
	verdicts map[metrics.Verdict]int
}

// areaVerdicts are those counted by authority.
var areaVerdicts = []metrics.Verdict{metrics.WorthExploring, metrics.Watch, metrics.PossibleStrength}

func (b *overviewBuilder) countsOf(schools []overviewSchool) areaCounts {
	c := areaCounts{verdicts: map[metrics.Verdict]int{}}
	for _, s := range schools {
		for _, r := range s.results {
			if m, _ := metrics.Lookup(r.Measure); !r.P.OK || m.Polarity == metrics.Neutral {
				continue
			}
			c.tested++
			c.verdicts[r.Verdict]++
		}
	}
	return c
}

// BuildNational words the overview of a batch of many authorities: counts of the
// whole, and a table of the authorities that leads to the overview of each. It
// has no funnel, in which thousands of schools could not be told apart.
func BuildNational(a *metrics.Analysis, o OverviewOptions, areas []OverviewArea) (*Overview, error) {
	b, err := newOverview(a, o)
	if err != nil {
		return nil, err
	}
	schools := b.collectSchools()
	of := map[int]overviewSchool{}
	for _, s := range schools {
		of[s.index] = s
	}
	w := b.w.Areas
	table := OverviewSchools{ID: "schools", Title: w.Title, Jump: w.Jump, Notes: []Text{textOf(w.Order), textOf(w.Note)}, LinksHead: w.Files, OnPaper: textOf(w.OnPaper)}
	table.Table = FigureTable{Caption: w.Caption, Header: []string{w.Area, w.Schools, w.Tested}}
	for _, v := range areaVerdicts {
		table.Table.Header = append(table.Table.Header, b.card.Results[v.String()][0])
	}
	table.Table.Numeric = rightAligned(len(table.Table.Header))
	sorted, names := b.namedAreas(areas)
	for i, area := range sorted {
		own := make([]overviewSchool, 0, len(area.Schools))
		for _, s := range area.Schools {
			own = append(own, of[s])
		}
		c := b.countsOf(own)
		row := []string{names[i], count(len(own)), count(c.tested)}
		for _, v := range areaVerdicts {
			row = append(row, count(c.verdicts[v]))
		}
		table.Table.Rows = append(table.Table.Rows, row)
		table.Links = append(table.Links, b.areaLinks(area, names[i], b.root))
	}
	out := &Overview{
		AreaReport: b.opening(),
		Schools:    table,
	}
	out.Sections = append([]AreaSection{b.verdictCounts(schools), b.chance(schools)}, b.coverage(schools), b.rejects(), b.overviewMethod())
	if b.err != nil {
		return nil, fmt.Errorf("overview: %w", b.err)
	}
	return out, nil
}

// areaLinks lead to the files about an authority.
func (b *overviewBuilder) areaLinks(area OverviewArea, name, root string) []CardLink {
	w := b.w.Areas
	return []CardLink{
		{Text: w.Page, Path: root + area.Stem + areaPage, School: name},
		{Text: w.Print, Path: root + area.Stem + areaPrint, School: name},
		{Text: w.Workbook, Path: root + area.Stem + areaWorkbook, School: name},
	}
}

// AreaFiles are the paths of the overview of an authority, as a page and to print,
// and of its workbook.
func (area OverviewArea) AreaFiles() (page, print, workbook string) {
	return area.Stem + areaPage, area.Stem + areaPrint, area.Stem + areaWorkbook
}

// NationalIndex is the page that opens a large output: the schools of each
// authority under its name, each school a link to the first of its cards.
type NationalIndex struct {
	Index
	AreasTitle string
	Search     SearchWords
	Areas      []IndexArea
}

// SearchWords are those of a box to find a school; {n} is filled by the page.
type SearchWords struct {
	Label string `json:"label"`
	Found string `json:"found"`
	Many  string `json:"many"`
}

// IndexArea is an authority of the index.
type IndexArea struct {
	Name, Count string
	Links       []CardLink
	Schools     []IndexSchool
}

// IndexSchool is a school of the index; Path is empty where cards are in archives.
type IndexSchool struct{ Name, URN, Phase, Path string }

// BuildNationalIndex words the page that opens a large output.
func BuildNationalIndex(a *metrics.Analysis, o IndexOptions, areas []OverviewArea) (*NationalIndex, error) {
	b, err := newOverview(a, o.OverviewOptions)
	if err != nil {
		return nil, err
	}
	index := b.index(o)
	out := &NationalIndex{Index: *index, AreasTitle: b.w.Areas.Title, Search: b.w.Index.Search}
	sorted, names := b.namedAreas(areas)
	for i, area := range sorted {
		to := IndexArea{Name: names[i], Count: b.say(b.w.Areas.Count, values{"n": count(len(area.Schools))}), Links: b.areaLinks(area, names[i], "")}
		for _, s := range area.Schools {
			sc := &a.Data.Schools[s]
			school := IndexSchool{Name: b.schoolName(s), URN: string(sc.URN), Phase: cmp.Or(b.card.PhaseNames[sc.Phase.String()], b.card.Identity.PhaseUnknown)}
			if links := b.links(overviewSchool{index: s, name: school.Name}, ""); len(links) > 0 {
				school.Path = onScreen(links)
			}
			to.Schools = append(to.Schools, school)
		}
		slices.SortStableFunc(to.Schools, func(x, y IndexSchool) int { return cmp.Compare(strings.ToLower(x.Name), strings.ToLower(y.Name)) })
		out.Areas = append(out.Areas, to)
	}
	if b.err != nil {
		return nil, fmt.Errorf("index: %w", b.err)
	}
	return out, nil
}

// onScreen is the file a name on a screen leads to: of the first audience, as HTML
// where there is one.
func onScreen(links []CardLink) string {
	for _, l := range links {
		if strings.HasSuffix(l.Path, ".html") {
			return l.Path
		}
	}
	return links[0].Path
}

// BuildNationalWorkbook lays out the workbook of a batch of many authorities: the
// schools, and no figures, which would not go into a sheet. They stand in the
// workbook of each authority.
func BuildNationalWorkbook(a *metrics.Analysis, o OverviewOptions) (*Workbook, error) {
	b, err := newOverview(a, o)
	if err != nil {
		return nil, err
	}
	out, cover := b.workbook()
	notes, w := b.notesSheet(), b.w.Workbook.National
	notes.Rows = append([][]WorkCell{texts(w.About, w.Note)}, notes.Rows...)
	out.Sheets = []WorkSheet{cover, notes, b.schoolSheet()}
	if b.err != nil {
		return nil, fmt.Errorf("workbook: %w", b.err)
	}
	return out, nil
}
