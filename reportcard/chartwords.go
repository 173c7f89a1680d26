package reportcard

import (
	"slices"

	"inclusioncards/metrics"
	"inclusioncards/reportcard/chart"
)

// chartWords are the phrases of templates/words/charts.json: titles, labels and
// tables of the charts.
type chartWords struct {
	Trend struct {
		Caption string `json:"caption"`
		Measure string `json:"measure"`
		Year    string `json:"year"`
		Range   string `json:"range"`
	} `json:"trend"`
	Glance struct {
		Caption    string `json:"caption"`
		Measure    string `json:"measure"`
		Range      string `json:"range"`
		MiddleHalf string `json:"middle_half"`
		Limits     phrase `json:"limits"`
	} `json:"glance"`
	Dumbbell struct {
		Title           phrase `json:"title"`
		Caption         string `json:"caption"`
		Measure         string `json:"measure"`
		Gap             string `json:"gap"`
		Difference      phrase `json:"difference"`
		DifferenceRange phrase `json:"difference_range"`
		Alt             phrase `json:"alt"`
	} `json:"dumbbell"`
	Place struct {
		Title    phrase `json:"title"`
		Caption  phrase `json:"caption"`
		Dark     string `json:"dark"`
		Light    string `json:"light"`
		Takeaway phrase `json:"takeaway"`
		School   phrase `json:"school"`
		Own      string `json:"own"`
		Figure   string `json:"figure"`
	} `json:"place"`
	MakeUp struct {
		Title       phrase `json:"title"`
		Takeaway    phrase `json:"takeaway"`
		TitleFew    phrase `json:"title_few"`
		TakeawayFew phrase `json:"takeaway_few"`
		Caption     string `json:"caption"`
		Place       string `json:"place"`
		School      string `json:"school"`
		EHCPlan     string `json:"ehc_plan"`
		SENSupport  string `json:"sen_support"`
		NoSEN       string `json:"no_sen"`
		Alt         phrase `json:"alt"`
	} `json:"make_up"`
	Ladder struct {
		Title        phrase    `json:"title"`
		Takeaway     string    `json:"takeaway"`
		TakeawayMost phrase    `json:"takeaway_most"`
		Caption      string    `json:"caption"`
		CaptionLeft  string    `json:"caption_left"` // without year groups at the second census
		Heads        [5]string `json:"heads"`
		Rung         phrase    `json:"rung"`
	} `json:"ladder"`
	Absences struct {
		Title    phrase `json:"title"`
		Takeaway phrase `json:"takeaway"`
		Caption  string `json:"caption"`
		Group    string `json:"group"`
		PartTime string `json:"part_time"`
		Other    string `json:"other"`
		Missed   string `json:"missed"`
		Alt      phrase `json:"alt"`
	} `json:"absences"`
	InHundred string `json:"in_hundred"`
	Figures   phrase `json:"figures"` // caption of a chart's table
	Figure    phrase `json:"figure"`  // "22.2 (40 of 180)"
	Range     phrase `json:"range"`   // "16.7 to 28.9"
	Nothing   string `json:"nothing"`
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

// glanceData is the data of the strips and dots of the measure table: this
// school by year, then what it is set against.
func (b *builder) glanceData(shown []line, rows []GlanceRow) chart.Table {
	w := b.words.charts.Glance
	nothing := b.words.charts.Nothing
	years := slots
	for years > 1 && !anyDot(rows, years) {
		years--
	}
	t := chart.Table{Caption: w.Caption, Header: []string{w.Measure}, Numeric: []bool{false}}
	for i := years - 1; i >= 0; i-- {
		t.Header = append(t.Header, (b.in.year - metrics.AcademicYear(i)).String())
	}
	t.Header = append(t.Header, w.Range, b.card.Comparators[b.usual()].Name, w.MiddleHalf, b.say(w.Limits, values{"level": b.level()}))
	for range t.Header[1:] {
		t.Numeric = append(t.Numeric, true)
	}
	for i, row := range rows {
		s := row.Strip
		if s == nil {
			continue
		}
		r := append([]string{row.Measure}, b.dotValues(row, years)...)
		own, local, middle, limits := nothing, nothing, nothing, nothing
		if s.Hi > s.Lo {
			own = b.between(s.Lo, s.Hi)
		}
		if s.HasMarker {
			local = decimal(s.Marker, 2, 1)
			if with(shown[i].result) != b.usual() {
				local = b.say(b.words.charts.Figure, values{"value": local, "of": b.card.Comparators[with(shown[i].result)].Name})
			}
		}
		if s.HasQuartiles {
			middle = b.between(s.QuartileLo, s.QuartileHi)
		}
		if s.HasLimits {
			limits = b.between(s.LimitLo, s.LimitHi)
		}
		t.Rows = append(t.Rows, append(r, own, local, middle, limits))
	}
	return withoutEmpty(t, nothing)
}

// withoutEmpty leaves out the columns in which no row has anything.
func withoutEmpty(t chart.Table, nothing string) chart.Table {
	for at := len(t.Header) - 1; at > 0 && len(t.Rows) > 0; at-- {
		if slices.ContainsFunc(t.Rows, func(r []string) bool { return r[at] != nothing }) {
			continue
		}
		t.Header, t.Numeric = slices.Delete(t.Header, at, at+1), slices.Delete(t.Numeric, at, at+1)
		for i := range t.Rows {
			t.Rows[i] = slices.Delete(t.Rows[i], at, at+1)
		}
	}
	return t
}

// anyDot tells that a row has dots over so many years.
func anyDot(rows []GlanceRow, years int) bool {
	for _, r := range rows {
		if r.Strip != nil && r.Years != nil && len(r.Years.Points) >= years {
			return true
		}
	}
	return false
}

// dotValues prints the figures of a row over so many years, the last being that
// of the strip.
func (b *builder) dotValues(row GlanceRow, years int) []string {
	out := make([]string, years)
	for i := range out {
		out[i] = b.words.charts.Nothing
	}
	if row.Years != nil {
		for i, p := range row.Years.Points {
			if at := years - len(row.Years.Points) + i; !p.Missing {
				out[at] = decimal(p.Value, 2, 1)
			}
		}
	}
	out[years-1] = decimal(row.Strip.Dot, 2, 1)
	if row.Gap.Main != "" {
		out[years-1] = row.Gap.Main // rounded from its counts
	}
	return out
}
