package pdf

import (
	"strings"

	"inclusioncards/reportcard"
)

// identity is the school's name with the line that tells it from others.
func (s *setter) identity() *sheet {
	out := &sheet{w: s.width}
	size := 22.0
	name := para{runs: boldRuns(s.c.Name), size: size, lead: 1.12, color: blue, balance: true}
	if s.lineCount(name, s.width) > 1 {
		name.size = 18
		if s.dense {
			name.size = 16
		}
	}
	out.add(s.set(name.as(Heading1), s.width), 0)
	facts := plainRuns(dotted(s.c.Identity))
	if s.dense && len(s.c.Tags) > 0 {
		facts = append(facts, run{text: nbspDot + " "}, run{text: dotted(s.c.Tags), bold: true, color: blue})
	}
	out.add(s.small(facts, s.width), 0.8)
	if !s.dense && len(s.c.Tags) > 0 {
		out.add(s.tags(), 1.2)
	}
	return out
}

// dotted joins short facts with middle dots; a line breaks between facts rather
// than inside one.
func dotted(facts []string) string {
	const whole = 48 // bytes; longer facts may break at spaces
	kept := make([]string, len(facts))
	for i, f := range facts {
		kept[i] = f
		if len(f) <= whole {
			kept[i] = strings.ReplaceAll(f, " ", string(nbsp))
		}
	}
	return strings.Join(kept, nbspDot+" ")
}

// nbspDot separates facts; a line never begins with it.
const nbspDot = string(nbsp) + "·"

// tags are small tinted labels in a row.
func (s *setter) tags() *sheet {
	const padX, padY, space = 1.8, 0.5, 2.0
	out := &sheet{w: s.width}
	x, y := 0.0, 0.0
	for _, tag := range s.c.Tags {
		p := para{runs: boldRuns(tag), size: s.least, lead: 1.2, color: blue}
		w := min(s.natural(p), s.width-2*padX)
		if x > 0 && x+w+2*padX > s.width {
			x, y = 0, out.h+1
		}
		text := s.set(p, w+0.01)
		h := text.h + 2*padY
		out.mark(x, y, rectMark(w+2*padX, h, tintBlue))
		out.put(text.as(Paragraph), x+padX, y+padY)
		out.h = max(out.h, y+h)
		x += w + 2*padX + space
	}
	return out
}

func (s *setter) notice() *sheet {
	if len(s.c.Notice) == 0 {
		return nil
	}
	in := s.set(para{runs: textRuns(s.c.Notice), size: s.fine, role: Paragraph}, s.width-boxInset)
	return s.box(in, tintBlue, blue, false)
}

// summary is the counted headline and the findings.
func (s *setter) summary() *sheet {
	out := &sheet{w: s.width}
	if len(s.c.Headline) > 0 {
		out.add(s.set(para{runs: textRuns(s.c.Headline), size: s.headlineSize(), lead: 1.24, role: Paragraph}, s.width), 0)
	}
	if len(s.c.Findings) > 0 {
		items := make([][]run, len(s.c.Findings))
		for i, f := range s.c.Findings {
			items[i] = textRuns(f)
		}
		out.add(s.bullets(items, s.width), s.block*0.7)
	}
	return out
}

func (s *setter) headlineSize() float64 {
	if s.denser {
		return s.body + 1
	}
	return s.body + 3
}

func (s *setter) missing() *sheet {
	if s.c.Missing == "" {
		return nil
	}
	in := s.set(para{runs: plainRuns(s.c.Missing), size: s.fine, role: Paragraph}, s.width-boxInset)
	return s.box(in, tintGrey, midGrey, false)
}

// reply is what the school says, boxed.
func (s *setter) reply() *sheet {
	if len(s.c.Reply) == 0 {
		return nil
	}
	in := s.set(para{runs: textRuns(s.c.Reply), size: s.fine, role: Paragraph}, s.width-boxInset)
	return s.box(in, nil, midGrey, true)
}

// context is the strip of facts, up to six to a row.
func (s *setter) context() *sheet {
	const most = 6
	n := len(s.c.Context)
	if n == 0 {
		return nil
	}
	if s.dense {
		return s.contextLine()
	}
	rows := (n + most - 1) / most
	per := (n + rows - 1) / rows
	width := (s.width - float64(per-1)*colSpace) / float64(per)
	out := &sheet{w: s.width}
	out.rule(0, 0.45, blue)
	y := s.cell + 0.5
	for i := 0; i < n; i += per {
		row := &sheet{w: s.width}
		for j, f := range s.c.Context[i:min(i+per, n)] {
			row.put(s.fact(f, width), float64(j)*(width+colSpace), 0)
		}
		out.put(row, 0, y)
		y = out.h + s.cell
		out.rule(y, hairline, ruleGrey)
		y += s.cell + 0.3
	}
	out.h = y - s.cell - 0.3
	return out.as(List)
}

