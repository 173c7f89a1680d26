package ingest

import (
	"strings"

	"inclusioncards/metrics"
)

// synonyms maps a normalised heading to the one name the readers use. It is
// the only place where spellings of headings are known.
var synonyms = map[string]string{
	"n":          "replies",
	"school_urn": "urn", "urn_number": "urn", "unique_reference_number": "urn", "school_unique_reference_number": "urn",
	"school_laestab": "laestab", "la_estab": "laestab", "laestab_number": "laestab", "dfe_number": "laestab", "dfe_no": "laestab",
	"dfe": "laestab", "dfes_number": "laestab", "dcsf_number": "laestab", "lea_estab": "laestab", "leaestab": "laestab", "laestab_code": "laestab",
	"la": "la_code", "lea": "la_code", "old_la_code": "la_code", "la_number": "la_code", "la_no": "la_code", "local_authority_code": "la_code",
	"lea_code": "la_code", "lea_number": "la_code",
	"establishmentnumber": "estab", "establishment_number": "estab", "estab_number": "estab", "school_number": "estab",
	"new_la_code": "la_ons", "la_name_ons": "la_ons",
	"local_authority": "la_name", "local_authority_name": "la_name", "lea_name": "la_name", "borough": "la_name",

	"year": "academic_year", "time_period": "academic_year", "ay": "academic_year", "school_year": "academic_year", "acad_year": "academic_year",
	"academicyear": "academic_year", "reporting_year": "academic_year",
	"year_ending": "academic_year_ending", "academic_year_ending_in": "academic_year_ending", "academic_year_end": "academic_year_ending",
	"year_end": "academic_year_ending",

	"sen": "sen_group", "sen_status": "sen_group", "senstatus": "sen_group", "sen_provision": "sen_group", "senprovision": "sen_group",
	"send_group": "sen_group", "send_status": "sen_group", "sen_category": "sen_group", "send": "sen_group", "sengroup": "sen_group",
	"sen_code": "sen_group", "pupil_sen_status": "sen_group",

	"headcount": "pupils", "number_of_pupils": "pupils", "roll": "pupils", "pupils_on_roll": "pupils", "no_of_pupils": "pupils", "pupil_count": "pupils",
	"number_on_roll":   "pupils",
	"suspended_pupils": "pupils_suspended", "pupils_suspended_once_or_more": "pupils_suspended", "one_plus_fixed": "pupils_suspended",
	"one_plus_susp": "pupils_suspended", "pupils_with_one_or_more_suspension": "pupils_suspended", "pupils_with_1_or_more_suspensions": "pupils_suspended",
	"pupils_with_one_or_more_suspensions": "pupils_suspended", "pupils_suspended_at_least_once": "pupils_suspended",
	"pupils_suspended_twice_or_more": "pupils_suspended_repeat", "pupils_suspended_2_plus": "pupils_suspended_repeat",
	"suspended_repeat": "pupils_suspended_repeat", "repeat_suspended_pupils": "pupils_suspended_repeat",
	"suspension": "suspensions", "fixed_excl": "suspensions", "number_of_suspensions": "suspensions", "fixed_term_exclusions": "suspensions",
	"fixed_period_exclusions": "suspensions", "total_suspensions": "suspensions",
	"days_suspended": "suspension_days", "days_lost": "suspension_days", "days_lost_to_suspension": "suspension_days",
	"perm_excl": "permanent_exclusions", "permanent_exclusion": "permanent_exclusions", "pex": "permanent_exclusions", "permanently_excluded": "permanent_exclusions",
	"enrolment": "enrolments", "number_of_enrolments": "enrolments",
	"possible_sessions": "sessions_possible", "absent_sessions": "sessions_absent", "sessions_missed": "sessions_absent", "absence_sessions": "sessions_absent",
	"overall_absence_sessions": "sessions_absent", "overall_absence": "sessions_absent", "total_absence": "sessions_absent",
	"persistent_absentees_10_percent": "persistent_absentees", "persistently_absent_10_percent": "persistent_absentees",
	"severe_absentees_50_percent": "severe_absentees", "severely_absent_50_percent": "severe_absentees",
	"persistently_absent": "persistent_absentees", "pa_pupils": "persistent_absentees", "persistent_absentees_10": "persistent_absentees",
	"severely_absent": "severe_absentees", "severe_absentees_50": "severe_absentees",
	"nonstandard_leavers": "non_standard_leavers", "leavers_base": "leaver_base",
	"leavers_unknown": "leavers_not_known", "leavers_to_special": "leavers_special", "leavers_to_ehe": "leavers_ehe",
	"year_10_pupils": "y10_pupils", "year_10_to_11_leavers": "y10_y11_leavers", "y10_leavers": "y10_y11_leavers",
	"free_school_meals": "fsm6", "fsm_6": "fsm6", "ethnicity": "ethnic_group", "ethnicity_major": "ethnic_group",

	"schname": "name", "school_name": "name", "school": "name", "establishmentname": "name", "establishment_name": "name",
	"region_name": "region", "gor_name": "region", "government_office_region": "region",
	"phase_of_education": "phase", "phaseofeducation_name": "phase", "school_phase": "phase", "phase_type_grouping": "phase", "education_phase": "phase",
	"schooltype": "school_type", "nftype": "type", "type_of_establishment": "type", "typeofestablishment": "type", "typeofestablishment_name": "type", "establishment_type": "type",
	"establishment_type_group": "type",
	"statutorylowage":          "low_age", "statutory_low_age": "low_age", "agel": "low_age", "lowest_age": "low_age",
	"statutoryhighage": "high_age", "statutory_high_age": "high_age", "ageh": "high_age", "highest_age": "high_age",
	"age_range": "agerange",
	"admpol":    "admissions_policy", "admpol_pt": "admissions_policy", "admissionspolicy_name": "admissions_policy", "admissions": "admissions_policy",
	"gender_name": "gender", "egender": "gender", "sex_of_school_description": "gender",
	"has_sen_unit": "sen_unit", "senunitonroll": "sen_unit", "senunit": "sen_unit",
	"rp_unit": "resourced_provision", "resourcedprovision": "resourced_provision", "resourcedprovisiononroll": "resourced_provision",
	"rp":           "resourced_provision",
	"percent_fsm6": "fsm6_percent", "fsm6_pct": "fsm6_percent",
	"percent_eal": "eal_percent", "eal_pct": "eal_percent",
	"ofsted": "ofsted_outcome", "ofstedrating_name": "ofsted_outcome", "ofsted_rating": "ofsted_outcome",
	"religiouscharacter_name": "religious_character", "religiouscharacter": "religious_character", "reldenom": "religious_character",
	"faith": "religious_character", "trusts_name": "trust", "trusts_code": "trust_code", "trust_uid": "trust_code", "trust_name": "trust", "academy_trust": "trust",
	"establishmentstatus_name": "status",
	"pupil_upn":                "upn", "unique_pupil_number": "upn", "pupilid": "pupil_id",

	"susp": "suspensions", "number_of_susp": "suspensions", "no_of_suspensions": "suspensions", "num_suspensions": "suspensions",
	"count_of_suspensions": "suspensions", "suspension_count": "suspensions", "suspensions_count": "suspensions", "suspensions_events": "suspensions",
	"suspension_events": "suspensions", "susp_events": "suspensions", "fte": "suspensions", "ftes": "suspensions", "number_of_ftes": "suspensions",
	"fixed_term_suspensions": "suspensions", "fixed_period_suspensions": "suspensions", "perm_ex": "permanent_exclusions",
	"perm_exclusions": "permanent_exclusions", "permex": "permanent_exclusions", "permanent_excl": "permanent_exclusions",
	"no_of_permanent_exclusions": "permanent_exclusions", "number_of_permanent_exclusions": "permanent_exclusions",
	"permanent_exclusion_count": "permanent_exclusions", "permanent_exclusions_count": "permanent_exclusions", "perm_excls": "permanent_exclusions",
	"pupils_with_1_susp": "pupils_suspended", "pupils_with_1_suspensions": "pupils_suspended", "pupils_with_suspension": "pupils_suspended",
	"pupils_with_suspensions": "pupils_suspended", "pupils_with_a_suspension": "pupils_suspended",
	"pupils_with_at_least_one_suspension": "pupils_suspended", "number_of_pupils_suspended": "pupils_suspended",
	"no_of_pupils_suspended": "pupils_suspended", "num_pupils_suspended": "pupils_suspended", "suspended_at_least_once": "pupils_suspended",
	"pupils_receiving_a_suspension": "pupils_suspended", "children_suspended": "pupils_suspended", "distinct_pupils_suspended": "pupils_suspended",
	"unique_pupils_suspended": "pupils_suspended", "students_suspended": "pupils_suspended", "pupils_with_1_suspension": "pupils_suspended",
	"pupils_with_one_suspension_or_more": "pupils_suspended", "pupils_with_two_or_more_suspensions": "pupils_suspended_repeat",
	"pupils_with_2_or_more_suspensions": "pupils_suspended_repeat", "pupils_suspended_more_than_once": "pupils_suspended_repeat",
	"repeat_suspensions_pupils": "pupils_suspended_repeat", "no_on_roll": "pupils", "pupil_numbers": "pupils", "num_pupils": "pupils",
	"n_pupils": "pupils", "count_of_pupils": "pupils", "on_roll": "pupils", "pupil_headcount": "pupils", "january_roll": "pupils",
	"census_pupils": "pupils", "students": "pupils", "number_of_students": "pupils", "total_on_roll": "pupils", "total_roll": "pupils",
	"roll_total": "pupils", "days_lost_to_suspensions": "suspension_days", "total_days_lost": "suspension_days",
	"suspension_days_lost": "suspension_days", "days_lost_suspension": "suspension_days", "number_of_days_suspended": "suspension_days",
	"persistent_absence_pupils": "persistent_absentees", "pa_count": "persistent_absentees", "pa_number": "persistent_absentees",
	"number_of_persistent_absentees": "persistent_absentees", "persistent_absence_count": "persistent_absentees",
	"persistent_absentee": "persistent_absentees", "pupils_persistently_absent": "persistent_absentees", "enrolments_pa": "persistent_absentees",
	"number_persistently_absent": "persistent_absentees", "severe_absence_pupils": "severe_absentees", "sa_count": "severe_absentees",
	"number_of_severe_absentees": "severe_absentees", "severe_absence_count": "severe_absentees", "severe_absentee": "severe_absentees",
	"pupils_severely_absent": "severe_absentees", "number_severely_absent": "severe_absentees", "total_possible_sessions": "sessions_possible",
	"total_sessions_possible": "sessions_possible", "sess_possible_total": "sessions_possible", "number_of_possible_sessions": "sessions_possible",
	"total_absence_sessions": "sessions_absent", "total_sessions_absent": "sessions_absent", "sessions_lost_to_absence": "sessions_absent",
	"sessions_of_absence": "sessions_absent", "number_of_sessions_absent": "sessions_absent", "total_sessions_missed": "sessions_absent",
	"non_std_leavers": "non_standard_leavers", "number_of_non_standard_leavers": "non_standard_leavers", "leavers_non_standard": "non_standard_leavers",
	"sen_provision_code": "sen_group", "sen_status_code": "sen_group", "sen_type": "sen_group", "sen_level": "sen_group", "sen_stage": "sen_group",
	"send_provision": "sen_group", "sen_provision_type": "sen_group", "senprovisionmajor": "sen_group", "sen_provision_major": "sen_group",
	"academic_yr": "academic_year", "acad_yr": "academic_year", "acyear": "academic_year", "year_academic": "academic_year", "establishment_urn": "urn",
	"estab_urn": "urn", "school_urn_number": "urn", "urn_of_school": "urn", "dfe_code": "laestab", "laestab_no": "laestab",
	"la_estab_number": "laestab", "dfe_number_laestab": "laestab", "school_dfe_number": "laestab", "estab_no": "estab", "establishment_no": "estab",
}

