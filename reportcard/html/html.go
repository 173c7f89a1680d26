// Package html writes each page as one self-contained HTML file: no script is
// needed, nothing is fetched, every chart is followed by its data. It computes
// nothing: every word and figure comes from the card.
package html

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"html/template"
	"io"
	"regexp"
	"strings"
	"sync"

	"inclusioncards/reportcard"
	"inclusioncards/reportcard/html/compile"
	"inclusioncards/templates"
)

// page is a file: its frame, and what a page template draws in it.
type page struct {
	frame
	Body any
}

// cardPage is page for cards, which are many: its type says all that the
// template is compiled for.
type cardPage struct {
	frame
	Body paged
}

// frame is what stands around every page.
type frame struct {
	Title, Lang string
	// Class names the kind of page for the style sheet, and how dense it prints.
	Class string
	// Label stands at the head of the page: data that are not real, a draft.
	Label string
	Words reportcard.PageWords
	// Script makes the page handier; without it the page must be complete.
	Script template.JS

	Style  template.CSS
	Policy string
}

// Renderer writes pages. It is immutable after New and safe for concurrent use.
type Renderer struct {
	pages map[string]*template.Template
	card  *compile.Program
	style string
	// policy is that of a page without a script.
	policy string
	// schools sorts and counts the rows of a table of schools, search finds one.
	schools, search string
	words           reportcard.PageWords
}

// kinds are the pages: each has a template of its name beside the base.
var kinds = []string{"card", "area", "overview", "index", "national"}

// New parses the templates.
func New() (*Renderer, error) {
	words, err := reportcard.Page()
	if err != nil {
		return nil, err
	}
	r := &Renderer{pages: map[string]*template.Template{}, style: compact(templates.Styles), schools: compact(templates.SchoolsScript), search: compact(templates.SearchScript), words: words}
	for _, kind := range kinds {
		files := []string{"html/base.gohtml", "html/" + kind + ".gohtml"}
		if kind == "overview" || kind == "index" || kind == "national" { // with the head, the foot and the items of an area report
			files = []string{"html/base.gohtml", "html/area.gohtml", "html/schools.gohtml", "html/" + kind + ".gohtml"}
		}
		t, err := template.New(kind).Funcs(functions(words)).ParseFS(templates.Pages, files...)
		if err != nil {
			return nil, fmt.Errorf("html: %w", err)
		}
		r.pages[kind] = t
	}
	r.policy = policy(r.style, "")
	if r.card, err = compile.Page(r.pages["card"], "page", cardPage{}, functions(words)); err != nil {
		return nil, fmt.Errorf("html: %w", err)
	}
	return r, nil
}

// buffers hold pages while they are written.
var buffers = sync.Pool{New: func() any { return new([]byte) }}

// Card writes the card of one school, whole or not at all.
func (r *Renderer) Card(c *reportcard.Card, w io.Writer) error {
	p := r.cardPage(c)
	b := buffers.Get().(*[]byte)
	defer buffers.Put(b)
	out, err := r.card.Append((*b)[:0], p)
	if *b = out; err == nil {
		_, err = w.Write(out)
	}
	if err != nil {
		return fmt.Errorf("html: %w", err)
	}
	return nil
}

func (r *Renderer) cardPage(c *reportcard.Card) cardPage {
	p := paginate(c)
	return cardPage{r.frame(frame{Title: c.Title, Lang: c.Lang, Class: "card " + string(c.Audience) + " " + p.level.class, Label: c.Label}), p}
}

// frame fills in what all pages share.
func (r *Renderer) frame(f frame) frame {
	f.Words, f.Style, f.Policy = r.words, template.CSS(r.style), r.policy
	if f.Script != "" {
		f.Policy = policy(r.style, string(f.Script))
	}
	return f
}

// write fills a page in its frame.
func (r *Renderer) write(kind string, f frame, body any, w io.Writer) error {
	var b bytes.Buffer
	if err := r.pages[kind].ExecuteTemplate(&b, "page", page{r.frame(f), body}); err != nil {
		return fmt.Errorf("html: %w", err)
	}
	if _, err := w.Write(b.Bytes()); err != nil {
		return fmt.Errorf("html: %w", err)
	}
	return nil
}

// policy allows the page its own style, and its own script when it has one, by
// their sums: nothing else runs and nothing is fetched.
func policy(style, script string) string {
	sum := func(s string) string {
		h := sha256.Sum256([]byte(s))
		return "'sha256-" + base64.StdEncoding.EncodeToString(h[:]) + "'"
	}
	p := "default-src 'none'; style-src " + sum(style) + "; base-uri 'none'; form-action 'none'"
	if script != "" {
		p += "; script-src " + sum(script)
	}
	return p
}

var (
	cssComment = regexp.MustCompile(`(?s)/\*.*?\*/`)
	cssSpace   = regexp.MustCompile(`\s*\n\s*`)
)

// compact drops the comments and line breaks of the style sheet.
func compact(css string) string {
	return strings.TrimSpace(cssSpace.ReplaceAllString(cssComment.ReplaceAllString(css, ""), "\n"))
}
