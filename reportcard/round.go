package reportcard

import (
	"math"
	"strconv"
	"strings"
)

// decimal prints v times 10^shift with the given places. Halves round away
// from zero, as DfE rounds, on the shortest decimal that reads back as v: 0.25
// prints 0.3 where %.1f prints 0.2. A value that rounds to zero has no sign. A
// value that is not a number prints as nothing.
func decimal(v float64, shift, places int) string {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return ""
	}
	mantissa, exponent, _ := strings.Cut(strconv.FormatFloat(math.Abs(v), 'e', -1, 64), "e")
	digits := strings.Replace(mantissa, ".", "", 1)
	e, _ := strconv.Atoi(exponent)
	keep := e + 1 + shift + places // digits before the rounding point
	var scaled string
	switch {
	case keep < 0:
		scaled = "0"
	case keep >= len(digits):
		scaled = digits + strings.Repeat("0", keep-len(digits))
	default:
		scaled = "0" + digits[:keep]
		if digits[keep] >= '5' {
			scaled = increment(scaled)
		}
	}
	return placed(scaled, places, v < 0)
}

// ratio prints num/den times scale with the given places, halves away from
// zero. Counts are whole (or halves of a day), so the quotient is exact.
func ratio(num, den, scale float64, places int) string {
	n, d := 2*num*scale*math.Pow10(places), 2*den
	if d == 0 || n != math.Trunc(n) || d != math.Trunc(d) || math.Abs(n) > 1<<52 || math.Abs(d) > 1<<52 {
		return decimal(num/den*scale, 0, places)
	}
	a, b := int64(math.Abs(n)), int64(math.Abs(d))
	q := a / b
	if 2*(a%b) >= b {
		q++
	}
	return placed(strconv.FormatInt(q, 10), places, n*d < 0)
}

// increment adds one to a string of digits that starts with 0.
func increment(digits string) string {
	b := []byte(digits)
	for i := len(b) - 1; ; i-- {
		if b[i] != '9' {
			b[i]++
			return string(b)
		}
		b[i] = '0'
	}
}

// placed sets the decimal point, the thousands separators and the sign.
func placed(scaled string, places int, negative bool) string {
	scaled = strings.TrimLeft(scaled, "0")
	if scaled == "" {
		negative = false
	}
	if len(scaled) <= places {
		scaled = strings.Repeat("0", places-len(scaled)+1) + scaled
	}
	whole, fraction := scaled[:len(scaled)-places], scaled[len(scaled)-places:]
	var b strings.Builder
	if negative {
		b.WriteByte('-')
	}
	for i, r := range whole {
		if i > 0 && (len(whole)-i)%3 == 0 {
			b.WriteByte(',')
		}
		b.WriteRune(r)
	}
	if fraction != "" {
		b.WriteString("." + fraction)
	}
	return b.String()
}

// whole prints a count: no decimals unless it holds half a day.
func whole(v float64) string {
	if v != math.Trunc(v) {
		return decimal(v, 0, 1)
	}
	return decimal(v, 0, 0)
}

// fewest is the least denominator of a rate in 100; below it counts are
// printed.
const fewest = 100
