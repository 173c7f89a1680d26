package chart

// Ladder shows the roll of each year group at two censuses, with those who left
// and those who joined between: bars from zero on both sides of a spine.
type Ladder struct {
	// Heads of the five columns: year group, first roll, left, joined, second
	// roll. Without the last two the bars of those who left have the whole width.
	Heads [5]string
	// Max is the end of both scales, in pupils.
	Max   float64
	Rungs []Rung
}

// Rung is one year group. A missing value leaves its place empty.
type Rung struct {
	Label        string // "Year 7 to 8"
	Before       string // roll at the first census, as printed
	Left, Joined Value
	After        string // roll a year later
}

// Scene draws one rung below the other.
func (l *Ladder) Scene(f Frame) Scene {
	s := Scene{W: f.Width}
	plain := style{size: f.Size, tone: Grey}
	strong := style{size: f.Size, bold: true, tone: Blue}
	head := style{size: f.Size, bold: true, tone: Grey}
	var label, before, after, left, joined float64
	for _, r := range l.Rungs {
		label, before, after = max(label, plain.width(r.Label)), max(before, plain.width(r.Before)), max(after, plain.width(r.After))
		left, joined = max(left, strong.width(r.Left.Text)), max(joined, plain.width(r.Joined.Text))
	}
	// Heads may wrap, but the columns give them a word's width.
	const least = 9.0
	label = min(label, f.Width*0.26)
	before, after = min(max(before, least), f.Width*0.16), min(max(after, least), f.Width*0.16)
	const space = 1.6
	x0, x1 := label+space+before+space, f.Width-after-space
	spine := (x0 + x1) / 2
	half := (x1 - x0) / 2
	movedOut := l.Heads[3] == "" && l.Heads[4] == ""
	if movedOut {
		spine, half = f.Width, f.Width-x0
	}
	left, joined = min(left, half/2), min(joined, half/2)
	bar := func(v, text float64) float64 { return unit(v, 0, l.Max) * (half - text - 1) }

	y := 0.0
	for i, c := range []struct {
		x, w float64
		a    Anchor
	}{{0, label, Start}, {label + space + before, before, End}, {spine - space/2, half - space, End}, {spine + space/2, half - space, Start}, {f.Width, after, End}} {
		y = max(y, head.block(&s, head.wrap(l.Heads[i], c.w), c.x, 0, c.a))
	}
	y += 0.8
	top := y
	const thick = 2.6
	for _, r := range l.Rungs {
		mid := y + plain.line()/2
		plain.text(&s, plain.cut(r.Label, label), 0, y, Start)
		plain.text(&s, plain.cut(r.Before, before), label+space+before, y, End)
		if r.After != "" && !movedOut {
			plain.text(&s, plain.cut(r.After, after), f.Width, y, End)
		}
		if !r.Left.Missing {
			w := bar(r.Left.V, left)
			s.rect(spine-w, mid-thick/2, w, thick, Blue)
			strong.text(&s, strong.cut(r.Left.Text, left), spine-w-0.8, y, End)
		}
		if !r.Joined.Missing && !movedOut {
			w := bar(r.Joined.V, joined)
			outlined(&s, spine, mid-thick/2, w, thick)
			plain.text(&s, plain.cut(r.Joined.Text, joined), spine+w+0.8, y, Start)
		}
		y += plain.line() + 0.7
	}
	s.line(Point{spine, top}, Point{spine, y}, 0.3, Grey)
	s.H = y
	return s
}

// outlined is a bar known by its edge.
func outlined(s *Scene, x, y, w, h float64) {
	const edge = 0.3
	if w <= 0 {
		return
	}
	s.rect(x, y, w, h, Grey)
	s.rect(x+edge, y+edge, w-2*edge, h-2*edge, Paper)
}
