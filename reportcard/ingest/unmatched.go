package ingest

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"inclusioncards/metrics"
)

// unjoined are the rows of one table about a school that no other table knows.
// The number of a school may be printed; its name in the row is not, because
// the column may hold something else.
type unjoined struct {
	src   uint16
	urn   metrics.URN // it or the next is set
	lab   metrics.LAESTAB
	name  string // in the row, to be compared only
	years map[metrics.AcademicYear]bool
	rows  map[uint32]bool
}

func (u *unjoined) id() string { return cmp.Or(string(u.urn), string(u.lab)) }

// lines lists the rows, the first first.
func (u *unjoined) lines() []uint32 { return slices.Sorted(maps.Keys(u.rows)) }

// knownSchool is a school of a table of schools or of a census.
type knownSchool struct {
	urn    metrics.URN
	lab    metrics.LAESTAB
	la     metrics.LACode
	name   string
	closed bool
}

// say names a school by its numbers, the one that was compared first.
func (k *knownSchool) say(byURN bool) string {
	first, rest := string(k.urn), ""
	if !byURN {
		first, rest = string(k.lab), "URN "+string(k.urn)
	}
	rest = strings.TrimPrefix(rest+", "+k.name, ", ")
	rest = strings.TrimSuffix(rest, ", ")
	if k.closed {
		rest = strings.TrimPrefix(rest+", closed", ", ")
	}
	if rest == "" {
		return first
	}
	return first + " (" + rest + ")"
}

// knownSchools lists the schools that tables of schools and censuses describe,
// by URN.
func (r *reader) knownSchools() []knownSchool {
	byURN := map[metrics.URN]*knownSchool{}
	at := func(u metrics.URN) *knownSchool {
		if byURN[u] == nil {
			byURN[u] = &knownSchool{urn: u}
		}
		return byURN[u]
	}
	for i := range r.schools {
		s := &r.schools[i].school
		if s.URN == "" {
			continue
		}
		k := at(s.URN)
		k.lab, k.name = cmp.Or(k.lab, s.LAESTAB), cmp.Or(k.name, s.Name)
		k.la = cmp.Or(k.la, s.LA, s.LAESTAB.LA())
		k.closed = k.closed || s.Closed
	}
	for _, l := range slices.Sorted(maps.Keys(r.links)) {
		for _, link := range r.links[l] {
			if link.trust == fromFigures && byURN[link.urn] == nil {
				continue // a counts table says so of itself
			}
			k := at(link.urn)
			k.lab = cmp.Or(k.lab, l)
			k.la = cmp.Or(k.la, k.lab.LA())
		}
	}
	for p := range r.linked.edges { // named in a table of links
		at(p.from)
		at(p.to)
	}
	out := make([]knownSchool, 0, len(byURN))
	for _, k := range byURN {
		out = append(out, *k)
	}
	slices.SortFunc(out, func(a, b knownSchool) int { return cmp.Compare(a.urn, b.urn) })
	return out
}

// ownRow says that a table has figures of a school in a year.
type ownRow struct {
	src  uint16
	urn  metrics.URN
	year metrics.AcademicYear
}

// ownRows finds which schools have figures of their own in the given tables.
func (r *reader) ownRows(of map[uint16]bool) map[ownRow]bool {
	out := map[ownRow]bool{}
	for _, b := range r.urns.blocks {
		for f := range b.fields {
			for id, fig := range b.fields[f] {
				if fig.flags&given != 0 && of[fig.src] {
					out[ownRow{fig.src, metrics.URN(r.urns.keys[id]), b.key.year}] = true
				}
			}
		}
	}
	return out
}

// candidate is a school that may be meant.
type candidate struct {
	school *knownSchool
	why    string
	score  float64 // the higher the likelier
}

// likeName is the share of their words that two like names have in common.
const likeName = 0.6

