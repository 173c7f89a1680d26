package reportcard

import (
	"encoding/json"
	"fmt"
	"strings"
)

// values fill the holes of a phrase.
type values map[string]string

// phrase is a sentence with holes. {key} takes a value; {key:one|many} takes
// the first word when the value is "1", else the second; *text* is bold.
type phrase struct {
	source string
	parts  []part
}

// part is a stretch of literal text, a hole, or a choice of two words.
type part struct {
	literal   string
	key       string
	choice    bool
	one, many string
	bold      bool
}

// placeholders lists every key a phrase may use: a misspelt one is found when
// the words are read, not on a page.
var placeholders = func() map[string]bool {
	known := map[string]bool{}
	for _, k := range strings.Fields(`all all_count all_d all_share area area_share area_whole before check code
		config d date did ehc edition event events evidence excess expected file floor from group hash
		high in_others elsewhere la laestab lead level list low marking material measure method min n name none of
		others others_count outcome others_share pattern period phase place points preset profile pupils q
		reason records
		question range rate result rows schools scope send send_count send_share self series share sheet span support tau
		tests to topic urn value version watch where why year years`) {
		known[k] = true
	}
	return known
}()

// UnmarshalJSON reads a phrase and refuses unknown holes.
func (p *phrase) UnmarshalJSON(b []byte) error {
	var s string
	if err := json.Unmarshal(b, &s); err != nil {
		return err
	}
	parsed, err := parsePhrase(s)
	if err != nil {
		return err
	}
	*p = parsed
	return nil
}

func parsePhrase(s string) (phrase, error) {
	p := phrase{source: s}
	bold := false
	literal := func(t string) {
		for i, piece := range strings.Split(t, "*") {
			if i > 0 {
				bold = !bold
			}
			if piece != "" {
				p.parts = append(p.parts, part{literal: piece, bold: bold})
			}
		}
	}
	rest := s
	for rest != "" {
		before, after, found := strings.Cut(rest, "{")
		literal(before)
		if !found {
			break
		}
		hole, tail, closed := strings.Cut(after, "}")
		if !closed {
			return p, fmt.Errorf("phrase %q: a brace is not closed", s)
		}
		key, words, choice := strings.Cut(hole, ":")
		one, many, two := strings.Cut(words, "|")
		if !placeholders[key] {
			return p, fmt.Errorf("phrase %q: unknown placeholder {%s}", s, key)
		}
		if choice && !two {
			return p, fmt.Errorf("phrase %q: {%s} needs two words", s, key)
		}
		p.parts = append(p.parts, part{key: key, choice: choice, one: one, many: many, bold: bold})
		rest = tail
	}
	if bold {
		return p, fmt.Errorf("phrase %q: bold text is not closed", s)
	}
	return p, nil
}

// fill makes a paragraph of the phrase. A hole without a value is an error:
// half a sentence must never be printed.
func (p phrase) fill(v values) (Text, error) {
	var out Text
	var buffer [256]byte
	words, bold := buffer[:0], false
	flush := func() {
		if len(words) > 0 {
			out = append(out, Run{Text: string(words), Bold: bold})
			words = words[:0]
		}
	}
	for i := range p.parts {
		part := &p.parts[i]
		text := part.literal
		if part.key != "" {
			value, ok := v[part.key]
			if !ok {
				return nil, fmt.Errorf("phrase %q: no value for {%s}", p.source, part.key)
			}
			text = value
			if part.choice {
				text = part.many
				if value == "1" {
					text = part.one
				}
			}
		}
		if text != "" && part.bold != bold {
			flush()
			bold = part.bold
		}
		words = append(words, text...)
	}
	flush()
	return out, nil
}

// add appends a run, joined to the last one when their weights agree.
func (t Text) add(runs ...Run) Text {
	for _, r := range runs {
		if r.Text == "" {
			continue
		}
		if n := len(t); n > 0 && t[n-1].Bold == r.Bold {
			t[n-1].Text += r.Text
			continue
		}
		t = append(t, r)
	}
	return t
}

// upperFirst starts a sentence with a capital.
func upperFirst(s string) string {
	for i, r := range s {
		return strings.ToUpper(string(r)) + s[i+len(string(r)):]
	}
	return s
}
