package compile

import (
	"bytes"
	"html/template"
	"strings"
	"testing"
)

type inner struct {
	Words []string
	Marks []bool
	Next  *inner
}

type word string

func (w word) String() string { return "<" + string(w) + ">" }

type data struct {
	inner
	Name, Blank string
	Markup      template.HTML
	Count       int
	Spoken      word
	Rows        []*inner
	On          bool
}

var functions = template.FuncMap{
	"at":    func(marks []bool, i int) bool { return i < len(marks) && marks[i] },
	"bold":  func(s string) template.HTML { return template.HTML("<b>" + template.HTMLEscapeString(s) + "</b>") },
	"first": func(i inner) string { return i.Words[0] },
}

const features = `{{define "row"}}{{range $i, $w := .Words}}<i{{if at $.Marks $i}} class="on"{{end}} title="{{$w}}">{{if eq $i 0}}first {{end}}{{.}}</i>{{else}}none{{end}}{{with .Next}}({{template "row" .}}){{end}}{{end}}
{{- define "page"}}<title>{{.Name}}</title>{{$n := .Name}}
{{with $x := .Blank}}{{$x}}{{else}}blank {{$n}}{{end}}{{.Markup}}{{.Count}} {{.Spoken}} {{bold .Name}}{{if .On}}on{{else}}off{{end}}
{{if or .Blank .Name}}some{{end}}{{if eq .Name "x"}}x{{else if .Words}}{{index .Words 0}}{{end}}
{{range .Rows}}{{template "row" .}}{{first .}}{{end}}{{template "row" .}}{{range .Rows}}{{$n}}{{end}}{{end}}`

func pages(t *testing.T, source string, d data) (want, got string, err error) {
	t.Helper()
	set := template.Must(template.New("").Funcs(functions).Parse(source))
	p, err := Page(set, "page", d, functions)
	if err != nil {
		return "", "", err
	}
	var b bytes.Buffer
	wrong := set.ExecuteTemplate(&b, "page", d)
	out, err := p.Append(nil, d)
	if (wrong == nil) != (err == nil) {
		t.Errorf("error %v, want %v", err, wrong)
	}
	return b.String(), string(out), err
}

func FuzzPage(f *testing.F) {
	f.Add("", "", 0, false)
	f.Add("x", "a'b\"c&d<e>f+g\x00h\xff", 3, true)
	f.Add("</title><script>", "]]>&amp;\u2028\ufffd", -1, false)
	f.Fuzz(func(t *testing.T, a, b string, n int, on bool) {
		row := &inner{Words: []string{a, b}, Marks: []bool{on, true}, Next: &inner{Words: []string{b}}}
		d := data{
			inner: inner{Words: []string{b}, Next: row}, Name: a, Blank: b, Markup: "<hr>", Count: n, Spoken: word(b), On: on, Rows: []*inner{row, row.Next},
		}
		if want, got, err := pages(t, features, d); err != nil || got != want {
			t.Errorf("%v\n%q, want\n%q", err, got, want)
		}
	})
}

// What a page can get wrong while it is written is an error as in html/template.
func TestPageFails(t *testing.T) {
	if _, _, err := pages(t, `{{define "page"}}{{index .Words 3}}{{end}}`, data{}); err == nil || !strings.Contains(err.Error(), "out of range") {
		t.Errorf("error %v", err)
	}
	if _, _, err := pages(t, `{{define "page"}}{{.Next.Words}}{{end}}`, data{}); err == nil || !strings.Contains(err.Error(), "is not supported") {
		t.Errorf("error %v", err)
	}
	if _, _, err := pages(t, `{{define "page"}}{{range .Next.Words}}x{{end}}{{end}}`, data{}); err == nil || !strings.Contains(err.Error(), "nil pointer") {
		t.Errorf("error %v", err)
	}
}

// What is not known is refused before any page is written.
func TestPageRefuses(t *testing.T) {
	for source, why := range map[string]string{
		`{{.Nobody}}`:                        "no field Nobody",
		`<a href="{{.Name}}">x</a>`:          "not supported",
		`<p title={{.Name}}>`:                "not supported",
		`{{printf "%d" .Count}}`:             "function printf",
		`{{range .Count}}{{end}}`:            "range over int",
		`{{.Spoken.String}}`:                 "is no field",
		`<style>p{margin:{{.Name}}}</style>`: "no CSS",
		`{{template "none"}}`:                "",
		`<p title="{{.Markup}}">`:            "HTML in this place",
		`{{len .Words}}`:                     "function len",
		`{{.On}}`:                            "printing bool",
	} {
		set := template.Must(template.New("").Funcs(functions).Parse(`{{define "page"}}` + source + `{{end}}`))
		if _, err := Page(set, "page", data{}, functions); err == nil || !strings.Contains(err.Error(), why) {
			t.Errorf("%s: error %v, want %q", source, err, why)
		}
	}
	set := template.Must(template.New("").Parse(`{{define "page"}}{{.}}{{end}}`))
	p, err := Page(set, "page", "x", nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := p.Append(nil, 1); err == nil {
		t.Error("data of another type are not refused")
	}
	if _, err := Page(set, "nothing", "x", nil); err == nil {
		t.Error("a template that is not there is not refused")
	}
}
