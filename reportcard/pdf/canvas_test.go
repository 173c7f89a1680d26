package pdf

import (
	"flag"
	"image"
	"image/color"
	"image/png"
	"math"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/johnfercher/maroto/v2/pkg/consts/orientation"
	"github.com/johnfercher/maroto/v2/pkg/core"
	"github.com/johnfercher/maroto/v2/pkg/core/entity"
	"github.com/johnfercher/maroto/v2/pkg/props"

	"inclusioncards/reportcard"
	"inclusioncards/reportcard/chart"
)

var updateMarks = flag.Bool("update-marks", false, "rewrite testdata/render/marks.png")

// bitmap is a core.Provider that paints the lines it is given, the only method
// a scanCanvas may call.
type bitmap struct {
	core.Provider
	perMM float64
	img   *image.RGBA
}

func newBitmap(w, h, perMM float64) *bitmap {
	b := &bitmap{perMM: perMM, img: image.NewRGBA(image.Rect(0, 0, int(w*perMM), int(h*perMM)))}
	for i := range b.img.Pix {
		b.img.Pix[i] = 0xFF
	}
	return b
}

func (b *bitmap) AddLine(c *entity.Cell, p *props.Line) {
	if p.Orientation != orientation.Horizontal || p.SizePercent != 100 || p.OffsetPercent != 0 {
		panic("a line that the test cannot paint")
	}
	px := func(v float64) int { return int(math.Round(v * b.perMM)) }
	for y := px(c.Y - p.Thickness/2); y < px(c.Y+p.Thickness/2); y++ {
		for x := px(c.X); x < px(c.X+c.Width); x++ {
			b.img.SetRGBA(x, y, color.RGBA{uint8(p.Color.Red), uint8(p.Color.Green), uint8(p.Color.Blue), 0xFF})
		}
	}
}

// inked is the painted area in square millimetres.
func (b *bitmap) inked() float64 {
	n := 0
	for i := 0; i < len(b.img.Pix); i += 4 {
		if b.img.Pix[i] != 0xFF || b.img.Pix[i+1] != 0xFF {
			n++
		}
	}
	return float64(n) / b.perMM / b.perMM
}

// Areas are those of school geometry.
func TestCanvasAreas(t *testing.T) {
	for _, tc := range []struct {
		name string
		draw func(c Canvas)
		want float64
	}{
		{"rect 4 by 2", func(c Canvas) { c.Rect(1, 1, 4, 2, blue) }, 8},
		{"level line 5 by 0.5", func(c Canvas) { c.Line(Point{1, 2}, Point{6, 2}, 0.5, blue) }, 2.5},
		{"upright line 5 by 0.5", func(c Canvas) { c.Line(Point{2, 6}, Point{2, 1}, 0.5, blue) }, 2.5},
		{"diagonal 3-4-5 by 0.5", func(c Canvas) { c.Line(Point{1, 1}, Point{5, 4}, 0.5, blue) }, 2.5},
		{"steep 3-4-5 by 0.5", func(c Canvas) { c.Line(Point{5, 1}, Point{2, 5}, 0.5, blue) }, 2.5},
		{"dot radius 2", func(c Canvas) { c.Dot(Point{4, 4}, 2, blue) }, math.Pi * 4},
		{"ring radius 2 by 0.5", func(c Canvas) { c.Ring(Point{4, 4}, 2, 0.5, blue) }, 2 * math.Pi * 2 * 0.5},
		{"triangle 4 by 4", func(c Canvas) { c.Polygon([]Point{{3, 1}, {5, 5}, {1, 5}}, blue) }, 8},
		{"bent line", func(c Canvas) { c.Polyline([]Point{{1, 1}, {1, 5}, {5, 5}}, 0.4, blue) }, 2*4*0.4 + math.Pi*0.04},
		{"nothing", func(c Canvas) { c.Rect(1, 1, 0, 3, blue); c.Polygon([]Point{{1, 1}, {2, 2}}, blue) }, 0},
	} {
		t.Run(tc.name, func(t *testing.T) {
			b := newBitmap(8, 8, 50)
			tc.draw(canvasOf(b))
			if got := b.inked(); math.Abs(got-tc.want) > 0.03*tc.want+1e-9 {
				t.Errorf("area %.3f mm², want %.3f", got, tc.want)
			}
		})
	}
}

