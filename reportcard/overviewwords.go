package reportcard

import (
	"errors"
	"fmt"
	"reflect"

	"inclusioncards/metrics"
)

// overviewWords are the phrases of templates/words/overview.json.
type overviewWords struct {
	Workbook workbookWords `json:"workbook"`
}

// workbookWords name the sheets of the workbook, their columns and notes.
type workbookWords struct {
	Title phrase `json:"title"`
	Yes   string `json:"yes"`
	Cover struct {
		Sheet    workTable `json:"sheet"`
		Report   string    `json:"report"`
		Marking  string    `json:"marking"`
		Label    string    `json:"label"`
		Area     string    `json:"area"`
		Year     string    `json:"year"`
		Schools  string    `json:"schools"`
		Date     string    `json:"date"`
		Method   string    `json:"method"`
		Program  string    `json:"program"`
		Settings string    `json:"settings"`
	} `json:"cover"`
	Notes struct {
		Sheet workTable `json:"sheet"`
		Rows  []struct {
			About string `json:"about"`
			Note  phrase `json:"note"`
		} `json:"rows"`
	} `json:"notes"`
	Schools    workTable         `json:"schools"`
	Measures   workTable         `json:"measures"`
	Results    workTable         `json:"results"`
	Problems   workTable         `json:"problems"`
	Groups     map[string]string `json:"groups"`
	States     map[string]string `json:"states"`
	Directions map[string]string `json:"directions"`
}

// workTable names a sheet and its columns.
type workTable struct {
	Name    string       `json:"name"`
	Columns []WorkColumn `json:"columns"`
}

// check demands every text, and a word for everything a figure can be.
func (w *overviewWords) check() error {
	var errs []error
	for _, at := range unfilled(reflect.ValueOf(*w), "overview") {
		errs = append(errs, fmt.Errorf("words: %s is empty", at))
	}
	b := &w.Workbook
	for g := metrics.GroupAll; g <= metrics.GroupGap; g++ {
		if b.Groups[g.String()] == "" {
			errs = append(errs, fmt.Errorf("words: overview: nothing for group %s", g))
		}
	}
	for s := metrics.NotAvailable; s <= metrics.Withheld; s++ {
		if b.States[s.String()] == "" {
			errs = append(errs, fmt.Errorf("words: overview: nothing for state %s", s))
		}
	}
	for d := metrics.NoDirection; d <= metrics.Lower; d++ {
		if b.Directions[d.String()] == "" {
			errs = append(errs, fmt.Errorf("words: overview: nothing for direction %s", d))
		}
	}
	for _, t := range []struct {
		workTable
		columns int
	}{{b.Cover.Sheet, 2}, {b.Notes.Sheet, 2}, {b.Schools, 11}, {b.Measures, 11}, {b.Results, 23}, {b.Problems, 9}} {
		if len(t.Columns) != t.columns {
			errs = append(errs, fmt.Errorf("words: overview: %d columns of sheet %s, %d expected", len(t.Columns), t.Name, t.columns))
		}
	}
	return errors.Join(errs...)
}
