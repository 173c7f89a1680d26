package questions

import (
	"fmt"
	"io"
	"strings"

	"inclusioncards/reportcard"
)

// Text writes the questions as plain text with the line ends of Windows, which
// every editor takes.
func Text(q *reportcard.QuestionSheet, w io.Writer) error {
	var b strings.Builder
	line := func(s string) { b.WriteString(s + "\r\n") }
	heading := func(s, rule string) {
		line(s)
		line(strings.Repeat(rule, min(len([]rune(s)), width)))
	}
	if q.Label != "" {
		line(q.Label)
		line("")
	}
	heading(q.Title, "=")
	for _, s := range q.Identity {
		line(s)
	}
	line(q.Marking)
	line("")
	for _, l := range wrap(q.Intro, width) {
		line(l)
	}
	for _, p := range q.Parts {
		line("")
		heading(p.Heading, "-")
		for _, lead := range p.Lead {
			for _, l := range wrap(lead, width) {
				line(l)
			}
		}
		if len(p.Means) > 0 {
			line("")
			line(p.MeansTitle + ":")
			for _, m := range p.Means {
				for i, l := range wrap(m, width-2) {
					line([]string{"- ", "  "}[min(i, 1)] + l)
				}
			}
		}
		for i, question := range p.Questions {
			line("")
			number := fmt.Sprintf("%d. ", i+1)
			for j, l := range wrap(question, width-len(number)) {
				if j > 0 {
					number = strings.Repeat(" ", len(number))
				}
				line(strings.TrimRight(number+l, " "))
			}
			for _, answer := range q.Columns[1:] {
				line("   " + answer + ":")
			}
		}
	}
	if _, err := io.WriteString(w, b.String()); err != nil {
		return fmt.Errorf("questions: %w", err)
	}
	return nil
}

// width is the longest line.
const width = 76

// wrap breaks text at spaces; a single empty line stands for no text.
func wrap(s string, width int) []string {
	out := []string{""}
	for _, word := range strings.Fields(s) {
		last := &out[len(out)-1]
		switch {
		case *last == "":
			*last = word
		case len([]rune(*last))+1+len([]rune(word)) <= width:
			*last += " " + word
		default:
			out = append(out, word)
		}
	}
	return out
}
