package pupils

import (
	"fmt"
	"io"
	"runtime"
	"strconv"
	"testing"
)

// generated makes a table of n rows without holding it; fill writes the cells
// of row i.
func generated(file string, header []string, n int, fill func(i int, cells []string)) Table {
	cells := make([]string, len(header))
	i := 0
	return Table{File: file, Header: header, Next: func() ([]string, int, error) {
		if i == n {
			return nil, 0, io.EOF
		}
		fill(i, cells)
		i++
		return cells, i + 1, nil
	}}
}

const pupilsPerSchool = 400

func schoolOfPupil(i int) string { return strconv.Itoa(100000 + i/pupilsPerSchool) }
func pupilID(i int) string       { return "P" + strconv.Itoa(10000000+i) }

var (
	benchSEN   = [...]string{"N", "N", "N", "N", "N", "N", "K", "K", "E", "N"}
	benchYears = [...]string{"R", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11"}
)

// readGenerated reads two censuses and an attendance row of n pupils each,
// and a suspension of every eleventh; one pupil in twenty leaves.
func readGenerated(b *testing.B, n int) (a *Aggregator, rows int) {
	a, err := New(Options{Year: 2023})
	if err != nil {
		b.Fatal(err)
	}
	census := []string{"pupil_id", "school_urn", "year_group", "sen_status", "fsm6", "enrolment_status"}
	fill := func(i int, c []string) {
		c[0], c[1], c[2], c[3], c[4], c[5] = pupilID(i), schoolOfPupil(i), benchYears[i%12], benchSEN[i%10], "0", "C"
	}
	first := generated("first.csv", census, n, fill)
	second := generated("second.csv", census, n, func(i int, c []string) {
		fill(i, c)
		if i%20 == 0 {
			c[0] = pupilID(i + n) // a joiner in the leaver's place
		}
	})
	second.Second = true
	attendance := generated("attendance.csv", []string{"pupil_id", "school_urn", "sessions_possible", "sessions_missed"}, n,
		func(i int, c []string) {
			c[0], c[1], c[2], c[3] = pupilID(i), schoolOfPupil(i), "300", benchYears[11-i%11]
		})
	events := n / 11
	suspensions := generated("suspensions.csv", []string{"suspension_id", "pupil_id", "school_urn", "start_date", "length_days", "category"}, events,
		func(i int, c []string) {
			c[0], c[1], c[2], c[3], c[4], c[5] = strconv.Itoa(i), pupilID(i), schoolOfPupil(i), "2023-11-06", "1.5", "SUSP"
		})
	for _, f := range []struct {
		kind  Kind
		table Table
	}{{Census, first}, {Census, second}, {Attendance, attendance}, {Suspensions, suspensions}} {
		if err := a.Read(f.kind, f.table); err != nil {
			b.Fatal(err)
		}
	}
	return a, 3*n + events
}

func BenchmarkPupils(b *testing.B) {
	for _, n := range []int{100_000, 1_000_000} {
		b.Run(fmt.Sprintf("pupils=%d", n), func(b *testing.B) {
			rows, live := 0, uint64(0)
			for b.Loop() {
				b.StopTimer()
				before := heap()
				b.StartTimer()
				a, read := readGenerated(b, n)
				rows += read
				if r := a.Result(); len(r.Schools) != n/pupilsPerSchool {
					b.Fatalf("%d schools", len(r.Schools))
				}
				b.StopTimer()
				live = heap() - before
				runtime.KeepAlive(a)
				b.StartTimer()
			}
			b.ReportMetric(float64(rows)/b.Elapsed().Seconds(), "rows/s")
			b.ReportMetric(float64(live)/float64(n), "live-bytes/pupil")
		})
	}
}

// heap is what is in use after collection.
func heap() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}
