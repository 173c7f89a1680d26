package ingest

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
	"strings"

	"inclusioncards/metrics"
)

// countsPlan says which column of a counts table holds what.
type countsPlan struct {
	id           idColumns
	year, group  int
	ending       bool
	term, preset int
	name         int
	splits       []int // columns that cut a row's pupils down
	wide         bool
}

// planCounts maps the headings, and reports those that cannot be understood or
// stand twice.
func (r *reader) planCounts(t *table) (countsPlan, []figureColumn) {
	if i, ok := t.index["nor"]; ok && t.col("pupils") < 0 {
		t.names[i], t.index["pupils"] = "pupils", i // number on roll
	}
	var cols []figureColumn
	p := countsPlan{
		id: t.idColumns(), year: t.col("academic_year"), group: t.col("sen_group"),
		term: t.col("term", "time_identifier"), preset: t.col("leaver_preset"),
		name: t.col("name"),
	}
	if p.year < 0 {
		p.year = t.col("academic_year_ending")
		p.ending = p.year >= 0
	}
	p.wide = p.group < 0
	for i, n := range t.names {
		h := normalise(t.head[i])
		if n == "fsm6" || n == "ethnic_group" || !p.wide && (splitHeadings[h] || splitHeadings[n] && n != "gender") {
			p.splits = append(p.splits, i)
		}
	}
	repeated := r.repeatedHeadings(t)
	for i, n := range t.names {
		if repeated[n] && n != "urn" {
			continue
		}
		if f, ok := figureNames[n]; ok && !p.wide {
			cols = append(cols, figureColumn{col: i, field: f})
			r.sources[t.src].heads[headKey{f, anyGroup}] = i
			continue
		}
		if f, g, ok := wideFigure(n); ok && p.wide {
			cols = append(cols, figureColumn{col: i, field: f, group: g, wide: true})
			r.sources[t.src].heads[headKey{f, g}] = i
			continue
		}
		if !slices.Contains(p.splits, i) {
			r.understood(t, i)
		}
	}
	return p, cols
}

// anyGroup stands for the group of a long table, where a column serves all.
const anyGroup = metrics.GroupGap

// repeatedHeadings reports headings that stand twice. Of identifiers and other
// descriptions the first is used; of figures none, because nobody can say
// which is meant.
func (r *reader) repeatedHeadings(t *table) map[string]bool {
	times := map[string]int{}
	for _, n := range t.names {
		if n != "" {
			times[n]++
		}
	}
	out := map[string]bool{}
	for i, n := range t.names {
		if times[n] < 2 || t.index[n] != i || !isFigure(n) && !understood[n] {
			continue
		}
		use := "the first is used"
		if isFigure(n) {
			out[n] = true
			use = "none of them is used"
		}
		p := r.report(codeTwice, t.spot(0, i), "count", strconv.Itoa(times[n]), "use", use)
		if !isFigure(n) {
			p.Severity = Warning
		}
	}
	return out
}

// understood reports a heading of a canonical table that means nothing to the
// tool.
func (r *reader) understood(t *table, i int) {
	n := t.names[i]
	if n == "" || understood[n] || isFigure(n) {
		return
	}
	if options := optionsOf(n); options != nil {
		p := r.report(codeUnsure, t.spot(0, i), "options", strings.Join(options, " or "))
		r.rep.Files[t.rep].Ignored = append(r.rep.Files[t.rep].Ignored, p.Column)
		return
	}
	code, near := codeHeading, ""
	c := cmp.Or(nearestFigure(n), nearestWide(n))
	if c == "" {
		c = nearest(t.head[i], slices.Sorted(maps.Keys(understood)))
	} else { // figures somebody meant to supply are lost
		code = codeMisspelt
	}
	switch {
	case c != "":
		near = "; the nearest is " + strconv.Quote(c)
	case saysRate(t.head[i]):
		near = "; it looks like a rate, and rates are worked out from counts: supply those"
	}
	r.report(code, t.spot(0, i), "near", near)
	r.rep.Files[t.rep].Ignored = append(r.rep.Files[t.rep].Ignored, t.spot(0, i).column)
}

