package reportcard

import (
	"encoding/json"
	"os"
	"path/filepath"

	"github.com/google/go-cmp/cmp"

	"math"
	"math/rand/v2"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"inclusioncards/cmd/reportcard/demo"
	"inclusioncards/metrics"
	"inclusioncards/reportcard/ingest"
)

// The proof reads what the cards of three years print and plays a reader who has
// all of them, and is given more than any card says: the exact total over the
// schools of a local authority and phase where any of them prints a figure of
// the others. A withheld count is safe when two worlds are shown that agree in
// everything such a reader knows and differ in that count by as many whole
// numbers as the floor asks. Whole counts are stricter than the bounds of a linear
// programme, which may lie at fractions.

// unknown is one count of the world behind the cards.
type unknown struct {
	school  int
	measure metrics.MeasureID
	group   metrics.Group
	year    metrics.AcademicYear
}

// pack is what a reader has.
type pack struct {
	t       *testing.T
	a       *metrics.Analysis
	profile Profile
	shown   map[unknown]float64 // printed counts
	sizes   map[unknown]float64 // printed group sizes
	local   map[unknown]bool    // cards that print a figure of the other schools
	plan    *Disclosure
	words   map[metrics.MeasureID]measureWords
	byName  map[string]metrics.MeasureID
	byTrend map[string]metrics.MeasureID
}

var (
	ofCounts      = regexp.MustCompile(`^([\d,]+) of ([\d,]+)$`)
	underSet      = regexp.MustCompile(`^SEND n (.*); others n (.*)$`)
	againstOthers = regexp.MustCompile(`against [\d.]+ in 100 in `)
	// everyOne finds the total of a measure in a sentence.
	everyOne = regexp.MustCompile(`[Oo]f (?:the )?([\d,]+) pupils? (suspended|persistently absent|severely absent|who left)`)
)

func printed(t *testing.T, s string) float64 {
	v, err := strconv.ParseFloat(strings.ReplaceAll(s, ",", ""), 64)
	if err != nil {
		t.Fatalf("number %q: %v", s, err)
	}
	return v
}

// readPack builds the cards of every school for the latest three years and
// reads them together.
func readPack(t *testing.T, d *metrics.Dataset, o BuildOptions) *pack {
	t.Helper()
	w, err := loadWords()
	if err != nil {
		t.Fatal(err)
	}
	p := &pack{t: t, words: w.measures, profile: o.Profile, shown: map[unknown]float64{}, sizes: map[unknown]float64{}, local: map[unknown]bool{},
		byName: map[string]metrics.MeasureID{}, byTrend: map[string]metrics.MeasureID{}}
	for _, m := range metrics.Flagged() {
		p.byName[m.Name] = m.ID
		p.byTrend[w.measures[m.ID].Trend] = m.ID
	}
	years := d.Years()
	for _, y := range years[max(0, len(years)-3):] {
		p.a = analysed(t, d, y)
		o.Disclosure = Disclose(p.a, o.Profile)
		for i := range d.Schools {
			card, err := Build(p.a, i, o)
			if err != nil {
				t.Fatal(err)
			}
			p.read(i, card)
		}
	}
	p.plan = o.Disclosure
	return p
}

func (p *pack) put(k unknown, num, den string) {
	p.shown[k], p.sizes[k] = printed(p.t, num), printed(p.t, den)
}

