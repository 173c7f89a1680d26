package ingest

import (
	"testing"

	"inclusioncards/metrics"
)

func TestParseYear(t *testing.T) {
	for _, c := range []struct {
		in     string
		ending bool
		want   metrics.AcademicYear
		bad    string
	}{
		{"202324", false, 2023, ""}, {"2023/24", false, 2023, ""}, {"2023-24", false, 2023, ""}, {"2023/2024", false, 2023, ""},
		{"AY24", false, 2023, ""}, {"2023 to 2024", false, 2023, ""}, {"202324.0", false, 2023, ""}, {"1999/00", false, 1999, ""}, {"Academic year 2023/24", false, 2023, ""},
		{"2023_24", false, 2023, ""}, {"2023–24", false, 2023, ""}, {"2024", true, 2023, ""}, {"2024.0", true, 2023, ""}, {"2023/24", true, 2023, ""},
		{"2024", false, 0, codeLoneYear}, {"Autumn term", false, 0, codeTerm}, {"2023/24 autumn", false, 0, codeTerm}, {"Spring Term 2024", true, 0, codeTerm},
		{"2023/25", false, 0, codeBadYear}, {"202325", false, 0, codeBadYear}, {"", false, 0, codeBadYear}, {"23/24", false, 2023, ""}, {"2023/24 AY", false, 2023, ""}, {"2023/24 academic year", false, 2023, ""}, {"2023-2024 Full Year", false, 2023, ""}, {"2023/24 to date", false, 0, codeBadYear}, {"1920", false, 2019, ""}, {"2021", false, 0, codeLoneYear}, {"23/25", false, 0, codeBadYear}, {"99/00", false, 0, codeBadYear}, {"0024", true, 0, codeBadYear},
	} {
		got, bad := parseYear(c.in, c.ending)
		if got != c.want || bad != c.bad {
			t.Errorf("parseYear(%q, %v) = %d, %q; want %d, %q", c.in, c.ending, got, bad, c.want, c.bad)
		}
	}
}

func TestYearInName(t *testing.T) {
	for in, want := range map[string]metrics.AcademicYear{
		"2022-2023": 2022, "counts_2022_23.csv": 2022, "202223": 2022, "202223_england.csv": 2022, "SEND 2022 to 2023.xlsx": 2022, "20222023.csv": 2022,
		"exclusions_by_geographic_level_201415_201617.csv": 0, // two years: it says nothing
		"edubasealldata20250422.csv":                       0, "counts.csv": 0, "2023": 0, "report 2022-25": 0, "2022-2023 and 2022_23": 2022, "v2022-7": 0,
	} {
		if got := yearInName(in); got != want {
			t.Errorf("yearInName(%q) = %d, want %d", in, got, want)
		}
	}
}

func TestParseGroup(t *testing.T) {
	for in, want := range map[string]metrics.Group{
		"E": metrics.GroupEHCPlan, "K": metrics.GroupSENSupport, "N": metrics.GroupNoSEN, "EHCP": metrics.GroupEHCPlan, "EHC plan": metrics.GroupEHCPlan, "ehc_plan": metrics.GroupEHCPlan,
		"SEN support": metrics.GroupSENSupport, "SEN Support (K)": metrics.GroupSENSupport, "No SEN": metrics.GroupNoSEN, "no_sen": metrics.GroupNoSEN, "non-SEN": metrics.GroupNoSEN,
		"send": metrics.GroupSEND, "Y": metrics.GroupSEND, "All pupils": metrics.GroupAll, "Total": metrics.GroupAll,
	} {
		g, legacy, blank, ok := parseGroup(in)
		if !ok || legacy || blank || g != want {
			t.Errorf("parseGroup(%q) = %v, legacy %v, blank %v, %v; want %v", in, g, legacy, blank, ok, want)
		}
	}
	for in, want := range map[string]metrics.Group{"S": metrics.GroupEHCPlan, "A": metrics.GroupSENSupport, "P": metrics.GroupSENSupport, "School Action Plus": metrics.GroupSENSupport} {
		if g, legacy, _, ok := parseGroup(in); !ok || !legacy || g != want {
			t.Errorf("parseGroup(%q) = %v, legacy %v, %v; want %v with a warning", in, g, legacy, ok, want)
		}
	}
	// Blank is unknown, and never no SEN.
	for _, in := range []string{"", "  ", "\u00a0"} {
		if _, _, blank, ok := parseGroup(in); ok || !blank {
			t.Errorf("parseGroup(%q): ok %v, blank %v; want an unknown", in, ok, blank)
		}
	}
	for _, in := range []string{"?", "maybe", "KE"} {
		if _, _, blank, ok := parseGroup(in); ok || blank {
			t.Errorf("parseGroup(%q) was understood", in)
		}
	}
}

