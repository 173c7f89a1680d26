package stats

import (
	"encoding/csv"
	"errors"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"testing"
)

// Tolerances of the reference set: values relative 1e-9 or absolute 1e-12;
// p-values relative 1e-7 only, so that a tail of 1e-100 is really checked.
const (
	valueTolerance = 1e-9
	valueAbsolute  = 1e-12
	pTolerance     = 1e-7
	leastPositive  = 1e-300 // below this the reference itself loses digits
)

func near(got, want, relative, absolute float64) bool {
	if math.IsNaN(want) || math.IsInf(want, 0) || math.IsNaN(got) || math.IsInf(got, 0) {
		return math.IsNaN(got) && math.IsNaN(want) || got == want
	}
	diff := math.Abs(got - want)
	return diff <= relative*math.Abs(want) || diff <= absolute
}

func wantValue(t *testing.T, where, name string, got, want float64) {
	t.Helper()
	if !near(got, want, valueTolerance, valueAbsolute) {
		t.Errorf("%s: %s = %.17g, want %.17g", where, name, got, want)
	}
}

func wantP(t *testing.T, where, name string, got, want float64) {
	t.Helper()
	if !near(got, want, pTolerance, leastPositive) {
		t.Errorf("%s: %s = %.17g, want %.17g", where, name, got, want)
	}
}

func wantInterval(t *testing.T, where, name string, got Interval, lo, hi, level float64) {
	t.Helper()
	wantValue(t, where, name+" lower limit", got.Lo, lo)
	wantValue(t, where, name+" upper limit", got.Hi, hi)
	if got.Level != level {
		t.Errorf("%s: %s level = %v, want %v", where, name, got.Level, level)
	}
}

// wantError checks that err wraps target, or is nil when target is nil.
func wantError(t *testing.T, where string, err, target error) {
	t.Helper()
	if !errors.Is(err, target) {
		t.Errorf("%s: error %v, want %v", where, err, target)
	}
}

// row is one line of a reference file.
type row struct {
	t      *testing.T
	where  string
	values map[string]string
}

func (r row) text(column string) string {
	r.t.Helper()
	v, ok := r.values[column]
	if !ok {
		r.t.Fatalf("%s: no column %q", r.where, column)
	}
	return v
}

// num reads a number; NA is NaN, as in R.
func (r row) num(column string) float64 {
	r.t.Helper()
	v := r.text(column)
	if v == "NA" {
		return math.NaN()
	}
	f, err := strconv.ParseFloat(v, 64)
	if err != nil {
		r.t.Fatalf("%s: column %q: %v", r.where, column, err)
	}
	return f
}

func (r row) count(column string) int {
	r.t.Helper()
	n, err := strconv.Atoi(r.text(column))
	if err != nil {
		r.t.Fatalf("%s: column %q: %v", r.where, column, err)
	}
	return n
}

// undefinedIn tells whether the reference has no value, and then checks that err
// says so; otherwise err must be nil.
func (r row) undefinedIn(column string, err error) bool {
	r.t.Helper()
	if r.text(column) == "NA" {
		wantError(r.t, r.where+" "+column, err, ErrUndefined)
		return true
	}
	if err != nil {
		r.t.Errorf("%s: %s: %v", r.where, column, err)
		return true
	}
	return false
}

func readReference(t *testing.T, folder, name string) []row {
	t.Helper()
	f, err := os.Open(filepath.Join(folder, name))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	records, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if len(records) < 2 {
		t.Fatalf("%s is empty", name)
	}
	var rows []row
	for i, record := range records[1:] {
		r := row{t: t, where: name + ":" + strconv.Itoa(i+2), values: map[string]string{}}
		for j, column := range records[0] {
			r.values[column] = record[j]
		}
		rows = append(rows, r)
	}
	return rows
}

// sets groups rows by set_id, in the order of the file.
func sets(rows []row) (ids []string, bySet map[string][]row) {
	bySet = map[string][]row{}
	for _, r := range rows {
		id := r.text("set_id")
		if _, seen := bySet[id]; !seen {
			ids = append(ids, id)
		}
		bySet[id] = append(bySet[id], r)
	}
	return ids, bySet
}

// testReference runs check on the copy in testdata and, where available, on the
// whole reference set. check returns the number of rows it compared.
func testReference(t *testing.T, check func(t *testing.T, folder string) int) {
	t.Helper()
	run := func(t *testing.T, folder string) {
		rows := check(t, folder)
		if rows == 0 {
			t.Fatal("no reference row was compared")
		}
		t.Logf("%d rows compared", rows)
	}
	t.Run("testdata", func(t *testing.T) {
		run(t, filepath.Join("..", "..", "testdata", "reference"))
	})
	t.Run("whole", func(t *testing.T) {
		data := os.Getenv("INCLUSIONCARDS_DATA")
		if data == "" {
			t.Skip("set INCLUSIONCARDS_DATA to the shared data folder to compare the whole reference set")
		}
		run(t, filepath.Join(data, "reference"))
	})
}

func TestReferenceReaderSeesMissingValues(t *testing.T) {
	r := row{t: t, where: "here", values: map[string]string{"a": "NA", "b": "-Inf", "c": "1e-3"}}
	if v := r.num("a"); !math.IsNaN(v) {
		t.Errorf("NA read as %v", v)
	}
	if v := r.num("b"); !math.IsInf(v, -1) {
		t.Errorf("-Inf read as %v", v)
	}
	if v := r.num("c"); v != 0.001 {
		t.Errorf("1e-3 read as %v", v)
	}
	for _, c := range []struct {
		got, want float64
		same      bool
	}{
		{math.NaN(), math.NaN(), true}, {math.NaN(), 0, false}, {0, math.NaN(), false},
		{math.Inf(1), math.Inf(1), true}, {math.Inf(1), math.Inf(-1), false}, {1e300, math.Inf(1), false},
		{1 + 2e-9, 1, false}, {1 + 5e-10, 1, true}, {2e-12, 0, false},
	} {
		if near(c.got, c.want, valueTolerance, valueAbsolute) != c.same {
			t.Errorf("near(%v, %v) is not %v", c.got, c.want, c.same)
		}
	}
}
