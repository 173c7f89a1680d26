package reportcard

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"inclusioncards/metrics"
)

// highestGrade is the Flesch-Kincaid grade of text for governors.
const highestGrade = 8.0

// proseForGovernors lists the sentences of a card but for the method box, whose
// terms are of the trade. An item of a list is a sentence.
func proseForGovernors(c *Card) []string {
	var out []string
	add := func(texts ...string) {
		for _, s := range texts {
			for _, sentence := range sentenceEnd.Split(s, -1) {
				if strings.TrimSpace(sentence) != "" {
					out = append(out, sentence)
				}
			}
		}
	}
	add(c.Notice.String(), c.Headline.String(), c.Missing, c.Glance.Note, c.Published.Caption, c.Published.Note)
	for _, f := range c.Findings {
		add(f.String())
	}
	for _, r := range c.Glance.Rows {
		add(r.Note, r.Aside)
	}
	for _, e := range c.Enquiries {
		add(e.Title, e.Says.String())
		add(e.Means...)
		add(e.Questions...)
	}
	for _, t := range c.Trends {
		add(t.Takeaway)
	}
	for _, t := range c.Tables {
		add(t.Caption)
	}
	add(c.Strengths...)
	add(c.Unknowns...)
	for _, g := range c.Glossary {
		add(g.String())
	}
	return out
}

// TestGovernorProse reads the governor cards of the demonstration data, of
// invented authorities and of the full card.
func TestGovernorProse(t *testing.T) {
	check := func(what string, c *Card) {
		prose := proseForGovernors(c)
		if g := grade(strings.Join(prose, ". ")); g > highestGrade {
			t.Errorf("%s, %s: Flesch-Kincaid grade %.1f, over %v", what, c.Name, g, highestGrade)
		}
		for _, wrong := range wrongOn(c) {
			t.Errorf("%s, %s: %s", what, c.Name, wrong)
		}
		for _, s := range prose {
			if strings.Contains(strings.ToLower(s), "confidence interval") {
				t.Errorf("%s: %q has a term of the trade", what, s)
			}
		}
	}
	d := demoData(t)
	a := analysed(t, d, metrics.LatestYear(d))
	o := governors(GovernorProfile)
	o.Disclosure = Disclose(a, GovernorProfile)
	for i := range d.Schools {
		c, err := Build(a, i, o)
		if err != nil {
			t.Fatal(err)
		}
		check("demonstration", c)
		others := map[string]bool{}
		for j, s := range d.Schools {
			others[s.Name] = j != i && !strings.Contains(d.Schools[i].Name, s.Name)
		}
		for _, s := range proseForGovernors(c) {
			for name, other := range others {
				if other && strings.Contains(s, name) {
					t.Errorf("%s names another school: %q", c.Name, s)
				}
			}
		}
	}
	for seed := range uint64(8) {
		a := randomAnalysis(t, rand.New(rand.NewPCG(seed, 21)))
		o.Disclosure = Disclose(a, GovernorProfile)
		for i := range a.Data.Schools {
			c, err := Build(a, i, o)
			if err != nil {
				t.Fatal(err)
			}
			check(fmt.Sprint("seed ", seed), c)
		}
	}
	full := governors(OfficerProfile)
	c, err := buildFrom(supplemented(), full)
	if err != nil {
		t.Fatal(err)
	}
	check("full", c)
}

// TestGovernorTemplates holds the words that are written for governors alone.
func TestGovernorTemplates(t *testing.T) {
	w, err := loadWords()
	if err != nil {
		t.Fatal(err)
	}
	var questions []string
	for _, by := range w.editions[Governor].Questions {
		for _, q := range by {
			questions = append(questions, q...)
		}
	}
	for _, q := range w.editions[Governor].QuestionsAny {
		questions = append(questions, q...)
	}
	if g := grade(strings.Join(questions, " ")); g > highestGrade {
		t.Errorf("questions for governors: grade %.1f", g)
	}
}
