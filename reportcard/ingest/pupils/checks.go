package pupils

import (
	"math"

	"inclusioncards/metrics"
)

// Verdict is the result of a check.
type Verdict uint8

const (
	// NotChecked: the extracts hold too little to tell.
	NotChecked Verdict = iota
	Passed
	// Warned: the figures stand, but a reader should know.
	Warned
	// Vetoed: no verdict may rest on the figures (method.md section 3, rule 1).
	Vetoed
)

// String gives the word used in files.
func (v Verdict) String() string { return [...]string{"not_checked", "passed", "warned", "vetoed"}[v] }

// Check is one check of the extracts of a school (inputs.md 12). It holds names
// and numbers; the words are made elsewhere.
type Check struct {
	Name string
	// About is the family of measures it bears on: "suspensions", "absence",
	// "movement", or "all".
	About   string
	Verdict Verdict
	Numbers []Number
}

// Number is one named figure of a check.
type Number struct {
	Name  string
	Value float64
}

// Names of checks.
const (
	// CheckSuspendedLeavers: an export made of those still on roll holds no
	// suspension of a later leaver. With n pupils of Years R to 11, L of whom
	// left and S were suspended, the number X of suspended leavers would be
	// hypergeometric if leaving had nothing to do with suspension; in truth
	// leavers are suspended more often, so the check errs on the safe side.
	// X = 0 with P(X = 0) below 0.001 is a veto and below 0.05 a warning; X of
	// a fifth of its expectation or less with P(X or fewer) below 0.001 is a
	// warning.
	CheckSuspendedLeavers = "suspended_leavers"
	// CheckAttendingLeavers: the same of leavers with an attendance row. An
	// export made later than the year may hold the few leavers who came back or
	// left last, so that a fifth of the expectation or less is a veto too, and
	// half of it or less a warning: nearly every leaver attended before leaving.
	CheckAttendingLeavers = "attending_leavers"
	// CheckSuspendedKnown: the suspended pupils must be pupils of a census, save
	// those who came and went between two of them. None of three or more, or
	// fewer than half of five or more, are identifiers that do not join: nobody
	// on the census would count as suspended. The first is a veto, the second,
	// which a unit that pupils pass through may have, a warning.
	CheckSuspendedKnown = "suspended_known"
	// CheckRollBalance: rows of pupils who count on the first census, plus
	// joined, less left, must be those of the second. What is over are rows
	// without a usable identifier, or there twice.
	CheckRollBalance = "roll_balance"
	// CheckIdentifiers: half or more of those expected to stay have left, and
	// half or more of the second census are new: the two censuses do not name
	// pupils alike. Twenty pupils expected to stay are the fewest.
	CheckIdentifiers = "identifiers"
	// CheckSENSum: N + K + E must equal the roll; the rest have a status that
	// is not known.
	CheckSENSum = "sen_sum"
	// CheckCover: pupils of Years 1 to 11 with an attendance row; half a file
	// shows here. Below 90 in 100 is a warning, below 50 a veto.
	CheckCover = "attendance_cover"
	// CheckExcludedMarks: sessions marked E without a suspension on record, and
	// sessions of suspensions on record without the mark. Any is a warning.
	CheckExcludedMarks = "excluded_marks"
)

// Shares of the roll above which a difference is a warning and a veto.
const (
	warnShare = 0.03
	vetoShare = 0.10
)

const (
	warnP = 0.05
	vetoP = 0.001
)

// check fills in the checks of a school that its extracts allow.
func (c *SchoolCounts) check(a *Aggregator, school uint32, pupils []uint32) {
	s := &a.schools[school]
	var n checked
	for _, i := range pupils {
		n.add(a, a.enrolments.at(i), i, c.last)
	}
	roll, notKnown := 0, c.Tallies[metrics.SENUnknown].Pupils
	for t := range c.Tallies {
		roll += c.Tallies[t].Pupils
	}
	c.put(CheckSENSum, "all", byShare(notKnown, roll), Number{"roll", float64(roll)},
		Number{"no_sen", float64(c.Tallies[metrics.NoSEN].Pupils)}, Number{"sen_support", float64(c.Tallies[metrics.SENSupport].Pupils)},
		Number{"ehc_plan", float64(c.Tallies[metrics.EHCPlan].Pupils)}, Number{"not_known", float64(notKnown)})
	if c.movement() {
		over := s.rows[0] + n.joined - n.left - s.rows[1]
		c.put(CheckRollBalance, "movement", byShare(max(over, -over), s.rows[0]), Number{"first", float64(s.rows[0])},
			Number{"joined", float64(n.joined)}, Number{"left", float64(n.left)}, Number{"second", float64(s.rows[1])}, Number{"difference", float64(over)})
		c.put(CheckIdentifiers, "movement", n.identifiers(s.rows[1]), Number{"base", float64(n.base)},
			Number{"left", float64(n.baseLeft)}, Number{"joined", float64(n.joined)}, Number{"second", float64(s.rows[1])})
	}
	if c.has[Suspensions] {
		c.put(CheckSuspendedKnown, "suspensions", n.known(), Number{"suspended", float64(n.events)}, Number{"on_a_census", float64(n.eventsKnown)})
	}
	if c.has[Suspensions] && c.movement() {
		c.put(CheckSuspendedLeavers, "suspensions", survivors(n.pupils, n.leavers, n.suspended, n.suspendedLeavers),
			n.survivorship(n.suspended, n.suspendedLeavers, "suspended")...)
	}
	if c.has[Attendance] {
		if c.movement() {
			c.put(CheckAttendingLeavers, "absence", stillOnRoll(n.pupils, n.leavers, n.attended, n.attendedLeavers),
				n.survivorship(n.attended, n.attendedLeavers, "attending")...)
		}
		c.put(CheckCover, "absence", n.cover(), Number{"pupils", float64(n.ofAge)}, Number{"attending", float64(n.ofAgeAttended)})
	}
	if s.marks && c.has[Suspensions] {
		v := Passed
		if n.unrecorded+n.unmarked > 0 {
			v = Warned
		}
		c.put(CheckExcludedMarks, "suspensions", v, Number{"marked_sessions_without_record", float64(n.unrecorded)},
			Number{"recorded_sessions_without_mark", float64(n.unmarked)})
	}
}

