package reportcard

import (
	"fmt"
	"strings"
	"time"

	"inclusioncards/metrics"
	areas "inclusioncards/metrics/area"
)

// Workbook is the numbers of a batch as sheets of one table each: drawers add
// nothing. It is for officers: nothing is withheld.
type Workbook struct {
	Title  string
	Sheets []WorkSheet
}

// WorkSheet is one table under one heading row.
type WorkSheet struct {
	Name    string
	Columns []WorkColumn
	Rows    [][]WorkCell
}

// WorkColumn heads a column; Width is in characters.
type WorkColumn struct {
	Head  string  `json:"head"`
	Width float64 `json:"width"`
}

// WorkCell is a text, a number, or, at the zero value, empty.
type WorkCell struct {
	Text   string
	V      float64
	Format WorkFormat
}

// WorkFormat is how a cell shows its value; the value itself is exact.
type WorkFormat uint8

const (
	// WorkText: Text, never a formula. Empty shows nothing.
	WorkText WorkFormat = iota
	WorkWhole
	// WorkPercent: V in [0,1] (a gap: [-1,1]) shown as a percentage with one decimal.
	WorkPercent
	WorkOneDecimal
	WorkThreeDecimals
	// WorkProbability: six decimals.
	WorkProbability
)

// InputProblem is one finding about the input: where, what, and what to do.
type InputProblem struct {
	File, Sheet    string
	Row            int // 0 when none
	Column, URN    string
	Code, Severity string
	What, Hint     string
}

// OverviewOptions are the choices of what is said of a batch.
type OverviewOptions struct {
	// Schools of the batch with a card: indices in the dataset, ascending.
	Schools  []int
	Problems []InputProblem
	Date     time.Time
	// Version of the program, short hash of its settings, and a label that is
	// printed after any the data asks for.
	Version, ConfigHash, Label string
	// SomeLAs tells that local authorities were chosen.
	SomeLAs bool
	// Trusts tells that academy trusts were chosen, so that they name the batch.
	Trusts bool
	// LeftOut are the chosen schools without a card, by reason.
	LeftOut []LeftOut
	// Deeper is how many folders the page stands below the folder officer.
	Deeper int
	// Editions are the cards there are, to link to.
	Editions []OverviewEdition
}

// LeftOut counts schools without a card; Why goes after "that are".
type LeftOut struct {
	Why     string
	Schools int
}

// overviewBuilder carries a batch through its overview and its workbook.
type overviewBuilder struct {
	*areaBuilder
	w overviewWords
	a *metrics.Analysis
	o OverviewOptions
	// root leads from the folder of the page to that of the output.
	root string
}

func newOverview(a *metrics.Analysis, o OverviewOptions) (*overviewBuilder, error) {
	w, err := loadWords()
	if err != nil {
		return nil, err
	}
	if len(o.Schools) == 0 {
		return nil, fmt.Errorf("overview: no school")
	}
	return &overviewBuilder{
		areaBuilder: &areaBuilder{
			builder: &builder{
				in:    input{sources: a.Data.Sources, year: a.Year, options: a.Options, comparators: a.Comparators},
				words: w, card: w.card,
				options: BuildOptions{Profile: OfficerProfile, Audience: LA, Date: o.Date, Version: o.Version, ConfigHash: o.ConfigHash, Label: o.Label},
			},
			w: w.area, r: &areas.Report{Schools: o.Schools, Year: a.Year},
		},
		w: w.overview, a: a, o: o, root: strings.Repeat("../", 1+o.Deeper),
	}, nil
}

// BuildWorkbook lays out the numbers of a batch.
func BuildWorkbook(a *metrics.Analysis, o OverviewOptions) (*Workbook, error) {
	b, err := newOverview(a, o)
	if err != nil {
		return nil, err
	}
	out, cover := b.workbook()
	out.Sheets = []WorkSheet{
		cover, b.notesSheet(), b.schoolSheet(), b.measureSheet(), b.resultSheet(), b.problemSheet(),
	}
	if b.err != nil {
		return nil, fmt.Errorf("workbook: %w", b.err)
	}
	return out, nil
}

