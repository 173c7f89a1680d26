package ingest

import (
	"fmt"
	"strconv"
	"strings"
	"testing"

	"inclusioncards/metrics"
)

const replies = `urn,text,by_whom
900001,"We opened a sensory room in May, and absence has fallen since.",Head teacher
900002,Figures for 2022/23 include 14 pupils of the unit.,Chair of governors
900003,Many pupils join us in the middle of a year,Head teacher
`

// supplementSpecimens are the tables with a school's own words and numbers.
func supplementSpecimens(t *testing.T) []specimen {
	t.Helper()
	// Schools that other files know.
	known := map[string]string{"schools.csv": testFile(t, "counts/long/schools.csv"), "more.csv": "urn,name,phase\n990027,B,Primary\n990001,C,Primary\n"}
	school := func(row tableRow) (string, bool) {
		urn := row.at("urn")
		return strings.TrimSuffix(urn, ".0"), plainURN.MatchString(urn)
	}
	whole := func(cell string) (string, bool) {
		v, ok := wholeNumber(cell)
		return strconv.FormatFloat(v, 'f', -1, 64), ok
	}
	return []specimen{
		{
			name: "comments", as: "comments.csv", text: replies, beside: known, spans: true,
			claims: func(row tableRow) []claim {
				urn, ok := school(row)
				if words := strings.Join(strings.Fields(row.at("text")), " "); words != "" {
					if !ok {
						return []claim{{heading: "text"}}
					}
					return []claim{{urn, "text", words}}
				}
				return nil
			},
			used: func(d *metrics.Dataset, _ string) map[string]string {
				out := map[string]string{}
				for u, c := range d.Comments {
					out[string(u)] = c.Text
				}
				return out
			},
		},
		{
			name: "survey", as: "survey.csv", text: testFile(t, "supplement/survey.csv"), beside: known,
			claims: func(row tableRow) []claim {
				urn, ok := school(row)
				ticks, ok1 := whole(row.at("ticks"))
				n, ok2 := whole(row.at("n"))
				if !ok || !ok1 || !ok2 {
					return []claim{{}}
				}
				return []claim{{urn + "|" + row.at("question") + "|" + row.at("statement"), "ticks", ticks + " of " + n}}
			},
			used: func(d *metrics.Dataset, _ string) map[string]string {
				out := map[string]string{}
				for _, c := range d.Supplement.Survey {
					out[string(c.URN)+"|"+c.Question+"|"+c.Statement] = fmt.Sprintf("%d of %d", c.Ticks, c.Replies)
				}
				return out
			},
		},
		{
			name: "self-evaluation", as: "self_evaluation.csv", text: testFile(t, "supplement/self_evaluation.csv"), beside: known,
			claims: func(row tableRow) []claim {
				urn, ok := school(row)
				if !ok {
					return []claim{{}}
				}
				return []claim{{urn + "|" + strings.ToLower(row.at("family")), "rating", strings.ToLower(row.at("rating"))}}
			},
			used: func(d *metrics.Dataset, _ string) map[string]string {
				out := map[string]string{}
				for _, c := range d.Supplement.Ratings {
					out[string(c.URN)+"|"+c.About] = map[metrics.Rating]string{metrics.Red: "red", metrics.Amber: "amber", metrics.Green: "green"}[c.Rating]
				}
				return out
			},
		},
		{
			name: "admissions incidents", as: "admissions_incidents.csv", text: testFile(t, "supplement/admissions_incidents.csv"), beside: known,
			claims: func(row tableRow) []claim {
				urn, ok := school(row)
				year := yearOfCell(row.at("academic_year"))
				incidents, ok1 := whole(row.at("incidents"))
				resolved, ok2 := whole(row.at("resolved"))
				if !ok || year == 0 || !ok1 || !ok2 && strings.ContainsAny(row.at("resolved"), "0123456789") {
					return []claim{{}}
				}
				if !ok2 {
					resolved = "?"
				}
				return []claim{{urn + "|" + year.String(), "incidents", incidents + ", resolved " + resolved}}
			},
			used: func(d *metrics.Dataset, _ string) map[string]string {
				out := map[string]string{}
				for _, c := range d.Supplement.Admissions {
					resolved := "?"
					if c.HasResolved {
						resolved = strconv.Itoa(c.Resolved)
					}
					out[string(c.URN)+"|"+c.Year.String()] = fmt.Sprintf("%d, resolved %s", c.Incidents, resolved)
				}
				return out
			},
		},
	}
}