// contextLine is the strip as a paragraph.
func (s *setter) contextLine() *sheet {
	var runs []run
	for i, f := range s.c.Context {
		if i > 0 {
			runs = append(runs, run{text: nbspDot + " ", color: blue})
		}
		runs = append(runs, run{text: f.Value, bold: true, color: ink}, run{text: " " + f.Label})
		if f.Local != "" {
			runs = append(runs, run{text: ", " + f.Local})
		}
	}
	out := &sheet{w: s.width}
	out.rule(0, 0.45, blue)
	out.put(s.small(runs, s.width), 0, s.cell+0.5)
	return out
}

func (s *setter) fact(f reportcard.Fact, width float64) *sheet {
	out := &sheet{w: width}
	size := 14.0
	if s.natural(para{runs: boldRuns(f.Value), size: size}) > width {
		size = 11.5
	}
	for _, p := range []para{
		{runs: boldRuns(f.Value), size: size, lead: 1.2},
		{runs: plainRuns(f.Label), size: s.least, lead: s.tableLead(), color: grey},
		{runs: plainRuns(f.Local), size: s.least, lead: s.tableLead(), color: grey},
	} {
		if p.runs[0].text != "" {
			out.add(s.set(p.as(Paragraph), width), 0)
		}
	}
	item := &sheet{w: width}
	item.put(out.as(ListBody), 0, 0)
	return item.as(ListItem)
}

// enquiry is one line of enquiry: what the figure says over two columns, what
// else it could mean and what to ask.
func (s *setter) enquiry(e *reportcard.Enquiry) *sheet {
	const gutter = 7.0
	inner := s.width - boxInset
	in := &sheet{w: inner}
	if e.Heading != "" {
		in.add(s.set(para{runs: boldRuns(e.Heading), size: s.body, lead: 1.2, color: blue, role: Heading2}, inner), 0)
	}
	if e.Title != "" {
		title := &sheet{w: inner}
		indent := 0.0
		size := s.body
		if !s.dense {
			size++
		}
		if e.Shape != reportcard.NoShape {
			indent = markSize + 1.6
			title.mark(0, (size*mmPerPt*1.2-markSize)/2, shapeMark(e.Shape))
		}
		role := Paragraph
		if e.Heading == "" {
			role = Heading2
		}
		title.put(s.set(para{runs: boldRuns(e.Title), size: size, lead: 1.2, role: role}, inner-indent), indent, 0)
		in.add(title, 0.4)
	}
	if len(e.Says) > 0 {
		in.add(s.text(textRuns(e.Says), inner), s.item+0.2)
	}
	if e.Answers != nil {
		if len(e.Means) > 0 {
			in.add(s.runInList(Heading3, e.MeansTitle, e.Means, inner), s.item+0.2)
		}
		in.add(s.answers(e, inner), s.block*0.7)
		return s.box(in, nil, orange, true)
	}
	half := (inner - gutter) / 2
	rest := &sheet{w: inner}
	rest.put(s.titled(e.MeansTitle, e.Means, half), 0, 0)
	rest.put(s.titled(e.QuestionsTitle, e.Questions, half), half+gutter, 0)
	if s.dense {
		stacked := &sheet{w: inner}
		if len(e.Means) > 0 {
			stacked.add(s.runInList(Heading3, e.MeansTitle, e.Means, inner), 0)
		}
		if s.denser && len(e.Questions) > 0 {
			stacked.add(s.runInList(Heading3, e.QuestionsTitle, e.Questions, inner), 0)
		} else {
			stacked.add(s.titled(e.QuestionsTitle, e.Questions, inner), 0)
		}
		if stacked.h < rest.h {
			rest = stacked
		}
	}
	if rest.h > 0 {
		in.add(rest, s.block*0.7)
	}
	return s.box(in, nil, orange, true)
}

// answers is the table of questions, with room to write beside each.
func (s *setter) answers(e *reportcard.Enquiry, width float64) *sheet {
	columns := [...]float64{width * 0.56, width * 0.30, width * 0.14}
	if s.dense { // questions on one line; answers go on a sheet of their own
		columns = [...]float64{width * 0.78, width * 0.12, width * 0.10}
	}
	out := &sheet{w: width}
	row := func(cells [3]string, first, rest Role, bold bool) {
		line := &sheet{w: width}
		x := 0.0
		for i, text := range cells {
			runs := plainRuns(text)
			if bold {
				runs = boldRuns(text)
			}
			role := rest
			if i == 0 {
				role = first
			}
			line.put(s.set(para{runs: runs, size: s.body, lead: min(s.lead, 1.15)}, columns[i]-colSpace).as(role), x, 0)
			x += columns[i]
		}
		if !bold && !s.dense { // room to write two lines
			line.h = max(line.h, 2.4*s.body*mmPerPt*min(s.lead, 1.15))
		}
		out.put(line.as(TableRow), 0, out.h+s.cell*0.6)
		out.h += s.cell * 0.6
		out.rule(out.h, hairline, ruleGrey)
	}
	title := e.Answers.Question
	if e.QuestionsTitle != "" {
		title = e.QuestionsTitle
	}
	row([3]string{title, e.Answers.Answer, e.Answers.Date}, ColumnHead, ColumnHead, true)
	for _, q := range e.Questions {
		row([3]string{q}, RowHead, TableCell, false)
	}
	return out.as(Table)
}