// candidates finds the schools that rows may be about: those whose number is
// one slip away and that have no row of their own in the table, and those of a
// like name. One slip alone says little, because numbers of neighbouring
// schools are dense.
func candidates(u *unjoined, known []knownSchool, own map[ownRow]bool) []candidate {
	var out []candidate
	words := nameWords(u.name)
	for i := range known {
		k := &known[i]
		number := string(k.urn)
		if u.urn == "" {
			number = string(k.lab)
		}
		slip := oneSlip(u.id(), number)
		if slip == "" && len(words) == 0 {
			continue
		}
		alike := 0.0
		if len(words) > 0 && k.name != "" && (u.lab == "" || k.la == "" || k.la == u.lab.LA() || strings.HasSuffix(number, string(u.lab[3:]))) {
			alike = overlap(words, nameWords(k.name))
		}
		taken := false
		for y := range u.years {
			taken = taken || own[ownRow{u.src, k.urn, y}]
		}
		switch {
		case slip != "" && alike >= likeName:
			out = append(out, candidate{k, slip + ", and a like name", 3 + alike})
		case alike >= likeName && !taken:
			out = append(out, candidate{k, "a like name, and no row of its own here", 2 + alike})
		case slip != "" && !taken && (len(words) == 0 || k.name == ""):
			out = append(out, candidate{k, slip + ", and no row of its own here", 1})
		}
	}
	slices.SortStableFunc(out, func(a, b candidate) int { return cmp.Compare(b.score, a.score) })
	return out
}

// oneSlip says how one identifier may have become another by one slip of the
// keyboard, and is empty when it cannot.
func oneSlip(a, b string) string {
	if len(a) != len(b) || a == b {
		return ""
	}
	var at []int
	for i := range len(a) {
		if a[i] != b[i] {
			at = append(at, i)
		}
	}
	switch {
	case len(at) == 1:
		return "one digit differs"
	case len(at) == 2 && at[1] == at[0]+1 && a[at[0]] == b[at[1]] && a[at[1]] == b[at[0]]:
		return "two digits change places"
	}
	return ""
}

// commonWords tell schools of one authority apart badly.
var commonWords = map[string]bool{
	"the": true, "school": true, "academy": true, "of": true, "and": true, "primary": true, "secondary": true, "high": true, "college": true, "s": true, "at": true,
}

// nameWords are the words of a school's name that tell it apart.
func nameWords(name string) map[string]bool {
	all, telling := map[string]bool{}, map[string]bool{}
	for w := range strings.SplitSeq(normalise(strings.ReplaceAll(name, "'", "")), "_") {
		if w == "" {
			continue
		}
		all[w] = true
		if !commonWords[w] {
			telling[w] = true
		}
	}
	if len(telling) == 0 {
		return all
	}
	return telling
}

// overlap is the share of the words of both that both have.
func overlap(a, b map[string]bool) float64 {
	both := 0
	for w := range a {
		if b[w] {
			both++
		}
	}
	if both == 0 {
		return 0
	}
	return float64(both) / float64(len(a)+len(b)-both)
}

// published are tables that nobody typed: a number in them that no other table
// has is that of another school, and no slip.
var published = map[string]bool{
	"exclusions by school": true, "absence by school (DfE tidy file)": true, "SEN by school (DfE tidy file)": true, "pupils by age (DfE tidy file)": true,
	"school census": true, "school absence": true, "school spine": true, "school information": true, "GIAS extract": true,
}

// Examples given in one message, and schools suggested.
const (
	namedPlaces     = 3
	namedCandidates = 2
)

