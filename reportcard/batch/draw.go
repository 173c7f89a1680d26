package batch

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"path"
	"runtime"
	"strings"
	"time"

	"inclusioncards/metrics"
	"inclusioncards/reportcard"
)

// Sheet is one card of one school, ready to be drawn.
type Sheet struct {
	// Content is the SHA-256 in hexadecimal of all that the files are made
	// from besides the program: a later run that finds the same content may
	// keep the files. Empty when it cannot be told.
	Content string
	// Draw makes the files. All of a card's files are written or none.
	Draw func() ([]File, error)
}

// File is one file of a card.
type File struct {
	Name    string // "NAME.pdf"
	Content []byte
	// PackOnly: the file goes into the pack of the school, if there is one, and
	// nowhere else.
	PackOnly bool
}

// Drawer prepares one school (an index in the dataset). It and Sheet.Draw are
// called from several goroutines at once.
type Drawer func(school int) (Sheet, error)

// Edition is the card of every school for one audience.
type Edition struct {
	Audience reportcard.Audience
	Draw     Drawer
}

// folder keeps the cards of the audiences apart.
func (e Edition) folder() string { return "cards/" + string(e.Audience) }

// Format draws a card as one kind of file.
type Format struct {
	Extension string // "pdf"
	Render    func(*reportcard.Card, io.Writer) error
}

// Attachment is a file that goes beside a card into the pack of a school.
type Attachment struct {
	Name   string // "questions.docx"
	Render func(*reportcard.Card, io.Writer) error
}

// NewEdition makes the edition of o.Audience in one or more formats, for which
// the card is built once; attachments go into its packs.
func NewEdition(a *metrics.Analysis, o reportcard.BuildOptions, formats []Format, t *Timings, attachments ...Attachment) Edition {
	return Edition{o.Audience, func(school int) (Sheet, error) {
		begin := time.Now()
		card, err := reportcard.Build(a, school, o)
		if err != nil {
			return Sheet{}, err
		}
		t.work("card models", begin)
		return Sheet{Content: fingerprint(card), Draw: func() ([]File, error) {
			var out []File
			for _, f := range formats {
				begin := time.Now()
				var b bytes.Buffer
				if err := f.Render(card, &b); err != nil {
					return nil, err
				}
				t.work("drawing "+f.Extension, begin)
				out = append(out, File{Name: card.FileName + "." + f.Extension, Content: b.Bytes()})
			}
			for _, f := range attachments {
				begin := time.Now()
				var b bytes.Buffer
				if err := f.Render(card, &b); err != nil {
					return nil, err
				}
				t.work("drawing "+f.Name, begin)
				out = append(out, File{Name: f.Name, Content: b.Bytes(), PackOnly: true})
			}
			return out, nil
		}}, nil
	}}
}

// fingerprint is the hash of everything the card says.
func fingerprint(card *reportcard.Card) string {
	h := sha256.New()
	if json.NewEncoder(h).Encode(card) != nil {
		return ""
	}
	return hex.EncodeToString(h.Sum(nil))
}

// prepared and drawn turn a panic over one school into that school's failure.
func prepared(draw Drawer, school int) (sheet Sheet, err error) {
	defer recovered(&err)
	return draw(school)
}

func drawn(sheet Sheet) (files []File, err error) {
	defer recovered(&err)
	return sheet.Draw()
}

// recovered words a panic by its kind and place. The value itself may quote
// the data and is left out, save for run-time errors, which hold only indices.
func recovered(err *error) {
	p := recover()
	if p == nil {
		return
	}
	what := "a check inside the program failed"
	if e, ok := p.(runtime.Error); ok {
		what = e.Error()
	}
	*err = fmt.Errorf("defect of the tool: %s (%s)", what, panicPlace())
}

// panicPlace is the innermost function of this module that panicked, with its
// file and line but no folder of the machine it was built on.
func panicPlace() string {
	pcs := make([]uintptr, 64)
	frames := runtime.CallersFrames(pcs[:runtime.Callers(3, pcs)])
	panicked := false
	for {
		f, more := frames.Next()
		if panicked && strings.HasPrefix(f.Function, "inclusioncards/") {
			return fmt.Sprintf("%s, %s:%d", path.Base(f.Function), path.Base(f.File), f.Line)
		}
		panicked = panicked || strings.HasPrefix(f.Function, "runtime.")
		if !more {
			return "unknown place"
		}
	}
}
