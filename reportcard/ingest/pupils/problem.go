package pupils

import (
	"strconv"
	"strings"

	"inclusioncards/metrics"
)

// Severity says what a problem costs.
type Severity uint8

const (
	// Info: something was settled or left out on purpose.
	Info Severity = iota
	// Warning: the figures stand, but a reader should know.
	Warning
	// Error: a figure, a record or a file was not used.
	Error
)

// String gives the word used on the terminal and in JSON.
func (s Severity) String() string { return [...]string{"info", "warning", "error"}[s] }

// Problem is one finding with its place. It names the column by its canonical
// heading and never holds the contents of a cell.
type Problem struct {
	Code     string
	Severity Severity
	File     string
	Sheet    string
	Row      int         // line as the user sees it; 0 when about the table or a school
	Column   string      // canonical heading, empty when none
	Index    int         // 1-based position of the column, 0 when none
	URN      metrics.URN // only for findings about a whole school
	// Times is the number of rows it stands for: 1, or how many more there
	// were after the first twenty of a table.
	Times int
	// Ref is that of the table.
	Ref  int
	What string
	Hint string
}

const (
	codeNoPupil       = "IN701"
	codeTemporary     = "IN702"
	codeLostDigits    = "IN703"
	codeNoSchool      = "IN704"
	codeStatus        = "IN705"
	codeTwice         = "IN706"
	codeTwiceDiffer   = "IN707"
	codeTwoSchools    = "IN708"
	codeSEN           = "IN709"
	codeLegacySEN     = "IN710"
	codeYearGroup     = "IN711"
	codeAnswer        = "IN712"
	codeSessions      = "IN713"
	codeOverPossible  = "IN714"
	codeAttTwice      = "IN715"
	codeAttDiffer     = "IN716"
	codeCategory      = "IN717"
	codeDate          = "IN718"
	codeOutsideYear   = "IN719"
	codeSuspTwice     = "IN720"
	codeSuspDiffer    = "IN721"
	codeLength        = "IN722"
	codeDestination   = "IN723"
	codeDestDiffer    = "IN724"
	codeHighYear      = "IN725"
	codeSchoolDiffer  = "IN726"
	codeTooWide       = "IN727"
	codeTwoColumns    = "IN728"
	codeHeadings      = "IN729"
	codeBroken        = "IN730"
	codeFSMNow        = "IN731"
	codeNoStatus      = "IN732"
	codeNoCategory    = "IN733"
	codeManySchools   = "IN734"
	codeNoLastYear    = "IN735"
	codeMerged        = "IN736"
	codeNoSecond      = "IN737"
	codeNotCovered    = "IN738"
	codeSecondTwo     = "IN739"
	codeTooManyEvents = "IN740"
	codeSex           = "IN741"
	codeEthnicity     = "IN742"
	codeNeed          = "IN743"
	codeGround        = "IN744"
	codeMark          = "IN745"
	codeNoMark        = "IN746"
	codeMarkEra       = "IN747"
	codeMarkTwice     = "IN748"
	codeSession       = "IN749"
	codeMarksAndSums  = "IN750"
	codeMonthDay      = "IN751"
	codeDayMonth      = "IN752"
	codeConverted     = "IN753"
	codeTwoOrders     = "IN754"
)

// ProblemKind is one entry of the catalogue.
type ProblemKind struct {
	Code     string
	Severity Severity
	Message  string
	Hint     string
}

const sameCell = "correct the cell in the system the extract is from, and export again"

