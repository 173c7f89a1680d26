package html

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"inclusioncards/cmd/reportcard/demo"
	"inclusioncards/metrics"
	"inclusioncards/reportcard"
	"inclusioncards/reportcard/ingest"
)

var (
	styleSheet = regexp.MustCompile(`(?s)<style>.*?</style>`)
	glanceRow  = regexp.MustCompile(`(?s)<tbody role="rowgroup">\s*<tr role="row"><th[^>]*>([^<]*)</th>(.*?)</tbody>`)
	tag        = regexp.MustCompile(`<[^>]*>`)
	counted    = regexp.MustCompile(`([\d,]+) (?:of(?: the)?|·) ([\d,]+)`)
	// ofWhole finds parts of a number of pupils said another way: "Of 71 pupils
	// suspended, 17 have SEND".
	ofWhole = regexp.MustCompile(`[Oo]f (?:the )?([\d,]+) (?:pupils?|leavers)[^.,;]*, ([\d,]+) (?:have|has) SEND`)
	running = regexp.MustCompile(`Page \d of \d|Of \d measures?`)
)

// smallOn lists the small counts that a file says anywhere: in its text, its
// attributes, its words for pictures.
func smallOn(file string, floor float64) (small []string, read int) {
	text := running.ReplaceAllString(styleSheet.ReplaceAllString(file, ""), "")
	check := func(part, whole string) {
		n, m := plain(part), plain(whole)
		read++
		if n > 0 && n < floor || m-n > 0 && m-n < floor || m > 0 && m < floor {
			small = append(small, part+" of "+whole)
		}
	}
	for _, f := range counted.FindAllStringSubmatch(text, -1) {
		check(f[1], f[2])
	}
	for _, f := range ofWhole.FindAllStringSubmatch(text, -1) {
		check(f[2], f[1])
	}
	return small, read
}

func plain(s string) float64 {
	v, err := strconv.ParseFloat(strings.ReplaceAll(s, ",", ""), 64)
	if err != nil {
		panic(err)
	}
	return v
}

// pack renders the cards of every school: of the latest year, or of every year
// when the shared data say that there is time.
func pack(t *testing.T, d *metrics.Dataset, o reportcard.BuildOptions) map[string]string {
	t.Helper()
	out := map[string]string{}
	years := d.Years()
	if os.Getenv("INCLUSIONCARDS_DATA") == "" { // drawing takes a while
		years = years[len(years)-1:]
	}
	for _, y := range years {
		a, err := metrics.Analyse(d, y, []metrics.ComparatorKind{metrics.CompareLA, metrics.CompareEngland}, metrics.DefaultOptions())
		if err != nil {
			t.Fatal(err)
		}
		o.Disclosure = reportcard.Disclose(a, o.Profile)
		for i := range d.Schools {
			c, err := reportcard.Build(a, i, o)
			if err != nil {
				t.Fatal(err)
			}
			out[fmt.Sprintf("%s, %s", c.Name, y)] = string(file(t, c))
		}
	}
	return out
}

// TestNoSmallCountInAnyFile reads the files of a pack as they are sent out, not
// the model they are drawn from.
func TestNoSmallCountInAnyFile(t *testing.T) {
	demonstration, _, err := ingest.ReadFS(demo.Files, ingest.Options{Demonstration: true})
	if err != nil {
		t.Fatal(err)
	}
	records, _, err := ingest.Read([]string{filepath.Join("..", "..", "testdata", "pupils")}, ingest.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range []reportcard.Profile{reportcard.GovernorProfile, reportcard.PublicProfile} {
		t.Run(string(p), func(t *testing.T) {
			o := reportcard.BuildOptions{Audience: reportcard.Governor, Profile: p, Version: "0.1.0"}
			read, least := 0, float64(p.Floor())
			if p == reportcard.PublicProfile {
				least = 10 // 11 is rounded to it
			}
			for _, d := range []*metrics.Dataset{demonstration, records} {
				for name, file := range pack(t, d, o) {
					small, n := smallOn(file, least)
					read += n
					if len(small) > 0 {
						t.Errorf("%s: small counts %q", name, small)
					}
					for _, row := range glanceRow.FindAllStringSubmatch(file, -1) {
						if strings.Contains(row[2], ">withheld<") && strings.Contains(row[2], `class="strip"`) {
							t.Errorf("%s: %s is withheld and its mark is drawn: %q", name, row[1], tag.ReplaceAllString(row[2], " "))
						}
					}
				}
			}
			if read < 500 {
				t.Errorf("only %d counts were read", read)
			}
		})
	}
	// The same reading finds them on the cards for officers.
	found := 0
	for _, file := range pack(t, records, reportcard.BuildOptions{Audience: reportcard.Inspector, Profile: reportcard.OfficerProfile, Version: "0.1.0"}) {
		small, _ := smallOn(file, 6)
		found += len(small)
	}
	if found < 20 {
		t.Errorf("only %d small counts found on the cards for officers: the reading is too narrow", found)
	}
}
