package ingest

import (
	"encoding/csv"
	"errors"
	"io"
	"strings"

	"github.com/xuri/excelize/v2"

	"inclusioncards/metrics"
)

// exampleMark stands in the first cell of rows that show how a table is filled
// in. They are never read as data.
const exampleMark = "EXAMPLE"

// TemplateTable is one table to fill in.
type TemplateTable struct {
	Name    string // of the sheet, or of the file without extension
	About   string
	Columns []TemplateColumn
	// Rows are the example: an invented school, ignored on reading.
	Rows [][]string
}

// TemplateColumn is one column of a table to fill in.
type TemplateColumn struct {
	Heading string
	Meaning string
	// List holds the words a cell may hold, for a drop-down; nil for any.
	List []string
	// Text keeps a spreadsheet program from reading the cells as numbers.
	Text bool
}

// Words of the drop-down lists.
var (
	groupList  = []string{"no_sen", "sen_support", "ehc_plan", "send", "all"}
	termList   = []string{"autumn", "spring", "summer"}
	yesNo      = []string{"Yes", "No"}
	phaseList  = []string{"Nursery", "Primary", "Secondary", "All-through", "16 plus", "Special", "AP", "Independent"}
	presetList = []string{"school", "mime2024"}
)

// fieldMeaning says what each figure of a table of counts is.
var fieldMeaning = map[metrics.Field]string{
	metrics.Pupils:          "sole and dual main registered pupils on the January census of the year",
	metrics.PupilsSuspended: "of them, suspended at least once in the year", metrics.PupilsSuspendedRepeat: "of them, suspended twice or more",
	metrics.Suspensions: "suspensions in the year (events, not pupils)", metrics.SuspensionDays: "school days of suspension; halves may be given",
	metrics.PermanentExclusions: "permanent exclusions in the year",
	metrics.Enrolments:          "enrolments with at least one possible session in the year", metrics.SessionsPossible: "their possible sessions",
	metrics.SessionsAbsent: "their sessions of absence, authorised and not", metrics.PersistentAbsentees: "enrolments that missed 10% or more of their own possible sessions",
	metrics.SevereAbsentees: "enrolments that missed 50% or more", metrics.C2Sessions: "sessions with code C2 (temporary part-time timetable)",
	metrics.BSessions:          "sessions with code B (educated off site)",
	metrics.LeaverBase:         "pupils on the January census in a year group that has a next year at the school",
	metrics.NonStandardLeavers: "of them, not on the school's roll at the next January census", metrics.LeaversSpecial: "of those who left, moved to a special school",
	metrics.LeaversEHE: "of those who left, to elective home education", metrics.LeaversNotKnown: "of those who left, destination not known",
	metrics.Y10Pupils: "pupils in Year 10 on the January census", metrics.Y10Y11Leavers: "of them, not on roll at the next January census",
	metrics.UnitPupils: "pupils of a SEN unit or resourced provision, counted in pupils as well",
}