// reportUnjoined says which rows were left over, why, and which schools may be
// meant: one problem for each identifier with a likely school, and one for each
// table and reason for the others.
func (r *reader) reportUnjoined(code string, lost []*unjoined) {
	if len(lost) == 0 {
		return
	}
	known := r.knownSchools()
	tables := map[uint16]bool{}
	for _, u := range lost {
		tables[u.src] = true
	}
	own := r.ownRows(tables)
	slices.SortFunc(lost, func(a, b *unjoined) int { return cmp.Or(cmp.Compare(a.src, b.src), cmp.Compare(a.id(), b.id())) })
	type reasonOf struct {
		src uint16
		why string
	}
	grouped := map[reasonOf][]*unjoined{}
	var order []reasonOf
	for _, u := range lost {
		var near []candidate
		if !published[r.sources[u.src].Kind] {
			near = candidates(u, known, own)
		}
		if len(near) > 0 {
			var names []string
			for _, c := range near[:min(len(near), namedCandidates)] {
				names = append(names, c.school.say(u.urn != "")+": "+c.why)
			}
			more := ""
			if n := len(near) - namedCandidates; n > 0 {
				more = fmt.Sprintf("; and %d more", n)
			}
			r.reportUnjoinedAs(code, u, sumRows([]*unjoined{u}), kindOfNumber(u)+" "+u.id()+placesOf(u)+", which no table of schools has", "; the nearest is "+strings.Join(names, "; or ")+more)
			continue
		}
		key := reasonOf{u.src, reasonUnjoined(u, known)}
		if grouped[key] == nil {
			order = append(order, key)
		}
		grouped[key] = append(grouped[key], u)
	}
	for _, key := range order {
		us := grouped[key]
		var names []string
		for _, u := range us[:min(len(us), namedPlaces)] {
			names = append(names, u.id()+placesOf(u))
		}
		list := strings.Join(names, ", ")
		if n := len(us) - len(names); n > 0 {
			list += " and " + thousands(n) + " more"
		}
		r.reportUnjoinedAs(code, us[0], sumRows(us), plural(len(us), "school", "schools")+" "+key.why+", "+kindOfNumber(us[0])+" "+list, "")
	}
}

func (r *reader) reportUnjoinedAs(code string, first *unjoined, rows int, whom, near string) {
	s := &r.sources[first.src]
	at := spot{file: s.show, sheet: s.Sheet} // the lines are in the words: there are several
	count := plural(rows, "row", "rows")
	if rows == 0 {
		count = "records"
	}
	p := r.report(code, at, "count", count, "whom", whom, "near", near)
	if code == codeUnmatched && s.Kind == kindCounts {
		p.Severity = Error // figures somebody meant to supply are lost
	}
}

// placesOf names the first lines of rows, in brackets.
func placesOf(u *unjoined) string {
	lines := slices.DeleteFunc(u.lines(), func(l uint32) bool { return l == 0 }) // counted from records
	if len(lines) == 0 {
		return ""
	}
	var out []string
	for _, l := range lines[:min(len(lines), namedPlaces)] {
		out = append(out, "line "+strconv.Itoa(int(l)))
	}
	more := ""
	if n := len(lines) - namedPlaces; n > 0 {
		more = " and " + thousands(n) + " more"
	}
	return " (" + strings.Join(out, ", ") + more + ")"
}

func sumRows(us []*unjoined) int {
	n := 0
	for _, u := range us {
		for line := range u.rows {
			if line > 0 {
				n++
			}
		}
	}
	return n
}

func kindOfNumber(u *unjoined) string {
	if u.urn != "" {
		return "URN"
	}
	return "LAESTAB"
}

// reasonUnjoined says why rows without a likely school are left over.
func reasonUnjoined(u *unjoined, known []knownSchool) string {
	la := u.lab.LA()
	if len(known) == 0 {
		return "of which no table gives the URN"
	}
	if la == "" {
		return "in no table of schools"
	}
	if slices.ContainsFunc(known, func(k knownSchool) bool { return k.la == la }) {
		return "in no table of schools"
	}
	for _, others := range [][]metrics.LACode{laSuccessors[la], Predecessors(la)} {
		for _, o := range others {
			if slices.ContainsFunc(known, func(k knownSchool) bool { return k.la == o }) {
				return fmt.Sprintf("of local authority %s, which the tables of schools have as %s", la, o)
			}
		}
	}
	where := ""
	if la >= "660" && la <= "681" {
		where = " in Wales"
	}
	return fmt.Sprintf("of local authority %s%s, of which no table has a school", la, where)
}
