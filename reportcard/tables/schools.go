package tables

import (
	"bufio"
	"io"

	"inclusioncards/metrics"
)

const schoolsHeader = "urn,laestab,school,la_code,la_name,region,phase,type,closed,simulated\n"

// byteOrderMark makes Excel read a CSV file as UTF-8; without it an accent or a
// curly apostrophe comes out as two or three wrong letters. The tables of
// figures are plain ASCII and go without: some readers would take it for part
// of the first heading.
const byteOrderMark = "\ufeff"

// Schools writes schools.csv: which school each URN of the other tables is, for
// the schools given (indices in the dataset, ascending). Closed and simulated
// are yes or empty.
func Schools(w io.Writer, d *metrics.Dataset, schools []int) error {
	out := bufio.NewWriterSize(w, 1<<16)
	out.WriteString(byteOrderMark + schoolsHeader)
	var b []byte
	for _, i := range schools {
		s := &d.Schools[i]
		b = b[:0]
		for _, text := range []string{string(s.URN), string(s.LAESTAB), s.Name, string(s.LA), s.LAName, s.Region, s.Phase.String(), s.Type, yes(s.Closed)} {
			b = append(quote(b, text), ',')
		}
		b = append(append(b, yes(s.Simulated)...), '\n')
		if _, err := out.Write(b); err != nil {
			return err
		}
	}
	return out.Flush()
}

func yes(b bool) string {
	if b {
		return "yes"
	}
	return ""
}
