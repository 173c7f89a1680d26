package questions

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"io"
	"slices"
	"strings"
	"testing"

	"inclusioncards/reportcard"
)

func sheet() *reportcard.QuestionSheet {
	return &reportcard.QuestionSheet{
		Lang: "en-GB", Title: "Questions for the head: <Ysgol> & Sons", Label: "Draft.", Marking: "For governors: small numbers are withheld",
		Identity: []string{"Inclusion card · URN 100001"}, Intro: "Write what you hear.", Columns: []string{"Question", "Answer", "Who", "Date"}, Caption: "Room for answers",
		Parts: []reportcard.QuestionPart{
			{Heading: "Line of enquiry: absence", Lead: []string{"More are away.", "12 of 40 are."}, MeansTitle: "It could also mean", Means: []string{"illness\x01", "travel"}, Questions: []string{"Why?", strings.Repeat("long ", 40)}},
			{Heading: "Our own questions", Questions: []string{"", ""}},
		},
	}
}

// parts reads a Word file back.
func parts(t *testing.T, doc []byte) map[string]string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(doc), int64(len(doc)))
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		raw, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		out[f.Name] = string(raw)
		for dec := xml.NewDecoder(bytes.NewReader(raw)); ; {
			if _, err := dec.Token(); err == io.EOF {
				break
			} else if err != nil {
				t.Fatalf("%s is not XML: %v", f.Name, err)
			}
		}
	}
	return out
}

// paragraphOf is a paragraph of a Word file by its style.
type paragraphOf struct{ style, text string }

func paragraphs(t *testing.T, part string) []paragraphOf {
	t.Helper()
	var out []paragraphOf
	for dec := xml.NewDecoder(strings.NewReader(part)); ; {
		tok, err := dec.Token()
		if err == io.EOF {
			return out
		}
		if err != nil {
			t.Fatal(err)
		}
		switch tok := tok.(type) {
		case xml.StartElement:
			switch tok.Name.Local {
			case "p":
				out = append(out, paragraphOf{})
			case "pStyle":
				out[len(out)-1].style = tok.Attr[0].Value
			}
		case xml.CharData:
			if len(out) > 0 {
				out[len(out)-1].text += string(tok)
			}
		}
	}
}

func TestDOCX(t *testing.T) {
	var b, again bytes.Buffer
	if err := DOCX(sheet(), &b); err != nil {
		t.Fatal(err)
	}
	if err := DOCX(sheet(), &again); err != nil || !bytes.Equal(b.Bytes(), again.Bytes()) {
		t.Errorf("two files differ (%v)", err)
	}
	p := parts(t, b.Bytes())
	doc := p["word/document.xml"]
	got := paragraphs(t, doc)
	for _, want := range []paragraphOf{
		{"Heading1", "Questions for the head: <Ysgol> & Sons"}, {"Heading2", "Line of enquiry: absence"}, {"Heading3", "It could also mean"},
		{"ListBullet", "illness\uFFFD"}, {"ListBulletLast", "travel"}, {"TableHead", "Answer"}, {"TableText", "Why?"}, {"", "12 of 40 are."},
	} {
		if !slices.Contains(got, want) {
			t.Errorf("no paragraph %+v in %+v", want, got)
		}
	}
	// For those who do not see the page: a repeated heading row and a caption for
	// each table, headings in order, a language and a title.
	if n := strings.Count(doc, "<w:tblHeader/>"); n != 2 {
		t.Errorf("%d heading rows for 2 tables", n)
	}
	if n := strings.Count(doc, `<w:tblCaption w:val="Room for answers"/>`); n != 2 {
		t.Errorf("%d captions", n)
	}
	// Two questions and two rows of the reader's own, each of four cells, under two
	// heading rows.
	if rows, cells := strings.Count(doc, "<w:tr>"), strings.Count(doc, "<w:tc>"); rows != 6 || cells != 24 {
		t.Errorf("%d rows with %d cells", rows, cells)
	}
	for part, want := range map[string]string{
		"word/styles.xml": `<w:lang w:val="en-GB"/>`, "docProps/core.xml": "<dc:title>Questions for the head: &lt;Ysgol&gt; &amp; Sons</dc:title>",
		"word/footer1.xml": "For governors: small numbers are withheld", "word/header1.xml": "Draft.",
	} {
		if !strings.Contains(p[part], want) {
			t.Errorf("%s lacks %s", part, want)
		}
	}
	// Every style in use is defined, every part is announced and related.
	for _, g := range got {
		if g.style != "" && !strings.Contains(p["word/styles.xml"], `w:styleId="`+g.style+`"`) {
			t.Errorf("style %s is not defined", g.style)
		}
	}
	for name := range p {
		if strings.HasPrefix(name, "word/") && !strings.HasSuffix(name, ".rels") && !strings.Contains(p["[Content_Types].xml"], `"/`+name+`"`) {
			t.Errorf("%s has no type", name)
		}
	}
}

func TestText(t *testing.T) {
	var b bytes.Buffer
	if err := Text(sheet(), &b); err != nil {
		t.Fatal(err)
	}
	text := b.String()
	if strings.Count(text, "\n") != strings.Count(text, "\r\n") {
		t.Error("line ends are mixed")
	}
	for _, line := range strings.Split(text, "\r\n") {
		if len(line) > width && strings.Contains(strings.TrimSpace(line), " ") && !strings.Contains(line, "·") {
			t.Errorf("%d characters: %q", len(line), line)
		}
		if strings.TrimRight(line, " ") != line {
			t.Errorf("spaces at the end of %q", line)
		}
	}
	for _, want := range []string{"Draft.", "For governors", "Line of enquiry: absence\r\n------------------------", "- travel", "1. Why?\r\n   Answer:\r\n   Who:\r\n   Date:"} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in:\n%s", want, text)
		}
	}
	// Two questions of the card and two of the reader's own.
	if n := strings.Count(text, "Answer:"); n != 4 {
		t.Errorf("room for %d answers", n)
	}
}
