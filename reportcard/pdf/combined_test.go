package pdf

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"
	"testing"

	"inclusioncards/reportcard"
)

// combinedOf joins the cards of the first n schools of the demonstration data;
// of every ten schools three have a card.
func combinedOf(t *testing.T, audience reportcard.Audience, n int) *reportcard.Combined {
	t.Helper()
	a := demonstration(t)
	var schools []int
	for i := range n {
		schools = append(schools, i)
	}
	c, err := reportcard.BuildCombined(a, schools, func(school int) bool { return school%10 < 3 }, reportcard.BuildOptions{Audience: audience, Version: "0.1", ConfigHash: "5e2a90bb"})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func combine(t *testing.T, r *Renderer, c *reportcard.Combined) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := r.RenderCombined(c, &b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// A combined document has one structure, passes the checks of single cards, and
// every school stands where its contents say, with its bookmarks.
func TestCombined(t *testing.T) {
	r := rendererOf(t, Own, "")
	for _, audience := range reportcard.Audiences() {
		for _, n := range []int{4, 40} { // contents of one page, and of several
			t.Run(fmt.Sprint(audience, " ", n), func(t *testing.T) {
				t.Parallel()
				c := combinedOf(t, audience, n)
				doc := combine(t, r, c)
				if !bytes.Equal(doc, combine(t, r, c)) {
					t.Error("two renderings differ")
				}
				checkUA(t, doc, r.clean(c.Title))
				tool(t, doc, "qpdf", "--check", "FILE")

				read := strings.Split(strings.TrimSuffix(tool(t, doc, "pdftotext", "-layout", "FILE", "-"), "\f"), "\f")
				opening := len(read) - 2*c.Cards()
				if opening < 1 || n == 4 && opening != 1 || n == 40 && opening < 2 {
					t.Fatalf("%d pages in all", len(read))
				}
				contents := squeeze(strings.Join(read[:opening], " "))
				at := opening
				for i, row := range c.Contents.Rows {
					for _, want := range row[1:3] {
						if !strings.Contains(contents, squeeze(want)) {
							t.Errorf("the contents do not name %s", want)
						}
					}
					if !c.HasCard(i) {
						continue
					}
					if !strings.Contains(squeeze(read[at]), squeeze("URN "+row[1])) || !strings.Contains(squeeze(read[at]), squeeze(c.Contents.Rows[i][3])) {
						t.Errorf("page %d is not that of %s", at+1, row[1])
					}
					if want := fmt.Sprintf("Page %d of %d", at+2, len(read)); !strings.Contains(squeeze(read[at+1]), squeeze(want)) {
						t.Errorf("page %d does not say %q: %s", at+2, want, read[at+1][max(0, len(read[at+1])-500):])
					}
					at += 2
				}
				checkContents(t, doc, c, opening)
			})
		}
	}
}

// checkContents follows the links of the contents and the bookmarks.
func checkContents(t *testing.T, doc []byte, c *reportcard.Combined, opening int) {
	t.Helper()
	x := read(t, doc)
	pages := x.pages()
	number := map[int]int{}
	for i, p := range pages {
		number[p.ref] = i
	}
	var links []int
	for _, p := range pages[:opening] {
		for _, a := range x.array(p.dict["Annots"]) {
			d := x.dict(a)
			to := number[refOf(x.array(d["Dest"])[0])]
			if words := x.text(d["Contents"]); !strings.HasSuffix(decodeText(words), ": page "+strconv.Itoa(to+1)) {
				t.Errorf("a link to page %d says %q", to+1, words)
			}
			if n := len(links); n == 0 || links[n-1] != to { // a long name takes two lines
				links = append(links, to)
			}
		}
	}
	if len(links) != c.Cards() {
		t.Fatalf("%d schools linked, %d have a card", len(links), c.Cards())
	}
	for i, to := range links {
		if to != opening+2*i {
			t.Errorf("link %d leads to page %d", i+1, to+1)
		}
	}
	top := x.dict(x.dict(x.cat["Outlines"])["First"])
	for i := -1; ; i++ { // the contents, then each card
		if first := number[refOf(x.array(top["Dest"])[0])]; i >= 0 && first != opening+2*i || i < 0 && first != 0 {
			t.Errorf("bookmark %q leads to page %d", x.text(top["Title"]), first+1)
		}
		if x.dict(top["First"]) == nil {
			t.Errorf("bookmark %q has no sections", x.text(top["Title"]))
		}
		if top["Next"] == nil {
			if i+1 != c.Cards() {
				t.Errorf("%d bookmarks of schools", i+1)
			}
			return
		}
		top = x.dict(top["Next"])
	}
}

// The stock engine has neither bookmarks nor links inside a file.
func TestCombinedNeedsOwnEngine(t *testing.T) {
	if err := rendererOf(t, Maroto, "").RenderCombined(combinedOf(t, reportcard.Inspector, 1), &bytes.Buffer{}); err == nil {
		t.Error("no error")
	}
}
