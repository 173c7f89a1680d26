package pdf

import (
	"fmt"
	"strings"

	"inclusioncards/reportcard"
)

// The cards below are invented: no school, figure or file in them is real.

const demoLabel = "Demonstration data: this school is invented."

var pageHeadings = reportcard.Headings{
	Trends: "Over time", Strengths: "Possible strengths", Unknowns: "What could not be told",
	Method: "Data and method", Glossary: "Words used",
}

func txt(parts ...string) reportcard.Text {
	// Every second part is bold, beginning with the first.
	var t reportcard.Text
	for i, p := range parts {
		if p != "" {
			t = append(t, reportcard.Run{Text: p, Bold: i%2 == 0})
		}
	}
	return t
}

var glanceColumns = reportcard.GlanceColumns{
	Measure: "Measure", SEND: "SEND in 100", NoSEND: "No SEND in 100", Gap: "Gap and range",
	Local: "Local gap", Strip: "Where it sits", Years: "3 years", Result: "Result",
}

func strip(dot, lo, hi, q1, q3, l1, l2, marker float64) *reportcard.Strip {
	return &reportcard.Strip{
		Min: -5, Max: 32, Dot: dot, Lo: lo, Hi: hi, HasQuartiles: true, QuartileLo: q1, QuartileHi: q3,
		HasLimits: true, LimitLo: l1, LimitHi: l2, HasMarker: true, Marker: marker, Alt: "position strip",
	}
}

func spark(max float64, v ...float64) *reportcard.Sparkline {
	sp := &reportcard.Sparkline{Max: max, Alt: "three years"}
	for i, x := range v {
		sp.Points = append(sp.Points, reportcard.SparkPoint{Label: trendYears[i], Value: x, Missing: x < 0})
	}
	return sp
}

var trendYears = []string{"2020/21", "2021/22", "2022/23"}

func trend(title, takeaway string, top float64, topText string, send, none []float64) reportcard.Trend {
	series := func(label string, filled bool, vs []float64, half float64) reportcard.TrendSeries {
		s := reportcard.TrendSeries{Label: label, Filled: filled}
		for _, v := range vs {
			s.Points = append(s.Points, reportcard.TrendPoint{Value: v, Lo: max(0, v-half), Hi: v + half, Missing: v < 0})
		}
		return s
	}
	return reportcard.Trend{
		Title: title, Takeaway: takeaway, Max: top, MaxText: topText, MinText: "0%", Years: trendYears,
		BreakBefore: []bool{false, true, false},
		Series:      []reportcard.TrendSeries{series("SEND", true, send, top/10), series("No SEND", false, none, top/28)},
		Under:       "SEND n 171, 176, 180; others n 931, 925, 920", Alt: title,
	}
}

var glossary = []reportcard.Text{
	txt("SEND", " special educational needs and disabilities: SEN support or an EHC plan."),
	txt("EHC plan", " a legal document that sets out the help a child must receive."),
	txt("Suspension", " being sent out of school for a fixed time."),
	txt("Persistently absent", " missing at least 10 in 100 possible half-days."),
	txt("Left at a non-standard point", " no longer on roll a year later, other than at the end of the school's last year."),
	txt("Gap", " figure for pupils with SEND minus figure for others."),
	txt("Local pattern", " how much more often pupils with SEND are affected in the other schools."),
	txt("Range", " where the figure would be likely to lie if the year were run again."),
}

