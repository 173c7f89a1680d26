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
	s.nodes[part].ref = f.Alloc()
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
		b = append(b, '[')
		if i < len(s.pages) {
			for _, part := range s.pages[i] {
				b = s.nodes[part].ref.Append(b)
				b = append(b, ' ')
			}
		}
		b = append(b, ']')
	}
	for i := range s.links {
		b = strconv.AppendInt(b, int64(len(pages)+i), 10)
		b = append(b, ' ')
		b = s.nodes[s.links[i].part].ref.Append(b)
		b = append(b, ' ')
	}
	f.Object(tree, append(b, "]>>"...))
	return root
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
