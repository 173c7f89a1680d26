// Package questions writes the questions of a card as documents to be filled in:
// Word's format and plain text. It computes nothing.
//
// The Word file is written with the standard library. What a pure-Go library under
// a permissive licence would save is small, five short parts of fixed XML, and the
// ones there are were begun a short while ago, are no longer kept, or put the
// time of day into the file; here a table needs a repeated header row, a caption
// for those who do not see it, and the same bytes every time.
package questions

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"strings"
	"time"

	"inclusioncards/reportcard"
)

// DOCX writes the questions as a Word document (Office Open XML, ECMA-376): styled
// headings, one table for each line of enquiry whose header row repeats, language
// and title set, marking and label on every page.
func DOCX(q *reportcard.QuestionSheet, w io.Writer) error {
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, part := range []struct{ name, content string }{
		{"[Content_Types].xml", contentTypes},
		{"_rels/.rels", packageRelations},
		{"docProps/core.xml", coreProperties(q)},
		{"word/_rels/document.xml.rels", documentRelations},
		{"word/document.xml", document(q)},
		{"word/footer1.xml", running("w:ftr", q.Marking)},
		{"word/header1.xml", running("w:hdr", q.Label)},
		{"word/numbering.xml", numbering},
		{"word/settings.xml", settings(q)},
		{"word/styles.xml", styles(q)},
	} {
		// No clock: every part has the first day that an archive can tell.
		f, err := z.CreateHeader(&zip.FileHeader{Name: part.name, Method: zip.Deflate, Modified: time.Date(1980, time.January, 1, 0, 0, 0, 0, time.UTC)})
		if err == nil {
			_, err = io.WriteString(f, xml.Header+part.content)
		}
		if err != nil {
			return fmt.Errorf("questions: %w", err)
		}
	}
	err := z.Close()
	if err == nil {
		_, err = w.Write(out.Bytes())
	}
	if err != nil {
		return fmt.Errorf("questions: %w", err)
	}
	return nil
}

// esc makes text safe in XML; characters XML does not allow are replaced.
func esc(s string) string {
	var b bytes.Buffer
	_ = xml.EscapeText(&b, []byte(s)) // into memory: cannot fail
	return b.String()
}

// paragraph is one of a style; an empty style is that of plain text.
func paragraph(style, text string) string {
	var b strings.Builder
	b.WriteString("<w:p>")
	if style != "" {
		b.WriteString(`<w:pPr><w:pStyle w:val="` + style + `"/></w:pPr>`)
	}
	if text != "" {
		b.WriteString(`<w:r><w:t xml:space="preserve">` + esc(text) + `</w:t></w:r>`)
	}
	b.WriteString("</w:p>")
	return b.String()
}

func document(q *reportcard.QuestionSheet) string {
	var b strings.Builder
	b.WriteString(`<w:document ` + namespaces + `><w:body>`)
	b.WriteString(paragraph("Heading1", q.Title))
	b.WriteString(paragraph("", strings.Join(q.Identity, " · ")))
	b.WriteString(paragraph("", q.Intro))
	for _, p := range q.Parts {
		b.WriteString(paragraph("Heading2", p.Heading))
		for _, l := range p.Lead {
			b.WriteString(paragraph("", l))
		}
		if len(p.Means) > 0 {
			b.WriteString(paragraph("Heading3", p.MeansTitle))
			for i, m := range p.Means {
				style := "ListBullet"
				if i == len(p.Means)-1 {
					style = "ListBulletLast"
				}
				b.WriteString(paragraph(style, m))
			}
		}
		table(&b, q, p.Questions)
	}
	b.WriteString(paragraph("", ""))
	// A4 with margins of 20 mm.
	b.WriteString(`<w:sectPr><w:headerReference w:type="default" r:id="rId4"/><w:footerReference w:type="default" r:id="rId5"/>` +
		`<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1134" w:right="1134" w:bottom="1134" w:left="1134" w:header="567" w:footer="567" w:gutter="0"/></w:sectPr></w:body></w:document>`)
	return b.String()
}

// columnWidths share out the 170 mm between the margins, in twentieths of a point.
var columnWidths = [...]int{3600, 3638, 1200, 1200}

// table has a row for each question, tall enough to write in.
func table(b *strings.Builder, q *reportcard.QuestionSheet, questions []string) {
	b.WriteString(`<w:tbl><w:tblPr><w:tblStyle w:val="TableGrid"/><w:tblW w:w="9638" w:type="dxa"/><w:tblLayout w:type="fixed"/>` +
		`<w:tblLook w:val="0020" w:firstRow="1" w:lastRow="0" w:firstColumn="0" w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>` +
		`<w:tblCaption w:val="` + esc(q.Caption) + `"/></w:tblPr><w:tblGrid>`)
	for _, w := range columnWidths {
		fmt.Fprintf(b, `<w:gridCol w:w="%d"/>`, w)
	}
	b.WriteString(`</w:tblGrid>`)
	row := func(properties, style string, cells []string) {
		b.WriteString(`<w:tr><w:trPr>` + properties + `</w:trPr>`)
		for i, w := range columnWidths {
			fmt.Fprintf(b, `<w:tc><w:tcPr><w:tcW w:w="%d" w:type="dxa"/></w:tcPr>%s</w:tc>`, w, paragraph(style, cells[i]))
		}
		b.WriteString(`</w:tr>`)
	}
	row(`<w:cantSplit/><w:tblHeader/>`, "TableHead", q.Columns)
	for _, question := range questions {
		cells := make([]string, len(columnWidths))
		cells[0] = question
		row(`<w:cantSplit/><w:trHeight w:val="1134" w:hRule="atLeast"/>`, "TableText", cells)
	}
	b.WriteString(`</w:tbl>`)
}

// running is the head or the foot of every page.
func running(element, text string) string {
	return `<` + element + ` ` + namespaces + `>` + paragraph("Running", text) + `</` + element + `>`
}
