package reportcard

import (
	"encoding/json"
	"io/fs"
	"path"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"inclusioncards/templates"
)

// forbidden are words that judge or accuse, Ofsted's grades, and odds worded as
// likelihood (card.md, sections 2 and 4).
var forbidden = regexp.MustCompile(`(?i)\b(fail\w*|poor\w*|concern\w*|outlier\w*|off-?roll\w*|exceptional\w*|strong|strongly|` +
	`expected standard|needs attention|urgent improvement|inadequate\w*|times (as|more) likely|odds|likelihood|` +
	`illegal\w*|unlawful\w*|gaming|blame\w*|guilty|worst|best)\b`)

// longestSentence is GOV.UK's limit, in words.
const longestSentence = 25

var sentenceEnd = regexp.MustCompile(`[.?!](?:\s|$)`)

func longSentences(s string) []string {
	var out []string
	for _, sentence := range sentenceEnd.Split(s, -1) {
		if len(strings.Fields(sentence)) > longestSentence {
			out = append(out, sentence)
		}
	}
	return out
}

// proseOf lists every text of a JSON value.
func proseOf(v any) []string {
	switch v := v.(type) {
	case string:
		return []string{v}
	case []any:
		var out []string
		for _, e := range v {
			out = append(out, proseOf(e)...)
		}
		return out
	case map[string]any:
		var out []string
		for _, e := range v {
			out = append(out, proseOf(e)...)
		}
		return out
	}
	return nil
}

func TestTemplateWords(t *testing.T) {
	names, err := fs.Glob(templates.Words, "words/*.json")
	if err != nil || len(names) != 13 {
		t.Fatalf("%d files of words, 13 expected (%v)", len(names), err)
	}
	texts := 0
	for _, name := range names {
		b, err := fs.ReadFile(templates.Words, name)
		if err != nil {
			t.Fatal(err)
		}
		var v any
		if err := json.Unmarshal(b, &v); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		for _, s := range proseOf(v) {
			texts++
			// The area report compares odds, and says that they are odds.
			if w := forbidden.FindString(s); w != "" && !(path.Base(name) == "area.json" && strings.EqualFold(w, "odds")) {
				t.Errorf("%s: %q says %q", name, s, w)
			}
			for _, long := range longSentences(s) {
				t.Errorf("%s: more than %d words: %q", name, longestSentence, long)
			}
		}
	}
	if texts < 200 {
		t.Errorf("only %d texts were looked at", texts)
	}
}

// TestQuestionsAndMeans checks the room that the page gives them.
func TestQuestionsAndMeans(t *testing.T) {
	w, err := loadWords()
	if err != nil {
		t.Fatal(err)
	}
	short := func(kind string, longest int, by map[string][]string) {
		for at, texts := range by {
			for _, s := range texts {
				if n := len([]rune(s)); n > longest {
					t.Errorf("%s %s: %d characters, more than %d: %q", kind, at, n, longest, s)
				}
				if kind == "question" && !strings.HasSuffix(s, "?") {
					t.Errorf("not a question: %q", s)
				}
			}
		}
	}
	short("explanation", 80, w.card.MeansAny)
	for _, m := range w.measures {
		short("explanation", 80, m.Means)
	}
	for _, e := range w.editions {
		short("question", 110, e.QuestionsAny)
		for _, q := range e.Questions {
			short("question", 110, q)
		}
	}
	if len(w.glossary) != 8 {
		t.Errorf("%d terms in the glossary, 8 expected", len(w.glossary))
	}
}

// TestWordsAreChecked breaks one file at a time.
func TestWordsAreChecked(t *testing.T) {
	for _, c := range []struct {
		name, file, old, new, want string
	}{
		{"unknown placeholder", "card.json", "{n} {n:pupil|pupils}", "{nn} pupils", "unknown placeholder {nn}"},
		{"open brace", "card.json", "URN {urn}", "URN {urn", "not closed"},
		{"open bold", "card.json", "*Figures to prompt questions.*", "*Figures to prompt questions.", "bold text is not closed"},
		{"one word", "card.json", "{n:was|were} not", "{n:was} not", "needs two words"},
		{"empty text", "card.json", `"Special school"`, `""`, "Special is empty"},
		{"unknown text", "card.json", `"special":`, `"specail":`, "unknown field"},
		{"no verdict word", "card.json", `"typical": ["Typical range", "typical range"],`, "", "nothing for result typical"},
		{"two questions", "inspector.json", ",\n        \"What do these pupils and their families say would help?\"", "", "severe_absence, watch, higher: 2 questions"},
		{"no questions", "inspector.json", `"leavers": {`, `"leaver": {`, "leavers, watch, higher: 0 questions for inspector"},
		{"no explanations", "measures.json", `"lower": [`, `"lowre": [`, "0 explanations"},
	} {
		files := fstest.MapFS{}
		changed := false
		for _, f := range []string{"card.json", "measures.json", "inspector.json", "governor.json", "la.json", "glossary.json", "explain.json"} {
			b, err := fs.ReadFile(templates.Words, "words/"+f)
			if err != nil {
				t.Fatal(err)
			}
			s := string(b)
			if f == c.file && strings.Contains(s, c.old) {
				s, changed = strings.Replace(s, c.old, c.new, 1), true
			}
			files["words/"+f] = &fstest.MapFile{Data: []byte(s)}
		}
		if !changed {
			t.Errorf("%s: %q is not in %s", c.name, c.old, c.file)
		}
		if _, err := readWords(files); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: error %v does not say %q", c.name, err, c.want)
		}
	}
}

func TestPhrase(t *testing.T) {
	p, err := parsePhrase("*{n} {n:pupil|pupils}* left, {all}")
	if err != nil {
		t.Fatal(err)
	}
	got, err := p.fill(values{"n": "1", "all": "*"})
	if err != nil {
		t.Fatal(err)
	}
	want := Text{{Text: "1 pupil", Bold: true}, {Text: " left, *"}}
	if len(got) != 2 || got[0] != want[0] || got[1] != want[1] {
		t.Errorf("got %v, want %v", got, want)
	}
	if _, err := p.fill(values{"n": "1"}); err == nil {
		t.Error("a hole without a value is filled")
	}
}