// pathProvider has real paths.
type pathProvider struct {
	core.Provider
	canvas Canvas
}

func (p pathProvider) Canvas() Canvas { return p.canvas }

func TestProviderWithPathsIsUsed(t *testing.T) {
	own := scanCanvas{newBitmap(1, 1, 1)}
	if canvasOf(pathProvider{canvas: own}) != Canvas(own) {
		t.Error("the provider's own canvas was not used")
	}
}

// TestMarksLookRight compares every chart mark with a small picture.
func TestMarksLookRight(t *testing.T) {
	const w, h, perMM = 60, 36, 6
	fine := newBitmap(w, h, 4*perMM)
	cv := canvasOf(fine)
	for i, s := range []reportcard.Shape{reportcard.FilledTriangle, reportcard.HollowTriangle, reportcard.FilledCircle, reportcard.FilledSquare, reportcard.Dash, reportcard.Cross} {
		sceneMark(s.Scene())(cv, 2+float64(i)*6, 2)
	}
	sceneMark(strip(17.3, 11.9, 24, 3, 9.1, -1, 15, 7).Scene(chart.Frame{Width: 34, Plot: 8}))(cv, 2, 7)
	sceneMark(spark(30, 12, 15, 22.2).Scene(chart.Frame{Width: 14, Plot: 8}))(cv, 40, 7)
	sceneMark(spark(30, 12, -1, 22.2).Scene(chart.Frame{Width: 14, Plot: 8}))(cv, 40, 0)
	tr := trend("", "", 0.3, "", []float64{.12, .15, .222}, []float64{.043, .047, .049})
	sceneMark(tr.Scene(chart.Frame{Width: 56, Size: 3, Plot: 16}))(cv, 2, 16)

	got := shrink(fine.img, 4)
	path := filepath.Join("..", "..", "testdata", "render", "marks.png")
	if *updateMarks {
		f, err := os.Create(path)
		if err != nil {
			t.Fatal(err)
		}
		if err := png.Encode(f, got); err != nil {
			t.Fatal(err)
		}
		if err := f.Close(); err != nil {
			t.Fatal(err)
		}
	}
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	want, err := png.Decode(f)
	if err != nil {
		t.Fatal(err)
	}
	if got.Bounds() != want.Bounds() {
		t.Fatalf("size %v, want %v", got.Bounds(), want.Bounds())
	}
	worst, sum := 0, 0
	for y := range got.Bounds().Dy() {
		for x := range got.Bounds().Dx() {
			a, b := got.RGBAAt(x, y), color.RGBAModel.Convert(want.At(x, y)).(color.RGBA)
			d := slices.Max([]int{gap(a.R, b.R), gap(a.G, b.G), gap(a.B, b.B)})
			worst, sum = max(worst, d), sum+d
		}
	}
	if mean := float64(sum) / float64(got.Bounds().Dx()*got.Bounds().Dy()); mean > 0.4 || worst > 140 {
		t.Errorf("the marks differ from the picture: mean %.2f, worst %d; look at them before -update-marks", mean, worst)
	}
}

func gap(a, b uint8) int { return int(max(a, b)) - int(min(a, b)) }

// shrink averages squares of n pixels.
func shrink(in *image.RGBA, n int) *image.RGBA {
	out := image.NewRGBA(image.Rect(0, 0, in.Bounds().Dx()/n, in.Bounds().Dy()/n))
	for y := range out.Bounds().Dy() {
		for x := range out.Bounds().Dx() {
			var sum [3]int
			for dy := range n {
				for dx := range n {
					c := in.RGBAAt(x*n+dx, y*n+dy)
					sum[0], sum[1], sum[2] = sum[0]+int(c.R), sum[1]+int(c.G), sum[2]+int(c.B)
				}
			}
			out.SetRGBA(x, y, color.RGBA{uint8(sum[0] / n / n), uint8(sum[1] / n / n), uint8(sum[2] / n / n), 0xFF})
		}
	}
	return out
}
