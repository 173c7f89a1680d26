package demo

// school is one invented school: what it is, and how it differs from the
// pattern of its phase.
type school struct {
	name, phase, kind string
	number            int // school number within the LAESTAB
	roll, low, high   int
	admissions, unit  string
	fsm               float64 // percent
	support, plan     float64 // shares of the roll on SEN support and with a plan
	yearTen           float64 // share of the roll in Year 10
	pattern           pattern
	totalsOnly        bool
	suspends          float64 // multiplies the school's whole suspension rate
	planted           []planted
}

// planted multiplies the odds of pupils with SEND (or, for y10, of everyone)
// for one outcome from a year on.
type planted struct {
	outcome string
	times   float64
	from    int
}

func (s *school) strict() float64 {
	if s.suspends == 0 {
		return 1
	}
	return s.suspends
}

// groups gives the SEN groups of a school in a year with their odds.
func (s *school) groups(year int) []group {
	times := map[string]float64{"suspended": 1, "persistent": 1, "severe": 1, "leaving": 1, "y10": 1}
	for _, p := range s.planted {
		if year >= p.from {
			times[p.outcome] *= p.times
		}
	}
	p := &s.pattern
	return []group{
		{name: "no_sen", share: 1 - s.support - s.plan, suspended: 1, persistent: 1, severe: 1, leaving: 1, y10: times["y10"]},
		{name: "sen_support", share: s.support, suspended: p.kSuspended * times["suspended"], persistent: p.kPersistent * times["persistent"],
			severe: p.kSevere * times["severe"], leaving: p.kLeaving * times["leaving"], y10: 1.6 * times["y10"]},
		{name: "ehc_plan", share: s.plan, suspended: p.eSuspended * times["suspended"], persistent: p.ePersistent * times["persistent"],
			severe: p.eSevere * times["severe"], leaving: p.eLeaving * times["leaving"], y10: 2 * times["y10"]},
	}
}

// allSchools lists the fictional authority of Northmoor.
func allSchools() []school {
	out := append(primaries(), secondaries()...)
	special := func(name string, number, roll int) school {
		return school{name: name, phase: "Special", kind: "Community special school", number: number, roll: roll, low: 5, high: 16,
			fsm: 38, plan: 1, yearTen: .1, pattern: specialPattern}
	}
	out = append(out, special("Quietwater School", 7001, 96), special("Riverbend School", 7002, 132),
		school{name: "Skylark Centre", phase: "AP", kind: "Pupil referral unit", number: 1101, roll: 64, low: 11, high: 16,
			fsm: 62, support: .55, plan: .2, yearTen: .3, pattern: apPattern},
		school{name: "Tidewater Nursery School", phase: "Nursery", kind: "Local authority nursery school", number: 1001, roll: 88, low: 2, high: 4,
			fsm: 20, support: .09, plan: .01, pattern: primaryPattern, totalsOnly: true})
	for i := range out {
		if out[i].admissions == "" {
			out[i].admissions = "Non-selective"
		}
		if out[i].unit == "" {
			out[i].unit = "No"
		}
	}
	return out
}