// ambiguous are headings that people use for more than one thing: a question
// for the user, never a guess.
var ambiguous = map[string][]string{
	"leavers": {"non_standard_leavers", "leaver_base"}, "left": {"non_standard_leavers", "leaver_base"}, "number_of_leavers": {"non_standard_leavers", "leaver_base"},
	"exclusions": {"suspensions", "permanent_exclusions"}, "number_of_exclusions": {"suspensions", "permanent_exclusions"}, "total_exclusions": {"suspensions", "permanent_exclusions"},
	"excluded": {"pupils_suspended", "permanent_exclusions"}, "excluded_pupils": {"pupils_suspended", "permanent_exclusions"}, "pupils_excluded": {"pupils_suspended", "permanent_exclusions"},
	"suspended": {"pupils_suspended", "suspensions"}, "number_suspended": {"pupils_suspended", "suspensions"}, "no_suspended": {"pupils_suspended", "suspensions"},
	"absence": {"sessions_absent", "persistent_absentees"}, "absences": {"sessions_absent", "persistent_absentees"}, "absent": {"sessions_absent", "persistent_absentees"},
	"sessions": {"sessions_possible", "sessions_absent"}, "days": {"suspension_days", "sessions_absent"}, "days_absent": {"sessions_absent", ignoreHeading},
	"sen_pupils": {"pupils_send", "pupils_sen_support"}, "pupils_sen": {"pupils_send", "pupils_sen_support"}, "fsm": {"fsm6", ignoreHeading},
	"school_code": {"urn", "laestab", "estab"}, "school_id": {"urn", "laestab", "estab"}, "school_no": {"urn", "laestab", "estab"},
	"establishment": {"name", "estab"}, "establishment_code": {"laestab", "estab"},
}

