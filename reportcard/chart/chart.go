// Package chart holds the charts of the cards: what each shows in data terms,
// the words and the table that go with it, and one layout that places every
// line, shape and label. The drawers of the PDF and of the HTML draw the same
// scene, so that they cannot disagree. Numbers come with their printed form:
// nothing is rounded or worded here.
package chart

// Chart is one chart with its words. Exactly one of the plots is set.
type Chart struct {
	// ID tells the charts of one page apart: lower-case letters, digits, hyphens.
	ID string
	// Title states the finding in ten words or fewer.
	Title string
	// Takeaway is one sentence; Caption gives the unit and the number of pupils.
	Takeaway, Caption string
	// Alt is read in place of the picture.
	Alt   string
	Table Table

	Position *Position
	Dumbbell *Dumbbell
	Trend    *Trend
	Funnel   *Funnel
	Ladder   *Ladder
	Bars     *Bars
	Forest   *Forest
}

// Table is the data of a chart as words and printed numbers. The first column
// heads its row.
type Table struct {
	Caption string
	Header  []string
	Rows    [][]string
	// Numeric marks the columns that are right-aligned.
	Numeric []bool
}

// Value is a number and how it is printed. A missing one is not drawn.
type Value struct {
	V       float64
	Text    string
	Missing bool
}

// Tick is a labelled place on an axis.
type Tick struct {
	At   float64
	Text string
}

// Axis runs from Min to Max in data terms. Bars and rates start at zero.
type Axis struct {
	Min, Max float64
	Ticks    []Tick
	// Name is the unit: "in 100 pupils".
	Name string
}

// Frame is the room a chart gets. The height follows from the content.
type Frame struct {
	Width float64 // millimetres, 30 at the least
	Size  float64 // of labels, points
	Plot  float64 // height of the plot of a trend or funnel, millimetres
}

// Scene lays the chart out. All text lies inside it and no two texts touch, at
// any data.
func (c *Chart) Scene(f Frame) Scene {
	switch {
	case c.Position != nil:
		return c.Position.Scene(f)
	case c.Dumbbell != nil:
		return c.Dumbbell.Scene(f)
	case c.Trend != nil:
		return c.Trend.Scene(f)
	case c.Funnel != nil:
		return c.Funnel.Scene(f)
	case c.Ladder != nil:
		return c.Ladder.Scene(f)
	case c.Bars != nil:
		return c.Bars.Scene(f)
	case c.Forest != nil:
		return c.Forest.Scene(f)
	}
	return Scene{W: f.Width}
}
