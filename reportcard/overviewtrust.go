package reportcard

import (
	"cmp"
	"slices"
	"strings"

	"inclusioncards/metrics"
)

// batchName says whose schools these are: of the trusts chosen, or of an area.
func (b *overviewBuilder) batchName() string {
	var names []string
	for _, i := range b.o.Schools {
		s := &b.a.Data.Schools[i]
		if name := cmp.Or(s.Trust, s.TrustCode); b.o.Trusts && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	if len(names) == 0 || len(names) > mostNamed {
		return b.name(b.a.Data, "", b.o.SomeLAs)
	}
	slices.Sort(names)
	return b.list(names)
}

// trusts counts the printed results by academy trust. Nothing is shown where no
// school is of a trust.
func (b *overviewBuilder) trusts(schools []overviewSchool) []AreaSection {
	w := b.w.Trusts
	type group struct {
		name     string
		schools  int
		tested   int
		verdicts map[metrics.Verdict]int
	}
	groups := map[string]*group{}
	for _, s := range schools {
		sc := &b.a.Data.Schools[s.index]
		key := sc.TrustKey()
		if groups[key] == nil {
			name := cmp.Or(sc.Trust, sc.TrustCode, w.None)
			groups[key] = &group{name: name, verdicts: map[metrics.Verdict]int{}}
		}
		g := groups[key]
		g.schools++
		for _, r := range s.results {
			if m, _ := metrics.Lookup(r.Measure); !r.P.OK || m.Polarity == metrics.Neutral {
				continue
			}
			g.tested++
			g.verdicts[r.Verdict]++
		}
	}
	none := groups[""]
	delete(groups, "")
	if len(groups) == 0 {
		return nil
	}
	var order []*group
	for _, g := range groups {
		order = append(order, g)
	}
	slices.SortFunc(order, func(x, y *group) int {
		return cmp.Or(cmp.Compare(strings.ToLower(x.name), strings.ToLower(y.name)), cmp.Compare(y.schools, x.schools))
	})
	if none != nil {
		order = append(order, none)
	}
	t := &FigureTable{Caption: w.Caption, Header: []string{w.Trust, w.Schools, w.Tested}}
	shown := []metrics.Verdict{metrics.WorthExploring, metrics.Watch, metrics.PossibleStrength}
	for _, v := range shown {
		t.Header = append(t.Header, b.card.Results[v.String()][0])
	}
	t.Numeric = rightAligned(len(t.Header))
	for _, g := range order {
		row := []string{g.name, count(g.schools), count(g.tested)}
		for _, v := range shown {
			row = append(row, count(g.verdicts[v]))
		}
		t.Rows = append(t.Rows, row)
	}
	return []AreaSection{{ID: "trusts", Title: w.Title, Items: []AreaItem{{Table: t}, {Notes: []Text{textOf(w.Note)}}}}}
}
