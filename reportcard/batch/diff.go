package batch

import (
	"context"
	"path"
	"slices"
)

// Cause says what moved a verdict, read from the columns of results.csv.
type Cause string

// The causes, in the order in which a verdict is worked out.
const (
	CauseOwn        Cause = "own figures"
	CauseComparator Cause = "schools compared with"
	CauseVariation  Cause = "variation between schools"
	CauseTests      Cause = "other tests of the batch"
	CauseRule       Cause = "rule or settings"
	CausePresence   Cause = "only in one of the runs"
)

// causeOf is the cause that a change of a column of results.csv tells of.
var causeOf = map[string]Cause{
	"years_pooled": CauseOwn, "observed": CauseOwn, "school_value": CauseOwn,
	"comparator_schools": CauseComparator, "odds_ratio": CauseComparator, "comparator_value": CauseComparator,
	"tau2": CauseVariation, "tau2_schools": CauseVariation,
	"tests": CauseTests,
}

var causes = []Cause{CauseOwn, CauseComparator, CauseVariation, CauseTests}

// verdictColumns are what a reader of a card sees of a comparison.
var verdictColumns = []string{"verdict", "direction", "reason"}

// Change is one row that differs between two runs.
type Change struct {
	Table   string `json:"table"` // "results" or "measures"
	URN     string `json:"urn"`
	Year    string `json:"academic_year,omitempty"`
	Measure string `json:"measure,omitempty"` // empty for a school of one run only
	// Of is the comparator of a result and the group of a figure.
	Of string `json:"comparator_or_group,omitempty"`
	// Verdict is set when what the reader sees of a comparison is another.
	Verdict bool `json:"verdict_changed,omitempty"`
	// Columns are those that differ; none for a row of one run only.
	Columns []ColumnChange `json:"columns,omitempty"`
	// OnlyIn is "before" or "after" for a row or a school of one run only.
	OnlyIn string  `json:"only_in,omitempty"`
	Causes []Cause `json:"causes,omitempty"`
}

// ColumnChange is one cell that differs.
type ColumnChange struct {
	Column string `json:"column"`
	Before string `json:"before"`
	After  string `json:"after"`
}

// Tally counts what Diff found.
type Tally struct {
	Schools  int `json:"schools_changed"`
	Verdicts int `json:"verdicts_changed"`
	Numbers  int `json:"comparisons_with_other_numbers"` // and the same verdict
	Figures  int `json:"figures_changed"`
	// Added and Removed are schools whose figures are in one run only.
	Added   int `json:"schools_added"`
	Removed int `json:"schools_removed"`

	changed map[string]bool
}

// Any reports whether anything changed of the schools of both runs.
func (t *Tally) Any() bool { return t.Schools > 0 }

// tableOf finds a table of an output.
func tableOf(m *Manifest, name string) (FileEntry, bool) {
	for _, f := range m.Files {
		if path.Base(f.Path) == name {
			return f, true
		}
	}
	return FileEntry{}, false
}

// Diff compares the tables of two outputs, results first, and calls report for
// every row that differs, in order of URN. It reads both side by side and holds
// one school of each. A table that has the same hash in both is not read.
func Diff(ctx context.Context, oldDir, newDir string, old, new *Manifest, report func(Change) error) (Tally, error) {
	return diffWhere(ctx, oldDir, func(string) string { return newDir }, old, new, report)
}

// diffWhere is Diff for an output whose tables may lie in two folders.
func diffWhere(ctx context.Context, oldDir string, newDir func(path string) string, old, new *Manifest, report func(Change) error) (Tally, error) {
	tally := Tally{changed: map[string]bool{}}
	for _, t := range []struct{ name, of string }{{"results", "comparator"}, {"measures", "group"}} {
		if err := diffTable(ctx, t.name, t.of, oldDir, newDir, old, new, &tally, report); err != nil {
			return tally, err
		}
	}
	return tally, nil
}

