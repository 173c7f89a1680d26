package pdf

import (
	"strconv"

	"inclusioncards/reportcard/pdf/write"
)

// prune reports whether a part has content, dropping the children that have
// none, and finds the page it begins on.
func (s *structure) prune(part int) bool {
	n := &s.nodes[part]
	last := 0
	for i := n.first; i != 0; i = s.nodes[i].next {
		child := &s.nodes[i]
		if child.leaf == notLeaf && !s.prune(i) {
			if last == 0 {
				n.first = child.next
			} else {
				s.nodes[last].next = child.next
			}
			continue
		}
		last = i
		if n.page < 0 {
			n.page = child.page
		}
	}
	n.last = last
	return last != 0 || part != 0 && roles[n.tag.Role].empty
}

// assign gives a part and all within it their object numbers.
func (s *structure) assign(f *write.File, part int) {
	if part == 0 && s.document != 0 {
		s.nodes[part].ref = s.document
	} else {
		s.nodes[part].ref = f.Alloc()
	}
	for i := s.nodes[part].first; i != 0; i = s.nodes[i].next {
		if s.nodes[i].leaf == notLeaf {
			s.assign(f, i)
		}
	}
}

// write adds the structure tree to the file and returns its root.
func (s *structure) write(f *write.File, pages []write.Ref) write.Ref {
	s.prune(0)
	root, tree := f.Alloc(), f.Alloc()
	s.assign(f, 0)
	b := s.writePart(f, nil, 0, root, pages)
	b = append(b[:0], "<</Type/StructTreeRoot/K "...)
	b = s.nodes[0].ref.Append(b)
	b = append(b, "/ParentTree "...)
	b = tree.Append(b)
	b = append(b, "/ParentTreeNextKey "...)
	b = strconv.AppendInt(b, int64(len(pages)+len(s.links)), 10)
	f.Object(root, append(b, ">>"...))

	// From content to parts: by page and number, then by link.
	b = append(b[:0], "<</Nums["...)
	for i := range pages {
		b = strconv.AppendInt(b, int64(i), 10)
		if i < len(s.arrays) {
			b = append(b, ' ')
			b = s.arrays[i].Append(b)
			b = append(b, ' ')
			continue
		}
		b = append(b, '[')
		if i < len(s.pages) {
			b = s.appendParts(b, i)
		}
		b = append(b, ']')
	}
	for i := range s.links {
		b = strconv.AppendInt(b, int64(len(pages)+i), 10)
		b = append(b, ' ')
		b = s.partOf(&s.links[i]).Append(b)
		b = append(b, ' ')
	}
	f.Object(tree, append(b, "]>>"...))
	return root
}

// appendParts lists the parts of the content of a page.
func (s *structure) appendParts(b []byte, page int) []byte {
	for _, part := range s.pages[page] {
		b = s.nodes[part].ref.Append(b)
		b = append(b, ' ')
	}
	return b
}

func (s *structure) partOf(l *link) write.Ref {
	if l.of != 0 {
		return l.of
	}
	return s.nodes[l.part].ref
}

// settle writes the parts of the document so far, all of them ended, and forgets
// them: the memory of a long document does not grow with its parts. Their pages
// are complete.
func (s *structure) settle(f *write.File, pages []write.Ref) {
	if s.document == 0 {
		s.document = f.Alloc()
	}
	s.numberLinks(f)
	s.prune(0)
	var b []byte
	for i := s.nodes[0].first; i != 0; i = s.nodes[i].next {
		s.assign(f, i)
		s.kids = append(s.kids, s.nodes[i].ref)
		b = s.writePart(f, b, i, s.document, pages)
	}
	for i := len(s.arrays); i < len(s.pages); i++ {
		ref := f.Alloc()
		f.Object(ref, append(s.appendParts(append(b[:0], '['), i), ']'))
		s.arrays, s.pages[i] = append(s.arrays, ref), nil
	}
	for i := range s.links {
		l := &s.links[i]
		l.of = s.partOf(l)
	}
	for i := range s.marks {
		if m := &s.marks[i]; m.node >= 0 {
			m.ref, m.node = s.nodes[m.node].ref, -1
		}
	}
	s.nodes = append(s.nodes[:0], structNode{page: -1})
}