// understood are the headings besides figures that the two canonical tables
// may carry.
var understood = func() map[string]bool {
	m := map[string]bool{}
	for _, h := range [...]string{
		"urn", "laestab", "la_code", "estab", "la_ons", "la_name", "academic_year", "academic_year_ending", "sen_group", "term",
		"leaver_preset", "fsm6", "ethnic_group", "name", "region", "phase", "school_type", "type", "low_age", "high_age", "agerange",
		"admissions_policy", "gender", "sen_unit", "resourced_provision", "fsm6_percent", "eal_percent", "ofsted_outcome", "status",
		"religious_character", "trust", "trust_code",
		"opendate", "closedate", "statutory_low_year", "statutory_high_year", "notes", "note",
	} {
		m[h] = true
	}
	return m
}()

// figureNames maps canonical headings to the fields of a counts table.
var figureNames = func() map[string]metrics.Field {
	m := map[string]metrics.Field{}
	for _, f := range metrics.CountFields() {
		m[f.String()] = f
	}
	return m
}()

// groupHeadings are the words of a SEN group within the headings of a wide
// table, before or after the figure. Single letters and "no" are left out:
// "No. pupils" and "Pupils (n)" mean a number.
var groupHeadings = map[string]metrics.Group{
	"no_sen": metrics.GroupNoSEN, "no_send": metrics.GroupNoSEN, "non_sen": metrics.GroupNoSEN, "non_send": metrics.GroupNoSEN,
	"without_sen": metrics.GroupNoSEN, "without_send": metrics.GroupNoSEN, "no_identified_sen": metrics.GroupNoSEN, "nosen": metrics.GroupNoSEN,
	"sen_support": metrics.GroupSENSupport, "sen_k": metrics.GroupSENSupport, "senk": metrics.GroupSENSupport, "sensupport": metrics.GroupSENSupport,
	"ehc_plan": metrics.GroupEHCPlan, "ehc_plans": metrics.GroupEHCPlan, "ehcp": metrics.GroupEHCPlan, "ehc": metrics.GroupEHCPlan, "ehcps": metrics.GroupEHCPlan,
	"sen_e": metrics.GroupEHCPlan, "ehcplan": metrics.GroupEHCPlan, "send": metrics.GroupSEND, "all_sen": metrics.GroupSEND, "all_send": metrics.GroupSEND,
	"any_sen": metrics.GroupSEND, "with_send": metrics.GroupSEND, "total_sen": metrics.GroupSEND, "total_send": metrics.GroupSEND,
	"total": metrics.GroupAll, "all": metrics.GroupAll, "all_pupils": metrics.GroupAll, "whole_school": metrics.GroupAll,
}

