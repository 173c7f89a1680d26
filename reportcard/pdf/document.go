package pdf

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"inclusioncards/reportcard/pdf/write"
)

// base is what every file of a batch begins with: the fonts.
type base struct {
	regular, bold *face
	file          *write.Base
	resources     write.Ref
}

func newBase(regular, bold *face) *base {
	f := write.New()
	b := &base{regular: regular, bold: bold, resources: f.Alloc()}
	f.Object(b.resources, fmt.Appendf(nil, "<</Font<</F1 %d 0 R/F2 %d 0 R>>>>", f.Font(regular.subset), f.Font(bold.subset)))
	b.file = f.Share()
	return b
}

// meta is what a document says of itself.
type meta struct {
	title, subject, creator, lang string
	date                          time.Time
}

// finish writes everything that is not the content of a page.
func (e *engine) finish() ([]byte, error) {
	f := &e.file
	pages := make([]write.Ref, len(e.contents))
	for i := range pages {
		pages[i] = e.contents[i].ref
	}
	e.tree.numberLinks(f)
	parent, catalog, info, xmp := f.Alloc(), f.Alloc(), f.Alloc(), f.Alloc()
	b := append([]byte(nil), "<</Type/Pages/Kids["...)
	for i, r := range pages {
		if i > 0 {
			b = append(b, ' ')
		}
		b = r.Append(b)
	}
	b = append(b, "]/Count "...)
	b = strconv.AppendInt(b, int64(len(pages)), 10)
	b = append(b, "/MediaBox"...)
	b = box{x1: e.cfg.Dimensions.Width * ptPerMM, y1: e.cfg.Dimensions.Height * ptPerMM}.append(b)
	b = append(b, "/Resources "...)
	b = e.base.resources.Append(b)
	f.Object(parent, append(b, ">>"...))
	for i, r := range pages {
		b = fmt.Appendf(b[:0], "<</Type/Page/Parent %d 0 R/Contents %d 0 R/StructParents %d/Tabs/S", parent, e.contents[i].content, i)
		b = e.annotations(b, i)
		f.Object(r, append(b, ">>"...))
	}
	e.writeLinks(pages)
	root := e.tree.write(f, pages)
	outline := e.tree.writeOutline(f, pages)

	b = fmt.Appendf(b[:0], "<</Type/Catalog/Pages %d 0 R/StructTreeRoot %d 0 R/MarkInfo<</Marked true>>/ViewerPreferences<</DisplayDocTitle true>>/Metadata %d 0 R/Lang", parent, root, xmp)
	b = write.AppendText(b, e.meta.lang)
	if outline != 0 {
		b = append(b, "/Outlines "...)
		b = outline.Append(b)
	}
	f.Object(catalog, append(b, ">>"...))
	f.Object(info, e.meta.info())
	f.PlainStream(xmp, "/Type/Metadata/Subtype/XML", e.meta.xmp())
	return f.Finish(catalog, info)
}

// annotations lists the links of a page.
func (e *engine) annotations(b []byte, page int) []byte {
	first := true
	for _, l := range e.tree.links {
		if l.page != page {
			continue
		}
		if first {
			b = append(b, "/Annots["...)
		} else {
			b = append(b, ' ')
		}
		first = false
		b = l.ref.Append(b)
	}
	if !first {
		b = append(b, ']')
	}
	return b
}

func (e *engine) writeLinks(pages []write.Ref) {
	for i, l := range e.tree.links {
		b := fmt.Appendf(nil, "<</Type/Annot/Subtype/Link/F 4/Border[0 0 0]/P %d 0 R/StructParent %d/Rect", pages[l.page], len(pages)+i)
		b = l.box.append(b)
		b = append(b, "/Contents"...)
		if page, ok := strings.CutPrefix(l.uri, "#"); ok {
			b = write.AppendText(b, strings.TrimSpace(l.text)+": page "+page)
			n, err := strconv.Atoi(page)
			if err != nil || n < 1 || n > len(pages) {
				e.fail(fmt.Errorf("a link leads to page %q of %d", page, len(pages)))
				n = 1
			}
			b = fmt.Appendf(b, "/Dest[%d 0 R/Fit]>>", pages[n-1])
		} else {
			b = write.AppendText(b, strings.TrimSpace(l.text)+": "+l.uri)
			b = append(b, "/A<</S/URI/URI"...)
			b = write.AppendBytes(b, []byte(l.uri))
			b = append(b, ">>>>"...)
		}
		e.file.Object(l.ref, b)
	}
}

// writeOutline writes the bookmarks, one for each heading of the first two
// levels, and returns their root, 0 without any.
func (s *structure) writeOutline(f *write.File, pages []write.Ref) write.Ref {
	var marks []*bookmark
	for i := range s.marks {
		if s.marks[i].level <= Heading2 {
			marks = append(marks, &s.marks[i])
		}
	}
	if len(marks) == 0 {
		return 0
	}
	root := f.Alloc()
	refs := make([]write.Ref, len(marks))
	for i := range refs {
		refs[i] = f.Alloc()
	}
	// parents[i] is the bookmark above i, -1 at the top level.
	parents := make([]int, len(marks))
	top := -1
	for i, m := range marks {
		parents[i] = -1
		if m.level == Heading1 {
			top = i
		} else {
			parents[i] = top
		}
	}
	family := func(b []byte, parent int) []byte {
		first, last, n := -1, -1, 0
		for i, p := range parents {
			if p == parent {
				if first < 0 {
					first = i
				}
				last = i
				n++
			}
		}
		if n == 0 {
			return b
		}
		if parent < 0 {
			n = len(marks) // all levels are open
		}
		return fmt.Appendf(b, "/First %d 0 R/Last %d 0 R/Count %d", refs[first], refs[last], n)
	}
	f.Object(root, append(family([]byte("<</Type/Outlines"), -1), ">>"...))
	for i, m := range marks {
		b := write.AppendText([]byte("<</Title"), strings.TrimSpace(m.text.String()))
		above := root
		if parents[i] >= 0 {
			above = refs[parents[i]]
		}
		ref := m.ref
		if ref == 0 {
			ref = s.nodes[m.node].ref
		}
		b = fmt.Appendf(b, "/Parent %d 0 R/Dest[%d 0 R/XYZ 0 ", above, pages[m.page])
		b = write.AppendFixed(b, m.y)
		b = fmt.Appendf(b, " 0]/SE %d 0 R", ref)
		for j := i - 1; j >= 0; j-- {
			if parents[j] == parents[i] {
				b = fmt.Appendf(b, "/Prev %d 0 R", refs[j])
				break
			}
		}
		for j := i + 1; j < len(marks); j++ {
			if parents[j] == parents[i] {
				b = fmt.Appendf(b, "/Next %d 0 R", refs[j])
				break
			}
		}
		f.Object(refs[i], append(family(b, i), ">>"...))
	}
	return root
}
