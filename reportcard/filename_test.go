package reportcard

import (
	"regexp"
	"strings"
	"testing"

	"inclusioncards/metrics"
)

func TestFileName(t *testing.T) {
	for _, c := range []struct {
		laestab, name, want string
	}{
		{"2024104", "St Michael's C of E School", "2024104_100049_st-michaels-c-of-e-school_inspector_2022-23"},
		{"", "Café & Größe (École)", "no-laestab_100049_cafe-grosse-ecole_inspector_2022-23"},
		{"6817008", "Ysgol Tŷ Gwŷn", "6817008_100049_ysgol-ty-gwyn_inspector_2022-23"},
		{"2024104", "", "2024104_100049_school_inspector_2022-23"},
		{"2024104", "学校", "2024104_100049_school_inspector_2022-23"},
		{"2024104", "E\u0301cole", "2024104_100049_ecole_inspector_2022-23"}, // e with a combining accent
		// 33 characters stand around the slug, so it has 67: 66 to the hyphen
		// after "england".
		{"2024104", "The Right Reverend Bishop of Somewhere Very Long Church of England Voluntary Aided Primary School",
			"2024104_100049_the-right-reverend-bishop-of-somewhere-very-long-church-of-england_inspector_2022-23"},
	} {
		s := metrics.School{URN: "100049", LAESTAB: metrics.LAESTAB(c.laestab), Name: c.name}
		if got := fileName(s, c.name, "inspector", 2022); got != c.want {
			t.Errorf("file name of %q = %q, want %q", c.name, got, c.want)
		}
	}
}

var safeName = regexp.MustCompile(`^(\d{7}|no-laestab)_100049_[a-z0-9]+(-[a-z0-9]+)*_inspector_2022-23$`)

func FuzzFileName(f *testing.F) {
	for _, s := range []string{"", "CON", "nul.txt", "a/b\\c:d*e?", strings.Repeat("x", 200), strings.Repeat("ab ", 90), "..", "\x00\xff", "Ŵ'", " - "} {
		f.Add("2024104", s)
		f.Add("", s)
	}
	f.Fuzz(func(t *testing.T, laestab, name string) {
		if laestab != "" {
			laestab = "2024104"
		}
		got := fileName(metrics.School{URN: "100049", LAESTAB: metrics.LAESTAB(laestab), Name: name}, name, "inspector", 2022)
		if !safeName.MatchString(got) || len(got) > 100 {
			t.Errorf("file name of %q is %q", name, got)
		}
	})
}