// readCounts reads counts by SEN group, one row per school, year and group, or
// (wide) one row per school and year.
func (r *reader) readCounts(t *table) {
	p, cols := r.planCounts(t)
	fixed := metrics.AcademicYear(0)
	if p.year < 0 {
		if fixed = r.fileYear(t); fixed == 0 {
			r.noYear(t)
			return
		}
	}
	c := countsReader{r: r, t: t, p: &p, fixed: fixed, fixedTerm: r.fileTerm(t), figures: newFigureReader(r, t, cols)}
	for {
		cells, line, ok := t.next()
		if !ok {
			break
		}
		c.row(cells, line)
	}
	c.close()
}

// countsReader carries the state of one counts table.
type countsReader struct {
	r     *reader
	t     *table
	p     *countsPlan
	fixed metrics.AcademicYear

	linked    string // school and year of the row before
	linkedIn  metrics.AcademicYear
	lastNamed string
	figures   *figureReader
	yearTerm  string // the term in the cell of the year
	fixedTerm string // of a table without a column for it
	splits    int
	splitBy   string
	// figuresUnread are columns with the heading of a split that hold figures
	figuresUnread []int
	legacy        int
	legacyAt      spot
	presetOff     map[string]bool
}

func (c *countsReader) row(cells []string, line int) {
	r, t, p := c.r, c.t, c.p
	if r.lopsided(t, cells, line) {
		return
	}
	id, ok := r.identify(t, cells, line, p.id)
	if !ok {
		return
	}
	year, ok := c.readYear(cells, line, id.urn)
	if !ok {
		return
	}
	if term, ok := c.term(cells); !ok || term != r.opt.Term {
		r.noteTerm(t, cmp.Or(cellAt(cells, p.term), c.yearTerm, c.fixedTerm))
		return
	}
	if c.split(cells) {
		return
	}
	group := anyGroup
	if !p.wide {
		if group, ok = c.readGroup(cells, line, id.urn); !ok {
			return
		}
	}
	c.preset(cells)
	c.name(cells, id)
	t.count++
	t.years[year] = true
	if id.urn != "" && (string(id.urn) != c.linked || year != c.linkedIn) {
		r.noteDated(id, year, rankMention, "")
		if id.laestab != "" {
			r.claims = append(r.claims, doubleID{t.src, line, metrics.URN(strings.Clone(string(id.urn))), metrics.LAESTAB(strings.Clone(string(id.laestab)))})
		}
		c.linked, c.linkedIn = string(id.urn), year
	}
	c.figures.row(cells, line, id, year, group)
}

func (c *countsReader) readYear(cells []string, line int, u metrics.URN) (metrics.AcademicYear, bool) {
	if c.p.year < 0 {
		return c.fixed, true
	}
	text := cells[c.p.year]
	c.yearTerm = ""
	year, bad := c.r.year(text, c.p.ending)
	switch bad {
	case "":
		return year, true
	case codeTerm:
		// "Autumn term 2023/24" in one cell.
		c.yearTerm = termOfName(text)
		if y, again := c.r.year(withoutTerm(text), c.p.ending); again == "" && c.yearTerm != "" {
			return y, true
		}
		c.r.noteTerm(c.t, cmp.Or(c.yearTerm, text))
	default:
		at := c.t.spot(line, c.p.year)
		at.urn = u
		c.r.report(bad, at, "cell", echo(text))
	}
	return 0, false
}

// term gives the term a row is about, empty for a whole year.
func (c *countsReader) term(cells []string) (string, bool) {
	if c.p.term >= 0 && cellAt(cells, c.p.term) != "" {
		return termWord(cells[c.p.term])
	}
	return cmp.Or(c.yearTerm, c.fixedTerm), true
}

