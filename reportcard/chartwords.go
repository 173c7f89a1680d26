package reportcard

import "inclusioncards/metrics"

// chartWords are the phrases of templates/words/charts.json: titles, labels and
// tables of the charts.
type chartWords struct {
	Trend struct {
		Caption phrase `json:"caption"`
		Year    string `json:"year"`
		Range   string `json:"range"`
	} `json:"trend"`
	Figure  phrase `json:"figure"` // "22.2 (40 of 180)"
	Range   phrase `json:"range"`  // "16.7 to 28.9"
	NoRange string `json:"no_range"`
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
		return b.words.charts.NoRange
	}
	return b.between(o.Lo, o.Hi)
}

func (b *builder) between(lo, hi float64) string {
	return b.say(b.words.charts.Range, values{"low": decimal(lo, 2, 1), "high": decimal(hi, 2, 1)})
}
