package ingest

import (
	"bytes"
	"cmp"
	"encoding/xml"
	"path"
	"slices"
	"strconv"

	"github.com/xuri/excelize/v2"
)

// sheetScan is what the row iterator of the workbook library does not tell.
type sheetScan struct {
	formulas map[string]bool // cells with a formula; true when no value is stored with it
	empty    int             // formulas without a stored value
	merges   []mergedRange
	percent  cellRuns // cells formatted as percentages
	// truths are cells with a truth value, which the library gives as 1 or 0.
	truths map[string]bool
	// last is the number of the last row, 0 when the rows carry none; broken is
	// set for XML that ends before the sheet does. The library takes both for the
	// end of the sheet.
	last   int
	broken bool
}

// mergedRange is a range of merged cells, in columns and rows counted from 1.
type mergedRange struct{ c1, r1, c2, r2 int }

// scanSheet looks through the XML of a sheet once, tag by tag: the library's
// own calls would build the whole sheet in memory first.
func scanSheet(f *excelize.File, sheet string) sheetScan {
	text := sheetXML(f, sheet)
	s := scanXML(text)
	slices.SortStableFunc(s.merges, func(a, b mergedRange) int { return cmp.Compare(a.r1, b.r1) })
	s.percent = percentCells(text, percentStyles(f))
	return s
}

func scanXML(xmlText []byte) sheetScan {
	s := sheetScan{formulas: map[string]bool{}, truths: map[string]bool{}}
	s.broken = len(xmlText) > 0 && !bytes.HasSuffix(bytes.TrimSpace(xmlText), []byte("worksheet>"))
	if at := max(bytes.LastIndex(xmlText, []byte("<row ")), bytes.LastIndex(xmlText, []byte(":row "))); at >= 0 {
		tag, _, _ := bytes.Cut(xmlText[at:], []byte(">"))
		s.last, _ = strconv.Atoi(attr(tag, "r"))
	}
	if !bytes.Contains(xmlText, []byte("<f")) && !bytes.Contains(xmlText, []byte(":f")) && !bytes.Contains(xmlText, []byte("mergeCell")) && !bytes.Contains(xmlText, []byte(`t="b"`)) {
		return s // the common sheet, known without a look at each tag
	}
	var ref []byte // the attributes of the cell at hand
	var formula, stored bool
	row, col := 0, 0
	closeCell := func() {
		if formula {
			if name := cellName(ref, col, row); name != "" {
				s.formulas[name] = !stored
				if !stored {
					s.empty++
				}
			}
		}
		formula = false
	}
	for {
		t, rest, ok := nextTag(xmlText)
		if !ok {
			return s
		}
		xmlText = rest
		attrs := t.attrs
		if t.closing {
			if string(t.name) == "c" {
				closeCell()
			}
			continue
		}
		switch string(t.name) {
		case "row":
			row++
			if v, err := strconv.Atoi(attr(attrs, "r")); err == nil {
				row = v
			}
			col = 0
		case "c":
			col++
			ref, formula, stored = attrs, false, false
			if attr(attrs, "t") == "b" {
				s.truths[cellName(attrs, col, row)] = true
			}
		case "f":
			formula = true
		case "v":
			// A stored text may be empty; a stored number may not.
			text := len(xmlText) > 0 && xmlText[0] != '<' && !t.single
			stored = text || attr(ref, "t") == "str"
		case "is":
			stored = true
		case "mergeCell":
			if m, ok := parseRange(attr(attrs, "ref")); ok {
				s.merges = append(s.merges, m)
			}
		}
	}
}

// xmlTag is one tag of a sheet, its name without the prefix of its namespace.
type xmlTag struct {
	name, attrs     []byte
	closing, single bool // </c>, <c/>
}

// nextTag finds the first tag of some XML and what follows it.
func nextTag(xmlText []byte) (t xmlTag, rest []byte, ok bool) {
	at := bytes.IndexByte(xmlText, '<')
	if at < 0 {
		return xmlTag{}, nil, false
	}
	xmlText = xmlText[at+1:]
	end := bytes.IndexByte(xmlText, '>')
	if end < 0 {
		return xmlTag{}, nil, false
	}
	tag := xmlText[:end]
	t.name, t.attrs, _ = bytes.Cut(tag, []byte(" "))
	t.single = bytes.HasSuffix(tag, []byte("/"))
	t.closing = bytes.HasPrefix(t.name, []byte("/"))
	t.name = bytes.Trim(t.name, "/")
	if i := bytes.IndexByte(t.name, ':'); i >= 0 {
		t.name = t.name[i+1:]
	}
	return t, xmlText[end+1:], true
}

// cellName gives the name of a cell, by its position where it carries none.
func cellName(attrs []byte, col, row int) string {
	if r := attr(attrs, "r"); r != "" {
		return r
	}
	name, err := excelize.CoordinatesToCellName(col, row)
	if err != nil {
		return ""
	}
	return name
}

// attr finds an attribute in the text of a tag.
func attr(attrs []byte, name string) string {
	for {
		at := bytes.Index(attrs, []byte(name+`="`))
		if at < 0 {
			return ""
		}
		value := attrs[at+len(name)+2:]
		if at > 0 && attrs[at-1] != ' ' {
			attrs = value
			continue
		}
		end := bytes.IndexByte(value, '"')
		if end < 0 {
			return ""
		}
		return string(value[:end])
	}
}

func parseRange(ref string) (m mergedRange, ok bool) {
	first, last, ok := bytes.Cut([]byte(ref), []byte(":"))
	if !ok {
		return m, false
	}
	var err1, err2 error
	m.c1, m.r1, err1 = excelize.CellNameToCoordinates(string(first))
	m.c2, m.r2, err2 = excelize.CellNameToCoordinates(string(last))
	return m, err1 == nil && err2 == nil && m.c1 <= m.c2 && m.r1 <= m.r2
}

// sheetXML gives the XML of a sheet, or nil when it is not where workbooks
// have it.
func sheetXML(f *excelize.File, sheet string) []byte {
	if f.WorkBook == nil {
		return nil
	}
	id := ""
	for _, s := range f.WorkBook.Sheets.Sheet {
		if s.Name == sheet {
			id = s.ID
		}
	}
	raw, ok := f.Pkg.Load("xl/_rels/workbook.xml.rels")
	if b, isBytes := raw.([]byte); ok && isBytes {
		var rels struct {
			List []struct {
				ID     string `xml:"Id,attr"`
				Target string `xml:",attr"`
			} `xml:"Relationship"`
		}
		if xml.Unmarshal(b, &rels) != nil {
			return nil
		}
		for _, rel := range rels.List {
			if rel.ID != id {
				continue
			}
			name := rel.Target
			if path.IsAbs(name) {
				name = name[1:]
			} else {
				name = path.Join("xl", name)
			}
			content, _ := f.Pkg.Load(name)
			b, _ := content.([]byte)
			return b
		}
	}
	return nil
}
