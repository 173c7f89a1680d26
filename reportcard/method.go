package reportcard

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"

	"inclusioncards/metrics"
)

// method is the data and method box, one paragraph per subject.
func (b *builder) method(withheld int) []Text {
	w := b.card.Method
	version := values{"version": b.options.Version, "method": metrics.MethodVersion, "config": b.options.ConfigHash}
	p := w.Version
	if b.options.ConfigHash == "" {
		p = w.VersionBare
	}
	var out []Text
	if len(b.in.sources) > 0 {
		out = append(out, b.sources())
	}
	if a := b.averages(); a != nil {
		out = append(out, a)
	}
	if h := b.history(); h != nil {
		out = append(out, h)
	}
	if passed, ok := b.passed(); ok {
		out = append(out, passed)
	}
	if b.edition.Positions {
		out = append(out, b.coverage())
	}
	out = append(out, b.compared())
	if !b.edition.Plain {
		out = append(out, b.rules())
	}
	if b.noMore {
		out = append(out, b.text(w.Further, nil))
	}
	return append(out,
		b.text(w.Disclosure, values{"profile": b.protection(withheld)}), b.text(p, version))
}

// mostSources is how many files are named on the card.
const mostSources = 8

// shortHash is how many hexadecimal digits stand for a file.
const shortHash = 8

func (b *builder) sources() Text {
	w := b.card.Method
	if len(b.in.sources) > mostSources {
		return b.text(w.ManySources, values{"n": count(len(b.in.sources)), "hash": CombinedHash(b.in.sources)})
	}
	var list []string
	for _, s := range b.in.sources {
		file := s.File
		if s.Sheet != "" {
			file = b.say(w.Sheet, values{"file": s.File, "sheet": s.Sheet})
		}
		period := ""
		if n := len(s.Years); n > 0 {
			from, to := slices.Min(s.Years), slices.Max(s.Years)
			v := values{"from": from.String(), "to": to.String()}
			period = b.say(w.SourcePeriods, v)
			if from == to {
				period = b.say(w.SourcePeriod, v)
			}
		}
		p := w.Source
		if b.protected() { // the rows of a list of suspensions are the suspensions
			p = w.SourceUncounted
		}
		list = append(list, b.say(p, values{
			"file": file, "rows": count(s.Rows), "period": period, "hash": s.SHA256[:min(shortHash, len(s.SHA256))],
		}))
	}
	return b.text(w.Sources, values{"list": strings.Join(list, " · ")})
}

// CombinedHash stands for many files: the SHA-256 of their own, sorted, one to
// a line. The order in which files were read does not change it.
func CombinedHash(sources []metrics.Source) string {
	var all []string
	for _, s := range sources {
		all = append(all, s.SHA256)
	}
	slices.Sort(all)
	sum := sha256.Sum256([]byte(strings.Join(all, "\n")))
	return hex.EncodeToString(sum[:])[:shortHash]
}

// history says whose figures of earlier years stand on the card.
func (b *builder) history() Text {
	w := b.card.Method
	var list, summed []string
	month := ""
	for _, p := range b.in.history.Earlier {
		v := values{"urn": string(p.URN), "date": p.Until.Format("January 2006")}
		switch {
		case p.Summed:
			month = p.Until.Format("January 2006")
			summed = append(summed, string(p.URN))
		case p.Until.IsZero():
			list = append(list, b.say(w.Undated, v))
		default:
			list = append(list, b.say(w.Until, v))
		}
	}
	if len(summed) > 0 {
		list = append(list, b.say(w.Summed, values{"date": month, "list": strings.Join(summed, ", ")}))
	}
	if len(list) == 0 {
		return nil
	}
	return b.text(w.History, values{"list": strings.Join(list, ". ")})
}

// compared names the other schools behind the results.
func (b *builder) compared() Text {
	w := b.card.Method
	var list []string
	for _, k := range metrics.ComparatorKinds() {
		if s := b.comparedWith(k); s != "" {
			list = append(list, s)
		}
	}
	if len(list) == 0 {
		return b.text(w.ComparedNothing, nil)
	}
	self := "" // published figures include the school
	for _, r := range b.in.results {
		if r.Schools > 0 && !r.Published && r.Verdict != metrics.NotComparable {
			self = w.ComparedSelf
		}
	}
	return b.text(w.Compared, values{"list": strings.Join(list, w.ComparedAlso), "self": self})
}

