package reportcard

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"inclusioncards/metrics"
	"inclusioncards/reportcard/chart"
)

func chartsByID(t *testing.T, in input, o BuildOptions) map[string]chart.Chart {
	t.Helper()
	c, err := buildFrom(in, o)
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]chart.Chart{}
	for _, ch := range c.Charts {
		if _, twice := out[ch.ID]; twice {
			t.Errorf("two charts are called %q", ch.ID)
		}
		out[ch.ID] = ch
	}
	return out
}

// The school of fullInput: 40 of 180 and 45 of 920 suspended (22.2 and 4.9 in
// 100), 76 of 186 and 231 of 951 persistently absent, 12 of 148 and 33 of 772
// leavers; 140 with SEN support and 40 with an EHC plan of 1,100.
func TestChartsOfTheYear(t *testing.T) {
	got := chartsByID(t, fullInput(), inspector)
	d := got["send-and-others"]
	var rows []string
	for _, r := range d.Dumbbell.Rows {
		rows = append(rows, strings.Join([]string{r.Label, r.A.Text, r.B.Text, r.Difference}, "; "))
	}
	if diff := cmp.Diff([]string{
		"Suspended at least once; 22.2; 4.9; gap 17.3 (11.6 to 24.1)",
		"Persistently absent (10% or more); 40.9; 24.3; gap 16.6 (9.2 to 24.2)",
		"Left at a non-standard point; 8.1; 4.3; gap 3.8 (0.0 to 9.5)",
	}, rows); diff != "" {
		t.Errorf("SEND and others (-want +got):\n%s", diff)
	}
	if a := d.Dumbbell.Rows[0].A; a.V != 40./180 {
		t.Errorf("the dot of the first row is at %v, not 40/180", a.V)
	}
	if d.Title != "The widest gap: suspensions, 17.3 points" {
		t.Errorf("title %q", d.Title)
	}
	// 40/1100 = 3.6, 140/1100 = 12.7, 920/1100 = 83.6; local 4.3 and 13.6
	// leave 82.1.
	if diff := cmp.Diff([][]string{{"This school", "3.6", "12.7", "83.6"}, {"Local", "4.3", "13.6", "82.1"}}, got["register-make-up"].Table.Rows); diff != "" {
		t.Errorf("register (-want +got):\n%s", diff)
	}
	p := got["register-place"].Position
	if p == nil || p.Dot != "This school 16.4" || p.Strip.Dot != 180./1100 || len(p.Markers) != 2 || p.Markers[0] != (chart.Marker{At: 0.179, Text: "Local 17.9"}) {
		t.Errorf("position on the register: %+v", p)
	}
	if _, there := got["year-groups"]; there {
		t.Error("a ladder without pupil-level records")
	}
}

// The ladder: of 100 in Year 7, 3 left; 99 in Year 8 a year later, so 2 joined.
// Of 60 in Year 8, 1 left; 61 in Year 9, so 2 joined. Year 11 has no next year.
func TestLadder(t *testing.T) {
	in := fullInput()
	band := func(y metrics.AcademicYear, group string, sen metrics.SENStatus, pupils, left int) {
		b := metrics.Band{URN: in.school.URN, Year: y, By: metrics.ByYearGroup, Value: group, SEN: sen}
		b.Pupils, b.LeaverBase[metrics.RuleSchool], b.Leavers[metrics.RuleSchool] = pupils, pupils, left
		in.bands = append(in.bands, b)
	}
	band(cardYear, "7", metrics.NoSEN, 80, 1)
	band(cardYear, "7", metrics.SENSupport, 20, 2)
	band(cardYear, "8", metrics.NoSEN, 60, 1)
	band(cardYear+1, "8", metrics.NoSEN, 99, 0)
	band(cardYear+1, "9", metrics.NoSEN, 61, 0)
	in.bands = append(in.bands, metrics.Band{URN: in.school.URN, Year: cardYear, By: metrics.ByYearGroup, Value: "11", Outcomes: metrics.Outcomes{Pupils: 70}})
	got := chartsByID(t, in, inspector)["year-groups"]
	if diff := cmp.Diff([][]string{{"7 to 8", "100", "3", "2", "99"}, {"8 to 9", "60", "1", "2", "61"}}, got.Table.Rows); diff != "" {
		t.Errorf("ladder (-want +got):\n%s", diff)
	}
	if got.Title != "4 of 160 pupils left between the censuses" {
		t.Errorf("title %q", got.Title)
	}
	// A second census that is no first one of a further year has no year groups.
	in.bands = slices.DeleteFunc(in.bands, func(b metrics.Band) bool { return b.Year != cardYear })
	got = chartsByID(t, in, inspector)["year-groups"]
	if diff := cmp.Diff([][]string{{"Year group", "First roll", "Left"}, {"7 to 8", "100", "3"}, {"8 to 9", "60", "1"}}, append([][]string{got.Table.Header}, got.Table.Rows...)); diff != "" {
		t.Errorf("ladder of one census (-want +got):\n%s", diff)
	}
	governor := inspector
	governor.Audience, governor.Disclosure = "governor", &Disclosure{profile: GovernorProfile}
	if _, there := chartsByID(t, in, governor)["year-groups"]; there {
		t.Error("governors are shown small counts of year groups")
	}
}

// Every chart has a title of ten words or fewer, a takeaway of one sentence, an
// alternative text and a table.
func TestChartWords(t *testing.T) {
	seen := 0
	governor := inspector
	governor.Audience, governor.Disclosure = "governor", &Disclosure{profile: GovernorProfile}
	for name, in := range map[string]input{"full": fullInput(), "public": publicInput(), "special": specialInput()} {
		charts := chartsByID(t, in, inspector)
		for id, c := range chartsByID(t, in, governor) {
			charts["governor "+id] = c
		}
		for id, c := range charts {
			seen++
			if text := c.Title + c.Takeaway + c.Alt; strings.Contains(text, "in 100 in 100") {
				t.Errorf("%s: %s: the unit is said twice: %s", name, id, text)
			}
			if n := len(strings.Fields(c.Title)); n == 0 || n > 10 {
				t.Errorf("%s: %s: %d words in the title %q", name, id, n, c.Title)
			}
			if strings.Count(c.Takeaway, ". ") > 0 || !strings.HasSuffix(c.Takeaway, ".") {
				t.Errorf("%s: %s: takeaway %q is not one sentence", name, id, c.Takeaway)
			}
			if c.Alt == "" || len(c.Table.Rows) == 0 || c.Table.Caption == "" {
				t.Errorf("%s: %s: no words for those who do not see it", name, id)
			}
			for _, r := range c.Table.Rows {
				if len(r) != len(c.Table.Header) {
					t.Errorf("%s: %s: row %q has not %d cells", name, id, r, len(c.Table.Header))
				}
			}
		}
	}
	if seen < 10 {
		t.Errorf("only %d charts looked at", seen)
	}
}
