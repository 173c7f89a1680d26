package demo

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"math"
	"strconv"
)

// This file makes the demonstration data. Every ordinary school draws its
// pupils' outcomes from one pattern: for each outcome a rate for pupils
// without SEN, which differs a little between schools, and odds for SEN
// support and EHC plans that are common to the phase. The planted differences
// are in schools_test.go. Nothing here is estimated from a real school.

// years of the data, by the calendar year in which they start.
var years = []int{2021, 2022, 2023}

// pattern is what happens to pupils of a phase in one year: rates of pupils
// without SEN, and odds ratios of SEN support and EHC plans.
type pattern struct {
	suspended, persistent, severe, leaving, y10 float64
	kSuspended, eSuspended                      float64
	kPersistent, ePersistent                    float64
	kSevere, eSevere                            float64
	kLeaving, eLeaving                          float64
}

var (
	primaryPattern   = pattern{.010, .13, .007, .050, 0, 3.0, 4.5, 1.7, 2.2, 2.2, 3.5, 1.2, 1.5}
	secondaryPattern = pattern{.055, .21, .022, .030, .018, 2.3, 2.6, 1.8, 2.1, 2.4, 3.2, 1.6, 1.9}
	specialPattern   = pattern{.030, .25, .040, .030, .010, 1.5, 1.5, 1.3, 1.3, 1.4, 1.4, 1.1, 1.1}
	apPattern        = pattern{.300, .70, .300, .150, .120, 1.2, 1.2, 1.1, 1.1, 1.1, 1.1, 1.0, 1.0}
)

// source is SplitMix64 (Steele, Lea and Flood, 2014): the same numbers with
// every version of Go.
type source uint64

func (s *source) float() float64 {
	*s += 0x9e3779b97f4a7c15
	z := uint64(*s)
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return float64((z^z>>31)>>11) / (1 << 53)
}

// binomial is the number of n pupils to whom something of probability p
// happens.
func (s *source) binomial(n int, p float64) int {
	x := 0
	for range n {
		if s.float() < p {
			x++
		}
	}
	return x
}

// near multiplies v by a factor of at most 1 plus or minus spread.
func (s *source) near(v, spread float64) float64 { return v * (1 + spread*(2*s.float()-1)) }

// odds applies an odds ratio to a probability.
func odds(p, ratio float64) float64 { return p * ratio / (1 - p + p*ratio) }

// whole rounds to the nearest whole number.
func whole(v float64) int { return int(math.Round(v)) }

// group is one SEN group of a school.
type group struct {
	name                  string
	share                 float64 // of the roll
	suspended, persistent float64 // odds ratios
	severe, leaving, y10  float64
}

// row is one line of counts.csv.
type row struct {
	pupils, suspended, repeat, suspensions  int
	days                                    float64
	excluded, enrolments, possible, absent  int
	persistent, severe, c2, b               int
	base, leavers, toSpecial, home, unknown int
	hasY10                                  bool
	y10Pupils, y10Leavers                   int
}

func (r row) cells() []string {
	n := strconv.Itoa
	y10, y11 := "z", "z"
	if r.hasY10 {
		y10, y11 = n(r.y10Pupils), n(r.y10Leavers)
	}
	return []string{
		n(r.pupils), n(r.suspended), n(r.repeat), n(r.suspensions), strconv.FormatFloat(r.days, 'f', 1, 64),
		n(r.excluded), n(r.enrolments), n(r.possible), n(r.absent), n(r.persistent), n(r.severe), n(r.c2), n(r.b),
		n(r.base), n(r.leavers), n(r.toSpecial), n(r.home), n(r.unknown), y10, y11,
	}
}

// add sums two groups, for schools that give totals only.
func (r row) add(o row) row {
	return row{
		r.pupils + o.pupils, r.suspended + o.suspended, r.repeat + o.repeat, r.suspensions + o.suspensions,
		r.days + o.days, r.excluded + o.excluded, r.enrolments + o.enrolments, r.possible + o.possible,
		r.absent + o.absent, r.persistent + o.persistent, r.severe + o.severe, r.c2 + o.c2, r.b + o.b,
		r.base + o.base, r.leavers + o.leavers, r.toSpecial + o.toSpecial, r.home + o.home, r.unknown + o.unknown,
		r.hasY10 || o.hasY10, r.y10Pupils + o.y10Pupils, r.y10Leavers + o.y10Leavers,
	}
}

var countsHeader = []string{
	"urn", "laestab", "academic_year", "sen_group", "pupils", "pupils_suspended", "pupils_suspended_repeat",
	"suspensions", "suspension_days", "permanent_exclusions", "enrolments", "sessions_possible", "sessions_absent",
	"persistent_absentees", "severe_absentees", "c2_sessions", "b_sessions", "leaver_base", "non_standard_leavers",
	"leavers_special", "leavers_ehe", "leavers_not_known", "y10_pupils", "y10_y11_leavers",
}

