package pdf

import (
	"bytes"
	"fmt"
	"image"
	"image/draw"
	"image/png"
	"math"
	"strings"
	"testing"
	"time"

	"inclusioncards/reportcard"
)

func rendererOf(t testing.TB, e Engine, runes string) *Renderer {
	t.Helper()
	r, err := New(Options{Date: time.Date(2026, time.November, 22, 0, 0, 0, 0, time.UTC), Producer: "inclusioncards test", Engine: e, Runes: []rune(runes)})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// TestEnginesAgree draws every edition with both engines: they must give the
// same pages, words in the same order, and the same picture.
func TestEnginesAgree(t *testing.T) {
	own, stock := rendererOf(t, Own, ""), rendererOf(t, Maroto, "")
	for name, c := range editions(t) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a, b := render(t, own, c), render(t, stock, c)
			got, want := words(tool(t, a, "pdftotext", "-raw", "FILE", "-")), words(tool(t, b, "pdftotext", "-raw", "FILE", "-"))
			if got != want {
				t.Errorf("the words differ:\nown   %s\nstock %s", got, want)
			}
			if n := strings.Count(got, "\f"); n != 2 {
				t.Errorf("%d pages", n)
			}
			for page := 1; page <= 2; page++ {
				samePicture(t, picturesOf(t, a, page), picturesOf(t, b, page))
			}
		})
	}
}

// TestEnginesAgreeOnReports is the same for the report on an area and for the
// overview of a batch, which flow over many pages.
func TestEnginesAgreeOnReports(t *testing.T) {
	own, stock := rendererOf(t, Own, ""), rendererOf(t, Maroto, "")
	reports := areaReports(t)
	reports["overview"] = overviewReport(t)
	for name, a := range reports {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var docs [2][]byte
			var said [2]string
			for i, r := range []*Renderer{own, stock} {
				var b bytes.Buffer
				if err := r.RenderArea(a, &b); err != nil {
					t.Fatal(err)
				}
				docs[i] = b.Bytes()
				said[i] = words(tool(t, docs[i], "pdftotext", "-raw", "FILE", "-"))
			}
			if said[0] != said[1] {
				t.Errorf("the words differ:\nown   %s\nstock %s", said[0], said[1])
			}
			for page := 1; page <= strings.Count(said[0], "\f"); page++ {
				samePicture(t, picturesOf(t, docs[0], page), picturesOf(t, docs[1], page))
			}
		})
	}
}

// words evens out white space within pages.
func words(s string) string {
	pages := strings.Split(s, "\f")
	for i := range pages {
		pages[i] = strings.Join(strings.Fields(pages[i]), " ")
	}
	return strings.Join(pages, "\f")
}

// pictureDPI is fine enough for the strokes of 9-point type to be whole pixels.
const pictureDPI = 100

// picturesOf renders a page. The renderer must weigh pixels by how much of them
// is covered: some draw every line at least a pixel wide, and stock maroto's
// shapes are made of lines thinner than that.
func picturesOf(t *testing.T, doc []byte, page int) *image.Gray {
	t.Helper()
	out := tool(t, doc, "mutool", "draw", "-q", "-r", fmt.Sprint(pictureDPI), "-c", "gray", "-F", "png", "-o", "-", "FILE", fmt.Sprint(page))
	img, err := png.Decode(strings.NewReader(out))
	if err != nil {
		t.Fatal(err)
	}
	gray := image.NewGray(img.Bounds())
	draw.Draw(gray, gray.Rect, img, img.Bounds().Min, draw.Src)
	return gray
}

// samePicture compares pages after blurring: the engines round positions
// differently, stock maroto draws shapes as overlapping scan lines, so that edges differ by
// a fraction of a pixel. A word, line or dot
// that is missing, moved by a millimetre or of another colour stays visible.
func samePicture(t *testing.T, a, b *image.Gray) {
	t.Helper()
	if a.Rect != b.Rect {
		t.Fatalf("sizes %v and %v", a.Rect, b.Rect)
	}
	x, y := blur(a, blurRadius), blur(b, blurRadius)
	worst, at := 0.0, 0
	for i := range x {
		if d := math.Abs(x[i] - y[i]); d > worst {
			worst, at = d, i
		}
	}
	if worst > mostDiffers {
		t.Errorf("the pages differ by %.0f of 255 around %d,%d mm", worst, at%a.Rect.Dx()*254/10/pictureDPI, at/a.Rect.Dx()*254/10/pictureDPI)
	}
}

const (
	blurRadius  = 3  // pixels: squares of 1.8 mm
	mostDiffers = 35 // of 255, in any blurred pixel; dots of scan lines come to 29
)

// blur averages over squares.
func blur(img *image.Gray, radius int) []float64 {
	w, h := img.Rect.Dx(), img.Rect.Dy()
	sum := make([]float64, (w+1)*(h+1))
	for y := range h {
		row := 0.0
		for x := range w {
			row += float64(img.Pix[y*img.Stride+x])
			sum[(y+1)*(w+1)+x+1] = sum[y*(w+1)+x+1] + row
		}
	}
	out := make([]float64, w*h)
	for y := range h {
		for x := range w {
			x0, y0, x1, y1 := max(x-radius, 0), max(y-radius, 0), min(x+radius+1, w), min(y+radius+1, h)
			total := sum[y1*(w+1)+x1] - sum[y0*(w+1)+x1] - sum[y1*(w+1)+x0] + sum[y0*(w+1)+x0]
			out[y*w+x] = total / float64((x1-x0)*(y1-y0))
		}
	}
	return out
}

// TestPictureCheckSeesChanges makes sure that the tolerance above still catches
// what it is there for.
func TestPictureCheckSeesChanges(t *testing.T) {
	own := rendererOf(t, Own, "")
	base := picturesOf(t, render(t, own, secondary()), 1)
	for name, change := range map[string]func(c *reportcard.Card){
		"a figure":      func(c *reportcard.Card) { c.Glance.Rows[0].SEND.Main = "" },
		"another shape": func(c *reportcard.Card) { c.Glance.Rows[0].Shape = reportcard.Dash },
		"a moved dot":   func(c *reportcard.Card) { c.Glance.Rows[0].Strip.Dot += 5 },
		"no bands":      func(c *reportcard.Card) { c.Glance.Rows[0].Strip.HasQuartiles = false },
	} {
		c := secondary()
		change(c)
		other := picturesOf(t, render(t, own, c), 1)
		x, y, seen := blur(base, blurRadius), blur(other, blurRadius), false
		for i := range x {
			seen = seen || math.Abs(x[i]-y[i]) > mostDiffers
		}
		if !seen {
			t.Errorf("%s: a change of the page goes unnoticed", name)
		}
	}
}
