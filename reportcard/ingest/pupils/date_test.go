package pupils

import (
	"strconv"
	"testing"
	"time"
)

// Every day of three centuries, in every layout, is the day the library says.
func TestParseDay(t *testing.T) {
	layouts := map[string]order{
		"2006-01-02": dayMonth, "20060102": dayMonth, "02/01/2006": dayMonth, "2-1-2006": dayMonth, "2.1.2006": dayMonth, "2 Jan 2006": dayMonth,
		"02-January-2006": dayMonth, "2006/1/2": dayMonth, "2006-01-02T15:04:05Z": dayMonth, "02/01/2006 15:04": dayMonth, "01/02/2006": monthDay, "1-2-2006": monthDay,
	}
	for d := time.Date(1900, 1, 1, 0, 0, 0, 0, time.UTC); d.Year() < 2200; d = d.AddDate(0, 0, 1) {
		want := int(d.Unix() / 86400)
		for layout, o := range layouts {
			if got, ok := parseDay(d.Format(layout), o); !ok || got != want {
				t.Fatalf("%s: day %d, %v; want %d", d.Format(layout), got, ok, want)
			}
		}
	}
	// 45231 is 1 November 2023 in a spreadsheet (=DATEVALUE("2023-11-01")).
	if got, ok := parseDay(strconv.Itoa(45231), dayMonth); !ok || got != dayNumber(time.Date(2023, 11, 1, 0, 0, 0, 0, time.UTC)) {
		t.Errorf("spreadsheet day: %d, %v", got, ok)
	}
	for _, s := range []string{"", "2023", "31/02/2023", "2023-02-29", "2023-13-01", "00/01/2023", "1/2/23", "a/b/2023", "32 Jan 2023", "2 Foo 2023", "9999999", "-5", "٣/٣/2023"} {
		if got, ok := parseDay(s, dayMonth); ok {
			t.Errorf("%q is read as day %d", s, got)
		}
	}
}

func FuzzParseDay(f *testing.F) {
	for _, s := range []string{"2023-11-06", "06/11/2023", "6 Nov 2023 10:00", "45231", "", "T", "2023-11-06T"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for _, o := range []order{dayMonth, monthDay} {
			if day, ok := parseDay(s, o); ok == (day == noDay) {
				t.Errorf("%q: day %d, %v", s, day, ok)
			}
		}
		orderOf(s)
	})
}
