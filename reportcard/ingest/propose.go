package ingest

import (
	"cmp"
	"io"
	"slices"
	"strings"

	"inclusioncards/metrics"
)

// Proposal is what one table's headings were or may be taken for.
type Proposal struct {
	File, Sheet string
	// Kind is what the table was taken for; empty when it is not recognised
	// as it stands.
	Kind     string
	Headings []HeadingProposal
}

// HeadingProposal is one heading with the best name for it.
type HeadingProposal struct {
	Heading string
	// Canonical is empty when nothing comes near.
	Canonical string
	// Confidence lies in [0,1]: 1 for a name or spelling that is known; below,
	// how much of the words or of the cells speaks for it.
	Confidence float64
	// Why says in a few words where the proposal comes from.
	Why string
	// Options are the names between which only the user can choose.
	Options []string
}

// Certain is the least confidence at which a proposal is written to be used.
const Certain = 0.75

// Propose looks at the headings of files and proposes a name for each.
func Propose(paths []string, opt Options) ([]Proposal, *Report, error) {
	inputs, err := gatherAll(paths)
	if err != nil {
		return nil, nil, err
	}
	r := newReader(opt)
	var out []Proposal
	r.survey = func(p part, t *table, top []heldRow, known bool) {
		out = append(out, propose(p, t, top, known))
	}
	r.readAll(inputs)
	r.sortProblems()
	return out, &r.rep, nil
}

// mappable are the kinds of table whose headings users choose.
var mappable = map[string]bool{"counts": true, "schools": true, "table of benchmarks": true, "comments": true, "pupil-level extract": true}

// propose makes the proposal for one table. known tells that its headings were
// recognised.
func propose(p part, t *table, top []heldRow, known bool) Proposal {
	out := Proposal{File: lastSegment(p.in.show), Sheet: p.sheet}
	head, rest := t.written, t.feed.held
	if known {
		out.Kind = t.kind.name
		if !mappable[t.kind.name] && !t.kind.pupilLevel {
			return out // its headings are settled by its publisher
		}
	} else {
		at := likelyHead(top)
		if head, rest = top[at].cells, top[at+1:]; !couldBeHeading(head) {
			return out // its first row may be about a person
		}
	}
	taken := map[string]bool{}
	names := head
	if t.feed != nil && t.feed.translate != nil {
		names = t.feed.translate(head)
	}
	for i, h := range head {
		if trimCell(h) == "" {
			continue
		}
		var cells []string
		for _, row := range rest {
			if j := i + t.lo; j < len(row.cells) && trimCell(row.cells[j]) != "" {
				cells = append(cells, trimCell(row.cells[j]))
			}
		}
		hp := proposeHeading(names[i], cells)
		hp.Heading = strings.Join(strings.Fields(h), " ")
		if hp.Canonical != "" && taken[hp.Canonical] && hp.Confidence < 1 {
			hp.Options, hp.Canonical, hp.Why = []string{hp.Canonical}, "", "another column has this meaning"
		}
		taken[hp.Canonical] = true
		out.Headings = append(out.Headings, hp)
	}
	return out
}

// likelyHead finds the row of headings of a table that was not recognised: of
// the first rows of words the one with the most cells, the upper of equals.
func likelyHead(top []heldRow) int {
	best, most := 0, 0
	for i, row := range top {
		filled := 0
		for _, c := range row.cells {
			if c = trimCell(c); c != "" && parseNumber(c, false).state != metrics.Observed {
				filled++
			}
		}
		if filled > most {
			best, most = i, filled
		}
	}
	return best
}

// proposeHeading finds the best name for a heading, by its words, then by the
// cells below it.
func proposeHeading(heading string, cells []string) HeadingProposal {
	n := normalise(heading)
	c := known(n)
	if options := optionsOf(n); options != nil {
		return HeadingProposal{Options: options, Why: "people use it for more than one thing"}
	}
	if isCanonical(c) {
		why := "its own name"
		if c != n {
			why = "a known spelling"
		}
		return HeadingProposal{Canonical: c, Confidence: 1, Why: why}
	}
	if f, g, ok := wideFigure(n); ok {
		return HeadingProposal{Canonical: f.String() + "_" + g.String(), Confidence: 1, Why: "a known spelling"}
	}
	if byCells, ok := proposeByCells(n, cells); ok {
		return byCells
	}
	return proposeByWords(n)
}

