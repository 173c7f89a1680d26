package reportcard

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"reflect"
	"strings"
	"sync"

	"inclusioncards/metrics"
	"inclusioncards/templates"
)

// pair is a singular and a plural, or a word as a heading and inside a line.
type pair [2]string

// words is all the prose of the cards, read once and checked as a whole.
type words struct {
	card     cardWords
	measures map[metrics.MeasureID]measureWords
	glossary []term
	explain  explainWords
	charts   chartWords
	checks   checkWords
	page     PageWords
	area     areaWords
	overview overviewWords
	pack     packWords
	editions map[Audience]editionWords
}

type term struct {
	Term  string `json:"term"`
	Means string `json:"means"`
}

// measureWords are the words of one flagged measure.
type measureWords struct {
	Topic string `json:"topic"` // inside a sentence: "suspensions"
	Trend string `json:"trend"` // title of its small multiple
	Event string `json:"event"` // after "pupils": "suspended"
	Did   pair   `json:"did"`   // "was suspended", "were suspended"
	// DidFull is Did as a finding says it: "were suspended at least once".
	DidFull pair `json:"did_full"`
	// Titles and Means (innocent explanations) are by direction.
	Titles  map[string]phrase   `json:"titles"`
	Overall phrase              `json:"overall"`
	Supply  string              `json:"supply"` // what a supplier calls the counts
	Means   map[string][]string `json:"means"`
}

// comparatorWords name what a school is compared with.
type comparatorWords struct {
	Name             string `json:"name"`      // heads a column: "Local"
	Adjective        string `json:"adjective"` // "lower than local", "local 13.6%"
	Against          string `json:"against"`   // "against local schools"
	Elsewhere        phrase `json:"elsewhere"`
	Others           string `json:"others"`
	Pattern          string `json:"pattern"`
	PublishedPattern string `json:"published_pattern"`
	Where            string `json:"where"`
	Schools          phrase `json:"schools"` // "14 other secondaries in Camden"
}

// columnWords head the table of page 1: where any row has a gap, and where none
// has.
type columnWords struct {
	Gap   []phrase `json:"gap"`
	Share []phrase `json:"share"`
}

// profileWords say how small numbers are protected, in the method box and at
// the foot of every page.
type profileWords struct {
	Says    phrase `json:"says"`
	Marking string `json:"marking"`
}

// editionWords are the words for one audience.
type editionWords struct {
	Edition        string `json:"edition"`
	QuestionsTitle string `json:"questions_title"`
	// Answers heads the table of questions with room for answers; without it
	// questions are a list.
	Answers *AnswerColumns `json:"answers"`
	// Plain editions say rates as "24 in 100" and keep the method short.
	Plain bool `json:"plain"`
	// Positions shows where the school lies in the funnel of each measure.
	Positions bool `json:"positions"`
	// LeastType is the least size of type on paper, in points.
	LeastType float64 `json:"least_type"`
	// Columns, when given, head the table of page 1 in place of the common
	// ones; a column with an empty heading is left out.
	Columns columnWords `json:"columns"`
	// NextSteps are the choices of an officer who reads the card.
	NextStepsTitle string   `json:"next_steps_title"`
	NextSteps      []string `json:"next_steps"`
	// Questions are by measure and direction, for results that stand out;
	// QuestionsAny by verdict, for the others.
	Questions    map[metrics.MeasureID]map[string][]string `json:"questions"`
	QuestionsAny map[string][]string                       `json:"questions_any"`
}

// questions returns what this reader can ask about a result.
func (e editionWords) questions(id metrics.MeasureID, v metrics.Verdict, d metrics.Direction) []string {
	if v == metrics.WorthExploring || v == metrics.Watch {
		return e.Questions[id][d.String()]
	}
	return e.QuestionsAny[v.String()]
}

// explanations returns what else a result could mean.
func (w *words) explanations(id metrics.MeasureID, v metrics.Verdict, d metrics.Direction) []string {
	if v == metrics.WorthExploring || v == metrics.Watch {
		return w.measures[id].Means[d.String()]
	}
	return w.card.MeansAny[v.String()]
}

var loadWords = sync.OnceValues(func() (*words, error) { return readWords(templates.Words) })

// readWords reads every file of words and reports everything wrong together.
func readWords(files fs.FS) (*words, error) {
	w := &words{editions: map[Audience]editionWords{}}
	fixed := map[string]any{"card": &w.card, "measures": &w.measures, "glossary": &w.glossary, "explain": &w.explain, "charts": &w.charts, "checks": &w.checks, "page": &w.page, "area": &w.area, "overview": &w.overview, "pack": &w.pack}
	names, err := fs.Glob(files, "words/*.json")
	if err != nil {
		return nil, fmt.Errorf("words: %w", err)
	}
	var errs []error
	for _, name := range names {
		kind := strings.TrimSuffix(path.Base(name), ".json")
		if into, ok := fixed[kind]; ok {
			errs = append(errs, readJSON(files, name, into))
			delete(fixed, kind)
			continue
		}
		var e editionWords
		errs = append(errs, readJSON(files, name, &e))
		w.editions[Audience(kind)] = e
	}
	for _, kind := range []string{"card", "measures", "glossary", "explain", "charts", "checks", "page", "area", "overview"} {
		if fixed[kind] != nil {
			errs = append(errs, fmt.Errorf("words/%s.json is missing", kind))
		}
	}
	errs = append(errs, w.check(), w.explain.check(), w.area.check(), w.overview.check(), w.pack.check())
	if err := errors.Join(errs...); err != nil {
		return nil, err
	}
	return w, nil
}

