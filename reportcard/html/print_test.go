package html

import (
	"context"
	"os"
	"path/filepath"
	"regexp"
	"testing"

	devpage "github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"inclusioncards/metrics"
	"inclusioncards/reportcard"
	"inclusioncards/reportcard/ingest"
)

var printedPage = regexp.MustCompile(`/Type\s*/Page\b`)

// TestEveryCardPrintsOnTwoPages prints the cards of every school of the
// demonstration data and of the test data, in every edition: with
// INCLUSIONCARDS_DATA all of them, in two minutes, else the densest, for which
// the estimate of their height has least to spare.
func TestEveryCardPrintsOnTwoPages(t *testing.T) {
	ctx := browser(t)
	var sets []*metrics.Analysis
	a, err := demonstration()
	if err != nil {
		t.Fatal(err)
	}
	sets = append(sets, a)
	for _, folder := range []string{"pupils", "counts", "dfe"} {
		d, _, err := ingest.Read([]string{filepath.Join("..", "..", "testdata", folder)}, ingest.Options{})
		if err != nil {
			t.Fatal(err)
		}
		a, err := metrics.Analyse(d, metrics.LatestYear(d), []metrics.ComparatorKind{metrics.CompareLA, metrics.CompareEngland}, metrics.DefaultOptions())
		if err != nil {
			t.Fatal(err)
		}
		sets = append(sets, a)
	}
	all, n := os.Getenv("INCLUSIONCARDS_DATA") != "", 0
	for _, a := range sets {
		for _, audience := range reportcard.Audiences() {
			o := reportcard.BuildOptions{Audience: audience, Version: "0.1.0", Disclosure: reportcard.Disclose(a, audience.Profile())}
			for i := range a.Data.Schools {
				c, err := reportcard.Build(a, i, o)
				if err != nil {
					t.Fatal(err)
				}
				l := paginate(c).level
				if !all && !l.runIn {
					continue
				}
				n++
				if pages := pagesOf(t, ctx, file(t, c)); pages != 2 {
					t.Errorf("%s, %s: %d pages (%s)", c.Name, audience, pages, l.class)
				}
			}
		}
	}
	t.Log(n, "cards printed")
	if n < 5 {
		t.Errorf("only %d cards were printed", n)
	}
}

func pagesOf(t *testing.T, ctx context.Context, content []byte) int {
	t.Helper()
	var pdf []byte
	err := chromedp.Run(ctx, chromedp.Navigate("about:blank"), chromedp.ActionFunc(func(ctx context.Context) error {
		tree, err := devpage.GetFrameTree().Do(ctx)
		if err != nil {
			return err
		}
		if err := devpage.SetDocumentContent(tree.Frame.ID, string(content)).Do(ctx); err != nil {
			return err
		}
		pdf, _, err = devpage.PrintToPDF().WithPreferCSSPageSize(true).Do(ctx)
		return err
	}))
	if err != nil {
		t.Fatal(err)
	}
	return len(printedPage.FindAll(pdf, -1))
}
