package ingest

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"inclusioncards/metrics"
)

// testFile is a file of testdata.
func testFile(t *testing.T, name string) string {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("..", "..", "testdata", filepath.FromSlash(name)))
	if err != nil {
		t.Fatal(err)
	}
	if strings.HasSuffix(name, ".gz") {
		z, err := gzip.NewReader(bytes.NewReader(b))
		if err != nil {
			t.Fatal(err)
		}
		if b, err = io.ReadAll(z); err != nil {
			t.Fatal(err)
		}
	}
	return string(b)
}

// firstLines gives the headings and the first rows that are wanted.
func firstLines(text string, n int, wanted func(line string) bool) string {
	var b strings.Builder
	for line := range strings.Lines(text) {
		if b.Len() == 0 || n > 0 && wanted(line) {
			b.WriteString(strings.TrimRight(line, "\r\n") + "\n")
			n--
		}
	}
	return b.String()
}

// figureFile says which columns of a file are figures.
type figureFile struct {
	columns map[string]headKey // by letters of the heading; anyGroup takes the group of the row
	percent map[string]bool    // columns whose figure is the cell divided by 100
	// needs is a heading without which another is not used.
	needs     map[string]string
	year      metrics.AcademicYear // of files without a column for it
	yearAt    string               // the heading of the year
	urns      map[string]string    // by LAESTAB
	laestabAt string
	// national marks rows that are about no school.
	national func(row tableRow) bool
	// filters are columns of which only rows with one of these words count.
	filters map[string][]string
}

var groupWords = map[string]metrics.Group{"no_sen": metrics.GroupNoSEN, "sen_support": metrics.GroupSENSupport, "ehc_plan": metrics.GroupEHCPlan}

func groupIn(cell string) (metrics.Group, bool) {
	for word, g := range groupWords {
		if letters(word) == letters(cell) {
			return g, true
		}
	}
	return 0, false
}

func figureKey(urn string, y metrics.AcademicYear, f metrics.Field, g metrics.Group) string {
	return strings.Join([]string{urn, y.String(), f.String(), g.String()}, " ")
}

// urn is the school of a row, by its URN, else by its LAESTAB.
func (s figureFile) urn(row tableRow) string {
	urn := row.at("urn")
	if plainURN.MatchString(urn) {
		return strings.TrimSuffix(urn, ".0")
	}
	if !strings.ContainsAny(urn, "0123456789") { // blank or a symbol
		return s.urns[row.at(s.laestabAt)]
	}
	return ""
}

func (s figureFile) claims(row tableRow) []claim {
	if s.national != nil && s.national(row) {
		return nil
	}
	var out []claim
	if s.filters != nil && !row.has("geographic_level") {
		return nil // no table of its kind
	}
	for _, at := range sortedKeys(s.filters) {
		if row.has(at) && !slices.Contains(s.filters[at], strings.ToLower(row.at(at))) {
			return []claim{{heading: at + "|region_name"}} // which is what an unknown area is told by
		}
	}
	urn, year := s.urn(row), s.year
	if s.yearAt != "" {
		year = yearOfCell(row.at(s.yearAt))
	}
	rowGroup, told := groupIn(row.at("sen_group"))
	if !told {
		rowGroup = anyGroup
	}
	for i, h := range row.head {
		k, known := s.columns[letters(h)]
		if need := s.needs[letters(h)]; !known || i >= len(row.cells) || need != "" && !row.has(need) {
			continue
		}
		if k.group == anyGroup {
			k.group = rowGroup
		}
		cell := trimmed(row.cells[i])
		switch v, ok := decimal(cell); {
		case !ok && strings.ContainsAny(cell, "0123456789"):
			out = append(out, claim{heading: h}) // a number that is none
		case !ok:
		case urn == "" || year == 0 || k.group == anyGroup || row.has("sen_group") && rowGroup == anyGroup:
			out = append(out, claim{heading: h})
		default:
			if s.percent[letters(h)] {
				v /= 100
			}
			out = append(out, claim{figureKey(urn, year, k.field, k.group), h, decimalText(v)})
		}
	}
	return out
}

