package html

import (
	"testing"

	"inclusioncards/reportcard/chart"
)

// Marks of one look are written as one, in their order.
func TestSVGMarks(t *testing.T) {
	line := func(x0, y0, x1, y1 float64) chart.Mark {
		return chart.Mark{Kind: chart.Line, A: chart.Point{X: x0, Y: y0}, B: chart.Point{X: x1, Y: y1}, Width: 0.2, Tone: chart.Grey}
	}
	dot := func(x, r float64, tone chart.Tone) chart.Mark {
		return chart.Mark{Kind: chart.Dot, A: chart.Point{X: x, Y: 1}, R: r, Tone: tone}
	}
	ring := chart.Mark{Kind: chart.Ring, A: chart.Point{X: 5, Y: 1}, R: 0.8, Width: 0.4, Tone: chart.Blue}
	for _, tc := range []struct {
		name  string
		marks []chart.Mark
		want  string
	}{
		{"lines", []chart.Mark{line(0, 10.5, 9.56, 10.5), line(1, 2, 0.65, 1.38)},
			`<path class="s-grey" stroke-width="0.2" d="M0 10.5l9.56 0M1 2l-.35-.62"/>`},
		// 1/3 and 2/3 of a millimetre are .33 and .67 of it: the second step is .34.
		{"curve", []chart.Mark{{Kind: chart.Polyline, Pts: []chart.Point{{X: 0, Y: 0}, {X: 1. / 3, Y: 0}, {X: 2. / 3, Y: -1}}, Width: 0.2, Tone: chart.Grey}},
			`<path class="s-grey round" stroke-width="0.2" d="M0 0l.33 0 .34-1"/>`},
		{"shape", []chart.Mark{{Kind: chart.Polygon, Pts: []chart.Point{{X: 1, Y: 1}, {X: 3, Y: 1}, {X: 2, Y: 3}}, Tone: chart.Orange}},
			`<path class="f-orange" d="M1 1l2 0-1 2z"/>`},
		{"dots", []chart.Mark{dot(1, 1, chart.Blue), dot(2, 1, chart.Blue), dot(3, 1, chart.Grey)},
			`<g class="f-blue"><circle cx="1" cy="1" r="1"/><circle cx="2" cy="1" r="1"/></g><circle class="f-grey" cx="3" cy="1" r="1"/>`},
		{"a ring on paper", []chart.Mark{dot(5, 1, chart.Paper), ring}, `<circle class="s-blue hollow" stroke-width="0.4" cx="5" cy="1" r="0.8"/>`},
		{"a ring on another dot", []chart.Mark{dot(5, 2, chart.Paper), ring},
			`<circle class="f-paper" cx="5" cy="1" r="2"/><circle class="s-blue" stroke-width="0.4" cx="5" cy="1" r="0.8"/>`},
	} {
		got := string(svg(&chart.Scene{W: 10, H: 10, Marks: tc.marks}, "", "", "", "shape"))
		if want := `<svg class="shape" viewBox="0 0 10 10" aria-hidden="true" focusable="false">` + tc.want + `</svg>`; got != want {
			t.Errorf("%s:\n got %s\nwant %s", tc.name, got, want)
		}
	}
}
