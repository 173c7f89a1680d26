package html

import (
	"context"
	"fmt"
	"path/filepath"
	"regexp"
	"testing"

	"github.com/chromedp/chromedp"
	devpage "github.com/chromedp/cdproto/page"

	"inclusioncards/metrics"
	"inclusioncards/reportcard"
	"inclusioncards/reportcard/ingest"
)

var printedPage = regexp.MustCompile(`/Type\s*/Page\b`)

// TestEveryCardPrintsOnTwoPages prints the cards of every school of the
// demonstration data and of the test data, in every edition.
func TestEveryCardPrintsOnTwoPages(t *testing.T) {
	ctx := browser(t)
	var sets []*metrics.Analysis
	a, err := demonstration()
	if err != nil {
		t.Fatal(err)
	}
	sets = append(sets, a)
	for _, paths := range [][]string{{"pupils"}, {"counts"}, {"dfe"}, {"rolls"}} {
		for i := range paths {
			paths[i] = filepath.Join("..", "..", "testdata", paths[i])
		}
		d, _, err := ingest.Read(paths, ingest.Options{})
		if err != nil {
			t.Fatal(err)
		}
		if len(d.Years()) == 0 { t.Logf("%v: no years", paths); continue }
		a, err := metrics.Analyse(d, metrics.LatestYear(d), []metrics.ComparatorKind{metrics.CompareLA, metrics.CompareEngland}, metrics.DefaultOptions())
		if err != nil {
			t.Fatal(err)
		}
		sets = append(sets, a)
	}
	n := 0
	for at, a := range sets {
		for _, audience := range reportcard.Audiences() {
			o := reportcard.BuildOptions{Audience: audience, Version: "0.1.0", Disclosure: reportcard.Disclose(a, audience.Profile())}
			for i := range a.Data.Schools {
				c, err := reportcard.Build(a, i, o)
				if err != nil {
					t.Fatal(err)
				}
				n++
				if pages := pagesOf(t, ctx, file(t, c)); pages != 2 {
					t.Errorf("set %d, %s, %s: %d pages %s", at, c.Name, audience, pages, paginate(c).level.class)
				}
			}
		}
	}
	t.Log(n, "cards printed")
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

var _ = fmt.Sprint
