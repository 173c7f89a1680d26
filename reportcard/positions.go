package reportcard

import "inclusioncards/metrics"

// positions are for the authority: where the school lies in the funnel of each
// measure, and how far the data behind it reach.
func (b *builder) positions() FigureTable {
	w := b.card.Positions
	if !b.edition.Positions {
		return FigureTable{}
	}
	t := b.table(w.Table, values{"level": b.level()}, true)
	t.Numeric[len(t.Numeric)-1] = false
	compared := false
	for _, l := range b.lines {
		r := l.result
		if r.Verdict == metrics.NotSupplied {
			continue
		}
		row := []string{l.measure.Name, w.None, w.None, w.None, w.None, w.None, b.why(r)}
		if r.Schools > 0 {
			row[1] = count(r.Schools)
		}
		if r.YearsPooled > 0 {
			row[2] = count(r.YearsPooled)
		}
		if r.Verdict == metrics.TooFew {
			row[6] = b.word(r)[1]
		}
		if r.SchoolValue.OK && r.Verdict != metrics.TooFew && r.Verdict != metrics.NotComparable {
			row[3], row[6] = decimal(r.SchoolValue.V, 2, 1), w.Unknown
			if r.ComparatorValue.OK {
				row[4] = decimal(r.ComparatorValue.V, 2, 1)
			}
			if r.LimitLo.OK && r.LimitHi.OK {
				row[5] = b.say(w.Limits, values{"low": decimal(r.LimitLo.V, 2, 1), "high": decimal(r.LimitHi.V, 2, 1)})
				switch {
				case r.SchoolValue.V > r.LimitHi.V:
					row[6] = w.Above
				case r.SchoolValue.V < r.LimitLo.V:
					row[6] = w.Below
				default:
					row[6] = w.Inside
				}
			}
		}
		compared = compared || row[3] != w.None
		t.Rows = append(t.Rows, row)
	}
	if !compared { // the table of page 1 says why
		return FigureTable{}
	}
	return t
}
