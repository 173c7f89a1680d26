package ingest

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"inclusioncards/metrics"
	"inclusioncards/reportcard/ingest/pupils"
)

// Severity says what a problem costs; pupil-level tables use the same scale.
type Severity = pupils.Severity

const (
	Info    = pupils.Info
	Warning = pupils.Warning
	Error   = pupils.Error
)

// Stage is the step of reading at which a problem shows. Each stage may assume
// what the stages before it checked.
type Stage uint8

const (
	// StageFile: can the bytes be read, and what is the file?
	StageFile Stage = iota + 1
	// StageHeader: the file is a table; are its headings understood?
	StageHeader
	// StageCell: the column is understood; is the cell?
	StageCell
	// StageRow: the cells are understood; do we know school, year and group?
	StageRow
	// StageCrossRow: every row is known; do rows of one school agree?
	StageCrossRow
	// StageCrossFile: every file is read; do files agree?
	StageCrossFile
)

// String gives the word used in the catalogue.
func (s Stage) String() string {
	return [...]string{"", "file", "header", "cell", "row", "cross-row", "cross-file"}[s]
}

// Problem is one finding about the input, with its place. It never holds a
// name, a UPN or a date of birth: it says where, not what.
type Problem struct {
	Code     string
	Stage    Stage
	Severity Severity
	File     string
	Sheet    string
	Row      int         // 1-based line as the user sees it; 0 when none
	Cell     string      // "D17" in a workbook, empty otherwise
	Column   string      // the heading
	URN      metrics.URN // empty when not known
	What     string
	Hint     string
}

// String gives the place first, then what is wrong.
func (p Problem) String() string {
	var b strings.Builder
	b.WriteString(p.Code)
	sep := " "
	put := func(s string) { b.WriteString(sep + s); sep = ", " }
	if p.File != "" {
		put(p.File)
	}
	if p.Sheet != "" {
		put("sheet " + strconv.Quote(p.Sheet))
	}
	switch {
	case p.Cell != "":
		put("cell " + p.Cell)
	case p.Row > 0 && p.Sheet != "":
		put("row " + strconv.Itoa(p.Row))
	case p.Row > 0:
		put("line " + strconv.Itoa(p.Row))
	}
	if p.Column != "" {
		put("column " + strconv.Quote(p.Column))
	}
	if p.URN != "" && p.Row == 0 {
		put("URN " + string(p.URN))
	}
	return b.String() + ": " + p.What
}

// compareProblems orders problems by place, then code, so that the same input
// always gives the same report.
func compareProblems(a, b Problem) int {
	return cmp.Or(
		cmp.Compare(a.File, b.File), cmp.Compare(a.Sheet, b.Sheet), cmp.Compare(a.Row, b.Row),
		cmp.Compare(a.Column, b.Column), cmp.Compare(a.Code, b.Code), cmp.Compare(a.URN, b.URN),
		cmp.Compare(a.What, b.What),
	)
}

// FileReport says what one file (or one sheet of a workbook) was taken for.
type FileReport struct {
	File  string
	Sheet string
	// Kind is what the file was taken for, empty when not recognised.
	Kind string
	// Used is false for a file that was recognised but not read.
	Used   bool
	Rows   int
	Years  []metrics.AcademicYear
	SHA256 string
	// Ignored lists the headings that were not understood.
	Ignored []string
	// Note is one line: why the file was not used, or how it was read.
	Note string
}

// Report is everything worth saying about a run of reading.
type Report struct {
	Files    []FileReport
	Problems []Problem
}

// spot is a place in the input.
type spot struct {
	file, sheet, cell, column string
	row                       int
	urn                       metrics.URN
}

// report files a problem of the catalogue. Pairs fill the {names} of the
// message and the hint.
func (r *reader) report(code string, at spot, pairs ...string) *Problem {
	k := kindByCode[code]
	for i := 0; i < len(pairs); i += 2 {
		pairs[i] = "{" + pairs[i] + "}"
	}
	fill := strings.NewReplacer(append(pairs, "{file}", lastSegment(at.file))...)
	r.rep.Problems = append(r.rep.Problems, Problem{
		Code: code, Stage: k.Stage, Severity: k.Severity,
		File: at.file, Sheet: at.sheet, Row: at.row, Cell: at.cell, Column: at.column, URN: at.urn,
		What: fill.Replace(k.Message), Hint: fill.Replace(k.Hint),
	})
	return &r.rep.Problems[len(r.rep.Problems)-1]
}

func (r *reader) sortProblems() {
	slices.SortStableFunc(r.rep.Problems, compareProblems)
}

// echo quotes a short cell of a numeric column, and only when it cannot be a
// name, a UPN or a date: messages say where, not what.
func echo(cell string) string {
	t := strings.TrimSpace(cell)
	letters, digits, marks := 0, 0, 0
	for _, c := range t {
		switch {
		case unicode.IsLetter(c):
			letters++
		case unicode.IsDigit(c):
			digits++
		case c == '/' || c == '-' || c == '.':
			marks++
		}
	}
	if letters >= 6 || letters >= 1 && digits >= 8 || marks >= 2 && digits >= 6 {
		return "the cell"
	}
	if n := []rune(t); len(n) > 20 {
		t = string(n[:20]) + "…"
	}
	return strconv.Quote(t)
}

func plural(n int, one, many string) string { return Plural(n, one, many) }

// Plural writes a count with its word; the plural is the word with an s unless
// given.
func Plural(n int, one string, many ...string) string {
	word := one
	switch {
	case n != 1 && len(many) > 0:
		word = many[0]
	case n != 1:
		word += "s"
	}
	return thousands(n) + " " + word
}

func thousands(n int) string { return Thousands(n) }

// Thousands writes 1892 as 1,892.
func Thousands(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}
