package ingest

import (
	"math"
	"strconv"

	"inclusioncards/metrics"
)

// CheckPublishedRoll is the name of the check of the pupils a file counts
// against the roll that a published census gives (inputs.md 12).
const CheckPublishedRoll = "published_roll"

// Shares of the published roll above which a difference is a warning and a
// veto.
const (
	warnRoll = 0.03
	vetoRoll = 0.10
)

// checkRolls compares the pupils of every school with its published roll, where
// there are both.
func (r *reader) checkRolls() {
	for _, b := range r.urns.sorted() {
		if b.key.group != metrics.GroupAll {
			continue
		}
		for id := range r.urns.keys {
			counted := r.wholeRoll(b.key.year, id)
			published := b.get(metrics.CensusRoll, id)
			if !published.ok() {
				published = b.get(metrics.ExclusionHeadcount, id)
			}
			if counted < 0 || !published.ok() || published.n == 0 {
				continue
			}
			r.checkRoll(b.key.year, id, counted, published)
		}
	}
}

// wholeRoll gives the pupils of a school as a file counts them, or -1.
func (r *reader) wholeRoll(y metrics.AcademicYear, id int) float64 {
	if all := r.urns.blocks[blockKey{y, metrics.GroupAll}].get(metrics.Pupils, id); all.ok() {
		return all.n
	}
	for _, parts := range [][]metrics.Group{
		{metrics.GroupSENSupport, metrics.GroupEHCPlan, metrics.GroupNoSEN}, {metrics.GroupSEND, metrics.GroupNoSEN},
	} {
		if sum, ok := r.sumOf(y, parts, metrics.Pupils, id); ok {
			return sum
		}
	}
	return -1
}

func (r *reader) checkRoll(y metrics.AcademicYear, id int, counted float64, published figure) {
	share := math.Abs(counted-published.n) / published.n
	c := metrics.Check{
		URN: metrics.URN(r.urns.keys[id]), Code: CheckPublishedRoll, Year: y, Outcome: metrics.CheckPassed,
		Detail: map[string]string{"counted": formatNumber(counted), "published": formatNumber(published.n)},
	}
	code := ""
	switch {
	case share > vetoRoll && r.opt.AcceptRoll != "":
		c.Outcome, code = metrics.CheckOverridden, codeRollWarn
		c.Detail["reason"] = r.opt.AcceptRoll
	case share > vetoRoll:
		c.Outcome, code = metrics.CheckVetoed, codeRollVeto
	case share > warnRoll:
		c.Outcome, code = metrics.CheckWarned, codeRollWarn
	}
	r.found = append(r.found, c)
	if code != "" {
		at := spot{file: r.sources[published.src].show, sheet: r.sources[published.src].Sheet, urn: c.URN}
		r.report(code, at, "a", formatNumber(counted), "b", formatNumber(published.n), "year", y.String(),
			"share", strconv.FormatFloat(100*share, 'f', 0, 64))
	}
}
