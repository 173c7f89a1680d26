package stats

import "math"

// accumulator adds with Neumaier's compensation, so that a total does not depend
// on the order of the rows beyond its last bit.
type accumulator struct{ sum, lost float64 }

func (a *accumulator) add(x float64) {
	t := a.sum + x
	if math.Abs(a.sum) >= math.Abs(x) {
		a.lost += (a.sum - t) + x
	} else {
		a.lost += (x - t) + a.sum
	}
	a.sum = t
}

func (a *accumulator) total() float64 { return a.sum + a.lost }

// Sum is the compensated (Neumaier) sum of xs.
func Sum(xs []float64) float64 {
	var a accumulator
	for _, x := range xs {
		a.add(x)
	}
	return a.total()
}