// secondary is a full card: every measure, one line of enquiry.
func secondary() *reportcard.Card {
	name := "Hexham Vale Academy"
	return &reportcard.Card{
		Title: "Inclusion report card: " + name + ", 2022/23", Lang: "en-GB",
		Name:     name,
		Identity: []string{"URN 140001", "LAESTAB 999/4001", "Northmoor", "Secondary, ages 11 to 16", "Academy converter", "1,100 pupils", "2022/23", "Inspector edition", "22 November 2026", "Method 1"},
		Tags:     []string{"Resourced provision", "Merged in 2021"},
		Notice:   txt("Figures to prompt questions.", " Not an Ofsted report card and not a judgement. They cannot show why a figure is high or low."),
		Label:    demoLabel,
		Headings: pageHeadings,
		Headline: txt("Of 6 measures, 1 is worth exploring", ", 1 is one to watch, 3 look typical and 1 has too few pupils to tell."),
		Findings: []reportcard.Text{
			txt("Suspensions.", " 22 in 100 pupils with SEND (40 of 180) were suspended at least once, against 5 in 100 others (45 of 920). Of the 85 pupils suspended, 40 have SEND; with the local pattern we would expect about 24."),
			txt("Year 10 to 11.", " 11 of 214 pupils left between the two January censuses; about 5 would be expected. This is one year only."),
		},
		Glance: reportcard.GlanceTable{
			Title: "At a glance", Columns: glanceColumns,
			Rows: []reportcard.GlanceRow{
				{Measure: "Suspended at least once", Note: "Of 85 pupils suspended, 40 have SEND; local pattern: about 24.", SEND: reportcard.Cell{Main: "22.2", Sub: "40 of 180"}, NoSEND: reportcard.Cell{Main: "4.9", Sub: "45 of 920"}, Gap: reportcard.Cell{Main: "17.3", Sub: "11.9 to 24.0"}, Local: reportcard.Cell{Main: "7.0"}, Strip: strip(17.3, 11.9, 24, 3, 9.1, -1, 15, 7), Years: spark(30, 12, 15, 22.2), Shape: reportcard.FilledTriangle, Result: "Worth exploring", Aside: "England 8.1"},
				{Measure: "Persistently absent (10% or more)", Note: "Of 307 pupils, 76 have SEND; local pattern: about 71.", SEND: reportcard.Cell{Main: "40.9", Sub: "76 of 186"}, NoSEND: reportcard.Cell{Main: "24.3", Sub: "231 of 951"}, Gap: reportcard.Cell{Main: "16.6", Sub: "9.2 to 24.2"}, Local: reportcard.Cell{Main: "14.1"}, Strip: strip(16.6, 9.2, 24.2, 10, 17.5, 4, 26, 14.1), Years: spark(60, 44, 42, 40.9), Shape: reportcard.FilledCircle, Result: "Typical range", Aside: "England 13.2"},
				{Measure: "Left at a non-standard point", Note: "Of 45 leavers, 12 have SEND; local pattern: about 9.", SEND: reportcard.Cell{Main: "8.1", Sub: "12 of 148"}, NoSEND: reportcard.Cell{Main: "4.3", Sub: "33 of 772"}, Gap: reportcard.Cell{Main: "3.8", Sub: "0.0 to 9.5"}, Local: reportcard.Cell{Main: "1.3"}, Strip: strip(3.8, 0, 9.5, 0, 3, -3, 8, 1.3), Years: spark(20, 5, -1, 8.1), Shape: reportcard.FilledCircle, Result: "Typical range"},
				{Measure: "Left between Year 10 and Year 11 (all pupils)", Note: "11 left; about 5 expected. One year only.", SEND: reportcard.Cell{Main: "5.1", Sub: "11 of 214"}, Gap: reportcard.Cell{Sub: "2.9 to 9.0"}, Local: reportcard.Cell{Main: "2.2"}, Strip: strip(5.1, 2.9, 9, 1, 3, 0, 6, 2.2), Years: spark(20, 3, 4, 5.1), Shape: reportcard.HollowTriangle, Result: "Watch"},
				{Measure: "On the SEN register", Note: "Northmoor: 14 other secondaries.", SEND: reportcard.Cell{Main: "16.4", Sub: "180 of 1,100"}, Gap: reportcard.Cell{Sub: "14.3 to 18.7"}, Local: reportcard.Cell{Main: "17.9"}, Strip: strip(16.4, 14.3, 18.7, 15, 20, 11, 25, 17.9), Years: spark(30, 15, 16, 16.4), Shape: reportcard.FilledSquare, Result: "Possible strength"},
				{Measure: "Severely absent (50% or more)", Note: "4 and 9 pupils: too few to compare.", SEND: reportcard.Cell{Sub: "4 of 186"}, NoSEND: reportcard.Cell{Sub: "9 of 951"}, Shape: reportcard.Dash, Result: "Too few pupils to tell"},
			},
			Note: "Where it sits: dot and line, this school and its likely range; dark band, the middle half of 14 other Northmoor secondaries; light band, where 95 in 100 would lie by chance and ordinary variation; tick, the local figure.",
		},
		Context: []reportcard.Fact{
			{Value: "1,100", Label: "pupils on roll"}, {Value: "12.7%", Label: "SEN support", Local: "local 13.6%"}, {Value: "3.6%", Label: "EHC plan", Local: "local 4.3%"},
			{Value: "31%", Label: "FSM in six years", Local: "local 27%"}, {Value: "None", Label: "SEN unit or resourced provision"}, {Value: "98 of 100", Label: "pupils matched in every file"},
		},
		Enquiries: []reportcard.Enquiry{{
			Heading: "Line of enquiry: suspensions", Shape: reportcard.FilledTriangle,
			Title:      "Pupils with SEND are a larger share of those suspended than elsewhere in Northmoor",
			Says:       txt("", "40 of 85 pupils suspended have SEND: 16 more than the local pattern gives for a school that suspends this many pupils (7.7 in 100 of all pupils; local 7.1). Second year running. Fewer than 1 in 20 such results in this batch is expected to be chance."),
			MeansTitle: "It could also mean", Means: []string{"one or two pupils with changing needs joined mid-year", "needs are recorded earlier here than elsewhere", "internal alternatives are counted elsewhere, not here"},
			QuestionsTitle: "Questions for leaders", Questions: []string{"Walk us through the last three suspensions of pupils with SEND. What support came first?", "How do staff tell unmet need from behaviour, and who checks?", "What changed on return, and how do you know?"},
		}},
		Trends: []reportcard.Trend{
			trend("Suspended at least once", "The gap has widened since 2020/21.", 0.3, "30%", []float64{.12, .15, .222}, []float64{.043, .047, .049}),
			trend("Persistently absent", "Down two years running for pupils with SEND.", 0.6, "60%", []float64{.44, .42, .409}, []float64{.24, .245, .243}),
			trend("Left at a non-standard point", "Little change; small numbers.", 0.2, "20%", []float64{.05, -1, .081}, []float64{.041, .043, .043}),
		},
		Strengths: []string{"Persistent absence of pupils with SEND has fallen two years running and is within the local range.", "Three of four pupils with EHC plans who left moved to a special school named in their plan."},
		Unknowns:  []string{"Severe absence: 4 pupils with SEND; too few to compare.", "Part-time timetables: not supplied.", "Destinations are known for 9 of 12 leavers with SEND."},
		Method: []reportcard.Text{
			txt("Sources.", " counts-2022-23.xlsx, sheet Return, 1,100 rows (a91f 22c0) · schools.csv, 15 rows (77d0 1be4) · DfE census January 2023 (c05e 9a11)."),
			txt("Compared with", " 14 other Northmoor state-funded secondaries, listed at the end of the batch overview; this school is left out of its own comparator."),
			txt("Rules.", " Ranges are 95% Wilson and Newcombe intervals. A result is worth exploring when the excess of pupils with SEND is at least 5 in 100 of the group and 2 pupils, and its evidence passes a 5% false-discovery limit over 412 tests in this batch (q = 0.004; odds ratio here 5.6, local 2.1). Groups under 11 pupils are not compared."),
			txt("Disclosure.", " Officer profile: nothing withheld."), txt("Version", " 0.1, method 1, configuration 5e2a 90bb."),
		},
		Glossary: glossary,
		Marking:  "Official-sensitive: contains small numbers", FooterLeft: "Inclusion card · " + name + " · URN 140001 · 2022/23",
	}
}

