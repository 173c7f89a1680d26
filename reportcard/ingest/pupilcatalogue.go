package ingest

import (
	"slices"
	"strings"

	"inclusioncards/reportcard/ingest/pupils"
)

// The problems of pupil-level tables: those of their rows are kept by package
// pupils, those of whole tables and years here.
const (
	codePupilHeadings = "IN729"

	codePupilYear  = "IN781"
	codeNoCensus   = "IN782"
	codeCensusYear = "IN783"
	codeCut        = "IN784"
	codeInferred   = "IN785"
	codeLostYear   = "IN786"
	codeLeftOut    = "IN787"
	codeRollWarn   = "IN788"
	codeRollVeto   = "IN789"
	codeCheckWarn  = "IN790"
	codeCheckVeto  = "IN791"
	codePlaceless  = "IN792"
	codeBoth       = "IN793"
	codePupilRows  = "IN794"
	codePupilEmpty = "IN795"
	codePupilBelow = "IN796"

	// codeTwoOrders is of package pupils: the table it is about is not used.
	codeTwoOrders = "IN754"
)

// pupilStages says at which step of reading a problem of package pupils shows;
// those not listed show at the row.
var pupilStages = map[string]Stage{
	"IN709": StageCell, "IN710": StageCell, "IN711": StageCell, "IN712": StageCell, "IN722": StageCell, "IN723": StageCell,
	"IN741": StageCell, "IN742": StageCell, "IN743": StageCell, "IN744": StageCell, "IN745": StageCell, "IN746": StageCell, "IN747": StageCell, "IN749": StageCell,
	"IN748": StageCrossRow, "IN750": StageCrossRow, "IN751": StageFile, "IN752": StageFile, "IN753": StageCrossFile, "IN754": StageFile,
	"IN706": StageCrossRow, "IN707": StageCrossRow, "IN708": StageCrossRow, "IN714": StageCrossRow, "IN715": StageCrossRow, "IN716": StageCrossRow,
	"IN720": StageCrossRow, "IN721": StageCrossRow, "IN724": StageCrossRow, "IN739": StageCrossRow, "IN740": StageCrossRow,
	"IN728": StageHeader, "IN729": StageHeader, "IN731": StageHeader, "IN732": StageHeader, "IN733": StageHeader,
	"IN730": StageFile, "IN734": StageCrossFile, "IN735": StageCrossFile, "IN736": StageCrossFile, "IN737": StageCrossFile, "IN738": StageCrossFile,
}

// schoolTable are the problems of package pupils with a table of schools, which
// is read here like any other, with problems of its own; and that of a merger,
// of which it hears nothing.
var schoolTable = map[string]bool{"IN725": true, "IN726": true}

// pupilCatalogue lists the problems of pupil-level tables, in order of code.
func pupilCatalogue() []ProblemKind {
	out := []ProblemKind{
		{codePupilYear, StageFile, Error, "nothing says which academic year this table of {kind} is about: not used",
			"put it in the file name (census_2024_01.csv, attendance_2023_24.csv), in a column academic_year, or give --file-year 2023/24"},
		{codeNoCensus, StageCrossFile, Error, "is about {year}, and there is no pupil census of {month}: not used",
			"supply that census, or correct the year in the file name"},
		{codeCensusYear, StageFile, Error, "its name says {year}, its dates of birth and year groups say {other}: not used",
			"give the file the name of the census it holds (census_2024_01.csv for January 2024), or supply the census of that year"},
		{codeBoth, StageFile, Warning, "holds the columns of a census beside attendance, and there is no census of that year: counted as both, so that every pupil in it counts as on roll",
			"supply the January census, if pupils in this table had left before it or joined after it"},
		{codePupilRows, StageHeader, Error, "holds records of pupils and no row of headings that is understood: not used",
			"put the row of headings above the first record; {headings}"},
		{codePupilEmpty, StageFile, Error, "has headings of {kind} and no row below them: not used",
			"export the file again with its records, or remove it"},
		{codePupilBelow, StageFile, Error, "the headings of another table stand here, below a table of pupils: nothing from here on is read",
			"put each table of pupils into a file, or a sheet of a workbook, of its own"},
		{codeCut, StageFile, Error, "ends in the middle of a row: it may be half a file, so nothing of it is used for the schools in it",
			"export the file again"},
		{codeInferred, StageFile, Info, "no year given: taken for {year} ({why})",
			"put the year in the file name to be sure"},
		{codeLostYear, StageCrossFile, Warning, "{count} about {year}, a year without a first census: not used",
			"supply the census of that January, or ignore this line if the year is not wanted"},
		{codeLeftOut, StageCrossFile, Info, "{count} left out of the figures of {year}; each is listed at its place",
			"correct the records where the extract is from"},
		{codeCheckWarn, StageCrossFile, Warning, "check {check} of {year} ({about}): to be looked at; {numbers}",
			"see the README, \"Checks of pupil records\""},
		{codeCheckVeto, StageCrossFile, Error, "check {check} of {year}: measures of {about} are not compared; {numbers}",
			"supply complete extracts; see the README, \"Checks of pupil records\""},
		{codePlaceless, StageCrossFile, Warning, "no file gives the local authority of {count}: not compared with local schools",
			"add a column la_code or laestab to the table of schools, or give --file-la 202 if all are of one authority"},
		{codeRollWarn, StageCrossFile, Warning, "{a} pupils counted for {year}, {b} on the published roll: {share}% apart",
			"check that the figures are about the whole school on the January census"},
		{codeRollVeto, StageCrossFile, Error, "{a} pupils counted for {year}, {b} on the published roll: {share}% apart, so no measure of the year is compared",
			"correct the figures, or let them stand with --accept-roll REASON, which is printed on the card"},
	}
	for _, k := range pupils.Catalogue() {
		if schoolTable[k.Code] {
			continue
		}
		stage := pupilStages[k.Code]
		if stage == 0 {
			stage = StageRow
		}
		out = append(out, ProblemKind{k.Code, stage, k.Severity, k.Message, k.Hint})
	}
	slices.SortFunc(out, func(a, b ProblemKind) int { return strings.Compare(a.Code, b.Code) })
	return out
}