func (s figureFile) used(d *metrics.Dataset, file string) map[string]string {
	out := map[string]string{}
	fields := map[metrics.Field]bool{}
	for _, k := range s.columns {
		fields[k.field] = true
	}
	for i := range d.Schools {
		for _, y := range d.Years() {
			for f := range fields {
				for g := metrics.GroupAll; g < anyGroup; g++ {
					if c := d.Get(i, y, f, g); c.OK() && c.Given && d.Sources[c.Source].File == file {
						out[figureKey(string(d.Schools[i].URN), y, f, g)] = decimalText(c.N)
					}
				}
			}
		}
	}
	return out
}

// schoolWords are what tables of schools say, by heading; all are taken as they
// stand, but for spaces.
type schoolWords struct {
	headings map[string]string // the heading by what it says
}

func (s schoolWords) claims(row tableRow) []claim {
	var out []claim
	urn := row.at("urn")
	for _, what := range sortedKeys(s.headings) {
		for i, h := range row.head {
			if letters(h) != letters(s.headings[what]) || i >= len(row.cells) {
				continue
			}
			v := strings.Join(strings.Fields(trimmed(row.cells[i])), " ")
			switch {
			case v == "":
			case !plainURN.MatchString(urn):
				out = append(out, claim{heading: h})
			case strings.HasSuffix(what, "age") && !isDigits(strings.TrimSuffix(v, ".0")):
				out = append(out, claim{heading: h})
			default:
				if strings.HasSuffix(what, "age") {
					v = strings.TrimSuffix(v, ".0")
				}
				out = append(out, claim{strings.TrimSuffix(urn, ".0") + " " + what, h, v})
			}
		}
	}
	return out
}

func (s schoolWords) used(d *metrics.Dataset, _ string) map[string]string {
	out := map[string]string{}
	for i := range d.Schools {
		c := &d.Schools[i]
		for what, v := range map[string]string{"name": c.Name, "type": c.Type, "gender": c.Gender, "low age": strconv.Itoa(c.LowAge), "high age": strconv.Itoa(c.HighAge), "admissions": c.Admissions} {
			if _, asked := s.headings[what]; asked && v != "" && v != "0" {
				out[string(c.URN)+" "+what] = v
			}
		}
	}
	return out
}

func averageKey(area string, phase metrics.Phase, all bool, y metrics.AcademicYear, id metrics.MeasureID, g metrics.Group) string {
	if all {
		phase = metrics.PhaseUnknown
	}
	return fmt.Sprintf("%s %s %s %s %s", area, phase, y, id, g)
}

// averages lists the benchmarks that were read from a file.
func averages(d *metrics.Dataset, file string) map[string]string {
	out := map[string]string{}
	for _, b := range d.Benchmarks {
		if b.Term != "" || d.Sources[b.Source].File != file {
			continue
		}
		area := string(b.LA) + b.Region
		if b.Kind == metrics.AreaEngland {
			area = "England"
		}
		out[averageKey(area, b.Phase, b.AllPhases, b.Year, b.Measure, b.Group)] = decimalText(b.Value)
	}
	return out
}

// Averages of a user: what they are about, and the number.
const userAverages = `area,phase,academic_year,measure,group,rate,source
202,Secondary,2022/23,suspended_once,no_sen,5.25,LA analysis team
202,Secondary,2022/23,suspended_once,sen_support,14.5,LA analysis team
202,Secondary,2022/23,suspended_once,ehc_plan,17.125,LA analysis team
202,Primary,2022/23,suspended_once,no_sen,0.75,LA analysis team
London,Secondary,2022/23,persistent_absence,ehc_plan,41.5,Published table
England,Secondary,2022/23,persistent_absence,ehc_plan,42.5,Published table
England,Primary,2022/23,suspension_rate,sen_support,13.25,Published table
England,Special,2022/23,suspension_rate,ehc_plan,18,Published table
203,Primary,2022/23,absence,no_sen,6.5,LA analysis team
203,Primary,2022/23,absence,ehc_plan,11.5,LA analysis team
`

