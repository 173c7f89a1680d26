package reportcard

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"inclusioncards/metrics"
	areas "inclusioncards/metrics/area"
)

// The first of 21 authorities has a gap of 1 point, the narrowest: 100. One of
// twelve components is known, too few for a mean.
func TestInclusionProfile(t *testing.T) {
	w, err := loadWords()
	if err != nil {
		t.Fatal(err)
	}
	d := metrics.NewDataset()
	d.Intern("100001")
	d.Schools[0].LA = "301"
	for i := 1; i <= 21; i++ {
		for g, v := range map[metrics.Group]float64{metrics.GroupNoSEN: 0.1, metrics.GroupSENSupport: 0.1 + float64(i)/100} {
			d.Benchmarks = append(d.Benchmarks, metrics.Benchmark{Kind: metrics.AreaLA, LA: metrics.LACode(fmt.Sprint(300 + i)), Phase: metrics.Primary,
				Year: 2022, Measure: "persistent_absence", Group: g, Value: v})
		}
	}
	b := &areaBuilder{builder: &builder{words: w, card: w.card}, w: w.area, r: &areas.Report{Year: 2023, Schools: []int{0}}}
	s := b.inclusionProfile(d)
	if len(s) != 1 || b.err != nil {
		t.Fatal(s, b.err)
	}
	row := s[0].Items[0].Table.Rows[4]
	if diff := cmp.Diff([]string{"Persistent absence, primary: SEN support", "2022/23", "1.0 points", "21", "100"}, row); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if got := s[0].Items[1].Notes[0].String(); got != "No mean is given. Components used: 1 of 12." {
		t.Errorf("%q", got)
	}
	d.Intern("100002")
	d.Schools[1].LA = "302"
	b.r.Schools = []int{0, 1}
	if b.inclusionProfile(d) != nil {
		t.Error("an area of two authorities has one place")
	}
}
