package metrics

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
)

// The outward walk finds what trying every pair finds.
func TestNearestPointsAgainstEveryPair(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	for _, n := range []int{0, 1, 5, 60, 300} {
		points := make([][]float64, n)
		for i := range points {
			points[i] = []float64{float64(rng.IntN(9)), rng.NormFloat64(), float64(rng.IntN(2))} // many ties
		}
		got := nearestPoints(points, 10)
		for i := range points {
			var want []Neighbour
			for j := range points {
				if j != i {
					want = append(want, Neighbour{j, squaredDistance(points[i], points[j])})
				}
			}
			slices.SortFunc(want, func(a, b Neighbour) int {
				return cmp.Or(cmp.Compare(a.Distance, b.Distance), cmp.Compare(a.School, b.School))
			})
			want = want[:min(10, len(want))]
			for k := range want {
				if len(got[i]) != len(want) || got[i][k].School != want[k].School {
					t.Fatalf("n %d, point %d: got %v, want %v", n, i, got[i], want)
				}
			}
		}
	}
}

// similarSchools gives n secondaries of two LAs with rolls 500, 510, 520, ...
func similarSchools(n int) *Dataset {
	d := NewDataset()
	for i := range n {
		k := d.Intern(urnOf(i))
		s := &d.Schools[k]
		s.LA, s.Region, s.Phase = LACode(fmt.Sprint(301+i%2)), "London", Secondary
		d.Set(k, 2022, CensusRoll, GroupAll, Known(500+10*float64(i)))
		d.Set(k, 2022, CensusRoll, GroupSENSupport, Known(75))
		d.Set(k, 2022, CensusRoll, GroupEHCPlan, Known(15))
	}
	d.Finish()
	return d
}