// read takes every printed count off a card, and notes those withheld.
func (p *pack) read(i int, c *Card) {
	year := p.a.Year
	for _, r := range c.Glance.Rows {
		id, ok := p.byName[r.Measure]
		if !ok {
			p.t.Fatalf("measure %q is not known", r.Measure)
		}
		m, _ := metrics.Lookup(id)
		groups := []metrics.Group{metrics.GroupSEND, metrics.GroupNoSEN}
		if m.Test != metrics.ExcessTest {
			groups = []metrics.Group{metrics.GroupAll}
		}
		any := false
		for at, g := range groups {
			cell := []Cell{r.SEND, r.NoSEND}[at]
			k := unknown{i, id, g, year}
			for _, s := range []string{cell.Main, cell.Sub} {
				if f := ofCounts.FindStringSubmatch(s); f != nil {
					p.put(k, f[1], f[2])
				}
				if s == "withheld" {
					any = true
				}
			}
		}
		if r.Local.Main != "" || againstOthers.MatchString(r.Note) {
			// A figure of England is over too many schools to tell one from it.
			if strings.HasPrefix(c.Glance.Columns.Local, "Local") && r.Local.Sub == "" {
				p.local[unknown{i, id, 0, year}] = true
			}
			if any {
				p.t.Errorf("%s: %s is withheld, and the figure of the others is shown", c.Name, r.Measure)
			}
		}
		if any && (r.Strip != nil || r.Gap != Cell{}) {
			p.t.Errorf("%s: %s is withheld, and its gap or mark is shown", c.Name, r.Measure)
		}
		if f := everyOne.FindStringSubmatch(r.Note); f != nil && len(groups) == 2 {
			p.shown[unknown{i, id, metrics.GroupAll, year}] = printed(p.t, f[1])
		}
		if any && !strings.HasPrefix(r.Note, "Not compared") && strings.ContainsAny(r.Note, "0123456789") {
			p.t.Errorf("%s: %s is withheld, and its note has a number: %q", c.Name, r.Measure, r.Note)
		}
	}
	for at, id := range []metrics.MeasureID{"register_sen_support", "register_ehc_plan"} {
		for _, f := range c.Context {
			if f.Label != []string{"SEN support", "EHC plan"}[at] {
				continue
			}
			k := unknown{i, id, metrics.GroupAll, year}
			if v, _, ok := p.truth(k); ok && f.Value != "withheld" {
				p.shown[k] = v // a share of the roll, which is printed
			}
			for _, each := range []metrics.MeasureID{id, "register_send"} {
				p.local[unknown{i, each, 0, year}] = p.local[unknown{i, each, 0, year}] || strings.HasPrefix(f.Local, "local")
			}
		}
	}
	for _, text := range append(slices.Clone(c.Findings), saysOf(c)...) {
		for _, m := range metrics.Flagged() {
			if words := p.words[m.ID]; againstOthers.MatchString(text.String()) && strings.Contains(text.String(), words.DidFull[1]) {
				p.local[unknown{i, m.ID, 0, year}] = true
			}
		}
	}
	for _, tr := range c.Trends {
		p.readTrend(i, tr)
	}
}

func saysOf(c *Card) []Text {
	var out []Text
	for _, e := range c.Enquiries {
		out = append(out, e.Says)
	}
	return out
}

func (p *pack) readTrend(i int, tr Trend) {
	id, ok := p.byTrend[tr.Title]
	if !ok {
		p.t.Fatalf("trend %q is not known", tr.Title)
	}
	under := underSet.FindStringSubmatch(tr.Under)
	if under == nil || len(tr.Series) != 2 {
		return
	}
	for s, g := range []metrics.Group{metrics.GroupSEND, metrics.GroupNoSEN} {
		sizes := strings.Split(under[1+s], ", ")
		for at, point := range tr.Series[s].Points {
			y, err := metrics.ParseAcademicYear(tr.Years[at])
			if err != nil || sizes[at] == "-" || point.Missing {
				continue
			}
			n := printed(p.t, sizes[at])
			k := unknown{i, id, g, y}
			p.shown[k], p.sizes[k] = math.Round(point.Value*n), n
		}
	}
}

// truth is the count behind an unknown.
func (p *pack) truth(k unknown) (num, den float64, ok bool) {
	m, _ := metrics.Lookup(k.measure)
	o := metrics.Observe(p.a.Data, k.school, k.year, m, k.group, 0.95)
	return o.Num.N, o.Den.N, o.OK() && o.Num.OK() && o.Den.OK()
}

// problem is every count of the schools of one local authority and phase, in
// one year, of one measure and its parts, with what the reader knows of them.
type problem struct {
	about []unknown // the withheld counts
	vars  []unknown
	index map[unknown]int
	// lo, hi and value are the limits the reader knows and the truth. Counts
	// that are printed are settled.
	lo, hi, value []float64
	// columns are sets of counts whose total is known; column is the one a
	// count belongs to, or -1.
	columns [][]int
	column  []int
}

func (q *problem) add(k unknown, lo, hi, value float64) int {
	q.index[k] = len(q.vars)
	q.vars, q.lo, q.hi, q.value = append(q.vars, k), append(q.lo, lo), append(q.hi, hi), append(q.value, value)
	q.column = append(q.column, -1)
	return len(q.vars) - 1
}

