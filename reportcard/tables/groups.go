package tables

import (
	"bufio"
	"cmp"
	"io"
	"strconv"

	"inclusioncards/metrics"
)

const groupsHeader = "urn,laestab,school,la_code,academic_year,by,value,group,measure,leaver_rule,numerator,denominator\n"

// Groups writes groups.csv: the counts of pupil-level records by free school
// meals, ethnic group, sex, first language, year group and need, each with the
// SEN groups (indices of schools, ascending). Groups hold small numbers: the
// file is for officers only.
func Groups(w io.Writer, d *metrics.Dataset, schools []int) error {
	return eachSchoolYear(w, groupsHeader, d, schools, func(b []byte, who []byte, i int, y metrics.AcademicYear) []byte {
		for _, g := range d.Pupils.Grouped(d.Schools[i].URN, y) {
			for _, f := range d.Figures(i, y, &g.Outcomes) {
				b = cells(append(b, who...), y.String(), g.By, g.Value, g.Group.String(), string(f.Measure), f.Rule)
				b = append(strconv.AppendInt(b, int64(f.Num), 10), ',')
				b = append(strconv.AppendInt(b, int64(f.Den), 10), '\n')
			}
		}
		return b
	})
}

const destinationsHeader = "urn,laestab,school,la_code,academic_year,leaver_scope,group,destination,pupils\n"

// Destinations writes destinations.csv: where the pupils who left went, by SEN
// group, for each leaver rule, for Year 10 and for everyone. Combinations
// without a pupil have no row.
func Destinations(w io.Writer, d *metrics.Dataset, schools []int) error {
	return eachSchoolYear(w, destinationsHeader, d, schools, func(b []byte, who []byte, i int, y metrics.AcademicYear) []byte {
		for _, n := range d.Pupils.DestinationGroups(d.Schools[i].URN, y) {
			b = cells(append(b, who...), y.String(), n.Scope.String(), n.Group.String(), n.By)
			b = append(strconv.AppendInt(b, int64(n.Pupils), 10), '\n')
		}
		return b
	})
}

const groundsHeader = "urn,laestab,school,la_code,academic_year,leaver_scope,group,ground,pupils\n"

// Grounds writes grounds.csv: the statutory grounds on which the pupils who left
// were taken off the register, "a" to "o" or "none", as Destinations does.
func Grounds(w io.Writer, d *metrics.Dataset, schools []int) error {
	return eachSchoolYear(w, groundsHeader, d, schools, func(b []byte, who []byte, i int, y metrics.AcademicYear) []byte {
		for _, n := range d.Pupils.GroundGroups(d.Schools[i].URN, y) {
			b = cells(append(b, who...), y.String(), n.Scope.String(), n.Group.String(), cmp.Or(n.By, "none"))
			b = append(strconv.AppendInt(b, int64(n.Pupils), 10), '\n')
		}
		return b
	})
}

// eachSchoolYear writes the rows of every school and year; who holds the cells
// that name the school.
func eachSchoolYear(w io.Writer, header string, d *metrics.Dataset, schools []int, rows func(b, who []byte, school int, y metrics.AcademicYear) []byte) error {
	out := bufio.NewWriterSize(w, 1<<16)
	out.WriteString(header)
	years := d.Years()
	var b, who []byte
	for _, i := range schools {
		s := &d.Schools[i]
		who = cells(who[:0], string(s.URN), string(s.LAESTAB))
		who = append(quote(who, s.Name), ',')
		who = cells(who, string(s.LA))
		for _, y := range years {
			b = rows(b[:0], who, i, y)
			if _, err := out.Write(b); err != nil {
				return err
			}
		}
	}
	return out.Flush()
}
