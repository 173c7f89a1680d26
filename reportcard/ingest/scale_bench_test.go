//go:build unix

package ingest

import (
	"bufio"
	"os"
	"path/filepath"
	"runtime/debug"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"inclusioncards/metrics"
)

// pupilsPerSchool of the generated extracts; every eleventh pupil is
// suspended, one in twenty leaves and another joins.
const (
	pupilsPerSchool = 400
	suspendedEvery  = 11
	leavingEvery    = 20
)

// generate writes the five files of n pupils: schools, two censuses, attendance
// and suspensions. scattered puts the rows of pupils in an order in which no
// two neighbours are of one school.
func generate(b *testing.B, dir string, n int, scattered bool) (size int64) {
	b.Helper()
	at := func(i int) int { return i }
	if scattered {
		// 1,000,003 is a prime, so that this is a permutation of any smaller n
		// that it does not divide.
		at = func(i int) int { return int(uint64(i) * 1_000_003 % uint64(n)) }
	}
	pupil := func(p []byte, i int) []byte {
		p = append(p, 'A')
		for d := 100_000_000_000; d > 0; d /= 10 {
			p = append(p, byte('0'+i/d%10))
		}
		p = append(p, ',')
		return strconv.AppendInt(p, int64(100000+i%n/pupilsPerSchool), 10)
	}
	// A pupil of Year 7 in January 2024 was born in December 2011.
	census := func(p []byte, i, id, later int) []byte {
		p = pupil(p, id)
		p = append(p, ',')
		if g := i%12 + later; g == 0 {
			p = append(p, 'R')
		} else {
			p = strconv.AppendInt(p, int64(g), 10)
		}
		p = append(p, ',', "NNNNNNKKEN"[i%10], ',', "0001"[i%4], ',')
		p = append(p, [...]string{"White", "White", "Black", "Asian", "Mixed"}[i%5]...)
		p = append(p, ',', "FM"[i%2])
		p = append(p, ",10/12/"...)
		p = strconv.AppendInt(p, int64(2018-i%12), 10)
		p = append(p, [...]string{",ENG,", ",ENG,", ",ENG,", ",OTH,", ",URD,"}[i/7%5]...)
		if sen := "NNNNNNKKEN"[i%10]; sen != 'N' {
			p = append(p, [...]string{"SEMH", "SLCN", "ASD", "MLD", "SPLD", "OTH"}[i/11%6]...)
		}
		return append(p, ",C\n"...)
	}
	write := func(name, head string, rows int, row func(p []byte, i int) []byte) {
		f, err := os.Create(filepath.Join(dir, name))
		if err != nil {
			b.Fatal(err)
		}
		w := bufio.NewWriterSize(f, 1<<20)
		_, _ = w.WriteString(head + "\n")
		var line []byte
		for i := range rows {
			line = row(line[:0], i)
			_, _ = w.Write(line)
			size += int64(len(line))
		}
		if err := w.Flush(); err != nil {
			b.Fatal(err)
		}
		if err := f.Close(); err != nil {
			b.Fatal(err)
		}
	}
	const head = "upn,school_urn,year_group,sen_status,fsm6,ethnicity_major,sex,date_of_birth,first_language,primary_need,enrolment_status"
	write("schools.csv", "school_urn,school_name,school_type,phase,statutory_low_year,statutory_high_year", (n+pupilsPerSchool-1)/pupilsPerSchool, func(p []byte, i int) []byte {
		p = strconv.AppendInt(p, int64(100000+i), 10)
		return append(p, ",Generated,Community school,Primary,R,11\n"...)
	})
	write("census_2024_01.csv", head, n, func(p []byte, i int) []byte { i = at(i); return census(p, i, i, 0) })
	write("census_2025_01.csv", head, n, func(p []byte, i int) []byte {
		if i = at(i); i%leavingEvery == 0 {
			return census(p, i, i+n, 1)
		}
		return census(p, i, i, 1)
	})
	write("attendance_2023_24.csv", "upn,school_urn,sessions_possible,sessions_missed", n, func(p []byte, i int) []byte {
		i = at(i)
		p = append(pupil(p, i), ",300,"...)
		return append(strconv.AppendInt(p, int64(i%61), 10), '\n')
	})
	write("suspensions_2023_24.csv", "suspension_id,upn,school_urn,start_date,length_days,category", n/suspendedEvery, func(p []byte, i int) []byte {
		p = append(strconv.AppendInt(p, int64(i), 10), ',')
		p = pupil(p, i*suspendedEvery)
		return append(p, ",2023-11-06,1.5,SUSP\n"...)
	})
	return size
}

// peak is the most memory the process held, in MB: VmHWM, reset before.
func peak(b *testing.B) float64 {
	text, err := os.ReadFile("/proc/self/status")
	if err != nil {
		b.Skip("no /proc: peak memory cannot be told")
	}
	_, rest, _ := strings.Cut(string(text), "VmHWM:")
	kb, err := strconv.ParseFloat(strings.Fields(rest)[0], 64)
	if err != nil {
		b.Fatal(err)
	}
	return kb / 1024
}

// cpuSeconds is what the process has used of the processors, which other work on
// the machine does not change.
func cpuSeconds(b *testing.B) float64 {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return float64(u.Utime.Nano()+u.Stime.Nano()) / 1e9
}

// BenchmarkPupilFiles reads generated extracts from files to a dataset. Without
// more it takes 10 and 100 thousand pupils; INCLUSIONCARDS_SCALE=1200000,9000000
// names other sizes, INCLUSIONCARDS_SCATTER=1 scatters the rows.
func BenchmarkPupilFiles(b *testing.B) {
	sizes := []string{"10000", "100000"}
	if s := os.Getenv("INCLUSIONCARDS_SCALE"); s != "" {
		sizes = strings.Split(s, ",")
	}
	for _, s := range sizes {
		n, err := strconv.Atoi(s)
		if err != nil {
			b.Fatal(err)
		}
		b.Run("pupils="+s, func(b *testing.B) {
			dir := b.TempDir()
			size := generate(b, dir, n, os.Getenv("INCLUSIONCARDS_SCATTER") != "")
			debug.FreeOSMemory()
			// Writing 5 makes the high-water mark that of now (Linux).
			_ = os.WriteFile("/proc/self/clear_refs", []byte("5"), 0)
			b.SetBytes(size)
			before := cpuSeconds(b)
			for b.Loop() {
				d, rep, err := Read([]string{dir}, Options{FileLA: "202"})
				if err != nil {
					b.Fatal(err)
				}
				if len(rep.Problems) > 0 {
					b.Fatal(rep.Problems[0])
				}
				checkGenerated(b, d, n)
			}
			rows := 3*n + n/suspendedEvery
			b.ReportMetric(float64(rows)*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
			b.ReportMetric((cpuSeconds(b)-before)/float64(b.N), "cpu-s")
			b.ReportMetric(peak(b), "peak-MB")
		})
	}
}

// checkGenerated compares what the generator wrote with what was counted.
func checkGenerated(b *testing.B, d *metrics.Dataset, n int) {
	total := func(f metrics.Field) (sum int) {
		for i := range d.Schools {
			sum += int(d.Get(i, 2023, f, metrics.GroupAll).N)
		}
		return sum
	}
	got := [...]int{total(metrics.Pupils), total(metrics.Suspensions), total(metrics.Enrolments), total(metrics.SessionsPossible)}
	if want := [...]int{n, n / suspendedEvery, n, 300 * n}; got != want {
		b.Fatalf("pupils, suspensions, enrolments, sessions: %v, want %v", got, want)
	}
}
