package pdf

import (
	"maps"
	"slices"
	"strings"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

// standard lists the structure types used, and which parents each may have.
var standard = map[string][]string{
	"Document": {""},
	"Sect":     {"Document", "Sect"},
	"P":        {"Document", "Sect", "TD", "LBody"},
	"H1":       {"Document", "Sect"}, "H2": {"Document", "Sect"}, "H3": {"Document", "Sect"},
	"L": {"Document", "Sect", "LBody", "TD"}, "LI": {"L"}, "Lbl": {"LI"}, "LBody": {"LI"},
	"Table": {"Document", "Sect"}, "TR": {"Table"}, "TH": {"TR"}, "TD": {"TR"},
	"Caption": {"Table", "Sect"}, "Figure": {"Document", "Sect", "TD"}, "Link": {"P", "LBody", "TD", "TH"},
}

// treeCheck walks the structure tree.
type treeCheck struct {
	*reader
	pages   map[int]*pageOf
	fonts   map[string]map[int]string
	owner   map[int]map[int]int // page, content number: object of the part
	annots  map[int]int         // annotation: object of its Link
	heading int
}

// tree checks structure, and that content and parts know each other.
func (r *reader) tree(pages []*pageOf, fonts map[string]map[int]string) {
	r.t.Helper()
	c := &treeCheck{reader: r, pages: map[int]*pageOf{}, fonts: fonts, owner: map[int]map[int]int{}, annots: map[int]int{}}
	for _, p := range pages {
		c.pages[p.ref] = p
		c.owner[p.ref] = map[int]int{}
		if r.name(p.dict["Tabs"]) != "S" {
			r.t.Error("28-008: a page without the tab order of the structure")
		}
	}
	root := r.dict(r.cat["StructTreeRoot"])
	if root == nil {
		r.t.Fatal("01-005: no structure")
	}
	if root["RoleMap"] != nil {
		r.t.Error("02: a role map, which these checks do not read")
	}
	c.part(root["K"], refOf(r.cat["StructTreeRoot"]), "")
	for _, p := range pages {
		for id := range p.marked {
			if c.owner[p.ref][id] == 0 {
				r.t.Errorf("01-005: content %d of a page belongs to no part", id)
			}
		}
	}
	c.parents(root, pages)
}

// parents checks the tree from content to parts against the one from parts to
// content.
func (c *treeCheck) parents(root types.Dict, pages []*pageOf) {
	nums := c.array(c.dict(root["ParentTree"])["Nums"])
	tree := map[int]types.Object{}
	for i := 0; i+1 < len(nums); i += 2 {
		tree[int(c.number(nums[i]))] = nums[i+1]
	}
	for _, p := range pages {
		list := c.array(tree[int(c.number(p.dict["StructParents"]))])
		if len(list) != len(p.marked) {
			c.t.Errorf("%d entries in the parent tree, %d pieces of content on the page", len(list), len(p.marked))
		}
		for id, ref := range list {
			if got, want := refOf(ref), c.owner[p.ref][id]; got != want {
				c.t.Errorf("content %d: part %d in the parent tree, %d in the structure", id, got, want)
			}
		}
		for _, a := range c.array(p.dict["Annots"]) {
			d := c.dict(a)
			if c.name(d["Subtype"]) != "Link" || c.annots[refOf(a)] == 0 {
				c.t.Errorf("28-002, 28-011: an annotation (%s) outside of a Link", c.name(d["Subtype"]))
			}
			if c.text(d["Contents"]) == "" {
				c.t.Error("28-012: a link that does not say where it leads")
			}
			if got := refOf(tree[int(c.number(d["StructParent"]))]); got != c.annots[refOf(a)] {
				c.t.Errorf("a link of part %d is %d in the parent tree", c.annots[refOf(a)], got)
			}
		}
	}
	if next := int(c.number(root["ParentTreeNextKey"])); next != len(tree) || len(tree) > 0 && slices.Max(slices.Collect(maps.Keys(tree))) >= next {
		c.t.Errorf("the next key of the parent tree is %d after %d", next, len(tree))
	}
}

// part checks one part and those inside, and returns its text.
func (c *treeCheck) part(o types.Object, parentRef int, parent string) string {
	c.t.Helper()
	d, ref := c.dict(o), refOf(o)
	kind := c.name(d["S"])
	if allowed, ok := standard[kind]; !ok || !slices.Contains(allowed, parent) {
		c.t.Errorf("02-001, 09: a %q in a %q", kind, parent)
	}
	if ref == 0 || refOf(d["P"]) != parentRef {
		c.t.Errorf("a %s does not name its parent", kind)
	}
	if level := strings.TrimPrefix(kind, "H"); level != kind && len(level) == 1 {
		n := int(level[0] - '0')
		if c.heading == 0 && n != 1 {
			c.t.Errorf("14-002: the first heading is an %s", kind)
		}
		if n > c.heading+1 {
			c.t.Errorf("14-003: an %s after an H%d", kind, c.heading)
		}
		c.heading = n
	}
	text, painted := c.kids(d, ref, kind)
	switch kind {
	case "Figure":
		if strings.TrimSpace(decodeText(c.text(d["Alt"]))) == "" {
			c.t.Error("13-004: a figure without words for it")
		}
		if b := c.array(c.attribute(d, "Layout")["BBox"]); len(b) != 4 || c.number(b[0]) >= c.number(b[2]) || c.number(b[1]) >= c.number(b[3]) {
			c.t.Errorf("a figure's box is %v", b)
		}
		if !painted {
			c.t.Error("a figure without a picture")
		}
	case "TH":
		if s := c.name(c.attribute(d, "Table")["Scope"]); s != "Row" && s != "Column" {
			c.t.Errorf("15-003: a heading of a table with scope %q", s)
		}
	case "Table":
		c.regular(d)
	case "P", "H1", "H2", "H3", "LBody", "Lbl", "Caption", "Link":
		if text == "" { // a no-break space may be all there is
			c.t.Errorf("a %s without words", kind)
		}
	}
	return text
}

// kids walks the children of a part.
func (c *treeCheck) kids(d types.Dict, ref int, kind string) (text string, painted bool) {
	kids := c.get(d["K"])
	list, ok := kids.(types.Array)
	if !ok && kids != nil {
		list = types.Array{d["K"]}
	}
	for _, kid := range list {
		page := refOf(d["Pg"])
		id, numbered := c.get(kid).(types.Integer)
		if inner := c.dict(kid); inner != nil {
			switch c.name(inner["Type"]) {
			case "MCR":
				page = refOf(inner["Pg"])
				id, numbered = types.Integer(int(c.number(inner["MCID"]))), true
			case "OBJR":
				if kind != "Link" {
					c.t.Errorf("28: an annotation in a %s", kind)
				}
				c.annots[refOf(inner["Obj"])] = ref
				continue
			default:
				text += c.part(kid, ref, kind)
				continue
			}
		}
		p := c.pages[page]
		if !numbered || p == nil || p.marked[int(id)] == nil {
			c.t.Errorf("a %s refers to content %v that no page has", kind, kid)
			continue
		}
		if c.owner[page][int(id)] != 0 {
			c.t.Errorf("content %d belongs to two parts", id)
		}
		c.owner[page][int(id)] = ref
		content := p.marked[int(id)]
		if content.tag != kind {
			c.t.Errorf("content marked %s belongs to a %s", content.tag, kind)
		}
		if content.paint && kind != "Figure" {
			c.t.Errorf("a line or shape in a %s", kind)
		}
		painted = painted || content.paint
		for i, code := range content.codes {
			text += c.fonts[content.font[i]][code]
		}
	}
	return text, painted
}

// attribute is the attribute dictionary of an owner.
func (c *treeCheck) attribute(d types.Dict, owner string) types.Dict {
	list := c.array(d["A"])
	if list == nil {
		list = types.Array{d["A"]}
	}
	for _, a := range list {
		if a := c.dict(a); a != nil && c.name(a["O"]) == owner {
			return a
		}
	}
	return nil
}

// regular checks that a table has a heading row, and cells in every column of
// every row.
func (c *treeCheck) regular(d types.Dict) {
	columns, heads := 0, 0
	for _, row := range c.array(d["K"]) {
		r := c.dict(row)
		if c.name(r["S"]) != "TR" {
			continue
		}
		cells := c.array(r["K"])
		if columns == 0 {
			columns = len(cells)
			for _, cell := range cells {
				if c.name(c.dict(cell)["S"]) == "TH" {
					heads++
				}
			}
		}
		if len(cells) != columns {
			c.t.Errorf("09, 15: a row of %d cells in a table of %d columns", len(cells), columns)
		}
	}
	if columns < 2 || heads != columns {
		c.t.Errorf("15: a table of %d columns with %d headings", columns, heads)
	}
}
