package ingest

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"inclusioncards/metrics"
)

func TestParseMapping(t *testing.T) {
	got, err := ParseMapping([]byte("# a comment\n- file: data/counts.xlsx\n  sheet: SEN\n  heading: \"No. susp.\"\n  canonical: suspensions_no_sen\n- {heading: Ref, canonical: urn}\n- {heading: Notes, canonical: ignore}\n"))
	if err != nil {
		t.Fatal(err)
	}
	want := []MapEntry{{File: "counts.xlsx", Sheet: "SEN", Heading: "No. susp.", Canonical: "suspensions_no_sen"}, {Heading: "Ref", Canonical: "urn"}, {Heading: "Notes", Canonical: "ignore"}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	var b bytes.Buffer
	if err := WriteMapping(&b, got, "what it is"); err != nil {
		t.Fatal(err)
	}
	again, err := ParseMapping(b.Bytes())
	if diff := cmp.Diff(want, again); err != nil || diff != "" {
		t.Errorf("%v %s", err, diff)
	}
}

// Everything that is wrong is said at once, each with its line.
func TestParseMappingSaysWhere(t *testing.T) {
	for text, want := range map[string][]string{
		"- heading: A\n  canonical: suspensons\n- heading: B\n  canonical: urn\n  row: 3\n- canonical: urn\n": {
			`line 1: "suspensons" is not a name this tool reads; the nearest is "suspensions"`, `line 3: "row" is not known`, "line 6: no heading",
		},
		"- heading: A\n  canonical: urn\n- heading: a\n  canonical: laestab\n": {"line 3: heading \"a\" stands in line 1 already"},
		"urn: A\n":         {"it must be a list of pairs"},
		"":                 {"it holds no pairs"},
		"- a: [":           {"it is not YAML"},
		"- heading: [A]\n": {"line 1: heading: a word is wanted here"},
		"- A\n":            {"line 1: a pair of heading and canonical is wanted"},
		"- heading: A\n":   {"line 1: no canonical name"},
	} {
		_, err := ParseMapping([]byte(text))
		if err == nil {
			t.Errorf("%q was accepted", text)
			continue
		}
		for _, w := range want {
			if !strings.Contains(err.Error(), w) {
				t.Errorf("%q: %v, want %q", text, err, w)
			}
		}
	}
}

// A mapping makes an unknown table known; the pair that names the file and
// sheet goes before one that does not; messages name the heading of the file.
func TestMappingIsUsed(t *testing.T) {
	files := map[string]string{
		"a/counts.csv": lines("Ref,AY,Band,Kids,Out", "100049,2022/23,N,700,1O", "100049,2022/23,E,30,3"),
		"b/other.csv":  lines("Ref,AY,Band,Kids,Out", "100050,2022/23,N,400,5"),
	}
	mapping := []MapEntry{
		{Heading: "REF", Canonical: "urn"}, {Heading: "band", Canonical: "sen_group"}, {Heading: "Kids", Canonical: "pupils"},
		{File: "counts.csv", Heading: "Out", Canonical: "suspensions"}, {Heading: "out", Canonical: "ignore"},
	}
	d, rep := readFiles(t, files, Options{Mapping: mapping})
	wantFigure(t, d, "100049", 2022, metrics.Suspensions, plan, metrics.Known(3))
	wantFigure(t, d, "100050", 2022, metrics.Pupils, noSEN, metrics.Known(400))
	wantFigure(t, d, "100050", 2022, metrics.Suspensions, noSEN, metrics.Count{})
	wantCodes(t, rep, codeLetter)
	wantProblem(t, rep, codeLetter, `a/counts.csv, line 2, column "Out"`)
}

// Headings people use for more than one thing are a question.
func TestAmbiguousHeadings(t *testing.T) {
	for _, h := range []string{"Leavers", "Exclusions", "Absences", "Suspended", "Exclusions EHCP"} {
		files := map[string]string{"counts.csv": lines("urn,academic_year,sen_group,pupils,"+h, "100049,2022/23,N,700,12")}
		if strings.HasSuffix(h, "EHCP") {
			files["counts.csv"] = lines("urn,academic_year,pupils_ehcp,"+h, "100049,2022/23,700,12")
		}
		_, rep := readFiles(t, files, Options{})
		wantCodes(t, rep, codeUnsure)
		wantProblem(t, rep, codeUnsure, " or ")
	}
	for h, names := range ambiguous {
		if _, ok := synonyms[h]; ok || understood[h] || figureNames[h] != 0 {
			t.Errorf("%q is both ambiguous and known", h)
		}
		for _, n := range names {
			if n != ignoreHeading && !isCanonical(n) {
				t.Errorf("%q may mean %q, which is no name", h, n)
			}
		}
	}
}

// Every spelling leads to a name some table reads, and is itself normal.
func TestSynonyms(t *testing.T) {
	var needs []string
	for _, k := range kinds() {
		for _, n := range k.need {
			needs = append(needs, strings.Split(n, "|")...)
		}
	}
	for from, to := range synonyms {
		if normalise(from) != from {
			t.Errorf("%q is not normal", from)
		}
		if !isCanonical(to) && !slices.Contains(needs, to) {
			t.Errorf("%q leads to %q, which nothing reads", from, to)
		}
		if _, twice := synonyms[to]; twice {
			t.Errorf("%q leads to %q, which is a spelling itself", from, to)
		}
	}
	for _, h := range []string{"SEN Status", "sen_status", "SEN\nstatus ", "SEN-Status", "Sen  Status:", "\ufeffSEN STATUS"} {
		if got := canonical(h); got != "sen_group" {
			t.Errorf("%q: %q", h, got)
		}
	}
}

func TestWideHeadings(t *testing.T) {
	for h, want := range map[string]string{
		"Suspensions - EHCP": "suspensions ehc_plan", "SEN Support: pupils": "pupils sen_support", "Number of pupils (No SEN)": "pupils no_sen", "Pupils with SEND": "pupils send",
		"suspensions_total": "suspensions all", "All pupils headcount": "pupils all", "Persistent absentees non-SEN": "persistent_absentees no_sen",
		"No. pupils": "", "Pupils (n)": "", "SEN pupils": "", "pupils": "", "ehc_plan": "",
	} {
		f, g, ok := wideFigure(canonical(h))
		got := ""
		if ok {
			got = f.String() + " " + g.String()
		}
		if got != want {
			t.Errorf("%q: %q, want %q", h, got, want)
		}
	}
}

func TestProposals(t *testing.T) {
	dir := t.TempDir()
	name := filepath.Join(dir, "mix.csv")
	text := lines("Sch ref,SEN band,AY,Fixed term susp pupils,Exclusions,Excl perm,Sess poss,Pupls,Wombats",
		"100049,N,2022/23,12,1,1,1,99,1", "100049,E,2022/23,12,1,1,1,99,1", "100050,K,2022/23,12,1,1,1,99,1")
	if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
	all, rep, err := Propose([]string{name}, Options{})
	if err != nil || len(all) != 1 {
		t.Fatalf("%v %+v", err, all)
	}
	wantCodes(t, rep)
	got := map[string]string{}
	for _, h := range all[0].Headings {
		got[h.Heading] = h.Canonical
		if h.Confidence < 0 || h.Confidence > 1 || h.Why == "" {
			t.Errorf("%+v", h)
		}
		if h.Heading != "AY" && h.Confidence == 1 {
			t.Errorf("a guess passes for certain: %+v", h)
		}
	}
	want := map[string]string{"Sch ref": "urn", "SEN band": "sen_group", "AY": "academic_year", "Fixed term susp pupils": "pupils_suspended", "Exclusions": "",
		"Excl perm": "permanent_exclusions", "Sess poss": "sessions_possible", "Pupls": "pupils", "Wombats": ""}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	// What is written is a mapping file that makes the table known.
	var b bytes.Buffer
	pairs, open, err := WriteProposals(&b, all)
	if err != nil || pairs != 7 || open != 2 {
		t.Errorf("%d pairs, %d open, %v:\n%s", pairs, open, err, &b)
	}
	mapping, err := ParseMapping(b.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	d, _, err := Read([]string{name}, Options{Mapping: mapping})
	if err != nil {
		t.Fatal(err)
	}
	wantFigure(t, d, "100049", 2022, metrics.PupilsSuspended, plan, metrics.Known(12))
}

// A file without headings may begin with a person: no cell of it is shown.
func TestProposalsShowNoCells(t *testing.T) {
	name := filepath.Join(t.TempDir(), "people.csv")
	if err := os.WriteFile(name, []byte(lines("Example,Person,K,9,H801200001001", "Second,Person,N,9,H801200001002")), 0o666); err != nil {
		t.Fatal(err)
	}
	all, rep, err := Propose([]string{name}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range all {
		if len(p.Headings) > 0 {
			t.Errorf("shown: %+v", p.Headings)
		}
	}
	if text := printed(rep); strings.Contains(text, "Person") {
		t.Error(text)
	}
}

func FuzzParseMapping(f *testing.F) {
	for _, s := range []string{"- heading: A\n  canonical: urn\n", "- {file: a, sheet: b, heading: c, canonical: ignore}", "a: &x [*x]", "- - -", "\x00", "- heading: !!binary AA\n  canonical: urn"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		entries, err := ParseMapping(text)
		if err != nil {
			return
		}
		var b bytes.Buffer
		if err := WriteMapping(&b, entries, ""); err != nil {
			t.Fatal(err)
		}
		if len(entries) == 0 {
			return
		}
		again, err := ParseMapping(b.Bytes())
		if diff := cmp.Diff(entries, again); err != nil || diff != "" {
			t.Errorf("%v\n%s\n%s", err, diff, &b)
		}
	})
}

func FuzzHeading(f *testing.F) {
	for _, s := range []string{"SEN Status", "suspensions_no_sen", "", "_", "%", "No. pupils", "\ufeffURN"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		n := normalise(s)
		if normalise(n) != n {
			t.Errorf("%q: %q is not stable", s, n)
		}
		h := proposeHeading(s, nil)
		if h.Canonical != "" && !isCanonical(h.Canonical) {
			t.Errorf("%q: proposed %q, which is no name", s, h.Canonical)
		}
	})
}
