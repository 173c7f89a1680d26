package metrics

import "math"

// benchmarkKey finds a published figure of an area.
type benchmarkKey struct {
	kind    AreaKind
	code    string
	phase   Phase
	year    AcademicYear
	term    string
	measure MeasureID
	group   Group
}

// indexBenchmarks keeps the first of several figures with one key, that is the
// one of the file read first.
func indexBenchmarks(bs []Benchmark) map[benchmarkKey]*Benchmark {
	out := map[benchmarkKey]*Benchmark{}
	for i := range bs {
		b := &bs[i]
		k := benchmarkKey{b.Kind, "", b.Phase, b.Year, b.Term, b.Measure, b.Group}
		switch b.Kind {
		case AreaLA:
			k.code = string(b.LA)
		case AreaRegion:
			k.code = b.Region
		}
		if b.AllPhases {
			k.phase = PhaseUnknown
		}
		if have, ok := out[k]; !ok || have.Supplied == "" && b.Supplied != "" {
			out[k] = b
		}
	}
	return out
}

// value is the published rate: from its counts when it has them.
func (b *Benchmark) value(m *Measure) Number {
	if b.Num.OK() && b.Den.OK() && b.Den.N > 0 {
		v := b.Num.N / b.Den.N
		if m.Unit == UnitPer100 {
			v *= 100
		}
		return number(v)
	}
	return number(b.Value)
}

// termOf is the term that published figures of a measure are wanted for: that
// of the data, and none for figures of one day.
func (a *Analysis) termOf(m *Measure) string {
	if m.Family == FamilyRegister || m.Family == FamilyContext {
		return ""
	}
	return a.Data.Term
}

// published looks a figure up for the area of a school.
func (a *Analysis) published(school int, y AcademicYear, term string, m *Measure, g Group, k ComparatorKind) Number {
	key, ok := a.areaKey(school, y, term, m, g, k)
	if !ok {
		return Number{}
	}
	b, ok := a.bench[key]
	if !ok {
		return Number{}
	}
	return b.value(m)
}

// areaKey is the key of a figure for the area and phase of a school.
func (a *Analysis) areaKey(school int, y AcademicYear, term string, m *Measure, g Group, k ComparatorKind) (benchmarkKey, bool) {
	s := &a.Data.Schools[school]
	key := benchmarkKey{kind: AreaEngland, phase: s.Phase, year: y, term: term, measure: m.ID, group: g}
	switch k {
	case CompareLA:
		key.kind, key.code = AreaLA, string(s.LA)
	case CompareRegion:
		key.kind, key.code = AreaRegion, s.Region
	case CompareEngland:
	default:
		return key, false
	}
	return key, key.kind == AreaEngland || key.code != ""
}

// publishedSEND is the published rate of pupils with SEND: as printed, or SEN
// support and EHC plan weighted by the census numbers of the schools at hand.
func (a *Analysis) publishedSEND(school int, y AcademicYear, term string, m *Measure, k ComparatorKind) Number {
	if v := a.published(school, y, term, m, GroupSEND, k); v.OK {
		return v
	}
	support := a.published(school, y, term, m, GroupSENSupport, k)
	plan := a.published(school, y, term, m, GroupEHCPlan, k)
	if !support.OK || !plan.OK {
		return Number{}
	}
	var ws, wp float64
	for _, i := range a.pools[k].compared(school) {
		for _, f := range []Field{Pupils, CensusRoll} {
			s, p := a.Data.Get(i, y, f, GroupSENSupport), a.Data.Get(i, y, f, GroupEHCPlan)
			if s.OK() && p.OK() {
				ws, wp = ws+s.N, wp+p.N
				break
			}
		}
	}
	if ws+wp == 0 {
		return Number{}
	}
	return number((support.V*ws + plan.V*wp) / (ws + wp))
}

// benchmarkPattern lets a published figure stand in where the input has no
// comparator. The published area includes the school itself. Termly rates are
// never added or compared as rates: the mean of their log odds ratios serves
// as the pattern, labelled as such.
func (a *Analysis) benchmarkPattern(s *stratum, school int, m *Measure, y AcademicYear, k ComparatorKind) {
	oddsRatio := func(term string) (logOR, gap float64, ok bool) {
		p1 := a.publishedSEND(school, y, term, m, k)
		p0 := a.published(school, y, term, m, GroupNoSEN, k)
		if !p1.OK || !p0.OK || p1.V <= 0 || p1.V >= 1 || p0.V <= 0 || p0.V >= 1 {
			return 0, 0, false
		}
		return math.Log(p1.V/(1-p1.V)) - math.Log(p0.V/(1-p0.V)), p1.V - p0.V, true
	}
	if l, gap, ok := oddsRatio(a.Data.Term); ok {
		s.psi, s.gap, s.published, s.why = math.Exp(l), number(gap), true, 0
		return
	}
	if a.Data.Term != "" { // a term is compared with the same term only
		return
	}
	var sum float64
	terms := 0
	for _, term := range []string{"autumn", "spring", "summer"} {
		if l, _, ok := oddsRatio(term); ok {
			sum += l
			terms++
		}
	}
	if terms > 0 {
		s.psi, s.published, s.termly, s.why = math.Exp(sum/float64(terms)), true, true, 0
	}
}