var phasesOf = map[string]metrics.Phase{
	"primary": metrics.Primary, "secondary": metrics.Secondary, "special": metrics.Special,
	"state-funded primary": metrics.Primary, "state-funded secondary": metrics.Secondary, "state-funded special": metrics.Special,
}

func userAverageClaims(row tableRow) []claim {
	heading := "rate"
	area, phase, year := row.at("area"), phasesOf[strings.ToLower(row.at("phase"))], yearOfCell(row.at("academic_year"))
	group, known := groupIn(row.at("group"))
	v, ok := decimal(row.at("rate"))
	m, measure := metrics.Measure{}, false
	for _, id := range []metrics.MeasureID{"suspended_once", "persistent_absence", "suspension_rate", "absence"} {
		if letters(string(id)) == letters(row.at("measure")) {
			m, measure = metrics.Lookup(id)
		}
	}
	if !strings.ContainsAny(row.at("rate"), "0123456789") {
		return nil // no average
	}
	okArea := area == "202" || area == "203" || area == "London" || area == "England"
	if !okArea || phase == 0 || year == 0 || !known || !ok || !measure {
		return []claim{{heading: allOf(map[string]bool{"area": !okArea, "phase": phase == 0, "academic_year": year == 0, "group": !known, "rate": !ok, "measure": !measure})}}
	}
	if m.Unit != metrics.UnitPer100 {
		v /= 100
	}
	return []claim{{averageKey(area, phase, false, year, m.ID, group), heading, decimalText(v)}}
}

// allOf lists the headings under which something is wrong: one of them must be
// reported.
func allOf(wrong map[string]bool) string {
	var out []string
	for _, h := range sortedKeys(wrong) {
		if wrong[h] {
			out = append(out, h)
		}
	}
	return strings.Join(out, "|")
}

// senMeasures are the metrics of the benchmarks by SEN status, and what 1 of
// them is.
var senMeasures = map[string]struct {
	id  metrics.MeasureID
	per float64
}{
	"sess_overall_percent": {"absence", 100}, "enrolments_pa_10_exact_percent": {"persistent_absence", 100}, "enrolments_pa_50_exact_percent": {"severe_absence", 100},
	"one_plus_susp_rate": {"suspended_once", 100}, "susp_rate": {"suspension_rate", 1}, "perm_excl_rate": {"permanent_exclusion_rate", 1},
}

func senAverageClaims(row tableRow) []claim {
	if letters(row.at("send_detail_display")) == "senprimaryneed" {
		return nil // its "No SEN" is another
	}
	m, measure := senMeasures[row.at("metric")]
	word := strings.ToLower(row.at("education_phase"))
	phase, total := phasesOf[word], word == "total"
	group, known := groupIn(row.at("send_category"))
	v, ok := decimal(row.at("value"))
	year := yearOfCell(row.at("time_period")) // academic_year stands empty beside it
	topic, period := letters(row.at("send_detail_display")) == "senprovision", letters(row.at("time_identifier")) == "academicyear"
	// City of London and Camden, the areas of the extract
	la := map[string]string{"E09000001": "201", "E09000007": "202"}[row.at("new_la_code")]
	if la == "" { // authorities, unlike schools, are known by name too
		la = map[string]string{"City of London": "201", "Camden": "202"}[row.at("la_name")]
	}
	wrong := map[string]bool{"metric": !measure, "education_phase": phase == 0 && !total, "send_category": !known, "time_period": year == 0, "send_detail_display": !topic, "time_identifier": !period, "new_la_code": la == "", "value": !ok && row.at("value") != ""}
	if h := allOf(wrong); h != "" {
		return []claim{{heading: h}}
	}
	if !ok {
		return nil
	}
	return []claim{{averageKey(la, phase, total, year, m.id, group), "value", decimalText(v / m.per)}}
}

func sortedKeys[V any](m map[string]V) []string {
	out := make([]string, 0, len(m))
	for k := range m {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}