func (b *builder) comparedWith(k metrics.ComparatorKind) string {
	w := b.card.Method
	var sizes []int
	published := false
	for _, r := range b.in.results {
		if with(r) != k || r.Verdict == metrics.NotComparable || r.Verdict == metrics.NotSupplied {
			continue
		}
		published = published || r.Published
		if !r.Published && r.Schools > 0 {
			sizes = append(sizes, r.Schools)
		}
	}
	if len(sizes) == 0 {
		if published {
			return b.say(w.ComparedPublished, values{"area": b.place(k)})
		}
		return ""
	}
	low, high := slices.Min(sizes), slices.Max(sizes)
	n := count(low)
	if low != high {
		n = b.say(w.ComparedRange, values{"low": count(low), "high": count(high)})
	}
	return b.otherSchools(k, n)
}

// rules states those that this card's results were decided by.
func (b *builder) rules() Text {
	w, o := b.card.Method, b.in.options
	level := b.level()
	list := []string{b.say(w.Ranges, values{"level": level})}
	used := map[metrics.TestKind]bool{}
	var tests []int
	alone, leavers := false, false
	for _, l := range b.lines {
		if l.result.Verdict == metrics.NotSupplied {
			continue
		}
		used[l.measure.Test] = true
		alone = alone || l.result.Alone
		leavers = leavers || l.measure.Family == metrics.FamilyMovement
		if l.result.Tests > 0 && !l.result.Alone {
			tests = append(tests, l.result.Tests)
		}
	}
	if used[metrics.ExcessTest] {
		list = append(list, b.say(w.Excess, values{"material": decimal(o.MaterialShare, 2, 0), "pupils": whole(o.MaterialPupils)}))
	}
	if used[metrics.LeaverTest] {
		list = append(list, b.say(w.Year10, values{"n": count(o.Y10Leavers), "share": decimal(o.Y10Share, 2, 0)}))
	}
	if used[metrics.RegisterTest] {
		list = append(list, b.say(w.Register, values{"level": level, "share": decimal(o.RegisterRelative, 2, 0)}))
	}
	if len(tests) > 0 {
		list = append(list, b.say(w.Limit, values{"q": decimal(o.Q, 2, 0), "tests": b.tests(tests)}))
	}
	if alone {
		list = append(list, b.say(w.Alone, values{"evidence": decimal(o.AloneEvidence, 0, 3), "watch": decimal(o.AloneWatch, 0, 2)}))
	}
	for _, l := range b.lines {
		if l.standsOut() && (l.result.Q.OK || l.result.Alone && l.result.P.OK) {
			list = append(list, b.evidence(l))
		}
	}
	list = append(list, b.say(w.Groups, values{"n": count(o.MinGroup)}))
	if leavers {
		preset := b.in.preset
		if preset == "" {
			preset = b.say(w.PresetUnknown, values{"preset": b.in.options.LeaverPreset})
		}
		list = append(list, b.say(w.Preset, values{"preset": preset}))
	}
	list = append(list, b.counting()...)
	return b.text(w.Rules, values{"list": strings.Join(list, " ")})
}

func (b *builder) tests(n []int) string {
	w := b.card.Method
	low, high := slices.Min(n), slices.Max(n)
	if low == high {
		return b.say(w.Tests, values{"tests": count(low)})
	}
	return b.say(w.TestsRange, values{"low": count(low), "high": count(high)})
}

// evidence is the q-value (alone: the p-value) behind a result that stands out
// and the variation between schools it allows for.
func (b *builder) evidence(l line) string {
	w, r := b.card.Method, l.result
	p, small, n := w.Q, w.QSmall, r.Q
	if r.Alone {
		p, small, n = w.P, w.PSmall, r.P
	}
	q := small
	if n.V >= 0.0005 {
		q = b.say(p, values{"q": decimal(n.V, 0, 3)})
	}
	tau := ""
	if r.Tau2.OK {
		tau = b.say(w.Tau, values{"tau": variance(r.Tau2.V)})
		if r.TauFloored {
			tau += w.TauFloor
		}
	}
	return b.say(w.Flagged, values{"lead": b.lead(l), "q": q, "tau": tau})
}

// variance keeps two significant figures of a small number.
func variance(v float64) string {
	switch {
	case v <= 0:
		return "0"
	case v >= 0.1:
		return decimal(v, 0, 2)
	case v >= 0.01:
		return decimal(v, 0, 3)
	}
	return decimal(v, 0, 4)
}
