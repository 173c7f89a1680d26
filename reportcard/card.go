// Package reportcard turns results into a card: the words, the order, the
// rounding and the disclosure rules are settled here once, so that no two
// renderings of a card can disagree. Renderers draw what a Card holds; they
// compute nothing.
package reportcard

import "inclusioncards/reportcard/chart"

// Run is a stretch of text in one weight.
type Run struct {
	Text string
	Bold bool
}

// Text is a paragraph.
type Text []Run

// String gives the plain words.
func (t Text) String() string {
	s := ""
	for _, r := range t {
		s += r.Text
	}
	return s
}

// Card is one school's report card for one reader: everything that is printed,
// in reading order, already rounded and worded.
type Card struct {
	Audience Audience
	Profile  Profile
	// Withheld counts the figures this card would show to officers and does not
	// show here.
	Withheld int
	Title    string // document title: "Inclusion report card: NAME, 2022/23"
	Lang     string // "en-GB"
	FileName string // without extension; ASCII, at most 100 characters

	// LeastType is the least size of type on paper, in points; labels in charts
	// may be smaller. 0 leaves it to the renderer.
	LeastType float64

	// Page 1.
	Name     string   // the school's name as large heading
	Identity []string // "URN 100049", "LAESTAB 202/4104", "Camden", ... joined by a middle dot
	Tags     []string // "Special school", "Selective", "SEN unit", ...
	Notice   Text     // figures to prompt questions
	Label    string   // "Demonstration data: ..." or "Simulated figures: ..."; printed on every page when not empty
	Headline Text
	Findings []Text // at most three
	Glance   GlanceTable
	// Missing is the sentence that says which school-supplied counts would
	// complete the card; empty when nothing is missing.
	Missing string
	// Published holds whole-school figures shown without a result.
	Published FigureTable
	Context   []Fact

	// Page 2.
	Headings  Headings
	Enquiries []Enquiry
	// NextSteps are choices to tick, under NextStepsTitle; usually none.
	NextStepsTitle string
	NextSteps      []string
	// Reply is what the school says, in its own words and in a box of its own;
	// usually nothing.
	Reply Text
	// Tables are further tables in reading order: positions in the funnel,
	// optional sections, groups crossed. Usually few or none.
	Tables []FigureTable
	Trends []Trend
	// TrendData is the data of all trends, a row for each measure and year.
	TrendData chart.Table
	// Charts are pictures of the card's year, under Headings.Charts.
	Charts    []chart.Chart
	Strengths []string // never empty
	Unknowns  []string // what could not be told, and why
	More      FigureTable
	// Groups sets pupils with SEND beside others within free school meals and
	// each ethnic group. It is drawn where there is room; the file for officers
	// has all of it.
	Groups   FigureTable
	Method   []Text
	Glossary []Text

	Marking    string // "Official-sensitive: contains small numbers"
	FooterLeft string // "Inclusion card · NAME · URN 1 · 2022/23"
}

// Headings are those of the sections of page 2 that carry none of their own.
type Headings struct {
	Trends    string `json:"trends"`
	Charts    string `json:"charts"`
	Strengths string `json:"strengths"`
	Unknowns  string `json:"unknowns"`
	Method    string `json:"method"`
	Glossary  string `json:"glossary"`
}

// GlanceTable is the measure table of page 1.
type GlanceTable struct {
	Title   string
	Columns GlanceColumns
	Rows    []GlanceRow
	Note    string // how to read the strip
	// Data is what the strips and the dots of the rows show, as a table; no
	// rows when nothing is drawn.
	Data chart.Table
}

// GlanceColumns holds the column headings.
type GlanceColumns struct {
	Measure, SEND, NoSEND, Gap, Local, Strip, Years, Result string
}

// Cell is a figure with the smaller line under it: "22.2" over "40 of 180".
type Cell struct{ Main, Sub string }

// GlanceRow is one measure of page 1.
type GlanceRow struct {
	Measure string
	Note    string // "Of 85 pupils suspended, 40 have SEND; local pattern: about 24"
	SEND    Cell
	NoSEND  Cell
	Gap     Cell
	Local   Cell
	Strip   *Strip // nil when there is nothing to draw
	Years   *Sparkline
	Shape   Shape
	Result  string // the result word
	Aside   string // other comparators, in small type
}

// FigureTable is a plain table of words and numbers.
type FigureTable struct {
	Title   string
	Caption string
	Header  []string
	// Numeric marks the columns that are right-aligned.
	Numeric []bool
	Rows    [][]string
	Note    string
	// Links are where the first cell of each row leads, if anywhere: a path from
	// the file's folder or, as "#3", a page of it.
	Links []string `json:",omitempty"`
}

// Link is where the first cell of a row leads, or empty.
func (t *FigureTable) Link(row int) string {
	if row < len(t.Links) {
		return t.Links[row]
	}
	return ""
}

// Fact is one figure of the context strip.
type Fact struct{ Value, Label, Local string }

// Enquiry is one line of enquiry of page 2.
type Enquiry struct {
	Heading        string // "Line of enquiry: suspensions"
	Shape          Shape
	Title          string
	Says           Text
	MeansTitle     string // "It could also mean"
	Means          []string
	QuestionsTitle string
	Questions      []string
	// Answers heads the questions as a table with room for an answer and a
	// date beside each; nil, the questions are a list.
	Answers *AnswerColumns
}

// AnswerColumns head a table of questions to be answered by hand.
type AnswerColumns struct {
	Question string `json:"question"`
	Answer   string `json:"answer"`
	Date     string `json:"date"`
}
