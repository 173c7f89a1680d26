package pdf

import (
	"bytes"
	"encoding/xml"
	"fmt"

	"inclusioncards/reportcard/pdf/write"
)

// producer is what the files name as the maker of their bytes.
const producer = "inclusioncards/reportcard/pdf"

// info is the information dictionary.
func (m *meta) info() []byte {
	const layout = "D:20060102150405Z"
	b := []byte("<<")
	for _, e := range []struct{ key, text string }{
		{"Title", m.title}, {"Subject", m.subject}, {"Creator", m.creator}, {"Producer", producer},
		{"CreationDate", m.date.Format(layout)}, {"ModDate", m.date.Format(layout)},
	} {
		if e.text != "" {
			b = append(b, '/')
			b = append(b, e.key...)
			b = write.AppendText(b, e.text)
		}
	}
	return append(b, ">>"...)
}

// xmp is the same as metadata in XML, with the claim to PDF/UA-1.
func (m *meta) xmp() []byte {
	esc := func(s string) string {
		var b bytes.Buffer
		// Escaping into memory cannot fail; characters XML does not allow are
		// replaced.
		_ = xml.EscapeText(&b, []byte(s))
		return b.String()
	}
	const layout = "2006-01-02T15:04:05Z"
	date := m.date.Format(layout)
	return fmt.Appendf(nil, `<?xpacket begin="%s" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">%s</rdf:li></rdf:Alt></dc:title>
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">%s</rdf:li></rdf:Alt></dc:description>
<dc:language><rdf:Bag><rdf:li>%s</rdf:li></rdf:Bag></dc:language>
<pdf:Producer>%s</pdf:Producer>
<xmp:CreatorTool>%s</xmp:CreatorTool>
<xmp:CreateDate>%s</xmp:CreateDate>
<xmp:ModifyDate>%s</xmp:ModifyDate>
<pdfuaid:part>1</pdfuaid:part>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>`, "\uFEFF", esc(m.title), esc(m.subject), esc(m.lang), producer, esc(m.creator), date, date)
}
