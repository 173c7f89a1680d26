package tables

import (
	"encoding/csv"
	"io"
	"strconv"

	"inclusioncards/reportcard/ingest"
)

// Rejects writes rejects.csv: every problem, in the order found. Messages quote
// headings of the input, so that it has a byte order mark (see Schools).
func Rejects(w io.Writer, problems []ingest.Problem) error {
	if _, err := io.WriteString(w, byteOrderMark); err != nil {
		return err
	}
	out := csv.NewWriter(w)
	out.Write([]string{"file", "sheet", "row", "column", "urn", "code", "severity", "message", "hint"})
	for _, p := range problems {
		row := ""
		if p.Row > 0 {
			row = strconv.Itoa(p.Row)
		}
		out.Write([]string{
			guard(p.File), guard(p.Sheet), row, guard(p.Column), string(p.URN),
			p.Code, p.Severity.String(), guard(p.What), guard(p.Hint),
		})
	}
	out.Flush()
	return out.Error()
}
