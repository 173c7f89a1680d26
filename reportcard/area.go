package reportcard

import (
	"fmt"
	"slices"
	"strconv"
	"time"

	"inclusioncards/metrics"
	areas "inclusioncards/metrics/area"
	"inclusioncards/reportcard/chart"
)

// AreaReport is the report on an area, worded and rounded: drawers add nothing.
type AreaReport struct {
	Lang, Title, Name string
	Identity          []string
	Label             string // printed on every page when not empty
	Notice            Text
	Sections          []AreaSection
	// Back leads to the page that leads here; nil without.
	Back       *CardLink
	Marking    string
	FooterLeft string
	LeastType  float64 // as in Card
	// Continued follows the caption of a table carried on over a page.
	Continued string
}

// AreaSection is a part of the report under a heading.
type AreaSection struct {
	ID, Title string
	Items     []AreaItem
}

// AreaItem is one of: a list of points, notes, a chart with its table, a table.
type AreaItem struct {
	Points []Text
	Notes  []Text
	Chart  *chart.Chart
	Table  *FigureTable
}

// AreaOptions are the choices that change what the report says, not its numbers.
type AreaOptions struct {
	Profile Profile
	Date    time.Time
	// Version of the program, short hash of its settings, and a label that is
	// printed on every page after any the data asks for.
	Version, ConfigHash, Label string
	// Region is the one chosen, if any; SomeLAs tells that local authorities were.
	Region  string
	SomeLAs bool
}

// areaBuilder carries a report through its parts.
type areaBuilder struct {
	*builder
	w areaWords
	r *areas.Report
}

// BuildArea words a report. The profile must be the one the numbers were withheld
// for.
func BuildArea(d *metrics.Dataset, r *areas.Report, o AreaOptions) (*AreaReport, error) {
	w, err := loadWords()
	if err != nil {
		return nil, err
	}
	if o.Profile.Floor() != r.Options.Floor {
		return nil, fmt.Errorf("area report: the %s profile shows counts from %d, the figures were made for %d", o.Profile, o.Profile.Floor(), r.Options.Floor)
	}
	b := &areaBuilder{
		builder: &builder{
			in:    input{sources: d.Sources, year: r.Year},
			words: w, card: w.card,
			options: BuildOptions{Profile: o.Profile, Audience: areaAudience(o.Profile), Final: true, Date: o.Date, Version: o.Version, ConfigHash: o.ConfigHash, Label: o.Label},
		},
		w: w.area, r: r,
	}
	name := b.name(d, o.Region, o.SomeLAs)
	v := values{"name": upperFirst(name), "year": r.Year.String()}
	out := &AreaReport{
		Lang: "en-GB", Title: b.say(b.w.Title, v), Name: upperFirst(name), FooterLeft: b.say(b.w.Footer, v),
		Identity: b.identity(), Label: b.label(d), Notice: b.text(b.w.Notice, nil), Marking: b.profile().Marking,
		Continued: b.w.Continued,
	}
	out.Sections = slices.Concat(b.findings(), b.glance(), b.phases(), b.crosses(), b.leavers(), b.odds(), b.inclusionProfile(d), b.closing())
	if b.err != nil {
		return nil, fmt.Errorf("area report: %w", b.err)
	}
	return out, nil
}

// areaAudience is the edition whose own profile is in force: a report is never
// looser than its edition.
func areaAudience(p Profile) Audience {
	if p == OfficerProfile {
		return LA
	}
	return Governor
}

// mostNamed is how many local authorities a title names.
const mostNamed = 3

// name says which area it is: the region chosen, the only local authority, those
// chosen, or all schools of the files.
func (b *areaBuilder) name(d *metrics.Dataset, region string, someLAs bool) string {
	if region != "" {
		return region
	}
	var names []string
	for _, i := range b.r.Schools {
		s := &d.Schools[i]
		name := s.LAName
		if name == "" && s.LA != "" {
			name = b.say(b.w.LACode, values{"la": string(s.LA)})
		}
		if !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	switch {
	case len(names) == 1 && names[0] != "":
		return names[0]
	case someLAs && len(names) <= mostNamed:
		return b.list(names)
	case someLAs:
		return b.say(b.w.SeveralLAs, values{"n": strconv.Itoa(len(names))})
	}
	return b.w.EverySchool
}

func (b *areaBuilder) identity() []string {
	w := b.w.Identity
	out := []string{b.say(w.Schools, values{"n": count(len(b.r.Schools))})}
	for p := metrics.PhaseUnknown; p <= metrics.Independent; p++ {
		if n := b.r.ByPhase[p]; n > 0 {
			out = append(out, b.say(w.Phase, values{"n": count(n), "phase": b.schoolsOf(p, n)}))
		}
	}
	if b.r.PupilLevel > 0 {
		out = append(out, b.say(w.Records, values{"n": count(b.r.PupilLevel)}))
	}
	out = append(out, b.say(w.Period, values{"year": b.r.Year.String()}), b.say(w.Method, values{"method": metrics.MethodVersion}))
	if !b.options.Date.IsZero() {
		out = append(out, b.options.Date.Format("2 January 2006"))
	}
	return out
}

// schoolsOf names a number of schools of a phase.
func (b *areaBuilder) schoolsOf(p metrics.Phase, n int) string {
	if one := b.w.One[p.String()]; n == 1 && one != "" {
		return one
	}
	return b.scope(p, p.String())
}

// scope names a phase group; fallback is its key when it is a category.
func (b *areaBuilder) scope(p areas.Scope, key string) string {
	switch {
	case p == areas.AllSchools && key == "":
		return b.w.Scopes[areas.NotKnown]
	case key != "":
		return b.w.Scopes[key]
	}
	return b.w.Scopes[areas.ScopeName(p)]
}

func (b *areaBuilder) label(d *metrics.Dataset) string {
	demonstration, marked := false, false
	for _, s := range b.in.sources {
		demonstration = demonstration || s.Demonstration
		marked = marked || s.Demonstration || s.Simulated
	}
	for _, i := range b.r.Schools {
		marked = marked || d.Schools[i].Simulated
	}
	out := ""
	switch {
	case demonstration:
		out = b.w.Labels.Demonstration
	case marked:
		out = b.w.Labels.Simulated
	}
	if b.options.Label != "" {
		if out != "" {
			out += " "
		}
		out += b.options.Label
	}
	return out
}

// headline lists the outcomes a page shows; the tables hold the others too.
func (b *areaBuilder) headline() []areas.Measure {
	var out []areas.Measure
	for _, m := range areas.Measures() {
		switch m.ID {
		case "suspended_once", "persistent_absence", areas.LeaverMeasure(b.r.Options.LeaverRule):
			out = append(out, m)
		}
	}
	return out
}
