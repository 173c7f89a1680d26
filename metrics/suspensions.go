package metrics

const dfeSuspensions = "DfE, Suspensions and permanent exclusions in England: methodology"

var suspensionMeasures = []Measure{
	{
		ID: "suspended_once", Family: FamilySuspensions, Name: "Suspended at least once",
		Definition: "Pupils with one suspension or more in the year, over sole and dual main registered pupils on the January census of that year.",
		NotThis:    "Not the suspension rate, which counts events. Does not add up across terms. Lunchtime suspensions are not in the census.",
		Source:     dfeSuspensions, Unit: UnitProportion, Polarity: LowerIsBetter, Method: Wilson,
		Bases: []Basis{{Num: PupilsSuspended, Den: Pupils}, {Num: PupilsSuspended, Den: ExclusionHeadcount}},
		Test:  ExcessTest,
	},
	{
		ID: "suspended_repeat", Family: FamilySuspensions, Name: "Suspended twice or more",
		Definition: "Pupils with two suspensions or more in the year, over pupils on the January census.",
		NotThis:    "Not repeat suspensions per suspended pupil.",
		Source:     dfeSuspensions, Unit: UnitProportion, Polarity: LowerIsBetter, Method: Wilson,
		Bases: []Basis{{Num: PupilsSuspendedRepeat, Den: Pupils}},
	},
	{
		ID: "suspension_rate", Family: FamilySuspensions, Name: "Suspensions per 100 pupils",
		Definition: "Suspensions in the year over pupils on the January census, times 100. One pupil can have several, so the rate can exceed 100.",
		NotThis:    "Not the share of pupils suspended. Limits are exact Poisson, widened because suspensions cluster in few pupils.",
		Source:     dfeSuspensions, Unit: UnitPer100, Polarity: LowerIsBetter, Method: GarwoodWidened,
		Bases: []Basis{{Num: Suspensions, Den: Pupils}, {Num: Suspensions, Den: ExclusionHeadcount}},
	},
	{
		ID: "suspension_days", Family: FamilySuspensions, Name: "Days lost to suspension per 100 pupils",
		Definition: "School days of suspension (sessions divided by two where a file gives sessions) over pupils on the January census, times 100.",
		NotThis:    "Not sessions, and not days per suspended pupil. No interval can be computed from totals.",
		Source:     dfeSuspensions, Unit: UnitPer100, Polarity: LowerIsBetter, Method: NoInterval,
		Bases: []Basis{{Num: SuspensionDays, Den: Pupils}},
	},
	{
		ID: "permanent_exclusion_rate", Family: FamilySuspensions, Name: "Permanent exclusions per 100 pupils",
		Definition: "Permanent exclusions in the year over pupils on the January census, times 100. The whole-school figure includes pupils who were not on the census.",
		NotThis:    "Not the count of pupils who left after an exclusion was cancelled or reviewed.",
		Source:     dfeSuspensions, Unit: UnitPer100, Polarity: LowerIsBetter, Method: GarwoodWidened,
		Bases: []Basis{{Num: PermanentExclusions, Den: Pupils}, {Num: PermanentExclusions, Den: ExclusionHeadcount}},
	},
}