// Catalogue lists every kind of problem, in order of code.
func Catalogue() []ProblemKind {
	return []ProblemKind{
		{codeNoPupil, Error, "no pupil identifier: the record is left out", "fill in the identifier"},
		{codeTemporary, Error, "a temporary UPN cannot be matched: the record is left out", "replace it with the pupil's permanent UPN"},
		{codeLostDigits, Error, "the identifier has lost digits (1.23E+11): the record is left out", "format the column as text and export again"},
		{codeNoSchool, Error, "neither a URN nor a LAESTAB that can be resolved: the record is left out", "fill in the URN, or supply a table with URN and LAESTAB"},
		{codeStatus, Error, "enrolment status blank or not understood: the record is left out", "write C, M, S or G"},
		{codeTwice, Warning, "the pupil is on this census at this school already: counted once", "remove one of the rows"},
		{codeTwiceDiffer, Error, "the pupil is on this census at this school already, with other details: counted once, the details that differ as not known", "keep the row that is right"},
		{codeTwoSchools, Error, "the pupil is sole or main registered at another school too: both records are left out", "correct the enrolment status at one of the schools (S for subsidiary)"},
		{codeSEN, Warning, "SEN status blank or not understood: the pupil is in the figures for all pupils only", "write N, K or E; blank is never no SEN"},
		{codeLegacySEN, Warning, "SEN code of before 2014: S read as EHC plan, A and P as SEN support", "write E or K"},
		{codeYearGroup, Warning, "year group blank or not understood: the pupil is in no leaver figure", "write N1, N2, R or 1 to 14"},
		{codeAnswer, Warning, "neither yes nor no: taken as not known", "write 1 or 0"},
		{codeSessions, Error, "not a whole number of sessions: the record is left out", sameCell},
		{codeOverPossible, Error, "more sessions missed than possible: the record is left out", sameCell},
		{codeAttTwice, Warning, "the pupil's attendance at this school is there already, with equal figures: counted once", "remove one of the rows"},
		{codeAttDiffer, Error, "the pupil's attendance at this school is there already, with other figures: neither is used", "give one row for the whole year"},
		{codeCategory, Error, "category not understood: the record is left out", "write SUSP, PERM or LNCH"},
		{codeDate, Error, "not a date, or not in the order of day and month of its column: the record is left out", "write dates as 2024-01-31 or 31/01/2024"},
		{codeOutsideYear, Error, "the date lies outside the academic year: the record is left out", "supply the suspensions of the year of the first census"},
		{codeSuspTwice, Info, "repeats a suspension: counted once", "nothing to do"},
		{codeSuspDiffer, Error, "has the identifier of another suspension at this school with other details: neither is used", "give each suspension its own identifier"},
		{codeLength, Warning, "length blank or not understood: counted as a suspension, days lost not available", "write days in halves: 0.5, 1, 2.5"},
		{codeDestination, Warning, "destination not understood: taken as not known", "use one of the types the README lists"},
		{codeDestDiffer, Warning, "the pupil's destination is there already, and differs: taken as not known", "keep the row that is right"},
		{codeHighYear, Warning, "last year group or age not understood: taken as not known", "write the year group (6) or the age (11)"},
		{codeSchoolDiffer, Error, "the school is there already with another last year group: taken as not known", "keep the row that is right"},
		{codeTooWide, Error, "more cells than headings: cells may have moved sideways, so the record is left out", "put quotation marks around cells that hold a comma"},
		{codeTwoColumns, Error, "more than one column has this meaning", "keep one of the columns"},
		{codeHeadings, Error, "the headings are not those of such a table: nothing is read", "rename the headings as the README lists them"},
		{codeBroken, Error, "the table breaks off: the rows before are used", "export the file again"},
		{codeFSMNow, Warning, "eligibility for free school meals now stands in for FSM6 (ever in six years), which is wider", "supply EverFSM6"},
		{codeNoStatus, Warning, "no enrolment status: every record is taken as sole or main registered", "add the column with C, M, S and G"},
		{codeNoCategory, Warning, "no category: every record is taken as a suspension, none as permanent or lunchtime", "add the column with SUSP, PERM and LNCH"},
		{codeManySchools, Error, "more schools than pupils: the identifiers of school and pupil are in each other's place; nothing is counted", "correct the headings"},
		{codeNoLastYear, Warning, "last year group not known: no leavers by the rule school", "add the school's last year group or highest age to the table of schools"},
		{codeMerged, Error, "the predecessor and its successor both hold pupils on the first census: a merger, leavers not comparable", "leave the pair out of the mapping, or wait a year"},
		{codeNoSecond, Error, "no pupil on the second census: closed, converted or not supplied; leavers not available", "supply the second census of the school, or the URN that took its place"},
		{codeNotCovered, Warning, "no table of this kind names the school, and none covers several schools: not available, not zero", "supply the school's table, even if it is without rows, in an extract of all schools"},
		{codeSecondTwo, Warning, "the pupil is sole or main registered at another school too on the second census: counted as having stayed", "correct the enrolment status at one of the schools (S for subsidiary)"},
		{codeTooManyEvents, Error, "more suspensions of one pupil than a year can hold: the record is left out", sameCell},
		{codeSex, Warning, "sex not understood: taken as not known", "write M or F"},
		{codeEthnicity, Warning, "ethnic group not understood: taken as not known", "write a code of the school census (WBRI) or a major group (White)"},
		{codeNeed, Warning, "type of need not understood: taken as none", "write a code of the school census (SEMH)"},
		{codeGround, Warning, "ground for deletion not understood: taken as blank", "write the letter of regulation 9(1), a to o"},
		{codeMark, Error, "not an attendance code: the session is left out", "use the national attendance codes"},
		{codeNoMark, Warning, "no mark was entered: the session is left out", "complete the register and export again"},
		{codeMarkEra, Warning, "the attendance code was not in use on this day: counted by its meaning", "nothing to do, or correct the mark"},
		{codeMarkTwice, Warning, "the session has a mark already: the first one counts", "remove one of the rows"},
		{codeSession, Error, "neither morning nor afternoon: the session is left out", "write AM or PM"},
		{codeMarksAndSums, Error, "the pupil's attendance is there already as sums: the mark is not used", "supply marks or sums, not both"},
		{codeMonthDay, Info, "dates are in the order month, day, year, as most of those show that can be read one way only", "nothing to do; a date in the other order is refused"},
		{codeDayMonth, Info, "no date shows whether the day or the month comes first: taken as day, month, year", "nothing to do, or write dates as 2024-01-31"},
		{codeConverted, Error, "half or more of the pupils are a year later on roll at a school that was not on the first census: a conversion without its mapping; leavers not available", "supply the predecessor and successor of the school"},
		{codeTwoOrders, Error, "some dates have the day first and others the month: which is meant by the rest cannot be known, so nothing of the table is used for the schools in it", "write dates as 2024-01-31"},
	}
}

