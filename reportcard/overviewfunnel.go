package reportcard

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"inclusioncards/metrics"
	"inclusioncards/reportcard/chart"
)

// funnels are one section for each flagged measure, with a funnel for each
// phase that has enough tested schools: schools of different phases are never
// set beside one another.
func (b *overviewBuilder) funnels() []AreaSection {
	var out []AreaSection
	for _, m := range metrics.Flagged() {
		s := AreaSection{ID: "funnel-" + slug(string(m.ID)), Title: b.say(b.w.Funnel.Heading, values{"topic": b.topic(m.ID)})}
		for p := metrics.Nursery; p <= metrics.AP; p++ {
			f, err := b.a.Funnel(m.ID, p, b.o.Schools)
			if err != nil {
				b.fail(fmt.Errorf("funnel of %s: %w", m.ID, err))
				continue
			}
			if len(f.Points) > 0 {
				if len(s.Items) == 0 {
					s.Items = []AreaItem{{Notes: []Text{textOf(b.reading(&f))}}}
				}
				s.Items = append(s.Items, AreaItem{Chart: b.funnel(&f)})
			}
		}
		if len(s.Items) == 0 {
			s.Items = []AreaItem{{Notes: []Text{b.text(b.w.Funnel.None, values{"n": count(metrics.FunnelSchools)})}}}
		}
		out = append(out, s)
	}
	return out
}

// reading says how the funnels of a measure are read.
func (b *overviewBuilder) reading(f *metrics.Funnel) string {
	if f.Ratio {
		return b.w.Funnel.CaptionRatio
	}
	return b.w.Funnel.CaptionShare
}

func (b *overviewBuilder) funnel(f *metrics.Funnel) *chart.Chart {
	w := b.w.Funnel
	pupils := b.card.Phases[f.Phase.String()][1]
	outer, inner := f.Limits[0], f.Limits[1]
	beyond, far := 0, 0
	for _, p := range f.Points {
		if p.Beyond > 0 {
			beyond++
		}
		if p.Beyond > 1 {
			far++
		}
	}
	v := values{
		"topic": b.topic(f.Measure), "schools": pupils, "n": count(beyond), "of": count(len(f.Points)), "high": count(far),
		"level": decimal(inner.Level, 2, 1), "others": decimal(outer.Level, 2, 1),
		"expected": b.expected(float64(beyond), metrics.Number{V: (1 - inner.Level) * float64(len(f.Points)), OK: true}),
	}
	v["level"] = trimZero(v["level"])
	c := &chart.Chart{
		ID:    "funnel-" + slug(string(f.Measure)) + "-" + slug(f.Phase.String()),
		Title: b.say(w.Title, v), Takeaway: b.say(w.Takeaway, v), Alt: b.say(w.Alt, v),
		Funnel: &chart.Funnel{Target: f.Target, TargetText: w.TargetRatio},
	}
	xName, yName := w.XShare, w.YShare
	if f.Ratio {
		xName, yName = w.XRatio, w.YRatio
	} else {
		c.Funnel.TargetText = b.say(w.TargetShare, values{"share": decimal(f.Target, 2, 1)})
	}
	x, lo, hi := 0.0, f.Target, f.Target
	for _, p := range f.Points {
		c.Funnel.Others = append(c.Funnel.Others, chart.Point{X: p.X, Y: p.Y})
		x, lo, hi = math.Max(x, p.X), math.Min(lo, p.Y), math.Max(hi, p.Y)
	}
	for i, l := range f.Limits {
		text := trimZero(decimal(l.Level, 2, 1)) + "%"
		c.Funnel.Limits = append(c.Funnel.Limits, chart.FunnelLimit{Text: text, Dashed: i > 0, X: l.X, Lo: l.Lo, Hi: l.Hi})
		at := len(l.X) / 8 // the limits of the very smallest may run off the picture
		lo, hi = math.Min(lo, l.Lo[at]), math.Max(hi, l.Hi[at])
	}
	c.Funnel.X = sizeAxis(x, xName)
	if f.Ratio {
		c.Funnel.Y = b.ratioAxis(lo, hi, yName)
	} else {
		c.Funnel.Y = percentAxis(hi, yName)
	}
	c.Table = b.funnelTable(f, v)
	return c
}

// sizeAxis runs from 0 in round steps.
func sizeAxis(top float64, name string) chart.Axis {
	step := math.Max(1, roundStep(top*2))
	a := chart.Axis{Name: name}
	for i := 0; ; i++ {
		at := float64(i) * step
		a.Ticks = append(a.Ticks, chart.Tick{At: at, Text: decimal(at, 0, 0)})
		if at >= top && i > 0 {
			a.Max = at
			return a
		}
	}
}

// ratioAxis doubles at equal steps: logarithms of a ratio.
func (b *overviewBuilder) ratioAxis(lo, hi float64, name string) chart.Axis {
	from, to := int(math.Floor(lo/math.Ln2)), int(math.Ceil(hi/math.Ln2))
	from, to = max(from, -5), min(to, 5)
	a := chart.Axis{Name: name, Min: float64(from) * math.Ln2, Max: float64(to) * math.Ln2}
	for i := from; i <= to; i++ {
		text := b.say(b.w.Funnel.Times, values{"n": decimal(math.Pow(2, math.Abs(float64(i))), 0, 0)})
		switch {
		case i == 0:
			text = b.w.Funnel.Same
		case i < 0:
			text = "1/" + decimal(math.Pow(2, float64(-i)), 0, 0)
		}
		a.Ticks = append(a.Ticks, chart.Tick{At: float64(i) * math.Ln2, Text: text})
	}
	return a
}

// funnelTable lists the schools outside the limits, in order of name; the
// workbook has the figures of all.
func (b *overviewBuilder) funnelTable(f *metrics.Funnel, v values) chart.Table {
	w := b.w.Funnel
	t := chart.Table{Caption: b.say(w.TableCaption, v), Header: slices.Clone(w.HeaderShare), Numeric: []bool{false, true, true, false, false}}
	if f.Ratio {
		t.Header = slices.Clone(w.HeaderRatio)
	}
	for _, p := range f.Points {
		if p.Beyond == 0 {
			continue
		}
		size, at := decimal(p.X, 0, 1), b.say(w.Times, values{"n": decimal(math.Exp(p.Y), 0, 2)})
		if !f.Ratio {
			size, at = whole(p.X), percent(p.Y)
		}
		limit := f.Limits[len(f.Limits)-p.Beyond].Level
		name := b.schoolName(p.Result.School)
		t.Rows = append(t.Rows, []string{name, size, at, b.say(w.Outside, values{"level": trimZero(decimal(limit, 2, 1))}), b.word(p.Result)[0]})
	}
	slices.SortStableFunc(t.Rows, func(x, y []string) int { return strings.Compare(strings.ToLower(x[0]), strings.ToLower(y[0])) })
	return t
}
