// Package tables writes the numbers of a run as CSV files for other software:
// exact, sorted, one figure per row, nothing rounded for reading.
package tables

import (
	"bufio"
	"io"
	"runtime"

	"inclusioncards/metrics"
)

const measuresHeader = "urn,academic_year,measure,group," +
	"numerator,denominator,state,unit,value,lower,upper,level,method"

// termColumn ends the header of a table of figures of a term, and termCell its
// rows. Tables of whole years have no such column: their columns stay those that
// other software knows.
func termColumn(d *metrics.Dataset) string {
	if d.Term == "" {
		return "\n"
	}
	return ",term\n"
}

func termCell(d *metrics.Dataset) string {
	if d.Term == "" {
		return "\n"
	}
	return "," + d.Term + "\n"
}

// chunk is the number of schools one worker turns into rows at a time.
const chunk = 16

// Measures writes measures.csv: every figure of the schools given (indices in
// the dataset, ascending), in every year of the data. Intervals have the level
// given, in (0,1). Rows do not depend on the number of processors. The names of
// the schools are in schools.csv: here, England would repeat them 4 million times.
// Figures of a term are marked by a last column, term.
func Measures(w io.Writer, d *metrics.Dataset, schools []int, level float64) error {
	out := bufio.NewWriterSize(w, 1<<16)
	out.WriteString(measuresHeader + termColumn(d))
	years := d.Years()

	// Chunks are made side by side and written in order. Each waits in its own
	// channel; the queue's length bounds the memory.
	queue := make(chan chan []byte, 2*runtime.GOMAXPROCS(0))
	stop := make(chan struct{})
	defer close(stop)
	go func() {
		defer close(queue)
		for first := 0; first < len(schools); first += chunk {
			part := schools[first:min(first+chunk, len(schools))]
			made := make(chan []byte, 1)
			select {
			case queue <- made:
			case <-stop:
				return
			}
			go func() { made <- measureRows(d, part, years, level) }()
		}
	}()
	for made := range queue {
		if _, err := out.Write(<-made); err != nil {
			return err
		}
	}
	return out.Flush()
}

func measureRows(d *metrics.Dataset, schools []int, years []metrics.AcademicYear, level float64) []byte {
	b := make([]byte, 0, 1<<19)
	end := termCell(d)
	var start []byte // the cells that are the same in every row of a school and year
	for _, i := range schools {
		for _, y := range years {
			start = cells(start[:0], string(d.Schools[i].URN), y.String())
			observations := metrics.Observations(d, i, y, level)
			for k := range observations {
				if o := &observations[k]; o.Given {
					b = append(measureRow(append(b, start...), o), end...)
				}
			}
		}
	}
	return b
}

func measureRow(b []byte, o *metrics.Observation) []byte {
	b = cells(b, string(o.Measure), o.Group.String())
	b = append(count(b, o.Num), ',')
	b = append(count(b, o.Den), ',')
	b = cells(b, o.State.String(), o.Unit.String())
	if o.OK() {
		b = appendFloat(b, o.Value)
	}
	b = append(b, ',')
	if o.OK() && o.HasInterval {
		b = append(appendFloat(b, o.Lo), ',')
		b = append(appendFloat(b, o.Hi), ',')
		b = append(appendFloat(b, o.Level), ',')
	} else {
		b = append(b, ",,,"...)
	}
	return append(b, o.Method.String()...)
}

// cells appends words that never need quotes, each with its comma.
func cells(b []byte, words ...string) []byte {
	for _, w := range words {
		b = append(append(b, w...), ',')
	}
	return b
}

// count appends a count that is a number; the others have no digits to show.
func count(b []byte, c metrics.Count) []byte {
	if !c.OK() {
		return b
	}
	return appendFloat(b, c.N)
}
