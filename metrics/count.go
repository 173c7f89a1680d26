package metrics

// State says why a count is or is not a number. Missing, suppressed, not
// applicable and zero are four different things: zero is an observed count
// with N = 0.
type State uint8

const (
	// NotAvailable is the zero value: nobody supplied the figure.
	NotAvailable State = iota
	// Observed: N is the figure.
	Observed
	// Suppressed: the supplier hid a small figure.
	Suppressed
	// NotApplicable: the figure cannot exist (Year 10 in a primary school).
	NotApplicable
	// Low: positive, but rounds to zero in the source.
	Low
	// Withheld: known, and hidden from this reader to protect pupils. No file
	// holds it; disclosure control sets it on figures to be published.
	Withheld
)

// String gives the word used in measures.csv.
func (s State) String() string {
	return [...]string{"not_available", "observed", "suppressed", "not_applicable", "low", "withheld"}[s]
}

// Count is one figure as a file holds it. N means something only when State
// is Observed. It is a whole number except for days and for published rates.
type Count struct {
	N     float64
	State State
	// Given is true when a file had a cell for this figure, even one that says
	// it is missing. It separates "the cell was empty" from "no such cell".
	Given bool
	// LowReliability travels with a number the source marked as unreliable.
	LowReliability bool
	// Source is the index in Dataset.Sources of the file the figure is from.
	Source uint16
}

// Known builds an observed count.
func Known(n float64) Count { return Count{N: n, State: Observed, Given: true} }

// Missing builds a count that is not a number, with its reason.
func Missing(s State) Count { return Count{State: s, Given: true} }

// OK reports whether the count is a number.
func (c Count) OK() bool { return c.State == Observed }

// Sum adds parts of a whole (SEN support + EHC plan). If a part is suppressed
// the sum is suppressed; else if a part is low or not available the sum is not
// available; parts that are not applicable are left out, and the sum is not
// applicable only when all are.
func Sum(parts ...Count) Count {
	var out Count
	var known, suppressed, unavailable int
	for _, p := range parts {
		out.Given = out.Given || p.Given
		switch p.State {
		case Observed:
			known++
			out.N += p.N
			out.LowReliability = out.LowReliability || p.LowReliability
			out.Source = p.Source
		case Suppressed:
			suppressed++
		case Low, NotAvailable:
			unavailable++
		}
	}
	switch {
	case suppressed > 0:
		return Count{State: Suppressed, Given: out.Given}
	case unavailable > 0:
		return Count{State: NotAvailable, Given: out.Given}
	case known == 0:
		return Count{State: NotApplicable, Given: out.Given}
	}
	out.State = Observed
	return out
}

// Minus subtracts a part from a whole (leavers less moves to special schools).
// The whole's reason for being missing goes before the part's.
func (c Count) Minus(part Count) Count {
	given := c.Given && part.Given
	switch {
	case c.State == Suppressed || part.State == Suppressed:
		return Count{State: Suppressed, Given: given}
	case !c.OK():
		return Count{State: c.State, Given: given}
	case part.State == NotApplicable:
		return c
	case !part.OK():
		return Count{State: NotAvailable, Given: given}
	}
	c.N -= part.N
	c.Given = given
	return c
}
