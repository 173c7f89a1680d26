package reportcard

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"testing"

	"inclusioncards/metrics"
)

// The second proof trusts no reading of the cards. It moves pupils between
// withheld counts and makes every card of the year again: where no byte of any
// card differs (words, marks, axes, words for pictures, tables, expected
// numbers, results), nobody can tell the two worlds apart, whatever they work
// out. Where something is withheld stays as it is: a reader sees one pattern.

// hiddenCount is a withheld count: pupils of a school with an event, of one
// group; lo and hi are the least and the most of the worlds found.
type hiddenCount struct {
	school     int
	id         metrics.MeasureID
	field, den metrics.Field
	group      metrics.Group
	lo, hi     float64
}

// worlds walks among those that the cards of one year do not tell apart.
type worlds struct {
	t       *testing.T
	d       *metrics.Dataset
	year    metrics.AcademicYear
	o       BuildOptions
	printed [sha256.Size]byte // the cards of the true world
	width   float64           // whole numbers that a count is to have
	counts  []*hiddenCount
	blocks  map[string][]*hiddenCount // whose total the reader may know
}

var eventFields = []hiddenCount{
	{id: "suspended_once", field: metrics.PupilsSuspended, den: metrics.Pupils},
	{id: "persistent_absence", field: metrics.PersistentAbsentees, den: metrics.Enrolments},
	{id: "severe_absence", field: metrics.SevereAbsentees, den: metrics.Enrolments},
	{id: "leavers", field: metrics.NonStandardLeavers, den: metrics.LeaverBase},
	{id: "leavers_y10_y11", field: metrics.Y10Y11Leavers, den: metrics.Y10Pupils},
}

func newWorlds(t *testing.T, d *metrics.Dataset, p Profile) *worlds {
	t.Helper()
	y := metrics.LatestYear(d)
	w := &worlds{t: t, d: d, year: y, o: governors(p), width: 2, blocks: map[string][]*hiddenCount{}}
	w.o.Disclosure = Disclose(analysed(t, d, y), p)
	w.printed = w.print()
	for _, f := range eventFields {
		m, _ := metrics.Lookup(f.id)
		groups := []metrics.Group{metrics.GroupSEND, metrics.GroupNoSEN}
		if m.Test == metrics.LeaverTest {
			groups = []metrics.Group{metrics.GroupAll}
		}
		for _, g := range groups {
			for i := range d.Schools {
				o := metrics.Observe(d, i, y, m, g, 0.95)
				if !o.OK() || !o.Num.OK() || o.Den.N < float64(p.Floor()) || !w.o.Disclosure.withheld(i, figureKey{f.id, g, y}) {
					continue // a group under the floor is hidden as such
				}
				c := &hiddenCount{i, f.id, f.field, f.den, g, o.Num.N, o.Num.N}
				w.counts = append(w.counts, c)
				w.blocks[w.block(c)] = append(w.blocks[w.block(c)], c)
			}
		}
	}
	return w
}

// print makes every card and gives the hash of all that they hold: the HTML and
// PDF files are drawn from that alone.
func (w *worlds) print() [sha256.Size]byte {
	w.t.Helper()
	a := analysed(w.t, w.d, w.year)
	h := sha256.New()
	for i := range w.d.Schools {
		card, err := Build(a, i, w.o)
		if err != nil {
			w.t.Fatal(err)
		}
		b, err := json.Marshal(card)
		if err != nil {
			w.t.Fatal(err)
		}
		h.Write(b)
	}
	return [sha256.Size]byte(h.Sum(nil))
}

func (w *worlds) value(c *hiddenCount) float64 {
	return w.d.Group(c.school, w.year, c.field, c.group).N
}

// step adds pupils to a count where the records allow: no more than there are,
// and severe absentees are persistent ones too.
func (w *worlds) step(c *hiddenCount, by float64) bool {
	for _, g := range []metrics.Group{metrics.GroupNoSEN, metrics.GroupSENSupport, metrics.GroupEHCPlan} {
		if c.group == metrics.GroupNoSEN && g != metrics.GroupNoSEN || c.group == metrics.GroupSEND && g == metrics.GroupNoSEN {
			continue
		}
		get := func(f metrics.Field) metrics.Count { return w.d.Get(c.school, w.year, f, g) }
		n, most, least := get(c.field), get(c.den).N, 0.0
		switch c.field {
		case metrics.SevereAbsentees:
			most = get(metrics.PersistentAbsentees).N
		case metrics.PersistentAbsentees:
			least = get(metrics.SevereAbsentees).N
		}
		if n.OK() && n.N+by >= least && n.N+by <= most {
			n.N += by
			w.d.Set(c.school, w.year, c.field, g, n)
			return true
		}
	}
	return false
}