// workbook is an empty one with its title, and the cover that goes first.
func (b *overviewBuilder) workbook() (*Workbook, WorkSheet) {
	area := upperFirst(b.batchName())
	title := b.say(b.w.Workbook.Title, values{"name": area, "year": b.a.Year.String()})
	return &Workbook{Title: title}, b.coverSheet(title, area)
}

func text(s string) WorkCell { return WorkCell{Text: s} }

func wholeCell(n int) WorkCell { return WorkCell{V: float64(n), Format: WorkWhole} }

func texts(words ...string) []WorkCell {
	out := make([]WorkCell, len(words))
	for i, w := range words {
		out[i] = text(w)
	}
	return out
}

// numberCell is empty for a figure there is not: not zero.
func numberCell(n metrics.Number, f WorkFormat) WorkCell {
	if !n.OK {
		return WorkCell{}
	}
	return WorkCell{V: n.V, Format: f}
}

func countCell(c metrics.Count) WorkCell {
	if !c.OK() {
		return WorkCell{}
	}
	return WorkCell{V: c.N, Format: WorkWhole}
}

func (b *overviewBuilder) coverSheet(title, area string) WorkSheet {
	w := b.w.Workbook.Cover
	s := WorkSheet{Name: w.Sheet.Name, Columns: w.Sheet.Columns}
	add := func(what string, c WorkCell) { s.Rows = append(s.Rows, []WorkCell{text(what), c}) }
	add(w.Report, text(title))
	add(w.Marking, text(b.card.Profiles.Officer.Marking))
	if label := b.label(b.a.Data); label != "" {
		add(w.Label, text(label))
	}
	add(w.Area, text(area))
	add(w.Year, text(b.a.Year.String()))
	add(w.Schools, wholeCell(len(b.o.Schools)))
	if !b.o.Date.IsZero() {
		add(w.Date, text(b.o.Date.Format("2 January 2006")))
	}
	add(w.Method, text(metrics.MethodVersion))
	add(w.Program, text(b.o.Version))
	add(w.Settings, text(b.o.ConfigHash))
	return s
}

func (b *overviewBuilder) notesSheet() WorkSheet {
	w := b.w.Workbook.Notes
	s := WorkSheet{Name: w.Sheet.Name, Columns: w.Sheet.Columns}
	level := decimal(b.a.Options.Level, 2, 0)
	for _, n := range w.Rows {
		s.Rows = append(s.Rows, texts(n.About, b.say(n.Note, values{"level": level})))
	}
	for _, m := range metrics.Catalogue() {
		s.Rows = append(s.Rows, texts(m.Name, m.Definition))
	}
	return s
}

func (b *overviewBuilder) schoolSheet() WorkSheet {
	w := b.w.Workbook
	s := WorkSheet{Name: w.Schools.Name, Columns: w.Schools.Columns}
	for _, i := range b.o.Schools {
		sc := &b.a.Data.Schools[i]
		row := texts(string(sc.URN), string(sc.LAESTAB), b.schoolName(i), string(sc.LA), sc.LAName, sc.Region, b.card.PhaseNames[sc.Phase.String()], sc.Type)
		roll := metrics.Observation{}
		if m, ok := metrics.Lookup("roll"); ok {
			roll = metrics.Observe(b.a.Data, i, b.a.Year, m, metrics.GroupAll, b.a.Options.Level)
		}
		cell := WorkCell{}
		if roll.OK() {
			cell = WorkCell{V: roll.Value, Format: WorkWhole}
		}
		s.Rows = append(s.Rows, append(row, cell, text(b.yes(sc.Closed)), text(b.yes(sc.Simulated))))
	}
	return s
}

func (b *overviewBuilder) yes(v bool) string {
	if v {
		return b.w.Workbook.Yes
	}
	return ""
}

