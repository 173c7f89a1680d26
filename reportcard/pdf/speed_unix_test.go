//go:build unix

package pdf

import (
	"io"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"inclusioncards/reportcard"
)

// processorTime is what this process has used of the processors: on a machine
// shared with others the clock says little.
func processorTime() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		panic(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// median times a function, called in rounds of n.
func median(times []time.Duration, n int) float64 {
	slices.Sort(times)
	return float64(times[len(times)/2]) / float64(n) / 1e6
}

// BenchmarkEngines compares the engines on the same cards in the same run, in
// interleaved rounds on one thread: milliseconds of processor time for a card,
// laid out and drawn, and drawn alone. The stock engine embeds the same fonts.
func BenchmarkEngines(b *testing.B) {
	cards := editions(b)
	for _, name := range []string{"primary", "secondary", "longest", "golden full"} {
		b.Run(name, func(b *testing.B) {
			own, stock, c := rendererOf(b, Own, ""), rendererOf(b, Maroto, ""), cards[name]
			pages, err := own.fit(c)
			if err != nil {
				b.Fatal(err)
			}
			const rounds, many = 9, 20
			timed := func(n int, f func() error) time.Duration { return timedRound(b, n, f) }
			var whole, draw [2][]time.Duration
			for b.Loop() {
				for range rounds {
					whole[0] = append(whole[0], timed(many, func() error { return own.Render(c, io.Discard) }))
					whole[1] = append(whole[1], timed(1, func() error { return stock.Render(c, io.Discard) }))
					draw[0] = append(draw[0], timed(many, func() error { return own.drawOwn(c, pages[:], io.Discard) }))
					draw[1] = append(draw[1], timed(1, func() error { _, err := stock.draw(c, pages[:]); return err }))
				}
			}
			o, s := median(whole[0], many), median(whole[1], 1)
			b.ReportMetric(o, "own-ms")
			b.ReportMetric(s, "stock-ms")
			b.ReportMetric(s/o, "times-faster")
			od, sd := median(draw[0], many), median(draw[1], 1)
			b.ReportMetric(od, "own-draw-ms")
			b.ReportMetric(sd/od, "draw-times-faster")
			b.ReportMetric(0, "ns/op")
		})
	}
}

func timedRound(b *testing.B, n int, f func() error) time.Duration {
	b.Helper()
	start := processorTime()
	for range n {
		if err := f(); err != nil {
			b.Fatal(err)
		}
	}
	return processorTime() - start
}

// BenchmarkReportLab compares a card, laid out and drawn with tags, with the same
// content laid out and drawn by ReportLab without, in interleaved rounds of the
// same run: milliseconds of processor time. It needs python3-reportlab.
func BenchmarkReportLab(b *testing.B) {
	root := filepath.Join("..", "..")
	python := ""
	for _, p := range []string{"python3", "/usr/bin/python3"} {
		if exec.Command(p, "-c", "import reportlab").Run() == nil {
			python = p
		}
	}
	if python == "" {
		b.Skip("python3-reportlab is not installed")
	}
	own, c := rendererOf(b, Own, ""), editions(b)["golden full"]
	const rounds, many = 5, 50
	var ours, theirs []time.Duration
	for b.Loop() {
		for range rounds {
			ours = append(ours, timedRound(b, many, func() error { return own.Render(c, io.Discard) }))
			out, err := exec.Command(python, filepath.Join(root, "testdata", "speed", "reportlab_card.py"),
				filepath.Join(root, "testdata", "cards", "full.json"),
				filepath.Join(root, "templates", "fonts", "LiberationSans-Regular.ttf"),
				filepath.Join(root, "templates", "fonts", "LiberationSans-Bold.ttf"), "3").Output()
			if err != nil {
				b.Fatal(err)
			}
			ms, err := strconv.ParseFloat(strings.TrimSpace(string(out)), 64)
			if err != nil {
				b.Fatal(err)
			}
			theirs = append(theirs, time.Duration(ms*1e6))
		}
	}
	o, t := median(ours, many), median(theirs, 1)
	b.ReportMetric(o, "own-ms")
	b.ReportMetric(t, "reportlab-ms")
	b.ReportMetric(t/o, "times-faster")
	b.ReportMetric(0, "ns/op")
}

// BenchmarkStages gives the milliseconds of processor time that each stage of a
// card takes, over every school of the demonstration data: its content, the
// layout, and the drawing.
func BenchmarkStages(b *testing.B) {
	r := rendererOf(b, Own, "")
	a := demonstration(b)
	var content, layout, drawing time.Duration
	cards, bytes := 0, 0
	for b.Loop() {
		for i := range a.Data.Schools {
			t0 := processorTime()
			c := build(b, a, i, reportcard.Inspector)
			t1 := processorTime()
			pages, err := r.fit(c)
			if err != nil {
				b.Fatal(err)
			}
			t2 := processorTime()
			var doc counter
			if err := r.drawOwn(c, pages[:], &doc); err != nil {
				b.Fatal(err)
			}
			t3 := processorTime()
			content += t1 - t0
			layout += t2 - t1
			drawing += t3 - t2
			cards++
			bytes += int(doc)
		}
	}
	ms := func(d time.Duration) float64 { return d.Seconds() * 1e3 / float64(cards) }
	b.ReportMetric(ms(content), "content-ms")
	b.ReportMetric(ms(layout), "layout-ms")
	b.ReportMetric(ms(drawing), "drawing-ms")
	b.ReportMetric(1e3/ms(content+layout+drawing), "cards/s")
	b.ReportMetric(float64(bytes)/float64(cards), "bytes/card")
	b.ReportMetric(0, "ns/op")
}

// counter counts what is written to it.
type counter int

func (c *counter) Write(p []byte) (int, error) {
	*c += counter(len(p))
	return len(p), nil
}
