package metrics

const offRollingSources = "Ofsted, What is off-rolling (2019); London Councils and Mime (2024)"

var movementMeasures = []Measure{
	{
		ID: "leavers", Family: FamilyMovement, Name: "Left at a non-standard point",
		Definition: "Pupils on the January census in a year group that has a next year at the school, who are not on its roll at the next January census, over those pupils.",
		NotThis:    "Not the share removed from roll without an exclusion: the reason for leaving cannot be seen. Not the net change of the roll.",
		Source:     offRollingSources, Unit: UnitProportion, Polarity: LowerIsBetter, Method: Wilson,
		Bases: []Basis{{Num: NonStandardLeavers, Den: LeaverBase}},
		Test:  ExcessTest,
	},
	{
		ID: "leavers_excl_special", Family: FamilyMovement, Name: "Left at a non-standard point, moves to special schools left out",
		Definition: "Non-standard leavers less those who moved to a special school, over the same pupils as for all leavers.",
		NotThis:    "Not over a base without those pupils.",
		Source:     offRollingSources, Unit: UnitProportion, Polarity: LowerIsBetter, Method: Wilson,
		Bases: []Basis{{Num: NonStandardLeavers, Less: LeaversSpecial, HasLess: true, Den: LeaverBase}},
	},
	{
		ID: "leavers_y10_y11", Family: FamilyMovement, Name: "Left between Year 10 and Year 11",
		Definition: "Pupils in Year 10 on the January census who are not on the school's roll at the next January census, over Year 10 pupils.",
		NotThis:    "Not the change in the size of the year group: pupils who join do not offset pupils who leave.",
		Source:     "Ofsted, Off-rolling: an update on recent analysis (2019)", Unit: UnitProportion, Polarity: LowerIsBetter, Method: Wilson,
		Bases: []Basis{{Num: Y10Y11Leavers, Den: Y10Pupils}},
		Test:  LeaverTest,
	},
}
