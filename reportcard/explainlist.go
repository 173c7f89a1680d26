package reportcard

import (
	"fmt"
	"strings"

	"inclusioncards/metrics"
)

// Comparison is the list of schools that a school is compared with.
type Comparison struct {
	URN        string `json:"urn"`
	School     string `json:"school"`
	Year       string `json:"academic_year"`
	Comparator string `json:"comparator"`
	Number     int    `json:"number"`
	Title      string `json:"title"`
	// Notes say how the list was made and where it cannot be used.
	Notes []string `json:"notes"`
	// Unusable names the measures it cannot be used for, by reason.
	Unusable map[string][]string `json:"unusable"`
	// Characteristics are what similar schools are similar in.
	Characteristics []string         `json:"characteristics,omitempty"`
	Schools         []ComparedSchool `json:"schools"`
}

// ComparedSchool is one school of a Comparison. Only similar schools have a
// distance.
type ComparedSchool struct {
	URN                 string             `json:"urn"`
	Name                string             `json:"name"`
	LA                  string             `json:"local_authority"`
	Distance            *figure            `json:"distance,omitempty"`
	Characteristics     map[string]*figure `json:"characteristics,omitempty"`
	DistanceText        string             `json:"-"`
	CharacteristicTexts map[string]string  `json:"-"`
}

// Compare lists the schools behind a comparator of the analysis.
func Compare(a *metrics.Analysis, school int, k metrics.ComparatorKind) (*Comparison, error) {
	e, err := newExplainer(a, school, "", BuildOptions{})
	if err != nil {
		return nil, err
	}
	w, near := e.w.List, a.Neighbours(school, k)
	out := &Comparison{
		URN: string(e.in.school.URN), School: e.name(), Year: e.in.year.String(), Comparator: string(k),
		Number: len(near), Unusable: map[string][]string{}, Schools: []ComparedSchool{},
		Title: e.say(w.Title, values{
			"name": e.name(), "urn": string(e.in.school.URN), "year": e.in.year.String(),
			"place": upperFirst(e.otherSchools(k, count(len(near)))),
		}),
	}
	if label := e.label(); label != "" {
		out.Notes = append(out.Notes, label)
	}
	if k == metrics.CompareSimilar {
		for _, c := range metrics.Characteristics() {
			out.Characteristics = append(out.Characteristics, c.Name)
		}
		out.Notes = append(out.Notes, e.say(w.Similar, values{"list": e.list(readable(out.Characteristics))}), w.Register)
	}
	e.unusable(out, k)
	for _, n := range near {
		out.Schools = append(out.Schools, e.compared(n, out.Characteristics))
	}
	if e.err != nil {
		return nil, fmt.Errorf("comparators of URN %s: %w", e.in.school.URN, e.err)
	}
	return out, nil
}

// readable writes codes as words.
func readable(codes []string) []string {
	var out []string
	for _, c := range codes {
		out = append(out, strings.ReplaceAll(c, "_", " "))
	}
	return out
}

// unusable groups the measures that the schools of the list cannot be used
// for, as the analysis decided, and those for which wider ones stand in.
func (e *explainer) unusable(out *Comparison, k metrics.ComparatorKind) {
	w := e.w.List
	var order []metrics.Result
	topics := map[metrics.Reason][]string{}
	wider := map[metrics.ComparatorKind][]string{}
	for _, r := range e.a.Results(e.school) {
		topic := e.words.measures[r.Measure].Topic
		switch {
		case r.Comparator != k:
		case r.Verdict == metrics.NotComparable && aboutComparator[r.Reason]:
			if topics[r.Reason] == nil {
				order = append(order, r)
			}
			topics[r.Reason] = append(topics[r.Reason], topic)
			out.Unusable[string(r.Reason)] = append(out.Unusable[string(r.Reason)], string(r.Measure))
		case r.With != "" && r.With != k:
			wider[r.With] = append(wider[r.With], topic)
		}
	}
	for _, r := range order {
		out.Notes = append(out.Notes, e.say(w.CannotUse, values{"list": e.list(topics[r.Reason]), "why": e.why(r)}))
	}
	for _, kind := range metrics.ComparatorKinds() {
		if len(wider[kind]) > 0 {
			out.Notes = append(out.Notes, e.say(w.Wider, values{"list": e.list(wider[kind]), "place": e.place(kind)}))
		}
	}
}

// aboutComparator are the reasons that lie with the other schools, not with
// the figures of the school itself.
var aboutComparator = map[metrics.Reason]bool{
	metrics.ReasonFewSchools: true, metrics.ReasonDominated: true, metrics.ReasonNotEngland: true,
	metrics.ReasonNotState: true, metrics.ReasonPhaseUnknown: true, metrics.ReasonNoPattern: true,
}

func (e *explainer) compared(n metrics.Neighbour, characteristics []string) ComparedSchool {
	s := &e.a.Data.Schools[n.School]
	other := *e.builder
	other.in.school = *s
	out := ComparedSchool{URN: string(s.URN), Name: other.name(), LA: other.area()}
	if characteristics == nil {
		return out
	}
	distance := figure(n.Distance)
	out.Distance, out.DistanceText = &distance, decimal(n.Distance, 0, 3)
	out.Characteristics, out.CharacteristicTexts = map[string]*figure{}, map[string]string{}
	for _, c := range characteristics {
		v, text := e.characteristic(n.School, c)
		out.Characteristics[c], out.CharacteristicTexts[c] = maybe(v), text
	}
	return out
}

// characteristic is the figure of a school that its distance rests on.
func (e *explainer) characteristic(school int, name string) (metrics.Number, string) {
	s := &e.a.Data.Schools[school]
	yes := func(is bool) (metrics.Number, string) {
		if is {
			return metrics.Number{V: 1, OK: true}, e.w.Technical.YesNo[0]
		}
		return metrics.Number{OK: true}, e.w.Technical.YesNo[1]
	}
	switch name {
	case "selective":
		return yes(s.Selective == metrics.Yes)
	case "unit_or_resourced_provision":
		return yes(s.SENUnit == metrics.Yes || s.Resourced == metrics.Yes)
	}
	m, _ := metrics.Lookup(metrics.MeasureID(name))
	o := metrics.Observe(e.a.Data, school, e.a.Year, m, metrics.GroupAll, e.a.Options.Level)
	if !o.OK() {
		return metrics.Number{}, e.state(o)
	}
	return metrics.Number{V: o.Value, OK: true}, e.unit(m, decimal(o.Value, shift(m), places(m)))
}

// places of a printed value: none for a number of pupils.
func places(m metrics.Measure) int {
	if m.Unit == metrics.UnitCount {
		return 0
	}
	return 1
}
