package reportcard

import (
	"slices"
	"strings"
	"testing"

	"inclusioncards/metrics"
)

// The pack reads easily, judges nobody, and says of the school what its card says
// and nothing else.
func TestPack(t *testing.T) {
	for name, c := range governorCards(t) {
		p, err := BuildPack(c)
		if err != nil {
			t.Fatal(err)
		}
		points := p.Reading.Sections[0].Items[0].Points
		if len(points) != 10 || len(p.Reading.Sections) != 2 {
			t.Errorf("%s: %d lines", name, len(points))
		}
		sentences, texts := p.Reading.prose()
		q := p.Questions
		own := []string{q.Title, q.Intro, q.Caption}
		for i, part := range q.Parts {
			if i < len(c.Enquiries) {
				e := c.Enquiries[i]
				if !slices.Equal(part.Questions, e.Questions) || part.Lead[1] != e.Says.String() || part.Heading != e.Heading {
					t.Errorf("%s: part %d is not what the card says: %+v", name, i, part)
				}
				continue
			}
			own = append(own, part.Heading)
			own = append(own, part.Lead...)
			own = append(own, part.Questions...)
		}
		if last := q.Parts[len(q.Parts)-1]; len(last.Questions) != 3 || strings.Join(last.Questions, "") != "" {
			t.Errorf("%s: no room for own questions: %v", name, last)
		}
		if len(q.Parts) != max(1, len(c.Enquiries))+1 {
			t.Errorf("%s: %d parts for %d lines of enquiry", name, len(q.Parts), len(c.Enquiries))
		}
		for _, s := range append(texts, own...) {
			if w := forbidden.FindString(s); w != "" {
				t.Errorf("%q says %q", s, w)
			}
		}
		for _, s := range append(sentences, own...) {
			for _, long := range longSentences(s) {
				t.Errorf("more than %d words: %q", longestSentence, long)
			}
		}
		if g := grade(strings.Join(append(sentences, own...), ". ")); g > highestGrade {
			t.Errorf("%s: Flesch-Kincaid grade %.1f", name, g)
		}
		if p.Reading.Marking != c.Marking || q.Marking != c.Marking || p.Reading.Label != c.Label {
			t.Errorf("%s: marking or label lost", name)
		}
	}
}

// governorCards are those of the demonstration data, some without a line of
// enquiry.
func governorCards(t *testing.T) map[string]*Card {
	t.Helper()
	d := demoData(t)
	a := analysed(t, d, metrics.LatestYear(d))
	o := governors(GovernorProfile)
	o.Disclosure = Disclose(a, GovernorProfile)
	out, quiet := map[string]*Card{}, 0
	for i := range d.Schools {
		c, err := Build(a, i, o)
		if err != nil {
			t.Fatal(err)
		}
		if len(c.Enquiries) == 0 {
			quiet++
		}
		out[c.Name] = c
	}
	if quiet == 0 || quiet == len(out) {
		t.Fatalf("%d of %d cards have no line of enquiry", quiet, len(out))
	}
	return out
}
