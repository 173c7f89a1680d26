package metrics

import (
	"encoding/csv"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"testing"
)

// The simulation behind "about k flags in 100 are chance": real rolls
// (testdata/rolls), events drawn from a world whose planted schools are known,
// verdicts of Analyse held against them. What the world is like is stated here
// and never read from the package's own settings.

// simulatedMeasure is a measure with the odds ratio of SEND to no SEN in an
// ordinary school and the factor planted on top of it.
type simulatedMeasure struct {
	id       MeasureID
	num, den Field
	ordinary float64
	planted  float64
	// base is the pupils of the denominator for each pupil on the roll.
	base map[Phase]float64
}

var simulatedMeasures = [...]simulatedMeasure{
	{"suspended_once", PupilsSuspended, Pupils, 2.5, 3, map[Phase]float64{Primary: 1, Secondary: 1}},
	{"persistent_absence", PersistentAbsentees, Enrolments, 1.85, 2.2, map[Phase]float64{Primary: 1.04, Secondary: 1.04}},
	{"leavers", NonStandardLeavers, LeaverBase, 1.25, 3, map[Phase]float64{Primary: 0.84, Secondary: 0.8}},
}

// simulatedYears are the years drawn, with the share of the latest year's
// pupils with SEND that a school then had: registers have grown.
var simulatedYears = [...]struct {
	year AcademicYear
	send float64
}{{2020, 0.90}, {2021, 0.95}, {simulatedYear, 1}}

const simulatedYear AcademicYear = 2022

// perMeasure holds one value for each simulated measure.
type perMeasure[T any] [len(simulatedMeasures)]T

// world is what is true of the simulated schools beyond their rolls.
type world struct {
	phase Phase
	// sd of the log odds ratio between ordinary schools, lasting over the years.
	sd perMeasure[float64]
	// share of schools with a planted effect, each measure apart.
	share float64
	// factor is the planted odds ratio of every measure; 0: each its own.
	factor float64
}

// roll is one row of testdata/rolls: pupils, and the usual share of pupils
// without SEN with each event.
type roll struct {
	la           LACode
	send, others int
	rate         perMeasure[float64]
}

func readRolls(tb testing.TB, phase Phase) []roll {
	tb.Helper()
	name := map[Phase]string{Primary: "primary.csv", Secondary: "secondary.csv"}[phase]
	f, err := os.Open(filepath.Join("..", "testdata", "rolls", name))
	if err != nil {
		tb.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		tb.Fatal(err)
	}
	number := func(s string) int {
		n, err := strconv.Atoi(s)
		if err != nil {
			tb.Fatalf("%s: %v", name, err)
		}
		return n
	}
	var out []roll
	var la LACode
	for _, row := range rows[1:] {
		if row[0] != "" {
			la = LACode(row[0])
		}
		r := roll{la: la, send: number(row[1]), others: number(row[2])}
		for m := range r.rate {
			r.rate[m] = float64(number(row[3+m])) / 1000
		}
		out = append(out, r)
	}
	return out
}

// draw makes three years of counts and tells which schools were planted. The
// same rolls, world and seed give the same counts.
func draw(rolls []roll, w world, seed uint64) (d *Dataset, planted perMeasure[[]bool]) {
	rng := rand.New(rand.NewPCG(seed, 0))
	d = NewDataset()
	for i, r := range rolls {
		s := &d.Schools[d.Intern(urnOf(i))]
		s.LA, s.Phase = r.la, w.phase
	}
	for m, sim := range simulatedMeasures {
		factor := sim.planted
		if w.factor != 0 {
			factor = w.factor
		}
		planted[m] = make([]bool, len(rolls))
		for i, r := range rolls {
			odds := r.rate[m] / (1 - r.rate[m]) * sim.ordinary * math.Exp(w.sd[m]*rng.NormFloat64())
			if planted[m][i] = rng.Float64() < w.share; planted[m][i] {
				odds *= factor
			}
			for _, y := range simulatedYears {
				n1 := int(math.Round(float64(r.send) * y.send * sim.base[w.phase]))
				n0 := int(math.Round(float64(r.others) * sim.base[w.phase]))
				set := func(f Field, g Group, n int) { d.Set(i, y.year, f, g, Known(float64(n))) }
				set(sim.den, GroupSEND, n1)
				set(sim.den, GroupNoSEN, n0)
				set(sim.num, GroupSEND, drawBinomial(rng, n1, odds/(1+odds)))
				set(sim.num, GroupNoSEN, drawBinomial(rng, n0, r.rate[m]))
			}
		}
	}
	return d, planted
}

