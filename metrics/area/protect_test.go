package area

import (
	"fmt"
	"math/big"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"inclusioncards/metrics"
)

// randomLA makes an LA of small numbers: cells of pupils in a few schools whose
// kinds overlap, so that many sums cross.
func randomLA(r *rand.Rand) *metrics.Dataset {
	cells := map[metrics.Cell]metrics.Outcomes{}
	schools := 2 + r.IntN(9)
	for i := range schools {
		urn := metrics.URN(fmt.Sprint(100001 + i))
		for range 6 + r.IntN(12) {
			c := metrics.Cell{URN: urn, Year: year, Profile: metrics.Profile{
				SEN: metrics.SENStatus(1 + r.IntN(3)), FSM6: metrics.Tri(r.IntN(3)), Sex: metrics.Sex(1 + r.IntN(2)), EAL: metrics.No,
				Ethnicity: metrics.Ethnicity(r.IntN(5)),
			}}
			if r.IntN(12) == 0 {
				c.SEN = metrics.SENUnknown
			}
			n := r.IntN(30)
			o := metrics.Outcomes{Pupils: n, Enrolments: n}
			// The other rule leaves out a year group here and there.
			fewer := r.IntN(2) * r.IntN(n/3+1)
			o.LeaverBase[metrics.RuleSchool], o.LeaverBase[metrics.RuleMime2024] = n, n-fewer
			o.Suspended, o.Persistent = r.IntN(n/4+1), r.IntN(n+1)
			o.Severe = r.IntN(o.Persistent + 1)
			o.Leavers[metrics.RuleSchool] = r.IntN(n/5 + 1)
			o.Leavers[metrics.RuleMime2024] = min(o.Leavers[metrics.RuleSchool], n-fewer)
			cells[c] = o
		}
	}
	d := withCells(cells)
	words := []string{"special", "academy", "home_education", NotKnown}
	for i := range d.Schools {
		s := &d.Schools[i]
		s.Type = []string{"Academy converter", "Community school", ""}[r.IntN(3)]
		s.Religious = []string{"None", "Roman Catholic"}[r.IntN(2)]
		s.SENUnit = metrics.Tri(1 + r.IntN(2))
		if r.IntN(6) == 0 {
			s.Phase = metrics.Special
		}
		for _, sen := range []metrics.SENStatus{metrics.SENUnknown, metrics.NoSEN, metrics.SENSupport, metrics.EHCPlan} {
			left := 0
			for _, c := range d.Pupils.Cells {
				if c.URN == s.URN && c.SEN == sen {
					left += c.Leavers[metrics.RuleSchool]
				}
			}
			for j, w := range words {
				n := r.IntN(left + 1)
				if j == len(words)-1 {
					n = left
				}
				left -= n
				if n > 0 {
					d.Pupils.Destinations = append(d.Pupils.Destinations, metrics.DestinationCount{
						URN: s.URN, Year: year, SEN: sen, Scope: metrics.ScopeSchool, Destination: w, Pupils: n})
				}
			}
		}
	}
	return d
}

// attacker knows what every printed count adds up: which schools are in which
// category is public. It solves for the hidden ones with exact fractions.
type attacker struct {
	d      *metrics.Dataset
	column map[string]int
	rows   []map[int]*big.Rat
}

func (a *attacker) at(name string) int {
	i, ok := a.column[name]
	if !ok {
		i = len(a.column)
		a.column[name] = i
	}
	return i
}

var attackerStatuses = map[metrics.Group][]string{
	metrics.GroupAll: {"N", "K", "E", "U"}, metrics.GroupSEND: {"K", "E"}, metrics.GroupSENSupport: {"K"}, metrics.GroupEHCPlan: {"E"}, metrics.GroupNoSEN: {"N"},
}

// vector is a printed count over the unknowns: one per school and status for
// kinds of school; one per phase, category and status for kinds of pupil.
func (a *attacker) vector(r *Report, scope Scope, by By, category string, g metrics.Group, all []string) map[int]bool {
	out := map[int]bool{}
	for i := range a.d.Schools {
		s := &a.d.Schools[i]
		if scope != AllSchools && s.Phase != scope {
			continue
		}
		for _, st := range attackerStatuses[g] {
			switch {
			case by.OfPupils() || by == ByDestination:
				for _, c := range all {
					if c == category || category == allButSpecial && c != special {
						out[a.at(strings.Join([]string{string(by), s.Phase.String(), c, st}, "|"))] = true
					}
				}
			case a.in(r, s, by, category):
				out[a.at(string(s.URN)+"|"+st)] = true
			}
		}
	}
	return out
}