// wideFigure reads "suspensions_no_sen", "SEN support: pupils" or "Pupils with
// SEND" as a figure and a group.
func wideFigure(name string) (metrics.Field, metrics.Group, bool) {
	for i := 0; i < len(name); i++ {
		if name[i] != '_' {
			continue
		}
		head, tail := name[:i], name[i+1:]
		if g, ok := groupHeadings[tail]; ok {
			if f, ok := figureNames[known(withoutJoin(head))]; ok {
				return f, g, true
			}
		}
		if g, ok := groupHeadings[head]; ok {
			if f, ok := figureNames[known(tail)]; ok {
				return f, g, true
			}
		}
	}
	return 0, 0, false
}

// joiningWords stand between a figure and a SEN group, the longest first:
// "Suspensions of pupils with SEN support", "Pupils with an EHC plan".
var joiningWords = []string{"_of_pupils_with_an", "_for_pupils_with_an", "_of_pupils_with", "_for_pupils_with", "_with_an", "_with", "_of", "_for", "_on"}

// withoutJoin takes off the words that join a figure to the group behind it.
func withoutJoin(figure string) string {
	for _, w := range joiningWords {
		if rest, ok := strings.CutSuffix(figure, w); ok {
			return rest
		}
	}
	return figure
}

// known gives the canonical name of a normalised heading, itself when it has
// none.
func known(n string) string {
	if c, ok := synonyms[n]; ok {
		return c
	}
	if stem, ok := strings.CutSuffix(n, "_n"); ok && stem != "" {
		// "Suspensions (n)" says that it holds numbers.
		if c := known(stem); isCount(c) {
			return c
		}
	}
	return n
}

