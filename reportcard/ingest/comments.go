package ingest

import (
	"strconv"
	"strings"
	"unicode"

	"inclusioncards/metrics"
)

// readComments reads what schools say of their own cards.
func (r *reader) readComments(t *table) {
	text, by := t.col("text"), t.col("by_whom")
	ids := t.idColumns()
	for line, cells := range r.tableRows(t) {
		id, ok := r.identify(t, cells, line, ids)
		if !ok {
			continue
		}
		words := plainText(cellAt(cells, text))
		if words == "" {
			continue
		}
		at := t.spot(line, text)
		at.urn = id.urn
		if n := len([]rune(words)); n > metrics.MaxComment {
			r.report(codeLongComment, at, "count", thousands(n), "most", thousands(metrics.MaxComment))
			continue
		}
		t.count++
		r.comments = append(r.comments, comment{id: identity{metrics.URN(strings.Clone(string(id.urn))), metrics.LAESTAB(strings.Clone(string(id.laestab))), ""}, line: line, src: t.src,
			Comment: metrics.Comment{Text: words, By: plainText(cellAt(cells, by))}})
	}
}

// comment is a school's reply with its place.
type comment struct {
	metrics.Comment
	id   identity
	line int
	src  uint16
}

// lastPlain is the last character the fonts of the cards may have: beyond it
// stand ideographs and pictures.
const lastPlain = 0x2fff

// plainText keeps printable characters, and makes one space of any run of
// spaces and line breaks.
func plainText(s string) string {
	clean := strings.Map(func(c rune) rune {
		switch {
		case unicode.IsSpace(c):
			return ' '
		case !unicode.IsPrint(c), c > lastPlain:
			return -1
		}
		return c
	}, s)
	return strings.Join(strings.Fields(clean), " ")
}

// joinComments hands the replies over by URN. Two different ones for a school
// leave it open which is meant: neither is printed.
func (r *reader) joinComments() map[metrics.URN]metrics.Comment {
	out := map[metrics.URN]metrics.Comment{}
	bad := map[metrics.URN]bool{}
	first := map[metrics.URN]comment{}
	for _, c := range r.comments {
		at := r.sources[c.src].table.spot(c.line, -1)
		u := c.id.urn
		if u == "" {
			var many bool
			if u, many = r.resolve(c.id.laestab, farFuture); u == "" || many {
				r.reportUnjoined(codeUnmatched, []*unjoined{{src: c.src, lab: c.id.laestab, rows: map[uint32]bool{uint32(c.line): true}}})
				continue
			}
		}
		for current, h := range r.histories {
			for _, p := range h.Earlier {
				if p.URN == u {
					u = current
				}
			}
		}
		if have, ok := out[u]; ok || bad[u] {
			if have != c.Comment {
				at.urn = u
				place := strconv.Itoa(first[u].line)
				if first[u].src != c.src {
					place += " of " + r.sources[first[u].src].show
				}
				r.report(codeTwoComments, at, "other", place)
				bad[u] = true
				delete(out, u)
			}
			continue
		}
		out[u], first[u] = c.Comment, c
	}
	return out
}
