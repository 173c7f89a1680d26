package ingest

import (
	"testing"

	"github.com/xuri/excelize/v2"

	"inclusioncards/metrics"
)

// A cell that shows 12.5% holds 0.125. What is shown counts, whatever the other
// cells of the column look like: 0.6% holds 0.006, which alone in a column of
// small percentages would pass for 0.6 of a hundred.
func TestCellsFormattedAsPercentages(t *testing.T) {
	custom := `0.0%;[Red]-0.0%`
	words := `0"% of roll"`
	for _, c := range []struct {
		name  string
		style *excelize.Style
		cells []any
		codes []string
		want  []metrics.Count // of the first cells
	}{
		{"built in", &excelize.Style{NumFmt: 10}, []any{0.125, 0.006, 1}, nil, []metrics.Count{metrics.Known(0.125), metrics.Known(0.006), metrics.Known(1)}},
		{"custom", &excelize.Style{CustomNumFmt: &custom}, []any{0.07, 0.006, 0.5}, nil, []metrics.Count{metrics.Known(0.07), metrics.Known(0.006), metrics.Known(0.5)}},
		{"a percent sign in quotation marks is a word", &excelize.Style{CustomNumFmt: &words}, []any{12.5, 7.1, 30}, nil, []metrics.Count{metrics.Known(0.125), metrics.Known(0.071), metrics.Known(0.3)}},
		{"percentages typed into such cells", &excelize.Style{NumFmt: 10}, []any{12.5, 7.1, 30}, []string{codeNotPercent, codeNotPercent, codeNotPercent}, []metrics.Count{{Given: true}}},
		{"text of a percentage beside them", &excelize.Style{NumFmt: 10}, []any{0.125, "7.1%", 0.3}, nil, []metrics.Count{metrics.Known(0.125), metrics.Known(0.071), metrics.Known(0.3)}},
	} {
		t.Run(c.name, func(t *testing.T) {
			rows := [][]any{{"urn", "name", "phase", "fsm6_percent"}}
			urns := []metrics.URN{"100049", "100050", "100051"}
			for i, v := range c.cells {
				rows = append(rows, []any{string(urns[i]), "A school", "Secondary", v})
			}
			text := book(t, []string{"Schools"}, map[string][][]any{"Schools": rows}, func(f *excelize.File) {
				style, err := f.NewStyle(c.style)
				if err == nil {
					err = f.SetCellStyle("Schools", "D2", "D4", style)
				}
				if err != nil {
					t.Fatal(err)
				}
			})
			d, rep := readFiles(t, map[string]string{"schools.xlsx": text, "counts.csv": lines("urn,academic_year,sen_group,pupils", "100049,2022/23,all,700")}, Options{})
			got := codesOf(rep)
			if len(got) != len(c.codes) {
				t.Errorf("%v, want %v\n%s", got, c.codes, printed(rep))
			}
			for i, want := range c.want {
				have := get(t, d, urns[i], 2022, metrics.FSM6Rate, metrics.GroupAll)
				if have.N != want.N || have.State != want.State {
					t.Errorf("cell %d: %+v, want %+v", i, have, want)
				}
			}
			if len(c.codes) == 0 && c.style.CustomNumFmt != &words {
				wantProblem(t, rep, codePercentFormat, "formatted as percentages")
			}
		})
	}
}

// Beside cells with a percent sign a plain 0.125 may be 12.5% or 0.125%.
func TestPercentSignsBesideProportions(t *testing.T) {
	d, rep := readFiles(t, map[string]string{
		"schools.csv": lines("urn,name,phase,fsm6_percent", "100049,A,Secondary,12.5%", "100050,B,Secondary,0.071", "100051,C,Secondary,0"),
		"counts.csv":  lines("urn,academic_year,sen_group,pupils", "100049,2022/23,all,700"),
	}, Options{})
	wantCodes(t, rep, codePercentMixed)
	wantFigure(t, d, "100049", 2022, metrics.FSM6Rate, metrics.GroupAll, metrics.Known(0.125))
	wantFigure(t, d, "100051", 2022, metrics.FSM6Rate, metrics.GroupAll, metrics.Known(0))
	if c := get(t, d, "100050", 2022, metrics.FSM6Rate, metrics.GroupAll); c.OK() {
		t.Errorf("%v is used", c.N)
	}
}

func TestHundredfold(t *testing.T) {
	for v, want := range map[float64]string{0.125: "12.5", 0.07: "7", 1: "100", 0: "0", 0.0005: "0.05", -0.5: "-50", 12.5: "1250", 1e-7: "0.00001"} {
		if got := hundredfold(v); got != want {
			t.Errorf("%v: %s, want %s", v, got, want)
		}
	}
}