// normalise brings a heading to lower case words joined by underscores, so
// that "SEN Status", "sen_status" and "SEN\nstatus " are one heading.
func normalise(h string) string {
	var b strings.Builder
	gap := false
	for _, c := range strings.ReplaceAll(h, "%", " percent ") {
		switch {
		case c >= 'A' && c <= 'Z':
			c += 'a' - 'A'
		case c >= 'a' && c <= 'z', c >= '0' && c <= '9':
		default:
			gap = b.Len() > 0
			continue
		}
		if gap {
			b.WriteByte('_')
			gap = false
		}
		b.WriteRune(c)
	}
	return b.String()
}

// canonical gives the name the readers use for a heading.
func canonical(h string) string {
	return known(normalise(h))
}

// nearest gives the heading of a counts or schools table that a misspelt one
// most resembles, or "".
func nearest(heading string, among []string) string {
	n := normalise(heading)
	best, bestAt := "", 3
	if len(n) < 6 {
		bestAt = 2
	}
	for _, c := range among {
		if d := distance(n, c, bestAt); d < bestAt && d > 0 {
			best, bestAt = c, d
		}
	}
	return best
}

// distance is the number of letters to change, add or drop, or limit when it
// is at least that.
func distance(a, b string, limit int) int {
	if len(a)-len(b) >= limit || len(b)-len(a) >= limit {
		return limit
	}
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := 1; i <= len(a); i++ {
		diag := row[0]
		row[0] = i
		for j := 1; j <= len(b); j++ {
			cost := diag
			if a[i-1] != b[j-1] {
				cost++
			}
			diag = row[j]
			row[j] = min(cost, row[j]+1, row[j-1]+1)
		}
	}
	return min(row[len(b)], limit)
}
