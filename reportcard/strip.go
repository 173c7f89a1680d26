package reportcard

import (
	"math"
	"strings"

	"inclusioncards/metrics"
)

// strip places the school among the others. Its axis always holds zero, so
// that distances can be read as sizes.
func (b *builder) strip(l line, own metrics.Observation) *Strip {
	r := l.result
	if !r.SchoolValue.OK || r.Verdict == metrics.NotComparable {
		return nil
	}
	s := &Strip{Dot: r.SchoolValue.V, Lo: r.SchoolValue.V, Hi: r.SchoolValue.V}
	if own.HasInterval {
		s.Lo, s.Hi = own.Lo, own.Hi
	}
	marks := []float64{0, s.Dot, s.Lo, s.Hi}
	if r.QuartileLo.OK && r.QuartileHi.OK {
		s.HasQuartiles, s.QuartileLo, s.QuartileHi = true, r.QuartileLo.V, r.QuartileHi.V
		marks = append(marks, s.QuartileLo, s.QuartileHi)
	}
	if r.LimitLo.OK && r.LimitHi.OK {
		s.HasLimits, s.LimitLo, s.LimitHi = true, r.LimitLo.V, r.LimitHi.V
		marks = append(marks, s.LimitLo, s.LimitHi)
	}
	if r.ComparatorValue.OK {
		s.HasMarker, s.Marker = true, r.ComparatorValue.V
		marks = append(marks, s.Marker)
	}
	s.Min, s.Max = axis(marks)
	s.Alt = b.stripAlt(l, own, s)
	return s
}

// axis finds round ends around the marks.
func axis(marks []float64) (lo, hi float64) {
	lo, hi = marks[0], marks[0]
	for _, m := range marks {
		lo, hi = math.Min(lo, m), math.Max(hi, m)
	}
	step := roundStep(hi - lo)
	return tidy(math.Floor(lo/step) * step), tidy(math.Ceil(hi/step) * step)
}

// tidy takes the last binary digits off a multiple of a step.
func tidy(v float64) float64 { return math.Round(v*1e6) / 1e6 }

// roundStep is a tenth to a quarter of a span, as 1, 2 or 5 times a power of 10.
func roundStep(span float64) float64 {
	if span <= 0 {
		return 0.01
	}
	unit := math.Pow(10, math.Floor(math.Log10(span/10)))
	for _, k := range []float64{1, 2, 5} {
		if span/(k*unit) <= 10 {
			return k * unit
		}
	}
	return 10 * unit
}

func (b *builder) stripAlt(l line, own metrics.Observation, s *Strip) string {
	w := b.card.Alt
	first := w.Share
	if l.isExcess() {
		first = w.Gap
	}
	out := []string{b.say(first, values{"value": decimal(s.Dot, 2, 1)})}
	between := func(p phrase, lo, hi float64) {
		out = append(out, b.say(p, values{"low": decimal(lo, 2, 1), "high": decimal(hi, 2, 1), "level": b.level()}))
	}
	if own.HasInterval {
		between(w.Range, s.Lo, s.Hi)
	}
	if s.HasMarker {
		out = append(out, b.say(w.Marker, values{"place": b.card.Comparators[with(l.result)].Adjective, "value": decimal(s.Marker, 2, 1)}))
	}
	if s.HasQuartiles {
		between(w.Quartiles, s.QuartileLo, s.QuartileHi)
	}
	if s.HasLimits {
		between(w.Limits, s.LimitLo, s.LimitHi)
	}
	for i := range out {
		out[i] = upperFirst(out[i]) + "."
	}
	return strings.Join(out, " ")
}

// slots is how many years the dots beside a result cover.
const slots = 3

// sparkline is the value of the strip over the years that end with the card's.
// It needs two years; a year whose groups are too small to compare stays empty.
func (b *builder) sparkline(l line) *Sparkline {
	if !l.result.SchoolValue.OK {
		return nil
	}
	s := &Sparkline{}
	seen := 0
	var said []string
	for i := slots - 1; i >= 0; i-- {
		y := b.in.year - metrics.AcademicYear(i)
		v, ok := b.valueIn(l, y)
		ok = ok && !b.changed(l.measure, y, b.in.year)
		p := SparkPoint{Label: y.String(), Value: v, Missing: !ok}
		said = append(said, b.saidYear(y, v, ok))
		if ok {
			if seen == 0 {
				s.Min, s.Max = v, v
			}
			s.Min, s.Max = math.Min(s.Min, v), math.Max(s.Max, v)
			seen++
		}
		s.Points = append(s.Points, p)
	}
	if seen < 2 {
		return nil
	}
	for s.Points[0].Missing {
		s.Points, said = s.Points[1:], said[1:]
	}
	s.Min, s.Max = axis([]float64{0, s.Min, s.Max})
	s.Alt = b.say(b.card.Alt.Years, values{"points": strings.Join(said, "; ")})
	return s
}

func (b *builder) saidYear(y metrics.AcademicYear, v float64, ok bool) string {
	if !ok {
		return b.say(b.card.Alt.YearMissing, values{"year": y.String()})
	}
	return b.say(b.card.Alt.YearValue, values{"year": y.String(), "value": decimal(v, 2, 1)})
}

// valueIn is the gap or share of a year.
func (b *builder) valueIn(l line, y metrics.AcademicYear) (float64, bool) {
	if !l.isExcess() {
		o := b.in.observe(y, l.measure, metrics.GroupAll)
		return o.Value, o.OK() && b.bigEnough(o)
	}
	o := b.in.observe(y, l.measure, metrics.GroupGap)
	return o.Value, o.OK() && b.bigEnough(b.in.observe(y, l.measure, metrics.GroupSEND)) &&
		b.bigEnough(b.in.observe(y, l.measure, metrics.GroupNoSEN))
}

// bigEnough: a rate known without its counts is taken as it is.
func (b *builder) bigEnough(o metrics.Observation) bool {
	return o.Published || o.Den.OK() && o.Den.N >= float64(b.in.options.MinGroup)
}
