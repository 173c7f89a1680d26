package metrics

import (
	"math"

	"inclusioncards/metrics/stats"
)

// ChanceShare is the share of results called worth exploring that are chance,
// in the simulation of the README (precision 0.956 with three years pooled).
const ChanceShare = 0.044

// FunnelSchools is the least number of tested schools that make a funnel.
const FunnelSchools = 10

// funnelLevels are those of the limits, the outermost first.
var funnelLevels = [...]float64{0.998, 0.95}

// Funnel sets the tested schools of a phase group beside one another for one
// measure and one comparator.
type Funnel struct {
	Measure MeasureID
	Phase   Phase
	Points  []FunnelPoint
	// Target is the middle line: 0 on the scale of the excess test, else the
	// pooled share of the schools, in [0,1].
	Target float64
	// Ratio: Y is the natural logarithm of the ratio to the comparator's
	// pattern, X the information of the school's tables over the pooled years.
	// Otherwise Y is a share in [0,1] and X the pupils it is of.
	Ratio  bool
	Limits []FunnelCurve
}

// FunnelPoint is one school; Result is what its point rests on. Beyond counts
// the pairs of limits it lies outside: 0, 1 or 2.
type FunnelPoint struct {
	X, Y   float64
	Beyond int
	Result Result
}

// FunnelCurve is a pair of limits at one level, over ascending X.
type FunnelCurve struct {
	Level     float64
	X, Lo, Hi []float64
}

// Funnel of the schools given (indices in the dataset) against the preferred
// comparator; not ok with fewer than FunnelSchools tested.
//
// For the excess test Y is z times its standard error, so that a school lies
// outside the limits of a level where its z does, but for the uncertainty of
// the centre (CentreVariance), which differs by school and is small. The SEN
// register has limits with the between-school variance that most schools of
// the phase have; Year 10 to 11 exact binomial limits at the pooled share.
func (a *Analysis) Funnel(id MeasureID, phase Phase, schools []int) (Funnel, error) {
	m, ok := Lookup(id)
	f := Funnel{Measure: id, Phase: phase, Ratio: m.Test == ExcessTest}
	if !ok || m.Test == NoTest || len(a.Comparators) == 0 {
		return f, nil
	}
	var tau2s []float64
	events, pupils := 0, 0
	for _, i := range schools {
		if a.Data.Schools[i].Phase != phase || !a.applies(i, &m) {
			continue
		}
		r := a.result(i, &m, a.Year, a.Comparators[0])
		p := FunnelPoint{Result: r}
		switch {
		case !r.P.OK:
			continue
		case !f.Ratio:
			p.X, p.Y = float64(r.Group), r.SchoolValue.V
		case r.Z.OK && r.Variance.V > 0:
			p.X, p.Y = r.Variance.V, r.Z.V*math.Sqrt(1/r.Variance.V+r.Tau2.V+r.CentreVariance.V)
		default: // judged alone, by an exact test
			continue
		}
		f.Points = append(f.Points, p)
		tau2s = append(tau2s, r.Tau2.V)
		events, pupils = events+r.Events, pupils+r.Group
	}
	if len(f.Points) < FunnelSchools {
		return Funnel{Measure: id, Phase: phase, Ratio: f.Ratio}, nil
	}
	if !f.Ratio {
		f.Target = float64(events) / float64(pupils)
	}
	return f, f.limit(m.Test, mode(tau2s))
}

// mode is the most frequent value, the first of equals.
func mode(values []float64) float64 {
	times := map[float64]int{}
	for _, v := range values {
		times[v]++
	}
	best := values[0]
	for _, v := range values {
		if times[v] > times[best] {
			best = v
		}
	}
	return best
}

// curvePoints is how finely limits are drawn.
const curvePoints = 61

// limit adds the limits from the smallest school to the largest, and tells how
// many of them each school lies outside.
func (f *Funnel) limit(test TestKind, tau2 float64) error {
	lo, hi := f.Points[0].X, f.Points[0].X
	for _, p := range f.Points {
		lo, hi = math.Min(lo, p.X), math.Max(hi, p.X)
	}
	for _, level := range funnelLevels {
		c := FunnelCurve{Level: level}
		for i := range curvePoints {
			// Closer together where limits bend most.
			at := math.Sqrt(lo) + (math.Sqrt(hi)-math.Sqrt(lo))*float64(i)/(curvePoints-1)
			l, h, err := f.limitsAt(at*at, level, test, tau2)
			if err != nil {
				return err
			}
			c.X, c.Lo, c.Hi = append(c.X, at*at), append(c.Lo, l), append(c.Hi, h)
		}
		f.Limits = append(f.Limits, c)
		for i := range f.Points {
			p := &f.Points[i]
			l, h, err := f.limitsAt(p.X, level, test, tau2)
			if err != nil {
				return err
			}
			if p.Y < l || p.Y > h {
				p.Beyond++
			}
		}
	}
	return nil
}

func (f *Funnel) limitsAt(x, level float64, test TestKind, tau2 float64) (lo, hi float64, err error) {
	if test == LeaverTest {
		l, err := stats.FunnelBinomial(max(1, int(math.Round(x))), f.Target, level)
		return l.Lo.Value, l.Hi.Value, err
	}
	half := normalQuantile(level)
	if f.Ratio {
		half *= math.Sqrt(1/x + tau2)
		return -half, half, nil
	}
	half *= math.Sqrt(f.Target*(1-f.Target)/x + tau2)
	return math.Max(0, f.Target-half), math.Min(1, f.Target+half), nil
}