func readJSON(files fs.FS, name string, into any) error {
	b, err := fs.ReadFile(files, name)
	if err != nil {
		return err
	}
	dec := json.NewDecoder(bytes.NewReader(b))
	dec.DisallowUnknownFields()
	if err := dec.Decode(into); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return nil
}

// check demands every text, and for every flagged measure and verdict at least
// three questions of each reader and two or three explanations.
func (w *words) check() error {
	var errs []error
	for _, at := range append(unfilled(reflect.ValueOf(w.card), "card"), append(unfilled(reflect.ValueOf(w.charts), "charts"), unfilled(reflect.ValueOf(w.page), "page")...)...) {
		errs = append(errs, fmt.Errorf("words: %s is empty", at))
	}
	errs = append(errs, w.checkKeys())
	for _, m := range metrics.Flagged() {
		mw, ok := w.measures[m.ID]
		if !ok {
			errs = append(errs, fmt.Errorf("words: no words for measure %s", m.ID))
		}
		for _, at := range unfilled(reflect.ValueOf(mw), string(m.ID)) {
			errs = append(errs, fmt.Errorf("words: %s is empty", at))
		}
		for v := metrics.NotSupplied; v <= metrics.Typical; v++ {
			for _, d := range directions(m) {
				errs = append(errs, w.checkVerdict(m.ID, v, d))
			}
		}
	}
	return errors.Join(errs...)
}

// checkKeys demands a word for everything a result or a school can be.
func (w *words) checkKeys() error {
	var errs []error
	need := func(has bool, what string) {
		if !has {
			errs = append(errs, fmt.Errorf("words: nothing for %s", what))
		}
	}
	for v := metrics.NotSupplied; v <= metrics.Typical; v++ {
		need(w.card.Results[v.String()] != pair{}, "result "+v.String())
		need(w.card.Headline.Counts[v.String()].source != "", "headline count "+v.String())
	}
	for ph := metrics.PhaseUnknown; ph <= metrics.Independent; ph++ {
		need(w.card.Phases[ph.String()] != pair{}, "schools of phase "+ph.String())
		need(ph == metrics.PhaseUnknown || w.card.PhaseNames[ph.String()] != "", "phase "+ph.String())
	}
	for _, k := range metrics.Kinds() {
		need(w.card.Kinds[k.String()] != "", "schools of kind "+k.String())
	}
	for _, k := range metrics.ComparatorKinds() {
		need(len(unfilled(reflect.ValueOf(w.card.Comparators[k]), "")) == 0, "every word of comparator "+string(k))
	}
	for _, r := range []metrics.Reason{
		metrics.ReasonFewSchools, metrics.ReasonDominated, metrics.ReasonMissingYear, metrics.ReasonNotEngland,
		metrics.ReasonNotState, metrics.ReasonMissing, metrics.ReasonNoPattern, metrics.ReasonPhaseUnknown, metrics.ReasonOneGroup, metrics.ReasonNoPupils, metrics.ReasonReshaped,
	} {
		need(w.card.Reasons[r].source != "", "reason "+string(r))
	}
	need(len(w.card.Columns.Gap) == 8 && len(w.card.Columns.Share) == 8, "each of eight columns")
	return errors.Join(errs...)
}

// directions lists those in which a measure can stand out.
func directions(m metrics.Measure) []metrics.Direction {
	if m.Polarity == metrics.Neutral {
		return []metrics.Direction{metrics.Higher, metrics.Lower}
	}
	return []metrics.Direction{metrics.Higher}
}

func (w *words) checkVerdict(id metrics.MeasureID, v metrics.Verdict, d metrics.Direction) error {
	var errs []error
	at := fmt.Sprintf("%s, %s, %s", id, v, d)
	if n := len(w.explanations(id, v, d)); n < 2 || n > 3 {
		errs = append(errs, fmt.Errorf("words: %s: %d explanations, not two or three", at, n))
	}
	if (v == metrics.WorthExploring || v == metrics.Watch) && w.measures[id].Titles[d.String()].source == "" {
		errs = append(errs, fmt.Errorf("words: %s: no title", at))
	}
	for _, audience := range Audiences() {
		e, ok := w.editions[audience]
		if !ok {
			errs = append(errs, fmt.Errorf("words/%s.json is missing", audience))
			continue
		}
		if n := len(e.Columns.Gap) + len(e.Columns.Share); n != 0 && n != 16 {
			errs = append(errs, fmt.Errorf("words/%s.json: columns are not twice eight", audience))
		}
		if n := len(e.questions(id, v, d)); n < 3 {
			errs = append(errs, fmt.Errorf("words: %s: %d questions for %s, fewer than three", at, n, audience))
		}
	}
	return errors.Join(errs...)
}

// unfilled lists the texts of a value that no file filled in.
func unfilled(v reflect.Value, at string) []string {
	var out []string
	if p, ok := v.Interface().(phrase); ok {
		if p.source == "" {
			out = append(out, at)
		}
		return out
	}
	switch v.Kind() {
	case reflect.String:
		if v.Len() == 0 {
			out = append(out, at)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			out = append(out, unfilled(v.Field(i), at+"."+v.Type().Field(i).Name)...)
		}
	case reflect.Slice, reflect.Map:
		if v.Len() == 0 {
			out = append(out, at)
		}
	}
	return out
}