func diffTable(ctx context.Context, name, of, oldDir string, newDir func(path string) string, old, new *Manifest, tally *Tally, report func(Change) error) error {
	keys := []string{"academic_year", "measure", of}
	a, okA := tableOf(old, name+".csv")
	b, okB := tableOf(new, name+".csv")
	switch {
	case !okA:
		return &RecordError{oldDir, "run.json lists no " + name + ".csv"}
	case !okB:
		return &RecordError{newDir(""), "run.json lists no " + name + ".csv"}
	}
	if a.SHA256 == b.SHA256 {
		return nil
	}
	before, err := openRows(oldDir, a.Path, keys)
	if err != nil {
		return err
	}
	defer before.close()
	after, err := openRows(newDir(b.Path), b.Path, keys)
	if err != nil {
		return err
	}
	defer after.close()
	columns := sharedColumns(before.header, after.header)
	return eachPair(before, after, func(x, y []string) error {
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		c := Change{Table: name}
		for _, col := range columns {
			if x == nil || y == nil {
				break
			}
			if x[col.before] != y[col.after] {
				c.Columns = append(c.Columns, ColumnChange{col.name, x[col.before], y[col.after]})
			}
		}
		c.settle(x, y)
		if c.Columns == nil && c.OnlyIn == "" {
			return nil
		}
		some, table := y, after
		if y == nil {
			some, table = x, before
		}
		c.URN, c.Year, c.Measure, c.Of = some[0], some[table.keys[0]], some[table.keys[1]], some[table.keys[2]]
		tally.count(&c)
		return report(c)
	}, func(urn string, isNew bool) error {
		c := Change{Table: name, URN: urn, OnlyIn: "before"}
		if isNew {
			c.OnlyIn = "after"
		}
		tally.count(&c)
		return report(c)
	})
}

// settle works out whether the verdict is another, and why.
func (c *Change) settle(old, new []string) {
	switch {
	case old == nil:
		c.OnlyIn = "after"
	case new == nil:
		c.OnlyIn = "before"
	}
	if c.Table != "results" {
		return
	}
	c.Verdict = c.OnlyIn != "" || slices.ContainsFunc(c.Columns, func(x ColumnChange) bool { return slices.Contains(verdictColumns, x.Column) })
	if c.OnlyIn != "" {
		c.Causes = []Cause{CausePresence}
		return
	}
	for _, cause := range causes {
		if slices.ContainsFunc(c.Columns, func(x ColumnChange) bool { return causeOf[x.Column] == cause }) {
			c.Causes = append(c.Causes, cause)
		}
	}
	switch {
	case c.Causes != nil || c.Columns == nil:
	// Alone, these move with the figures of the others; else with the school's own.
	case slices.ContainsFunc(c.Columns, func(x ColumnChange) bool { return x.Column == "expected" || x.Column == "z" }):
		c.Causes = []Cause{CauseComparator}
	case slices.ContainsFunc(c.Columns, func(x ColumnChange) bool { return x.Column == "q_value" }):
		c.Causes = []Cause{CauseTests}
	default:
		c.Causes = []Cause{CauseRule}
	}
}

func (t *Tally) count(c *Change) {
	if c.Measure == "" {
		// Every school has figures; only some have comparisons.
		switch {
		case c.Table != "measures":
		case c.OnlyIn == "after":
			t.Added++
		default:
			t.Removed++
		}
		return
	}
	switch {
	case c.Table == "measures":
		t.Figures++
	case c.Verdict:
		t.Verdicts++
	default:
		t.Numbers++
	}
	t.changed[c.URN] = true
	t.Schools = len(t.changed)
}

// shared is a column of both tables.
type shared struct {
	name          string
	before, after int
}

// sharedColumns lists the columns whose cells are compared, in the order of the
// newer table.
func sharedColumns(before, after []string) []shared {
	var out []shared
	for i, name := range after {
		if j := slices.Index(before, name); j >= 0 && name != "urn" {
			out = append(out, shared{name, j, i})
		}
	}
	return out
}
