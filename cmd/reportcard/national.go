package main

import (
	"cmp"
	"io"
	"maps"
	"slices"
	"sync"

	"inclusioncards/reportcard"
	"inclusioncards/reportcard/batch"
	"inclusioncards/reportcard/workbook"
)

// areasGroup is what the files of the authorities are called in --timings.
const areasGroup = "officer/la (overviews and workbooks of local authorities)"

// national lists the files about a batch of many authorities: an overview and a
// workbook for each, and pages that lead to them. Nothing is held in memory for
// longer than its file is written.
func (d *overviewFiles) national() []batch.Extra {
	areas := d.areas()
	problems := d.problemsByLA()
	var out []batch.Extra
	for _, area := range areas {
		out = append(out, d.ofSchools(area.Stem, areasGroup, func() reportcard.OverviewOptions {
			choices := d.choices()
			choices.Schools, choices.Problems, choices.LeftOut = area.Schools, problems[area.LA], nil
			choices.SomeLAs, choices.Trusts, choices.Deeper = true, false, 1
			return choices
		})...)
	}
	page, print, book := reportcard.OverviewArea{Stem: "officer/"}.AreaFiles()
	words := sync.OnceValues(func() (*reportcard.Overview, error) { return reportcard.BuildNational(d.a, d.choices(), areas) })
	return append(out,
		batch.Extra{Path: book, Fill: func(w io.Writer) error {
			wb, err := reportcard.BuildNationalWorkbook(d.a, d.choices())
			if err != nil {
				return err
			}
			return workbook.Write(wb, w)
		}},
		batch.Extra{Path: page, Fill: func(w io.Writer) error { return d.writePage(words, w) }},
		batch.Extra{Path: print, Fill: func(w io.Writer) error { return d.writePrint(words, w) }},
		batch.Extra{Path: "index.html", Fill: func(w io.Writer) error {
			page, err := d.page()
			if err != nil {
				return err
			}
			words, err := reportcard.BuildNationalIndex(d.a, d.index(), areas)
			if err != nil {
				return err
			}
			return page.NationalIndex(words, w)
		}})
}

// laOf is the authority under which a school is filed.
func (d *overviewFiles) laOf(school int) string {
	return string(cmp.Or(schoolLA(&d.a.Data.Schools[school]), batch.NoLA))
}

// areas divides the schools with a card by local authority.
func (d *overviewFiles) areas() []reportcard.OverviewArea {
	of := map[string][]int{}
	for _, i := range d.c.cards {
		of[d.laOf(i)] = append(of[d.laOf(i)], i)
	}
	var out []reportcard.OverviewArea
	for _, la := range slices.Sorted(maps.Keys(of)) {
		out = append(out, reportcard.OverviewArea{LA: la, Schools: of[la], Stem: "officer/la/" + la + "_"})
	}
	return out
}

// problemsByLA are the problems of the input that name a school, by authority.
// Those of a file as a whole are told once, in the overview of all.
func (d *overviewFiles) problemsByLA() map[string][]reportcard.InputProblem {
	la := map[string]string{}
	for i := range d.a.Data.Schools {
		la[string(d.a.Data.Schools[i].URN)] = d.laOf(i)
	}
	out := map[string][]reportcard.InputProblem{}
	for _, p := range d.problems() {
		if to, ok := la[p.URN]; ok {
			out[to] = append(out[to], p)
		}
	}
	return out
}