// fits tells whether a count may have a value when the others are as they are.
func (q *problem) fits(i int, v float64, world []float64) bool {
	k := q.vars[i]
	ok := q.lo[i] <= v && v <= q.hi[i]
	switch k.measure {
	case "severe_absence":
		k.measure = "persistent_absence"
		whole, found := q.index[k]
		return ok && (!found || v <= world[whole] || q.value[i] > q.value[whole])
	case "persistent_absence":
		k.measure = "severe_absence"
		part, found := q.index[k]
		return ok && (!found || v >= world[part] || q.value[part] > q.value[i])
	}
	return ok
}

// reach moves some counts as far as they go in one direction, each step paid
// for by another count of the same column, so that every world on the way
// agrees with everything the reader knows. The sum of the counts in the last
// world is a value that cannot be ruled out.
func (q *problem) reach(counts []int, step float64) float64 {
	world := slices.Clone(q.value)
	sum := 0.0
	for _, i := range counts {
		for q.move(i, step, world, counts) {
		}
		sum += world[i]
	}
	return sum
}

func (q *problem) move(i int, step float64, world []float64, not []int) bool {
	if !q.fits(i, world[i]+step, world) && !q.makeRoom(i, step, world, not) {
		return false
	}
	if q.column[i] < 0 {
		world[i] += step
		return true
	}
	for _, j := range q.columns[q.column[i]] {
		if !slices.Contains(not, j) && q.fits(j, world[j]-step, world) {
			world[i], world[j] = world[i]+step, world[j]-step
			return true
		}
	}
	return false
}

// makeRoom moves the whole that a part of it has filled, or the part that its
// whole has come down to.
func (q *problem) makeRoom(i int, step float64, world []float64, not []int) bool {
	if v := world[i] + step; v < q.lo[i] || v > q.hi[i] {
		return false
	}
	k := q.vars[i]
	switch {
	case k.measure == "severe_absence" && step > 0:
		k.measure = "persistent_absence"
	case k.measure == "persistent_absence" && step < 0:
		k.measure = "severe_absence"
	default:
		return false
	}
	other, found := q.index[k]
	return found && q.move(other, step, world, not)
}

// recoverable counts the withheld figures for which no two worlds were found
// that are as far apart as the floor asks: at least so many whole numbers.
func (p *pack) recoverable() (withheld, found int) {
	floor := float64(p.profile.Floor())
	for _, q := range p.problems() {
		for _, k := range q.about {
			withheld++
			counts := q.parts(k)
			lo, hi := q.reach(counts, -1), q.reach(counts, 1)
			if hi-lo+1 >= floor {
				continue
			}
			if found++; found < 8 {
				v, n, _ := p.truth(k)
				p.t.Errorf("%s, %s, %s, %s: no world found outside %v to %v (it is %v of %v)",
					p.a.Data.Schools[k.school].URN, k.measure, k.group, k.year, lo, hi, v, n)
			}
		}
	}
	return withheld, found
}

// secret tells that a count is withheld, or is small and printed nowhere. Zero
// is taken as told.
func (p *pack) secret(k unknown) bool {
	v, n, ok := p.truth(k)
	_, printed := p.shown[k]
	floor := float64(p.profile.Floor())
	small := v < floor || n-v < floor && n-v > 0
	return ok && v > 0 && !printed && (small || p.plan.withheld(k.school, figureKey{k.measure, k.group, k.year}))
}

// problems sets up the programmes: persistent and severe absence together,
// since one is part of the other.
func (p *pack) problems() []*problem {
	type place struct {
		phase metrics.Phase
		la    metrics.LACode
	}
	var out []*problem
	for _, y := range p.a.Data.Years() {
		if y > p.a.Year || y <= p.a.Year-3 { // three years are printed
			continue
		}
		for _, ids := range [][]metrics.MeasureID{{"suspended_once"}, {"persistent_absence", "severe_absence"}, {"leavers"}, {"leavers_y10_y11"}, {"register_send"}, {"register_ehc_plan"}, {"register_sen_support"}} {
			places := map[place][]int{}
			for i := range p.a.Data.Schools {
				s := &p.a.Data.Schools[i]
				places[place{s.Phase, s.LA}] = append(places[place{s.Phase, s.LA}], i)
			}
			for _, schools := range places {
				if q := p.problem(ids, y, schools); len(q.vars) > 0 {
					out = append(out, q)
				}
			}
		}
	}
	return out
}

