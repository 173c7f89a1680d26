package metrics

import (
	"fmt"
	"maps"
	"sync"
)

// Analysis compares every school of the input with its comparators for one
// year. It is made from the whole input: choosing which cards to draw never
// changes a number. It is safe for concurrent use.
type Analysis struct {
	Data        *Dataset
	Year        AcademicYear
	Comparators []ComparatorKind
	Options     Options

	pools map[ComparatorKind]*pools
	// registerPools are the pools for measures of the SEN register: the same,
	// but for similar schools, which are chosen without the SEN shares.
	registerPools map[ComparatorKind]*pools
	nearest       [][]Neighbour
	excess        map[familyKey]*excessFamily
	register      map[registerKey]*registerFamily
	leavers       map[registerKey]*leaverFamily
	bench         map[benchmarkKey]*Benchmark

	// otherRule gives the verdict by the leaver rule that is not in force; nil
	// without pupil-level records.
	otherRule func(school int, k ComparatorKind) OtherRule

	mu     *sync.Mutex
	totals map[totalKey][]AreaFigure
}

// familyKey names one family of excess tests: a measure and comparator over a
// window of years that ends in year.
type familyKey struct {
	year       AcademicYear
	measure    MeasureID
	comparator ComparatorKind
	window     int
}

type registerKey struct {
	year       AcademicYear
	comparator ComparatorKind
}

// LatestYear is the latest year with figures of schools, or 0.
func LatestYear(d *Dataset) AcademicYear {
	years := d.Years()
	if len(years) == 0 {
		return 0
	}
	return years[len(years)-1]
}

// Analyse runs every test of the flag rule for one year and the year before
// (whose verdicts say "second year running"). Comparators are in the order in
// which the card prefers them.
func Analyse(d *Dataset, year AcademicYear, comparators []ComparatorKind, o Options) (*Analysis, error) {
	if err := o.Validate(); err != nil {
		return nil, err
	}
	if len(comparators) == 0 {
		return nil, fmt.Errorf("no comparator chosen")
	}
	for _, k := range comparators {
		if _, err := ParseComparator(string(k)); err != nil {
			return nil, err
		}
	}
	if year == 0 {
		return nil, fmt.Errorf("no academic year with figures of schools")
	}
	a := &Analysis{
		Data: d, Year: year, Comparators: comparators, Options: o,
		pools:    map[ComparatorKind]*pools{},
		excess:   map[familyKey]*excessFamily{},
		register: map[registerKey]*registerFamily{},
		leavers:  map[registerKey]*leaverFamily{},
		totals:   map[totalKey][]AreaFigure{},
		bench:    indexBenchmarks(d.Benchmarks),
		mu:       &sync.Mutex{},
	}
	for _, k := range append([]ComparatorKind{CompareLA, CompareRegion, CompareEngland}, comparators...) {
		if a.pools[k] == nil {
			a.pools[k] = a.newPools(k)
		}
	}
	a.registerPools = a.pools
	if p := a.pools[CompareSimilar]; p != nil {
		a.registerPools = maps.Clone(a.pools)
		a.registerPools[CompareSimilar] = a.similarForRegister()
	}
	for _, y := range []AcademicYear{year, year - 1} {
		for _, k := range comparators {
			for i := range catalogue {
				if err := a.test(&catalogue[i], y, k); err != nil {
					return nil, err
				}
			}
		}
	}
	if err := a.testOtherRule(); err != nil {
		return nil, err
	}
	return a, nil
}

// test prepares the families one measure needs in one year.
func (a *Analysis) test(m *Measure, y AcademicYear, k ComparatorKind) error {
	var err error
	switch m.Test {
	case ExcessTest:
		if err = a.prepareExcess(m, y, k, a.Options.PoolYears); err == nil {
			err = a.prepareExcess(m, y, k, 1)
		}
	case RegisterTest:
		err = a.prepareRegister(m, y, k)
	case LeaverTest:
		err = a.prepareLeavers(m, y, k)
	}
	if err != nil {
		return fmt.Errorf("%s against %s in %s: %w", m.ID, k, y, err)
	}
	return nil
}

