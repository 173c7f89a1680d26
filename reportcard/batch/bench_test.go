package batch

import (
	"context"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"testing"
	"time"

	"inclusioncards/metrics"
	"inclusioncards/reportcard/ingest"
)

// BenchmarkRun times all of a run but the drawing: cards of 40 kB that do not
// compress, as PDFs do not, to files and into archives, anew and kept. It prints
// cards a second, and what ten times the schools cost for each.
func BenchmarkRun(b *testing.B) {
	card := make([]byte, 40_000)
	random := rand.New(rand.NewPCG(1, 2))
	for i := range card {
		card[i] = byte(random.Uint32())
	}
	draw := one(func(school int) (string, []byte, error) { return fmt.Sprintf("card-%05d", school), card, nil })
	for _, kind := range []string{"files", "archives"} {
		per := map[int]float64{}
		for _, n := range []int{2_000, 20_000} {
			b.Run(fmt.Sprintf("%s/%d", kind, n), func(b *testing.B) {
				for b.Loop() {
					j := benchJob(b, n, draw)
					j.Manifest.Zip = kind == "archives"
					dir := filepath.Join(b.TempDir(), "cards")
					per[n] = timed(b, dir, Opening{}, j) / float64(n)
					again := timed(b, dir, Opening{Resume: true}, j) / float64(n)
					b.ReportMetric(1/per[n], "cards/s")
					b.ReportMetric(1/again, "kept/s")
				}
				b.ReportMetric(0, "ns/op")
				if n == 20_000 && per[2_000] > 0 {
					b.ReportMetric(per[20_000]/per[2_000], "cost/card-of-2000")
				}
			})
		}
	}
}

func timed(b *testing.B, dir string, o Opening, j Job) float64 {
	s, err := Open(dir, o)
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	begin := time.Now()
	if _, err := Run(context.Background(), s, j); err != nil {
		b.Fatal(err)
	}
	return time.Since(begin).Seconds()
}

func benchJob(b *testing.B, n int, draw Drawer) Job {
	d := metrics.NewDataset()
	var all []int
	for i := range n {
		s := d.Intern(metrics.URN(fmt.Sprint(100001 + i)))
		d.Schools[s].Phase, d.Schools[s].LA = metrics.Primary, metrics.LACode(fmt.Sprint(201+i%150))
		d.Set(s, 2023, metrics.AbsenceRate, metrics.GroupAll, metrics.Known(0.05))
		all = append(all, i)
	}
	d.Finish()
	a, err := metrics.Analyse(d, 2023, []metrics.ComparatorKind{metrics.CompareLA}, metrics.DefaultOptions())
	if err != nil {
		b.Fatal(err)
	}
	return Job{
		Analysis: a, Report: &ingest.Report{}, Cards: all, Measures: all, Results: all, TableFolder: "officer/",
		Editions: []Edition{{"inspector", draw}}, Workers: 2, Program: "this build",
	}
}