func primaries() []school {
	type p struct {
		name          string
		roll          int
		fsm           float64
		support, plan float64
	}
	var out []school
	for i, x := range []p{
		{"Alderbeck Primary School", 412, 24, .135, .022}, {"Birchfell Infant School", 176, 19, .125, .017},
		{"Birchfell Junior School", 238, 20, .140, .021}, {"Cobblewick Primary School", 208, 31, .150, .024},
		{"Dunnock Lane Primary School", 418, 36, .155, .026}, {"Eastmere Primary Academy", 407, 29, .140, .025},
		{"Fernhollow Community Primary School", 311, 22, .130, .019}, {"Gorsebank Primary School", 203, 41, .160, .025},
		{"Hazelfold Primary School", 196, 12, .120, .020}, {"Ivyholme Primary Academy", 388, 33, .145, .023},
		{"Jasperfield Primary School", 420, 27, .140, .021}, {"Kestrelgate Primary School", 624, 30, .145, .024},
		{"Larkhope Village Primary School", 38, 8, .105, .026}, {"Millrace Lane Primary School", 214, 38, .150, .023},
		{"Netherlark Primary School", 102, 15, .130, .020}, {"Oatlandsby Primary School", 305, 21, .135, .020},
		{"Pebbleford Primary Academy", 419, 44, .310, .036}, {"Quarrystead Primary School", 199, 34, .145, .025},
		{"Rushgill Primary School", 87, 11, .125, .023}, {"Sallowby Primary School", 409, 26, .140, .022},
		{"Thistlewold Primary School", 296, 23, .135, .020}, {"Upperlark Primary School", 158, 17, .130, .019},
		{"Whinfold Primary Academy", 211, 39, .150, .024}, {"Wrenfold Primary School", 404, 28, .145, .022},
		{"Yarrowside Primary School", 307, 25, .135, .023},
		{"Applegarth Fold and Lower Moor Church of England Voluntary Controlled Primary School", 194, 18, .130, .021},
	} {
		s := school{
			name: x.name, phase: "Primary", kind: "Community school", number: 2001 + i, roll: x.roll, low: 4, high: 11,
			fsm: x.fsm, support: x.support, plan: x.plan, pattern: primaryPattern,
		}
		switch x.name {
		case "Birchfell Infant School":
			s.high = 7
		case "Birchfell Junior School":
			s.low = 7
		case "Dunnock Lane Primary School": // worth exploring: absence of pupils with SEND
			s.planted = []planted{{"persistent", 2.6, 2021}}
		case "Kestrelgate Primary School": // possible strength
			s.planted = []planted{{"persistent", .32, 2021}}
		case "Rushgill Primary School": // joined the authority's return late: totals only
			s.totalsOnly = true
		case "Sallowby Primary School": // watch: one year only
			s.planted = []planted{{"persistent", 3.0, 2023}}
		}
		switch i % 5 {
		case 0, 2:
			s.kind = "Academy - Converter mainstream"
		case 4:
			s.kind = "Voluntary controlled school"
		}
		out = append(out, s)
	}
	return out
}

func secondaries() []school {
	base := func(name string, number, roll int, fsm float64) school {
		return school{
			name: name, phase: "Secondary", kind: "Academy - Converter mainstream", number: number, roll: roll, low: 11, high: 16,
			fsm: fsm, support: .135, plan: .034, yearTen: .2, pattern: secondaryPattern,
		}
	}
	with := func(s school, change func(*school)) school { change(&s); return s }
	return []school{
		// Worth exploring: suspensions of pupils with SEND, every year.
		with(base("Ashwater High School", 4001, 1080, 31), func(s *school) { s.planted = []planted{{"suspended", 2.6, 2021}} }),
		// Worth exploring: leavers with SEND, and Year 10 to Year 11 two years running.
		with(base("Brackenholm Academy", 4002, 960, 38), func(s *school) {
			s.planted = []planted{{"leaving", 3.0, 2021}, {"y10", 4.5, 2022}}
		}),
		// Possible strength: absence of pupils with SEND.
		with(base("Calderstow School", 4003, 1210, 22), func(s *school) { s.planted = []planted{{"persistent", .45, 2021}} }),
		// Watch: suspensions in the latest year only.
		with(base("Deepgill High School", 4004, 890, 35), func(s *school) { s.planted = []planted{{"suspended", 3.0, 2023}} }),
		// Watch: Year 10 to Year 11 in the latest year only.
		with(base("Elmscar Academy", 4005, 1015, 28), func(s *school) { s.planted = []planted{{"y10", 3.2, 2023}} }),
		with(base("Foxmere Grammar School", 4006, 930, 6), func(s *school) {
			s.admissions, s.support, s.plan, s.high, s.yearTen = "Selective", .045, .006, 18, .16
		}),
		with(base("Grange Beck School", 4007, 1120, 33), func(s *school) { s.unit, s.plan = "Yes", .062 }),
		// Suspends everyone more: typical against the pattern.
		with(base("Harrowfell Academy", 4008, 1040, 44), func(s *school) { s.suspends, s.kind = 2.2, "Academy - Sponsor led mainstream" }),
		base("Inglewick School", 4009, 845, 25),
		// Register lower than the local average.
		with(base("Jackdaw Hill Academy", 4010, 1290, 18), func(s *school) { s.support, s.plan = .055, .014 }),
		base("Kingsgill Park School", 4011, 1175, 27),
		with(base("Longmarsh High School", 4012, 780, 41), func(s *school) { s.kind = "Community school" }),
		with(base("Marlstone University Technical College", 4013, 310, 29), func(s *school) {
			s.kind, s.low, s.high, s.yearTen = "University technical college", 14, 18, .26
		}),
		with(base("Northmoor All-Through Academy", 4014, 1460, 30), func(s *school) { s.low, s.high, s.yearTen = 3, 18, .11 }),
		with(base("Oxenbeck School", 4015, 905, 24), func(s *school) { s.kind = "Foundation school" }),
		base("Peregrine Road Academy", 4016, 1130, 36),
	}
}
