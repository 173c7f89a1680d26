package questions

import "inclusioncards/reportcard"

// The fixed parts of a Word document (ECMA-376, part 1, sections 11 and 15).

const namespaces = `xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"`

const contentTypes = `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">` +
	`<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
	`<Default Extension="xml" ContentType="application/xml"/>` +
	`<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>` +
	`<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>` +
	`<Override PartName="/word/footer1.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.footer+xml"/>` +
	`<Override PartName="/word/header1.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.header+xml"/>` +
	`<Override PartName="/word/numbering.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.numbering+xml"/>` +
	`<Override PartName="/word/settings.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.settings+xml"/>` +
	`<Override PartName="/word/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/>` +
	`</Types>`

const packageRelations = `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` +
	`<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/>` +
	`<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" Target="docProps/core.xml"/>` +
	`</Relationships>`

const documentRelations = `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` +
	`<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/>` +
	`<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/settings" Target="settings.xml"/>` +
	`<Relationship Id="rId3" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/numbering" Target="numbering.xml"/>` +
	`<Relationship Id="rId4" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/header" Target="header1.xml"/>` +
	`<Relationship Id="rId5" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/footer" Target="footer1.xml"/>` +
	`</Relationships>`

const numbering = `<w:numbering ` + namespaces + `><w:abstractNum w:abstractNumId="0"><w:multiLevelType w:val="singleLevel"/>` +
	`<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="bullet"/><w:lvlText w:val="•"/><w:lvlJc w:val="left"/>` +
	`<w:pPr><w:ind w:left="360" w:hanging="360"/></w:pPr></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>`

func settings(q *reportcard.QuestionSheet) string {
	return `<w:settings ` + namespaces + `><w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>` +
		`<w:themeFontLang w:val="` + esc(q.Lang) + `"/></w:settings>`
}

func coreProperties(q *reportcard.QuestionSheet) string {
	const day = `1980-01-01T00:00:00Z` // no clock, and no name of a person
	return `<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">` +
		`<dc:title>` + esc(q.Title) + `</dc:title><dc:creator>reportcard</dc:creator><cp:lastModifiedBy>reportcard</cp:lastModifiedBy>` +
		`<dcterms:created xsi:type="dcterms:W3CDTF">` + day + `</dcterms:created><dcterms:modified xsi:type="dcterms:W3CDTF">` + day + `</dcterms:modified>` +
		`<dc:language>` + esc(q.Lang) + `</dc:language></cp:coreProperties>`
}

// styles are those of the card: Arial, 12 points, blue headings.
func styles(q *reportcard.QuestionSheet) string {
	style := func(id, name, based, paragraph, run string) string {
		s := `<w:style w:type="paragraph" w:styleId="` + id + `"`
		if id == "Normal" {
			s += ` w:default="1"`
		}
		s += `><w:name w:val="` + name + `"/>`
		if based != "" {
			s += `<w:basedOn w:val="` + based + `"/><w:next w:val="Normal"/>`
		}
		return s + `<w:qFormat/><w:pPr>` + paragraph + `</w:pPr><w:rPr>` + run + `</w:rPr></w:style>`
	}
	const blue = `<w:color w:val="12436D"/>`
	return `<w:styles ` + namespaces + `><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Arial" w:hAnsi="Arial" w:cs="Arial" w:eastAsia="Arial"/>` +
		`<w:sz w:val="24"/><w:szCs w:val="24"/><w:lang w:val="` + esc(q.Lang) + `"/></w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>` +
		style("Normal", "Normal", "", `<w:spacing w:after="120" w:line="288" w:lineRule="auto"/>`, "") +
		style("Heading1", "heading 1", "Normal", `<w:keepNext/><w:spacing w:before="0" w:after="80"/><w:outlineLvl w:val="0"/>`, `<w:b/>`+blue+`<w:sz w:val="36"/>`) +
		style("Heading2", "heading 2", "Normal", `<w:keepNext/><w:spacing w:before="320" w:after="80"/><w:outlineLvl w:val="1"/>`, `<w:b/>`+blue+`<w:sz w:val="28"/>`) +
		style("Heading3", "heading 3", "Normal", `<w:keepNext/><w:spacing w:before="120" w:after="40"/><w:outlineLvl w:val="2"/>`, `<w:b/>`) +
		style("ListBullet", "List Bullet", "Normal", `<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr><w:spacing w:after="40"/>`, "") +
		style("ListBulletLast", "List Bullet Last", "ListBullet", `<w:spacing w:after="160"/>`, "") +
		style("TableHead", "Table Head", "Normal", `<w:keepNext/><w:spacing w:before="40" w:after="40"/>`, `<w:b/>`+blue) +
		style("TableText", "Table Text", "Normal", `<w:spacing w:before="40" w:after="40"/>`, "") +
		style("Running", "Running", "Normal", `<w:spacing w:after="0"/>`, `<w:b/>`+blue+`<w:sz w:val="20"/>`) +
		`<w:style w:type="table" w:styleId="TableGrid"><w:name w:val="Table Grid"/><w:tblPr><w:tblBorders>` +
		`<w:top w:val="single" w:sz="4" w:color="7F7F7F"/><w:left w:val="single" w:sz="4" w:color="7F7F7F"/><w:bottom w:val="single" w:sz="4" w:color="7F7F7F"/>` +
		`<w:right w:val="single" w:sz="4" w:color="7F7F7F"/><w:insideH w:val="single" w:sz="4" w:color="7F7F7F"/><w:insideV w:val="single" w:sz="4" w:color="7F7F7F"/>` +
		`</w:tblBorders><w:tblCellMar><w:left w:w="85" w:type="dxa"/><w:right w:w="85" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style></w:styles>`
}
