package metrics

import "testing"

// Ages as Get Information about Schools states them.
func TestSchoolKind(t *testing.T) {
	for _, c := range []struct {
		s    School
		want Kind
	}{
		{School{Phase: Primary, LowAge: 3, HighAge: 7}, Infant},
		{School{Phase: Primary, LowAge: 7, HighAge: 11}, Junior},
		{School{Phase: Primary, LowAge: 4, HighAge: 9}, First},
		{School{Phase: Primary, LowAge: 3, HighAge: 11}, OrdinaryKind},
		{School{Phase: Secondary, LowAge: 9, HighAge: 13}, Middle},
		{School{Phase: Primary, LowAge: 8, HighAge: 12}, Middle},
		{School{Phase: Secondary, LowAge: 3, HighAge: 18}, AllThroughKind},
		{School{Phase: Secondary, LowAge: 11, HighAge: 18}, OrdinaryKind},
		{School{Phase: Secondary, LowAge: 14, HighAge: 19, Type: "University technical college"}, UTC},
		{School{Phase: Secondary, LowAge: 14, HighAge: 19, Type: "Studio school"}, Studio},
		{School{Phase: Secondary}, OrdinaryKind},
		{School{Phase: Special, LowAge: 3, HighAge: 19}, OrdinaryKind},
	} {
		if got := c.s.Kind(); got != c.want {
			t.Errorf("%+v: %q, want %q", c.s, got, c.want)
		}
	}
}