// schoolName is the name on the card.
func (b *overviewBuilder) schoolName(i int) string {
	b.in.school = b.a.Data.Schools[i]
	return b.builder.name()
}

func (b *overviewBuilder) measureSheet() WorkSheet {
	w := b.w.Workbook
	s := WorkSheet{Name: w.Measures.Name, Columns: w.Measures.Columns}
	for _, i := range b.o.Schools {
		urn, name := text(string(b.a.Data.Schools[i].URN)), text(b.schoolName(i))
		for _, o := range metrics.Observations(b.a.Data, i, b.a.Year, b.a.Options.Level) {
			if !o.Given {
				continue
			}
			m, _ := metrics.Lookup(o.Measure)
			row := []WorkCell{urn, name, text(string(o.Measure)), text(m.Name), text(w.Groups[o.Group.String()]), countCell(o.Num), countCell(o.Den), text(w.States[o.State.String()]), {}, {}, {}}
			f := unitFormat(o.Unit)
			if o.OK() {
				row[8] = WorkCell{V: o.Value, Format: f}
				if o.HasInterval {
					row[9], row[10] = WorkCell{V: o.Lo, Format: f}, WorkCell{V: o.Hi, Format: f}
				}
			}
			s.Rows = append(s.Rows, row)
		}
	}
	return s
}

func unitFormat(u metrics.Unit) WorkFormat {
	switch u {
	case metrics.UnitProportion:
		return WorkPercent
	case metrics.UnitCount:
		return WorkWhole
	}
	return WorkOneDecimal
}

func (b *overviewBuilder) resultSheet() WorkSheet {
	w := b.w.Workbook
	s := WorkSheet{Name: w.Results.Name, Columns: w.Results.Columns}
	for _, i := range b.o.Schools {
		urn, name := text(string(b.a.Data.Schools[i].URN)), text(b.schoolName(i))
		for _, r := range b.a.Results(i) {
			m, _ := metrics.Lookup(r.Measure)
			row := []WorkCell{
				urn, name, text(string(r.Measure)), text(m.Name), text(b.card.Comparators[r.Comparator].Name),
				text(b.word(r)[0]), text(w.Directions[r.Direction.String()]), text(string(r.Reason)), text(b.yes(r.SecondYear)),
			}
			schools, pooled, tests := WorkCell{}, WorkCell{}, WorkCell{}
			if !r.Published && (r.Schools > 0 || r.Verdict != metrics.NotSupplied) {
				schools = wholeCell(r.Schools)
			}
			if r.YearsPooled > 0 {
				pooled = wholeCell(r.YearsPooled)
			}
			if r.Tests > 0 {
				tests = wholeCell(r.Tests)
			}
			f := unitFormat(m.Unit)
			s.Rows = append(s.Rows, append(row, schools, pooled,
				numberCell(r.Observed, WorkWhole), numberCell(r.Expected, WorkOneDecimal), numberCell(r.Excess, WorkOneDecimal),
				numberCell(r.OddsRatio, WorkThreeDecimals), numberCell(r.Z, WorkThreeDecimals), numberCell(r.P, WorkProbability), numberCell(r.Q, WorkProbability), tests,
				numberCell(r.SchoolValue, f), numberCell(r.ComparatorValue, f), numberCell(r.LimitLo, f), numberCell(r.LimitHi, f)))
		}
	}
	return s
}

func (b *overviewBuilder) problemSheet() WorkSheet {
	w := b.w.Workbook
	s := WorkSheet{Name: w.Problems.Name, Columns: w.Problems.Columns}
	for _, p := range b.o.Problems {
		row := WorkCell{}
		if p.Row > 0 {
			row = wholeCell(p.Row)
		}
		s.Rows = append(s.Rows, []WorkCell{text(p.File), text(p.Sheet), row, text(p.Column), text(p.URN), text(p.Code), text(p.Severity), text(p.What), text(p.Hint)})
	}
	return s
}
