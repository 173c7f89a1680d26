package metrics

import (
	"strings"
	"testing"
)

func TestParseURN(t *testing.T) {
	for in, want := range map[string]URN{
		"100049": "100049", " 100049 ": "100049", "100 049": "100049", "100049.0": "100049", "\ufeff100049": "100049", "'100049": "100049",
		"": "", "10004": "", "1000490": "", "1OOO49": "", "000049": "", "NAT": "", "100049.5": "", "-100049": "",
	} {
		got, err := ParseURN(in)
		if got != want || (err == nil) != (want != "") {
			t.Errorf("ParseURN(%q) = %q, %v; want %q", in, got, err, want)
		}
	}
}

func TestParseLAESTAB(t *testing.T) {
	for in, want := range map[string]LAESTAB{
		"2024000": "2024000", "202/4000": "2024000", "202-4000": "2024000", "202 4000": "2024000", "2024000.0": "2024000",
		"2.024000E+06": "2024000", "2.024000e+06": "2024000",
		"2.024E+06": "", "202400": "", "20240000": "", "202/400": "", "abc4000": "", "": "", "2.0240000E+07": "", "0024000": "",
	} {
		got, err := ParseLAESTAB(in)
		if got != want || (err == nil) != (want != "") {
			t.Errorf("ParseLAESTAB(%q) = %q, %v; want %q", in, got, err, want)
		}
	}
}

func TestJoinLAESTAB(t *testing.T) {
	for _, c := range []struct {
		la, estab string
		want      LAESTAB
	}{
		{"202", "4000", "2024000"}, {"202", "1", "2020001"}, {"202.0", "52", "2020052"},
		{"20", "4000", ""}, {"202", "", ""}, {"202", "40000", ""}, {"NAT", "PRI", ""},
	} {
		got, err := JoinLAESTAB(c.la, c.estab)
		if got != c.want || (err == nil) != (c.want != "") {
			t.Errorf("JoinLAESTAB(%q, %q) = %q, %v; want %q", c.la, c.estab, got, err, c.want)
		}
	}
}

func TestParseAcademicYear(t *testing.T) {
	for in, want := range map[string]AcademicYear{
		"2023/24": 2023, "202324": 2023, "2023-24": 2023, "2023/2024": 2023, "2023-2024": 2023, "AY24": 2023, "ay24": 2023,
		"2023 to 2024": 2023, "20232024": 2023, " 2023/24 ": 2023, "1999/00": 1999, "1999/2000": 1999, "202324.0": 2023, "2023_24": 2023,
		"2023": 0, "2023/25": 0, "2023/23": 0, "Autumn term": 0, "": 0, "24": 0, "2023/": 0, "/24": 0, "202326": 0, "1066/67": 0, "AY2": 0,
	} {
		got, err := ParseAcademicYear(in)
		if got != want || (err == nil) != (want != 0) {
			t.Errorf("ParseAcademicYear(%q) = %d, %v; want %d", in, got, err, want)
		}
	}
	if s := AcademicYear(1999).String(); s != "1999/00" {
		t.Errorf("String() = %q", s)
	}
}

// Whatever is accepted is of the right form and reads back as itself.
func FuzzIdentifiers(f *testing.F) {
	for _, s := range []string{"100049", "202/4000", "2.024000E+06", "2023/24", "AY24", "", "\xff", "٢٠٢٤٠٠٠"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if u, err := ParseURN(s); err == nil {
			if v, err := ParseURN(string(u)); err != nil || v != u || len(u) != 6 {
				t.Errorf("URN %q -> %q -> %q, %v", s, u, v, err)
			}
		}
		if l, err := ParseLAESTAB(s); err == nil {
			if v, err := ParseLAESTAB(string(l)); err != nil || v != l || len(l) != 7 || len(l.LA()) != 3 {
				t.Errorf("LAESTAB %q -> %q -> %q, %v", s, l, v, err)
			}
		}
		if y, err := ParseAcademicYear(s); err == nil {
			if v, err := ParseAcademicYear(y.String()); err != nil || v != y || !strings.Contains(y.String(), "/") {
				t.Errorf("year %q -> %v -> %v, %v", s, y, v, err)
			}
		}
	})
}
