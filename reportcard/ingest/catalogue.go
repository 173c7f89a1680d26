package ingest

// ProblemKind is one entry of the catalogue. {names} in the texts are filled
// from the input.
type ProblemKind struct {
	Code     string
	Stage    Stage
	Severity Severity
	Message  string
	Hint     string
}

const (
	codeUnreadable   = "IN101"
	codeEmpty        = "IN102"
	codeImage        = "IN103"
	codePDF          = "IN104"
	codeHTML         = "IN105"
	codeLFS          = "IN106"
	codeXLS          = "IN107"
	codePassword     = "IN108"
	codeTooLarge     = "IN109"
	codeNotUsed      = "IN110"
	codeUnrecognised = "IN111"
	codeNoHeading    = "IN112"
	codeNothing      = "IN113"
	codeSameFile     = "IN114"
	codeHiddenSheet  = "IN115"
	codeHiddenRows   = "IN116"
	codeNoYear       = "IN118"
	codeBinary       = "IN119"
	codeQuote        = "IN120"
	codeOutput       = "IN121"
	codeCalculated   = "IN122"
	codePivoted      = "IN123"

	codeHeading       = "IN201"
	codeTwice         = "IN202"
	codeMissing       = "IN203"
	codeProportions   = "IN204"
	codeLikelyPct     = "IN205"
	codeMisspelt      = "IN206"
	codeDayFirst      = "IN207"
	codeMonthFirst    = "IN208"
	codeMixedDates    = "IN209"
	codeUnsure        = "IN210"
	codeMapUnused     = "IN211"
	codePercentMixed  = "IN212"
	codePercentFormat = "IN213"

	codeNotWhole   = "IN301"
	codeNegative   = "IN302"
	codeTwoNumbers = "IN303"
	codeNotPercent = "IN304"
	codeLow        = "IN305"
	codeValue      = "IN306"
	codeLetter     = "IN307"
	codeTooGreat   = "IN308"
	codeFormula    = "IN309"
	codeMerged     = "IN310"
	codeSheetError = "IN311"

	codeBadURN     = "IN401"
	codeBadLAESTAB = "IN402"
	codeNoID       = "IN403"
	codeBadYear    = "IN404"
	codeLoneYear   = "IN405"
	codeTerm       = "IN406"
	codeBadGroup   = "IN407"
	codeBlankGroup = "IN408"
	codeLegacySEN  = "IN409"
	codeSplit      = "IN410"
	codeFurniture  = "IN411"
	codeTooWide    = "IN412"
	codeBadArea    = "IN413"
	codeExample    = "IN414"

	codeNoFigure     = "IN415"
	codeBenchMeasure = "IN416"
	codeLongComment  = "IN417"
	codeTooShort     = "IN420"
	codeShortRows    = "IN421"

	codeRepeated    = "IN501"
	codeDisagree    = "IN502"
	codePartWhole   = "IN503"
	codeTotal       = "IN504"
	codeEvents      = "IN505"
	codeSchoolTwin  = "IN506"
	codeOverRoll    = "IN507"
	codeTwoAnswers  = "IN508"
	codeTwoComments = "IN520"
	codeHalf        = "IN530"
	codeTermAsYear  = "IN531"

	codeTwoFiles   = "IN601"
	codeTwiceSame  = "IN602"
	codeUnmatched  = "IN603"
	codeFilled     = "IN604"
	codeAmbiguous  = "IN605"
	codeUnknownLA  = "IN606"
	codePreset     = "IN607"
	codeNameFiles  = "IN608"
	codeBenchTwice = "IN609"
	codeLinkLoop   = "IN610"
	codeLinkDates  = "IN611"
	codeLinkMerged = "IN612"

	codeLinkOverlap = "IN613"
	codeLinkParts   = "IN614"
	codePreferred   = "IN615"
	codeRevised     = "IN616"
	codeUnknownURN  = "IN617"
	codeLinkUndated = "IN618"
	codeContradict  = "IN619"
)