func TestJoinLAESTAB(t *testing.T) {
	for _, c := range []struct {
		la, estab string
		want      metrics.LAESTAB
		bad       bool
	}{
		{"202", "4000", "2024000", false}, {"202", "1", "2020001", false}, {"202.0", "4000.0", "2024000", false}, {"202", "0001", "2020001", false},
		{"2", "4000", "", true}, {"202", "40000", "", true}, {"NAT", "PRI", "", true}, {"002", "4000", "", true},
	} {
		got, bad := joinLAESTAB(c.la, c.estab)
		if got != c.want || bad != c.bad {
			t.Errorf("joinLAESTAB(%q, %q) = %q, %v; want %q, %v", c.la, c.estab, got, bad, c.want, c.bad)
		}
	}
}

func TestFastIdentifiers(t *testing.T) {
	for in, want := range map[string]metrics.URN{"100049": "100049", "100 049": "100049", "100049.0": "100049", " 100049": "100049"} {
		if got, ok := fastURN(in); !ok || got != want {
			t.Errorf("URN %q = %q, %v", in, got, ok)
		}
	}
	for _, in := range []string{"10004", "1000490", "000049", "10004O", "-10004"} {
		if got, ok := fastURN(in); ok {
			t.Errorf("URN %q was read as %q", in, got)
		}
	}
	for _, in := range []string{"2024000", "202/4000", "202-4000", "202 4000", "2024000.0", "2.024000E+06"} {
		if got, ok := fastLAESTAB(in); !ok || got != "2024000" {
			t.Errorf("LAESTAB %q = %q, %v", in, got, ok)
		}
	}
	// Digits that a spreadsheet dropped are never guessed.
	for _, in := range []string{"2.024E+06", "202400", "0024000", "20240001"} {
		if got, ok := fastLAESTAB(in); ok {
			t.Errorf("LAESTAB %q was read as %q", in, got)
		}
	}
}

func TestSelective(t *testing.T) {
	for in, want := range map[string]metrics.Tri{
		"Selective": metrics.Yes, "selective schools": metrics.Yes, "Non-selective": metrics.No, "non-selective schools in highly selective areas": metrics.No,
		"Comprehensive": metrics.No, "Not recorded": metrics.NotKnown, "": metrics.NotKnown, "Not applicable": metrics.NotKnown, "Admission type unclassified": metrics.NotKnown,
	} {
		if got := parseSelective(in); got != want {
			t.Errorf("%q: %v, want %v", in, got, want)
		}
	}
}

func TestSettlePhase(t *testing.T) {
	for _, c := range []struct {
		name           string
		school         metrics.School
		stated, census metrics.Phase
		want           metrics.Phase
		through        bool
	}{
		{"sixth form by age", metrics.School{LowAge: 16, HighAge: 19}, metrics.Secondary, metrics.Secondary, metrics.SixteenPlus, false},
		{"sixth form by type", metrics.School{Type: "Free school  16-19"}, metrics.Secondary, metrics.Secondary, metrics.SixteenPlus, false},
		{"special school for 16 to 25", metrics.School{LowAge: 16, HighAge: 25}, metrics.Special, metrics.Special, metrics.Special, false},
		{"all-through", metrics.School{LowAge: 4, HighAge: 18}, metrics.Secondary, metrics.Secondary, metrics.Secondary, true},
		{"middle deemed secondary", metrics.School{LowAge: 9, HighAge: 13}, metrics.Secondary, metrics.Secondary, metrics.Secondary, false},
		{"independent special", metrics.School{Type: "Other independent special school"}, metrics.Special, metrics.PhaseUnknown, metrics.Independent, false},
		{"independent by type", metrics.School{Type: "Other independent school"}, metrics.Secondary, metrics.PhaseUnknown, metrics.Independent, false},
		{"type of before conversion", metrics.School{Type: "Other independent school"}, metrics.PhaseUnknown, metrics.Primary, metrics.Primary, false},
		{"non-maintained special", metrics.School{Type: "Non-maintained special school"}, metrics.PhaseUnknown, metrics.PhaseUnknown, metrics.Special, false},
		{"ages alone", metrics.School{Type: "Community school", LowAge: 3, HighAge: 11}, metrics.PhaseUnknown, metrics.PhaseUnknown, metrics.Primary, false},
		{"nothing known", metrics.School{}, metrics.PhaseUnknown, metrics.PhaseUnknown, metrics.PhaseUnknown, false},
	} {
		s := c.school
		settlePhase(&s, c.stated, c.census)
		if s.Phase != c.want || s.AllThrough != c.through {
			t.Errorf("%s: %v, all-through %v; want %v, %v", c.name, s.Phase, s.AllThrough, c.want, c.through)
		}
	}
}

