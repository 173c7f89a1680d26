package batch

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// rowTable is one of the tables of an output, read school by school. Rows of a
// school stand together and schools are in ascending order, so that two tables
// of any length are compared in little memory.
type rowTable struct {
	in     *csv.Reader
	file   *os.File
	name   string
	keys   []int // columns that identify a row of a school
	header []string
	next   []string // the first row of the next school
	urn    string   // of the last school read
}

// row is one row by its key, in the order of the table.
type row struct {
	key   string
	cells []string
}

// openRows opens a table; urn is its first column and keys name those that
// identify a row of a school.
func openRows(dir, name string, keys []string) (*rowTable, error) {
	f, err := os.Open(filepath.Join(dir, filepath.FromSlash(name)))
	if err != nil {
		return nil, &RecordError{dir, name + " cannot be read: " + reason(err)}
	}
	t := &rowTable{in: csv.NewReader(f), file: f, name: filepath.Join(dir, filepath.FromSlash(name))}
	if t.header, err = t.in.Read(); err == nil && t.header[0] != "urn" {
		err = errors.New("the first column is not urn")
	}
	if err == nil {
		for _, k := range keys {
			i := slices.Index(t.header, k)
			if i < 0 {
				err = fmt.Errorf("no column %q", k)
				break
			}
			t.keys = append(t.keys, i)
		}
	}
	if err == nil {
		err = t.advance()
	}
	if err != nil {
		f.Close()
		return nil, t.broken(err)
	}
	return t, nil
}

func (t *rowTable) close() { t.file.Close() }

func (t *rowTable) broken(err error) error {
	return &RecordError{t.name, "is not as this tool writes it: " + err.Error()}
}

// advance reads the first row of the next school.
func (t *rowTable) advance() error {
	next, err := t.in.Read()
	if errors.Is(err, io.EOF) {
		t.next = nil
		return nil
	}
	t.next = next
	return err
}

// school is the URN of the school that take would return, or empty at the end.
func (t *rowTable) school() string {
	if t.next == nil {
		return ""
	}
	return t.next[0]
}

// take returns the rows of the next school.
func (t *rowTable) take() ([]row, error) {
	urn := t.school()
	if urn <= t.urn {
		return nil, t.broken(fmt.Errorf("school %s stands after %s", urn, t.urn))
	}
	t.urn = urn
	var out []row
	for t.school() == urn {
		var key strings.Builder
		for _, i := range t.keys {
			key.WriteString(t.next[i] + "\x00")
		}
		out = append(out, row{key.String(), t.next})
		if err := t.advance(); err != nil {
			return nil, t.broken(err)
		}
	}
	return out, nil
}

// eachPair calls fn for every row of the schools that stand in both tables, with
// nil for a row that is missing in one: schools in order, rows in the order of
// the newer table, then those that are gone. It calls alone for every school
// that stands in one table only.
func eachPair(old, new *rowTable, fn func(old, new []string) error, alone func(urn string, isNew bool) error) error {
	for old.school() != "" || new.school() != "" {
		a, b := old.school(), new.school()
		if b == "" || a != "" && a < b {
			if err := skip(old, false, alone); err != nil {
				return err
			}
			continue
		}
		if a == "" || b < a {
			if err := skip(new, true, alone); err != nil {
				return err
			}
			continue
		}
		before, err := old.take()
		if err != nil {
			return err
		}
		after, err := new.take()
		if err != nil {
			return err
		}
		known := make(map[string][]string, len(before))
		for _, r := range before {
			known[r.key] = r.cells
		}
		for _, r := range after {
			if err := fn(known[r.key], r.cells); err != nil {
				return err
			}
			delete(known, r.key)
		}
		for _, r := range before {
			if cells, gone := known[r.key]; gone {
				if err := fn(cells, nil); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

func skip(t *rowTable, isNew bool, alone func(string, bool) error) error {
	if _, err := t.take(); err != nil {
		return err
	}
	return alone(t.urn, isNew)
}