// nextSteps are choices to tick.
func (s *setter) nextSteps() *sheet {
	if len(s.c.NextSteps) == 0 {
		return nil
	}
	runs := []run{{text: s.c.NextStepsTitle + ":", bold: true}}
	for _, step := range s.c.NextSteps {
		runs = append(runs, run{text: "  □" + string(nbsp) + strings.ReplaceAll(step, " ", string(nbsp))})
	}
	return s.runIn(Heading2, para{runs: runs, size: s.body}, s.width)
}

// runInList sets a list as one paragraph that begins with its title, a heading
// of a level when there is one.
func (s *setter) runInList(level Role, title string, items []string, width float64) *sheet {
	runs := runInRuns(title, items)
	if title == "" {
		return s.text(runs, width)
	}
	return s.runIn(level, para{runs: runs, size: s.body}, width)
}

func runInRuns(title string, items []string) []run {
	runs := []run{{text: title, bold: true}}
	for i, it := range items {
		if i > 0 {
			runs = append(runs, run{text: nbspDot, color: blue})
		}
		runs = append(runs, run{text: " " + it})
	}
	return runs
}

// titled is a list under a small bold title.
func (s *setter) titled(title string, items []string, width float64) *sheet {
	out := &sheet{w: width}
	if len(items) == 0 {
		return out
	}
	if title != "" {
		out.add(s.set(para{runs: boldRuns(title), size: s.body, role: Heading3}, width), 0)
	}
	out.add(s.bullets(plainItems(items), width), s.item)
	return out
}

// told sets the strengths beside what could not be told.
func (s *setter) told() *sheet {
	if len(s.c.Strengths)+len(s.c.Unknowns) == 0 {
		return nil
	}
	const gutter = 8.0
	half := (s.width - gutter) / 2
	column := func(title string, items []string) *sheet {
		out := &sheet{w: half}
		if len(items) == 0 {
			return out
		}
		out.add(s.set(para{runs: boldRuns(title), size: s.headingSize(), lead: 1.2, color: blue, role: Heading2}, half), 0)
		out.add(s.bullets(plainItems(items), half), 1)
		return out
	}
	out := &sheet{w: s.width}
	out.put(column(s.c.Headings.Strengths, s.c.Strengths), 0, 0)
	out.put(column(s.c.Headings.Unknowns, s.c.Unknowns), half+gutter, 0)
	return out
}

// runInSection is a list as one paragraph after its title.
func (s *setter) runInSection(title string, items []string) *sheet {
	if len(items) == 0 {
		return nil
	}
	return s.runInList(Heading2, title, items, s.width)
}

func (s *setter) method() *sheet {
	if len(s.c.Method) == 0 {
		return nil
	}
	in := &sheet{w: s.width - boxInset}
	s.notes(in, s.c.Headings.Method, s.c.Method, 1)
	return s.box(in, tintGrey, nil, false)
}

func (s *setter) glossary() *sheet {
	if len(s.c.Glossary) == 0 {
		return nil
	}
	out := &sheet{w: s.width}
	s.notes(out, s.c.Headings.Glossary, s.c.Glossary, 2)
	return out
}

// notes sets short paragraphs under a heading: one below the other in columns
// where there is room, else run together.
func (s *setter) notes(out *sheet, title string, texts []reportcard.Text, columns int) {
	switch {
	case s.dense:
		out.add(s.runIn(Heading2, s.smallPara(append([]run{{text: title + "  ", bold: true, color: blue}}, runIn(texts)...)), out.w), 0)
	case s.open:
		out.add(s.heading(title), 0)
		const gutter = 8.0
		width := (out.w - gutter*float64(columns-1)) / float64(columns)
		per := (len(texts) + columns - 1) / columns
		body := &sheet{w: out.w}
		for i := range columns {
			list := &sheet{w: width}
			for _, t := range texts[min(i*per, len(texts)):min((i+1)*per, len(texts))] {
				list.add(s.small(textRuns(t), width), s.item)
			}
			body.put(list, float64(i)*(width+gutter), 0)
		}
		out.add(body, 0.8)
	default:
		out.add(s.heading(title), 0)
		out.add(s.small(runIn(texts), out.w), 0.8)
	}
}

// runIn sets short paragraphs one after the other: their bold openings keep
// them apart and the page holds a third more.
func runIn(texts []reportcard.Text) []run {
	var out []run
	for i, t := range texts {
		if i > 0 {
			out = append(out, run{text: "  "})
		}
		out = append(out, textRuns(t)...)
	}
	return out
}