// Sub-regions of method.md section 4, and names as files spell them.
func TestRegions(t *testing.T) {
	for n, want := range map[int]string{1: "North East", 9: "North West", 10: "Yorkshire and The Humber", 16: "East Midlands", 22: "West Midlands", 27: "East of England", 33: "London", 38: "South East", 45: "South West", 2: ""} {
		if got := subRegion(n); got != want {
			t.Errorf("sub-region %d: %q, want %q", n, got, want)
		}
	}
	for in, want := range map[string]string{
		"Yorkshire and the Humber": "Yorkshire and The Humber", "Inner London": "London", "North West B": "North West", "London Central": "London", "East": "East of England", "Wales": "", "": "",
	} {
		if got := normaliseRegion(in); got != want {
			t.Errorf("region %q: %q, want %q", in, got, want)
		}
	}
}

func TestEmbeddedAreas(t *testing.T) {
	a := newAreas()
	// 153 authorities of 2022/23, and Cumbria, Dorset, Poole, Bournemouth and
	// Northamptonshire before their reorganisation.
	if got := len(a.byCode); got != 158 {
		t.Errorf("%d local authorities, want 158", got)
	}
	for code, want := range map[metrics.LACode]area{
		"202": {"Camden", "London"}, "909": {"Cumbria", "North West"}, "942": {"Cumberland", "North West"}, "815": {"North Yorkshire", "Yorkshire and The Humber"},
	} {
		if got := a.get(code); got != want {
			t.Errorf("%s: %v, want %v", code, got, want)
		}
	}
	for ons, want := range map[string]metrics.LACode{"E09000007": "202", "E10000006": "909", "E10000002": "825", "E06000060": "825"} {
		if got, ok := a.find(ons, ""); !ok || got != want {
			t.Errorf("%s: %q, want %q", ons, got, want)
		}
	}
	if got, ok := a.find("", "Westmorland & Furness"); !ok || got != "943" {
		t.Errorf("Westmorland & Furness: %q, %v", got, ok)
	}
}

func FuzzParseYear(f *testing.F) {
	for _, s := range []string{"2023/24", "202324", "2024", "AY24", "Autumn term", "2023 to 2024", "1999/00", "9999/00"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for _, ending := range []bool{false, true} {
			y, bad := parseYear(s, ending)
			if (y == 0) == (bad == "") {
				t.Errorf("%q: year %d and code %q", s, y, bad)
			}
			if y != 0 && (y < 1989 || y > 2098) {
				t.Errorf("%q read as %d", s, y)
			}
		}
	})
}

func FuzzParseGroup(f *testing.F) {
	for _, s := range []string{"E", "K", "N", "no_sen", "EHC plan", "S", "", " ", "Sen Support"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		g, _, blank, ok := parseGroup(s)
		if blank && ok {
			t.Errorf("%q is blank and was read as %v", s, g)
		}
		if squash(s) == "" && ok {
			t.Errorf("%q has no letters and was read as %v", s, g)
		}
	})
}

func FuzzIdentifiers(f *testing.F) {
	for _, s := range []string{"100049", "2024000", "202/4000", "2.024000E+06", "2.024E+06", "0001", "100049.0"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if u, ok := fastURN(s); ok && (len(u) != 6 || u[0] == '0') {
			t.Errorf("%q gave URN %q", s, u)
		}
		if l, ok := fastLAESTAB(s); ok && (len(l) != 7 || l[0] == '0') {
			t.Errorf("%q gave LAESTAB %q", s, l)
		}
		if l, bad := joinLAESTAB("202", s); !bad && (len(l) != 7 || l[:3] != "202") {
			t.Errorf("estab %q gave LAESTAB %q", s, l)
		}
	})
}