// wordStems bring words of headings to those of the canonical names.
var wordStems = map[string]string{
	"susp": "suspend", "suspension": "suspend", "suspensions": "suspend", "suspended": "suspend", "fte": "suspend", "fixed": "suspend", "excl": "exclude", "exclusion": "exclude",
	"exclusions": "exclude", "excluded": "exclude", "perm": "permanent", "permanently": "permanent", "pex": "permanent", "absentees": "absent", "absence": "absent", "abs": "absent", "absences": "absent", "missed": "absent",
	"sess": "session", "sessions": "session", "poss": "possible", "pupil": "pupil", "pupils": "pupil", "students": "pupil", "children": "pupil", "headcount": "pupil", "roll": "pupil", "enrolment": "enrol", "enrolments": "enrol", "enrolled": "enrol",
	"leavers": "leave", "left": "leave", "leaver": "leave", "days": "day", "lost": "day", "y10": "y10", "year10": "y10", "persistently": "persistent", "pa": "persistent", "severely": "severe", "sa": "severe", "ehe": "ehe", "home": "ehe", "repeat": "repeat", "twice": "repeat", "multiple": "repeat",
	"number": "", "no": "", "num": "", "of": "", "the": "", "count": "", "total": "", "in": "", "at": "", "a": "", "for": "", "with": "", "and": "", "or": "", "per": "", "to": "",
	"unique": "urn", "reference": "urn", "authority": "la", "local": "la", "lea": "la", "academic": "year", "ay": "year", "sch": "school", "est": "school", "establishment": "school",
	"unit": "unit", "base": "base", "possible": "possible", "known": "known", "unknown": "known", "special": "special",
}

func stems(n string) map[string]bool {
	out := map[string]bool{}
	for w := range strings.SplitSeq(n, "_") {
		if s, ok := wordStems[w]; ok {
			w = s
		}
		if w != "" {
			out[w] = true
		}
	}
	return out
}

// proposeByWords compares the words of a heading, less those of a SEN group,
// with the words of each figure and of each description.
func proposeByWords(n string) HeadingProposal {
	stem, group := cutGroup(n)
	mine := stems(stem)
	type scored struct {
		name  string
		score float64
	}
	var all []scored
	consider := func(name string) {
		theirs := stems(name)
		both := 0
		for w := range mine {
			if theirs[w] {
				both++
			}
		}
		score := 0.0
		if len(mine)+len(theirs) > 0 {
			score = 2 * float64(both) / float64(len(mine)+len(theirs))
		}
		if d := distance(stem, name, 3); d < 3 && len(stem) > 4 {
			score = max(score, 0.95-0.1*float64(d))
		}
		if score > 0 {
			all = append(all, scored{name, score})
		}
	}
	for _, f := range metrics.CountFields() {
		consider(f.String())
	}
	if group == "" {
		for name := range understood {
			consider(name)
		}
	}
	slices.SortFunc(all, func(a, b scored) int { return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(a.name, b.name)) })
	if len(all) == 0 || all[0].score < 0.5 {
		return HeadingProposal{Why: "nothing comes near"}
	}
	if len(all) > 1 && all[0].score-all[1].score < 0.05 {
		return HeadingProposal{Options: []string{all[0].name + group, all[1].name + group}, Confidence: all[0].score, Why: "two names come as near"}
	}
	// Words alone never make a proposal certain: nobody has looked at it.
	return HeadingProposal{Canonical: all[0].name + group, Confidence: min(all[0].score, 0.95), Why: "by its words"}
}

