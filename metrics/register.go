package metrics

const dfeSEN = "DfE, Special educational needs in England; London Councils, Inclusive practice (2019), recommendation 5"

func registerBases(g Group) []Basis {
	return []Basis{
		{Num: Pupils, NumGroup: g, FixedGroup: true, Den: Pupils},
		{Num: CensusRoll, NumGroup: g, FixedGroup: true, Den: CensusRoll},
	}
}

var registerMeasures = []Measure{
	{
		ID: "register_send", Family: FamilyRegister, Name: "On the SEN register",
		Definition: "Pupils with SEN support or an EHC plan, over all pupils on roll.",
		NotThis:    "Not the share with a primary need recorded. Pupils of a unit or resourced provision are included.",
		Source:     dfeSEN, Unit: UnitProportion, Polarity: Neutral, Method: Wilson,
		Bases: registerBases(GroupSEND), AllOnly: true, Test: RegisterTest,
	},
	{
		ID: "register_sen_support", Family: FamilyRegister, Name: "SEN support",
		Definition: "Pupils with SEN support, over all pupils on roll.",
		NotThis:    "Does not include pupils with an EHC plan.",
		Source:     dfeSEN, Unit: UnitProportion, Polarity: Neutral, Method: Wilson,
		Bases: registerBases(GroupSENSupport), AllOnly: true,
	},
	{
		ID: "register_ehc_plan", Family: FamilyRegister, Name: "EHC plan",
		Definition: "Pupils with an education, health and care plan, over all pupils on roll.",
		NotThis:    "Does not include plans being assessed.",
		Source:     dfeSEN, Unit: UnitProportion, Polarity: Neutral, Method: Wilson,
		Bases: registerBases(GroupEHCPlan), AllOnly: true,
	},
}
