package metrics

const dfeAbsence = "DfE, Pupil absence in schools in England: methodology"

var absenceMeasures = []Measure{
	{
		ID: "absence", Family: FamilyAbsence, Name: "Overall absence",
		Definition: "Sessions missed over sessions possible, pooled over all pupils of the group.",
		NotThis:    "Not the mean of pupils' own rates. Sessions cluster in pupils, so no binomial interval is given.",
		Source:     dfeAbsence, Unit: UnitProportion, Polarity: LowerIsBetter, Method: NoInterval,
		Bases: []Basis{{Num: SessionsAbsent, Den: SessionsPossible}},
		Rate:  AbsenceRate, HasRate: true,
	},
	{
		ID: "persistent_absence", Family: FamilyAbsence, Name: "Persistently absent (10% or more)",
		Definition: "Enrolments that missed 10% or more of their own possible sessions, over enrolments with any possible session.",
		NotThis:    "Not the 15% threshold in use before 2015/16, nor a threshold of missed sessions common to all pupils.",
		Source:     dfeAbsence, Unit: UnitProportion, Polarity: LowerIsBetter, Method: Wilson,
		Bases: []Basis{{Num: PersistentAbsentees, Den: Enrolments}},
		Rate:  PersistentAbsenceRate, HasRate: true,
		Test: ExcessTest,
	},
	{
		ID: "severe_absence", Family: FamilyAbsence, Name: "Severely absent (50% or more)",
		Definition: "Enrolments that missed 50% or more of their own possible sessions, over enrolments with any possible session.",
		NotThis:    "Not half of a year's sessions: each pupil's own possible sessions are used.",
		Source:     dfeAbsence, Unit: UnitProportion, Polarity: LowerIsBetter, Method: Wilson,
		Bases: []Basis{{Num: SevereAbsentees, Den: Enrolments}},
		Test:  ExcessTest,
	},
	{
		ID: "c2_sessions", Family: FamilyAbsence, Name: "Sessions on a part-time timetable (code C2)",
		Definition: "Sessions marked C2, a temporary part-time timetable, over all possible sessions of the group.",
		NotThis:    "Not pupils on a part-time timetable, and not other authorised absence.",
		Source:     "DfE, Working together to improve school attendance (2024)", Unit: UnitProportion, Polarity: Neutral, Method: NoInterval,
		Bases: []Basis{{Num: C2Sessions, Den: SessionsPossible}},
	},
	{
		ID: "b_sessions", Family: FamilyAbsence, Name: "Sessions educated off site (code B)",
		Definition: "Sessions marked B, educated off site, over all possible sessions of the group.",
		NotThis:    "Not dual registration (code D), and not work experience or educational visits.",
		Source:     "DfE, Working together to improve school attendance (2024)", Unit: UnitProportion, Polarity: Neutral, Method: NoInterval,
		Bases: []Basis{{Num: BSessions, Den: SessionsPossible}},
	},
}
