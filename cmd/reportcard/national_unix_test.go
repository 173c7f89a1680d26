//go:build unix

package main

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"syscall"
	"testing"
	"time"

	"inclusioncards/metrics"
)

// BenchmarkNational makes the files about all of England, as build does but for
// the disk, from the simulated counts of INCLUSIONCARDS_DATA. Stages are in seconds
// of processor time; most-MB is the largest heap while the files are made, start-MB
// the one before.
func BenchmarkNational(b *testing.B) {
	data := os.Getenv("INCLUSIONCARDS_DATA")
	if data == "" {
		b.Skip("INCLUSIONCARDS_DATA is not set")
	}
	o := options{rawAudiences: []string{"inspector"}, rawComparators: defaultComparators, formats: []string{"pdf", "html"}, out: b.TempDir()}
	if err := o.check([]string{filepath.Join(data, "data", "england_simulated")}); err != nil {
		b.Fatal(err)
	}
	d, report, err := o.read()
	if err != nil {
		b.Fatal(err)
	}
	c, err := choose(d, metrics.LatestYear(d), &o)
	if err != nil {
		b.Fatal(err)
	}
	a, err := metrics.Analyse(d, metrics.LatestYear(d), o.comparators, o.config.Metrics)
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		var m runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&m)
		start, most := m.HeapAlloc, uint64(0)
		ctx, stop := context.WithCancel(context.Background())
		go func() {
			for ctx.Err() == nil {
				var m runtime.MemStats
				runtime.ReadMemStats(&m)
				most = max(most, m.HeapAlloc)
				time.Sleep(50 * time.Millisecond)
			}
		}()
		files, bytes := 0, counter(0)
		stages := map[string]time.Duration{}
		whole := processorTime(b)
		for _, x := range o.overview(a, report, c) {
			begin := processorTime(b)
			if err := x.Fill(&bytes); err != nil {
				b.Fatal(err)
			}
			files++
			name := x.Group
			if name == "" {
				name = x.Path
			} else {
				name += filepath.Ext(x.Path)
			}
			stages[name] += processorTime(b) - begin
		}
		stop()
		b.ReportMetric((processorTime(b) - whole).Seconds(), "cpu-s")
		for name, took := range stages {
			b.Logf("%8.2f s  %s", took.Seconds(), name)
		}
		b.ReportMetric(float64(files), "files")
		b.ReportMetric(float64(len(c.cards)), "schools")
		b.ReportMetric(float64(bytes)/1e6, "MB")
		b.ReportMetric(float64(start)/1e6, "start-MB")
		b.ReportMetric(float64(most)/1e6, "most-MB")
	}
}

// processorTime is what this process has used, all threads.
func processorTime(b *testing.B) time.Duration {
	b.Helper()
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// counter counts bytes.
type counter int64

func (c *counter) Write(p []byte) (int, error) {
	*c += counter(len(p))
	return len(p), nil
}

var _ io.Writer = (*counter)(nil)
