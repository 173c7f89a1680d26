package tables

import (
	"bufio"
	"io"
	"strconv"

	"inclusioncards/metrics"
	"inclusioncards/metrics/area"
)

const areaHeader = "table,area,academic_year,phase,breakdown,category,measure,group,statistic," +
	"numerator,denominator,value,lower,upper,level,method,n_schools,state\n"

// Area writes area.csv: every figure of an area report, one in a row. What the
// report withholds has its state and no number.
func Area(w io.Writer, name string, r *area.Report) error {
	a := &areaWriter{area: name, year: r.Year.String(), level: r.Options.Level}
	for i := range r.Tables {
		t := &r.Tables[i]
		for j := range t.Rows {
			for _, f := range t.Rows[j].Figures {
				a.figure("gaps", area.ScopeName(t.Scope), string(t.By), t.Rows[j].Category, t.Measure.ID, f)
			}
		}
		for _, b := range t.Bands {
			a.band(t, b)
		}
	}
	for i := range r.Destinations {
		t := &r.Destinations[i]
		for _, row := range t.Rows {
			for _, f := range row.Figures {
				a.figure("destinations", area.ScopeName(t.Scope), string(area.ByDestination), row.Destination, t.Measure.ID, f)
			}
		}
	}
	for i := range r.Models {
		a.model(&r.Models[i])
	}
	out := bufio.NewWriterSize(w, 1<<16)
	out.WriteString(areaHeader)
	if _, err := out.Write(a.b); err != nil {
		return err
	}
	return out.Flush()
}

type areaWriter struct {
	b          []byte
	area, year string
	level      float64
}

// start writes the cells that say what a row is about.
func (a *areaWriter) start(table, phase, breakdown, category, measure, group, statistic string) {
	a.b = cells(a.b, table)
	a.b = append(quote(a.b, a.area), ',')
	a.b = cells(a.b, a.year, phase, breakdown)
	a.b = append(quote(a.b, category), ',')
	a.b = cells(a.b, measure, group, statistic)
}

func (a *areaWriter) optional(n int, given bool) {
	if given {
		a.b = strconv.AppendInt(a.b, int64(n), 10)
	}
	a.b = append(a.b, ',')
}

// value writes a value and its interval; both may be missing.
func (a *areaWriter) value(v float64, given bool, lo, hi float64, interval bool) {
	if given {
		a.b = appendFloat(a.b, v)
	}
	a.b = append(a.b, ',')
	if !given || !interval {
		a.b = append(a.b, ",,,"...)
		return
	}
	for _, x := range [...]float64{lo, hi, a.level} {
		a.b = append(appendFloat(a.b, x), ',')
	}
}

func (a *areaWriter) end(method string, schools int, state string) {
	a.b = cells(a.b, method)
	a.b = strconv.AppendInt(a.b, int64(schools), 10)
	a.b = append(append(a.b, ','), state...)
	a.b = append(a.b, '\n')
}

func (a *areaWriter) figure(table, phase, breakdown, category, measure string, f area.Figure) {
	a.start(table, phase, breakdown, category, measure, f.Group.String(), string(f.Statistic))
	a.optional(f.Num, f.HasNum)
	a.optional(f.Den, f.HasDen)
	a.value(f.Value, f.OK(), f.Lo, f.Hi, f.HasInterval)
	a.end(f.Method, f.Schools, f.State.String())
}

// band writes the range of a band of schools: its cut points, to the per cent that
// is printed.
func (a *areaWriter) band(t *area.Table, b area.Band) {
	a.start("bands", area.ScopeName(t.Scope), string(t.By), b.Category, t.Measure.ID, metrics.GroupAll.String(), "range")
	a.b = append(a.b, ",,,"...)
	for _, x := range [...]float64{b.Lo, b.Hi} {
		a.b = append(appendFloat(a.b, x), ',')
	}
	a.b = append(a.b, ',')
	a.end("type_7_quantiles", 0, area.Observed.String())
}

// model writes a model: its pupils, who was left out, and its odds ratios.
func (a *areaWriter) model(m *area.Model) {
	phase := area.ScopeName(m.Scope)
	if m.Scope == area.AllSchools {
		phase = "mainstream"
	}
	row := func(category, group, statistic string) {
		a.start("models", phase, string(m.Kind), category, m.Measure.ID, group, statistic)
	}
	note := func(category, statistic string) {
		row(category, "", statistic)
		a.b = append(a.b, ",,,,,,"...)
		a.end("none", m.Schools, statistic)
	}
	if m.Failed != "" {
		note("", m.Failed)
	}
	for _, n := range [...]struct {
		statistic string
		terms     []string
	}{{"not_in_the_files", m.Absent}, {"no_variation", m.Constant}, {"adds_nothing", m.Aliased}, {"merged_with_other", m.Merged}, {"separated", m.Separated}} {
		for _, term := range n.terms {
			note(term, n.statistic)
		}
	}
	for _, x := range m.Excluded {
		row(x.Variable, "", "pupils_left_out")
		a.optional(x.Pupils, x.Pupils > 0)
		a.b = append(a.b, ",,,,,"...)
		a.end("none", m.Schools, area.Observed.String())
	}
	if m.Failed != "" {
		return
	}
	row("", "", "pupils_with_event")
	a.optional(m.Events, true)
	a.optional(m.Pupils, true)
	a.b = append(a.b, ",,,,"...)
	a.end("none", m.Schools, area.Observed.String())
	for _, t := range m.Terms {
		a.term(m, &t, row)
	}
}

func (a *areaWriter) term(m *area.Model, t *area.TermOdds, row func(category, group, statistic string)) {
	ok := t.State == area.Observed
	for _, e := range [...]struct {
		statistic, method string
		lo, hi            float64
		given             bool
	}{
		{"odds_ratio", "wald", t.Lo, t.Hi, true},
		{"odds_ratio_clustered", "wald_clustered_by_school", t.ClusteredLo, t.ClusteredHi, t.HasClustered},
	} {
		if !e.given {
			continue
		}
		row(t.Term, "", e.statistic)
		a.optional(t.Events, ok && t.Pupils > 0)
		a.optional(t.Pupils, ok && t.Pupils > 0)
		a.value(t.Value, ok, e.lo, e.hi, true)
		a.end(e.method, m.Schools, t.State.String())
	}
}
