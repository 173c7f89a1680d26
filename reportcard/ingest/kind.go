package ingest

import (
	"slices"
	"strings"

	"inclusioncards/reportcard/ingest/pupils"
)

// kind is a sort of table the tool knows, by its headings.
type kind struct {
	name string
	// need are the headings it cannot do without (canonical names); "a|b"
	// means either.
	need []string
	// not are headings that speak against it.
	not []string
	// figures asks for at least one figure column besides.
	figures bool
	// read is nil for tables that are recognised and not used.
	read func(r *reader, t *table)
	// code reports a table that is not used.
	code string
	// pupilLevel marks the tables of package pupils, known to it by kind.
	pupilLevel bool
	pupils     pupils.Kind
}

// kindLinks is the name of the tables that link schools over time.
const kindLinks = "GIAS links"

// kindCounts is the name of the tables of counts by SEN group.
const kindCounts = "counts"

// kinds in the order they are tried: the first that fits is taken.
func kinds() []kind {
	return []kind{
		{name: "table made by this tool", need: []string{"urn", "measure", "numerator", "denominator", "state"}, code: codeNotUsed},
		{name: "table made by this tool", need: []string{"urn", "measure", "comparator", "verdict"}, code: codeNotUsed},
		{name: pupilExtract, need: []string{"pupil_id|upn"}, code: codePupilHeadings},
		{name: kindLinks, need: []string{"urn", "linkurn", "linktype"}, read: (*reader).readLinks},
		{name: "benchmarks by SEN status", need: []string{"metric", "send_detail_display", "send_category", "phase", "academic_year", "time_identifier", "la_ons", "value"}, read: (*reader).readSENBenchmarks},
		{name: "characteristics by area (DfE tidy file)", need: []string{"geographic_level", "academic_year", "breakdown|characteristic", "sess_overall_percent|suspensions"}, not: []string{"sen_group"}, read: (*reader).readCharacteristics},
		{name: "exclusions by school", need: []string{"geographic_level", "academic_year", "laestab|urn", "pupils", "suspensions", "permanent_exclusions"}, not: []string{"sen_group"}, read: (*reader).readExclusions},
		{name: "absence by school (DfE tidy file)", need: []string{"geographic_level", "academic_year", "sess_overall_percent", "enrolments_pa_10_exact_percent"}, not: []string{"sen_group"}, read: (*reader).readTidyAbsence},
		{name: "SEN by school (DfE tidy file)", need: []string{"geographic_level", "academic_year", "urn", "sen_support", "ehc_plan", "total_pupils"}, read: (*reader).readSENSchools},
		{name: "pupils by age (DfE tidy file)", need: []string{"geographic_level", "academic_year", "urn", "headcount_of_pupils"}, read: (*reader).readPupilCharacteristics},
		{name: "school census", need: []string{"urn", "nor", "tsenelse", "tsenelk"}, read: (*reader).readCensus},
		{name: "school absence", need: []string{"urn|laestab|estab", "perctot", "ppersabs10"}, read: (*reader).readAbsence},
		{name: "school spine", need: []string{"urn", "name", "iclose", "isnew", "type"}, read: (*reader).readSpine},
		{name: "school information", need: []string{"urn", "name", "geographic_level", "academic_year", "agerange"}, read: (*reader).readInformation},
		{name: "GIAS extract", need: []string{"urn", "name", "status", "phase"}, read: (*reader).readGIAS},
		{name: "local authority codes", need: []string{"la_code", "la_name", "region"}, not: []string{"urn", "laestab", "name", "sen_group", "value"}, read: (*reader).readLACodes},
		{name: "notes on columns", need: []string{"variable|field_reference", "label|field_name"}, code: codeNotUsed},
		{name: "table of benchmarks", need: []string{"area", "phase", "measure", "value|rate|numerator"}, read: (*reader).readBenchmarkTable},
		{name: "figures by measure", need: []string{"urn", "sen_group", "measure", "numerator", "denominator", "value"}, code: codeNotUsed},
		{name: "leavers by destination", need: []string{"urn", "leaver_scope", "destination_type"}, code: codeNotUsed},
		{name: "self-evaluation", need: []string{"urn|laestab", "measure|family", "rating"}, not: []string{"value", "numerator"}, read: (*reader).readSelfEvaluation},
		{name: "survey of parents and carers", need: []string{"urn|laestab", "question", "statement", "ticks", "replies"}, read: (*reader).readSurvey},
		{name: "admissions incidents", need: []string{"urn|laestab", "academic_year", "incidents"}, read: (*reader).readAdmissions},
		{name: "comments", need: []string{"urn|laestab", "text"}, not: []string{"sen_group", "pupils"}, read: (*reader).readComments},
		{name: kindCounts, need: []string{"urn|laestab|estab", "sen_group"}, figures: true, read: (*reader).readCounts},
		{name: kindCounts, need: []string{"urn|laestab|estab", wideHeading}, not: []string{"geographic_level"}, read: (*reader).readCounts},
		{name: "schools", need: []string{"urn|laestab|estab", "name", "phase|type|school_type|la_code|la_name"}, not: []string{"geographic_level"}, read: (*reader).readSchools},
	}
}