func (c *SchoolCounts) put(name, about string, v Verdict, n ...Number) {
	c.Checks = append(c.Checks, Check{name, about, v, n})
}

// byShare judges a difference by its share of the roll.
func byShare(difference, roll int) Verdict {
	switch share := float64(difference) / float64(max(roll, 1)); {
	case share > vetoShare:
		return Vetoed
	case share > warnShare:
		return Warned
	}
	return Passed
}

// checked counts what the checks compare.
type checked struct {
	joined, left                int
	base, baseLeft              int // expected to stay, and of those left
	pupils, leavers             int // of Years R to 11
	suspended, suspendedLeavers int
	attended, attendedLeavers   int
	ofAge, ofAgeAttended        int
	unrecorded, unmarked        int
	events, eventsKnown         int // pupils with a suspension or exclusion, and those on a census
}

func (n *checked) add(a *Aggregator, e *enrolment, at uint32, last yearGroup) {
	left := !e.is(onSecond)
	if e.suspensions > 0 || e.permanent > 0 {
		n.events++
		n.eventsKnown += one(e.is(onFirst) || !left)
	}
	if !e.is(onFirst) {
		n.joined += one(!left)
		return
	}
	n.left += one(left)
	if e.is(elsewhere) {
		return
	}
	row := e.is(attended | attendedBefore)
	if unrecorded, unmarked := excludedMatch(e, a.registers.get(at).excluded); row {
		n.unrecorded += unrecorded
		n.unmarked += unmarked
	}
	if e.year >= 1 && e.year <= 11 {
		n.ofAge++
		n.ofAgeAttended += one(row)
	}
	if left && e.destination == DestinationDied || e.year < 0 || e.year > 11 {
		return
	}
	if LeaversSchool.includes(e.year, last) && LeaversMime2024.includes(e.year, last) {
		n.base++
		n.baseLeft += one(left)
	}
	n.pupils++
	n.leavers += one(left)
	n.suspended += one(e.suspensions > 0)
	n.attended += one(row)
	n.suspendedLeavers += one(left && e.suspensions > 0)
	n.attendedLeavers += one(left && row)
}

func (n *checked) known() Verdict {
	switch {
	case n.events == 0:
		return NotChecked
	case n.eventsKnown == 0 && n.events >= 3:
		return Vetoed
	case n.eventsKnown*2 < n.events && n.events >= 5:
		return Warned
	}
	return Passed
}

func (n *checked) identifiers(second int) Verdict {
	switch {
	case n.base < 20:
		return NotChecked
	case n.baseLeft*2 >= n.base && n.joined*2 >= second:
		return Vetoed
	}
	return Passed
}

func (n *checked) cover() Verdict {
	switch {
	case n.ofAge == 0:
		return NotChecked
	case n.ofAgeAttended*2 < n.ofAge:
		return Vetoed
	case n.ofAgeAttended*10 < n.ofAge*9:
		return Warned
	}
	return Passed
}

func (n *checked) survivorship(with, leaversWith int, word string) []Number {
	expected := 0.0
	if n.pupils > 0 {
		expected = float64(with) * float64(n.leavers) / float64(n.pupils)
	}
	return []Number{
		{"pupils", float64(n.pupils)}, {"leavers", float64(n.leavers)}, {word, float64(with)}, {word + "_leavers", float64(leaversWith)},
		{"expected", expected}, {"p", atMost(n.pupils, n.leavers, with, leaversWith)},
	}
}

// survivors judges x of the leavers among those drawn, of n pupils.
func survivors(n, leavers, drawn, x int) Verdict {
	if leavers == 0 || drawn == 0 {
		return NotChecked
	}
	p := atMost(n, leavers, drawn, x)
	expected := float64(drawn) * float64(leavers) / float64(n)
	switch {
	case x == 0 && p < vetoP:
		return Vetoed
	case x == 0 && p < warnP, float64(x) <= expected/5 && p < vetoP:
		return Warned
	}
	return Passed
}

// stillOnRoll judges the leavers x with an attendance row among those drawn, of
// n pupils.
func stillOnRoll(n, leavers, drawn, x int) Verdict {
	v := survivors(n, leavers, drawn, x)
	if v == NotChecked {
		return v
	}
	unlikely := atMost(n, leavers, drawn, x) < vetoP
	switch expected := float64(drawn) * float64(leavers) / float64(n); {
	case unlikely && float64(x) <= expected/5:
		return Vetoed
	case unlikely && float64(x) <= expected/2:
		return Warned
	}
	return v
}

// atMost is P(X <= x) of the hypergeometric distribution: of n pupils, marked
// of one kind, drawn are taken.
func atMost(n, marked, drawn, x int) float64 {
	p := 0.0
	for k := max(0, drawn-(n-marked)); k <= min(x, marked, drawn); k++ {
		p += math.Exp(choose(marked, k) + choose(n-marked, drawn-k) - choose(n, drawn))
	}
	return min(p, 1)
}

// choose is the logarithm of a binomial coefficient.
func choose(n, k int) float64 {
	lgamma := func(n int) float64 { v, _ := math.Lgamma(float64(n + 1)); return v }
	return lgamma(n) - lgamma(k) - lgamma(n-k)
}
