package pdf

import "fmt"

// footerTop is the white space that keeps the last line off the footer's rule.
const footerTop = 1.8

// header carries the label of data that is not real, on every page; it is read
// out on the first. A dense card has it in the footer.
func (s *setter) header(page int) *sheet {
	out := &sheet{w: s.width}
	if s.c.Label == "" || s.dense {
		return out
	}
	in := s.set(para{runs: boldRuns(s.c.Label), size: s.least, lead: 1.2, color: blue}, s.width)
	role := Header
	if page == 1 {
		role = Paragraph
	}
	out.put(in.as(role), 0, 0)
	out.rule(in.h+0.8, 0.45, blue)
	out.h = in.h + 3.4
	return out
}

// footer is one line when all of it fits, else the marking takes a second.
func (s *setter) footer(page int) *sheet {
	const gutter = 6.0
	p := func(text string, right bool) para {
		return para{runs: plainRuns(text), size: s.least, lead: 1.2, color: grey, right: right}
	}
	number := fmt.Sprintf("Page %d of %d", s.work.before+page, s.work.of)
	ends := number
	if s.c.Marking != "" {
		ends = s.c.Marking + " · " + number
	}
	label := para{runs: boldRuns(s.c.Label), size: s.least, lead: 1.2, color: blue}
	const under = footerTop + 1.2
	out := &sheet{w: s.width, h: under}
	out.rule(footerTop, hairline, ruleGrey)
	// What must be known of the whole document is read out once.
	once := Footer
	if page == 1 {
		once = Paragraph
	}
	endsRole := Footer
	if s.c.Marking != "" {
		endsRole = once
	}
	if s.dense && s.c.Label != "" {
		out.add(s.set(p(s.c.FooterLeft, false).as(Footer), s.width), 0)
		top := out.h
		w := s.natural(p(ends, true)) + 0.1
		if s.natural(label)+gutter+w > s.width {
			w = min(w, s.width*2/3)
		}
		out.put(s.set(label.as(once), s.width-w-gutter), 0, top)
		out.put(s.set(p(ends, true).as(endsRole), w), s.width-w, top)
		return out
	}
	if s.natural(p(s.c.FooterLeft, false))+gutter+s.natural(p(ends, true)) <= s.width {
		out.put(s.set(p(s.c.FooterLeft, false).as(Footer), s.width), 0, under)
		out.put(s.set(p(ends, true).as(endsRole), s.width), 0, under)
	} else {
		w := s.natural(p(number, true)) + 0.1
		out.put(s.set(p(s.c.FooterLeft, false).as(Footer), s.width-w-gutter), 0, under)
		if s.c.Marking != "" {
			out.add(s.set(p(s.c.Marking, false).as(once), s.width), 0)
		}
		out.put(s.set(p(number, true).as(Footer), w), s.width-w, under)
	}
	return out
}