// Templates lists the tables to fill in: none has to be, any mix will do.
func Templates() []TemplateTable {
	id := []TemplateColumn{
		{Heading: "urn", Meaning: "the school's unique reference number, six digits", Text: true},
		{Heading: "laestab", Meaning: "its DfE number, seven digits, where there is no URN", Text: true},
	}
	year := TemplateColumn{Heading: "academic_year", Meaning: "such as 2023/24", Text: true}
	counts := append(append([]TemplateColumn{}, id...), year,
		TemplateColumn{Heading: "term", Meaning: "blank for a whole year; a term is compared with the same term only", List: termList},
		TemplateColumn{Heading: "sen_group", Meaning: "one row for each group; send and all are totals and may be left out", List: groupList})
	rows := [][]string{}
	for _, g := range []struct{ group, n string }{{"no_sen", "700"}, {"sen_support", "120"}, {"ehc_plan", "30"}} {
		row := []string{exampleMark, "", "2023/24", "", g.group}
		for _, f := range metrics.CountFields() {
			switch f {
			case metrics.Pupils:
				row = append(row, g.n)
			case metrics.PupilsSuspended:
				row = append(row, "12")
			case metrics.Suspensions:
				row = append(row, "20")
			case metrics.PermanentExclusions:
				row = append(row, "c")
			default:
				row = append(row, "")
			}
		}
		rows = append(rows, append(row, "", "c: suppressed"))
	}
	for _, f := range metrics.CountFields() {
		counts = append(counts, TemplateColumn{Heading: f.String(), Meaning: fieldMeaning[f]})
	}
	counts = append(counts, TemplateColumn{Heading: "leaver_preset", Meaning: "which rule the leavers were counted by", List: presetList},
		TemplateColumn{Heading: "notes", Meaning: "for your own use, not read"})
	return append([]TemplateTable{
		{"counts", "Counts of each school, year and SEN group.", counts, rows},
		{"schools", "What each school is. An extract of Get Information about Schools serves as well.", schoolColumns(id), [][]string{{
			exampleMark, "", "An invented school", "999", "An invented authority", "", "Secondary", "Academy converter", "11", "16", "Non-selective", "Mixed", "No", "Yes", "21.5", "12.0", "",
		}}},
		{"benchmarks", "Averages of an area that you supply: for a school alone, or an authority with its own.", benchmarkColumns(year), [][]string{{
			exampleMark, "Secondary", "2023/24", "", "suspended_once", "no_sen", "4.1%", "", "", "where the figure comes from",
		}}},
		{"comments", "A school's reply, printed on its card as the school's words.", []TemplateColumn{
			id[0], {Heading: "text", Meaning: "up to 600 characters; plain text"}, {Heading: "by_whom", Meaning: "the role of the writer, such as Headteacher"},
		}, [][]string{{exampleMark, "What the school wants readers to know.", "Headteacher"}}},
	}, pupilTemplates(year)...)
}

func schoolColumns(id []TemplateColumn) []TemplateColumn {
	return append(append([]TemplateColumn{}, id...),
		TemplateColumn{Heading: "name", Meaning: "name of the school"},
		TemplateColumn{Heading: "la_code", Meaning: "three-digit code of the local authority", Text: true},
		TemplateColumn{Heading: "la_name", Meaning: "its name"}, TemplateColumn{Heading: "region", Meaning: "one of the nine regions of England"},
		TemplateColumn{Heading: "phase", Meaning: "schools are compared within their phase", List: phaseList},
		TemplateColumn{Heading: "type", Meaning: "such as Community school or Academy converter"},
		TemplateColumn{Heading: "low_age", Meaning: "lowest statutory age"}, TemplateColumn{Heading: "high_age", Meaning: "highest statutory age"},
		TemplateColumn{Heading: "admissions_policy", Meaning: "Selective or Non-selective", List: []string{"Selective", "Non-selective"}},
		TemplateColumn{Heading: "gender", Meaning: "Mixed, Boys or Girls", List: []string{"Mixed", "Boys", "Girls"}},
		TemplateColumn{Heading: "sen_unit", Meaning: "whether it has a SEN unit", List: yesNo},
		TemplateColumn{Heading: "resourced_provision", Meaning: "whether it has resourced provision", List: yesNo},
		TemplateColumn{Heading: "fsm6_percent", Meaning: "pupils eligible for free school meals in the last six years, in per cent"},
		TemplateColumn{Heading: "eal_percent", Meaning: "pupils whose first language is not English, in per cent"},
		TemplateColumn{Heading: "ofsted_outcome", Meaning: "as published; may be blank"})
}

func benchmarkColumns(year TemplateColumn) []TemplateColumn {
	var measures []string
	for _, m := range metrics.Catalogue() {
		measures = append(measures, string(m.ID))
	}
	return []TemplateColumn{
		{Heading: "area", Meaning: "England, a region, or the name or code of a local authority", Text: true},
		{Heading: "phase", Meaning: "phase of the schools, or All", List: append([]string{"All"}, phaseList...)}, year,
		{Heading: "term", Meaning: "blank for a whole year", List: termList},
		{Heading: "measure", Meaning: "name of the measure, as the README lists them", List: measures},
		{Heading: "group", Meaning: "no_sen, sen_support, ehc_plan, send or all", List: groupList},
		{Heading: "rate", Meaning: "4.1% or 0.041; events per 100 pupils for rates of events; or leave it out and give the next two"},
		{Heading: "numerator", Meaning: "pupils or events"}, {Heading: "denominator", Meaning: "pupils they are counted among"},
		{Heading: "source", Meaning: "where the figure comes from; printed on the cards"},
	}
}

