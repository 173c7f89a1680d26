package area

import (
	"math"
	"testing"

	"inclusioncards/metrics"
)

const year = metrics.AcademicYear(2023)

// defaults are the settings of an officer: nothing hidden.
var defaults = Options{Level: 0.95, MinGroup: 11}

// counts are the pupils of one school with and without the event.
type counts struct{ with, of int }

// school adds a school with its pupils suspended by SEN status.
func school(d *metrics.Dataset, s metrics.School, no, support, plan counts) {
	i := d.Intern(s.URN)
	d.Schools[i] = s
	for g, c := range map[metrics.Group]counts{metrics.GroupNoSEN: no, metrics.GroupSENSupport: support, metrics.GroupEHCPlan: plan} {
		d.Set(i, year, metrics.Pupils, g, metrics.Known(float64(c.of)))
		d.Set(i, year, metrics.PupilsSuspended, g, metrics.Known(float64(c.with)))
	}
}

func compute(t *testing.T, d *metrics.Dataset, o Options) *Report {
	t.Helper()
	d.Finish()
	var all []int
	for i := range d.Schools {
		all = append(all, i)
	}
	r, err := Compute(d, year, all, o)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func find(t *testing.T, r *Report, scope Scope, by By, measure, category string) *Row {
	t.Helper()
	table := r.Find(scope, by, measure)
	if table == nil {
		t.Fatalf("no table %s %s %s", ScopeName(scope), by, measure)
	}
	for i := range table.Rows {
		if table.Rows[i].Category == category {
			return &table.Rows[i]
		}
	}
	t.Fatalf("no row %q in %s %s %s", category, ScopeName(scope), by, measure)
	return nil
}

func near(t *testing.T, what string, got, want float64) {
	t.Helper()
	if math.Abs(got-want) > 1e-9*math.Max(1, math.Abs(want)) {
		t.Errorf("%s: %.12g, want %.12g", what, got, want)
	}
}