// primary is a small village school: nothing stands out, little can be told.
func primary() *reportcard.Card {
	c := secondary()
	name := "Lower Thornley Church of England Primary School"
	c.Name, c.Title, c.FooterLeft = name, "Inclusion report card: "+name+", 2022/23", "Inclusion card · "+name+" · URN 140002 · 2022/23"
	c.Identity = []string{"URN 140002", "LAESTAB 999/2002", "Northmoor", "Primary, ages 4 to 11", "Voluntary aided", "86 pupils", "2022/23"}
	c.Tags = nil
	c.Headline = txt("Of 5 measures", ", none is worth exploring, 1 looks typical and 4 have too few pupils to tell.")
	c.Findings = nil
	c.Glance.Rows = []reportcard.GlanceRow{c.Glance.Rows[1], c.Glance.Rows[5], c.Glance.Rows[5], c.Glance.Rows[5], c.Glance.Rows[4]}
	c.Enquiries = nil
	c.Trends = c.Trends[1:2]
	c.Strengths = []string{"None shown by this data."}
	return c
}

// public is a card made from published figures alone.
func public() *reportcard.Card {
	c := secondary()
	name := "Saint Oswald's Catholic High School"
	c.Name, c.Title, c.FooterLeft = name, "Inclusion report card: "+name+", 2022/23", "Inclusion card · "+name+" · URN 140003 · 2022/23"
	c.Tags = []string{"Public data only"}
	c.Headline = txt("Of 1 measure", ", 1 looks typical. Published figures show whole-school rates only.")
	c.Findings = nil
	c.Glance.Rows = c.Glance.Rows[4:5]
	c.Missing = "To complete this card, the school can supply: pupils suspended, pupils persistently absent and pupils who left, each for pupils with SEND and for all others. The blank return takes about ten minutes."
	c.Published = reportcard.FigureTable{
		Title: "Published whole-school figures", Caption: "All pupils, not only those with SEND, so no result is given.",
		Header: []string{"Figure", "2020/21", "2021/22", "2022/23", "Northmoor", "England"}, Numeric: []bool{false, true, true, true, true, true},
		Rows: [][]string{
			{"Suspensions for each 100 pupils", "9.1", "12.4", "14.0", "11.2", "9.3"}, {"Permanent exclusions for each 1,000 pupils", "0.9", "c", "1.8", "1.1", "0.8"},
			{"Overall absence, % of half-days", "5.1", "8.4", "8.9", "9.0", "7.4"}, {"Persistently absent, % of pupils", "14.8", "24.0", "27.1", "26.5", "21.2"},
		},
		Note: "c: withheld at source because the number is small. Permanent exclusions are rare; one pupil changes the rate by 0.9.",
	}
	c.Enquiries, c.Trends = nil, nil
	c.Strengths = []string{"None shown by this data."}
	c.Marking = "Official"
	return c
}