// pupilExtract is a table with identifiers of pupils that is of no kind that can
// be counted.
const pupilExtract = "pupil-level extract"

// wideHeading stands for any heading such as suspensions_no_sen.
const wideHeading = "a figure with a SEN group (suspensions_no_sen)"

// fits reports whether a row of headings is of this kind, and which needs are
// met.
func (k *kind) fits(names []string) (ok bool, missing []string) {
	has := func(need string) bool {
		if need == wideHeading {
			return slices.ContainsFunc(names, func(n string) bool { _, _, ok := wideFigure(n); return ok })
		}
		for alt := range strings.SplitSeq(need, "|") {
			if slices.Contains(names, alt) {
				return true
			}
		}
		return false
	}
	for _, n := range k.need {
		if !has(n) {
			missing = append(missing, n)
		}
	}
	if k.figures && !slices.ContainsFunc(names, isFigure) {
		missing = append(missing, "pupils_suspended or another figure")
	}
	ok = len(missing) == 0 && !slices.ContainsFunc(k.not, func(n string) bool { return slices.Contains(names, n) })
	return ok, missing
}

func isFigure(name string) bool {
	if _, ok := figureNames[name]; ok {
		return true
	}
	_, _, ok := wideFigure(name)
	return ok
}

// recognise gives the kind of a row of headings, or nil.
func recognise(head []string) *kind {
	if k := pupilKind(head); k != nil {
		return k
	}
	names := canonicals(head)
	for _, k := range kinds() {
		if ok, _ := k.fits(names); ok {
			return &k
		}
	}
	return nil
}

// resemblance is the kind a row of headings comes nearest to.
type resemblance struct {
	kind    kind
	missing []string
	score   int
	of      int
	near    string // a heading that may be a misspelling of a missing one
	meant   string
	figures int // figure columns of a table of counts
}

// closest finds the kind of which most headings are there; a misspelt heading
// counts half.
func closest(names []string) resemblance {
	best := resemblance{score: -1}
	for _, k := range kinds() {
		if k.name == pupilExtract {
			continue
		}
		ok, missing := k.fits(names)
		if !ok && len(missing) == 0 {
			continue // another heading speaks against it
		}
		of := len(k.need)
		if k.figures {
			of++
		}
		r := resemblance{kind: k, missing: missing, of: of, score: 2 * (of - len(missing))}
		if k.name == kindCounts {
			for _, n := range names {
				if isFigure(n) {
					r.figures++
				}
			}
		}
		for _, m := range missing {
			for _, n := range names {
				alt := nearest(n, strings.Split(m, "|"))
				if m == wideHeading {
					alt = nearestWide(n)
				}
				if alt != "" && r.near == "" {
					r.near, r.meant = n, alt
					r.score++
				}
			}
		}
		// Of kinds that are equally near, figures of schools are likeliest meant.
		likely := k.name == kindCounts && r.figures > 0 && best.kind.name != kindCounts && r.score*best.of == best.score*r.of
		if best.score < 0 || r.score*best.of > best.score*r.of || likely {
			best = r
		}
	}
	return best
}
