package pupils

import (
	"encoding/csv"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"inclusioncards/metrics"
)

// csvTable opens CSV text as the ingest package would hand it over.
func csvTable(t testing.TB, file, text string) Table {
	t.Helper()
	return csvStream(t, file, strings.NewReader(text))
}

func csvStream(t testing.TB, file string, from io.Reader) Table {
	t.Helper()
	r := csv.NewReader(from)
	r.FieldsPerRecord = -1
	r.LazyQuotes = true
	r.ReuseRecord = true
	head, err := r.Read()
	if err != nil {
		t.Fatal(err)
	}
	header := make([]string, len(head))
	for i, h := range head {
		header[i] = strings.Clone(h)
	}
	return Table{File: file, Header: header, Next: func() ([]string, int, error) {
		cells, err := r.Read()
		if err != nil {
			return nil, 0, err
		}
		line, _ := r.FieldPos(0)
		return cells, line, nil
	}}
}

// readFolder reads the six files of a folder laid out as the synthetic LA.
func readFolder(t testing.TB, dir string) *Result {
	t.Helper()
	a, err := New(Options{Year: 2023})
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{
		"schools.csv", "census_2024_01.csv", "census_2025_01.csv", "attendance_2023_24.csv",
		"suspensions_2023_24.csv", "destinations_2025_01.csv",
	} {
		f, err := os.Open(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		table := csvStream(t, name, f)
		kind, ok := KindOf(table.Header)
		if !ok {
			t.Fatalf("%s: not recognised", name)
		}
		table.Second = name == "census_2025_01.csv"
		if err := a.Read(kind, table); err != nil {
			t.Fatal(err)
		}
		if err := f.Close(); err != nil {
			t.Fatal(err)
		}
	}
	return a.Result()
}

// readRows reads a CSV file of expected values.
func readRows(t testing.TB, path string) []map[string]string {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	table := csvStream(t, filepath.Base(path), f)
	var out []map[string]string
	for {
		cells, _, err := table.Next()
		if err == io.EOF {
			return out
		}
		if err != nil {
			t.Fatal(err)
		}
		row := map[string]string{}
		for i, h := range table.Header {
			row[strings.TrimPrefix(h, "\ufeff")] = strings.Clone(cells[i])
		}
		out = append(out, row)
	}
}

var groupOf = map[string]metrics.Group{
	"ALL": metrics.GroupAll, "N": metrics.GroupNoSEN, "K": metrics.GroupSENSupport,
	"E": metrics.GroupEHCPlan, "SEND": metrics.GroupSEND,
}
