package html

import (
	"html/template"
	"io"

	"inclusioncards/reportcard"
)

// Overview writes the overview of a batch, whole or not at all. Its links lead
// from a folder inside the output.
func (r *Renderer) Overview(o *reportcard.Overview, w io.Writer) error {
	return r.write("overview", frame{Title: o.Title, Lang: o.Lang, Class: "area overview pt", Label: o.Label, Script: template.JS(r.schools)}, o, w)
}

// Index writes the page that opens an output folder, whole or not at all.
func (r *Renderer) Index(x *reportcard.Index, w io.Writer) error {
	return r.write("index", frame{Title: x.Title, Lang: x.Lang, Class: "area overview pt", Label: x.Label}, x, w)
}

// NationalIndex writes the page that opens a large output, whole or not at all.
func (r *Renderer) NationalIndex(x *reportcard.NationalIndex, w io.Writer) error {
	return r.write("national", frame{Title: x.Title, Lang: x.Lang, Class: "area overview pt", Label: x.Label, Script: template.JS(r.search)}, x, w)
}