// numberLinks gives links their object numbers.
func (s *structure) numberLinks(f *write.File) {
	for i := range s.links {
		if s.links[i].ref == 0 {
			s.links[i].ref = f.Alloc()
		}
	}
}

// writePart writes a part and those within it; b is scratch.
func (s *structure) writePart(f *write.File, b []byte, part int, parent write.Ref, pages []write.Ref) []byte {
	n := &s.nodes[part]
	b = append(b[:0], "<</S/"...)
	if part == 0 {
		b = append(b, "Document"...)
	} else {
		b = append(b, roles[n.tag.Role].name...)
	}
	b = append(b, "/P "...)
	b = parent.Append(b)
	if part != 0 {
		b = s.attributes(b, n)
	}
	if n.page >= 0 && part != 0 {
		b = append(b, "/Pg "...)
		b = pages[n.page].Append(b)
	}
	if part == 0 && len(s.kids) > 0 {
		b = append(b, "/K["...)
		for _, k := range s.kids {
			b = append(k.Append(b), ' ')
		}
		b[len(b)-1] = ']'
	}
	if n.first != 0 {
		b = append(b, "/K["...)
		for i := n.first; i != 0; i = s.nodes[i].next {
			b = s.appendKid(b, &s.nodes[i], n.page, pages)
			b = append(b, ' ')
		}
		b[len(b)-1] = ']'
	}
	f.Object(n.ref, append(b, ">>"...))
	for i := n.first; i != 0; i = s.nodes[i].next {
		if s.nodes[i].leaf == notLeaf {
			b = s.writePart(f, b, i, n.ref, pages)
		}
	}
	return b
}

func (s *structure) attributes(b []byte, n *structNode) []byte {
	switch n.tag.Role {
	case ColumnHead:
		b = append(b, "/A<</O/Table/Scope/Column>>"...)
	case RowHead:
		b = append(b, "/A<</O/Table/Scope/Row>>"...)
	case List:
		if s.labelled(n) {
			b = append(b, "/A<</O/List/ListNumbering/Disc>>"...)
		}
	case Figure:
		b = append(b, "/Alt"...)
		b = write.AppendText(b, n.tag.Alt)
		b = append(b, "/A<</O/Layout/Placement/Block/BBox"...)
		b = n.box.append(b)
		b = append(b, ">>"...)
	}
	return b
}

// labelled says whether the items of a list have bullets.
func (s *structure) labelled(n *structNode) bool {
	item := n.first
	if item == 0 || s.nodes[item].leaf != notLeaf || s.nodes[item].first == 0 {
		return false
	}
	return s.nodes[s.nodes[item].first].tag.Role == ListLabel
}

func (b box) append(out []byte) []byte {
	out = append(out, '[')
	for i, v := range [...]float64{b.x0, b.y0, b.x1, b.y1} {
		if i > 0 {
			out = append(out, ' ')
		}
		out = write.AppendFixed(out, v)
	}
	return append(out, ']')
}

// appendKid writes a child as its part sees it.
func (s *structure) appendKid(b []byte, n *structNode, page int, pages []write.Ref) []byte {
	switch {
	case n.leaf == notLeaf:
		return n.ref.Append(b)
	case n.leaf == linkLeaf:
		b = append(b, "<</Type/OBJR/Obj "...)
		b = s.links[n.number].ref.Append(b)
		b = append(b, "/Pg "...)
		b = pages[n.page].Append(b)
		return append(b, ">>"...)
	case n.page != page:
		b = append(b, "<</Type/MCR/Pg "...)
		b = pages[n.page].Append(b)
		b = append(b, "/MCID "...)
		b = strconv.AppendInt(b, int64(n.number), 10)
		return append(b, ">>"...)
	}
	return strconv.AppendInt(b, int64(n.number), 10)
}
