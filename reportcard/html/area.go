package html

import (
	"io"

	"inclusioncards/reportcard"
)

// Area writes the report on an area, whole or not at all.
func (r *Renderer) Area(a *reportcard.AreaReport, w io.Writer) error {
	return r.write("area", frame{Title: a.Title, Lang: a.Lang, Class: "area pt", Label: a.Label}, a, w)
}
