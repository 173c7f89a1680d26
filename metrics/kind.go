package metrics

import "strings"

// Kind is what a school is within its phase group. It is printed; it never
// makes a comparator of its own.
type Kind uint8

const (
	OrdinaryKind Kind = iota
	Infant
	Junior
	First
	Middle
	AllThroughKind
	UTC
	Studio
)

// String gives the word of the kind; empty for an ordinary school.
func (k Kind) String() string {
	return [...]string{"", "infant", "junior", "first", "middle", "all_through", "utc", "studio"}[k]
}

// Kinds lists every kind that has a name.
func Kinds() []Kind { return []Kind{Infant, Junior, First, Middle, AllThroughKind, UTC, Studio} }

// Kind reads the kind from the type and the statutory ages. A high age of 11
// means that pupils leave at 11, at the end of Year 6.
func (s *School) Kind() Kind {
	if !s.Phase.Mainstream() {
		return OrdinaryKind
	}
	low, high, known := s.LowAge, s.HighAge, s.HighAge > 0
	t := strings.ToLower(s.Type)
	switch {
	case strings.Contains(t, "university technical college"):
		return UTC
	case strings.Contains(t, "studio school"):
		return Studio
	case s.AllThrough, known && low <= 7 && high >= 16:
		return AllThroughKind
	case !known:
		return OrdinaryKind
	case low <= 6 && high <= 7:
		return Infant
	case low <= 6 && high <= 10:
		return First
	case low == 7 && high <= 12:
		return Junior
	case low >= 8 && low <= 10 && high <= 14:
		return Middle
	}
	return OrdinaryKind
}