// transfer is a pupil from one count to another; either may be nil.
type transfer struct{ to, from *hiddenCount }

func (w *worlds) move(t transfer, by float64) bool {
	if t.to != nil && !w.step(t.to, by) {
		return false
	}
	if t.from != nil && !w.step(t.from, -by) {
		if t.to != nil {
			w.step(t.to, -by)
		}
		return false
	}
	return true
}

// walk makes as many of the transfers as the cards do not show.
func (w *worlds) walk(transfers []transfer) {
	var done []transfer
	for _, t := range transfers {
		if w.move(t, 1) {
			done = append(done, t)
		}
	}
	if len(done) == 0 {
		return
	}
	if w.print() == w.printed {
		for _, c := range w.counts {
			v := w.value(c)
			c.lo, c.hi = min(c.lo, v), max(c.hi, v)
		}
		return
	}
	for i := len(done) - 1; i >= 0; i-- {
		if !w.move(done[i], -1) {
			w.t.Fatal("a step cannot be taken back")
		}
	}
	if half := len(done) / 2; half > 0 {
		w.walk(done[:half])
		w.walk(done[half:])
	}
}

// round proposes a transfer for each count that is narrow still, and some for
// others of the measure: where one step of a count shows, it may not when others
// have moved.
func (w *worlds) round(rng *rand.Rand, up func(int) bool) []transfer {
	var out []transfer
	about, narrow := map[metrics.MeasureID]bool{}, map[*hiddenCount]bool{}
	for _, c := range w.narrow() {
		about[c.id], narrow[c] = true, true
	}
	for i, c := range w.counts {
		if !narrow[c] && (!about[c.id] || rng.IntN(4) > 0) {
			continue
		}
		block := w.blocks[w.block(c)]
		t := transfer{to: c}
		if len(block) > 1 {
			for t.from = c; t.from == c; {
				t.from = block[rng.IntN(len(block))]
			}
		}
		if !up(i) {
			t.to, t.from = t.from, t.to
		}
		out = append(out, t)
	}
	return out
}

func (w *worlds) block(c *hiddenCount) string {
	s := &w.d.Schools[c.school]
	return fmt.Sprint(c.id, c.group, s.Phase, s.LA)
}

// narrow are the counts for which the walk found too few values.
func (w *worlds) narrow() (out []*hiddenCount) {
	for _, c := range w.counts {
		if c.hi-c.lo+1 < w.width {
			out = append(out, c)
		}
	}
	return out
}

// TestNoByteTellsAWithheldCount finds a second world for each withheld count of
// the year; with INCLUSIONCARDS_WORLDS=1 worlds as far apart as the floor asks,
// which takes minutes.
func TestNoByteTellsAWithheldCount(t *testing.T) {
	rounds, long := 40, os.Getenv("INCLUSIONCARDS_WORLDS") != ""
	for _, p := range []Profile{GovernorProfile, PublicProfile} {
		t.Run(string(p), func(t *testing.T) {
			if p == PublicProfile && !long && os.Getenv("INCLUSIONCARDS_DATA") == "" {
				t.Skip("INCLUSIONCARDS_DATA is not set: one profile is enough without")
			}
			w := newWorlds(t, demoData(t), p)
			if long {
				rounds, w.width = 200, float64(p.Floor())
			}
			rng := rand.New(rand.NewPCG(3, 5))
			for i := 0; i < rounds && len(w.narrow()) > 0; i++ {
				w.walk(w.round(rng, func(count int) bool {
					if long { // far in one direction, then the other
						return (count+i/10)%2 == 0
					}
					return rng.IntN(2) == 0
				}))
			}
			t.Logf("%d withheld counts; %d have fewer than %v values", len(w.counts), len(w.narrow()), w.width)
			if len(w.counts) < 50 {
				t.Errorf("only %d withheld counts: nothing was proved", len(w.counts))
			}
			for _, c := range w.narrow() {
				t.Errorf("%s, %s, %s: the cards may tell that it is between %v and %v", w.d.Schools[c.school].URN, c.id, c.group, c.lo, c.hi)
			}
		})
	}
}
