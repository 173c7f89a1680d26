package reportcard

import (
	"strings"
	"testing"

	"inclusioncards/metrics"
)

// A corrected card says which it replaces and what was another there.
func TestCorrectedCard(t *testing.T) {
	var many []metrics.MeasureID
	for _, m := range metrics.Catalogue() {
		many = append(many, m.ID)
	}
	in := fullInput()
	urn := in.school.URN
	for name, c := range map[string]struct {
		corrections *Corrections
		want        string
	}{
		"no correction": {nil, "a figure is high or low."},
		"new school":    {&Corrections{Of: "0123456789ab", New: map[metrics.URN]bool{urn: true}}, "a figure is high or low."},
		"nothing":       {&Corrections{Of: "0123456789ab"}, "Corrected card. It replaces the one of an earlier run (0123456789ab). The figures of this school did not change."},
		"figures and a result": {&Corrections{
			Of: "0123456789ab", Results: map[metrics.URN][]metrics.MeasureID{urn: {"leavers"}},
			Figures: map[metrics.URN][]metrics.MeasureID{urn: {"leavers", "absence", "leavers", "suspended_once"}, "100000": {"roll"}},
		}, "Results that changed: Left at a non-standard point. Figures that changed: Suspended at least once, Overall absence and Left at a non-standard point."},
		"many": {&Corrections{Of: "0123456789ab", Figures: map[metrics.URN][]metrics.MeasureID{urn: many}}, "Overall absence and 13 others."},
	} {
		got, err := buildFrom(in, BuildOptions{Audience: Inspector, Corrections: c.corrections})
		if err != nil {
			t.Fatal(err)
		}
		if s := got.Notice.String(); !strings.HasSuffix(s, c.want) {
			t.Errorf("%s: %q, want the end %q", name, s, c.want)
		}
	}
}
