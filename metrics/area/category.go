package area

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"inclusioncards/metrics"
	"inclusioncards/metrics/stats"
)

// schoolCategories gives the category of each school of a phase group by each
// breakdown of schools.
type schoolCategories struct {
	of    map[By][]string // by school, in the order of the slice given
	order map[By][]string
	bands map[By][]Band
	notes []Note
}

// categorise sorts schools into categories. black gives a school's share of
// Black pupils, when its pupil-level records tell.
func categorise(d *metrics.Dataset, y metrics.AcademicYear, scope Scope, schools []int, black func(int) metrics.Number) *schoolCategories {
	c := &schoolCategories{of: map[By][]string{}, order: map[By][]string{}, bands: map[By][]Band{}}
	plain := func(by By, order []string, f func(*metrics.School) string) {
		of := make([]string, len(schools))
		for i, s := range schools {
			of[i] = f(&d.Schools[s])
		}
		c.add(scope, by, of, order)
	}
	plain(ByType, []string{"academy", "maintained", "other"}, governance)
	plain(ByFaith, []string{"faith", "no_faith"}, func(s *metrics.School) string { return word(faith(s), "faith", "no_faith") })
	plain(ByAdmission, []string{"selective", "non_selective"}, func(s *metrics.School) string { return word(s.Selective, "selective", "non_selective") })
	plain(ByProvision, []string{"unit_or_provision", "neither"}, func(s *metrics.School) string { return word(provision(s), "unit_or_provision", "neither") })
	plain(ByOfsted, ofstedOrder(d, schools), func(s *metrics.School) string { return cmp.Or(strings.TrimSpace(s.Ofsted), NotKnown) })
	fsm6, _ := metrics.Lookup("fsm6")
	c.band(scope, ByFSM6Band, schools, func(s int) metrics.Number {
		if o := metrics.Observe(d, s, y, fsm6, metrics.GroupAll, anyLevel); o.OK() {
			return metrics.Number{V: o.Value, OK: true}
		}
		return metrics.Number{}
	})
	c.band(scope, ByBlackBand, schools, black)
	return c
}

// anyLevel serves where the interval of an observation is not used.
const anyLevel = 0.95

func (c *schoolCategories) add(scope Scope, by By, of, order []string) {
	known := slices.ContainsFunc(of, func(s string) bool { return s != NotKnown })
	if !known {
		c.notes = append(c.notes, Note{Code: NoteNoAttribute, By: by, Scope: scope, Of: len(of)})
		return
	}
	c.of[by], c.order[by] = of, append(slices.Clone(order), NotKnown)
}

func word(t metrics.Tri, yes, no string) string {
	switch t {
	case metrics.Yes:
		return yes
	case metrics.No:
		return no
	}
	return NotKnown
}

// maintainedWords and academyWords are looked for in the type of a school as
// GIAS and the performance tables word it. A non-maintained special school is
// neither.
var (
	academyWords    = [...]string{"academy", "academies", "free school", "university technical college", "studio school", "city technology college"}
	maintainedWords = [...]string{"community", "voluntary", "foundation", "maintained", "local authority", "pupil referral", "lea nursery"}
)

func governance(s *metrics.School) string {
	t := strings.ToLower(s.Type)
	has := func(words []string) bool {
		return slices.ContainsFunc(words, func(w string) bool { return strings.Contains(t, w) })
	}
	switch {
	case t == "":
		return NotKnown
	case has(academyWords[:]):
		return "academy"
	case strings.Contains(t, "non-maintained") || strings.Contains(t, "independent"):
		return "other"
	case has(maintainedWords[:]):
		return "maintained"
	}
	return NotKnown
}

// faith reads the religious character. "None" and "Does not apply" are no faith
// school; blank is not known.
func faith(s *metrics.School) metrics.Tri {
	switch strings.ToLower(strings.TrimSpace(s.Religious)) {
	case "":
		return metrics.NotKnown
	case "none", "does not apply", "not applicable", "no", "n":
		return metrics.No
	}
	return metrics.Yes
}

// provision is yes with a SEN unit or a resourced provision, no when one is said
// not to be there and the other is not said to be.
func provision(s *metrics.School) metrics.Tri {
	switch {
	case s.SENUnit == metrics.Yes || s.Resourced == metrics.Yes:
		return metrics.Yes
	case s.SENUnit == metrics.No || s.Resourced == metrics.No:
		return metrics.No
	}
	return metrics.NotKnown
}

// ofstedRank puts the grades used until 2024 in their order; others follow in
// that of the alphabet.
var ofstedRank = []string{"outstanding", "good", "requires improvement", "inadequate", "serious weaknesses", "special measures"}

func ofstedOrder(d *metrics.Dataset, schools []int) []string {
	var out []string
	for _, s := range schools {
		if o := strings.TrimSpace(d.Schools[s].Ofsted); o != "" && !slices.Contains(out, o) {
			out = append(out, o)
		}
	}
	rank := func(s string) int {
		if i := slices.Index(ofstedRank, strings.ToLower(s)); i >= 0 {
			return i
		}
		return len(ofstedRank)
	}
	slices.SortFunc(out, func(a, b string) int { return cmp.Or(cmp.Compare(rank(a), rank(b)), cmp.Compare(a, b)) })
	return out
}

// bandsFor is how many bands a number of schools is cut into: fifths where a
// band still holds five schools, thirds and halves below.
func bandsFor(schools int) int {
	switch {
	case schools >= 25:
		return 5
	case schools >= 9:
		return 3
	case schools >= 4:
		return 2
	}
	return 0
}

// band cuts schools at the type-7 quantiles of their share: band 1 + the number
// of cut points strictly below the share (as in stats.Ranks).
func (c *schoolCategories) band(scope Scope, by By, schools []int, share func(int) metrics.Number) {
	of, values := make([]string, len(schools)), []float64{}
	shares := make([]metrics.Number, len(schools))
	for i, s := range schools {
		of[i] = NotKnown
		if shares[i] = share(s); shares[i].OK {
			values = append(values, shares[i].V)
		}
	}
	k := bandsFor(len(values))
	if k == 0 {
		code := NoteFewForBands
		if len(values) == 0 {
			code = NoteNoAttribute
		}
		c.notes = append(c.notes, Note{Code: code, By: by, Scope: scope, N: len(values), Of: len(schools)})
		return
	}
	cuts := make([]float64, k-1)
	for j := range cuts {
		cuts[j], _ = stats.Quantile7(values, float64(j+1)/float64(k)) // values hold no NaN
	}
	var order []string
	for j := range k {
		b := Band{Category: "band_" + strconv.Itoa(j+1) + "_of_" + strconv.Itoa(k), Hi: 1}
		if j > 0 {
			b.Lo = cuts[j-1]
		}
		if j < k-1 {
			b.Hi = cuts[j]
		}
		c.bands[by] = append(c.bands[by], b)
		order = append(order, b.Category)
	}
	for i, s := range shares {
		if !s.OK {
			continue
		}
		j := 0
		for _, cut := range cuts {
			if cut < s.V {
				j++
			}
		}
		of[i] = order[j]
	}
	c.add(scope, by, of, order)
}
