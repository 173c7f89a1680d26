package reportcard

import (
	"strings"
	"testing"

	"inclusioncards/metrics"
	areas "inclusioncards/metrics/area"
)

// TestAreaReportBesideCards reads an area report as someone who has the cards of
// its schools: a count of the academies, or of the maintained schools, of a phase
// is not printed where the cards withhold it for one of them alone.
func TestAreaReportBesideCards(t *testing.T) {
	d := demoData(t)
	y := metrics.LatestYear(d)
	a := analysed(t, d, y)
	plan := Disclose(a, GovernorProfile)
	var schools []int
	for i := range d.Schools {
		schools = append(schools, i)
	}
	lone := func(beside bool) (given, shown int) {
		o := areas.Options{Level: 0.95, MinGroup: 11, Floor: GovernorProfile.Floor(), PhaseSchools: areas.PhaseSchools}
		if beside {
			o.Beside = plan.Beside(a)
		}
		r, err := areas.Compute(d, y, schools, o)
		if err != nil {
			t.Fatal(err)
		}
		for _, table := range r.Tables {
			if table.By != areas.ByType {
				continue
			}
			for _, row := range table.Rows {
				for _, g := range []metrics.Group{metrics.GroupSEND, metrics.GroupNoSEN} {
					f := row.Get(areas.Pooled, g)
					if !f.HasNum || table.Measure.Sessions {
						continue
					}
					shown++
					hidden := 0
					for i := range d.Schools {
						m, _ := metrics.Lookup(table.Measure.Catalogue)
						o := metrics.Observe(d, i, y, m, g, 0.95)
						kind := d.Schools[i].Type
						academy := strings.Contains(kind, "Academy") || strings.Contains(kind, "echnical")
						if areas.Scope(d.Schools[i].Phase) == table.Scope && academy == (row.Category == "academy") && o.OK() &&
							o.Num.N > 0 && plan.withheld(i, figureKey{m.ID, g, y}) {
							hidden++
						}
					}
					if hidden == 1 {
						given++
					}
				}
			}
		}
		return given, shown
	}
	if given, _ := lone(false); given == 0 {
		t.Error("alone, the report gives nothing away: the test proves nothing")
	}
	if given, shown := lone(true); given > 0 || shown == 0 {
		t.Errorf("%d of %d counts give a withheld one away", given, shown)
	}
}