func (p *pack) problem(ids []metrics.MeasureID, y metrics.AcademicYear, schools []int) *problem {
	q := &problem{index: map[unknown]int{}}
	for _, id := range ids {
		groups := []metrics.Group{metrics.GroupSEND, metrics.GroupNoSEN, metrics.GroupAll}
		if m, _ := metrics.Lookup(id); m.AllOnly || m.Test == metrics.LeaverTest {
			groups = []metrics.Group{metrics.GroupAll}
		}
		for _, g := range groups {
			p.addColumn(q, id, g, y, schools)
		}
	}
	return q
}

// addColumn adds the counts of one figure. Their total over the schools follows
// from what they print of each other.
func (p *pack) addColumn(q *problem, id metrics.MeasureID, g metrics.Group, y metrics.AcademicYear, schools []int) {
	var members []int
	for _, i := range schools {
		k := unknown{i, id, g, y}
		v, n, ok := p.truth(k)
		if !ok {
			continue
		}
		if p.secret(k) {
			q.about = append(q.about, k)
		}
		if g == metrics.GroupAll && len(q.parts(k)) == 2 {
			continue // the sum of its parts
		}
		_, printed := p.shown[k]
		lo, hi := v, v
		if !printed && (v > 0 || p.plan.withheld(i, figureKey{id, g, y})) && !p.settled(k) {
			// A group size under the floor is withheld as well.
			lo, hi = 0, max(n, float64(p.profile.Floor()-1))
			if send, _, ok := p.truth(unknown{i, "register_send", g, y}); ok && (id == "register_sen_support" || id == "register_ehc_plan") {
				if hi = send; p.secret(unknown{i, "register_send", g, y}) { // the two make up the register
					hi = max(send, float64(p.profile.Floor()-1))
				}
			}
		}
		members = append(members, q.add(k, lo, hi, v))
	}
	known := false
	for _, i := range schools {
		known = known || p.local[unknown{i, id, 0, y}]
	}
	if known && len(members) > p.a.Options.MinComparator {
		for _, i := range members {
			q.column[i] = len(q.columns)
		}
		q.columns = append(q.columns, members)
	}
}

// settled tells that a count follows from the total of its school.
func (p *pack) settled(k unknown) bool {
	all, other := k, k
	all.group, other.group = metrics.GroupAll, metrics.GroupSEND+metrics.GroupNoSEN-k.group
	_, total := p.shown[all]
	return total && k.group != metrics.GroupAll && !p.secret(other)
}

// parts are the variables that add up to a count.
func (q *problem) parts(k unknown) []int {
	if i, ok := q.index[k]; ok {
		return []int{i}
	}
	var out []int
	for _, g := range []metrics.Group{metrics.GroupSEND, metrics.GroupNoSEN} {
		k.group = g
		if i, ok := q.index[k]; ok {
			out = append(out, i)
		}
	}
	return out
}