// Results lists the flagged measures that can apply to the school, in the
// order of method.md section 3, each against every comparator in order.
func (a *Analysis) Results(school int) []Result {
	const usual = 6 // measures that are tested
	out := make([]Result, 0, usual*len(a.Comparators))
	for i := range catalogue {
		m := &catalogue[i]
		if m.Test == NoTest || !a.applies(school, m) {
			continue
		}
		for _, k := range a.Comparators {
			r := a.result(school, m, a.Year, k)
			if r.Verdict == WorthExploring || r.Verdict == Watch || r.Verdict == PossibleStrength {
				before := a.result(school, m, a.Year-1, k)
				r.SecondYear = before.Verdict == r.Verdict && before.Direction == r.Direction
			}
			if a.otherRule != nil && m.ID == leaversMeasure && r.Verdict != NotSupplied {
				r.OtherRule = a.otherRule(school, k)
			}
			out = append(out, r)
		}
	}
	return out
}

// applies is false for a measure that cannot exist at the school (Year 10 in a
// primary school): it has no row and is not counted.
func (a *Analysis) applies(school int, m *Measure) bool {
	if m.Test == LeaverTest && !a.Data.Schools[school].HasYear10() {
		return a.Data.observe(school, a.Year, m, GroupAll, a.Options.Level).OK()
	}
	if m.AllOnly {
		return true
	}
	o := a.Data.observe(school, a.Year, m, GroupAll, a.Options.Level)
	s := a.Data.observe(school, a.Year, m, GroupSEND, a.Options.Level)
	n := a.Data.observe(school, a.Year, m, GroupNoSEN, a.Options.Level)
	given := s.Given || n.Given
	return !(given && o.Num.State == NotApplicable && s.Num.State == NotApplicable && n.Num.State == NotApplicable)
}

func (a *Analysis) result(school int, m *Measure, y AcademicYear, k ComparatorKind) Result {
	r := Result{School: school, Year: y, Measure: m.ID, Comparator: k}
	switch m.Test {
	case ExcessTest:
		a.excessResult(&r, m)
	case RegisterTest:
		a.registerResult(&r, m)
	case LeaverTest:
		a.leaverResult(&r, m)
	}
	return r
}

// supplied decides the verdicts that need no comparison: no data at all, only
// earlier years, or a figure that is missing this year.
func (a *Analysis) supplied(r *Result, m *Measure, ok bool, groups ...Group) bool {
	if ok {
		return true
	}
	given := func(y AcademicYear) bool {
		for _, g := range groups {
			if !a.Data.observe(r.School, y, m, g, a.Options.Level).Given {
				return false
			}
		}
		return true
	}
	r.Verdict, r.Reason = NotSupplied, ReasonNotSupplied
	if given(r.Year) {
		r.Verdict, r.Reason = NotComparable, ReasonMissing
		if r.Check = a.Data.Veto(r.School, r.Year, m.Family); r.Check != "" {
			r.Reason = ReasonDataQuality
			return false
		}
		if o := a.Data.observe(r.School, r.Year, m, groups[0], a.Options.Level); o.Den.OK() && o.Den.N == 0 {
			r.Reason = ReasonNoPupils
		}
		return false
	}
	for i := 1; i < a.Options.PoolYears; i++ {
		if given(r.Year - AcademicYear(i)) {
			r.Verdict, r.Reason = NotComparable, ReasonMissingYear
		}
	}
	return false
}

// placed decides the verdicts that follow from what the school is.
func (a *Analysis) placed(r *Result) bool {
	s := &a.Data.Schools[r.School]
	switch {
	case s.Phase == PhaseUnknown:
		r.Verdict, r.Reason = NotComparable, ReasonPhaseUnknown
	case !s.StateFunded():
		r.Verdict, r.Reason = NotComparable, ReasonNotState
	default:
		return true
	}
	return false
}