var schoolsHeader = []string{
	"urn", "laestab", "name", "la_code", "la_name", "phase", "type", "low_age", "high_age", "admissions_policy",
	"gender", "sen_unit", "resourced_provision", "fsm6_percent", "eal_percent",
}

// generate returns the demonstration files by name.
func generate() map[string][]byte {
	var schoolRows, countRows [][]string
	for i, s := range allSchools() {
		urn, laestab := strconv.Itoa(990001+i), fmt.Sprintf("999%04d", s.number)
		// Each school has its own sequence: changing one leaves the others alone.
		rng := source(0x5eed + uint64(i)*0x10001)
		schoolRows = append(schoolRows, []string{
			urn, laestab, s.name, "999", "Northmoor", s.phase, s.kind, strconv.Itoa(s.low), strconv.Itoa(s.high),
			s.admissions, "Mixed", s.unit, "No", fmt.Sprintf("%.1f", rng.near(s.fsm, .3)), fmt.Sprintf("%.1f", rng.near(9, .8)),
		})
		common := s.ordinary(&rng)
		for _, y := range years {
			year := fmt.Sprintf("%d/%02d", y, (y+1)%100)
			var total row
			for _, g := range s.groups(y) {
				r := s.draw(&rng, &common, g)
				total = total.add(r)
				if !s.totalsOnly {
					countRows = append(countRows, append([]string{urn, laestab, year, g.name}, r.cells()...))
				}
			}
			if s.totalsOnly {
				countRows = append(countRows, append([]string{urn, laestab, year, "all"}, total.cells()...))
			}
		}
	}
	return map[string][]byte{
		"schools.csv": table(schoolsHeader, schoolRows),
		"counts.csv":  table(countsHeader, countRows),
	}
}

func table(header []string, rows [][]string) []byte {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	w.Write(header)
	w.WriteAll(rows)
	return b.Bytes()
}

// ordinary draws a school's own level of each outcome: schools differ in level
// while the odds of pupils with SEND stay those of the phase.
func (s *school) ordinary(rng *source) pattern {
	p := s.pattern
	p.suspended = rng.near(p.suspended, .35) * s.strict()
	p.persistent = rng.near(p.persistent, .25)
	p.severe = rng.near(p.severe, .30)
	p.leaving = rng.near(p.leaving, .30)
	return p
}

// draw makes the figures of one SEN group in one year.
func (s *school) draw(rng *source, p *pattern, g group) row {
	pupils := whole(rng.near(float64(s.roll)*g.share, .03))
	r := row{pupils: pupils, hasY10: s.low <= 14 && s.high >= 15}
	r.suspended = rng.binomial(pupils, odds(p.suspended, g.suspended))
	r.repeat = rng.binomial(r.suspended, .42)
	r.suspensions = r.suspended + r.repeat
	for range r.repeat {
		r.suspensions += rng.binomial(6, .3)
	}
	for range r.suspensions {
		r.days += .5 * float64(1+rng.binomial(8, .35))
	}
	r.excluded = rng.binomial(r.suspended, .015)

	r.enrolments = whole(float64(pupils) * 1.04)
	r.persistent = rng.binomial(r.enrolments, odds(p.persistent, g.persistent))
	r.severe = min(r.persistent, rng.binomial(r.enrolments, odds(p.severe, g.severe)))
	const sessions = 300
	r.possible = r.enrolments * sessions
	mild := r.persistent - r.severe
	absent := float64(r.enrolments-r.persistent)*rng.near(.042, .15) + float64(mild)*rng.near(.17, .1) + float64(r.severe)*.65
	r.absent = whole(absent * sessions)
	r.c2, r.b = r.severe*whole(rng.near(12, .5)), whole(rng.near(float64(pupils), .6)*.2)

	years := max(1, s.high-s.low)
	stay := float64(min(years, 11)-1) / float64(years)
	if s.high >= 16 { // the last year group of a school with a sixth form is Year 11
		stay = .78
	}
	r.base = whole(float64(pupils) * stay)
	r.leavers = rng.binomial(r.base, odds(p.leaving, g.leaving))
	if r.hasY10 {
		r.y10Pupils = whole(float64(pupils) * s.yearTen)
		r.y10Leavers = rng.binomial(r.y10Pupils, odds(p.y10, g.y10))
		r.leavers = max(r.leavers, r.y10Leavers)
		r.base = max(r.base, r.y10Pupils)
	}
	if g.name == "ehc_plan" {
		r.toSpecial = rng.binomial(r.leavers, .4)
	} else if g.name == "sen_support" {
		r.toSpecial = rng.binomial(r.leavers, .08)
	}
	rest := r.leavers - r.toSpecial
	r.home = rng.binomial(rest, .12)
	r.unknown = rng.binomial(rest-r.home, .10)
	return r
}
