package pdf

// Role is what a part of a page is to a reader who does not see it: the
// standard structure type of PDF 1.7 of the same name.
type Role uint8

const (
	noRole Role = iota
	Paragraph
	Heading1
	Heading2
	Heading3
	List
	ListItem
	ListLabel
	ListBody
	Table
	TableRow
	ColumnHead // TH whose scope is its column
	RowHead    // TH whose scope is its row
	TableCell
	Caption
	Figure // needs an Alt; text inside it belongs to the picture
	Link
	Section // groups the parts of one subject
	// Decoration, Header and Footer are passed over by a reader: they repeat, or
	// carry nothing.
	Decoration
	Header
	Footer
)

// Tag marks a part of a page. Lines and shapes need none: outside a Figure they
// are decoration.
type Tag struct {
	Role Role
	Alt  string // of a Figure
}

// TagProvider is the optional method pair of a core.Provider that can record
// structure. What is drawn between BeginTag and EndTag, in reading order, is
// the content of the part; parts nest. maroto's own provider has no such
// methods, and is drawn to without tags.
type TagProvider interface {
	BeginTag(Tag)
	EndTag()
}

type noTags struct{}

func (noTags) BeginTag(Tag) {}
func (noTags) EndTag()      {}

// role facts by Role.
var roles = [...]struct {
	name string
	// content says that text may stand directly in the part.
	content bool
	// empty says that the part is kept without content.
	empty    bool
	artifact string
}{
	Paragraph: {name: "P", content: true}, Heading1: {name: "H1", content: true}, Heading2: {name: "H2", content: true}, Heading3: {name: "H3", content: true},
	List: {name: "L"}, ListItem: {name: "LI"}, ListLabel: {name: "Lbl", content: true}, ListBody: {name: "LBody", content: true},
	Table: {name: "Table"}, TableRow: {name: "TR"},
	ColumnHead: {name: "TH", content: true, empty: true}, RowHead: {name: "TH", content: true, empty: true}, TableCell: {name: "TD", content: true, empty: true},
	Caption: {name: "Caption", content: true}, Figure: {name: "Figure", content: true}, Link: {name: "Link", content: true},
	Section:    {name: "Sect"},
	Decoration: {artifact: "/Artifact BMC\n"},
	Header:     {artifact: "/Artifact<</Type/Pagination/Subtype/Header>>BDC\n"},
	Footer:     {artifact: "/Artifact<</Type/Pagination/Subtype/Footer>>BDC\n"},
}
