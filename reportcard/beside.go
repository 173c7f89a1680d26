package reportcard

import "inclusioncards/metrics"

// Beside tells of totals over some schools whether they give a withheld count
// away to a reader who has the cards of these schools too: what the cards print
// is taken off the total, and what is left is spread over the withheld counts.
// It is nil where nothing is withheld.
func (d *Disclosure) Beside(a *metrics.Analysis) func(id metrics.MeasureID, heads bool, schools []int, g metrics.Group) bool {
	if d.floor == 0 {
		return nil
	}
	known := map[figureKey]*column{}
	return func(id metrics.MeasureID, heads bool, schools []int, g metrics.Group) bool {
		k := figureKey{id, g, a.Year}
		c := known[k]
		if c == nil {
			c = (&discloser{Disclosure: d, a: a, year: a.Year, schools: len(a.Data.Schools)}).column(id, g)
			known[k] = c
		}
		hidden, counts := d.nums[k], *c
		if heads {
			hidden, counts.num = d.dens[k], c.den
			counts.limit = make([]float64, len(c.den))
			for i, n := range c.den {
				counts.limit[i] = n + d.floor // nobody knows how many there may be
			}
			counts.room = counts.limit
		}
		if hidden == nil {
			return false // on no card
		}
		return !(&discloser{Disclosure: d, a: a}).safe(&counts, hidden, schools)
	}
}