// splitHeadings are the headings, normalised or canonical, of columns that cut
// the pupils of a row down: a row for boys is not one for all. "gender" of a
// school (mixed) stands under headings of its own too, such as egender.
var splitHeadings = func() map[string]bool {
	m := map[string]bool{}
	for _, h := range [...]string{
		"fsm6", "ethnic_group", "ethnicity", "ethnic_origin", "fsm", "fsm_status", "fsm_eligible", "fsm_eligibility", "free_school_meals", "ever_6", "pupil_premium", "pp", "disadvantaged",
		"sex", "gender", "pupil_gender", "pupil_sex", "year_group", "ncy", "nc_year", "nc_year_group", "national_curriculum_year", "curriculum_year", "key_stage", "ks", "age",
		"primary_need", "sen_primary_need", "primary_sen_need", "type_of_need", "sen_need", "eal", "first_language", "characteristic", "breakdown", "reason", "reason_for_suspension", "exclusion_reason", "looked_after", "cin", "cla",
	} {
		m[h] = true
	}
	return m
}()

// byNumber are the split headings whose cells are numbers.
var byNumber = map[string]bool{
	"year_group": true, "ncy": true, "nc_year": true, "nc_year_group": true, "national_curriculum_year": true, "curriculum_year": true, "key_stage": true, "ks": true, "age": true,
}

// split counts rows of a finer split, such as one ethnic group or boys alone. A
// number of pupils under such a heading (FSM: 120) is a figure nobody reads.
func (c *countsReader) split(cells []string) bool {
	for _, col := range c.p.splits {
		switch squash(cellAt(cells, col)) {
		case "", "all", "total", "allpupils", "mixed", "both", "boysandgirls", "any", "z":
			continue
		}
		if n := parseNumber(cells[col], false); n.state == metrics.Observed && n.value > 1 && !byNumber[normalise(c.t.head[col])] {
			if !slices.Contains(c.figuresUnread, col) {
				c.figuresUnread = append(c.figuresUnread, col)
			}
			continue
		}
		c.splits++
		c.splitBy = c.t.spot(0, col).column
		return true
	}
	return false
}

func (c *countsReader) readGroup(cells []string, line int, u metrics.URN) (metrics.Group, bool) {
	g, legacy, blank, ok := parseGroup(cells[c.p.group])
	if !ok {
		at := c.t.spot(line, c.p.group)
		at.urn = u
		code := codeBadGroup
		if blank {
			code = codeBlankGroup
		}
		c.r.report(code, at)
		return 0, false
	}
	if legacy {
		if c.legacy == 0 {
			c.legacyAt = c.t.spot(line, c.p.group)
		}
		c.legacy++
	}
	return g, true
}

// name keeps what the table calls a school, to find it by should its number be
// wrong.
func (c *countsReader) name(cells []string, id identity) {
	key := cmp.Or(string(id.urn), string(id.laestab))
	if c.p.name < 0 || key == c.lastNamed {
		return
	}
	c.lastNamed = strings.Clone(key)
	if _, ok := c.r.named[key]; !ok {
		c.r.named[c.lastNamed] = strings.Clone(cellAt(cells, c.p.name))
	}
}

func (c *countsReader) preset(cells []string) {
	switch v := strings.ToLower(cellAt(cells, c.p.preset)); v {
	case "":
	case "school", "mime2024":
		c.r.presets[v] = true
	default:
		if c.presetOff == nil {
			c.presetOff = map[string]bool{}
		}
		c.presetOff["other"] = true
	}
}

// close reports what was counted while reading.
func (c *countsReader) close() {
	r, t := c.r, c.t
	r.closeTerms(t)
	if c.splits > 0 {
		p := r.report(codeSplit, t.spot(0, -1), "count", plural(c.splits, "row", "rows"), "by", c.splitBy)
		if t.count == 0 {
			p.Severity = Error // nothing is left
		} else if splitHeadings[normalise(c.splitBy)] && normalise(c.splitBy) == "gender" {
			p.Severity = Warning // or the rows of a school for boys
		}
	}
	if c.legacy > 0 {
		r.report(codeLegacySEN, c.legacyAt, "count", plural(c.legacy, "row", "rows"))
	}
	for _, col := range c.figuresUnread {
		r.report(codeHeading, t.spot(0, col), "near", "")
	}
	c.figures.close()
	if len(c.presetOff) > 0 {
		r.report(codePreset, t.spot(0, c.p.preset), "a", "not one of the known rules", "why", "the configured rule is printed")
	}
}