// welsh has the marks that fonts lack first.
func welsh() *reportcard.Card {
	c := secondary()
	name := "Ysgol Gymraeg Tŷ’r Ŵyl, Llanfair‑y‑coed"
	c.Name, c.Title, c.FooterLeft = name, "Inclusion report card: "+name, "Inclusion card · "+name
	c.Findings = []reportcard.Text{txt("Zoë Łukasiewicz-Ÿ.", " ŵ ŷ Ŵ Ŷ â ê î ô û ẁ ẃ ≥ 10 ≤ 20 – 5 — 6 · • ’ “ ” × − … £ Győr, Šiauliai, Çeşme, Malmö.")}
	return c
}

// noFindings is a card whose every list that may be empty is empty.
func noFindings() *reportcard.Card {
	c := primary()
	c.Label, c.Missing, c.Trends, c.Context, c.Glossary, c.Tags = "", "", nil, nil, nil, nil
	return c
}

// longest is as much as the design allows: 90-character name, six rows with
// long notes, three findings, three lines of enquiry, three trends.
func longest() *reportcard.Card {
	c := secondary()
	name := "The Archbishop Wilfrid of Northmoor and Saint Hilda Church of England Aided High School 6F"
	c.Name, c.Title, c.FooterLeft = name, "Inclusion report card: "+name, "Inclusion card · "+name+" · URN 140004 · 2022/23"
	c.Findings = append(c.Findings, txt("Persistent absence.", " 41 in 100 pupils with SEND (76 of 186) missed at least a tenth of sessions, against 24 in 100 others (231 of 951). Of the 307 pupils persistently absent, 76 have SEND; with the local pattern we would expect about 58."))
	for i := range c.Glance.Rows {
		r := &c.Glance.Rows[i]
		r.Note = strings.TrimSuffix(r.Note, ".") + "; one pupil more or fewer would change this figure by 0.6 points."
	}
	e := c.Enquiries[0]
	c.Enquiries = nil
	for i, topic := range []string{"suspensions", "persistent absence", "leavers between Year 10 and Year 11"} {
		n := e
		n.Heading = "Line of enquiry: " + topic
		n.Title = fmt.Sprintf("%d. ", i+1) + e.Title
		n.Means = []string{"one or two pupils with new or changing needs joined the school in the middle of the year", "needs are identified and recorded earlier here than in the other schools", "internal alternatives are counted elsewhere as suspensions, and not here"}
		n.Questions = []string{e.Questions[0], "How do staff tell unmet need from behaviour, who checks, and how often?", "What changed when each pupil returned, and how do you know that it lasted?"}
		c.Enquiries = append(c.Enquiries, n)
	}
	c.Method = append(c.Method, txt("Leaver rule.", " A pupil who is on roll in one January census and not in the next has left, unless the year was the last of the school."))
	c.Glossary = nil
	for _, g := range glossary {
		c.Glossary = append(c.Glossary, append(g[:len(g):len(g)], reportcard.Run{Text: " It is counted over one school year, as at the January census."}))
	}
	c.Strengths = append(c.Strengths, "The register is close to the local figure in each of the three years.", "No pupil with an EHC plan was suspended more than once in the year.")
	c.Unknowns = append(c.Unknowns, "Reasons for absence: not supplied.", "Mobility of pupils who joined in the year: two terms only.", "Leavers with SEND in Year 9: 3 pupils; too few to compare.")
	return c
}

func allCards() map[string]*reportcard.Card {
	return map[string]*reportcard.Card{
		"secondary": secondary(), "primary": primary(), "public": public(),
		"welsh": welsh(), "nofindings": noFindings(), "longest": longest(),
	}
}
