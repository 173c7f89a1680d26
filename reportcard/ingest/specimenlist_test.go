package ingest

import (
	"strings"
	"testing"

	"inclusioncards/metrics"
)

// specimens are the files that TestMutatedFiles breaks.
func specimens(t *testing.T) []specimen {
	t.Helper()
	long, wide := map[string]headKey{}, map[string]headKey{}
	for f := metrics.Pupils; f <= metrics.UnitPupils; f++ {
		long[letters(f.String())] = headKey{f, anyGroup}
		for word, g := range groupWords {
			wide[letters(f.String()+word)] = headKey{f, g}
			wide[letters(f.String())+letters(word)] = headKey{f, g}
		}
	}
	schools := map[string]string{"schools.csv": testFile(t, "counts/long/schools.csv")}
	urns := map[string]string{"9991001": "900001", "9994001": "900002", "9997001": "900003"}
	every := func(string) bool { return true }
	var out []specimen
	figures := func(name, as, text string, beside map[string]string, f figureFile) {
		out = append(out, specimen{name: name, as: as, text: text, beside: beside, claims: f.claims, used: f.used})
	}
	counts := figureFile{columns: long, yearAt: "academic_year", urns: urns, laestabAt: "laestab"}
	figures("long counts", "counts.csv", testFile(t, "counts/long/counts.csv"), schools, counts)
	counts.columns = wide
	figures("wide counts", "counts.csv", testFile(t, "counts/wide/counts.csv"), schools, counts)
	national := func(row tableRow) bool {
		return strings.EqualFold(row.at("la"), "NAT") || strings.EqualFold(row.at("urn"), "NAT")
	}
	figures("school census", "2022-2023/england_census.csv", testFile(t, "dfe/2022-2023/england_census.csv"), nil, figureFile{
		year: 2022, needs: map[string]string{"numfsmever": "norfsmever"}, national: national,
		columns: map[string]headKey{
			"nor": {metrics.CensusRoll, metrics.GroupAll}, "tsenelk": {metrics.CensusRoll, metrics.GroupSENSupport},
			"tsenelse": {metrics.CensusRoll, metrics.GroupEHCPlan}, "numeal": {metrics.EALPupils, metrics.GroupAll},
			"numfsmever": {metrics.FSM6Pupils, metrics.GroupAll}, "norfsmever": {metrics.FSM6Roll, metrics.GroupAll},
		},
	})
	figures("school absence", "2022-2023/england_abs.csv", testFile(t, "dfe/2022-2023/england_abs.csv"), nil, figureFile{
		year: 2022, national: national,
		columns: map[string]headKey{"perctot": {metrics.AbsenceRate, metrics.GroupAll}, "ppersabs10": {metrics.PersistentAbsenceRate, metrics.GroupAll}},
		percent: map[string]bool{"perctot": true, "ppersabs10": true},
	})
	exclusions := firstLines(testFile(t, "dfe/2016-2017/exclusions_by_geographic_level_201415_201617.csv"), 40, func(l string) bool { return strings.Contains(l, ",School,") })
	table, byLAESTAB := schoolsOf(exclusions)
	figures("exclusions by school", "exclusions.csv", exclusions, map[string]string{"schools.csv": table}, figureFile{
		yearAt: "time_period", urns: byLAESTAB, laestabAt: "laestab", filters: map[string][]string{"geographic_level": {"school"}, "time_identifier": {"academic year"}},
		columns: map[string]headKey{
			"headcount": {metrics.ExclusionHeadcount, metrics.GroupAll}, "permexcl": {metrics.PermanentExclusions, metrics.GroupAll},
			"fixedexcl": {metrics.Suspensions, metrics.GroupAll}, "oneplusfixed": {metrics.PupilsSuspended, metrics.GroupAll},
		},
	})
	// The extract has three schools in order and one pattern of figures.
	tidy := map[string][]string{"geographic_level": {"school"}, "time_identifier": {"academic year"}}
	figures("SEN by school", "sen.csv", firstLines(testFile(t, "tidy/sen.csv"), 12, every), nil, figureFile{
		yearAt: "time_period", filters: tidy,
		columns: map[string]headKey{
			"totalpupil": {metrics.CensusRoll, metrics.GroupAll}, "sensupport": {metrics.CensusRoll, metrics.GroupSENSupport}, "ehcplan": {metrics.CensusRoll, metrics.GroupEHCPlan},
		},
	})
	figures("pupil characteristics by school", "pupils.csv", testFile(t, "tidy/census_pupils.csv"), nil, figureFile{
		yearAt: "time_period", filters: tidy,
		columns: map[string]headKey{
			"headcountofpupil": {metrics.CensusRoll, metrics.GroupAll},
			"numberofpupilswhosefirstlanguageisknownorbelievedtobeotherthanenglish": {metrics.EALPupils, metrics.GroupAll},
		},
	})
	words := func(name, as, text string, w schoolWords) {
		out = append(out, specimen{name: name, as: as, text: text, claims: w.claims, used: w.used})
	}
	words("GIAS extract", "gias.csv", testFile(t, "tidy/gias.csv"), schoolWords{map[string]string{
		"name": "EstablishmentName", "low age": "StatutoryLowAge", "high age": "StatutoryHighAge", "gender": "Gender (name)", "type": "TypeOfEstablishment (name)",
	}})
	words("schools", "schools.csv", testFile(t, "counts/long/schools.csv"), schoolWords{map[string]string{
		"name": "name", "low age": "low_age", "high age": "high_age", "gender": "gender", "type": "type", "admissions": "admissions_policy",
	}})
	out = append(out, specimen{name: "benchmarks of a user", as: "benchmarks.csv", text: userAverages, claims: userAverageClaims, used: averages})
	out = append(out, specimen{
		name: "benchmarks by SEN status", as: "la_sen_benchmarks.csv", claims: senAverageClaims, used: averages,
		text: firstLines(testFile(t, "dfe/la_by_sen/la_sen_benchmarks.csv.gz"), 40, func(l string) bool {
			return strings.Contains(l, "202425,Academic year") && (strings.Contains(l, "E09000001") || strings.Contains(l, "E09000007"))
		}),
		beside: map[string]string{"la_and_region_codes_meta.csv": testFile(t, "dfe/2022-2023/la_and_region_codes_meta.csv")},
	})
	return append(out, supplementSpecimens(t)...)
}

// schoolsOf makes a table of schools of the LAESTABs of a file: the joining is
// not what is tested.
func schoolsOf(text string) (table string, urns map[string]string) {
	grid := gridOf([]byte(text))
	urns = map[string]string{}
	table = "urn,laestab,name,phase\n"
	for _, cells := range grid[1:] {
		lab := tableRow{grid[0], cells}.at("laestab")
		if urns[lab] == "" {
			urns[lab] = decimalText(float64(100001 + len(urns)))
			table += urns[lab] + "," + lab + ",School " + lab + ",Secondary\n"
		}
	}
	return table, urns
}
