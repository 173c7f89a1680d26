package pupils

import (
	"fmt"
	"slices"

	"inclusioncards/metrics"
)

// Feed takes the rows of one table one by one, for a stream whose rows go to
// several aggregators.
type Feed struct {
	r *tableReader
	// dates is the column with the date of a row, or noColumn; order is that of
	// its days and months, and settled once it is known.
	dates   column
	order   order
	settled bool
	held    []heldRow
	// seen counts what the dates held say of the order, decided how many rows
	// were held since there is something to go by.
	seen    [saysMonthDay + 1]int
	decided int
	// against counts the dates after those held that are in the other order.
	against int
}

type heldRow struct {
	cells []string
	line  int
}

// Open begins a table; its Next is not used. The error is for headings that do
// not make a table of the kind.
func (a *Aggregator) Open(k Kind, t Table) (*Feed, error) {
	r := &tableReader{
		Aggregator: a, name: t.File, sheet: t.Sheet, kind: k, second: t.Second && k == Census, ref: t.Ref, again: t.Again, byUPN: t.UPN,
		width: len(t.Header), times: map[string]int{}, columns: columnsOf(t.Header), day: noDay,
	}
	for c, n := range r.columns.repeated {
		if n > 0 {
			r.problem(column(c), codeTwoColumns)
		}
	}
	if k >= kindCount || !r.columns.fit(k) || r.columns.ambiguous() {
		r.problem(noColumn, codeHeadings)
		return nil, fmt.Errorf("%s: the headings do not make a table of %s", t.File, k)
	}
	r.began()
	f := &Feed{r: r, dates: r.columns.dates(k)}
	f.settled = f.dates == noColumn
	return f, nil
}

// Row counts one row; cells may be reused afterwards. Line is as the user sees
// it.
func (f *Feed) Row(cells []string, line int) {
	switch {
	case blank(cells):
	case f.settled:
		f.count(cells, line)
	default:
		f.hold(cells, line)
	}
}

func (f *Feed) count(cells []string, line int) {
	f.r.line = line
	if len(cells) > f.r.width && !blank(cells[f.r.width:]) {
		// What stands under a heading may belong under another.
		f.r.problem(noColumn, codeTooWide)
		return
	}
	if f.dates != noColumn {
		var ok bool
		if f.r.day, ok = parseDay(f.r.cell(cells, f.dates), f.order); !ok && f.held == nil && orderOf(f.r.cell(cells, f.dates)) == f.other() {
			f.against++
		}
	}
	f.r.row(cells)
}

// Schools lists the schools named so far, in the order they came.
func (f *Feed) Schools() []metrics.URN {
	out := make([]metrics.URN, 0, len(f.r.seen))
	for _, i := range f.r.seen {
		out = append(out, f.r.schools[i].urn)
	}
	return out
}

// Close ends the table; broken is not nil when the stream broke off.
func (f *Feed) Close(broken error) {
	if !f.settled {
		f.settle()
	}
	if f.TwoOrders() {
		f.r.line = 0
		f.r.problem(f.dates, codeTwoOrders)
	}
	if broken != nil {
		f.r.problem(noColumn, codeBroken)
	}
	f.r.overflow()
}

// other is what a date in the order not chosen says.
func (f *Feed) other() evidence {
	if f.order == monthDay {
		return saysDayMonth
	}
	return saysMonthDay
}

// fewOther is how many dates in the other order are slips of the keyboard, and
// fewTenth the part of those that show the order chosen.
const (
	fewOther = 2
	fewTenth = 10
)

// TwoOrders reports, at the end of a table, whether its dates are in both orders
// of day and month, or in the other than was assumed of the first rows, of which
// none showed it: then dates that can be read both ways were taken for other
// days than they are.
func (f *Feed) TwoOrders() bool {
	chosen := f.seen[saysDayMonth+saysMonthDay-f.other()]
	against := f.seen[f.other()] + f.against
	if against == 0 || f.against == 0 && f.seen[saysEither] == 0 { // nothing can be taken for another day
		return false
	}
	return chosen == 0 || against > fewOther && fewTenth*against > chosen
}

func blank(cells []string) bool {
	for _, c := range cells {
		if trim(c) != "" {
			return false
		}
	}
	return true
}

// heldRows is how many rows are held to find a date that shows the order of its
// column, and heldMore how many after that, since one date may be wrong.
const (
	heldRows = 1 << 16
	heldMore = 500
)

// hold keeps a row until the order of day and month is known.
func (f *Feed) hold(cells []string, line int) {
	f.held = append(f.held, heldRow{slices.Clone(cells), line})
	e := orderOf(f.r.cell(cells, f.dates))
	f.seen[e]++
	if e == saysDayMonth || e == saysMonthDay || f.seen[saysEither] == 0 || f.decided > 0 {
		f.decided++
	}
	if f.decided == heldMore || len(f.held) == heldRows {
		f.settle()
	}
}

// settle chooses the order of most dates that can be read one way only, and
// counts the rows held.
func (f *Feed) settle() {
	switch {
	case f.seen[saysMonthDay] > f.seen[saysDayMonth]:
		f.order = monthDay
		f.r.problem(f.dates, codeMonthDay)
	case f.seen[saysEither] > 0 && f.seen[saysDayMonth] == 0 && f.seen[saysMonthDay] == 0:
		f.r.problem(f.dates, codeDayMonth)
	}
	f.settled = true
	held := f.held
	for f.held = held[:0:0]; len(held) > 0; held = held[1:] {
		f.count(held[0].cells, held[0].line)
	}
	f.held = nil
}
