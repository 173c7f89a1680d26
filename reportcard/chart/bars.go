package chart

// Bars are stacked bars from zero to the whole, one below the other, their
// parts labelled.
type Bars struct {
	Max  float64 // the whole, in data terms
	Rows []BarRow
}

// BarRow is one bar.
type BarRow struct {
	Label    string // "This school"
	Segments []Segment
}

// Segment is one part of a bar. Fills tell neighbours apart without colour.
type Segment struct {
	Value Value // Text is the whole label: "EHC plan 3.6"
	Fill  Fill
}

// Fill is how a segment is drawn.
type Fill uint8

const (
	Solid   Fill = iota // dark
	Striped             // upright stripes
	Open                // its edge alone
)

// Scene sets the labels of each bar above it.
func (b *Bars) Scene(f Frame) Scene {
	const thick = 4.6
	s := Scene{W: f.Width}
	name := style{size: f.Size, bold: true, tone: Ink}
	plain := style{size: f.Size, tone: Grey}
	y := 0.0
	for i, r := range b.Rows {
		if i > 0 {
			y += rowGap
		}
		y += name.block(&s, name.wrap(r.Label, f.Width), 0, y, Start)
		x := 0.0
		var labels []label
		var parts []Mark
		for _, seg := range r.Segments {
			if seg.Value.Missing {
				continue
			}
			w := min(unit(seg.Value.V, 0, b.Max)*f.Width, f.Width-x)
			labels = append(labels, label{text: seg.Value.Text, style: plain, at: x + w/2})
			parts = append(parts, Mark{A: Point{x, 0}, B: Point{x + w, thick}})
			x += w
		}
		y = callouts(&s, labels, 0, f.Width, y)
		n := 0
		for _, seg := range r.Segments {
			if seg.Value.Missing {
				continue
			}
			segment(&s, parts[n].A.X, y, parts[n].B.X-parts[n].A.X, thick, seg.Fill)
			n++
		}
		y += thick
	}
	s.H = y
	return s
}

// segment draws one part, a hair narrower than its share so that neighbours
// stay apart.
func segment(s *Scene, x, y, w, h float64, fill Fill) {
	const apart, stripe, pitch = 0.25, 0.45, 1.1
	if w > 3*apart {
		w -= apart
	}
	switch fill {
	case Solid:
		s.rect(x, y, w, h, Blue)
	case Open:
		outlined(s, x, y, w, h)
	case Striped:
		s.rect(x, y, w, h, Blue)
		const edge = 0.3
		s.rect(x+edge, y+edge, w-2*edge, h-2*edge, Paper)
		for at := x + pitch; at+stripe < x+w; at += pitch {
			s.rect(at, y, stripe, h, Blue)
		}
	}
}