// in says by hand which schools are in a category.
func (a *attacker) in(r *Report, s *metrics.School, by By, category string) bool {
	switch by {
	case Total:
		return true
	case ByPhase:
		return s.Phase.String() == category
	case ByType:
		return map[string]string{"Academy converter": "academy", "Community school": "maintained", "": NotKnown}[s.Type] == category
	case ByFaith:
		return map[string]string{"None": "no_faith", "Roman Catholic": "faith"}[s.Religious] == category
	case ByProvision:
		return map[metrics.Tri]string{metrics.Yes: "unit_or_provision", metrics.No: "neither"}[s.SENUnit] == category
	}
	if by == ByBlackBand {
		return a.blackBand(r.Find(s.Phase, by, "suspended_once").Bands, s) == category
	}
	panic("unknown breakdown " + by)
}

// blackBand puts a school into the bands the report prints.
func (a *attacker) blackBand(bands []Band, s *metrics.School) string {
	black, known := 0.0, 0.0
	for _, c := range a.d.Pupils.Cells {
		if c.URN == s.URN && c.Ethnicity != metrics.EthnicityNotKnown {
			known += float64(c.Pupils)
			if c.Ethnicity == metrics.Black {
				black += float64(c.Pupils)
			}
		}
	}
	if known == 0 {
		return NotKnown
	}
	for _, b := range bands {
		if black/known <= b.Hi {
			return b.Category
		}
	}
	return bands[len(bands)-1].Category
}

func (a *attacker) learn(v map[int]*big.Rat) {
	if v = a.reduce(v); len(v) > 0 {
		lead := slices.Min(keysOf(v))
		inverse := new(big.Rat).Inv(v[lead])
		for i := range v {
			v[i].Mul(v[i], inverse)
		}
		a.rows = append(a.rows, v)
	}
}

func keysOf(v map[int]*big.Rat) []int {
	var out []int
	for i := range v {
		out = append(out, i)
	}
	return out
}

// reduce subtracts the rows known; nothing left means that it follows from them.
func (a *attacker) reduce(v map[int]*big.Rat) map[int]*big.Rat {
	for {
		done := true
		for _, row := range a.rows {
			lead := slices.Min(keysOf(row))
			f, ok := v[lead]
			if !ok {
				continue
			}
			f, done = new(big.Rat).Set(f), false
			for i, c := range row {
				if v[i] == nil {
					v[i] = new(big.Rat)
				}
				v[i].Sub(v[i], new(big.Rat).Mul(f, c))
				if v[i].Sign() == 0 {
					delete(v, i)
				}
			}
		}
		if done {
			return v
		}
	}
}

func rats(v map[int]bool, by int64) map[int]*big.Rat {
	out := map[int]*big.Rat{}
	for i := range v {
		out[i] = big.NewRat(by, 1)
	}
	return out
}

// printed is a count of a report, whatever table it is in.
type printed struct {
	scope    Scope
	by       By
	category string
	f        Figure
}

// place is where a count stands, whatever it is.
func (p printed) place() printed {
	p.f = Figure{Group: p.f.Group}
	return p
}

func printedCounts(r *Report, measure string) []printed {
	var out []printed
	for _, t := range r.Tables {
		if t.Measure.ID != measure {
			continue
		}
		for _, row := range t.Rows {
			category := row.Category
			for _, g := range metrics.CountGroups {
				out = append(out, printed{t.Scope, t.By, category, row.Get(Pooled, g)})
			}
		}
	}
	for _, t := range r.Destinations {
		if t.Measure.ID != measure {
			continue
		}
		for _, row := range t.Rows {
			for _, g := range metrics.CountGroups {
				out = append(out, printed{t.Scope, ByDestination, row.Destination, row.Get(Pooled, g)})
			}
		}
	}
	return out
}

// No count that is hidden can be worked out from those that are not, whatever is
// added up or subtracted; and no count shown is small.
func TestNothingHiddenCanBeWorkedOut(t *testing.T) {
	withheld, total := 0, 0
	for seed := range uint64(8) {
		d := randomLA(rand.New(rand.NewPCG(seed, 5)))
		for i, floor := range []int{6, 11, 6, 11} {
			o := defaults
			o.Floor = floor
			// Of five schools or more: some phases have tables of their own, some not.
			o.PhaseSchools = 5 * (i / 2)
			r, truth := compute(t, d, o), compute(t, d, defaults)
			withheld, total = withheld+r.WithheldCells, total+r.Cells
			compareCounts(t, fmt.Sprintf("seed %d floor %d", seed, floor), r, "persistent_absence", "severe_absence", floor)
			if len(printedCounts(r, "leavers_mime2024")) > 0 || len(printedCounts(truth, "leavers_mime2024")) == 0 {
				t.Errorf("seed %d floor %d: the second leaver rule is to be left out, and only where small numbers are hidden", seed, floor)
			}
			for _, measure := range []string{"suspended_once", "persistent_absence", "severe_absence", "leavers_school"} {
				attack(t, fmt.Sprintf("seed %d floor %d %s", seed, floor, measure), d, r, truth, measure, floor)
			}
		}
	}
	t.Logf("%d of %d counts withheld", withheld, total)
	if withheld == 0 || withheld == total {
		t.Error("the random areas do not put the rule to the test")
	}
}