func demoData(t *testing.T) *metrics.Dataset {
	t.Helper()
	d, _, err := ingest.ReadFS(demo.Files, ingest.Options{Demonstration: true})
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func analysed(t *testing.T, d *metrics.Dataset, y metrics.AcademicYear) *metrics.Analysis {
	t.Helper()
	a, err := metrics.Analyse(d, y, []metrics.ComparatorKind{metrics.CompareLA, metrics.CompareEngland}, metrics.DefaultOptions())
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func governors(p Profile) BuildOptions {
	return BuildOptions{Audience: Governor, Profile: p, Version: "0.1.0", Final: true}
}

// TestWithheldCountsCannotBeRecovered is the proof on the demonstration data
// and on invented authorities with every kind of hole.
func TestWithheldCountsCannotBeRecovered(t *testing.T) {
	for _, profile := range []Profile{GovernorProfile, PublicProfile} {
		t.Run(string(profile), func(t *testing.T) {
			withheld, found := readPack(t, demoData(t), governors(profile)).recoverable()
			if withheld < 200 || found > 0 {
				t.Errorf("demonstration data: %d of %d withheld counts can be recovered", found, withheld)
			}
			d, _, err := ingest.Read([]string{filepath.Join("..", "testdata", "pupils")}, ingest.Options{})
			if err != nil {
				t.Fatal(err)
			}
			if withheld, found := readPack(t, d, governors(profile)).recoverable(); withheld < 5 || found > 0 {
				t.Errorf("pupil-level records: %d of %d withheld counts can be recovered", found, withheld)
			}
			for seed := range uint64(24) {
				a := randomAnalysis(t, rand.New(rand.NewPCG(seed, 11)))
				if w, f := readPack(t, a.Data, governors(profile)).recoverable(); f > 0 {
					t.Errorf("seed %d: %d of %d withheld counts can be recovered", seed, f, w)
				}
			}
		})
	}
}

// TestCardsDoNotDependOnWithheldCounts moves one pupil between the withheld
// counts of two schools: the card of neither may change in any word, figure or
// mark, unless the verdict itself does.
func TestCardsDoNotDependOnWithheldCounts(t *testing.T) {
	o := governors(GovernorProfile)
	cardOf := func(d *metrics.Dataset, i int) (string, string) {
		a := analysed(t, d, metrics.LatestYear(d))
		card, err := Build(a, i, o)
		if err != nil {
			t.Fatal(err)
		}
		b, err := json.Marshal(card)
		if err != nil {
			t.Fatal(err)
		}
		results := ""
		for _, r := range a.Results(i) {
			results += r.Verdict.String() + r.Direction.String() + string(r.Reason)
		}
		return string(b), results
	}
	same := 0
	for _, field := range []metrics.Field{metrics.PupilsSuspended, metrics.PersistentAbsentees, metrics.NonStandardLeavers} {
		id := map[metrics.Field]metrics.MeasureID{
			metrics.PupilsSuspended: "suspended_once", metrics.PersistentAbsentees: "persistent_absence", metrics.NonStandardLeavers: "leavers",
		}[field]
		d := demoData(t)
		y := metrics.LatestYear(d)
		plan := Disclose(analysed(t, d, y), GovernorProfile)
		var pair []int // primaries with two to four pupils with SEND, withheld
		for i := range d.Schools {
			c, send := d.Get(i, y, field, metrics.GroupSENSupport), d.Group(i, y, field, metrics.GroupSEND)
			if d.Schools[i].Phase == metrics.Primary && c.OK() && c.N >= 1 && send.N >= 2 && send.N <= 4 && plan.withheld(i, figureKey{id, metrics.GroupSEND, y}) && len(pair) < 2 {
				pair = append(pair, i)
			}
		}
		if len(pair) < 2 {
			t.Fatalf("%s: the demonstration data have no two schools to try", id)
		}
		before, verdicts := cardOf(d, pair[0])
		for at, i := range pair {
			c := d.Get(i, y, field, metrics.GroupSENSupport)
			c.N += float64(1 - 2*at)
			d.Set(i, y, field, metrics.GroupSENSupport, c)
		}
		after, verdictsAfter := cardOf(d, pair[0])
		if verdicts != verdictsAfter {
			continue
		}
		same++
		if diff := cmp.Diff(before, after); diff != "" {
			t.Errorf("%s: the card depends on a withheld count:\n%s", id, diff)
		}
	}
	if same == 0 {
		t.Error("every verdict changed: nothing was compared")
	}
}

// TestSimulatedEnglandPublicProfile is the proof over all schools.
func TestSimulatedEnglandPublicProfile(t *testing.T) {
	root := os.Getenv("INCLUSIONCARDS_DATA")
	if root == "" {
		t.Skip("INCLUSIONCARDS_DATA is not set: the proof over England needs the shared data")
	}
	d, _, err := ingest.Read([]string{filepath.Join(root, "data", "england_simulated")}, ingest.Options{})
	if err != nil {
		t.Fatal(err)
	}
	withheld, found := readPack(t, d, governors(PublicProfile)).recoverable()
	t.Logf("simulated England, public profile: %d counts withheld, %d recoverable", withheld, found)
	if withheld < 100_000 || found > 0 {
		t.Errorf("%d of %d withheld counts can be recovered", found, withheld)
	}
}