// drawBinomial counts the successes of n trials by the waiting times between
// them; p is strictly between 0 and 1.
func drawBinomial(rng *rand.Rand, n int, p float64) int {
	scale := 1 / math.Log1p(-p)
	successes := 0
	for at := 0.0; ; successes++ {
		at += 1 + math.Floor(math.Log(1-rng.Float64())*scale)
		if at > float64(n) {
			return successes
		}
	}
}

// score holds verdicts against what was planted. Pairs of school and measure
// that are not comparable or not supplied are left out.
type score struct {
	ordinary, wrong         float64 // ordinary pairs; of them worth exploring
	planted, decided, found float64 // planted pairs; not too few; worth exploring
}

func (s *score) add(planted bool, v Verdict) {
	if v == NotSupplied || v == NotComparable {
		return
	}
	count := func(n *float64, yes bool) {
		if yes {
			*n++
		}
	}
	count(&s.ordinary, !planted)
	count(&s.wrong, !planted && v == WorthExploring)
	count(&s.planted, planted)
	count(&s.decided, planted && v != TooFew)
	count(&s.found, planted && v == WorthExploring)
}

func (s *score) merge(t score) {
	s.ordinary += t.ordinary
	s.wrong += t.wrong
	s.planted += t.planted
	s.decided += t.decided
	s.found += t.found
}

// precision is the share of flagged pairs that were planted, recall the share
// of planted pairs flagged among those with enough events to be decided, reach
// the same among all. Each is NaN when there is nothing to count.
func (s score) precision() float64   { return s.found / (s.found + s.wrong) }
func (s score) recall() float64      { return s.found / s.decided }
func (s score) reach() float64       { return s.found / s.planted }
func (s score) falseAlarms() float64 { return s.wrong / s.ordinary }

func (s *perScore) sum() (all score) {
	for _, one := range s {
		all.merge(one)
	}
	return all
}

type perScore perMeasure[score]

// scoreExcess runs the package's flag rule against the schools' own LA.
func scoreExcess(tb testing.TB, d *Dataset, planted perMeasure[[]bool], years int) (out perScore) {
	tb.Helper()
	o := DefaultOptions()
	o.PoolYears = years
	a, err := Analyse(d, simulatedYear, []ComparatorKind{CompareLA}, o)
	if err != nil {
		tb.Fatal(err)
	}
	for i := range d.Schools {
		for _, r := range a.Results(i) {
			m := slices.IndexFunc(simulatedMeasures[:], func(s simulatedMeasure) bool { return s.id == r.Measure })
			if m >= 0 {
				out[m].add(planted[m][i], r.Verdict)
			}
		}
	}
	return out
}

// ordinarySD is the spread of ordinary schools in england_simulated, and the
// range of the acceptance simulation: 0.12 for absence, 0.20 for the others.
var ordinarySD = perMeasure[float64]{0.20, 0.12, 0.20}

// TestSimulation holds the flag rule, on a part of England, to bounds that any
// usable rule meets and the difference of gaps does not.
func TestSimulation(t *testing.T) {
	rolls := readRolls(t, Secondary)[:1800]
	null := world{phase: Secondary, sd: ordinarySD}
	d, none := draw(rolls, null, 1)
	alarms := scoreExcess(t, d, none, 3)
	if s := alarms.sum(); !(s.ordinary > 5000 && s.falseAlarms() < 1.0/200) {
		t.Errorf("nothing planted: %.5f of %.0f pairs flagged, want under 1 in 200", s.falseAlarms(), s.ordinary)
	}

	effects := null
	effects.share = 0.02
	d, planted := draw(rolls, effects, 2)
	pooled, single := scoreExcess(t, d, planted, 3), scoreExcess(t, d, planted, 1)
	three, one := pooled.sum(), single.sum()
	gaps := scoreGaps(t, rolls, d, planted, 3)
	peer := gaps.sum()
	if !(three.precision() >= 0.9 && three.recall() >= 0.6) {
		t.Errorf("three years: precision %.3f, recall %.3f; want 0.9 and 0.6", three.precision(), three.recall())
	}
	if !(three.recall() > one.recall()+0.1) {
		t.Errorf("recall %.3f on three years, %.3f on one: pooling should help", three.recall(), one.recall())
	}
	if !(three.precision() > peer.precision() && three.recall() > peer.recall()) {
		t.Errorf("difference of gaps %.3f, %.3f against %.3f, %.3f", peer.precision(), peer.recall(), three.precision(), three.recall())
	}
}