// pupilTemplates are the pupil-level tables: counted in memory, never written
// out.
func pupilTemplates(year TemplateColumn) []TemplateTable {
	pupil := TemplateColumn{Heading: "pupil_id", Meaning: "any identifier that is the same in every table and year; upn serves as well", Text: true}
	school := TemplateColumn{Heading: "school_urn", Meaning: "six digits", Text: true}
	return []TemplateTable{
		{"census", "Pupils on roll in January: two censuses a year apart give the leavers.", []TemplateColumn{
			pupil, school, year,
			{Heading: "year_group", Meaning: "N1, N2, R or 1 to 14", Text: true}, {Heading: "sen_status", Meaning: "N, K or E; blank is unknown", List: []string{"N", "K", "E"}},
			{Heading: "fsm6", Meaning: "1 or 0", List: []string{"1", "0"}}, {Heading: "ethnicity_major", Meaning: "major ethnic group"}, {Heading: "sex", Meaning: "F or M"},
			{Heading: "enrolment_status", Meaning: "C current, M main, S subsidiary, G guest", List: []string{"C", "M", "S", "G"}},
		}, [][]string{{exampleMark, "999999", "2023/24", "9", "K", "0", "", "", "C"}}},
		{"attendance", "Sessions of each pupil over the year.", []TemplateColumn{
			pupil, school, year, {Heading: "sessions_possible", Meaning: "whole number"}, {Heading: "sessions_missed", Meaning: "absent, authorised and not"},
		}, [][]string{{exampleMark, "999999", "2023/24", "380", "21"}}},
		{"suspensions", "One row for each suspension or exclusion.", []TemplateColumn{
			pupil, school, {Heading: "suspension_id", Meaning: "one for each suspension", Text: true}, {Heading: "start_date", Meaning: "2023-11-06 or 06/11/2023", Text: true},
			{Heading: "length_days", Meaning: "days in halves: 0.5, 1, 2.5"}, {Heading: "category", Meaning: "SUSP, PERM or LNCH", List: []string{"SUSP", "PERM", "LNCH"}},
		}, [][]string{{exampleMark, "999999", "1", "2023-11-06", "1.5", "SUSP"}}},
		{"destinations", "Where pupils went who left.", []TemplateColumn{
			pupil, {Heading: "from_school_urn", Meaning: "six digits", Text: true}, year, {Heading: "destination_urn", Meaning: "when they went to a school", Text: true},
			{Heading: "destination_type", Meaning: "such as Special school, Home education, Not known"},
			{Heading: "ground", Meaning: "ground for deletion, a to o (regulation 9(1) of 2024)"},
		}, [][]string{{exampleMark, "999999", "2023/24", "", "Home education", "f"}}},
	}
}

// notesTable lists every heading with its meaning.
func notesTable(all []TemplateTable) [][]string {
	rows := [][]string{
		{"Fill in the tables you have and leave out the others. A row whose first cell is " + exampleMark + " shows how and is not read."},
		{"Missing figures: c suppressed, x not available, z not applicable, low rounds to nothing. An empty cell is not available; 0 is zero."}, {},
		{"Table", "Heading", "Meaning", "One of"},
	}
	for _, t := range all {
		rows = append(rows, []string{t.Name, "", t.About, ""})
		for _, c := range t.Columns {
			rows = append(rows, []string{t.Name, c.Heading, c.Meaning, strings.Join(c.List, ", ")})
		}
	}
	return rows
}

// WriteTemplateCSV calls create for each file of the template and writes it.
func WriteTemplateCSV(create func(name string) (io.WriteCloser, error)) error {
	all := Templates()
	write := func(name string, rows [][]string) error {
		f, err := create(name)
		if err != nil {
			return err
		}
		w := csv.NewWriter(f)
		err = w.WriteAll(rows)
		return errors.Join(err, f.Close())
	}
	for _, t := range all {
		var head []string
		for _, c := range t.Columns {
			head = append(head, c.Heading)
		}
		if err := write(t.Name+".csv", append([][]string{head}, t.Rows...)); err != nil {
			return err
		}
	}
	return write("notes.csv", notesTable(all))
}

