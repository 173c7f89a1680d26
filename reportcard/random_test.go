package reportcard

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"inclusioncards/metrics"
)

// TestRandomCards builds the cards of invented local authorities with every
// kind of hole in their data, and checks what must hold on any page.
func TestRandomCards(t *testing.T) {
	verdicts := map[string]int{}
	for seed := range uint64(36) {
		a := randomAnalysis(t, rand.New(rand.NewPCG(seed, 7)))
		for i := range a.Data.Schools {
			card, err := Build(a, i, inspector)
			if err != nil {
				t.Fatalf("seed %d, school %d: %v", seed, i, err)
			}
			for _, wrong := range wrongOn(card) {
				t.Errorf("seed %d, %s: %s", seed, card.Name, wrong)
			}
			for _, r := range card.Glance.Rows {
				verdicts[r.Result]++
			}
		}
	}
	for _, v := range []string{
		"Worth exploring", "Watch", "Typical range", "Possible strength", "Too few pupils to tell", "Not comparable",
		"Lower than local", "Similar to local", "Higher than local",
	} {
		if verdicts[v] == 0 {
			t.Errorf("no random school has the result %q: the check is too narrow", v)
		}
	}
}

// randomAnalysis invents fourteen schools over up to three years. Some have
// public figures only, some lack groups, some cells are missing with a reason.
func randomAnalysis(t *testing.T, rng *rand.Rand) *metrics.Analysis {
	t.Helper()
	d := metrics.NewDataset()
	phases := []metrics.Phase{metrics.Primary, metrics.Secondary, metrics.Secondary, metrics.Special, metrics.AP, metrics.Independent, metrics.PhaseUnknown}
	phase := phases[rng.IntN(len(phases))]
	small := rng.IntN(3) == 0
	for i := range 14 {
		d.Intern(metrics.URN(fmt.Sprint(100100 + i)))
		s := &d.Schools[i]
		s.Name, s.LA, s.LAName, s.Phase = fmt.Sprintf("School %d", i), "330", "Bournemouth, Christchurch and Poole", phase
		s.Region = "Yorkshire and The Humber"
		if small && i > 2 { // too few nearby: a special school is set beside the region
			s.LA, s.LAName = metrics.LACode(fmt.Sprint(340+i)), "Elsewhere"
		}
		s.LAESTAB, s.HighAge = metrics.LAESTAB(fmt.Sprint(3304000+i)), 11+5*rng.IntN(2)
		if i == 0 {
			s.Name, s.LAName, s.LAESTAB = "", "", ""
		}
	}
	for y := metrics.AcademicYear(2023 - rng.IntN(3)); y <= 2023; y++ {
		for i := range d.Schools {
			randomYear(rng, d, i, y)
		}
	}
	d.Sources = []metrics.Source{{File: "counts.csv", Rows: 42, SHA256: "0123456789abcdef", Simulated: true}}
	o := metrics.DefaultOptions()
	o.EnglandLAs = 1 + rng.IntN(2)
	kinds := []metrics.ComparatorKind{metrics.CompareLA, metrics.CompareEngland}
	if rng.IntN(4) == 0 {
		kinds = metrics.ComparatorKinds()
		rng.Shuffle(len(kinds), func(i, j int) { kinds[i], kinds[j] = kinds[j], kinds[i] })
		o.SimilarK = 8
		for i := range 7 {
			o.Custom = append(o.Custom, d.Schools[i].URN)
		}
	}
	a, err := metrics.Analyse(d, 2023, kinds, o)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func randomYear(rng *rand.Rand, d *metrics.Dataset, i int, y metrics.AcademicYear) {
	if i%7 == 6 { // public figures only
		d.Set(i, y, metrics.CensusRoll, metrics.GroupAll, metrics.Known(float64(200+rng.IntN(900))))
		d.Set(i, y, metrics.CensusRoll, metrics.GroupSENSupport, metrics.Known(float64(rng.IntN(80))))
		d.Set(i, y, metrics.CensusRoll, metrics.GroupEHCPlan, metrics.Known(float64(rng.IntN(40))))
		d.Set(i, y, metrics.AbsenceRate, metrics.GroupAll, metrics.Known(rng.Float64()/5))
		return
	}
	for _, g := range []metrics.Group{metrics.GroupSENSupport, metrics.GroupEHCPlan, metrics.GroupNoSEN} {
		n := []int{rng.IntN(120), rng.IntN(40), 50 + rng.IntN(700)}[int(g)-2]
		if rng.IntN(12) == 0 {
			n = 0
		}
		if i == 4 && g != metrics.GroupNoSEN {
			n /= 12
		}
		times := 1.0
		if i%5 == 0 && g != metrics.GroupNoSEN {
			times = 3
		}
		if i%5 == 1 && g != metrics.GroupNoSEN {
			times = 0.1
		}
		put := func(f metrics.Field, v int) {
			c := metrics.Known(float64(v))
			switch rng.IntN(120) {
			case 0:
				c = metrics.Missing(metrics.Suppressed)
			case 1:
				c = metrics.Missing(metrics.NotAvailable)
			case 2:
				c = metrics.Missing(metrics.Low)
			}
			d.Set(i, y, f, g, c)
		}
		some := func(of int, p float64) int {
			k := 0
			for range of {
				if rng.Float64() < p*times {
					k++
				}
			}
			return k
		}
		put(metrics.Pupils, n)
		put(metrics.PupilsSuspended, some(n, 0.08))
		put(metrics.Suspensions, 2*some(n, 0.08))
		put(metrics.SuspensionDays, 3*some(n, 0.08))
		put(metrics.Enrolments, n)
		put(metrics.PersistentAbsentees, some(n, 0.2))
		put(metrics.SevereAbsentees, some(n, 0.02))
		put(metrics.LeaverBase, n)
		put(metrics.NonStandardLeavers, some(n, 0.05))
		put(metrics.Y10Pupils, n/5)
		put(metrics.Y10Y11Leavers, some(n/5, 0.04))
	}
}

var broken = regexp.MustCompile(`NaN|Inf\b|-0(\.0)?\b[^.\d]|%!|[{}]|  |\*| \.|,,|\bnull\b`)

// wrongOn lists what no card may have.
func wrongOn(c *Card) []string {
	var wrong []string
	say := func(format string, args ...any) { wrong = append(wrong, fmt.Sprintf(format, args...)) }
	within := func(what, s string, longest int) {
		if n := utf8.RuneCountInString(s); n > longest || n == 0 {
			say("%s has %d characters, at most %d: %q", what, n, longest, s)
		}
	}
	for _, s := range textsOf(reflect.ValueOf(*c)) {
		if m := broken.FindString(s); m != "" {
			say("%q in %q", m, s)
		}
		if m := forbidden.FindString(s); m != "" {
			say("forbidden %q in %q", m, s)
		}
		if s == c.Headline.String() {
			continue // a counted list of up to seven parts, checked by TestHeadline
		}
		for _, long := range longSentences(s) {
			say("sentence of more than %d words: %q", longestSentence, long)
		}
	}
	for _, r := range c.Glance.Rows {
		within("note", r.Note, 90)
		if r.Strip != nil && (r.Strip.Dot < r.Strip.Min || r.Strip.Hi > r.Strip.Max || r.Strip.Min >= r.Strip.Max) {
			say("strip of %s leaves its axis: %+v", r.Measure, *r.Strip)
		}
		if r.Shape == NoShape {
			say("%s has no shape", r.Measure)
		}
	}
	for _, e := range c.Enquiries {
		within("enquiry", e.Says.String(), 330)
		within("title", e.Title, 130)
		if len(e.Questions) < 3 || len(e.Means) < 2 {
			say("%s has %d questions and %d explanations", e.Heading, len(e.Questions), len(e.Means))
		}
	}
	for _, tr := range c.Trends {
		within("takeaway", tr.Takeaway, 60)
		if len(strings.Fields(tr.Takeaway)) > 10 {
			say("takeaway of more than ten words: %q", tr.Takeaway)
		}
		for _, s := range tr.Series {
			for _, p := range s.Points {
				if p.Hi > tr.Max || p.Lo < 0 {
					say("%s leaves its axis", tr.Title)
				}
			}
		}
	}
	if len(c.Strengths) == 0 || len(c.Unknowns) == 0 || len(c.Unknowns) > 6 || len(c.Findings) > 3 || len(c.Context) > 6 || len(c.Glossary) != 8 {
		say("%d strengths, %d unknowns, %d findings, %d facts, %d terms", len(c.Strengths), len(c.Unknowns), len(c.Findings), len(c.Context), len(c.Glossary))
	}
	for _, u := range c.Unknowns {
		within("unknown", u, 120)
	}
	var method string
	for _, p := range c.Method {
		method += p.String() + " "
	}
	within("method", method, 1300)
	return wrong
}

// textsOf walks everything a card prints.
func textsOf(v reflect.Value) []string {
	if t, ok := v.Interface().(Text); ok {
		return []string{t.String()}
	}
	var out []string
	switch v.Kind() {
	case reflect.String:
		out = append(out, v.String())
	case reflect.Pointer:
		if !v.IsNil() {
			out = textsOf(v.Elem())
		}
	case reflect.Struct:
		for i := range v.NumField() {
			out = append(out, textsOf(v.Field(i))...)
		}
	case reflect.Slice:
		for i := range v.Len() {
			out = append(out, textsOf(v.Index(i))...)
		}
	}
	return out
}