// cutGroup takes the SEN group off a heading; group is "_no_sen" or empty.
func cutGroup(n string) (stem, group string) {
	for i := 0; i < len(n); i++ {
		if n[i] != '_' {
			continue
		}
		if g, ok := groupHeadings[n[i+1:]]; ok {
			return n[:i], "_" + g.String()
		}
		if g, ok := groupHeadings[n[:i]]; ok {
			return n[i+1:], "_" + g.String()
		}
	}
	return n, ""
}

// optionsOf gives the meanings of an ambiguous heading, also of one with a SEN
// group.
func optionsOf(n string) []string {
	if o := ambiguous[n]; o != nil {
		return o
	}
	if f, ok := justSEN(n); ok {
		return []string{f + "_send", f + "_sen_support"}
	}
	stem, group := cutGroup(n)
	if group == "" {
		return nil
	}
	var out []string
	for _, o := range ambiguous[stem] {
		if _, ok := figureNames[o]; ok {
			out = append(out, o+group)
		}
	}
	return out
}

// proposeByCells reads identifiers, years and SEN groups off the cells.
func proposeByCells(n string, cells []string) (HeadingProposal, bool) {
	if len(cells) < 3 {
		return HeadingProposal{}, false
	}
	share := func(is func(string) bool) float64 {
		k := 0
		for _, c := range cells {
			if is(c) {
				k++
			}
		}
		return float64(k) / float64(len(cells))
	}
	distinct := map[string]bool{}
	for _, c := range cells {
		distinct[c] = true
	}
	for _, t := range []struct {
		name string
		is   func(string) bool
		cap  float64
	}{
		{"academic_year", func(c string) bool { _, bad := parseYear(c, false); return bad == "" }, 0.9},
		{"sen_group", func(c string) bool {
			_, legacy, _, ok := parseGroup(c)
			return ok && !legacy && len(distinct) > 1 && len(distinct) <= 6
		}, 0.9},
		{"urn", func(c string) bool { _, ok := fastURN(c); return ok && strings.Contains(n, "urn") }, 0.9},
		{"urn", func(c string) bool { u, ok := fastURN(c); return ok && u >= "100000" && u < "160000" }, 0.8},
		{"laestab", func(c string) bool { l, ok := fastLAESTAB(c); return ok && l.LA() >= "200" && l.LA() < "950" }, 0.8},
	} {
		if s := share(t.is); s >= 0.8 {
			return HeadingProposal{Canonical: t.name, Confidence: t.cap * s, Why: "by its cells"}, true
		}
	}
	return HeadingProposal{}, false
}

// WriteProposals writes a mapping file of what was proposed: pairs that are
// certain enough to be used as they are, the others and the questions as
// comments. It returns how many of each there are.
func WriteProposals(w io.Writer, all []Proposal) (pairs, open int, err error) {
	var b strings.Builder
	b.WriteString("# What the headings mean. Correct it, remove the # of the lines that are right, and give\n" +
		"# it with --mapping. \"ignore\" leaves a column out. A figure may carry a SEN group: suspensions_no_sen.\n")
	for _, p := range all {
		for _, h := range p.Headings {
			lead, canonical, also := "", h.Canonical, ""
			switch {
			case h.Confidence == 1 && normalise(h.Heading) == h.Canonical:
				continue
			case len(h.Options) > 0:
				canonical = h.Options[0]
				if len(h.Options) > 1 {
					also = " # or " + strings.Join(h.Options[1:], ", ")
				}
			case canonical == "":
				canonical = ignoreHeading
			}
			if h.Canonical == "" || h.Confidence < Certain {
				lead = "# "
				open++
			} else {
				pairs++
			}
			var one strings.Builder
			if err := WriteMapping(&one, []MapEntry{{File: p.File, Sheet: p.Sheet, Heading: h.Heading, Canonical: canonical}}, ""); err != nil {
				return 0, 0, err
			}
			for l := range strings.Lines(one.String()) {
				b.WriteString(lead + strings.TrimRight(l, "\n"))
				if strings.Contains(l, "canonical: ") {
					b.WriteString(also)
				}
				b.WriteByte('\n')
			}
		}
	}
	_, err = io.WriteString(w, b.String())
	return pairs, open, err
}
