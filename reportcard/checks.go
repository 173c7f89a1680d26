package reportcard

import (
	"slices"
	"strconv"
	"strings"

	"inclusioncards/metrics"
)

// checkWords are the phrases of templates/words/checks.json. What a check found
// is said in words only: its numbers may be small, and are in the files for
// officers.
type checkWords struct {
	Passed            phrase            `json:"passed"`
	PassedAlso        string            `json:"passed_also"`
	Overridden        phrase            `json:"overridden"`
	LeftOut           phrase            `json:"left_out"`
	LeftOutFew        string            `json:"left_out_few"`
	Found             phrase            `json:"found"`
	FoundMore         phrase            `json:"found_more"`
	Rules             map[string]string `json:"rules"`
	OtherRule         phrase            `json:"other_rule"`
	OtherRuleSentence phrase            `json:"other_rule_sentence"`
	Destinations      string            `json:"destinations"`
	Grounds           struct {
		Says phrase            `json:"says"`
		Also string            `json:"also"`
		By   map[string]phrase `json:"by"` // by letter, "none" and "other"
	} `json:"grounds"`
	Groups struct {
		Title   string            `json:"title"`
		Caption phrase            `json:"caption"`
		Header  []string          `json:"header"`
		Few     phrase            `json:"few"`
		Values  map[string]string `json:"values"` // by characteristic and value
	} `json:"groups"`
	Names map[string]map[string]string `json:"names"` // by check and outcome
}

// ownChecks are the checks of the school and of every school in the year of the
// card.
func (b *builder) ownChecks(keep func(metrics.Check) bool) []metrics.Check {
	var out []metrics.Check
	for _, c := range b.in.checks {
		own := (c.URN == "" || c.URN == b.in.school.URN) && (c.Year == 0 || c.Year == b.in.year)
		if own && keep(c) {
			out = append(out, c)
		}
	}
	return out
}

// checked says what checks of the input found that the card must carry: first
// what forbids a comparison, then what a reader should know.
func (b *builder) checked() []string {
	w := b.words.checks
	var out []string
	for _, o := range [...]metrics.CheckOutcome{metrics.CheckVetoed, metrics.CheckOverridden, metrics.CheckWarned} {
		for _, c := range b.ownChecks(func(c metrics.Check) bool { return c.Outcome == o }) {
			says := w.Names[c.Code][o.String()]
			if says == "" {
				says = b.say(w.Found, values{"code": c.Code})
			}
			if o == metrics.CheckOverridden {
				says = b.say(w.Overridden, values{"check": says, "reason": strings.TrimRight(c.Detail["reason"], ".")})
			}
			out = append(out, says)
		}
	}
	var codes []string
	for _, c := range b.ownChecks(func(c metrics.Check) bool { return c.Outcome == metrics.CheckFound }) {
		if n, ok := c.Detail["records"]; ok {
			out = append(out, b.leftOut(n))
		} else if !slices.Contains(codes, c.Code) {
			codes = append(codes, c.Code)
		}
	}
	for i, code := range codes {
		if i == 1 && len(codes) > 2 {
			return append(out, b.say(w.FoundMore, values{"n": count(len(codes) - 1)}))
		}
		out = append(out, b.say(w.Found, values{"code": code}))
	}
	return out
}

// grounds says on which statutory grounds the leavers with SEND were taken off
// the register: those that say where a pupil went, those to be watched (c, i and
// none given), and the rest. Such numbers are small, so only officers read them;
// nor are they told of records that do not hold together.
func (b *builder) grounds() (string, bool) {
	g, w := b.in.grounds, b.words.checks.Grounds
	vetoed := b.ownChecks(func(c metrics.Check) bool {
		return c.Outcome == metrics.CheckVetoed && (c.About == 0 || c.About == metrics.FamilyMovement)
	})
	if g.Leavers == 0 || b.options.Profile.Floor() > 0 || len(vetoed) > 0 {
		return "", false
	}
	var list []string
	rest := g.Leavers
	put := func(key string, n int) {
		if n > 0 {
			list = append(list, b.say(w.By[key], values{"n": count(n)}))
		}
		rest -= n
	}
	for _, letter := range [...]string{"f", "o", "c", "i"} {
		put(letter, g.By[letter])
	}
	put("none", g.By[""])
	put("other", rest)
	return b.say(w.Says, values{"n": count(g.Leavers), "list": strings.Join(list, b.words.checks.Grounds.Also)}), true
}

// leftOut says how many records were left out; a small number only where small
// numbers are shown.
func (b *builder) leftOut(records string) string {
	n, err := strconv.Atoi(records)
	if err != nil {
		b.fail(err)
	}
	if n < b.options.Profile.Floor() {
		return b.words.checks.LeftOutFew
	}
	return b.say(b.words.checks.LeftOut, values{"records": count(n)})
}

// passed is one line on the checks that found nothing, for the method box.
func (b *builder) passed() (Text, bool) {
	w := b.words.checks
	var list []string
	for _, c := range b.ownChecks(func(c metrics.Check) bool { return c.Outcome == metrics.CheckPassed }) {
		if says := w.Names[c.Code]["passed"]; says != "" {
			list = append(list, says)
		}
	}
	if len(list) == 0 {
		return nil, false
	}
	return b.text(w.Passed, values{"list": upperFirst(strings.Join(list, w.PassedAlso))}), true
}

// counting says by which of the contested rules pupil-level records were
// counted.
func (b *builder) counting() []string {
	w, r := b.words.checks.Rules, b.in.rules
	var out []string
	for _, k := range [...]struct{ prefix, rule string }{{"sen_", r.SENStatus}, {"cohort_", r.AbsenceCohort}, {"ages_", r.AbsenceAges}} {
		if says := w[k.prefix+k.rule]; says != "" {
			out = append(out, says)
		}
	}
	if says, ok := b.keptBack(); ok {
		out = append(out, says)
	}
	return out
}

// otherRule gives the result that leavers would have by the leaver rule that is
// not in force, where the two differ.
func otherRule(r metrics.Result) (metrics.Result, bool) {
	o := r
	o.Verdict, o.Direction = r.OtherRule.Verdict, r.OtherRule.Direction
	return o, r.OtherRule.OK && differs(r, o)
}