var kindByCode = func() map[string]ProblemKind {
	out := map[string]ProblemKind{}
	for _, k := range Catalogue() {
		out[k.Code] = k
	}
	return out
}()

// ofRow are the problems with who and where a row is about, whatever it is
// counted as.
var ofRow = map[string]bool{codeNoPupil: true, codeTemporary: true, codeLostDigits: true, codeNoSchool: true, codeTooWide: true}

// shown is how many problems of one code a table lists row by row.
const shown = 20

// problem files a problem at the current row.
func (r *tableReader) problem(c column, code string) {
	name, at := "", -1
	if c != noColumn {
		name, at = columnNames[c], r.columns.at[c]
	}
	r.file(code, name, at)
}

// problemAt files a problem in a column with a count per code.
func (r *tableReader) problemAt(at int, code string) { r.file(code, "", at) }

func (r *tableReader) file(code, column string, at int) {
	if r.again && ofRow[code] {
		return
	}
	r.times[code]++
	if r.times[code] > shown {
		return
	}
	k := kindByCode[code]
	p := Problem{
		Code: code, Severity: k.Severity, File: r.name, Sheet: r.sheet, Row: r.line,
		Times: 1, Ref: r.ref, What: k.Message, Hint: k.Hint, Column: column, Index: at + 1,
	}
	r.problems = append(r.problems, p)
}

// overflow says how many more there were of what was not listed.
func (r *tableReader) overflow() {
	for _, k := range Catalogue() {
		if more := r.times[k.Code] - shown; more > 0 {
			r.problems = append(r.problems, Problem{
				Code: k.Code, Severity: k.Severity, File: r.name, Sheet: r.sheet, Times: more, Ref: r.ref,
				What: "and more rows like those listed: " + k.Message, Hint: k.Hint,
			})
		}
	}
}

// leaveOut files a problem that costs a school the record.
func (r *tableReader) leaveOut(school uint32, c column, code string) {
	r.problem(c, code)
	if !r.again || !ofRow[code] {
		r.schools[school].leaveOut(code)
	}
}

// about files a problem about a whole school.
func (r *Result) about(u metrics.URN, code string, column string) {
	k := kindByCode[code]
	r.Problems = append(r.Problems, Problem{Code: code, Severity: k.Severity, URN: u, Column: column, Times: 1, What: k.Message, Hint: k.Hint})
}

// String gives the place first, then what is wrong.
func (p Problem) String() string {
	var b strings.Builder
	b.WriteString(p.Code)
	for _, part := range p.place() {
		b.WriteString(" " + part)
	}
	return b.String() + ": " + p.What
}

// place lists what is known of where a problem is.
func (p Problem) place() []string {
	var out []string
	put := func(label, s string) {
		if s != "" {
			out = append(out, label+s)
		}
	}
	put("", p.File)
	if p.Sheet != "" {
		put("sheet ", strconv.Quote(p.Sheet))
	}
	if p.Row > 0 {
		put("line ", strconv.Itoa(p.Row))
	}
	put("column ", p.Column)
	put("URN ", string(p.URN))
	if p.Times > 1 {
		put("times ", strconv.Itoa(p.Times))
	}
	return out
}
