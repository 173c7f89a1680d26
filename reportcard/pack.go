package reportcard

import (
	"errors"
	"fmt"
	"reflect"
)

// Pack is what goes to the governors of a school beside their card: a page on how
// to read it, and the questions with room for answers. It is made of the card
// alone, so that it can show nothing that the card withholds.
type Pack struct {
	Reading   AreaReport
	Questions QuestionSheet
}

// QuestionSheet is the questions of a card as an editable document.
type QuestionSheet struct {
	Lang, Title string
	// Label and Marking are those of the card.
	Label, Marking string
	Identity       []string
	Intro          string
	Parts          []QuestionPart
	// Columns head the questions and the room for answers.
	Columns []string
	Caption string
}

// QuestionPart is a line of enquiry; the last part has room for own questions.
type QuestionPart struct {
	Heading    string
	Lead       []string // what the card says
	MeansTitle string
	Means      []string
	Questions  []string // empty ones are room for the reader's own
}

// packWords are the phrases of templates/words/pack.json.
type packWords struct {
	Reading struct {
		Title        phrase   `json:"title"`
		Notice       phrase   `json:"notice"`
		Heading      string   `json:"heading"`
		Lines        []phrase `json:"lines"`
		FilesHeading string   `json:"files_heading"`
		Files        []string `json:"files"`
	} `json:"reading"`
	Questions struct {
		Title        phrase   `json:"title"`
		Intro        string   `json:"intro"`
		QuietHeading string   `json:"quiet_heading"`
		Quiet        string   `json:"quiet"`
		General      []string `json:"general"`
		OwnHeading   string   `json:"own_heading"`
		Own          string   `json:"own"`
		Columns      []string `json:"columns"`
		Caption      string   `json:"caption"`
	} `json:"questions"`
}

const (
	readingLines = 10
	ownQuestions = 3
)

func (w *packWords) check() error {
	var errs []error
	for _, at := range unfilled(reflect.ValueOf(*w), "pack") {
		errs = append(errs, fmt.Errorf("words: %s is empty", at))
	}
	if n := len(w.Reading.Lines); n != readingLines {
		errs = append(errs, fmt.Errorf("words: pack: %d lines on reading the card, not %d", n, readingLines))
	}
	if n := len(w.Questions.Columns); n != 4 {
		errs = append(errs, fmt.Errorf("words: pack: %d columns of questions, not 4", n))
	}
	return errors.Join(errs...)
}

// BuildPack words the pack of a card.
func BuildPack(c *Card) (*Pack, error) {
	words, err := loadWords()
	if err != nil {
		return nil, err
	}
	w := words.pack
	b := &builder{words: words}
	v := values{"name": c.Name}
	identity := c.Identity[:min(2, len(c.Identity))]
	out := &Pack{Reading: AreaReport{
		Lang: c.Lang, Title: b.say(w.Reading.Title, v), Name: c.Name, Identity: identity, Label: c.Label,
		Notice: b.text(w.Reading.Notice, nil), Marking: c.Marking, FooterLeft: c.FooterLeft, LeastType: c.LeastType,
	}}
	var lines, files []Text
	for _, l := range w.Reading.Lines {
		lines = append(lines, b.text(l, nil))
	}
	for _, f := range w.Reading.Files {
		files = append(files, textOf(f))
	}
	out.Reading.Sections = []AreaSection{
		{ID: "reading", Title: w.Reading.Heading, Items: []AreaItem{{Points: lines}}},
		{ID: "pack", Title: w.Reading.FilesHeading, Items: []AreaItem{{Points: files}}},
	}
	q := w.Questions
	out.Questions = QuestionSheet{
		Lang: c.Lang, Title: b.say(q.Title, v), Label: c.Label, Marking: c.Marking, Identity: []string{c.FooterLeft},
		Intro: q.Intro, Columns: q.Columns, Caption: q.Caption,
	}
	for _, e := range c.Enquiries {
		out.Questions.Parts = append(out.Questions.Parts, QuestionPart{
			Heading: e.Heading, Lead: []string{e.Title, e.Says.String()}, MeansTitle: e.MeansTitle, Means: e.Means, Questions: e.Questions,
		})
	}
	if len(c.Enquiries) == 0 {
		out.Questions.Parts = append(out.Questions.Parts, QuestionPart{Heading: q.QuietHeading, Lead: []string{q.Quiet}, Questions: q.General})
	}
	out.Questions.Parts = append(out.Questions.Parts, QuestionPart{Heading: q.OwnHeading, Lead: []string{q.Own}, Questions: make([]string, ownQuestions)})
	if b.err != nil {
		return nil, fmt.Errorf("pack: %w", b.err)
	}
	return out, nil
}
