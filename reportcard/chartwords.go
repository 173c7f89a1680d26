package reportcard

import (
	"strings"

	"inclusioncards/metrics"
	"inclusioncards/reportcard/chart"
)

// chartWords are the phrases of templates/words/charts.json: titles, labels and
// tables of the charts.
type chartWords struct {
	Trend struct {
		Caption phrase `json:"caption"`
		Year    string `json:"year"`
		Range   string `json:"range"`
	} `json:"trend"`
	Glance struct {
		Caption    string `json:"caption"`
		Measure    string `json:"measure"`
		School     string `json:"school"`
		Range      string `json:"range"`
		MiddleHalf string `json:"middle_half"`
		Limits     phrase `json:"limits"`
		Years      string `json:"years"`
		Year       phrase `json:"year"`
	} `json:"glance"`
	Figure  phrase `json:"figure"` // "22.2 (40 of 180)"
	Range   phrase `json:"range"`  // "16.7 to 28.9"
	Nothing string `json:"nothing"`
}

// oneLine is a figure of a table on one line: a rate with its counts; counts
// alone below 100 pupils; the reason when there is none.
func (b *builder) oneLine(o metrics.Observation) string {
	switch c := b.cell(o, false); {
	case c.Main == "":
		return c.Sub
	case c.Sub == "":
		return c.Main
	default:
		return b.say(b.words.charts.Figure, values{"value": c.Main, "of": c.Sub})
	}
}

// rangeOf prints the interval of a figure, in 100.
func (b *builder) rangeOf(o metrics.Observation) string {
	if !o.OK() || !o.HasInterval {
		return b.words.charts.Nothing
	}
	return b.between(o.Lo, o.Hi)
}

func (b *builder) between(lo, hi float64) string {
	return b.say(b.words.charts.Range, values{"low": decimal(lo, 2, 1), "high": decimal(hi, 2, 1)})
}

// glanceData is the data of the strips and dots of the measure table.
func (b *builder) glanceData(shown []line, rows []GlanceRow) chart.Table {
	w := b.words.charts.Glance
	t := chart.Table{Caption: w.Caption, Numeric: []bool{false, true, true, true, true, true, false}}
	for i, row := range rows {
		s := row.Strip
		if s == nil {
			continue
		}
		r := []string{row.Measure, decimal(s.Dot, 2, 1), b.words.charts.Nothing, b.words.charts.Nothing, b.words.charts.Nothing, b.words.charts.Nothing, b.yearsOfDots(row.Years)}
		if row.Gap.Main != "" {
			r[1] = row.Gap.Main // rounded from its counts
		}
		if s.Hi > s.Lo {
			r[2] = b.between(s.Lo, s.Hi)
		}
		if s.HasMarker {
			r[3] = decimal(s.Marker, 2, 1)
			if with(shown[i].result) != b.usual() {
				r[3] = b.say(b.words.charts.Figure, values{"value": r[3], "of": b.card.Comparators[with(shown[i].result)].Name})
			}
		}
		if s.HasQuartiles {
			r[4] = b.between(s.QuartileLo, s.QuartileHi)
		}
		if s.HasLimits {
			r[5] = b.between(s.LimitLo, s.LimitHi)
		}
		t.Rows = append(t.Rows, r)
	}
	t.Header = []string{w.Measure, w.School, w.Range, b.card.Comparators[b.usual()].Name, w.MiddleHalf, b.say(w.Limits, values{"level": b.level()}), w.Years}
	return t
}

// yearsOfDots prints the years of the dots, in order.
func (b *builder) yearsOfDots(s *Sparkline) string {
	if s == nil {
		return b.words.charts.Nothing
	}
	var out []string
	for _, p := range s.Points {
		v := b.words.charts.Nothing
		if !p.Missing {
			v = decimal(p.Value, 2, 1)
		}
		out = append(out, b.say(b.words.charts.Glance.Year, values{"year": p.Label, "value": v}))
	}
	return strings.Join(out, "; ")
}
