package reportcard

import "inclusioncards/metrics"

// groups sets pupils with SEND beside others within free school meals and each
// ethnic group: the crossings that research found to matter. Cells of groups
// below the least size have no figure, rows without any are left out. Where
// small numbers are protected there is no such table: nearly all of it is small.
func (b *builder) groups() FigureTable {
	w, least := b.words.checks.Groups, b.in.options.MinGroup
	if b.protected() || len(b.in.grouped) == 0 {
		return FigureTable{}
	}
	v := values{"min": count(least)}
	t := FigureTable{Title: w.Title, Caption: b.say(w.Caption, v), Header: w.Header, Numeric: []bool{false, true, true, true, true}}
	type key struct {
		row, column int
	}
	cells := map[key]string{}
	var names []string
	at := map[string]int{}
	supplied := map[int]bool{} // columns of measures the records give
	for i := range b.in.grouped {
		g := &b.in.grouped[i]
		name, ok := w.Values[g.By+" "+g.Value]
		if !ok || g.Group != metrics.GroupSEND && g.Group != metrics.GroupNoSEN {
			continue
		}
		if _, known := at[name]; !known {
			at[name] = len(names)
			names = append(names, name)
		}
		for _, f := range b.in.figures(&g.Outcomes) {
			column, ok := groupColumns[f.Measure]
			if !ok {
				continue
			}
			supplied[column+1] = true
			if g.Group == metrics.GroupNoSEN {
				column++
			}
			supplied[column] = true
			says := b.say(w.Few, v)
			switch {
			case f.Den >= fewest:
				says = ratio(float64(f.Num), float64(f.Den), 100, 1)
			case f.Den >= least:
				says = b.say(b.card.Shares.Of, values{"n": count(f.Num), "d": count(f.Den)})
			}
			cells[key{at[name], column}] = says
		}
	}
	few := b.say(w.Few, v)
	for i, name := range names {
		row, told := []string{name}, false
		for column := 1; column < len(t.Header); column++ {
			says := cells[key{i, column}]
			if says == "" && supplied[column] {
				says = few
			}
			told = told || says != "" && says != few
			row = append(row, says)
		}
		if told {
			t.Rows = append(t.Rows, row)
		}
	}
	if len(t.Rows) == 0 {
		return FigureTable{}
	}
	return t
}

// groupColumns are the columns of the measures shown, SEND first.
var groupColumns = map[metrics.MeasureID]int{"suspended_once": 1, "persistent_absence": 3}