// templateRows is how far down the drop-down lists of the workbook reach.
const templateRows = 5000

// WriteTemplateXLSX writes the workbook to fill in: a sheet for each table, with
// drop-down lists, and a sheet of notes.
func WriteTemplateXLSX(w io.Writer) error {
	f := excelize.NewFile()
	defer f.Close()
	b := templateBook{f: f}
	all := Templates()
	b.do(f.SetSheetName("Sheet1", "Notes"))
	bold := b.style(&excelize.Style{Font: &excelize.Font{Bold: true}, Alignment: &excelize.Alignment{WrapText: true, Vertical: "top"}})
	text := b.style(&excelize.Style{NumFmt: 49})
	grey := b.style(&excelize.Style{NumFmt: 49, Font: &excelize.Font{Italic: true, Color: "6B6B6B"}})
	for i, row := range notesTable(all) {
		b.row("Notes", i+1, row)
	}
	b.do(f.SetColWidth("Notes", "A", "B", 22))
	b.do(f.SetColWidth("Notes", "C", "D", 70))
	b.do(f.SetCellStyle("Notes", "A4", "D4", bold))
	lists := 0
	for _, t := range all {
		_, err := f.NewSheet(t.Name)
		b.do(err)
		var head []string
		for _, c := range t.Columns {
			head = append(head, c.Heading)
		}
		last := b.cell(len(head), 1)
		b.row(t.Name, 1, head)
		b.do(f.SetColWidth(t.Name, "A", strings.TrimRight(last, "0123456789"), 16))
		b.do(f.SetPanes(t.Name, &excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}))
		for i, c := range t.Columns {
			from, to := b.cell(i+1, 2), b.cell(i+1, templateRows)
			if c.Text {
				b.do(f.SetColStyle(t.Name, strings.TrimRight(from, "0123456789"), text))
			}
			if len(c.List) == 0 {
				continue
			}
			lists++
			v := excelize.NewDataValidation(true)
			v.SetSqref(from + ":" + to)
			v.SetInput(c.Heading, c.Meaning)
			if len(strings.Join(c.List, ",")) <= 255 {
				b.do(v.SetDropList(c.List))
			} else {
				v.SetSqrefDropList(b.list(lists, c.List))
			}
			// Symbols for missing words are allowed: the list helps, it does
			// not forbid.
			v.SetError(excelize.DataValidationErrorStyleWarning, c.Heading, "not one of the words in the list")
			b.do(f.AddDataValidation(t.Name, v))
		}
		b.do(f.SetCellStyle(t.Name, "A1", last, bold))
		for i, row := range t.Rows {
			b.row(t.Name, i+2, row)
			b.do(f.SetCellStyle(t.Name, b.cell(1, i+2), b.cell(len(head), i+2), grey))
		}
	}
	f.SetActiveSheet(0)
	if b.err != nil {
		return b.err
	}
	return f.Write(w)
}

// templateBook keeps the first error of many calls.
type templateBook struct {
	f   *excelize.File
	err error
}

func (b *templateBook) do(err error) {
	if b.err == nil {
		b.err = err
	}
}

func (b *templateBook) style(s *excelize.Style) int {
	n, err := b.f.NewStyle(s)
	b.do(err)
	return n
}

func (b *templateBook) cell(col, row int) string {
	name, err := excelize.CoordinatesToCellName(col, row)
	b.do(err)
	return name
}

func (b *templateBook) row(sheet string, row int, cells []string) {
	for i, c := range cells {
		if c != "" {
			b.do(b.f.SetCellStr(sheet, b.cell(i+1, row), c))
		}
	}
}

// list puts a long list on a sheet of its own and gives its place.
func (b *templateBook) list(n int, words []string) string {
	if i, err := b.f.GetSheetIndex("Lists"); err != nil || i < 0 {
		_, err := b.f.NewSheet("Lists")
		b.do(err)
	}
	for i, w := range words {
		b.do(b.f.SetCellStr("Lists", b.cell(n, i+1), w))
	}
	col := strings.TrimRight(b.cell(n, 1), "0123456789")
	return "Lists!$" + col + "$1:$" + col + "$" + formatNumber(float64(len(words)))
}