func attack(t *testing.T, where string, d *metrics.Dataset, r, truth *Report, measure string, floor int) {
	t.Helper()
	counts := printedCounts(r, measure)
	full := map[printed]Figure{}
	for _, p := range printedCounts(truth, measure) {
		full[p.place()] = p.f
	}
	if len(counts) == 0 {
		t.Fatalf("%s: no counts", where)
	}
	for _, heads := range []bool{false, true} {
		a := &attacker{d: d, column: map[string]int{}}
		categories := map[By][]string{}
		for _, p := range counts {
			if p.category != allButSpecial && !slices.Contains(categories[p.by], p.category) {
				categories[p.by] = append(categories[p.by], p.category)
			}
		}
		var secret []printed
		for _, p := range counts {
			whole, ok := full[p.place()]
			if !ok {
				t.Fatalf("%s: %s %s %s is not there without a floor", where, ScopeName(p.scope), p.by, p.category)
			}
			if heads && p.by == ByDestination {
				continue
			}
			n, shown := p.f.Num, p.f.HasNum
			if heads {
				n, shown = p.f.Den, p.f.HasDen
			}
			v := a.vector(truth, p.scope, p.by, p.category, p.f.Group, categories[p.by])
			switch {
			case p.f.State == NoPupils:
				for i := range v {
					a.learn(rats(map[int]bool{i: true}, 1))
				}
			case shown && n > 0 && n < floor:
				t.Errorf("%s: %s %s %s %s shows %d pupils", where, ScopeName(p.scope), p.by, p.category, p.f.Group, n)
			case shown && n == 0:
				for i := range v {
					a.learn(rats(map[int]bool{i: true}, 1))
				}
			case shown:
				a.learn(rats(v, 1))
			case heads && whole.Den > 0 || !heads && whole.Num > 0:
				secret = append(secret, p)
			}
		}
		a.learnEqualities(categories)
		for _, p := range secret {
			v := rats(a.vector(truth, p.scope, p.by, p.category, p.f.Group, categories[p.by]), 1)
			if left := a.reduce(v); len(left) == 0 {
				t.Errorf("%s heads %v: %s %s %s %s is hidden but can be worked out", where, heads, ScopeName(p.scope), p.by, p.category, p.f.Group)
			}
		}
	}
}

// learnEqualities: pupils added up over kinds of pupil are those of the schools.
func (a *attacker) learnEqualities(categories map[By][]string) {
	for _, by := range []By{ByFSM6, ByEthnicity, ByDestination} {
		if len(categories[by]) == 0 {
			continue
		}
		for _, phase := range []metrics.Phase{metrics.Primary, metrics.Secondary, metrics.Special} {
			for _, st := range attackerStatuses[metrics.GroupAll] {
				v := map[int]*big.Rat{}
				for i := range a.d.Schools {
					if a.d.Schools[i].Phase == phase {
						v[a.at(string(a.d.Schools[i].URN)+"|"+st)] = big.NewRat(1, 1)
					}
				}
				if len(v) == 0 {
					continue
				}
				for _, c := range categories[by] {
					v[a.at(strings.Join([]string{string(by), phase.String(), c, st}, "|"))] = big.NewRat(-1, 1)
				}
				a.learn(v)
			}
		}
	}
}

// compareCounts: two measures that count pupils of one another do not give a small
// number by their difference.
func compareCounts(t *testing.T, where string, r *Report, whole, part string, floor int) {
	t.Helper()
	key := func(p printed) string {
		return fmt.Sprint(p.scope, p.by, p.category, p.f.Group)
	}
	count := func(r *Report, measure string) map[string]Figure {
		out := map[string]Figure{}
		for _, p := range printedCounts(r, measure) {
			if p.by != ByDestination {
				out[key(p)] = p.f
			}
		}
		return out
	}
	a, b := count(r, whole), count(r, part)
	for k, f := range b {
		for what, v := range map[string][2]int{"events": {a[k].Num, f.Num}, "pupils": {a[k].Den, f.Den}} {
			shownA, shownB := a[k].HasNum, f.HasNum
			if what == "pupils" {
				shownA, shownB = a[k].HasDen, f.HasDen
			}
			if d := v[0] - v[1]; shownA && shownB && d > 0 && d < floor {
				t.Errorf("%s: %s: %s and %s differ by %d %s", where, k, whole, part, d, what)
			}
		}
	}
}
