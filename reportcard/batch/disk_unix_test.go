//go:build unix

package batch

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"inclusioncards/metrics"
	"inclusioncards/reportcard"
	"inclusioncards/reportcard/html"
	"inclusioncards/reportcard/ingest"
	"inclusioncards/reportcard/pdf"
)

// BenchmarkToDisk makes cards of the demonstration schools, again and again under
// other names, from their figures to finished outputs on the disk: tagged PDF
// alone and with HTML, to separate files and into archives. It prints cards a
// second and, as on a machine shared with others the clock says little, the
// milliseconds of processor time that a card costs.
func BenchmarkToDisk(b *testing.B) {
	const cards = 2000
	d, _, err := ingest.ReadFS(os.DirFS(filepath.Join("..", "..", "cmd", "reportcard", "demo")), ingest.Options{Demonstration: true})
	if err != nil {
		b.Fatal(err)
	}
	a, err := metrics.Analyse(d, metrics.LatestYear(d), []metrics.ComparatorKind{metrics.CompareLA, metrics.CompareEngland}, metrics.DefaultOptions())
	if err != nil {
		b.Fatal(err)
	}
	p, err := pdf.New()
	if err != nil {
		b.Fatal(err)
	}
	h, err := html.New()
	if err != nil {
		b.Fatal(err)
	}
	both := []Format{{"pdf", p.Render}, {"html", h.Card}}
	for _, kind := range []struct {
		name    string
		formats []Format
		zip     bool
	}{{"pdf/files", both[:1], false}, {"pdf/archives", both[:1], true}, {"pdf+html/files", both, false}, {"pdf+html/archives", both, true}} {
		b.Run(kind.name, func(b *testing.B) {
			edition := NewEdition(a, reportcard.BuildOptions{Audience: reportcard.Inspector, Version: "0.1.0"}, kind.formats, nil)
			again := func(school int) (Sheet, error) {
				sheet, err := edition.Draw(school % len(d.Schools))
				draw := sheet.Draw
				sheet.Draw = func() ([]File, error) {
					files, err := draw()
					for i := range files {
						files[i].Name = fmt.Sprintf("%05d_%s", school, files[i].Name)
					}
					return files, err
				}
				return sheet, err
			}
			var seconds, processor float64
			n := 0
			for b.Loop() {
				j := benchJob(b, cards, again)
				j.Workers = 0
				j.Manifest.Zip = kind.zip
				used := processorTime()
				seconds += timed(b, filepath.Join(b.TempDir(), "cards"), Opening{}, j)
				processor += (processorTime() - used).Seconds()
				n += cards
			}
			b.ReportMetric(float64(n)/seconds, "cards/s")
			b.ReportMetric(processor*1e3/float64(n), "processor-ms/card")
			b.ReportMetric(0, "ns/op")
		})
	}
}
