package reportcard

import (
	"slices"
	"strings"

	"inclusioncards/metrics"
)

// coverage tells an officer of the authority how much of the card rests on what
// was supplied, and what of this school was rejected.
func (b *builder) coverage() Text {
	w := b.card.Method
	split, years := 0, map[metrics.AcademicYear]bool{}
	for _, l := range b.lines {
		if l.isExcess() && l.result.Verdict != metrics.NotSupplied || !l.isExcess() && l.all.OK() {
			split++
		}
		for _, y := range b.in.years {
			if o := b.in.observe(y, l.measure, metrics.GroupAll); y <= b.in.year && o.OK() {
				years[y] = true
			}
		}
	}
	var list, codes []string
	for _, c := range b.ownChecks(func(c metrics.Check) bool { return c.Outcome == metrics.CheckFound }) {
		if n, ok := c.Detail["records"]; ok {
			list = append(list, b.leftOut(n))
		} else if !slices.Contains(codes, c.Code) {
			codes = append(codes, c.Code)
		}
	}
	if len(codes) > 0 {
		list = append(list, b.say(w.CoverageFound, values{"code": b.list(codes)}))
	}
	if len(list) == 0 {
		list = []string{w.CoverageNone}
	}
	return b.text(w.Coverage, values{
		"n": count(split), "d": count(len(b.lines)), "years": count(len(years)), "list": strings.Join(list, " "),
	})
}

// keptBack says how many pupils stand in the same year group at both censuses:
// they count as staying. Such numbers are small, so only officers read them.
func (b *builder) keptBack() (string, bool) {
	n := b.in.rules.KeptBack
	if n == 0 || b.options.Profile.Floor() > 0 {
		return "", false
	}
	return b.say(b.card.Method.CoverageKept, values{"n": count(n)}), true
}
