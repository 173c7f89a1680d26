package compile

import (
	"fmt"
	"html/template"
	"reflect"
	"strconv"
	"text/template/parse"
)

// action prints a value, escaped as html/template settled for its place, or
// declares a variable.
func (s *scope) action(p *parse.PipeNode, dot reflect.Type) step {
	if len(p.Decl) > 0 {
		v := s.pipe(p, dot)
		slot := s.keep(p, v.typ)
		return func(r *run, at place) { r.vars[at.base+slot] = v.eval(r, at) }
	}
	if len(p.Cmds) != 2 || len(p.Cmds[1].Args) != 1 {
		s.fail("%s is not supported", p)
	}
	v := s.command(p.Cmds[0], dot)
	print := s.printer(p, v.typ)
	return func(r *run, at place) { r.out = print(r.out, v.eval(r, at)) }
}

// printer is the escaper at the end of a pipeline, for the type of what it gets.
func (s *scope) printer(p *parse.PipeNode, t reflect.Type) func([]byte, reflect.Value) []byte {
	escaper := p.Cmds[1].Args[0].String()
	raw := func(b []byte, v reflect.Value) []byte { return append(b, v.String()...) }
	html := reflect.TypeFor[template.HTML]()
	switch escaper {
	case "_html_template_htmlescaper":
		if t == html {
			return raw
		}
	case "_html_template_attrescaper", "_html_template_rcdataescaper":
		if t == html {
			s.fail("%s: HTML in this place is not supported", p)
		}
	case "_html_template_cssvaluefilter":
		if t == reflect.TypeFor[template.CSS]() {
			return raw
		}
		s.fail("%s is no CSS", p)
	case "_html_template_jsvalescaper":
		if t == reflect.TypeFor[template.JS]() {
			return raw
		}
		s.fail("%s is no JS", p)
	default:
		s.fail("%s is not supported", p)
	}
	_, spoken := reflect.PointerTo(t).MethodByName("String")
	_, failing := reflect.PointerTo(t).MethodByName("Error")
	switch {
	case spoken && t.Implements(reflect.TypeFor[fmt.Stringer]()):
		return func(b []byte, v reflect.Value) []byte { return AppendText(b, v.Interface().(fmt.Stringer).String()) }
	case spoken || failing:
	case t.Kind() == reflect.String:
		return func(b []byte, v reflect.Value) []byte { return AppendText(b, v.String()) }
	case t.Kind() == reflect.Int:
		return func(b []byte, v reflect.Value) []byte { return strconv.AppendInt(b, v.Int(), 10) }
	}
	s.fail("printing %s is not supported", t)
	return nil
}

// special are the characters that have a meaning in text and in quoted
// attributes, and U+0000.
var special = [256]string{'"': "&#34;", '&': "&amp;", '\'': "&#39;", '+': "&#43;", '<': "&lt;", '>': "&gt;", 0: "\uFFFD"}

// AppendText escapes words as html/template does in text, in quoted attributes
// and in a title.
func AppendText(b []byte, s string) []byte {
	done := 0
	for i := range len(s) {
		if to := special[s[i]]; to != "" {
			b = append(append(b, s[done:i]...), to...)
			done = i + 1
		}
	}
	return append(b, s[done:]...)
}
