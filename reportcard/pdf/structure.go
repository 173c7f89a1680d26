package pdf

import (
	"strings"

	"inclusioncards/reportcard/pdf/write"
)

// structure is the logical structure of a document while its pages are drawn:
// a tree of parts whose leaves are stretches of page content.
type structure struct {
	nodes []structNode // the first is the document
	open  []int        // indices of the parts begun and not ended
	// artifact is the index in open of the outermost artifact, -1 outside.
	artifact int
	heading  Role // level of the last heading: the next is at most one deeper
	pages    [][]int
	links    []link
	marks    []bookmark
	// What settle has written: the document's own number, its children, and of
	// each page the parts of its content.
	document write.Ref
	kids     []write.Ref
	arrays   []write.Ref
}

// structNode is a part, or a leaf: content with a number on a page, or a link
// annotation. Children form a list through next.
type structNode struct {
	leaf        leafKind
	tag         Tag
	parent      int
	first, last int // children, 0 for none
	next        int
	page        int // of a leaf, or of a part's first leaf; -1 without
	number      int // of a leaf: marked content on its page, or the link
	box         box // of a Figure, points
	ref         write.Ref
}

type leafKind uint8

const (
	notLeaf leafKind = iota
	contentLeaf
	linkLeaf
)

// link is an annotation over the words of a Link part.
type link struct {
	part, page int
	box        box
	uri, text  string
	ref        write.Ref
	of         write.Ref // the part, once settle has written it
}

// bookmark is a heading of the outline.
type bookmark struct {
	node  int
	level Role
	text  strings.Builder
	page  int
	y     float64   // top, points
	ref   write.Ref // of the part, once settle has written it
}

type box struct {
	x0, y0, x1, y1 float64
	set            bool
}

func (b *box) add(x, y float64) {
	if !b.set {
		*b = box{x, y, x, y, true}
		return
	}
	b.x0, b.x1 = min(b.x0, x), max(b.x1, x)
	b.y0, b.y1 = min(b.y0, y), max(b.y1, y)
}

func (s *structure) reset() {
	s.nodes = append(s.nodes[:0], structNode{page: -1})
	s.open = append(s.open[:0], 0)
	s.artifact, s.heading = -1, Heading1-1
	s.pages, s.links, s.marks = s.pages[:0], nil, nil
	s.document, s.kids, s.arrays = 0, nil, nil
}

func (s *structure) top() int { return s.open[len(s.open)-1] }

// begin opens a part. A heading that would skip a level is raised: cards leave
// sections out.
func (s *structure) begin(t Tag) {
	if roles[t.Role].artifact != "" && s.artifact < 0 {
		s.artifact = len(s.open)
	}
	if s.artifact < 0 && t.Role >= Heading1 && t.Role <= Heading3 {
		t.Role = min(t.Role, s.heading+1)
		s.heading = t.Role
	}
	n := structNode{tag: t, page: -1}
	if s.artifact < 0 {
		s.open = append(s.open, s.append(n))
		return
	}
	s.nodes = append(s.nodes, n) // no child of any part
	s.open = append(s.open, len(s.nodes)-1)
}

func (s *structure) end() {
	s.open = s.open[:len(s.open)-1]
	if s.artifact >= len(s.open) {
		s.artifact = -1
	}
}

// append adds a node as the last child of the open part.
func (s *structure) append(n structNode) int {
	parent, i := s.top(), len(s.nodes)
	n.parent = parent
	s.nodes = append(s.nodes, n)
	if p := &s.nodes[parent]; p.first == 0 {
		p.first, p.last = i, i
	} else {
		s.nodes[p.last].next = i
		p.last = i
	}
	return i
}

// content numbers a stretch of page content of the open part.
func (s *structure) content(page int) int {
	part := s.top()
	for len(s.pages) <= page {
		s.pages = append(s.pages, nil)
	}
	number := len(s.pages[page])
	s.pages[page] = append(s.pages[page], part)
	s.append(structNode{leaf: contentLeaf, page: page, number: number})
	return number
}

// figure is the innermost open Figure, 0 outside.
func (s *structure) figure() int {
	for i := len(s.open) - 1; i > 0; i-- {
		if s.nodes[s.open[i]].tag.Role == Figure {
			return s.open[i]
		}
	}
	return 0
}

// headingPart is the innermost open part when it is a heading, else 0.
func (s *structure) headingPart() int {
	if r := s.nodes[s.top()].tag.Role; s.artifact < 0 && r >= Heading1 && r <= Heading3 {
		return s.top()
	}
	return 0
}

// note adds the text of a heading to the outline.
func (s *structure) note(text string, page int, y float64) {
	part := s.headingPart()
	if part == 0 {
		return
	}
	if n := len(s.marks); n == 0 || s.marks[n-1].node != part {
		s.marks = append(s.marks, bookmark{node: part, level: s.nodes[part].tag.Role, page: page, y: y})
	}
	s.marks[len(s.marks)-1].text.WriteString(text)
}

// link joins an annotation to the open part, a Link.
func (s *structure) link(l link) {
	l.part = s.top()
	s.append(structNode{leaf: linkLeaf, page: l.page, number: len(s.links)})
	s.links = append(s.links, l)
}
