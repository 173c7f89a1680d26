package reportcard

import (
	"cmp"
	"fmt"

	"inclusioncards/metrics"
)

// Index is the page that opens an output folder: links, and no figures.
type Index struct {
	AreaReport // its head and foot; it has no sections
	// Batch are the files about the whole batch.
	BatchTitle string
	Batch      []CardLink
	// Archives are the archives that hold the cards, when they do.
	ArchivesTitle string
	Archives      []CardLink
	Schools       OverviewSchools
}

// IndexOptions are what a landing page leads to besides the cards.
type IndexOptions struct {
	OverviewOptions
	// Files of the output about the whole batch, by path from its folder. Each
	// needs words.
	Files []string
	// Combined are the files that join the cards of an audience.
	Combined []IndexCombined
	// Archives are those that hold the cards; with them no card has a link.
	Archives []IndexArchive
}

// IndexCombined is the cards of one audience in one file.
type IndexCombined struct {
	Path     string
	Audience Audience
}

// IndexArchive is the cards of one audience and one local authority.
type IndexArchive struct {
	Path     string
	Audience Audience
	LA       string // its code
}

// BuildIndex words the landing page of a batch.
func BuildIndex(a *metrics.Analysis, o IndexOptions) (*Index, error) {
	b, err := newOverview(a, o.OverviewOptions)
	if err != nil {
		return nil, err
	}
	out := b.index(o)
	out.Schools = OverviewSchools{ID: "schools", Title: b.w.Index.Schools, Table: FigureTable{Caption: b.w.Index.Caption, Header: []string{b.w.Schools.School, b.w.Index.URN, b.w.Schools.Phase}}}
	if len(o.Editions) > 0 {
		out.Schools.LinksHead = b.w.Schools.Cards
	}
	for _, s := range b.collectSchools() {
		sc := &a.Data.Schools[s.index]
		out.Schools.Table.Rows = append(out.Schools.Table.Rows, []string{s.name, string(sc.URN), cmp.Or(b.card.PhaseNames[sc.Phase.String()], b.card.Identity.PhaseUnknown)})
		out.Schools.Links = append(out.Schools.Links, b.links(s, ""))
	}
	if b.err != nil {
		return nil, fmt.Errorf("index: %w", b.err)
	}
	return out, nil
}

// index words the page without its schools.
func (b *overviewBuilder) index(o IndexOptions) *Index {
	w := b.w.Index
	name := upperFirst(b.batchName())
	v := values{"name": name, "year": b.a.Year.String()}
	out := &Index{
		AreaReport: AreaReport{
			Lang: "en-GB", Title: b.say(w.Title, v), Name: name, FooterLeft: b.say(w.Footer, v),
			Identity: b.batchIdentity(), Label: b.label(b.a.Data), Notice: b.text(w.Notice, nil), Marking: b.card.Profiles.Officer.Marking,
		},
		BatchTitle: w.Batch, ArchivesTitle: w.Archives,
	}
	for _, path := range o.Files {
		text := w.Files[path]
		if text == "" {
			b.fail(fmt.Errorf("no words for %s", path))
		}
		out.Batch = append(out.Batch, CardLink{Text: text, Path: path})
	}
	for _, f := range o.Combined {
		out.Batch = append(out.Batch, CardLink{Text: b.say(w.Combined, values{"name": b.w.Audiences[f.Audience]}), Path: f.Path})
	}
	for _, z := range o.Archives {
		out.Archives = append(out.Archives, CardLink{Text: b.say(w.Archive, values{"name": b.w.Audiences[z.Audience], "la": z.LA}), Path: z.Path})
	}
	return out
}
