package reportcard

import (
	"regexp"
	"strings"
	"testing"

	"inclusioncards/metrics"
)

func TestExplainWordsAreChecked(t *testing.T) {
	w, err := loadWords()
	if err != nil {
		t.Fatal(err)
	}
	broken := w.explain
	broken.SecondYear = ""
	broken.Help = map[metrics.Reason]phrase{}
	broken.Measures = map[metrics.MeasureID]explainMeasureWords{}
	err = broken.check()
	for _, want := range []string{"SecondYear", "help with few_schools", "every word of measure leavers"} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v does not say %q", err, want)
		}
	}
}

var (
	vowels = regexp.MustCompile(`[aeiouy]+`)
	letter = regexp.MustCompile(`[A-Za-z]`)
)

// grade is the Flesch-Kincaid grade, with syllables counted as groups of
// vowels, a silent e left out. A number counts as a word of one syllable.
func grade(text string) float64 {
	sentences, words, syllables := 0, 0, 0
	for _, s := range sentenceEnd.Split(text, -1) {
		fields := strings.Fields(s)
		if len(fields) == 0 {
			continue
		}
		sentences++
		for _, w := range fields {
			words++
			w = strings.ToLower(w)
			n := 1
			if letter.MatchString(w) {
				n = max(1, len(vowels.FindAllString(strings.TrimSuffix(strings.TrimRight(w, ",.;:()"), "e"), -1)))
			}
			syllables += n
		}
	}
	return 0.39*float64(words)/float64(sentences) + 11.8*float64(syllables)/float64(words) - 15.59
}

// Every plain half of the demonstration, as filled in, keeps to short sentences
// that judge nobody and that a governor can read. The title of a source is not
// ours to word.
func TestExplainReadsEasily(t *testing.T) {
	a := demonstration(t, metrics.CompareLA, metrics.CompareSimilar, metrics.CompareEngland)
	n := 0
	for i := range a.Data.Schools {
		for _, r := range a.Results(i) {
			x, err := Explain(a, r, BuildOptions{})
			if err != nil {
				t.Fatal(err)
			}
			m, _ := metrics.Lookup(r.Measure)
			text := ""
			for _, s := range x.Plain {
				_, s, _ = strings.Cut(strings.ReplaceAll(s, "The definition comes from "+m.Source+".", ""), ": ")
				text += s + " "
			}
			for _, long := range longSentences(text) {
				t.Errorf("%s %s: more than %d words: %q", x.Record.URN, r.Measure, longestSentence, long)
			}
			if w := forbidden.FindString(text); w != "" {
				t.Errorf("%s %s says %q", x.Record.URN, r.Measure, w)
			}
			if g := grade(text); g > 8 {
				t.Errorf("%s %s: grade %.1f, above 8:\n%s", x.Record.URN, r.Measure, g, text)
			}
			for _, s := range append(x.Plain, x.Technical...) {
				if strings.Contains(s, "NaN") || strings.Contains(s, "Inf") || strings.Contains(s, "%!") || strings.Contains(s, "  of") {
					t.Errorf("%s %s: %q", x.Record.URN, r.Measure, s)
				}
			}
			n++
		}
	}
	if n < 600 {
		t.Errorf("only %d explanations were read", n)
	}
}