// Ten nearest by roll alone (nothing else varies): five on each side.
func TestSimilarSchools(t *testing.T) {
	d := similarSchools(40)
	o := DefaultOptions()
	o.SimilarK = 10
	a := analyse(t, d, 2022, o, CompareSimilar, CompareRegion)
	// SEN shares follow from the roll here, so the register's list is by roll only.
	var got []URN
	for _, i := range a.registerPools[CompareSimilar].lists[20] {
		got = append(got, d.Schools[i].URN)
	}
	var want []URN
	for i := 15; i <= 25; i++ {
		if i != 20 {
			want = append(want, urnOf(i))
		}
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	r := resultOf(t, a, urnOf(20), "register_send", CompareSimilar)
	// Rolls 650..690 and 710..750: 900 of 7000.
	near(t, "share of similar schools", r.ComparatorValue.V, 900.0/7000, 1e-15)
	if r.Schools != 10 {
		t.Errorf("%d similar schools", r.Schools)
	}
	if n := len(a.Neighbours(20, CompareSimilar)); n != 10 {
		t.Errorf("%d neighbours", n)
	}
	if r := resultOf(t, a, urnOf(20), "register_send", CompareRegion); r.Schools != 39 {
		t.Errorf("region holds %d others, want 39", r.Schools)
	}
}

func TestCustomComparator(t *testing.T) {
	d := similarSchools(40)
	o := DefaultOptions()
	o.Custom = []URN{urnOf(0), urnOf(1), urnOf(2), urnOf(3), urnOf(4), urnOf(4), urnOf(20), "999999"}
	a := analyse(t, d, 2022, o, CompareCustom)
	// Self (20) is left out of its own comparator; a repeated URN counts once.
	if r := resultOf(t, a, urnOf(20), "register_send", CompareCustom); r.Schools != 5 {
		t.Errorf("in the list: %d others, want 5", r.Schools)
	}
	if r := resultOf(t, a, urnOf(30), "register_send", CompareCustom); r.Schools != 6 {
		t.Errorf("not in the list: %d others, want 6", r.Schools)
	}
}

// A special school with too few of its group in the LA is compared within its
// group over the region; mainstream schools are not.
func TestSpecialSchoolsWiden(t *testing.T) {
	d := similarSchools(16)
	for i := range 16 {
		if i%2 == 0 || i < 8 {
			d.Schools[i].Phase = Special // 301: eight special; 302: four, and four secondary
		}
	}
	a := analyse(t, d, 2022, DefaultOptions())
	r := resultOf(t, a, urnOf(1), "register_send", CompareLA)
	if r.With != CompareRegion || r.Schools != 11 {
		t.Errorf("special school of 302: with %s, %d others; want region, 11", r.With, r.Schools)
	}
	if r := resultOf(t, a, urnOf(0), "register_send", CompareLA); r.With != CompareLA || r.Schools != 7 {
		t.Errorf("special school of 301: with %s, %d others; want la, 7", r.With, r.Schools)
	}
	if r := resultOf(t, a, urnOf(15), "register_send", CompareLA); r.Verdict != NotComparable || r.Reason != ReasonFewSchools {
		t.Errorf("secondary with three others: %s (%s)", r.Verdict, r.Reason)
	}
}

// The printed comparator can be the median of the other schools; the test still
// uses the pooled share.
func TestAreaMedian(t *testing.T) {
	d := register(40, 1000)
	o := DefaultOptions()
	o.AreaMean = "median"
	r := resultOf(t, analyse(t, d, 2022, o), urnOf(24), "register_send", CompareLA)
	// 24 others: three each of 130 to 155, two each of 160 to 170; the 12th and
	// 13th of them are 145 and 150.
	near(t, "median", r.ComparatorValue.V, 0.1475, 1e-15)
	near(t, "expected", r.Expected.V, 3555.0/24, 1e-9)
}

// A phase with schools in a few authorities only is still compared with England
// when the input covers England.
func TestEnglandOfASmallPhase(t *testing.T) {
	d := NewDataset()
	for i := range 110 {
		k := d.Intern(urnOf(i))
		s := &d.Schools[k]
		s.LA, s.Phase = LACode(fmt.Sprint(201+i)), Primary
		if i < 8 {
			s.Phase = SixteenPlus
		}
		d.Set(k, 2022, CensusRoll, GroupAll, Known(500))
		d.Set(k, 2022, CensusRoll, GroupSENSupport, Known(60))
		d.Set(k, 2022, CensusRoll, GroupEHCPlan, Known(15))
	}
	d.Finish()
	r := resultOf(t, analyse(t, d, 2022, DefaultOptions(), CompareEngland), urnOf(0), "register_send", CompareEngland)
	if r.Schools != 7 || r.Verdict != Typical {
		t.Errorf("%d others, %s (%s)", r.Schools, r.Verdict, r.Reason)
	}
}

// The schools of a trust are those of one code and phase, wherever they are; a
// name serves where there is no code, and a school of no trust has none.
func TestTrustComparator(t *testing.T) {
	d := similarSchools(20)
	for i := range 20 {
		s := &d.Schools[i]
		switch {
		case i < 8:
			s.Trust, s.TrustCode = "North Trust", "2001"
		case i < 16:
			s.Trust = "South Trust"
		}
	}
	d.Schools[7].Phase = Primary // 2001: seven secondaries of two authorities, one primary
	d.Schools[8].Trust = "SOUTH TRUST"
	a := analyse(t, d, 2022, DefaultOptions(), CompareLA, CompareTrust)
	for school, want := range map[int]int{0: 6, 8: 7, 12: 7} {
		if r := resultOf(t, a, urnOf(school), "register_send", CompareTrust); r.Schools != want || r.Verdict == NotComparable {
			t.Errorf("school %d: %d others (%s), want %d", school, r.Schools, r.Verdict, want)
		}
	}
	// Others of the first: rolls 510 to 560, a share of 6*90 in 3210.
	if r := resultOf(t, a, urnOf(0), "register_send", CompareTrust); r.ComparatorValue.V < 540./3210-1e-12 || r.ComparatorValue.V > 540./3210+1e-12 {
		t.Errorf("share of the trust %v", r.ComparatorValue.V)
	}
	for _, alone := range []int{7, 18} { // one primary; no trust
		if r := resultOf(t, a, urnOf(alone), "register_send", CompareTrust); r.Verdict != NotComparable {
			t.Errorf("school %d: %s", alone, r.Verdict)
		}
	}
}