// Catalogue lists every kind of problem, in order of code.
func Catalogue() []ProblemKind {
	return append([]ProblemKind{
		{codeUnreadable, StageFile, Error, "cannot be read: {why}",
			"open the file and save it again as CSV UTF-8 or XLSX"},
		{codeEmpty, StageFile, Error, "is empty",
			"export the file again; it should have a row of headings and a row per school"},
		{codeImage, StageFile, Error, "is an image ({kind}), not a table",
			"export the table behind the picture as CSV or XLSX"},
		{codePDF, StageFile, Error, "is a PDF, not a table",
			"ask the supplier for the table as CSV or XLSX"},
		{codeHTML, StageFile, Error, "is a web page, not a table: the download may have ended on an error or sign-in page",
			"download the file again, signed in, and check that it opens as a table"},
		{codeLFS, StageFile, Error, "is a git-LFS pointer, not the data itself",
			"fetch the data with: git lfs pull"},
		{codeXLS, StageFile, Error, "is a workbook of the old .xls kind",
			"open it and save it as XLSX (Excel Workbook) or CSV UTF-8"},
		{codePassword, StageFile, Error, "is protected with a password",
			"save a copy without the password in a safe place, and read that"},
		{codeTooLarge, StageFile, Error, "unpacks to more than is safe to read: over {limit}, or far more than a file of its size should",
			"if the file is genuine, save only the sheet with the figures as CSV, or raise the limit with --max-unpacked MB"},
		{codeNotUsed, StageFile, Info, "is {kind}: recognised, not used by this version",
			"nothing to do; remove it from the folder to silence this line"},
		{codeUnrecognised, StageFile, Warning, "is not a kind of table this tool knows{nearest}",
			"say what the headings mean: reportcard map {file}; or rename them as the README lists them"},
		{codeNoHeading, StageFile, Error, "has no row of headings",
			"put a row of headings above the figures, as the README lists them"},
		{codeNothing, StageFile, Error, "holds nothing that can be used",
			"give a folder with counts, a school census or another table that the README lists"},
		{codeSameFile, StageFile, Warning, "is the same as {other}, byte for byte: read once",
			"remove one of the two"},
		{codeHiddenSheet, StageFile, Info, "hidden sheet skipped",
			"unhide it in the workbook, or read it with --include-hidden"},
		{codeHiddenRows, StageFile, Info, "{count} skipped",
			"unhide them in the workbook, or read them with --include-hidden"},
		{codeNoYear, StageFile, Error, "gives no academic year, in a column, its file name or its folder",
			"put the year in the file name (counts_2022-23.csv) or give --file-year 2022/23"},
		{codeBinary, StageFile, Error, "is not text, CSV or XLSX",
			"export the table as CSV UTF-8 or XLSX"},
		{codeQuote, StageFile, Error, "a quotation mark is opened here and not closed within the row; what follows cannot be read",
			"close or remove the quotation mark in this row"},
		{codeOutput, StageFile, Info, "is a folder of cards and tables that this tool made: not read",
			"nothing to do; choose --out outside the folder of data to silence this line"},
		{codeCalculated, StageFile, Info, "{count} without a stored value: worked out while reading",
			"nothing to do; to be sure of the figures open the workbook in a spreadsheet program and save it"},
		{codePivoted, StageFile, Error, "holds figures of schools, laid out with {how}: not read",
			"give each school, year and SEN group a row and each figure a column (reportcard template shows it); in a spreadsheet program \"unpivot\" does that"},

		{codeHeading, StageHeader, Warning, "heading not understood: the column is not used{near}",
			"rename the heading as the README lists it, or ignore this line if the column is not wanted"},
		{codeTwice, StageHeader, Error, "{count} columns have this meaning: {use}",
			"keep one of the columns"},
		{codeMissing, StageHeader, Error, "looks like {kind}, but {missing}",
			"add the heading, or rename the one that is meant"},
		{codeProportions, StageHeader, Info, "values lie between 0 and 1: read as proportions",
			"nothing to do if 0.123 means 12.3%"},
		{codeLikelyPct, StageHeader, Warning, "values lie between 0 and 1 with at most one decimal: read as percentages",
			"write percentages with a percent sign to be sure"},
		{codeMisspelt, StageHeader, Error, "heading not understood: the column is not used{near}",
			"rename the heading if that is what is meant; else rename or remove the column"},
		{codeDayFirst, StageHeader, Info, "no day is above 12: read as day, month, year",
			"nothing to do if 01/02/2023 means 1 February 2023"},
		{codeMonthFirst, StageHeader, Warning, "some second numbers are above 12: read as month, day, year",
			"write dates as 31/08/2023 or 2023-08-31"},
		{codeMixedDates, StageHeader, Error, "some dates have the day first and some the month: the column is not used; the first of the fewer is here",
			"write all dates as 31/08/2023 or 2023-08-31"},
		{codeUnsure, StageHeader, Error, "heading may mean {options}: the column is not used until you say which",
			"run: reportcard map {file}, choose in mapping.yaml, and give it with --mapping mapping.yaml"},
		{codeMapUnused, StageHeader, Warning, "the mapping names this heading, and no table has it",
			"correct the heading, the file or the sheet in the mapping"},
		{codePercentMixed, StageHeader, Error, "some cells have a percent sign or format, and {count} hold plain numbers of 1 or less, which may be percentages or proportions: those are not used; the first is here",
			"write every cell of the column in the same way, 12.3% or 12.3"},
		{codePercentFormat, StageHeader, Info, "{count} formatted as percentages: read as they are shown (0.125 as 12.5%)",
			"nothing to do"},

		{codeNotWhole, StageCell, Error, "{cell} is not a whole number",
			"use digits only; write c for suppressed, x for not available, z for not applicable"},
		{codeNegative, StageCell, Error, "{cell} is negative",
			"a count is 0 or more; write x if the figure is not available"},
		{codeTwoNumbers, StageCell, Error, "{cell} holds more than one number",
			"write one number; write c if the figure is suppressed"},
		{codeNotPercent, StageCell, Error, "{cell} is not a percentage between 0 and 100",
			"write 12.3 or 12.3%; write x if the figure is not available"},
		{codeLow, StageCell, Warning, "{count} marked as of low reliability; the first is here",
			"nothing to do; the mark travels with the figure"},
		{codeValue, StageCell, Warning, "value not understood: taken as not known",
			"use one of: {options}"},
		{codeLetter, StageCell, Error, "{cell} has a letter among its digits (O for 0, l for 1?)",
			"type the number again with digits only"},
		{codeTooGreat, StageCell, Error, "{cell} is more than one school can have",
			"check the column: two figures may have run together"},
		{codeFormula, StageCell, Error, "the cell holds a formula whose value was not saved with the workbook",
			"open the workbook in a spreadsheet program and save it, so that it holds the values"},
		{codeMerged, StageCell, Error, "the cell is merged with others: which row or column the figure belongs to cannot be known",
			"unmerge the cells and write a figure, or c, x or z, in each"},
		{codeSheetError, StageCell, Error, "{cell} is what a spreadsheet shows for a formula that failed",
			"mend the formula, or write x if the figure is not available"},

		{codeBadURN, StageRow, Error, "not a URN: a URN has six digits; the row is not used",
			"correct the URN; find it at get-information-schools.service.gov.uk"},
		{codeBadLAESTAB, StageRow, Error, "not a LAESTAB: seven digits, three of local authority and four of school; the row is not used",
			"write it as 2024000 or 202/4000, formatted as text"},
		{codeNoID, StageRow, Error, "neither URN nor LAESTAB: the row is not used",
			"fill in the URN or the LAESTAB; schools are never matched by name"},
		{codeBadYear, StageRow, Error, "{cell} is not an academic year: the row is not used",
			"write the year as 2022/23, in a column formatted as text: a spreadsheet program may have made a date of it"},
		{codeLoneYear, StageRow, Error, "{cell} may start or end the academic year: the row is not used",
			"write the year as 2022/23, or name the column \"academic year ending\""},
		{codeTerm, StageRow, Error, "{count} about a period that this run does not read ({periods})",
			"figures of a term are compared with the same term only: choose one with --term autumn, spring or summer"},
		{codeBadGroup, StageRow, Error, "SEN group not understood: the row is not used",
			"write no_sen, sen_support, ehc_plan, send or all"},
		{codeBlankGroup, StageRow, Error, "SEN group is blank: the row is not used (blank is never no SEN)",
			"write no_sen, sen_support, ehc_plan, send or all"},
		{codeLegacySEN, StageRow, Warning, "{count} with a SEN code of before 2014 (S, A or P): S read as EHC plan, A and P as SEN support",
			"write E or K"},
		{codeSplit, StageRow, Info, "{count} split by {by}: not used by this version",
			"rows for all pupils of a SEN group have this column blank or \"all\""},
		{codeFurniture, StageRow, Info, "{count} of titles, totals or notes skipped",
			"nothing to do"},
		{codeTooWide, StageRow, Error, "more cells than headings: the figures may have moved sideways, so the row is not used",
			"put quotation marks around cells that hold a comma (\"12,345\")"},
		{codeBadArea, StageRow, Warning, "{count} about an area that is not in any code table: not used",
			"add the DfE table of local authority codes to the input"},
		{codeExample, StageRow, Info, "{count} of the template's example skipped",
			"nothing to do"},
		{codeNoFigure, StageRow, Error, "no rate, and no numerator with its denominator: the row is not used",
			"give the rate, or both counts"},
		{codeBenchMeasure, StageRow, Warning, "{count} about a measure this tool does not have, or not in this form: not used",
			"use the names of measures that the README lists, such as suspended_once"},
		{codeLongComment, StageRow, Error, "{count} characters, more than the {most} that fit on the card: not printed",
			"shorten the text; it is never cut"},
		{codeTooShort, StageRow, Error, "fewer cells than headings, where rows above have them all: the figures may have moved sideways, so the row is not used",
			"check the row against the original, and end it with a separator for each empty cell"},
		{codeShortRows, StageRow, Warning, "{count} with fewer or more cells than headings; the first is here: what is missing at the end is taken as blank",
			"nothing to do if nothing belongs there; else check that no separator is lost or typed in"},

		{codeRepeated, StageCrossRow, Warning, "the same school, year and group as line {other}, with equal figures: counted once",
			"remove one of the two rows"},
		{codeDisagree, StageCrossRow, Error, "the same school, year and group as line {other}, with different figures: neither is used",
			"keep the row that is right"},
		{codePartWhole, StageCrossRow, Error, "{part} ({a}) is greater than {whole} ({b}, {place}): {part} is not used",
			"correct one of the two figures"},
		{codeTotal, StageCrossRow, Warning, "the total for {group} ({a}) is not the sum of its parts ({b}): the total is used as it stands",
			"check the total and its parts"},
		{codeEvents, StageCrossRow, Error, "{a} suspensions cannot be of {b}: neither figure is used",
			"correct one of the figures"},
		{codeSchoolTwin, StageCrossRow, Error, "the same school as line {other}, described differently: neither row is used",
			"keep the row that is right"},
		{codeOverRoll, StageCrossRow, Info, "{a} pupils suspended over the year, {b} on the January roll: no share of one in the other",
			"nothing to do: schools that many pupils pass through can suspend more than are on roll on one day"},
		{codeTwoAnswers, StageCrossRow, Error, "the same school and subject as line {other}, with another answer: neither is used",
			"keep the row that is right"},
		{codeTwoComments, StageCrossRow, Error, "the school has another comment in line {other}, with other words: neither is printed",
			"keep one comment for each school"},
		{codeHalf, StageCrossRow, Warning, "{field} is {a} in {year} and {b} in {before} ({place}): a change of half or more",
			"check both years; a school that opened, closed or merged may change so much"},
		{codeTermAsYear, StageCrossRow, Warning, "{each} possible sessions for each enrolment in {of}, about as many as {like} has",
			"check the period of the extract; give a column \"term\" to figures of a term"},

		{codeTwoFiles, StageCrossFile, Error, "{field} of {year}, {group}: {a} here, {b} in {place}: neither is used",
			"remove the figure that is wrong, or say which file to use with --prefer"},
		{codeTwiceSame, StageCrossFile, Warning, "{count} also in {other}, with equal values: counted once",
			"nothing to do, or remove one of the files"},
		{codeUnmatched, StageCrossFile, Info, "{count} of {whom}: not used{near}",
			"correct the number, or add a school census, a spine or a GIAS extract that holds the school"},
		{codeFilled, StageCrossFile, Info, "{count} missing or suppressed here, taken from {other}",
			"nothing to do if both files are about the same pupils"},
		{codeAmbiguous, StageCrossFile, Warning, "{count} whose LAESTAB belongs to more than one URN, the first {laestab} to {urns}: not used",
			"add a column with the URN"},
		{codeUnknownLA, StageCrossFile, Info, "local authority code {la} is not in any code table: {count} without an authority's name",
			"add the DfE table of local authority codes to the input"},
		{codePreset, StageCrossFile, Warning, "leaver_preset is {a}: {why}",
			"supply leavers counted with one rule: school or mime2024"},
		{codeNameFiles, StageCrossFile, Warning, "{count} described differently in {other}, which is used",
			"keep one table of schools"},
		{codeBenchTwice, StageCrossFile, Error, "{count} of areas also in {other}, with different values: neither is used",
			"keep one of the two files"},
		{codeLinkLoop, StageCrossFile, Warning, "{count} that lead back to where they began, the first from URN {urn} to {next}: not followed",
			"check the links at get-information-schools.service.gov.uk; the schools are treated as merged or split"},
		{codeLinkDates, StageCrossFile, Warning, "{count} whose dates lie more than a term apart, the first from URN {urn} to {next}: followed, without a date",
			"check the links at get-information-schools.service.gov.uk"},
		{codeLinkMerged, StageCrossFile, Info, "{count} merged or split: what the change cuts in two is not compared",
			"nothing to do; --sum-predecessors adds up the figures of schools that merged"},
		{codeLinkOverlap, StageCrossFile, Warning, "URN {urn} is said to have become {next}, but both have figures in {years}: taken for a merger",
			"check the link; --sum-predecessors adds up the figures of schools that merged"},
		{codeLinkParts, StageCrossFile, Warning, "{count} of a year in which a school changed its URN cover part of it only, the first as URN {urn} became {next}: not used",
			"supply that year under one URN, the present one"},
		{codePreferred, StageCrossFile, Info, "{count} differ from {other}, which is preferred: those are used",
			"nothing to do"},
		{codeRevised, StageCrossFile, Warning, "{count} differ from {other}, which reaches a later year: those are used",
			"remove the older file, or choose with --prefer"},
		{codeUnknownURN, StageCrossFile, Warning, "{count} of {whom}: no name on the card, and no comparison{near}",
			"correct the URN, or add the school to the table of schools"},
		{codeLinkUndated, StageCrossFile, Warning, "{count} without a date in the links, the first of URN {urn}: {how}",
			"add the date to the table of links"},
		{codeContradict, StageCrossFile, Warning, "the URN ({urn}, LAESTAB {own}) and the LAESTAB ({laestab}, URN {other}) are those of two schools: the figures are taken for the URN's",
			"correct the number that is wrong"},
	}, pupilCatalogue()...)
}

var kindByCode = func() map[string]ProblemKind {
	m := map[string]ProblemKind{}
	for _, k := range Catalogue() {
		m[k.Code] = k
	}
	return m
}()
