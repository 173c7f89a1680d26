package metrics

const dfeCensus = "DfE, Schools, pupils and their characteristics; school performance tables"

var contextMeasures = []Measure{
	{
		ID: "fsm6", Family: FamilyContext, Name: "Eligible for free school meals in the last six years",
		Definition: "Pupils eligible for free school meals at any time in the last six years, over the pupils that figure is known for.",
		NotThis:    "Not pupils eligible today.",
		Source:     dfeCensus, Unit: UnitProportion, Polarity: Neutral, Method: Wilson,
		Bases: []Basis{{Num: FSM6Pupils, Den: FSM6Roll}}, Rate: FSM6Rate, HasRate: true, AllOnly: true, ByGroup: true,
	},
	{
		ID: "eal", Family: FamilyContext, Name: "First language not English",
		Definition: "Pupils whose first language is known or believed to be other than English, over all pupils on roll.",
		NotThis:    "Not pupils at an early stage of learning English.",
		Source:     dfeCensus, Unit: UnitProportion, Polarity: Neutral, Method: Wilson,
		Bases: []Basis{{Num: EALPupils, Den: CensusRoll}}, Rate: EALRate, HasRate: true, AllOnly: true,
	},
	{
		ID: "roll", Family: FamilyContext, Name: "Pupils on roll",
		Definition: "Pupils on the January census: sole and dual main registered where the file separates them.",
		NotThis:    "Not the number of enrolments over the year, which is larger.",
		Source:     dfeCensus, Unit: UnitCount, Polarity: Neutral, Method: NoInterval,
		Bases: []Basis{{Num: Pupils, Den: Pupils}, {Num: CensusRoll, Den: CensusRoll}, {Num: ExclusionHeadcount, Den: ExclusionHeadcount}}, AllOnly: true, ByGroup: true,
	},
}
